"""An item's facets and a story's profile in; the clue of their words, within a language, out."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from monitor.cluster import weights as w
from monitor.cluster.clue import Clue
from monitor.cluster.profile import Facets, Profile


def wording(one: Facets, story: Profile) -> Iterator[Clue]:
    """Weigh how alike the words are, in titles and with the summaries, to those of the story in this language."""
    told = story.wordings.get(one.language)
    if told is None or not one.title:
        return
    title = _cosine(one.title, told.title, told.title_length)
    text = _cosine(one.words, told.words, told.words_length)
    weight = (title - w.TITLE_ZERO) * w.TITLE_SLOPE + (text - w.TEXT_ZERO) * w.TEXT_SLOPE
    least = w.WORDING_LEAST * min(1.0, min(len(one.title), len(told.title)) / w.TOKENS)
    detail = f"{title:.2f}" if title >= text else f"{text:.2f}, summaries included"
    yield Clue(max(least, min(w.WORDING_MOST, weight)), "wording alike by", detail)


def _cosine(tokens: frozenset[str], shares: dict[str, float], length: float) -> float:
    shared = sum([shares[token] for token in tokens if token in shares])
    return shared / (sqrt(len(tokens)) * length) if shared else 0.0
