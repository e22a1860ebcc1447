"""How long do a start, a recovery and a stop take after years? The real `run`, timed by what it tells systemd.

    benchmarks/start.py [--tombstones 1000000] [--attempts 1000] [--times 5]

The database has so many tombstones of pruned items. A start is the time from exec to READY=1: after a clean end, and
after a kill, when every page is checked first. A stop is the time from SIGTERM to the end of an idle service. Recovery
settles so many letters that a crash cut off, half of them behind the mark. Seconds, the worst of so many times; with
the starts, the seconds of processor time that they took: all that counts on a busy machine.

Exit 1 beyond the goals: READY within 2 s, recovery within 1 s, a stop within 5 s.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from place import Home

from monitor.model import Edition, Letter
from monitor.store import Store

GOALS = {"start": 2.0, "start after a kill": 2.0, "recovery": 1.0, "stop": 5.0}
PATIENCE = 120.0
COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO tombstones"


def grown(folder: Path, tombstones: int) -> Home:
    """Make a config and a database with years of history; its one feed is nobody's."""
    home = Home.make(folder, "http://127.0.0.1:9/feed")
    Store(home.database).close()
    with closing(sqlite3.connect(home.database)) as database, database:
        database.execute(f"{COUNTED} SELECT randomblob(16) FROM n", (tombstones,))
    return home


def started(home: Home, worst: dict[str, float], what: str) -> subprocess.Popen[bytes]:
    """Start the service and note the seconds to READY=1, and those of the processor."""
    address = home.folder / "notify"
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(address))
        ear.settimeout(PATIENCE)
        began = time.monotonic()
        process = subprocess.Popen(
            home.command("run"), env={**os.environ, "NOTIFY_SOCKET": str(address)}, stderr=subprocess.DEVNULL,
            cwd=home.folder,
        )  # fmt: skip
        while not ear.recv(4096).startswith(b"READY=1"):
            pass
        took, used = time.monotonic() - began, Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    worst[what] = max(worst[what], took)
    worst["processor"] = max(worst["processor"], (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK"))
    return process


def ended(process: subprocess.Popen[bytes], number: int) -> float:
    """End the service, idle for a moment; return the seconds that took."""
    time.sleep(3)
    began = time.monotonic()
    process.send_signal(number)
    process.wait(PATIENCE)
    return time.monotonic() - began


def recovered(home: Home, attempts: int) -> float:
    """Cut off so many letters; return the seconds of their recovery."""
    at = datetime.now(UTC)
    edition = Edition("daily", f"{at:%Y-%m-%dT%H:%M:%S.%f}", "t", "UTC", "en", at, at)
    readers = [f"{one}.{at:%f%S}@example.org" for one in range(attempts)]
    letters = [Letter(one, f"<{one}>", "s", b"x\r\n", "") for one in readers]
    with Store(home.database) as store:
        store.record_edition(edition, letters, ())
        with store.transaction():
            for index, one in enumerate(store.deliveries(("pending",))):
                store.claim_delivery(one.id, at)
                if index % 2:
                    store.mark_dot(one.id)
        began = time.monotonic()
        settled = store.recover(at)
        took = time.monotonic() - began
        assert settled == attempts, settled
        store.cancel([one.id for one in store.deliveries(("pending", "deferred"))])
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tombstones", type=int, default=1_000_000)
    parser.add_argument("--attempts", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    worst = dict.fromkeys([*GOALS, "processor"], 0.0)
    with TemporaryDirectory() as folder:
        home = grown(Path(folder), arguments.tombstones)
        print(f"database {home.database.stat().st_size / 1e6:.0f} MB, {arguments.tombstones:,} tombstones")
        ended(started(home, worst, "start after a kill"), signal.SIGTERM)
        for _ in range(arguments.times):
            ended(started(home, worst, "start"), signal.SIGKILL)
            process = started(home, worst, "start after a kill")
            worst["stop"] = max(worst["stop"], ended(process, signal.SIGTERM))
            worst["recovery"] = max(worst["recovery"], recovered(home, arguments.attempts))
    for what, goal in GOALS.items():
        print(f"{what:20} {worst[what]:6.2f} s, the goal {goal:g} s")
    print(f"{'processor':20} {worst['processor']:6.2f} s of each start")
    return any(worst[what] > goal for what, goal in GOALS.items())


if __name__ == "__main__":
    sys.exit(main())
