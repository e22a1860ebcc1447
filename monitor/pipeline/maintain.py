"""maintain: once a day the database is checked, old items become tombstones, and a copy is put beside it.

A damaged database is not touched: no pruning, no copy that would push a good one out, and no mail (see publish). A
copy that cannot be made is a warning, never the end of the service.

After an end that was none of its own, a kill or a power cut, the service looks for damage before it begins or, in a
large database, beside its work (daemon/checkup.py). What systemd starts again and again seems to live: feeds are read
and letters leave between two deaths, none twice. So a person has to be told. Counted are the starts, as nothing can be
written down by what is killed.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from monitor.pipeline.service import Service
from monitor.store import Store, StoreError

log = logging.getLogger(__name__)

Room = Callable[[str | Path], int | None]  # as `free_bytes`
LITTLE = 200 << 20  # bytes; with less left a person is called, and no copy is made
EVERY = timedelta(days=1)
PAUSES = timedelta(days=30)  # a pause is remembered so long after its end: slots within it are not made up for
DAMAGE = "damage"  # in the settings: what the last check found; "" = nothing


def free_bytes(database: str | Path) -> int | None:
    """Return how much room the database's disk has left; None for one in memory, or a disk that cannot say it."""
    try:
        return None if str(database) == ":memory:" else shutil.disk_usage(Path(database).parent).free
    except OSError:
        return None


@dataclass(frozen=True)
class Upkeep:
    """What was done."""

    pruned: int = 0  # items
    forgotten: int = 0  # letters whose bytes went
    backup: Path | None = None  # None = none was made
    why_no_backup: str = ""
    damage: str = ""  # "" = the database is whole


def maintain(service: Service) -> Upkeep | None:
    """Do the daily upkeep if a day has passed since the last; None if not."""
    now, store = service.clock(), service.store
    last = store.setting("maintained_at")
    if last is not None and timedelta(0) <= now - datetime.fromisoformat(last) < EVERY:  # less: the clock was set back
        return None
    return keep_up(service)


def keep_up(service: Service, free: Room = free_bytes) -> Upkeep:
    """Check, prune, put in order and back up, now."""
    now, store, keep = service.clock(), service.store, service.config.settings.maintain
    damage = find_damage(store)
    note_damage(store, damage)
    store.save_setting("maintained_at", now.isoformat())
    if damage:
        return Upkeep(damage=damage)
    pruned = 0
    while gone := store.prune(now - keep.keep_unmatched):
        pruned += gone
        service.on_item()
    while store.index_words():
        service.on_item()
    with store.transaction():
        forgotten = store.forget_letters(now - keep.keep_letters)
        store.forget_quiet(now - PAUSES)
    store.tidy()
    backup, why_not = _back_up(store, keep.backups, now, free)
    log.info("maintained pruned=%d letters=%d backup=%s", pruned, forgotten, backup.name if backup else "none")
    return Upkeep(pruned, forgotten, backup, why_not)


def mending(database: str | Path) -> str:
    """Say how a damaged database is mended, by the backup to use."""
    newest = next(iter(backups(Path(database))), None)
    if newest is None:
        return "there is no backup: keep the file, and begin anew with another name (`--database`)"
    return f"stop the service, then `ai-video-monitor restore {newest}`"


def note_damage(store: Store, damage: str) -> None:
    """Note what was found, "" = nothing, where `status` and the next edition look."""
    if damage != (store.setting(DAMAGE) or ""):
        store.save_setting(DAMAGE, damage)
    if damage:
        log.error("database damaged code=store.corrupt mail waits: %s; %s", damage, mending(store.path))


def find_damage(store: Store) -> str:
    """Read every page and say what is damaged; what a second look does not find was a disk that cannot read."""
    if found := _look(store):
        store.reopen()
        found = _look(store)
    return found


def _look(store: Store) -> str:
    try:
        store.check_integrity()
    except StoreError as error:
        if error.code != "store.corrupt":
            raise
        return error.text
    return ""


# ---------------------------------------------------------------- backups


def backups(database: Path) -> list[Path]:
    """Return the daily copies of a database, the newest first."""
    pattern = f"{database.stem}-????-??-??{database.suffix}"
    return sorted(database.with_name("backups").glob(pattern), reverse=True)


def _back_up(store: Store, wanted: int, now: datetime, free: Room) -> tuple[Path | None, str]:
    """Put a copy of today into the folder and let the oldest go; why not, if not."""
    if wanted == 0 or store.path == ":memory:":
        return None, "none is wanted"
    database = Path(store.path)
    path = database.with_name("backups") / f"{database.stem}-{now:%Y-%m-%d}{database.suffix}"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        for cut_off in path.parent.glob(f"{database.stem}-????-??-??{database.suffix}.part"):  # by a kill
            cut_off.unlink(missing_ok=True)
        room = free(database)
        if room is not None and room < database.stat().st_size + LITTLE:
            return _unsaved(path, "the disk is nearly full")
        store.backup(path, replace=True)
        for old in backups(database)[wanted:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        return _unsaved(path, error.strerror or str(error))
    except StoreError as error:
        return _unsaved(path, error.text)
    return path, ""


def _unsaved(path: Path, why: str) -> tuple[None, str]:
    log.warning("backup skipped code=backup.skipped path=%s: %s", path, why)
    return None, why


# ---------------------------------------------------------------- how it ended before


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
