"""Items in; out come their judgements, stored, and the stories they open or join, summed up and linked.

A story vouches: an item that names its product in the title by a word that alone is not enough ("Lego picks Runway")
becomes relevant where a story of that product tells the same beyond doubt. It is asked when the item comes, and of
earlier such items whenever a story grows: so it matters little which came first. One that names but companies ("Disney
invests in OpenAI") is asked for once, when it comes, and must tell the same all the more plainly.

Two stories of one event may open before the report comes that fits both: then they become one, so that the order in
which reports arrive matters little. Not where readers were told of both, nor where a person parted them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from monitor import cluster, identify
from monitor.model import Choice, Item, Judged, Known, Polling, Story
from monitor.pipeline.service import Service
from monitor.pipeline.stories import link_later, retell, unite

# What is filed at once of a feed that brings more: the rest of the service waits for it, a second or a few.
PORTION_ITEMS, PORTION_TEXT = 200, 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a list of items."""

    new: int = 0
    matched: int = 0  # of the new ones
    renamed: bool = False  # most items of a feed among them came under new guids
    flooded: bool = False  # some found no story: there were more than were asked for

    def __add__(self, other: Tally) -> Tally:
        renamed, flooded = self.renamed or other.renamed, self.flooded or other.flooded
        return Tally(self.new + other.new, self.matched + other.matched, renamed, flooded)


def file_items(
    service: Service,
    items: Sequence[Item],
    now: datetime,
    is_fresh: Callable[[Item], bool],
    room: Callable[[], int] | None = None,
) -> Tally:
    """Store the items not yet known, judged; open or join stories for the relevant and fresh ones; take up edits.

    All of them, of any feeds; call it inside a transaction.
    """
    by_feed: dict[str, list[Item]] = {}
    for item in items:
        by_feed.setdefault(item.feed, []).append(item)
    tally = Tally()
    for feed, listed in by_feed.items():
        left = sort_in(service, feed, listed, now)
        while left.new or left.edited:
            filed, left = file_portion(service, left, now, is_fresh, room)
            tally += filed
        tally += Tally(renamed=left.mostly_renamed)
    return tally


def sort_in(service: Service, feed: str, listed: Sequence[Item], now: datetime) -> identify.Sorted:
    """Tell what is new, or edited, of what a feed lists, and know the rest by its names from now on."""
    guids = [item.guid for item in listed]
    found = identify.sort(listed, service.store.remembered(feed, listed), service.store.buried(feed, guids))
    service.store.rename_items(
        {one.id: (identify.name_of_outlived(one), "") for one in found.outlived}
        | {before.id: (item.guid, item.url) for before, item in found.renamed}
    )
    service.store.touch_listed(feed, guids, now)
    return found


def file_portion(
    service: Service,
    left: identify.Sorted,
    now: datetime,
    is_fresh: Callable[[Item], bool],
    room: Callable[[], int] | None = None,
) -> tuple[Tally, identify.Sorted]:
    """File the first of what was sorted of a feed; return what came of it, and what is left.

    There is `room` for so many, those it lists first; None = for all. Items of a muted feed are stored, and tell
    nothing. Each portion stands by itself: after a crash what was left is new at the next poll.
    """
    size = _portion([*(item for _, item in left.edited[:PORTION_ITEMS]), *left.new[:PORTION_ITEMS]])
    edits = min(size, len(left.edited))
    for before, item in left.edited[:edits]:
        service.on_item()
        edit_item(service, before, item, now)
    count = size - edits
    filed = file_new(service, [replace(one, seen_at=one.seen_at or now) for one in reversed(left.new[:count])])
    flooded = _find_homes(service, filed, is_fresh, room)
    tally = Tally(len(filed), sum(map(_is_relevant, filed)), flooded=flooded)
    return tally, replace(left, edited=left.edited[edits:], new=left.new[count:])


def _portion(items: Sequence[Item]) -> int:
    """Count the first items that are filed at once; one at least, where there is one."""
    sizes = accumulate(len(item.title) + len(item.summary) for item in items[:PORTION_ITEMS])
    return sum(size <= PORTION_TEXT for size in sizes) or min(1, len(items))


def _find_homes(
    service: Service, filed: Sequence[Judged], is_fresh: Callable[[Item], bool], room: Callable[[], int] | None
) -> bool:
    """Put items of a feed that are news into stories; return whether there were more than there is room for."""
    fresh = [one for one in filed if may_be_told(one) and is_fresh(one.item)]
    if not fresh or fresh[0].item.feed in service.store.muted("feed", service.clock()):
        return False
    most = min(room(), len(fresh)) if room else len(fresh)
    for judged in _chosen(fresh, most):
        service.on_item()
        find_home(service, judged)
    return most < sum(map(_is_relevant, fresh))


def file_new(service: Service, items: Sequence[Item]) -> list[Judged]:
    """Judge and store items; return those that were not there already. Each needs a `seen_at`."""
    return service.store.add_items([_judged(service, item) for item in items])


def _judged(service: Service, item: Item) -> Judged:
    service.on_item()
    return service.judge(item)


def _is_relevant(judged: Judged) -> bool:
    return judged.judgement.relevant


def _chosen(fresh: Sequence[Judged], most: int) -> list[Judged]:
    """Take at most so many, those that a feed lists first; what a story would have to speak for is asked for last."""
    by_worth = sorted(fresh, key=_is_relevant)
    return sorted(by_worth[len(fresh) - most :], key=_is_relevant, reverse=True)


def edit_item(service: Service, before: Known, item: Item, now: datetime) -> None:
    """Take up a headline that its site changed. It stays in its story; only more than words makes a story new again."""
    edited = replace(item, seen_at=before.seen_at)
    story = service.store.story_of(before.id)
    stored = service.store.item_by(before.id)
    vouched = (*service.store.products_of(story), *stored.judgement.vouched) if story is not None and stored else ()
    service.store.update_item(service.judge(edited, vouched, before.id), now)
    if story is not None:
        retell(service, story)


# ---------------------------------------------------------------- the story of an item


MOST = 200  # items of a feed that are told a day; no feed has so much news, and to place one more costs ever more


def may_be_told(judged: Judged) -> bool:
    """Tell whether an item is relevant, or would be where a story vouches for it."""
    return judged.judgement.relevant or bool(judged.judgement.doubtful)


def find_home(service: Service, judged: Judged) -> None:
    """Put a fresh item into a story: a relevant one in any case, another if a story vouches for it."""
    if judged.judgement.relevant:
        place(service, judged)
    else:
        _vouch(service, judged)


def place(service: Service, judged: Judged) -> int:
    """Put a relevant item into the story it belongs to, or open one; return the story's id."""
    choice = _choose(service, judged)
    story = choice.story if choice.story is not None else service.store.open_story(_moment(service, judged))
    _join(service, story, judged.id)
    if choice.story is None:
        link_later(service, story)
    story = _unite_around(service, story, choice.rivals)
    _call_in(service, judged)
    return story


def was_news(judged: Judged, polling: Polling) -> bool:
    """Was it news when it was filed? Of an undated item nobody knows: it is found by `search`, but opens no story."""
    at, seen_at = judged.item.published_at, judged.item.seen_at
    return at is not None and seen_at is not None and at >= seen_at - polling.fresh


def _choose(service: Service, judged: Judged, bar: float = cluster.JOIN) -> Choice:
    at = _moment(service, judged)
    candidates = service.store.candidates(judged.traits, at - cluster.WINDOW, at + cluster.WINDOW)
    decided = cluster.decided(service.store.decisions())
    companions = service.store.stories_of(decided.group(judged.id) - {judged.id})  # wherever and whenever they were
    near = {story.id: story for story in (*candidates, *companions)}
    return cluster.choose(judged, list(near.values()), decided, lambda story: service.alike(judged, near[story]), bar)


def _moment(service: Service, judged: Judged) -> datetime:
    return judged.traits.at or service.clock()


def _join(service: Service, story: int, item: int) -> None:
    service.store.join(story, item)
    retell(service, story)


def _unite_around(service: Service, number: int, rivals: Sequence[int]) -> int:
    """Unite a story with others that an item of it fits, if all of each fits the other; return what it is now."""
    for rival in rivals:
        pair = service.store.stories(ids=(number, rival))
        if len(pair) == 2 and cluster.are_one(*pair) and not _are_parted(service, *pair):
            told = service.store.told_stories()
            kept, gone = sorted(pair, key=lambda story: (story.id not in told, story.id))
            if gone.id not in told:
                unite(service, kept, gone)
                number = kept.id
    return number


def _are_parted(service: Service, story: Story, other: Story) -> bool:
    decided = cluster.decided(service.store.decisions())
    ids = [one.id for one in other.items]
    return any(decided.parts(one.id, ids) is not None for one in story.items)


def _call_in(service: Service, judged: Judged) -> None:
    """Let the story that an item joined vouch for earlier ones that name its product."""
    at, muted = _moment(service, judged), service.store.muted("feed", service.clock())
    for one in service.store.refusing(judged.judgement.products, at - cluster.WINDOW, at + cluster.WINDOW):
        if one.item.feed not in muted and was_news(one, service.config.settings.polling):
            _vouch(service, one)


def _vouch(service: Service, one: Judged) -> None:
    """Take an item for relevant, and into its story, if one of what it may mean tells the same."""
    at = _moment(service, one)
    for name in service.store.names_told(one.judgement.doubtful, at - cluster.WINDOW, at + cluster.WINDOW):
        told = service.judge(one.item, (name,), one.id)
        bar = cluster.VOUCHED if told.judgement.products else cluster.VOUCHED_UNNAMED
        choice = _choose(service, told, bar) if told.judgement.relevant else None
        if choice is not None and choice.story is not None:
            service.store.rejudge(told)
            _join(service, choice.story, one.id)
            return
