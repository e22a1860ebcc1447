"""What is remembered of feeds in; those that answer and say nothing new out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor import rhythm
from monitor.model import FeedState, Silence
from monitor.store import Store


def silences(store: Store, states: Iterable[FeedState], now: datetime) -> Mapping[str, Silence]:
    """Return the feeds that were read without fault and have been silent for long, by name.

    Only feeds without anything new for a week are looked at closely: that keeps `status` quick on a large archive.
    """
    lively = store.harvests(now - rhythm.LEAST)
    found: dict[str, Silence] = {}
    for state in states:
        if state.ok_at is None or state.error_code or state.feed.name in lively:
            continue
        if silence := rhythm.silence(store.arrivals(state.feed.name), state.ok_at):
            found[state.feed.name] = silence
    return found
