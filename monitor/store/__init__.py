"""Everything remembered: values of the model in, the same values out; every SQL statement is in this package.

connection.py opens, checks, migrates, backs up and holds transactions; schema.py is the tables; feeds, items, search,
stories, decisions, counts, texts, editions, deliveries, revised and settings each hold what is said of a noun; codec.py
writes values as rows and texts; journal.py is for a crash and for the day a backup is restored, standby.py for that
day. A fault is a StoreError with a stable code.
"""

from __future__ import annotations

from monitor.store.counts import Counts
from monitor.store.decisions import Decisions
from monitor.store.deliveries import Deliveries
from monitor.store.editions import Editions
from monitor.store.errors import ANEW, DISK_TRIES, OF_THE_DISK, PASSING, STRANGE, StoreError, from_os, is_readonly
from monitor.store.feeds import Feeds
from monitor.store.journal import Decided, Heard, Journal, Noted
from monitor.store.revised import Revised
from monitor.store.settings import Settings
from monitor.store.standby import copy_of, put_in_place, remove
from monitor.store.texts import Texts

__all__ = [
    "ANEW", "DISK_TRIES", "OF_THE_DISK", "PASSING", "STRANGE", "Decided", "Heard", "Journal", "Noted", "Store",
    "StoreError", "copy_of", "from_os", "is_readonly", "put_in_place", "remove",
]  # fmt: skip


class Store(Feeds, Decisions, Counts, Texts, Editions, Deliveries, Revised, Settings):
    """One connection to the database, for one thread; `":memory:"` is the fast fake for tests.

    `readonly` neither makes nor migrates a file, and writes nothing.
    """
