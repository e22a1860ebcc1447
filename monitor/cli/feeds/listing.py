"""feeds list: every feed with its health, its newest item and what it brought; trouble first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import click

from monitor import schedule
from monitor.cli.columns import STALE, ago, many, silence_words, span
from monitor.cli.errors import say
from monitor.cli.lines import stamp
from monitor.cli.place import Place, now
from monitor.cli.screen import write
from monitor.model import Feed, FeedState, Harvest, Silence
from monitor.pipeline.alarms import silences
from monitor.store import Store
from monitor.text import pad

WINDOW = timedelta(days=30)  # of what a feed brought
RANKS = ("failing", "silent", "empty", "new", "good")  # trouble first
Health = Literal["failing", "silent", "empty", "new", "good"]


@dataclass(frozen=True)
class Row:
    """A feed and how it fares."""

    feed: Feed
    state: FeedState | None  # None = not known to the database yet
    health: Health
    harvest: Harvest
    newest_at: datetime | None  # None = nothing was ever filed
    silence: Silence | None = None

    @property
    def since(self) -> datetime | None:
        """Tell since when it is in trouble."""
        if self.silence:
            return self.silence.since
        return self.state.failing_since if self.state else None


@click.command(
    "list",
    short_help="every feed, trouble first",
    epilog="Example: ai-video-monitor feeds list --json | jq 'select(.health != \"good\")'",
)
@click.option("--json", "as_json", is_flag=True, help="one JSON object a feed")
@click.pass_obj
def list_command(place: Place, as_json: bool) -> None:
    """List every feed of feeds.yaml: does it answer, is it silent beyond its own rhythm, what did it bring in 30 days.

    A feed is silent when it answers and has had nothing new for a week and five times its usual pause.
    """
    at = now()
    with _archive(place) as store:
        loaded = place.config_in_use(store)
        rows = survey(loaded.feeds, store, at)
    if as_json:
        write(map(_json, rows))
    else:
        click.echo("\n".join(table(rows, at)))


@contextmanager
def _archive(place: Place) -> Iterator[Store]:
    """Open the database, or an empty one in its place where none was made yet."""
    path = place.database()
    if path.exists():
        with place.store(readonly=True) as store:
            yield store
        return
    say(f"{path}: no database yet, so no feed was read; the first `poll` or `run` makes it")
    with Store(":memory:") as store:
        yield store


def survey(feeds: Sequence[Feed], store: Store, at: datetime) -> list[Row]:
    """Collect the health of feeds: those that fail first, then the silent ones, the longest trouble first."""
    states = {state.feed.name: state for state in store.feed_states()}
    harvests, quiet = store.harvests(at - WINDOW), silences(store, states.values(), at)
    rows = [_row(feed, states.get(feed.name), harvests.get(feed.name), quiet.get(feed.name), store) for feed in feeds]
    return sorted(rows, key=lambda row: (RANKS.index(row.health), row.since or at, row.feed.name))


def _row(feed: Feed, state: FeedState | None, harvest: Harvest | None, silence: Silence | None, store: Store) -> Row:
    newest = harvest.newest_at if harvest else silence.since if silence else _last(store, feed.name)
    return Row(feed, state, _health(state, silence, newest), harvest or Harvest(), newest, silence)


def _last(store: Store, feed: str) -> datetime | None:
    return next((min(said or seen, seen) for said, seen in store.appearances(feed, 1)), None)


def _health(state: FeedState | None, silence: Silence | None, newest: datetime | None) -> Health:
    if state is None or (state.ok_at is None and not state.error_code):
        return "new"
    if state.error_code:
        return "failing"
    return "silent" if silence else "good" if newest else "empty"


def table(rows: Sequence[Row], at: datetime) -> Iterator[str]:
    """Draw the table, 80 columns wide, and below it the sums and what wants an edit."""
    yield f"{'feed':22} {'health':29} {'read':>7} {'newest':>7} {'items':>5} {'found':>5}"
    for row in rows:
        read_at = row.state.ok_at if row.state else None
        yield (
            f"{pad(row.feed.name, 22)} {pad(_spoken(row, at), 29)} {ago(read_at, at):>7} {ago(row.newest_at, at):>7}"
            f" {row.harvest.items or '-':>5} {row.harvest.matched or '-':>5}"
        )
    counts = {health: sum(row.health == health for row in rows) for health in RANKS}
    words = {"failing": "cannot be read", "silent": "silent", "empty": "empty", "new": "not read yet", "good": "good"}
    yield f"{many(len(rows), 'feed')}: " + ", ".join(f"{counts[one]} {words[one]}" for one in RANKS if counts[one])
    yield "items: of the last 30 days; found: those of them about AI video"
    for row in rows:
        if row.state and row.state.url != row.feed.url:
            yield f"{row.feed.name} moved for good: write its new address into feeds.yaml"
            yield f"    {row.state.url}"


def _spoken(row: Row, at: datetime) -> str:
    if row.silence:
        return f"silent {silence_words(row.silence, at)}"
    if row.state and row.state.error_code:
        since = f" for {span(at - row.state.failing_since)}" if row.state.failing_since else ""
        return f"{row.state.error_code}{since}"
    if row.state and row.state.repeats >= schedule.IGNORES_VALIDATORS:
        return "good, ignores validators"
    if row.health == "good" and row.state and row.state.warning:
        return f"good, {row.state.warning}"
    return {"empty": "answers, never had an entry", "new": "not read yet"}.get(row.health, "good")


def _json(row: Row) -> dict[str, Any]:
    state, silence = row.state, row.silence
    return {
        "name": row.feed.name, "url": row.feed.url, "title": row.feed.title, "language": row.feed.language,
        "official": row.feed.official, "health": row.health,
        "code": STALE if silence else state.error_code if state else "",
        "text": state.error_text if state and not silence else "",
        "since": stamp(row.since),
        "usual": silence.usual.total_seconds() if silence and silence.usual else None,
        "moved_to": state.url if state and state.url != row.feed.url else "",
        "ignores_validators": bool(state and state.repeats >= schedule.IGNORES_VALIDATORS),
        "warning": state.warning if state else "",
        "read": stamp(state.ok_at) if state else None,
        "next": stamp(state.next_poll_at) if state else None,
        "newest": stamp(row.newest_at),
        "items": row.harvest.items, "matched": row.harvest.matched,
    }  # fmt: skip
