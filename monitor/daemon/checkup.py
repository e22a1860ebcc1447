"""A large database in; out comes whether it is damaged, by a thread and a connection of their own beside the work.

A start waits for a small one; reading every page of a large one may take longer than systemd gives a start.
Until the answer is there, feeds are read and letters that are owed leave, but nothing is composed, pruned or copied.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from monitor.daemon.systemd import Watchdog
from monitor.pipeline.maintain import find_damage, note_damage
from monitor.store import Store, StoreError

SLOWEST = 1 << 20  # bytes a second: what is read of the database at least
NAME = "checkup"  # its name as a component of the service


class Checkup:
    """Looks through a database once; a fault of the disk is raised by `is_over`, and it is looked through again."""

    def __init__(self, path: Path, open: Callable[[Path], Store], watchdog: Watchdog) -> None:
        self._path, self._open, self._watchdog = path, open, watchdog
        self._found: Future[str] | None = None  # None = nothing is looked for

    def begin(self, size: int) -> None:
        """Begin to look, at a database of so many bytes."""
        self._found, self._size = Future(), size
        self._watchdog.beat(NAME, 60 + size / SLOWEST)
        # a daemon: a service that is told to stop does not wait for it, and it only reads
        threading.Thread(target=self._look, args=(self._found,), name=NAME, daemon=True).start()

    def is_over(self, store: Store) -> bool:
        """Tell whether nothing is looked for any more; what was found is noted first."""
        if self._found is None:
            return True
        if not self._found.done():
            return False
        self._watchdog.beat(NAME, math.inf)
        if (error := self._found.exception()) is not None:
            self.begin(self._size)
            raise error
        note_damage(store, self._found.result())
        self._found = None
        return True

    def _look(self, found: Future[str]) -> None:
        try:
            with self._open(self._path) as store:
                found.set_result(find_damage(store))
        except StoreError as error:
            found.set_exception(error)
