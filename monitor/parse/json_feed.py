"""JSON Feed 1.0 and 1.1 (jsonfeed.org) in; entries out."""

from __future__ import annotations

import html
import json
from typing import Any

from monitor.parse.entry import Document, Entry, is_address, tag
from monitor.parse.errors import ParseError

DECODER = json.JSONDecoder(strict=False)  # line breaks inside texts are let pass


def is_json(document: str) -> bool:
    """Tell whether a document is JSON rather than XML."""
    return document.lstrip().startswith("{")


def read_json(document: str, most: int) -> Document:
    """Read a JSON Feed, at most so many entries of it."""
    try:
        said, end = DECODER.raw_decode(document)
    except (ValueError, RecursionError) as error:
        raise ParseError("http.not_feed", f"broken JSON: {str(error)[:80]}") from error
    version, items = string(said.get("version")), said.get("items")
    if not isinstance(items, list) or "jsonfeed.org/version/" not in version:
        raise ParseError("http.not_feed", f"JSON, but no JSON Feed: its keys are {', '.join(list(said)[:8])[:60]}")
    return Document(
        entries=tuple(_entry(item) for item in items[:most] if isinstance(item, dict)),
        title=string(said.get("title")),
        language=tag(string(said.get("language"))),
        format="json11" if version.endswith("1.1") else "json10",
        warning="parse.bozo" if document[end:].strip() else "",
    )


def _entry(item: dict[str, Any]) -> Entry:
    texts = [html.escape(string(item.get(key)), quote=False) for key in ("title", "summary", "content_text")]
    return Entry(
        id=(id_ := string(item.get("id"))),
        links=(string(item.get("url")), string(item.get("external_url")), id_ if is_address(id_) else ""),
        title=texts[0],
        summary=texts[1] or string(item.get("content_html")) or texts[2],
        language=tag(string(item.get("language"))),
        dates=tuple(string(item.get(key)) for key in ("date_published", "date_modified")),
    )


def string(value: object) -> str:
    """Return a text or a number as text, "" for all else; ids are numbers in many feeds."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
