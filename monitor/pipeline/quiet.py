"""What is muted or paused now, for filing and publishing; and the notices with which an edition says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.model import Edition, Quiet, Story, Told
from monitor.render.words import Tongue, tongue
from monitor.store import Store

_TOLD_UNTIL = "told-until:"  # of a digest, in the settings: what was published until then counts as told


def muted_products(store: Store, now: datetime) -> frozenset[str]:
    """Return the products whose stories stay out of editions."""
    return frozenset(one.name for one in store.quiets(now) if one.kind == "product")


def muted_feeds(store: Store, now: datetime) -> frozenset[str]:
    """Return the feeds whose items neither open nor join stories."""
    return frozenset(one.name for one in store.quiets(now) if one.kind == "feed")


def alerts_of(digest: str) -> str:
    """Name the alerts of a digest, beside its editions."""
    return f"alert:{digest}"


def told_until(store: Store, digest: str) -> datetime | None:
    """Return when the last edition went out that a restored backup knows nothing of; None = there is none."""
    said = store.setting(_TOLD_UNTIL + digest)
    return datetime.fromisoformat(said) if said else None


def save_told_until(store: Store, digest: str, at: datetime) -> None:
    """Record that editions of a digest went out until then which the database does not have."""
    store.save_setting(_TOLD_UNTIL + digest, at.isoformat())


def quiet_notices(store: Store, edition: Edition, stories: Sequence[Story], told: Sequence[Told]) -> Iterator[str]:
    """Say, in the edition's language and zone, what it leaves out, and that it follows a pause."""
    words, zone = tongue(edition.words), ZoneInfo(edition.zone)
    shown = {entry.story for entry in edition.entries}
    left_out = {one.story for one in told} - shown
    names = Counter(name for story in stories if story.id in left_out for name in story.products)
    for quiet in store.quiets(edition.composed_at):
        if quiet.kind == "product" and (count := names[quiet.name]):
            yield _muted(quiet, count, words, zone)
    pause = store.last_pause(edition.digest)
    if pause is not None and pause.until is not None and edition.covers_since < pause.until <= edition.composed_at:
        since, until = (words.moment(at.astimezone(zone)) for at in (pause.since, pause.until))
        yield words.say("paused", since=since, until=until)
    until_then = told_until(store, edition.digest)
    if until_then is not None and edition.covers_since < until_then:
        yield words.say("restored", until=words.moment(until_then.astimezone(zone)))


def _muted(quiet: Quiet, count: int, words: Tongue, zone: ZoneInfo) -> str:
    left = words.count("left_out", count)
    if quiet.until is None:
        return words.say("muted", product=quiet.name, left=left)
    return words.say("muted_until", product=quiet.name, until=words.moment(quiet.until.astimezone(zone)), left=left)
