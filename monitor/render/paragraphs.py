"""Texts of any script broken into lines of a text mail."""

from __future__ import annotations

import re

from monitor.text import script_direction, width, wrap

COLUMNS = 76
_RLI, _PDI = "\u2067", "\u2069"
_URL = re.compile(r"(?:https?://|mailto:)\S+")


def paragraph(text: str, first: str = "", rest: str = "", direction: str = "") -> str:
    """Break a text into lines of at most 76 columns, the first begun with `first`, the others with `rest`.

    Addresses stay whole. A right-to-left line is isolated, so that a number before it stays where it is; `direction`
    (ltr or rtl) is that of the text, "" = by its first letter.
    """
    lines = [piece for line in wrap(text, COLUMNS - max(width(first), width(rest))) for piece in _chopped(line, rest)]
    if (direction or script_direction(text)) == "rtl":
        lines = [f"{_RLI}{line}{_PDI}" for line in lines]
    return "\n".join(f"{rest if number else first}{line}" for number, line in enumerate(lines))


def isolated(text: str) -> str:
    """Isolate a right-to-left name, so that it turns nothing around that stands beside it in a line."""
    return f"{_RLI}{text}{_PDI}" if script_direction(text) == "rtl" else text


def _chopped(line: str, rest: str) -> list[str]:
    """Break one word that is longer than a line, between characters."""
    columns = COLUMNS - width(rest)
    if width(line) <= columns or _URL.search(line):
        return [line]
    pieces, used = [""], 0
    for char in line:
        used += width(char)
        if used > columns:
            pieces.append("")
            used = width(char)
        pieces[-1] += char
    return pieces
