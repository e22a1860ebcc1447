"""publish: due slots become editions, recorded with their letters before any mail (outbox.py sends them).

An alert, what should not wait for the next slot, is an edition of its own, recorded like any other.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from monitor import compose, schedule, trend
from monitor.model import Complaint, Digest, Edition, Slot, Story, alerts_of
from monitor.pipeline.alarms import fell_silent
from monitor.pipeline.issue import Issue, letters_of, make_smaller, material_of
from monitor.pipeline.maintain import DAMAGE
from monitor.pipeline.notices import new_offers, quiet_notices, remember_watched, spoken, watch_notices
from monitor.pipeline.report import report
from monitor.pipeline.service import Service, beside, tried
from monitor.pipeline.translating import translated
from monitor.render import push_letter

log = logging.getLogger(__name__)

# How far back an edition looks for stories it has not told.
UNTOLD = timedelta(days=7)
# And the first one of a digest, at most: a weekly one may have to wait a week for its day.
FIRST = timedelta(days=8)
DAY = timedelta(days=1)


def publish(service: Service, notices: Sequence[str | Complaint] = ()) -> list[Edition]:
    """Record every due edition and alert with its letters, so that they are owed; return the editions recorded.

    `notices`: lines to print as they are; complaints about an edited config, which the edition puts into words.

    None from a damaged database: what is missing in it would be missing in the mail. Its slots are made up for later.
    """
    if service.store.setting(DAMAGE):
        return []
    made = list[Edition | None]()
    for digest in service.config.settings.digests:
        made.append(tried(service, digest.name, partial(_publish_digest, service, digest, notices)))
        made.append(tried(service, alerts_of(digest.name), partial(publish_alert, service, digest)))
    recorded = [edition for edition in made if edition is not None]
    beside(service, "smaller letters", partial(make_smaller, service))
    if recorded:  # not at each beat: what failed stands in `status` until it goes well
        beside(service, "report", partial(report, service, recorded))
    return recorded


def _publish_digest(service: Service, digest: Digest, notices: Sequence[str | Complaint]) -> Edition | None:
    now = service.clock()
    with service.store.transaction():
        since = f"{now - schedule.CATCH_UP - DAY:%Y-%m-%d}"  # of older ones none is due: this is asked at every beat
        last, taken = service.store.last_slot(digest.name), service.store.slots(digest.name, since)
        slots = schedule.due_slots(digest, last, now, installed_at=service.store.installed_at(now), taken=taken)
        if not slots:
            return None
        pause = service.store.last_pause(digest.name)
        is_paused = pause is not None and pause.covers(slots[-1].due_at)
        for missed in slots if is_paused else slots[:-1]:  # the next one covers them all
            service.store.coalesce(missed, now)
        if is_paused:
            log.info("edition left out, digest paused digest=%s slot=%s", digest.name, slots[-1].local)
            return None
        return record_issue(service, digest, slots[-1], notices).edition


def record_issue(service: Service, digest: Digest, slot: Slot, notices: Sequence[str | Complaint] = ()) -> Issue:
    """Compose the edition of a slot and record it with its letters, so that they are owed; in one transaction."""
    with service.store.transaction():
        issue = compose_issue(service, digest, slot, notices)
        service.store.record_edition(issue.edition, issue.letters, issue.told)
        remember_watched(service, digest, issue.offered)
    log.info("edition recorded digest=%s slot=%s letters=%d", digest.name, slot.local, len(issue.letters))
    return issue


def compose_issue(service: Service, digest: Digest, slot: Slot, notices: Sequence[str | Complaint] = ()) -> Issue:
    """Compose and render a digest as it would go out at this slot, recording nothing."""
    now, store = service.clock(), service.store
    # the first edition tells of all that came since the installation, however rarely the digest appears
    began = min(store.installed_at(now), slot.due_at - DAY)
    since = store.last_composed_at(digest.name) or max(began, now - FIRST)  # not years, if it was added later
    if since > now:  # composed by a clock that ran ahead
        since = slot.due_at - DAY
    material = material_of(store, digest.name, min(since, now - UNTOLD), now, ever=True)
    edition, told = compose.compose(digest, slot, material, since)
    new = new_offers(service, digest, now)
    read_since = min(since, now - DAY)  # of an edition made by hand soon after another: few feeds are due in an hour
    edition = replace(
        edition,
        coverage=replace(store.coverage(read_since, now), silent=fell_silent(store, now)),
        trends=tuple(one for one in trend.trends(*store.counts(now)) if one.product not in material.muted),
        near_misses=compose.missed(digest, store.near_misses(since, now), material.muted),
        notices=(
            *spoken(digest, notices), *watch_notices(service, digest, new),
            *quiet_notices(store, digest, edition, material.stories, told),
        ),
        next_at=schedule.next_slot(digest, max(now, slot.due_at)).due_at,
    )  # fmt: skip
    edition = translated(service, digest, edition)
    return Issue(edition, letters_of(service, digest, edition), told, new)


# ---------------------------------------------------------------- alerts


EVERY = timedelta(minutes=1)  # between two looks: they read all the stories of half a day


def publish_alert(service: Service, digest: Digest) -> Edition | None:
    """Record an alert of a digest with its letters, so that they are owed; None if there is nothing to say now."""
    now = service.clock()
    if digest.alerts is None or not _is_time(service, digest, now):
        return None
    with service.store.transaction():
        issue = _compose(service, digest, now)
        if issue is None:
            return None
        service.store.record_edition(issue.edition, issue.letters, issue.told)
    log.info("alert recorded digest=%s slot=%s letters=%d", digest.name, issue.edition.slot, len(issue.letters))
    return issue.edition


def _is_time(service: Service, digest: Digest, now: datetime) -> bool:
    if service.rests(f"alert:{digest.name}", EVERY):
        return False
    service.rest(f"alert:{digest.name}")
    pause = service.store.last_pause(digest.name)
    if schedule.is_quiet(digest, now) or (pause is not None and pause.covers(now)):
        return False
    today = schedule.alert_slot(digest, now).local[: len("2026-03-25")]
    assert digest.alerts is not None
    return service.store.alerts_on(digest.name, today) < digest.alerts.per_day


def _began(story: Story) -> datetime:
    """Return when the first of its items was published: what began before an alert may have been told by it."""
    return min(one.traits.at or one.item.published_at or story.opened_at for one in story.items)


def _compose(service: Service, digest: Digest, now: datetime) -> Issue | None:
    store, slot = service.store, schedule.alert_slot(digest, now)
    alerted = store.told_until(alerts_of(digest.name))
    material = material_of(store, digest.name, now - compose.RECENT, now, ever=False)
    new = [one for one in material.stories if alerted is None or _began(one) > alerted]
    last_at = store.last_alert_at(digest.name)
    composed = compose.compose_alert(digest, slot, replace(material, stories=new), last_at)
    if composed is None or slot.local in store.slots(digest.name, slot.local):
        return None
    edition, told = composed
    next_at = schedule.next_slot(digest, now).due_at
    edition = translated(service, digest, replace(edition, next_at=next_at))
    letters = letters_of(service, digest, edition)
    if digest.alerts and digest.alerts.push_file:
        letters += (push_letter(edition, service.config.settings.mail, store.install_key()),)
    return Issue(edition, letters, told)
