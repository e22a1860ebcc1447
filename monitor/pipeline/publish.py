"""publish: due slots become editions, recorded with their letters before any mail; deliver: what is owed leaves."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from monitor import compose, schedule, trend
from monitor.deliver import Smtp, to_maildir
from monitor.model import Config, Delivery, Digest, Edition, Letter, Outcome, Slot, Story, Told
from monitor.pipeline.service import Clock, Service
from monitor.store import Store

log = logging.getLogger(__name__)

# How far back an edition looks for stories it has not told.
UNTOLD = timedelta(days=7)


@dataclass(frozen=True)
class Issue:
    """An edition composed and rendered, not yet recorded."""

    edition: Edition
    letters: tuple[Letter, ...]
    told: tuple[Told, ...]


def publish(service: Service, notices: Sequence[str] = ()) -> list[Edition]:
    """Record every due edition with its letters, so that they are owed; return the editions recorded."""
    recorded = []
    for digest in service.config.settings.digests:
        try:
            edition = _publish_digest(service, digest, notices)
        except Exception as error:  # the one boundary per edition
            if service.store.is_broken(error):
                raise
            log.error("edition bug digest=%s\n%s", digest.name, traceback.format_exc())
            continue
        if edition is not None:
            recorded.append(edition)
    return recorded


def _publish_digest(service: Service, digest: Digest, notices: Sequence[str]) -> Edition | None:
    now = service.clock()
    with service.store.transaction():
        last = service.store.last_slot(digest.name)
        slots = schedule.due_slots(digest, last, now, installed_at=service.store.installed_at(now))
        if not slots:
            return None
        for missed in slots[:-1]:  # the newest covers them all
            service.store.coalesce(missed, now)
        return record_issue(service, digest, slots[-1], notices).edition


def record_issue(service: Service, digest: Digest, slot: Slot, notices: Sequence[str] = ()) -> Issue:
    """Compose the edition of a slot and record it with its letters, so that they are owed; in one transaction."""
    with service.store.transaction():
        issue = compose_issue(service, digest, slot, notices)
        service.store.record_edition(issue.edition, issue.letters, issue.told)
    log.info("edition recorded digest=%s slot=%s letters=%d", digest.name, slot.local, len(issue.letters))
    return issue


def compose_issue(service: Service, digest: Digest, slot: Slot, notices: Sequence[str] = ()) -> Issue:
    """Compose and render a digest as it would go out at this slot, recording nothing."""
    now, store = service.clock(), service.store
    since = store.last_composed_at(digest.name) or slot.due_at - timedelta(days=1)
    stories = store.stories(since=min(since, now - UNTOLD), until=now)
    edition, told = compose.compose(
        digest,
        slot,
        stories=stories,
        earlier=_earlier(store, stories),
        told=store.told(digest.name),
        coverage=store.coverage(since, now),
        trends=trend.trends(*store.counts(now)),
        now=now,
        since=since,
        next_at=schedule.next_slot(digest, max(now, slot.due_at)).due_at,
        notices=tuple(notices),
    )
    letters = service.renderer.letters(edition, digest, service.config.settings.mail, store.install_key())
    return Issue(edition, letters, told)


def _earlier(store: Store, stories: Sequence[Story]) -> dict[int, Story]:
    numbers = {link.earlier for story in stories for link in story.links}
    return {story.id: story for story in store.stories(ids=sorted(numbers))} if numbers else {}


@dataclass
class Outbox:
    """Where letters leave: a mail server, or a Maildir when none is configured."""

    store: Store
    config: Config
    clock: Clock
    maildir: Path
    password: str = ""
    smtp: Smtp = field(default_factory=Smtp)

    def deliver(self, stop: Callable[[], bool] = lambda: False) -> list[tuple[Delivery, Outcome]]:
        """Try every letter that is due, oldest first, one recipient at a time; a fault of the server ends the round."""
        done = []
        for delivery in self.store.owed(self.clock()):
            if stop():
                break
            outcome = self._try(delivery)
            done.append((delivery, outcome))
            if outcome.server_wide:
                self.store.postpone_all(self.clock(), outcome)
                break
        return done

    def _try(self, owed: Delivery) -> Outcome:
        """Claim, send, record: what may have happened is on disk before it can happen (RELIABILITY 3.3)."""
        delivery = self.store.claim_delivery(owed.id, self.clock())
        outcome = self._send(delivery, lambda: self.store.mark_dot(delivery.id, self.clock()))
        now = self.clock()
        state = schedule.after_outcome(delivery, outcome)
        self.store.record_outcome(delivery.id, outcome, state, schedule.next_try(delivery, outcome, now), now)
        log.info("letter tried digest=%s slot=%s code=%s state=%s", delivery.digest, delivery.slot, outcome.code, state)
        return outcome

    def _send(self, delivery: Delivery, before_dot: Callable[[], None]) -> Outcome:
        mail = self.config.settings.mail
        if not mail.server:
            return to_maildir(delivery, self.maildir, before_dot)
        return self.smtp.deliver(delivery, mail, self.password, before_dot)
