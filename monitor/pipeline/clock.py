"""The wall clock and one that nobody sets in; the time to work by out, and the schedule moved along when it was set.

The schedule: a feed's next poll and a letter's next try are instants of the wall clock. Set forward, it would make all
of them due at once; set back, it would keep them waiting. Sleep is no such thing: the clock compared with counts it.

Editions: one cannot be taken back, and what is pruned by age is gone; reading feeds does no harm. So while the wall
clock cannot be right, feeds are read by the last time known plus what has passed since, and editions and upkeep wait.
Three cases: it shows a day before this program was written (a machine without a battery); it shows far less than the
service has seen before; it was just set by more than anyone sets a clock by. The second ends after a day: what was
seen then was wrong. Rejected: asking a time server, which is the machine's own business.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from monitor.pipeline.service import Clock
from monitor.store import Store

log = logging.getLogger(__name__)

Look = tuple[datetime, float]  # what both clocks showed at once

LEAST = timedelta(minutes=1)  # by which a clock is set; less is one being put right gently, or a busy machine
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # no machine that runs this program lives before
JUMP = timedelta(hours=36)  # more than a wrong zone or a wrong day
SETTLED = timedelta(minutes=10)  # of a steady clock after a jump
PATIENCE = timedelta(days=1)  # with a clock that shows less than was seen before
NOTED = timedelta(hours=1)  # between two notes of the time
SEEN = "clock-seen"  # in the settings: the last time that was believed
DOUBT = "clock-doubt"  # in the settings: code and why editions wait; "" = they need not


def since_boot() -> float:
    """Return the seconds since the machine started, its sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _set_by(before: Look, now: Look) -> timedelta:
    """Return by how much the wall clock was set between two looks."""
    return (now[0] - before[0]) - timedelta(seconds=now[1] - before[1])


class Steady:
    """Notices that the wall clock was set."""

    def __init__(self, elapsed: Callable[[], float] = since_boot) -> None:
        self._elapsed = elapsed
        self._last: Look | None = None

    def keep(self, store: Store, now: datetime) -> timedelta:
        """Move the schedule along if the clock was set since the last look; return by how much, 0 = it was not."""
        last, seen = self._last, (now, self._elapsed())
        drift = timedelta(0) if last is None else _set_by(last, seen)
        if abs(drift) < LEAST:
            drift = timedelta(0)
        else:
            with store.transaction():
                store.shift_polls(drift)
                store.shift_tries(drift)
            log.warning("clock set by=%s", drift)
        self._last = seen  # only now: what could not be written down is noticed again
        return drift


class Trust:
    """A clock to work by: the wall clock while it can be right. `look` is called at each beat."""

    def __init__(self, wall: Clock, store: Store, elapsed: Callable[[], float] = since_boot) -> None:
        self._wall, self._elapsed = wall, elapsed
        self._began = self._noted = elapsed()
        seen, shown = store.setting(SEEN), wall()
        known = max(datetime.fromisoformat(seen), EARLIEST) if seen else EARLIEST
        self._least = max(known - JUMP, EARLIEST)  # what shows less is not believed
        self._base = shown if shown >= self._least else known
        self._last = shown, self._began
        self._jumped: tuple[float, timedelta] | None = None
        self._doubt = store.setting(DOUBT) or ""

    def __call__(self) -> datetime:
        """Return the time to work by."""
        shown = self._wall()
        return shown if shown >= self._least else self._base + self._since(self._began)

    def look(self, store: Store) -> str:
        """Say why no edition may be composed now, "" = one may; what is said is kept for `status`."""
        self._notice_jump()
        doubt = self._reason()
        if doubt != self._doubt:
            store.save_setting(DOUBT, doubt)
            self._doubt = doubt  # only now: what could not be written down is said again
            if doubt:
                log.warning("clock doubted, editions wait code=%s", doubt)
            else:
                log.info("clock believed")
            self._note(store)
        elif self._since(self._noted) >= NOTED:
            self._note(store)
        return doubt

    def _since(self, moment: float) -> timedelta:
        return timedelta(seconds=self._elapsed() - moment)

    def _notice_jump(self) -> None:
        last, self._last = self._last, (self._wall(), self._elapsed())
        drift = _set_by(last, self._last)
        if abs(drift) > JUMP:
            self._jumped = self._last[1], drift

    def _reason(self) -> str:
        shown = self._wall()
        if shown < EARLIEST:
            return f"time.unset: the clock shows {shown:%Y-%m-%d}"
        if shown < self._least:
            if self._since(self._began) < PATIENCE:
                return f"time.behind: the clock shows {shown:%Y-%m-%d}, but showed {self._least + JUMP:%Y-%m-%d} before"
            self._least = EARLIEST
        if self._jumped is not None and self._since(self._jumped[0]) < SETTLED:
            return f"time.jumped: the clock was set by {self._jumped[1].days:+d} days"
        return ""

    def _note(self, store: Store) -> None:
        """Keep the time if it is believed, so that the next start knows it."""
        if not self._doubt:
            self._noted = self._elapsed()
            store.save_setting(SEEN, self._wall().isoformat())
