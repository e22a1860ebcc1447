"""A text in; out comes its folded copy, for comparison only, that knows where each character came from.

Folding: NFKC, case, dashes and quotes unified, accents of Latin letters off (but for Vietnamese above U+1E00), what is
no part of a name out (zero-width characters, trade marks, stress marks), what Arabic, Hindi and Russian write
or leave out at will made one, and in Chinese Traditional to Simplified.
Never that last one in Japanese: every converter corrupts it (東京 becomes 东京).
Source of the offset map: NFKC only ever acts within a segment that begins with a starter (UAX #15, section 9).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from monitor.text.language import is_chinese

# Characters that combine with what stands before them though their class is 0: Hangul vowels, half-width kana marks.
_EXTENDING = {*range(0x1160, 0x1200), 0xFF9E, 0xFF9F, *range(0xFFA0, 0xFFDD)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = {**dict.fromkeys(map(ord, "‘’‚‛′＇`´"), "'"), **dict.fromkeys(map(ord, "“”„‟″＂«»"), '"')}
_DOTS = dict.fromkeys(map(ord, "·・‧•∙⋅ㆍ"), "·")
_STROKES = {ord("ı"): "i", ord("ł"): "l", ord("ø"): "o", ord("đ"): "d"}  # accents in all but Unicode's decomposition
# Letters of Arabic (as Lucene's ArabicNormalizer has them) and Russian that are written either way.
_EITHER_WAY = {**dict.fromkeys(map(ord, "أإآ"), "ا"), ord("ى"): "ي", ord("ё"): "е"}
_UNIFIED = {**_DASHES, **_QUOTES, **_DOTS, **_STROKES, **_EITHER_WAY}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}  # full-width forms, one for one
_ANY_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_INVISIBLE = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *range(0xFE00, 0xFE10)}
_TRADE_MARKS = {0x00AE, 0x2120, 0x2122}  # NFKC would make "Firefly™" another word: "fireflytm"
_UNSEEN = _INVISIBLE | _TRADE_MARKS
# What NFKC leaves of these stands on letters that have no such form of their own: stress (Кли́нг), the dot of İ.
# And what many writers leave out: the vowels of Arabic (رسميًا, رسميا) and its lengthening line, the dot of Hindi.
_LOOSE_MARKS = frozenset((*range(0x0300, 0x0370), 0x0640, *range(0x064B, 0x0653), 0x093C))
_IRREGULAR = re.compile("[" + "".join(map(chr, sorted(_UNSEEN | {*_LOOSE_MARKS}))) + "]")
_LATIN_END = 0x250
# Latin letters without their accents; kana, Hangul and Cyrillic (й) keep theirs: there it makes another letter.
_BARE = {
    code: bare for code in range(0x80, _LATIN_END) if (bare := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
}
_EVEN = {**_UNIFIED, **_BARE}
# Few characters of most texts are in these tables: to look for them first is many times faster than `str.translate`.
_UNEVEN = re.compile(f"[{re.escape(''.join(map(chr, _EVEN)))}]")


@cache
def _traditional() -> tuple[re.Pattern[str], dict[int, str]]:
    """Build the table of single characters, when the first Chinese text comes; and what finds any of them in a text.

    It keeps lengths, so offsets survive it.
    """
    import opencc

    signs = [chr(code) for code in range(0x3400, 0xA000)]
    simple = opencc.OpenCC("t2s").convert("\n".join(signs)).split("\n")  # at once: many calls take longer
    pairs = zip(signs, simple, strict=True)
    table = {ord(sign): char for sign, char in pairs if char != sign and len(char) == 1}
    return re.compile(f"[{''.join(map(chr, table))}]"), table


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
        # the end is where the next segment begins: a segment is found whole
        last = bisect_right(self.origins, self.origins[end - 1], end, len(self.origins) - 1)
        return self.origins[start], self.origins[last]


def fold(text: str, language: str = "") -> Folded:
    """Fold a text; `language` is a BCP 47 tag, "" = told from the script."""
    if text.isascii():
        return Folded(text.lower().replace("`", "'"), text, None)
    chinese = is_chinese(text, language)
    simple = _simple(_narrow(text))
    folded, origins = (simple, None) if simple is not None else _mapped_at_dots(text)
    return Folded(_simplified(folded) if chinese else folded, text, origins, chinese)


def _simplified(text: str) -> str:
    traditional, table = _traditional()
    return text.translate(table) if traditional.search(text) else text


def _narrow(text: str) -> str:
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


def _simple(text: str) -> str | None:
    """Fold a text in which each character becomes one character; None where that does not hold."""
    if not unicodedata.is_normalized("NFKC", text) or _IRREGULAR.search(text):
        return None
    folded = _UNEVEN.sub(_evened, text.casefold())
    return folded if len(folded) == len(text) else None


def _evened(found: re.Match[str]) -> str:
    return _EVEN[ord(found[0])]


def _mapped_at_dots(text: str) -> tuple[str, tuple[int, ...]]:
    """Fold between the ellipses of a text: often they are the only thing in it that changes its length."""
    if "…" not in text:
        return _mapped(text)
    folded: list[str] = []
    origins: list[int] = []
    at = 0
    for number, piece in enumerate(text.split("…")):
        if number:
            folded.append("...")
            origins += [at - 1] * 3
        simple = _simple(_narrow(piece))
        inner, places = (simple, range(len(piece) + 1)) if simple is not None else _mapped(piece)
        folded.append(inner)
        origins += [at + place for place in places[: len(inner)]]
        at += len(piece) + 1
    return "".join(folded), (*origins, len(text))


def _mapped(text: str) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    origins: list[int] = []
    starts = [*_segment_starts(text), len(text)]
    for start, end in pairwise(starts):
        piece = _fold_segment(text[start:end])
        pieces.append(piece)
        origins += [start] * len(piece)
    return "".join(pieces), (*origins, len(text))


@lru_cache(maxsize=8192)  # most are one character
def _fold_segment(segment: str) -> str:
    seen = "".join(char for char in segment if ord(char) not in _UNSEEN)
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return "".join(char for char in composed.translate(_EVEN) if ord(char) not in _LOOSE_MARKS)


def _segment_starts(text: str) -> list[int]:
    return [index for index, char in enumerate(text) if index == 0 or not _extends(char)]


@lru_cache(maxsize=8192)
def _extends(char: str) -> bool:
    code = ord(char)
    if unicodedata.combining(char) or code in _EXTENDING or code in _INVISIBLE:
        return True
    return code > 0x2FF and bool(unicodedata.combining(unicodedata.normalize("NFKD", char)[0]))
