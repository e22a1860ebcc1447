"""Items in; each one's facets and the profile of the whole story out: the share of its items that have a trait.

An item is compared with a profile, never with one member: so no chain of neighbours leads from one event to another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import sqrt
from typing import Literal, TypeVar

from monitor.cluster.topics import COMMON_TOPICS
from monitor.model import Status, Traits
from monitor.text import dollars, primary

T = TypeVar("T")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_JOINTS = re.compile(r"[\s-]+(?:v(?=\d))?")
# Kinds of Traits.extra that are things spoken of.
THINGS = ("entity", "place", "topic", "link", "quantity")
OF_A_DAY = 12.0  # hours either way that a date without an hour may mean


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money."""

    currency: str
    value: float

    @property
    def bare(self) -> str:
        """Return the thing that a text speaks of which leaves out the currency."""
        return f"quantity:count {self.value:.15g}"

    @property
    def dollars(self) -> float:
        """Return roughly what it is worth; 0 when that is not known."""
        return dollars(self.currency, self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """One item, ready to be compared."""

    main: str  # the product, else the company it is about
    maker: str  # of that product; "" = unknown
    named: frozenset[str]  # all products, else that company
    names_product: bool  # else it names but a maker, known for one perhaps, or none
    versions: frozenset[str]  # "kling3"
    heads: frozenset[str]  # those in the title
    tiers: frozenset[str]  # "pro", "lite" behind them
    kinds: tuple[str, ...]
    status: Status | Literal["unread"]  # "unread" = no word tells of an event, nor of a view of one
    is_negated: bool  # its title says that there is no launch
    sums: frozenset[Sum]
    headsums: frozenset[Sum]
    things: frozenset[str]  # "entity:disney", "name:critterz", "% 30"
    parties: frozenset[str]  # "entity:disney": those in the title
    homes: frozenset[str]  # "youtube": words of what its title puts it into
    states: frozenset[str]  # "place:japan": those in the title of an act of a state
    title: frozenset[str]
    words: frozenset[str]  # of title and summary
    language: str
    origin: str
    site: str
    addresses: frozenset[str]  # its own and its guid
    at: float | None  # hours since EPOCH; None = unknown
    blur: float  # hours it may be off

    @property
    def is_bare(self) -> bool:
        """Tell whether its title is a product's name alone, of which nothing is told."""
        return not self.title and self.names_product and self.status == "unread"

    @property
    def is_claim(self) -> bool:
        """Tell whether it says that something happened, or did not."""
        return self.status not in ("na", "unread")


def facets(traits: Traits) -> Facets:
    """Sort an item's traits by what they are compared for."""
    extra: dict[str, list[str]] = {}
    for one in traits.extra:
        kind, _, value = one.partition(":")
        extra.setdefault(kind, []).append(value)
    title, (at, blur) = frozenset(traits.words), _moment(traits.at)
    makers = _spellings((*traits.companies, *traits.products))
    guids = (f"guid:{guid}" for guid in extra.get("guid", ()))
    return Facets(
        main=next(iter((*traits.products, *traits.companies)), ""),
        maker=next(iter(traits.companies), ""),
        named=frozenset(traits.products or traits.companies[:1]),
        names_product=bool(traits.products) and "meant" not in extra,
        versions=frozenset(_even(one, makers) for one in traits.versions),
        heads=frozenset(_even(one, makers) for one in extra.get("head", ())),
        tiers=frozenset(extra.get("tier", ())),
        kinds=traits.kinds,
        status="unread" if traits.status == "na" and not traits.kinds else traits.status,
        is_negated="not" in extra,
        sums=frozenset(_sum(one) for one in traits.numbers if not one.startswith("%")),
        headsums=frozenset(map(_sum, extra.get("headsum", ()))),
        things=(things := _things(traits, extra)),
        parties=things.intersection(extra.get("party", ())),
        homes=frozenset(extra.get("home", ())),
        states=frozenset(f"place:{name}" for name in extra.get("region", ()) if traits.kinds[:1] == ("regulation",)),
        title=title,
        words=title.union(extra.get("word", ())),
        language=primary(traits.language),
        origin=traits.origin,
        site=traits.site,
        # a front page is no article
        addresses=frozenset(guids).union([traits.url_key] if "/" in traits.url_key else []),
        at=at,
        blur=blur,
    )  # fmt: skip


def _things(traits: Traits, extra: dict[str, list[str]]) -> frozenset[str]:
    """Gather what it speaks of, each thing once, without the product itself and its maker."""
    own = {name.casefold() for name in (*traits.products, *traits.companies[:1])}
    own |= {word for name in own for word in name.split()}
    said = {kind: [value for value in extra.get(kind, ()) if value.casefold() not in own] for kind in THINGS}
    spelled = own.union(said["entity"], said["place"])
    others = (name.casefold() for name in (*traits.companies[1:], *extra.get("host", ())))
    names = {*traits.names, *(name for name in others if spelled.isdisjoint(name.split()))}
    found = {f"{kind}:{value}" for kind, values in said.items() for value in values}
    found |= {f"name:{name}" for name in names.difference(spelled, said["topic"])}
    found |= {one for one in traits.numbers if one.startswith("%")}
    return frozenset(f"common:{one.partition(':')[2]}" if one in COMMON_TOPICS else one for one in found)


def _spellings(names: Sequence[str]) -> list[str]:
    """Write the names before a version as it is written, whole and by their first words: Luma AI is Luma, too."""
    whole = [name.casefold() for name in names]
    return [_JOINTS.sub("", name) for name in (*whole, *(name.split()[0] for name in whole))]


def _even(version: str, makers: Collection[str]) -> str:
    """Write `Kling 3.0`, `Kling V3` and `kling3` alike, `MiniMax-H3` and `H3`: languages and sites differ in it.

    A maker's name before it goes only where a name is left: the 3 alone of `Kling 3` may be anybody's.
    """
    plain = _JOINTS.sub("", version.casefold()).removesuffix(".0")
    short = (plain.removeprefix(name) for name in makers if plain.startswith(name))
    return next((one for one in short if one[:1].isalpha()), plain)


def _sum(text: str) -> Sum:
    unit, _, figure = text.partition(" ")
    return Sum(unit, float(figure))


def _moment(at: datetime | None) -> tuple[float | None, float]:
    """Turn an instant into hours; midnight sharp is a day without an hour."""
    if at is None:
        return None, 0.0
    hours = (at - EPOCH).total_seconds() / 3600
    is_day = (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
    return (hours + OF_A_DAY, OF_A_DAY) if is_day else (hours, 0.0)


# ---------------------------------------------------------------- the story as a whole


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """How the items of one language put it: the share of them that use a token, with the length of that vector."""

    titles: tuple[frozenset[str], ...]  # each item's own
    title: dict[str, float]
    title_length: float
    words: dict[str, float]
    words_length: float


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A story: for each trait the share of its items that have it, 0 to 1."""

    size: int
    times: tuple[tuple[float, float], ...]  # of the dated items: hours since EPOCH, hours it may be off
    starts: float | None  # None = no item is dated
    ends: float | None
    mains: dict[str, float]
    makers: dict[str, float]
    named: dict[str, float]
    names_product: float  # share of its items
    versions: dict[str, float]
    heads: dict[str, float]
    tiers: dict[str, float]
    kinds: dict[str, float]
    mainkinds: dict[str, float]
    statuses: dict[str, float]
    is_negated: float  # share of its items
    sums: dict[Sum, float]
    headsums: dict[Sum, float]
    things: dict[str, float]
    parties: dict[str, float]
    homes: dict[str, float]
    states: dict[str, float]
    origins: dict[str, float]
    wordings: dict[str, Wording]
    addresses: frozenset[str]


def profile(members: Sequence[Facets]) -> Profile:
    """Sum a story up; it has at least one member."""
    languages = {one.language for one in members if one.title}
    times = [(one.at, one.blur) for one in members if one.at is not None]
    return Profile(
        size=len(members),
        times=tuple(times),
        starts=min((at - blur for at, blur in times), default=None),
        ends=max((at + blur for at, blur in times), default=None),
        mains=_share([(one.main,) for one in members]),
        makers=_share([(one.maker,) for one in members if one.maker]),
        named=_share([one.named for one in members]),
        names_product=sum(one.names_product for one in members) / len(members),
        versions=_share([one.versions for one in members]),
        heads=_share([one.heads for one in members]),
        tiers=_share([one.tiers for one in members]),
        kinds=_share([set(one.kinds) for one in members]),
        mainkinds=_share([one.kinds[:1] for one in members]),
        statuses=_share([(one.status,) for one in members]),
        is_negated=sum(one.is_negated for one in members) / len(members),
        sums=_share([one.sums for one in members]),
        headsums=_share([one.headsums for one in members]),
        things=_share([one.things for one in members]),
        parties=_share([one.parties for one in members]),
        homes=_share([one.homes for one in members]),
        states=_share([one.states for one in members]),
        origins=_share([(one.origin,) for one in members if one.origin]),
        wordings={language: _wording([one for one in members if one.language == language]) for language in languages},
        addresses=frozenset(address for one in members for address in one.addresses),
    )


def _wording(members: Iterable[Facets]) -> Wording:
    own = list(members)
    title, words = _share([one.title for one in own]), _share([one.words for one in own])
    return Wording(tuple(one.title for one in own), title, _length(title), words, _length(words))


def _length(shares: dict[str, float]) -> float:
    return sqrt(sum(share * share for share in shares.values()))


def _share(sets: Sequence[Collection[T]]) -> dict[T, float]:
    counts = Counter(name for one in sets for name in one)
    return {name: count / len(sets) for name, count in counts.items()}
