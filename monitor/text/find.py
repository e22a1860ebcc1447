"""Terms and a folded text in; every whole-word occurrence of a term out.

One automaton over all terms finds all overlapping hits; the word-boundary rule then decides. Leftmost-longest inside
the automaton would lose hits: a longer term that fails its boundary would hide a shorter one that holds.

The rule follows the script of the term's own edge:
- Latin, Cyrillic, Greek, digits: no letter of the same script beside it, no digit beside a digit. Letters of other
  scripts are no neighbours: `使用Sora生成`, `Soraの`, `Sora는` hold. A version may be glued on (`Veo3`), a letter
  before a name may not (`AniSora`), nor a hyphen that makes it another name (`Open-Sora`): they want their own terms.
  A dash between words is no hyphen: `the app—Sora—`.
- Arabic, Hebrew, Devanagari and others that set words apart: the same, their vowel signs counted as letters.
- Katakana: no katakana beside it (`ソラ` not in `ソラマメ`).
- Hangul: none before it; what follows may be a particle.
- Han, and Thai, Lao, Khmer, Burmese, which set no spaces: anywhere, but never between a letter and its vowel sign.
Rejected: Python's \\b, which takes Han and Latin letters for one word.
A regular expression keeps the same rule where a letter stands at its edge; a digit there is the pattern's own affair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick_rs

from monitor.text.fold import Folded, fold
from monitor.text.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Hit:
    """A term at a place: offsets in the text as shown, and in its folded copy."""

    index: int  # of the term, in the order given
    start: int
    end: int
    folded_start: int
    folded_end: int


class Finder:
    """Finds any of many terms in one pass."""

    def __init__(
        self,
        terms: Sequence[str],
        *,
        variants: bool = True,
        affixes: bool = False,
        regexes: Sequence[str] = (),
        telling: Collection[int] = (),
    ) -> None:
        """Fold the terms like the texts; `variants` also finds `Gen 4` and `Gen4` for `Gen-4`, likewise for `Gen 4`.

        A term that is glued to its number stands for itself alone: who writes `Veo3` has a reason.

        With `affixes` a term may be a part of a word: `stem~` has no boundary behind it, `~ending` none before it.
        The places of `regexes` are told behind those of the terms, and numbered on. `telling`: the numbers of those
        that `tells` asks for. Raises PatternError.
        """
        patterns: dict[tuple[str, bool, bool], list[int]] = {}
        for index, term in enumerate(terms):
            bare, headless, tailless = _affixed(term) if affixes else (term, False, False)
            for spelling in _spellings(bare, variants=variants):
                patterns.setdefault((spelling, headless, tailless), []).append(index)
        self._owners = list(map(tuple, patterns.values()))
        self._edges = [_edges(*pattern) for pattern in patterns]
        self._automaton = _automaton(text for text, _, _ in patterns)
        self._patterns = list(enumerate(map(Pattern, regexes), len(terms)))
        self._telling = frozenset(telling)
        told = [pattern for pattern, owners in patterns.items() if not self._telling.isdisjoint(owners)]
        self._told_edges = [_edges(*pattern) for pattern in told]
        self._told = _automaton(text for text, _, _ in told)  # of its own: most texts hold words that tell nothing

    def tells(self, folded: Folded) -> bool:
        """Tell whether one of the telling terms stands in a text: a quick question, and a "no" for most texts."""
        found = self._told.find_matches_as_indexes(folded.text, overlapping=True)
        return any(_bounded(folded, start, end, self._told_edges[number]) for number, start, end in found) or any(
            hit.index in self._telling for hit in self._by_regex(folded)
        )

    def find(self, folded: Folded) -> list[Hit]:
        """Return all hits that are whole words, in order of their ends, those of regexes last."""
        text, hits = folded.text, list[Hit]()
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if _bounded(folded, start, end, self._edges[number]):
                shown = folded.span(start, end)
                hits += [Hit(index, *shown, start, end) for index in self._owners[number]]
        return [*hits, *self._by_regex(folded)]

    def _by_regex(self, folded: Folded) -> Iterator[Hit]:
        text = folded.text
        for index, pattern in self._patterns:
            for start, end in pattern.find(folded):
                if _bounded(folded, start, end, (_letters(text[start]), _letters(text[end - 1]))):
                    yield Hit(index, *folded.span(start, end), start, end)


def _automaton(spellings: Iterable[str]) -> ahocorasick_rs.AhoCorasick:
    kind = ahocorasick_rs.MatchKind.Standard
    return ahocorasick_rs.AhoCorasick(list(spellings), matchkind=kind, store_patterns=False)


def _affixed(term: str) -> tuple[str, bool, bool]:
    return term.removeprefix("~").removesuffix("~"), term.startswith("~"), term.endswith("~")


def _spellings(term: str, *, variants: bool) -> set[str]:
    """Fold a term in every way a text may be folded: Traditional terms are found in Japanese texts as written."""
    chinese = fold(term, "zh")
    both = (chinese, fold(term, "ja")) if chinese.chinese else (chinese,)
    found = {folded for one in both if (folded := one.text.strip())}
    if not variants:
        return found
    return found | {spelling for text in found for spelling in _respaced(text)}


_BEFORE_NUMBER = re.compile(r"(?<=[^\W_])[ -](?=\d)")
_BETWEEN_WORDS = re.compile(r"(?<=\S)[ -](?=[^\s\d])")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=\w)")


def _respaced(text: str) -> set[str]:
    """Join, space or hyphenate before numbers, space or hyphenate between words, also join at hyphens."""
    if " " not in text and "-" not in text:
        return {text} if len(text) > 1 else set()
    numbered = {text} | {_BEFORE_NUMBER.sub(joint, text) for joint in ("", " ", "-")}
    spellings = numbered | {_BETWEEN_WORDS.sub(joint, one) for one in numbered for joint in " -"}
    return {one for one in spellings | {_HYPHEN.sub("", one) for one in numbered} if len(one) > 1}


@lru_cache(maxsize=8192)  # of the characters in use; asked for on both sides of each hit
def _script(char: str) -> str:
    """Name the class of a character that boundaries look at; "" = none."""
    if char < "\x80":
        return "digit" if char.isdigit() else "latin" if char.isalpha() else ""
    code = ord(char)
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000:
        return "han"
    if 0x30A1 <= code <= 0x30FF and code != 0x30FB:
        return "katakana"
    if 0x3041 <= code <= 0x309F:
        return "hiragana"
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        return "hangul"
    if char.isdigit():
        return "digit"
    return _other_script(char) if char.isalpha() or unicodedata.category(char)[0] == "M" else ""


def _edges(text: str, headless: bool, tailless: bool) -> tuple[str, str]:
    return _pair("" if headless else _script(text[0]), "" if tailless else _script(text[-1]))


@cache
def _pair(first: str, last: str) -> tuple[str, str]:
    """Keep one pair of each kind: there are tens of thousands of terms, and few scripts."""
    return first, last


def _letters(char: str) -> str:
    script = _script(char)
    return "" if script == "digit" else script


_UNSPACED = ("thai", "lao", "khmer", "myanmar")
_FREE = ("han", "hiragana", "", *_UNSPACED)  # edges with no boundary of their own


def _other_script(char: str) -> str:
    name = unicodedata.name(char, "").split(" ")[0].casefold()
    return name if name in ("latin", "cyrillic", "greek", "arabic", "hebrew", "devanagari", *_UNSPACED) else "other"


def _bounded(folded: Folded, start: int, end: int, edges: tuple[str, str]) -> bool:
    text = folded.text
    before = _script(text[start - 1]) if start else ""
    after = _script(text[end]) if end < len(text) else ""
    first, last = edges
    if first not in _FREE and (before == first or (first == "latin" and _hyphened(folded, start))):
        return False
    if first == "digit" and start > 1 and text[start - 1] in ".," and text[start - 2].isdigit():
        return False
    if last in _UNSPACED and end < len(text) and unicodedata.category(text[end])[0] == "M":
        return False
    if last in _FREE or last == "hangul":
        return True
    if last == "digit":
        return after != "digit" and not _decimal(text, end) and after != "latin"
    return after != last


def _hyphened(folded: Folded, start: int) -> bool:
    """A hyphen with a letter before it makes another name: Open-Sora is not Sora. A dash sets words apart."""
    if start < 2 or folded.text[start - 1] != "-" or _script(folded.text[start - 2]) != "latin":
        return False
    return folded.source[folded.span(start - 1, start)[0]] not in "–—―"


def _decimal(text: str, end: int) -> bool:
    """2.1 goes on in 2.15, and 2 in 2.5."""
    return end + 1 < len(text) and text[end] == "." and text[end + 1].isdigit()
