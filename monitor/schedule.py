"""What is due: a feed's next poll, a digest's slots, a letter's next try. States and `now` in, instants out.

Slots are counted by local dates, never by elapsed time: each date on a weekday of the digest has exactly one, so sleep,
restarts, clock jumps and daylight saving change when a slot is noticed, not how many there are. Rejected: APScheduler's
CronTrigger, which loses the day after a spring change for digests at midnight and fires twice in autumn.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from monitor.model import (
    UNKNOWN_WAIT,
    UNKNOWNS_HELD,
    Answer,
    Delivery,
    DeliveryState,
    Digest,
    Failure,
    Feed,
    FeedState,
    Item,
    Outcome,
    Polling,
    Skip,
    Slot,
)

CATCH_UP = timedelta(days=14)  # missed slots further back are not made up for
HOLD_AFTER = timedelta(days=5)  # a letter that could not leave for so long is left to a person
RETRY_AFTER_CAP = timedelta(days=7)  # what a server may ask for at most
GONE = ("http.gone", "feed.gone")  # said once, and again a day later
IGNORES_VALIDATORS = 3  # whole answers in a row without news; from then on it counts as a server without validators
EFFECTIVE = timedelta(days=7)  # how long before it was first seen an item may count as published

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_HOURS_A_WEEK = 168
_NO_REST = Skip()
_JITTER = 0.1
_FIRST_ROUND = timedelta(minutes=5)
_CHALLENGE = timedelta(hours=6)  # a bot challenge is no passing fault: asking often makes it worse
_OUTAGE_MARGIN = timedelta(hours=24)
_AHEAD = timedelta(days=1)  # a date further in the future is wrong
_STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))  # then hourly
_NETWORK_CAP = timedelta(minutes=10)
_GREYLIST = timedelta(minutes=5)
_MONDAY_TO_MONDAY = 8  # days that hold each weekday, and one more for zones


# ---------------------------------------------------------------- feeds


def next_poll(
    state: FeedState,
    result: Answer | Failure,
    polling: Polling,
    now: datetime,
    *,
    ttl: timedelta | None = None,
    published: Sequence[datetime] = (),
    skip: Skip = _NO_REST,
) -> datetime:
    """Return when to ask a feed again; `now` is when the last request started.

    After an answer: the feed's interval, longer without validators (unless the feed has its own interval), never
    sooner than the floor, max-age and ttl, these up to the ceiling. After a failure: the interval, doubled with each
    failure in a row up to the ceiling, for ever; a Retry-After is obeyed to the second, up to seven days; what is gone
    (410) is asked for at the ceiling only. A wait is stretched by up to 10 %, by the feed's name, so that feeds spread
    and none comes sooner than the interval says. `published` (of its items) lets a feed that was silent for long be
    asked less often: after a hundredth of its silence, at most a quarter of the ceiling; never a vendor's own, nor one
    with an interval of its own. What falls into an hour or a day of `skip` comes after it.
    """
    if isinstance(result, Failure):
        return _outside(skip, now + _wait_after_failure(state, result, polling), state.feed.name)
    least = max(polling.floor, *(min(said, polling.ceiling) for said in (result.max_age, ttl) if said), timedelta(0))
    wait = state.feed.interval or polling.interval
    if state.feed.interval is None and not _has_validators(state, result):
        wait = max(wait, polling.without_validators)
    if published and state.feed.interval is None and not state.feed.official:
        wait = max(wait, min((now - max(published)) / 100, polling.ceiling / 4))
    return _outside(skip, now + max(least, _stretched(wait, state.feed.name)), state.feed.name)


def first_polls(
    feeds: Sequence[Feed], polling: Polling, now: datetime, digest_at: datetime | None
) -> dict[str, datetime]:
    """Return when to ask feeds for the first time: spread by their addresses, so that no burst leaves the machine.

    Over a gap for each of them, as if they were one host; over five minutes at most, and a quarter of the time to the
    next digest (None = there is none), so that it misses none of them.
    """
    window = min(polling.gap * len(feeds), _FIRST_ROUND)
    if digest_at is not None:
        window = min(window, max(digest_at - now, timedelta(0)) / 4)
    return {feed.name: now + window * _share(feed.url) for feed in feeds}


def claimed_until(state: FeedState, polling: Polling, now: datetime) -> datetime:
    """Return when to ask a feed again of whose request, started now, nothing is ever heard: the service died."""
    if state.failures:
        return next_poll(state, Failure(state.error_code, state.error_text), polling, now, skip=state.skip)
    bare = polling.without_validators if not (state.etag or state.modified) else timedelta(0)
    wait = state.feed.interval or max(polling.interval, bare)
    return _outside(state.skip, now + max(polling.floor, _stretched(wait, state.feed.name)), state.feed.name)


def _has_validators(state: FeedState, answer: Answer) -> bool:
    """Tell whether the server can say "nothing new" cheaply, and does."""
    given = answer.etag or answer.modified or (answer.status == 304 and (state.etag or state.modified))
    return bool(given) and state.repeats < IGNORES_VALIDATORS


def _outside(skip: Skip, at: datetime, name: str) -> datetime:
    """Move an instant out of the hours and days a feed wants to rest; somewhere into the first hour after them."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    for later in range(_HOURS_A_WEEK):
        start = hour + later * _HOUR
        if start.hour not in skip.hours and start.weekday() not in skip.days:
            return at if start == hour else start + _HOUR * _share(name)
    return at  # it wants to rest for ever: nobody means that


def _wait_after_failure(state: FeedState, failure: Failure, polling: Polling) -> timedelta:
    if failure.retry_after is not None:
        return max(polling.floor, min(failure.retry_after, RETRY_AFTER_CAP))
    first = state.feed.interval or polling.interval
    wait = min(first * 2 ** min(state.failures, 16), max(polling.ceiling, first))
    if failure.code == "http.challenge":
        wait = max(wait, _CHALLENGE)
    if failure.code in GONE:
        wait = max(wait, polling.ceiling)
    return max(polling.floor, _stretched(wait, state.feed.name))


def _stretched(wait: timedelta, seed: str) -> timedelta:
    """Stretch by up to 10 %, always the same for the same seed."""
    return wait * (1 + _JITTER * _share(seed))


def _jittered(wait: timedelta, seed: str) -> timedelta:
    """Stretch or shrink by up to 10 %, always the same for the same seed."""
    return wait * (1 - _JITTER + 2 * _JITTER * _share(seed))


def _share(seed: str) -> float:
    return int.from_bytes(blake2b(seed.encode("utf-8", "replace"), digest_size=4).digest()) / 0xFFFFFFFF


def is_fresh(item: Item, state: FeedState, polling: Polling, now: datetime) -> bool:
    """Tell whether an item seen now for the first time may open a story; `state` is from before this poll.

    A feed's first poll brings its archive: only the last 48 hours of it are news. Later: three days, or since the last
    good poll and a day when that is longer (an outage). Undated items, or dated in the future, are news in a feed read
    before.
    """
    published_at = item.published_at
    if published_at is None or published_at > now + _AHEAD:
        return state.ok_at is not None
    if state.ok_at is None:
        return published_at >= now - polling.fresh_first
    return published_at >= now - max(polling.fresh, now - state.ok_at + _OUTAGE_MARGIN)


def effective_at(published_at: datetime | None, seen_at: datetime) -> datetime:
    """Return when an item counts as published: its date, within the seven days before it was first seen.

    No date counts as first seen. It serves sorting and windows; what is shown is the date as said.
    """
    if published_at is None:
        return seen_at
    return min(max(published_at, seen_at - EFFECTIVE), seen_at)


# ---------------------------------------------------------------- digests


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


# ---------------------------------------------------------------- letters


def after_outcome(delivery: Delivery, outcome: Outcome, now: datetime | None = None) -> DeliveryState:
    """Return the state of a delivery after a try; `delivery` is as claimed, before the outcome is recorded.

    The third unknown outcome holds it, and so does a letter that could not leave for five days (`now` None: its age is
    not looked at): nothing is dropped unseen.
    """
    if outcome.result == "sent" or outcome.result == "failed":
        return outcome.result
    if outcome.result == "unknown" and delivery.unknowns + 1 >= UNKNOWNS_HELD:
        return "held"
    if now is not None and delivery.owed_at is not None and now - delivery.owed_at > HOLD_AFTER:
        return "held"
    return "deferred"


def next_try(delivery: Delivery, outcome: Outcome, now: datetime) -> datetime | None:
    """Return when to try a delivery again; None when it is settled or held.

    1, 2, 5, 15, 30, 60 minutes after the first tries, then hourly, +-10 %; ten minutes at least after an unknown
    outcome, five after greylisting. While a server cannot be reached at all it is looked for every ten minutes: that
    bothers nobody, and mail leaves soon after it is back.
    """
    if after_outcome(delivery, outcome, now) != "deferred":
        return None
    wait = _STEPS[min(max(delivery.tries, 1), len(_STEPS)) - 1]
    if outcome.server_wide and outcome.code.startswith("net."):
        wait = min(wait, _NETWORK_CAP)
    wait = _jittered(wait, f"{delivery.message_id} {delivery.tries}")
    least = UNKNOWN_WAIT if outcome.result == "unknown" else _GREYLIST if _is_greylisting(outcome) else timedelta(0)
    return now + max(wait, least)


def _is_greylisting(outcome: Outcome) -> bool:
    text = outcome.text.casefold()
    return "greylist" in text or "graylist" in text
