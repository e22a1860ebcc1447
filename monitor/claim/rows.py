"""A title and the products it names in; whether it is several headlines in a row, each of another product, out.

Principle: newsletters head an issue with its news ("Veo 4 lands 🎬, Runway hires 👋, Kling cuts prices 💸"), briefs
with semicolons or bars. Such a title tells of several events, so it claims none of them. Two of its parts must name
products that no other part names: one headline has parts too (a site's name, a slogan, a rival).
"""

from __future__ import annotations

import re

from monitor.model import Judgement

LEAST = 3  # parts, where a semicolon or a bar parts them: one alone stands in many a headline
_PICTURE = r"[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
_PICTURED = re.compile(rf"{_PICTURE} ?[,;、，；]")  # a picture closes each part, which no headline of one event has
_PARTED = re.compile(r"[;；]|\s[|｜]\s")


def is_row(title: str, judgement: Judgement) -> bool:
    """Is it several headlines in a row, of two products at least?"""
    pictured = [found.end() for found in _PICTURED.finditer(title)]
    parted = [found.end() for found in _PARTED.finditer(title)]
    ends = pictured or (parted if len(parted) >= LEAST - 1 else [])
    if not ends:
        return False
    products: dict[str, set[int]] = {}
    for match in judgement.matches:
        if match.role == "product" and match.counted and match.field == "title":
            products.setdefault(match.name, set()).add(sum(end <= match.start for end in ends))
    return len({min(parts) for parts in products.values() if len(parts) == 1}) > 1
