"""Everything remembered: values of model.py in, the same values out; every SQL statement is in this package.

connection.py opens, checks, migrates, backs up and holds transactions; schema.py is the tables; feeds, items, search,
stories, counts, editions, deliveries and settings each hold the statements about one noun; codec.py writes values as
text. A fault is a StoreError with a stable code.
"""

from __future__ import annotations

from monitor.store.counts import Counts
from monitor.store.deliveries import Deliveries
from monitor.store.editions import Editions
from monitor.store.errors import StoreError
from monitor.store.feeds import Feeds
from monitor.store.settings import Settings
from monitor.store.stories import Stories

__all__ = ["Store", "StoreError"]


class Store(Feeds, Stories, Counts, Editions, Deliveries, Settings):
    """One connection to the database, for one thread; `":memory:"` is the fast fake for tests.

    `readonly` neither makes nor migrates a file, and writes nothing.
    """
