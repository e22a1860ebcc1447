"""Where a command finds its config and its database, and what it builds from them."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click

from monitor import config
from monitor.cli.errors import say
from monitor.cli.flood import Flood, name_of
from monitor.model import Config
from monitor.pipeline.maintain import backups, mending
from monitor.pipeline.service import Service, remember_config
from monitor.store import Journal, Store, StoreError


def now() -> datetime:
    """Ask the time: the clock of every command."""
    return datetime.now(UTC)


@contextmanager
def noted(store: Store) -> Iterator[Journal]:
    """Give the journal in which a restored backup finds a person's words; that it cannot be written is said."""
    journal = Journal(store.path)
    try:
        yield journal
    except OSError as error:
        say(f"{journal.path}: {error.strerror}; it holds, but a backup restored later will not know of it")


@contextmanager
def naming_the_cure(database: Path) -> Iterator[None]:
    """Say with a database that is lost, or too damaged to work with, which backup to use."""
    try:
        yield
    except StoreError as error:
        if error.code != "store.corrupt" and not (error.code == "store.gone" and backups(database)):
            raise
        raise StoreError(error.code, f"{error.text}; {mending(database)}") from error


@dataclass
class Place:
    """What the global options say; `--config` and `--database` win over the environment and the usual folders."""

    folder_option: Path | None
    database_option: Path | None
    verbose: bool = False

    def folder(self, *, shipped: bool = False) -> Path:
        """Return the config folder; `shipped` allows the one that came with the program, and says so."""
        found = config.find_folder(self.folder_option, os.environ)
        if found is not None:
            return found
        if shipped:
            say("no config of your own: using the shipped one (`ai-video-monitor init config` writes you a copy)")
        return config.shipped_folder()

    def config(self, *, shipped: bool = False) -> Config:
        """Load and validate the config; raises ConfigError."""
        return config.load(self.folder(shipped=shipped), now=now())

    def database(self) -> Path:
        """Return the database's path and make sure that its folder is there: not beside a config that is mistyped."""
        path = config.find_database(self.database_option, os.environ, self.folder_option)
        folder = config.find_folder(self.folder_option, os.environ)
        if folder is not None and not folder.is_dir() and not path.exists():
            cure = f"`ai-video-monitor init {folder}` makes it"
            raise click.UsageError(f"{folder}: there is no such config folder; {cure}")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def maildir(self, loaded: Config) -> Path:
        """Return the folder that mails go to while no server is configured."""
        return Path(loaded.settings.mail.maildir or self.database().with_name("mail"))

    @contextmanager
    def store(self, *, readonly: bool = False) -> Iterator[Store]:
        """Open the database for one command."""
        database = self.database()
        with naming_the_cure(database), Store(database, readonly=readonly) as store:
            yield store

    @contextmanager
    def service(self, *, shipped: bool = False, files: bool = False) -> Iterator[Service]:
        """Open config and database together, for commands that judge or compose; `files` says that it files items."""
        self.log()
        folder = self.folder(shipped=shipped)
        texts = config.read_texts(folder)
        loaded = config.load_texts(texts, folder, now=now())
        with self.store() as store:
            if files:
                remember_config(store, folder, texts, loaded)
            yield Service.of(loaded, store, now, folder)

    def log(self, *, service: bool = False, as_json: bool = False) -> None:
        """Send log lines to standard error: the service's always, a command's only when asked for."""
        level = logging.INFO if service or self.verbose else logging.ERROR
        handler = Bounded(sys.stderr)
        handler.setFormatter(JsonLines() if as_json else Lines())
        logging.basicConfig(level=level, handlers=[handler], force=True)
        logging.getLogger("apscheduler").setLevel(logging.WARNING)


PRIORITY = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}
LINE = 8000  # bytes; a longer line is cut


class Bounded(logging.StreamHandler[TextIO]):
    """Writes what is no flood: of one fault a hundred lines in ten minutes, then how many more there were."""

    def __init__(self, stream: TextIO, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._flood, self._monotonic = Flood(), monotonic

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line unless too many of its kind were; before it, what is to be said of windows that ended."""
        now = self._monotonic()
        for name, count in self._flood.over(now):
            text = f"log kept short: {count} more lines of {name}"
            super().emit(logging.LogRecord(record.name, logging.WARNING, "", 0, text, (), None))
        is_fault = record.levelno >= logging.WARNING
        if not is_fault or self._flood.admit(name_of(record.getMessage(), str(record.msg)), now):
            super().emit(record)


class Lines(logging.Formatter):
    """One line per event, with the syslog priority journald understands (sd-daemon(3)) when it listens."""

    def format(self, record: logging.LogRecord) -> str:
        """Escape control characters: no feed's text becomes a log line of its own."""
        text = record.getMessage().replace("\n", "\n  ")
        safe = "".join(char if char.isprintable() or char in "\n " else f"\\x{ord(char):02x}" for char in text)
        safe = safe.encode("utf-8", "replace")[:LINE].decode("utf-8", "ignore")
        return f"<{PRIORITY.get(record.levelno, 6)}>{safe}" if "JOURNAL_STREAM" in os.environ else safe


class JsonLines(logging.Formatter):
    """One JSON object per event."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level and text."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        text = record.getMessage()[:LINE]
        while len(line := json.dumps({"at": at, "level": record.levelname.lower(), "text": text})) > LINE:
            text = text[: len(text) * 9 // 10]
        return line
