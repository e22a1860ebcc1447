"""status: health on one screen, and an exit code for scripts."""

from __future__ import annotations

import click

from monitor.cli.errors import LOOK
from monitor.cli.place import Place, now
from monitor.cli.screen import echo, write
from monitor.cli.status.page import page
from monitor.cli.status.state import disk, reasons, survey
from monitor.daemon.lock import holder
from monitor.pipeline.alarms import alarms
from monitor.pipeline.operator import metrics
from monitor.pipeline.service import load_config

__all__ = ["status_command", "survey"]


@click.command("status", epilog="Example: ai-video-monitor status --json | jq .look")
@click.option("--json", "as_json", is_flag=True, help="the same for scripts")
@click.option("--metrics", "as_metrics", is_flag=True, help="for Prometheus, as in the file of operator.metrics")
@click.pass_context
def status_command(context: click.Context, as_json: bool, as_metrics: bool) -> None:
    """Tell whether all is well: feeds, today's harvest, mail, config, disk. Exit 1 when a person should look."""
    place: Place = context.obj
    database = place.database()
    with place.store(readonly=True) as store:
        loaded, complaints = load_config(place.folder(), store, now(), remember=False)
        found = alarms(store, loaded, complaints, now())
        if as_metrics:
            click.echo(metrics(store, loaded, found, now()), nl=False)
            context.exit(LOOK if found else 0)
        state = survey(loaded, complaints, store, holder(database), now(), found) | {"disk": disk(database, loaded)}
    state["look"] = list(reasons(state, now()))
    if as_json:
        write([state], indent=2)
    else:
        echo(*page(state))
    context.exit(LOOK if state["look"] else 0)
