"""An item in; what is judged of it out: match, claim and the traits that stories are joined by; how alike two are.

How alike in meaning: only with the extra `semantic`, only for borderline items. Vectors are made in a child process
once, and kept in the store. Whatever goes wrong there costs its evidence, nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from monitor import cluster, schedule, semantic
from monitor.claim import Claimer
from monitor.match import Matcher
from monitor.model import Config, Item, Judged, Story
from monitor.store import Store
from monitor.worker import Worker, WorkerError

log = logging.getLogger(__name__)


class Judge:
    """The pure part of filing: an item in, all that is judged of it out."""

    def __init__(self, config: Config) -> None:
        self._config = config

    @cached_property
    def matcher(self) -> Matcher:
        """The automaton of the config, built when the first item comes: a poll often brings none."""
        return Matcher(self._config.watchlist, self._config.cues)

    @cached_property
    def claimer(self) -> Claimer:
        """The lexicons of the config, likewise."""
        return Claimer(self._config.cues, self._config.watchlist)

    def __call__(self, item: Item, vouched: Collection[str] = (), number: int = 0) -> Judged:
        """Match, then claim, then the traits stories are joined by. A wrong date counts as the nearest possible one.

        A story speaks for the products in `vouched`; `number` is the item's id, 0 = it is not stored.
        """
        judgement = self.matcher.judge(item, vouched)
        claim = self.claimer.claim(item, judgement)
        at = None if item.seen_at is None else schedule.effective_at(item.published_at, item.seen_at)
        return Judged(number, item, judgement, claim, cluster.traits(item, judgement, claim, at))


# ---------------------------------------------------------------- meaning


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
