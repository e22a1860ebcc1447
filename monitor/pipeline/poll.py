"""poll: due feeds are fetched and parsed in threads, and filed one by one in the caller's thread.

That a feed is asked is recorded before it is: a restart, a crash or a reload in the middle never asks it twice.
"""

from __future__ import annotations

import logging
import os
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

from monitor import schedule
from monitor.config import ConfigError, headers
from monitor.fetch import Fetcher, FetchError, lane_of
from monitor.model import Answer, Config, Failure, Feed, FeedState, Item, Parsed
from monitor.parse import ParseError, parse
from monitor.pipeline.filing import Tally, file_items
from monitor.pipeline.living import Beat, Living
from monitor.pipeline.maps import followed
from monitor.pipeline.remembering import after_answer, after_failure
from monitor.pipeline.service import Service
from monitor.worker import Worker, WorkerError, longest

log = logging.getLogger(__name__)

_SLOW = ("net.timeout", "parse.cpu", "parse.memory")

# A feed gives the items it lists new guids, and they are known all the same: once, or at each reading.
RENAMED, CHURN = "content.guid_renamed", "content.guid_churn"


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


class Parser(Protocol):
    """What documents are parsed in: `parse`, called with bounds."""

    def call(self, *args: object, **kwargs: object) -> Parsed:
        """Return what `parse` returns; raises ParseError or WorkerError."""

    def close(self) -> None:
        """End what is under way."""


def take_up_feeds(service: Service) -> None:
    """Take up feeds.yaml for the service: feeds that start anew are asked in the course of minutes, not all at once."""
    store, settings, now = service.store, service.config.settings, service.clock()
    store.sync_feeds(service.config.feeds)
    anew = [state.feed for state in store.feed_states() if state.next_poll_at is None]
    digest_at = min((schedule.next_slot(digest, now).due_at for digest in settings.digests), default=None)
    with store.transaction():
        for name, at in schedule.first_polls(anew, settings.polling, now, digest_at).items():
            store.hold_polls([name], at)


Arrived = tuple[FeedState, Reading | Failure, datetime]  # what came of a feed whose request started then


def read(state: FeedState, fetcher: Fetcher, parse: Callable[..., Parsed], config: Config) -> Reading | Failure:
    """Fetch and parse one feed in a thread of its own; whatever goes wrong comes back as a value."""
    try:
        secrets = headers(state.feed, os.environ)
        answer = fetcher.get(state, secrets)
        if answer.status == 304 or _digest(answer) == state.body_hash:
            return Reading(answer, None, state.body_hash)
        limits = config.settings.limits

        def parsed_of(said: Answer) -> Parsed:
            return parse(said.body, feed=state.feed, limits=limits, url=said.url, content_type=said.content_type)

        def ask(url: str) -> Answer:
            return fetcher.get(FeedState(state.feed, url), secrets)

        answer, parsed = followed(answer, parsed_of(answer), ask, parsed_of)
        digest = _digest(answer)
        return Reading(answer, None if digest == state.body_hash else parsed, digest)
    except FetchError as error:
        return Failure(error.code, error.text, error.retry_after, error.host)
    except (ParseError, WorkerError) as error:
        return Failure(error.code, str(error))
    except ConfigError as error:
        return no_secret(error)
    except Exception as error:  # the one boundary per feed
        log.error("feed bug feed=%s\n%s", state.feed.name, traceback.format_exc())
        return Failure("bug.feed", f"{type(error).__name__}: {error}")


def _digest(answer: Answer) -> str:
    return sha256(answer.body).hexdigest()


def _ask(fetcher: Fetcher, url: str) -> bool:
    try:
        fetcher.get(FeedState(Feed("ping", url), url))
    except FetchError as error:
        if error.code != "http.empty":  # "204 No Content" is a good answer to a ping
            log.warning("ping failed code=%s: %s", error.code, error.text)
            return False
    return True


def no_secret(error: ConfigError) -> Failure:
    """Say that a feed was not asked, as the value of one of its headers is not to be had."""
    one = error.complaints[0]
    return Failure("config.secret", f"{one.where}: {one.text}; {one.hint}")


class Poller:
    """Reads due feeds in threads and files them one by one in the caller's thread."""

    def __init__(
        self,
        config: Config,
        elapsed: Callable[[], float] = time.monotonic,
        on_arrival: Callable[[], None] = lambda: None,  # called in a thread: there is something to collect
        beat: Beat = lambda _component, _seconds: None,  # called in threads: fetching or parsing lives
        parser: Parser | None = None,  # None = child processes
    ) -> None:
        polling, limits = config.settings.polling, config.settings.limits
        self._config, self._on_arrival = config, on_arrival
        step = longest(limits.parse)
        self._parsing = Living("parse", step, beat, elapsed)
        self._fetching = Living("fetch", max((limits.total + polling.gap).total_seconds(), step), beat, elapsed)
        moved = self._fetching.step
        self._fetcher = Fetcher(limits, polling, config.settings.contact, clock=elapsed, on_step=moved)
        self._parser = parser or Worker(parse, deadline=limits.parse, memory=limits.memory, on_step=self._parsed_on)
        self._pool = ThreadPoolExecutor(polling.threads, thread_name_prefix="fetch")
        self._flying: dict[Future[Reading | Failure], tuple[FeedState, datetime]] = {}

    def serves(self, config: Config) -> bool:
        """Tell whether it can go on under another config; what is under way need not be dropped then."""
        mine, other = self._config.settings, config.settings
        return (mine.polling, mine.limits, mine.contact) == (other.polling, other.limits, other.contact)

    def dispatch(self, service: Service, states: Iterable[FeedState]) -> list[FeedState]:
        """Start reading those feeds for which there is a thread and whose host is free; return the others."""
        now, polling = service.clock(), self._config.settings.polling
        wanted, left = self._startable(states)
        if not wanted:
            return left
        claims = {state.feed.name: schedule.claimed_until(state, polling, now) for state in wanted}
        service.store.claim_polls(claims, now)
        for state in wanted:
            try:
                future = self._pool.submit(self._read, state)
            except RuntimeError as error:  # no thread is to be had; it is asked again when its claim ends
                log.error("feed not asked feed=%s code=proc.limit: %s", state.feed.name, error)
                continue
            self._flying[future] = (state, now)
            future.add_done_callback(lambda _: self._on_arrival())
        return left

    def _read(self, state: FeedState) -> Reading | Failure:
        with self._fetching.work():
            return read(state, self._fetcher, self._parse, self._config)

    def _parse(self, *args: object, **kwargs: object) -> Parsed:
        with self._parsing.work():
            return self._parser.call(*args, **kwargs)

    def _parsed_on(self) -> None:
        """Note that parsing goes on: the threads that fetched wait for that."""
        self._parsing.step()
        self._fetching.step()

    def _startable(self, states: Iterable[FeedState]) -> tuple[list[FeedState], list[FeedState]]:
        """Part the feeds that can be read now from those that wait: for a thread, for their host.

        Feeds that took all the time they may when they were read last get a quarter of the threads: however many there
        are of them, the others go on.
        """
        polling = self._config.settings.polling
        flying = [state for state, _ in self._flying.values()]
        names, hosts = {state.feed.name for state in flying}, Counter(lane(state.url) for state in flying)
        free, slow = polling.threads - len(flying), max(1, polling.threads // 4) - sum(map(is_slow, flying))
        wanted, left = list[FeedState](), list[FeedState]()
        waiting = [state for state in states if state.feed.name not in names]
        for index, state in enumerate(waiting):
            if len(wanted) >= free:
                left += waiting[index:]
                break
            host = lane(state.url)
            if hosts[host] >= max(1, polling.per_host) or (is_slow(state) and slow <= 0):
                left.append(state)
            elif state.feed.name not in names:
                wanted.append(state)
                names.add(state.feed.name)
                hosts[host] += 1
                slow -= is_slow(state)
        return wanted, left

    def collect(self, service: Service, timeout: float | None = 0) -> Iterator[Filed]:
        """File what has arrived; wait at most `timeout` seconds for the first (None = as long as it takes).

        What came of a feed that was edited meanwhile is dropped: it starts anew.
        """
        done, _ = wait(self._flying, timeout, FIRST_COMPLETED)
        arrived = list[Arrived]()
        for future in [one for one in self._flying if one in done]:  # as dispatched: a set has an order of its own
            state, started_at = self._flying.pop(future)
            if state.feed in service.config.feeds:
                arrived.append((state, future.result(), started_at))
        yield from file_arrived(service, arrived)

    def ask(self, url: str) -> Future[bool]:
        """Ask for an address in one of the threads; the result is whether it answered well."""
        return self._pool.submit(self._ask, url)

    def _ask(self, url: str) -> bool:
        with self._fetching.work():
            return _ask(self._fetcher, url)

    def shift(self, by: timedelta) -> None:
        """Move what is under way along with a clock that was set."""
        self._flying = {future: (state, at + by) for future, (state, at) in self._flying.items()}

    @property
    def busy(self) -> int:
        """Tell how many feeds are under way."""
        return len(self._flying)

    def close(self) -> None:
        """Drop what is under way: it was never filed, so it is read again, in due time."""
        self._fetcher.close()
        self._parser.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._parser.close()  # the child of a document that came in at this very moment


def poll(
    service: Service, states: Sequence[FeedState], on_filed: Callable[[Filed], None] = lambda _: None
) -> list[Filed]:
    """Read and file these feeds, all of them, and return what each came to."""
    poller, filed, left = Poller(service.config), list[Filed](), list(states)
    try:
        while (left := poller.dispatch(service, left)) or poller.busy:
            for one in poller.collect(service, timeout=1):
                on_filed(one)
                filed.append(one)
    finally:
        poller.close()
    return filed


def file_arrived(service: Service, arrived: Sequence[Arrived]) -> Iterator[Filed]:
    """File what arrived together: feeds that brought nothing in one transaction, each other one in one of its own.

    A commit takes longer than the little that is to be noted of an unchanged feed.
    """
    quiet = [one for one in arrived if _brought_nothing(one[1])]
    with service.store.transaction() if quiet else nullcontext():
        noted = [file_feed(service, *one) for one in quiet]
    yield from noted
    yield from (file_feed(service, *one) for one in arrived if not _brought_nothing(one[1]))


def _brought_nothing(reading: Reading | Failure) -> bool:
    return isinstance(reading, Reading) and reading.parsed is None


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


def is_slow(state: FeedState) -> bool:
    """Tell whether a feed took all the time it may when it was read last."""
    return state.error_code in _SLOW


@lru_cache(maxsize=4096)
def lane(url: str) -> str:
    """Return the host whose requests go one after another; an address that is none stands for itself."""
    try:
        return lane_of(url)
    except FetchError:
        return url


def _file_reading(service: Service, state: FeedState, reading: Reading, started_at: datetime) -> Filed:
    answer, parsed = reading.answer, reading.parsed
    tally, warning = Tally(0, 0, renamed=False), state.warning
    if parsed is not None:
        tally = file_items(service, parsed.items, started_at, lambda item: _is_fresh(service, item, state))
        again = state.warning in (RENAMED, CHURN)
        warning = (CHURN if again else RENAMED) if tally.renamed else parsed.warning
    if warning and warning != state.warning:
        level = logging.WARNING if warning == CHURN else logging.INFO
        log.log(level, "feed read with a remark feed=%s code=%s", state.feed.name, warning)
    polling = service.config.settings.polling
    after = after_answer(state, answer, parsed, reading.body_hash, polling, started_at)
    service.store.save_poll(replace(after, warning=warning))
    said = "" if parsed is None else warning
    return Filed(state.feed.name, None, tally.new, tally.matched, parsed is None, said)


def _is_fresh(service: Service, item: Item, state: FeedState) -> bool:
    return schedule.is_fresh(item, state, service.config.settings.polling, item.seen_at or service.clock())
