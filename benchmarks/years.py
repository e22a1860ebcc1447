"""What a service meets in years, in minutes: broken edits, starts at once, copies under load.

    benchmarks/years.py [config] [starts] [backups] [--number 200|1000|100]

config    edits of the shipped config, one mistake each: the last good one must stay, and the complaint name file, line
          and key
starts    simultaneous starts, twenty threads for each lock and eight whole services for each database: one winner
backups   copies while another thread writes: each must pass integrity_check

Without a name all three. Exit 1 when a promise breaks.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from breaking import spread, wrong
from place import Home
from racing import winners

from monitor import config
from monitor.pipeline.service import load_config
from monitor.store import Store

ROOT = Path(__file__).parent.parent
AT_ONCE = 20  # threads that want one lock
SERVICES = 8  # whole services that want one database


def broken_configs(folder: Path, number: int) -> list[str]:
    """Try so many mistakes; return what is wrong with what was said."""
    here = folder / "config"
    here.mkdir()
    texts = config.read_texts(ROOT / "config")
    for name, text in texts.items():
        (here / name).write_text(text, encoding="utf-8")
    found = []
    with Store(folder / "monitor.db") as store:
        good, _ = load_config(here, store, datetime.now(UTC))
        for mistake in spread(texts, number):
            (here / mistake.file).write_text(mistake.text, encoding="utf-8")
            loaded, complaints = load_config(here, store, datetime.now(UTC), remember=False)
            (here / mistake.file).write_text(texts[mistake.file], encoding="utf-8")
            kept = (loaded.feeds, loaded.watchlist) == (good.feeds, good.watchlist)
            found.append(wrong(mistake, complaints, str(here)) if kept else f"{mistake}: the last good one is not kept")
    return [one for one in found if one]


def simultaneous_starts(folder: Path, number: int) -> list[str]:
    """Let so many want a lock, twenty at a time; then some whole services, eight at a time."""
    rounds = Counter(winners(folder / f"{one}.db", AT_ONCE) for one in range(number // AT_ONCE))
    found = [f"{count} rounds with {won} winners" for won, count in rounds.items() if won != 1]
    for one in range(3):
        (folder / f"home-{one}").mkdir()
        home = Home.make(folder / f"home-{one}", "http://127.0.0.1:9/feed")
        command = {"stderr": subprocess.DEVNULL, "cwd": home.folder}
        services = [subprocess.Popen(home.command("run"), **command) for _ in range(SERVICES)]
        ended = threading.Event()
        while sum(service.poll() is not None for service in services) < SERVICES - 1 and not ended.wait(0.1):
            pass
        ended.wait(2)
        codes = Counter(service.poll() for service in services)
        if codes != {None: 1, 75: SERVICES - 1}:
            found.append(f"services ended with {dict(codes)}")
        for service in services:
            service.terminate()
            service.wait(60)
    return found


def backups_under_load(folder: Path, number: int) -> list[str]:
    """Make so many copies while another thread writes; return which are damaged."""
    stop = threading.Event()
    Store(folder / "load.db").close()

    def write() -> None:
        with Store(folder / "load.db") as store:
            count = 0
            while not stop.is_set():
                count += 1
                store.save_setting(f"setting {count % 2000}", "x" * (count % 4000))

    writer, found = threading.Thread(target=write), []
    writer.start()
    try:
        with Store(folder / "load.db", readonly=True) as store:
            for one in range(number):
                copy = folder / f"copy-{one}.db"
                store.backup(copy)
                with closing(sqlite3.connect(copy)) as database:
                    said = database.execute("PRAGMA integrity_check").fetchall()
                if said != [("ok",)]:
                    found.append(f"copy {one}: {said}")
                copy.unlink()
    finally:
        stop.set()
        writer.join()
    return found


TRIALS = {"config": (broken_configs, 200), "starts": (simultaneous_starts, 1000), "backups": (backups_under_load, 100)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=list(TRIALS))
    parser.add_argument("--number", type=int, default=0)
    arguments = parser.parse_args()
    broken = False
    for name in arguments.names:
        trial, usual = TRIALS[name]
        number = arguments.number or usual
        with TemporaryDirectory() as folder:
            found = trial(Path(folder), number)
        print("\n".join(found[:20]) or f"{name}: {number} of {number}", flush=True)
        broken |= bool(found)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
