"""Letters revised before they go out: made smaller for a server, given up as their reader left or asked for none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from monitor.model import Delivery, Letter
from monitor.store.codec import moment, read_row
from monitor.store.connection import Connection
from monitor.store.deliveries import DELIVERY

TOO_LARGE = "letter.too_large"  # for the server, and it gets no smaller
REMOVED = "config.removed"  # the reader was taken out
_OPEN = "state IN ('pending', 'deferred', 'held', 'failed')"  # not settled, and not in anybody's hands
_ASKED = "lower(recipient) IN (SELECT address FROM suppressed)"


class Revised(Connection):
    """What changes letters that are recorded already."""

    def too_large(self) -> list[Delivery]:
        """Return the letters that were refused for their size."""
        where = "WHERE state = 'failed' AND last_code = 'smtp.too_large' AND length(raw) > 0"
        return [read_row(Delivery, row) for row in self._rows(f"{DELIVERY} {where}")]

    def is_unsent(self, one: Delivery) -> bool:
        """Has nothing of this edition gone out, or perhaps gone out, to this reader?"""
        found = self._row(
            "SELECT 1 FROM deliveries WHERE recipient = ?1 AND (state IN ('sending', 'sent') OR unknowns > 0)"
            " AND edition = (SELECT edition FROM deliveries WHERE id = ?2)",
            (one.recipient, one.id),
        )
        return found is None

    def replace_letters(self, refused: Delivery, letters: Sequence[Letter]) -> None:
        """Owe these in place of a reader's letters of an edition; a part keeps its row, and with it its Message-ID."""
        with self.transaction():
            self._run(
                "UPDATE deliveries SET state = 'cancelled', next_try_at = NULL WHERE recipient = ?"
                " AND edition = (SELECT edition FROM deliveries WHERE id = ?)",
                (refused.recipient, refused.id),
            )
            self._many(
                "INSERT INTO deliveries (edition, part, recipient, message_id, raw, sha256)"
                " SELECT edition, ?, ?, ?, ?, ? FROM deliveries WHERE id = ? ON CONFLICT (edition, part, recipient)"
                " DO UPDATE SET raw = excluded.raw, sha256 = excluded.sha256, state = 'pending', last_code = ''",
                [
                    (one.part, one.recipient, one.message_id, one.raw, sha256(one.raw).hexdigest(), refused.id)
                    for one in letters
                ],
            )

    def leave_too_large(self, number: int) -> None:
        """Leave a letter that gets no smaller to a person."""
        self._write("UPDATE deliveries SET last_code = ? WHERE id = ?", (TOO_LARGE, number))

    def cancel_removed(self, readers: Mapping[str, Sequence[str]]) -> int:
        """Give up the open letters to those who are no reader of their digest any more; return how many.

        `readers`: of each digest in the config. A digest that is gone may just have been renamed: its letters stay for
        whoever reads any. What is being sent is let be; what is no digest's (the operator's mail) too.
        """
        anyone = {one.lower() for some in readers.values() for one in some}
        known = {name: {one.lower() for one in some} for name, some in readers.items()}
        with self.transaction():
            rows = self._rows(
                "SELECT deliveries.id, digest, recipient FROM deliveries JOIN editions ON editions.id = edition"
                " WHERE state IN ('pending', 'deferred', 'held') AND kind <> 'operator'"
            )
            gone = [row["id"] for row in rows if row["recipient"].lower() not in known.get(row["digest"], anyone)]
            self._many(
                "UPDATE deliveries SET state = 'cancelled', next_try_at = NULL, last_code = ?,"
                " last_text = 'no reader of this digest any more' WHERE id = ?",
                [(REMOVED, number) for number in gone],
            )
        return len(gone)

    # ------------------------------------------------------------ who asked for no more mail

    def suppress(self, address: str, now: datetime) -> int:
        """Make no more letters for this address, whatever its case; give up the open ones and return how many."""
        with self.transaction():
            self._run(
                "INSERT INTO suppressed (address, since) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (address.lower(), moment(now)),
            )
            return self.cancel_suppressed()

    def allow(self, address: str) -> bool:
        """Make letters for this address again; return whether there had been none. What was given up stays so."""
        return self._write("DELETE FROM suppressed WHERE address = ?", (address.lower(),)) > 0

    def suppressed(self) -> dict[str, datetime]:
        """Return who asked for no more mail, in lower case, and since when."""
        rows = self._rows("SELECT address, since FROM suppressed ORDER BY address")
        return {row["address"]: datetime.fromisoformat(row["since"]) for row in rows}

    def cancel_suppressed(self) -> int:
        """Give up the open letters to those who asked for none; return how many.

        Called before each round of mail too: a letter was in hand when its reader asked, or was just being composed.
        """
        if not self._value(int, f"SELECT 1 FROM deliveries WHERE {_OPEN} AND {_ASKED} LIMIT 1"):  # noqa: S608
            return 0
        return self._write(
            f"UPDATE deliveries SET state = 'cancelled', next_try_at = NULL WHERE {_OPEN} AND {_ASKED}"  # noqa: S608
        )
