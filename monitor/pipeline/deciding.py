"""A person parts a story or unites two; what they decided is recorded of the items, and holds from then on.

    split    story ─▶ two stories ─▶ summed up, linked ─▶ what counts as told, by digest     one transaction
    merge    two stories ─▶ one ─▶ summed up, linked ─▶ what counts as told, by digest       one transaction

Undoing a split unites, undoing a merge parts: nothing is mailed twice, and nothing that was not told is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from monitor.model import Decision, Story
from monitor.pipeline.service import Service
from monitor.pipeline.stories import part, unite
from monitor.store import Decided


def split(service: Service, story: Story, items: Collection[int]) -> int:
    """Part some of a story's items from the rest, for good; return the story they make."""
    with service.store.transaction():
        stay = tuple(one.id for one in story.items if one.id not in items)
        new = part(service, story, items)
        service.store.decide(Decision("apart", stay, tuple(sorted(items)), story.id, new, service.clock()))
    return new


def merge(service: Service, story: Story, other: Story) -> None:
    """Put all items of the other story into this one, for good; the other's number is no more."""
    with service.store.transaction():
        ids = [tuple(one.id for one in each.items) for each in (story, other)]
        unite(service, story, other)
        service.store.decide(Decision("together", ids[0], ids[1], story.id, other.id, service.clock()))


def undo(service: Service, decision: Decision) -> None:
    """Take a decision back, and what it did to the stories that its items are in now."""
    store = service.store
    with store.transaction():
        store.undo_decision(decision.id)
        homes = store.stories_of(decision.first)
        if decision.verdict == "together":
            _part_all(service, homes, decision.second, decision.other)
            return
        parted = [one for one in store.stories_of(decision.second) if homes and one.id != homes[0].id]
        for one in parted[:1]:  # they were together, unless later decisions scattered them
            unite(service, homes[0], one)


def said_of(service: Service, decision: Decision) -> Decided:
    """Name what a decision was made of so that it outlives the numbers of items."""
    first, second = (service.store.names_of(ids) for ids in (decision.first, decision.second))
    return Decided(decision.verdict, first, second)


def repeat(service: Service, said: Decided, at: datetime, *, stands: bool) -> bool:
    """Decide again, or take back, what a restored backup knows nothing of; False = it lacks the items, too."""
    store = service.store
    first, second = store.numbers_of(said.first), store.numbers_of(said.second)
    alike = (one for one in store.decisions() if _is(one, said.verdict, first, second))
    known = next(alike, None)
    if known is not None or not stands:
        if known is not None and not stands:
            undo(service, known)
        return True
    if not first or not second:
        return False
    with store.transaction():
        homes, others = store.stories_of(first), store.stories_of(second)
        if said.verdict == "together" and homes and others and homes[0].id != others[0].id:
            unite(service, homes[0], others[0])
        if said.verdict == "apart":
            _part_all(service, homes, second)
        story, other = (found[0].id if found else 0 for found in (homes, others))
        store.decide(Decision(said.verdict, first, second, story, other, at))
    return True


def _is(one: Decision, verdict: str, first: Collection[int], second: Collection[int]) -> bool:
    return (one.verdict, set(one.first), set(one.second)) == (verdict, set(first), set(second))


def _part_all(service: Service, homes: Sequence[Story], items: Collection[int], number: int | None = None) -> None:
    """Part items from the rest of each story; `number`: of the first story they make, where it is free again."""
    for home in homes:
        moved = [one.id for one in home.items if one.id in items]
        if moved and len(moved) < len(home.items):
            part(service, home, moved, number if number and service.store.story(number) is None else None)
