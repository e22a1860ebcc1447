"""Feeds: what feeds.yaml names, and what is remembered of each between polls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model import Feed, FeedState
from monitor.store.codec import decode, encode, instant, moment, moved, read_row, row_of
from monitor.store.connection import Connection

# A last poll so far ahead of the clock means that the clock was set back: its schedule would freeze the feed.
_CLOCK_SET_BACK = timedelta(days=1)


class Feeds(Connection):
    """What is remembered of feeds."""

    def sync_feeds(self, feeds: Sequence[Feed]) -> None:
        """Take up feeds.yaml: new feeds are due now, missing ones rest with their history, moved ones start anew."""
        with self.transaction():
            before = {str(row["name"]): row for row in self._rows("SELECT * FROM feeds")}
            self._run("UPDATE feeds SET active = 0")
            for feed in feeds:
                row = before.get(feed.name)
                if row is None:
                    self._run(
                        "INSERT INTO feeds (name, feed, url) VALUES (?, ?, ?)", (feed.name, encode(feed), feed.url)
                    )
                    continue
                self._run("UPDATE feeds SET active = 1, feed = ? WHERE name = ?", (encode(feed), feed.name))
                if _reads_otherwise(decode(Feed, row["feed"]), feed):
                    # asked for whole next time: validators belong to one address and one way of reading it
                    known = read_row(FeedState, row)
                    self.save_poll(FeedState(feed, feed.url, polled_at=known.polled_at, ok_at=known.ok_at))

    def due_feeds(self, now: datetime) -> list[FeedState]:
        """Return the feeds to poll now, the longest due first."""
        return [
            read_row(FeedState, row)
            for row in self._rows(
                "SELECT * FROM feeds WHERE active AND (next_poll_at IS NULL OR next_poll_at <= ? OR polled_at > ?)"
                " ORDER BY next_poll_at, name",
                (moment(now), moment(now + _CLOCK_SET_BACK)),
            )
        ]

    def feed_states(self) -> list[FeedState]:
        """Return every feed of the config, by name."""
        return [read_row(FeedState, row) for row in self._rows("SELECT * FROM feeds WHERE active ORDER BY name")]

    def appearances(self, feed: str, limit: int = 60) -> list[tuple[datetime | None, datetime]]:
        """Return when a feed's last items were published (None = not said) and filed, the last first."""
        return [
            (instant(row["published_at"]), datetime.fromisoformat(row["seen_at"]))
            for row in self._rows(
                "SELECT published_at, seen_at FROM items WHERE feed = ?"
                " ORDER BY seen_at DESC, published_at DESC LIMIT ?",
                (feed, limit),
            )
        ]

    def save_poll(self, state: FeedState) -> None:
        """Record how a poll ended; belongs into the transaction that files its items."""
        said = {name: value for name, value in row_of(state).items() if name != "feed"}
        columns = ", ".join(f"{name} = ?" for name in said)
        self._write(f"UPDATE feeds SET {columns} WHERE name = ?", (*said.values(), state.feed.name))  # noqa: S608

    def claim_polls(self, until: Mapping[str, datetime], now: datetime) -> None:
        """Record that these feeds are asked now, before they are: whatever ends us, none is asked again before then."""
        self._many(
            "UPDATE feeds SET polled_at = ?, next_poll_at = ? WHERE name = ?",
            [(moment(now), moment(at), name) for name, at in until.items()],
        )

    def hold_polls(self, names: Sequence[str], until: datetime) -> None:
        """Let none of these feeds be asked before `until`; those that wait longer anyway do."""
        self._many(
            "UPDATE feeds SET next_poll_at = max(coalesce(next_poll_at, ''), ?) WHERE name = ?",
            [(moment(until), name) for name in names],
        )

    def ask_now(self, names: Sequence[str], *, whole: bool) -> None:
        """Let the service ask these feeds at once, whatever their servers asked for; `whole` forgets their validators.

        A feed that was asked before and has no next poll is one that a person wants to be asked.
        """
        forgetting = ", etag = '', modified = '', body_hash = ''" if whole else ""
        self._many(
            f"UPDATE feeds SET next_poll_at = NULL{forgetting} WHERE name = ? AND active",  # noqa: S608
            [(name,) for name in names],
        )

    def shift_polls(self, by: timedelta) -> None:
        """Move every feed's schedule along with a clock that was set."""
        with self.transaction():
            rows = self._rows("SELECT polled_at, next_poll_at, moved_since, name FROM feeds")
            self._many(
                "UPDATE feeds SET polled_at = ?, next_poll_at = ?, moved_since = ? WHERE name = ?",
                [(*(moved(at, by) for at in instants), name) for *instants, name in rows],
            )


def _reads_otherwise(before: Feed, now: Feed) -> bool:
    ways = [(one.url, one.type, one.encoding, one.select, one.json, one.headers) for one in (before, now)]
    return ways[0] != ways[1]
