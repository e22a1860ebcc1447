"""Fifty faults of the web and of documents at once, through the whole pipeline, beside three good feeds.

Each is looked at as the operator sees it: its code, what is stored, its line in the log. The others keep their time.
"""

from __future__ import annotations

import gzip
import logging
import socket
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from stage import START, Clock, arrive, config, feed_state, item, service
from test_fetch import FAULTS as ON_THE_WIRE
from web import Web, drip, head, reply

from monitor.model import Failure, Feed, FeedState, Limits, Polling, Settings
from monitor.pipeline.arrival import Filed, file_feed
from monitor.pipeline.poll import poll
from monitor.pipeline.publish import publish
from monitor.store import Store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RSS = "<rss version='2.0'><channel><title>t</title>{}</channel></rss>"
ENTRY = "<item><title>Kling {0}</title><guid>{0}</guid></item>"
GOOD = RSS.format(ENTRY.format("good") + "<item><title>Seedance</title><guid>2</guid></item>").encode()
CANARY = "canary-token"


def feed(text: str) -> bytes:
    return reply(200, text.encode() if isinstance(text, str) else text, Content_Type="application/rss+xml", ETag='"n"')


LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10))
DOCUMENTS = {
    "14-length-too-small": (head(200, {"Content-Length": 3}) + GOOD, "http.not_feed"),
    "19-zipped-twice": (feed(gzip.compress(gzip.compress(b"\0" * 9_000_000))), "http.not_feed"),
    "27-captive-portal": (reply(302, Location="/portal"), "http.not_feed"),
    "35-challenge-with-status-200": (
        reply(200, b"<html><script>window._cf_chl_opt={cvId: '3'};</script>", Content_Type="text/html"),
        "http.challenge",
    ),
    "36-page-behind-a-network": (reply(200, b"<html><script src=/cdn-cgi/challenge-platform/a.js>"), "http.not_feed"),
    "36-page": (reply(200, b"<!DOCTYPE html><html><body>Hello", Content_Type="text/html"), "http.not_feed"),
    "36-element": (feed("<foo/>"), "http.not_feed"),
    "36-json": (feed('{"error": "rate limited"}'), "http.not_feed"),
    "36-one-byte": (feed("x"), "http.not_feed"),
    "38-billion-laughs": (feed(f'<!DOCTYPE r [<!ENTITY a0 "ha">{LAUGHS}]>' + RSS.format("&a10;")), "parse.dtd"),
    "38-quadratic": (feed(f'<!DOCTYPE r [<!ENTITY a "{"x" * 100_000}">]>' + RSS.format("&a;" * 10_000)), "parse.dtd"),
    "39-external-file": (feed('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + RSS), "parse.dtd"),
    "39-external-web": (feed('<!DOCTYPE r [<!ENTITY a SYSTEM "http://127.0.0.1:PORT/x">]>' + RSS), "parse.dtd"),
    "40-attributes": (feed(RSS.format(f"<item {' '.join(f'a{n}=x' for n in range(50_000))}/>")), "parse.cpu"),
    "49-no-known-format": (feed("<opml><body><outline/></body></opml>"), "http.not_feed"),
}
SLOW = {"4-slow-head": (drip(head(200, {"X-Long": "y" * 400}), 0.02), "net.timeout")}
FAULTS = {**ON_THE_WIRE, **SLOW, **DOCUMENTS, "1-refused": (b"", "net.refused")}
NAMES = {name: f"fault-{number}" for number, name in enumerate(FAULTS)}


@dataclass
class Seen:
    """What one round of polls left behind."""

    filed: dict[str, Filed]
    before: dict[str, FeedState]
    after: dict[str, FeedState]
    lines: list[str]
    inside: int  # connections to a listener that nobody may reach


@pytest.fixture(scope="module")
def seen():
    with ExitStack() as stack:
        web, busy, inside, store = (stack.enter_context(one) for one in (Web(), Web(), Web(), Store(":memory:")))
        feeds = [Feed(f"good-{number}", web.url(f"/good-{number}")) for number in range(3)]
        for one in feeds:
            web.on(f"/{one.name}", reply(200, GOOD, ETag='"1"'))
        web.on("/portal", reply(200, b"<html><body>Log in", Content_Type="text/html"))
        for name, (answer, code) in FAULTS.items():
            site = busy if code == "http.rate_limited" else web  # it holds all of its host
            site.on(f"/{NAMES[name]}", placed(answer, NAMES[name], inside.port))
            feeds.append(Feed(NAMES[name], f"http://me:{CANARY}@127.0.0.1:{site.port}/{NAMES[name]}"))
        feeds[-1] = replace(feeds[-1], url=f"http://127.0.0.1:{closed_port(stack)}/")
        yield observed(store, feeds, (web.allow, busy.allow, feeds[-1].url[7:-1]), inside)


def placed(answer, path: str, port: int):
    """An answer whose own path is this one."""
    if not isinstance(answer, bytes):
        return answer
    return answer.replace(b"PORT", b"%d" % port).replace(b"Location: /feed", b"Location: /" + path.encode())


def closed_port(stack: ExitStack) -> int:
    """A port that nobody else gets, and on which nobody listens."""
    taken = stack.enter_context(socket.socket())
    taken.bind(("127.0.0.1", 0))
    return taken.getsockname()[1]


def observed(store: Store, feeds: list[Feed], allow: tuple[str, ...], inside: Web) -> Seen:
    total, idle = timedelta(seconds=6), timedelta(seconds=3)  # few at a time: a busy machine is not a slow site
    limits = Limits(total=total, idle=idle, connect=idle, body=1 << 20, allow=allow)
    settings = Settings(polling=Polling(gap=timedelta(), per_host=99, threads=8), limits=limits)
    on = service(store, Clock(), loaded=replace(config(*feeds), settings=settings))
    for state in store.feed_states():
        if state.feed.name.startswith("fault"):
            store.save_poll(replace(state, etag='"before"', modified="then", ok_at=START - HOUR, body_hash="b"))
    before, lines = {one.feed.name: one for one in store.feed_states()}, Lines()
    logging.getLogger("monitor").addHandler(lines)
    filed = {one.feed: one for one in poll(on, store.due_feeds(START))}
    logging.getLogger("monitor").removeHandler(lines)
    after = {one.feed.name: one for one in store.feed_states()}
    return Seen(filed, before, after, lines.kept, inside.connections)


class Lines(logging.Handler):
    """Keeps the log."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(f"{record.levelname} {record.getMessage()}")


# an unasked 304 and what only some state brings about is elsewhere
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_a_code_a_state_and_a_line(seen, name):
    """Every fault ends in its code, is stored with its text, backs off, keeps validators, and says so in one line."""
    feed, code = NAMES[name], FAULTS[name][1]
    before, after = seen.before[feed], seen.after[feed]
    assert seen.filed[feed].failure.code == after.error_code == code
    assert after.error_text
    assert (after.failures, after.failing_since, after.polled_at) == (1, START, START)
    kept = ("etag", "modified", "validators_from", "body_hash", "ok_at", "url")
    assert [getattr(after, each) for each in kept] == [getattr(before, each) for each in kept]
    assert START + HOUR <= after.next_poll_at <= START + 1.1 * DAY
    wanted = f"WARNING feed failed feed={feed} code={code} next={after.next_poll_at.isoformat()}"
    assert [line for line in seen.lines if f"feed={feed} " in line] == [wanted]


def test_the_others_keep_their_schedule(seen):
    """Beside them all, the good feeds are read, filed and asked again in their time."""
    for number in range(3):
        filed, after = seen.filed[f"good-{number}"], seen.after[f"good-{number}"]
        assert (filed.failure, filed.new, after.error_code, after.failures) == (None, 2, "", 0)
        assert START + HOUR <= after.next_poll_at <= START + 1.1 * HOUR


def test_nothing_secret_is_told_and_nothing_inside_is_reached(seen):
    """No line and no stored text has the login of an address in it; no entity leads to a listener of ours."""
    told = [*seen.lines, *(state.error_text for state in seen.after.values())]
    assert [line for line in told if CANARY in line] == []
    assert seen.inside == 0


def test_every_fault_was_new_to_the_pipeline(seen):
    """None of them is a bug: all are known by name."""
    assert [name for name, one in seen.filed.items() if one.failure and one.failure.code.startswith("bug.")] == []


# ---------------------------------------------------------------- faults that need a past


@pytest.fixture
def stage():
    """A store with one feed on a web of its own; `stage(answers)` polls it once for each answer, an hour apart."""
    with Web() as web, Store(":memory:") as store:
        clock, one = Clock(), Feed("site", web.url("/feed"))
        settings = Settings(polling=Polling(gap=timedelta(), floor=timedelta()), limits=Limits(allow=(web.allow,)))
        on = service(store, clock, loaded=replace(config(one), settings=settings))

        def play(*answers: bytes) -> list[Filed]:
            web.on("/feed", *answers)
            filed = []
            for _ in answers:
                filed += poll(on, [feed_state(store, "site")])
                clock.forward(hours=1)
            return filed

        play.store, play.web = store, web
        yield play


def asked(stage) -> list[str | None]:
    return [request.headers.get("if-none-match") for request in stage.web.requests]


def titles(stage) -> set[str]:
    return {judged.item.title for judged in stage.store.items()}


def test_fault_28_a_304_nobody_asked_for(stage):
    """It is an error; the next request is the same plain one, and a good answer ends it."""
    filed = stage(reply(304), reply(200, GOOD, ETag='"1"'))
    assert [one.failure.code if one.failure else "" for one in filed] == ["http.status", ""]
    assert asked(stage) == [None, None]


def test_fault_29_the_same_etag_for_other_bytes(stage):
    """What came whole is read, whatever its validator says."""
    other = RSS.format(ENTRY.format("other")).encode()
    filed = stage(reply(200, GOOD, ETag='"1"'), reply(200, other, ETag='"1"'))
    assert [one.new for one in filed] == [2, 1]
    assert "Kling other" in titles(stage)


def test_fault_30_another_etag_for_the_same_bytes(stage):
    """The same bytes are not read again; the newest validator goes back."""
    filed = stage(*(reply(200, GOOD, ETag=f'"{number}"') for number in range(4)))
    assert [one.unchanged for one in filed] == [False, True, True, True]
    assert asked(stage) == [None, '"0"', '"1"', '"2"']
    assert feed_state(stage.store, "site").repeats == 3


def test_fault_31_a_stored_validator_that_no_header_can_hold(stage):
    """A bad validator in the database makes no poll fail."""
    stage.store.save_poll(replace(feed_state(stage.store, "site"), etag='"a"\r\nX-Evil: 1', modified="ÿ\x00"))
    assert stage(reply(200, GOOD))[0].failure is None
    assert asked(stage) == [None]


@pytest.mark.parametrize(
    ("cut", "items"),
    [(len(GOOD) - 60, {"Kling good"}), (len(GOOD) - 30, {"Kling good", "Seedance"})],
    ids=["15-half-a-body", "46-in-an-item"],
)
def test_faults_15_and_46_what_breaks_off(stage, cut, items):
    """Whole items of a cut document are filed, a half one is not, and its validators are not believed."""
    filed = stage(b"HTTP/1.0 200 OK\r\nETag: \"1\"\r\n\r\n" + GOOD[:cut], reply(200, GOOD, ETag='"2"'))
    assert [one.warning for one in filed] == ["parse.truncated", ""]
    assert asked(stage) == [None, None]
    assert titles(stage) == {"Kling good", "Seedance"} >= items


def test_the_same_piece_of_a_document_is_not_read_again(stage):
    """What breaks off and comes again as it was is not parsed, and its validators are believed no more for that."""
    piece, whole = reply(200, GOOD[:-30], ETag='"1"'), reply(200, GOOD, ETag='"1"')
    filed = stage(piece, piece, whole)
    assert [one.unchanged for one in filed] == [False, True, False]
    assert asked(stage) == [None, None, None]
    assert feed_state(stage.store, "site").warning == ""


def declared(charset: str, text: str) -> str:
    return f'<?xml version="1.0" encoding="{charset}"?>' + RSS.format(ENTRY.format(text))


@pytest.mark.parametrize(
    ("body", "title", "warning"),
    [
        (RSS.format(ENTRY.format("\x00\x08\x1b3")).encode(), "Kling 3", "parse.bozo"),
        (declared("utf-8", "café").encode("latin-1"), "Kling café", "parse.encoding"),
        (declared("klingon", "é").encode(), "Kling é", "parse.encoding"),
        (declared("UTF-16", "é").encode(), "Kling é", ""),
    ],
    ids=["43-controls", "44-latin-1", "45-klingon", "45-not-utf-16"],
)
def test_faults_43_to_45_text_is_salvaged(stage, body, title, warning):
    """Text that can be saved is filed without controls and marks of loss, and a warning says so where it was odd."""
    filed = stage(reply(200, body))
    assert titles(stage) == {title}
    assert filed[0].warning == warning


@pytest.mark.parametrize(
    "body",
    [
        *(RSS.format(f"<item><title>x</title><description><![CDATA[{flood}]]></description></item>")
          for flood in ("<!--" * 250_000, "<b>" * 300_000, "<" * 1_000_000)),
        "<rss version='2.0'><channel><title>t</title>" + "<a>" * 100_000,
        RSS.format("<item><title>x</title></item>").replace("<channel>", "<channel>" + "<a>" * 90_000, 1),
    ],
    ids=["41-comments", "41-tags", "41-less-than", "42-deep", "42-deep-before"],
)  # fmt: skip
def test_faults_41_and_42_floods_of_markup(stage, body):
    """A megabyte of unended comments or nested tags is read or given up, and what comes next is read as ever."""
    flooded, well = stage(reply(200, body.encode()), reply(200, GOOD))
    assert flooded.failure is None or flooded.failure.code.startswith(("parse.", "http.not_feed"))
    assert (well.failure, well.new) == (None, 2)


def test_fault_47_ten_thousand_items_at_once(stage):
    """All are stored in one transaction; old ones open no story."""
    entry = "<item><title>Number {0}</title><guid>{0}</guid><pubDate>Mon, 02 Feb 2026 06:00:00 GMT</pubDate></item>"
    filed = stage(reply(200, RSS.format("".join(entry.format(n) for n in range(10_000))).encode()))[0]
    assert (filed.failure, filed.new) == (None, 10_000)
    assert stage.store.stories() == []


def test_fault_12_the_network_away_for_three_days():
    """Feeds back off, never stop, come back spread over hours; the digest says that nothing could be read."""
    clock, feeds = Clock(), [Feed(f"f{n}", f"https://f{n}.example.org/feed") for n in range(60)]
    with Store(":memory:") as store:
        on = service(store, clock, *feeds)
        publish(on)
        arrive(on, "f0", item("1", "Nothing", at=clock()))
        polls, editions = 0, list(publish(on))
        while clock.at < START + 3 * DAY:
            for state in store.due_feeds(clock.forward(minutes=10)):
                polls += 1
                file_feed(on, state, Failure("dns.temporary", "looking up failed for now"), clock())
            editions += publish(on)
        edition = editions[-1]
        back = sorted(state.next_poll_at for state in store.feed_states())
    assert polls <= 60 * 8
    assert back[-1] - clock.at <= 1.1 * DAY
    assert max(sum(one <= other < one + 10 * timedelta(minutes=1) for other in back) for one in back) < 30
    assert (edition.coverage.feeds_read, len(edition.coverage.troubles)) == (0, 60)
    assert "60" in on.renderer.text(edition)
