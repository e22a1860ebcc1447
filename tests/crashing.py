"""A service to be killed: feeds that gain items, a mail server that remembers what it took, and the verdict after.

    with Lane(folder, seed=1) as lane:
        for _ in range(100):
            lane.bring()              # an item in each feed, and a new digest, which is due at once
            lane.kill_at_random()
        lane.drain()
        lane.verdict()                # what was lost, what came twice, and of it what was not recorded as unknown

The service is a process of its own with a database file; it is `run`, but that its heart beats faster, that it parses
by itself, that its rules and templates are read but once, and that after a fault of the disk it hardly rests. The mail
server and the sites live in this one, so that they outlive it.
"""

from __future__ import annotations

import email
import os
import random
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from place import WATCHLIST, Home
from points import Point, Watch
from retold import follow_ups, retold
from smtp_sink import Action, Drop, Sink
from web import Request, Web, Wire, reply

from monitor.cli.errors import DISK
from monitor.cli.place import now
from monitor.store import Store

RUN = """
import os, socket, sys, threading, time
from functools import partial
from pathlib import Path
import apscheduler.schedulers.background, monitor.parse.document
from monitor.cli.errors import spoken
from monitor.cli.place import Place, now
from monitor.daemon.lock import only_writer
from monitor.daemon.loop import Daemon
from monitor.daemon.patience import Patience
from monitor.model import Edition, Item
from monitor.parse import parse
from monitor.pipeline.poll import Poller
from monitor.pipeline.restore import restore
from monitor.pipeline.service import Service, load_config
from monitor.store import Store
sys.path.insert(0, {tests!r})
from points import hand_over

class Here:
    call, close = staticmethod(parse), staticmethod(lambda: None)

class Hasty(threading.Event):
    def wait(self, timeout=None):
        return super().wait(timeout and timeout / 50)

with Store(":memory:") as store:
    loaded, _ = load_config(Path("config"), store, now())
    made = Service.of(loaded, store, now, Path("config"))
made.judge(Item("", "", "", "Kling makes AI video", language="en"))
made.renderer.text(Edition("", "", "", "UTC", "en", now(), now()))
made.renderer.html(Edition("", "", "", "UTC", "en", now(), now()))

def build(loaded, store, clock, folder):
    service = Service(loaded, store, clock, made.templates)
    service.judge, service.renderer = made.judge, made.renderer
    return service

def run():
    place = Place(Path("config"), Path("monitor.db"))
    place.log(service=True)
    with spoken(), only_writer(place.database()):
        daemon = Daemon(
            place.folder(), place.database(), place.maildir, clock=now, password=lambda _: "", beat=0.1,
            poller=partial(Poller, parser=Here()), build=build, stop=Hasty(),
            monotonic=lambda: 200 * time.monotonic(),
        )
        daemon.handle_signals()
        sys.exit(daemon.run())

def restored(backup):
    restore(Path(backup), Path("monitor.db"), Path("config"), now())
    os._exit(0)

if sys.argv[1] == "at once":
    run()
channel = socket.socket(fileno=int(sys.argv[2]))
while words := sys.stdin.readline().split():
    if not (child := os.fork()):
        os.close(0)
        if "watched" in words:
            hand_over(channel)
        restored(words[-1]) if "restore" in words else run()
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
MONITOR = """\
digests:
{digests}
polling: {{interval: {interval}, floor: 0, gap: 0, without_validators: {interval}, per_host: 9, threads: 3}}
limits: {{allow: ["{allow}"]}}
maintain: {{backups: 0}}
mail: {{server: 127.0.0.1, port: {port}, security: none, timeout: 5s, dot_timeout: 5s}}
"""
DIGEST = '  - {{name: {name}, at: "00:00", recipients: [{readers}]{alerts}}}'
ALERTS = ", alerts: {weight: 0, status: [confirmed, reported, denied], per_day: 50}"
ALERTING = 3  # digests, the newest, have alerts
BACKLOG = 10  # digests that no letter was seen of yet: no more begin until the service has caught up
NEWS = 5  # of so many items one is about a product
UNREAD, READ = 100, 20  # items a feed lists at most that were not filed; that were
RSS = '<rss version="2.0"><channel><title>{0}</title>{1}</channel></rss>'
ITEM = '<item><title>{1}</title><guid isPermaLink="false">{0}</guid><link>https://example.org/{0}</link><pubDate>{2}</pubDate></item>'
DRAINS = 5
PATIENCE = 60.0  # seconds for what must come
COPIES = 3  # of one letter at most: it is held after the third try whose outcome nobody knows


class Inbox(Sink):
    """A mail server that remembers; of its answers to the final dot a share never comes, though it took the letter."""

    drop = 0.0
    chance = random.Random(0)
    dropped = 0

    def act(self, stage: str) -> Action | None:
        if stage == "dot" and self.chance.random() < self.drop:
            self.dropped += 1
            return Drop(accept=True)
        return super().act(stage)


class Nest:
    """Hatches service after service out of one process that has imported the program, which is most of a start."""

    def __init__(self, command: list[str], **options: object) -> None:
        self.channel, theirs = socket.socketpair()
        with theirs:
            self.parent = subprocess.Popen(
                [*command, str(theirs.fileno())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                pass_fds=[theirs.fileno()], **options,
            )  # fmt: skip

    def hatch(self, how: str) -> Hatched:
        self.parent.stdin.write(f"{how}\n")
        self.parent.stdin.flush()
        return Hatched(self.parent, int(self.parent.stdout.readline()))

    def close(self) -> None:
        self.channel.close()
        self.parent.stdin.close()
        self.parent.wait(timeout=PATIENCE)
        self.parent.stdout.close()


class Hatched:
    """A service started by its nest; to be used like a Popen."""

    def __init__(self, parent: subprocess.Popen[str], pid: int) -> None:
        self.pid, self.returncode, self._parent = pid, None, parent

    def poll(self, seconds: float = 0) -> int | None:
        if self.returncode is None and select.select([self._parent.stdout], [], [], seconds)[0]:
            self.returncode = int(self._parent.stdout.readline())
        return self.returncode

    def wait(self, timeout: float) -> int:
        assert self.poll(timeout) is not None, "it does not end"
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


@dataclass(frozen=True)
class Verdict:
    """What came of it. `wrong` is what must never be."""

    wrong: list[str]
    figures: dict[str, int]


@dataclass
class Lane:
    """One service in its folder, with its sites and its mail server."""

    folder: Path
    seed: int = 0
    drop: float = 0.0
    interval: str = "1s"  # between two polls
    sites: tuple[str, ...] = ("one", "two")
    readers: tuple[str, ...] = ("ann@example.org", "bo@example.org", "cy@example.org")
    inbox: Inbox = field(default_factory=Inbox)
    more: str = ""  # lines of monitor.yaml
    filed: Counter[str] = field(default_factory=Counter)  # so many of each site, by the validators it gets back
    listed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    digests: list[str] = field(default_factory=list)
    configured: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    nest: Nest | None = None
    span: float = 1.0  # seconds after READY within which it is killed
    unclean: list[str] = field(default_factory=list)  # ends that were neither a kill nor asked for

    def __enter__(self) -> Lane:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.chance = random.Random(self.seed)
        self.web = Web()
        self.inbox.drop, self.inbox.chance = self.drop, random.Random(-self.seed - 1)
        self.web.__enter__()
        self.inbox.__enter__()
        self.home = Home.make(self.folder, allow=self.web.allow)
        feeds = "".join(f"  - {{name: {one}, url: {self.web.url('/' + one)}, language: en}}\n" for one in self.sites)
        self.home.write("feeds.yaml", "feeds:\n" + feeds)
        self.home.write("watchlist.yaml", WATCHLIST)
        for one in self.sites:
            self.web.on(f"/{one}", self._answer)
        with Store(self.home.database) as store:
            store.save_setting("installed_at", (now() - timedelta(days=3)).isoformat())
        self._ear()
        return self

    def __exit__(self, *_: object) -> None:
        if self.nest is not None:
            self.nest.close()
        self.ear.close()
        self.inbox.__exit__()
        self.web.__exit__()

    def _ear(self) -> None:
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(self.folder / "notify"))

    def _answer(self, wire: Wire, request: Request) -> None:
        site = request.path.removeprefix("/")
        known = request.headers.get("if-none-match", "").strip('"')
        self.filed[site] = max(self.filed[site], int(known or 0))
        entries = self.listed[site][max(0, self.filed[site] - READ) :]
        etag = f'"{len(self.listed[site])}"'
        if request.headers.get("if-none-match") == etag:
            wire.send(reply(304, ETag=etag))
            return
        body = RSS.format(site, "".join(reversed(entries)))
        wire.send(reply(200, body.encode(), Content_Type="application/rss+xml", ETag=etag))

    # ------------------------------------------------------------ what happens

    def bring(self) -> None:
        """List one more item on each site, and begin a digest, which is due at once; unless much waits already."""
        self.list_more()
        self.begin_digest()

    def begin_digest(self) -> None:
        """Put a new digest into the config, unless much waits already."""
        if len(self.waiting()) < BACKLOG:
            self.digests.append(f"d{len(self.digests)}")
        self.configure()

    def waiting(self) -> list[str]:
        """Return the digests of whose letters none was tried yet: only once one was, is the edition surely recorded."""
        log = self.folder / "log"
        said = log.read_text(errors="replace") if log.exists() else ""
        return [name for name in self.digests if f"letter tried digest={name} " not in said]

    def list_more(self) -> None:
        """List one more item on each site; of the news, one in five, a site is told by the one before it."""
        for place, site in enumerate(self.sites):
            number = len(self.listed[site])
            if number - self.filed[site] >= UNREAD:
                continue
            event, idle = divmod(number - place, NEWS)
            news = "Nothing of interest" if idle else f"Kling {event}.{self.seed} makes AI video in {site}"
            title = f"{news}, item {number} of {site}"
            self.listed[site].append(ITEM.format(f"{site}-{number}", title, format_datetime(now())))

    def configure(self) -> None:
        """Write the config with its newest digests and those that wait; the letters of others are owed all the same."""
        readers, alerting = ", ".join(self.readers), self.digests[-ALERTING:]
        self.configured = [*(name for name in self.waiting() if name not in alerting), *alerting]
        lines = [
            DIGEST.format(name=name, readers=readers, alerts=ALERTS if name in alerting else "")
            for name in self.configured
        ]
        known = {"allow": self.web.allow, "port": self.inbox.port, "interval": self.interval}
        text = MONITOR.format(digests="\n".join(lines), **known)
        self.home.write("monitor.yaml", text + self.more)

    @contextmanager
    def asking(self, interval: str):
        """Have the service, which has read all, ask its sites only so often."""
        before, self.interval = self.interval, interval
        self.configure()
        asked = len(self.web.requests)
        with self.serving():
            self.until(lambda: len(self.web.requests) == asked + len(self.sites))
        yield
        self.interval = before
        self.configure()

    @contextmanager
    def away(self):
        """Have nobody use the folder for a while; the service is stopped."""
        if self.nest is not None:
            self.nest.close()
        self.nest = None
        self.ear.close()
        yield
        (self.folder / "notify").unlink()
        self._ear()

    def start(self, how: str = "serve") -> Hatched:
        """Start the service, or "restore BACKUP"; "watched" before it: its calls wait for a Watch."""
        while self._heard():
            pass
        if self.nest is None:
            with (self.folder / "log").open("a") as log:
                self.nest = Nest(self.command("on demand"), stderr=log, **self.around())
        return self.nest.hatch(how)

    def command(self, how: str) -> list[str]:
        return [sys.executable, "-c", RUN.format(tests=str(Path(__file__).parent)), how]

    def around(self) -> dict[str, object]:
        """What the service finds around itself."""
        return {"cwd": self.folder, "env": {**os.environ, "NOTIFY_SOCKET": str(self.folder / "notify")}}

    def _heard(self) -> str:
        self.ear.settimeout(0)
        with suppress(BlockingIOError):
            return self.ear.recv(4096).decode()
        return ""

    def until_ready(self, process: Hatched) -> bool:
        """Wait until the service says READY; False = it ended before."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and process.poll() is None:
            self.ear.settimeout(0.05)
            with suppress(TimeoutError):
                if self.ear.recv(4096).startswith(b"READY=1"):
                    return True
        assert process.poll() is not None, "it was never ready"
        return False

    def kill_at_random(self) -> None:
        """Start the service and kill it: one time in ten while it starts, else at some time of its work.

        How long that takes hangs on the machine: the span to draw from grows until one kill in four finds all done.
        """
        process = self.start()
        if self.chance.random() < 0.1:
            self.kills["starting"] += 1
            rest(self.chance.uniform(0, 0.5))
        else:
            self.until_ready(process)
            rest(self.chance.uniform(0, self.span))
            late = self.is_at_rest()
            self.kills["done" if late else "at work"] += 1
            self.span *= 0.87 if late else 1.05
        if process.poll() is not None:
            self.unclean.append(f"it ended by itself with {process.returncode}")
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)

    def drain(self) -> None:
        """Let the service run undisturbed until it has filed and sent everything, then stop it as systemd does.

        Again if it recorded an alert at the very end.
        """
        with Store(self.home.database) as store:
            for _ in range(DRAINS):
                if self._is_done(store):
                    break
                with self.serving() as process:
                    end = time.monotonic() + PATIENCE * 5
                    while time.monotonic() < end and process.poll(0.1) is None and not self._is_done(store):
                        pass

    @contextmanager
    def serving(self):
        """Run the service for a while; it must end well."""
        process = self.start()
        try:
            self.until_ready(process)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            if code := process.wait(PATIENCE):
                self.unclean.append(f"it stopped with {code}")

    def _is_done(self, store: Store) -> bool:
        """Try at once what waits; release what is held and never came, as a person would who asked the reader."""
        if self.missing() or not set(self.configured) <= {edition.digest for edition in store.editions()}:
            return False
        wait = store.deliveries(("pending", "sending", "deferred", "held"))
        came = {one for one, _ in self.taken()}
        came_not = {one.id for one in wait if one.state == "held" and one.message_id not in came}
        late = [one.id for one in wait if one.state == "deferred" or one.id in came_not]
        store.retry(late)
        return not [one for one in wait if one.state != "held" or one.id in late]

    # ------------------------------------------------------------ at a point

    def run_with(self, point: Point) -> str:
        """Start the service with a fault at a point, until it ends or is done; return the call met, "" = none.

        It must come to one of both, and if it ends by itself, say that the disk is at fault.
        """
        process = self.start("watched serve")
        with Watch(self.nest.channel, process.pid, point) as watch:
            end = time.monotonic() + PATIENCE
            while process.poll(0.05) is None and not self.is_at_rest():
                if time.monotonic() > end:
                    self.unclean.append("it neither ended nor came to rest")
                    break
            process.send_signal(signal.SIGTERM)
            if process.wait(PATIENCE) not in (0, DISK if point.error else -signal.SIGKILL):
                self.unclean.append(f"it ended with {process.returncode}")
        self.calls = watch.seen
        return watch.met

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until it is so."""
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, "it never came to that"
            rest(0.05)

    def has_all(self) -> bool:
        """Is every item filed, every edition recorded, every letter sent?"""
        return self._is_rid_of("pending", "sending", "deferred")

    def is_at_rest(self) -> bool:
        """Is all that done but for letters whose outcome nobody knows, which wait for ten minutes?"""
        return self._is_rid_of("pending", "sending")

    def _is_rid_of(self, *states: str) -> bool:
        waiting = f"SELECT 1 FROM deliveries WHERE state IN ({str(states)[1:-1]})"
        with suppress(sqlite3.Error):
            made = {digest for (digest,) in self.rows("SELECT digest FROM editions WHERE content IS NOT NULL")}
            return set(self.configured) <= made and not self.rows(waiting) and not self.missing()
        return False

    def keep(self) -> None:
        """Keep the state of the stopped service; `again` goes back to it."""
        shutil.copy(self.home.database, self.folder / "kept.db")
        shutil.copy(self.folder / "monitor.db.sent.log", self.folder / "kept.log")
        self.kept = list(self.inbox.accepted)

    def again(self) -> None:
        for part in ("", "-wal", "-shm"):
            self.home.database.with_name(f"monitor.db{part}").unlink(missing_ok=True)
        shutil.copy(self.folder / "kept.db", self.home.database)
        shutil.copy(self.folder / "kept.log", self.folder / "monitor.db.sent.log")
        self.inbox.accepted[:] = self.kept

    # ------------------------------------------------------------ what is left

    def taken(self) -> list[tuple[str, str]]:
        """Return Message-ID and hash of what the mail server took, in order, copies and all."""
        letters = [one.raw for one in self.inbox.accepted]
        return [(email.message_from_bytes(raw)["Message-ID"], sha256(raw).hexdigest()) for raw in letters]

    def guids(self) -> set[str]:
        return {f"{site}-{number}" for site, entries in self.listed.items() for number in range(len(entries))}

    def rows(self, sql: str) -> list[tuple]:
        with closing(sqlite3.connect(f"file:{self.home.database}?mode=ro", timeout=30, uri=True)) as database:
            return database.execute(sql).fetchall()

    def missing(self) -> set[str]:
        return self.guids() - {guid for (guid,) in self.rows("SELECT guid FROM items")}

    def verdict(self) -> Verdict:
        """Judge the database and the mail server's memory, after `drain`."""
        letters = {
            identity: (sha, state, unknowns, digest)
            for identity, sha, state, unknowns, digest in self.rows(
                "SELECT message_id, sha256, state, (SELECT count(*) FROM attempts WHERE delivery = deliveries.id"
                " AND outcome = 'unknown'), digest FROM deliveries JOIN editions ON editions.id = edition"
            )
        }
        taken = self.taken()
        copies = Counter(identity for identity, _ in taken)
        wrong = [*self.unclean, *self._wrong_rows(), *self._wrong_editions(letters)]
        for identity, (sha, state, unknowns, _) in letters.items():
            if not copies[identity]:
                wrong.append(f"letter lost: {identity} is {state}")
            if copies[identity] - 1 > unknowns:
                wrong.append(f"{copies[identity]} copies of {identity}, but {unknowns} unknowns recorded")
            if copies[identity] > COPIES:
                wrong.append(f"{copies[identity]} copies of {identity}")
            if other := {found for one, found in taken if one == identity} - {sha}:
                wrong.append(f"other bytes for {identity}: {other}")
        wrong += [f"a letter nobody wrote: {identity}" for identity in copies.keys() - letters.keys()]
        figures = {
            "kills": self.kills.total(), "at work": self.kills["at work"],
            "items": len(self.guids()), "editions": len(set(self.digests)), "told again": self.told_again,
            "letters": len(letters), "copies": copies.total() - len(copies),
            "unknowns": sum(one[2] for one in letters.values()), "drops": self.inbox.dropped,
            "held": sum(one[1] == "held" for one in letters.values()),
        }  # fmt: skip
        return Verdict(wrong, figures)

    def _wrong_rows(self) -> list[str]:
        wrong = [f"integrity: {row[0]}" for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        wrong += [f"foreign key: {row}" for row in self.rows("PRAGMA foreign_key_check")]
        wrong += [f"item lost: {guid}" for guid in sorted(self.missing())]
        twice = "SELECT guid FROM items GROUP BY guid HAVING count(*) > 1"
        return wrong + [f"item filed twice: {guid}" for (guid,) in self.rows(twice)]

    def _wrong_editions(self, letters: dict[str, tuple[str, str, int, str]]) -> list[str]:
        """Each digest has its edition and each reader a letter of it; no digest tells a story twice."""
        owed = Counter(digest for *_, digest in letters.values())
        with Store(self.home.database, readonly=True) as store:
            editions = [edition for edition in store.editions() if edition.digest != "daily"]
        by_digest = {name: [one for one in editions if one.digest == name] for name in self.digests}
        wrong = [fault for some in by_digest.values() for fault in retold(some)]
        self.told_again = follow_ups(editions)
        made = Counter(edition.digest for edition in editions)
        slots = Counter(edition.digest for edition in editions if edition.kind == "digest")
        wrong += [f"edition lost: {digest}" for digest in set(self.digests) - slots.keys()]
        wrong += [f"{count} editions of {digest}" for digest, count in slots.items() if count != 1]
        wrong += [
            f"{owed[digest]} letters of {count} editions of {digest}"
            for digest, count in made.items()
            if owed[digest] != count * len(self.readers)
        ]
        return wrong


def rest(seconds: float) -> None:
    """Wait: for a moment that was drawn, or for the service to go on."""
    threading.Event().wait(seconds)
