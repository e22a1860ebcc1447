"""The archive: words in, the newest items that hold all of them out.

Words of three and more characters go by the FTS5 trigram index, any script, any case (trigrams.py). It cannot find
shorter ones (two Han characters make a word: 可灵), so these are looked for by LIKE in what the longer ones left. Items
come into the index once a day, thousands at once; until then each is looked at for every word. Rejected: indexing them
as they are filed, which took a fifth of a poll, and wrote more than the items themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model import Judged
from monitor.store.codec import Value, moment
from monitor.store.items import Items
from monitor.store.trigrams import LEAST, MAY_HOLD, asked

NEWS = timedelta(days=3)  # published at most so long before
NEAR = "json_extract(judgement, '$.miss') IS NOT NULL"  # as the index items_near has it


# In FTS5's own table `search_docsize` stands what is in the index; items come into it in their order.
_INDEX = """
INSERT INTO search (rowid, title, summary) SELECT id, title, summary FROM items
WHERE id > (SELECT coalesce(max(id), 0) FROM search_docsize) ORDER BY id LIMIT ?
"""
_AT_ONCE = 2_000  # items


class Search(Items):
    """What is found again."""

    def index_words(self) -> int:
        """Take the next items into the index of words, at most 2,000; return how many it took."""
        return self._write(_INDEX, (_AT_ONCE,))

    def find_items(
        self,
        words: Sequence[str] = (),
        *,
        since: datetime | None = None,
        language: str = "",
        product: str = "",
        near: bool = False,
        limit: int = 20,
    ) -> list[Judged]:
        """Return the newest items that contain all words (a text with spaces is a phrase), at most `limit`.

        With `near` only near misses; their `product` is the one they nearly told of.
        `language` is a tag that stands for its regions and scripts too: "zh" finds "zh-Hant".
        """
        where, values = _where([bare for word in words if (bare := word.replace("\0", "").strip())])
        if since is not None:
            where.append("items.at >= ?")
            values.append(moment(since))
        if language:
            where.append("(items.language = ? OR items.language LIKE ? ESCAPE '\\')")
            values += [language, f"{_literal(language)}-%"]
        if near:
            where.append(NEAR)
        if product and near:
            where.append("json_extract(judgement, '$.miss.name') = ?")
            values.append(product)
        elif product:
            where.append("items.id IN (SELECT item FROM names WHERE role = 'product' AND name = ?)")
            values.append(product)
        clause = " AND ".join(where) or "TRUE"
        rows = self._rows(
            f"SELECT id FROM items WHERE {clause} ORDER BY at DESC, id DESC LIMIT ?",  # noqa: S608 parameters only
            [*values, limit],
        )
        return self._judged([int(row["id"]) for row in rows])

    def near_misses(self, since: datetime, until: datetime) -> list[Judged]:
        """Return the near misses filed in a window, the newest first; what was old news even then is left out."""
        rows = self._rows(
            f"SELECT id FROM items WHERE {NEAR} AND at >= ? AND seen_at >= ? AND seen_at < ?"  # noqa: S608
            " ORDER BY at DESC, id DESC",
            (moment(since - NEWS), moment(since), moment(until)),
        )
        return self._judged([int(row["id"]) for row in rows])


def _where(words: Sequence[str]) -> tuple[list[str], list[Value]]:
    where: list[str] = []
    values: list[Value] = []
    for word in words:
        if len(word) >= LEAST:
            where += [MAY_HOLD, "(holds(title, ?) OR holds(summary, ?))"]
            values += [asked(word), word, word]
        else:
            forms = _cases(word)
            where.append("(" + " OR ".join(["title || ' ' || summary LIKE ? ESCAPE '\\'"] * len(forms)) + ")")
            values += [f"%{_literal(form)}%" for form in forms]
    return where, values


def _cases(word: str) -> list[str]:
    """LIKE ignores case in ASCII only; two letters of another script have few forms."""
    return sorted({word, word.lower(), word.upper(), word.title()})


def _literal(text: str) -> str:
    """Take from %, _ and \\ what they mean to LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
