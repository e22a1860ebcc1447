"""A person's decisions in; which items must share a story, and which must not, out.

Principle: the last word holds. To put together what was parted ends that parting; to part what was put together takes
the parted items out of their group and leaves the rest of it. What belongs together is apart from whatever one of them
is apart from. An item nobody decided on is bound to nothing: between two parted stories it goes to the likelier one.
Rejected: decisions about stories (they are built anew), about pairs (a story of fifty has a thousand).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from monitor.model import Decision


class Decided:
    """Decisions, replayed in the order they were made."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._groups: dict[int, tuple[frozenset[int], Decision]] = {}
        self._partings: list[Decision] = []
        for one in decisions:
            if one.verdict == "together":
                self._join(one)
            else:
                self._part(one)

    def group(self, item: int) -> frozenset[int]:
        """Return the items that an item must be with, itself among them."""
        return self._groups[item][0] if item in self._groups else frozenset((item,))

    def binds(self, item: int, others: Collection[int]) -> Decision | None:
        """Return what puts an item together with one of the others; None = nothing does."""
        group = self.group(item)
        return self._groups[item][1] if any(other in group and other != item for other in others) else None

    def parts(self, item: int, others: Collection[int]) -> Decision | None:
        """Return what keeps an item apart from one of the others; None = nothing does."""
        if not self._partings:
            return None
        mine = self.group(item)
        theirs = frozenset[int]().union(*map(self.group, others)) - mine
        return next((one for one in reversed(self._partings) if _lies_between(one, mine, theirs)), None)

    def holds(self, decision: Decision) -> bool:
        """Tell whether a decision still counts: no later one said the opposite."""
        return decision in self._partings or any(reason == decision for _, reason in self._groups.values())

    def _join(self, decision: Decision) -> None:
        asked = (*decision.first, *decision.second)
        members = frozenset[int]().union(*map(self.group, asked))
        self._partings = [one for one in self._partings if not _lies_between(one, members, members)]
        self._bind(members, decision)

    def _part(self, decision: Decision) -> None:
        parted = frozenset(decision.second)
        for group, reason in {id(kept[0]): kept for kept in self._groups.values()}.values():
            if group & parted:
                self._bind(group - parted, reason)
        self._bind(parted, decision)
        self._partings.append(decision)

    def _bind(self, members: frozenset[int], decision: Decision) -> None:
        self._groups.update((one, (members, decision)) for one in members)


def _lies_between(parting: Decision, mine: frozenset[int], theirs: frozenset[int]) -> bool:
    first, second = parting.first, parting.second
    return (_meet(mine, first) and _meet(theirs, second)) or (_meet(mine, second) and _meet(theirs, first))


def _meet(items: frozenset[int], others: tuple[int, ...]) -> bool:
    return not items.isdisjoint(others)


@lru_cache(maxsize=4)  # each item filed asks for the same ones
def decided(decisions: tuple[Decision, ...]) -> Decided:
    """Replay decisions, the first first."""
    return Decided(decisions)


UNDECIDED = Decided()


def said(decision: Decision) -> str:
    """Say what a person decided, and when.

    >>> from datetime import datetime
    >>> said(Decision("together", (1,), (2,), 7, 8, datetime(2026, 11, 3)))
    'you put them together on 3 Nov 2026'
    """
    on = f"{decision.decided_at.day} {decision.decided_at:%b %Y}"
    return f"you parted these on {on}" if decision.verdict == "apart" else f"you put them together on {on}"
