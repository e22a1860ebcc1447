"""The text of a cue as a person types it in; what to look for, and where it may stand, out.

    launches            a whole word or phrase; Chinese, Japanese and Korean ones as they stand in the text
    deprecat~  ~rebbe   the beginning of a word, the end of one; ответил~ на слухи is a phrase with such a word
    stellt … vor        parts of one sentence, at most GAP characters apart
    ^leak   か$         only where a clause opens, only where one closes
    according to …      sense `cites`: the dots stand for the source

Few signs, because a person edits these files: a regular expression would say more and be got wrong more often.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from monitor.model import KINDS, Cue

WEAK = "maybe_"  # `maybe_launch`: a weak cue of a launch
GAP = 60  # characters between two parts
# What a sense answers: nothing, what happened, how surely, who acts.
Family = Literal["none", "kind", "status", "actor"]
ACTORS = ("state", "acts", "court", "rules", "demands")
ENDING = 8  # characters between a stem and the word that follows it: the rest of the word and a space
_DOTS = re.compile(r"\s*(?:…|\.\.\.)\s*")
_STEM = re.compile(r"(?<=~)\s+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One cue, read."""

    cue: Cue
    parts: tuple[str, ...]  # as Finder takes them, `~` included
    gaps: tuple[int, ...]  # characters allowed before each part but the first
    opens: bool = False  # its first part opens a clause
    closes: bool = False  # its last part closes one
    source: Literal["", "before", "after", "between"] = ""  # where the dots of a `cites` stand; "" = no dots
    family: Family = "status"


def read(cue: Cue) -> Pattern | None:
    """Read a cue; None when nothing is left to look for.

    >>> read(Cue("^stellt … vor", "launch", "de")).parts
    ('stellt', 'vor')
    """
    text = cue.text.strip()
    opens, closes = text.startswith("^"), text.endswith("$")
    pieces = _DOTS.split(text.removeprefix("^").removesuffix("$"))
    parts, gaps = list[str](), list[int]()
    for piece in pieces:
        words = [word for word in _STEM.split(piece) if word.strip("~")]
        parts += words
        gaps += [GAP, *[ENDING] * len(words)][: len(words)]
    source: Literal["", "before", "after", "between"]
    source = "" if len(pieces) == 1 else "after" if not pieces[-1] else "before" if not pieces[0] else "between"
    return Pattern(cue, tuple(parts), tuple(gaps[1:]), opens, closes, source, _family(cue)) if parts else None


def _family(cue: Cue) -> Family:
    if cue.sense == "none":
        return "none"
    if cue.sense in ACTORS:
        return "actor"
    return "kind" if cue.sense.removeprefix(WEAK) in KINDS else "status"
