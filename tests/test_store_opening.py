"""A database is made, opened, refused, copied and watched; its transactions hold what they promise."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from older import take_back
from sqlite_utils import Database

from monitor.model import Claim, Item, Judged, Judgement, Story, Traits
from monitor.store import Journal, Store, StoreError, copy_of
from monitor.store.connection import Connection
from monitor.store.migrations import migrations
from monitor.store.opening import shape
from monitor.store.schema import APPLICATION_ID, SHAPES, VERSION

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "monitor.db"


def pragma(connection, name: str) -> object:
    """What a PRAGMA answers, on a Store or a connection of sqlite3."""
    row = connection._row(f"PRAGMA {name}") if isinstance(connection, Connection) else None
    return row[0] if row is not None else connection.execute(f"PRAGMA {name}").fetchone()[0]


def refusal(path, **how) -> str:
    """The code with which a database is refused."""
    with pytest.raises(StoreError) as caught:
        Store(path, **how)
    assert str(path) in caught.value.text
    return caught.value.code


def save_and_fail(store, *names: str) -> None:
    """One transaction that saves settings and ends in an exception."""
    with store.transaction():
        for name in names:
            store.save_setting(name, "1")
        raise ZeroDivisionError


def alter(path, *statements: str) -> None:
    """Change a database behind our back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


# ---------------------------------------------------------------- making and opening


def test_a_new_database_is_marked_as_ours_and_private(path):
    """A new file carries our mark and schema version, belongs to its owner alone, and nothing lies beside it."""
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert (pragma(connection, "application_id"), pragma(connection, "user_version")) == (APPLICATION_ID, VERSION)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["monitor.db"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
    ids=lambda value: str(value),
)
def test_what_a_commit_relies_on(path, name, value):
    """Write-ahead log, full synchronisation, foreign keys and thirty seconds of patience are on."""
    with Store(path) as store:
        assert pragma(store, name) == value


def test_what_was_kept_is_there_when_opened_again(path):
    """A database opened again has its contents and is not migrated again."""
    with Store(path) as store:
        store.save_setting("a", "1")
    with Store(path) as store:
        assert store.setting("a") == "1"
    assert [one.name for one in path.parent.iterdir()] == ["monitor.db"]


def test_every_table_is_strict_and_enforced(store):
    """No table takes a value of the wrong type, and each has its key."""
    tables = store._rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    loose = {row["name"] for row in tables if not row["strict"]}
    assert loose == {"_sqlite_migrations", "sqlite_schema", "sqlite_sequence"}
    with pytest.raises(StoreError, match="cannot store TEXT"):
        store._run("INSERT INTO feeds (name, feed, url, failures) VALUES ('a', '{}', '', 'many')")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO matches VALUES (99, 0, 'a', 'product', 'a', 'title', 0, 1, '', 1, '', 0)",
        "INSERT INTO names VALUES (99, 'product', 'a', '2026', NULL)",
        "INSERT INTO attempts (delivery, started_at) VALUES (99, '2026')",
        "INSERT INTO story_links VALUES (1, 99, 'continues')",
        "UPDATE items SET story = 99",
        "INSERT INTO tombstones VALUES (x'00')",
        "UPDATE items SET relevant = 2",
        "INSERT INTO feeds (name, feed, url) VALUES ('a', NULL, '')",
        "INSERT INTO items SELECT 99, feed, guid, url, url_key, title, summary, language, site, published_at, seen_at,"
        " at, listed_at, official, relevant, story, judgement, claim, traits FROM items",
    ],
    ids=["match", "name", "attempt", "link", "story", "tombstone", "flag", "null", "filed twice"],
)
def test_what_must_never_be_is_refused(store, statement):
    """Keys and constraints keep the invariants, whatever the code does."""
    store.open_story(NOW)
    one = Item("a", "1", "", "title", seen_at=NOW)
    store.add_items([Judged(0, one, Judgement(False, 0, "en"), Claim("na", ()), Traits())])
    with pytest.raises(StoreError) as caught:
        store._run(statement)
    assert caught.value.code == "store.bug"


def test_two_starts_at_once_make_one_database(path):
    """Threads that open a new database together all get the same one."""
    inodes, barrier = [], threading.Barrier(6)

    def start() -> None:
        barrier.wait()
        with Store(path) as store:
            store.check_alive()
            inodes.append(path.stat().st_ino)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(inodes) == 6
    assert len(set(inodes)) == 1
    assert [one.name for one in path.parent.iterdir()] == ["monitor.db"]


def test_what_a_crash_left_beside_stops_no_later_start(path):
    """A half-made file of a killed process with our number changes nothing."""
    path.with_name(f"{path.name}.new-{os.getpid()}").write_bytes(b"half")
    Store(path).close()
    assert path.exists()


CRAMPED = """
import resource, sys
from monitor.store import Store, StoreError
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    Store(sys.argv[1])
except StoreError as error:
    print(error.code)
"""


def test_no_half_made_database_takes_the_name(path):
    """A disk that fills up while a database is made leaves nothing, and the next start makes it."""
    done = subprocess.run([sys.executable, "-c", CRAMPED, str(path)], check=True, capture_output=True, text=True)
    assert done.stdout.strip() in ("store.full", "store.io")
    assert list(path.parent.iterdir()) == []
    Store(path).close()


# ---------------------------------------------------------------- refusing


def test_an_empty_file_is_no_database(path):
    """A file of no bytes is a lost database, not a new one, and stays as it is."""
    path.touch()
    assert refusal(path) == "store.corrupt"
    assert path.stat().st_size == 0


def test_a_lost_database_is_not_made_anew(path):
    """Where a journal tells of mail that left, a database that is not there is lost; an empty journal tells nothing."""
    journal = path.with_name(f"{path.name}.sent.log")
    journal.touch()
    Store(path).close()
    path.unlink()
    Journal(path).note_wish("ann@example.org", datetime.now(UTC), suppressed=True)
    assert (refusal(path), path.exists()) == ("store.gone", False)
    journal.unlink()
    Store(path).close()


def test_a_file_that_is_no_database_is_refused_untouched(path):
    """Some other file is told from a database and not written to."""
    path.write_bytes(b"a letter to a friend, not a database\n" * 100)
    before = path.read_bytes()
    assert refusal(path) == "store.foreign"
    assert path.read_bytes() == before


# Of the 100 bytes of a header (sqlite.org/fileformat2.html 1.3) those that nobody looks at.
UNREAD = {*range(24, 28), *range(40, 47), *range(48, 52), *range(56, 59), *range(72, 100)}


# Values of others that mean nothing wrong: a journal instead of the log, not said, not older, the same text.
HARMLESS = {18: (0, 1), 19: (0, 1), 31: (0,), 47: (0, 1, 2, 3), 59: (0,)}


@pytest.mark.parametrize("at", range(100))
def test_a_damaged_header_is_damage_or_harmless(path, at):
    """Whatever a byte says, a database of ours is store.corrupt or works: never another program's, or a newer one."""
    with Store(path) as store:
        store.save_setting("a", "1")
        store.tidy()
    whole, said = path.read_bytes(), {}
    for value in {0, 1, 2, 3, 127, 255, whole[at] ^ 1, whole[at] ^ 255} - {whole[at]}:
        path.write_bytes(whole[:at] + bytes([value]) + whole[at + 1 :])
        said[value] = found(path)
    for part in ("-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    assert said == {value: "" if at in UNREAD or value in HARMLESS.get(at, ()) else "store.corrupt" for value in said}


def found(path):
    """The code of what is wrong with a database that is opened, read and written to; "" = nothing."""
    try:
        with Store(path) as store:
            store.check_integrity()
            store.save_setting("b", "2")
            assert [store.setting(name) for name in ("a", "b")] == ["1", "2"]
            store.tidy()
    except StoreError as error:
        return error.code
    return ""


@pytest.mark.parametrize("length", [16, 100, 4096])
def test_a_beginning_that_is_gone_is_damage(path, length):
    """A file whose first bytes are gone is known by the rest and stays as it is; a backup like it is refused."""
    with Store(path) as store:
        store.tidy()
    path.write_bytes(bytes(length) + path.read_bytes()[length:])
    before = path.read_bytes()
    assert (refusal(path), path.read_bytes()) == ("store.corrupt", before)
    with pytest.raises(StoreError) as caught:
        copy_of(path, path.with_name("copy.db"))
    assert caught.value.code == "store.corrupt"


def test_another_program_s_database_is_refused_untouched(path):
    """A database without our application id is left alone, tables and all."""
    alter(path, "CREATE TABLE theirs (a)")
    before = path.read_bytes()
    assert refusal(path) == "store.foreign"
    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [False, True], ids=["writing", "reading"])
def test_a_newer_schema_is_refused(path, readonly):
    """A database of a newer version is not touched by an older program."""
    Store(path).close()
    newer = "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('monitor', 'm999_newer')"
    alter(path, newer, f"PRAGMA user_version = {VERSION + 1}")
    assert refusal(path, readonly=readonly) == "store.newer"


def test_each_version_has_its_shape():
    """The shapes that are let in are those the migrations make: a migration that was edited in place shows here."""
    made = {}
    with closing(sqlite3.connect(":memory:")) as empty:
        names = [one.name for one in migrations.pending(Database(empty))]
    for after in (*names[1:], None):
        with closing(sqlite3.connect(":memory:")) as found:
            migrations.apply(Database(found), stop_before=after)
            made[pragma(found, "user_version")] = shape(found)
    assert made == SHAPES


@pytest.mark.parametrize("readonly", [False, True], ids=["writing", "reading"])
@pytest.mark.parametrize("version", [1, VERSION])
def test_a_database_of_before_the_first_release_is_refused_with_the_cure(path, version, readonly):
    """Its number may be ours, its tables are others: it is left as it is, and said what to do."""
    Store(path).close()
    older = f"DELETE FROM _sqlite_migrations WHERE id > {version}"
    alter(path, "ALTER TABLE matches DROP COLUMN why", older, f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="move it and its journal away and start afresh") as caught:
        Store(path, readonly=readonly)
    assert caught.value.code == "store.unreleased"
    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [False, True], ids=["writing", "reading"])
def test_tables_of_others_are_left_in_peace(path, readonly):
    """A tool that keeps a table of its own in the database, as some that copy it do, shuts nobody out."""
    Store(path).close()
    alter(path, "CREATE TABLE _copied (number INTEGER)", "INSERT INTO _copied VALUES (7)")
    with Store(path, readonly=readonly) as store:
        assert store.setting("a") is None
    with closing(sqlite3.connect(path)) as found:
        assert found.execute("SELECT number FROM _copied").fetchone() == (7,)


def test_an_older_schema_is_copied_before_it_is_brought_up_to_date(path):
    """Before a migration a copy is kept beside the database; a reader waits until somebody has migrated."""
    with Store(path) as store:
        store.save_setting("a", "1")
    take_back(path, VERSION - 1)
    assert refusal(path, readonly=True) == "store.older"
    copy = path.with_name(f"monitor.db.schema-{VERSION - 1}")
    copy.write_bytes(b"left by an upgrade that failed")
    Store(path).close()
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT value FROM settings WHERE name = 'a'").fetchone() == ("1",)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_database_of_the_third_schema_keeps_its_stories(path):
    """The table that says of each story which products it has goes; the story says so itself."""
    with Store(path) as store:
        number = store.open_story(NOW)
        store.set_story(Story(number, NOW, products=("Kling", "Veo")))
    take_back(path, 3)
    alter(path, f"INSERT INTO story_products VALUES ('Kling', {number}), ('Veo', {number})")
    with Store(path) as store:
        assert store.products_of(number) == ("Kling", "Veo")
        assert store._row("SELECT 1 FROM sqlite_schema WHERE name GLOB 'story_products*'") is None
        store.check_integrity()


def test_a_database_of_the_fourth_schema_keeps_what_its_items_were_headed(path):
    """Revisions lose the text that nobody could read of them, and keep the headline."""
    with Store(path) as store:
        one = Item("site", "1", "", "Kling 3.0 is out", seen_at=NOW)
        (filed,) = store.add_items([Judged(0, one, Judgement(False, 0.0, "en"), Claim("na", ()), Traits())])
    take_back(path, 4)
    alter(path, f"INSERT INTO revisions VALUES ({filed.id}, '{NOW.isoformat()}', 'Kling 3.0', 'the text')")
    with Store(path) as store:
        assert store.revisions(filed.id) == [(NOW, "Kling 3.0")]
        store.check_integrity()


def test_a_missing_database_is_not_made_by_a_reader(path):
    """Only a writer makes a database."""
    assert refusal(path, readonly=True) == "store.missing"
    assert not path.exists()


def test_a_folder_is_no_database(tmp_path):
    """A folder named as the database is called one: it is no fault of the disk, and no new start mends it."""
    assert refusal(tmp_path) == "store.foreign"


@pytest.mark.parametrize("name", ["no/such/folder/m.db", "x" * 300], ids=["no folder", "too long"])
def test_a_place_that_takes_no_database_is_said(tmp_path, name):
    """What the folder or the disk refuses is store.io, not a traceback."""
    assert refusal(tmp_path / name) == "store.io"


def test_a_damaged_page_is_found(path):
    """The daily check reads every page."""
    with Store(path) as store:
        for number in range(500):
            store.save_setting(f"setting {number}", "x" * 200)
        store.check_integrity()
        store.tidy()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - 6000)
        file.write(b"\xff" * 4000)
    with Store(path) as store:
        for read in (store.check_integrity, lambda: store._rows("SELECT * FROM settings")):
            with pytest.raises(StoreError) as caught:
                read()
            assert caught.value.code == "store.corrupt"


def test_a_reader_writes_nothing(path):
    """A read-only store refuses to write."""
    Store(path).close()
    with Store(path, readonly=True) as store, pytest.raises(StoreError) as caught:
        store.save_setting("a", "1")
    assert caught.value.code == "store.readonly"
    assert store.is_broken(caught.value)


# ---------------------------------------------------------------- alive


def replace_by_another(path):
    other = path.with_name("other.db")
    Store(other).close()
    os.replace(other, path)


@pytest.mark.parametrize("harm", [os.unlink, replace_by_another], ids=["deleted", "replaced"])
def test_a_file_gone_under_us_is_noticed(path, harm):
    """Writes to a deleted or replaced file would succeed and be lost: the heartbeat's check says so."""
    with Store(path) as store:
        store.check_alive()
        harm(path)
        with pytest.raises(StoreError) as caught:
            store.check_alive()
    assert caught.value.code == "store.gone"


def test_memory_is_always_alive(store):
    """A database in memory has no file to lose."""
    store.check_alive()
    store.check_integrity()
    store.tidy()


# ---------------------------------------------------------------- transactions


def test_a_transaction_is_all_or_nothing(store):
    """An exception undoes everything, and the next transaction works."""
    with pytest.raises(ZeroDivisionError):
        save_and_fail(store, "a", "b")
    assert store.setting("a") is None
    store.save_setting("a", "2")
    assert store.setting("a") == "2"


def test_a_nested_transaction_is_undone_alone(store):
    """Of a block that fails inside another one only its own part is undone, when its caller goes on."""
    with store.transaction():
        store.save_setting("a", "1")
        with pytest.raises(ZeroDivisionError):
            save_and_fail(store, "b", "c")
        store.save_setting("d", "1")
    assert [store.setting(name) for name in "abcd"] == ["1", None, None, "1"]


def test_a_nested_transaction_is_no_commit(path):
    """What an inner block finished is undone with the outer one, and nobody saw it meanwhile."""
    seen = []

    def save_twice(store, other) -> None:
        with store.transaction():
            with store.transaction():
                store.save_setting("a", "1")
            seen.append(other.setting("a"))
            save_and_fail(store, "b")

    with Store(path) as store, Store(path, readonly=True) as other:
        with pytest.raises(ZeroDivisionError):
            save_twice(store, other)
        assert (seen, store.setting("a")) == ([None], None)


def test_a_transaction_holds_the_write_lock_from_its_start(path):
    """Two that read first and write then take turns: none fails, none overwrites the other."""
    with Store(path) as store:
        store.save_setting("n", "0")
    failures = []

    def count() -> None:
        try:
            with Store(path) as own:
                for _ in range(20):
                    with own.transaction():
                        own.save_setting("n", str(int(own.setting("n") or 0) + 1))
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store(path) as store:
        assert store.setting("n") == "60"


def test_tidying_takes_its_turn_among_writers(path):
    """What reads first and then writes begins with the write lock: no commit of another can come between."""
    said = []
    with Store(path) as store:
        store._connection.set_trace_callback(said.append)
        store.tidy()
        store._connection.set_trace_callback(None)
    assert said[:2] == ["BEGIN IMMEDIATE", "PRAGMA optimize"]
    assert said[-2:] == ["COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)"]


def test_another_s_lock_is_said(path):
    """Who waits in vain for another writer is told so."""
    with Store(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        store._run("PRAGMA busy_timeout = 0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            store.save_setting("a", "1")
        assert caught.value.code == "store.locked"
        other.execute("ROLLBACK")
        store.save_setting("a", "1")


def test_a_full_disk_undoes_the_whole_transaction(path):
    """When SQLite itself rolls back, the rest of the block is refused: its second half is not kept alone."""
    faults = []

    def save_three(store) -> None:
        with store.transaction():
            for name, size in (("a", 1), ("b", 1_000_000), ("c", 1)):
                try:
                    store.save_setting(name, "x" * size)
                except StoreError as error:
                    faults.append(error.code)

    with Store(path) as store:
        pages = pragma(store, "page_count")
        store._run(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="lost to an earlier fault") as caught:
            save_three(store)
        assert (faults, caught.value.code) == (["store.full", "store.io"], "store.io")
        assert store.is_broken(caught.value)
        store._run(f"PRAGMA max_page_count = {pages + 1000}")
        assert [store.setting(name) for name in "abc"] == [None, None, None]
        store.save_setting("a", "2")


CRASH = """
import os, signal, sys
from monitor.store import Store
store = Store(sys.argv[1])
store.save_setting("kept", "1")
with store.transaction():
    store.save_setting("lost", "1")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_leaves_what_was_committed_and_nothing_else(path):
    """After kill -9 inside a transaction the database is whole and holds the commits before it."""
    done = subprocess.run([sys.executable, "-c", CRASH, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    for readonly in (True, False):
        with Store(path, readonly=readonly) as store:
            store.check_integrity()
            assert (store.setting("kept"), store.setting("lost")) == ("1", None)


# ---------------------------------------------------------------- copies


def test_a_backup_is_a_database_of_its_own(path):
    """A copy is whole, private and opens; what the original does later is not in it."""
    copy = path.with_name("copy.db")
    with Store(path) as store:
        store.save_setting("a", "1")
        store.backup(copy)
        store.save_setting("a", "2")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with Store(copy) as kept:
        kept.check_integrity()
        assert kept.setting("a") == "1"


def test_a_backup_overwrites_nothing(path):
    """A file that is there stays there."""
    copy = path.with_name("copy.db")
    copy.write_bytes(b"precious")
    with Store(path) as store, pytest.raises(StoreError) as caught:
        store.backup(copy)
    assert caught.value.code == "store.exists"
    assert copy.read_bytes() == b"precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(path):
    """A folder that is missing is said, and no part of a copy lies about."""
    with Store(path) as store, pytest.raises(StoreError) as caught:
        store.backup(path.parent / "missing" / "copy.db")
    assert caught.value.code == "store.io"
    assert [one.name for one in path.parent.iterdir()] == ["monitor.db"]


def test_a_backup_holds_commits_only(path):
    """Inside a transaction of its own connection there is no moment to copy."""
    with Store(path) as store, store.transaction(), pytest.raises(StoreError) as caught:
        store.backup(path.with_name("copy.db"))
    assert caught.value.code == "store.bug"
    assert [one.name for one in path.parent.iterdir()] == ["monitor.db"]


def test_a_backup_goes_on_beside_a_writer(path):
    """A copy made while another connection writes holds that one's last commit."""
    with Store(path) as store, Store(path) as writer:
        writer.save_setting("a", "1")
        with writer.transaction():
            writer.save_setting("a", "2")
            store.backup(path.with_name("copy.db"))
    with Store(path.with_name("copy.db")) as kept:
        assert kept.setting("a") == "1"


# ---------------------------------------------------------------- settings


def test_settings(store):
    """A setting is None until it is saved, then what was saved last."""
    assert store.setting("config") is None
    store.save_setting("config", "one")
    store.save_setting("config", "two: 二")
    assert store.setting("config") == "two: 二"


def test_what_is_made_once_stays(path):
    """The key of the installation and its first day are those of the first time, also for the next process."""
    with Store(path) as store:
        key, began = store.install_key(), store.installed_at(NOW)
    with Store(path) as store:
        assert store.install_key() == key
        assert store.installed_at(datetime(2030, 1, 1, tzinfo=UTC)) == began == NOW
    assert len(key) == 32


def test_two_installations_have_two_keys(store):
    """Message-IDs of two installations never meet."""
    with Store(":memory:") as other:
        assert store.install_key() != other.install_key()
