"""feeds import and export: OPML in, lines to paste into feeds.yaml out; feeds.yaml in, OPML out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

import click

from monitor import config, opml, text
from monitor.cli.columns import many
from monitor.cli.errors import say
from monitor.cli.place import Place, now
from monitor.model import Feed
from monitor.opml import OpmlError, Outline

_LONGEST_HEADING = 200  # characters: groups may lie in groups, each with a long name, around each of thousands of feeds


@click.command(
    "export", short_help="write the feeds as OPML", epilog="Example: ai-video-monitor feeds export > feeds.opml"
)
@click.pass_obj
def export_command(place: Place) -> None:
    """Write the feeds of feeds.yaml as OPML 2.0, for any feed reader; `feeds import` reads all of it back."""
    written = opml.write(place.config(shipped=True).feeds, "Feeds of ai-video-monitor", now())
    click.open_file("-", "w", encoding="utf-8").write(written)


@click.command(
    "import",
    short_help="print the feeds of an OPML file as lines to paste",
    epilog="Example: ai-video-monitor feeds import feeds.opml >> config/feeds.yaml",
)
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def import_command(place: Place, file: IO[bytes]) -> None:
    """Print the feeds of an OPML FILE (- is standard input) that feeds.yaml has not, as lines to put below its last.

    Its groups become comments. Nothing is fetched: `feeds test` or the next `poll` says whether a feed works.
    """
    try:
        outlines = opml.read(file.read(opml.LARGEST + 1))
    except OpmlError as error:
        raise click.UsageError(f"{file.name}: {error}") from None
    folder = place.folder(shipped=True)
    known = config.load(folder, now=now()).feeds if config.has_feeds(folder) else ()
    fresh, there, notes = _sorted_out(outlines, known)
    click.echo(config.pasted(_lines(fresh), folder), nl=False)
    _report(file.name, folder, len(fresh), there, notes)
    if official := [outline.feed.name for outline in fresh if outline.feed.official]:
        say(f"official by that file, so their word would count as confirmation; is it so? {', '.join(official)}")


def _sorted_out(outlines: Sequence[Outline], known: Sequence[Feed]) -> tuple[list[Outline], list[str], list[str]]:
    """Part the feeds that are new, each with a name of its own, from those known; also say what was left out."""
    addresses = {config.same_address(feed.url): feed.name for feed in known}
    taken = {feed.name for feed in known}
    fresh: list[Outline] = []
    there: list[str] = []
    notes: list[str] = []
    for outline in outlines:
        if before := addresses.get(config.same_address(outline.feed.url)):
            there.append(before)
            continue
        named = replace(outline.feed, name=config.feed_name(outline.feed, taken))
        feed, left_out = config.fitted(named)
        notes += [f"{outline.feed.title or outline.feed.url}: {why}" for why in left_out]
        if feed is not None:
            fresh.append(replace(outline, feed=feed))
            taken.add(feed.name)
            addresses[config.same_address(feed.url)] = feed.name
    return fresh, there, notes


def _lines(outlines: Sequence[Outline]) -> Iterator[str]:
    groups: tuple[str, ...] = ()
    for outline in outlines:
        if outline.groups != groups:
            yield f"# ---- {text.shorten(' / '.join(outline.groups), _LONGEST_HEADING) or 'in no group'}"
            groups = outline.groups
        yield config.feed_line(outline.feed)


def _report(name: str, folder: Path, fresh: int, there: Sequence[str], notes: Sequence[str]) -> None:
    for note in notes:
        say(f"left out: {note}")
    shown = ", ".join(there[:5]) + (" ..." if len(there) > 5 else "")
    known = f"; {len(there)} there already ({shown})" if there else ""
    say(f"{name}: {many(fresh, 'new feed')} for {folder / 'feeds.yaml'}{known}")
