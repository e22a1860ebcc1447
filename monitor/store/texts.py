"""Many items in little: their texts and what they name, without the rest of what was judged of them.

For what walks over the archive in seconds: the back-test of an edited watchlist, and the radar. Beside them what models
made of items, so that nothing is asked for twice: vectors and translations.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from monitor.model import Item, Translation
from monitor.store.codec import instant, moment, read_row
from monitor.store.connection import Connection
from monitor.store.trigrams import MAY_HOLD, asked

_PAGE = 2_000  # rows a query: other readers and the writer get their turn
_SHOWN = "items.url, items.title, items.summary, items.language, items.site, items.at"
_TOPICAL = "EXISTS (SELECT 1 FROM matches WHERE item = items.id AND role = 'topic')"


class Texts(Connection):
    """What is walked over."""

    def count_texts(self, since: datetime, until: datetime) -> tuple[int, datetime | None]:
        """Count the items published in a window, and say when the first of them was; None = there are none."""
        row = self._row(
            "SELECT count(*) AS number, min(at) AS first FROM items WHERE at >= ? AND at < ?",
            (moment(since), moment(until)),
        )
        assert row is not None
        return row["number"], instant(row["first"])

    def texts(self, since: datetime, until: datetime) -> Iterator[list[tuple[int, Item]]]:
        """Yield the items published in a window in pages, by time, with their ids.

        `published_at` is when they count as published; feed and guid are left out.
        """
        after = (moment(since), -1)
        while rows := self._rows(
            f"SELECT id, {_SHOWN} FROM items WHERE (at, id) > (?, ?) AND at < ? ORDER BY at, id LIMIT ?",  # noqa: S608
            (*after, moment(until), _PAGE),
        ):
            yield [(row["id"], _item(row)) for row in rows]
            after = (rows[-1]["at"], rows[-1]["id"])

    def relevant_products(self, since: datetime, until: datetime) -> Mapping[int, tuple[str, ...]]:
        """Return what each relevant item of a window names, by id; () = AI video without a product."""
        rows = self._rows(
            "SELECT id, json_extract(judgement, '$.products') AS products FROM items"
            " WHERE at >= ? AND at < ? AND relevant",
            (moment(since), moment(until)),
        )
        return {row["id"]: tuple(json.loads(row["products"] or "[]")) for row in rows}

    def vectors(self, items: Sequence[int], model: str) -> dict[int, bytes]:
        """Return the vectors of items' titles by a model, as far as there are any."""
        rows = self._rows(
            "SELECT item, vector FROM vectors WHERE model = ? AND item IN (SELECT value FROM json_each(?))",
            (model, json.dumps(list(items))),
        )
        return {row["item"]: row["vector"] for row in rows}

    def save_vectors(self, vectors: Mapping[int, bytes], model: str) -> None:
        """Keep vectors of items' titles."""
        self._many(
            "INSERT INTO vectors (item, model, vector) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(item, model, vector) for item, vector in vectors.items()],
        )

    def topical_texts(self, since: datetime, until: datetime) -> list[Item]:
        """Return the items of a window that speak of AI video, relevant or not, by time."""
        rows = self._rows(
            f"SELECT {_SHOWN} FROM items WHERE at >= ? AND at < ? AND {_TOPICAL} ORDER BY at, id",  # noqa: S608
            (moment(since), moment(until)),
        )
        return [_item(row) for row in rows]

    def titled(self, text: str, since: datetime, until: datetime, limit: int = 300) -> list[tuple[Item, bool]]:
        """Return the newest items of a window whose titles hold a text of three and more characters, in any case.

        Beside each, whether it speaks of AI video.
        """
        rows = self._rows(
            f"SELECT {_SHOWN}, {_TOPICAL} AS topical FROM items"  # noqa: S608
            f" WHERE {MAY_HOLD} AND holds(title, ?) AND at >= ? AND at < ?"
            " ORDER BY at DESC, id DESC LIMIT ?",
            (asked(text), text, moment(since), moment(until), limit),
        )
        return [(_item(row), bool(row["topical"])) for row in rows]

    # ------------------------------------------------------------ what a language model wrote

    def save_translation(self, item: int, language: str, made: Translation, now: datetime) -> None:
        """Keep what was made of an item for readers of a language; an empty one = tried in vain, and never again."""
        self._write(
            "INSERT INTO translations (item, language, headline, gist, model, made_at)"
            " SELECT id, ?, ?, ?, ?, ? FROM items WHERE id = ? ON CONFLICT DO NOTHING",
            (language, made.headline, made.gist, made.model, moment(now), item),
        )

    def translation(self, item: int, language: str) -> Translation | None:
        """Return what was made of an item; None = it was never tried."""
        row = self._row("SELECT * FROM translations WHERE item = ? AND language = ?", (item, language))
        return None if row is None else read_row(Translation, row)

    def translations_since(self, since: datetime) -> int:
        """Count the tries since then."""
        return self._value(int, "SELECT count(*) FROM translations WHERE made_at >= ?", (moment(since),)) or 0


def _item(row: sqlite3.Row) -> Item:
    at = instant(row["at"])
    return Item("", "", row["url"], row["title"], row["summary"], row["language"], row["site"], at)
