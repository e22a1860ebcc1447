"""A feed's state and what came of it in; when it is asked next, and which of its items are news, out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model import Answer, Failure, Feed, FeedState, Item, Polling, Skip
from monitor.schedule.spread import share, stretched

RETRY_AFTER_CAP = timedelta(days=7)  # what a server may ask for at most
GONE = ("http.gone", "feed.gone")  # said once, and again a day later
IGNORES_VALIDATORS = 3  # whole answers in a row without news; from then on it counts as a server without validators

_HOUR = timedelta(hours=1)
_HOURS_A_WEEK = 168
_NO_REST = Skip()
_TELLING = 10  # different dates; fewer tell nothing of a rhythm
_FIRST_ROUND = timedelta(minutes=5)
_CHALLENGE = timedelta(hours=6)  # a bot challenge is no passing fault: asking often makes it worse


def next_poll(
    state: FeedState,
    result: Answer | Failure,
    polling: Polling,
    now: datetime,
    *,
    ttl: timedelta | None = None,
    published: Sequence[datetime] = (),
    skip: Skip = _NO_REST,
) -> datetime:
    """Return when to ask a feed again; `now` is when the last request started.

    After an answer: the feed's interval, longer without validators (unless the feed has its own interval), never
    sooner than the floor, max-age and ttl, these up to the ceiling. After a failure: the interval, doubled with each
    failure in a row up to the ceiling, for ever; a Retry-After is obeyed to the second, up to seven days; what is gone
    (410) is asked for at the ceiling only. A wait is stretched by up to 10 %, by the feed's name, so that feeds spread
    and none comes sooner than the interval says. `published` (of its items) tells a feed's rhythm, unless it has an
    interval of its own: one that was silent for long is asked less often, after a hundredth of its silence, at most a
    quarter of the ceiling, but for a vendor's own; one whose list holds the news of less than two intervals is asked
    after half that time, or it would drop news unseen. What falls into an hour or a day of `skip` comes after it.
    """
    if isinstance(result, Failure):
        return _outside(skip, now + _wait_after_failure(state, result, polling), state.feed.name)
    least = max(polling.floor, *(min(said, polling.ceiling) for said in (result.max_age, ttl) if said), timedelta(0))
    wait = state.feed.interval or _wait_by_rhythm(state, result, polling, now, published)
    return _outside(skip, now + max(least, stretched(wait, state.feed.name)), state.feed.name)


def _wait_by_rhythm(
    state: FeedState, result: Answer, polling: Polling, now: datetime, published: Sequence[datetime]
) -> timedelta:
    """Return how often to read a feed that has no interval of its own."""
    if _has_validators(state, result):
        wait = min(polling.interval, _turnover(published, now) / 2)
    else:
        wait = max(polling.interval, polling.without_validators)
    if published and not state.feed.official:
        wait = max(wait, min((now - max(published)) / 100, polling.ceiling / 4))
    return wait


def _turnover(published: Sequence[datetime], now: datetime) -> timedelta:
    """Return in what time a list of items becomes wholly another; years where there are too few to tell.

    From its oldest item to now, so that twenty entries filed at once make no busy feed for long.
    """
    times = set(published)
    return max(now - min(times), timedelta(0)) if len(times) >= _TELLING else timedelta.max


def first_polls(
    feeds: Sequence[Feed], polling: Polling, now: datetime, digest_at: datetime | None
) -> dict[str, datetime]:
    """Return when to ask feeds for the first time: spread by their addresses, so that no burst leaves the machine.

    Over a gap for each of them, as if they were one host; over five minutes at most, and a quarter of the time to the
    next digest (None = there is none), so that it misses none of them.
    """
    window = min(polling.gap * len(feeds), _FIRST_ROUND)
    if digest_at is not None:
        window = min(window, max(digest_at - now, timedelta(0)) / 4)
    return {feed.name: now + window * share(feed.url) for feed in feeds}


def claimed_until(state: FeedState, polling: Polling, now: datetime) -> datetime:
    """Return when to ask a feed again of whose request, started now, nothing is ever heard: the service died."""
    if state.failures:
        return next_poll(state, Failure(state.error_code, state.error_text), polling, now, skip=state.skip)
    bare = polling.without_validators if not (state.etag or state.modified) else timedelta(0)
    wait = state.feed.interval or max(polling.interval, bare)
    return _outside(state.skip, now + max(polling.floor, stretched(wait, state.feed.name)), state.feed.name)


def _has_validators(state: FeedState, answer: Answer) -> bool:
    """Tell whether the server can say "nothing new" cheaply, and does."""
    given = answer.etag or answer.modified or (answer.status == 304 and (state.etag or state.modified))
    return bool(given) and state.repeats < IGNORES_VALIDATORS


def _outside(skip: Skip, at: datetime, name: str) -> datetime:
    """Move an instant out of the hours and days a feed wants to rest; somewhere into the first hour after them."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    for later in range(_HOURS_A_WEEK):
        start = hour + later * _HOUR
        if start.hour not in skip.hours and start.weekday() not in skip.days:
            return at if start == hour else start + _HOUR * share(name)
    return at  # it wants to rest for ever: nobody means that


def _wait_after_failure(state: FeedState, failure: Failure, polling: Polling) -> timedelta:
    if failure.retry_after is not None:
        return max(polling.floor, min(failure.retry_after, RETRY_AFTER_CAP))
    first = state.feed.interval or polling.interval
    wait = min(first * 2 ** min(state.failures, 16), max(polling.ceiling, first))
    if failure.code == "http.challenge":
        wait = max(wait, _CHALLENGE)
    if failure.code in GONE:
        wait = max(wait, polling.ceiling)
    return max(polling.floor, stretched(wait, state.feed.name))


# ---------------------------------------------------------------- what is news


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
