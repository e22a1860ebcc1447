"""A database in; out comes how much room its disk has left, and whether that is too little."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

Room = Callable[[str | Path], int | None]  # as `free_bytes`
LITTLE = 200 << 20  # bytes; with less left a person is called, and no copy is made


def free_bytes(database: str | Path) -> int | None:
    """Return how much room the database's disk has left; None for a database in memory."""
    return None if str(database) == ":memory:" else shutil.disk_usage(Path(database).parent).free
