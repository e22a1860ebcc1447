"""radar: names that stand beside AI video and are not on the watchlist, as lines to paste."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from monitor import text
from monitor.cli.lines import stamp
from monitor.cli.place import Place, now
from monitor.cli.screen import write
from monitor.cli.when import window
from monitor.model import Item
from monitor.pipeline.notices import offers
from monitor.radar import TOLD, Offer


@click.command("radar", epilog="Example: ai-video-monitor radar --since 7d")
@click.option("--since", default="2d", show_default=True, metavar="WHEN", help="30d, 12h, 2w, monday or a date")
@click.option("--json", "as_json", is_flag=True, help="JSON lines")
@click.pass_obj
def radar_command(place: Place, since: str, as_json: bool) -> None:
    """Offer names that are not on the watchlist but stand beside AI-video words on three sites or more.

    Each comes with its headlines and with a line to paste under `products` in watchlist.yaml.
    """
    at = now()
    start = window(since, at)
    loaded = place.config()
    with place.store(readonly=True) as store:
        found = offers(store, loaded, start, at)
    if as_json:
        write(map(_row, found))
        return
    for one in found:
        click.echo("\n".join(_page(one)))
    if not found:
        click.echo(f"nothing new beside AI video since {start:%d %b %Y %H:%M} UTC")


def _page(offer: Offer) -> Iterator[str]:
    """Show a line to paste, under comments that say why."""
    yield f"  # {len(offer.items)} sites:"
    for item in offer.items[:TOLD]:
        yield f"  #   {text.shorten(item.title, 100)} ({item.site}{_day(item)})"
    if len(offer.items) > TOLD:
        yield f"  #   ... {len(offer.items) - TOLD} more: ai-video-monitor search {json.dumps(offer.name)}"
    yield f"  {offer.line}"


def _day(item: Item) -> str:
    return f", {item.published_at.day} {item.published_at:%b}" if item.published_at else ""


def _row(offer: Offer) -> dict[str, Any]:
    return {
        "name": offer.name, "sites": len(offer.items), "line": offer.line,
        "items": [
            {"title": one.title, "url": one.url, "site": one.site, "language": one.language,
             "published": stamp(one.published_at)}
            for one in offer.items
        ],
    }  # fmt: skip
