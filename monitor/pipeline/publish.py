"""publish: due slots become editions, recorded with their letters before any mail; deliver: what is owed leaves."""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from monitor import codes, compose, notify, schedule, trend
from monitor.config import ConfigError, push_addresses
from monitor.deliver import Smtp, to_maildir, write_preview
from monitor.model import PUSH, Complaint, Config, Delivery, DeliveryState, Digest, Edition, Outcome, Slot
from monitor.pipeline.alarms import BUG
from monitor.pipeline.alerts import publish_alert
from monitor.pipeline.beside import BUG_WAIT, beside
from monitor.pipeline.issue import Issue, letters_of, material_of
from monitor.pipeline.maintain import DAMAGE
from monitor.pipeline.notices import new_offers, quiet_notices, remember_watched, spoken, watch_notices
from monitor.pipeline.quiet import alerts_of
from monitor.pipeline.report import report
from monitor.pipeline.service import Clock, Service
from monitor.pipeline.silence import fell_silent
from monitor.pipeline.smaller import LIMIT, make_smaller
from monitor.pipeline.translating import translated
from monitor.store import Journal, Store, StoreError

log = logging.getLogger(__name__)

_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")  # of readers: the log is for more eyes than the database

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
    recorded = []
    for digest in service.config.settings.digests:
        recorded += _tried(service, digest.name, partial(_publish_digest, service, digest, notices))
        recorded += _tried(service, alerts_of(digest.name), partial(publish_alert, service, digest))
    beside(service, "smaller letters", partial(make_smaller, service))
    beside(service, "report", partial(report, service, recorded))
    return recorded


def _tried(service: Service, key: str, make: Callable[[], Edition | None]) -> list[Edition]:
    """Make an edition, or note where `status` finds it that a bug kept it from being made, and let it rest a while."""
    bug = BUG + key
    if service.rests(bug, BUG_WAIT):
        return []
    try:
        edition = make()
    except Exception as error:  # the one boundary per edition
        if service.store.is_broken(error):
            raise
        log.error("edition bug digest=%s\n%s", key, traceback.format_exc())
        service.rest(bug)
        service.store.save_setting(bug, f"{type(error).__name__}: {error}")
        return []
    if service.store.setting(bug):
        service.store.save_setting(bug, "")
    return [edition] if edition is not None else []


def _publish_digest(service: Service, digest: Digest, notices: Sequence[str | Complaint]) -> Edition | None:
    now = service.clock()
    with service.store.transaction():
        last, taken = service.store.last_slot(digest.name), service.store.slots(digest.name)
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
    material = material_of(store, digest.name, min(since, now - UNTOLD), now)
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
            *quiet_notices(store, edition, material.stories, told),
        ),
        next_at=schedule.next_slot(digest, max(now, slot.due_at)).due_at,
    )  # fmt: skip
    edition = translated(service, digest, edition)
    return Issue(edition, letters_of(service, digest, edition), told, new)


def _log(delivery: Delivery, outcome: Outcome, state: DeliveryState) -> None:
    """Say what became of a letter; of one that did not leave also why, in the server's words, but to nobody by name."""
    if outcome.result == "sent":
        log.info("letter tried digest=%s slot=%s code=%s state=%s", delivery.digest, delivery.slot, outcome.code, state)
        return
    is_ours = bool(codes.cure(codes.OTHERS | codes.MAIL, outcome.code))
    log.log(
        logging.WARNING if is_ours else logging.INFO, "letter tried digest=%s slot=%s code=%s state=%s: %s",
        delivery.digest, delivery.slot, outcome.code, state, _ADDRESS.sub("...", outcome.text),
    )  # fmt: skip


@dataclass
class Outbox:
    """Where letters leave: a mail server, or a Maildir when none is configured."""

    store: Store
    config: Config
    clock: Clock
    maildir: Path
    password: Callable[[], str] = str  # asked for each letter: it may have been mended since
    smtp: Smtp = field(default_factory=Smtp)
    push: Callable[[Sequence[str], str, str], Outcome] = notify.push
    record: Callable[[Callable[[], None]], None] = lambda write: write()  # has it written how a try ended

    def __post_init__(self) -> None:
        self._journal = Journal(self.store.path)

    def deliver(self, stop: Callable[[], bool] = lambda: False) -> list[tuple[Delivery, Outcome]]:
        """Try what is due, oldest first, one at a time; a fault of the mail server ends the round but for pushes."""
        done, server_is_away = list[tuple[Delivery, Outcome]](), False
        self.store.cancel_suppressed()
        for delivery in self.store.owed(self.clock()):
            if stop():
                break
            if server_is_away and delivery.recipient != PUSH:
                continue
            outcome = self._try(delivery)
            if outcome is None:
                continue
            done.append((delivery, outcome))
            if outcome.server_wide:
                self.store.postpone_all(self.clock(), outcome)
                server_is_away = True
        return done

    def _try(self, owed: Delivery) -> Outcome | None:
        """Claim, send, record: what may have happened is on disk before it can happen. None: given up meanwhile."""
        try:
            delivery = self.store.claim_delivery(owed.id, self.clock())
        except StoreError as error:
            if error.code != "store.claimed":
                raise
            return None
        outcome = self._send(delivery, lambda: self.store.mark_dot(delivery.id))
        now = self.clock()
        if outcome.result == "sent":
            self._note(delivery)
        state = schedule.after_outcome(delivery, outcome, now)
        self.record(lambda: self._settle(delivery, outcome, state, now))
        _log(delivery, outcome, state)
        return outcome

    def _settle(self, delivery: Delivery, outcome: Outcome, state: DeliveryState, now: datetime) -> None:
        with self.store.transaction():
            if outcome.limit:
                self.store.save_setting(LIMIT, str(outcome.limit))
            self.store.record_outcome(delivery.id, outcome, state, schedule.next_try(delivery, outcome, now), now)

    def _note(self, delivery: Delivery) -> None:
        """Note the letter where the next start finds it, should this one die before it is recorded, or a restore."""
        try:
            self._journal.note_sent(delivery, self.clock())
        except OSError as error:
            log.warning("journal not written code=journal.io path=%s: %s", self._journal.path, error.strerror)

    def _send(self, delivery: Delivery, before_dot: Callable[[], None]) -> Outcome:
        mail = self.config.settings.mail
        try:
            if delivery.recipient == PUSH:
                return self._push(delivery, before_dot)
            if mail.server:
                return self.smtp.deliver(delivery, mail, self.password(), before_dot)
            return self._keep(delivery, before_dot)
        except ConfigError as error:  # no secret, or one that others may read: nothing was sent
            code = "config.push" if delivery.recipient == PUSH else "config.password"
            return Outcome("deferred", code, str(error.complaints[0]), server_wide=delivery.recipient != PUSH)
        except Exception as error:  # the one boundary per letter: what happened is not known, so it is said so
            if self.store.is_broken(error):
                raise
            log.error("letter bug digest=%s slot=%s\n%s", delivery.digest, delivery.slot, traceback.format_exc())
            return Outcome("unknown", "bug.deliver", f"{type(error).__name__}: {error}")

    def _push(self, delivery: Delivery, before_dot: Callable[[], None]) -> Outcome:
        """Send a push; that a service has it cannot be known before it answers, as with the dot of a letter."""
        digest = self.config.settings.digest(delivery.digest)
        alerts = digest.alerts if digest is not None else None
        if alerts is None or not alerts.push_file:
            return Outcome("failed", "push.unwanted", "the config has no push_file for it any more")
        addresses, said = push_addresses(alerts, os.environ), json.loads(delivery.raw)
        before_dot()
        return self.push(addresses, said["title"], said["body"])

    def _keep(self, delivery: Delivery, before_dot: Callable[[], None]) -> Outcome:
        """The embedded default: the letter in a Maildir, its page beside it."""
        outcome = to_maildir(delivery, self.maildir, before_dot)
        if outcome.result == "sent":
            try:
                write_preview(delivery, self.maildir.with_name("preview"))
            except OSError as error:  # the letter is where it should be
                log.warning("preview not written slot=%s: %s", delivery.slot, error)
        return outcome
