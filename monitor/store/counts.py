"""Numbers over what was filed: what an edition covers, and each product's counts a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model import Coverage, Feed, FeedTrouble, Harvest
from monitor.store.codec import decode, instant, moment
from monitor.store.connection import Connection


class Counts(Connection):
    """What is counted."""

    def coverage(self, since: datetime, until: datetime) -> Coverage:
        """Say what was read from `since` to `until`; a trouble is a feed not muted that failed all that time."""
        feeds = self._row(
            "SELECT count(*) AS feeds, count(*) FILTER (WHERE ok_at >= ?) AS read FROM feeds WHERE active",
            (moment(since),),
        )
        items = self._row(
            "SELECT count(*) AS items, coalesce(sum(relevant), 0) AS matched FROM items"
            " WHERE seen_at > ? AND seen_at <= ?",
            (moment(since), moment(until)),
        )
        last = self._value(str, "SELECT max(seen_at) FROM items WHERE relevant")
        assert feeds is not None
        assert items is not None
        return Coverage(
            feeds["feeds"], feeds["read"], items["items"], items["matched"], self._troubles(since, until),
            instant(last),
        )  # fmt: skip

    def _troubles(self, since: datetime, until: datetime) -> tuple[FeedTrouble, ...]:
        rows = self._rows(
            "SELECT * FROM feeds WHERE active AND failing_since IS NOT NULL AND (ok_at IS NULL OR ok_at < ?)"
            " AND name NOT IN (SELECT name FROM quiet WHERE kind = 'feed' AND (until IS NULL OR until > ?))"
            " ORDER BY failing_since, name",
            (moment(since), moment(until)),
        )
        return tuple(
            FeedTrouble(
                decode(Feed, row["feed"]).title or row["name"],
                row["error_code"],
                row["error_text"],
                datetime.fromisoformat(row["failing_since"]),
            )
            for row in rows
        )

    def count_told_by(self, feed: str, since: datetime) -> int:
        """Count the items of a feed that came since then and are in a story; `+feed` as below."""
        sql = "SELECT count(*) FROM items WHERE seen_at >= ? AND relevant AND +feed = ? AND story IS NOT NULL"
        return self._value(int, sql, (moment(since), feed)) or 0

    def harvests(self, since: datetime) -> Mapping[str, Harvest]:
        """Say what each feed brought since then: items, those that matched, the newest. Old news of a new feed is none.

        `+feed` keeps SQLite from walking all items by their unique key; the index on seen_at leaves few to read.
        """
        rows = self._rows(
            "SELECT feed, count(*) AS items, sum(relevant) AS matched,"
            " max(min(coalesce(published_at, seen_at), seen_at)) AS newest FROM items"
            " WHERE seen_at >= ?1 AND coalesce(published_at, seen_at) >= ?1 GROUP BY +feed",
            (moment(since),),
        )
        return {row["feed"]: Harvest(row["items"], row["matched"], instant(row["newest"])) for row in rows}

    def letters(self) -> Mapping[str, int]:
        """Count the letters in each state that has any."""
        rows = self._rows("SELECT state, count(*) AS number FROM deliveries GROUP BY state")
        return {row["state"]: row["number"] for row in rows}

    def owed_since(self) -> datetime | None:
        """Return when the oldest edition was composed that somebody still waits for; None = nothing is owed."""
        at = self._value(
            str,
            "SELECT min(editions.composed_at) FROM deliveries JOIN editions ON editions.id = deliveries.edition"
            " WHERE deliveries.state IN ('pending', 'sending', 'deferred')",
        )
        return instant(at)

    def counts(self, now: datetime, days: int = 35) -> tuple[Mapping[str, Sequence[int]], Sequence[int]]:
        """Return items a day about each product, and items a day of all, for the last `days` days, oldest first.

        A day is 24 hours ending at this time of day, so that the last one is whole.
        """
        start = now - timedelta(days=days)
        day = "CAST((julianday(?1) - julianday(at)) AS INTEGER)"
        window = (moment(now), moment(start))
        fetched = [0] * days
        for row in self._rows(
            f"SELECT {day} AS day, count(*) AS number FROM items WHERE at > ?2 AND at <= ?1 GROUP BY 1", window  # noqa: S608
        ):
            fetched[days - 1 - min(row["day"], days - 1)] += row["number"]
        products: dict[str, list[int]] = {}
        for row in self._rows(
            f"SELECT name, {day} AS day, count(*) AS number FROM names"  # noqa: S608
            " WHERE role = 'product' AND at > ?2 AND at <= ?1 GROUP BY 1, 2 ORDER BY 1",
            window,
        ):
            products.setdefault(row["name"], [0] * days)[days - 1 - min(row["day"], days - 1)] += row["number"]
        return products, fetched
