"""A moment, as a person types it, in; the moment out: `--until` and `--since` of every command.

A span (`7d`, `12h`, `2 weeks`), a day (`2026-12-05`, `today`, `tomorrow`, `yesterday`, `friday`), a day with a time of
day (`friday 18:00`, `2026-12-05T18:00`), or a time of day alone (`18:00`). A day alone is its beginning. A weekday and
a time of day are the nearest to come or, looking back, the last gone; a weekday is never today.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import click

from monitor.config.scalars import DAY_NAMES
from monitor.config.wording import nearest

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPAN = re.compile(r"(\d{1,4}) ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)")
_DAY = re.compile(r"(?P<word>[a-z]+)?(?: ?(?P<hour>\d{1,2}):(?P<minute>\d\d))?")
_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1}
# by sense: 1 looks ahead, -1 back
_FORMS = {
    1: "7d, 12h, 2w, tomorrow, friday, 'friday 18:00' or a date such as 2026-12-05",
    -1: "30d, 12h, 2w, yesterday, monday or a date such as 2026-03-25",
}


def window(written: str, at: datetime) -> datetime:
    """Read the start of a window that ends at `at`; raises UsageError for what is no moment, or is yet to come."""
    since = _moment(written, at, UTC, -1)
    if since > at:
        raise click.UsageError(f"{written!r} is yet to come; name a moment gone by: {_FORMS[-1]}")
    return since


def deadline(written: str, at: datetime, zone: tzinfo) -> datetime:
    """Read a moment after `at`; raises UsageError for what is no moment, or is over."""
    until = _moment(written, at, zone, 1)
    if until <= at:
        raise click.UsageError(f"{written!r} is over; name a moment to come: {_FORMS[1]}")
    return until


def _moment(written: str, at: datetime, zone: tzinfo, sense: int) -> datetime:
    """Read a moment after `at` (`sense` 1) or before it (-1), in this zone where it names none; returns UTC."""
    text, here = " ".join(written.lower().split()), at.astimezone(zone)
    if span := _SPAN.fullmatch(text):
        return at + sense * int(span[1]) * _UNITS[span[2][0]]
    found = _day(text, here, sense) or _date(written)
    if found is None:
        raise click.UsageError(f"{written!r} is no moment; {_hint(text, sense)}")
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _day(text: str, here: datetime, sense: int) -> datetime | None:
    """Read `friday`, `tomorrow 18:00`, `18:00`; None = it is none of these."""
    found = _DAY.fullmatch(text)
    if not text or found is None or int(found["hour"] or 0) > 23 or int(found["minute"] or 0) > 59:
        return None
    clock = time(int(found["hour"] or 0), int(found["minute"] or 0))
    if found["word"] is None:
        today = datetime.combine(here.date(), clock)
        is_right = (today - here.replace(tzinfo=None)) * sense > timedelta(0)
        return today if is_right else today + timedelta(days=sense)
    day = _named(found["word"], here.date(), sense)
    return None if day is None else datetime.combine(day, clock)


def _named(word: str, today: date, sense: int) -> date | None:
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    days = [number for number, name in enumerate(DAY_NAMES) if len(word) >= 3 and name.startswith(word)]
    return today + timedelta(days=sense * ((days[0] - today.weekday()) * sense % 7 or 7)) if days else None


def _date(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written.strip().upper())
    except ValueError:
        return None


def _hint(text: str, sense: int) -> str:
    near = nearest(text, (*_NEAR, *DAY_NAMES))
    return f"did you mean {near}?" if near else f"write it like {_FORMS[sense]}"
