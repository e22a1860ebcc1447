"""Poll recorded feeds from a replaying server: feeds read, items, stories, wall and CPU time, memory, failures by code.

    benchmarks/poll.py REPLAY FOLDER [--copies N] [--latency MS] [--no-validators] [--keep DIR]

REPLAY is a program that serves the files of FOLDER on loopback (`--port`, `--list FILE`, `--copies`, `--latency`).
The first poll reads everything, the second finds nothing changed. Times are of `ai-video-monitor poll --all`, its
children included; peak memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
MONITOR = """\
digests:
  - {{name: daily, recipients: [reader@example.org]}}
polling: {{gap: 0, floor: 0, per_host: 16, interval: 1s, without_validators: 0, fresh_first: 3650d, fresh: 3650d}}
limits: {{allow: ["127.0.0.1:{port}"]}}
"""


def main() -> None:
    arguments = parse()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments.keep or temporary)
        with served(arguments, folder / "urls.txt") as (urls, port):
            configure(folder / "config", urls, port)
            for name in ("first", "second"):
                report(name, folder)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("replay")
    parser.add_argument("feeds")
    parser.add_argument("--copies", default="1")
    parser.add_argument("--latency", default="0")
    parser.add_argument("--no-validators", action="store_true")
    parser.add_argument("--keep", help="a folder to leave config and database in")
    return parser.parse_args()


@contextmanager
def served(arguments: argparse.Namespace, listed: Path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    listed.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, arguments.replay, arguments.feeds, "--port", str(port), "--list", str(listed)]
    command += ["--copies", arguments.copies, "--latency", arguments.latency]
    command += ["--no-validators"] if arguments.no_validators else []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield listed.read_text(encoding="utf-8").split(), port
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            threading.Event().wait(0.05)
    sys.exit("the replaying server did not start")


def configure(folder: Path, urls: list[str], port: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "monitor.yaml").write_text(MONITOR.format(port=port), encoding="utf-8")
    feeds = "".join(f"  - {{name: {name_of(url)}, url: '{url}'}}\n" for url in urls)
    (folder / "feeds.yaml").write_text(f"feeds:\n{feeds}", encoding="utf-8")
    shutil.copy(ROOT / "config" / "watchlist.yaml", folder)


def installed() -> dict[str, str]:
    """Return the environment in which a program keeps its compiled modules, as one that is installed does."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def name_of(url: str) -> str:
    """A feed's name from its path: /0/site.example.xml is site.example.xml-0."""
    copy, _, file = urlsplit(url).path.lstrip("/").partition("/")
    kept = "".join(char if char.isalnum() or char in ".-" else "-" for char in file.lower())
    return f"f{copy}-{kept}"[:60].strip("-.")


def report(name: str, folder: Path) -> None:
    command = [sys.executable, "-m", "monitor", "--config", str(folder / "config")]
    command += ["--database", str(folder / "monitor.db"), "poll", "--all", "--json"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, env=installed(), check=False)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    feeds, sums = rows[:-1], rows[-1]
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    codes = Counter(row["failure"]["code"] for row in feeds if row["failure"])
    salvaged = Counter(row["warning"] for row in feeds if row["warning"])
    print(
        f"{name} poll: {sums['feeds'] - sums['failed']} of {sums['feeds']} feeds read, "
        f"{sum(row['unchanged'] for row in feeds)} unchanged, {sums['new']} items, {sums['matched']} matched; "
        f"wall {wall:.2f} s, CPU {cpu:.2f} s, peak {after.ru_maxrss / 1024:.0f} MB (largest process)"
    )
    print(f"  failures {dict(codes)}, salvaged {dict(salvaged)}")
    for row in feeds:
        if row["failure"]:
            print(f"  {row['feed']:60} {row['failure']['code']:18} {row['failure']['text'][:100]}")


if __name__ == "__main__":
    main()
