"""Items: filed once, judged, found again, judged anew, and at last pruned to a tombstone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from monitor import urls
from monitor.model import HABIT, Item, Judged, Judgement, Known, Match
from monitor.store.codec import (
    columns_of,
    encode,
    instant,
    judged_of,
    judgement_text,
    moment,
    named,
    read_row,
    row_of,
    seen,
)
from monitor.store.connection import Connection
from monitor.store.schema import NO_LASTING_ADDRESS

_PAGE = 500  # rows a query; SQLite takes 32,766 parameters
_KEPT = 4_000  # items, some 4 kB each
_PRUNE = 2_000  # items a call, so that one transaction stays short
_REVISIONS = 20  # of an item: the headline of a live page may count up at each poll
_LISTED = timedelta(days=1)  # listed_at is kept to the day: a poll that finds nothing new writes next to nothing


def tombstone(feed: str, guid: str) -> bytes:
    """Make the 16 bytes that stand for an item for ever."""
    return blake2b(f"{feed}\0{guid}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Items(Connection):
    """What is remembered of items."""

    def __init__(self, path: Path | str, *, readonly: bool = False) -> None:
        super().__init__(path, readonly=readonly)
        self._kept: dict[int, Judged] = {}  # items as read last; what is written through here is dropped at once
        self._kept_at = (-1, -1)

    # ------------------------------------------------------------ filing

    def remembered(self, feed: str, items: Sequence[Item]) -> list[Known]:
        """Return the stored items of this feed that listed ones may be: by guid, else by address, else by title.

        By address also where the guid's item has another one: the guid may have been used again.
        By title where there is no address, or one with a query, which may be another at each poll; and of all where
        most of a list is strange: its addresses may all be others. No index helps there, so a single item is not asked
        for so.
        """
        found = self._known_by("guid", feed, [item.guid for item in items])
        guids = {one.guid: one.url_key for one in found}
        addresses = [key for item in items if (key := urls.key(item.url)) not in ("", guids.get(item.guid))]
        found += self._known_by("url_key <> '' AND url_key", feed, addresses)  # the first half lets the index serve
        known = {one.url_key for one in found}
        strange = [one for one in items if one.guid not in guids and urls.key(one.url) not in known - {""}]
        if len(items) >= HABIT and len(strange) * 2 > len(items):
            found += self._known_by("title", feed, list(dict.fromkeys(one.title for one in strange)))
        else:
            loose = [one.title for one in strange if not one.url or (one.published_at and "?" in one.url)]
            found += self._known_by(f"{NO_LASTING_ADDRESS} AND title", feed, list(dict.fromkeys(loose)))
        return list({one.id: one for one in found}.values())

    def _known_by(self, column: str, feed: str, values: Sequence[str]) -> list[Known]:
        found: list[Known] = []
        for start in range(0, len(values), _PAGE):
            page = values[start : start + _PAGE]
            marks = ",".join("?" * len(page))
            columns = "id, guid, url_key, title, published_at, seen_at"
            sql = f"SELECT {columns} FROM items WHERE feed = ? AND {column} IN ({marks})"  # noqa: S608 our own names
            rows = self._rows(sql, (feed, *page))
            found += [read_row(Known, row) for row in rows]
        return found

    def buried(self, feed: str, guids: Sequence[str]) -> frozenset[str]:
        """Return those guids whose items were pruned."""
        keys = {tombstone(feed, guid): guid for guid in guids}
        return frozenset(keys[key] for key in self._buried(list(keys)))

    def _buried(self, keys: Sequence[bytes]) -> Iterator[bytes]:
        for start in range(0, len(keys), _PAGE):
            page = keys[start : start + _PAGE]
            marks = ",".join("?" * len(page))
            for row in self._rows(f"SELECT key FROM tombstones WHERE key IN ({marks})", page):  # noqa: S608 only "?"
                yield row["key"]

    def rename_items(self, names: Mapping[int, tuple[str, str]]) -> None:
        """Know stored items by these guids and addresses ("" = as before) from now on, one after the other.

        When its turn comes, each guid must be nobody else's.
        """
        with self.transaction():
            for number, (guid, url) in names.items():
                self._run(
                    "UPDATE items SET guid = ?1, url = iif(?2 = '', url, ?2), url_key = iif(?3 = '', url_key, ?3)"
                    " WHERE id = ?4",
                    (guid, url, urls.key(url), number),
                )
                self._kept.pop(number, None)

    def touch_listed(self, feed: str, guids: Sequence[str], now: datetime) -> None:
        """Note that the feed still lists these items (to the day), so that they are not pruned."""
        self._write(
            "UPDATE items SET listed_at = ? WHERE feed = ? AND listed_at < ?"
            " AND guid IN (SELECT value FROM json_each(?))",
            (moment(now), feed, moment(now - _LISTED), json.dumps(guids)),
        )

    def add_items(self, judged: Sequence[Judged]) -> list[Judged]:
        """Store judged items and return, with their ids, those that were neither there already nor pruned.

        The ids they come with say nothing; they need a `seen_at`. One statement files hundreds: the index of words is
        then written once, where a statement for each item would have it merged again and again.
        """
        added: list[Judged] = []
        with self.transaction():
            keys = [tombstone(one.item.feed, one.item.guid) for one in judged]
            gone = set(self._buried(keys))
            kept = [one for key, one in zip(keys, judged, strict=True) if key not in gone]
            for start in range(0, len(kept), _PAGE):
                added += self._insert_page(kept[start : start + _PAGE])
            self._save_evidence([(one.id, one.judgement, one.traits.at or seen(one.item)) for one in added])
        return added

    def _insert_page(self, page: Sequence[Judged]) -> list[Judged]:
        filed = [columns_of(one) for one in page]
        places = ", ".join([f"({', '.join('?' * len(filed[0]))})"] * len(page))
        rows = self._rows(
            f"INSERT INTO items ({', '.join(filed[0])}) VALUES {places}"  # noqa: S608 our own names, and "?"
            " ON CONFLICT (feed, guid) DO NOTHING RETURNING id, feed, guid",
            [value for one in filed for value in one.values()],
        )
        numbers = {(row["feed"], row["guid"]): int(row["id"]) for row in rows}
        new = [(numbers.pop((one.item.feed, one.item.guid), None), one) for one in page]  # of two of a name the first
        return [replace(one, id=number) for number, one in new if number is not None]

    def update_item(self, edited: Judged, now: datetime) -> None:
        """Take up an item that its site edited; what it said before becomes a revision. Its story is left as it is."""
        number, item = edited.id, edited.item
        with self.transaction():
            self._run(
                "INSERT INTO revisions (item, replaced_at, title)"
                " SELECT id, ?, title FROM items WHERE id = ? ON CONFLICT DO NOTHING",
                (moment(now), number),
            )
            self._run(
                "DELETE FROM revisions WHERE item = ?1 AND replaced_at NOT IN"
                " (SELECT replaced_at FROM revisions WHERE item = ?1 ORDER BY replaced_at DESC LIMIT ?2)",
                (number, _REVISIONS),
            )
            self._run(
                "UPDATE items SET url = ?, title = ?, summary = ?, language = ?, site = ? WHERE id = ?",
                (item.url, item.title, item.summary, item.language, item.site, number),
            )
            self._run("DELETE FROM vectors WHERE item = ?", (number,))
            self.rejudge(edited)

    def revisions(self, number: int) -> list[tuple[datetime, str]]:
        """Return what the item was headed before its site edited it, each with when that was seen, the newest first."""
        rows = self._rows(
            "SELECT replaced_at, title FROM revisions WHERE item = ? ORDER BY replaced_at DESC", (number,)
        )
        return [(datetime.fromisoformat(row["replaced_at"]), row["title"]) for row in rows]

    def rejudge(self, judged: Judged) -> None:
        """Replace what was judged of a stored item; its story is left as it is."""
        number, judgement, traits = judged.id, judged.judgement, judged.traits
        with self.transaction():
            self._run(
                "UPDATE items SET url_key = ?, relevant = ?, judgement = ?, claim = ?, traits = ?,"
                " at = coalesce(?, at) WHERE id = ?",
                (
                    traits.url_key, judgement.relevant, judgement_text(judgement), encode(judged.claim),
                    encode(traits), moment(traits.at), number,
                ),
            )  # fmt: skip
            self._kept.pop(number, None)
            at = instant(self._value(str, "SELECT at FROM items WHERE id = ?", (number,)))
            self._run("DELETE FROM names WHERE item = ?", (number,))
            self._run("DELETE FROM matches WHERE item = ?", (number,))
            if at is not None:
                self._save_evidence([(number, judgement, at)])

    def _save_evidence(self, judged: Sequence[tuple[int, Judgement, datetime]]) -> None:
        """Store what items are about and the words that tell; each is an id, a judgement, when it counts as told."""
        self._many(
            "INSERT INTO names (item, role, name, at, story)"
            " SELECT id, ?, ?, ?, story FROM items WHERE id = ? ON CONFLICT DO NOTHING",
            [
                (role, name, moment(at), number)
                for number, judgement, at in judged
                if judgement.relevant
                for role, name in named(judgement)
            ],
        )
        self._many(
            "INSERT INTO matches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (number, order, *row_of(one).values())
                for number, judgement, _ in judged
                for order, one in enumerate(judgement.matches)
            ],
        )

    # ------------------------------------------------------------ reading

    def item_by(self, what: int | str) -> Judged | None:
        """Return the item with this id, address or guid (the newest, where several feeds carried it)."""
        address = urls.key(what) if isinstance(what, str) else ""
        places = (("id", what), ("url_key <> '' AND url_key", address), ("url <> '' AND url", what), ("guid", what))
        for where, value in places:
            number = self._value(int, f"SELECT max(id) FROM items WHERE {where} = ?", (value,))  # noqa: S608 our own conditions
            if number is not None:
                return self._judged([number])[0]
        return None

    def story_of(self, number: int) -> int | None:
        """Return the story an item is in; None if in none."""
        return self._value(int, "SELECT story FROM items WHERE id = ?", (number,))

    def items(self, since: datetime | None = None) -> Iterator[Judged]:
        """Return the items filed since then (None = all), the first filed first; they may be rejudged meanwhile."""
        after = (moment(since) or "", 0)
        while True:
            rows = self._rows(
                "SELECT seen_at, id FROM items WHERE (seen_at, id) > (?, ?) ORDER BY seen_at, id LIMIT ?",
                (*after, _PAGE),
            )
            if not rows:
                return
            yield from self._judged([int(row["id"]) for row in rows])
            after = (rows[-1]["seen_at"], rows[-1]["id"])

    def _judged(self, numbers: Sequence[int]) -> list[Judged]:
        """Read items whole, in the order of `numbers`: two queries a page, however many items.

        The last few thousand are kept: filing an item looks at the same stories again and again.
        """
        if self._kept_at != (at := self._moment_of_data()):
            self._kept, self._kept_at = {}, at
        missing = [number for number in numbers if number not in self._kept]
        for start in range(0, len(missing), _PAGE):
            page = json.dumps(missing[start : start + _PAGE])
            matches = self._matches(page)
            for row in self._rows("SELECT * FROM items WHERE id IN (SELECT value FROM json_each(?))", (page,)):
                self._kept[row["id"]] = judged_of(row, tuple(matches.get(row["id"], ())))
        found = [self._kept[number] for number in numbers if number in self._kept]
        for number in list(self._kept)[: max(len(self._kept) - _KEPT, 0)]:
            del self._kept[number]
        return found

    def _matches(self, page: str) -> dict[int, list[Match]]:
        found: dict[int, list[Match]] = {}
        for row in self._rows(
            "SELECT * FROM matches WHERE item IN (SELECT value FROM json_each(?)) ORDER BY item, number", (page,)
        ):
            found.setdefault(row["item"], []).append(read_row(Match, row))
        return found

    # ------------------------------------------------------------ retention

    def prune(self, before: datetime) -> int:
        """Bury items that match nothing and were neither filed nor listed since `before`; return how many.

        At most 2,000 a call. A buried item keeps 16 bytes for ever, so that it never comes back as news.
        """
        with self.transaction():
            rows = self._rows(
                "SELECT id, feed, guid FROM items WHERE seen_at < ?1 AND NOT relevant AND story IS NULL"
                " AND listed_at < ?1 ORDER BY seen_at LIMIT ?2",
                (moment(before), _PRUNE),
            )
            self._many(
                "INSERT INTO tombstones (key) VALUES (?) ON CONFLICT DO NOTHING",
                [(tombstone(row["feed"], row["guid"]),) for row in rows],
            )
            numbers = json.dumps([row["id"] for row in rows])  # in one statement, as in add_items
            self._run("DELETE FROM items WHERE id IN (SELECT value FROM json_each(?))", (numbers,))
            self._kept = {}
        return len(rows)
