"""The forms in; out come JSON Schemas for editors, and the keys that a mistyped one is compared with."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from types import UnionType

from pydantic.json_schema import JsonSchemaValue

from monitor.config.forms import FORMS
from monitor.config.values import Form


@functools.cache
def known_keys(name: str) -> Mapping[str, Iterable[str]]:
    """Return the keys of a file's forms by path, "*" for list entries: what an unknown key is compared with."""
    found: dict[str, Iterable[str]] = {}
    _walk(FORMS[name], "", found)
    return found


def _walk(form: type[Form], path: str, found: dict[str, Iterable[str]]) -> None:
    found[path] = tuple(known.alias or name for name, known in form.model_fields.items())
    for name, known in form.model_fields.items():
        for inner, step in _forms_in(known.annotation):
            _walk(inner, ".".join(part for part in (path, known.alias or name, step) if part), found)


def _forms_in(annotation: object) -> Iterable[tuple[type[Form], str]]:
    if isinstance(annotation, type) and issubclass(annotation, Form):
        yield annotation, ""
    for argument in getattr(annotation, "__args__", ()):
        inner = getattr(argument, "__origin__", argument)
        if isinstance(inner, type) and issubclass(inner, Form):
            yield inner, "" if isinstance(annotation, UnionType) else "*"  # a form or None; else a list of forms


def schemas() -> dict[str, JsonSchemaValue]:
    """Return the JSON Schema of each file, by file name, for editors that know the YAML language server."""
    return {name.replace(".yaml", ".schema.json"): _schema(form) for name, form in FORMS.items()}


def _schema(form: type[Form]) -> JsonSchemaValue:
    schema = form.model_json_schema(mode="validation")
    for one in (schema, *schema.get("$defs", {}).values()):
        for shape in (one, *one.get("anyOf", ())):
            _tidy(shape)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _tidy(schema: JsonSchemaValue) -> None:
    """Let optional keys stand with nothing behind them, as when every line under `mail:` is commented out."""
    schema.pop("title", None)
    required = schema.get("required", ())
    for name, known in schema.get("properties", {}).items():
        known.pop("title", None)
        known.pop("default", None)
        if name not in required and "anyOf" not in known:
            inner = {key: known.pop(key) for key in list(known) if key != "description"}
            known["anyOf"] = [inner, {"type": "null"}]
