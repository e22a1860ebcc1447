"""A person parts a story or unites two; what they decided is recorded of the items, and holds from then on.

    split    story ─▶ two stories ─▶ summed up, linked ─▶ what counts as told, by digest     one transaction
    merge    two stories ─▶ one ─▶ summed up, linked ─▶ what counts as told, by digest       one transaction

Undoing a split unites, undoing a merge parts: nothing is mailed twice, and nothing that was not told is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from monitor import compose
from monitor.model import Decision, Digest, Story
from monitor.pipeline.retelling import retell
from monitor.pipeline.service import Service
from monitor.pipeline.uniting import carry_links, save_told, unite
from monitor.store import Decided


def split(service: Service, story: Story, items: Collection[int]) -> int:
    """Part some of a story's items from the rest, for good; return the story they make."""
    with service.store.transaction():
        stay = tuple(one.id for one in story.items if one.id not in items)
        new = _part(service, story, items)
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
            _part_again(service, decision, homes)
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
        for home in homes if said.verdict == "apart" else ():
            moved = [one.id for one in home.items if one.id in second]
            if moved and len(moved) < len(home.items):
                _part(service, home, moved)
        story, other = (found[0].id if found else 0 for found in (homes, others))
        store.decide(Decision(said.verdict, first, second, story, other, at))
    return True


def _is(one: Decision, verdict: str, first: Collection[int], second: Collection[int]) -> bool:
    return (one.verdict, set(one.first), set(one.second)) == (verdict, set(first), set(second))


def _part_again(service: Service, decision: Decision, homes: Sequence[Story]) -> None:
    for home in homes:
        moved = [one.id for one in home.items if one.id in decision.second]
        if moved and len(moved) < len(home.items):
            number = decision.other if service.store.story(decision.other) is None else None
            _part(service, home, moved, number)


def _part(service: Service, whole: Story, items: Collection[int], number: int | None = None) -> int:
    store = service.store
    followers = store.followers(whole.id)
    new = store.part(whole.id, items, number)
    for one in (whole.id, new, *followers):
        retell(service, one)
    rest, off = store.stories(ids=[whole.id]) + store.stories(ids=[new])
    carry_links(service, followers, whole.id, new)
    for name, before in store.told_of(whole.id).items():
        shown = store.headlines(name, [whole.id, new])
        digest = _digest(service, name)
        told_rest = compose.told_part(before, whole, rest, off, shown, digest)
        told_off = compose.told_part(before, whole, off, rest, shown, digest)
        save_told(service, name, told_rest or compose.nothing_told(rest.id))
        if told_off is not None or number is not None:
            save_told(service, name, told_off or compose.nothing_told(off.id))
    return new


def _digest(service: Service, name: str) -> Digest:
    """Return a digest of the config; of one that is no longer in it only the name counts."""
    return service.config.settings.digest(name) or Digest(name)
