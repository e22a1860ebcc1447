"""How the service ended before: whether its start looks for damage, and whether it dies too often.

After an end that was none of its own, a kill or a power cut, it looks for damage before it begins or, in a large
database, beside its work (daemon/checkup.py). What systemd starts again and again seems to live: feeds are read and
letters leave between two deaths, none twice. So a person has to be told. Counted are the starts, as nothing can be
written down by what is killed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from monitor.pipeline.maintain import find_damage, note_damage
from monitor.store import Store

Begun = Literal["no", "yes", "later"]  # was damage looked for?
ENDED = "ended-well"  # in the settings: "yes" while nobody works with the database that might leave it half-written
SMALL = 200 << 20  # bytes that a start waits for: a slow disk reads them in ten seconds
DEATHS = "deaths"  # in the settings: when the service was started after it had died, the latest last
OFTEN = 5
SPAN = timedelta(hours=1)


def begin_well(store: Store, now: datetime, small: int = SMALL) -> Begun:
    """Look for damage, if the last end was none of its own; "later" = the database is large, the caller has to look."""
    ended = store.setting(ENDED)
    if ended != "":
        store.save_setting(ENDED, "")
    else:
        store.save_setting(DEATHS, " ".join([*_deaths(store)[-OFTEN:], now.isoformat()]))
    if ended == "yes":
        return "no"
    if store.size() > small:
        return "later"
    note_damage(store, find_damage(store))
    return "yes"


def end_well(store: Store) -> None:
    """Note that this end is one of its own: the next start need not look for damage."""
    store.save_setting(ENDED, "yes")


def deaths(store: Store, now: datetime) -> int:
    """Count the deaths of the last hour; at most six are remembered."""
    return sum(now - SPAN < datetime.fromisoformat(at) <= now for at in _deaths(store))


def _deaths(store: Store) -> list[str]:
    return (store.setting(DEATHS) or "").split()
