"""Words found in an item in; which names of products and hosts count, and why, out.

Principle: a name counts unless it may mean something else. In this order:

1. The longer name wins: Gemini in `Gemini Omni` is no Gemini, Sora in `Open-Sora` no Sora.
2. A name inside or near a word of its product's `exclude` does not count. The words of other products do not touch it.
   A whole name of several words (Gemini Omni, beside its short form Omni) is excluded only by what contains it.
3. An ambiguous name wants support: a version directly behind it (not behind the Omni of Gemini Omni: others have
   their Omni 2), its vendor, a topic, a word of `context` (near enough, if the list says how near; of a host that
   `context` names, every spelling), the vendor's own site as the source, a name of the same product that counts, where
   AI video is all its vendor does a word of business or another company of the list near it ("Runway raises ...",
   "Disney and Runway"), and there, or where the name is ambiguous in some languages only, a host or a word of programs
   ("Sora passes ten million downloads").
4. Failing that, another product that counts near it ("Kling vs Veo"), or anywhere if its vendor is the same; two names
   that each hardly anything else goes by count beside each other ("Sora ou Veo").
5. Failing that, in a title, a story of the product that tells the same (pipeline/filing.py).

What a phrase of another sense holds ("watch the video", a video call) supports nothing.
A name typed with a capital but written small amid capitals (`ya veo`, `bad vibes`) is a common word: of the supports
only a version with a point helps it. A vendor's word that `context` names counts as it says there, perhaps only
near by (`{text: Google, within: 25}` for Flow). Rejected: support by a vendor's word that is a name of the product too
(Midjourney beside Midjourney).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from monitor import urls
from monitor.match.terms import Found, Reading
from monitor.match.versions import Version, version_behind, version_within
from monitor.model import Product, Why, WhyCode

BESIDE = 60  # characters between a name and a word that excludes or supports it, or another name


@dataclass(frozen=True, slots=True)
class Name:
    """A product's or a host's name at a place, and whether it counts."""

    found: Found
    counted: bool
    why: Why | None = None  # None = nothing speaks against it
    version: Version | None = None

    @property
    def product(self) -> Product | None:
        """The product it stands for; None = a host."""
        owner = self.found.word.owner
        return owner if isinstance(owner, Product) else None

    @property
    def refused(self) -> WhyCode | None:
        """What keeps it from counting; None = it counts."""
        return self.why.code if self.why is not None and not self.counted else None


def names(reading: Reading, topics: Sequence[Found], vouched: Collection[str] = ()) -> list[Name]:
    """Judge every name in an item, in order of title, summary and place; for products in `vouched` a story speaks."""
    tried = [_vouched(_tried(one, reading, topics), vouched) for one in _longest(reading)]
    return _lent(_shared(tried))


def companies(reading: Reading, names: Sequence[Name]) -> tuple[Found, ...]:
    """Return the companies named: not inside a longer company's name, nor where a product's name does not count."""
    refused = [name.found for name in names if name.product and not name.counted]
    named = reading.of("company")
    return tuple(
        one
        for one in named
        if not any(one.overlaps(other) for other in refused)
        and not any(one.inside(other) and other.word.owner is not one.word.owner for other in named)
    )


def _is_handle(one: Found, reading: Reading) -> bool:
    """Tell whether a name is a part of somebody's handle: `@sora_ichigo`."""
    return reading.texts[one.field].text[max(one.at - 1, 0) : one.at] == "@"


def _longest(reading: Reading) -> list[Name]:
    """Let longer names explain shorter ones; a shorter name of the same product is not heard at all."""
    heard = [one for one in (*reading.of("product"), *reading.of("host")) if not _is_handle(one, reading)]
    kept: list[Name] = []
    for one in sorted(heard, key=lambda found: (found.field != "title", found.at, -found.until)):
        longer = [name.found for name in kept if name.found.overlaps(one) and name.counted]
        if any(other.word.owner is one.word.owner for other in longer):
            continue
        around = next((other for other in longer if not one.inside(other) or one.until <= other.until), None)
        why = Why("part_of", around.word.name, place=around.word.term.place) if around else None
        version = _version(one, reading.texts[one.field].text)
        kept.append(Name(one, around is None, why, version))
    return kept


def _version(one: Found, folded: str) -> Version | None:
    behind = version_behind(folded, one.until)
    return version_within(folded, one.at, one.until) if behind is None and one.word.term.regex else behind


def _tried(name: Name, reading: Reading, topics: Sequence[Found]) -> Name:
    if not name.counted or name.product is None:
        return name
    if near := excluding(name.found, reading):
        words = near.word.term
        return replace(name, counted=False, why=Why("beside", words.text.strip("~"), near.field, words.place))
    if not name.found.word.ambiguous(reading.tongue):
        return name
    if _written_small(name.found, reading) and (name.version is None or name.version.plain):
        return replace(name, counted=False, why=Why("small"))
    why = _support(name, reading, topics)
    return replace(name, counted=why is not None, why=why or Why("unsupported"))


def _vouched(name: Name, vouched: Collection[str]) -> Name:
    """Let an ambiguous name in a title count where a story of its product tells the same."""
    product = name.found.word.name
    if name.refused != "unsupported" or name.found.field != "title" or product not in vouched:
        return name
    return replace(name, counted=True, why=Why("story", product))


def excluding(one: Found, reading: Reading) -> Found | None:
    """Return the word of its product's `exclude` beside a name."""
    words = (other for other in reading.of("exclusion") if other.word.owner is one.word.owner)
    if _is_whole(one):
        return next((other for other in words if one.inside(other)), None)
    return next((other for other in words if _near(one, other)), None)


def _is_whole(one: Found) -> bool:
    """Tell whether a name is its product's own, of several words: nothing but the product is called so."""
    return " " in one.word.name and one.word.term.text.casefold() == one.word.name.casefold()


def _support(name: Name, reading: Reading, topics: Sequence[Found]) -> Why | None:
    """Say what makes an ambiguous name count; None when nothing does."""
    if name.version is not None and not _is_short_form(name.found):
        return Why("version", name.version.text)
    return _beside(name, reading, topics) or _source(name, reading)


def _is_short_form(one: Found) -> bool:
    """Tell whether a name is but a word of its product's name, as Omni of Gemini Omni: others number theirs, too."""
    return one.word.term.text.casefold() in one.word.name.casefold().split()[1:]


def _beside(name: Name, reading: Reading, topics: Sequence[Found]) -> Why | None:
    product = name.product
    assert product is not None
    own = {term.text.casefold() for term in (*product.terms, *product.context)}
    vendors = (
        other
        for other in reading.of("company")
        if other.word.name == product.vendor and other.word.term.text.casefold() not in own
    )
    context = (other for other in reading.of("context") if other.word.owner is product and _close(name.found, other))
    named = {term.text.casefold() for term in product.context if term.within is None}
    hosts = (other for other in reading.of("host") if other.word.name.casefold() in named)
    business = (other for other in reading.of("business") if name.found.word.video and _near(name.found, other))
    software = (other for other in reading.of("software") if name.found.word.rare and _near(name.found, other))
    trade = (other for other in _trade(name.found, reading) if other.word.vendor != product.vendor)
    supports: tuple[tuple[WhyCode, Iterable[Found]], ...] = (
        ("vendor", vendors), ("context", chain(context, hosts)), ("topic", topics), ("business", business),
        ("software", software), ("trade", trade),
    )  # fmt: skip
    void = reading.of("not_video")
    for kind, words in supports:
        for other in words:
            if not other.overlaps(name.found) and not any(other.inside(one) for one in void):
                return Why(kind, _shown(other, reading), other.field, other.word.term.place)
    return None


def _trade(one: Found, reading: Reading) -> Iterator[Found]:
    """Yield who does such business near a name: companies, where its maker makes nothing else, and hosts.

    Those who own films stand for companies where a suit is told of.
    """
    if one.word.video:
        yield from (other for other in reading.of("company") if _near(one, other))
    if one.word.rare:
        yield from (other for other in reading.of("host") if _near(one, other))
        yield from reading.of("owners") if reading.of("lawsuit") else ()


def _close(one: Found, context: Found) -> bool:
    within = context.word.term.within
    gap = one.gap(context)
    return within is None or (gap is not None and gap <= within)


def _near(one: Found, other: Found) -> bool:
    gap = one.gap(other)
    return gap is not None and gap <= BESIDE


def _shown(one: Found, reading: Reading) -> str:
    shown = reading.texts[one.field].source[one.start : one.end]
    return shown if len(shown) <= 30 else one.word.name


def _source(name: Name, reading: Reading) -> Why | None:
    product, url = name.product, reading.item.url
    if product is None or not url:
        return None
    site = next((prefix for prefix in product.official if urls.under(url, prefix)), "")
    return Why("official", site) if site else None


def _written_small(one: Found, reading: Reading) -> bool:
    """Tell whether a name typed with a capital stands small in a text that has capitals."""
    source = reading.texts[one.field].source
    return one.word.capital and source[one.start].islower() and any(char.isupper() for char in source)


def _shared(tried: list[Name]) -> list[Name]:
    """Let an ambiguous name count where another name of its product does."""
    sure = {name.found.word.name: name for name in tried if name.counted and name.product}
    return [_by(name, sure.get(name.found.word.name), "also_named") for name in tried]


def _by(name: Name, other: Name | None, how: WhyCode) -> Name:
    """Let another name support an ambiguous one."""
    if other is None or name is other or name.refused not in ("small", "unsupported"):
        return name
    return replace(name, counted=True, why=Why(how, other.found.word.name, other.found.field))


def _lent(tried: list[Name]) -> list[Name]:
    """Let an ambiguous name count near another product that counts, or wherever one of its vendor does."""
    pairs = [name for name in tried if name.refused == "unsupported" and name.found.word.rare]
    counted = [name for name in tried if name.counted and name.product]
    counted += [name for name in pairs if any(_other(name.found, one.found) for one in pairs)]
    lent = []
    for name in tried:
        beside = next((other for other in counted if other is not name and _kin(name.found, other.found)), None)
        told = name if name.refused == "small" else _by(name, beside, "companion")
        counted += [told] if told.counted and told.product else []
        lent.append(told)
    return lent


def _other(one: Found, other: Found) -> bool:
    return one.word.name != other.word.name and _near(one, other)


def _kin(one: Found, other: Found) -> bool:
    return one.word.vendor == other.word.vendor or _near(one, other)
