"""A feed in; its document out, fetched and parsed, or why there is none: in a thread of its own, nothing is stored."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

from monitor.config import ConfigError, headers
from monitor.fetch import Fetcher, FetchError, challenged, lane_of
from monitor.model import Answer, Config, Failure, Feed, FeedState, Limits, Parsed
from monitor.parse import ParseError
from monitor.pipeline.sitemaps import followed
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
