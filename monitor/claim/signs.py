"""Cues of one language and a text in; where each stands in the text out.

Principle: the longer phrase explains the shorter one. A cue that lies wholly inside a longer one is not seen:
`launches lawsuit` is no launch, `raises prices` no funding, `did not deny` no denial, 虚拟 holds no 拟. So the
exceptions of a cue are further cues of the same file, sense `none` where they mean nothing at all, and code has
none. What happened and how surely are two questions, so cues of one do not hide cues of the other: 或下线 is a hedge,
and 下线 a shutdown.
Rejected: negation by distance ("a `not` within three words"), which in seven languages of word order so different hit
more plain sentences than it spared.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.claim.notation import ENDING, Pattern
from monitor.model import CueMatch, FieldName
from monitor.text import Finder, Folded, Hit

# Where a clause ends and another begins, in folded text: NFKC has made full-width marks ASCII ones.
CLAUSE = frozenset(",:;.!?。、|/-()[]{}<>「」『』《》【】〈〉\"'~…")
OPENING = frozenset(':;|-([{<「『《【〈"…')  # behind these a clause opens in every script
CLOSING = CLAUSE - frozenset("<「『《〈\"'")  # before these one closes
SENTENCE = frozenset(".!?。")
SHORT = 4
_ACCENTED = re.compile("[\u00df-\u024f\u1e00-\u1eff]")  # Latin letters whose accents folding takes off
HAN = "\u2e80"  # from here on: Han, Kana, Hangul
HANGUL = "\uac00"  # Korean is written with spaces, as Latin scripts are

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sign:
    """A cue that stands in a text. `start` and `end` are places in the folded text, `parts` those of each phrase."""

    pattern: Pattern
    sense: str
    field: FieldName
    start: int
    end: int
    parts: tuple[Span, ...]
    shown: Span

    def evidence(self) -> CueMatch:
        """Return it as `explain` shows it."""
        cue = self.pattern.cue
        return CueMatch(cue.sense, cue.text, self.field, *self.shown, cue.place)


class Signs:
    """Finds the cues of one language."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        terms = [part for pattern in patterns for part in pattern.parts]
        # Whose part each term is, and which: in arrays, as there are tens of thousands.
        self._owners = array("L", (at for at, pattern in enumerate(patterns) for _ in pattern.parts))
        self._parts = array("L", (part for pattern in patterns for part in range(len(pattern.parts))))
        self._accented = {at: word for at, term in enumerate(terms) if _hangs_on_accent(word := term.strip("~"))}
        self._finder = Finder(terms, variants=False, affixes=True)

    def find(self, folded: Folded, field: FieldName) -> tuple[Sign, ...]:
        """Return the signs of a text in order of their places."""
        if not folded.text:
            return ()
        found: dict[int, list[list[Span]]] = {}
        for hit in self._finder.find(folded):
            if hit.index in self._accented and not _agrees(self._accented[hit.index], folded, hit):
                continue
            at, part = self._owners[hit.index], self._parts[hit.index]
            places = found.setdefault(at, [[] for _ in self._patterns[at].parts])
            places[part].append((hit.folded_start, hit.folded_end))
        signs = [
            Sign(pattern, pattern.cue.sense, field, spans[0][0], spans[-1][1], _phrases(pattern, spans),
                 folded.span(spans[0][0], spans[-1][1]))
            for pattern, places in ((self._patterns[at], places) for at, places in found.items())
            for spans in _joined(pattern, places, folded.text)
            if _stands(pattern, spans, folded.text)
        ]  # fmt: skip
        return tuple(sorted(_explained(signs), key=lambda sign: (sign.start, -sign.end)))


def _hangs_on_accent(word: str) -> bool:
    """A short word is another one without its accents: où, qué, giá, `preç~`."""
    return len(word) <= SHORT and _ACCENTED.search(word.casefold()) is not None


def _agrees(word: str, folded: Folded, hit: Hit) -> bool:
    """Tell whether the text sets the accents of a cue, if it sets any and not all in capitals."""
    shown = folded.source[hit.start : hit.end]
    return shown.casefold() == word.casefold() or shown.isupper() or folded.source.isascii()


def _joined(pattern: Pattern, places: list[list[Span]], text: str) -> Iterable[tuple[Span, ...]]:
    """Pair each first part with the nearest following ones of its sentence."""
    if len(places) == 1:
        yield from ((span,) for span in places[0])
        return
    for first in places[0]:
        spans = [first]
        for gap, following in zip(pattern.gaps, places[1:], strict=True):
            end = spans[-1][1]
            near = next((span for span in following if 0 <= span[0] - end <= gap), None)
            if near is None or _parted(text, end, near[0]):
                break
            spans.append(near)
        if len(spans) == len(places):
            yield tuple(spans)


def _phrases(pattern: Pattern, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Join the parts of one phrase, which only a stem parts: `launch~ lawsuit` is as long as "launches lawsuit"."""
    joined = [spans[0]]
    for gap, span in zip(pattern.gaps, spans[1:], strict=True):
        if gap == ENDING:
            joined[-1] = joined[-1][0], span[1]
        else:
            joined.append(span)
    return tuple(joined)


def _parted(text: str, start: int, end: int) -> bool:
    """A full stop parts sentences; one inside a number or a name (2.0, X.com) does not."""
    return any(
        text[index] in SENTENCE and (text[index] != "." or index + 1 >= len(text) or text[index + 1] == " ")
        for index in range(start, end)
    )


def _stands(pattern: Pattern, spans: tuple[Span, ...], text: str) -> bool:
    return (not pattern.opens or opens_clause(text, spans[0][0])) and (
        not pattern.closes or closes_clause(text, spans[-1][1])
    )


def opens_clause(text: str, start: int) -> bool:
    """Nothing stands before it but the beginning or a mark.

    In Han scripts a space is a mark too; in others neither a comma nor a full stop is: "OpenAI folds Sora. Why?".
    """
    before = text[:start].rstrip(" ")
    if not before or before[-1] in OPENING:
        return True
    return HAN < text[start] < HANGUL and (before[-1] in CLAUSE or len(before) < start)


def closes_clause(text: str, end: int) -> bool:
    """Nothing stands behind it but the end or a mark; in Han scripts a space is a mark too."""
    after = text[end : end + 2].lstrip(" ")
    return not after or after[0] in CLOSING or (text[end] == " " and HAN < text[end - 1] < HANGUL)


def _explained(signs: list[Sign]) -> list[Sign]:
    """Leave out each sign that a longer phrase contains, and those that mean nothing."""
    idle = [part for sign in signs if sign.pattern.family == "none" for part in sign.parts]
    spans = [(*part, sign.pattern.family) for sign in signs for part in sign.parts]
    return [
        sign
        for sign in signs
        if sign.pattern.family != "none" and not (idle and _idles(sign, idle)) and not _contained(sign, spans)
    ]


def _contained(sign: Sign, spans: Sequence[tuple[int, int, str]]) -> bool:
    """A longer phrase of its family holds it."""
    start, end, family = sign.start, sign.end, sign.pattern.family
    return any(
        first <= start and end <= last and last - first > end - start and kind == family for first, last, kind in spans
    )


def _idles(sign: Sign, idle: list[Span]) -> bool:
    """A word that means nothing owns its characters: 传统 takes 传 from 再传. A cue that spans it all still stands."""
    return any(
        first < end and start < last and not (start <= first and last <= end)
        for start, end in sign.parts
        for first, last in idle
    )
