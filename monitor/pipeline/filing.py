"""Items in; out come their judgements, stored, and the stories they open or join."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor import identify
from monitor.model import Item, Judged, Known
from monitor.pipeline.placing import find_home, may_be_told
from monitor.pipeline.quiet import muted_feeds
from monitor.pipeline.service import Service
from monitor.pipeline.stories import retell


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a list of items."""

    new: int
    matched: int  # of the new ones
    renamed: bool  # most items of a feed among them came under new guids
    flooded: bool = False  # some found no story: there were more than were asked for


def file_items(
    service: Service, items: Sequence[Item], now: datetime, is_fresh: Callable[[Item], bool], most: int | None = None
) -> Tally:
    """Store the items not yet known, judged; open or join stories for the relevant and fresh ones; take up edits.

    At most so many of a feed, those it lists first; None = all. Items of a muted feed are stored, and tell nothing.
    Call it inside a transaction.
    """
    new = matched = 0
    renamed = flooded = False
    muted = muted_feeds(service.store, service.clock())
    by_feed: dict[str, list[Item]] = {}
    for item in items:
        by_feed.setdefault(item.feed, []).append(item)
    for feed, listed in by_feed.items():
        guids = [item.guid for item in listed]
        sorted_items = identify.sort(listed, service.store.remembered(feed, listed), service.store.buried(feed, guids))
        renamed = renamed or sorted_items.mostly_renamed
        service.store.rename_items(
            {one.id: (identify.name_of_outlived(one), "") for one in sorted_items.outlived}
            | {before.id: (item.guid, item.url) for before, item in sorted_items.renamed}
        )
        service.store.touch_listed(feed, guids, now)
        for before, item in sorted_items.edited:
            service.on_item()
            edit_item(service, before, item, now)
        filed = file_new(service, [replace(item, seen_at=item.seen_at or now) for item in reversed(sorted_items.new)])
        new += len(filed)
        matched += sum(judged.judgement.relevant for judged in filed)
        fresh = [one for one in filed if may_be_told(one) and is_fresh(one.item)] if feed not in muted else []
        flooded = flooded or (most is not None and len(fresh) > most)
        for judged in fresh if most is None else fresh[max(len(fresh) - most, 0) :]:
            service.on_item()
            find_home(service, judged)
    return Tally(new, matched, renamed, flooded)


def file_new(service: Service, items: Sequence[Item]) -> list[Judged]:
    """Judge and store items; return those that were not there already. Each needs a `seen_at`."""
    return service.store.add_items([_judged(service, item) for item in items])


def _judged(service: Service, item: Item) -> Judged:
    service.on_item()
    return service.judge(item)


def edit_item(service: Service, before: Known, item: Item, now: datetime) -> None:
    """Take up a headline that its site changed. It stays in its story; only more than words makes a story new again."""
    edited = replace(item, seen_at=before.seen_at)
    story = service.store.story_of(before.id)
    vouched = service.store.products_of(story) if story is not None else ()
    service.store.update_item(service.judge(edited, vouched, before.id), now)
    if story is not None:
        retell(service, story)
