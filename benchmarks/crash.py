"""Kill the service at every kind of moment, let it recover, and see that nothing is lost and nothing comes twice.

    benchmarks/crash.py [KILLS] [--only random,drops,points,errors] [--every N] [--seed S]

    random   KILLS times kill -9 at a moment drawn by lot, while items, editions and letters are under way
    drops    a third as many, and a mail server that takes a letter and says nothing, one time in ten
    points   of one cycle (poll, compose, send): killed at each write, sync and send in turn, until it ends unkilled
    errors   the same with a full disk, a broken one and a read-only one in place of the kill, for five calls in a row

`make crash N=1000` runs all. `--every 5` takes each fifth point only. Exit 1 when anything was lost, came twice without
being recorded as unknown, or came with other bytes. Wants strace for points and errors; tests/crashing.py is the play.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from crashing import Lane

KINDS = ("random", "drops", "points", "errors")
EVERY = 100  # kills between two signs of life
POINTS = 2000  # more than a cycle has of any call
KILLED = ("pwrite64:signal=SIGKILL", "fdatasync:signal=SIGKILL", "fsync:signal=SIGKILL", "sendto:signal=SIGKILL")
BROKEN = (
    "pwrite64:error=ENOSPC", "pwrite64:error=EIO", "fdatasync:error=EIO", "pwrite64:error=EROFS", "openat:error=EROFS",
)  # fmt: skip
# strace counts for each thread: with so many letters the one that sends makes more calls than the one that composes
READERS = tuple(f"reader{number}@example.org" for number in range(8))
COLUMNS = ("kills", "items", "editions", "letters", "unknowns", "copies", "drops", "held")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", nargs="?", type=int, default=1000)
    parser.add_argument("--only", default=",".join(KINDS), help="which campaigns")
    parser.add_argument("--every", type=int, default=1, help="each so many points")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    wanted, wrong = arguments.only.split(","), 0
    print(f"{'':24}{''.join(f'{name:>10}' for name in (*COLUMNS, 'seconds', 'wrong'))}", flush=True)
    if "random" in wanted:
        wrong += at_random("random", arguments.kills, arguments.seed, 0.0)
    if "drops" in wanted:
        wrong += at_random("drops", arguments.kills // 3, arguments.seed + 1, 0.1)
    faults = (KILLED if "points" in wanted else ()) + (BROKEN if "errors" in wanted else ())
    if faults and shutil.which("strace") is None:
        print("points and errors left out: there is no strace")
        faults = ()
    for fault in faults:
        wrong += at_points(fault, arguments.every)
    print("nothing was lost, nothing came twice unrecorded" if not wrong else f"{wrong} things that must not be")
    return 1 if wrong else 0


def at_random(name: str, kills: int, seed: int, drop: float) -> int:
    began = time.monotonic()
    with TemporaryDirectory() as folder, Lane(Path(folder), seed, drop) as lane:
        for number in range(1, kills + 1):
            lane.bring()
            lane.kill_at_random()
            if number % EVERY == 0:
                print(f"{number} kills, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        lane.drain()
        verdict = lane.verdict()
    return report(name, Counter(verdict.figures), verdict.wrong, began)


def at_points(fault: str, every: int) -> int:
    """Run one cycle again and again, with the fault at the first call, the second ... until it meets none."""
    began, wrong, figures = time.monotonic(), list[str](), Counter[str]()
    last = "" if "signal" in fault else "..{}"
    with TemporaryDirectory() as folder, Lane(Path(folder), readers=READERS) as lane:
        lane.bring()
        lane.drain()
        lane.bring()
        lane.keep()
        for point in range(1, POINTS, every):
            lane.again()
            lane.unclean.clear()
            met = lane.run_with(f"{fault}:when={point}{last.format(point + 4)}")
            lane.drain()
            verdict = lane.verdict()
            wrong += [f"at {point}: {one}" for one in verdict.wrong]
            figures.update({name: verdict.figures[name] for name in ("copies", "unknowns", "held")})
            figures["kills"] += 1
            if not met:
                break
        figures.update({name: verdict.figures[name] for name in ("items", "editions", "letters")})
    return report(fault.replace("signal=SIG", "").replace("error=", ""), figures, wrong, began)


def report(name: str, figures: Counter[str], wrong: list[str], began: float) -> int:
    row = (*(figures[column] for column in COLUMNS), round(time.monotonic() - began), len(wrong))
    print(f"{name:24}{''.join(f'{figure:>10,}' for figure in row)}", flush=True)
    for one in wrong[:20]:
        print(f"    {one}", flush=True)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
