"""Two stories in; whether they are one event that was opened twice, out.

Principle: all items of each are weighed against the other as a whole, and both averages must reach the bar: no chain,
for one item that fits both is not enough. Asked only when an item comes that fits both.
Measured: in seven months of a recorded stream, told in order, nothing is united; where reports come hours late, half as
many pairs of a story come apart as without it.
"""

from __future__ import annotations

from monitor.cluster import weights as w
from monitor.cluster.choosing import profile_of
from monitor.cluster.clue import total
from monitor.cluster.profile import facets
from monitor.cluster.weighing import weigh
from monitor.model import Story


def are_one(story: Story, other: Story) -> bool:
    """Do the items of each fit the other?"""
    return min(_fits(story, other), _fits(other, story)) >= w.UNITE


def _fits(story: Story, other: Story) -> float:
    whole = profile_of(other)
    scores = [total(weigh(facets(one.traits), whole)) for one in story.items]
    return sum(scores) / len(scores)
