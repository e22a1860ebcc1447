"""Starts after an end that was none of the service's own in; out comes whether it dies too often.

What systemd starts again and again seems to live: feeds are read and letters leave between two deaths, none twice. So a
person has to be told. Counted are the starts, as nothing can be written down by what is killed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.store import Store

DEATHS = "deaths"  # in the settings: when the service was started after it had died, the latest last
OFTEN = 5
SPAN = timedelta(hours=1)


def note_death(store: Store, now: datetime) -> None:
    """Note that the service starts now and was not told to stop before."""
    store.save_setting(DEATHS, " ".join([*_latest(store)[-OFTEN:], now.isoformat()]))


def deaths(store: Store, now: datetime) -> int:
    """Count the deaths of the last hour; at most six are remembered."""
    return sum(now - SPAN < datetime.fromisoformat(at) <= now for at in _latest(store))


def _latest(store: Store) -> list[str]:
    return (store.setting(DEATHS) or "").split()
