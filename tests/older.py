"""A database of this version in; the same as an earlier version left it, out."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from monitor.store.schema import TABLES

_STORY_PRODUCTS = re.search(r"CREATE TABLE story_products .*?;\nCREATE INDEX .*?;", "".join(TABLES), re.DOTALL)
assert _STORY_PRODUCTS
_AT_ONCE = re.findall(r"^CREATE TRIGGER .*?^END;", "".join(TABLES), re.DOTALL | re.MULTILINE)
_AS_FILED = "".join(("DROP TRIGGER items_search_out; DROP TRIGGER items_search_edit;", *_AT_ONCE))
# What takes back each migration.
_UNDONE = {
    2: "DROP INDEX matches_refused;", 3: "DROP TABLE united;", 4: _STORY_PRODUCTS[0],
    5: "ALTER TABLE revisions ADD COLUMN summary TEXT NOT NULL;", 6: "DROP INDEX items_titled;",
    7: _AS_FILED,
}


def take_back(path: Path, version: int) -> None:
    """Make a database one of an earlier version."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for number in range(len(_UNDONE) + 1, version, -1):
            connection.executescript(_UNDONE[number])
        connection.execute("DELETE FROM _sqlite_migrations WHERE id > ?", (version,))
        connection.execute(f"PRAGMA user_version = {version}")
