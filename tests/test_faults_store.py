"""The faults of the database's disk: waited out where they pass, the end where they do not; nothing half-done stays."""

from __future__ import annotations

import io
import logging
import os
import resource
import shutil
import subprocess
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import ClassVar

import pytest
from crashing import Inbox, Lane
from smtp_sink import Sink
from stage import Clock, arrive, build, config, feed_state, item, open_store, service
from web import Web, reply

from monitor.cli.log import LINE, MOST, NAMES, WINDOW, Bounded, Flood, JsonLines, Lines
from monitor.cli.place import now
from monitor.daemon.checkup import Checkup
from monitor.daemon.lock import only_writer
from monitor.daemon.loop import Daemon
from monitor.daemon.mailing import Mailing
from monitor.daemon.patience import FIRST, LONGEST, PLENTY, SIZE, Patience, Reserve
from monitor.daemon.systemd import Watchdog
from monitor.fetch.errors import explain
from monitor.model import Feed, Limits, Mail, Polling, Settings
from monitor.pipeline.alarms import alarms
from monitor.pipeline.maintain import DAMAGE, free_bytes
from monitor.pipeline.poll import Poller
from monitor.pipeline.publish import publish
from monitor.store import DISK_TRIES, OF_THE_DISK, PASSING, Journal, Store, StoreError

SITE = Feed("site", "https://site.example.org/feed")
KLING = "Kuaishou launches Kling 3.0, an AI video generator"


# ---------------------------------------------------------------- what is waited out


@pytest.mark.parametrize("code", PASSING)
def test_a_fault_that_passes_is_waited_out(store, code, caplog):
    """However often it comes: ever longer rests, up to a minute; said once, and once that it is over."""
    caplog.set_level(logging.INFO)
    clock = [0.0]
    patience, rests = Patience("mail", lambda: clock[0]), []
    for _ in range(10):
        patience.bear(StoreError(code, "a fault"), store)
        began = clock[0]
        while patience.rests():
            clock[0] += 1
        rests.append(clock[0] - began)
    patience.is_well()
    assert (rests[0], rests[1], rests[-1]) == (FIRST, 2 * FIRST, LONGEST)
    assert [line.getMessage() for line in caplog.records] == [
        f"mail waits code={code}: a fault",
        f"mail goes on code={code} is over",
    ]


@pytest.mark.parametrize("code", OF_THE_DISK)
def test_the_third_io_error_in_a_row_ends_the_service(tmp_path, code):
    """The file is opened anew after each, damage too; a good moment in between begins the count again."""
    with open_store(tmp_path) as store:
        store.save_setting("a", "1")
        patience, error = Patience("the service"), StoreError(code, "disk I/O error")
        for _ in range(DISK_TRIES - 1):
            patience.bear(error, store)
            assert store.setting("a") == "1"
        patience.is_well()
        for _ in range(DISK_TRIES - 1):
            patience.bear(error, store)
        with pytest.raises(StoreError, match="disk I/O error"):
            patience.bear(error, store)


@pytest.mark.parametrize("code", ["store.gone", "store.foreign", "store.bug"])
def test_what_does_not_pass_ends_the_service_at_once(store, code):
    """A file that is gone or somebody else's is not written to in hope."""
    with pytest.raises(StoreError):
        Patience("the service").bear(StoreError(code, "a fault"), store)


class Failing(Store):
    """A database whose transactions fail while `faults` has any."""

    faults: ClassVar[list[str]] = []

    @contextmanager
    def transaction(self):
        if self.faults:
            raise StoreError(self.faults.pop(0), "scripted")
        with super().transaction():
            yield


@contextmanager
def serving(lane, clock=now, **how):
    """Let the service of a lane run; `how`: what of it is another than usual."""
    mail = lane.home.config.parent / "mail"
    daemon = Daemon(
        lane.home.config, lane.home.database, lambda _: mail, clock, lambda _: "", beat=0.02,
        **{"build": build, **how},
    )  # fmt: skip
    running = threading.Thread(target=daemon.run)
    running.start()
    try:
        yield daemon
    finally:
        daemon.stop.set()
        daemon.wake()
        running.join(30)
    assert not running.is_alive()


@pytest.mark.parametrize("code", ["store.readonly", "store.io", "store.corrupt"])
def test_the_service_lives_on_through_a_fault_of_the_disk(tmp_path, code, caplog):
    """It rests, says why, keeps telling systemd that it lives, and works again when the fault ends."""
    with Lane(tmp_path) as lane:
        lane.bring()
        seconds = count(step=0.5)
        with serving(lane, open=Failing, monotonic=lambda: float(next(seconds))) as daemon:
            lane.until(lambda: lane.inbox.accepted)
            Failing.faults += [code] * 2
            lane.until(lambda: not Failing.faults)
            lane.bring()
            lane.until(lane.has_all)
            assert daemon.watchdog.stale() == []
        assert lane.verdict().wrong == []
    assert f"code={code}" in caplog.text


class Searched(Store):
    """A large database on a slow disk: looking through it takes until it is told what to find."""

    may_go_on, finds = threading.Event(), ""

    def check_integrity(self):
        self.may_go_on.wait(30)
        if self.finds:
            raise StoreError("store.corrupt", self.finds)


class Counting(Watchdog):
    """A watchdog that counts the rounds of the main thread."""

    rounds = 0

    def beat(self, component, good_for=60.0):
        super().beat(component, good_for)
        self.rounds += component == "main"


def test_each_item_that_is_filed_is_a_sign_of_life(tmp_path):
    """A feed with thousands of entries is work, not a hang: the watchdog is fed while they are judged and placed."""
    watchdog = Counting()
    with Lane(tmp_path) as lane, serving(lane, watchdog=watchdog) as daemon:
        lane.bring()
        lane.until(lane.has_all)
    rounds = watchdog.rounds
    daemon._service.on_item()
    assert watchdog.rounds == rounds + 1


@pytest.mark.parametrize("finds", ["", "row 7 missing from index"], ids=["whole", "damaged"])
def test_a_large_database_is_looked_through_beside_the_work(tmp_path, finds):
    """After a kill it reads on at once, and composes nothing before it is known that the database is whole."""

    class Large(Searched):
        may_go_on = threading.Event()

    Large.finds = finds
    watchdog = Counting()
    with Lane(tmp_path) as lane:
        lane.bring()
        with serving(lane, watchdog=watchdog, open=Large, small=0):
            lane.until(lambda: lane.rows("SELECT 1 FROM items"))
            rounds = watchdog.rounds
            lane.until(lambda: watchdog.rounds > rounds + 5)
            assert (lane.rows("SELECT 1 FROM editions"), watchdog.stale()) == ([], [])
            Large.may_go_on.set()
            if finds:
                lane.until(lambda: lane.rows(f"SELECT 1 FROM settings WHERE name = '{DAMAGE}' AND value = '{finds}'"))
            else:
                lane.until(lane.has_all)
            assert (lane.rows("SELECT 1 FROM editions") == []) is bool(finds)


def test_a_disk_that_fails_while_a_large_database_is_looked_through_is_no_answer(tmp_path):
    """An I/O error is the main thread's to bear, and the looking begins anew; what hangs starves the watchdog."""
    faults, seconds = ["store.io"], [0.0]
    watchdog = Watchdog({}, lambda: seconds[0], ())

    class Bad(Store):
        def check_integrity(self):
            if faults:
                raise StoreError(faults.pop(), "disk I/O error")
            super().check_integrity()

    with open_store(tmp_path) as store:
        checkup = Checkup(tmp_path / "monitor.db", Bad, watchdog)
        assert checkup.is_over(store)
        checkup.begin(100 << 20)
        seconds[0] = 200.0
        assert watchdog.stale() == ["checkup"]
        seen = []
        while True:
            try:
                if checkup.is_over(store):
                    break
            except StoreError as error:
                seen.append(error.code)
        assert (seen, watchdog.stale()) == (["store.io"], [])


class Spoken:
    """Last words that are only kept."""

    def __init__(self):
        self.said = []

    def say(self, on, error, what):
        self.said.append((error.code, what))


def test_a_fault_that_lasts_is_told_the_operator(tmp_path):
    """What is waited out for ten minutes is told past the database; what is over sooner calls nobody."""
    seconds, spoken = count(), Spoken()
    with Lane(tmp_path) as lane:
        lane.bring()
        with serving(lane, open=Failing, monotonic=lambda: float(next(seconds)), last_words=spoken):
            lane.until(lambda: lane.inbox.accepted)
            Failing.faults += ["store.full"] * 3
            lane.until(lambda: not Failing.faults)
            assert spoken.said == []
            Failing.faults += ["store.full"] * 1000
            lane.until(lambda: spoken.said)
            Failing.faults.clear()
    assert set(spoken.said) == {("store.full", "the database cannot be written to")}


class Unsettled(Store):
    """A database whose mail thread cannot write."""

    def cancel_suppressed(self):
        raise StoreError("store.full", "scripted")


def test_a_fault_that_the_mail_thread_alone_meets_is_told_too(tmp_path):
    """Feeds are read on, and after ten minutes the operator hears why no letter leaves."""
    seconds, spoken = count(step=20), Spoken()
    with Lane(tmp_path) as lane:
        lane.bring()
        with serving(lane, open=Unsettled, monotonic=lambda: float(next(seconds)), last_words=spoken):
            lane.until(lambda: spoken.said)
    assert set(spoken.said) == {("store.full", "the database cannot be written to")}


@contextmanager
def disk(place, *how):
    """Have a disk of its own at this place, mounted like this; else skip."""
    place.mkdir(exist_ok=True)
    if os.getuid() or subprocess.run(["mount", *how, place], check=False, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("no disk of its own can be had here: mounting wants root")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def remount(place, how):
    return subprocess.run(["mount", "-o", f"remount,{how}", place], check=False).returncode == 0


def fill(disk):
    """Leave no block free."""
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))


def test_a_full_disk_is_a_pause(tmp_path):
    """On a disk with no room the service stores nothing and lives; with room again it has lost nothing."""
    place = tmp_path / "disk"
    with disk(place, "-t", "tmpfs", "-o", "size=3m", "none"), Lane(place) as lane:
        lane.bring()
        with lane.serving() as process:
            lane.until(lane.has_all)
            fill(place)
            lane.list_more()
            lane.until(lambda: "code=store.full" in (place / "log").read_text() or process.poll() is not None)
            assert process.poll() is None
            (place / "filler").unlink()
            lane.bring()
            lane.until(lane.has_all)
        assert lane.verdict().wrong == []


def test_a_start_on_a_full_disk_says_so(tmp_path):
    """Where the first file of a start finds no room, the disk is called full, not broken: the cure is another."""
    place = tmp_path / "disk"
    with disk(place, "-t", "tmpfs", "-o", "size=2m", "none"):
        Store(place / "monitor.db").close()
        fill(place)
        with pytest.raises(StoreError, match="make room") as opened:
            Store(place / "monitor.db", readonly=True)
        with pytest.raises(StoreError, match="make room") as locked, only_writer(place / "monitor.db"):
            pass
        assert (opened.value.code, locked.value.code) == ("store.full", "store.full")


class Overflowing(Inbox):
    """A mail server that takes a letter, and at that moment the disk is full; so many times."""

    def __init__(self, place):
        super().__init__()
        self.place, self.times = place, 0

    def act(self, stage):
        if stage == "dot" and self.times:
            self.times -= 1
            fill(self.place)
        return super().act(stage)


def test_a_letter_taken_as_the_disk_fills_up_is_recorded_there(tmp_path):
    """The reserve gives its outcome room, so that it counts as sent while the disk stays full; then all goes on.

    The operator was told by mail before, and the reserve is set aside anew.
    """
    place = tmp_path / "disk"
    reserve, inbox = place / "monitor.db.reserve", Overflowing(place)
    with (
        disk(place, "-t", "tmpfs", "-o", "size=40m", "none"),
        Lane(place, readers=("ann@example.org",), inbox=inbox, more="operator: {mail: [op@example.org]}\n") as lane,
    ):
        lane.bring()
        with lane.serving():
            lane.until(lambda: lane.has_all() and reserve.exists())
            lane.until(lambda: any(one.recipient == "op@example.org" for one in inbox.accepted))
            assert any(b"disk.low" in one.raw for one in inbox.accepted)
            inbox.times = 1
            taken = len(inbox.accepted)
            lane.bring()
            lane.until(lambda: not reserve.exists())
            lane.until(lambda: len(lane.rows("SELECT 1 FROM deliveries WHERE state = 'sent'")) > taken)
            assert (free_bytes(lane.home.database) or 0) < SIZE
            (place / "filler").unlink()
            lane.until(lambda: lane.has_all() and reserve.exists())
        assert lane.verdict().wrong == []


def test_a_disk_gone_read_only_is_waited_for(tmp_path):
    """A database that could be opened for reading only is not kept so: the try after it is writable again writes."""
    place = tmp_path / "disk"
    with disk(place, "-t", "tmpfs", "none"), Store(place / "monitor.db") as store:
        store.save_setting("a", "1")
        patience = Patience("mail")
        patience.bear(StoreError("store.io", "disk I/O error"), store)
        assert remount(place, "ro")
        for _ in range(DISK_TRIES + 1):
            with pytest.raises(StoreError) as caught:
                store.setting("a")
            assert caught.value.code == "store.readonly"
            patience.bear(caught.value, store)
        assert remount(place, "rw")
        store.save_setting("a", "2")
        assert store.setting("a") == "2"


def test_a_disk_the_kernel_shut_off_loses_nothing(tmp_path):
    """After an error of its disk the kernel lets nothing be written: the service waits, stops well, lacks nothing."""
    place, image = tmp_path / "disk", tmp_path / "image"
    with image.open("wb") as file:
        file.truncate(32 * SIZE)
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("mkfs.ext4 is not installed")
    subprocess.run(["mkfs.ext4", "-q", image], check=True)
    how = ("-o", "loop,errors=remount-ro", image)
    with disk(place, *how), Lane(place) as lane:
        (place / "log").symlink_to(tmp_path / "log")
        lane.bring()
        with lane.serving() as process:
            lane.until(lane.has_all)
            assert remount(place, "abort")
            lane.list_more()
            lane.until(lambda: "the service waits code=" in (tmp_path / "log").read_text())
            assert process.poll() is None
        with lane.away():
            subprocess.run(["umount", place], check=True)
            subprocess.run(["mount", *how, place], check=True)
        lane.bring()
        lane.drain()
        assert lane.verdict().wrong == []


# ---------------------------------------------------------------- between the answer and its record


class Full(Store):
    """A disk that is full whenever an outcome is to be written, so many times."""

    times = 0

    def record_outcome(self, *args):
        if self.times:
            self.times -= 1
            raise StoreError("store.full", "database or disk is full")
        super().record_outcome(*args)


@pytest.fixture
def owing(tmp_path):
    clock = Clock()
    with Full(tmp_path / "monitor.db") as store, Sink() as sink:
        on = service(store, clock, SITE)
        publish(on)
        arrive(on, "site", item("1", KLING, at=clock()))
        clock.forward(hours=2)
        publish(on)
        loaded = config(mail=Mail(server="127.0.0.1", port=sink.port, security="none"))
        reserve, stop = Reserve(tmp_path / "monitor.db"), Waits()
        patience = Patience("mail", stop, stop.told.append)
        yield store, sink, lambda: mailing(clock, tmp_path, patience, reserve, stop).deliver(store, loaded), stop


def mailing(clock, place, patience, reserve, stop):
    """A mail thread's work, called by hand."""
    return Mailing(clock, lambda _: place / "mail", lambda _: "", patience, reserve, stop=stop)


class Waits(threading.Event):
    """What stops a service, in a wait if it `ends`; keeps its waits, by which faults are timed, and what was told."""

    def __init__(self, ends=False):
        super().__init__()
        self.ends, self.waited, self.told = ends, [], []

    def __call__(self):
        return sum(self.waited)

    def wait(self, timeout=None):
        self.waited.append(timeout)
        return self.ends and not self.set()


def test_an_accepted_letter_waits_for_room_to_be_recorded(owing):
    """The outcome is offered again until the disk takes it: one letter, sent, nothing unknown."""
    store, sink, deliver, stop = owing
    store.times = 3
    deliver()
    assert [(one.state, one.unknowns) for one in store.deliveries()] == [("sent", 0)]
    assert (len(sink.accepted), stop.waited, stop.told) == (1, [FIRST, 2 * FIRST, 4 * FIRST], [])


def test_a_letter_that_waits_long_to_be_recorded_is_told_past_the_database(owing):
    """After ten minutes the operator hears why no letter leaves; once there is room again all goes on."""
    store, sink, deliver, stop = owing
    store.times = 20
    deliver()
    assert {error.code for error in stop.told} == {"store.full"}
    assert 0 < len(stop.told) < 20
    assert [one.state for one in store.deliveries()] == ["sent"]
    assert len(sink.accepted) == 1


def test_an_accepted_letter_whose_record_cannot_wait_is_sent_all_the_same(owing):
    """When the service is stopped meanwhile, the next start finds it in the journal, so that it is not sent again."""
    store, sink, deliver, stop = owing
    store.times, stop.ends = 1, True
    deliver()
    assert [(one.state, one.unknowns) for one in store.deliveries()] == [("sent", 0)]
    assert len(sink.accepted) == 1


def test_a_feed_whose_items_find_no_room_is_read_again(tmp_path):
    """Its transaction leaves nothing, not even that it was read; the next poll files all."""
    clock = Clock()
    with open_store(tmp_path) as store:
        on = service(store, clock, SITE)
        pages = store._row("PRAGMA page_count")[0]
        store._run(f"PRAGMA max_page_count = {pages}")
        many = [item(str(number), f"{KLING} {number} " + "x" * 2000, at=clock()) for number in range(50)]
        with pytest.raises(StoreError, match="full"):
            arrive(on, "site", *many)
        assert (list(store.items()), feed_state(store, "site").ok_at) == ([], None)
        store._run(f"PRAGMA max_page_count = {pages + 1000}")
        arrive(on, "site", *many)
        assert len(list(store.items())) == 50


def test_a_reserve_gives_its_room_to_what_must_be_recorded(tmp_path):
    """Set aside while there is plenty, given up on a full disk only, and set aside again."""
    room = [PLENTY]
    reserve = Reserve(tmp_path / "monitor.db", lambda _: room[0])
    assert not reserve.release()
    seen = []
    for room[0] in (PLENTY - 1, PLENTY, SIZE, SIZE - 1, SIZE - 1, PLENTY):
        reserve.keep()
        before = reserve.path.exists()
        seen.append((before, reserve.release(), reserve.path.exists()))
    kept, none = (True, False, True), (False, False, False)
    assert seen == [none, kept, kept, (True, True, False), none, kept]
    assert reserve.path.stat().st_size == SIZE


def test_a_disk_that_cannot_say_its_room_is_no_fault(tmp_path):
    """A disk that fails has no answer to that either: what stands beside the work does not end it."""
    assert free_bytes(tmp_path / "none" / "monitor.db") is None
    Reserve(tmp_path / "none" / "monitor.db").keep()
    assert not Reserve(tmp_path / "none" / "monitor.db").release()


def test_a_reserve_that_finds_no_place_is_no_fault(tmp_path):
    """Where the folder takes no file there is none."""
    reserve = Reserve(tmp_path / "none" / "monitor.db", lambda _: PLENTY)
    reserve.keep()
    assert not reserve.path.exists()


def test_mail_that_cannot_be_recorded_gets_the_reserve(tmp_path):
    """Whoever waits to write down what a mail server took makes room for it on a full disk."""
    room = [PLENTY]
    reserve = Reserve(tmp_path / "monitor.db", lambda _: room[0])
    stop = Waits(ends=True)
    reserve.keep()
    room[0], writes = 0, iter([StoreError("store.full", "database or disk is full")])

    def write():
        for error in writes:
            raise error

    with Store(":memory:") as store, pytest.raises(StoreError, match="full"):
        mailing(now, tmp_path, Patience("mail"), reserve, stop).record(store, write)
    assert not reserve.path.exists()


def test_a_line_of_the_journal_that_finds_no_room_is_a_fault(tmp_path):
    """A wish of which half a line is written is not taken for kept."""
    journal = Journal(tmp_path / "monitor.db")
    journal.note_wish("ann@example.org", now(), suppressed=True)
    size, (soft, hard) = journal.path.stat().st_size, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, hard))
    try:
        with pytest.raises(OSError, match="No space left"):
            journal.note_wish("bo@example.org", now(), suppressed=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    journal.note_wish("cy@example.org", now(), suppressed=True)
    assert set(journal.read().wishes) == {"ann@example.org", "cy@example.org"}


class Stumbling:
    """Rules that an item of the archive makes stumble."""

    def __init__(self, judge):
        self.matcher = judge.matcher

    def __call__(self, *_):
        raise ZeroDivisionError("an item that nobody thought of")


def test_an_item_that_new_rules_stumble_over_ends_no_service(tmp_path, caplog):
    """After an edit the week is judged anew, once the service is up; a bug there is an alarm, and it is tried again."""
    caplog.set_level(logging.INFO)
    built, ahead = [], [timedelta()]

    def stumble(*given):
        built.append(on := build(*given))
        on.judge = Stumbling(on.judge)
        return on

    def bugs(lane):
        with Store(lane.home.database) as store:
            on = service(store, now, SITE)
            return [one.text for one in alarms(store, on.config, (), now()) if one.code == "bug.service"]

    with Lane(tmp_path) as lane:
        with Store(lane.home.database) as store:
            on = service(store, now, SITE)
            store.add_items([on.judge(replace(item("1", KLING, at=now()), seen_at=now()))])
            store.save_setting("judged-with", "other rules")
        with serving(lane, build=stumble, clock=lambda: now() + ahead[0]):
            lane.until(lambda: bugs(lane))
            assert bugs(lane) == ["rematch failed: ZeroDivisionError: an item that nobody thought of"]
            del built[0].judge  # mended
            ahead[0] = timedelta(minutes=11)
            lane.until(lambda: "rematched gained=" in caplog.text)
        assert bugs(lane) == []
    assert caplog.text.count("bug in=beside:rematch") == 1
    assert caplog.text.index("started feeds=2") < caplog.text.index("bug in=beside:rematch")


# ---------------------------------------------------------------- the process


def test_a_service_told_to_stop_begins_nothing_more(tmp_path):
    """Filing is finished; editions, upkeep and the copy, which may take minutes, are left to the next start."""
    told = threading.Event()

    class Ending(Poller):
        def dispatch(self, *given):
            told.set()
            return super().dispatch(*given)

    with Lane(tmp_path) as lane:
        lane.bring()
        with serving(lane, stop=told, poller=Ending):
            assert told.wait(30)
        with Store(lane.home.database) as store:
            assert (list(store.editions()), store.setting("maintained_at")) == ([], None)


@pytest.mark.parametrize("errno", [24, 23], ids=["EMFILE", "ENFILE"])
def test_no_file_left_to_open_is_said_so(errno):
    """A feed that could not be asked for that reason has the code proc.limit, and is asked again like any other."""
    assert explain(OSError(errno, os.strerror(errno)), "site.example.org").code == "proc.limit"


@pytest.mark.parametrize("lines", [Lines(), JsonLines()], ids=["text", "json"])
@pytest.mark.parametrize("text", ["ü" * 9000, "\x1b" * 9000, "語\u2028" * 9000, "x" * 100_000])
def test_a_line_of_the_log_is_bounded(lines, text):
    """At most eight kilobytes, whatever a feed writes; control characters are escaped."""
    line = lines.format(logging.LogRecord("x", logging.INFO, "", 0, text, (), None))
    assert len(line.encode()) <= LINE
    assert line.replace("\n", "").isprintable()


def test_a_flood_of_one_fault_is_counted_and_not_written():
    """A hundred lines of a code in ten minutes, whatever feed they name; then how many more, once; others go on."""
    seconds, stream = [0.0], io.StringIO()
    handler = Bounded(stream, lambda: seconds[0])
    for number in range(5000):
        handler.handle(_line(logging.WARNING, "feed failed feed=%s code=net.timeout", f"site {number}"))
    handler.handle(_line(logging.ERROR, "feed bug feed=%s\n%s", "site", "Traceback"))
    handler.handle(_line(logging.INFO, "letter tried code=%s", "net.timeout"))
    assert Counter(line.split(" feed=")[0] for line in stream.getvalue().splitlines()) == {
        "feed failed": MOST, "feed bug": 1, "Traceback": 1, "letter tried code=net.timeout": 1,
    }  # fmt: skip
    seconds[0] = WINDOW
    handler.handle(_line(logging.WARNING, "feed failed feed=%s code=net.timeout", "site"))
    assert stream.getvalue().splitlines()[-2:] == [
        f"log kept short: {5000 - MOST} more lines of net.timeout", "feed failed feed=site code=net.timeout",
    ]  # fmt: skip


def test_a_flood_of_kinds_takes_no_memory():
    """Windows are closed once they are too many, and a clock set back closes all."""
    flood = Flood()
    for number in range(5 * NAMES):
        assert flood.admit(f"kind {number}", float(number) / NAMES)
        assert flood.over(float(number) / NAMES) == []
    assert len(flood._begun) == NAMES
    flood.over(-1.0)
    assert flood._begun == {}


def _line(level, text, *values):
    return logging.LogRecord("x", level, "", 0, text, values, None)


class NoThreads(ThreadPoolExecutor):
    """A pool that gets no thread any more."""

    def submit(self, *_):
        raise RuntimeError("can't start new thread")


def test_no_thread_to_be_had_costs_a_poll(store, caplog):
    """The feed waits for the end of its claim; the service goes on."""
    clock = Clock()
    on = service(store, clock, SITE)
    poller = Poller(on.config)
    poller._pool = NoThreads(1)
    assert poller.dispatch(on, store.due_feeds(clock())) == []
    assert (poller.busy, feed_state(store, "site").next_poll_at > clock()) == (0, True)
    assert "feed not asked feed=site code=proc.limit" in caplog.text
    poller.close()


class Filling(Store):
    """A database whose disk is full as long as one says so."""

    is_full = True

    def save_poll(self, state):
        if self.is_full:
            raise StoreError("store.full", "no room")
        super().save_poll(state)


def test_what_a_full_disk_kept_from_being_filed_is_filed_later():
    """What arrived while nothing could be written is still there once there is room: no feed waits an interval."""
    clock = Clock()
    with Web() as web, Filling(":memory:") as store:
        web.on("/feed", reply(404))
        feeds = [Feed(name, web.url("/feed")) for name in ("one", "two")]
        settings = Settings(polling=Polling(per_host=2), limits=Limits(allow=(web.allow,)))
        on = service(store, clock, loaded=replace(config(*feeds), settings=settings))
        poller = Poller(on.config)
        poller.dispatch(on, store.due_feeds(clock()))
        with pytest.raises(StoreError, match="no room"):
            list(poller.collect(on, timeout=10))
        store.is_full = False
        filed = {one.feed for _ in feeds for one in poller.collect(on, timeout=10)}
        poller.close()
    assert (filed, poller.busy, len(web.requests)) == ({"one", "two"}, 0, 2)


def test_nothing_starts_in_the_place_of_what_could_not_be_filed():
    """A feed that waits is claimed by the commit that files another, and asked after it: not while the disk is full."""
    with Web() as web, Filling(":memory:") as store:
        web.on("/feed", reply(404))
        feeds = [Feed(name, web.url("/feed")) for name in ("one", "two")]
        settings = Settings(polling=Polling(threads=1, per_host=2), limits=Limits(allow=(web.allow,)))
        on = service(store, Clock(), loaded=replace(config(*feeds), settings=settings))
        poller = Poller(on.config)
        left = poller.dispatch(on, store.due_feeds(on.clock()))
        with pytest.raises(StoreError, match="no room"):
            list(poller.relay(on, left, timeout=10))
        before = (feed_state(store, "two").polled_at, len(web.requests))
        store.is_full = False
        ((filed, waiting),) = poller.relay(on, left, timeout=10)
        after = ([one.feed for one in filed], list(waiting), feed_state(store, "two").polled_at, poller.busy)
        poller.close()
    assert (before, after) == ((None, 1), (["one"], [], on.clock(), 1))
