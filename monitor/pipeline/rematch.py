"""rematch: stored items are judged anew after the watchlist, a lexicon or the program changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from monitor import __version__
from monitor.model import Config, Judged, Polling
from monitor.pipeline.filing import place
from monitor.pipeline.quiet import muted_feeds
from monitor.pipeline.service import Service

log = logging.getLogger(__name__)

# What an edited watchlist looks back on by itself; `rematch` with an earlier date goes further.
LOOK_BACK = timedelta(days=7)
BATCH = 500  # items a transaction: others want to write too

_JUDGED_WITH = "judged-with"


def rematch_if_changed(service: Service, on_item: Callable[[int], None] = lambda _: None) -> bool:
    """Judge the last week anew if it was judged by other rules; return whether it was.

    What it was judged by is recorded last, so that an interrupted run is done again.
    """
    rules = _rules(service.config)
    before = service.store.setting(_JUDGED_WITH)
    if before == rules:
        return False
    if before is not None:
        rematch(service, service.clock() - LOOK_BACK, on_item)
    service.store.save_setting(_JUDGED_WITH, rules)
    return before is not None


def _rules(config: Config) -> str:
    """Name what items are judged by; the lines of the files too, since evidence names them."""
    return sha256(repr((__version__, config.watchlist, config.cues)).encode()).hexdigest()


def rematch(service: Service, since: datetime, on_item: Callable[[int], None] = lambda _: None) -> tuple[int, int]:
    """Judge stored items anew; return how many were gained and lost.

    A story that a digest has told keeps its items: what was mailed stays explained. Others are built again, in one
    transaction: a crash leaves all of them as they were or as they become.
    """
    gained = lost = 0
    relevant: list[Judged] = []
    stored = service.store.items(since=since)
    while batch := list(islice(stored, BATCH)):
        with service.store.transaction():
            for before in batch:
                judged = _judge_again(service, before)
                gained += judged.judgement.relevant and not before.judgement.relevant
                lost += before.judgement.relevant and not judged.judgement.relevant
                if judged.judgement.relevant:
                    relevant.append(judged)
                on_item(before.id)
    _build_stories(service, since, relevant)
    log.info("rematched gained=%d lost=%d", gained, lost)
    return gained, lost


def _judge_again(service: Service, before: Judged) -> Judged:
    judgement, claim, traits = service.judge(before.item)
    service.store.rejudge(before.id, judgement, claim, traits)
    return Judged(before.id, before.item, judgement, claim, traits)


def _build_stories(service: Service, since: datetime, relevant: list[Judged]) -> None:
    polling = service.config.settings.polling
    muted = muted_feeds(service.store, service.clock())
    with service.store.transaction():
        free = service.store.dissolve(since, keep=service.store.told_stories())
        for judged in relevant:
            is_loose = service.store.story_of(judged.id) is None and judged.item.feed not in muted
            if judged.id in free or (is_loose and _was_news(judged, polling)):
                place(service, judged)


def _was_news(judged: Judged, polling: Polling) -> bool:
    """Was it news when it was filed? Of an undated item nobody knows: it is found by `search`, but opens no story."""
    at, seen_at = judged.item.published_at, judged.item.seen_at
    return at is not None and seen_at is not None and at >= seen_at - polling.fresh
