"""One connection: statements whose faults are StoreError, transactions that hold what they promise, health.

- Every writing transaction is BEGIN IMMEDIATE: one that reads first and then writes would fail at once when another
  writer was faster, whatever the busy timeout (SQLITE_BUSY_SNAPSHOT).
- synchronous=FULL: in WAL, only then does a committed transaction survive power loss.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from monitor.store.codec import Value
from monitor.store.errors import BROKEN, StoreError, from_sqlite
from monitor.store.opening import copy, identity, open_file, open_memory

T = TypeVar("T", str, int)


class Connection:
    """One connection for one thread; the other classes of this package add what is said to it."""

    def __init__(self, path: Path | str, *, readonly: bool = False) -> None:
        self.path = str(path)
        self._depth = 0
        self._undone = 0  # transactions rolled back so far
        self._file = None if self.path == ":memory:" else Path(path)  # None = in memory
        self._readonly, self._is_shut = readonly, False
        self._connection = open_file(self._file, readonly=readonly) if self._file else open_memory()
        self._identity = identity(self._file) if self._file else None

    def close(self) -> None:
        """Close the database; what was committed stays."""
        self._connection.close()

    def reopen(self) -> None:
        """Have the next statement open the file anew, after a fault of the disk: what memory holds is not believed.

        Until then it is closed: what one connection could open for reading only, others of its process would share.
        """
        if self._file is not None:
            self._undone += 1
            self._connection.close()
            self._is_shut = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ statements

    def _run(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Cursor:
        """Run one statement; its faults become StoreError."""
        connection = self._opened()
        if self._depth and not connection.in_transaction:
            # SQLite itself rolls back on a full disk or an I/O error: going on would commit the second half alone
            raise StoreError("store.io", f"{self.path}: the transaction was lost to an earlier fault")
        try:
            return connection.execute(sql, values)
        except sqlite3.Error as error:
            raise from_sqlite(error, self.path) from error

    def _opened(self) -> sqlite3.Connection:
        if self._is_shut and self._file is not None:
            self.check_alive()  # else a file that is gone would come back empty
            self._connection = open_file(self._file, readonly=self._readonly)
            self._is_shut = False
        return self._connection

    def _rows(self, sql: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        cursor = self._run(sql, values)
        try:
            return cursor.fetchall()
        except sqlite3.Error as error:
            raise from_sqlite(error, self.path) from error

    def _row(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        found = self._rows(sql, values)
        return found[0] if found else None

    def _value(self, kind: type[T], sql: str, values: Sequence[Value] = ()) -> T | None:
        """Return the first column of the first row; None = there is no row, or NULL stands there."""
        row = self._row(sql, values)
        value = None if row is None else row[0]
        assert value is None or isinstance(value, kind)
        return value

    def _insert(self, sql: str, values: Sequence[Value]) -> int:
        """Insert a row and return its id."""
        number = self._value(int, f"{sql} RETURNING id", values)
        assert number is not None
        return number

    def _write(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement in a transaction; return how many rows it changed."""
        with self.transaction():
            return self._run(sql, values).rowcount

    def _many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row, all or none."""
        with self.transaction():
            for row in rows:
                self._run(sql, row)

    def _moment_of_data(self) -> tuple[int, int]:
        """Return what changes when rows may have changed without our doing: another connection's commit, a rollback."""
        return self._value(int, "PRAGMA data_version") or 0, self._undone

    # ------------------------------------------------------------ transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of the block or none of it: BEGIN IMMEDIATE, then COMMIT or, on any exception, ROLLBACK.

        Inside another one it is a savepoint: a block that fails is undone alone, if its caller goes on.
        """
        nested = self._depth > 0
        self._run("SAVEPOINT nested" if nested else "BEGIN IMMEDIATE")
        self._depth += 1
        done = False
        try:
            yield
            self._run("RELEASE nested" if nested else "COMMIT")
            done = True
        finally:
            self._depth -= 1
            if not done:
                self._undo(nested=nested)

    def _undo(self, *, nested: bool) -> None:
        self._undone += 1
        if not self._connection.in_transaction:
            return  # SQLite has already rolled back
        for sql in ("ROLLBACK TO nested", "RELEASE nested") if nested else ("ROLLBACK",):
            self._run(sql)

    # ------------------------------------------------------------ health

    def is_broken(self, error: BaseException) -> bool:
        """Tell whether the store itself is at fault, so that no other write will fare better."""
        return isinstance(error, StoreError) and error.code in BROKEN

    def check_alive(self) -> None:
        """Raise StoreError store.gone when the file was deleted or replaced: writes would go to nobody's file."""
        if self._file is None:
            return
        try:
            same = identity(self._file) == self._identity
        except OSError:
            same = False
        if not same:
            raise StoreError("store.gone", f"{self.path}: deleted or replaced in use; put it back and start again")

    def check_integrity(self) -> None:
        """Read every page; raise StoreError store.corrupt when one is damaged."""
        found = [str(row[0]) for row in self._rows("PRAGMA quick_check(5)")]
        if found != ["ok"]:
            raise StoreError("store.corrupt", f"{self.path}: damaged ({'; '.join(found)}); keep the file")

    def size(self) -> int:
        """Return the bytes of the database."""
        pages, size = (self._value(int, f"PRAGMA {name}") or 0 for name in ("page_count", "page_size"))
        return pages * size

    def tidy(self) -> None:
        """Keep queries fast and the write-ahead log short; not inside a transaction."""
        with self.transaction():  # it reads and then writes: see above
            self._run("PRAGMA optimize")
        self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def backup(self, path: Path, *, replace: bool = False) -> None:
        """Write a consistent copy while others go on working; raises StoreError store.exists rather than overwrite.

        With `replace` an older copy of that name gives way once the new one is whole.
        """
        if path.exists() and not replace:
            raise StoreError("store.exists", f"{path}: exists already; choose another name")
        try:
            copy(self._opened(), path)
        except sqlite3.Error as error:
            raise from_sqlite(error, str(path)) from error
