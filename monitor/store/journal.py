"""The journal beside the database: letters and a person's words in, a line each; read after a crash or by `restore`.

What is not in the database, because the service died before it could write it there, or because a backup took its
place, stands here, and no fault of the database reaches it:

    2026-03-25T07:00:04Z sent daily 2026-03-25T07:00 2026-03-25T06:00:01Z <3b17...@example.com>
    2026-03-25T09:30:00Z suppressed ann@example.org
    2026-03-26T08:00:00Z allowed ann@example.org
    2026-03-26T08:10:00Z hushed product 2026-03-26T08:10:00Z 2026-04-01T00:00:00Z "Kling"
    2026-03-26T08:20:00Z heard product "Kling"
    2026-03-26T08:30:00Z decided apart [["site", "guid 1"]] [["site", "guid 2"]]
    2026-03-26T08:40:00Z undone apart [["site", "guid 1"]] [["site", "guid 2"]]

(when, what, digest, slot, when its edition was composed, Message-ID.) Lines are only ever appended; a line that power
loss cut off is passed over. Who got a letter does not stand in it: the Message-ID says so only with the install key.
Items are named by feed and guid: their numbers are others after a restore.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Delivery, Quiet, QuietKind, Verdict

_AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_KIND = "(product|feed|digest)"
# From the last time on a line: what stands before it was cut off.
_SENT = re.compile(rf".*{_AT} sent (\S+) (\S+) ({_AT}) (<[^<>\s]+>)$")
_WISH = re.compile(rf".*{_AT} (suppressed|allowed) (\S+)$")
_HUSHED = re.compile(rf".*{_AT} hushed {_KIND} ({_AT}) ({_AT}|-) (\".*\")$")
_HEARD = re.compile(rf".*({_AT}) heard {_KIND} (\".*\")$")
_DECIDED = re.compile(rf".*({_AT}) (decided|undone) (apart|together) (\[\[.*\]\]) (\[\[.*\]\])$")


@dataclass(frozen=True, slots=True)
class Sent:
    """An accepted letter."""

    digest: str
    slot: str
    composed_at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's word on stories, which names items by feed and guid."""

    verdict: Verdict
    first: frozenset[tuple[str, str]]
    second: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Heard:
    """The end of a mute or a pause."""

    kind: QuietKind
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """All that the journal says. `wishes`: addresses that asked for no more mail (True), or for mail again (False).

    `decided`: what was decided last of the same items, when, and whether it stands (False = it was taken back).
    """

    sent: tuple[Sent, ...]
    wishes: Mapping[str, bool]
    quiets: tuple[Quiet | Heard, ...] = ()
    decided: Mapping[Decided, tuple[datetime, bool]] = field(default_factory=dict)


def journal_of(database: Path) -> Path:
    """Return the file of a database's journal."""
    return database.with_name(f"{database.name}.sent.log")


class Journal:
    """The journal of one database; of one in memory there is none."""

    def __init__(self, database: str | Path) -> None:
        path = Path(database)
        self.path = None if str(database) == ":memory:" else journal_of(path)

    def note_sent(self, delivery: Delivery, now: datetime) -> None:
        """Note that a letter was accepted, durably; raises OSError when it cannot be written."""
        composed_at = _stamp(delivery.owed_at or now)
        self._append(f"{_stamp(now)} sent {delivery.digest} {delivery.slot} {composed_at} {delivery.message_id}\n")

    def note_wish(self, address: str, now: datetime, *, suppressed: bool) -> None:
        """Note that a person asked for no more mail, or for mail again; raises OSError."""
        self._append(f"{_stamp(now)} {'suppressed' if suppressed else 'allowed'} {address.lower()}\n")

    def note_quiet(self, quiet: Quiet, now: datetime) -> None:
        """Note a mute or a pause; raises OSError."""
        until = _stamp(quiet.until) if quiet.until else "-"
        self._append(f"{_stamp(now)} hushed {quiet.kind} {_stamp(quiet.since)} {until} {json.dumps(quiet.name)}\n")

    def note_heard(self, kind: QuietKind, name: str, now: datetime) -> None:
        """Note the end of a mute or a pause; raises OSError."""
        self._append(f"{_stamp(now)} heard {kind} {json.dumps(name)}\n")

    def note_decided(self, said: Decided, now: datetime, *, stands: bool) -> None:
        """Note what a person decided of stories, or took back; raises OSError."""
        groups = " ".join(json.dumps(sorted(group)) for group in (said.first, said.second))
        self._append(f"{_stamp(now)} {'decided' if stands else 'undone'} {said.verdict} {groups}\n")

    def _append(self, line: str) -> None:
        if self.path is None:
            return
        number = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.write(number, line.encode()) < len(line.encode()):  # what fits of it is passed over when it is read
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(number)
        finally:
            os.close(number)

    def read(self) -> Noted | None:
        """Return what was noted, the oldest first; None = there is no journal. Raises OSError."""
        if self.path is None or not self.path.exists():
            return None
        return _noted(self.path.read_text(encoding="utf-8", errors="replace").splitlines())


def _noted(lines: Iterable[str]) -> Noted:
    """Read lines; one of which nothing can be made was cut off by power loss, or something wrote over it."""
    sent, wishes, quiets = list[Sent](), dict[str, bool](), list[Quiet | Heard]()
    decided: dict[Decided, tuple[datetime, bool]] = {}
    for line in lines:
        with suppress(ValueError):
            if found := _SENT.match(line):
                sent.append(Sent(found[1], found[2], datetime.fromisoformat(found[3]), found[4]))
            elif found := _WISH.match(line):
                wishes[found[2]] = found[1] == "suppressed"
            elif found := _HUSHED.match(line):
                until = None if found[3] == "-" else datetime.fromisoformat(found[3])
                quiets.append(Quiet(_kind(found[1]), json.loads(found[4]), datetime.fromisoformat(found[2]), until))
            elif found := _HEARD.match(line):
                quiets.append(Heard(_kind(found[2]), json.loads(found[3]), datetime.fromisoformat(found[1])))
            elif found := _DECIDED.match(line):
                verdict: Verdict = "apart" if found[3] == "apart" else "together"
                said = Decided(verdict, _names(found[4]), _names(found[5]))
                word = datetime.fromisoformat(found[1]), found[2] == "decided"
                decided.pop(said, None)  # in the order of the last word
                decided[said] = word
    return Noted(tuple(sent), wishes, tuple(quiets), decided)


def _kind(written: str) -> QuietKind:
    return "product" if written == "product" else "feed" if written == "feed" else "digest"


def _names(written: str) -> frozenset[tuple[str, str]]:
    return frozenset((feed, guid) for feed, guid in json.loads(written))


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
