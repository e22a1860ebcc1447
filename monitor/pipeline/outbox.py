"""deliver: what is owed leaves, one letter at a time; what may happen to it is on disk before it can happen."""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor import codes, notify, schedule
from monitor.config import ConfigError, push_addresses
from monitor.deliver import Smtp, to_maildir, write_preview
from monitor.model import PUSH, Config, Delivery, DeliveryState, Outcome
from monitor.pipeline.service import LIMIT, Clock
from monitor.store import Journal, Store, StoreError

log = logging.getLogger(__name__)

_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")  # of readers: the log is for more eyes than the database


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
