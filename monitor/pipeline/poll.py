"""poll: due feeds are fetched and parsed in threads, and filed one by one in the caller's thread."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from monitor import schedule
from monitor.fetch import Fetcher, FetchError
from monitor.model import Answer, Config, Failure, FeedState, Item, Parsed
from monitor.parse import ParseError, parse
from monitor.pipeline.filing import file_items
from monitor.pipeline.service import Service
from monitor.worker import Worker, WorkerError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """One feed, fetched and parsed; `parsed` is None when nothing changed."""

    answer: Answer
    parsed: Parsed | None
    body_hash: str


@dataclass(frozen=True)
class Filed:
    """What a poll of one feed came to."""

    feed: str
    failure: Failure | None = None  # None = it was read
    new: int = 0
    matched: int = 0
    unchanged: bool = False
    warning: str = ""


def read(state: FeedState, fetcher: Fetcher, parser: Worker, config: Config) -> Reading | Failure:
    """Fetch and parse one feed in a thread of its own; whatever goes wrong comes back as a value."""
    try:
        answer = fetcher.get(state)
        digest = sha256(answer.body).hexdigest() if answer.status != 304 else state.body_hash
        if digest == state.body_hash:
            return Reading(answer, None, digest)
        limits = config.settings.limits
        said = {"url": answer.url, "content_type": answer.content_type}
        return Reading(answer, parser.call(answer.body, feed=state.feed, limits=limits, **said), digest)
    except FetchError as error:
        return Failure(error.code, str(error), error.retry_after)
    except (ParseError, WorkerError) as error:
        return Failure(error.code, str(error))
    except Exception as error:  # the one boundary per feed
        log.error("feed bug feed=%s\n%s", state.feed.name, traceback.format_exc())
        return Failure("bug.feed", f"{type(error).__name__}: {error}")


class Poller:
    """Reads due feeds in threads and files them one by one in the caller's thread."""

    def __init__(self, config: Config) -> None:
        polling, limits = config.settings.polling, config.settings.limits
        self._config = config
        self._fetcher = Fetcher(limits, polling, config.settings.contact)
        self._parser = Worker(parse, deadline=limits.parse, memory=limits.memory)
        self._pool = ThreadPoolExecutor(polling.threads, thread_name_prefix="fetch")
        self._flying: dict[Future[Reading | Failure], tuple[FeedState, datetime]] = {}

    def dispatch(self, states: Iterable[FeedState], now: datetime) -> int:
        """Start reading these feeds, except those under way; say how many were started."""
        names = {state.feed.name for state, _ in self._flying.values()}
        wanted = [state for state in states if state.feed.name not in names]
        for state in wanted:
            future = self._pool.submit(read, state, self._fetcher, self._parser, self._config)
            self._flying[future] = (state, now)
        return len(wanted)

    def collect(self, service: Service, timeout: float | None = 0) -> Iterator[Filed]:
        """File what has arrived; wait at most `timeout` seconds for the first (None = as long as it takes)."""
        done, _ = wait(self._flying, timeout, FIRST_COMPLETED)
        for future in done:
            state, started_at = self._flying.pop(future)
            yield file_feed(service, state, future.result(), started_at)

    @property
    def busy(self) -> int:
        """Tell how many feeds are under way."""
        return len(self._flying)

    def close(self) -> None:
        """Drop what is under way: it was never filed, so the next run reads it again."""
        self._fetcher.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._parser.close()


def poll(
    service: Service, states: Sequence[FeedState], on_filed: Callable[[Filed], None] = lambda _: None
) -> list[Filed]:
    """Read and file these feeds, all of them, and return what each came to."""
    poller, filed = Poller(service.config), list[Filed]()
    try:
        poller.dispatch(states, service.clock())
        while poller.busy:
            for one in poller.collect(service, timeout=1):
                on_filed(one)
                filed.append(one)
    finally:
        poller.close()
    return filed


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
    next_at = schedule.next_poll(state, failure, service.config.settings.polling, started_at)
    service.store.save_poll(
        replace(
            state,
            polled_at=started_at,
            next_poll_at=next_at,
            failures=state.failures + 1,
            failing_since=state.failing_since or started_at,
            error_code=failure.code,
            error_text=failure.text,
        )
    )
    log.warning("feed failed feed=%s code=%s next=%s", state.feed.name, failure.code, next_at.isoformat())
    return Filed(state.feed.name, failure)


def _file_reading(service: Service, state: FeedState, reading: Reading, started_at: datetime) -> Filed:
    answer, parsed = reading.answer, reading.parsed
    new = matched = 0
    if parsed is not None:
        new, matched = file_items(service, parsed.items, started_at, lambda item: _is_fresh(service, item, state))
    complete = parsed is None or parsed.warning != "parse.truncated"
    following = schedule.next_poll(
        state, answer, service.config.settings.polling, started_at, ttl=parsed.ttl if parsed else None
    )
    service.store.save_poll(
        replace(
            state,
            # validators advance only with a complete body: a cut one must be asked for again
            etag=answer.etag if complete else state.etag,
            modified=answer.modified if complete else state.modified,
            body_hash=reading.body_hash if complete else state.body_hash,
            polled_at=started_at,
            ok_at=started_at,
            next_poll_at=following,
            failures=0,
            failing_since=None,
            error_code="",
            error_text="",
        )
    )
    return Filed(state.feed.name, None, new, matched, parsed is None, parsed.warning if parsed else "")


def _is_fresh(service: Service, item: Item, state: FeedState) -> bool:
    return schedule.is_fresh(item, state, service.config.settings.polling, item.seen_at or service.clock())
