"""What two lists say of the same items in; products gained and lost, and the line that caused each, out.

Principle: the cause is what differs between the two judgements, looked for where a reader would look first. For an
item gained: a name of the product that was not there before; else what held it back before (an exclusion, a longer
name) and is gone; else what supports it now; else any other word that weighs more than it did. For an item lost the
same backwards: the name that is gone, else what holds it back now, else a word that weighs less.
Known exception: where several words change at once, the first found is named; the others show once that one is undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from monitor.model import Item, Judgement, Match

NO_PRODUCT = ""  # stands for an item about AI video that names no product
# What a match is called by the lists' own keys.
_KINDS = {"product": "alias", "company": "vendor", "exclusion": "exclude"}
_HELD_BY = {"beside": "exclude", "part_of": "part of"}
_SUPPORTED_BY = ("context", "topic", "vendor")


@dataclass(frozen=True, slots=True)
class Cause:
    """A line that made the difference."""

    kind: str  # alias, exclude, ambiguous, context, topic, company ...
    word: str
    place: str  # file:line; "" = no line, the word says it all
    gone: bool = False  # it stands in the list before only


@dataclass(frozen=True, slots=True)
class Change:
    """A product that an item names by one list and not by the other."""

    product: str
    item: Item
    cause: Cause


@dataclass(frozen=True, slots=True)
class Tally:
    """A product's items by the two lists."""

    product: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Backtest:
    """What an edited watchlist would have done with stored items."""

    items: int
    tallies: tuple[Tally, ...]  # of the products whose items differ, the greatest difference first
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """An item and what the two lists say of it."""

    item: Item
    before: Judgement
    after: Judgement


def backtest(pairs: Iterable[Pair], alike: Mapping[str, int], items: int) -> Backtest:
    """Compare judgements; `alike` counts each product in items that both lists judge alike, `items` is how many in all.

    Gained and lost are in the order of `pairs`. An item that only comes to name a product, or ceases to, is no change
    of those without one.
    """
    before, after = Counter(alike), Counter(alike)
    gained: list[Change] = []
    lost: list[Change] = []
    for pair in pairs:
        was, becomes = named(pair.before), named(pair.after)
        before.update(was)
        after.update(becomes)
        for product in becomes:
            if product not in was and (product or not was):
                gained.append(Change(product, pair.item, _why_gained(product, pair)))
        for product in was:
            if product not in becomes and (product or not becomes):
                lost.append(Change(product, pair.item, _why_lost(product, pair)))
    touched = {change.product for change in (*gained, *lost)}
    moved = {product for product in {*before, *after} if before[product] != after[product]}
    tallies = [Tally(product, before[product], after[product]) for product in touched | moved]
    tallies.sort(key=lambda one: (-abs(one.after - one.before), one.product))
    return Backtest(items, tuple(tallies), tuple(gained), tuple(lost))


def named(judgement: Judgement) -> tuple[str, ...]:
    """Return the products an item counts for."""
    return (judgement.products or (NO_PRODUCT,)) if judgement.relevant else ()


def _why_gained(product: str, pair: Pair) -> Cause:
    was = _by_place(product, pair.before)
    for match in _counted(product, pair.after):
        old = was.get(_place(match))
        if old is None:
            return _named_by(match)
        if not old.counted:
            return _released(old, match)
    return _outweighed(pair.before, pair.after) or _first(product, pair.after)


def _why_lost(product: str, pair: Pair) -> Cause:
    becomes = _by_place(product, pair.after)
    for match in _counted(product, pair.before):
        new = becomes.get(_place(match))
        if new is None:
            return replace(_named_by(match), gone=True)
        if not new.counted:
            return _held(new) or Cause("ambiguous", new.term, new.rule)
    return _outweighed(pair.after, pair.before, gained=False) or Cause("", pair.after.why_not or "", "")


def _released(old: Match, match: Match) -> Cause:
    """Name what lets a word count that was refused before."""
    held = _held(old)
    if held is not None:
        return Cause(held.kind, held.word, held.place, gone=True)
    if match.why and match.why.code in _SUPPORTED_BY and match.why.place:
        return Cause(match.why.code, match.why.word, match.why.place)
    if match.why:
        return Cause("alias", f"{match.term} ({match.why})", match.rule)
    return Cause("ambiguous", old.term, old.rule, gone=True)


def _held(match: Match) -> Cause | None:
    """Name what holds a name back; None when only nothing supports it."""
    if match.why is None or match.why.code not in _HELD_BY:
        return None
    return Cause(_HELD_BY[match.why.code], match.why.word, match.why.place)


def _outweighed(less: Judgement, more: Judgement, *, gained: bool = True) -> Cause | None:
    """Name the word that makes one judgement of an item weigh more than the other."""
    new = [match for match in more.matches if not _has(less, match)]
    old = [match for match in less.matches if not _has(more, match)]
    for match in sorted(new, key=lambda match: -match.weight):
        if match.weight > 0:
            return Cause(_KINDS.get(match.role, match.role), match.term, match.rule, gone=not gained)
    for match in sorted(old, key=lambda match: match.weight):
        if match.weight < 0:
            return Cause(str(match.why), match.term, match.rule, gone=gained)
    return None


def _has(judgement: Judgement, match: Match) -> bool:
    alike = (match.role, match.name, match.field, match.start, match.weight)
    return any((one.role, one.name, one.field, one.start, one.weight) == alike for one in judgement.matches)


def _first(product: str, judgement: Judgement) -> Cause:
    match = next(iter([*_counted(product, judgement), *judgement.matches]))
    return _named_by(match) if match.role == "product" else Cause(match.role, match.term, match.rule)


def _named_by(match: Match) -> Cause:
    """Name the line of a name that counts; a vendor's word may mean its product though that is not named."""
    return Cause("meant by" if match.why and match.why.code == "meant" else "alias", match.term, match.rule)


def _counted(product: str, judgement: Judgement) -> Iterator[Match]:
    return (one for one in judgement.matches if one.role == "product" and one.name == product and one.counted)


def _by_place(product: str, judgement: Judgement) -> dict[tuple[str, int], Match]:
    found = (one for one in judgement.matches if one.role == "product" and one.name == product)
    return {_place(one): one for one in found}


def _place(match: Match) -> tuple[str, int]:
    return match.field, match.start
