"""A back-test in; what it found on one screen, or as JSON, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from monitor import text
from monitor.backtest import NO_PRODUCT, Backtest, Cause, Change, Tally
from monitor.cli.lines import stamp
from monitor.cli.place import Place
from monitor.cli.progress import bar
from monitor.model import Config
from monitor.pipeline.against import against, list_before

FEW = 3  # items shown of those gained and lost
LINES = 2  # lines of the watchlist named for a product
WORDS = 3  # words named of one line
MONTH, WEEK = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True)
class Tried:
    """A back-test with its circumstances."""

    found: Backtest
    since: datetime  # of the first item in the window
    until: datetime
    seconds: float
    known: bool  # the list before the edit is known; else items were compared as stored
    in_use: bool  # the edited list is in use already

    @property
    def rate(self) -> tuple[float, str]:
        """Return what makes a count of this window one of a month, and its unit; less than a week tells no rate."""
        window = self.until - self.since
        return (MONTH / window, "/month") if window >= WEEK else (1, " items")


def try_against(place: Place, folder: Path, edited: Config, since: datetime, at: datetime) -> Tried:
    """Back-test the edited config against the stored items since then, with a bar on a terminal."""
    began = perf_counter()
    with place.store(readonly=True) as store:
        before, in_use = list_before(store, folder, edited, at)
        count, first = store.count_texts(since, at)
        with bar("comparing", count) as advance:
            found = against(store, edited, before, since, at, advance)
    return Tried(found, first or since, at, perf_counter() - began, before is not None, in_use)


def page(tried: Tried, show: str) -> Iterator[str]:
    """Say what the edit does: a line for each product that changes, then the items gained and lost."""
    found = tried.found
    days = f"{_day(tried.since, tried.until)} to {_day(tried.until, tried.until)}"
    yield f"watchlist.yaml against {found.items:,} items of {days} ({tried.seconds:.1f} s)"
    if tried.in_use:
        yield "  (this list is in use already: compared with the one before it)"
    elif not tried.known:
        yield "  (no list in use is known: compared with what was judged when the items came)"
    if not found.tallies:
        yield "  nothing gained, nothing lost" if found.items else "  no item of that time is stored: nothing is proven"
        return
    yield from _table(tried)
    for name, changes in (("gained", found.gained), ("lost", found.lost)):
        yield from _listed(name, changes, tried.until, whole=show == name)


def _table(tried: Tried) -> Iterator[str]:
    scale, unit = tried.rate
    width = max(12, *(text.width(_called(one.product)) for one in tried.found.tallies))
    yield f"  {'':{width}}  {'before' if tried.in_use else 'now':>12}  {'edited':>12}"
    for one in tried.found.tallies:
        before, after = (f"{_number(count * scale)}{unit}" for count in (one.before, one.after))
        moved = (one.after - one.before) * scale
        caused = "; ".join(_lines(tried.found, one.product))
        name = text.pad(_called(one.product), width)
        yield f"  {name}  {before:>12}  {after:>12}  {_signed(moved):>6}   {caused}".rstrip()


def _called(product: str) -> str:
    return product if product != NO_PRODUCT else "no product"


def _number(value: float) -> str:
    """Write a rate: one place after the point where it is small."""
    whole = abs(value) >= 10 or abs(value - round(value)) < 0.05
    return f"{value:,.0f}" if whole else f"{value:.1f}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '-' if value < 0 else '±'}{_number(abs(value))}"


def _lines(found: Backtest, product: str) -> Iterator[str]:
    """Name the lines that changed a product, the one with the most items first, each with its words."""
    causes = Counter(one.cause for one in (*found.gained, *found.lost) if one.product == product)
    lines: Counter[tuple[str, str, bool]] = Counter()
    for cause, count in causes.items():
        lines[(cause.place, cause.kind, cause.gone)] += count
    for place, kind, gone in [line for line, _ in lines.most_common(LINES)]:
        words = [one.word for one, _ in causes.most_common() if (one.place, one.kind, one.gone) == (place, kind, gone)]
        more = f" and {len(words) - WORDS} more" if len(words) > WORDS else ""
        yield f"{_spoken(Cause(kind, ', '.join(words[:WORDS]), place, gone))}{more}"


def _spoken(cause: Cause) -> str:
    file, _, line = cause.place.rpartition(":")
    where = f"line {line}" if file.endswith("watchlist.yaml") else f"{Path(file).name}:{line}"
    if not cause.place:
        return cause.word
    return f"{'was ' if cause.gone else ''}{where}: {cause.kind} {cause.word}"


def _listed(name: str, changes: Sequence[Change], at: datetime, *, whole: bool) -> Iterator[str]:
    if not changes:
        return
    newest = sorted(changes, key=lambda one: one.item.published_at or at, reverse=True)
    head = f"{name} ({len(changes)}):"
    if whole:
        yield f"{head} newest first"
        for one in newest:
            yield f"  {_headline(one, at)}   {_called(one.product)}, {_spoken(one.cause)}"
        return
    for number, one in enumerate(newest[:FEW]):
        yield f"{head if not number else '':<14} {_headline(one, at)}"
    if len(changes) > FEW:
        yield f"{'':<14} ... {len(changes) - FEW} more: --show {name}"


def _headline(change: Change, at: datetime) -> str:
    item = change.item
    told = ", ".join(part for part in (item.site, _day(item.published_at, at)) if part)
    return f"{text.shorten(item.title or item.summary, 90)} ({told})"


def _day(at: datetime | None, now: datetime) -> str:
    if at is None:
        return ""
    return f"{at.day} {at:%b}" + (f" {at.year}" if at.year != now.year else "")


def row(tried: Tried) -> dict[str, Any]:
    """Shape the back-test for scripts."""
    found = tried.found
    compared = "the list before" if tried.in_use else "the list in use" if tried.known else "stored judgements"
    return {
        "items": found.items, "since": stamp(tried.since), "until": stamp(tried.until),
        "compared_with": compared,
        "products": [_tally(one) for one in found.tallies],
        "gained": [_change(one) for one in found.gained], "lost": [_change(one) for one in found.lost],
    }  # fmt: skip


def _tally(one: Tally) -> dict[str, Any]:
    return {"product": one.product, "now": one.before, "edited": one.after, "difference": one.after - one.before}


def _change(one: Change) -> dict[str, Any]:
    item, cause = one.item, one.cause
    return {
        "product": one.product, "title": item.title, "url": item.url, "site": item.site, "language": item.language,
        "published": stamp(item.published_at),
        "cause": {"kind": cause.kind, "word": cause.word, "rule": cause.place, "gone": cause.gone},
    }  # fmt: skip
