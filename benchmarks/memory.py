"""Say what the idle service costs: memory and CPU, with the parsing children, after it has read some recorded feeds.

    benchmarks/memory.py REPLAY FOLDER [--feeds 60] [--seconds 120]

REPLAY serves the files of FOLDER on loopback (`--port`, `--list FILE`). RSS counts shared pages in each process, PSS
shares them out; both are sums over the service and its children, read from /proc. The allocator is bound as the unit
of systemd binds it.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from poll import ROOT, configure, installed, served

TICKS = 100  # of /proc/PID/stat a second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("replay")
    parser.add_argument("feeds")
    parser.add_argument("--feeds", dest="number", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=120)
    parser.set_defaults(copies="1", latency="0", no_validators=False)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with served(arguments, folder / "urls.txt") as (urls, port):
            configure(folder / "config", urls[: arguments.number], port)
            monitor = folder / "config" / "monitor.yaml"
            monitor.write_text(monitor.read_text().replace("interval: 1s", "interval: 1h"), encoding="utf-8")
            watch(folder, arguments.seconds)


def watch(folder: Path, seconds: int) -> None:
    command = [sys.executable, "-m", "monitor", "--config", str(folder / "config")]
    command += ["--database", str(folder / "monitor.db"), "run"]
    environment = {**installed(), "MALLOC_ARENA_MAX": "2"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as service:
        try:
            for part in range(4):
                before, at = ticks(service.pid), time.monotonic()
                time.sleep(seconds / 4)
                share = (ticks(service.pid) - before) / TICKS / (time.monotonic() - at)
                said = "; ".join(f"{pid}: {rss / 1024:.1f} MB" for pid, rss in sizes(service.pid, "Rss").items())
                rss, pss = (sum(sizes(service.pid, kind).values()) / 1024 for kind in ("Rss", "Pss"))
                after = (part + 1) * seconds / 4
                print(f"after {after:.0f} s: RSS {rss:.1f} MB, PSS {pss:.1f} MB, CPU {share:.2%} ({said})")
        finally:
            service.terminate()


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def sizes(pid: int, kind: str) -> dict[int, int]:
    """Kilobytes of each process of the family."""
    found = {}
    for one in family(pid):
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        found[one] = int(re.search(rf"^{kind}:\s+(\d+)", rollup, re.MULTILINE)[1])
    return found


def ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    main()
