"""The stamps of a config folder in; out comes when it was edited and may be read: once its files have rested."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from monitor import config

REST = 2.0  # seconds: editors save in several writes

Stamp = tuple[tuple[str, int, int, int], ...]


class Edits:
    """Looks at a config folder; `taken` is told the stamp from before what was read, so that no edit is missed."""

    def __init__(self, folder: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._monotonic = folder, monotonic
        self._taken: Stamp = ()
        self._seen: Stamp = ()
        self._since = monotonic()

    def look(self) -> Stamp:
        """Return the folder's stamp as it is now."""
        seen = config.stamp(self._folder)
        if seen != self._seen:
            self._seen, self._since = seen, self._monotonic()
        return seen

    def wait_to_be_read(self) -> bool:
        """Was something edited, and is it at rest?"""
        return self.look() != self._taken and self._monotonic() - self._since >= REST

    def taken(self, stamp: Stamp) -> None:
        """Note that the files were read, which had this stamp when reading began."""
        self._taken = stamp
