"""Times, durations, sizes and counts in; what fits into the columns of a terminal out."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model import Silence

_UNITS = (("h", 3600), ("min", 60), ("s", 1))
_THIS_YEAR = timedelta(days=300)
STALE = "feed.stale"  # the code of a feed that answers and is silent


def span(duration: timedelta) -> str:
    """Write a duration as a person says it, in its largest unit.

    >>> span(timedelta(hours=50)), span(timedelta(minutes=5)), span(timedelta(days=1))
    ('2 days', '5 min', '24 h')
    """
    seconds = max(duration.total_seconds(), 0)
    if seconds >= 48 * 3600:
        return f"{seconds / 86400:.0f} days"
    return next((f"{seconds / size:.0f} {unit}" for unit, size in _UNITS if seconds >= size), "0 s")


def ago(at: datetime | None, now: datetime) -> str:
    """Write how long ago something was, in few columns; "-" for never."""
    return "-" if at is None else span(now - at).replace(" days", " d")


def many(count: int, noun: str, nouns: str = "") -> str:
    """Write a number with its noun; `nouns`: what several are called, "" = with an s.

    >>> many(1, "item"), many(1200, "story", "stories")
    ('1 item', '1,200 stories')
    """
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def day(at: datetime | None, now: datetime) -> str:
    """Write a date in UTC in twelve columns: with the time, or with the year where it is not clear.

    >>> day(datetime(2026, 3, 1, 9, 2), datetime(2026, 4, 1)), day(datetime(2019, 3, 1), datetime(2026, 4, 1))
    ('01 Mar 09:02', '01 Mar 2019 ')
    """
    if at is None:
        return "undated     "
    return f"{at:%d %b %H:%M}" if abs(now - at) < _THIS_YEAR else f"{at:%d %b %Y} "


def bytes_of(number: float) -> str:
    """Write a size as a person reads it.

    >>> bytes_of(412_300_000), bytes_of(18e9)
    ('412 MB', '18 GB')
    """
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:,.0f} GB"


def silence_words(silent: Silence, at: datetime) -> str:
    """Write how long a feed is silent, and its usual pause where that is known.

    >>> silence_words(Silence(datetime(2026, 3, 1), timedelta(hours=5), True), datetime(2026, 3, 10))
    '9 days (usual: 5 h)'
    """
    usual = f" (usual: {span(silent.usual)})" if silent.usual else ""
    return f"{span(at - silent.since)}{usual}"
