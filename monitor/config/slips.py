"""The lines of a file that is no YAML in; out comes the slip of a hand that explains it, with its place.

libyaml says where it could read no further; what is wrong often stands a line before, and has another name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

KEY = r" *(?:- +)?\{?[a-z_]+"
# Each slip by the group that marks its place; the first that stands in the lines explains them.
SLIPS = (
    (
        re.compile(rf"(?: *(?:- +)?|{KEY}: *)([\u00a0\u2000-\u200b\u202f\u3000])"),
        "a space that YAML does not take for one stands here",
        "write ordinary spaces",
    ),
    (re.compile(rf"{KEY} *(\uff1a)"), "a full-width colon stands here", "write `key: value`"),
    (re.compile(r"([<>=])\1{6}(?: |$)"), "a mark of a merge stands here", "keep one side, and remove the marks"),
    (re.compile(r" *([*\u2022\u2013\u2014\u2212]) "), "no dash of YAML stands here", "begin an entry with `- `"),
    (re.compile(r" *(-)[^\s-]"), "a dash without a space behind it", "write `- value`"),
    (re.compile(rf"{KEY}(:)[^\s/]"), "a colon without a space behind it", "write `key: value`"),
    (
        re.compile(r""".*?[:\[{,] *(?:'(?:[^']|'')*(')|"(?:[^"\\]|\\.)*(")) ?\w"""),
        "a quote inside the text ends it",
        "put the other kind of quotes around the text",
    ),
    (
        re.compile(r"[^#\[{]*[\[{][^\]}#]* (#)"),
        "`#` begins a comment here, before the bracket is closed",
        "put quotes around a text with ` #` in it",
    ),
    (re.compile(r""".*[:\[{,-] *(["'])(?:(?!\1)[^\\]|\\.)*$"""), "a quote is not closed", "add the closing quote"),
)


def slip(lines: Sequence[str], last: int, opened: int) -> tuple[int, int, str, str] | None:
    """Return line, column, what is wrong and what would be right, all from 1; None = no slip is known.

    Looked at are the line where reading ended, the last one with something on it before, where that part began, and
    the nearest one that leaves a bracket open.
    """
    before = next((number for number in range(last - 1, 0, -1) if lines[number - 1].strip()), last)
    near = [number for number in (before, last, opened, _unclosed(lines, last)) if 0 < number <= len(lines)]
    for pattern, what, cure in SLIPS:
        for number in near:
            if found := pattern.match(lines[number - 1]):
                return number, found.start(found.lastindex or 0) + 1, what, cure
    return None


def _unclosed(lines: Sequence[str], last: int) -> int:
    """Return the number of the nearest line with more brackets opened than closed, comments taken away; 0 = none."""
    for number in range(min(last, len(lines)), 0, -1):
        code = re.sub(r"(?:^| )#.*", "", lines[number - 1])
        if sum(map(code.count, "[{")) > sum(map(code.count, "]}")):
            return number
    return 0
