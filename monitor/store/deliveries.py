"""Deliveries: owed, claimed, marked before the final dot, settled; recovered after a crash.

    pending, deferred ─claim▶ sending ─record_outcome▶ sent, deferred, failed, held
                                 └─ crash, recover ▶ pending (no dot left), sent (the journal shows it) or
                                                     deferred, at last held (unknown)

Each try is a row of `attempts` whose phase is "dot" before the dot can leave: only such a try can have been accepted
without our knowing (RFC 5321 4.1.1.4, 6.1), and it is counted as unknown, never forgotten.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model import UNKNOWN_WAIT, UNKNOWNS_HELD, Delivery, DeliveryState, Outcome
from monitor.store.codec import instant, moment, moved, read_row
from monitor.store.connection import Connection
from monitor.store.errors import StoreError
from monitor.store.journal import Journal

log = logging.getLogger(__name__)

DELIVERY = (
    "SELECT deliveries.*, editions.digest, editions.slot, composed_at AS owed_at FROM deliveries"
    " JOIN editions ON editions.id = deliveries.edition"
)
_ROUND = 200  # letters a round, so that their bytes fit in memory


class Deliveries(Connection):
    """What is remembered of deliveries."""

    def owed(self, now: datetime) -> list[Delivery]:
        """Return the deliveries to try now, oldest first, at most 200."""
        rows = self._rows(
            f"{DELIVERY} WHERE state IN ('pending', 'deferred') AND (next_try_at IS NULL OR next_try_at <= ?)"
            " ORDER BY deliveries.id LIMIT ?",
            (moment(now), _ROUND),
        )
        return [read_row(Delivery, row) for row in rows]

    def deliveries(self, states: Sequence[DeliveryState] = ()) -> list[Delivery]:
        """Return the deliveries in these states (() = any), oldest first."""
        marks = ",".join("?" * len(states))
        where = f"WHERE state IN ({marks})" if states else ""
        return [read_row(Delivery, row) for row in self._rows(f"{DELIVERY} {where} ORDER BY deliveries.id", states)]

    def delivery(self, number: int) -> Delivery | None:
        """Return a delivery; None if there is none of this id."""
        row = self._row(f"{DELIVERY} WHERE deliveries.id = ?", (number,))
        return None if row is None else read_row(Delivery, row)

    def waiting(self, states: Sequence[DeliveryState]) -> list[tuple[str, str, int, datetime | None]]:
        """Say why letters of these states wait: code, words, how many, the first next try; the commonest first."""
        rows = self._rows(
            "SELECT last_code, max(last_text) AS text, count(*) AS n, min(next_try_at) AS at FROM deliveries"
            " WHERE state IN (SELECT value FROM json_each(?)) AND last_code <> ''"
            " GROUP BY last_code ORDER BY n DESC, last_code",
            (json.dumps(states),),
        )
        return [(row["last_code"], row["text"], row["n"], instant(row["at"])) for row in rows]

    def claim_delivery(self, number: int, now: datetime) -> Delivery:
        """Take a delivery in hand and count the try; raises StoreError store.claimed if somebody else has it."""
        with self.transaction():
            claimed = self._run(
                "UPDATE deliveries SET state = 'sending', tries = tries + 1"
                " WHERE id = ? AND state IN ('pending', 'deferred')",
                (number,),
            ).rowcount
            if not claimed:
                raise StoreError("store.claimed", f"{self.path}: delivery {number} is in other hands, or settled")
            self._run("INSERT INTO attempts (delivery, started_at) VALUES (?, ?)", (number, moment(now)))
            found = self.delivery(number)
        assert found is not None
        return found

    def mark_dot(self, number: int) -> None:
        """Record that the final dot is about to leave: from here on the server may have the letter.

        Durable when it returns. Raises StoreError when it cannot be written; then the dot must not be sent.
        """
        marked = self._write("UPDATE attempts SET phase = 'dot' WHERE delivery = ? AND outcome IS NULL", (number,))
        self._one(marked, number)

    def record_outcome(
        self, number: int, outcome: Outcome, state: DeliveryState, next_try_at: datetime | None, now: datetime
    ) -> None:
        """Settle the try under way; `next_try_at` is None when there will be none. Raises StoreError store.claimed."""
        with self.transaction():
            self._end_attempt(number, outcome.result, outcome.code, outcome.text, now)
            self._run(
                "UPDATE deliveries SET state = ?, next_try_at = ?, last_code = ?, last_text = ?,"
                " unknowns = unknowns + ? WHERE id = ?",
                (state, moment(next_try_at), outcome.code, outcome.text, outcome.result == "unknown", number),
            )

    def _end_attempt(self, number: int, outcome: str, code: str, text: str, now: datetime) -> None:
        ended = self._run(
            "UPDATE attempts SET outcome = ?, code = ?, text = ?, ended_at = ? WHERE delivery = ? AND outcome IS NULL",
            (outcome, code, text, moment(now), number),
        ).rowcount
        self._one(ended, number)

    def _one(self, changed: int, number: int) -> None:
        if not changed:
            raise StoreError("store.claimed", f"{self.path}: delivery {number} was not claimed")

    def recover(self, now: datetime) -> int:
        """Settle the tries that a crash cut off, in one transaction, before anything is sent; return how many.

        No dot had left: the letter is owed as before. One may have left: sent if the journal shows that it was
        accepted, else unknown, tried again after ten minutes, and held for a person after the third. Only the process
        that holds the lock may call it.
        """
        with self.transaction():
            rows = self._rows(
                "SELECT delivery, phase, message_id FROM attempts JOIN deliveries ON deliveries.id = delivery"
                " WHERE outcome IS NULL"
            )
            accepted = self._accepted() if rows else frozenset()
            for row in rows:
                if row["message_id"] in accepted:
                    self._end_attempt(row["delivery"], "sent", "crash.after_answer", "", now)
                    self._settle_sent(row["message_id"], "crash.after_answer", "the journal shows that it was accepted")
                elif row["phase"] == "connect":
                    self._end_attempt(row["delivery"], "interrupted", "crash.before_dot", "", now)
                    self._run("UPDATE deliveries SET state = 'pending' WHERE id = ?", (row["delivery"],))
                else:
                    self._end_attempt(row["delivery"], "unknown", "crash.after_dot", "", now)
                    self._defer_unknown(row["delivery"], now)
        return len(rows)

    def _accepted(self) -> frozenset[str]:
        """Return the Message-IDs of the letters that the journal shows as accepted; none when it cannot be read."""
        try:
            noted = Journal(self.path).read()
        except OSError as error:
            log.warning("journal not read code=journal.io path=%s: %s", self.path, error.strerror)
            return frozenset()
        return frozenset(one.message_id for one in noted.sent) if noted else frozenset()

    def _settle_sent(self, identity: str, code: str, text: str) -> bool:
        return bool(
            self._run(
                "UPDATE deliveries SET state = 'sent', next_try_at = NULL, last_code = ?, last_text = ?"
                " WHERE message_id = ? AND state <> 'sent'",
                (code, text, identity),
            ).rowcount
        )

    def _defer_unknown(self, number: int, now: datetime) -> None:
        self._run(
            "UPDATE deliveries SET unknowns = unknowns + 1, last_code = 'crash.after_dot',"
            " state = iif(unknowns + 1 >= ?1, 'held', 'deferred'), next_try_at = iif(unknowns + 1 >= ?1, NULL, ?2),"
            " last_text = 'the service ended before the answer to the final dot' WHERE id = ?3",
            (UNKNOWNS_HELD, moment(now + UNKNOWN_WAIT), number),
        )

    def postpone_all(self, now: datetime, outcome: Outcome) -> int:
        """After a fault of the server, let every open delivery wait as long as the one just tried; return how many.

        So the server is backed off, not each letter: the oldest letter alone probes it, and its tries set the pace.
        """
        with self.transaction():
            until = self._value(
                str,
                "SELECT next_try_at FROM deliveries JOIN attempts ON attempts.delivery = deliveries.id"
                " WHERE state = 'deferred' ORDER BY attempts.id DESC LIMIT 1",
            )
            if until is None:
                return 0
            return self._run(
                "UPDATE deliveries SET next_try_at = ?1, last_code = ?3, last_text = ?4"
                " WHERE state IN ('pending', 'deferred') AND (next_try_at IS NULL OR next_try_at < ?1)"
                " AND (next_try_at IS NULL OR next_try_at <= ?2) AND recipient <> 'push'",  # goes another way
                (until, moment(now), outcome.code, outcome.text),
            ).rowcount

    def shift_tries(self, by: timedelta) -> None:
        """Move every letter's next try along with a clock that was set."""
        with self.transaction():
            rows = self._rows("SELECT id, next_try_at FROM deliveries WHERE next_try_at IS NOT NULL")
            self._many(
                "UPDATE deliveries SET next_try_at = ? WHERE id = ?",
                [(moved(row["next_try_at"], by), row["id"]) for row in rows],
            )

    def cancel(self, numbers: Sequence[int]) -> int:
        """Give up deliveries that are not being sent right now; return how many."""
        return self._move(numbers, "cancelled", ("pending", "deferred", "held", "failed"))

    def retry(self, numbers: Sequence[int]) -> int:
        """Owe deliveries again, now: held, failed, cancelled or waiting ones that have their bytes; return how many."""
        return self._move(numbers, "pending", ("deferred", "held", "failed", "cancelled"))

    def _move(self, numbers: Sequence[int], state: DeliveryState, origins: Sequence[DeliveryState]) -> int:
        """Change the state; a pending letter that waits for a server to come back counts as deferred."""
        marks = ",".join("?" * len(origins))
        with self.transaction():
            return sum(
                self._run(
                    "UPDATE deliveries SET state = ?1, next_try_at = NULL"  # noqa: S608 only "?"
                    " WHERE id = ?2 AND (?1 = 'cancelled' OR length(raw) > 0)"
                    " AND iif(state = 'pending' AND ?1 = 'pending' AND next_try_at NOTNULL, 'deferred', state)"
                    f" IN ({marks})",
                    (state, number, *origins),
                ).rowcount
                for number in numbers
            )

    def mark_sent(self, identities: Sequence[str], now: datetime) -> int:
        """Settle as sent the letters with these Message-IDs, which a journal shows as accepted; return how many."""
        with self.transaction():
            self._many(
                "UPDATE attempts SET outcome = 'sent', code = 'restore.journal', ended_at = ?2 WHERE outcome IS NULL"
                " AND delivery = (SELECT id FROM deliveries WHERE message_id = ?1)",
                [(identity, moment(now)) for identity in identities],
            )
            text = "sent after the backup was made"
            return sum(self._settle_sent(identity, "restore.journal", text) for identity in identities)

    def hold_owed(self, code: str, text: str) -> int:
        """Leave every letter that would go out by itself to a person; return how many."""
        return self._write(
            "UPDATE deliveries SET state = 'held', next_try_at = NULL, last_code = ?, last_text = ?"
            " WHERE state IN ('pending', 'deferred')",
            (code, text),
        )

    def last_sent(self) -> str | None:
        """Return the Message-ID of the newest letter that was sent; None = none ever was."""
        return self._value(str, "SELECT message_id FROM deliveries WHERE state = 'sent' ORDER BY id DESC LIMIT 1")

    def forget_letters(self, before: datetime) -> int:
        """Drop the bytes of settled letters whose edition was composed before then; return how many letters.

        They are most of what a year adds to the file; the edition can be rendered again, the rest of the row stays.
        """
        return self._write(
            "UPDATE deliveries SET raw = x'' WHERE state IN ('sent', 'failed', 'cancelled') AND length(raw) > 0"
            " AND edition IN (SELECT id FROM editions WHERE composed_at < ?)",
            (moment(before),),
        )
