"""An item in; what is judged of it out: match, claim and the traits that stories are joined by."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from monitor import cluster, schedule
from monitor.claim import Claimer
from monitor.match import Matcher
from monitor.model import Config, Item, Judged


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
