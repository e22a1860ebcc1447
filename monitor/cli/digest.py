"""digest, report: an edition by hand; every edition as a page, for any web server."""

from __future__ import annotations

import os
from datetime import UTC
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from monitor import config
from monitor.cli.columns import many
from monitor.cli.errors import LOOK
from monitor.cli.meant import no_digest
from monitor.cli.place import Place, now
from monitor.daemon.lock import only_writer
from monitor.model import Digest, Slot
from monitor.pipeline.issue import Issue
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.publish import compose_issue, record_issue
from monitor.pipeline.report import report, write_report
from monitor.pipeline.service import Service


@click.command("digest", epilog="Example: ai-video-monitor digest daily --preview daily.html")
@click.argument("name")
@click.option("--preview", type=click.Path(path_type=Path, dir_okay=False), help="write the mail's page to this file")
@click.option("--send", is_flag=True, help="record the edition and send it now; not while the service runs")
@click.option("--date", "slot_name", default="", metavar="SLOT", help="a past edition, such as 2026-03-25T07:00")
@click.pass_context
def digest_command(context: click.Context, name: str, preview: Path | None, send: bool, slot_name: str) -> None:
    """Compose digest NAME as it would go out now and print its text; nothing is recorded unless you --send."""
    place: Place = context.obj
    if send and (preview or slot_name):
        raise click.UsageError("--send makes a new edition: it goes with neither --preview nor --date")
    with place.service(readonly=not send) as service:
        digest = _named(service, name)
        if send:
            with only_writer(place.database()):
                context.exit(_send(place, service, digest))
        if slot_name:
            page, spoken = _past(service, name, slot_name)
        else:
            issue = compose_issue(service, digest, _slot_now(digest))
            page, spoken = service.renderer.html(issue.edition), service.renderer.text(issue.edition)
    if preview is None:
        click.echo(spoken)
        return
    preview.write_text(page, encoding="utf-8")
    click.echo(f"preview: {preview.resolve().as_uri()}", err=True)


def _named(service: Service, name: str) -> Digest:
    settings = service.config.settings
    if (digest := settings.digest(name)) is None:
        raise no_digest(name, [one.name for one in settings.digests])
    return digest


def _slot_now(digest: Digest) -> Slot:
    at = now().astimezone(ZoneInfo(digest.zone)).replace(second=0, microsecond=0)
    return Slot(digest.name, at.strftime("%Y-%m-%dT%H:%M"), at.astimezone(UTC))


def _past(service: Service, name: str, slot: str) -> tuple[str, str]:
    edition = service.store.edition(name, slot)
    if edition is None:
        raise click.UsageError(f"no edition {slot} of {name}; `ai-video-monitor export editions` lists them")
    return service.renderer.html(edition), service.renderer.text(edition)


def _send(place: Place, service: Service, digest: Digest) -> int:
    slot = _slot_now(digest)
    if service.store.edition(digest.name, slot.local) is not None:
        raise click.UsageError(f"edition {slot.local} of {digest.name} exists; wait a minute for the next one")
    service.store.recover(now())  # what a kill cut off, where no service runs that would settle it
    issue = record_issue(service, digest, slot)
    report(service, [issue.edition])
    loaded = service.config
    password = partial(config.password, loaded.settings.mail, os.environ)
    tried = Outbox(service.store, loaded, now, place.maildir(loaded), password).deliver()
    for delivery, outcome in tried:
        click.echo(f"{delivery.recipient}: {outcome.result} ({outcome.code}) {outcome.text}".rstrip())
    click.echo(_sum(issue, len(tried)))
    return 0 if all(outcome.result == "sent" for _, outcome in tried) else LOOK


def _sum(issue: Issue, tried: int) -> str:
    told = many(len(issue.edition.entries), "story", "stories")
    if not issue.letters:
        return f"edition {issue.edition.slot} recorded with {told}; the digest has no recipients"
    return f"edition {issue.edition.slot}: {told}, {many(tried, 'letter')} tried"


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
