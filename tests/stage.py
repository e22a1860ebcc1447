"""A stage for whole-service tests: a small watchlist, a clock that is set by hand, items in one line."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path

from monitor.config import Lexicons, templates
from monitor.model import (
    Answer,
    Config,
    Cue,
    Digest,
    Edition,
    Feed,
    FeedState,
    Item,
    Mail,
    Parsed,
    Product,
    Settings,
    Term,
    Vendor,
    Watchlist,
)
from monitor.pipeline.arrival import file_feed
from monitor.pipeline.judging import Judge
from monitor.pipeline.reading import Reading
from monitor.pipeline.service import Service
from monitor.render import Renderer
from monitor.store import Store

START = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)

WATCHLIST = Watchlist(
    products=(
        Product(
            "Sora", "OpenAI", (Term("Sora", ambiguous=True),), (Term("ChatGPT"),), official=("openai.com",),
            place="watchlist.yaml:2",
        ),
        Product("Kling", "Kuaishou", (Term("Kling"), Term("可灵"), Term("クリング")), place="watchlist.yaml:8"),
    ),
    vendors=(
        Vendor("OpenAI", (Term("OpenAI"),), ("openai.com",)),
        Vendor("Kuaishou", (Term("Kuaishou"), Term("快手"))),
    ),
    topics=(Term("AI video", ("en",)), Term("视频生成", ("zh",))),
)  # fmt: skip
DIGEST = Digest("daily", ("ann@example.org",), at=time(7, 0))


class Clock:
    """A clock that a test sets."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


@cache
def cues() -> tuple[Cue, ...]:
    return tuple(Lexicons({}))


@cache
def judge(watchlist: Watchlist, cues: tuple[Cue, ...]) -> Judge:
    """A judge takes most of a second to build; it remembers nothing, so tests share it."""
    return Judge(Config(Settings(), (), watchlist, cues))


@cache
def renderer() -> Renderer:
    """Nor does a renderer remember anything; its templates take a tenth of a second to make ready."""
    shipped = templates(None)
    return Renderer(shipped, shipped=shipped)


def config(*feeds: Feed, digests: tuple[Digest, ...] = (DIGEST,), mail: Mail | None = None) -> Config:
    return Config(Settings(mail=mail or Mail(), digests=digests), feeds, WATCHLIST, cues())


def service(store: Store, clock: Clock, *feeds: Feed, loaded: Config | None = None) -> Service:
    loaded = loaded or config(*feeds)
    store.sync_feeds(loaded.feeds)
    on = Service(loaded, store, clock, templates(None))
    on.judge, on.renderer = judge(loaded.watchlist, loaded.cues), renderer()
    return on


def build(loaded: Config, store: Store, clock: Clock, folder: Path) -> Service:
    """What a daemon with the shipped lexicons and templates works with."""
    on = Service.of(loaded, store, clock, folder)
    on.judge, on.renderer = judge(loaded.watchlist, cues()), renderer()
    return on


def altered(on: Service, **what: object) -> Service:
    """A service that differs in something; what it judges and renders by stays."""
    other = copy(on)
    vars(other).update(what)
    return other


def item(guid: str, title: str, *, at: datetime, feed: str = "site", summary: str = "", language: str = "en",
         url: str = "", site: str = "") -> Item:  # fmt: skip
    return Item(feed, guid, url or f"https://{feed}.example.org/{guid}", title, summary, language, site or feed, at)


def feed_state(store: Store, name: str) -> FeedState:
    return next(state for state in store.feed_states() if state.feed.name == name)


def arrive(on: Service, feed: str, *items: Item, warning: str = "") -> None:
    """File a good poll of a feed that lists these items."""
    parsed = Parsed(tuple(replace(one, feed=feed) for one in items), warning=warning)
    answer = Answer(200, f"https://{feed}.example.org/feed", b"x", etag='"e"')
    digest = str(hash(tuple(one.guid for one in items)))
    filed = file_feed(on, feed_state(on.store, feed), Reading(answer, parsed, digest), on.clock())
    assert filed.failure is None, filed.failure


def headlines(edition: Edition) -> list[str]:
    """What an edition tells, in its order."""
    return [entry.headline for entry in edition.entries]


def open_store(folder: Path) -> Store:
    return Store(folder / "monitor.db")
