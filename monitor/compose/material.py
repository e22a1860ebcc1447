"""What an edition is composed of, under one name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model import Story, Told


@dataclass(frozen=True)
class Material:
    """What is known at a moment, for one digest."""

    now: datetime
    stories: Sequence[Story]  # the candidates
    earlier: Mapping[int, Story] = field(default_factory=dict)  # those that their links point at, by number
    told: Mapping[int, Told] = field(default_factory=dict)  # what this digest has told before, by story
    muted: Collection[str] = ()  # products that it leaves out
    told_until: datetime | None = None  # what was published until then counts as told; None = nothing does by its date

    @property
    def known(self) -> dict[int, Story]:
        """Return all stories, by number."""
        return {**self.earlier, **{story.id: story for story in self.stories}}
