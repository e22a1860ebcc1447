"""An address in; all that it answers out, read once by the rules of `poll` and stored nowhere.

    try_feed     address     ─▶ fetch ─▶ parse ─▶ match
    find_feeds   page        ─▶ discover ─▶ fetch ─▶ parse ─▶ match   one candidate after the other, few of them
    ask_feeds    the config  ─▶ fetch ─▶ parse                        hosts side by side, the feeds of one in turn
    ask_mail     mail server ─▶ connect ─▶ TLS ─▶ EHLO ─▶ login       and leave: neither sender nor recipient is named

Every request goes through the guard of `fetch`: a page that declares an address of the local network leads nowhere.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from monitor import discover
from monitor.config import ConfigError, headers
from monitor.deliver import Smtp
from monitor.fetch import Fetcher, FetchError
from monitor.lookup import Resolve
from monitor.model import (
    Answer,
    Candidate,
    Config,
    Failure,
    Feed,
    FeedState,
    Item,
    Judgement,
    Mail,
    Outcome,
    Parsed,
    Reception,
)
from monitor.parse import ParseError, parse
from monitor.pipeline.judging import Judge
from monitor.pipeline.reading import Reading, Source, lane, no_secret, read
from monitor.worker import Worker, WorkerError

MOST = 8  # candidates tried of what one page declares
_MAP_BEGINS = 2_000  # bytes in which a sitemap says that it is one
# What a page may answer although its site has a feed; after anything else the site is not asked again.
_HOPEFUL = {"http.forbidden", "http.challenge", "http.not_found", "http.gone", "http.empty", "http.unauthorized"}


@dataclass(frozen=True)
class Trial:
    """An address, read once. Without an answer or without a document there is a failure."""

    feed: Feed
    candidate: Candidate
    answer: Answer | None = None  # None = none came
    parsed: Parsed | None = None  # None = no feed
    failure: Failure | None = None  # None = it is a feed
    matches: tuple[tuple[Item, Judgement], ...] = ()  # the items that concern the watchlist

    @property
    def read(self) -> tuple[Answer, Parsed]:
        """What came and what stands in it; only of an address that is a feed."""
        assert self.answer is not None
        assert self.parsed is not None
        return self.answer, self.parsed


@dataclass(frozen=True)
class Finding:
    """What came of looking for the feeds of a page."""

    found: tuple[Trial, ...]
    failed: tuple[Trial, ...]  # the page itself among them, where it is no feed
    untried: int = 0  # candidates beyond those tried


class Tester:
    """Reads addresses one after the other with the config's limits and gaps; `resolve` is the seam."""

    def __init__(self, config: Config, resolve: Resolve = socket.getaddrinfo) -> None:
        limits = config.settings.limits
        self._limits = limits
        self._fetcher = Fetcher(limits, config.settings.polling, config.settings.contact, resolve=resolve)
        self._parser = Worker(parse, deadline=limits.parse, memory=limits.memory)
        self._reader = Worker(discover.declared, deadline=limits.parse, memory=limits.memory)
        self._judge = Judge(config)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._fetcher.close()
        self._parser.close()
        self._reader.close()

    def try_feed(self, feed: Feed, candidate: Candidate | None = None) -> Trial:
        """Fetch and parse a feed once, unconditionally; whatever goes wrong comes back as a value."""
        candidate = candidate or Candidate(feed.url, "as given")
        try:
            answer = self._fetcher.get(FeedState(feed, feed.url), headers(feed, os.environ))
        except FetchError as error:
            return Trial(feed, candidate, failure=Failure(error.code, error.text, error.retry_after))
        except ConfigError as error:
            return Trial(feed, candidate, failure=no_secret(error))
        return self._read(feed, candidate, answer)

    def as_sitemap(self, page: Trial) -> Trial:
        """Read what came once more, as a sitemap."""
        assert page.answer is not None
        candidate = replace(page.candidate, type="sitemap")
        return self._read(replace(page.feed, type="sitemap"), candidate, page.answer)

    def _read(self, feed: Feed, candidate: Candidate, answer: Answer) -> Trial:
        try:
            secrets = headers(feed, os.environ)
            answer, parsed = Source(feed, self._fetcher, self._parser.call, self._limits, secrets).read(answer)
        except ConfigError as error:
            return Trial(feed, candidate, answer, failure=no_secret(error))
        except (FetchError, ParseError, WorkerError) as error:
            return Trial(feed, candidate, answer, failure=Failure(error.code, error.text))
        judged = ((item, self._judge.matcher.judge(item)) for item in parsed.items)
        matches = tuple((item, judgement) for item, judgement in judged if judgement.relevant)
        return Trial(feed, candidate, answer, parsed, matches=matches)

    def robots(self, url: str) -> bytes:
        """Return the robots.txt of a site; nothing where there is none."""
        address = urljoin(url, "/robots.txt")
        try:
            return self._fetcher.get(FeedState(Feed("robots", address), address)).body
        except FetchError:
            return b""

    def declared(self, answer: Answer) -> tuple[Candidate, ...]:
        """Return what a page declares; nothing where it takes too long to read."""
        try:
            return self._reader.call(answer.body, answer.url, answer.content_type)
        except WorkerError:
            return ()


def find_feeds(url: str, tester: Tester, on_try: Callable[[Candidate], None] = lambda _: None) -> Finding:
    """Find the feeds of an address: itself, else what its shape or its page tells, else at the usual paths.

    The usual paths are tried until the first that is a feed, and no further once the site refuses to be asked. A site
    without a feed may have a news sitemap, which is looked for in the same way.
    """
    known = discover.shaped(url)
    if known:
        return _sorted_out(_tried(known, tester, on_try))
    on_try(Candidate(url, "the page"))
    page = tester.try_feed(Feed("page", url), Candidate(url, "as given"))
    if page.failure is None:
        return Finding((page,), ())
    if page.answer and any(root in page.answer.body[:_MAP_BEGINS] for root in (b"<urlset", b"<sitemapindex")):
        return _sorted_out([tester.as_sitemap(page)])
    if _is_refused(page):
        return Finding((), (page,))
    site = page.answer.url if page.answer else url
    declared = tester.declared(page.answer) if page.answer else ()
    if declared:
        trials = [page, *_tried(declared[:MOST], tester, on_try)]
    else:
        trials = [page, *_until_found(discover.usual_paths(site), tester, on_try)]
    if len(declared) <= MOST and not any(one.failure is None or _is_refused(one) for one in trials):
        trials += _until_found(discover.sitemaps(site, tester.robots(site)), tester, on_try)
    finding = _sorted_out(trials)
    return replace(finding, untried=max(len(declared) - MOST, 0))


def _is_refused(trial: Trial) -> bool:
    """Tell whether a site had better be left alone."""
    return trial.answer is None and trial.failure is not None and trial.failure.code not in _HOPEFUL


def _sorted_out(trials: Iterable[Trial]) -> Finding:
    """Part feeds from failures; a feed without entries (a repository without releases) comes last."""
    every = list(trials)
    found = sorted((one for one in every if one.failure is None), key=lambda one: not (one.parsed and one.parsed.items))
    return Finding(tuple(found), tuple(one for one in every if one.failure is not None))


def _tried(candidates: Iterable[Candidate], tester: Tester, on_try: Callable[[Candidate], None]) -> Iterable[Trial]:
    for candidate in candidates:
        on_try(candidate)
        yield tester.try_feed(Feed("candidate", candidate.url, candidate.type), candidate)


def _until_found(
    candidates: Iterable[Candidate], tester: Tester, on_try: Callable[[Candidate], None]
) -> Iterable[Trial]:
    for trial in _tried(candidates, tester, on_try):
        yield trial
        if trial.failure is None or _is_refused(trial):
            return


@dataclass(frozen=True)
class Asked:
    """A feed, and what it said when it was asked for once."""

    feed: Feed
    said: Reading | Failure


def ask_feeds(config: Config, on_asked: Callable[[Asked], None] = lambda _: None) -> tuple[Asked, ...]:
    """Read every feed once and unconditionally, as politely as ever; return them in the order of the file."""
    settings, told = config.settings, threading.Lock()
    fetcher = Fetcher(settings.limits, settings.polling, settings.contact)
    parser: Worker[Parsed] = Worker(parse, deadline=settings.limits.parse, memory=settings.limits.memory)
    pool = ThreadPoolExecutor(settings.polling.threads, thread_name_prefix="ask")

    def ask(feeds: Iterable[Feed]) -> list[Asked]:
        found = []
        for feed in feeds:
            found.append(Asked(feed, read(FeedState(feed, feed.url), fetcher, parser.call, config)))
            with told:
                on_asked(found[-1])
        return found

    try:
        asked = {one.feed.name: one for group in pool.map(ask, _hosts(config.feeds)) for one in group}
    finally:
        fetcher.close()
        pool.shutdown(wait=True, cancel_futures=True)
        parser.close()
    return tuple(asked[feed.name] for feed in config.feeds)


def _hosts(feeds: Iterable[Feed]) -> list[list[Feed]]:
    """Group feeds by their host, the largest group first: it takes the longest, a gap after each of its feeds."""
    groups: dict[str, list[Feed]] = {}
    for feed in feeds:
        groups.setdefault(lane(feed.url), []).append(feed)
    return sorted(groups.values(), key=len, reverse=True)


def ask_mail(mail: Mail, password: Callable[[], str]) -> Reception | None:
    """Enter the mail server as for a letter, and leave; None when none is configured."""
    if not mail.server:
        return None
    try:
        secret = password()
    except ConfigError as error:
        return Reception(trouble=Outcome("deferred", "config.password", str(error.complaints[0]), server_wide=True))
    return Smtp().visit(mail, secret)
