"""operator: the person who runs the service is told when a promise is at risk, and when all is well again.

The letters lie in the outbox like any other, so that a crash loses none and none goes out twice. They are made when
something new is wrong, once a week while it lasts, and when it is over; what comes and goes within the day is one mail.
When mail itself is what is broken they wait with the rest: for that there is `ping`, whose silence somebody else hears.

Programs are told by a file that Prometheus' node_exporter reads (prometheus.io/docs/instrumenting/exposition_formats,
text, version 0.0.4). Times are seconds of the epoch, so that an alert is
`time() - ai_video_monitor_written_seconds > 600`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

from monitor import schedule
from monitor.model import Complaint, Config, DeliveryState, Digest, Edition, Letter
from monitor.pipeline.alarms import Alarm, alarms
from monitor.pipeline.maintain import Room, free_bytes
from monitor.pipeline.report import replace_file
from monitor.pipeline.service import Service
from monitor.render import plain_letter
from monitor.store import Store

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
PING = timedelta(minutes=5)  # between two pings while all is well
DAY = timedelta(days=1)
AGAIN = timedelta(days=7)  # an alarm that lasts is told again
SETTLED = timedelta(minutes=10)  # an alarm is over when it was not there for so long
WHO = Digest("_operator")  # no digest of the config can have this name
_TOLD = "alarms-told"  # in the settings: code -> when it was told, when it was seen last, whether it was over since


@dataclass(frozen=True, slots=True)
class _Told:
    """An alarm that the operator was told of."""

    told_at: datetime
    seen_at: datetime  # when it was there last
    over: bool = False  # since then it was gone once; should it come again, it is news after a day

    def is_due(self, now: datetime) -> bool:
        return now - self.told_at >= (DAY if self.over else AGAIN)


def look_after(service: Service, complaints: Sequence[Complaint], ask: Callable[[str], object]) -> None:
    """Tell the operator and whoever watches from outside how things are; `ask` fetches an address."""
    found = watch(service, complaints)
    if found is None:
        return
    now, wanted = service.clock(), service.config.settings.operator
    if wanted.metrics:
        write_metrics(Path(wanted.metrics), metrics(service.store, service.config, found, now))
    if wanted.ping and not found and not service.rests("ping", PING):
        service.rest("ping")
        ask(wanted.ping)


def watch(service: Service, complaints: Sequence[Complaint], free: Room = free_bytes) -> tuple[Alarm, ...] | None:
    """Look for alarms once a minute and owe the operator a letter where there is news; None between two looks."""
    if service.rests(WHO.name, EVERY):
        return None
    service.rest(WHO.name)
    now = service.clock()
    found = alarms(service.store, service.config, complaints, now, free)
    _tell(service, found, now)
    return found


def tell_edit(service: Service, complaints: Sequence[Complaint]) -> None:
    """Owe the operator a letter about an edit of the config, where wanted: taken up, or what is wrong with it."""
    if not service.config.settings.operator.edits:
        return
    config = service.config
    if complaints:
        subject, lines = "the edit was not taken up", [str(complaint) for complaint in complaints]
    else:
        subject = "the edit was taken up"
        feeds, products, digests = len(config.feeds), len(config.watchlist.products), len(config.settings.digests)
        lines = [f"feeds {feeds}, products {products}, digests {digests}", *map(str, config.warnings)]
    _owe(service, f"ai-video-monitor: {subject}", lines, service.clock())


def _tell(service: Service, found: Sequence[Alarm], now: datetime) -> None:
    told = _told(service, now)
    there = {alarm.code for alarm in found}
    new = [alarm for alarm in found if alarm.code not in told or told[alarm.code].is_due(now)]
    over = [code for code, one in told.items() if code not in there and not one.over and now - one.seen_at >= SETTLED]
    for alarm in found:
        told[alarm.code] = _Told(now, now) if alarm in new else replace(told[alarm.code], seen_at=now)
    for code in over:
        told[code] = replace(told[code], over=True)
    told = {code: one for code, one in told.items() if code in there or not one.is_due(now)}
    with service.store.transaction():
        _remember(service, told)
        if new:
            _owe(service, f"ai-video-monitor: {new[0].text}", [_line(alarm) for alarm in found], now)
        elif over and all(one.over for one in told.values()):
            _owe(service, "ai-video-monitor: all is well again", [f"{code}: over" for code in over], now)
    for alarm in new:
        log.error("alarm code=%s %s; %s", alarm.code, alarm.text, alarm.cure)


def _line(alarm: Alarm) -> str:
    return f"{alarm.code}: {alarm.text}. What to do: {alarm.cure}."


def _told(service: Service, now: datetime) -> dict[str, _Told]:
    kept = json.loads(service.store.setting(_TOLD) or "{}")

    def at(written: str) -> datetime:
        return min(datetime.fromisoformat(written), now)  # by a clock ahead

    return {code: _Told(at(told), at(seen), over) for code, (told, seen, over) in kept.items()}


def _remember(service: Service, told: dict[str, _Told]) -> None:
    kept = {code: [one.told_at.isoformat(), one.seen_at.isoformat(), one.over] for code, one in told.items()}
    text = json.dumps(kept)
    if told or service.store.setting(_TOLD):
        service.store.save_setting(_TOLD, text)


def _owe(service: Service, subject: str, lines: Sequence[str], now: datetime) -> None:
    """Record a letter for each address of the operator, in the first second that has none yet."""
    store, settings = service.store, service.config.settings
    asked_out = store.suppressed()
    readers = [one for one in settings.operator.mail if one.lower() not in asked_out]
    if not readers:
        return
    slot = schedule.alert_slot(WHO, now)
    taken = store.slots(WHO.name, slot.local)
    while slot.local in taken:  # an edit and an alarm of the same second
        now += timedelta(seconds=1)
        slot = schedule.alert_slot(WHO, now)
    edition = Edition(WHO.name, slot.local, subject, "UTC", "en", now, now, kind="operator")
    letters = [_letter(service, edition, subject, lines, reader) for reader in readers]
    store.record_edition(edition, letters, ())


def _letter(service: Service, edition: Edition, subject: str, lines: Sequence[str], reader: str) -> Letter:
    text = "\n\n".join((*lines, "`ai-video-monitor status` says more."))
    return plain_letter(edition, subject, text, reader, service.config.settings.mail, service.store.install_key())


# ---------------------------------------------------------------- metrics


STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)
Sample = tuple[str, float]  # labels as written, value


def metrics(store: Store, config: Config, found: Collection[Alarm], now: datetime) -> str:
    """Return the text of the file."""
    lines = []
    for name, meaning, samples in _all(store, config, found, now):
        full = f"ai_video_monitor_{name}"
        lines += [f"# HELP {full} {meaning}", f"# TYPE {full} gauge"]
        lines += [f"{full}{labels} {value:.15g}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def write_metrics(path: Path, text: str) -> None:
    """Replace the file at once; that it cannot be written is a warning."""
    try:
        replace_file(path, text)
    except OSError as error:
        log.warning("metrics not written code=metrics.io path=%s: %s", path, error.strerror)


def _all(
    store: Store, config: Config, found: Collection[Alarm], now: datetime
) -> Iterator[tuple[str, str, list[Sample]]]:
    coverage, letters = store.coverage(now - timedelta(days=1), now), store.letters()
    failing = sum(bool(state.error_code) for state in store.feed_states())
    owed = store.owed_since()
    yield "written_seconds", "when this was written", [("", now.timestamp())]
    yield "feeds", "feeds of the config", [("", len(config.feeds))]
    yield "feeds_read", "feeds read in the last day", [("", coverage.feeds_read)]
    yield "feeds_failing", "feeds whose last poll failed", [("", failing)]
    yield "items_day", "items filed in the last day", [("", coverage.items)]
    yield "items_matched_day", "of these, items about AI video", [("", coverage.matched)]
    yield "letters", "letters by state", [(_label(state=state), letters.get(state, 0)) for state in STATES]
    yield "owed_since_seconds", "since when the oldest letter is owed, 0: none", [("", owed.timestamp() if owed else 0)]
    yield "edition_seconds", "when a digest was composed last", list(_editions(store, config))
    codes = sorted({one.code for one in found})
    yield "alarm", "1 for each promise at risk", [(_label(code=code), 1) for code in codes]
    yield "database_bytes", "size of the database", [("", store.size())]
    free = free_bytes(store.path)
    yield "free_bytes", "room left on its disk", [("", free)] if free is not None else []


def _editions(store: Store, config: Config) -> Iterator[Sample]:
    for digest in config.settings.digests:
        if at := store.last_composed_at(digest.name):
            yield _label(digest=digest.name), at.timestamp()


def _label(**labels: str) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"
