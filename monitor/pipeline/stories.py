"""A story whose items changed in; what it sums up to, its links, and what readers count as told of it, stored.

    retell    its items changed     summed up anew, linked to earlier ones of its product
    unite     two became one        the whole counts as told what either was, by digest
    part      one became two        each counts as told what readers saw of it, by digest
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from monitor import cluster, compose
from monitor.model import Digest, Story, Told
from monitor.pipeline.service import Service

# How long a story may be picked up by a later one of the same product: rumour, confirmation, withdrawal.
LADDER = timedelta(days=60)


def retell(service: Service, number: int) -> None:
    """Sum a story up again after its items changed, and link it to earlier ones of its product."""
    story = service.store.story(number)
    if story is None or not story.items:
        return
    headline, products, status, kinds = cluster.summarise(story.items)
    story = replace(story, headline=headline, products=products, status=status, kinds=kinds)
    before, at = story.opened_at - LADDER, story.opened_at
    earlier = service.store.linkable(number, products[0], before, at) if products and status != "na" else ()
    service.store.set_story(replace(story, links=cluster.relate(story, earlier)))


def link_later(service: Service, number: int) -> None:
    """Link the stories that a new one precedes to it: which of two feeds was read first says nothing.

    Not those that readers know: an old rumour that arrives late is no news of its denial.
    """
    story = service.store.story(number)
    if story is None or not story.products or story.status == "na":
        return
    later = service.store.linkable(number, story.products[0], story.opened_at, story.opened_at + LADDER)
    told = service.store.told_stories() if later else ()
    for one in later:
        if one.id not in told and cluster.relate(one, [story]):
            retell(service, one.id)


def unite(service: Service, story: Story, other: Story) -> None:
    """Move all items of the other story into this one, which then counts as told what either was."""
    store = service.store
    followers = store.followers(other.id)
    tellings = [(store.told_of(one.id), one) for one in (story, other)]
    store.unite(story.id, other.id)
    for one in (story.id, *followers):
        retell(service, one)
    whole = store.story(story.id)
    assert whole is not None
    _carry_links(service, followers, other.id, story.id)
    for digest in service.config.settings.digests:
        told = compose.told_whole([(by.get(digest.name), one) for by, one in tellings], whole, digest)
        if told is None and other.id > store.newest_told(digest.name) >= story.id:
            told = compose.nothing_told(whole.id)  # the other was yet to be told
        if told is not None:
            _save_told(service, digest.name, told)


def part(service: Service, whole: Story, items: Collection[int], number: int | None = None) -> int:
    """Move items of a story into one of their own, and say what counts as told of either; return its number.

    `number`: the one it had before, and has again; None = a new one.
    """
    store = service.store
    followers = store.followers(whole.id)
    new = store.part(whole.id, items, number)
    for one in (whole.id, new, *followers):
        retell(service, one)
    rest, off = store.stories(ids=[whole.id]) + store.stories(ids=[new])
    _carry_links(service, followers, whole.id, new)
    for name, before in store.told_of(whole.id).items():
        shown = store.headlines(name, [whole.id, new])
        digest = service.config.settings.digest(name) or Digest(name)  # of one no longer there only the name counts
        told_rest = compose.told_part(before, whole, rest, off, shown, digest)
        told_off = compose.told_part(before, whole, off, rest, shown, digest)
        _save_told(service, name, told_rest or compose.nothing_told(rest.id))
        if told_off is not None or number is not None:
            _save_told(service, name, told_off or compose.nothing_told(off.id))
    return new


def _carry_links(service: Service, followers: Sequence[int], known: int, as_well: int) -> None:
    """A reader who was told what a follower turned is not told again because that story has another number."""
    for follower in followers:
        for name, told in service.store.told_of(follower).items():
            if known in told.linked:
                _save_told(service, name, replace(told, linked=tuple(sorted({*told.linked, as_well}))))


def _save_told(service: Service, digest: str, told: Told) -> None:
    """Record what counts as told of a story now."""
    service.store.correct_told(digest, told, service.clock())
