"""Stories: opened, joined, summed up, found as candidates for the next item, dissolved to be built anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from monitor.model import Judged, Story, StoryLink, Traits
from monitor.store.codec import encode, moment, strings
from monitor.store.search import Search

# Candidates an item is compared with, nearest in time first: filing stays flat however many stories are open.
CANDIDATES = 300
# Earlier stories that one may be linked to, of either sort: a busy product does not make filing dear.
EARLIER = 24

# The latest items that refuse a name: of a common word there may be thousands.
REFUSING = 200


class Stories(Search):
    """What is remembered of stories."""

    # ------------------------------------------------------------ building

    def open_story(self, at: datetime) -> int:
        """Open an empty story; `at` is when its first item was published. Its id is never used again."""
        with self.transaction():
            return self._insert("INSERT INTO stories (opened_at, active_at) VALUES (?1, ?1)", (moment(at),))

    def join(self, story: int, item: int) -> None:
        """Put an item into a story, taking it out of the one it was in."""
        with self.transaction():
            self._run("UPDATE items SET story = ? WHERE id = ?", (story, item))
            self._run("UPDATE names SET story = ? WHERE item = ?", (story, item))
            self._run(
                "UPDATE stories SET active_at = max(active_at, (SELECT seen_at FROM items WHERE id = ?1)),"
                " opened_at = min(opened_at, (SELECT at FROM items WHERE id = ?1)) WHERE id = ?2",
                (item, story),
            )

    def set_story(self, story: Story) -> None:
        """Record how a story sums up, and which earlier ones it is linked to; its items are left as they are."""
        with self.transaction():
            self._run(
                "UPDATE stories SET headline = ?, products = ?, status = ?, kinds = ? WHERE id = ?",
                (story.headline or None, encode(story.products), story.status, encode(story.kinds), story.id),
            )
            self._run("DELETE FROM story_links WHERE story = ?", (story.id,))
            self._many(
                "INSERT INTO story_links (story, earlier, relation) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [(story.id, link.earlier, link.relation) for link in story.links],
            )

    def dissolve(self, since: datetime, keep: set[int] | frozenset[int] = frozenset()) -> set[int]:
        """Take apart the stories all of whose items were filed since then, except those in `keep`.

        Returns the ids of the items that are free now, for `rematch` to place anew.
        """
        with self.transaction():
            rows = self._rows(
                "SELECT story, group_concat(id) AS members FROM items WHERE story IN"
                " (SELECT id FROM stories WHERE active_at >= ?1) GROUP BY story HAVING min(seen_at) >= ?1",
                (moment(since),),
            )
            gone = {int(row["story"]): row["members"] for row in rows if row["story"] not in keep}
            stories = json.dumps(sorted(gone))
            for table in ("items", "names"):
                self._run(
                    f"UPDATE {table} SET story = NULL WHERE story IN (SELECT value FROM json_each(?))",  # noqa: S608
                    (stories,),
                )
            self._run("DELETE FROM stories WHERE id IN (SELECT value FROM json_each(?))", (stories,))
        return {int(number) for members in gone.values() for number in members.split(",")}

    # ------------------------------------------------------------ finding

    def candidates(self, traits: Traits, since: datetime, until: datetime) -> list[Story]:
        """Return the whole stories with an item in this window that shares address, product or company, by id.

        Items that name no product share that: news of the topic as a whole. At most 300: those
        sharing the address, then a product, then only a company, the nearest in time first.
        """
        window = (moment(since), moment(until))
        found: dict[int, None] = {}
        if traits.url_key:
            rows = self._rows(
                "SELECT DISTINCT story FROM items WHERE url_key = ? AND url_key <> '' AND at BETWEEN ? AND ?"
                " AND story IS NOT NULL",
                (traits.url_key, *window),
            )
            found.update((int(row["story"]), None) for row in rows)
        middle = moment(traits.at or since + (until - since) / 2)
        companies = traits.companies if traits.products else (*traits.companies, "")  # "" = that name no product either
        for role, names in (("product", traits.products), ("company", companies)):
            for row in self._sharing(role, names, window, middle):
                found.setdefault(int(row["story"]))
        return self._stories(sorted(list(found)[:CANDIDATES]))

    def _sharing(
        self, role: str, names: Sequence[str], window: tuple[str | None, str | None], middle: str | None
    ) -> list[sqlite3.Row]:
        if not names:
            return []
        return self._rows(
            "SELECT story, min(abs(julianday(at) - julianday(?))) AS far FROM names WHERE role = ?"
            " AND name IN (SELECT value FROM json_each(?)) AND at BETWEEN ? AND ? AND story IS NOT NULL"
            " GROUP BY story ORDER BY far, story LIMIT ?",
            (middle, role, json.dumps(names), *window, CANDIDATES),
        )

    def names_told(self, names: Sequence[str], since: datetime, until: datetime) -> list[str]:
        """Return those of some products and companies that a story of this window is about, in their order."""
        rows = self._rows(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM names WHERE name = value"
            " AND role IN ('product', 'company') AND at BETWEEN ? AND ? AND story IS NOT NULL) ORDER BY key",
            (json.dumps(names), moment(since), moment(until)),
        )
        return [row["value"] for row in rows]

    def refusing(self, products: Sequence[str], since: datetime, until: datetime) -> list[Judged]:
        """Return the items of a window, by id, that are not relevant though their title names one of the products."""
        rows = self._rows(
            "SELECT DISTINCT items.id FROM json_each(?) AS asked JOIN items ON items.id IN (SELECT item FROM matches"
            " WHERE name = asked.value AND counted = 0 AND role = 'product' AND field = 'title'"
            " ORDER BY item DESC LIMIT ?)"
            " WHERE items.relevant = 0 AND items.story IS NULL AND items.at BETWEEN ? AND ? ORDER BY items.id",
            (json.dumps(list(products)), REFUSING, moment(since), moment(until)),
        )
        return self._judged([int(row["id"]) for row in rows])

    def linkable(self, story: int, product: str, since: datetime, until: datetime) -> list[Story]:
        """Return what a story may be linked with: others first of all of this product, opened from `since` to `until`.

        The latest that claim something, and the latest that a later one may turn: denials, and what a report hedges.
        """
        hedged = "SELECT 1 FROM items WHERE story = stories.id AND json_extract(claim, '$.status') = 'reported'"
        turned = f" AND (status = 'denied' OR status = 'reported' AND EXISTS ({hedged}))"
        found: set[int] = set()
        for sort in ("", turned):
            rows = self._rows(
                "SELECT id FROM stories WHERE status <> 'na' AND json_extract(products, '$[0]') = ?1"  # noqa: S608
                " AND opened_at BETWEEN ?2 AND ?3 AND id <> ?4 AND id IN (SELECT story FROM names WHERE"
                f" role = 'product' AND name = ?1 AND at BETWEEN ?2 AND ?3){sort}"
                " ORDER BY opened_at DESC, id DESC LIMIT ?5",
                (product, moment(since), moment(until), story, EARLIER),
            )
            found.update(int(row["id"]) for row in rows)
        return self._stories(sorted(found))

    def products_of(self, story: int) -> tuple[str, ...]:
        """Return the products of a story, the main one first."""
        return strings(self._value(str, "SELECT products FROM stories WHERE id = ?", (story,)) or "[]")

    def story(self, number: int) -> Story | None:
        """Return a story whole; None if there is none of this id."""
        found = self._stories([number])
        return found[0] if found else None

    def stories(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        ids: Sequence[int] | None = None,
    ) -> list[Story]:
        """Return whole stories that an item joined since then and that opened by `until`, by id; `ids`: only these."""
        sql = "SELECT id FROM stories WHERE active_at >= ? AND opened_at <= ?"
        values = [moment(since) or "", moment(until) or "9999"]
        if ids is not None:
            sql += " AND id IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(list(ids)))
        # "+": sorted afterwards, else SQLite reads every story in the order of ids rather than the recent ones by index
        return self._stories([int(row["id"]) for row in self._rows(f"{sql} ORDER BY +id", values)])

    def _stories(self, numbers: Sequence[int]) -> list[Story]:
        """Read stories whole, in the order of `numbers`: five queries, however many stories."""
        asked = (json.dumps(list(numbers)),)
        rows = self._rows("SELECT * FROM stories WHERE id IN (SELECT value FROM json_each(?))", asked)
        members: dict[int, list[int]] = {}
        for row in self._rows(
            "SELECT id, story FROM items WHERE story IN (SELECT value FROM json_each(?)) ORDER BY at, id", asked
        ):
            members.setdefault(row["story"], []).append(row["id"])
        judged = {one.id: one for one in self._judged([number for own in members.values() for number in own])}
        links = self._links(asked)
        found = {
            row["id"]: _story(row, [judged[number] for number in members.get(row["id"], ())], links.get(row["id"], ()))
            for row in rows
        }
        return [found[number] for number in numbers if number in found]

    def _links(self, asked: tuple[str]) -> dict[int, list[StoryLink]]:
        links: dict[int, list[StoryLink]] = {}
        for row in self._rows(
            "SELECT * FROM story_links WHERE story IN (SELECT value FROM json_each(?)) ORDER BY story, earlier", asked
        ):
            links.setdefault(row["story"], []).append(StoryLink(row["earlier"], row["relation"]))
        return links


def _story(row: sqlite3.Row, items: Sequence[Judged], links: Sequence[StoryLink]) -> Story:
    return Story(
        id=row["id"],
        opened_at=datetime.fromisoformat(row["opened_at"]),
        items=tuple(items),
        headline=row["headline"] or 0,
        products=strings(row["products"]),
        status=row["status"],
        kinds=strings(row["kinds"]),
        links=tuple(links),
    )
