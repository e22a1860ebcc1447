"""An edited config and the store in; its effect on the items of a window out. Nothing is written.

    check --against    store ─▶ match (by the list before, by the edited one) ─▶ backtest

Like is compared with like: where the database knows the list before (it keeps the last good texts), an item is judged
by both lists, and only where a word stands in it of which they differ (match.Difference): the others are judged alike,
whatever list or program once judged them. Where it knows none (items were imported, or polled by hand), every item is
judged by the edited list and compared with what is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from monitor import backtest
from monitor.backtest import Backtest, Pair
from monitor.match import Difference, Matcher
from monitor.model import Config, Item, Judgement
from monitor.pipeline.service import CONFIG, CONFIG_BEFORE, config_kept
from monitor.store import Store

Page = list[tuple[int, Item]]


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
    return backtest.backtest(list(pairs), alike, count)


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

    for item, number, (was, becomes) in _judged((before, edited), touched()):
        stored.pop(number, None)
        yield Pair(item, was, becomes)
    for products in stored.values():
        alike.update(products or (backtest.NO_PRODUCT,))


def _from_store(
    store: Store, edited: Config, pages: Iterator[Page], alike: Counter[str], since: datetime, until: datetime
) -> Iterator[Pair]:
    """Yield the items that are stored with another judgement; count what the others name."""
    stored = store.relevant_products(since, until)
    for item, number, (becomes,) in _judged((edited,), pages):
        products = stored.get(number)
        was = () if products is None else products or (backtest.NO_PRODUCT,)
        whole = store.item_by(number) if set(was) != set(backtest.named(becomes)) else None
        if whole is None or (whole.judgement.vouched and set(whole.judgement.vouched) <= set(becomes.doubtful)):
            alike.update(was)  # the same, or a story spoke for it and would again
        else:
            yield Pair(item, whole.judgement, becomes)


def _judged(configs: tuple[Config, ...], pages: Iterable[Page]) -> Iterator[tuple[Item, int, list[Judgement]]]:
    """Judge items by each config, in order."""
    matchers = [Matcher(one.watchlist, one.cues) for one in configs]
    for page in pages:
        for number, item in page:
            yield item, number, [matcher.judge(item) for matcher in matchers]
