"""A path and a text in; out comes a file that others may read, put there whole: never half of it, never none."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Replace a file at once; anyone may read it: who serves or scrapes it runs as somebody else. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.chmod(0o644)  # whatever the umask of the unit
    os.replace(part, path)
