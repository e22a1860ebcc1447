"""A stored item in; out comes the story it joins or opens, summed up and linked, with those the story speaks for.

A story vouches: an item that names its product in the title by a word that alone is not enough ("Lego picks Runway")
becomes relevant where a story of that product tells the same beyond doubt. It is asked when the item comes, and of
earlier such items whenever a story grows: so it matters little which came first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor import cluster
from monitor.model import Choice, Judged, Polling
from monitor.pipeline.quiet import muted_feeds
from monitor.pipeline.service import Service

# How long a story may be picked up by a later one of the same product: rumour, confirmation, withdrawal.
LADDER = timedelta(days=60)


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


def _call_in(service: Service, judged: Judged) -> None:
    """Let the story that an item joined vouch for earlier ones that name its product."""
    at, muted = _moment(service, judged), muted_feeds(service.store, service.clock())
    for one in service.store.refusing(judged.judgement.products, at - cluster.WINDOW, at + cluster.WINDOW):
        if one.item.feed not in muted and was_news(one, service.config.settings.polling):
            _vouch(service, one)


def _vouch(service: Service, one: Judged) -> None:
    """Take an item for relevant, and into its story, if one of a product it may name tells the same."""
    for product in one.judgement.unsupported:
        judgement, claim, traits = service.judge(one.item, (product,))
        told = replace(one, judgement=judgement, claim=claim, traits=traits)
        choice = _choose(service, told, cluster.VOUCHED) if judgement.relevant else None
        if choice is not None and choice.story is not None:
            service.store.rejudge(one.id, judgement, claim, traits)
            _join(service, choice.story, one.id)
            return


def retell(service: Service, number: int) -> None:
    """Sum a story up again after its items changed, and link it to earlier ones of its product."""
    story = service.store.story(number)
    if story is None or not story.items:
        return
    headline, products, status, kinds = cluster.summarise(story.items)
    story = replace(story, headline=headline, products=products, status=status, kinds=kinds)
    before, at = story.opened_at - LADDER, story.opened_at
    earlier = service.store.earlier(number, products[0], before, at) if products and status != "na" else ()
    links = cluster.relate(story, earlier)
    service.store.set_story(number, headline, products, status, kinds, links)
