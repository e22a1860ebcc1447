"""search, import, export: the archive of everything that was read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO, Any

import click

from monitor import text
from monitor.cli.columns import many
from monitor.cli.explain import nearly
from monitor.cli.lines import item_row, read_items, stamp, story_row
from monitor.cli.meant import meant
from monitor.cli.place import Place, now
from monitor.cli.progress import bar
from monitor.cli.screen import echo, write
from monitor.cli.when import window
from monitor.config import ConfigError, tag_fault
from monitor.model import Edition, Item, Judged
from monitor.pipeline.filing import file_items
from monitor.pipeline.report import feed
from monitor.pipeline.service import Service
from monitor.store import Store

BATCH = 500  # items a transaction


@click.command("search", epilog="Example: ai-video-monitor search 可灵 --since 30d --lang zh")
@click.argument("words", nargs=-1)
@click.option("--since", default="", metavar="WHEN", help="30d, 12h, 2w, monday or a date")
@click.option("--lang", "language", default="", metavar="TAG", help="only this language: zh, ja, en ...")
@click.option("--product", default="", metavar="NAME", help="only items about this product")
@click.option("--near-misses", "near", is_flag=True, help="what one rule alone kept out, and why")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "as_json", is_flag=True, help="JSON lines")
@click.pass_obj
def search_command(
    place: Place, words: tuple[str, ...], since: str, language: str, product: str, near: bool, limit: int, as_json: bool
) -> None:
    """Find items that contain all WORDS, newest first; with --product or --near-misses WORDS may be left out."""
    if not (words or product or near):
        raise click.UsageError("name words to look for, a --product, or ask for --near-misses")
    if language and (wrong := tag_fault(language)):
        raise click.UsageError(wrong)
    start = window(since, now()) if since else None
    with place.store(readonly=True) as store:
        found = store.find_items(words, since=start, language=language, product=product, near=near, limit=limit)
        if product and not found:
            _refuse_unknown(product, place, store)
    if as_json:
        write(item_row(judged) for judged in found)
        return
    for judged in found:
        echo(_found_line(judged))
        if near and judged.judgement.miss is not None:
            echo(f"         {nearly(judged.judgement.miss)}")
    click.echo(
        f"{len(found)} found" + (f" (the first {limit}; --limit shows more)" if len(found) == limit else ""), err=True
    )


def _refuse_unknown(product: str, place: Place, store: Store) -> None:
    """Refuse a name of which nothing is found, and which is on no watchlist: it is probably misspelt."""
    try:
        config = place.config_in_use(store, shipped=True)
    except ConfigError:  # then nobody knows
        return
    known = [one.name for one in config.watchlist.products]
    if product not in known:
        hint = meant(product, known, "`ai-video-monitor search WORDS` looks for words instead")
        raise click.UsageError(f"no product named {product!r} on the watchlist; {hint}")


def _found_line(judged: Judged) -> str:
    item = judged.item
    at = item.published_at or item.seen_at
    day = f"{at:%Y-%m-%d}" if at else "          "
    about = ", ".join(judged.judgement.products) if judged.judgement.relevant else "-"
    return f"{judged.id:>7}  {day}  {item.language or '?':7}  {text.shorten(about, 20):20}  {item.title}  ({item.site})"


@click.command("import", epilog="Example: zcat archive.jsonl.gz | ai-video-monitor import -")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.pass_obj
def import_command(place: Place, file: IO[str]) -> None:
    """File items of FILE (- is standard input) as if polled at their `published` time.

    One JSON object a line, fields as in `match`. Items already there are left as they are: importing twice is harmless.
    """
    with place.service(shipped=True, files=True) as service, bar("filing") as advance:
        new, matched = _file_all(service, read_items(file, file.name), advance)
    click.echo(f"{many(new, 'item')} filed, {matched} of them about AI video", err=True)


def _file_all(service: Service, items: Iterator[Item], advance: Callable[[int], None]) -> tuple[int, int]:
    new = matched = 0
    while batch := tuple(islice(items, BATCH)):
        with service.store.transaction():
            for item in batch:
                now = service.clock()
                at = min(item.published_at or now, now)  # a date of the future is wrong
                tally = file_items(service, (item,), at, is_fresh=lambda _: True)
                new, matched = new + tally.new, matched + tally.matched
        advance(len(batch))
    return new, matched


@click.command("export", epilog="Example: ai-video-monitor export stories --since 7d > stories.jsonl")
@click.argument("what", type=click.Choice(["items", "stories", "editions"]))
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "atom"]), default="jsonl", show_default=True)
@click.option("--since", default="", metavar="WHEN", help="30d, 12h, 2w, monday or a date")
@click.pass_obj
def export_command(place: Place, what: str, form: str, since: str) -> None:
    """Write everything stored, oldest first: items with their judgements, stories with their items, or editions.

    Editions also as an Atom feed, the newest first.
    """
    start = window(since, now()) if since else None
    if form == "atom":
        if what != "editions":
            raise click.UsageError("only editions can be a feed: export editions --format atom")
        with place.service() as service:
            click.echo(feed(service, service.store.editions(since=start)), nl=False)
        return
    with place.store(readonly=True) as store:
        rows: Iterable[dict[str, Any]]
        if what == "items":
            rows = (item_row(judged) for judged in store.items(since=start))
        elif what == "stories":
            rows = (story_row(story) for story in store.stories(since=start) if story.items)
        else:
            rows = (edition_row(edition) for edition in store.editions(since=start))
        write(rows) if form == "jsonl" else _write_csv(rows)


def edition_row(edition: Edition) -> dict[str, Any]:
    """Shape one line of `export editions`."""
    return {
        "digest": edition.digest,
        "slot": edition.slot,
        "kind": edition.kind,
        "composed": stamp(edition.composed_at),
        "stories": [
            {"id": entry.story, "headline": entry.headline, "url": entry.url, "status": entry.status,
             "weight": entry.weight, "kinds": list(entry.kinds), "products": list(entry.products)}
            for entry in edition.entries
        ],
    }  # fmt: skip


def _write_csv(rows: Iterable[dict[str, Any]]) -> None:
    """Write a table for spreadsheets: lists joined by "; ", nested values left to the JSON form."""
    out = click.open_file("-", "w", encoding="utf-8")
    sheet: csv.DictWriter[str] | None = None
    for row in rows:
        flat = {key: _cell(value) for key, value in row.items() if key != "evidence"}
        if sheet is None:
            sheet = csv.DictWriter(out, list(flat))
            sheet.writeheader()
        sheet.writerow(flat)


def _cell(value: object) -> str:
    if isinstance(value, list):
        value = "; ".join(
            str(part.get("url") or part.get("id") or "") if isinstance(part, dict) else str(part) for part in value
        )
    written = "" if value is None else str(value)
    # a spreadsheet must not take a title for a formula (OWASP, CSV injection)
    return f"'{written}" if written[:1] in ("=", "+", "-", "@", "\t", "\r") else written
