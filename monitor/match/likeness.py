"""A title that names no product in, the name of the watchlist most like a word of it out: misspelt, or new."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import pairwise

from monitor.model import Term, Watchlist
from monitor.text import fold, words

ALIKE = 0.8  # of difflib's ratio: Seedanse, not Seed
SHORTEST = 5  # letters; of shorter words everything is a neighbour


def likeness(title: str, language: str, watchlist: Watchlist) -> tuple[str, Term] | None:
    """Return the word, or two, as folded, and the alias it is like; None when there is none."""
    names = {
        fold(term.text).text: term
        for product in watchlist.products
        for term in product.terms
        if not term.regex and len(term.text) >= SHORTEST
    }
    best = max(_alike(title, language, names), default=None)
    return None if best is None else (best[1], names[best[2]])


def _alike(title: str, language: str, names: dict[str, Term]) -> Iterator[tuple[float, str, str]]:
    single = words(title, language)
    for word in (*single, *map(" ".join, pairwise(single))):
        if len(word) >= SHORTEST:
            for name in difflib.get_close_matches(word, names, 1, ALIKE):
                yield difflib.SequenceMatcher(a=name, b=word).ratio(), word, name
