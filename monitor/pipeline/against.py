"""An edited config and the store in; its effect on the items of a window out. Nothing is written.

    check --against    store ─▶ match (by the list before, by the edited one) ─▶ backtest

Like is compared with like: where the database knows the list before (it keeps the last good texts), an item is judged
by both lists, and only where a word stands in it of which they differ (match.Difference): the others are judged alike,
whatever list or program once judged them. Where it knows none (items were imported, or polled by hand), every item is
judged by the edited list and compared with what is stored. Much judging is shared out to processes.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from monitor import backtest
from monitor.backtest import Backtest, Pair
from monitor.match import Difference, Matcher
from monitor.model import Config, Item, Judgement
from monitor.pipeline.service import CONFIG, CONFIG_BEFORE, config_kept
from monitor.store import Store

Page = list[tuple[int, Item]]
ByEach = tuple[tuple[int, Item], tuple[Judgement, ...]]  # an item, what each config says of it

ALONE = 5_000  # items judged here, in less time than it takes to start other processes
AHEAD = 3  # pages handed to each process before the first answer is taken


def list_before(store: Store, folder: Path, edited: Config, now: datetime) -> tuple[Config | None, bool]:
    """Return the config that an edited one is compared with, and whether the edited one is in use already.

    It is the one in use, or the one before that where an edit was taken up already; None where none is known.
    """
    known = None
    for name in (CONFIG, CONFIG_BEFORE):
        found = config_kept(store, name, folder, now)
        if found is not None and Difference(found, edited).words:
            return found, name == CONFIG_BEFORE
        known = known or found
    return known, known is not None


def against(
    store: Store, edited: Config, before: Config | None, since: datetime, until: datetime,
    on_items: Callable[[int], None] = lambda _: None,
) -> Backtest:  # fmt: skip
    """Judge the items published in a window by the edited config, and by the one before; None = as they are stored."""
    count, _ = store.count_texts(since, until)
    alike: Counter[str] = Counter()
    pages = _counted(store.texts(since, until), on_items)
    pairs = (
        _from_store(store, edited, pages, alike, since, until)
        if before is None
        else _by_both(store, before, edited, pages, alike, since, until)
    )
    found = list(pairs)
    return backtest.backtest(found, alike, count)


def _counted(pages: Iterable[Page], on_items: Callable[[int], None]) -> Iterator[Page]:
    for page in pages:
        yield page
        on_items(len(page))


def _by_both(
    store: Store, before: Config, edited: Config, pages: Iterator[Page], alike: Counter[str],
    since: datetime, until: datetime,
) -> Iterator[Pair]:  # fmt: skip
    """Yield the items that the two lists may judge differently; count what the others name."""
    difference = Difference(before, edited)
    stored = dict(store.relevant_products(since, until))

    def touched() -> Iterator[Page]:
        for page in pages:
            yield [(number, item) for number, item in page if difference.touches(item.title, item.summary)]

    for (number, item), (was, becomes) in judged((before, edited), touched()):
        stored.pop(number, None)
        yield Pair(item, was, becomes)
    for products in stored.values():
        alike.update(products or (backtest.NO_PRODUCT,))


def _from_store(
    store: Store, edited: Config, pages: Iterator[Page], alike: Counter[str], since: datetime, until: datetime
) -> Iterator[Pair]:
    """Yield the items that are stored with another judgement; count what the others name."""
    stored = store.relevant_products(since, until)
    for (number, item), (becomes,) in judged((edited,), pages):
        products = stored.get(number)
        was = () if products is None else products or (backtest.NO_PRODUCT,)
        whole = store.item_by(number) if set(was) != set(backtest.named(becomes)) else None
        if whole is None:
            alike.update(was)
        else:
            yield Pair(item, whole.judgement, becomes)


# ---------------------------------------------------------------- judging much


def judged(configs: tuple[Config, ...], pages: Iterator[Page]) -> Iterator[ByEach]:
    """Judge items by each config, in order: here at first, in processes once there are many."""
    matchers, left = _matchers(configs), ALONE
    for page in pages:
        yield from zip(page, _judge(matchers, [item for _, item in page]), strict=True)
        left -= len(page)
        if left <= 0 and _cores() > 1:
            break
    yield from _shared_out(configs, pages)


def _shared_out(configs: tuple[Config, ...], pages: Iterator[Page]) -> Iterator[ByEach]:
    first = next(pages, None)
    if first is None:
        return
    flying: deque[tuple[Page, Future[list[tuple[Judgement, ...]]]]] = deque()
    # started anew, not forked: the store's connection must not be carried into another process
    with ProcessPoolExecutor(_cores(), get_context("spawn"), initializer=_arm, initargs=(configs,)) as pool:
        for page in chain((first,), pages):
            flying.append((page, pool.submit(_judge_armed, [item for _, item in page])))
            if len(flying) > AHEAD * _cores():
                yield from _landed(*flying.popleft())
        while flying:
            yield from _landed(*flying.popleft())


def _landed(page: Page, future: Future[list[tuple[Judgement, ...]]]) -> Iterator[ByEach]:
    yield from zip(page, future.result(), strict=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _matchers(configs: Iterable[Config]) -> tuple[Matcher, ...]:
    return tuple(Matcher(one.watchlist, one.cues) for one in configs)


def _judge(matchers: tuple[Matcher, ...], items: list[Item]) -> list[tuple[Judgement, ...]]:
    return [tuple(matcher.judge(item) for matcher in matchers) for item in items]


_armed: list[tuple[Matcher, ...]] = []  # of a process that judges for another


def _arm(configs: tuple[Config, ...]) -> None:
    _armed[:] = [_matchers(configs)]


def _judge_armed(items: list[Item]) -> list[tuple[Judgement, ...]]:
    return _judge(_armed[0], items)
