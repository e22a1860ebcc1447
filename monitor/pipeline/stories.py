"""A story whose items changed in; what it sums up to, its links, and what readers count as told of it, stored.

    retell        its items changed     summed up anew, linked to earlier ones of its product
    unite         two became one        the whole counts as told what either was, by digest
    part          one became two        each counts as told what readers saw of it, by digest
    split, merge  a person's word       recorded of the items, and holds from then on; each in one transaction

Undoing a split unites, undoing a merge parts: nothing is mailed twice, and nothing that was not told is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import cluster, compose
from monitor.model import Comparison, Decision, Digest, Judged, Story, Told
from monitor.pipeline.service import Service
from monitor.store import Decided, Store

# How long a story may be picked up by a later one of the same product: rumour, confirmation, withdrawal.
LADDER = timedelta(days=60)


def retell(service: Service, number: int) -> None:
    """Sum a story up again after its items changed, and link it to earlier ones of its product."""
    story = service.store.story(number)
    if story is None or not story.items:
        return
    headline, products, status, kinds = cluster.summarise(story.items)
    story = replace(story, headline=headline, products=products, status=status, kinds=kinds)
    before, at = story.opened_at - LADDER, story.opened_at
    earlier = service.store.linkable(number, products[0], before, at) if products and status != "na" else ()
    service.store.set_story(replace(story, links=cluster.relate(story, earlier)))


def link_later(service: Service, number: int) -> None:
    """Link the stories that a new one precedes to it: which of two feeds was read first says nothing.

    Not those that readers know: an old rumour that arrives late is no news of its denial.
    """
    story = service.store.story(number)
    if story is None or not story.products or story.status == "na":
        return
    later = service.store.linkable(number, story.products[0], story.opened_at, story.opened_at + LADDER)
    told = service.store.told_stories() if later else ()
    for one in later:
        if one.id not in told and cluster.relate(one, [story]):
            retell(service, one.id)


def unite(service: Service, story: Story, other: Story) -> None:
    """Move all items of the other story into this one, which then counts as told what either was."""
    store = service.store
    followers = store.followers(other.id)
    tellings = [(store.told_of(one.id), one) for one in (story, other)]
    store.unite(story.id, other.id)
    for one in (story.id, *followers):
        retell(service, one)
    whole = store.story(story.id)
    assert whole is not None
    _carry_links(service, followers, other.id, story.id)
    for digest in service.config.settings.digests:
        told = compose.told_whole([(by.get(digest.name), one) for by, one in tellings], whole, digest)
        if told is None and other.id > store.newest_told(digest.name) >= story.id:
            told = compose.nothing_told(whole.id)  # the other was yet to be told
        if told is not None:
            _save_told(service, digest.name, told)


def part(service: Service, whole: Story, items: Collection[int], number: int | None = None) -> int:
    """Move items of a story into one of their own, and say what counts as told of either; return its number.

    `number`: the one it had before, and has again; None = a new one.
    """
    store = service.store
    followers = store.followers(whole.id)
    new = store.part(whole.id, items, number)
    for one in (whole.id, new, *followers):
        retell(service, one)
    rest, off = store.stories(ids=[whole.id]) + store.stories(ids=[new])
    _carry_links(service, followers, whole.id, new)
    for name, before in store.told_of(whole.id).items():
        shown = store.headlines(name, [whole.id, new])
        digest = service.config.settings.digest(name) or Digest(name)  # of one no longer there only the name counts
        told_rest = compose.told_part(before, whole, rest, off, shown, digest)
        told_off = compose.told_part(before, whole, off, rest, shown, digest)
        _save_told(service, name, told_rest or compose.nothing_told(rest.id))
        if told_off is not None or number is not None:
            _save_told(service, name, told_off or compose.nothing_told(off.id))
    return new


def _carry_links(service: Service, followers: Sequence[int], known: int, as_well: int) -> None:
    """A reader who was told what a follower turned is not told again because that story has another number."""
    for follower in followers:
        for name, told in service.store.told_of(follower).items():
            if known in told.linked:
                _save_told(service, name, replace(told, linked=tuple(sorted({*told.linked, as_well}))))


def _save_told(service: Service, digest: str, told: Told) -> None:
    """Record what counts as told of a story now."""
    service.store.correct_told(digest, told, service.clock())


# ---------------------------------------------------------------- a person's word


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


# ---------------------------------------------------------------- why an item is in a story


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
