"""A fault of the database in; a letter to the operator that needs no database out, once a day for each code.

All other mail stands in the database before it leaves. When that is what fails for long, or what ends the service, the
operator would be told by silence alone. A stamp says when a code was told: in the runtime folder that systemd gives (it
is in memory and outlives the service), else beside the database. Where no stamp can be written nothing is sent: a
service that is started again and again would send a letter each time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from monitor import schedule
from monitor.config import ConfigError
from monitor.deliver import Smtp, to_maildir
from monitor.model import Config, Delivery, Edition, Letter, Outcome
from monitor.pipeline.alarms import Alarm
from monitor.pipeline.operator import WHO
from monitor.render import RenderError, plain_letter
from monitor.store import StoreError

log = logging.getLogger(__name__)

AGAIN = timedelta(days=1)
_MEANWHILE = (
    "Until then nothing is read and no mail is sent; what is owed stays owed. This letter is sent past the database,"
    " once a day while it lasts."
)
PARTING = 20.0  # seconds for all waiting, whoever is told: the watchdog is not fed meanwhile


@dataclass(frozen=True)
class LastWords:
    """How the operator is told of what no database can hold."""

    stamps: Path
    clock: Callable[[], datetime]
    password: Callable[[Config], str]
    maildir: Callable[[Config], Path]
    smtp: Smtp = field(default_factory=lambda: Smtp(is_leaving=lambda: True, parting=PARTING))
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False)  # several threads may meet one fault

    def say(self, config: Config, error: StoreError, what: str) -> bool:
        """Tell the operator of a fault, unless that was done today; `what` is the subject. Was somebody told?"""
        readers, now = config.settings.operator.mail, self.clock()
        with self._turn:
            if not readers or not self._is_first(error.code, now):
                return False
        alarm = Alarm(error.code, error.text)
        text = f"{alarm.code}: {alarm.text}.\n\nWhat to do: {alarm.cure}.\n\n{_MEANWHILE}"
        subject, end = f"ai-video-monitor: {what} ({alarm.code})", self.smtp.clock() + self.smtp.parting
        told = [self._send(config, subject, text, one, now, end) for one in readers]
        if not any(told):  # then the next start may try again
            with suppress(OSError):
                self._stamp(error.code).unlink()
        return any(told)

    def _stamp(self, code: str) -> Path:
        return self.stamps / f"told-{code}"

    def _is_first(self, code: str, now: datetime) -> bool:
        """Stamp a code as told now, if it was not told today and the stamp can be written."""
        stamp = self._stamp(code)
        try:
            with suppress(FileNotFoundError, ValueError):
                if timedelta(0) <= now - datetime.fromisoformat(stamp.read_text()) < AGAIN:
                    return False
            stamp.write_text(now.isoformat())
        except OSError as error:
            log.error("operator not told code=%s: %s: %s", code, stamp, error.strerror)
            return False
        return True

    def _send(self, config: Config, subject: str, text: str, reader: str, now: datetime, end: float) -> bool:
        smtp = replace(self.smtp, parting=max(end - self.smtp.clock(), 0.0))
        mail, slot = config.settings.mail, schedule.alert_slot(WHO, now)
        edition = Edition(WHO.name, slot.local, subject, "UTC", "en", now, now, kind="operator")
        try:
            letter = _owed(plain_letter(edition, subject, text, reader, mail, b"last words"), slot.local)
            outcome = (
                smtp.deliver(letter, mail, self.password(config), lambda: None)
                if mail.server
                else to_maildir(letter, self.maildir(config), lambda: None)
            )
        except (ConfigError, RenderError) as error:
            outcome = Outcome("deferred", "config.password", str(error))
        log.info("operator told code=%s result=%s %s", outcome.code, outcome.result, outcome.text)
        return outcome.result in ("sent", "unknown")


def _owed(letter: Letter, slot: str) -> Delivery:
    known = sha256(letter.raw).hexdigest()
    return Delivery(0, WHO.name, slot, letter.recipient, letter.message_id, letter.raw, known, "sending", tries=1)
