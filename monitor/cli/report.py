"""report: every edition as a page, for any web server."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.columns import many
from monitor.cli.place import Place
from monitor.pipeline.report import write_report


@click.command("report", epilog="Example: ai-video-monitor report --folder /srv/www/news")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="instead of report.folder")
@click.pass_obj
def report_command(place: Place, folder: Path | None) -> None:
    """Write each edition as a page, a list of them (index.html) and a feed for each digest (NAME.atom).

    The service does it by itself after each edition when monitor.yaml has `report: {folder: ...}`.
    """
    with place.service() as service:
        configured = service.config.settings.report.folder
        if folder is None and not configured:
            raise click.UsageError("say where: --folder DIR, or `report: {folder: DIR}` in monitor.yaml")
        target = folder or Path(configured)
        pages = write_report(service, target, service.store.editions())
    click.echo(f"{target / 'index.html'}: {many(pages, 'edition')}")
