"""A judged item and the stories near it in; the story it belongs to, or a new one, out, with the reason in words.

Each candidate is weighed as a whole (weighing.py); the heaviest wins if it reaches the bar (weights.JOIN), of equals
the oldest. Nothing here depends on the order of the candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitor.cluster import weights as w
from monitor.cluster.clue import Clue, total
from monitor.cluster.decided import UNDECIDED, Decided, said
from monitor.cluster.hours import least_distance
from monitor.cluster.meaning import is_borderline, mean_the_same
from monitor.cluster.profile import Facets, Profile, facets, profile
from monitor.cluster.weighing import weigh
from monitor.model import Choice, Judged, Story, Traits

WEIGHED = 24  # candidates weighed whole; of more, those that look likest
KEPT = 1_000  # stories whose profiles are remembered
GROWN = 8  # items; of a story of as many their facets are remembered, too: 6 kB each
TOLD = 5  # clues named in a reason
TELLING = 0.25  # a lighter clue is not worth naming


def ids_of(story: Story) -> list[int]:
    """Return the ids of a story's items."""
    return [one.id for one in story.items]


class Memory:
    """Profiles made before: filing compares with the same stories again and again.

    A profile is used only while its story holds the very same traits, so what is remembered never changes an answer;
    of a story that grew the items that stayed are not read again.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[list[Traits], list[Facets], Profile]] = {}

    def profile(self, story: Story) -> Profile:
        """Return the profile of a story that has items."""
        traits = [one.traits for one in story.items]
        kept = self._kept.get(story.id)
        if kept is not None and len(kept[0]) == len(traits) and all(map(_is, kept[0], traits)):
            return kept[2]
        known = {id(one): read for one, read in zip(kept[0], kept[1], strict=False)} if kept else {}
        read = [known.get(id(one)) or facets(one) for one in traits]
        made = profile(read)
        self._kept[story.id] = (traits, read if len(read) >= GROWN else [], made)
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return made


def _is(one: Traits, other: Traits) -> bool:
    return one is other


_memory = Memory()


def profile_of(story: Story) -> Profile:
    """Return the profile of a story that has items, remembered."""
    return _memory.profile(story)


def choose(
    judged: Judged,
    candidates: Sequence[Story],
    decided: Decided = UNDECIDED,
    alike: Callable[[int], float | None] = lambda _: None,
    bar: float = w.JOIN,
) -> Choice:
    """Return the story an item belongs to; `Choice.story` is None when it opens one. A person's word goes first.

    `alike` says how alike in meaning item and story are, None = unknown; it is asked for a borderline one only. `bar`
    is the evidence that is wanted.
    """
    for story in candidates:
        if (bound := decided.binds(judged.id, ids_of(story))) is not None:
            return Choice(story.id, w.JOIN, said(bound))
    candidates = [story for story in candidates if decided.parts(judged.id, ids_of(story)) is None]
    one = facets(judged.traits)
    profiles = [(story.id, profile_of(story)) for story in candidates if story.items]
    crowd = sum(_is_near(one, whole) for _, whole in profiles)
    likely = sorted(profiles, key=lambda found: (-_promise(one, found[1]), found[0]))[:WEIGHED]
    weighed = [(number, weigh(one, whole, max(crowd - 1, 0))) for number, whole in likely]
    best = max(((total(clues), -number, clues) for number, clues in weighed), default=None, key=lambda found: found[:2])
    if best is None:
        return Choice(None, 0.0, "no story near it")
    score, number, clues = round(best[0], 2), -best[1], best[2]
    if is_borderline(score):
        clues = [*clues, *mean_the_same(alike(number))]
        score = round(total(clues), 2)
    if score >= bar:
        rivals = sorted(other for other, found in weighed if other != number and total(found) >= w.JOIN)
        return Choice(number, score, reason(clues), tuple(rivals))
    return Choice(None, score, f"not #{number}: {reason(clues)}")


def _is_near(one: Facets, story: Profile) -> bool:
    return story.mains.get(one.main, 0.0) >= 0.5 and least_distance(one, story) <= w.CROWD


def _promise(one: Facets, story: Profile) -> float:
    """Guess from a few traits how likely a story is the one; the same page first."""
    if not one.addresses.isdisjoint(story.addresses):
        return w.SAME_ADDRESS
    shared = len(story.things.keys() & one.things)
    wording = story.wordings.get(one.language)
    alike = len(wording.title.keys() & one.title) if wording is not None else 0
    kind = not story.kinds.keys().isdisjoint(one.kinds)
    return shared + alike + kind - least_distance(one, story) / 24 - (one.main not in story.mains)


def reason(clues: Sequence[Clue]) -> str:
    """Name the heaviest clues, those for one event first."""
    telling = (clue for clue in clues if abs(clue.weight) >= TELLING and clue.what != "bias")
    heavy = sorted(telling, key=lambda clue: -abs(clue.weight))[:TOLD]
    named = sorted(heavy, key=lambda clue: -clue.weight)
    return "; ".join(f"{spoken(clue)} {clue.weight:+.1f}" for clue in named) or "nothing that tells"


def spoken(clue: Clue) -> str:
    """Say a clue in words."""
    detail = clue.detail
    if clue.what == "apart" and isinstance(detail, float):
        return f"{detail:.0f} h apart"
    if isinstance(detail, list):
        detail = ", ".join(list(dict.fromkeys(map(_named, map(str, detail))))[:4])
    return f"{clue.what} {detail}".rstrip()


def _named(thing: str) -> str:
    """Name a thing without its kind, a quantity with its unit behind it: "disney", "120 s", "30 %"."""
    kind, _, name = thing.rpartition(":")
    if kind == "quantity" or thing.startswith("% "):
        unit, _, figure = name.partition(" ")
        return figure if unit == "count" else f"{figure} {unit}"
    return thing.partition(":")[2] or thing
