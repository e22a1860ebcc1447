"""What speaks for or against one event, and how much."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Clue(NamedTuple):
    """One piece of evidence."""

    weight: float
    what: str  # in words
    detail: object = ""  # what is shared or differs


def total(clues: Collection[Clue]) -> float:
    """Add the weights up."""
    return sum(clue.weight for clue in clues)
