"""Frozen dataclasses of the model <-> JSON text or rows, and back to equal values; datetimes <-> sortable text.

A field that has its default is left out, so rows stay small and a new field with a default reads old rows; a field that
the model no longer has is passed over, so an older row never stops the service.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from monitor.model import Claim, Item, Judged, Judgement, Match, Traits

T = TypeVar("T")
Value = str | int | float | bytes | None  # that SQLite stores


def moment(at: datetime | None) -> str | None:
    """Write an instant as ISO 8601 in UTC; such texts compare as the instants do ("+" sorts before ".").

    >>> moment(datetime(2026, 3, 25, 6, tzinfo=UTC))
    '2026-03-25T06:00:00+00:00'
    """
    return None if at is None else at.astimezone(UTC).isoformat()


def instant(text: str | None) -> datetime | None:
    """Read what `moment` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def moved(text: str | None, by: timedelta) -> str | None:
    """Move an instant along with a clock that was set; one that would leave the calendar stays."""
    at = instant(text)
    try:
        return moment(None if at is None else at + by)
    except OverflowError:
        return text


def encode(value: object) -> str:
    """Write a dataclass, or a tuple of plain values, as JSON."""
    return _write(_plain(value))


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def decode(kind: type[T], text: str) -> T:
    """Read what `encode` wrote of a `kind`; equal to the value written."""
    value = _reader(kind)(json.loads(text))
    assert isinstance(value, kind)
    return value


def row_of(value: object) -> dict[str, Value]:
    """Write a dataclass as a row: a column for each field, in their order; what is a dataclass itself as JSON."""
    kind: type = type(value)
    return {name: _column(getattr(value, name)) for name, _ in _defaults(kind)}


def _column(value: object) -> Value:
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    if isinstance(value, datetime):
        return moment(value)
    return round(value.total_seconds()) if isinstance(value, timedelta) else encode(value)


def read_row(kind: type[T], row: sqlite3.Row) -> T:
    """Read what `row_of` wrote; columns that are no fields are passed over, fields without one have their default."""
    known: type = kind
    there = set(row.keys())
    return kind(**{name: read(row[name]) for name, read in _columns(known) if name in there})


@cache
def _columns(kind: type) -> tuple[tuple[str, Callable[..., object]], ...]:
    hints = get_type_hints(kind)
    return tuple((one.name, _column_reader(hints[one.name])) for one in fields(kind))


def _column_reader(kind: object) -> Callable[..., object]:
    read, inner = _reader(kind), [one for one in get_args(kind) or (kind,) if one is not NoneType]
    return (lambda text: text and read(json.loads(text))) if is_dataclass(inner[0]) else read


@lru_cache(maxsize=4096)  # few lists of products and kinds, read for each candidate of each item
def strings(text: str) -> tuple[str, ...]:
    """Read what `encode` wrote of a tuple of texts."""
    return tuple(json.loads(text))


_AS_IT_IS = frozenset((str, int, float, bool, NoneType))


def _plain(value: object) -> object:
    kind: type = type(value)
    if kind in _AS_IT_IS or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return {
        name: _plain(item)
        for name, default in _defaults(kind)
        if (item := getattr(value, name)) is not default and item != default
    }


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """Return the fields of a dataclass, each with its default; MISSING = it has none, and nothing equals that."""
    assert is_dataclass(kind), kind
    return tuple((one.name, one.default) for one in fields(kind))


_readers: dict[object, Callable[..., object]] = {}


def _reader(kind: object) -> Callable[..., object]:
    """Return the function that turns a JSON value into a `kind`; built once."""
    if kind not in _readers:
        _readers[kind] = _make_reader(kind)
    return _readers[kind]


def _make_reader(kind: object) -> Callable[..., object]:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):  # the model has no union but "X | None"
        read = _reader(next(one for one in inner if one is not NoneType))
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        read = _reader(inner[0])
        return lambda value: tuple(read(item) for item in value)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_reader(kind)
    return _scalar_reader(kind, origin)


def _scalar_reader(kind: object, origin: object) -> Callable[..., object]:
    scalars: Mapping[object, Callable[..., object]] = {
        datetime: datetime.fromisoformat,
        time: time.fromisoformat,
        timedelta: lambda value: timedelta(seconds=value),
        float: float,  # 1.0 may come back as 1
        bool: bool,  # of a row it is 0 or 1
    }
    if kind in scalars:
        return scalars[kind]
    if origin is Literal or kind in (str, int, bytes):
        return lambda value: value
    raise TypeError(f"no codec for {kind}")


def _dataclass_reader(kind: type) -> Callable[..., object]:
    hints = get_type_hints(kind)
    readers = {one.name: _reader(hints[one.name]) for one in fields(kind)}

    def read(value: Mapping[str, object]) -> object:
        return kind(**{name: readers[name](item) for name, item in value.items() if name in readers})

    return read


# ---------------------------------------------------------------- items as rows


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
