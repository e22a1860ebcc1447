"""The store in; the feeds that answer and say nothing new out, for `status` and for a mail's footer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor import rhythm
from monitor.model import FeedState, FeedTrouble, Silence
from monitor.pipeline.quiet import muted_feeds
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
        if silence := rhythm.silence(store.appearances(state.feed.name), state.ok_at):
            found[state.feed.name] = silence
    return found


def fell_silent(store: Store, now: datetime) -> tuple[FeedTrouble, ...]:
    """Return the feeds that a reader should know to have fallen silent while they were read, the longest first.

    Not those that are muted, nor those that were dead when they came: of them nobody expects news.
    """
    states = {state.feed.name: state for state in store.feed_states()}
    muted = muted_feeds(store, now)
    return tuple(
        FeedTrouble(states[name].feed.title or name, "feed.stale", "", silence.since)
        for name, silence in sorted(silences(store, states.values(), now).items(), key=lambda one: one[1].since)
        if silence.watched and name not in muted
    )
