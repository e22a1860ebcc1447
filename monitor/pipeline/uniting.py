"""Two stories in; one out, summed up and linked, with what readers count as told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor import compose
from monitor.model import Story, Told
from monitor.pipeline.retelling import retell
from monitor.pipeline.service import Service


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
    carry_links(service, followers, other.id, story.id)
    for digest in service.config.settings.digests:
        told = compose.told_whole([(by.get(digest.name), one) for by, one in tellings], whole, digest)
        if told is None and other.id > store.newest_told(digest.name) >= story.id:
            told = compose.nothing_told(whole.id)  # the other was yet to be told
        if told is not None:
            save_told(service, digest.name, told)


def carry_links(service: Service, followers: Sequence[int], known: int, as_well: int) -> None:
    """A reader who was told what a follower turned is not told again because that story has another number."""
    for follower in followers:
        for name, told in service.store.told_of(follower).items():
            if known in told.linked:
                save_told(service, name, replace(told, linked=tuple(sorted({*told.linked, as_well}))))


def save_told(service: Service, digest: str, told: Told) -> None:
    """Record what counts as told of a story now."""
    service.store.correct_told(digest, told, service.clock())
