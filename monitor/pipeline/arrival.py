"""A feed's document, or why there is none, in; its items, its schedule and its health stored, in one transaction.

What is remembered of a feed (RFC 9110, RFC 9111 4.3.4, and the rules by which readers are judged):
1. Validators advance only with a complete, parsed body, and belong to the address that gave them.
2. A permanent redirect is learned after the same target was seen three times in a day or more; feeds.yaml's own address
   is asked again as soon as the learned one is not found or gone. The file itself is never rewritten.
3. Gone (410) is believed when it is said again a day later: from then on the feed is `feed.gone`.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import schedule
from monitor.model import Answer, Failure, FeedState, Item, Parsed, Polling
from monitor.pipeline.reading import Reading, lane
from monitor.pipeline.service import Service

if TYPE_CHECKING:
    from monitor.identify import Sorted
    from monitor.pipeline.filing import Tally

log = logging.getLogger(__name__)

# A feed gives the items it lists new guids, and they are known all the same: once, or at each reading.
RENAMED, CHURN = "content.guid_renamed", "content.guid_churn"
FLOOD = "content.flood"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Arrival:
    """What came of a feed whose request started then."""

    state: FeedState
    reading: Reading | Failure
    started_at: datetime
    begun: tuple[Tally, Sorted] | None = None  # what came of the portions filed so far, what is left; None = no portion

    @property
    def items(self) -> int:
        """Count the items it lists; 0 where it failed, or is unchanged."""
        return len(self.reading.parsed.items) if isinstance(self.reading, Reading) and self.reading.parsed else 0


@dataclass(frozen=True)
class Filed:
    """What a poll of one feed came to."""

    feed: str
    failure: Failure | None = None  # None = it was read
    new: int = 0
    matched: int = 0
    unchanged: bool = False
    warning: str = ""


def file_arrivals(service: Service, arrivals: Sequence[Arrival]) -> list[Filed | Arrival]:
    """File what arrived in one transaction; what of it fails by itself is noted as a fault of that feed.

    Of a feed that brings very much a portion is filed: then its arrival comes back, with what is left.
    """
    with service.store.transaction():
        return [_file_arrival(service, one) for one in arrivals]


def file_feed(service: Service, state: FeedState, reading: Reading | Failure, started_at: datetime) -> Filed:
    """Store all of one feed's poll, items and schedule, in one transaction."""
    with service.store.transaction():
        one: Filed | Arrival = Arrival(state, reading, started_at)
        while isinstance(one, Arrival):
            one = _file_arrival(service, one)
        return one


def _file_arrival(service: Service, one: Arrival) -> Filed | Arrival:
    try:
        with service.store.transaction():
            if isinstance(one.reading, Failure):
                return _file_failure(service, one.state, one.reading, one.started_at)
            return _file_reading(service, one, one.reading)
    except Exception as error:  # the one boundary per feed
        if service.store.is_broken(error):
            raise
        log.error("feed bug feed=%s\n%s", one.state.feed.name, traceback.format_exc())
        failure = Failure("bug.filing", f"{type(error).__name__}: {error}")
        with service.store.transaction():
            return _file_failure(service, one.state, failure, one.started_at)


def _file_failure(service: Service, state: FeedState, failure: Failure, started_at: datetime) -> Filed:
    after = after_failure(state, failure, service.config.settings.polling, started_at)
    service.store.save_poll(after)
    asked_for = started_at + failure.retry_after if failure.retry_after is not None else after.next_poll_at
    if failure.host and asked_for:
        _hold(service, failure.host, asked_for)
    next_at = after.next_poll_at.isoformat() if after.next_poll_at else ""
    log.warning("feed failed feed=%s code=%s next=%s", state.feed.name, after.error_code, next_at)
    return Filed(state.feed.name, replace(failure, code=after.error_code, text=after.error_text))


def _hold(service: Service, host: str, until: datetime) -> None:
    """Let the other feeds of a host wait, too, that said it is asked too often."""
    addresses = ((state.feed.name, state.url, state.validators_from) for state in service.store.feed_states())
    held = [name for name, *urls in addresses if host in (lane(url) for url in urls if url)]
    service.store.hold_polls(held, until)


def _file_reading(service: Service, one: Arrival, reading: Reading) -> Filed | Arrival:
    state, answer, parsed, at = one.state, reading.answer, reading.parsed, one.started_at
    filed, warning = Filed(state.feed.name, unchanged=True), state.warning
    if parsed is not None:
        tally, left = _file_portion(service, one, parsed)
        if left.new or left.edited:
            return replace(one, begun=(tally, left))
        warning = _warning(parsed, state, tally)
        filed = Filed(state.feed.name, None, tally.new, tally.matched, warning=warning)
    if warning and warning != state.warning:
        level = logging.WARNING if warning in (CHURN, FLOOD) else logging.INFO
        log.log(level, "feed read with a remark feed=%s code=%s", state.feed.name, warning)
    polling = service.config.settings.polling
    after = after_answer(state, answer, parsed, reading.body_hash, polling, at)
    service.store.save_poll(replace(after, warning=warning))
    return filed


def _file_portion(service: Service, one: Arrival, parsed: Parsed) -> tuple[Tally, Sorted]:
    """File the next portion of what a feed lists; return what came of it so far, and what is left."""
    from monitor.pipeline.filing import MOST, Tally, file_portion, sort_in  # here: a poll often brings nothing to judge

    state, at = one.state, one.started_at

    def room() -> int:
        return max(MOST - service.store.count_told_by(state.feed.name, at - DAY), 0)

    if one.begun is None:
        left = sort_in(service, state.feed.name, parsed.items, at)
        tally = Tally(renamed=left.mostly_renamed)
    else:
        tally, left = one.begun
    filed, left = file_portion(service, left, at, lambda item: _is_fresh(service, item, state), room)
    return tally + filed, left


def _warning(parsed: Parsed, state: FeedState, tally: Tally) -> str:
    """Return the remark that a feed is read with from now on, "" = none."""
    again = state.warning in (RENAMED, CHURN)
    return (CHURN if again else RENAMED) if tally.renamed else FLOOD if tally.flooded else parsed.warning


def _is_fresh(service: Service, item: Item, state: FeedState) -> bool:
    return schedule.is_fresh(item, state, service.config.settings.polling, item.seen_at or service.clock())


# ---------------------------------------------------------------- what is remembered of a feed


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
