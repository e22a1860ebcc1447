"""Items a day, of each product and of all, in; each product's week against its usual one out, spikes and dips marked.

Principle: a product's share of what was read is compared, not its bare count: a dead feed is no dip and a new one no
spike. Usual is the median of the weeks before, every seven days in a row of them, and what is out of the ordinary is
measured against their scatter (MAD) and against chance (a count varies by its square root). A mark needs all three: far
beyond scatter and chance, at least twice or at most half the usual, and enough items to mean anything.
Known exceptions: after a quiet product's first burst the next weeks' usual is still low; that is right for the reader.
Rejected: mean and standard deviation (one launch week would hide the next), days instead of weeks (no news on Sundays).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import median
from typing import Literal

from monitor.model import Trend

WEEK = 7  # days
# Before so many weeks were read there is no usual; a week counts as read with so much of this week's items.
WEEKS_READ = 3
READ = 0.25
# Deviation in units of scatter and chance; ratio to the usual; least items for a spike, least usual ones for a dip.
DEVIATION = 3.0
RATIO = 2.0
SPIKE_LEAST = 6
DIP_LEAST = 8.0
MAD_TO_SIGMA = 1.4826  # of a normal distribution


def trends(products: Mapping[str, Sequence[int]], fetched: Sequence[int]) -> tuple[Trend, ...]:
    """Return the products spoken of, or silent out of the ordinary, most items first; () while too little was read.

    `products` and `fetched` hold items a day, oldest first and of one length; the last seven days are the week told.
    `Trend.usual` is what the usual share would come to in as much as was read this week.
    """
    windows = _windows(fetched)
    if not windows:
        return ()
    read = sum(fetched[-WEEK:])
    found = [_trend(name, days, fetched, windows, read) for name, days in products.items()]
    return tuple(sorted((one for one in found if one.count or one.mark), key=lambda one: (-one.count, one.product)))


def _windows(fetched: Sequence[int]) -> list[int]:
    """Return where each earlier seven days begin in which enough was read; [] when they make no three weeks."""
    read = sum(fetched[-WEEK:])
    if not read:
        return []
    enough = READ * read
    weeks = range(len(fetched) - 2 * WEEK, -1, -WEEK)
    whole = [start for start in weeks if _is_read(fetched, start, enough)]
    if len(whole) < WEEKS_READ:
        return []
    return [start for start in range(len(fetched) - 2 * WEEK + 1) if _is_read(fetched, start, enough)]


def _is_read(fetched: Sequence[int], start: int, enough: float) -> bool:
    total = sum(fetched[start : start + WEEK])
    return total > 0 and total >= enough


def _trend(name: str, days: Sequence[int], fetched: Sequence[int], windows: Sequence[int], read: int) -> Trend:
    scaled = [read * sum(days[start : start + WEEK]) / sum(fetched[start : start + WEEK]) for start in windows]
    usual = median(scaled)
    scatter = MAD_TO_SIGMA * median(abs(value - usual) for value in scaled)
    count = sum(days[-WEEK:])
    return Trend(name, count, round(usual, 1), _mark(count, usual, scatter))


def _mark(count: int, usual: float, scatter: float) -> Literal["", "spike", "dip"]:
    deviation = (count - usual) / sqrt(max(usual, 1.0) + scatter**2)
    if deviation >= DEVIATION and count >= max(RATIO * usual, SPIKE_LEAST):
        return "spike"
    if deviation <= -DEVIATION and usual >= max(RATIO * count, DIP_LEAST):
        return "dip"
    return ""
