"""JSON Feed 1.0 and 1.1 (jsonfeed.org) in; entries out.

What is written by hand or for JavaScript is read as well: behind comments or the name of a call, with commas too many,
without its version, with an object of items. One that breaks off yields the items before.
"""

from __future__ import annotations

import html
import re
from typing import Any

from monitor.parse.entry import Document, RawEntry, is_address, tag
from monitor.parse.errors import ParseError
from monitor.parse.literal import DECODER, value_at

# Comments, the call of JSONP and a guard against it.
_BEFORE = re.compile(r"(?:\s+|/\*.*?\*/|//[^\n]*\n|\)\]\}',?|[\w$.]{1,60}\()*+(?=\{)", re.DOTALL)
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def is_json(document: str) -> bool:
    """Tell whether a document is JSON rather than XML."""
    return _BEFORE.match(document) is not None


def read_json(document: str, most: int) -> Document:
    """Read a JSON Feed, at most so many entries of it."""
    before = _BEFORE.match(document)
    said, warning = _said(document[before.end() :] if before else document)
    version, items = string(said.get("version")), said.get("items")
    items = list(items.values()) if isinstance(items, dict) else items
    is_named = "jsonfeed.org/version/" in version
    if not isinstance(items, list) or not (is_named or (items and all(map(_is_item, items)))):
        raise ParseError("http.not_feed", f"JSON, but no JSON Feed: its keys are {', '.join(list(said)[:8])[:60]}")
    return Document(
        entries=tuple(_entry(item) for item in items[:most] if isinstance(item, dict)),
        title=string(said.get("title")),
        language=tag(string(said.get("language"))),
        format="json11" if version.endswith("1.1") else "json10",
        warning=warning or ("" if is_named else "parse.bozo"),
    )


def _said(text: str) -> tuple[dict[str, Any], str]:
    """Return what JSON says, and a warning where it is broken; raises ParseError."""
    try:
        said, end = DECODER.raw_decode(text)
        return said, "parse.bozo" if text[end:].strip() else ""
    except (ValueError, RecursionError) as error:
        for mended, warning in ((_literal, "parse.bozo"), (_up_to_last_item, "parse.truncated")):
            if (found := mended(text)) is not None:
                return found, warning
        raise ParseError("http.not_feed", f"broken JSON: {str(error)[:80]}") from error


def _literal(text: str) -> dict[str, Any] | None:
    """Read what JavaScript would take; None for what it would not, or for no object."""
    try:
        said = value_at(text, 0)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _up_to_last_item(text: str) -> dict[str, Any] | None:
    """Read a document that breaks off up to its last whole item; None where there is none."""
    found = _ITEMS.search(text)
    if found is None:
        return None
    items, at = list[object](), found.end()
    try:
        said, _ = DECODER.raw_decode(f"{text[:at]}]}}")
        while True:
            item, at = DECODER.raw_decode(text, _at(text, at))
            items.append(item)
    except (ValueError, RecursionError):
        return {**said, "items": items} if items else None


def _at(text: str, at: int) -> int:
    """Return where the next value begins."""
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _is_item(item: object) -> bool:
    """Tell whether this is an item of a feed that does not say it is one."""
    if not isinstance(item, dict) or not ("id" in item or "url" in item):
        return False
    return any(isinstance(item.get(key), str) for key in ("title", "content_html", "content_text"))


def _entry(item: dict[str, Any]) -> RawEntry:
    texts = [html.escape(string(item.get(key)), quote=False) for key in ("title", "summary", "content_text")]
    return RawEntry(
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
