"""Names that count in; products and companies out, in order of their part in the event.

Principle: the main products are those the title names, else the one the summary names first; one that stands behind a
word of comparison ("better than Sora") is named, but not main, and its version says nothing. Beside a title's, products
that only the summary names are background ("two days after the end of Sora") unless they come from the vendor of a main
one. The companies are the vendors of the main products, others that the title names, and those the summary's beginning
names, unless they make such products themselves: makers are named there to be compared with.

A title that names none of the list's products, but to compare, and one vendor, or an assistant of its, and AI video
("ChatGPT learns to make films", "Alibaba shows a video model to rival Sora") means the vendor's first product on the
list; so does a suit of those who make no such product against a vendor ("Disney sues MiniMax", "studios' case against
MiniMax"). A host that a product is named after (CapCut) means that one. Two vendors in the title mean none, nor does
one beside its platform ("Google's YouTube labels AI videos") unless a generator is spoken of. Rejected: the same for
summaries, where a vendor and AI video are named for many reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.match.naming import Name
from monitor.match.terms import Found, Reading
from monitor.model import Product, Watchlist

OPENING = 250  # characters of a summary in which the parties of its event are named
COMPARED = 12  # between a word of comparison and a name
# Behind a name that another one is compared with, in folded text: "Sora rival", Sora-Konkurrent, Soraの対抗馬.
_RIVALLED = re.compile(
    r"(?:[ -]\d[\d.]*)?(?:[ -](?:rival|competitor|challenger|killer|alternative|konkurrent|konkurrenz|rivale)"
    r"| ?(?:の?(?:対抗|競合|ライバル|キラー)|(?:的)?(?:对手|竞品|杀手|劲敌)|(?:의 )?(?:대항마|경쟁자|맞수|라이벌)))"
)


class Makers:
    """The watchlist's vendors and what they make."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._first: dict[str, Product] = {}
        for product in watchlist.products:
            self._first.setdefault(product.vendor, product)
        self._busy = {host.vendor for host in watchlist.hosts}
        self._named = {product.name: product for product in watchlist.products}

    def first(self, vendor: str) -> Product | None:
        """Return the first product of a vendor on the list; None = it makes none."""
        return self._first.get(vendor)

    def product(self, meant: Found) -> Product | None:
        """Return the product that is meant by the word for a vendor, or for a host that a product is named after."""
        return self._named.get(meant.word.name) or self.first(meant.word.vendor)

    def meant(
        self, companies: Sequence[Found], names: Sequence[Name], topics: Sequence[Found], reading: Reading
    ) -> Found | None:
        """Return the word for the vendor whose product is meant though none is named; None when none plainly is.

        Beside AI video in the title, a host that a product is named after (CapCut) means that product.
        """
        rivals = {name.found.word.vendor for name in names if _rival(name, reading)}
        if any(name.counted and name.product and not is_compared(name.found, reading) for name in names):
            return None
        assistants = [one for one in reading.of("host") if any(one.overlaps(cue) for cue in reading.of("assistant"))]
        titled = [one for one in (*companies, *assistants) if one.field == "title"]
        other = any(one.field == "title" for one in (*reading.of("other_video"), *reading.of("no_video")))
        other = other or _shown_there(reading)
        topical = not other and any(topic.field == "title" for topic in topics)
        namesakes = [one for one in reading.of("host") if one.field == "title" and one.word.name in self._named]
        if topical and namesakes:
            return namesakes[0]
        sued = self._sued(titled, reading)
        makers = [
            one
            for one in titled
            if self.first(one.word.vendor) is not None
            and one.word.vendor not in rivals
            and not (rivals and is_compared(one, reading))
        ]
        plain = {
            one.word.vendor: one
            for one in reversed(makers)
            if topical or one.word.video or (sued and self._over_this(one, reading))
        }
        return next(iter(plain.values())) if len(plain) == 1 else None

    def _sued(self, titled: Sequence[Found], reading: Reading) -> bool:
        plaintiffs = [one for one in titled if one.word.kind == "company" and self.first(one.word.name) is None]
        owners = [one for one in reading.of("owners") if one.field == "title"]
        return bool((plaintiffs or owners) and reading.of("lawsuit"))

    def _over_this(self, one: Found, reading: Reading) -> bool:
        """A vendor with other products on the list is sued for many reasons: there AI or video must be named."""
        return one.word.vendor not in self._busy or bool(reading.of("ai") or reading.of("video"))


def _shown_there(reading: Reading) -> bool:
    """Does the title speak of a vendor's platform, and of no generator? Then it is of the videos that people show."""
    titled = {sense: any(one.field == "title" for one in reading.of(sense)) for sense in ("platform", "generator")}
    return titled["platform"] and not titled["generator"]


def _rival(name: Name, reading: Reading) -> bool:
    """Tell whether the title names a product only to compare another one with it."""
    is_titled = name.counted and name.product is not None and name.found.field == "title"
    return is_titled and is_compared(name.found, reading)


def products(names: Sequence[Name], reading: Reading, meant: Product | None) -> tuple[Product, ...]:
    """Return the products an item names, the main one first; the one that is meant before those it is compared with."""
    counted = [name for name in names if name.counted and name.product]
    order = sorted(counted, key=lambda name: _part(name.found, reading))
    named = {name.product.name: name.product for name in order if name.product}
    if meant is not None:
        return (meant, *(product for product in named.values() if product.name != meant.name))
    main = _main(tuple(named.values()), names, reading)
    vendors = {product.vendor for product in main}
    titled = {name.found.word.name for name in counted if name.found.field == "title"}
    kept = titled or {name.found.word.name for name in counted if not is_compared(name.found, reading)}
    return tuple(product for product in named.values() if product.name in kept or product.vendor in vendors)


def _part(one: Found, reading: Reading) -> tuple[bool, bool, int]:
    return is_compared(one, reading), one.field != "title", one.at


def parties(
    products: Sequence[Product], names: Sequence[Name], companies: Sequence[Found], reading: Reading, makers: Makers
) -> tuple[str, ...]:
    """Return the companies that take part in the event, the main product's vendor first."""
    main = _main(products, names, reading)
    vendors = [product.vendor for product in main if product.vendor]
    covered = [name.found for name in names if name.counted]
    named = [
        one.word.name
        for one in companies
        if _party(one, makers) and not is_compared(one, reading) and not any(one.inside(other) for other in covered)
    ]
    whole = " ".join(vendors).split()  # Google in Google DeepMind
    return tuple(dict.fromkeys((*vendors, *(name for name in named if name not in whole))))


def _party(one: Found, makers: Makers) -> bool:
    if one.field == "title":
        return True
    return one.at < OPENING and makers.first(one.word.name) is None


def _main(products: Sequence[Product], names: Sequence[Name], reading: Reading) -> list[Product]:
    titled = {
        name.found.word.name
        for name in names
        if name.counted and name.found.field == "title" and not is_compared(name.found, reading)
    }
    return [product for product in products if product.name in titled] or list(products[:1])


def is_compared(one: Found, reading: Reading) -> bool:
    """Tell whether a word of comparison stands directly before a name, or one of rivalry behind it."""
    if _RIVALLED.match(reading.texts[one.field].text, one.until):
        return True
    words: Iterable[Found] = reading.of("compared")
    return any(word.field == one.field and 0 <= one.at - word.until <= COMPARED for word in words)
