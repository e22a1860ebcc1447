"""A text in; out comes its folded copy, for comparison only, that knows where each character came from.

Folding: NFKC, case, dashes and quotes unified, accents of Latin letters off, zero-width characters out, and in Chinese
texts Traditional to Simplified. Never that last one in Japanese: every converter corrupts it (東京 becomes 东京).
Source of the offset map: NFKC only ever acts within a segment that begins with a starter (UAX #15, section 9).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import opencc

from monitor.text.language import is_chinese

# Characters that combine with what stands before them though their class is 0: Hangul vowels, half-width kana marks.
_EXTENDING = {*range(0x1160, 0x1200), 0xFF9E, 0xFF9F, *range(0xFFA0, 0xFFDD)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = {**dict.fromkeys(map(ord, "‘’‚‛′＇`´"), "'"), **dict.fromkeys(map(ord, "“”„‟″＂«»"), '"')}
_DOTS = dict.fromkeys(map(ord, "·・‧•∙⋅ㆍ"), "·")
_UNIFIED = {**_DASHES, **_QUOTES, **_DOTS}
_INVISIBLE = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *range(0xFE00, 0xFE10)}
_LATIN_END = 0x250


def _simplifying() -> dict[int, str]:
    """Build the table of single characters once: it keeps lengths, so offsets survive it."""
    converter = opencc.OpenCC("t2s")
    pairs = ((code, converter.convert(chr(code))) for code in range(0x3400, 0xA000))
    return {code: char for code, char in pairs if char != chr(code) and len(char) == 1}


_SIMPLIFIED = _simplifying()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back: `origins[k]` is where the k-th character began; None = the same place."""

    text: str
    source: str
    origins: tuple[int, ...] | None
    chinese: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stands in the text as shown.

        >>> fold("Ｓｏｒａ ㍿").span(0, 4)
        (0, 4)
        """
        if self.origins is None:
            return start, end
        first = self.origins[start]
        # the end is where the next segment begins: a segment is found whole
        last = next((at for at in self.origins[end:] if at > self.origins[end - 1]), self.origins[-1])
        return first, max(last, first)


def fold(text: str, language: str = "") -> Folded:
    """Fold a text; `language` is a BCP 47 tag, "" = told from the script."""
    chinese = is_chinese(text, language)
    if text.isascii():
        return Folded(text.lower().replace("`", "'"), text, None, chinese)
    simple = _simple(text)
    folded, origins = (simple, None) if simple is not None else _mapped(text)
    if chinese:
        folded = folded.translate(_SIMPLIFIED)
    return Folded(folded, text, origins, chinese)


def _simple(text: str) -> str | None:
    """Fold a text in which each character becomes one character; None where that does not hold."""
    if not unicodedata.is_normalized("NFKC", text) or not _INVISIBLE.isdisjoint(map(ord, text)):
        return None
    folded = text.casefold().translate(_UNIFIED)
    if len(folded) != len(text):
        return None
    return "".join(map(_bare, folded))


def _mapped(text: str) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    origins: list[int] = []
    starts = [*_segment_starts(text), len(text)]
    for start, end in zip(starts, starts[1:], strict=False):
        piece = _fold_segment(text[start:end])
        pieces.append(piece)
        origins += [start] * len(piece)
    return "".join(pieces), (*origins, len(text))


def _fold_segment(segment: str) -> str:
    seen = "".join(char for char in segment if ord(char) not in _INVISIBLE)
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return "".join(map(_bare, composed.translate(_UNIFIED)))


def _bare(char: str) -> str:
    """Take the accent off a Latin letter; kana, Hangul and Cyrillic keep theirs: there it makes another letter."""
    if char < "\x80" or ord(char) >= _LATIN_END:
        return char
    return unicodedata.normalize("NFD", char)[0]


def _segment_starts(text: str) -> list[int]:
    return [index for index, char in enumerate(text) if index == 0 or not _extends(char)]


def _extends(char: str) -> bool:
    code = ord(char)
    if unicodedata.combining(char) or code in _EXTENDING or code in _INVISIBLE:
        return True
    return code > 0x2FF and bool(unicodedata.combining(unicodedata.normalize("NFKD", char)[0]))
