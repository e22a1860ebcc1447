"""Watchlist and lexicon in, one automaton over all their words out; an item in, every word found in it out.

Case does not count, with two exceptions in texts that have capitals at all: two letters typed as capitals (AI, IA, KI)
are not the small word (French `j'ai`, Italian `ai video`), and a company typed with a capital is not a common noun
(Spanish `la meta`). Rejected: languages for each such word; a headline's language is a guess, its capitals are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from monitor import text
from monitor.model import Cue, FieldName, Host, Item, Product, Term, Vendor, Watchlist
from monitor.text import Finder, Folded

# Senses of lexicon/relevance.yaml; cues of other senses belong to other stages.
SENSES = frozenset((
    "ai", "assistant", "video", "generating", "generator", "making", "not_video", "other_video", "no_video", "round_up",
    "week", "besides", "compared", "business", "software", "lawsuit", "owners", "misuse", "rules", "declines",
    "platform", "upkeep",
))  # fmt: skip
# Languages that write their words in Latin letters only as loans: there English cues are heard too.
NOT_LATIN = frozenset(("zh", "ja", "ko", "ru", "uk", "be", "bg", "sr", "ar", "fa", "he", "hi", "th", "el", "ka", "hy"))
# Languages that write a name's genitive without an apostrophe: "Runways neues Modell".
GENITIVE = ("de", "nl", "sv", "da", "no", "nb", "nn")
READ = 4_000  # characters of a summary that are looked at: what an item is about stands in the first
LONGEST_WORD = 40  # characters of the longest word that the cut respects
MOST = 120  # words of one field that are judged; more are no prose
# Without one of these nothing can be relevant, and the other words are not looked at.
TELLING = frozenset(("product", "company", "topic", "video", "host"))
# Languages that say as much in so many times fewer characters.
DENSE = {"zh": 3, "ja": 2, "ko": 2}
_PAIR = re.compile(r"(?<![A-Za-z])[A-Z]{2}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the watchlist or the lexicon, and what it stands for."""

    kind: str  # a Role, or a sense of the lexicon
    name: str  # the product, company, host or topic
    term: Term
    owner: Product | Vendor | Host | None = None  # None = a topic or a cue
    video: bool = False  # AI video is the main business of the company, or of the product's vendor

    @property
    def vendor(self) -> str:
        """The company it stands for; "" = none."""
        return self.name if isinstance(self.owner, Vendor) else self.owner.vendor if self.owner else ""

    @property
    def pairs(self) -> tuple[str, ...]:
        """The two-letter words typed in capitals."""
        return () if self.term.regex else tuple(_PAIR.findall(self.term.text))

    @property
    def cased(self) -> bool:
        """Tell whether its capitals count."""
        return bool(self.pairs) or (self.kind == "company" and self.capital)

    @property
    def capital(self) -> bool:
        """Tell whether it was typed with a capital; of a regular expression nobody can say."""
        return self.term.text[0].isupper() and not self.term.regex

    def heard(self, language: str) -> bool:
        """Tell whether the word means this in a text of a language (primary subtag, "" = unknown)."""
        tongues = self.term.languages
        if not tongues or self.kind == "topic" or language in tongues:
            return True
        return self.kind in SENSES and "en" in tongues and (language in NOT_LATIN or not language)

    def ambiguous(self, language: str) -> bool:
        """Tell whether the word alone is not enough in a text of a language."""
        return self.term.ambiguous or language in self.term.ambiguous_in

    @property
    def rare(self) -> bool:
        """Tell whether hardly anything else is called so: a name of some languages only, or of a maker of AI video."""
        return self.video or bool(self.term.ambiguous_in)

    def small(self, shown: str) -> bool:
        """Tell whether a place as shown is a common word, told from this one by its small letters."""
        if self.kind == "company" and self.capital and shown[0].islower():
            return True
        return any(pair not in shown and pair in shown.upper() for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class Found:
    """A word at a place: `start` and `end` in the text as shown, `at` and `until` in its folded copy."""

    word: Word
    field: FieldName
    start: int
    end: int
    at: int
    until: int

    def inside(self, other: Found) -> bool:
        """Tell whether it is a part of a longer one."""
        shorter = self.until - self.at < other.until - other.at
        return shorter and self.field == other.field and other.at <= self.at and self.until <= other.until

    def overlaps(self, other: Found) -> bool:
        """Tell whether the two share a character."""
        return self.field == other.field and self.at < other.until and other.at < self.until

    def gap(self, other: Found) -> int | None:
        """Count the characters between the two; None when they stand in different fields."""
        if self.field != other.field:
            return None
        return max(self.at - other.until, other.at - self.until, 0)


@dataclass(frozen=True)
class Reading:
    """An item with every word found in it, in order of title, summary and place."""

    item: Item
    language: str  # BCP 47
    texts: dict[FieldName, Folded]
    found: tuple[Found, ...]

    @property
    def tongue(self) -> str:
        """The primary subtag of its language."""
        return text.primary(self.language)

    def span(self, characters: int) -> int:
        """Return how many characters of this language say as much as so many of English."""
        return characters // DENSE.get(self.tongue, 1)

    @cached_property
    def by_kind(self) -> dict[str, tuple[Found, ...]]:
        """The words found, by what they are."""
        kinds: dict[str, list[Found]] = {}
        for one in self.found:
            kinds.setdefault(one.word.kind, []).append(one)
        return {kind: tuple(ones) for kind, ones in kinds.items()}

    def of(self, kind: str) -> tuple[Found, ...]:
        """Return the words found of one kind."""
        return self.by_kind.get(kind, ())


class Terms:
    """All words to find, behind one automaton."""

    def __init__(self, watchlist: Watchlist, cues: Iterable[Cue]) -> None:
        words = (*_words(watchlist), *_cues(cues))
        self.words = tuple(sorted(words, key=lambda word: word.term.regex))  # as the finder numbers them
        self._cased = frozenset(index for index, word in enumerate(self.words) if word.cased)
        telling = [index for index, word in enumerate(self.words) if word.kind in TELLING]
        self._finder = finder((word.term for word in self.words), telling)

    def read(self, item: Item) -> Reading:
        """Find every word that is heard in the item's language; none where nothing telling stands in it."""
        summary = _beginning(item.summary)
        language = text.language_of(item.title, summary, item.language)
        texts: dict[FieldName, Folded] = {"title": text.fold(item.title, language)}
        if summary:
            texts["summary"] = text.fold(summary, language)
        tongue = text.primary(language)
        if not any(map(self._finder.tells, texts.values())):
            return Reading(item, language, texts, ())
        found = (one for field, folded in texts.items() for one in self._heard(field, folded, tongue))
        return Reading(item, language, texts, tuple(found))

    def _heard(self, field: FieldName, folded: Folded, tongue: str) -> list[Found]:
        words, source = self.words, folded.source
        cased = source != source.lower()
        found = [
            Found(word, field, hit.start, _word_end(word, folded, hit.end), hit.folded_start, hit.folded_end)
            for hit in self._finder.find(folded)
            if (word := words[hit.index]).heard(tongue)
            and not (cased and hit.index in self._cased and word.small(source[hit.start : hit.end]))
        ]
        return sorted(found, key=lambda one: (one.at, -one.until))[:MOST]


def finder(terms: Iterable[Term], telling: Collection[int] = ()) -> Finder:
    """Make a finder of terms; the regular expressions among them are numbered behind the others."""
    words, regexes = list[str](), list[str]()
    for term in terms:
        (regexes if term.regex else words).append(term.text)
    return Finder(words, affixes=True, regexes=regexes, telling=telling)


def _beginning(summary: str) -> str:
    """Cut a summary where a word ends, so that no name is read into half a word."""
    if len(summary) <= READ:
        return summary
    ends = (end for end in range(READ, READ - LONGEST_WORD, -1) if not summary[end - 1 : end + 1].isalnum())
    return summary[: next(ends, READ)]


def _word_end(word: Word, folded: Folded, end: int) -> int:
    """Let the place of a `stem~` reach to the end of the word as shown."""
    if word.term.text.endswith("~") and not word.term.regex:
        while end < len(folded.source) and folded.source[end].isalpha():
            end += 1
    return end


def _words(watchlist: Watchlist) -> Iterator[Word]:
    video = {vendor.name for vendor in watchlist.vendors if vendor.video}
    for product in watchlist.products:
        names = _declined(product.terms)
        yield from (Word("product", product.name, term, product, product.vendor in video) for term in names)
        yield from (Word("context", product.name, term, product) for term in product.context)
        yield from (Word("exclusion", product.name, term, product) for term in product.exclude)
    for vendor in watchlist.vendors:
        yield from (Word("company", vendor.name, term, vendor, vendor.video) for term in _declined(vendor.terms))
    for host in watchlist.hosts:
        yield from (Word("host", host.name, term, host) for term in _declined(host.terms))
    yield from (Word("topic", term.text.strip("~"), term) for term in watchlist.topics)


def _declined(names: Iterable[Term]) -> Iterator[Term]:
    for name in names:
        yield name
        if name.text.isascii() and name.text[-1].isalpha() and name.text[-1] not in "sxzSXZ" and not name.regex:
            tongues = tuple(one for one in GENITIVE if one in (name.languages or GENITIVE))
            if tongues:
                yield replace(name, text=f"{name.text}s", languages=tongues)


def _cues(cues: Iterable[Cue]) -> Iterator[Word]:
    for cue in cues:
        if cue.sense in SENSES:
            languages = () if cue.language == "*" else (cue.language,)
            yield Word(cue.sense, cue.text.strip("~"), Term(cue.text, languages, place=cue.place))
