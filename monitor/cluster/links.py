"""A story and earlier ones of its product in; which of them it continues, confirms, denies or contradicts, out.

Principle: a link wants a subject in common (the evidence of weighing.py, hours left aside); then what the two say of
it tells which link it is. A rumour is what most of its reports hedge: a plain report by one site is none, though its
story is not yet confirmed. An end after rumours of a beginning contradicts them, whatever their subject was: "Sora to
join ChatGPT", then "OpenAI closes Sora".
Known exception: only the main product is looked at; what one event means for another product is not linked.
Rejected: linking all stories of a product (a busy one would have hundreds of steps).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from monitor.cluster.choosing import profile_of
from monitor.cluster.clue import total
from monitor.cluster.profile import facets
from monitor.cluster.weighing import content
from monitor.model import Relation, Story, StoryLink

MOST = 3  # links of one story
WEIGHED = 24  # earlier stories whose subject is compared, those that it would turn first, then the nearest
CLOSE = timedelta(days=21)  # what merely goes on was told not longer ago
AKIN = 2.0  # evidence, in the weights of weights.py, that two stories have their subject in common
AKIN_TO_ONE_OF_FEW = 0.5  # the same, where both are of a kind of which a product has few at a time
BEGINNINGS = (("launch",), ("integration",))
TURNS: tuple[Relation, ...] = ("contradicts", "denies", "confirms")
# Clues that say how two stories differ, not what they are about; and what is missing, which says little over weeks.
_DIFFERENCE = (
    "one denies", "opposite kinds", "report and happening more than a day apart", "nothing they both speak of",
)  # fmt: skip


def relate(story: Story, earlier: Iterable[Story]) -> tuple[StoryLink, ...]:
    """Return the links of a story, those that say something else of an event first, then the nearest in time.

    What a link would say is read off first: few stories are left whose subjects must be compared.
    """
    read = [(turn, other) for other in earlier if _precedes(other, story) and (turn := _turn(story, other))]
    read.sort(key=lambda pair: (pair[0] not in TURNS, story.opened_at - pair[1].opened_at, pair[1].id))
    akin = (StoryLink(other.id, turn) for turn, other in read[:WEIGHED] if _is_akin(story, other))
    return tuple(islice(akin, MOST))


def _precedes(other: Story, story: Story) -> bool:
    if not other.items or not story.items or other.products[:1] != story.products[:1] or not story.products:
        return False
    return (other.opened_at, other.id) < (story.opened_at, story.id)


def _turn(story: Story, other: Story) -> Relation | None:
    """Read off what a story says of an earlier one, if both have one subject."""
    if "na" in (story.status, other.status):
        return None
    if _contradicts(story, other):
        return "contradicts"
    if story.status == "denied":
        return None if other.status == "denied" else "denies"
    if other.status == "denied":
        return "contradicts" if story.status == "confirmed" else None
    if other.is_rumour and story.status == "confirmed":
        return "confirms" if set(story.kinds) & set(other.kinds) else None
    return "continues" if story.opened_at - other.opened_at <= CLOSE else None


def _contradicts(story: Story, other: Story) -> bool:
    """Does it end what was rumoured to begin?"""
    return story.status == "confirmed" and other.is_rumour and _is_end_of(story, other)


def _is_akin(story: Story, other: Story) -> bool:
    """Have they one subject? An end needs none in common with the rumour of a beginning."""
    if _contradicts(story, other):
        return True
    return _likeness(story, other) >= (AKIN_TO_ONE_OF_FEW if _is_one_of_few(story, other) else AKIN)


def _is_one_of_few(story: Story, other: Story) -> bool:
    """Are both of a kind of which a product has few at a time: an end, or what is rumoured?"""
    kind = next(iter(other.kinds), "")
    return story.kinds[:1] == (kind,) and (other.is_rumour or kind == "shutdown")


def _is_end_of(story: Story, other: Story) -> bool:
    """Is one first of all an end, the other a beginning?"""
    return story.kinds[:1] == ("shutdown",) and other.kinds[:1] in BEGINNINGS and "shutdown" not in other.kinds


def _likeness(story: Story, other: Story) -> float:
    """Average over the story's items how much each speaks of the other story's subject."""
    whole, sums = profile_of(other), []
    for one in story.items:
        clues = content(facets(one.traits), whole, None)
        sums.append(total([clue for clue in clues if clue.what not in _DIFFERENCE]))
    return sum(sums) / len(sums)
