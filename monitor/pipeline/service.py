"""A config folder and a store in; out comes what every run works with: the judge, the renderer, the clock."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor import cluster, config
from monitor.claim import Claimer
from monitor.match import Matcher
from monitor.model import Claim, Complaint, Config, Item, Judgement, Traits
from monitor.render import Renderer
from monitor.store import Store

Clock = Callable[[], datetime]


@dataclass
class Judge:
    """The pure part of filing: an item in, all that is judged of it out."""

    matcher: Matcher
    claimer: Claimer

    @classmethod
    def of(cls, config: Config) -> Judge:
        """Build the automatons of a config, once per load."""
        return cls(Matcher(config.watchlist, config.cues), Claimer(config.cues, config.watchlist))

    def __call__(self, item: Item) -> tuple[Judgement, Claim, Traits]:
        """Match, then claim, then the traits stories are joined by."""
        judgement = self.matcher.judge(item)
        claim = self.claimer.claim(item, judgement)
        return judgement, claim, cluster.traits(item, judgement, claim)


@dataclass
class Service:
    """What a run works with: a config, a store, a clock and what is built from them."""

    config: Config
    store: Store
    clock: Clock
    judge: Judge
    renderer: Renderer

    @classmethod
    def of(cls, loaded: Config, store: Store, clock: Clock, folder: Path | None) -> Service:
        """Put a service together; templates come from the config folder where it has its own."""
        return cls(loaded, store, clock, Judge.of(loaded), Renderer(config.templates(folder)))


def load_config(folder: Path, store: Store, now: datetime) -> tuple[Config, tuple[Complaint, ...]]:
    """Load the config folder; while it is broken, the last good texts and the complaints about the new ones.

    Raises ConfigError only when there was never a good one.
    """
    try:
        texts = config.read_texts(folder)
        loaded = config.load_texts(texts, folder, now=now)
    except config.ConfigError as error:
        last = store.setting("config")
        if last is None:
            raise
        return config.load_texts(json.loads(last), folder, now=now), error.complaints
    store.save_setting("config", json.dumps(texts))
    return loaded, ()
