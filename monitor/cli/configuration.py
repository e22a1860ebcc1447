"""init and check: the config files, written and proved."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from monitor import config
from monitor.cli import online
from monitor.cli.against import page as against_page
from monitor.cli.against import row as against_row
from monitor.cli.against import try_against
from monitor.cli.columns import many
from monitor.cli.errors import CONFIG, LOOK
from monitor.cli.place import Place, now
from monitor.cli.progress import bar
from monitor.cli.screen import echo, write
from monitor.cli.when import window
from monitor.model import Complaint, Config
from monitor.pipeline.judging import Judge
from monitor.pipeline.probe import ask_feeds, ask_mail


@click.command("init", epilog="Example: ai-video-monitor init config")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def init_command(folder: Path) -> None:
    """Write monitor.yaml, feeds.yaml and watchlist.yaml into FOLDER, commented, with schemas for your editor.

    Files that are already there are left as they are.
    """
    written = config.init(folder)
    for path in written:
        click.echo(f"written: {path}")
    if not written:
        click.echo(f"{folder} has all of them already; nothing written")
    click.echo(f"next: edit monitor.yaml, then `ai-video-monitor --config {folder} check`", err=True)


@click.command("check", epilog="Example: ai-video-monitor --config edited check --against 30d")
@click.option("--against", "span", default="", metavar="SINCE", help="try the list on stored items: 30d, 2w, a date")
@click.option("--show", type=click.Choice(["gained", "lost"]), help="with --against: list all items gained, or lost")
@click.option("--online", "go_online", is_flag=True, help="also read every feed once, and log in to the mail server")
@click.option("--all", "everything", is_flag=True, help="with --online: list the feeds in good order too")
@click.option("--json", "as_json", is_flag=True, help="JSON lines: complaints, feeds and mail server, the back-test")
@click.pass_context
def check_command(
    context: click.Context, span: str, show: str | None, go_online: bool, everything: bool, as_json: bool
) -> None:
    """Validate every file, and prove the watchlist's `expect` and `reject` headlines.

    Exit 78 when a file is broken, 1 when only an example fails. Each complaint names file, line, column and cure.

    With --online every feed is read once, hosts side by side and the feeds of one host with the usual gap, and the mail
    server is visited: connection, TLS, EHLO, login. Nothing is stored, no mail is sent. What wants a look is listed,
    the rest counted. Exit 1 when a feed cannot be read or the server would take no mail.

    With --against an edited watchlist is tried on the items stored since then: what each product would gain and lose,
    compared with the list in use (or, once the service took the edit up, with the list before), and the line that
    causes it.
    """
    if show and not span:
        raise click.UsageError("--show wants --against, such as --against 30d")
    if everything and not go_online:
        raise click.UsageError("--all wants --online")
    since = window(span, now()) if span else None
    place: Place = context.obj
    folder = place.folder(shipped=True)
    loaded, complaints = _load(folder)
    if loaded is not None:
        complaints += tuple(replace(one, file=str(folder / one.file)) for one in Judge(loaded).matcher.prove())
        complaints += loaded.warnings
    told = Counter(one.severity for one in complaints)
    if as_json:
        write(map(_row, complaints))
    else:
        echo(*map(_spoken, complaints))
        click.echo(_sum(folder, loaded, told["error"], told["expectation"], told["warning"]))
    if loaded is None:
        context.exit(CONFIG)
    if since is not None:
        _back_test(place, folder, loaded, since, show or "", as_json=as_json)
    is_well = not go_online or _go_online(loaded, everything=everything, as_json=as_json)
    context.exit(0 if is_well and not told["expectation"] else LOOK)


def _go_online(loaded: Config, *, everything: bool, as_json: bool) -> bool:
    """Ask feeds and mail server, and say what they answer; tell whether all is well."""
    mail = loaded.settings.mail
    with bar("reading feeds", len(loaded.feeds)) as advance:
        asked = ask_feeds(loaded, lambda _: advance(1))
    reception = ask_mail(mail, partial(config.password, mail, os.environ))
    if as_json:
        write([*map(online.feed_row, asked), online.mail_row(mail, reception)])
    else:
        columns = shutil.get_terminal_size(fallback=(online.WIDEST, 0)).columns
        echo(*online.page(asked, mail, reception, now(), everything=everything, columns=columns))
    return online.is_well(asked, reception)


def _back_test(place: Place, folder: Path, loaded: Config, since: datetime, show: str, *, as_json: bool) -> None:
    tried = try_against(place, folder, loaded, since, now())
    if as_json:
        write([against_row(tried)])
        return
    echo(*against_page(tried, show))


def _load(folder: Path) -> tuple[Config | None, tuple[Complaint, ...]]:
    try:
        return config.load(folder, now=now()), ()
    except config.ConfigError as error:
        return None, error.complaints


def _spoken(complaint: Complaint) -> str:
    return "\n    ".join((str(complaint), *complaint.details))


def _row(complaint: Complaint) -> dict[str, Any]:
    return {
        "file": complaint.file, "line": complaint.line, "column": complaint.column, "where": complaint.where,
        "text": complaint.text, "hint": complaint.hint, "severity": complaint.severity,
    }  # fmt: skip


def _sum(folder: Path, loaded: Config | None, errors: int, failing: int, warnings: int) -> str:
    warned = f", {many(warnings, 'warning')}" if warnings else ""
    if loaded is None:
        return f"{many(errors, 'error')}{warned}. A running service keeps the last good config. (exit {CONFIG})"
    feeds, products, digests = loaded.feeds, loaded.watchlist.products, loaded.settings.digests
    sums = f"{many(len(feeds), 'feed')}, {many(len(products), 'product')}, {many(len(digests), 'digest')}"
    if failing:
        return f"{folder}: {sums}; {many(failing, 'failing example')}{warned} (exit {LOOK})"
    return f"{folder}: good: {sums}{warned}"
