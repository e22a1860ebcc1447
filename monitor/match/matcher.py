"""A watchlist and a lexicon in; items in, judgements out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from monitor.match import parties
from monitor.match.likeness import likeness
from monitor.match.missing import miss
from monitor.match.naming import Name, companies, names
from monitor.match.parties import Makers, is_compared
from monitor.match.proof import proof
from monitor.match.selfnamed import selfnamed
from monitor.match.terms import Reading, Terms
from monitor.match.topics import topics
from monitor.match.versions import spelled
from monitor.match.weighing import ENOUGH, Evidence, matches, score, why_not
from monitor.model import Complaint, Cue, Item, Judgement, Term, Watchlist


class Matcher:
    """Judges items by a watchlist; build it once per config."""

    def __init__(self, watchlist: Watchlist, cues: Iterable[Cue]) -> None:
        self._watchlist = watchlist
        self._terms = Terms(watchlist, cues)
        self._makers = Makers(watchlist)

    def judge(self, item: Item, vouched: Collection[str] = ()) -> Judgement:
        """Say whether an item is relevant, of what it speaks, and why.

        Of the products in `vouched` an ambiguous name in the title counts without support, and a company in it is
        enough: a story tells the same.
        """
        reading = self._terms.read(item)
        if not reading.found:
            return Judgement(False, 0.0, reading.language, why_not=why_not(()))
        topical = topics(reading)
        named = names(reading, topical, vouched)
        firms = companies(reading, named)
        own = None if any(_titled(name) for name in named) else selfnamed(reading, topical)
        meant = None if own else self._makers.meant(firms, named, topical, reading)
        evidence = Evidence(reading, named, topical, firms, meant, own, self._makers, vouched)
        found = matches(evidence)
        total = score(found)
        unnamed = self._makers.product(meant) if meant is not None else None
        products = parties.products(named, reading, unnamed)
        return Judgement(
            relevant=total >= ENOUGH,
            score=total,
            language=reading.language,
            products=(own.word.name,) if own else tuple(product.name for product in products),
            companies=parties.parties(() if own else products, named, firms, reading, self._makers),
            hosts=tuple(dict.fromkeys(name.found.word.name for name in named if name.counted and not name.product)),
            versions=_versions(named, reading),
            matches=found,
            why_not=None if total >= ENOUGH else why_not(found),
            miss=miss(evidence, found, total),
        )

    def likeness(self, item: Item) -> tuple[str, Term] | None:
        """Return a word of the title and the alias it is like, for an item that names no product; None = no word is."""
        return likeness(item.title, item.language, self._watchlist)

    def prove(self) -> tuple[Complaint, ...]:
        """Judge the watchlist's own `expect` and `reject` headlines; a complaint for each that fails."""
        return proof(self._watchlist, self.judge)


def _titled(name: Name) -> bool:
    return name.counted and name.product is not None and name.found.field == "title"


def _versions(named: list[Name], reading: Reading) -> tuple[str, ...]:
    """Spell the versions; one that another product is but compared with ("beats Veo 2") says nothing of the event."""
    counted = (name for name in named if name.counted and name.product and not is_compared(name.found, reading))
    spellings = (_spelled(name) for name in counted)
    return tuple(dict.fromkeys(version for version in spellings if version))


def _spelled(name: Name) -> str:
    term = name.found.word.term
    return spelled(name.found.word.name, "" if term.regex else term.text, name.version)
