"""A story whose items changed in; out comes what it sums up to, and the links between it and others, stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor import cluster
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
    links = cluster.relate(story, earlier)
    service.store.set_story(number, headline, products, status, kinds, links)


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
