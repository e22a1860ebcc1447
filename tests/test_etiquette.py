"""A simulated week with fifty restarts, seen from the servers: every request obeys the rules of good manners."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import wait
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from etiquette import DAY, HOUR, LATE, SITES, TARGETS, Diary, score
from place import Home
from stage import DIGEST, Clock, altered, config, feed_state, item, service
from web import Web, reply, silent

from monitor.model import Answer, Failure, Feed, FeedState, Limits, Parsed, Polling, Settings, Skip
from monitor.parse import parse
from monitor.pipeline.arrival import after_answer, after_failure
from monitor.pipeline.clock import Steady
from monitor.pipeline.filing import PORTION_ITEMS, file_portion, sort_in
from monitor.pipeline.poll import Poller, poll, take_up_feeds
from monitor.schedule import next_slot
from monitor.store import Store

START = datetime(2026, 3, 10, tzinfo=UTC) + timedelta(seconds=LATE)  # a Tuesday
WEEK = 7 * DAY
RESTARTS = 50
# whole weeks first: as long as the hour is right, hours of rest can be seen to be kept
JUMPS = (timedelta(weeks=1), -timedelta(weeks=2), timedelta(weeks=1500), timedelta(hours=2), -timedelta(days=3))
BEAT = 2.0


class Here:
    """Parses in this process: each of fifty starts would start children for that."""

    call, close = staticmethod(parse), staticmethod(lambda: None)


class World:
    """The service, the sites it reads, and a clock that somebody sets now and then."""

    def __init__(self, store: Store, webs: list[Web]) -> None:
        self.diary, self.store, self.clock = Diary(), store, Clock(START)
        feeds = []
        for web, site in zip(webs, SITES, strict=True):
            for path, manner in site.items():
                web.on(path, self.diary.script(web, path, manner))
                if path not in TARGETS:
                    feeds.append(Feed(path[1:], web.url(path)))
        limits = Limits(total=timedelta(seconds=5), allow=tuple(web.allow for web in webs))
        settings = Settings(contact="desk@example.org", polling=Polling(gap=timedelta()), limits=limits)
        self.service = service(store, self.clock, loaded=replace(config(*feeds), settings=settings))
        self.start()

    def start(self) -> None:
        """A process has its database and nothing else of the one before."""
        loaded = self.service.config
        self.store.sync_feeds(loaded.feeds)
        self.steady, self.poller = Steady(self.elapsed), Poller(loaded, self.elapsed, parser=Here())

    def elapsed(self) -> float:
        return self.diary.now

    def work(self) -> None:
        """What the daemon does at each beat, until nothing is under way."""
        if drift := self.steady.keep(self.store, self.clock()):
            self.poller.shift(drift)
        self.poller.dispatch(self.service, self.store.due_feeds(self.clock()))
        while self.poller.busy:
            list(self.poller.collect(self.service, timeout=1))

    def restart(self) -> None:
        """End in the middle of whatever is due: the requests have left, nothing of them is filed."""
        self.diary.killing = True
        before = len(self.diary.visits)
        self.poller.dispatch(self.service, self.store.due_feeds(self.clock()))
        for _ in range(500):
            if len(self.diary.visits) - before >= self.poller.busy:
                break
            threading.Event().wait(0.002)
        self.poller.close()
        self.diary.killing = False
        self.start()

    def sleep_until(self, at: float) -> None:
        self.clock.forward(seconds=at - self.diary.now)
        self.diary.now = at

    def due(self) -> float:
        """When the next poll is due, a beat from now at the soonest."""
        now = self.clock()
        due = min(state.next_poll_at or now for state in self.store.feed_states())
        return self.diary.now + max((due - now).total_seconds() + 1, BEAT)


def lived_through() -> World:
    chance = random.Random(7)
    restarts = sorted(chance.uniform(0, WEEK) for _ in range(RESTARTS))
    jumps = [(WEEK * (number + 0.5) / len(JUMPS), jump) for number, jump in enumerate(JUMPS)]
    with ExitStack() as stack:
        webs = [stack.enter_context(Web()) for _ in SITES]
        world = World(stack.enter_context(Store(":memory:")), webs)
        stack.callback(lambda: world.poller.close())
        while world.diary.now < WEEK:
            world.work()
            world.sleep_until(min(world.due(), world.diary.now + HOUR))
            if jumps and world.diary.now >= jumps[0][0]:
                world.work()
                world.clock.at += jumps.pop(0)[1]
            elif restarts and world.diary.now >= restarts[0]:
                restarts.pop(0)
                world.restart()
        assert restarts == jumps == []
        world.states = {state.feed.name: state for state in world.store.feed_states()}
        world.titles = Counter(judged.item.feed for judged in world.store.items())
    return world


@pytest.fixture(scope="module")
def world():
    return lived_through()


def test_a_week_of_good_manners(world):
    """Over a week with fifty restarts and five changes of the clock every request obeys every rule."""
    checks = score(world.diary.visits)
    bad = [f"rule {check.rule}: {check.what}" for check in checks if not check.good]
    assert bad == []
    assert {check.rule for check in checks} == {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}
    assert len(world.diary.visits) > 1000
    assert sum(visit.lost for visit in world.diary.visits) > 10


def test_what_the_week_left_behind(world):
    """Each day's news of each feed is filed once; what moved, is gone or ignores validators is known as such."""
    states, titles = world.states, world.titles
    assert states["old"].url.endswith("/new")
    assert (states["now"].url, states["now"].moved_to) == (states["now"].feed.url, "")
    assert states["410"].error_code == "feed.gone"
    assert states["ignoring"].repeats > 50
    assert (states["etag"].repeats, states["nothing"].repeats) == (0, 0)
    assert states["night"].skip.hours == (0, 1, 2, 3, 4)
    whole = {name: 7 for name in states if name not in ("410", "404", "500", "night")}
    assert {name: titles[name] for name in whole} == whole


def spoilt(visits, number, **changes):
    """The same visits, but one is otherwise."""
    return [*visits[:number], replace(visits[number], **changes), *visits[number + 1 :]]


BAD = {
    "an ETag made up": (1, {"asked": {"if-none-match": '"x"'}}),
    "the whole again": (5, {"asked": {"if-none-match": "", "if-modified-since": ""}}),
    "too early": (3, {"at": -5000.0}),
    "two at once": (10, {"together": 2}),
    "a cookie": (8, {"asked": {"cookie": "track=1"}}),
    "another name": (8, {"asked": {"user-agent": "Mozilla/5.0"}}),
    "brotli": (9, {"asked": {"accept-encoding": "br"}}),
    "not GET": (12, {"raw": b"HEAD /etag HTTP/1.1\r\n"}),
    "a query of its own": (12, {"raw": b"GET /etag?nocache=1 HTTP/1.1\r\n"}),
    "a favicon": (13, {"path": "/favicon.ico"}),
}


@pytest.mark.parametrize(("rule", "changes"), BAD.values(), ids=BAD.keys())
def test_the_score_sees_bad_manners(world, rule, changes):
    """One bad request among the two thousand of the week costs points by its rule."""
    visits = world.diary.visits
    number = next(index for index, visit in enumerate(visits) if visit.path == "/etag" and visit.at > DAY)
    asked = {"asked": visits[number].asked | changes["asked"]} if "asked" in changes else {}
    at = {"at": visits[number].at + changes["at"]} if "at" in changes else {}
    bad = {check.rule for check in score(spoilt(visits, number, **(changes | asked | at))) if not check.good}
    assert rule in bad


def test_a_burst_after_a_restart_would_be_seen(world):
    """A reader that asks for everything again when it starts loses by the rules of spacing."""
    visits = world.diary.visits
    moment = 3 * DAY
    last = {visit.path: visit for visit in visits if visit.at < moment and visit.path not in TARGETS}
    burst = [replace(visit, at=moment, asked=dict(visit.asked)) for visit in last.values()]
    bad = Counter(check.rule for check in score(sorted([*visits, *burst], key=lambda v: v.at)) if not check.good)
    assert bad[3] > 10


# ---------------------------------------------------------------- one by one

FEED = Feed("site", "https://site.example.org/feed")
NEW = "https://site.example.org/new"
POLLING = Polling()
MOVED = Answer(200, NEW, b"x", etag='"a"', moved_to=NEW)


def read_at(state, *answers):
    """What is remembered after these answers, each with its hour."""
    for hour, answer in answers:
        state = after_answer(state, answer, Parsed(()), "h", POLLING, START + timedelta(hours=hour))
    return state


@pytest.mark.parametrize(
    ("answers", "url"),
    [
        ([(0, MOVED), (12, MOVED), (24, MOVED)], NEW),
        ([(0, MOVED), (1, MOVED), (2, MOVED), (23, MOVED)], FEED.url),
        ([(0, MOVED), (30, MOVED)], FEED.url),
        ([(0, MOVED), (12, replace(MOVED, moved_to="https://other.example.org/")), (24, MOVED), (36, MOVED)], FEED.url),
        ([(0, MOVED), (12, Answer(200, FEED.url, b"x")), (24, MOVED), (36, MOVED)], FEED.url),
    ],
    ids=["three times in a day", "not a day", "not three times", "elsewhere between", "nowhere between"],
)
def test_a_permanent_redirect_is_learned_slowly(answers, url):
    """The same target three times, over a day at least: a mistake of an hour moves no feed."""
    assert read_at(FeedState(FEED, FEED.url), *answers).url == url


def test_validators_belong_to_the_address_that_gave_them():
    """What a redirect's target gave is sent to the target only, before and after its address is learned."""
    before = read_at(FeedState(FEED, FEED.url), (0, MOVED), (12, MOVED))
    after = read_at(before, (24, MOVED))
    assert (before.url, before.etag, before.validators_from) == (FEED.url, '"a"', NEW)
    assert (after.url, after.etag, after.validators_from) == (NEW, '"a"', "")


@pytest.mark.parametrize("code", ["http.not_found", "http.gone"])
def test_a_learned_address_that_ends_gives_way_to_the_one_of_feeds_yaml(code):
    """The next poll asks where feeds.yaml says, without validators of elsewhere; for a passing fault it does not."""
    learned = read_at(FeedState(FEED, FEED.url), (0, MOVED), (12, MOVED), (24, MOVED))
    at = START + timedelta(days=2)
    ended = after_failure(learned, Failure(code, "no"), POLLING, at)
    assert (ended.url, ended.validators_from) == (FEED.url, NEW)
    assert after_failure(learned, Failure("net.timeout", "no"), POLLING, at).url == NEW


def test_gone_is_believed_the_second_time_a_day_later():
    """A 410 waits a day; the second makes it `feed.gone`, still asked once a day; an answer ends it."""
    gone, state, seen = Failure("http.gone", "x says it is gone for good (410)"), FeedState(FEED, FEED.url), []
    for hours in (0, 3, 30, 55):
        state = after_failure(state, gone, POLLING, START + timedelta(hours=hours))
        seen.append((state.error_code, state.next_poll_at - state.polled_at >= POLLING.ceiling))
    assert seen == [("http.gone", True), ("http.gone", True), ("feed.gone", True), ("feed.gone", True)]
    assert "take it out of feeds.yaml" in state.error_text
    assert read_at(state, (80, Answer(200, FEED.url, b"x"))).error_code == ""


def test_a_hold_of_the_host_survives_a_restart():
    """A 429 with Retry-After holds the other feeds of its host in the database, and feeds elsewhere not at all."""
    clock = Clock(START)
    with Web() as web, Web() as other, Store(":memory:") as store:
        web.on("/busy", reply(429, Retry_After="7200"))
        feeds = [Feed("busy", web.url("/busy")), Feed("sibling", web.url("/b")), Feed("other", other.url("/c"))]
        settings = Settings(limits=Limits(allow=(web.allow, other.allow)))
        on = service(store, clock, loaded=replace(config(*feeds), settings=settings))
        poll(on, [feed_state(store, "busy")])
        held = {state.feed.name: state.next_poll_at for state in store.feed_states()}
    assert held == {"busy": START + timedelta(hours=2), "sibling": START + timedelta(hours=2), "other": None}


def test_a_host_that_says_too_often_is_left_alone_without_being_told_how_long():
    """A 429 that names no time holds all feeds of its host for an hour, in the database and in the round under way."""
    with Web() as web, Store(":memory:") as store:
        web.on("/busy", reply(429))
        feeds = [Feed("busy", web.url("/busy")), Feed("sibling", web.url("/b"))]
        settings = Settings(limits=Limits(allow=(web.allow,)), polling=Polling(gap=timedelta(0)))
        on = service(store, Clock(START), loaded=replace(config(*feeds), settings=settings))
        poll(on, [feed_state(store, "busy")])
        held = {state.next_poll_at for state in store.feed_states()}
        poll(on, store.feed_states())
        assert [one.path for one in web.requests] == ["/busy", "/busy"]
    assert len(held) == 1
    assert held.pop() >= START + timedelta(hours=1)


def test_a_person_may_have_a_feed_asked_although_its_server_said_to_wait():
    """The operator has the last word on Retry-After: a feed wanted now is asked in the service under way, no other."""
    with Web() as web, Store(":memory:") as store:
        web.on("/busy", reply(429, Retry_After="7200"))
        feeds = [Feed("busy", web.url("/busy")), Feed("sibling", web.url("/b"))]
        settings = Settings(limits=Limits(allow=(web.allow,)), polling=Polling(gap=timedelta(0)))
        on = service(store, Clock(START), loaded=replace(config(*feeds), settings=settings))
        poller = Poller(on.config)

        def work() -> list[str]:
            poller.dispatch(on, store.due_feeds(START))
            while poller.busy:
                list(poller.collect(on, timeout=None))
            return [one.path for one in web.requests]

        store.hold_polls(["sibling"], START + timedelta(hours=1))
        assert work() == ["/busy"]
        assert work() == ["/busy"]
        store.ask_now(["busy"], whole=False)
        assert work() == ["/busy", "/busy"]
        assert {state.next_poll_at for state in store.feed_states()} == {START + timedelta(hours=2)}
        poller.close()


def test_requests_to_one_host_keep_their_distance():
    """However many of its feeds are due at once: one at a time, the gap between two, nobody in a hurry."""
    arrived, clock = [], Clock(START)
    with Web() as web, Store(":memory:") as store:
        for number in range(4):
            web.on(f"/{number}", lambda wire, _: (arrived.append(time.monotonic()), wire.send(reply(404))))
        feeds = [Feed(str(number), web.url(f"/{number}")) for number in range(4)]
        settings = Settings(polling=Polling(gap=timedelta(seconds=0.1)), limits=Limits(allow=(web.allow,)))
        on = service(store, clock, loaded=replace(config(*feeds), settings=settings))
        assert len(poll(on, store.due_feeds(clock()))) == 4
    assert len(arrived) == 4
    assert min(later - sooner for sooner, later in pairwise(arrived)) >= 0.1


def first_round(store: Store, polling: Polling, at: datetime, count: int = 240) -> list[float]:
    """Take up so many new feeds as the service does; return after how many seconds each is due, in order."""
    feeds = [Feed(f"site-{number}", f"https://site-{number}.example.org/feed") for number in range(count)]
    settings = Settings(polling=polling, digests=(DIGEST,))
    take_up_feeds(altered(service(store, Clock(at)), config=replace(config(*feeds), settings=settings)))
    return sorted((state.next_poll_at - at).total_seconds() for state in store.feed_states())


def test_the_first_round_is_spread():
    """Hundreds of new feeds are asked over five minutes, the first within seconds, never in a burst."""
    with Store(":memory:") as store:
        due = first_round(store, Polling(), START)
        assert 0 <= due[0] < 10
        assert 290 < due[-1] <= 300
        assert max(Counter(second // 10 for second in due).values()) <= 20
        assert len(store.due_feeds(START)) < 3


def test_a_few_new_feeds_do_not_wait():
    """Spread are as many gaps as there are feeds; without a gap nothing is, as in replays."""
    with Store(":memory:") as few, Store(":memory:") as replay:
        assert first_round(few, Polling(), START, count=2)[-1] <= 4
        assert first_round(replay, Polling(gap=timedelta()), START)[-1] == 0


def test_the_first_digest_misses_no_feed():
    """A digest that is due in two minutes finds the first round done long before."""
    with Store(":memory:") as store:
        slot = next_slot(DIGEST, START).due_at
        assert first_round(store, Polling(), slot - timedelta(minutes=2))[-1] <= 30


def test_feeds_known_keep_their_time_when_others_are_taken_up():
    """A restart in the middle of the first round, or a feed that is added, moves no other."""
    with Store(":memory:") as store:
        first_round(store, Polling(), START, count=40)
        before = {state.feed.name: state.next_poll_at for state in store.feed_states()}
        first_round(store, Polling(), START + timedelta(seconds=20), count=41)
        after = {state.feed.name: state.next_poll_at for state in store.feed_states()}
        assert {name: after[name] for name in before} == before
        assert after["site-40"] <= START + timedelta(seconds=22)


def test_a_feed_is_claimed_before_it_is_asked():
    """Whatever ends the service in the middle of a request: the next one comes an interval later."""
    clock = Clock(START)
    with Web() as web, Store(":memory:") as store:
        web.on("/feed", silent)
        feed = Feed("site", web.url("/feed"))
        on = service(store, clock, loaded=replace(config(feed), settings=Settings(limits=Limits(allow=(web.allow,)))))
        poller = Poller(on.config)
        poller.dispatch(on, store.due_feeds(clock()))
        state = feed_state(store, "site")
        poller.close()
        assert store.due_feeds(clock.forward(minutes=59)) == []
    assert state.polled_at == START
    assert state.next_poll_at >= START + timedelta(hours=1)


@pytest.mark.parametrize(("code", "started"), [("net.timeout", 2), ("parse.cpu", 2), ("http.server", 8)])
def test_feeds_that_were_slow_leave_threads_to_the_others(code, started):
    """Of the feeds that took all the time they may, a quarter of the threads is the most at a time."""
    clock = Clock(START)
    with Web() as web, Store(":memory:") as store:
        web.on("/feed", silent)
        feeds = tuple(Feed(f"site{number}", web.url("/feed")) for number in range(9))
        settings = Settings(polling=Polling(threads=8, per_host=9), limits=Limits(allow=(web.allow,)))
        on = service(store, clock, loaded=replace(config(*feeds), settings=settings))
        for feed in feeds:
            store.save_poll(FeedState(feed, feed.url, next_poll_at=START, failures=1, error_code=code))
        poller = Poller(on.config)
        left = poller.dispatch(on, store.due_feeds(clock()))
        busy = poller.busy
        poller.close()
    assert (busy, len(left)) == (started, 9 - started)


def test_who_waits_for_feeds_is_told_when_one_arrives():
    """The service need not wait for its next beat to file what is there and ask the next."""
    arrived = threading.Event()
    with Web() as web, Store(":memory:") as store:
        web.on("/feed", reply(404))
        settings = Settings(limits=Limits(allow=(web.allow,)))
        on = service(store, Clock(START), loaded=replace(config(Feed("site", web.url("/feed"))), settings=settings))
        poller = Poller(on.config, on_arrival=arrived.set)
        poller.dispatch(on, store.due_feeds(START))
        assert arrived.wait(10)
        assert [one.failure.code for one in poller.collect(on)] == ["http.not_found"]
        poller.close()


def test_feeds_that_bring_little_are_filed_by_one_commit():
    """Feeds that bring a hundred items between them are filed together, one that brings more alone."""
    sizes = {"a": 40, "b": 60, "c": 1, "d": 150}
    with Web() as web, Store(":memory:") as store:
        for name, size in sizes.items():
            listed = "".join(f"<item><title>{name} {number}</title></item>" for number in range(size))
            web.on(f"/{name}", reply(200, f"<rss version='2.0'><channel>{listed}</channel></rss>".encode()))
        feeds = [Feed(name, web.url(f"/{name}")) for name in sizes]
        settings = Settings(polling=Polling(per_host=4, gap=timedelta(0)), limits=Limits(allow=(web.allow,)))
        on = service(store, Clock(START), loaded=replace(config(*feeds), settings=settings))
        poller = Poller(on.config, parser=Here())
        poller.dispatch(on, store.due_feeds(START))
        wait(poller._flying, 10)
        commits = [[(one.feed, one.new) for one in filed] for filed, _ in poller.relay(on, ())]
        poller.close()
    assert commits == [[("a", 40), ("b", 60)], [("c", 1)], [("d", 150)]]


def test_a_feed_that_brings_very_much_is_filed_in_portions():
    """The rest of the service goes on in between; a crash there loses nothing: the feed counts as read at the end."""
    sizes, clock = {"much": 2 * PORTION_ITEMS + 50, "little": 1}, Clock(START)
    with Web() as web, Store(":memory:") as store:
        for name, size in sizes.items():
            listed = "".join(f"<item><title>{name} {number}</title></item>" for number in range(size))
            web.on(f"/{name}", reply(200, f"<rss version='2.0'><channel>{listed}</channel></rss>".encode()))
        settings = Settings(polling=Polling(per_host=2, gap=timedelta(0)), limits=Limits(allow=(web.allow,)))
        on = service(store, clock, loaded=replace(config(Feed("much", web.url("/much"))), settings=settings))

        def read(*, turns):
            wakes = threading.Semaphore(0)
            poller = Poller(on.config, parser=Here(), on_arrival=wakes.release)
            poller.dispatch(on, store.due_feeds(clock()))
            assert all(wakes.acquire(timeout=10) for _ in on.config.feeds)
            for _ in range(turns):
                filed = [(one.feed, one.new) for one in poller.collect(on)]
                yield filed, len(list(store.items())), wakes.acquire(blocking=False)
            poller.close()

        assert list(read(turns=1)) == [([], PORTION_ITEMS, True)]
        assert feed_state(store, "much").ok_at is None
        clock.forward(days=1)
        on.config = replace(on.config, feeds=(*on.config.feeds, Feed("little", web.url("/little"))))
        store.sync_feeds(on.config.feeds)
        assert list(read(turns=3)) == [
            ([("little", 1)], 2 * PORTION_ITEMS + 1, True),
            ([("much", PORTION_ITEMS + 50)], 2 * PORTION_ITEMS + 51, False),
            ([], 2 * PORTION_ITEMS + 51, False),
        ]
    assert len(web.requests) == 3


@pytest.mark.parametrize(
    ("count", "characters", "first"), [(3, 400_000, 2), (2, 3_000_000, 1), (400, 10, PORTION_ITEMS)], ids=str
)
def test_a_portion_is_of_so_many_items_or_so_long_ones(count, characters, first):
    """It is bounded by number and by length, and one item at least: none is too long to be filed."""
    with Store(":memory:") as store:
        on = service(store, Clock(START), FEED)
        listed = [item(str(number), f"News {number}", at=START, summary="x" * characters) for number in range(count)]
        tally, left = file_portion(on, sort_in(on, "site", listed, START), START, lambda _: True)
    assert (tally.new, [one.guid for one in left.new]) == (first, [str(one) for one in range(first, count)])


def test_a_clock_that_is_set_moves_the_schedule_along():
    """Set by a year and back the next poll is as far away as before; a little drift is none."""
    clock, elapsed = Clock(START), [0.0]
    with Store(":memory:") as store:
        service(store, clock, FEED)
        store.save_poll(FeedState(FEED, FEED.url, polled_at=START, next_poll_at=START + timedelta(hours=1)))
        steady, due = Steady(lambda: elapsed[0]), []
        for jump in (0, 365, -365, -3650, 3650, 0):
            clock.forward(days=jump, seconds=30)
            steady.keep(store, clock())
            due.append(feed_state(store, "site").next_poll_at - clock())
            elapsed[0] += 25
    assert {round(wait.total_seconds() / 60) for wait in due} <= {57, 58, 59, 60}


def test_a_server_that_ignores_validators_counts_as_one_without():
    """Whole answers without news, three in a row, are asked for every two hours only; a 304 ends that."""
    state = FeedState(FEED, FEED.url, etag='"a"')
    whole, waits = Answer(200, FEED.url, b"x", etag='"a"'), []
    for answer in (whole, whole, whole, replace(whole, status=304, body=b"")):
        state = after_answer(state, answer, None, "h", POLLING, START)
        waits.append(round((state.next_poll_at - START) / timedelta(hours=1)))
    assert waits == [1, 1, 2, 1]


def test_what_the_last_whole_answer_asked_for_holds_through_304():
    """A 304 that says nothing of freshness or rest leaves what was said before in force (RFC 9111 4.3.4)."""
    whole = Answer(200, FEED.url, b"x", etag='"a"', max_age=timedelta(hours=6))
    resting = Parsed((), ttl=timedelta(hours=2), skip=Skip(hours=(6, 7)))
    state = after_answer(FeedState(FEED, FEED.url), whole, resting, "h", POLLING, START)
    state = after_answer(state, Answer(304, FEED.url, etag='"a"'), None, "h", POLLING, START)
    assert state.next_poll_at.hour == 8
    assert (state.max_age, state.ttl) == (timedelta(hours=6), timedelta(hours=2))


def test_status_names_what_moved_is_gone_or_ignores_validators(tmp_path):
    """A person reads which address to write into feeds.yaml, without the login it holds, and what to take out."""
    home = Home.make(tmp_path)
    with Store(home.database) as store:
        feed = Feed("site", "https://site.example.org/feed", title="The Site", language="en")
        store.sync_feeds([feed])
        state = replace(feed_state(store, "site"), url="https://me:canary@new.example.org/feed", repeats=9)
        gone = replace(state, polled_at=START - timedelta(days=1), error_code="http.gone")
        store.save_poll(after_failure(gone, Failure("http.gone", "x is gone"), POLLING, START))
        store.save_poll(replace(feed_state(store, "site"), url=state.url))
    shown = home.run("status").stdout
    assert "for good: write https://new.example.org/feed into feeds.yaml" in shown
    assert "take it out of feeds.yaml" in shown
    assert "1 feed ignoring validators" in shown
    assert "canary" not in shown


@pytest.mark.parametrize(
    ("edit", "filed"), [({}, 1), ({"place": "feeds.yaml:9"}, 1), ({"encoding": "gbk"}, 0)],
    ids=["another file", "a line above", "this feed"],
)  # fmt: skip
def test_a_reload_asks_nothing_twice(edit, filed):
    """A request under way when the config is edited is filed after it, unless its own feed was edited."""
    with Web() as web, Store(":memory:") as store:
        web.on("/feed", reply(404))
        feed, settings = Feed("site", web.url("/feed")), Settings(limits=Limits(allow=(web.allow,)))
        on = service(store, Clock(START), loaded=replace(config(feed), settings=settings))
        poller = Poller(on.config)
        poller.dispatch(on, store.due_feeds(START))
        edited = replace(on.config, feeds=(replace(feed, **edit),))
        store.sync_feeds(edited.feeds)
        assert poller.serves(edited)
        assert poller.dispatch(on, store.due_feeds(START)) == []
        assert len(list(poller.collect(altered(on, config=edited), timeout=10))) == filed
        poller.close()
    assert len(web.requests) == 1


def test_other_limits_want_another_poller():
    """What a poller was built with is what it goes on with."""
    poller = Poller(config(FEED))
    assert not poller.serves(replace(config(FEED), settings=Settings(limits=Limits(total=timedelta(seconds=1)))))
    poller.close()
