"""Items and the words found in them as rows of the database, and such rows as items."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from monitor.model import Claim, Item, Judged, Judgement, Match, Traits
from monitor.store.codec import Value, decode, encode, moment, read_row, row_of


def columns_of(one: Judged) -> dict[str, Value]:
    """Return what a new row of items holds."""
    traits, at = one.traits, moment(one.traits.at or seen(one.item))
    return {
        **row_of(one.item), "url_key": traits.url_key, "at": at, "listed_at": moment(seen(one.item)),
        "relevant": one.judgement.relevant, "judgement": judgement_text(one.judgement), "claim": _text(one.claim),
        "traits": encode(traits),
    }  # fmt: skip


def judgement_text(judgement: Judgement) -> str:
    """Write a judgement without its matches, which have rows of their own."""
    return _text(replace(judgement, matches=()) if judgement.matches else judgement)


@lru_cache(maxsize=256)  # the same is judged of nearly all items: that they tell nothing
def _text(judged: Judgement | Claim) -> str:
    return encode(judged)


def named(judgement: Judgement) -> list[tuple[str, str]]:
    """Return role and name of what an item is about."""
    companies = [("company", name) for name in judgement.companies]
    if judgement.products:
        return [("product", name) for name in judgement.products] + companies
    return [*companies, ("company", "")]  # about the topic: such items are candidates for each other


def seen(item: Item) -> datetime:
    """Return when an item was filed; raises ValueError where nobody said."""
    if item.seen_at is None:
        raise ValueError(f"item {item.guid!r} of {item.feed!r} has no seen_at: say when it was filed")
    return item.seen_at


def judged_of(row: sqlite3.Row, matches: tuple[Match, ...]) -> Judged:
    """Read an item; its matches have rows of their own."""
    judgement = replace(decode(Judgement, row["judgement"]), matches=matches)
    return Judged(row["id"], read_row(Item, row), judgement, decode(Claim, row["claim"]), decode(Traits, row["traits"]))
