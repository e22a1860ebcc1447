"""The store and the config in; the promises at risk out, each with its code, what is wrong and what to do.

`status` shows a person far more; an alarm is what a person must be called for, because waiting would lose a mail, the
news of a day, or the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.codes import STATE, STORE
from monitor.model import Complaint, Config
from monitor.pipeline.clock import DOUBT
from monitor.pipeline.disk import LITTLE, Room, free_bytes
from monitor.pipeline.maintain import DAMAGE
from monitor.pipeline.quiet import alerts_of
from monitor.pipeline.startup import OFTEN, deaths
from monitor.store import Store, is_readonly

DAY = timedelta(days=1)
ALL = STATE | STORE
BUG = "bug:"  # of a digest, or of its alerts, in the settings: what kept an edition from being composed; "" = nothing


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
    return (*_database(store, free), *_process(store, now), *mail, *reading, *_config(complaints))


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
    found = bugs(store, config)
    for digest in config.settings.digests:
        if text := found.get(digest.name) or found.get(alerts_of(digest.name)):
            yield Alarm("edition.bug", f"an edition of the digest {digest.name} could not be composed: {text}")


def bugs(store: Store, config: Config) -> dict[str, str]:
    """Return what kept editions from being composed, by the name of the digest or of its alerts."""
    names = [name for one in config.settings.digests for name in (one.name, alerts_of(one.name))]
    return {name: text for name in names if (text := store.setting(BUG + name))}


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
