"""Small texts by name (the last good config, the key of this installation); what is quiet for a while."""

from __future__ import annotations

import secrets
from datetime import datetime

from monitor.model import Quiet, QuietKind
from monitor.store.codec import instant, moment, read_row
from monitor.store.connection import Connection

_TOLD_UNTIL = "told-until:"  # of a digest: what was published until then counts as told


class Settings(Connection):
    """What is remembered by name."""

    def setting(self, name: str) -> str | None:
        """Return a setting; None if it was never saved."""
        return self._value(str, "SELECT value FROM settings WHERE name = ?", (name,))

    def save_setting(self, name: str, text: str) -> None:
        """Save a setting."""
        self._write(
            "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (name, text),
        )

    def _first(self, name: str, value: str) -> str:
        """Return a setting that is written once: what is there, else `value`. Who only reads writes none."""
        if self._readonly:
            return value
        self._write("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, value))
        return self.setting(name) or value

    def told_until(self, digest: str) -> datetime | None:
        """Return when the last edition went out that a restored backup knows nothing of; None = there is none."""
        return instant(self.setting(_TOLD_UNTIL + digest))

    def save_told_until(self, digest: str, at: datetime) -> None:
        """Record that editions of a digest went out until then which the database does not have."""
        self.save_setting(_TOLD_UNTIL + digest, at.isoformat())

    def installed_at(self, now: datetime) -> datetime:
        """Return when this database was first asked, which is `now` the first time."""
        found = self.setting("installed_at") or self._first("installed_at", moment(now) or "")
        return datetime.fromisoformat(found)

    def install_key(self) -> bytes:
        """Return the 32 secret bytes that make this installation's Message-IDs its own; made once."""
        return bytes.fromhex(self.setting("install_key") or self._first("install_key", secrets.token_hex(32)))

    # ------------------------------------------------------------ products, feeds, digests

    def hush(self, quiet: Quiet) -> None:
        """Be quiet from its `since`; one that lasts still is made longer or shorter and keeps its beginning."""
        self._write(
            "INSERT INTO quiet (kind, name, since, until) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " since = iif(quiet.until IS NULL OR quiet.until > excluded.since, quiet.since, excluded.since),"
            " until = excluded.until",
            (quiet.kind, quiet.name, moment(quiet.since), moment(quiet.until)),
        )

    def unhush(self, kind: QuietKind, name: str, now: datetime) -> bool:
        """End it now; return whether it lasted still."""
        return (
            self._write(
                "UPDATE quiet SET until = ?1 WHERE kind = ?2 AND name = ?3 AND (until IS NULL OR until > ?1)",
                (moment(now), kind, name),
            )
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
        self._write("DELETE FROM quiet WHERE until < ?", (moment(before),))
