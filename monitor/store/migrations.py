"""A database of any version in; one of this version out.

Migrations are appended, never edited: each is one function and sets `user_version` to its number. Loaded only when
there is something to migrate: sqlite-utils takes a fifth of a command's start.
"""

from __future__ import annotations

from sqlite3 import Connection, complete_statement

from sqlite_utils import Database, Migrations

from monitor.store.schema import APPLICATION_ID, DEFERRED, DROPPED, REFUSED, SHORTER, TABLES, TITLED, UNITED

migrations = Migrations("monitor")


def migrate(connection: Connection) -> None:
    """Apply what is missing in one transaction: a crash leaves the old schema or the new one."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(Database(connection))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _run_script(db: Database, script: str) -> None:
    """Run statements one by one: `executescript` would commit the transaction the migration runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if complete_statement(statement):
            db.conn.execute(statement)
            statement = ""


@migrations()
def m001_first(db: Database) -> None:
    """Create everything."""
    for script in TABLES:
        _run_script(db, script)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute("PRAGMA user_version = 1")


@migrations()
def m002_refused(db: Database) -> None:
    """Find the items that refuse a product's name."""
    _run_script(db, REFUSED)
    db.conn.execute("PRAGMA user_version = 2")


@migrations()
def m003_united(db: Database) -> None:
    """Remember which story a united one became."""
    _run_script(db, UNITED)
    db.conn.execute("PRAGMA user_version = 3")


@migrations()
def m004_no_story_products(db: Database) -> None:
    """Drop a table that was only written."""
    _run_script(db, DROPPED)
    db.conn.execute("PRAGMA user_version = 4")


@migrations()
def m005_shorter_revisions(db: Database) -> None:
    """Keep of an edited item what it was headed."""
    _run_script(db, SHORTER)
    db.conn.execute("PRAGMA user_version = 5")


@migrations()
def m006_titled(db: Database) -> None:
    """Find items without a lasting address by their titles."""
    _run_script(db, TITLED)
    db.conn.execute("PRAGMA user_version = 6")


@migrations()
def m007_deferred_index(db: Database) -> None:
    """Let the index of words wait for the daily upkeep."""
    _run_script(db, DEFERRED)
    db.conn.execute("PRAGMA user_version = 7")
