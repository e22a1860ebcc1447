"""A config folder and a store in; out comes what every run works with: the judge, the renderer, the clock."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from monitor import config
from monitor.model import Complaint, Config, Judged, Story
from monitor.store import Store

if TYPE_CHECKING:
    from monitor.pipeline.judging import Judge, Meaning
    from monitor.render import Renderer

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

# Settings: the texts of the config in use, and of the one before it by which items were judged otherwise.
CONFIG, CONFIG_BEFORE = "config", "config-before"
LIMIT = "mail-limit"  # bytes of a letter that the server said it takes


@dataclass
class Service:
    """What a run works with: a config, a store, a clock and what is built from them when it is needed.

    What judges and renders is imported then, too: to find that no feed has news takes a quarter less without.
    """

    config: Config
    store: Store
    clock: Clock
    templates: Mapping[str, str]
    # Read at once: a running service must not take up those of a newer program, which is being installed.
    shipped: Mapping[str, str] = field(default_factory=lambda: _templates(None))
    resting: dict[str, datetime] = field(default_factory=dict)  # what is not done at every beat: when it was last
    on_item: Callable[[], None] = lambda: None  # told of each item that is judged or placed: much work is no hang

    @classmethod
    def of(cls, loaded: Config, store: Store, clock: Clock, folder: Path | None) -> Service:
        """Put a service together; templates come from the config folder where it has its own, else the shipped ones."""
        return cls(loaded, store, clock, _templates(folder))

    @cached_property
    def judge(self) -> Judge:
        """What items are judged by."""
        from monitor.pipeline.judging import Judge

        return Judge(self.config)

    @cached_property
    def renderer(self) -> Renderer:
        """What mails and pages are made by."""
        from monitor.render import Renderer

        return Renderer(self.templates, shipped=self.shipped)

    @cached_property
    def meaning(self) -> Meaning | None:
        """What tells how alike two titles are; None = the extra `semantic` is not installed."""
        from monitor.pipeline.judging import installed_meaning

        return installed_meaning()

    def load(self) -> None:
        """Load now what files and compares items, too: a running service must not take it from a newer program."""
        from monitor.pipeline import filing, judging  # noqa: F401  for their being loaded

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


def config_kept(store: Store, name: str, folder: Path, now: datetime) -> Config | None:
    """Return a config that was kept by its texts; None = there is none, or a program kept it that took other texts."""
    text = store.setting(name)
    try:
        return config.load_texts(json.loads(text), folder, now=now) if text else None
    except config.ConfigError:
        return None


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
    from monitor.match import Difference  # here: a config is rarely a new one

    before = config_kept(store, CONFIG, folder, at)
    if before is not None and Difference(before, loaded).words:
        store.save_setting(CONFIG_BEFORE, last)


# ---------------------------------------------------------------- what may fail by itself


BUG = "bug:"  # of what failed, in the settings: how; "" = it went well since
BUG_WAIT = timedelta(minutes=10)  # what failed by a bug rests so long: the log stays readable
# What stands beside the promises, as an alarm names it.
Beside = Literal["rematch", "smaller letters", "report", "translations", "operator's mail", "mail on an edit"]

Result = TypeVar("Result")


def tried(service: Service, what: str, work: Callable[[], Result]) -> Result | None:
    """Do some work, or note where `status` finds it that a bug kept it from being done, and let it rest a while.

    None when it failed, or rests for that. It must not be inside a transaction: that would be left half done.
    """
    bug = BUG + what
    if service.rests(bug, BUG_WAIT):
        return None
    try:
        result = work()
    except Exception as error:  # the one boundary per edition, and per work beside them
        if service.store.is_broken(error):
            raise
        log.error("bug in=%s\n%s", what, traceback.format_exc())
        service.rest(bug)
        service.store.save_setting(bug, f"{type(error).__name__}: {error}")
        return None
    if service.store.setting(bug):
        service.store.save_setting(bug, "")
    return result


def beside(service: Service, what: Beside, work: Callable[[], Result]) -> Result | None:
    """Do some work whose bugs must not end the service; None when it failed, or rests for that."""
    return tried(service, beside_of(what), work)


def beside_of(what: Beside) -> str:
    """Name a work, beside the editions; no digest of the config can have this name."""
    return f"beside:{what}"
