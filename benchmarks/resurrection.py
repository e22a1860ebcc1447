"""Let 10,000 mishaps happen to sites, and see that no old article is told as news, none twice, and no new one is lost.

    benchmarks/resurrection.py [MISHAPS] [--seed S] [--jobs J]

Mishaps: outages and documents cut off; new dates, guids, links, hosts, headlines, orders and formats, for a while or
for good; guids used again, lists cut, archives listed, feeds dropped and added, the service started anew. They are
drawn by lot, fall together, and happen to twelve sites at a time, for 45 simulated days. What is read goes through the
service's own stages into a database on disk; its editions are compared with what the play knows of each article
(tests/mishaps.py, which says what it asks for). Exit 1 when one differs.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from mishaps import MISHAPS, Play

READINGS = 180  # of each site in one play
SHOWN = 20


def one_play(seed: int) -> tuple[Counter[str], list[str]]:
    logging.disable(logging.CRITICAL)
    with TemporaryDirectory() as folder:
        play = Play(Path(folder), seed)
        wrong = play.run(READINGS)
    return play.figures, [f"seed {seed}: {one}" for one in wrong]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mishaps", nargs="?", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="plays at once")
    arguments = parser.parse_args()
    figures, wrong, began = Counter[str](), list[str](), time.monotonic()
    with ProcessPoolExecutor(arguments.jobs) as pool:
        for first in count(arguments.seed, arguments.jobs):
            for found, of_it in pool.map(one_play, range(first, first + arguments.jobs)):
                figures += found
                wrong += of_it
            happened = sum(figures[name] for name in MISHAPS)
            print(f"{happened:,} mishaps, {len(wrong)} wrong", file=sys.stderr, flush=True)
            if happened >= arguments.mishaps:
                break
    print("\n".join(f"{figures[name]:7,} {name}" for name in MISHAPS))
    others = ", ".join(f"{figure:,} {name}" for name, figure in sorted(figures.items()) if name not in MISHAPS)
    print(f"{happened:,} mishaps; {others}; {len(wrong)} wrong; {time.monotonic() - began:.0f} s")
    print("\n".join(wrong[:SHOWN]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
