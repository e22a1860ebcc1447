"""An item and others in; each clue for and against one event, with its weight, what no evidence outweighs, and the bar.

It is what choosing.py decides by, told whole. Only the crowd of other stories at that time is left out: it belongs to
the moment an item was filed.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.cluster import weights as w
from monitor.cluster.choosing import reason, spoken
from monitor.cluster.clue import Clue, total
from monitor.cluster.profile import facets, profile
from monitor.cluster.weighing import weigh
from monitor.model import Comparison, Judged, SpokenClue

VETO = -6.0  # from here on no usual evidence makes up for it
_CARE = "care: two reports of a product are seldom one event"


def compare(one: Judged, others: Sequence[Judged]) -> Comparison:
    """Weigh an item against others as a whole; () compares it with nothing."""
    if not others:
        return Comparison(0.0, w.JOIN)
    found = sorted(_weigh(one, others), key=lambda clue: -abs(clue.weight))
    clues = tuple(SpokenClue(round(clue.weight, 2), _CARE if clue.what == "bias" else spoken(clue)) for clue in found)
    score = round(total(found), 2)
    return Comparison(score, w.JOIN, clues, tuple(clue for clue in clues if clue.weight <= VETO))


def why(one: Judged, *others: Judged) -> str:
    """Say in one line why an item is, or is not, together with others by its own evidence."""
    clues = _weigh(one, others)
    score = total(clues)
    verdict = "one event" if score >= w.JOIN else "not by these two alone" if len(others) == 1 else "not by this alone"
    return f"{verdict} ({score:+.1f}): {reason(clues)}"


def _weigh(one: Judged, others: Sequence[Judged]) -> list[Clue]:
    return weigh(facets(one.traits), profile([facets(other.traits) for other in others]))
