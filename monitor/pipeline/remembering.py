"""A feed's state and the outcome of its poll in; the state to remember out.

Rules (RFC 9110, RFC 9111 4.3.4, and those by which readers are judged):
1. Validators advance only with a complete, parsed body, and belong to the address that gave them.
2. A permanent redirect is learned after the same target was seen three times in a day or more; feeds.yaml's own address
   is asked again as soon as the learned one is not found or gone. The file itself is never rewritten.
3. Gone (410) is believed when it is said again a day later: from then on the feed is `feed.gone`.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import schedule
from monitor.model import Answer, Failure, FeedState, Parsed, Polling

log = logging.getLogger(__name__)

LEARN_TIMES, LEARN_SPAN = 3, timedelta(days=1)
GONE_SPAN = timedelta(days=1)
_FOR_GOOD = ("http.not_found", "http.gone", "feed.gone")


def after_failure(state: FeedState, failure: Failure, polling: Polling, at: datetime) -> FeedState:
    """Return the state after a poll that failed; `at` is when its request started."""
    failure = _confirmed(state, failure, at)
    if state.url != state.feed.url and failure.code in _FOR_GOOD:
        log.warning("feed address given up feed=%s code=%s", state.feed.name, failure.code)
        state = _at_address(state, state.feed.url)
    return replace(
        state,
        polled_at=at,
        next_poll_at=schedule.next_poll(state, failure, polling, at, skip=state.skip),
        failures=state.failures + 1,
        failing_since=state.failing_since or at,
        error_code=failure.code,
        error_text=failure.text,
    )


def _confirmed(state: FeedState, failure: Failure, at: datetime) -> Failure:
    """Turn a 410 into what it is when it comes a second time, a day after the first."""
    if failure.code != "http.gone" or state.error_code not in schedule.GONE or state.polled_at is None:
        return failure
    if state.error_code == "http.gone" and at - state.polled_at < GONE_SPAN:
        return failure
    return replace(failure, code="feed.gone", text=f"{failure.text}, twice: take it out of feeds.yaml")


def after_answer(
    state: FeedState, answer: Answer, parsed: Parsed | None, body_hash: str, polling: Polling, at: datetime
) -> FeedState:
    """Return the state after a good answer; `parsed` is None when it brought nothing new."""
    if answer.status == 304 and answer.max_age is None:
        answer = replace(answer, max_age=state.max_age)
    is_cut = answer.status != 304 and (parsed or state).warning == "parse.truncated"
    after = replace(
        _moved(state, answer, at),
        polled_at=at,
        ok_at=at,
        failures=0,
        failing_since=state.failing_since if is_cut else None,  # what it hid is still to come
        error_code="",
        error_text="",
        max_age=answer.max_age,
        repeats=_repeats(state, answer, parsed),
    )
    if parsed is not None:
        after = replace(after, ttl=parsed.ttl, skip=parsed.skip, newest_at=max(_dates(parsed), default=None))
    if answer.status != 304:
        after = replace(after, body_hash=body_hash)
    if not is_cut:  # else it must be asked for again
        owner = answer.url if answer.url != after.url else ""
        after = replace(after, etag=answer.etag, modified=answer.modified, validators_from=owner)
    dates = _dates(parsed) or ([after.newest_at] if after.newest_at else [])
    following = schedule.next_poll(after, answer, polling, at, ttl=after.ttl, published=dates, skip=after.skip)
    return replace(after, next_poll_at=following)


def _dates(parsed: Parsed | None) -> list[datetime]:
    return [item.published_at for item in parsed.items if item.published_at is not None] if parsed else []


def _repeats(state: FeedState, answer: Answer, parsed: Parsed | None) -> int:
    """Count the whole answers in a row that a 304 should have been; one with news says nothing about that."""
    if answer.status == 304:
        return 0
    return state.repeats + 1 if parsed is None and (state.etag or state.modified) else state.repeats


def _moved(state: FeedState, answer: Answer, at: datetime) -> FeedState:
    """Count where permanent redirects lead; take the address up when that has been the same long enough."""
    if not answer.moved_to and not state.moved_to:
        return state
    if not answer.moved_to:
        return replace(state, moved_to="", moved_since=None, moved_times=0)
    if answer.moved_to != state.moved_to or state.moved_since is None:
        return replace(state, moved_to=answer.moved_to, moved_since=at, moved_times=1)
    counted = replace(state, moved_times=state.moved_times + 1)
    if counted.moved_times < LEARN_TIMES or at - state.moved_since < LEARN_SPAN:
        return counted
    log.warning("feed moved for good feed=%s: write its new address into feeds.yaml", state.feed.name)
    return _at_address(counted, answer.moved_to)


def _at_address(state: FeedState, url: str) -> FeedState:
    """Return the state of a feed that is asked at `url` from now on; its validators stay those of whoever gave them."""
    owner = state.validators_from or state.url
    return replace(
        state, url=url, validators_from="" if owner == url else owner, moved_to="", moved_since=None, moved_times=0
    )
