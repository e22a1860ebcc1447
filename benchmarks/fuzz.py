"""Spoil feeds, pages and sitemaps and see that nothing gives: how many, worst CPU and memory, codes, kinds, failures.

    benchmarks/fuzz.py [N] [--first NUMBER] [--seconds S] [--show NUMBER]

`make fuzz N=100000` runs so many; a failure's number makes its document again (`--show`). What must hold stands in
tests/fuzzing.py: no crash, at most 10 s of CPU and 256 MB a document, links of http(s) only, no control characters, and
a mail of its items that has the header names of any other mail. Exit 1 when anything failed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from fuzzing import Judge, kind_of, spoilt

EVERY = 30.0  # seconds between two signs of life


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--show", type=int, help="write the document of this number and end")
    arguments = parser.parse_args()
    if arguments.show is not None:
        sys.stdout.buffer.write(spoilt(arguments.show))
        return 0
    return run(arguments.first, arguments.documents, arguments.seconds)


def run(first: int, documents: int, seconds: float) -> int:
    judge, began, shown = Judge(), time.monotonic(), time.monotonic()
    codes, kinds, failed, items, cpu, memory = Counter(), Counter(), {}, 0, (0.0, first), (0, first)
    for number in range(first, first + documents):
        cost, wrong = judge.look(number)
        codes[cost.code or "read"] += 1
        kinds[f"{kind_of(number)}{'' if cost.items else ' without items'}"] += 1
        items += cost.items
        cpu, memory = max(cpu, (cost.cpu, number)), max(memory, (cost.memory, number))
        if wrong:
            failed[number] = wrong
            print(f"FAILED {number}: {wrong[0][:200]}", flush=True)
        if time.monotonic() - shown > EVERY:
            shown = time.monotonic()
            print(f"{codes.total():,} documents, {len(failed)} failed", file=sys.stderr, flush=True)
        if time.monotonic() - began > seconds:
            break
    judge.close()
    print(f"{codes.total():,} documents in {time.monotonic() - began:.0f} s, {items:,} items, {len(failed)} failed")
    print(f"worst CPU {cpu[0]:.2f} s (document {cpu[1]}), worst memory {memory[0] >> 20} MB (document {memory[1]})")
    print(", ".join(f"{code} {count:,}" for code, count in codes.most_common()))
    print(", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
