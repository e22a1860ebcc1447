"""Items in; why they are, or are not, in one story, out: a person's word, else the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from monitor import cluster
from monitor.model import Comparison, Judged, Story
from monitor.store import Store


def compare(store: Store, one: Judged, others: Sequence[Judged]) -> tuple[Comparison, str]:
    """Weigh an item against others as a whole; with it, what a person decided of them, "" = nothing."""
    decided = cluster.decided(store.decisions())
    ids = [other.id for other in others]
    said = decided.parts(one.id, ids) or decided.binds(one.id, ids)
    return cluster.compare(one, others), cluster.said(said) if said else ""


def why_in(store: Store, one: Judged, story: Story) -> str:
    """Say in one line why an item is in its story: weighed against the rest of it."""
    rest = [other for other in story.items if other.id != one.id]
    if not rest:
        return "alone in it"
    _, said = compare(store, one, rest)
    why = cluster.why(one, *rest)
    return f"{said}; by itself {why}" if said else why
