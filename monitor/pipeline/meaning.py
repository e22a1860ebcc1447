"""Items in, how alike in meaning they are out: vectors are made in a child process once, and kept in the store.

Only with the extra `semantic`, only for borderline items. Whatever goes wrong there costs its evidence, nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor import cluster, semantic
from monitor.model import Judged, Story
from monitor.store import Store
from monitor.worker import Worker, WorkerError

log = logging.getLogger(__name__)

Encode = Callable[[Sequence[str]], list[bytes]]

DEADLINE = timedelta(seconds=10)  # of CPU time for one call, the start of the encoder included
MEMORY = 1 << 30  # bytes of address space; 160 MB of them are used
TITLE = 200  # characters
MEMBERS = 8  # of a story, the latest: a big one need not be encoded whole


@dataclass(frozen=True)
class Meaning:
    """Encodes titles by a model of this name."""

    model: str
    encode: Encode

    def between(self, store: Store, one: Judged, story: Story) -> float | None:
        """Return how alike an item and a story are; None if that cannot be told."""
        items = [one, *story.items[-MEMBERS:]]
        known = store.vectors([each.id for each in items], self.model)
        missing = [each for each in items if each.id not in known and each.item.title]
        try:
            made = self.encode([each.item.title[:TITLE] for each in missing]) if missing else []
        except (WorkerError, ImportError, OSError) as error:
            log.warning("meaning unknown item=%d: %s", one.id, error)
            return None
        new = {each.id: vector for each, vector in zip(missing, made, strict=True)}
        store.save_vectors(new, self.model)
        known |= new
        mine = known.pop(one.id, None)
        return cluster.likeness(mine, list(known.values())) if mine else None


def installed_meaning() -> Meaning | None:
    """Return the encoder of the extra `semantic`; None if it is not installed. Its child starts at the first call."""
    if not semantic.is_installed():
        return None
    return Meaning(semantic.MODEL, Worker(semantic.vectors, deadline=DEADLINE, memory=MEMORY).call)
