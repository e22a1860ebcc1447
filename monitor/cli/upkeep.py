"""maintain, backup, restore: the database looked after, copied, and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from monitor.cli.columns import bytes_of
from monitor.cli.errors import LOOK
from monitor.cli.place import Place, now
from monitor.cli.screen import echo
from monitor.daemon.lock import only_writer
from monitor.pipeline.maintain import Upkeep, backups, keep_up
from monitor.pipeline.restore import Restored, restore


@click.command("maintain", epilog="Example: ai-video-monitor maintain")
@click.pass_context
def maintain_command(context: click.Context) -> None:
    """Do the daily upkeep now: check every page, forget old items that match nothing, put a copy into backups/.

    The running service does it by itself once a day. Exit 1 when the database is damaged or no copy could be made.
    """
    place: Place = context.obj
    with place.service() as service:
        done = keep_up(service)
        wanted = service.config.settings.maintain.backups
    echo(*_done(done, place.database()))
    context.exit(LOOK if done.damage or (wanted and done.backup is None) else 0)


def _done(done: Upkeep, database: Path) -> Iterator[str]:
    if done.damage:
        yield f"damaged   {done.damage}"
        yield "          no mail is composed until it is mended: stop the service, then"
        yield f"          ai-video-monitor restore {next(iter(backups(database)), 'FILE')}"
        return
    yield "whole     every page was read"
    yield f"forgotten {done.pruned:,} old items that matched nothing, the bytes of {done.forgotten:,} old letters"
    if done.backup is None:
        yield f"backup    none: {done.why_no_backup}"
        return
    kept = len(backups(database))
    yield f"backup    {done.backup} ({bytes_of(done.backup.stat().st_size)}), one of {kept}"


@click.command("backup", epilog="Example: ai-video-monitor backup /srv/backup/monitor-$(date +%F).db")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup_command(place: Place, file: Path) -> None:
    """Write a consistent copy of the database to FILE, which must not exist; the service may run meanwhile.

    Keep the journal (`monitor.db.sent.log`) with it when it leaves this machine: it says what was mailed since.
    """
    if file.exists():
        raise click.UsageError(f"{file} exists and is left as it is; choose another name")
    with place.store(readonly=True) as store:
        store.backup(file)
    click.echo(f"{file}: {bytes_of(file.stat().st_size)}, consistent; `ai-video-monitor restore {file}` brings it back")


@click.command("restore", epilog="Example: ai-video-monitor restore backups/monitor-2026-03-25.db")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def restore_command(context: click.Context, file: Path) -> None:
    """Put the backup FILE in the place of the database, and mail nothing twice. Stop the service first.

    FILE is checked and stays; the replaced database is kept beside the new one. What was mailed after the backup was
    made is read from the journal beside the database: those letters and editions do not go out again.
    """
    place: Place = context.obj
    if not file.exists():
        raise click.UsageError(f"{file}: there is no such file")
    database = place.database()
    with only_writer(database):
        restored = restore(file, database, place.folder(), now())
    echo(*_restored(restored, file, database))
    context.exit(0 if restored.journal else LOOK)


def _restored(done: Restored, file: Path, database: Path) -> Iterator[str]:
    yield f"restored  {database} from {file}"
    if done.kept:
        yield f"kept      {done.kept}: the replaced one; delete it when all is well"
    slots = f"; taken: {', '.join(done.covered)}" if done.covered else ""
    if done.journal:
        yield f"journal   {done.sent} letters of the backup went out after it was made and are settled{slots}"
    else:
        yield f"journal   {database.name}.sent.log does not say what was mailed since the backup was made{slots}"
    if done.held:
        yield f"held      {done.held} letters that may have gone out: `ai-video-monitor deliveries list`"
    if done.undecided:
        yield f"stories   {done.undecided} decisions on items that the backup lacks: make them again once it has them"
    yield "next      start the service: feeds are read on from where the backup left off"
