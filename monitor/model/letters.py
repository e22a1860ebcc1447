"""What is owed to a reader, what came of a try, and what is quiet for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

PUSH = "push"  # the recipient of what goes to chats and phones; no address of a person looks like it


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished mail to one recipient."""

    recipient: str
    message_id: str
    subject: str
    raw: bytes  # RFC 5322, CRLF, 7-bit
    html: str  # the same page, for a preview
    part: int = 1


QuietKind = Literal["product", "feed", "digest"]


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a person wants to hear nothing of for a while: a muted product or feed, a paused digest."""

    kind: QuietKind
    name: str
    since: datetime
    until: datetime | None  # None = until a person ends it

    def covers(self, at: datetime) -> bool:
        """Tell whether this moment lies in it."""
        return self.since <= at and (self.until is None or at < self.until)


DeliveryState = Literal["pending", "sending", "sent", "deferred", "failed", "held", "cancelled"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter owed."""

    id: int
    digest: str
    slot: str
    recipient: str
    message_id: str
    raw: bytes
    sha256: str
    state: DeliveryState
    tries: int = 0
    unknowns: int = 0  # tries whose outcome nobody knows
    next_try_at: datetime | None = None  # None = now
    last_code: str = ""
    last_text: str = ""
    owed_at: datetime | None = None  # when its edition was composed; None = not recorded
    part: int = 1


# A try whose outcome nobody knows is repeated after so long, and the third one is left to a person.
UNKNOWN_WAIT = timedelta(minutes=10)
UNKNOWNS_HELD = 3
Result = Literal["sent", "deferred", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try to deliver ended. `unknown`: the final dot left, no answer came."""

    result: Result
    code: str  # stable: smtp.accepted, smtp.refused, net.refused ...
    text: str = ""
    server_wide: bool = False  # the fault is the server's or the login's, not this recipient's
    limit: int = 0  # bytes of a letter that the server says it takes; 0 = it did not say


@dataclass(frozen=True, slots=True)
class Reception:
    """How a mail server received a visit without a letter."""

    tls: str = ""  # the version agreed on; "" = the line is not encrypted
    login: bool = False  # a user and password were accepted
    trouble: Outcome | None = None  # None = it would take a letter
