"""A regular expression of the watchlist in; where it stands in a folded text out, in time that has a bound.

Why RE2: a pattern is typed by a person, texts come from strangers, and Python's `re` cannot be interrupted. RE2 has no
backtracking, so `(a+)+$` takes time in proportion to the text, never more, and a judgement hangs on the text alone.
Rejected: the package `regex` with its time limit (on a busy machine an item would be judged otherwise than on an idle
one, and `explain` otherwise than the poll); `re` in a child process (a round trip for each item); refusing patterns
that look dangerous (there is no such test).
The bound is the product of three: the size of a pattern once compiled, characters read, places told.
RE2 has no look-around and no back-references: a name wants neither, and `exclude` says what must not stand beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Protocol

from monitor.text.fold import Folded, fold

SIZE = 1 << 16  # bytes of a compiled pattern: some 2,700 steps
READ = 1_000  # characters of a field that are looked at
PLACES = 5  # in one field; of a name the first weighs
_CURES = {
    "invalid perl operator": "look-around is not known; `exclude` names the words that must not stand beside it",
    "invalid escape sequence": "this escape is not known; \\d, \\w, \\s, \\b and \\pL are",
    "pattern too large": "repeat less: {1,20} at most, or * and +",
    "invalid repetition size": "repeat less: {1,20} at most, or * and +",
}
_SYNTAX = "github.com/google/re2/wiki/Syntax says what is known"


class PatternError(ValueError):
    """A pattern that cannot be used; `cure` says what would be right."""

    def __init__(self, text: str, cure: str) -> None:
        super().__init__(text)
        self.cure = cure


class Found(Protocol):
    """A place."""

    def start(self) -> int: ...  # noqa: D102
    def end(self) -> int: ...  # noqa: D102


class Regexp(Protocol):
    """A compiled pattern."""

    def finditer(self, text: str) -> Iterator[Found]: ...  # noqa: D102


class Pattern:
    """A pattern, compiled for folded texts in which case, width and accents do not count. Raises PatternError."""

    def __init__(self, regex: str) -> None:
        spellings = dict.fromkeys(_folded(regex, language) for language in ("zh", "ja"))
        self._regexps = [_compiled(spelling) for spelling in spellings]

    def find(self, folded: Folded) -> Iterator[tuple[int, int]]:
        """Yield the first places in the folded text."""
        text = folded.text[:READ]
        told: set[tuple[int, int]] = set()
        for regexp in self._regexps:
            for _, found in zip(range(PLACES), regexp.finditer(text), strict=False):
                if found.start() < found.end():
                    told.add((found.start(), found.end()))
        yield from sorted(told)[:PLACES]


def _compiled(regex: str) -> Regexp:
    import re2  # here: it takes 3 MB, and most lists have no pattern

    options = re2.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, SIZE
    try:
        regexp = re2.compile(regex, options)
    except re2.error as error:
        said = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        cure = next((cure for sign, cure in _CURES.items() if said.startswith(sign)), _SYNTAX)
        raise PatternError(said, cure) from error
    if regexp.search(""):
        raise PatternError("it also stands for nothing at all", "let one part of it be needed: + for *")
    compiled: Regexp = regexp
    return compiled


def _folded(regex: str, language: str) -> str:
    """Fold what a pattern says, but none of its signs: `\\D` stays what it is, 可靈 becomes 可灵."""
    return "".join(char if char.isascii() else _letter(char, language) for char in unicodedata.normalize("NFC", regex))


def _letter(char: str, language: str) -> str:
    letter = fold(char, language).text
    if len(letter) != 1:
        return char
    return letter if letter.isalnum() or not letter.isascii() else f"\\{letter}"
