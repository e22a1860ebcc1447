"""run: the daemon."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import click

from monitor import config
from monitor.cli.place import Place, naming_the_cure, now
from monitor.config import ConfigError
from monitor.daemon.lock import only_writer
from monitor.daemon.loop import Daemon
from monitor.model import Config
from monitor.pipeline.lastwords import LastWords
from monitor.store import StoreError


@click.command("run", epilog="Example: ai-video-monitor --config /etc/ai-video-monitor run")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def run_command(context: click.Context, log_format: str) -> None:
    """Run the service in the foreground until SIGTERM: poll, publish, mail, look after itself.

    An edited config is taken up within seconds; a broken one is reported and the last good one kept.
    """
    place: Place = context.obj
    place.log(service=True, as_json=log_format == "json")
    database, password = place.database(), partial(_password, environ=os.environ)
    last_words = LastWords(_stamps(database, os.environ), now, password, place.maildir)
    with _telling(place, last_words), only_writer(database), naming_the_cure(database):
        daemon = Daemon(place.folder(), database, place.maildir, now, password, last_words=last_words)
        daemon.handle_signals()
        context.exit(daemon.run())


@contextmanager
def _telling(place: Place, last_words: LastWords) -> Iterator[None]:
    """Tell the operator, too, of a fault of the database that ends the service."""
    try:
        yield
    except StoreError as error:
        with suppress(ConfigError):  # the last good one is in the database
            last_words.say(place.config(), error, "the database fails, the service ended")
        raise


def _stamps(database: Path, environ: Mapping[str, str]) -> Path:
    """Return the folder for what must be known when the database's cannot be written to: systemd's, in memory."""
    return Path(environ.get("RUNTIME_DIRECTORY", "").partition(":")[0] or database.parent)


def _password(loaded: Config, environ: os._Environ[str]) -> str:
    return config.password(loaded.settings.mail, environ)
