"""The process's edges: the lock, sd_notify, the watchdog's truth."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from fcntl import LOCK_SH, LOCK_UN, flock

import pytest
from crashing import Lane
from stage import build

from monitor.cli.place import now
from monitor.daemon.lock import AlreadyRunning, holder, only_writer
from monitor.daemon.loop import Daemon
from monitor.daemon.systemd import COMPONENTS, Watchdog, notify, reloading
from monitor.pipeline.reading import OLD, SLACK, Living

HOLD = """
import sys
from pathlib import Path
from monitor.daemon.lock import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_second_writer_is_refused_with_the_first_ones_pid(tmp_path):
    """A second service on one database ends at once and names the first."""
    database = tmp_path / "monitor.db"
    command = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=str(first.pid)), only_writer(database):
            pass
        assert holder(database) == str(first.pid)
        first.stdin.close()
    assert holder(database) == ""


def test_who_only_looks_keeps_nobody_from_starting(tmp_path):
    """`status` holds the lock for a moment to see whether a service has it: a start then waits that moment."""
    database = tmp_path / "monitor.db"
    with only_writer(database):
        pass
    with (tmp_path / "monitor.db.lock").open() as looking:
        flock(looking, LOCK_SH)
        with only_writer(database, lambda _: flock(looking, LOCK_UN)):
            assert holder(database) == str(os.getpid())
        flock(looking, LOCK_SH)
        pauses = []
        with pytest.raises(AlreadyRunning), only_writer(database, pauses.append):
            pass
    assert sum(pauses) == pytest.approx(1.0)


def test_lock_file_outlives_its_holder(tmp_path):
    """The lock file is never unlinked: a removed one could be locked twice."""
    database = tmp_path / "monitor.db"
    with only_writer(database):
        pass
    assert (tmp_path / "monitor.db.lock").exists()
    with only_writer(database):
        pass


@pytest.fixture
def ear(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.settimeout(5)
        yield channel, {"NOTIFY_SOCKET": str(tmp_path / "notify")}


def test_notify_says_what_it_was_told(ear):
    """systemd receives one datagram a call."""
    channel, environ = ear
    assert notify("READY=1", "STATUS=3 feeds", environ=environ)
    assert channel.recv(200) == b"READY=1\nSTATUS=3 feeds"


def test_reload_carries_a_monotonic_time(ear):
    """RELOADING=1 comes with the time stamp that notify-reload wants."""
    channel, environ = ear
    reloading(environ)
    assert channel.recv(200).startswith(b"RELOADING=1\nMONOTONIC_USEC=")


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": "/nonexistent/socket"}], ids=["unset", "nobody listens"])
def test_notify_without_systemd_is_harmless(environ):
    """Outside systemd nothing is sent and nothing fails."""
    assert notify("READY=1", environ=environ) is False


def test_watchdog_is_fed_only_while_every_component_lives(ear):
    """One silent component is enough to starve the watchdog, whatever the others do; so is one that never lived."""
    channel, environ = ear
    clock = [0.0]
    watchdog = Watchdog({**environ, "WATCHDOG_USEC": "90000000"}, lambda: clock[0], ("main", "mail"))
    watchdog.beat("main")
    assert not watchdog.feed()
    watchdog.beat("mail", good_for=300)
    assert watchdog.feed()
    assert channel.recv(200) == b"WATCHDOG=1"
    clock[0] = 61.0
    assert watchdog.stale() == ["main"]
    assert not watchdog.feed()
    watchdog.beat("main")
    assert watchdog.feed()


class Signs:
    """What a watchdog is told."""

    def __init__(self) -> None:
        self.now, self.good_until = 0.0, {}

    def beat(self, component: str, seconds: float) -> None:
        self.good_until[component] = self.now + seconds

    def living(self) -> Living:
        return Living("fetch", 30, self.beat, lambda: self.now)


def test_who_has_nothing_to_do_lives():
    """A component gives signs while work is under way; without any it is well for ever."""
    signs = Signs()
    living = signs.living()
    assert signs.good_until == {"fetch": math.inf}
    with living.work():
        assert signs.good_until == {"fetch": 30 + SLACK}
        signs.now = 20.0
        living.step()
        assert signs.good_until == {"fetch": 50 + SLACK}
    assert signs.good_until == {"fetch": math.inf}


def test_one_that_hangs_is_found_among_others_that_go_on():
    """Others' steps are signs of life for half an hour; then the one that never ends shows."""
    signs = Signs()
    living, others = signs.living(), threading.Event()
    hanging = threading.Thread(target=lambda: _hang(living, others))
    hanging.start()
    while "fetch" not in signs.good_until or signs.good_until["fetch"] == math.inf:
        others.wait(0.01)
    for _ in range(100):
        signs.now += 30
        with living.work():
            pass
    assert signs.good_until["fetch"] == OLD + 30 + SLACK
    others.set()
    hanging.join()


def _hang(living: Living, until: threading.Event) -> None:
    with living.work():
        until.wait(30)


class Stuck(Watchdog):
    """A watchdog in whose hands one component hangs, in the midst of its work."""

    def __init__(self, environ, clock, component) -> None:
        super().__init__(environ, clock)
        self.component, self.hangs, self.free = component, threading.Event(), threading.Event()
        self.counts = Counter()

    def beat(self, component: str, good_for: float = 60.0) -> None:
        super().beat(component, good_for)
        self.counts[component] += 1
        if component == self.component and good_for != math.inf and self.armed:
            self.hangs.set()
            self.free.wait(60)

    armed = False


@pytest.mark.parametrize("component", ["none", *COMPONENTS])
def test_a_component_that_hangs_starves_the_watchdog(component, tmp_path):
    """Scheduler, main thread, mail, fetching or parsing: whichever hangs, nothing is fed 90 seconds later."""
    seconds, environ = [0.0], {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "90000000"}
    watchdog = Stuck(environ, lambda: seconds[0], component)
    with Lane(tmp_path) as lane:
        lane.ear.settimeout(0)
        lane.bring()
        daemon = Daemon(
            lane.home.config, lane.home.database, lambda _: tmp_path / "mail", now, lambda _: "",
            beat=0.02, watchdog=watchdog, build=build,
        )  # fmt: skip
        running = threading.Thread(target=daemon.run)
        running.start()
        lane.until(lambda: watchdog.stale() == [])
        watchdog.armed = True
        lane.bring()
        lane.until(lambda: watchdog.hangs.is_set() or component == "none")
        fed = [at for at in MOMENTS if _fed_at(at, seconds, daemon, lane)]
        assert (max(fed, default=0) <= 90) is (component != "none")
        assert (watchdog.stale() != []) is (component != "none")
        watchdog.free.set()
        daemon.stop.set()
        daemon.wake()
        running.join(30)
        assert not running.is_alive()


MOMENTS = (0, 30, 60, 90, 100, 110, 130, 200, 290)  # seconds; close together where it must end
BOTH = {"fetch", "parse"}  # who fetched waits for what it fetched to be parsed


def _fed_at(at: int, seconds: list[float], daemon: Daemon, lane: Lane) -> bool:
    """Let it be so late, and each thread that can come round do so; was the watchdog fed then?"""
    watchdog = daemon.watchdog
    seconds[0], before = float(at), watchdog.counts.copy()

    def came_round() -> bool:
        daemon.wake()
        daemon.mail_due.set()
        moving = {"heartbeat", "main", "mail"} - {watchdog.component}
        in_step = all(watchdog.counts[one] >= before[one] + 3 for one in moving)
        return in_step and set(watchdog.stale()) <= (BOTH if watchdog.component in BOTH else {watchdog.component})

    lane.until(came_round)
    with suppress(BlockingIOError):
        while True:
            if lane.ear.recv(200) == b"WATCHDOG=1":
                return True
    return False


def test_watchdog_of_another_process_is_not_ours():
    """WATCHDOG_PID of somebody else means that nobody waits for us."""
    assert Watchdog({"WATCHDOG_USEC": "90000000", "WATCHDOG_PID": "1"}).interval is None
