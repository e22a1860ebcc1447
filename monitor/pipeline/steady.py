"""The wall clock and one that nobody sets in; the schedule of feeds and letters, moved along when it was set, out.

A feed's next poll and a letter's next try are instants of the wall clock. Set forward, it would make all of them due at
once; set back, it would keep them waiting. Sleep is no such thing: the clock compared with counts it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.store import Store

log = logging.getLogger(__name__)

LEAST = timedelta(minutes=1)  # less is a clock being put right gently, or a busy machine


def since_boot() -> float:
    """Return the seconds since the machine started, its sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Steady:
    """Notices that the wall clock was set."""

    def __init__(self, elapsed: Callable[[], float] = since_boot) -> None:
        self._elapsed = elapsed
        self._last: tuple[datetime, float] | None = None

    def keep(self, store: Store, now: datetime) -> timedelta:
        """Move the schedule along if the clock was set since the last look; return by how much, 0 = it was not."""
        elapsed = self._elapsed()
        last, self._last = self._last, (now, elapsed)
        if last is None:
            return timedelta(0)
        drift = (now - last[0]) - timedelta(seconds=elapsed - last[1])
        if abs(drift) < LEAST:
            return timedelta(0)
        with store.transaction():
            store.shift_polls(drift)
            store.shift_tries(drift)
        log.warning("clock set by=%s", drift)
        return drift
