"""What is muted or paused now, for filing and publishing; and the notices with which an edition says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from monitor.model import Edition, Story, Told
from monitor.store import Store

_TOLD_UNTIL = "told-until:"  # of a digest, in the settings: what was published until then counts as told


def muted_products(store: Store, now: datetime) -> frozenset[str]:
    """Return the products whose stories stay out of editions."""
    return frozenset(one.name for one in store.quiets(now) if one.kind == "product")


def muted_feeds(store: Store, now: datetime) -> frozenset[str]:
    """Return the feeds whose items neither open nor join stories."""
    return frozenset(one.name for one in store.quiets(now) if one.kind == "feed")


def told_until(store: Store, digest: str) -> datetime | None:
    """Return when the last edition went out that a restored backup knows nothing of; None = there is none."""
    said = store.setting(_TOLD_UNTIL + digest)
    return datetime.fromisoformat(said) if said else None


def save_told_until(store: Store, digest: str, at: datetime) -> None:
    """Record that editions of a digest went out until then which the database does not have."""
    store.save_setting(_TOLD_UNTIL + digest, at.isoformat())


def quiet_notices(store: Store, edition: Edition, stories: Sequence[Story], told: Sequence[Told]) -> Iterator[str]:
    """Say what this edition leaves out, and that it follows a pause."""
    shown = {entry.story for entry in (*edition.top, *edition.brief)}
    left_out = {one.story for one in told} - shown
    names = Counter(name for story in stories if story.id in left_out for name in story.products)
    for quiet in store.quiets(edition.composed_at):
        if quiet.kind == "product" and (count := names[quiet.name]):
            until = f" until {day(quiet.until)}" if quiet.until else ""
            yield f"{quiet.name} is muted{until}: {_counted(count)} left out"
    pause = store.last_pause(edition.digest)
    if pause is not None and pause.until is not None and edition.covers_since < pause.until <= edition.composed_at:
        yield f"This digest was paused from {day(pause.since)} to {day(pause.until)}"
    until_then = told_until(store, edition.digest)
    if until_then is not None and edition.covers_since < until_then:
        yield f"Restored from a backup: what was published before {day(until_then)} counts as told"


def _counted(number: int) -> str:
    return "1 story is" if number == 1 else f"{number} stories are"


def day(at: datetime) -> str:
    """Write a moment as a person reads it."""
    return f"{at:%d %b %Y %H:%M} UTC"
