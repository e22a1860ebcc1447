"""Live through weeks in minutes: feeds that bring news each day, faults that come and go, a clock that runs ahead.

    benchmarks/soak.py [--days 24] [--feeds 200] [--replay FOLDER] [--interval 3h] [--beat 600]

The stages and the database are those of the service, in this process; only the clock is played: it steps from beat to
beat (seconds). The sites are a process of their own on loopback; with FOLDER they serve its feeds in turn, and an item
a day more. A day has at most one fault: errors, sites that say nothing, cut XML, no mail server, connections broken
off, pages gone. Each simulated day prints memory (this process, and the ones that parse), open files, the size of the
database, digests that arrived, and how late feeds were read: simulated, beyond the beat, and the longest beat in real
seconds.

Memory grows by half a megabyte a day in the first two weeks, then by a tenth: SQLite's page cache follows the database
up to 2 MB a connection, and caches of a fixed size fill (tracemalloc and mallinfo2; 20 MB are allocated from then on).

Exit 1 when a promise breaks: a digest lost or doubled, an item lost, a feed that is not read again, memory that grows
by more than a megabyte a simulated day once the first fifth is over, files left open.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import re
import sqlite3
import statistics
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from smtp_sink import Sink

from monitor.model import FeedState
from monitor.pipeline.clock import Steady
from monitor.pipeline.maintain import maintain
from monitor.pipeline.operator import watch
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.poll import Poller
from monitor.pipeline.publish import publish
from monitor.pipeline.service import Service, load_config
from monitor.store import Store

ROOT = Path(__file__).parent.parent
START = datetime(2026, 11, 2, 0, 17, tzinfo=UTC)
FAULTS = {3: "errors", 6: "silence", 9: "cut", 12: "mail", 15: "resets", 18: "missing"}  # day: what is wrong
EACH = 5  # every so many feeds have the fault of the day
WINDOW = 15  # days that a feed lists
REST = 3  # days after a fault until all feeds must be read again
MONITOR = """\
digests: [{{name: daily, recipients: [reader@example.org], at: "07:00", zone: UTC}}]
polling: {{gap: 0, floor: 0, per_host: 16, interval: {interval}, without_validators: {interval}}}
limits: {{total: 2s, connect: 1s, idle: 1s, allow: ["127.0.0.1:{web}"]}}
mail: {{server: 127.0.0.1, port: {mail}, security: none, timeout: 5s, dot_timeout: 5s}}
maintain: {{backups: 2}}
"""
PLAIN = b"<rss version='2.0'><channel><title>soak</title><item><title>Old</title></item></channel></rss>"
ENTRY = "<{0}><title>{1}</title><link{2}<guid>{3}</guid><id>{3}</id><pubDate>{4}</pubDate><updated>{5}</updated></{0}>"


def entry(feed: int, day: int, tag: str) -> str:
    """A feed's item of a day, one in ten about a product. Its id is a URN: xml:base does not change it."""
    at = START + timedelta(days=day)
    news = f"Kling {day}.{feed} makes AI video" if feed % 10 == day % 10 else "Weather of the region"
    url = f"https://soak.example.org/{feed}/{day}"
    link = f" href='{url}'/>" if tag == "entry" else f">{url}</link>"
    dates = format_datetime(at), at.isoformat()
    return ENTRY.format(tag, f"{news}, day {day} at {feed}", link, f"urn:soak:{feed}:{day}", *dates)


def document(base: bytes, feed: int, day: int) -> bytes:
    """A feed as it stands on a day: the items of the last days before those it had."""
    found = re.search(rb"<(item|entry)[ >]", base)
    if found is None:
        return document(PLAIN, feed, day)
    listed = range(day, max(day - WINDOW, -1), -1)
    news = "".join(entry(feed, one, found[1].decode()) for one in listed)
    return base[: found.start()] + news.encode() + base[found.start() :]


def serve(channel, elapsed, folder: str) -> None:
    """Be the sites, until killed."""
    read = [path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.is_file()] if folder else []
    bases = [one for one in read if b"<item" in one or b"<entry" in one] or [PLAIN]

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed, day = int(self.path.strip("/")), int(elapsed.value // 86400)
            fault = FAULTS.get(day) if feed % EACH == day % EACH else None
            body, etag = b"", f'"{feed}-{day}-{fault}"'
            known = self.headers.get("If-None-Match") == etag
            status = {"errors": 500, "missing": 404}.get(fault, 304 if known else 200)
            if fault == "silence":
                time.sleep(3)
            if fault in ("silence", "resets"):
                self.connection.close()
                return
            if status == 200:
                body = document(bases[feed % len(bases)], feed, day)
                body = body[: len(body) // 2] if fault == "cut" else body
            self.send_response(status)
            self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle(self) -> None:
            with suppress(OSError, ValueError):  # it hung up, or we did
                super().handle()

        def log_message(self, *_: object) -> None:
            pass

    ThreadingHTTPServer.request_queue_size = 256
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    channel.send(server.server_address[1])
    server.serve_forever()


class Life:
    """The service, its clock, and what is measured of it."""

    def __init__(self, folder: Path, elapsed, inbox: Sink) -> None:
        self.folder, self.clock_of, self.inbox = folder, elapsed, inbox
        self.store = Store(folder / "monitor.db")
        loaded, complaints = load_config(folder / "config", self.store, self.now())
        assert not complaints, complaints
        self.service = Service.of(loaded, self.store, self.now, folder / "config")
        self.store.sync_feeds(loaded.feeds)
        self.steady, self.poller = Steady(self.elapsed), Poller(loaded, self.elapsed)
        self.outbox = Outbox(self.store, loaded, self.now, folder / "mail")
        self.polls, self.late, self.longest = 0, timedelta(), 0.0

    def elapsed(self) -> float:
        return self.clock_of.value

    def now(self) -> datetime:
        return START + timedelta(seconds=self.elapsed())

    def beat(self, step: timedelta) -> None:
        """Do what the daemon does at a beat, until nothing is under way."""
        began, now = time.monotonic(), self.now()
        self.store.check_alive()
        if drift := self.steady.keep(self.store, now):
            self.poller.shift(drift)
        due: list[FeedState] = list(self.store.due_feeds(now))
        self.late = max([self.late, *(now - one.next_poll_at - step for one in due if one.next_poll_at)])
        while due or self.poller.busy:
            due = self.poller.dispatch(self.service, due)
            self.polls += len(list(self.poller.collect(self.service, timeout=1)))
        publish(self.service)
        maintain(self.service)
        watch(self.service, ())
        self.outbox.deliver()
        self.longest = max(self.longest, time.monotonic() - began)

    def figures(self) -> tuple[float, float, int, float, int]:
        """Return MB of this process, MB of those below it but the sites, open files, MB of database, digests taken."""
        sites = {child.pid for child in multiprocessing.active_children()}
        parsing = [pid for pid in below(os.getpid()) if pid not in sites]
        database = (self.folder / "monitor.db").stat().st_size / 1e6
        files = len(list(Path("/proc/self/fd").iterdir()))
        return resident(os.getpid()), sum(map(resident, parsing)), files, database, len(self.inbox.accepted)


def below(pid: int) -> list[int]:
    """The processes that a process or a thread of it started, and those below them."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    return [*children, *(one for child in children for one in below(child))]


def resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=24)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--replay", default="")
    parser.add_argument("--interval", default="3h")
    parser.add_argument("--beat", type=int, default=600)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)  # the faults are ours
    elapsed = multiprocessing.Value("d", 0.0)
    mine, theirs = multiprocessing.Pipe()
    sites = multiprocessing.Process(target=serve, args=(theirs, elapsed, arguments.replay), daemon=True)
    sites.start()
    theirs.close()
    with TemporaryDirectory() as temporary, Sink() as inbox:
        try:
            configure(Path(temporary) / "config", arguments, mine.recv(), inbox.port)
            return live(Life(Path(temporary), elapsed, inbox), arguments)
        finally:
            sites.kill()


def configure(folder: Path, arguments: argparse.Namespace, web: int, mail: int) -> None:
    folder.mkdir()
    text = MONITOR.format(interval=arguments.interval, web=web, mail=mail)
    (folder / "monitor.yaml").write_text(text)
    feeds = [f"  - {{name: f{number}, url: 'http://127.0.0.1:{web}/{number}'}}\n" for number in range(arguments.feeds)]
    (folder / "feeds.yaml").write_text("feeds:\n" + "".join(feeds))
    copy(ROOT / "config" / "watchlist.yaml", folder)


def live(life: Life, arguments: argparse.Namespace) -> int:
    step, rows = timedelta(seconds=arguments.beat), []
    for day in range(arguments.days):
        if FAULTS.get(day) == "mail":
            life.inbox.__exit__()
        while life.elapsed() < (day + 1) * 86400:
            life.beat(step)
            life.clock_of.value += arguments.beat
        if FAULTS.get(day) == "mail":
            life.inbox.__enter__()
        rows.append(life.figures())
        resident, parsing, files, database, digests = rows[-1]
        print(
            f"day {day:2} {FAULTS.get(day, ''):8} {life.polls:6} polls  RSS {resident:5.1f} + {parsing:5.1f} MB  "
            f"{files:3} files  database {database:5.1f} MB  {digests:2} digests  "
            f"late {life.late.total_seconds():4.0f} s  beat {life.longest:4.1f} s",
            flush=True,
        )  # fmt: skip
        life.late, life.longest = timedelta(), 0.0
    wrong = list(broken(life, arguments, rows))
    print("\n".join(wrong) or "every promise was kept")
    life.poller.close()
    return 1 if wrong else 0


def broken(life: Life, arguments: argparse.Namespace, rows: list[tuple[float, float, int, float, int]]):
    """Name the promises that do not hold."""
    later = rows[max(len(rows) // 5, 1) :]
    if len(later) > 2:
        slope = statistics.linear_regression(range(len(later)), [row[0] + row[1] for row in later]).slope
        print(f"memory {slope:+.3f} MB a simulated day; files {later[0][2]} to {later[-1][2]}")
        if slope > 1:
            yield f"memory grows by {slope:.2f} MB a day"
        if later[-1][2] > later[0][2] + 8:
            yield f"{later[-1][2] - later[0][2]} files more are open"
    with closing(sqlite3.connect(f"file:{life.folder}/monitor.db?mode=ro", uri=True)) as database:
        slots = [slot for (slot,) in database.execute("SELECT slot FROM editions WHERE kind = 'digest' ORDER BY slot")]
        filed = {guid for (guid,) in database.execute("SELECT guid FROM items WHERE guid LIKE 'urn:soak:%'")}
    wanted = [f"{START + timedelta(days=day):%Y-%m-%d}T07:00" for day in range(arguments.days)]
    if [slot[:16] for slot in slots] != wanted:
        yield f"editions are {slots}"
    letters = [message_from_bytes(one.raw)["Message-ID"] for one in life.inbox.accepted]
    if (len(letters), len(set(letters))) != (len(wanted), len(wanted)):
        yield f"{len(letters)} letters of {len(set(letters))} kinds came, not {len(wanted)}"
    if missing := [one for feed in range(arguments.feeds) for day in range(arguments.days - 1)
                   if (one := f"urn:soak:{feed}:{day}") not in filed]:
        yield f"{len(missing)} items are lost: {missing[:5]}"
    trouble = range(arguments.days - REST, arguments.days)  # a feed that failed yesterday may rest still
    failing = [state.feed.name for state in life.store.feed_states() if state.failures]
    if failing and not set(trouble) & set(FAULTS):
        yield f"{len(failing)} feeds are not read again: {failing[:5]}"


if __name__ == "__main__":
    sys.exit(main())
