"""Faults of the database in; out comes whether a thread goes on, and after what rest.

What ends by itself, or by a person who makes room, is waited out, ever longer, up to a minute: a full disk, a read-only
one, another writer, too little memory; one that lasts is told the operator. An I/O error is tried again, and so is
damage, which may be one; the third in a row ends the service, so that it starts afresh. After these, and after a
read-only file, the next try opens it anew.
Everything else ends the service at once: a file that is gone or foreign.

The mail server has a letter, and a full disk has no room to say so: then a file that was set aside beside the database
goes, and what it held is enough for that. It comes back once there is room again.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from monitor.pipeline.maintain import Room, free_bytes
from monitor.store import ANEW, DISK_TRIES, OF_THE_DISK, PASSING, Store, StoreError

log = logging.getLogger(__name__)

FIRST, LONGEST = 2.0, 60.0  # seconds of rest
LASTING = 600.0  # seconds of waiting after which the operator hears of it


class Patience:
    """What one thread may put up with."""

    def __init__(
        self,
        what: str,
        monotonic: Callable[[], float] = time.monotonic,
        tell: Callable[[StoreError], None] = lambda _: None,  # called for each fault that lasts
    ) -> None:
        self._what, self._monotonic, self._tell = what, monotonic, tell
        self._until, self._rest = -float("inf"), FIRST
        self._errors = 0
        self._began = 0.0  # when the wait did
        self._code = ""  # of the fault that is being waited out; "" = none is

    def rests(self) -> bool:
        """Is it too early for another try?"""
        return self._monotonic() < self._until

    @property
    def suffers(self) -> bool:
        """Is there a fault that is being waited out?"""
        return bool(self._code)

    def bear(self, error: StoreError, store: Store) -> float:
        """Return how many seconds to rest after a fault, or raise it again when there is nothing to wait for."""
        self._errors = self._errors + 1 if error.code in OF_THE_DISK else 0
        if error.code not in PASSING and not 0 < self._errors < DISK_TRIES:
            raise error
        if error.code in ANEW:
            store.reopen()
        if not self._code:
            self._began = self._monotonic()
        if error.code != self._code:
            log.error("%s waits code=%s: %s", self._what, error.code, error.text)
            self._rest = FIRST
        self._code = error.code
        rest, self._rest = self._rest, min(self._rest * 2, LONGEST)
        self._until = self._monotonic() + rest
        if self._monotonic() - self._began >= LASTING:
            self._tell(error)
        return rest

    def is_well(self) -> None:
        """Note that the work was done."""
        if self._code:
            log.info("%s goes on code=%s is over", self._what, self._code)
        self._errors, self._rest, self._code = 0, FIRST, ""


# ---------------------------------------------------------------- room for what must be recorded


SIZE = 1 << 20  # bytes
PLENTY = 16 * SIZE  # that much must be free for the file to be set aside


class Reserve:
    """The file `monitor.db.reserve`."""

    def __init__(self, database: Path, free: Room = free_bytes) -> None:
        self._database, self._free = database, free
        self.path = database.with_name(f"{database.name}.reserve")

    def keep(self) -> None:
        """Set the room aside, unless that is done or there is little left."""
        try:
            if self.path.exists() or (self._free(self._database) or 0) < PLENTY:
                return
            with self.path.open("wb") as file:
                file.write(bytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
        except OSError:  # half a file would be taken for a whole one
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    def release(self) -> bool:
        """Give the room to others, if the disk is full; was it given?"""
        room = self._free(self._database)
        if room is None or room >= SIZE or not self.path.exists():
            return False
        with suppress(OSError):
            self.path.unlink()
        log.warning("disk full, reserve given up path=%s", self.path)
        return True
