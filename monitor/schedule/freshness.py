"""An item and the time it was first seen in; whether it is news out, and when it counts as published."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model import FeedState, Item, Polling

EFFECTIVE = timedelta(days=7)  # how long before it was first seen an item may count as published
_OUTAGE_MARGIN = timedelta(hours=24)
_AHEAD = timedelta(days=1)  # a date further in the future is wrong


def is_fresh(item: Item, state: FeedState, polling: Polling, now: datetime) -> bool:
    """Tell whether an item seen now for the first time may open a story; `state` is from before this poll.

    A feed's first poll brings its archive: only the last 48 hours of it are news. Later: three days, or since the last
    good poll and a day when that is longer (an outage; a body that broke off after it may have hidden what came).
    Undated items, or dated in the future, are news in a feed read before.
    """
    published_at = item.published_at
    if published_at is None or published_at > now + _AHEAD:
        return state.ok_at is not None
    if state.ok_at is None:
        return published_at >= now - polling.fresh_first
    missing_since = min(state.ok_at, state.failing_since or state.ok_at)
    return published_at >= min(now - polling.fresh, missing_since - _OUTAGE_MARGIN)


def effective_at(published_at: datetime | None, seen_at: datetime) -> datetime:
    """Return when an item counts as published: its date, within the seven days before it was first seen.

    No date counts as first seen. It serves sorting and windows; what is shown is the date as said.
    """
    if published_at is None:
        return seen_at
    return min(max(published_at, seen_at - EFFECTIVE), seen_at)
