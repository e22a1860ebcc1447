"""Kill the service at every kind of moment, let it recover, and see that nothing is lost and nothing comes twice.

    benchmarks/crash.py [KILLS] [--only random,drops,points,errors] [--every N] [--seed S] [--jobs J] [--record FILE]

    random   KILLS times kill -9 at a moment drawn by lot, while items, editions and letters are under way; a service
             of its own, with a seed of its own, for each 200
    drops    a third as many (300 at least), and a mail server that takes a letter and says nothing, one time in ten
    points   of one cycle (poll, compose, send): killed before each write, sync and send in turn, those of the main
             thread and those of the others, until it makes no more
    errors   the same with a full disk, a broken one and a read-only one in place of the kill, for three calls in a row

`make crash N=1000` runs all. `--every 5` takes each fifth point only; `--record FILE` adds a line to the file for each
point: fault and thread, the n-th call, which call that was, what was wrong. Exit 1 when anything was lost, came twice
without being recorded as unknown, came more than three times or with other bytes, or was told as new twice; when the
service hung, or ended in a way that is not in README. The play is tests/crashing.py; tests/points.py holds the calls up
and wants Linux on x86_64.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from crashing import Lane
from points import KNOWN, SYNCS, WRITES, Point

KINDS = ("random", "drops", "points", "errors")
A_LANE = 200  # kills that one service lives through
FEWEST_DROPS = 300
SIGN = 100  # runs between two signs of life
END = 3  # points in a row that were not met: the cycle makes no more calls
FAULTS = {
    "points": {"killed": Point(0)},
    "errors": {
        name: Point(0, calls=WRITES + SYNCS, error=number, times=3)
        for name, number in (("full", errno.ENOSPC), ("broken", errno.EIO), ("read only", errno.EROFS))
    },
}
# the first letter, one in the middle and the last one
READERS = ("ann@example.org", "bo@example.org", "cy@example.org")
SHOWN = 20


@dataclass
class Result:
    """What came of a campaign or a part of it."""

    figures: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __iadd__(self, other: Result) -> Result:
        self.figures.update(other.figures)
        self.wrong += other.wrong
        return self


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", nargs="?", type=int, default=1000)
    parser.add_argument("--only", default=",".join(KINDS), help="which campaigns")
    parser.add_argument("--every", type=int, default=1, help="each so many points")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="services at once")
    parser.add_argument("--record", type=Path, default=Path(os.devnull), help="a file for a line of each point")
    arguments = parser.parse_args()
    wanted, wrong = arguments.only.split(","), 0
    with ProcessPoolExecutor(arguments.jobs) as pool:
        for name, drop, kills in (
            ("random", 0.0, arguments.kills),
            ("drops", 0.1, max(arguments.kills // 3, FEWEST_DROPS)),
        ):
            if name in wanted:
                wrong += report(name, pool.map(partial(at_random, drop), *lanes(kills, arguments.seed)))
        for name in ("points", "errors"):
            if name in wanted and not KNOWN:
                print(f"{name} left out: the numbers of this machine's system calls are not known here")
            elif name in wanted:
                for fault, point in faults(name):
                    share = partial(at_points, fault, point, arguments.every, arguments.jobs, arguments.record)
                    wrong += report(fault, pool.map(share, range(arguments.jobs)))
    print("nothing was lost, nothing came twice unrecorded" if not wrong else f"{wrong} things that must not be")
    return 1 if wrong else 0


def lanes(kills: int, seed: int) -> tuple[list[int], list[int]]:
    """Part the kills among services; return how many each gets, and its seed."""
    whole, rest = divmod(kills, A_LANE)
    shares = [A_LANE] * whole + [rest] * bool(rest)
    return shares, list(range(seed, seed + len(shares)))


def at_random(drop: float, kills: int, seed: int) -> Result:
    with TemporaryDirectory() as folder, Lane(Path(folder), seed, drop) as lane:
        for number in range(1, kills + 1):
            lane.bring()
            lane.kill_at_random()
            if number % SIGN == 0:
                print(f"seed {seed}: {number} kills", file=sys.stderr, flush=True)
        lane.drain()
        verdict = lane.verdict()
    return Result(Counter(verdict.figures), [f"seed {seed}: {one}" for one in verdict.wrong])


def faults(campaign: str) -> Iterator[tuple[str, Point]]:
    for name, point in FAULTS[campaign].items():
        for thread in ("main", "others"):
            yield f"{name}, {thread}", replace(point, thread=thread)


def at_points(name: str, fault: Point, every: int, jobs: int, record: Path, job: int) -> Result:
    """Run one cycle again and again, with the fault at the first call, the second ... until none is met any more."""
    result, unmet = Result(), 0
    with TemporaryDirectory() as folder, Lane(Path(folder), seed=job, readers=READERS) as lane:
        lane.bring()
        lane.drain()
        lane.bring()
        lane.keep()
        for at in count(1 + job * every, jobs * every):
            lane.again()
            met = lane.run_with(replace(fault, at=at))
            lane.drain()
            of_it = judged(lane, met, f"{fault.thread} {at} {met}")
            with record.open("a") as lines:
                lines.write(f"{name} {at}: {met or 'not met'}, wrong: {of_it.wrong}\n")
            result += of_it
            unmet = 0 if met else unmet + 1
            if unmet == END:
                return result
            if at % SIGN <= jobs * every:
                print(f"{fault.thread} call {at}", file=sys.stderr, flush=True)
    raise AssertionError("there is no end to the calls")


def judged(lane: Lane, met: str, where: str) -> Result:
    verdict = lane.verdict()
    lane.unclean.clear()
    figures = Counter({name: verdict.figures[name] for name in ("copies", "unknowns", "held")})
    figures.update({"points": 1, met.partition(" ")[2]: 1} if met else {"not met": 1})
    return Result(figures, [f"{where}: {one}" for one in verdict.wrong])


def report(name: str, parts: Iterator[Result]) -> int:
    began, whole = time.monotonic(), Result()
    for part in parts:
        whole += part
    said = ", ".join(f"{figure:,} {what}" for what, figure in whole.figures.items() if figure)
    print(f"{name}: {said}; {len(whole.wrong)} wrong; {time.monotonic() - began:.0f} s", flush=True)
    for one in whole.wrong[:SHOWN]:
        print(f"    {one}", flush=True)
    return len(whole.wrong)


if __name__ == "__main__":
    sys.exit(main())
