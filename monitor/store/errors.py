"""What the store raises: one error with a stable code, naming the file and what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

# SQLite's primary result codes (sqlite.org/rescode.html) -> our code, what a person can do
_CODES = {
    sqlite3.SQLITE_FULL: ("store.full", "make room on its disk; nothing half-done was kept"),
    sqlite3.SQLITE_READONLY: ("store.readonly", "make the file and its folder writable for this user"),
    sqlite3.SQLITE_IOERR: ("store.io", "look at the disk (dmesg); nothing half-done was kept"),
    sqlite3.SQLITE_CANTOPEN: ("store.io", "look at the folder and its permissions"),
    sqlite3.SQLITE_CORRUPT: ("store.corrupt", "keep the file"),
    sqlite3.SQLITE_NOTADB: ("store.foreign", "name another file"),
    sqlite3.SQLITE_BUSY: ("store.locked", "another program holds it; try again when that is done"),
    sqlite3.SQLITE_LOCKED: ("store.locked", "another program holds it; try again when that is done"),
    sqlite3.SQLITE_NOMEM: ("store.memory", "free some memory"),
}

# The store itself is at fault, not what was being stored: no other write will fare better.
BROKEN = frozenset(code for code, _ in _CODES.values()) | {
    "store.gone", "store.missing", "store.newer", "store.older", "store.unreleased",
}  # fmt: skip

# What ends by itself, or by a person who makes room: the same write may fare better later.
PASSING = ("store.full", "store.readonly", "store.locked", "store.memory")
# An I/O error may pass too, once the file is opened anew; so many in a row do not. Damage may be one: what the disk
# cannot read SQLite calls malformed (SQLITE_IOERR_CORRUPTFS).
OF_THE_DISK = ("store.io", "store.corrupt")
DISK_TRIES = 3
# The next try opens the file anew: what is open may be at fault, or open for reading only.
ANEW = (*OF_THE_DISK, "store.readonly")
# No start mends it: another file is wanted, or another version of the program.
STRANGE = ("store.foreign", "store.newer", "store.unreleased")


class StoreError(Exception):
    """The database cannot do what was asked.

    `code` is stable: store.full, store.readonly, store.io, store.corrupt, store.foreign, store.newer, store.older,
    store.unreleased, store.missing, store.exists, store.gone, store.locked, store.memory; store.bug is a broken
    invariant.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def from_os(error: OSError, path: Path) -> StoreError:
    """Say in our words why a file beside the database cannot be opened."""
    code = {errno.EROFS: "store.readonly", errno.ENOSPC: "store.full"}.get(error.errno or 0, "store.io")
    cure = "make room on its disk" if code == "store.full" else "it wants a folder that this user may write"
    return StoreError(code, f"{path}: {error.strerror}; {cure}")


def from_sqlite(error: sqlite3.Error, path: str) -> StoreError:
    """Say a fault of SQLite in our words; `path` names the database."""
    number: int = getattr(error, "sqlite_errorcode", 0)  # absent when Python itself complains
    text = str(error)
    if text.startswith("Could not decode to UTF-8"):  # all that is stored is UTF-8; the rest quotes the damaged text
        number, text = sqlite3.SQLITE_CORRUPT, "a stored text is damaged"
    if text == "unsupported file format":  # a number of the header that no SQLite writes
        number, text = sqlite3.SQLITE_CORRUPT, "its header is damaged"
    if number == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room for the index of the log: the first thing a start makes
        number, text = sqlite3.SQLITE_FULL, "the disk is full"
    if number & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and is_readonly(path):
        number = sqlite3.SQLITE_READONLY  # the kernel makes a file system so after errors of its disk
    code, hint = _CODES.get(number & 0xFF, ("store.bug", "this should not happen, please report it"))
    return StoreError(code, f"{path}: {text}; {hint}")


def is_readonly(path: str) -> bool:
    """Tell whether a file lies on a disk that is mounted read only."""
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False
