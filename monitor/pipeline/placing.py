"""A stored item in; out comes the story it joins or opens, summed up and linked, with those the story speaks for.

A story vouches: an item that names its product in the title by a word that alone is not enough ("Lego picks Runway")
becomes relevant where a story of that product tells the same beyond doubt. It is asked when the item comes, and of
earlier such items whenever a story grows: so it matters little which came first.

Two stories of one event may open before the report comes that fits both: then they become one, so that the order in
which reports arrive matters little. Not where readers were told of both, nor where a person parted them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor import cluster
from monitor.model import Choice, Judged, Polling, Story
from monitor.pipeline.quiet import muted_feeds
from monitor.pipeline.service import Service
from monitor.pipeline.stories import link_later, retell, unite

MOST = 200  # items of a feed that are told a day; no feed has so much news, and to place one more costs ever more


def may_be_told(judged: Judged) -> bool:
    """Tell whether an item is relevant, or would be where a story vouches for it."""
    return judged.judgement.relevant or bool(judged.judgement.unsupported)


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
    at, muted = _moment(service, judged), muted_feeds(service.store, service.clock())
    for one in service.store.refusing(judged.judgement.products, at - cluster.WINDOW, at + cluster.WINDOW):
        if one.item.feed not in muted and was_news(one, service.config.settings.polling):
            _vouch(service, one)


def _vouch(service: Service, one: Judged) -> None:
    """Take an item for relevant, and into its story, if one of a product it may name tells the same."""
    for product in one.judgement.unsupported:
        told = service.judge(one.item, (product,), one.id)
        choice = _choose(service, told, cluster.VOUCHED) if told.judgement.relevant else None
        if choice is not None and choice.story is not None:
            service.store.rejudge(told)
            _join(service, choice.story, one.id)
            return
