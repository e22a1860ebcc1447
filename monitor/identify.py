"""What a feed lists and what it brought before in; which items are new, which were edited, out.

Principle: a feed's guid names an item, unless the feed shows that it does not. In this order:

1. A guid known, with another address, another title and a later date (than the first sight, where it had no address):
   the guid was used again. It names this item from now on; the one it outlived gets a name of ours, and is known by its
   address and title if it stands under that guid once more.
2. A guid known, with another title: the site edited it. With another address: that is its address from now on.
3. A guid unknown, but address and title known in this feed, or title and day where items have no address: the guid
   changed, as some feeds change all of them at each poll. It is the same item, and from now on known by the new one.
   So it is where only the query of the address differs, title and instant are the same, and the old guid is listed no
   more: addresses hold sessions and times of day.
4. A guid and an address unknown, but most of a list has titles of items that are listed no more, and their instants,
   where it has any: its links change, at each poll or with a new design.
5. Any other unknown guid: a new item.

Rejected: the address alone (live blogs and collections keep theirs), a changed summary as an edit (counters and ages of
comments change at every poll).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor import urls
from monitor.model import HABIT, Item, Known

__all__ = ["Sorted", "name_of_outlived", "sort"]


@dataclass(frozen=True, slots=True)
class Sorted:
    """What became of a feed's list: new items in its order, edited and renamed ones with what they were.

    Renamed are those with another guid or another address. Outlived are those whose guid is another item's now.
    """

    new: tuple[Item, ...]
    edited: tuple[tuple[Known, Item], ...]
    renamed: tuple[tuple[Known, Item], ...] = ()  # each stored item once, and none that its old guid still names
    outlived: tuple[Known, ...] = ()
    mostly_renamed: bool = False  # most of a list long enough to tell


def sort(listed: Sequence[Item], known: Iterable[Known], buried: frozenset[str] = frozenset()) -> Sorted:
    """Tell new items from known and edited ones. `buried`: guids of items that are known but no longer stored."""
    stored = tuple(known)
    by_guid = {one.guid: one for one in stored}
    guids = {item.guid for item in listed}
    twins = {sign: one for one in stored for sign in _signs(one.url_key, one, is_gone=one.guid not in guids)}
    new: list[Item] = []
    edited: list[tuple[Known, Item]] = []
    elsewhere: list[tuple[Known, Item]] = []
    renamed: list[tuple[Known, Item]] = []
    outlived: list[Known] = []
    for item in listed:
        before = by_guid.get(item.guid)
        twin = next(filter(None, map(twins.get, _signs(urls.key(item.url), item))), None)
        if before is not None and _is_reused(before, item):
            outlived.append(before)
            before = None
        if before is None and item.guid not in buried:
            renamed += [(twin, item)] if twin else []
            new += [] if twin else [item]
        elif before is not None and not (twin and _is_other(before, item)):
            edited += [(before, item)] if item.title and item.title != before.title else []
            elsewhere += [(before, item)] if urls.key(item.url) not in ("", before.url_key) else []
    moved = _at_other_addresses(new, [one for one in stored if one.guid not in guids], len(listed))
    left = tuple(item for item in new if item.guid not in moved)
    renamed += moved.values()
    mostly = _is_habit(len(renamed), len(listed))
    return Sorted(left, tuple(edited), (*elsewhere, *_names_lost(renamed, listed)), tuple(outlived), mostly)


def _is_habit(count: int, of: int) -> bool:
    return of >= HABIT and count * 2 > of


def _at_other_addresses(new: Iterable[Item], gone: Iterable[Known], of: int) -> dict[str, tuple[Known, Item]]:
    """Return those new items, by guid, that only stand at other addresses than before, of a list of so many.

    A title that many share tells none of them.
    """
    before = {(one.title, one.published_at): one for one in gone}
    pairs = {item.guid: (one, item) for item in new if (one := before.get((item.title, item.published_at)))}
    return pairs if _is_habit(len({one.id for one, _ in pairs.values()}), of) else {}


def _names_lost(renamed: Sequence[tuple[Known, Item]], listed: Sequence[Item]) -> tuple[tuple[Known, Item], ...]:
    """Leave out what is still listed under its old guid too, all names but the first, and names given twice."""
    guids = {item.guid for item in listed}
    lost: dict[int, tuple[Known, Item]] = {}
    taken: set[str] = set()
    for before, item in renamed:
        if before.guid not in guids and before.id not in lost and item.guid not in taken:
            lost[before.id] = (before, item)
            taken.add(item.guid)
    return tuple(lost.values())


def name_of_outlived(one: Known) -> str:
    """Name an item whose guid is another one's now, as no feed can name one: two spaces stand in no guid."""
    return f"{one.guid}  {one.id}"


def _is_reused(before: Known, item: Item) -> bool:
    since = before.published_at or before.seen_at
    if not before.url_key:  # the site may have given it an address, an edited headline and a date of today at once
        since = max(since, before.seen_at)
    return _is_other(before, item) and item.published_at is not None and item.published_at > since


def _is_other(before: Known, item: Item) -> bool:
    return urls.key(item.url) not in ("", before.url_key) and item.title != before.title


Sign = tuple[object, ...]


def _signs(url_key: str, one: Known | Item, *, is_gone: bool = True) -> Iterator[Sign]:
    """Yield what an item may be known by besides its guid, the surest first; nothing where all would be too little."""
    if one.title and url_key:
        yield url_key, one.title
    elif one.title and one.published_at:
        yield f"{one.published_at:%Y-%m-%d}", one.title
    path, query, _ = url_key.partition("?")
    if query and is_gone and one.title and one.published_at:
        yield path, one.title, one.published_at
