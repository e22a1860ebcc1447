"""What is due: polls, freshness, slots of ten years, tries of letters."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import schedule
from monitor.model import Answer, Delivery, Digest, Failure, Feed, FeedState, Item, Outcome, Polling, Skip

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PLAIN = Polling()
ANSWER = Answer(200, "https://a.example/feed", etag='"1"')
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo",
    "Asia/Beirut", "Asia/Tokyo", "Pacific/Auckland", "America/Nuuk", "Asia/Kathmandu",
)  # fmt: skip


def state(**known) -> FeedState:
    feed = known.pop("feed", Feed("a", "https://a.example/feed"))
    return FeedState(feed, feed.url, **known)


def wait(result, polling=PLAIN, *, before=None, **more) -> timedelta:
    return schedule.next_poll(before or state(), result, polling, NOW, **more) - NOW


def nearly(one: timedelta, other: timedelta) -> bool:
    return abs(one - other) <= other / 10


# ---------------------------------------------------------------- feeds


def test_a_good_feed_is_polled_at_its_interval():
    """An answer with validators is asked for again after the interval, up to 10 % later, never sooner."""
    assert HOUR <= wait(ANSWER) <= 1.1 * HOUR


def test_jitter_is_stable_and_spreads():
    """A feed's jitter never changes, and feeds with one interval do not come at one moment."""
    waits = [wait(ANSWER, before=state(feed=Feed(f"feed {number}", "https://a.example/"))) for number in range(200)]
    again = [wait(ANSWER, before=state(feed=Feed(f"feed {number}", "https://a.example/"))) for number in range(200)]
    assert waits == again
    assert len(set(waits)) == 200
    assert min(waits) >= HOUR
    assert max(waits) <= HOUR * 1.1
    assert max(waits) - min(waits) > HOUR * 0.09


@pytest.mark.parametrize(
    ("answer", "more", "least"),
    [
        (Answer(200, "u", etag="x", max_age=12 * HOUR), {}, 12 * HOUR),
        (Answer(200, "u", etag="x", max_age=400 * DAY), {}, DAY),
        (ANSWER, {"ttl": 5 * HOUR}, 5 * HOUR),
        (Answer(200, "u", etag="x", max_age=2 * HOUR), {"ttl": 3 * HOUR}, 3 * HOUR),
    ],
    ids=["max-age", "max-age beyond the ceiling", "ttl", "the longer of both"],
)
def test_never_sooner_than_the_server_says(answer, more, least):
    """What the server or the feed asks for is kept to the second, up to the ceiling."""
    assert wait(answer, **more) == least


def test_the_floor_holds_for_any_interval():
    """An interval below the floor is the floor."""
    impatient = state(feed=Feed("a", "https://a.example/", interval=MINUTE))
    assert wait(ANSWER, before=impatient) == PLAIN.floor


def test_feeds_without_validators_wait_longer():
    """A feed that must be sent whole each time is asked for every two hours, unless its own interval says otherwise."""
    bare = Answer(200, "u")
    assert nearly(wait(bare), 2 * HOUR)
    assert nearly(wait(bare, before=state(feed=Feed("a", "u", interval=HOUR))), HOUR)
    assert nearly(wait(Answer(304, "u"), before=state(etag='"1"')), HOUR)


def test_a_busy_feed_is_asked_more_often():
    """A list that turns over in 50 minutes is read every 25, never below the floor or max-age."""
    busy = [NOW - number * 5 * MINUTE for number in range(11)]
    assert nearly(wait(ANSWER, published=busy), 25 * MINUTE)
    assert wait(ANSWER, published=[NOW - number * MINUTE for number in range(11)]) == PLAIN.floor
    assert nearly(wait(ANSWER, published=[NOW + MINUTE + number * MINUTE for number in range(11)]), PLAIN.floor)
    assert nearly(wait(Answer(200, "u"), published=busy), 2 * HOUR)
    assert nearly(wait(ANSWER, before=state(feed=Feed("a", "u", interval=HOUR)), published=busy), HOUR)
    assert wait(Answer(200, "u", etag="x", max_age=HOUR), published=busy) == HOUR


def test_what_came_at_once_makes_no_busy_feed():
    """Entries of one moment, few entries, and a batch of two hours ago leave a feed its interval."""
    assert nearly(wait(ANSWER, published=[NOW - MINUTE] * 30), HOUR)
    assert nearly(wait(ANSWER, published=[NOW - number * MINUTE for number in range(9)]), HOUR)
    assert nearly(wait(ANSWER, published=[NOW - 2 * HOUR + number * MINUTE for number in range(30)]), HOUR)


def test_a_silent_feed_is_asked_less_often_but_never_a_vendor():
    """Silent for three weeks it is asked every five hours or so; a vendor, or one with its own interval, as ever."""
    silent = [NOW - 21 * DAY, NOW - 30 * DAY]
    assert nearly(wait(ANSWER, published=silent), 21 * DAY / 100)
    assert nearly(wait(ANSWER, published=[NOW - 900 * DAY]), PLAIN.ceiling / 4)
    assert nearly(wait(ANSWER, before=state(feed=Feed("a", "u", official=True)), published=silent), HOUR)
    assert nearly(wait(ANSWER, before=state(feed=Feed("a", "u", interval=HOUR)), published=silent), HOUR)
    assert nearly(wait(ANSWER, published=[NOW - HOUR]), HOUR)


def test_failures_back_off_from_the_interval_to_the_ceiling_and_never_stop():
    """Each failure in a row doubles the wait; the thousandth still waits a day."""
    failure = Failure("net.timeout", "no answer")
    waits = [wait(failure, before=state(failures=number)) for number in (0, 1, 2, 3, 4, 5, 1000)]
    assert [round(one / waits[0]) for one in waits[:5]] == [1, 2, 4, 8, 16]
    assert nearly(waits[0], HOUR)
    assert nearly(waits[5], DAY)
    assert nearly(waits[6], DAY)


@pytest.mark.parametrize(
    ("asked", "obeyed"),
    [(2 * HOUR, 2 * HOUR), (99999999 * timedelta(seconds=1), 7 * DAY), (timedelta(0), PLAIN.floor)],
    ids=["to the second", "seven days at most", "the floor at least"],
)
def test_retry_after_is_obeyed(asked, obeyed):
    """Retry-After decides alone, within the floor and seven days."""
    assert wait(Failure("http.unavailable", "503", retry_after=asked), before=state(failures=3)) == obeyed


@pytest.mark.parametrize("code", ["http.gone", "feed.gone"])
def test_what_is_gone_is_asked_once_a_day(code):
    """A 410 waits for the ceiling, the first time and every time."""
    assert DAY <= wait(Failure(code, "410")) <= 1.1 * DAY


@pytest.mark.parametrize(
    ("skip", "hour", "days"),
    [
        (Skip(), 7, 0), (Skip(hours=(8, 9)), 7, 0), (Skip(hours=(7,)), 8, 0), (Skip(hours=tuple(range(6, 24))), 0, 1),
        (Skip(days=(2,)), 0, 1), (Skip(days=(2, 3), hours=(0, 1)), 2, 2), (Skip(days=tuple(range(7))), 7, 0),
        (Skip(hours=tuple(range(24))), 7, 0),
    ],
    ids=["none", "others", "this hour", "the day", "Wednesday", "two days and hours", "every day", "every hour"],
)  # fmt: skip
def test_hours_and_days_of_rest_are_kept(skip, hour, days):
    """What falls into skipHours or skipDays comes in the first hour after them; rest for ever is none."""
    for result in (ANSWER, Failure("http.server", "500")):
        at = NOW + wait(result, skip=skip)
        assert (at.hour, (at.date() - NOW.date()).days) == (hour, days)


@pytest.mark.parametrize(
    ("before", "least"),
    [
        (state(etag='"1"'), HOUR), (state(), 2 * HOUR), (state(feed=Feed("a", "u", interval=5 * HOUR)), 5 * HOUR),
        (state(failures=3, error_code="http.server"), 8 * HOUR), (state(failures=1, error_code="feed.gone"), 24 * HOUR),
    ],
    ids=["with validators", "without", "its own interval", "failing", "gone"],
)
def test_a_request_nothing_is_heard_of_counts(before, least):
    """A feed whose request was under way when the service died is asked again an interval later."""
    assert least <= schedule.claimed_until(before, PLAIN, NOW) - NOW <= 1.1 * least


def test_rest_is_kept_also_when_nothing_is_heard():
    """The claim of a request that ends with the service falls into no hour its feed wants to rest in."""
    resting = state(etag='"1"', skip=Skip(hours=(7, 8)))
    assert schedule.claimed_until(resting, PLAIN, NOW).hour not in resting.skip.hours


def test_a_challenge_is_not_pressed():
    """A bot challenge is left alone for six hours at the first time."""
    assert nearly(wait(Failure("http.challenge", "Just a moment")), 6 * HOUR)


# ---------------------------------------------------------------- freshness


@pytest.mark.parametrize(
    ("published", "ok_at", "fresh"),
    [
        (NOW - 47 * HOUR, None, True),
        (NOW - 49 * HOUR, None, False),
        (None, None, False),
        (None, NOW - HOUR, True),
        (NOW - 71 * HOUR, NOW - HOUR, True),
        (NOW - 73 * HOUR, NOW - HOUR, False),
        (NOW - 9 * DAY, NOW - 9 * DAY, True),
        (NOW - 11 * DAY, NOW - 9 * DAY, False),
        (NOW + 2 * HOUR, NOW - HOUR, True),
        (NOW + DAY, None, True),
        (datetime(2099, 1, 1, tzinfo=UTC), None, False),
        (datetime(2099, 1, 1, tzinfo=UTC), NOW - HOUR, True),
    ],
    ids=[
        "first poll, two days", "first poll, older", "first poll, undated", "undated", "three days", "older",
        "during an outage", "before an outage", "a little ahead",
        "first poll, tomorrow", "first poll, 2099", "2099",
    ],
)  # fmt: skip
def test_what_is_fresh(published, ok_at, fresh):
    """A first poll brings two days of news, later ones three days or all of an outage; others open no story."""
    item = Item("a", "g", "", "title", published_at=published, seen_at=NOW)
    assert schedule.is_fresh(item, state(ok_at=ok_at), PLAIN, NOW) is fresh


@pytest.mark.parametrize(
    ("published", "counts"),
    [
        (None, NOW),
        (datetime(2099, 1, 1, tzinfo=UTC), NOW),
        (datetime(1763, 1, 1, tzinfo=UTC), NOW - 7 * DAY),
        (NOW - DAY, NOW - DAY),
    ],
    ids=["none", "2099", "1763", "yesterday"],
)
def test_wrong_dates_count_as_near_the_first_sight(published, counts):
    """An item counts as published within the seven days before it was first seen."""
    assert schedule.effective_at(published, NOW) == counts


# ---------------------------------------------------------------- slots


def berlin(hour: int, minute: int = 0, **more) -> Digest:
    return Digest("d", at=time(hour, minute), zone="Europe/Berlin", **more)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-03-28", datetime(2026, 3, 28, 1, 30, tzinfo=UTC)),
        ("2026-03-29", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-10-25", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
    ids=["plain", "skipped: first instant after the gap", "repeated: the first"],
)
def test_half_past_two_on_the_days_of_change(day, due):
    """A local time that daylight saving skips is the first instant after the gap; a repeated one is its first."""
    before = datetime.combine(date.fromisoformat(day), time(0), tzinfo=ZoneInfo("Europe/Berlin"))
    slot = schedule.next_slot(berlin(2, 30), before)
    assert (slot.local, slot.due_at) == (f"{day}T02:30", due)


def walk(digest: Digest, start: datetime, end: datetime) -> list[schedule.Slot]:
    slots = []
    while (slot := schedule.next_slot(digest, start)).due_at < end:
        slots.append(slot)
        start = slot.due_at
    return slots


@pytest.mark.parametrize("zone", ZONES)
def test_each_local_day_of_ten_years_has_one_slot(zone):
    """From 2026 to 2036 each local date has one slot, in order, at its time or right after a gap."""
    start, end = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)), datetime(2037, 1, 1, tzinfo=ZoneInfo(zone))
    for at in (time(0, 0), time(0, 30), time(1, 30), time(2, 30), time(23, 30)):
        slots = walk(Digest("d", at=at, zone=zone), start - timedelta(seconds=1), end)
        dates = [date.fromisoformat(slot.local[:10]) for slot in slots]
        assert dates == [date(2026, 1, 1) + timedelta(days=number) for number in range(len(dates))]
        assert len(dates) == (date(2037, 1, 1) - date(2026, 1, 1)).days
        off = [slot for slot in slots if slot.due_at.astimezone(ZoneInfo(zone)).strftime("%H:%M") != f"{at:%H:%M}"]
        assert len(off) <= 11  # the gap of each spring at most


@settings(max_examples=60)
@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 47),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)),
    hops=st.lists(st.integers(-26 * 60, 14 * 24 * 60), min_size=5, max_size=40),
)
def test_sleep_restarts_and_clock_jumps_neither_lose_nor_double_a_day(zone, minutes, start, hops):
    """However the clock moves (back a day, on two weeks), each local date is an edition or coalesced, at most once."""
    digest = Digest("d", at=time(minutes // 2, minutes % 2 * 30), zone=zone)
    start = now = furthest = start.replace(tzinfo=UTC)
    last, recorded = None, Counter()
    for hop in hops:  # never a whole day behind where it has been: a clock that ran wrong for days has its own test
        now = max(now + timedelta(minutes=hop), furthest - timedelta(hours=23))
        furthest = max(now, furthest)
        slots = schedule.due_slots(digest, last, now, installed_at=start, taken=recorded)
        recorded.update(slot.local for slot in slots)
        last = max(recorded, default=None)
    assert set(recorded.values()) <= {1}
    assert len({local[:10] for local in recorded}) == len(recorded)
    days = sorted(date.fromisoformat(local[:10]) for local in recorded)
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))] if days else True


def test_the_first_edition_is_the_next_slot():
    """Nothing is due for the time before the installation; the next slot is the first."""
    installed = datetime(2026, 3, 25, 12, tzinfo=UTC)
    assert schedule.due_slots(berlin(7), None, installed + 17 * HOUR, installed_at=installed) == ()
    due = schedule.due_slots(berlin(7), None, installed + 18 * HOUR, installed_at=installed)
    assert [slot.local for slot in due] == ["2026-03-26T07:00"]


def test_missed_slots_are_caught_up_for_two_weeks():
    """After a month off, the last fourteen days are due, oldest first."""
    due = schedule.due_slots(berlin(7), "2026-02-20T07:00", datetime(2026, 3, 25, 6, 30, tzinfo=UTC))
    assert [due[0].local, due[-1].local, len(due)] == ["2026-03-12T07:00", "2026-03-25T07:00", 14]


def test_a_slot_is_due_once():
    """With its edition recorded nothing is due until the next day."""
    assert schedule.due_slots(berlin(7), "2026-03-25T07:00", datetime(2026, 3, 25, 20, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    ("before", "changed"),
    [
        ("2026-03-25T07:00", Digest("d", at=time(18, 0), zone="Europe/Berlin")),
        ("2026-03-25T07:00", Digest("d", at=time(7, 0), zone="America/Los_Angeles")),
    ],
    ids=["hour", "zone"],
)
def test_a_changed_hour_or_zone_gives_no_second_edition_that_day(before, changed):
    """An edited digest has its next edition on the next date, never two on one."""
    due = schedule.due_slots(changed, before, datetime(2026, 3, 26, 3, tzinfo=UTC))
    assert due == ()
    later = schedule.due_slots(changed, before, datetime(2026, 3, 26, 20, tzinfo=UTC))
    assert [slot.local[:10] for slot in later] == ["2026-03-26"]


def test_a_clock_that_ran_ahead_does_not_mute_the_mail():
    """A last slot decades ahead leaves today's slot due; a slot that has a row is not made again."""
    now = datetime(2026, 3, 25, 12, tzinfo=UTC)
    assert [slot.local for slot in schedule.due_slots(berlin(7), "2056-01-01T07:00", now)] == ["2026-03-25T07:00"]
    assert schedule.due_slots(berlin(7), "2056-01-01T07:00", now, taken={"2026-03-25T07:00"}) == ()


def test_a_clock_set_back_by_hours_gives_no_second_edition():
    """An hour or a day back, nothing is due until the date after the last edition."""
    for back in (HOUR, DAY):
        assert schedule.due_slots(berlin(7), "2026-03-25T07:00", datetime(2026, 3, 25, 6, 10, tzinfo=UTC) - back) == ()


def test_weekdays_are_kept():
    """A digest for Mondays is due on Mondays."""
    monday = berlin(7, weekdays=(0,))
    assert schedule.next_slot(monday, NOW).local == "2026-03-30T07:00"
    assert [slot.local for slot in schedule.due_slots(monday, "2026-03-16T07:00", NOW)] == ["2026-03-23T07:00"]


# ---------------------------------------------------------------- letters


def delivery(**known) -> Delivery:
    known = {"state": "sending", "tries": 1, **known}
    return Delivery(1, "d", "2026-03-25T07:00", "a@b.example", "<1@b>", b"", "", **known)


DEFERRED = Outcome("deferred", "smtp.451", "451 try later")
UNKNOWN = Outcome("unknown", "net.lost", "connection lost")


@pytest.mark.parametrize(
    ("tries", "minutes"), [(1, 1), (2, 2), (3, 5), (4, 15), (5, 30), (6, 60), (7, 60), (100, 60)], ids=str
)
def test_letters_back_off_to_an_hour(tries, minutes):
    """1, 2, 5, 15, 30, 60 minutes, then hourly, give or take 10 %."""
    at = schedule.next_try(delivery(tries=tries), DEFERRED, NOW)
    assert nearly(at - NOW, minutes * MINUTE)


@pytest.mark.parametrize(
    ("outcome", "known", "expected"),
    [
        (Outcome("sent", "smtp.accepted"), {}, "sent"),
        (Outcome("failed", "smtp.refused"), {}, "failed"),
        (DEFERRED, {}, "deferred"),
        (UNKNOWN, {}, "deferred"),
        (UNKNOWN, {"unknowns": 1}, "deferred"),
        (UNKNOWN, {"unknowns": 2}, "held"),
        (DEFERRED, {"owed_at": NOW - 5 * DAY}, "deferred"),
        (DEFERRED, {"owed_at": NOW - 5 * DAY - MINUTE}, "held"),
    ],
    ids=["sent", "failed", "deferred", "unknown", "second unknown", "third unknown", "five days", "longer"],
)
def test_the_state_after_a_try(outcome, known, expected):
    """A third unknown outcome and a letter older than five days are held; held and settled ones have no next try."""
    one = delivery(**known)
    assert schedule.after_outcome(one, outcome, NOW) == expected
    assert (schedule.next_try(one, outcome, NOW) is not None) is (expected == "deferred")


def test_an_unknown_outcome_waits_ten_minutes():
    """The receiver gets time to sort out its copy before it may get another."""
    assert schedule.next_try(delivery(), UNKNOWN, NOW) - NOW == 10 * MINUTE


def test_greylisting_is_given_five_minutes():
    """A greylisted letter comes back when the server will take it."""
    assert schedule.next_try(delivery(), Outcome("deferred", "smtp.450", "450 Greylisted"), NOW) - NOW == 5 * MINUTE


def test_a_server_that_is_away_is_looked_for_every_ten_minutes():
    """Mail leaves soon after a server that was down for days is back."""
    away = Outcome("deferred", "net.refused", "refused", server_wide=True)
    assert nearly(schedule.next_try(delivery(tries=50), away, NOW) - NOW, 10 * MINUTE)
