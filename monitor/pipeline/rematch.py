"""rematch: stored items are judged anew after the watchlist, a lexicon or the program changed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from monitor import __version__
from monitor.model import Config, Judged
from monitor.pipeline.filing import MOST, find_home, place, was_news
from monitor.pipeline.service import Service

log = logging.getLogger(__name__)

# What an edited watchlist looks back on by itself; `rematch` with an earlier date goes further.
LOOK_BACK = timedelta(days=7)
BATCH = 500  # items a transaction: others want to write too

_JUDGED_WITH = "judged-with"


def rematch_if_changed(service: Service) -> bool:
    """Judge the last week anew if it was judged by other rules; return whether it was.

    What it was judged by is recorded last, so that an interrupted run is done again.
    """
    rules = _rules(service.config)
    before = service.store.setting(_JUDGED_WITH)
    if before == rules:
        return False
    if before is not None:
        rematch(service, service.clock() - LOOK_BACK)
    service.store.save_setting(_JUDGED_WITH, rules)
    return before is not None


def _rules(config: Config) -> str:
    """Name what items are judged by; the lines of the files too, since evidence names them."""
    return sha256(repr((__version__, config.watchlist, tuple(config.cues))).encode()).hexdigest()


def rematch(service: Service, since: datetime) -> tuple[int, int]:
    """Judge stored items anew; return how many were gained and lost.

    A story that a digest has told keeps its items: what was mailed stays explained. Others are built again, in one
    transaction: a crash leaves all of them as they were or as they become.
    """
    was, becomes = dict[int, bool](), dict[int, bool]()  # is an item relevant? by id
    relevant, doubtful = list[Judged](), list[Judged]()  # of the latter a story may speak once it is built
    stored, told = service.store.items(since=since), service.store.told_stories()
    while batch := list(islice(stored, BATCH)):
        with service.store.transaction():
            for before in batch:
                judged = _judge_again(service, before, told)
                was[before.id], becomes[before.id] = before.judgement.relevant, judged.judgement.relevant
                if judged.judgement.relevant:
                    relevant.append(judged)
                if judged.judgement.doubtful:
                    doubtful.append(judged)
                service.on_item()
    _build_stories(service, since, relevant, doubtful)
    for judged in doubtful:
        found = service.store.item_by(judged.id)  # None = pruned meanwhile
        becomes[judged.id] = found is not None and found.judgement.relevant
    gained = sum(becomes[number] and not was[number] for number in was)
    lost = sum(was[number] and not becomes[number] for number in was)
    log.info("rematched gained=%d lost=%d", gained, lost)
    return gained, lost


def _judge_again(service: Service, before: Judged, told: Collection[int]) -> Judged:
    """Judge an item anew; what a told story vouched for, it goes on vouching for."""
    is_told = bool(before.judgement.vouched) and service.store.story_of(before.id) in told
    after = service.judge(before.item, before.judgement.vouched if is_told else (), before.id)
    service.store.rejudge(after)
    return after


def _build_stories(service: Service, since: datetime, relevant: list[Judged], doubtful: list[Judged]) -> None:
    polling = service.config.settings.polling
    muted = service.store.muted("feed", service.clock())
    with service.store.transaction():
        free = service.store.dissolve(since, keep=service.store.told_stories())
        loose = Counter[str]()  # by feed
        for judged in relevant:
            service.on_item()
            is_loose = service.store.story_of(judged.id) is None and judged.item.feed not in muted
            if judged.id in free:
                place(service, judged)
            elif is_loose and was_news(judged, polling) and loose[judged.item.feed] < MOST:
                loose[judged.item.feed] += 1
                place(service, judged)
        for judged in doubtful:
            service.on_item()
            is_loose = service.store.story_of(judged.id) is None and judged.item.feed not in muted
            if is_loose and was_news(judged, polling):
                find_home(service, judged)
