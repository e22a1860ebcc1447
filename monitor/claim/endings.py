"""Kinds and a reading in; the kinds out, with no end told of the product where something else ends.

Principle: the word of an end is said of products, prices, limits, suits, of what was before ("Goodbye, silent clips:
Veo 3 talks") and of what somebody else wants; what stands beside it tells of which.
"""

from __future__ import annotations

import re

from monitor.claim.reading import Reading
from monitor.claim.signs import Sign
from monitor.model import Judgement
from monitor.text import fold, primary

MOST = 3  # kinds of one item: a fourth is noise
VERB_LAST = ("ja", "ko")  # languages whose clauses end with the verb
DEMANDED_LAST = (*VERB_LAST, "tr", "hi")  # those in which who asks for an end says so behind it
BESIDE = 12  # characters between a word of ending and what ends
ADJOINING = 2  # characters between a suit and the verb behind it that ends it
CLAUSE_END = re.compile(r"[。、,…|:→]|\.\.|(?<=[\u3040-\u9fff]) ")


def ended(kinds: tuple[str, ...], reading: Reading, judgement: Judgement) -> tuple[str, ...]:
    """Take `shutdown` from an item in which a price, a limit, a suit or something of old ends, or is asked to."""
    kinds = _demanded(_ended_offer(kinds, reading), reading, judgement)
    return _ended_past(_ended_suit(kinds, reading, judgement), reading, judgement)


def _demanded(kinds: tuple[str, ...], reading: Reading, judgement: Judgement) -> tuple[str, ...]:
    """An end or a change that is but asked for is a dispute ("Artists want Seedance off the market").

    Who asks says so before it, where clauses end with the verb behind it (停止を求める). Where nothing else is told,
    who asks the maker for anything disputes with it; a title that opens with the maker or its product asks others.
    """
    ends, demands = reading.titled("shutdown", "maybe_shutdown"), reading.titled("demands")
    if not demands or kinds[:1] not in ((), ("shutdown",), ("update",)):
        return kinds
    behind = primary(judgement.language) in DEMANDED_LAST
    asked = ends and all(any(_asks(one, end, reading.title.text, behind=behind) for one in demands) for end in ends)
    if not asked and (ends or _opens_with_maker(judgement)):
        return kinds
    rest = tuple(kind for kind in kinds if kind != "shutdown")
    return rest if {"legal", "regulation"} & {*rest} else ("legal", *rest)[:MOST]


def _opens_with_maker(judgement: Judgement) -> bool:
    named = [one for one in judgement.matches if one.field == "title" and one.counted]
    first = min(named, key=lambda one: one.start, default=None)
    return first is None or (first.start == 0 and first.name in (*judgement.products, *judgement.companies[:1]))


def _asks(demand: Sign, end: Sign, title: str, *, behind: bool) -> bool:
    first, last = (end, demand) if behind else (demand, end)
    return first.start < last.start and not CLAUSE_END.search(title[first.end : last.start])


def _ended_offer(kinds: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    """What ends is a price or a limit, not the product, where its word stands beside the end.

    ("Scraps its free tier", "kills the ten-second limit".)
    """
    if kinds[:1] != ("shutdown",):
        return kinds
    ends = reading.titled("shutdown", "maybe_shutdown")
    for kind, senses in (("pricing", ("pricing",)), ("update", ("update", "maybe_update"))):
        if any(_beside_end(end, word, reading.title.text) for end in ends for word in reading.titled(*senses)):
            return (kind, *(other for other in kinds if other != kind))[:MOST]
    return kinds


def _beside_end(end: Sign, word: Sign, title: str) -> bool:
    first, last = sorted((end, word), key=lambda sign: sign.start)
    between = title[first.end : last.start]
    return len(between) <= BESIDE and not CLAUSE_END.search(between)


def _ended_suit(kinds: tuple[str, ...], reading: Reading, judgement: Judgement) -> tuple[str, ...]:
    """What ends is a suit, not the product, where each word of an end has a word of law for its object.

    The object follows the word ("asks judge to end Warner's lawsuit"), where clauses end with the verb it stands
    before (訴訟終結). A product between the two is what ends ("to end Sora in copyright dispute").
    """
    if "shutdown" not in kinds:
        return kinds
    ends, suits = reading.titled("shutdown"), reading.titled("legal")
    words = [fold(match.term).text for match in judgement.matches if match.role == "product" and match.counted]
    adjoining = ADJOINING if primary(judgement.language) in VERB_LAST else -1
    title = reading.title.text
    if not ends or not all(any(_ends(end, suit, title, words, adjoining) for suit in suits) for end in ends):
        return kinds
    return tuple(kind for kind in kinds if kind != "shutdown")


def _ends(end: Sign, suit: Sign, title: str, products: list[str], adjoining: int) -> bool:
    if suit.end <= end.start:
        return end.start - suit.end <= adjoining
    between = title[end.end : suit.start]
    return not CLAUSE_END.search(between) and not any(word in between for word in products)


def _ended_past(kinds: tuple[str, ...], reading: Reading, judgement: Judgement) -> tuple[str, ...]:
    """What ends is of old where it has a clause of its own before a numbered name, and the summary tells of no end."""
    ends = reading.titled("shutdown", "maybe_shutdown")
    if "shutdown" not in kinds or not ends or not judgement.versions or reading.told("shutdown"):
        return kinds
    named = min((match.start for match in judgement.matches if match.field == "title" and match.counted), default=0)
    verb_last = primary(judgement.language) in VERB_LAST
    apart = all(_of_old(end, reading.title.source[:named], verb_last=verb_last) for end in ends)
    return tuple(kind for kind in kinds if kind != "shutdown") or ("launch",) if apart else kinds


def _of_old(end: Sign, before: str, *, verb_last: bool) -> bool:
    """A clause closes between an end and the name, and holds what ends; it does not in "Goodbye, Sora 2"."""
    first, last = end.shown
    rest = fold(before[last:]).text
    clause = CLAUSE_END.search(rest)
    thing = before[:first] if verb_last else rest[: clause.start()] if clause else ""
    return clause is not None and any(map(str.isalpha, thing))
