"""Faults of the database in; out comes whether a thread goes on, and after what rest.

What ends by itself, or by a person who makes room, is waited out, ever longer, up to a minute: a full disk, a read-only
one, another writer, too little memory; one that lasts is told the operator. An I/O error is tried again, and so is
damage, which may be one; the third in a row ends the service, so that it starts afresh. After these, and after a
read-only file, the next try opens it anew.
Everything else ends the service at once: a file that is gone or foreign.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

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
