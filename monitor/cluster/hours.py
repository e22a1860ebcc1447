"""An item's facets and a story's profile in; the hours between them out."""

from __future__ import annotations

from monitor.cluster import weights as w
from monitor.cluster.profile import Facets, Profile


def distance(one: Facets, story: Profile) -> float | None:
    """Return the hours between an item and a story, half nearest and half mean; None when a date is unknown."""
    if one.at is None or not story.times:
        return None
    at, blur = one.at, one.blur
    gaps = [_gap(at, blur, other, other_blur) for other, other_blur in story.times]
    return w.MEAN * sum(gaps) / len(gaps) + (1 - w.MEAN) * min(gaps)


def least_distance(one: Facets, story: Profile) -> float:
    """Return the hours an item lies outside of a story's time, 0 within it or when a date is unknown."""
    if one.at is None or story.starts is None or story.ends is None:
        return 0.0
    return max(story.starts - one.at, one.at - story.ends, 0.0)


def _gap(one: float, blur: float, other: float, other_blur: float) -> float:
    """Of a date without an hour take the nearest hour, and half of what it leaves open."""
    unsure = max(blur, other_blur)
    return max(abs(one - other) - unsure, 0.0) + unsure / 2
