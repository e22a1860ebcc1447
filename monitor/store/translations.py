"""What a language model wrote of items, kept, so that nothing is asked for twice."""

from __future__ import annotations

from datetime import datetime

from monitor.model import Translation
from monitor.store.codec import moment, read_row
from monitor.store.connection import Connection


class Translations(Connection):
    """What is remembered of translations."""

    def save_translation(self, item: int, language: str, made: Translation, now: datetime) -> None:
        """Keep what was made of an item for readers of a language; an empty one = tried in vain, and never again."""
        with self.transaction():
            self._run(
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
