"""What people asked for: no more mail to an address; quiet about a product, a feed or a digest for a while."""

from __future__ import annotations

from datetime import datetime

from monitor.model import Quiet, QuietKind
from monitor.store.codec import moment, read_row
from monitor.store.connection import Connection

_OPEN = "state IN ('pending', 'deferred', 'held', 'failed')"  # not settled, and not in anybody's hands
_ASKED = "lower(recipient) IN (SELECT address FROM suppressed)"


class Quiets(Connection):
    """What is remembered of such wishes."""

    # ------------------------------------------------------------ addresses

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
        with self.transaction():
            return self._run("DELETE FROM suppressed WHERE address = ?", (address.lower(),)).rowcount > 0

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
        with self.transaction():
            return self._run(
                f"UPDATE deliveries SET state = 'cancelled', next_try_at = NULL WHERE {_OPEN} AND {_ASKED}"  # noqa: S608
            ).rowcount

    # ------------------------------------------------------------ products, feeds, digests

    def hush(self, quiet: Quiet) -> None:
        """Be quiet from its `since`; one that lasts still is made longer or shorter and keeps its beginning."""
        with self.transaction():
            self._run(
                "INSERT INTO quiet (kind, name, since, until) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " since = iif(quiet.until IS NULL OR quiet.until > excluded.since, quiet.since, excluded.since),"
                " until = excluded.until",
                (quiet.kind, quiet.name, moment(quiet.since), moment(quiet.until)),
            )

    def unhush(self, kind: QuietKind, name: str, now: datetime) -> bool:
        """End it now; return whether it lasted still."""
        with self.transaction():
            return (
                self._run(
                    "UPDATE quiet SET until = ?1 WHERE kind = ?2 AND name = ?3 AND (until IS NULL OR until > ?1)",
                    (moment(now), kind, name),
                ).rowcount
                > 0
            )

    def quiets(self, now: datetime) -> list[Quiet]:
        """Return what is quiet at this moment."""
        rows = self._rows("SELECT * FROM quiet WHERE until IS NULL OR until > ? ORDER BY kind, name", (moment(now),))
        return [read_row(Quiet, row) for row in rows]

    def muted(self, kind: QuietKind, now: datetime) -> frozenset[str]:
        """Return the products whose stories stay out of editions, or the feeds whose items tell none."""
        return frozenset(one.name for one in self.quiets(now) if one.kind == kind)

    def last_pause(self, digest: str) -> Quiet | None:
        """Return the last pause of a digest, be it over or not; None = none is remembered."""
        row = self._row("SELECT * FROM quiet WHERE kind = 'digest' AND name = ?", (digest,))
        return None if row is None else read_row(Quiet, row)

    def forget_quiet(self, before: datetime) -> None:
        """Forget what ended before then."""
        with self.transaction():
            self._run("DELETE FROM quiet WHERE until < ?", (moment(before),))
