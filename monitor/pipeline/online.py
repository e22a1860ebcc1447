"""The config in; the answers of all feeds and of the mail server out: nothing is stored, no mail is sent.

    online   feeds       ─▶ fetch ─▶ parse                        hosts side by side, the feeds of one host in turn
             mail server ─▶ connect ─▶ TLS ─▶ EHLO ─▶ login       and leave: neither sender nor recipient is named
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from monitor.config import ConfigError
from monitor.deliver import Smtp
from monitor.fetch import Fetcher
from monitor.model import Config, Failure, Feed, FeedState, Mail, Outcome, Parsed, Reception
from monitor.parse import parse
from monitor.pipeline.reading import Reading, lane, read
from monitor.worker import Worker


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
