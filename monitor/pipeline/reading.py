"""A feed in; its document out, fetched and parsed, or why there is none: in a thread of its own, nothing is stored.

Of an index of sitemaps the news of those are read: a few more requests, as polite as any other. Where the index says
when each of them changed, it alone tells whether there is anything new; else all are read each time, and the index is
asked for without its validators: a list that stays the same says nothing of what is listed. Sitemaps that are none of
news are passed over while another one is.

A thread without work gives no sign of life and need give none. While some is under way, a step of it begins or ends at
least every `longest` seconds; where none does, they hang, all of them. One that hangs among others that go on shows by
its age: then nobody's steps count any more.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

from monitor.config import ConfigError, headers
from monitor.fetch import Fetcher, FetchError, challenged, lane_of
from monitor.model import Answer, Config, Failure, Feed, FeedState, Item, Limits, Parsed
from monitor.parse import ParseError
from monitor.worker import WorkerError

log = logging.getLogger(__name__)


class Parser(Protocol):
    """What documents are parsed in: `parse`, called with bounds."""

    def call(self, *args: object, **kwargs: object) -> Parsed:
        """Return what `parse` returns; raises ParseError or WorkerError."""

    def close(self) -> None:
        """End what is under way."""


@dataclass(frozen=True)
class Reading:
    """One feed, fetched and parsed; `parsed` is None when nothing changed."""

    answer: Answer
    parsed: Parsed | None
    body_hash: str


@dataclass(frozen=True)
class Source:
    """A feed, and what it is asked and read with."""

    feed: Feed
    fetcher: Fetcher
    parse: Callable[..., Parsed]
    limits: Limits
    secrets: Mapping[str, str]  # headers for its own origin

    def ask(self, url: str) -> Answer:
        """Fetch an address of it, unconditionally; raises FetchError."""
        return self.fetcher.get(FeedState(self.feed, url), self.secrets)

    def parsed(self, answer: Answer) -> Parsed:
        """Parse a document of it; raises ParseError, WorkerError, and FetchError where it is a wall and no document."""
        where = {"url": answer.url, "content_type": answer.content_type}
        try:
            return self.parse(answer.body, feed=self.feed, limits=self.limits, **where)
        except ParseError as error:
            if wall := challenged(answer):
                raise wall from error
            raise

    def read(self, answer: Answer) -> tuple[Answer, Parsed]:
        """Parse what came, and what that is an index of; raises FetchError, ParseError, WorkerError."""
        return followed(answer, self.parsed(answer), self.ask, self.parsed)


def read(state: FeedState, fetcher: Fetcher, parse: Callable[..., Parsed], config: Config) -> Reading | Failure:
    """Fetch and parse one feed in a thread of its own; whatever goes wrong comes back as a value."""
    try:
        secrets = headers(state.feed, os.environ)
        if is_wished(state):
            fetcher.unbar(state.url)
        answer = fetcher.get(state, secrets)
        if answer.status == 304 or _digest(answer) == state.body_hash:
            return Reading(answer, None, state.body_hash)
        answer, parsed = Source(state.feed, fetcher, parse, config.settings.limits, secrets).read(answer)
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


def is_wished(state: FeedState) -> bool:
    """Tell whether a person wants a feed to be asked now, whatever its server asked for."""
    return state.next_poll_at is None and state.polled_at is not None


def _digest(answer: Answer) -> str:
    return sha256(answer.body).hexdigest()


def no_secret(error: ConfigError) -> Failure:
    """Say that a feed was not asked, as the value of one of its headers is not to be had."""
    one = error.complaints[0]
    return Failure("config.secret", f"{one.where}: {one.text}; {one.hint}")


@lru_cache(maxsize=4096)
def lane(url: str) -> str:
    """Return the host whose requests go one after another; an address that is none stands for itself."""
    try:
        return lane_of(url)
    except FetchError:
        return url


# ---------------------------------------------------------------- an index of sitemaps


def followed(
    answer: Answer, parsed: Parsed, ask: Callable[[str], Answer], parse: Callable[[Answer], Parsed]
) -> tuple[Answer, Parsed]:
    """Return what there is to file and to remember; `body` of the answer is all that was read.

    Raises what `ask` and `parse` raise; ParseError sitemap.index, sitemap.no_news.
    """
    if not parsed.maps:
        return answer, parsed
    bodies, read, fault = [answer.body], list[Parsed](), ParseError("sitemap.index", "an index that lists nothing")
    for url in parsed.maps:
        said = ask(url)
        bodies.append(said.body)
        try:
            read.append(_news(parse(said)))
        except ParseError as error:
            fault = error
    if not read:
        raise ParseError(fault.code, f"none of {len(parsed.maps)} sitemaps of the index can be read: {fault.text}")
    if not parsed.maps_dated:
        answer = replace(answer, body=b"".join(bodies), etag="", modified="")
    return answer, replace(read[0], items=_distinct(read), warning=parsed.warning or read[0].warning)


def _news(parsed: Parsed) -> Parsed:
    if parsed.maps:
        raise ParseError("sitemap.index", "an index of indexes")
    return parsed


def _distinct(read: list[Parsed]) -> tuple[Item, ...]:
    """Take each item once, the first that has its name."""
    return tuple({item.guid: item for one in reversed(read) for item in reversed(one.items)}.values())[::-1]


# ---------------------------------------------------------------- signs of life


Beat = Callable[[str, float], None]  # a component lives, for so many seconds

OLD = 1800.0  # seconds: no work takes as long, whatever it waits for
SLACK = 30.0  # seconds beyond the longest a step may take: a busy machine


class Living:
    """The signs of life of one component, whose work is done in many threads."""

    def __init__(self, component: str, longest: float, beat: Beat, elapsed: Callable[[], float]) -> None:
        self._component, self._longest, self._beat, self._elapsed = component, longest + SLACK, beat, elapsed
        self._lock = threading.Lock()
        self._begun: dict[int, float] = {}  # what is under way: a thread's number, since when
        self.step()

    @contextmanager
    def work(self) -> Iterator[None]:
        """Do some work of this thread."""
        me = threading.get_ident()
        with self._lock:
            self._begun[me] = self._elapsed()
            self._sign()
        try:
            yield
        finally:
            with self._lock:
                del self._begun[me]
                self._sign()

    def step(self) -> None:
        """Note that a step of some work began or ended."""
        with self._lock:
            self._sign()

    def _sign(self) -> None:
        if not self._begun:
            self._beat(self._component, math.inf)
        elif self._elapsed() - min(self._begun.values()) <= OLD:
            self._beat(self._component, self._longest)
