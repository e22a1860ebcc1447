"""A digest and the moment in; its slots out: those that are due, the next, an alert's.

Slots are counted by local dates, never by elapsed time: each date on a weekday of the digest has exactly one, so sleep,
restarts, clock jumps and daylight saving change when a slot is noticed, not how many there are. Rejected: APScheduler's
CronTrigger, which loses the day after a spring change for digests at midnight and fires twice in autumn.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Digest, Slot

CATCH_UP = timedelta(days=14)  # missed slots further back are not made up for
_DAY = timedelta(days=1)
_MONDAY_TO_MONDAY = 8  # days that hold each weekday, and one more for zones


def due_slots(
    digest: Digest,
    last_slot: str | None,
    now: datetime,
    *,
    installed_at: datetime | None = None,
    taken: Container[str] = (),
) -> tuple[Slot, ...]:
    """Return the slots that are due and have no edition, oldest first, of at most the last 14 days.

    The pipeline makes one edition of them: the newest slot names it and covers all that came since the last edition;
    the older ones are recorded as missed ("coalesced"), so that they are never due again. A date that has an edition
    has no second one, be the hour or the zone changed in between. `last_slot` None = there never was an edition: only
    slots after `installed_at` (None = now) count. A last slot more than a day ahead was made by a clock that ran wrong:
    then today's slot alone is due; `taken` (slots that have a row) keeps it from being made twice.
    """
    today = now.astimezone(_zone(digest)).date()
    first = today - CATCH_UP
    after = now - CATCH_UP
    if last_slot is not None:
        last = date.fromisoformat(last_slot[:10])
        first = max(first, last + _DAY) if last <= today + _DAY else today
    else:
        began = installed_at or now
        after = max(after, began if began <= now else now - _DAY)
    days = (first + timedelta(days=number) for number in range((today - first).days + 1))
    slots = (_slot(digest, day) for day in days if day.weekday() in digest.weekdays)
    return tuple(slot for slot in slots if after < slot.due_at <= now and slot.local not in taken)


def next_slot(digest: Digest, after: datetime) -> Slot:
    """Return the first slot that is due later than this instant."""
    start = after.astimezone(_zone(digest)).date() - _DAY
    days = (start + timedelta(days=number) for number in range(_MONDAY_TO_MONDAY + 2))
    slots = (_slot(digest, day) for day in days if day.weekday() in digest.weekdays)
    return next(slot for slot in slots if slot.due_at > after)


def is_quiet(digest: Digest, now: datetime) -> bool:
    """Is it the time of day when no alert of this digest may go out?"""
    hours = digest.alerts.quiet if digest.alerts else None
    if hours is None:
        return False
    start, end = hours
    at = now.astimezone(_zone(digest)).time()
    return start <= at < end if start < end else at >= start or at < end


def alert_slot(digest: Digest, now: datetime) -> Slot:
    """Return the slot of an alert: this second, so that it is never one of the digest's, which have none."""
    local = now.astimezone(_zone(digest)).replace(microsecond=0)
    return Slot(digest.name, f"{local:%Y-%m-%dT%H:%M:%S}", now)


def _slot(digest: Digest, day: date) -> Slot:
    return Slot(digest.name, f"{day}T{digest.at:%H:%M}", _instant(day, digest.at, _zone(digest)))


def _zone(digest: Digest) -> ZoneInfo:
    return ZoneInfo(digest.zone)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Turn a local time into an instant: a repeated one is its first, a skipped one the first instant after the gap.

    >>> _instant(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin"))
    datetime.datetime(2026, 3, 29, 1, 0, tzinfo=datetime.timezone.utc)
    """
    local = datetime.combine(day, at, tzinfo=zone)  # fold=0: the first of two
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    # PEP 495: in a gap, fold=0 counts with the offset before it and fold=1 with the one after; it ends between them
    return _gap_end(local.replace(fold=1).astimezone(UTC), instant, zone)


def _gap_end(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the offset changes between two instants."""
    old = before.astimezone(zone).utcoffset()
    while (span := int((after - before).total_seconds())) > 1:
        middle = before + timedelta(seconds=span // 2)
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after
