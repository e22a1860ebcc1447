"""The journal beside the database: accepted letters and wishes in, one line each; read back after a crash or a restore.

What is not in the database, because the service died before it could write it there, or because a backup took its
place, stands here, and no fault of the database reaches it:

    2026-03-25T07:00:04Z sent daily 2026-03-25T07:00 2026-03-25T06:00:01Z <3b17...@example.com>
    2026-03-25T09:30:00Z suppressed ann@example.org
    2026-03-26T08:00:00Z allowed ann@example.org

(when, what, digest, slot, when its edition was composed, Message-ID.) Lines are only ever appended; a line that power
loss cut off is passed over. Who got a letter does not stand in it: the Message-ID says so only with the install key.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Delivery

_AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_SENT = re.compile(rf"{_AT} sent (\S+) (\S+) ({_AT}) (<[^<>\s]+>)$")
_WISH = re.compile(rf"{_AT} (suppressed|allowed) (\S+)$")


@dataclass(frozen=True, slots=True)
class Sent:
    """An accepted letter."""

    digest: str
    slot: str
    composed_at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Noted:
    """All that the journal says. `wishes`: addresses that asked for no more mail (True), or for mail again (False)."""

    sent: tuple[Sent, ...]
    wishes: Mapping[str, bool]


class Journal:
    """The journal of one database; of one in memory there is none."""

    def __init__(self, database: str | Path) -> None:
        path = Path(database)
        self.path = None if str(database) == ":memory:" else path.with_name(f"{path.name}.sent.log")

    def note_sent(self, delivery: Delivery, now: datetime) -> None:
        """Note that a letter was accepted, durably; raises OSError when it cannot be written."""
        composed_at = _stamp(delivery.owed_at or now)
        self._append(f"{_stamp(now)} sent {delivery.digest} {delivery.slot} {composed_at} {delivery.message_id}\n")

    def note_wish(self, address: str, now: datetime, *, suppressed: bool) -> None:
        """Note that a person asked for no more mail, or for mail again; raises OSError."""
        self._append(f"{_stamp(now)} {'suppressed' if suppressed else 'allowed'} {address.lower()}\n")

    def _append(self, line: str) -> None:
        if self.path is None:
            return
        number = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(number, line.encode())
            os.fsync(number)
        finally:
            os.close(number)

    def read(self) -> Noted | None:
        """Return what was noted, the oldest first; None = there is no journal. Raises OSError."""
        if self.path is None or not self.path.exists():
            return None
        sent: list[Sent] = []
        wishes: dict[str, bool] = {}
        for line in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            if found := _SENT.search(line):
                digest, slot, composed, identity = found.groups()
                sent.append(Sent(digest, slot, datetime.fromisoformat(composed), identity))
            elif found := _WISH.search(line):
                wishes[found.group(2)] = found.group(1) == "suppressed"
        return Noted(tuple(sent), wishes)


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
