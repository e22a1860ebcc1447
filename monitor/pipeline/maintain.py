"""maintain: old items become tombstones, the database is checked and put in order, once a day."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from monitor.pipeline.service import Service

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
# What nobody asked for is kept for look-backs; what matched is the archive.
UNMATCHED = timedelta(days=90)


def maintain(service: Service) -> bool:
    """Do the daily upkeep if a day has passed since the last; return whether it was done."""
    now, store = service.clock(), service.store
    last = store.setting("maintained_at")
    if last is not None and now - datetime.fromisoformat(last) < EVERY:
        return False
    with store.transaction():
        pruned = store.prune(now - UNMATCHED)
        store.save_setting("maintained_at", now.isoformat())
    store.tidy()
    log.info("maintained pruned=%d", pruned)
    return True
