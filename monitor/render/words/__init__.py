"""The mail's own words: a language tag in, its Tongue out. A table per language, checked to have the same phrases."""

from __future__ import annotations

from monitor.render.words.de import DE
from monitor.render.words.en import EN
from monitor.render.words.es import ES
from monitor.render.words.fr import FR
from monitor.render.words.ja import JA
from monitor.render.words.ko import KO
from monitor.render.words.ru import RU
from monitor.render.words.tongue import Tongue
from monitor.render.words.zh import ZH
from monitor.text import primary

__all__ = ["TONGUES", "Tongue", "tongue"]

TONGUES = {one.tag: one for one in (EN, ZH, JA, DE, FR, ES, RU, KO)}


def tongue(tag: str) -> Tongue:
    """Return the words of a language by its tag, or by its primary subtag; English for one without a table."""
    return TONGUES.get(tag) or next((one for one in TONGUES.values() if primary(one.tag) == primary(tag)), EN)
