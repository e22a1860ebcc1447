"""A person's decisions: which items belong together or apart; and the stories they part and unite."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from monitor.model import Decision, Story
from monitor.store.codec import decode, encode
from monitor.store.stories import Stories


class Decisions(Stories):
    """What is remembered of decisions."""

    def __init__(self, path: Path | str, *, readonly: bool = False) -> None:
        super().__init__(path, readonly=readonly)
        self._decisions: tuple[Decision, ...] | None = None  # None = not read since they were written here
        self._decisions_at = (-1, -1)

    def decide(self, decision: Decision) -> None:
        """Record a decision."""
        self._decisions = None
        self._write("INSERT INTO decisions (content) VALUES (?)", (encode(replace(decision, id=0)),))

    def undo_decision(self, number: int) -> None:
        """Forget a decision."""
        self._decisions = None
        self._write("DELETE FROM decisions WHERE id = ?", (number,))

    def decisions(self) -> tuple[Decision, ...]:
        """Return the decisions that stand, the first first; kept, since each item filed asks for them."""
        at = self._moment_of_data()
        if self._decisions is None or self._decisions_at != at:
            rows = self._rows("SELECT id, content FROM decisions ORDER BY id")
            self._decisions = tuple(replace(decode(Decision, row["content"]), id=row["id"]) for row in rows)
            self._decisions_at = at
        return self._decisions

    def names_of(self, numbers: Collection[int]) -> frozenset[tuple[str, str]]:
        """Name items by feed and guid, which outlive their numbers."""
        rows = self._rows(
            "SELECT feed, guid FROM items WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(numbers)),)
        )
        return frozenset((row["feed"], row["guid"]) for row in rows)

    def numbers_of(self, names: Collection[tuple[str, str]]) -> tuple[int, ...]:
        """Return the ids of the items of these feeds and guids that there are."""
        found = (self._value(int, "SELECT id FROM items WHERE feed = ? AND guid = ?", one) for one in names)
        return tuple(sorted(filter(None, found)))

    # ------------------------------------------------------------ stories

    def part(self, story: int, items: Collection[int], number: int | None = None) -> int:
        """Move items out of a story into one of their own and return its id; not all of them.

        `number` is that of a story that was united with it, which becomes one again; None = a new one.
        """
        moved = json.dumps(sorted(items))
        with self.transaction():
            new = self._insert(
                "INSERT INTO stories (id, opened_at, active_at)"
                " SELECT ?, min(at), max(seen_at) FROM items WHERE id IN (SELECT value FROM json_each(?))",
                (number, moved),
            )
            self._run("DELETE FROM united WHERE story = ?", (new,))
            self._rehome("id IN (SELECT value FROM json_each(?))", moved, new)
            self._redate(story)
        return new

    def unite(self, story: int, other: int) -> None:
        """Move all items of the other story into this one; the other is no more, but its number leads here."""
        with self.transaction():
            self._rehome("story = ?", other, story)
            self._run("UPDATE united SET home = ? WHERE home = ?", (story, other))
            self._run("INSERT INTO united (story, home) VALUES (?, ?)", (other, story))
            self._run("DELETE FROM stories WHERE id = ?", (other,))
            self._redate(story)

    def united_with(self, number: int) -> int | None:
        """Return the story that the one of this number became; None = it was united with none."""
        return self._value(int, "SELECT home FROM united WHERE story = ?", (number,))

    def _rehome(self, which: str, value: str | int, story: int) -> None:
        rows = self._rows(f"SELECT id FROM items WHERE {which}", (value,))  # noqa: S608 our own conditions
        moved = json.dumps([row["id"] for row in rows])
        for table, column in (("items", "id"), ("names", "item")):
            self._run(
                f"UPDATE {table} SET story = ? WHERE {column} IN (SELECT value FROM json_each(?))",  # noqa: S608
                (story, moved),
            )

    def _redate(self, story: int) -> None:
        self._run(
            "UPDATE stories SET opened_at = (SELECT min(at) FROM items WHERE story = ?1),"
            " active_at = (SELECT max(seen_at) FROM items WHERE story = ?1) WHERE id = ?1",
            (story,),
        )

    def stories_of(self, items: Collection[int]) -> list[Story]:
        """Return the whole stories that hold these items, by id."""
        if not items:
            return []
        rows = self._rows(
            "SELECT DISTINCT story FROM items WHERE story IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
            " ORDER BY story",
            (json.dumps(sorted(items)),),
        )
        return self._stories([row["story"] for row in rows])

    def followers(self, story: int) -> Sequence[int]:
        """Return the later stories that are linked to this one."""
        rows = self._rows("SELECT story FROM story_links WHERE earlier = ? ORDER BY story", (story,))
        return [row["story"] for row in rows]
