"""Frozen dataclasses of model.py <-> JSON text and back to equal values; datetimes <-> text that sorts by time.

A field that has its default is left out, so rows stay small and a new field with a default reads old rows; a field that
model.py no longer has is passed over, so an older row never stops the service.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime, time, timedelta
from types import NoneType, UnionType
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def moment(at: datetime | None) -> str | None:
    """Write an instant as ISO 8601 in UTC; such texts compare as the instants do ("+" sorts before ".").

    >>> moment(datetime(2026, 3, 25, 6, tzinfo=UTC))
    '2026-03-25T06:00:00+00:00'
    """
    return None if at is None else at.astimezone(UTC).isoformat()


def instant(text: str | None) -> datetime | None:
    """Read what `moment` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def encode(value: object) -> str:
    """Write a dataclass, or a tuple of plain values, as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def decode(kind: type[T], text: str) -> T:
    """Read what `encode` wrote of a `kind`; equal to the value written."""
    value = _reader(kind)(json.loads(text))
    assert isinstance(value, kind)
    return value


def strings(text: str) -> tuple[str, ...]:
    """Read what `encode` wrote of a tuple of texts."""
    return tuple(json.loads(text))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        own = ((one.name, getattr(value, one.name), one) for one in fields(value))
        return {name: _plain(item) for name, item, one in own if not _is_default(one, item)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | time):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value


def _is_default(one: Field[object], value: object) -> bool:
    return one.default is not MISSING and bool(one.default == value)


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
    }
    if kind in scalars:
        return scalars[kind]
    if origin is Literal or kind in (str, int, bool):
        return lambda value: value
    raise TypeError(f"no codec for {kind}")


def _dataclass_reader(kind: type) -> Callable[..., object]:
    hints = get_type_hints(kind)
    readers = {one.name: _reader(hints[one.name]) for one in fields(kind)}

    def read(value: Mapping[str, object]) -> object:
        return kind(**{name: readers[name](item) for name, item in value.items() if name in readers})

    return read
