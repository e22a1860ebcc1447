"""The service as a process: a heartbeat in, due work out; ends on SIGTERM after the unit of work.

APScheduler only beats. What is due is asked of the database at each beat, and whenever a feed has arrived, so sleep,
restarts and clock jumps cost nothing. The main thread alone files items and editions; a second thread sends mail, with
its own connection to the database.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING

from monitor.daemon.checkup import SLOWEST, Checkup
from monitor.daemon.edits import Edits, Stamp
from monitor.daemon.mailing import Mailing
from monitor.daemon.patience import Patience, Reserve
from monitor.daemon.systemd import Watchdog, notify, reloading
from monitor.model import Complaint, Config
from monitor.pipeline.clock import Steady, Trust
from monitor.pipeline.issue import readers_of
from monitor.pipeline.lastwords import LastWords
from monitor.pipeline.maintain import SMALL, begin_well, end_well, maintain
from monitor.pipeline.operator import look_after, tell_edit
from monitor.pipeline.poll import Poller, take_up_feeds
from monitor.pipeline.publish import publish
from monitor.pipeline.rematch import rematch_if_changed
from monitor.pipeline.service import Service, beside, load_config
from monitor.pipeline.translating import Translator
from monitor.store import Store, StoreError

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)

BEAT = 2.0  # seconds between two looks at what is due


@dataclass
class Daemon:
    """One running service; `run` returns when it was told to stop."""

    folder: Path
    database: Path
    maildir: Callable[[Config], Path]  # where mails go while no server is configured
    clock: Callable[[], datetime]
    password: Callable[[Config], str]
    beat: float = BEAT
    steady: Steady = field(default_factory=Steady)
    watchdog: Watchdog = field(default_factory=Watchdog)
    stop: threading.Event = field(default_factory=threading.Event)
    # what a signal handler touches has no lock: it runs in the main thread, in the middle of anything that holds one
    pulse: SimpleQueue[None] = field(default_factory=SimpleQueue)
    hangup: bool = field(default=False, init=False)
    mail_due: threading.Event = field(default_factory=threading.Event)
    open: Callable[[Path], Store] = Store
    monotonic: Callable[[], float] = time.monotonic  # how long faults of the database last
    poller: Callable[..., Poller] = Poller
    build: Callable[..., Service] = Service.of
    small: int = SMALL  # bytes of a database that a start looks through before it begins
    last_words: LastWords | None = None  # None = nobody is told what the database cannot hold
    _mailer: Future[None] = field(default_factory=Future, init=False)
    _translator: Translator | None = field(default=None, init=False)
    _is_rematched: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._reserve = Reserve(self.database)
        self._patience = Patience("the service", self.monotonic, self._tell_fault)

    def run(self) -> int:
        """Work until SIGTERM or SIGINT; 0 is the exit code."""
        store = self.open(self.database)
        scheduler, mailer = self._scheduler(), ThreadPoolExecutor(1, thread_name_prefix="mail")
        self.clock = self._trust = Trust(self.clock, store)
        self._edits, self._checkup = Edits(self.folder), Checkup(self.database, self.open, self.watchdog)
        try:
            recovered, looked = store.recover(self.clock()), begin_well(store, self.clock(), self.small)
            if looked == "later":
                self._checkup.begin(store.size())
            stamp = self._edits.look()
            loaded, complaints = load_config(self.folder, store, self.clock())
            self._begin(store, loaded, complaints, stamp)
            self._service.load()
            poller = self._poller(self._service.config)
            self._mailer = mailer.submit(self._send_mail, self._mailing())
            scheduler.start()
            notify("READY=1", f"STATUS=feeds: {len(loaded.feeds)}")
            log.info("started feeds=%d recovered=%d checked=%s", len(loaded.feeds), recovered, looked)
            self._loop(store, poller)
            with suppress(StoreError):  # then the next start looks for damage
                end_well(store)
        finally:
            self.stop.set()
            self.mail_due.set()
            mailer.shutdown(wait=True)
            if scheduler.running:
                scheduler.shutdown(wait=True)
            store.close()
        log.info("stopped")
        return 0

    def wake(self) -> None:
        """Let the main thread look at once what is due; for any thread, and for signal handlers."""
        self.pulse.put(None)

    def handle_signals(self) -> None:
        """SIGTERM and SIGINT end the service after its unit of work; SIGHUP looks at the config at once."""

        def end(number: int, frame: FrameType | None) -> None:
            self.stop.set()
            self.wake()

        def look(number: int, frame: FrameType | None) -> None:
            self.hangup = True
            self.wake()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        signal.signal(signal.SIGHUP, look)

    def _scheduler(self) -> BackgroundScheduler:
        # here, so that only the service loads it: the commands that want its lock alone start sooner
        from apscheduler.schedulers.background import BackgroundScheduler

        scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        scheduler.add_job(self._beat, "interval", seconds=self.beat)
        return scheduler

    def _beat(self) -> None:
        self.watchdog.beat("heartbeat")
        self.watchdog.feed()
        self.wake()
        self.mail_due.set()

    def _mailing(self) -> Mailing:
        patience = Patience("mail", self.monotonic, self._tell_fault)
        return Mailing(
            self.clock, self.maildir, self.password, patience, self._reserve, self.watchdog, self.stop, self.mail_due
        )

    def _tell_fault(self, error: StoreError) -> None:
        if self.last_words is not None:
            self.last_words.say(self._service.config, error, "the database cannot be written to")

    def _poller(self, loaded: Config) -> Poller:
        return self.poller(loaded, on_arrival=self.wake, beat=self.watchdog.beat)

    def _begin(self, store: Store, loaded: Config, complaints: tuple[Complaint, ...], stamp: Stamp) -> None:
        self._service = self.build(loaded, store, self.clock, self.folder)
        self._service.on_item = self._show_life
        self._complaints = complaints
        self._edits.taken(stamp)
        self._tell_complaints()
        self._engage(loaded)
        for complaint in self._service.judge.matcher.prove():
            log.warning("example fails %s", complaint)
        take_up_feeds(self._service)
        if given_up := store.cancel_removed({one.name: readers_of(one) for one in loaded.settings.digests}):
            log.info("letters given up, their readers left the config letters=%d", given_up)
        self._is_rematched = False

    def _rematch(self) -> None:
        """Judge the last week by the rules in force; by `beside`, else one item ended each start."""
        self._is_rematched = beside(self._service, "rematch", partial(rematch_if_changed, self._service)) is not None

    def _engage(self, loaded: Config) -> None:
        """Have the language model of this config, if it wants one."""
        if self._translator is not None:
            self._translator.close()
        model = loaded.settings.model
        self._translator = Translator(model, self._service) if model is not None else None

    def _tell_complaints(self) -> None:
        for complaint in self._complaints:
            log.error("config kept code=config.broken %s", complaint)

    # -------------------------------------------------------- the main thread

    def _loop(self, store: Store, poller: Poller) -> None:
        try:
            while not self.stop.is_set():
                self._sleep()
                if self.stop.is_set():
                    break
                if self._mailer.done():
                    self._mailer.result()  # raises what ended it: a service that sends no mail must not live on
                poller = self._bear_with(store, poller)
                self._show_life()
        finally:
            notify("STOPPING=1")
            poller.close()
            if self._translator is not None:
                self._translator.close()

    def _sleep(self) -> None:
        """Wait for a reason to look; many at once are one."""
        with suppress(Empty):
            self.pulse.get(timeout=30)
            while True:
                self.pulse.get_nowait()

    def _bear_with(self, store: Store, poller: Poller) -> Poller:
        """Do what is due; while the database cannot be written to, nothing is read that would be forgotten."""
        if self._patience.rests():
            return poller
        try:
            poller = self._reload_if_edited(store, poller)
            self._work(store, poller)
        except StoreError as error:
            self._patience.bear(error, store)
        else:
            self._patience.is_well()
            self._reserve.keep()
        return poller

    def _show_life(self) -> None:
        self.watchdog.beat("main")

    def _work(self, store: Store, poller: Poller) -> None:
        store.check_alive()
        if drift := self.steady.keep(store, self.clock()):
            poller.shift(drift)
        poller.dispatch(self._service, store.due_feeds(self.clock()))
        if not self._is_rematched:  # here, as it may take longer than systemd gives a start
            self._rematch()
        for filed in poller.collect(self._service):
            log.debug("feed filed feed=%s new=%d matched=%d", filed.feed, filed.new, filed.matched)
            if self.stop.is_set():
                break
        if self.stop.is_set():
            return
        is_whole = self._checkup.is_over(store)  # or known to be damaged
        if not self._trust.look(store) and is_whole:  # what goes out, and what is pruned, cannot be taken back
            if publish(self._service, self._complaints):
                self.mail_due.set()
            self.watchdog.beat("main", 60 + store.size() / SLOWEST)
            maintain(self._service)
            self._show_life()
        if self._translator is not None:
            beside(self._service, "translations", partial(self._translator.work, self._service))
        beside(self._service, "operator's mail", partial(look_after, self._service, self._complaints, poller.ask))

    def _reload_if_edited(self, store: Store, poller: Poller) -> Poller:
        """Take up an edited config once its files are at rest; a broken one changes nothing but a notice."""
        if not self.hangup and not self._edits.wait_to_be_read():
            return poller
        self.hangup = True  # until it is done: a fault of the disk in between leaves it to the next try
        poller = self._reload(store, poller)
        self.hangup = False
        return poller

    def _reload(self, store: Store, poller: Poller) -> Poller:
        reloading()
        stamp = self._edits.look()
        loaded, complaints = load_config(self.folder, store, self.clock())
        if complaints:
            self._edits.taken(stamp)
            self._complaints = complaints
            self._tell_complaints()
            beside(self._service, "mail on an edit", partial(tell_edit, self._service, complaints))
            notify("READY=1", "STATUS=config broken, the last good one is kept")
            return poller
        self._begin(store, loaded, (), stamp)
        if not poller.serves(loaded):
            poller.close()
            poller = self._poller(loaded)
        beside(self._service, "mail on an edit", partial(tell_edit, self._service, ()))
        log.info("config loaded feeds=%d products=%d", len(loaded.feeds), len(loaded.watchlist.products))
        notify("READY=1", f"STATUS=feeds: {len(loaded.feeds)}")
        return poller

    # -------------------------------------------------------- the mail thread

    def _send_mail(self, mailing: Mailing) -> None:
        with self.open(self.database) as store:
            mailing.run(store, lambda: self._service.config)
