"""Two configs in; the words of which one must stand in an item that the two judge differently out.

Principle: a judgement rests on the words found in an item and on what the list says of their owners, on nothing else.
So each word is written down with all of that (its facts), and a word whose facts are the same in both lists decides
alike in both. An item without one of the other words keeps its judgement: in a month of news an edit of one product
leaves some hundred items to judge instead of all.

What a word's facts are: a product's name hangs on its vendor, official sites, context and exclusions; a company's on
whether it is of AI video and on its products, the first of which may be meant where none is named; a host's likewise;
any name on who else is called so. Places in the files are no facts: a line moved changes nothing. Context words and
exclusions decide nothing where no name of their product stands, so they are facts of the names, not words of their own.
An item may hold such a word and be judged as before; it is judged again for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.match.terms import READ, SENSES, finder
from monitor.model import Config, Host, Product, Term, Vendor, Watchlist
from monitor.text import fold
from monitor.text.language import is_chinese

Named = Product | Vendor | Host
Typed = tuple[str, bool]  # a word as typed, and whether it is a regular expression
Fact = tuple[Typed, object]  # a word and all that a judgement may ask of it


class Difference:
    """What tells two configs apart, as far as items are judged by it."""

    def __init__(self, before: Config, after: Config) -> None:
        words = sorted({word for word, _ in _facts(before) ^ _facts(after)})
        self.words = tuple(word for word, _ in words)
        self._finder = finder(Term(word, regex=regex) for word, regex in words)
        # Simplified as Chinese, a text holds what it holds as Japanese: each character has one form of its own.
        self._language = "zh" if any(is_chinese(word, "zh") for word in self.words) else "ja"

    def touches(self, title: str, summary: str) -> bool:
        """Tell whether the two configs may judge an item differently, whatever language it is in.

        Each field is read by itself, as the judge reads it: a regular expression may be bound to a text's begin or end.
        """
        if not self.words:
            return False
        return any(self._finder.find(fold(field, self._language)) for field in (title, summary[:READ]))


def _facts(config: Config) -> set[Fact]:
    return {*_names(config.watchlist), *_topics(config)}


def _topics(config: Config) -> Iterator[Fact]:
    yield from (((term.text, False), ("topic", _bare(term))) for term in config.watchlist.topics)
    yield from (((cue.text, False), (cue.sense, cue.language)) for cue in config.cues if cue.sense in SENSES)


def _names(watchlist: Watchlist) -> Iterator[Fact]:
    made: dict[str, list[str]] = {}
    for product in watchlist.products:
        made.setdefault(product.vendor, []).append(product.name)
    vendors = {vendor.name: vendor for vendor in watchlist.vendors}
    facts: list[tuple[Named, tuple[object, ...]]] = [
        *((product, _of_product(product, vendors.get(product.vendor))) for product in watchlist.products),
        *((vendor, _of_vendor(vendor, watchlist, made)) for vendor in watchlist.vendors),
        *((host, ("host", host.name, host.vendor, *made.get(host.vendor, ()))) for host in watchlist.hosts),
    ]
    called: dict[str, list[str]] = {}
    for one, _ in facts:
        for term in one.terms:
            called.setdefault(term.text.casefold(), []).append(one.name)
    for one, known in facts:
        for term in one.terms:
            yield (term.text, term.regex), (*known, _bare(term), *called[term.text.casefold()])


def _of_vendor(vendor: Vendor, watchlist: Watchlist, made: Mapping[str, Sequence[str]]) -> tuple[object, ...]:
    busy = any(host.vendor == vendor.name for host in watchlist.hosts)  # then a suit alone means no product of its
    return ("company", vendor.name, vendor.video, busy, *made.get(vendor.name, ()))


def _of_product(product: Product, vendor: Vendor | None) -> tuple[object, ...]:
    own = {term.text.casefold() for term in (*product.terms, *product.context)}
    shared = frozenset(own & {term.text.casefold() for term in vendor.terms}) if vendor else frozenset()
    video = vendor is not None and vendor.video
    beside = (_bares(product.context), _bares(product.exclude))
    return ("product", product.name, product.vendor, frozenset(product.official), video, shared, *beside)


def _bare(term: Term) -> Term:
    return replace(term, place="")


def _bares(terms: Iterable[Term]) -> frozenset[Term]:
    return frozenset(map(_bare, terms))
