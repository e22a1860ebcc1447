"""Poll the same recorded feeds with this program and with others, in one run: wall, CPU, memory, entries, ratios.

    benchmarks/readers.py REPLAY FOLDER [--reader PYTHON] [--newsboat PROGRAM] [--threads N] [--no-validators]

REPLAY is as for poll.py. PYTHON is an interpreter that has `reader` installed (a virtual environment of its own); it
updates twice over: with as many workers, and with one as by default. newsboat reloads with as many threads. Ours parses
in children and leaves no gap between requests to a host. The first poll reads everything, the second finds nothing
changed. CPU includes children; memory is that of the largest process. A program that is not there is left out, and one
that read nothing is no peer; both are said. Only ratios say something: they are taken from this one run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from poll import ROOT, configure, installed, served

READER = """
import sys
from reader import make_reader
with make_reader(sys.argv[1]) as reader:
    for url in open(sys.argv[2]).read().split():
        reader.add_feed(url, exist_ok=True, allow_invalid_url=True)
    reader.update_feeds(workers=int(sys.argv[3]), scheduled=False)  # all of them, also the second time
"""


@dataclass(frozen=True)
class Cost:
    """One poll of one program."""

    wall: float
    cpu: float
    peak: int  # MB of the largest process
    entries: int
    failed: int  # feeds, as the program itself counts them
    complaint: str = ""  # its last words, if it read nothing


@dataclass(frozen=True)
class Peer:
    """A program under test: what to run, and how to count what it read and what failed."""

    name: str
    command: list[str]
    database: Path
    entries: str
    failed: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("replay")
    parser.add_argument("feeds")
    parser.add_argument("--reader", default="", help="a Python that has reader installed")
    parser.add_argument("--newsboat", default=shutil.which("newsboat") or "")
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--no-validators", action="store_true")
    arguments = parser.parse_args()
    arguments.copies, arguments.latency = "1", "0"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with served(arguments, folder / "urls.txt") as (urls, port):
            print(f"{len(urls)} feeds, {arguments.threads} threads, load {os.getloadavg()[0]:.1f} before")
            configure(folder / "config", urls, port)
            peers = [ours(folder, arguments), *reader(folder, arguments), *newsboat(folder, arguments)]
            for name in ("first", "second"):
                compare(name, [(peer, measured(peer, folder)) for peer in peers])


def ours(folder: Path, arguments: argparse.Namespace) -> Peer:
    settings = folder / "config" / "monitor.yaml"
    text = settings.read_text(encoding="utf-8").replace("polling: {", f"polling: {{threads: {arguments.threads}, ")
    settings.write_text(text, encoding="utf-8")
    database = folder / "monitor.db"
    command = [sys.executable, "-m", "monitor", "--config", str(folder / "config"), "--database", str(database)]
    failed = "SELECT count(*) FROM feeds WHERE failures > 0"
    return Peer("ours", [*command, "poll", "--all"], database, "SELECT count(*) FROM items", failed)


def reader(folder: Path, arguments: argparse.Namespace) -> list[Peer]:
    if not arguments.reader:
        return missing("reader: no --reader PYTHON given")
    failed = "SELECT count(*) FROM feeds WHERE last_exception IS NOT NULL"
    peers = []
    for workers in sorted({arguments.threads, 1}, reverse=True):
        database = folder / f"reader-{workers}.db"
        command = [arguments.reader, "-c", READER, str(database), str(folder / "urls.txt"), str(workers)]
        peers.append(Peer(f"reader/{workers}", command, database, "SELECT count(*) FROM entries", failed))
    return peers


def newsboat(folder: Path, arguments: argparse.Namespace) -> list[Peer]:
    if not arguments.newsboat:
        return missing("newsboat: not installed")
    config, database = folder / "newsboat.conf", folder / "newsboat.db"
    config.write_text(f"reload-threads {arguments.threads}\nmax-items 0\n", encoding="utf-8")
    command = [arguments.newsboat, "-q", "-u", str(folder / "urls.txt"), "-c", str(database), "-C", str(config)]
    failed = "SELECT count(*) FROM rss_feed WHERE lastmodified = 0 AND etag = '' AND title = ''"
    return [Peer("newsboat", [*command, "-x", "reload"], database, "SELECT count(*) FROM rss_item", failed)]


def missing(why: str) -> list[Peer]:
    print(f"{why}: left out")
    return []


def measured(peer: Peer, folder: Path) -> Cost:
    """Run a poll as a process of its own; its CPU time includes what its children took."""
    environment = {**installed(), "HOME": str(folder)}
    started = time.perf_counter()
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        with subprocess.Popen(peer.command, cwd=ROOT, env=environment, stdout=said, stderr=said) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        said.seek(0)
        words = said.read().strip().splitlines()
    entries, failed = counted(peer.database, peer.entries), counted(peer.database, peer.failed)
    complaint = "" if entries else f"exit code {process.returncode}: {words[-1] if words else 'not a word'}"
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10, entries, failed, complaint)


def counted(database: Path, query: str) -> int:
    """Answer a query about what a program stored; 0 when it never made its tables."""
    with closing(sqlite3.connect(database)) as connection:
        try:
            return int(connection.execute(query).fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def compare(name: str, costs: list[tuple[Peer, Cost]]) -> None:
    """Print a line a program, and how much of its time and work ours needs."""
    own = costs[0][1]
    print(f"{name} poll, load {os.getloadavg()[0]:.1f}")
    for peer, cost in costs:
        if cost.complaint:
            print(f"  {peer.name:9} read nothing: {cost.complaint}")
            continue
        line = f"  {peer.name:9} wall {cost.wall:6.2f} s  CPU {cost.cpu:6.2f} s  peak {cost.peak:4} MB"
        line += f"  {cost.entries:,} entries, {cost.failed} feeds failed"
        print(line + (f"  (ours: {own.wall / cost.wall:.2f} of the wall, {own.cpu / cost.cpu:.2f} of the CPU)"))


if __name__ == "__main__":
    main()
