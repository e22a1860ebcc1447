"""The mail thread: what is owed in; it leaves, by a connection of its own to the database, each step a sign of life."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from monitor.daemon.patience import Patience, Reserve
from monitor.daemon.systemd import Watchdog
from monitor.deliver import Smtp
from monitor.model import Config, Outcome
from monitor.notify import push
from monitor.pipeline.outbox import Outbox
from monitor.store import Store, StoreError


@dataclass
class Mailing:
    """Sends what is due whenever it is woken, until it is told to stop."""

    clock: Callable[[], datetime]
    maildir: Callable[[Config], Path]
    password: Callable[[Config], str]
    patience: Patience
    reserve: Reserve
    watchdog: Watchdog = field(default_factory=Watchdog)
    stop: threading.Event = field(default_factory=threading.Event)
    due: threading.Event = field(default_factory=threading.Event)

    def run(self, store: Store, config: Callable[[], Config]) -> None:
        """Send, and wait for more; `config` is the one in use then."""
        while not self.stop.is_set():
            self.watchdog.beat("mail")
            if not self.patience.rests():
                self.deliver(store, config())
            self.watchdog.beat("mail")
            self.due.wait(timeout=30)
            self.due.clear()

    def deliver(self, store: Store, config: Config) -> None:
        """Send what is due. What cannot be written down is not sent, but settled as after a crash and tried later."""
        def is_leaving() -> bool:
            """Was the service told to stop? Asked before each step and each second of waiting: a sign of life, too."""
            self.watchdog.beat("mail")
            return self.stop.is_set()

        smtp, maildir, password = Smtp(is_leaving=is_leaving), self.maildir(config), partial(self.password, config)
        record = partial(self.record, store)
        outbox = Outbox(store, config, self.clock, maildir, password, smtp, self._push, record)
        try:
            if self.patience.suffers:
                store.recover(self.clock())
            outbox.deliver(is_leaving)
        except StoreError as error:
            self.patience.bear(error, store)
            with suppress(StoreError):  # else before the next try
                store.recover(self.clock())
        else:
            self.patience.is_well()

    def _push(self, addresses: Sequence[str], title: str, body: str) -> Outcome:
        return push(addresses, title, body, partial(self.watchdog.beat, "mail"))

    def record(self, store: Store, write: Callable[[], None]) -> None:
        """Write down how a try ended, however long that takes: no other letter leaves before, nor this one again.

        What is not to be had, or a service told to stop, leaves it to the next start to settle.
        """
        while True:
            try:
                write()
            except StoreError as error:
                rest = self.patience.bear(error, store)
                self.reserve.release()
                self.watchdog.beat("mail", good_for=rest + 60)
                if self.stop.wait(rest):
                    raise
            else:
                return self.patience.is_well()
