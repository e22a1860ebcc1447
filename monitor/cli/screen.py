"""Lines or JSON in, printed; on a terminal lines break between words below the column they belong to."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable
from typing import Any

import click

_COLUMN = re.compile(r"  +(?=\S)")  # two spaces or more: what follows is a column of its own


def echo(*texts: str, err: bool = False) -> None:
    """Print texts, a line each or several; to standard error if so asked."""
    columns = columns_of(err=err)
    for line in (line for text in texts for line in text.split("\n")):
        for one in hang(line, columns) if columns else [line]:
            click.echo(one, err=err)


def write(rows: Iterable[dict[str, Any]], indent: int | None = None) -> None:
    """Write JSON to standard output, an object a line; indented it takes several, for the eye."""
    out = click.open_file("-", "w", encoding="utf-8")
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False, indent=indent) + "\n")


def columns_of(*, err: bool = False) -> int:
    """Return how wide the terminal is that reads what we print; 0 = no terminal does."""
    stream = sys.stderr if err else sys.stdout
    return shutil.get_terminal_size().columns if stream.isatty() else 0


def hang(line: str, columns: int) -> list[str]:
    """Break a line that is too wide; what follows stands below its last column that begins in the left half.

    >>> hang("  4711  Kling 3.0 is here for everyone", 20)
    ['  4711  Kling 3.0 is', '        here for', '        everyone']
    """
    from monitor.text import width, wrap  # here: a pipe wants neither

    if width(line) <= columns:
        return [line]
    starts = [0, *(found.end() for found in _COLUMN.finditer(line))]
    start = max(at for at in starts if width(line[:at]) <= columns // 2)
    room = columns - width(line[:start])
    first, *others = wrap(line[start:], room)
    return [line[:start] + first, *(" " * (columns - room) + one for one in others)]
