"""poll: due feeds are fetched and parsed in threads, and filed one by one in the caller's thread.

That a feed is asked is recorded before it is: a restart, a crash or a reload in the middle never asks it twice.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import schedule
from monitor.fetch import Fetcher, FetchError
from monitor.model import Config, Failure, Feed, FeedState, Parsed
from monitor.parse import parse
from monitor.pipeline.arrival import Arrival, Filed, file_arrivals
from monitor.pipeline.reading import Beat, Living, Parser, Reading, lane, read
from monitor.pipeline.service import Service
from monitor.worker import Worker, longest

log = logging.getLogger(__name__)

Flying = dict[Future[Reading | Failure], tuple[FeedState, datetime]]  # what is under way, and since when
_AT_ONCE = 100  # items of several feeds that are filed by one commit
_SLOW = ("net.timeout", "parse.cpu", "parse.memory")


def take_up_feeds(service: Service) -> None:
    """Take up feeds.yaml for the service: feeds that start anew are asked in the course of minutes, not all at once."""
    store, settings, now = service.store, service.config.settings, service.clock()
    store.sync_feeds(service.config.feeds)
    anew = [state.feed for state in store.feed_states() if state.next_poll_at is None]
    digest_at = min((schedule.next_slot(digest, now).due_at for digest in settings.digests), default=None)
    with store.transaction():
        for name, at in schedule.first_polls(anew, settings.polling, now, digest_at).items():
            store.hold_polls([name], at)


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
        self._flying: Flying = {}
        self._begun: dict[Future[Reading | Failure], Arrival] = {}  # of which a portion is filed

    def serves(self, config: Config) -> bool:
        """Tell whether it can go on under another config; what is under way need not be dropped then."""
        mine, other = self._config.settings, config.settings
        return (mine.polling, mine.limits, mine.contact) == (other.polling, other.limits, other.contact)

    def dispatch(self, service: Service, states: Iterable[FeedState]) -> list[FeedState]:
        """Start reading those feeds for which there is a thread and whose host is free; return the others."""
        wanted, left = self._startable(states, self._flying)
        if wanted:
            self._start(wanted, self._claim(service, wanted))
        return left

    def _claim(self, service: Service, wanted: Iterable[FeedState]) -> datetime:
        """Record that these are asked, and return when: now. None is started before that is committed."""
        now, polling = service.clock(), self._config.settings.polling
        service.store.claim_polls({one.feed.name: schedule.claimed_until(one, polling, now) for one in wanted}, now)
        return now

    def _start(self, wanted: Iterable[FeedState], now: datetime) -> None:
        for state in wanted:
            try:
                future = self._pool.submit(self._read, state)
            except RuntimeError as error:  # no thread is to be had; it is asked again when its claim ends
                log.error("feed not asked feed=%s code=proc.limit: %s", state.feed.name, error)
                continue
            self._flying[future] = (state, now)
            future.add_done_callback(lambda _: self._on_arrival())

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

    def _startable(self, states: Iterable[FeedState], flying: Flying) -> tuple[list[FeedState], list[FeedState]]:
        """Part the feeds that can be read beside those under way from those that wait: for a thread, for their host.

        Feeds that took all the time they may when they were read last get a quarter of the threads: however many there
        are of them, the others go on.
        """
        polling, under_way = self._config.settings.polling, [state for state, _ in flying.values()]
        names, hosts = {state.feed.name for state in under_way}, Counter(lane(state.url) for state in under_way)
        free, slow = polling.threads - len(under_way), max(1, polling.threads // 4) - sum(map(is_slow, under_way))
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
        for filed, _ in self.relay(service, (), timeout):
            yield from filed

    def relay(
        self, service: Service, states: Sequence[FeedState], timeout: float | None = 0
    ) -> Iterator[tuple[list[Filed], Sequence[FeedState]]]:
        """Collect, and dispatch each time what can be read in the place of what is filed; yield both, with who waits.

        One commit notes what was filed and what is asked next: it takes longer than all else about a feed. Of a feed
        that brings very much a portion is filed at each call, so that all else goes on in between.
        """
        done, _ = wait(self._flying, timeout, FIRST_COMPLETED)
        arrived = {
            future: replace(self._begun.get(future) or Arrival(state, future.result(), at), started_at=at)
            for future, (state, at) in self._flying.items()  # as dispatched: a set has an order of its own
            if future in done
        }
        begun = dict[Future[Reading | Failure], Arrival]()
        for futures in _together(arrived, service.config):
            with service.store.transaction():
                results = dict(zip(futures, file_arrivals(service, [arrived[one] for one in futures]), strict=True))
                filed = {future: one for future, one in results.items() if isinstance(one, Filed)}
                rest = {future: flying for future, flying in self._flying.items() if future not in filed}
                wanted, states = self._startable(states, rest)
                now = self._claim(service, wanted)
            self._flying = rest  # only now: what a full disk kept from being filed is filed later
            begun |= {future: one for future, one in results.items() if isinstance(one, Arrival)}
            self._begun |= begun
            self._start(wanted, now)
            yield list(filed.values()), states
        for future in arrived.keys() - begun.keys():  # also of feeds that were edited meanwhile
            self._flying.pop(future, None)
        self._begun = begun
        if begun:
            self._on_arrival()

    def ask(self, url: str) -> Future[bool]:
        """Ask for an address in one of the threads; the result is whether it answered well."""
        return self._pool.submit(self._ask, url)

    def _ask(self, url: str) -> bool:
        with self._fetching.work():
            try:
                self._fetcher.get(FeedState(Feed("ping", url), url))
            except FetchError as error:
                if error.code != "http.empty":  # "204 No Content" is a good answer to a ping
                    log.warning("ping failed code=%s: %s", error.code, error.text)
                    return False
            return True

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
    poller, filed, left = Poller(service.config), list[Filed](), states
    try:
        while (left := poller.dispatch(service, left)) or poller.busy:
            for brought, waiting in poller.relay(service, left, timeout=1):
                for one in brought:
                    on_filed(one)
                filed += brought
                left = waiting
    finally:
        poller.close()
    return filed


def is_slow(state: FeedState) -> bool:
    """Tell whether a feed took all the time it may when it was read last."""
    return state.error_code in _SLOW


def _together(
    arrived: Mapping[Future[Reading | Failure], Arrival], config: Config
) -> Iterator[list[Future[Reading | Failure]]]:
    """Yield what is filed at once: feeds that brought a hundred items between them, or one that alone brought more.

    A commit takes longer than the little there is to note of most feeds, and each has the index of words merged.
    """
    feeds = {feed.name: feed for feed in config.feeds}
    together, items = list[Future[Reading | Failure]](), 0
    for future, one in arrived.items():
        if feeds.get(one.state.feed.name) != one.state.feed:
            continue
        if together and items + one.items > _AT_ONCE:
            yield together
            together, items = [], 0
        together.append(future)
        items += one.items
    if together:
        yield together
