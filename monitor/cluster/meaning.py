"""Vectors of titles in, how alike they are in meaning out: evidence for borderline items only.

Measured: a sentence encoder cannot tell the events of a product apart by itself, so it never speaks against, and only
where the other evidence leaves an item just short of a story.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from math import hypot

from monitor.cluster import weights as w
from monitor.cluster.clue import Clue


def likeness(one: bytes, others: Sequence[bytes]) -> float | None:
    """Return the mean cosine of a vector with others, as packed half floats; None if there are none."""
    mine = _unit(one)
    cosines = [sum(a * b for a, b in zip(mine, _unit(other), strict=True)) for other in others]
    return sum(cosines) / len(cosines) if cosines else None


def _unit(packed: bytes) -> tuple[float, ...]:
    values = struct.unpack(f"<{len(packed) // 2}e", packed)
    length = hypot(*values) or 1.0
    return tuple(value / length for value in values)


def is_borderline(score: float) -> bool:
    """Tell whether an item falls just short of a story: then its meaning is asked for."""
    return w.JOIN - w.BORDERLINE <= score < w.JOIN


def mean_the_same(alike: float | None) -> Iterator[Clue]:
    """Weigh how alike an item and a story are in meaning; None = nobody can tell."""
    if alike is not None and alike > w.MEANING_ZERO:
        weight = min(w.MEANING_MOST, (alike - w.MEANING_ZERO) * w.MEANING_SLOPE)
        yield Clue(weight, "alike in meaning by", round(alike, 2))
