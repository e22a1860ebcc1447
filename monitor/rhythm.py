"""When the items of one feed came in; how long it has been silent beyond its own rhythm out.

Principle: a feed that answers and has nothing new is either quiet or dead (a blog that moved and left its feed behind,
a generator that stopped), and only its own past tells which. Usual is the median of the gaps between its last items.
It counts as silent after a week, five times the usual gap, and twice the gap that nine of ten are not longer than,
whichever is last: a feed that comes in bursts (commits) has a tiny median and long pauses all the same. After a year
any feed does. Measured on the past of 344 feeds: two of a hundred pauses would have been reported, five without the
rule of nine in ten; a dead feed is reported after 25 days at the median, a newswire after seven.
Known exceptions: a weekly column's summer break is reported; that is one line, and it goes away by itself.
Rejected: one limit for all (a monthly blog is silent for weeks, a newswire never); the mean (one pause spoils it).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.model import Silence

LEAST, MOST = timedelta(days=7), timedelta(days=365)
UNKNOWN = timedelta(days=30)  # where too few items tell the rhythm
ENOUGH = 4  # gaps
USUAL_TIMES = 5
LONG_TIMES = 2
_BACK = timedelta(days=7)  # an item of a feed long read, dated further back than this when it came, is dated wrongly

Appearance = tuple[datetime | None, datetime]  # when it says it was published (None = not said), when it was filed


def silence(appearances: Sequence[Appearance], read_at: datetime) -> Silence | None:
    """Return since when a feed is silent; None = it is not, or nothing of it was ever filed.

    `read_at` is when it was last read: nothing is known of the time since.
    """
    if not appearances:
        return None
    first_read = min(seen for _, seen in appearances)
    times = sorted({_came(appearance, first_read) for appearance in appearances})
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    if read_at - times[-1] <= _patience(gaps):
        return None
    watched = any(seen > first_read if said is None else seen - said < _BACK for said, seen in appearances)
    return Silence(times[-1], gaps[len(gaps) // 2] if len(gaps) >= ENOUGH else None, watched)


def _patience(gaps: Sequence[timedelta]) -> timedelta:
    """Return how long a feed with these gaps, the shortest first, may be quiet."""
    if len(gaps) < ENOUGH:
        return UNKNOWN
    long = gaps[(len(gaps) * 9 - 1) // 10]
    return min(max(LEAST, gaps[len(gaps) // 2] * USUAL_TIMES, long * LONG_TIMES), MOST)


def _came(appearance: Appearance, first_read: datetime) -> datetime:
    """Return when an item appeared: as it says, yet not after it was filed, nor (once the feed is read) long before."""
    said, seen = appearance
    if said is None or said > seen:
        return seen
    return said if seen <= first_read else max(said, seen - _BACK)
