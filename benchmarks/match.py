"""How fast names are found: the one automaton against the alternatives, on text made here.

    python benchmarks/match.py [ALIASES]

Prints megabytes of UTF-8 a second for the Finder (folding included and not), for one `re` alternation of the same
aliases and, where it is installed, for pyahocorasick; what a pattern of the watchlist costs, the worst ones too; then
the shipped watchlist: time to load, memory, and what one item costs. The text is drawn from a fixed seed: Latin words,
Han and kana, a name every few words.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import util

from monitor import config, text
from monitor.match import Matcher
from monitor.model import Item

LATIN = "abcdefghijklmnopqrstuvwxyz"
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
CHARACTERS = 400  # of one text: a title and a summary
TEXTS = 2_000


def name(dice: random.Random) -> str:
    alphabet, most = dice.choice(((LATIN, 9), (LATIN, 9), (HAN, 4), (KANA, 6)))
    return "".join(dice.choice(alphabet) for _ in range(dice.randint(3, most))).capitalize()


def prose(dice: random.Random, names: list[str]) -> str:
    words: list[str] = []
    while sum(map(len, words)) < CHARACTERS:
        words.append(dice.choice(names) if dice.random() < 0.02 else name(dice).lower())
    return " ".join(words)[:CHARACTERS]


def rate(run: Callable[[], int], size: int) -> str:
    start = time.perf_counter()
    found = run()
    return f"{size / 1e6 / (time.perf_counter() - start):8.1f} MB/s {found:8} hits"


def main(aliases: int) -> None:
    dice = random.Random(1)
    names = sorted({name(dice) for _ in range(aliases)})
    texts = [prose(dice, names) for _ in range(TEXTS)]
    size = sum(len(one.encode()) for one in texts)
    start = time.perf_counter()
    finder = text.Finder(names)
    print(f"{len(names)} names, {size / 1e6:.1f} MB of text; automaton built in {time.perf_counter() - start:.3f} s")
    folded = [text.fold(one) for one in texts]
    print("Finder              ", rate(lambda: sum(len(finder.find(one)) for one in folded), size))
    print("Finder with folding ", rate(lambda: sum(len(finder.find(text.fold(one))) for one in texts), size))
    few = folded[:100]
    pattern = re.compile("|".join(re.escape(text.fold(one).text) for one in sorted(names, key=len, reverse=True)))
    part = sum(len(one.source.encode()) for one in few)
    print("re alternation      ", rate(lambda: sum(len(pattern.findall(one.text)) for one in few), part), "(of 5 %)")
    pyahocorasick(names, folded, size)
    patterns()
    whole(texts)


def pyahocorasick(names: list[str], folded: list[text.Folded], size: int) -> None:
    if util.find_spec("ahocorasick") is None:
        print("pyahocorasick        not installed")
        return
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for one in names:
        automaton.add_word(text.fold(one).text, one)
    automaton.make_automaton()
    print("pyahocorasick       ", rate(lambda: sum(sum(1 for _ in automaton.iter(one.text)) for one in folded), size))


def patterns() -> None:
    worst = ("(a+)+$", "(.*a){20}b", "((a{0,30}){0,30})b|aa", "(?:(?:a?){100}){10}a{100}")
    ordinary = (r"Seedance[- ]?\d", "a new model, Seedance 2.0 " * 40)
    for regex, shown in (ordinary, *((one, "a" * 4_000) for one in worst)):
        pattern, folded = text.Pattern(regex), text.fold(shown)
        start = time.perf_counter()
        list(pattern.find(folded))
        print(f"pattern {regex:28} {(time.perf_counter() - start) * 1e3:7.2f} ms a field")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def whole(texts: list[str]) -> None:
    before = peak()
    start = time.perf_counter()
    loaded = config.load(config.shipped_folder(), now=datetime.now(UTC))
    read = time.perf_counter()
    matcher = Matcher(loaded.watchlist, loaded.cues)
    built = time.perf_counter()
    proved = len(matcher.prove())
    done = time.perf_counter()
    times = f"read {read - start:.2f} s, built {built - read:.3f} s, proved {done - built:.3f} s"
    print(f"shipped watchlist: {times}; {proved} failing examples; {peak() - before:.0f} MB")
    items = [Item("site", str(number), "", one[:80], one[80:]) for number, one in enumerate(texts)]
    start = time.perf_counter()
    for item in items:
        matcher.judge(item)
    print(f"Matcher: {(time.perf_counter() - start) / len(items) * 1e6:.0f} us an item that names nothing")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
