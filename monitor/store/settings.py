"""Small texts by name: the last good config, the key of this installation, when it began."""

from __future__ import annotations

import secrets
from datetime import datetime

from monitor.store.codec import instant, moment
from monitor.store.connection import Connection

_TOLD_UNTIL = "told-until:"  # of a digest: what was published until then counts as told


class Settings(Connection):
    """What is remembered by name."""

    def setting(self, name: str) -> str | None:
        """Return a setting; None if it was never saved."""
        return self._value(str, "SELECT value FROM settings WHERE name = ?", (name,))

    def save_setting(self, name: str, text: str) -> None:
        """Save a setting."""
        with self.transaction():
            self._run(
                "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (name, text),
            )

    def _first(self, name: str, value: str) -> str:
        """Return a setting that is written once: what is there, else `value`."""
        with self.transaction():
            self._run("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, value))
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
