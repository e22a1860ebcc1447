"""Editions: recorded once a slot, together with what they told and the letters they owe."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from monitor.model import Edition, Letter, Slot, Told
from monitor.store.codec import decode, encode, instant, moment
from monitor.store.connection import Connection


class Editions(Connection):
    """What is remembered of editions."""

    def last_slot(self, digest: str) -> str | None:
        """Return the newest slot of a digest, missed ones included, as local date-time; None = never an edition."""
        last = "SELECT max(slot) FROM editions WHERE digest = ? AND kind = 'digest'"
        return self._value(str, last, (digest,))

    def slots(self, digest: str, since: str = "") -> set[str]:
        """Return the slots of a digest that are taken, by an edition or as missed, from a slot or date on."""
        sql = "SELECT slot FROM editions WHERE digest = ? AND slot >= ?"
        return {row["slot"] for row in self._rows(sql, (digest, since))}

    def last_composed_at(self, digest: str) -> datetime | None:
        """Return when the newest edition of a digest was composed: the next covers what came since. None = never."""
        return self._composed_last(digest, "kind = 'digest' AND content IS NOT NULL")

    def alerts_on(self, digest: str, date: str) -> int:
        """Count the alerts of a digest on this local date."""
        alerts = "SELECT count(*) FROM editions WHERE digest = ? AND kind = 'alert' AND slot BETWEEN ? AND ? || 'T24'"
        return self._value(int, alerts, (digest, date, date)) or 0

    def last_alert_at(self, digest: str) -> datetime | None:
        """Return when the newest alert of a digest was composed; None = never."""
        return self._composed_last(digest, "kind = 'alert'")

    def _composed_last(self, digest: str, which: str) -> datetime | None:
        """Look from the newest back; SQLite by itself would read all that the digest ever had."""
        last = (
            "SELECT composed_at FROM editions INDEXED BY editions_composed"  # noqa: S608 our own conditions
            f" WHERE digest = ? AND {which} ORDER BY composed_at DESC LIMIT 1"
        )
        return instant(self._value(str, last, (digest,)))

    def record_edition(self, edition: Edition, letters: Sequence[Letter], told: Sequence[Told]) -> None:
        """Record an edition, what it tells and the letters it owes, all or nothing.

        Raises StoreError store.bug if its slot was taken: nobody gets two editions of one slot.
        """
        with self.transaction():
            number = self._insert(
                "INSERT INTO editions (digest, slot, kind, composed_at, content) VALUES (?, ?, ?, ?, ?)",
                (edition.digest, edition.slot, edition.kind, moment(edition.composed_at), encode(edition)),
            )
            self._many(
                "INSERT INTO deliveries (edition, part, recipient, message_id, raw, sha256) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (number, one.part, one.recipient, one.message_id, one.raw, sha256(one.raw).hexdigest())
                    for one in letters
                ],
            )
            self._save_told(edition.digest, told, edition.composed_at)

    def _save_told(self, digest: str, told: Sequence[Told], at: datetime) -> None:
        dated = [replace(one, told_at=one.told_at or at) for one in told]
        self._many(
            "INSERT INTO told (digest, story, told_at, content) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET told_at = excluded.told_at, content = excluded.content",
            [(digest, one.story, moment(one.told_at), encode(one)) for one in dated],
        )

    def coalesce(self, slot: Slot, now: datetime) -> None:
        """Record a missed slot that the next edition covers."""
        self._write(
            "INSERT INTO editions (digest, slot, kind, composed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (slot.digest, slot.local, slot.kind, moment(now)),
        )

    def edition(self, digest: str, slot: str) -> Edition | None:
        """Return an edition as it was composed; None if there is none, or the slot was missed."""
        content = self._value(str, "SELECT content FROM editions WHERE digest = ? AND slot = ?", (digest, slot))
        return None if content is None else decode(Edition, content)

    def editions(self, since: datetime | None = None) -> Iterator[Edition]:
        """Return the digests' editions and alerts composed since then (None = all), oldest first."""
        for row in self._rows(
            "SELECT content FROM editions WHERE composed_at >= ? AND content IS NOT NULL AND kind <> 'operator'"
            " ORDER BY composed_at, id",
            (moment(since) or "",),
        ):
            yield decode(Edition, row["content"])

    def told(self, digest: str, stories: Collection[int] | None = None) -> dict[int, Told]:
        """Return what a digest has told, by story; of these stories only (None = of all, ever)."""
        sql, values = "SELECT story, content FROM told WHERE digest = ?", [digest]
        if stories is not None:
            sql += " AND story IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(sorted(stories)))
        rows = self._rows(sql, values)
        return {row["story"]: decode(Told, row["content"]) for row in rows}

    def told_in(self, story: int) -> list[tuple[str, datetime]]:
        """Return the digests that told a story to readers, each with when it did last."""
        rows = self._rows(
            "SELECT digest, told_at FROM told WHERE story = ? AND json_extract(content, '$.muted') IS NULL"
            " ORDER BY digest",
            (story,),
        )
        return [(row["digest"], datetime.fromisoformat(row["told_at"])) for row in rows]

    def told_of(self, story: int) -> dict[str, Told]:
        """Return what has been told of a story, by digest; also what was kept back as muted."""
        rows = self._rows("SELECT digest, content FROM told WHERE story = ? ORDER BY digest", (story,))
        return {row["digest"]: decode(Told, row["content"]) for row in rows}

    def newest_told(self, digest: str) -> int:
        """Return the newest story that a digest has told; 0 = none yet."""
        newest = "SELECT max(story) FROM told WHERE digest = ? AND json_extract(content, '$.alerted') IS NULL"
        return self._value(int, newest, (digest,)) or 0

    def correct_told(self, digest: str, told: Told, now: datetime) -> None:
        """Replace what counts as told of a story after its items changed by a person's hand."""
        with self.transaction():
            self._save_told(digest, [told], now)

    def headlines(self, digest: str, stories: Sequence[int]) -> list[tuple[str, str]]:
        """Return each headline with its link under which editions of a digest told these stories."""
        rows = self._rows(
            "SELECT DISTINCT json_extract(value, '$.headline') AS headline, json_extract(value, '$.url') AS url"
            " FROM (SELECT value FROM editions, json_each(content, '$.top') WHERE digest = ?1"
            " UNION ALL SELECT value FROM editions, json_each(content, '$.brief') WHERE digest = ?1)"
            " WHERE json_extract(value, '$.story') IN (SELECT value FROM json_each(?2))",
            (digest, json.dumps(list(stories))),
        )
        return [(row["headline"], row["url"]) for row in rows]

    def told_stories(self) -> set[int]:
        """Return the stories that any digest has told, or kept back as muted."""
        return {row["story"] for row in self._rows("SELECT DISTINCT story FROM told")}
