"""demo: the whole service once, without network or set-up."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from monitor.cli.errors import LOOK
from monitor.cli.place import Place, now
from monitor.daemon.lock import only_writer
from monitor.demo import Folder, Section, account, default_folder, play
from monitor.model import Edition

NARROWEST, WIDEST = 72, 100
TONES: dict[str, dict[str, Any]] = {
    "": {}, "head": {"bold": True}, "soft": {"dim": True},
    "good": {"fg": "green", "bold": True}, "doubt": {"fg": "yellow", "bold": True}, "bad": {"fg": "red", "bold": True},
}  # fmt: skip


@click.command("demo", epilog="Example: ai-video-monitor demo --folder /tmp/demo")
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), help="where; else in your cache, anew each day"
)
@click.pass_context
def demo_command(context: click.Context, folder: Path | None) -> None:
    """Play the whole service once: bundled feeds on loopback are read, judged, joined, and mailed to a local mailbox.

    Nothing leaves this machine. Run it twice: the second run sends nothing twice.
    """
    place: Place = context.obj
    place.log()
    stage = Folder((folder or default_folder(os.environ, now())).resolve())
    if not stage.is_ours:
        raise click.UsageError(f"{stage.config} holds a config that is not a demo's; name an empty folder")
    stage.database.parent.mkdir(parents=True, exist_ok=True)
    click.secho("The whole service once, on this machine alone. All its news is invented.", bold=True)
    with only_writer(stage.database):
        played = play(stage, now)
    for section in account(played, _columns()):
        _say(section)
    _say_next(stage, played.editions)
    context.exit(0 if played.is_whole else LOOK)


def _columns() -> int:
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)


def _say(section: Section) -> None:
    click.echo(f"\n{click.style(section.name, bold=True)}  {section.told}")
    for line in section.lines:
        click.echo("".join(click.style(text, **TONES[tone]) for text, tone in line).rstrip())


def _say_next(stage: Folder, editions: Sequence[Edition]) -> None:
    """Say where all of it lies, and what to try on it; addresses and commands are never cut."""
    click.secho("\nLOOK AT IT", bold=True)
    for digest in dict.fromkeys(edition.digest for edition in editions):
        click.echo(f"  {digest:10} {stage.page(digest).as_uri()}")
    click.echo(f"  {'mail':10} {_typed(stage.maildir / 'new')}")
    click.echo(f"  {'config':10} {_typed(stage.config)}")
    command = f"{_program()} --config {_typed(stage.config)}"
    told = [entry for edition in editions for entry in edition.top if entry.products]
    widest = sorted(told, key=lambda entry: -len(entry.sources) - len(entry.more))[:1]
    click.secho("\nASK WHY", bold=True)
    for entry in widest:
        click.echo(f"  {command} explain '#{entry.story}'")
        click.echo(f"  {command} search {entry.products[0]}")
    click.echo(f"  {command} status")


def _program() -> str:
    """Return how to start us from here."""
    if shutil.which("ai-video-monitor"):
        return "ai-video-monitor"
    beside = Path(sys.executable).with_name("ai-video-monitor")
    return _typed(beside) if beside.exists() else "python -m monitor"


def _typed(path: Path) -> str:
    """Write a path as one types it: from here or from home where that is shorter, quoted where a shell wants it."""
    home = Path(os.environ.get("HOME") or "/nonexistent")
    if path.is_relative_to(Path.cwd()):
        return shlex.quote(str(path.relative_to(Path.cwd())))
    if path.is_relative_to(home):
        return f"~/{shlex.quote(str(path.relative_to(home)))}"
    return shlex.quote(str(path))
