"""Items that report one event, how they are weighed, and what a person decided of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.model.judgement import Judged
from monitor.model.words import Relation, Status


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A story continues, confirms, denies or contradicts an earlier one of the same product."""

    earlier: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class Story:
    """The items that report one event. Items are in order of publication."""

    id: int
    opened_at: datetime
    items: tuple[Judged, ...] = ()
    headline: int = 0  # id of the item whose headline stands for it
    products: tuple[str, ...] = ()
    status: Status = "na"
    kinds: tuple[str, ...] = ()
    links: tuple[StoryLink, ...] = ()

    @property
    def best(self) -> Judged:
        """Return the item whose headline stands for it."""
        return next((one for one in self.items if one.id == self.headline), self.items[0])

    @property
    def is_rumour(self) -> bool:
        """Tell whether most of its reports hedge; what one site alone says plainly is `reported`, too, and is none."""
        claims = [one.claim.status for one in self.items if one.claim.status != "na"]
        return self.status == "reported" and 2 * claims.count("reported") > len(claims)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which story an item belongs to, and why."""

    story: int | None  # None = a new one
    score: float
    why: str
    rivals: tuple[int, ...] = ()  # other stories it fits as well


@dataclass(frozen=True, slots=True)
class SpokenClue:
    """One clue for or against one event, in words; its weight is in natural log-odds."""

    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Why an item and others are, or are not, one event: the heaviest clue first."""

    score: float
    bar: float  # from which on they are
    clues: tuple[SpokenClue, ...] = ()
    vetoes: tuple[SpokenClue, ...] = ()  # those among them that no other evidence outweighs


Verdict = Literal["apart", "together"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of items: that two groups of them belong apart, or together. It outlives their stories."""

    verdict: Verdict
    first: tuple[int, ...]  # ids of items: those that stayed
    second: tuple[int, ...]  # those that were split off or merged into them; they belong together
    story: int  # the stories it was said of, as they were called then
    other: int
    decided_at: datetime
    id: int = 0  # 0 = not yet recorded
