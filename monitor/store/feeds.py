"""Feeds: what feeds.yaml names, and what is remembered of each between polls."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model import Feed, FeedState
from monitor.store.codec import decode, encode, instant, moment
from monitor.store.connection import Connection

# A last poll so far ahead of the clock means that the clock was set back: its schedule would freeze the feed.
_CLOCK_SET_BACK = timedelta(days=1)


class Feeds(Connection):
    """What is remembered of feeds."""

    def sync_feeds(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Take up feeds.yaml: new feeds are due now, missing ones rest with their history, moved ones start anew."""
        with self.transaction():
            before = {str(row["name"]): row for row in self._rows("SELECT name, feed FROM feeds")}
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
                    self._forget_body(feed)

    def _forget_body(self, feed: Feed) -> None:
        """Ask for the whole document next time: validators belong to one address and one way of reading it."""
        self._run(
            "UPDATE feeds SET url = ?, etag = '', modified = '', body_hash = '', next_poll_at = NULL, failures = 0,"
            " failing_since = NULL, error_code = '', error_text = '' WHERE name = ?",
            (feed.url, feed.name),
        )

    def due_feeds(self, now: datetime) -> list[FeedState]:
        """Return the feeds to poll now, the longest due first."""
        return [
            _state(row)
            for row in self._rows(
                "SELECT * FROM feeds WHERE active AND (next_poll_at IS NULL OR next_poll_at <= ? OR polled_at > ?)"
                " ORDER BY next_poll_at, name",
                (moment(now), moment(now + _CLOCK_SET_BACK)),
            )
        ]

    def feed_states(self) -> list[FeedState]:
        """Return every feed of the config, by name."""
        return [_state(row) for row in self._rows("SELECT * FROM feeds WHERE active ORDER BY name")]

    def save_poll(self, state: FeedState) -> None:
        """Record how a poll ended; belongs into the transaction that files its items."""
        with self.transaction():
            self._run(
                "UPDATE feeds SET url = ?, etag = ?, modified = ?, body_hash = ?, next_poll_at = ?, polled_at = ?,"
                " ok_at = ?, failures = ?, failing_since = ?, error_code = ?, error_text = ? WHERE name = ?",
                (
                    state.url, state.etag, state.modified, state.body_hash, moment(state.next_poll_at),
                    moment(state.polled_at), moment(state.ok_at), state.failures, moment(state.failing_since),
                    state.error_code, state.error_text, state.feed.name,
                ),
            )  # fmt: skip


def _reads_otherwise(before: Feed, now: Feed) -> bool:
    return (before.url, before.type, before.encoding) != (now.url, now.type, now.encoding)


def _state(row: sqlite3.Row) -> FeedState:
    return FeedState(
        feed=decode(Feed, row["feed"]),
        url=row["url"],
        etag=row["etag"],
        modified=row["modified"],
        body_hash=row["body_hash"],
        next_poll_at=instant(row["next_poll_at"]),
        polled_at=instant(row["polled_at"]),
        ok_at=instant(row["ok_at"]),
        failures=row["failures"],
        failing_since=instant(row["failing_since"]),
        error_code=row["error_code"],
        error_text=row["error_text"],
    )
