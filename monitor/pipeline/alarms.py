"""The store and the config in; the promises at risk out, each with its code, what is wrong and what to do.

`status` shows a person far more; an alarm is what a person must be called for, because waiting would lose a mail, the
news of a day, or the database. A feed that falls silent is none: it stands in `status` and in a mail's footer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from monitor import rhythm
from monitor.codes import STATE, STORE
from monitor.model import Complaint, Config, FeedState, FeedTrouble, Silence, alerts_of
from monitor.pipeline.clock import DOUBT
from monitor.pipeline.maintain import DAMAGE, LITTLE, OFTEN, Room, deaths, free_bytes
from monitor.pipeline.service import BUG, Beside, beside_of
from monitor.store import Store, is_readonly

DAY = timedelta(days=1)
ALL = STATE | STORE


@dataclass(frozen=True, slots=True)
class Alarm:
    """A promise at risk."""

    code: str  # stable
    text: str

    @property
    def cure(self) -> str:
        """Return what a person can do about it, as the table of codes says it everywhere."""
        return ALL[self.code].do


def alarms(
    store: Store,
    config: Config,
    complaints: Sequence[Complaint],
    now: datetime,
    free: Room = free_bytes,
) -> tuple[Alarm, ...]:
    """Return what a person must be called for, the gravest first."""
    mail, reading = _mail(store, config, now), _reading(store, config, now)
    return (*_database(store, free), *_process(store, now), *mail, *reading, *_config(complaints), *_beside(store))


def _database(store: Store, free: Room) -> Iterator[Alarm]:
    if damage := store.setting(DAMAGE):
        yield Alarm("store.corrupt", f"the database is damaged, no mail is composed ({damage})")
    code, _, text = (store.setting(DOUBT) or "").partition(": ")
    if code and code != "time.jumped":  # that ends by itself
        yield Alarm(code, f"no mail is composed, {text}")
    if is_readonly(store.path):
        yield Alarm("store.readonly", "the disk is mounted read only: nothing is read and no mail is sent")
    room = free(store.path)
    if room is not None and room < LITTLE:
        yield Alarm("disk.low", f"{room >> 20} MB are left on the disk")


def _process(store: Store, now: datetime) -> Iterator[Alarm]:
    if (died := deaths(store, now)) >= OFTEN:
        yield Alarm("proc.restarts", f"the service died {died} times or more within an hour and was started again")


def _mail(store: Store, config: Config, now: datetime) -> Iterator[Alarm]:
    since, letters = store.owed_since(), store.letters()
    if since is not None and since < now - DAY:
        yield Alarm("mail.overdue", f"mail is owed since {since:%d %b %H:%M} UTC")
    if stuck := letters.get("held", 0) + letters.get("failed", 0):
        yield Alarm("mail.held", f"{stuck} letter{'s' * (stuck != 1)} held or refused")
    for digest in config.settings.digests:
        if text := store.setting(BUG + digest.name) or store.setting(BUG + alerts_of(digest.name)):
            yield Alarm("edition.bug", f"an edition of the digest {digest.name} could not be composed: {text}")


def _beside(store: Store) -> Iterator[Alarm]:
    for what in get_args(Beside):
        if text := store.setting(BUG + beside_of(what)):
            yield Alarm("bug.service", f"{what} failed: {text}")


def _reading(store: Store, config: Config, now: datetime) -> Iterator[Alarm]:
    began = store.setting("installed_at")  # looked at, not set: `status` only reads
    if began is None or datetime.fromisoformat(began) > now - DAY or not config.feeds:
        return
    if not store.coverage(now - DAY, now).feeds_read:
        yield Alarm("read.nothing", "no feed could be read for a day")


def _config(complaints: Sequence[Complaint]) -> Iterator[Alarm]:
    if complaints:
        more = f" (and {len(complaints) - 1} more)" if len(complaints) > 1 else ""
        text = f"the config is broken, the last good one is in use: {complaints[0]}{more}"
        yield Alarm("config.broken", text)


# ---------------------------------------------------------------- feeds that answer and say nothing new


def silences(store: Store, states: Iterable[FeedState], now: datetime) -> Mapping[str, Silence]:
    """Return the feeds that were read without fault and have been silent for long, by name.

    Only feeds without anything new for a week are looked at closely: that keeps `status` quick on a large archive.
    """
    lively = store.harvests(now - rhythm.LEAST)
    found: dict[str, Silence] = {}
    for state in states:
        if state.ok_at is None or state.error_code or state.feed.name in lively:
            continue
        if silence := rhythm.silence(store.appearances(state.feed.name), state.ok_at):
            found[state.feed.name] = silence
    return found


def fell_silent(store: Store, now: datetime) -> tuple[FeedTrouble, ...]:
    """Return the feeds that a reader should know to have fallen silent while they were read, the longest first.

    Not those that are muted, nor those that were dead when they came: of them nobody expects news.
    """
    states = {state.feed.name: state for state in store.feed_states()}
    muted = store.muted("feed", now)
    return tuple(
        FeedTrouble(states[name].feed.title or name, "feed.stale", "", silence.since)
        for name, silence in sorted(silences(store, states.values(), now).items(), key=lambda one: one[1].since)
        if silence.watched and name not in muted
    )
