"""What a person follows: names, makers, topics, and the lexicon's cues."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to find in items."""

    text: str  # or a regular expression
    languages: tuple[str, ...] = ()  # primary subtags ("zh", "es"); () = all
    ambiguous: bool = False  # alone not enough: wants context
    ambiguous_in: tuple[str, ...] = ()  # ambiguous in these languages only
    within: int | None = None  # a context word counts within so many characters; None = anywhere in the item
    regex: bool = False
    place: str = ""
    column: int = field(default=1, compare=False)  # where in that line it was typed


@dataclass(frozen=True, slots=True)
class Product:
    """An AI video product the reader follows."""

    name: str
    vendor: str = ""  # "" = nobody in particular (open source)
    terms: tuple[Term, ...] = ()
    context: tuple[Term, ...] = ()  # one of these, the vendor or a topic word makes an ambiguous term count
    exclude: tuple[Term, ...] = ()  # a term inside or beside these words does not count
    official: tuple[str, ...] = ()  # hosts, or host/path prefixes, whose word is a confirmation
    expect: tuple[Term, ...] = ()  # headlines that must find this product
    reject: tuple[Term, ...] = ()  # headlines that must not
    place: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A company that makes or carries AI video products."""

    name: str
    terms: tuple[Term, ...] = ()
    official: tuple[str, ...] = ()
    video: bool = False  # video is its main business: its corporate news is relevant too
    place: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """A product that is no AI video product but carries one or stands beside it (ChatGPT, DALL·E): context only."""

    name: str
    vendor: str = ""
    terms: tuple[Term, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What to look for."""

    products: tuple[Product, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    hosts: tuple[Host, ...] = ()
    topics: tuple[Term, ...] = ()  # words that say "AI video"; languages set


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry of a lexicon: a phrase and what it is a sign of."""

    text: str
    sense: str  # reported, denied, launch, shutdown, ... (the keys of lexicon/*.yaml)
    language: str  # primary subtag; "*" = any
    place: str = ""
