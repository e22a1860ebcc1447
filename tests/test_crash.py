"""The service killed at random moments, and broken off at some points of a cycle; `make crash` tries all of them."""

from __future__ import annotations

import errno
import shutil
import signal
import subprocess
from datetime import timedelta

import pytest
from crashing import Lane
from points import KNOWN, SYNCS, WRITES, Point, Watch

from monitor.cli.place import now
from monitor.config import load
from monitor.pipeline.alarms import alarms
from monitor.pipeline.restore import restore
from monitor.store import Store

KILLS = 6
STARTS = 10


def test_kills_lose_nothing_and_repeat_nothing(tmp_path):
    """Every item is filed once, every edition made once, every letter came; a copy is one recorded as unknown."""
    with Lane(tmp_path, seed=7) as lane:
        for _ in range(KILLS):
            lane.bring()
            lane.kill_at_random()
        lane.drain()
        verdict = lane.verdict()
    assert verdict.wrong == []
    assert (verdict.figures["items"], verdict.figures["editions"]) == (2 * KILLS, KILLS)


@pytest.fixture(scope="module")
def lane(tmp_path_factory):
    """A service with items to read and letters to send, that can be put back to this."""
    if not KNOWN:
        pytest.skip("the numbers of this machine's system calls are not known here")
    with Lane(tmp_path_factory.mktemp("lane"), readers=("ann@example.org", "bo@example.org")) as one:
        one.bring()
        one.drain()
        one.bring()
        one.keep()
        yield one


@pytest.mark.parametrize(
    "point",
    [
        Point(6, calls=("fdatasync",)),
        Point(5, calls=("fdatasync",), thread="others"),
        Point(60, calls=("pwrite64",), error=errno.ENOSPC, times=5),
        Point(40, calls=(*WRITES, *SYNCS), thread="others", error=errno.EIO, times=3),
    ],
    ids=["killed while composing", "killed while sending", "full while composing", "broken, and opened again too soon"],
)
def test_a_cycle_broken_off_at_a_point_is_made_good(lane, point):
    """A kill or a fault of the disk in the middle of poll, compose and send: the next start makes it whole."""
    lane.again()
    assert lane.run_with(point)
    lane.drain()
    assert lane.verdict().wrong == []


@pytest.mark.parametrize("call", ["link", "rename"])
def test_a_restore_killed_at_a_point_is_done_again(lane, call):
    """The name holds the old database or the new one, whole; restored again, it lacks nothing, repeats nothing."""
    lane.again()
    lane.drain()
    backup = lane.folder / "backup.db"
    shutil.copy(lane.home.database, backup)
    process = lane.start(f"watched restore {backup}")
    with Watch(lane.nest.channel, process.pid, Point(1, calls=(call,))):
        assert process.wait(60) == -signal.SIGKILL
    with Store(lane.home.database) as store:
        store.check_integrity()
    restore(backup, lane.home.database, lane.home.config, now() + timedelta(seconds=5))
    lane.drain()
    assert lane.verdict().wrong == []
    assert list(lane.folder.glob("*.restoring*")) == []


def test_a_service_started_again_and_again_bothers_nobody(lane):
    """Of ten starts, each killed as soon as it is ready, no feed hears, each letter comes once, and status tells."""
    lane.again()
    lane.drain()
    with lane.asking("1h"):
        asked = len(lane.web.requests)
        lane.begin_digest()
        for _ in range(STARTS):
            process = lane.start()
            assert lane.until_ready(process)
            process.send_signal(signal.SIGKILL)
            process.wait(60)
        with Store(lane.home.database, readonly=True) as store:
            loaded = load(lane.home.config, now=now())
            assert "proc.restarts" in [one.code for one in alarms(store, loaded, (), now())]
        lane.drain()
        assert len(lane.web.requests) == asked
    assert lane.verdict().wrong == []


def test_a_service_that_cannot_say_a_word_works_on(tmp_path):
    """With standard output and error closed it reads, sends and stops as ever."""
    with Lane(tmp_path) as lane:
        lane.bring()
        mute = subprocess.Popen(["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *lane.command("at once")], **lane.around())
        lane.until(lane.has_all)
        mute.terminate()
        assert mute.wait(60) == 0
        assert lane.verdict().wrong == []
