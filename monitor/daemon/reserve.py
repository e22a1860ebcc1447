"""A database in; beside it a file that gives its room to what must be recorded when the disk is full.

The mail server has a letter, and the disk has no room to say so: then the file goes, and what it held is enough for
that. It comes back once there is room again.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

from monitor.pipeline.maintain import Room, free_bytes

log = logging.getLogger(__name__)

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
