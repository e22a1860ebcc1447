"""Items and a watchlist in; out come the items that a plain search for the names would have taken for news of them.

They show what the matcher is for: "Soraya" holds Sora, ソラマメ holds ソラ, an airport has a runway.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.model import Judged, Watchlist
from monitor.text import fold

_SHORTEST = 2  # letters


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An item that matches nothing, and the name of a product that stands in its title all the same."""

    term: str
    judged: Judged


def lookalikes(items: Iterable[Judged], watchlist: Watchlist) -> tuple[Lookalike, ...]:
    """Return the irrelevant items whose titles hold a product's name as a run of letters; the longest name is named."""
    spelled = [term.text for product in watchlist.products for term in product.terms]
    terms = {fold(text).text: text for text in reversed(spelled)}  # of spellings that fold alike the first is named
    by_length = sorted((folded for folded in terms if len(folded) >= _SHORTEST), key=len, reverse=True)
    found = []
    for one in items:
        title = fold(one.item.title).text
        held = next((folded for folded in by_length if folded in title), None)
        if held is not None and not one.judgement.relevant:
            found.append(Lookalike(terms[held], one))
    return tuple(found)
