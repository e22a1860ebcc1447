"""A config folder and a store in; out comes what every run works with: the judge, the renderer, the clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from monitor import cluster, config, schedule
from monitor.claim import Claimer
from monitor.match import Difference, Matcher
from monitor.model import Claim, Comparison, Complaint, Config, Item, Judged, Judgement, Story, Traits
from monitor.pipeline.meaning import Meaning, installed_meaning
from monitor.render import Renderer
from monitor.store import Store

Clock = Callable[[], datetime]

# Settings: the texts of the config in use, and of the one before it by which items were judged otherwise.
CONFIG, CONFIG_BEFORE = "config", "config-before"


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

    def __call__(self, item: Item, vouched: Collection[str] = ()) -> tuple[Judgement, Claim, Traits]:
        """Match, then claim, then the traits stories are joined by. A wrong date counts as the nearest possible one.

        A story speaks for the products in `vouched`.
        """
        judgement = self.matcher.judge(item, vouched)
        claim = self.claimer.claim(item, judgement)
        at = None if item.seen_at is None else schedule.effective_at(item.published_at, item.seen_at)
        return judgement, claim, cluster.traits(item, judgement, claim, at)


@dataclass
class Service:
    """What a run works with: a config, a store, a clock and what is built from them."""

    config: Config
    store: Store
    clock: Clock
    judge: Judge
    renderer: Renderer
    meaning: Meaning | None = None  # None = the extra `semantic` is not installed
    resting: dict[str, datetime] = field(default_factory=dict)  # what is not done at every beat: when it was last

    @classmethod
    def of(cls, loaded: Config, store: Store, clock: Clock, folder: Path | None) -> Service:
        """Put a service together; templates come from the config folder where it has its own, else the shipped ones."""
        renderer = Renderer(_templates(folder), shipped=config.templates(None))
        return cls(loaded, store, clock, Judge(loaded), renderer, meaning=installed_meaning())

    def rest(self, what: str) -> None:
        """Let some work rest from now on."""
        self.resting[what] = self.clock()

    def rests(self, what: str, long: timedelta) -> bool:
        """Tell whether it is too early for some work, which rests so long; a clock that was set back ends a rest."""
        began, now = self.resting.get(what), self.clock()
        return began is not None and began <= now < began + long

    def alike(self, one: Judged, story: Story) -> float | None:
        """Return how alike in meaning an item and a story are; None where nobody can tell."""
        return self.meaning.between(self.store, one, story) if self.meaning else None

    def compare(self, one: Judged, others: Sequence[Judged]) -> tuple[Comparison, str]:
        """Weigh an item against others as a whole; with it, what a person decided of them, "" = nothing."""
        decided = cluster.decided(self.store.decisions())
        ids = [other.id for other in others]
        said = decided.parts(one.id, ids) or decided.binds(one.id, ids)
        return cluster.compare(one, others), cluster.said(said) if said else ""

    def why_in(self, one: Judged, story: Story) -> str:
        """Say in one line why an item is in its story: weighed against the rest of it."""
        rest = [other for other in story.items if other.id != one.id]
        return self.why_together(one, *rest) if rest else "alone in it"

    def why_together(self, one: Judged, *others: Judged) -> str:
        """Say in one line why an item is, or is not, in one story with others: a person's word, else the evidence."""
        _, said = self.compare(one, others)
        why = cluster.why(one, *others)
        return f"{said}; by itself {why}" if said else why


def _templates(folder: Path | None) -> Mapping[str, str]:
    """Read the templates; where a person's own are no texts, the shipped ones: load_config has complained already."""
    try:
        return config.templates(folder)
    except config.ConfigError:
        return config.templates(None)


def load_config(
    folder: Path, store: Store, now: datetime, *, remember: bool = True
) -> tuple[Config, tuple[Complaint, ...]]:
    """Load the config folder; while it is broken, the last good texts and the complaints about the new ones.

    A good one is remembered as the last good one, unless `remember` is False. Raises ConfigError only when there was
    never a good one.
    """
    try:
        texts = config.read_texts(folder)
        loaded = config.load_texts(texts, folder, now=now)
        config.templates(folder)
    except config.ConfigError as error:
        last = store.setting(CONFIG)
        if last is None:
            raise
        return config.load_texts(json.loads(last), folder, now=now), error.complaints
    if remember:
        remember_config(store, folder, texts, loaded)
    return loaded, ()


def remember_config(store: Store, folder: Path, texts: Mapping[str, str], loaded: Config) -> None:
    """Keep the texts of the config that items are judged by from now on; `check --against` compares with it."""
    with store.transaction():
        _keep_before(store, folder, texts, loaded)
        store.save_setting(CONFIG, json.dumps(texts))


def _keep_before(store: Store, folder: Path, texts: Mapping[str, str], loaded: Config) -> None:
    """Keep the texts in use so far, if the config that replaces them judges otherwise."""
    last, at = store.setting(CONFIG), loaded.loaded_at
    if last is None or at is None or json.loads(last) == texts:
        return
    try:
        before = config.load_texts(json.loads(last), folder, now=at)
    except config.ConfigError:  # kept by a program that took what this one does not
        return
    if Difference(before, loaded).words:
        store.save_setting(CONFIG_BEFORE, last)
