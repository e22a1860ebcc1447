"""Where a command finds its config and its database, and what it builds from them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor import config
from monitor.cli.errors import say
from monitor.cli.log import to_stderr
from monitor.model import Config
from monitor.pipeline.maintain import backups, mending
from monitor.pipeline.service import Service, load_config, remember_config
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

    def config_in_use(self, store: Store, *, shipped: bool = False) -> Config:
        """Load the config; while it is broken the last good one, as the service does."""
        return load_config(self.folder(shipped=shipped), store, now(), remember=False)[0]

    def database(self) -> Path:
        """Return the database's path and make sure that its folder is there: not beside a config that is mistyped."""
        path = config.find_database(self.database_option, os.environ, self.folder_option)
        folder = config.find_folder(self.folder_option, os.environ)
        if folder is not None and not folder.is_dir() and not path.exists():
            cure = f"`ai-video-monitor init {folder}` makes it"
            raise click.UsageError(f"{folder}: there is no such config folder; {cure}")
        if path.is_symlink():  # lock, journal and copies lie beside the file itself, by whichever name it is called
            path = path.resolve()
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
    def service(self, *, shipped: bool = False, files: bool = False, readonly: bool = False) -> Iterator[Service]:
        """Open config and database together, for commands that judge or compose; `files` says that it files items."""
        self.log()
        folder = self.folder(shipped=shipped)
        texts = config.read_texts(folder)
        loaded = config.load_texts(texts, folder, now=now())
        with self.store(readonly=readonly) as store:
            if files:
                remember_config(store, folder, texts, loaded)
            yield Service.of(loaded, store, now, folder)

    def log(self, *, service: bool = False, as_json: bool = False) -> None:
        """Send log lines to standard error: the service's always, a command's only when asked for."""
        to_stderr(logging.INFO if service or self.verbose else logging.ERROR, as_json=as_json)
