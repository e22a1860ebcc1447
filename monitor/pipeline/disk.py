"""A path in; out comes how much room its disk has left, or a file that others may read, put there whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

Room = Callable[[str | Path], int | None]  # as `free_bytes`
LITTLE = 200 << 20  # bytes; with less left a person is called, and no copy is made


def free_bytes(database: str | Path) -> int | None:
    """Return how much room the database's disk has left; None for a database in memory."""
    return None if str(database) == ":memory:" else shutil.disk_usage(Path(database).parent).free


def replace_file(path: Path, text: str) -> None:
    """Replace a file at once; anyone may read it: who serves or scrapes it runs as somebody else. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.chmod(0o644)  # whatever the umask of the unit
    os.replace(part, path)
