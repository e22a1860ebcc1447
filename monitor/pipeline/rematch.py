"""rematch: stored items are judged anew after the watchlist was edited."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.model import Judged
from monitor.pipeline.filing import place
from monitor.pipeline.service import Service

log = logging.getLogger(__name__)

# What an edited watchlist looks back on by itself; `rematch` with an earlier date goes further.
LOOK_BACK = timedelta(days=7)


def rematch_untold(service: Service) -> tuple[int, int]:
    """Judge the last week anew, as after each edit of the watchlist."""
    return rematch(service, service.clock() - LOOK_BACK)


def rematch(service: Service, since: datetime, on_item: Callable[[int], None] = lambda _: None) -> tuple[int, int]:
    """Judge stored items anew after the watchlist was edited; return how many were gained and lost.

    A story that a digest has told keeps its items: what was mailed stays explained. Others are built again.
    """
    gained = lost = 0
    with service.store.transaction():
        told = service.store.told_stories()
        free = service.store.dissolve(since, keep=told)
        for count, before in enumerate(service.store.items(since=since), 1):
            judgement, claim, traits = service.judge(before.item)
            gained += judgement.relevant and not before.judgement.relevant
            lost += before.judgement.relevant and not judgement.relevant
            service.store.rejudge(before.id, judgement, claim, traits)
            fresh = before.id in free or not before.judgement.relevant
            if judgement.relevant and fresh:
                place(service, Judged(before.id, before.item, judgement, claim, traits))
            on_item(count)
    log.info("rematched gained=%d lost=%d", gained, lost)
    return gained, lost
