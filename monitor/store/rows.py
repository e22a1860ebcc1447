"""Items and the words found in them as rows of the database, and such rows as items."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from monitor.model import Claim, Item, Judged, Judgement, Known, Match, Traits, Why
from monitor.store.codec import decode, encode, instant, moment
from monitor.store.connection import Value

COLUMNS = (  # of a row that is filed, as `columns_of` fills them
    "feed, guid, url, url_key, title, summary, language, site, published_at, seen_at, at, listed_at, official,"
    " relevant, judgement, claim, traits"
)


def columns_of(one: Judged) -> tuple[Value, ...]:
    """Return what a new row of items holds, in the order of its statement."""
    item, traits, seen_at = one.item, one.traits, seen(one.item)
    return (
        item.feed, item.guid, item.url, traits.url_key, item.title, item.summary, item.language, item.site,
        moment(item.published_at), moment(seen_at), moment(traits.at or seen_at), moment(seen_at), item.official,
        one.judgement.relevant, judgement_text(one.judgement), _text(one.claim), encode(traits),
    )  # fmt: skip


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


def evidence_of(one: Match) -> tuple[Value, ...]:
    """Return what a row of matches holds behind its item and number."""
    why = None if one.why is None else encode(one.why)
    return (
        one.name, one.role, one.term, one.field, one.start, one.end, one.rule, one.counted, why, one.weight,
    )  # fmt: skip


def match_of(row: sqlite3.Row) -> Match:
    """Read a row of matches."""
    why = None if row["why"] is None else decode(Why, row["why"])
    return Match(
        row["name"], row["role"], row["term"], row["field"], row["start"], row["end"], row["rule"],
        bool(row["counted"]), why, row["weight"],
    )  # fmt: skip


def seen(item: Item) -> datetime:
    """Return when an item was filed; raises ValueError where nobody said."""
    if item.seen_at is None:
        raise ValueError(f"item {item.guid!r} of {item.feed!r} has no seen_at: say when it was filed")
    return item.seen_at


def known_of(row: sqlite3.Row) -> Known:
    """Read what tells a stored item from listed ones."""
    seen_at = datetime.fromisoformat(row["seen_at"])
    return Known(row["id"], row["guid"], row["url_key"], row["title"], instant(row["published_at"]), seen_at)


def judged_of(row: sqlite3.Row, matches: tuple[Match, ...]) -> Judged:
    """Read an item; its matches have rows of their own."""
    item = Item(
        feed=row["feed"],
        guid=row["guid"],
        url=row["url"],
        title=row["title"],
        summary=row["summary"],
        language=row["language"],
        site=row["site"],
        published_at=instant(row["published_at"]),
        seen_at=instant(row["seen_at"]),
        official=bool(row["official"]),
    )
    judgement = replace(decode(Judgement, row["judgement"]), matches=matches)
    return Judged(row["id"], item, judgement, decode(Claim, row["claim"]), decode(Traits, row["traits"]))
