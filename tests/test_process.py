"""The process's edges: the lock, sd_notify, the watchdog's truth."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from monitor.daemon.lock import AlreadyRunning, holder, only_writer
from monitor.daemon.systemd import Watchdog, notify, reloading

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
    """One silent component is enough to starve the watchdog, whatever the others do."""
    channel, environ = ear
    clock = [0.0]
    watchdog = Watchdog({**environ, "WATCHDOG_USEC": "90000000"}, lambda: clock[0])
    watchdog.beat("main")
    watchdog.beat("mail", good_for=300)
    assert watchdog.feed()
    assert channel.recv(200) == b"WATCHDOG=1"
    clock[0] = 61.0
    assert watchdog.stale() == ["main"]
    assert not watchdog.feed()
    watchdog.beat("main")
    assert watchdog.feed()


def test_watchdog_of_another_process_is_not_ours():
    """WATCHDOG_PID of somebody else means that nobody waits for us."""
    assert Watchdog({"WATCHDOG_USEC": "90000000", "WATCHDOG_PID": "1"}).interval is None
