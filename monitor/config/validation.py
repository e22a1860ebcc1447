"""A document in; out comes its form, filled in, and complaints about all that does not fit.

Entries that do not fit are set aside, so that the checks after this one still see the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.config.document import Document, Loc, Tree
from monitor.config.schema import known_keys
from monitor.config.secret import CURE, HEADER_CURE, MODEL_CURE, PLACE_CURE
from monitor.config.values import Form
from monitor.config.wording import complaint, told_once
from monitor.model import Complaint

F = TypeVar("F", bound=Form)
SECRET = re.compile(r"(?:.*[_-])?(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filled(Generic[F]):
    """A form as far as it could be filled in; `kept` are the original numbers of the list entries left."""

    document: Document
    form: F
    kept: dict[str, list[int]]

    def locs(self, key: str) -> Iterator[Loc]:
        """Yield the place of each entry of a list, in the order of the form."""
        for number in self.kept.get(key, ()):
            yield (key, number)


def fill(form: type[F], document: Document) -> tuple[Filled[F] | None, list[Complaint]]:
    """Fill in a form; None when nothing of it can be used."""
    complaints = list(_take_secrets(document, (), document.data))
    data = document.data if document.data is not None else {}
    try:
        return Filled(document, form.model_validate(data), _all(data)), complaints
    except ValidationError as error:
        errors = error.errors(include_url=False)
    known = known_keys(document.name)
    complaints += [complaint(document, one, known) for one in told_once(errors, known)]
    rest, kept = _without(data, errors)
    try:
        return Filled(document, form.model_validate(rest), kept), complaints
    except ValidationError:
        return None, complaints


def _take_secrets(document: Document, loc: Loc, tree: Tree) -> Iterator[Complaint]:
    """Complain of keys that hold a secret, and take them out: their value must not be shown or stored."""
    if isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from _take_secrets(document, (*loc, number), value)
    elif isinstance(tree, dict):
        for key, value in list(tree.items()):
            if cure := _cure(loc, key, value):
                yield document.complain((*loc, key), "a secret never stands in this file", cure, key=True)
                del tree[key]
            else:
                yield from _take_secrets(document, (*loc, key), value)


def _cure(loc: Loc, key: str, value: Tree) -> str:
    """Say where a secret belongs that stands at a place; "" = none does."""
    in_feeds = loc[:1] == ("feeds",)
    wants_place = (in_feeds and loc[2:] == ("headers",)) or (loc == ("model",) and key == "key")
    if wants_place:
        return PLACE_CURE if isinstance(value, str | list) else ""
    if not SECRET.fullmatch(key):
        return ""
    return HEADER_CURE if in_feeds else MODEL_CURE if loc == ("model",) else CURE


def _all(data: Tree) -> dict[str, list[int]]:
    lists = data if isinstance(data, dict) else {}
    return {key: list(range(len(value))) for key, value in lists.items() if isinstance(value, list)}


def _without(data: Tree, errors: list[ErrorDetails]) -> tuple[Tree, dict[str, list[int]]]:
    """Return the data without the list entries, or else the keys, that have errors."""
    if not isinstance(data, dict):
        return data, {}
    bad = {one["loc"][:2] for one in errors}
    rest: dict[str, Tree] = {}
    kept: dict[str, list[int]] = {}
    for key, value in data.items():
        if (key,) in bad:
            continue
        if isinstance(value, list):
            kept[key] = [number for number in range(len(value)) if (key, number) not in bad]
            rest[key] = [value[number] for number in kept[key]]
        elif isinstance(value, dict):
            rest[key] = {inner: one for inner, one in value.items() if (key, inner) not in bad}
        else:
            rest[key] = value
    return rest, kept
