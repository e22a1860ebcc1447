"""What placing one item costs as the open stories grow from 100 to 10,000: CPU time, and its ratio to that among 100.

    python benchmarks/stories.py [ITEMS]

Each story is one invented report of a product of the shipped watchlist; two stories a product and day, so that more
stories are more days, as in a service that runs on. Then ITEMS items of the last day are placed by the pipeline:
query, choice, retelling, links. Words are drawn from a fixed seed; the database is in memory.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime, timedelta

from monitor import config
from monitor.model import Item, Judged
from monitor.pipeline.filing import file_new, place
from monitor.pipeline.service import Service
from monitor.pipeline.stories import retell
from monitor.store import Store

PRODUCTS = ("Sora", "Veo", "Kling", "Seedance", "Hailuo", "Runway", "Pika", "Vidu", "PixVerse", "Higgsfield")
A_DAY = 2 * len(PRODUCTS)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SIZES = (100, 1_000, 10_000)


def report(dice: random.Random, number: int, at: datetime) -> Item:
    words = " ".join("".join(dice.choice("abcdefghiklmnoprstuv") for _ in range(7)) for _ in range(6))
    title = f"AI video: {PRODUCTS[number % len(PRODUCTS)]} launches {words}"
    return Item("site", str(number), f"https://site.example/{number}", title, "", "en", "site", at, at)


def open_one(service: Service, item: Item) -> None:
    judged = filed(service, item)
    story = service.store.open_story(item.published_at or NOW)
    service.store.join(story, judged.id)
    retell(service, story)


def filed(service: Service, item: Item) -> Judged:
    [judged] = file_new(service, [item])
    assert judged.judgement.relevant
    return judged


def cost(service: Service, dice: random.Random, stories: int, items: int) -> float:
    for number in reversed(range(stories)):  # the oldest first, as they come
        open_one(service, report(dice, number, NOW - timedelta(days=number / A_DAY)))
    late = [filed(service, report(dice, stories + number, NOW)) for number in range(items)]
    start = time.process_time()
    for one in late:
        place(service, one)
    return (time.process_time() - start) / items


def main(items: int) -> None:
    loaded = config.load(config.shipped_folder(), now=NOW)
    first = 0.0
    for stories in SIZES:
        with Store(":memory:") as store:
            spent = cost(Service.of(loaded, store, lambda: NOW, None), random.Random(1), stories, items)
        first = first or spent
        print(f"{stories:6} open stories: {spent * 1e3:6.2f} ms an item, ratio {spent / first:.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
