"""What is judged of an item: which words were found, what it claims, what it is compared by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.model.polling import Item
from monitor.model.words import FieldName, Role, Status


@dataclass(frozen=True, slots=True)
class Translation:
    """What a language model made of a headline; "" = it was asked, and its answer would not do."""

    headline: str
    gist: str
    model: str


WhyCode = Literal[
    "part_of", "beside", "small", "unsupported",  # what keeps a name from counting
    "version", "vendor", "context", "topic", "business", "software", "trade", "official",
    "also_named", "companion", "story", "party",  # what supports it
    "meant", "selfnamed",  # what a product that is not named, or not on the list, stands by
    "round_up", "upkeep", "other_video", "no_video", "misuse", "declines",  # what takes from the score
]  # fmt: skip
_WHY: Mapping[WhyCode, str] = {
    "part_of": "part of {word} ({place})",
    "beside": "beside {word} ({place})",
    "small": "ambiguous; written small like a common word",
    "unsupported": "ambiguous; nothing supports it",
    "version": "ambiguous; version {word}",
    "vendor": "ambiguous; vendor {word} ({field})",
    "context": "ambiguous; context {word} ({field})",
    "topic": "ambiguous; topic {word} ({field})",
    "business": "ambiguous; business {word} ({field})",
    "software": "ambiguous; a program's {word} ({field})",
    "trade": "ambiguous; beside {word} in the {field}",
    "official": "ambiguous; told by {word}",
    "also_named": "ambiguous; also named in the {field}",
    "companion": "ambiguous; beside {word} in the {field}",
    "story": "ambiguous; a story of {word} tells the same",
    "party": "a story of {word} tells the same",
    "meant": "not named; the first product of {word} on the list",
    "selfnamed": "not on the list; the title calls it a {word}",
    "round_up": "a round-up",
    "upkeep": "the upkeep of a repository",
    "other_video": "another use of video",
    "no_video": "says it makes no video",
    "misuse": "a false picture",
    "declines": "says it makes no video",
}


@dataclass(frozen=True, slots=True)
class Why:
    """What makes a word count, keeps it from that, or makes it take from the score."""

    code: WhyCode
    word: str = ""  # the other word it hangs on, as shown; "" = none
    field: FieldName | None = None  # where that stands; None = in no text
    place: str = ""  # file:line of that; "" = no line

    def __str__(self) -> str:
        return _WHY[self.code].format(word=self.word, field=self.field, place=self.place)


@dataclass(frozen=True, slots=True)
class Match:
    """Evidence: a term of the watchlist at a place in an item's text as shown."""

    name: str  # the product, company, host or topic it stands for
    role: Role
    term: str
    field: FieldName
    start: int
    end: int
    rule: str
    counted: bool = True
    why: Why | None = None  # None = a plain word that counts by itself
    weight: float = 0.0


MissReason = Literal["unsupported", "excluded", "passing", "round_up", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Miss:
    """What alone kept an item from being relevant."""

    name: str  # the product it nearly told of; "" = AI video without one
    reason: MissReason
    word: str  # what held it back, or was too little: an alias, a word of `exclude`, a word for a round-up
    field: FieldName
    rule: str
    lacks: float  # points to the score from which on an item is relevant


@dataclass(frozen=True, slots=True)
class Judgement:
    """What match says of an item."""

    relevant: bool
    score: float
    language: str
    products: tuple[str, ...] = ()  # the main one first
    companies: tuple[str, ...] = ()  # the main product's vendor first
    hosts: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()  # "Seedance 2.0"
    matches: tuple[Match, ...] = ()
    why_not: str | None = None  # None = relevant
    miss: Miss | None = None  # None = relevant, or nowhere near

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Return what a story may speak for in the title of an irrelevant item.

        The products whose ambiguous name has no support; else the companies, where it names no product of the list and
        nothing takes from the score.
        """
        if self.relevant:
            return ()
        is_bare = not self.products and all(one.weight >= 0 for one in self.matches)
        companies = (one.name for one in self._titled("company") if is_bare)
        return self._named_by("unsupported") or tuple(dict.fromkeys(companies))

    @property
    def vouched(self) -> tuple[str, ...]:
        """Return the products and companies that count because a story of them tells the same."""
        return self._named_by("story") + self._named_by("party")

    def _named_by(self, code: WhyCode) -> tuple[str, ...]:
        named = (*self._titled("product"), *self._titled("company"))
        return tuple(dict.fromkeys(one.name for one in named if one.why is not None and one.why.code == code))

    def _titled(self, role: Role) -> tuple[Match, ...]:
        return tuple(one for one in self.matches if one.role == role and one.field == "title")


@dataclass(frozen=True, slots=True)
class CueMatch:
    """Evidence of a claim: a cue at a place in an item's text as shown."""

    sense: str
    text: str
    field: FieldName
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What an item says happened, and how surely."""

    status: Status
    kinds: tuple[str, ...]  # the main one first
    origin: str = ""  # whom it cites ("The Information", "ifeng"); "" = nobody
    official: bool = False  # said by the vendor itself
    cues: tuple[CueMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """What can be compared between items of any language: the evidence stories are joined by."""

    url_key: str = ""  # canonical address without scheme; "" = none
    products: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    status: Status = "na"
    numbers: tuple[str, ...] = ()  # with unit, normalised: "usd 300000000", "% 30"
    names: tuple[str, ...] = ()  # other names in Latin letters, folded
    words: tuple[str, ...] = ()  # tokens of the title, folded, for wording compared within a language
    origin: str = ""
    language: str = ""
    site: str = ""
    official: bool = False
    at: datetime | None = None  # published, else seen; None = unknown
    extra: tuple[str, ...] = ()  # further evidence of the cluster stage, "kind:value"


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with all that was judged of it; `id` is the store's."""

    id: int
    item: Item
    judgement: Judgement
    claim: Claim
    traits: Traits

    @property
    def is_titled_by_name_alone(self) -> bool:
        """Is the title nothing but names found in it, as on a product's own page? It tells nothing that happened."""
        title, found = self.item.title, [one for one in self.judgement.matches if one.field == "title"]
        named = {at for one in found for at in range(one.start, one.end)}
        return bool(found) and not any(char.isalpha() for at, char in enumerate(title) if at not in named)
