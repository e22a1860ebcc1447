"""The service as a process: started, edited, told to stop, killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from email.utils import format_datetime

import pytest
from place import WATCHLIST, Home
from smtp_sink import Sink
from stage import Clock, config, service
from web import Web, reply

from monitor.cli.place import now
from monitor.daemon.lock import only_writer
from monitor.daemon.mailing import Mailing
from monitor.daemon.patience import Patience, Reserve
from monitor.model import Feed, Mail
from monitor.pipeline.publish import publish
from monitor.store import Store, StoreError

RSS = """<rss version="2.0"><channel><title>The Site</title>{items}</channel></rss>"""
ITEM = "<item><title>{title}</title><guid>{title}</guid><link>https://example.org/{number}</link><pubDate>{at}</pubDate></item>"


def rss(*titles):
    at = format_datetime(now())
    items = "".join(ITEM.format(title=title, number=number, at=at) for number, title in enumerate(titles))
    return reply(200, RSS.format(items=items).encode(), Content_Type="application/rss+xml", ETag='"1"')


class Service:
    """A running service whose log and sd_notify messages can be waited for."""

    def __init__(self, home: Home, command: list[str] | None = None) -> None:
        self.home = home
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = home.folder / "notify"
        address.unlink(missing_ok=True)
        self.ear.bind(str(address))
        self.ear.settimeout(30)
        environ = {**os.environ, "NOTIFY_SOCKET": str(address)}
        pipe = {"stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        self.process = subprocess.Popen(command or home.command("run"), env=environ, cwd=home.folder, **pipe)
        self.lines: list[str] = []
        self._grown = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stderr:
            with self._grown:
                self.lines.append(line.rstrip("\n"))
                self._grown.notify_all()

    def notice(self, begin: str) -> str:
        """Wait for a message to systemd."""
        while not (message := self.ear.recv(4096).decode()).startswith(begin):
            pass
        return message

    def line(self, part: str) -> str:
        """Wait for a line of the log."""
        with self._grown:
            found = self._grown.wait_for(lambda: next((one for one in self.lines if part in one), None), timeout=30)
        assert found, f"{part!r} is not in {self.lines}"
        return found

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait for the end; return the exit code."""
        code = self.process.wait(timeout=30)
        self._reader.join(timeout=10)
        self.process.stderr.close()
        self.ear.close()
        return code


@contextlib.contextmanager
def running(home, command=None):
    service = Service(home, command)
    try:
        service.notice("READY=1")
        yield service
    finally:
        if service.process.poll() is None:
            service.stop(signal.SIGKILL)


@pytest.fixture
def web():
    with Web() as one:
        one.on("/feed", rss("Kling 3.0 makes AI video with sound"))
        yield one


@pytest.fixture
def home(tmp_path, web):
    return Home.make(tmp_path, web.url("/feed"), web.allow)


def until_asked(web, number):
    """Wait until the feed was asked for so many times."""
    for _ in range(600):
        if len(web.requests) >= number:
            return
        threading.Event().wait(0.05)
    raise AssertionError("it was not asked")


def until_filed(home, number):
    """Wait until so many items are filed."""
    for _ in range(600):
        with Store(home.database) as store:
            if len(list(store.items())) >= number:
                return
        threading.Event().wait(0.05)
    raise AssertionError("nothing was filed")


def test_the_service_polls_and_ends_on_sigterm_with_0(home):
    """It says READY, reads what is due, and ends on SIGTERM with exit code 0, saying STOPPING."""
    with running(home) as service:
        until_filed(home, 1)
        assert service.process.poll() is None
        assert json.loads(home.run("status", "--json").stdout)["pid"] == service.process.pid
        assert service.stop() == 0
        assert "stopped" in service.lines


def test_a_feed_is_read_at_once_when_a_person_wants_it(home, web):
    """`poll NAME` beside the service has it ask that feed now, and --no-cache for the whole document; others fail."""
    with running(home) as service:
        until_filed(home, 1)
        assert home.run("poll").returncode == 75
        wrong = home.run("poll", "nosuch")
        assert (wrong.returncode, "no feed named nosuch" in wrong.stderr) == (2, True)
        asked = home.run("poll", "site")
        pid = service.process.pid
        told = f"the service (process {pid}) is told to ask site now; `feeds list` shows what came of it\n"
        assert (asked.returncode, asked.stdout) == (0, told)
        until_asked(web, 2)
        done = home.run("poll", "site", "--no-cache", "--json")
        assert json.loads(done.stdout) == {"handed_over": ["site"], "process": str(service.process.pid)}
        until_asked(web, 3)
        assert service.stop() == 0
    assert [request.headers.get("if-none-match") for request in web.requests] == [None, '"1"', None]


def test_a_feed_the_service_does_not_know_yet_is_said_to_be_new(home):
    """`poll NAME` right after the edit that adds the feed: it stands in feeds.yaml, and nobody denies that."""
    home.run("poll")
    home.write("feeds.yaml", (home.config / "feeds.yaml").read_text().replace("name: site,", "name: other,"))
    with only_writer(home.database):
        done = home.run("poll", "other")
    assert (done.returncode, "other is new in feeds.yaml" in done.stderr) == (2, True)


def test_a_link_to_the_database_is_the_database(home):
    """Lock, journal and copies lie beside the file itself: by whichever name it is called, one service has it."""
    home.run("poll")
    link = home.folder / "links" / "monitor.db"
    link.parent.mkdir()
    link.symlink_to(home.database)
    with only_writer(home.database):
        done = home.run("--database", str(link), "poll")
    home.run("--database", str(link), "suppress", "ann@example.org")
    assert (done.returncode, [one.name for one in link.parent.iterdir()]) == (75, ["monitor.db"])


LATE = """
import logging
import sys
from functools import partial
from datetime import timedelta
from pathlib import Path
from monitor.cli.place import now
from monitor.daemon.loop import Daemon
from monitor.pipeline.poll import Poller

class NoMore:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] == "monitor":
            sys.exit(f"{name} is loaded after READY")

def poller(*args, **seams):
    sys.meta_path.insert(0, NoMore)
    return Poller(*args, **seams)

def clock():
    return now() + timedelta(days=Path("tomorrow").exists())

logging.basicConfig(level=logging.INFO)
daemon = Daemon(Path("config"), Path("monitor.db"), lambda _: Path("mail"), clock, lambda _: "", poller=poller)
daemon.handle_signals()
sys.exit(daemon.run())
"""


def test_a_service_that_runs_loads_nothing_more_of_its_program(home):
    """Its files may be replaced by a newer version's at any time: what files, composes and renders is loaded before."""
    with running(home, [sys.executable, "-c", LATE]) as service:
        until_filed(home, 1)
        (home.folder / "tomorrow").touch()
        service.line("letter tried digest=daily")
        assert service.stop() == 0
    with Store(home.database) as store:
        assert len(list(store.stories())) == 1


def test_a_second_service_ends_with_75(home):
    """Two services never share a database: the second ends at once, naming the first."""
    with running(home) as service:
        second = home.run("run")
    assert second.returncode == 75
    assert f"already running as process {service.process.pid}" in second.stderr


def test_a_good_edit_is_taken_up_and_looks_back(home, web):
    """A product added to the watchlist is in force within seconds, without a restart, for what was read before too."""
    web.on("/feed", rss("Vidu Q4 learns to speak"))
    with running(home) as service:
        until_filed(home, 1)
        home.write("watchlist.yaml", WATCHLIST + "  de: [KI-Video]\n")
        service.notice("RELOADING=1")
        service.line("rematched gained=0")
        home.write("watchlist.yaml", WATCHLIST.replace("products:", "products:\n  - {name: Vidu, vendor: Shengshu}"))
        service.line("rematched gained=1")
        service.stop()
    with Store(home.database) as store:
        assert [story.products for story in store.stories()] == [("Vidu",)]


def test_a_broken_edit_is_reported_and_changes_nothing(home):
    """The service works on with the last good config; log and status name file, line, column and cure."""
    with running(home) as service:
        until_filed(home, 1)
        home.write("watchlist.yaml", WATCHLIST.replace("vendor: Google", "vender: Google"))
        line = service.line("config.broken")
        assert "watchlist.yaml:7:5: products.1.vender: unknown key; did you mean `vendor`?" in line
        status = home.run("status")
        assert "the last good one is in use" in status.stdout
        assert "watchlist.yaml:7:5" in status.stdout
        assert status.returncode == 1
        assert service.stop() == 0


def test_a_failing_example_is_a_warning_at_every_load(home):
    """The watchlist's own examples are proved when the service takes it up; one that fails stops nothing."""
    home.write("watchlist.yaml", WATCHLIST.replace("expect: [Kling 3.0", "expect: [Vidu 3.0"))
    with running(home) as service:
        assert "watchlist.yaml:5" in service.line("example fails")
        assert service.stop() == 0


def test_sighup_looks_at_the_config_at_once(home):
    """`systemctl reload` is SIGHUP: the service says RELOADING and READY, and a hundred of them do no harm."""
    with running(home) as service:
        for _ in range(100):
            service.process.send_signal(signal.SIGHUP)
        assert "MONOTONIC_USEC=" in service.notice("RELOADING=1")
        service.notice("READY=1")
        assert service.stop() == 0


def test_a_killed_service_starts_again_where_it_was(home):
    """After kill -9 the next start needs no person, polls nothing too early and files nothing twice."""
    with running(home) as service:
        until_filed(home, 1)
        service.stop(signal.SIGKILL)
    with running(home) as service:
        service.line("started feeds=1")
        assert service.stop() == 0
    with Store(home.database) as store:
        assert len(list(store.items())) == 1


def test_a_database_deleted_under_the_service_ends_it_with_74(home):
    """Writing into a file that nobody finds again is worse than ending: exit 74, with what happened."""
    with running(home) as service:
        until_filed(home, 1)
        home.database.unlink()
        assert service.ended() == 74
        assert "put it back and start again" in service.line("deleted or replaced in use")


class Busy(Store):
    """A database that others hold just when the final dot is about to leave."""

    def mark_dot(self, number):
        raise StoreError("store.locked", "another program holds it")


def test_a_busy_database_costs_a_letter_time_only(tmp_path):
    """When the mark before the dot cannot be written, no dot leaves, and the letter is owed as before."""
    clock = Clock()
    with Busy(tmp_path / "monitor.db") as store, Sink() as sink:
        on = service(store, clock, Feed("site", "https://site.example.org/feed"))
        publish(on)
        clock.forward(hours=2)
        publish(on)
        loaded = config(mail=Mail(server="127.0.0.1", port=sink.port, security="none"))
        reserve = Reserve(tmp_path / "monitor.db")
        mailing = Mailing(clock, lambda _: tmp_path / "mail", lambda _: "", Patience("mail"), reserve)
        mailing.deliver(store, loaded)
        assert sink.accepted == []
        assert [(one.state, one.unknowns) for one in store.deliveries()] == [("pending", 0)]
