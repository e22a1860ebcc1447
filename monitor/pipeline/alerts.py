"""alert: what should not wait for the next slot becomes an edition of its own, recorded like any other."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import compose, schedule
from monitor.model import Digest, Edition, Story
from monitor.pipeline.issue import Issue, letters_of, material_of
from monitor.pipeline.quiet import alerts_of, told_until
from monitor.pipeline.service import Service
from monitor.pipeline.translating import translated
from monitor.render import push_letter

log = logging.getLogger(__name__)

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
    alerted = told_until(store, alerts_of(digest.name))
    material = material_of(store, digest.name, now - compose.RECENT, now)
    new = [one for one in material.stories if alerted is None or _began(one) > alerted]
    last_at = store.last_alert_at(digest.name)
    composed = compose.compose_alert(digest, slot, replace(material, stories=new), last_at)
    if composed is None or slot.local in store.slots(digest.name):
        return None
    edition, told = composed
    next_at = schedule.next_slot(digest, now).due_at
    edition = translated(service, digest, replace(edition, next_at=next_at))
    letters = letters_of(service, digest, edition)
    if digest.alerts and digest.alerts.push_file:
        letters += (push_letter(edition, service.config.settings.mail, store.install_key()),)
    return Issue(edition, letters, told)
