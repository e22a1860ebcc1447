"""run: the daemon."""

from __future__ import annotations

import os
from functools import partial

import click

from monitor import config
from monitor.cli.place import Place, naming_the_cure, now
from monitor.daemon import Daemon, only_writer
from monitor.model import Config


@click.command("run", epilog="Example: ai-video-monitor --config /etc/ai-video-monitor run")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def run_command(context: click.Context, log_format: str) -> None:
    """Run the service in the foreground until SIGTERM: poll, publish, mail, look after itself.

    An edited config is taken up within seconds; a broken one is reported and the last good one kept.
    """
    place: Place = context.obj
    place.log(service=True, as_json=log_format == "json")
    database = place.database()
    with only_writer(database), naming_the_cure(database):
        daemon = Daemon(
            place.folder(), database, place.maildir, clock=now, password=partial(_password, environ=os.environ)
        )
        daemon.handle_signals()
        context.exit(daemon.run())


def _password(loaded: Config, environ: os._Environ[str]) -> str:
    return config.password(loaded.settings.mail, environ)
