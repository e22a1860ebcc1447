"""A feed's document, or why there is none, in; its items, its schedule and its health stored, in one transaction."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor import schedule
from monitor.model import Failure, FeedState, Item, Parsed
from monitor.pipeline.reading import Reading, lane
from monitor.pipeline.remembering import after_answer, after_failure
from monitor.pipeline.service import Service

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

    @property
    def brought_nothing(self) -> bool:
        """Tell whether there is little to note: it was read, and nothing has changed."""
        return isinstance(self.reading, Reading) and self.reading.parsed is None


@dataclass(frozen=True)
class Filed:
    """What a poll of one feed came to."""

    feed: str
    failure: Failure | None = None  # None = it was read
    new: int = 0
    matched: int = 0
    unchanged: bool = False
    warning: str = ""


def file_arrivals(service: Service, arrivals: Sequence[Arrival]) -> list[Filed]:
    """File what arrived in one transaction; what of it fails by itself is noted as a fault of that feed."""
    with service.store.transaction():
        return [file_feed(service, one.state, one.reading, one.started_at) for one in arrivals]


def file_feed(service: Service, state: FeedState, reading: Reading | Failure, started_at: datetime) -> Filed:
    """Store one feed's poll, items and schedule, in one transaction."""
    try:
        with service.store.transaction():
            if isinstance(reading, Failure):
                return _file_failure(service, state, reading, started_at)
            return _file_reading(service, state, reading, started_at)
    except Exception as error:  # the one boundary per feed
        if service.store.is_broken(error):
            raise
        log.error("feed bug feed=%s\n%s", state.feed.name, traceback.format_exc())
        failure = Failure("bug.filing", f"{type(error).__name__}: {error}")
        with service.store.transaction():
            return _file_failure(service, state, failure, started_at)


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


def _file_reading(service: Service, state: FeedState, reading: Reading, started_at: datetime) -> Filed:
    answer, parsed = reading.answer, reading.parsed
    filed, warning = Filed(state.feed.name, unchanged=True), state.warning
    if parsed is not None:
        filed, warning = _file_items(service, parsed, state, started_at)
    if warning and warning != state.warning:
        level = logging.WARNING if warning in (CHURN, FLOOD) else logging.INFO
        log.log(level, "feed read with a remark feed=%s code=%s", state.feed.name, warning)
    polling = service.config.settings.polling
    after = after_answer(state, answer, parsed, reading.body_hash, polling, started_at)
    service.store.save_poll(replace(after, warning=warning))
    return filed


def _file_items(service: Service, parsed: Parsed, state: FeedState, started_at: datetime) -> tuple[Filed, str]:
    """Store what a feed lists; with it, the remark it is read with from now on, "" = none."""
    from monitor.pipeline.filing import file_items  # here: a poll often brings nothing to judge
    from monitor.pipeline.placing import MOST

    room = max(MOST - service.store.count_told_by(state.feed.name, started_at - DAY), 0)
    tally = file_items(service, parsed.items, started_at, lambda item: _is_fresh(service, item, state), room)
    again = state.warning in (RENAMED, CHURN)
    warning = (CHURN if again else RENAMED) if tally.renamed else FLOOD if tally.flooded else parsed.warning
    return Filed(state.feed.name, None, tally.new, tally.matched, warning=warning), warning


def _is_fresh(service: Service, item: Item, state: FeedState) -> bool:
    return schedule.is_fresh(item, state, service.config.settings.polling, item.seen_at or service.clock())
