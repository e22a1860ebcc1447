"""A backup in, the database in its place out: looked at, copied, and put where the old one was, which is kept.

Nobody else may write to the database meanwhile. A crash at any point leaves the old database or the new one under the
name, never none and never a mixture: the old one's write-ahead log goes along with it before the new file takes the
name, since SQLite would read it into whatever file bears the name. (A service that ended by itself left no log; after
a kill, the commits in it are found under the name of the replaced one.) The log is not brought into the old file first:
that would write to a database that may be damaged, and is evidence.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from monitor.store.errors import StoreError, from_sqlite
from monitor.store.opening import copy, refuse_strangers, sync

_BESIDE = ("-wal", "-shm", "-journal")


def copy_of(backup: Path, path: Path) -> None:
    """Copy a backup to `path`, if it is ours, not newer than we are, and whole; raises StoreError. Older is good."""
    if not backup.is_file():
        raise StoreError("store.missing", f"{backup}: there is no such file")
    if backup.stat().st_size == 0:
        raise StoreError("store.corrupt", f"{backup}: empty; try another backup")
    remove(path)
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as found:
            refuse_strangers(found, backup)
            _refuse_damage(found, backup)
            copy(found, path)
    except sqlite3.Error as error:
        raise from_sqlite(error, str(backup)) from error


def _refuse_damage(found: sqlite3.Connection, path: Path) -> None:
    said = [str(row[0]) for row in found.execute("PRAGMA integrity_check(5)")]
    if said != ["ok"]:
        raise StoreError("store.corrupt", f"{path}: damaged ({'; '.join(said)}); try another backup")


def put_in_place(new: Path, path: Path, suffix: str) -> Path | None:
    """Let `new` take the name `path`; the file that bore it is kept under the name and `suffix`, and returned.

    Where that name is taken a number follows it.
    """
    try:
        kept = _unused(path, suffix)
        was_there = path.exists()
        if was_there:
            os.link(path, kept)  # first: what cannot be kept is not replaced
            for part in _BESIDE:
                with suppress(FileNotFoundError):
                    os.rename(path.with_name(path.name + part), kept.with_name(kept.name + part))
        os.replace(new, path)
        sync(path.parent)
    except OSError as error:
        raise StoreError("store.io", f"{path}: {error.strerror}; nothing was lost, try again") from error
    return kept if was_there else None


def _unused(path: Path, suffix: str) -> Path:
    """Return a name that nothing bears: a restore that was killed may be done again within the same second."""
    names = (path.with_name(f"{path.name}{suffix}{f'-{number}' * (number > 1)}") for number in count(1))
    return next(name for name in names if not name.exists())


def remove(path: Path) -> None:
    """Delete a database that nobody uses, with what lies beside it."""
    for part in ("", *_BESIDE):
        path.with_name(path.name + part).unlink(missing_ok=True)
