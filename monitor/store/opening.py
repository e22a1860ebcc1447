"""A path in, an open database out: made, checked to be ours, migrated, copied.

- A file that is not ours, empty, damaged or newer is refused and never touched.
- A new one is made under another name first: a crash leaves no half-made file, and two starts at once make one.
- None is made where a journal lies: that of one which is lost. A new one would mail what was mailed, and who asked out.
- Our own open/close of the database file is forbidden: POSIX drops all of a process's locks on it at any close
  (sqlite.org/howtocorrupt.html 2.2). Looking at it is done by stat; only files nobody uses yet are opened here, and
  those that are refused, of which nobody has a lock.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from monitor.store.errors import StoreError, from_os, from_sqlite, is_readonly
from monitor.store.journal import journal_of
from monitor.store.schema import APPLICATION_ID, OURS, SHAPES, VERSION
from monitor.store.trigrams import teach

_BUSY = 30.0  # seconds to wait for another writer
_OURS = b"CREATE TABLE tombstones"  # in what SQLite keeps of our tables, near the beginning of the file
_LOOKED_AT = 1 << 20  # bytes
_COLUMNS = """
SELECT held.name, had.name, had.type, had."notnull", had.dflt_value, had.pk
FROM pragma_table_list AS held JOIN pragma_table_info(held.name) AS had
WHERE held.schema = 'main' AND held.type = 'table' AND held.name IN (SELECT value FROM json_each(:ours))
UNION ALL SELECT name, sql, '', 0, NULL, 0 FROM sqlite_master
WHERE sql GLOB 'CREATE VIRTUAL*' AND name IN (SELECT value FROM json_each(:ours))
ORDER BY 1, 2
"""


def open_memory() -> sqlite3.Connection:
    """Open a fresh database in memory."""
    connection = _connect(":memory:", readonly=False)
    _migrate(connection)
    return connection


def open_file(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """Open the database at this path, made or brought up to date if need be; raises StoreError."""
    try:
        if not path.exists():
            _refuse_lost(path)
            if readonly:
                raise StoreError("store.missing", f"{path}: no database yet; the first `poll` or `run` makes it")
            _create(path)
        _check(path, readonly=readonly)
        return _connect(_uri(path, readonly=readonly), readonly=readonly)
    except OSError as error:
        raise from_os(error, path) from error
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY and _is_writable(path):
            raise StoreError("store.corrupt", f"{path}: its header is damaged; keep the file") from error
        raise from_sqlite(error, str(path)) from error


def _is_writable(path: Path) -> bool:
    """Tell whether everything of a database may be written to, so that only its header can say it may not."""
    parts = [path.parent, *(path.with_name(path.name + part) for part in ("", "-wal", "-shm"))]
    return not is_readonly(str(path)) and all(os.access(one, os.W_OK) for one in parts if one.exists())


def _uri(path: Path, *, readonly: bool = False) -> str:
    # mode=rw, not the default rwc: a file that vanished must not come back empty
    return f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rw'}"


def identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from another one put in its place: device and inode."""
    found = path.stat()
    return found.st_dev, found.st_ino


def _connect(address: str, *, readonly: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(address, timeout=_BUSY, isolation_level=None, uri=True)
    connection.row_factory = sqlite3.Row
    teach(connection)
    wanted = ["foreign_keys = ON", "temp_store = MEMORY"]
    if not readonly:
        wanted += ["journal_mode = WAL", "synchronous = FULL", f"journal_size_limit = {64 << 20}"]
    try:
        for pragma in wanted:
            connection.execute(f"PRAGMA {pragma}")
        if not readonly:
            _refuse_to_read_only(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _refuse_to_read_only(connection: sqlite3.Connection) -> None:
    """Raise SQLITE_READONLY now: what cannot be opened for writing SQLite opens for reading, and never tries again."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")  # of what is known to be read only it makes BEGIN
        connection.execute(f"PRAGMA user_version = {_mark(connection)[1]}")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # another one writes: so it can be written to
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {round(_BUSY * 1000)}")


def _refuse_lost(path: Path) -> None:
    journal = journal_of(path)
    if journal.exists() and journal.stat().st_size:
        raise StoreError(
            "store.gone",
            f"{path}: gone, though its journal is there; put it back, or restore a backup. To begin anew, with readers"
            f" told again and their wishes forgotten, move {journal.name} away",
        )


def _create(path: Path) -> None:
    new = path.with_name(f"{path.name}.new-{token_hex(4)}")  # a process number returns after a crash in a container
    try:
        # only its owner may read the addresses of the readers
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(_connect(_uri(new), readonly=False)) as connection:
            _migrate(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # close() would keep a fault of it to itself
        _take_name(new, path)
    finally:
        for part in ("", "-wal", "-shm"):
            new.with_name(new.name + part).unlink(missing_ok=True)


def _take_name(new: Path, path: Path) -> None:
    try:
        os.link(new, path)
    except FileExistsError:
        return  # another process was faster; its database is as good
    sync(path.parent)


def sync(path: Path) -> None:
    """Make a file durable, or the names in a folder."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _check(path: Path, *, readonly: bool) -> None:
    """Refuse what is not ours or newer; bring what is older up to date, after a backup beside it."""
    if path.is_dir():
        raise StoreError("store.foreign", f"{path}: a folder, no database; name the file in it")
    if path.stat().st_size == 0:
        raise StoreError("store.corrupt", f"{path}: empty; restore a backup (to begin anew delete it and its journal)")
    address = _uri(path, readonly=readonly)
    with closing(sqlite3.connect(address, timeout=_BUSY, isolation_level=None, uri=True)) as found:
        version = refuse_strangers(found, path)
        if version == VERSION:
            return
        if readonly:
            raise StoreError("store.older", f"{path}: made by an older version; start `run` once to upgrade it")
        kept = path.with_name(f"{path.name}.schema-{version}")
        kept.unlink(missing_ok=True)  # of a migration that failed
        copy(found, kept)
    with closing(_connect(_uri(path), readonly=False)) as connection:
        _migrate(connection)


def refuse_strangers(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema version of a database; raises StoreError for a foreign, damaged, newer or unreleased one."""
    try:
        application, version = _mark(connection)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
            raise
        raise _unknown(path, "it is no SQLite database") from error
    if application != APPLICATION_ID:
        raise _unknown(path, "another program's database")
    if version != _migrations(connection):
        raise StoreError("store.corrupt", f"{path}: its header is damaged (schema {version}); keep the file")
    if version > VERSION:
        raise StoreError(
            "store.newer", f"{path}: made by a newer version (schema {version}, this one knows {VERSION}); upgrade"
        )
    if shape(connection) != SHAPES[version]:
        raise StoreError(
            "store.unreleased",
            f"{path}: made before the first release, with other tables, which nothing brings up to date;"
            " move it and its journal away and start afresh",
        )
    return version


def _unknown(path: Path, what: str) -> StoreError:
    """Tell a database of another program from one of ours whose first bytes are damaged: the rest still shows it."""
    with path.open("rb") as file:
        is_ours = _OURS in file.read(_LOOKED_AT)
    if is_ours:
        return StoreError("store.corrupt", f"{path}: its header is damaged, the rest is one of ours; keep the file")
    return StoreError("store.foreign", f"{path}: {what}; name another file")


def shape(connection: sqlite3.Connection) -> str:
    """Name what our tables look like: their columns, and how the virtual ones were made.

    Tables of others do no harm: a tool that copies the database as it changes keeps its own in it.
    """
    columns = [tuple(row) for row in connection.execute(_COLUMNS, {"ours": json.dumps(OURS)})]
    return sha256(repr(columns).encode()).hexdigest()[:8]


def _migrations(connection: sqlite3.Connection) -> int:
    """Count the migrations that made a database: its version, which the header says, too."""
    sql = "SELECT count(*) FROM _sqlite_migrations WHERE migration_set = 'monitor'"
    count: int = connection.execute(sql).fetchone()[0]
    return count


def _mark(connection: sqlite3.Connection) -> tuple[int, int]:
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return application, version


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """Write a consistent copy of an open database to a new file, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection.execute("VACUUM INTO ?", (str(part),))
        sync(part)
        os.rename(part, path)
        sync(path.parent)
    except OSError as error:
        raise from_os(error, path) from error
    finally:
        with suppress(OSError):  # what failed is said, not this
            part.unlink(missing_ok=True)


def _migrate(connection: sqlite3.Connection) -> None:
    from monitor.store.migrations import migrate

    migrate(connection)
