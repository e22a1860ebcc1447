"""A text of any language in; the names and topics it speaks of, under one word each for all languages, out.

Principle: two reports of one event in two languages share few letters but the same things: Disney, a lawsuit, London,
an avatar. The tables (entities.py, topics.py and their like) translate nothing; they only say when two spellings mean
one thing.
Known exceptions: a spelling may mean more than the thing (`letter`); one topic shared is therefore weak evidence.
Rejected: sentence embeddings (a model of 30 MB and 60 ms a title for what a few hundred things decide here); more
tables (brands, everyday life, society and trade, Arabic and Hindi): 650 lines brought five of 2,600 reports home.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from monitor.cluster.affairs import LAW, MONEY
from monitor.cluster.entities import COMPANIES, PERSONS
from monitor.cluster.places import CITIES, REGIONS
from monitor.cluster.topics import CRAFT, CULTURE, PRODUCT
from monitor.text import fold

TABLES = (
    ("entity", (COMPANIES, PERSONS)),
    ("place", (REGIONS, CITIES)),
    ("topic", (PRODUCT, CRAFT, LAW, MONEY, CULTURE)),
)
_SPACED = 0x0530  # scripts below it write words apart: Latin, Greek, Cyrillic


def concepts(text: str, language: str = "") -> tuple[str, ...]:
    """Return what a text speaks of, sorted: "entity:disney", "place:london", "topic:lawsuit".

    >>> concepts("迪士尼起诉") == concepts("Disney sues") == ("entity:disney", "topic:lawsuit")
    True
    """
    return tuple(sorted({thing for _, thing in _found(fold(text, language).text)}))


def _found(folded: str) -> Iterator[tuple[int, str]]:
    """Look each place up by its next two characters: one pass, however long the tables."""
    things = _things()
    is_inside = False  # a word of a spaced script
    for index, char in enumerate(folded):
        spaced = char.isalnum() and ord(char) < _SPACED
        if not (spaced and is_inside):
            for spelling, thing in (*things.get(folded[index : index + 2], ()), *things.get(char, ())):
                if folded.startswith(spelling, index) and _ends(folded, index, spelling, thing):
                    yield index, thing.removesuffix("$")
        is_inside = spaced


def _ends(folded: str, index: int, spelling: str, thing: str) -> bool:
    """A spelling marked `$` must be the whole word."""
    if not thing.endswith("$"):
        return True
    after = folded[index + len(spelling) : index + len(spelling) + 1]
    return not (after.isalnum() and ord(after) < _SPACED)


@cache  # made with the first text
def _things() -> dict[str, list[tuple[str, str]]]:
    """Index spellings, folded, by their first two characters; `$` moves from the spelling to its thing."""
    index: dict[str, list[tuple[str, str]]] = {}
    for kind, tables in TABLES:
        for table in tables:
            for thing, spellings in table.items():
                for written in spellings.split("|"):
                    spelling = fold(written.removesuffix("$"), "ja").text
                    whole = "$" if written.endswith("$") else ""
                    index.setdefault(spelling[:2], []).append((spelling, f"{kind}:{thing}{whole}"))
    return index
