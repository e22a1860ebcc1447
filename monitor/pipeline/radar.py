"""The store and the watchlist in; the names that stand beside AI video and that it lacks, out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor import radar
from monitor.model import Config
from monitor.radar import Heard, Offer
from monitor.store import Store

WINDOW = timedelta(days=2)  # in which a new name is told by several sites
BACK = timedelta(days=30)  # in which it is looked how a name is used otherwise
OFFERED = 3  # names in one line


def offers(store: Store, config: Config, since: datetime, until: datetime) -> tuple[Offer, ...]:
    """Return the names that stand beside AI video in a window and are not on the watchlist."""

    def usage(name: str) -> Sequence[Heard]:
        return [Heard(*one) for one in store.titled(name, min(since, until - BACK), until)]

    return radar.offers(store.topical_texts(since, until), usage, config, since)
