"""The faults of time: clocks unset, set wrong and set back, sleep, zones, one edition a local day all the same."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from place import Home
from stage import DIGEST, START, Clock, arrive, config, feed_state, item, open_store, service
from test_schedule import ZONES
from web import Web, reply

from monitor import schedule
from monitor.daemon.loop import Daemon
from monitor.model import Digest, Feed, FeedState, Outcome
from monitor.pipeline.alarms import alarms
from monitor.pipeline.clock import DOUBT, EARLIEST, SEEN, Steady, Trust
from monitor.pipeline.maintain import maintain
from monitor.pipeline.publish import publish
from monitor.store import Store, StoreError

SITE = Feed("site", "https://site.example.org/feed")
KLING = "Kuaishou launches Kling 3.0, an AI video generator"
SORA = "OpenAI launches Sora 3, an AI video generator"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Machine:
    """The service on a machine whose wall clock is set by hand; time that passes moves both clocks."""

    def __init__(self, store: Store, at: datetime = START, *digests: Digest) -> None:
        self.store, self.wall, self.elapsed = store, Clock(at), 0.0
        self.loaded = config(SITE, digests=digests or (DIGEST,))
        self.start()

    def start(self) -> None:
        self.trust = Trust(self.wall, self.store, lambda: self.elapsed)
        self.steady = Steady(lambda: self.elapsed)
        self.on = service(self.store, self.trust, loaded=self.loaded)

    def set(self, at: datetime) -> None:
        self.wall.at = at

    def work(self) -> list[str]:
        """What the daemon does at a beat; the slots of the editions it made."""
        self.steady.keep(self.store, self.trust())
        if self.trust.look(self.store):
            return []
        editions = publish(self.on)
        maintain(self.on)
        return [edition.slot for edition in editions]

    def go(self, *, step: timedelta = timedelta(minutes=5), **span: float) -> list[str]:
        """Let time pass in steps."""
        made = []
        for _ in range(int(timedelta(**span) / step)):
            self.wall.at += step
            self.elapsed += step.total_seconds()
            made += self.work()
        return made

    def told(self, slot: str) -> list[str]:
        edition = self.store.edition("daily", slot)
        return [entry.headline for entry in edition.entries]

    @property
    def doubt(self) -> str:
        return (self.store.setting(DOUBT) or "").partition(":")[0]


@pytest.fixture
def machine(tmp_path):
    with open_store(tmp_path) as store:
        yield Machine(store)


# ---------------------------------------------------------------- the calendar


def midnight_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(zone))


def days_of_change(zone: str) -> set[date]:
    """Each day from 2026 to 2036 that is longer or shorter than 24 hours."""
    days = [date(2026, 1, 1) + number * DAY for number in range(4018)]
    starts = [midnight_of(day, zone).astimezone(UTC) for day in days]
    return {day for day, start, end in zip(days, starts, starts[1:], strict=False) if end - start != DAY}


@pytest.mark.parametrize("zone", ZONES)
def test_faults_70_and_71_each_time_of_day_has_one_slot_around_each_change(zone):
    """For all 48 half-hours the days before, of and after a change have one slot each, in order."""
    days = days_of_change(zone) | {date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)}
    for minutes in range(0, 1440, 30):
        digest = Digest("d", at=time(minutes // 60, minutes % 60), zone=zone)
        for day in days:
            # seen from the day before yesterday's slot, which was made
            end = midnight_of(day + 2 * DAY, zone) - timedelta(seconds=1)
            slots = schedule.due_slots(digest, f"{day - 2 * DAY}T00:00", end)
            assert [slot.local[:10] for slot in slots] == [str(day + number * DAY) for number in (-1, 0, 1)]
            assert slots[0].due_at < slots[1].due_at < slots[2].due_at


# ---------------------------------------------------------------- clocks


def test_fault_72_a_clock_set_forward_by_hours_makes_up(machine):
    """Two hours on, over the slot: its edition is made at once, and the feeds are not asked all at once."""
    machine.work()
    machine.store.save_poll(FeedState(SITE, SITE.url, polled_at=START, next_poll_at=START + 30 * HOUR))
    machine.set(START + 2 * HOUR)
    assert machine.work() == ["2026-03-10T07:00"]
    assert feed_state(machine.store, "site").next_poll_at == START + 32 * HOUR


def test_fault_72_three_days_forward_are_one_edition(machine):
    """After ten minutes of a steady clock the missed slots are made up for in one."""
    machine.work()
    machine.set(START + 3 * DAY + 2 * HOUR)
    assert (machine.work(), machine.doubt) == ([], "time.jumped")
    assert machine.go(minutes=15) == ["2026-03-13T07:00"]
    assert len(list(machine.store.editions())) == 1


@pytest.mark.parametrize("back", [HOUR, 2 * DAY], ids=["an hour", "two days"])
def test_fault_73_a_clock_set_back_gives_no_second_edition_and_no_freeze(machine, back):
    """No day has two editions, the feeds are asked when they would have been, mail goes on, upkeep too."""
    made = [machine.work(), machine.go(hours=74, step=HOUR)]
    soon = machine.wall() + timedelta(minutes=20)
    machine.store.save_poll(FeedState(SITE, SITE.url, polled_at=START, next_poll_at=soon))
    machine.set(machine.wall() - back)
    made.append(machine.go(hours=1))
    assert feed_state(machine.store, "site").next_poll_at == soon - back
    made.append(machine.go(hours=95, step=timedelta(minutes=30)))
    slots = [slot for some in made for slot in some]
    assert (slots[0], slots == sorted(set(slots)), len(slots)) == ("2026-03-10T07:00", True, 8 - back // DAY)
    upkept = datetime.fromisoformat(machine.store.setting("maintained_at"))
    assert timedelta(0) <= machine.wall() - upkept <= DAY


def test_fault_73_a_letter_s_next_try_moves_along(machine):
    """A letter that waits for its next try waits as long as before, whatever the clock is set to."""
    machine.work()
    machine.go(hours=2)
    (letter,) = machine.store.deliveries()
    machine.store.claim_delivery(letter.id, machine.wall())
    outcome = Outcome("deferred", "smtp.later", "451")
    machine.store.record_outcome(letter.id, outcome, "deferred", machine.wall() + HOUR, machine.wall())
    machine.set(machine.wall() - 2 * DAY)
    machine.work()
    assert machine.store.deliveries()[0].next_try_at == machine.wall() + HOUR


def test_fault_74_a_machine_at_1970_reads_and_waits(machine):
    """Feeds are read by the time last known, no edition is made, upkeep waits; once set, all of it is told."""
    machine.work()
    arrive(machine.on, "site")
    machine.go(hours=2)
    upkept = machine.store.setting("maintained_at")
    machine.set(datetime(1970, 1, 1, tzinfo=UTC))
    machine.start()
    assert (machine.go(hours=3), machine.doubt) == ([], "time.unset")
    assert [one.code for one in alarms(machine.store, machine.loaded, (), machine.trust())] == ["time.unset"]
    assert machine.trust() - START - 5 * HOUR <= HOUR
    arrive(machine.on, "site", item("1", KLING, at=START + 2 * DAY))
    assert machine.go(days=3, step=HOUR) == []
    assert machine.store.setting("maintained_at") == upkept
    machine.set(START + 5 * DAY + 2 * HOUR)
    assert (machine.go(minutes=5), machine.doubt) == ([], "time.jumped")
    assert (machine.go(minutes=15), machine.doubt) == (["2026-03-15T07:00"], "")
    assert machine.told("2026-03-15T07:00") == [KLING]


def test_fault_74_a_new_machine_at_1970_works_by_the_earliest_day(tmp_path):
    """Nothing is known of any time: items are stored under the earliest possible day."""
    with open_store(tmp_path) as store:
        machine = Machine(store, datetime(1970, 1, 1, tzinfo=UTC))
        assert (machine.work(), machine.doubt) == ([], "time.unset")
        assert machine.trust() == EARLIEST


def test_fault_74_a_clock_behind_what_it_showed_is_waited_for_a_day(machine):
    """A start half a year back is doubted; if nobody sets the clock in a day, what was seen before was wrong."""
    machine.work()
    machine.go(hours=2)
    machine.store.save_setting(SEEN, (START + 200 * DAY).isoformat())
    machine.start()
    assert (machine.go(hours=23), machine.doubt) == ([], "time.behind")
    assert machine.trust() > START + 200 * DAY
    assert machine.go(hours=2) == ["2026-03-11T07:00"]
    assert (machine.doubt, machine.trust()) == ("", machine.wall())


def test_a_clock_set_while_nothing_can_be_written_moves_the_schedule_later(machine):
    """What could not be written down is not forgotten: the schedule follows once it can be."""
    machine.store.hold_polls(["site"], START + HOUR)
    machine.work()
    machine.set(machine.wall() + 3 * DAY)
    machine.store._run("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        machine.steady.keep(machine.store, machine.trust())
    machine.store._run("PRAGMA query_only = OFF")
    machine.steady.keep(machine.store, machine.trust())
    assert feed_state(machine.store, "site").next_poll_at == START + HOUR + 3 * DAY


def test_a_doubt_that_could_not_be_written_down_is_written_later(machine):
    """`status` says why editions wait, also where the clock was set while nothing could be written."""
    machine.work()
    machine.set(machine.wall() + 300 * DAY)
    machine.store._run("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        machine.trust.look(machine.store)
    machine.store._run("PRAGMA query_only = OFF")
    machine.trust.look(machine.store)
    assert machine.doubt == "time.jumped"


def test_fault_75_thirty_years_on_and_back(machine):
    """Ten minutes of doubt after each jump: no edition of 2056, nothing pruned, and the next slot as ever."""
    machine.work()
    arrive(machine.on, "site", item("1", KLING, at=START))
    machine.go(minutes=30)
    upkept = machine.store.setting("maintained_at")
    machine.set(machine.wall() + 10957 * DAY)
    assert (machine.go(minutes=5), machine.doubt) == ([], "time.jumped")
    machine.set(machine.wall() - 10957 * DAY)
    assert (machine.go(minutes=5), machine.doubt) == ([], "time.jumped")
    assert machine.store.setting("maintained_at") == upkept
    assert machine.go(hours=1) == ["2026-03-10T07:00"]
    assert machine.told("2026-03-10T07:00") == [KLING]


def test_fault_75_who_believed_2056_gets_over_it(machine):
    """After an edition of 2056 the clock is set right: the next days have their editions, of what came in them."""
    machine.work()
    machine.set(machine.wall() + 10957 * DAY)
    assert len(machine.go(hours=2)) == 2
    machine.set(START + HOUR)
    machine.go(minutes=20)
    arrive(machine.on, "site", item("1", KLING, at=machine.wall()))
    assert machine.go(days=1, step=HOUR)[-1] == "2026-03-11T07:00"
    coverage = machine.store.edition("daily", "2026-03-11T07:00").coverage
    assert (machine.told("2026-03-11T07:00"), coverage.items) == ([KLING], 1)
    assert machine.store.setting("maintained_at")[:4] == "2026"


def test_fault_76_asleep_over_the_slot(machine):
    """Asleep from 22:00 to 09:00, the digest of 07:00 is made at the first beat after, under its own day."""
    machine.set(datetime(2026, 3, 10, 22, 0, tzinfo=UTC))
    machine.work()
    asleep = timedelta(hours=11)
    assert machine.go(hours=11, step=asleep) == ["2026-03-11T07:00"]
    assert machine.doubt == ""


def test_fault_77_two_digests_and_two_slots_at_once(tmp_path):
    """Each digest makes up for its missed slots in one mail of its own."""
    with open_store(tmp_path) as store:
        machine = Machine(store, START, DIGEST, replace(DIGEST, name="late", at=time(8, 0)))
        machine.work()
        assert machine.go(days=2, hours=3, step=timedelta(hours=51)) == ["2026-03-12T07:00", "2026-03-12T08:00"]
        assert [store.last_slot(name) for name in ("daily", "late")] == ["2026-03-12T07:00", "2026-03-12T08:00"]
        assert len(store.slots("daily")) == 3
        assert [letter.digest for letter in store.deliveries()] == ["daily", "late"]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "Asia/Tokyo"])
def test_fault_78_a_changed_zone_moves_the_next_slot_on(tmp_path, zone):
    """After the edition of a day the digest moves to another zone: its next slot is of a later date."""
    with open_store(tmp_path) as store:
        machine = Machine(store, START)
        machine.work()
        assert machine.go(hours=2) == ["2026-03-10T07:00"]
        machine.loaded = config(SITE, digests=(replace(DIGEST, zone=zone),))
        machine.on = service(store, machine.trust, loaded=machine.loaded)
        assert machine.go(days=2, step=HOUR)[:1] == ["2026-03-11T07:00"]


# ---------------------------------------------------------------- the real service


RSS = "<rss><channel><item><title>{title}</title><guid>1</guid><pubDate>{at}</pubDate></item></channel></rss>"


def test_fault_74_the_daemon_itself_at_1970(tmp_path):
    """The service starts with a clock at 1970: it reads its feed, makes no edition, and `status` says what to do."""
    body = RSS.format(title=KLING, at=format_datetime(START)).encode()
    with Web() as web:
        web.on("/feed", reply(200, body, Content_Type="application/rss+xml"))
        home = Home.make(tmp_path, web.url("/feed"), web.allow)
        clock = Clock(datetime(1970, 1, 1, tzinfo=UTC))
        daemon = Daemon(home.config, home.database, lambda _: tmp_path / "mail", clock, lambda _: "", beat=0.1)
        running = threading.Thread(target=daemon.run)
        running.start()
        try:
            for _ in range(300):
                with Store(home.database) as store:
                    if store.setting(DOUBT) and list(store.items()):
                        break
                threading.Event().wait(0.05)
        finally:
            daemon.stop.set()
            daemon.wake()
            running.join(timeout=30)
    with Store(home.database, readonly=True) as store:
        assert store.setting(DOUBT) == "time.unset: the clock shows 1970-01-01"
        assert (len(list(store.items())), list(store.editions())) == (1, [])
