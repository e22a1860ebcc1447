"""A web page without a feed in; the entries of its list out, by selectors or out of the JSON embedded in it.

Principle: a person has looked at the page and said where its news stands; what is no longer there is an error, not an
empty list, or a redesign would silence a source unseen. An entry wants a title and a link: rows of a list that lack one
are headings and advertisements and count as dropped. One address is one entry, its first: pages repeat the day's news.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin

from monitor import text, urls
from monitor.css import LONGEST, Element, Page
from monitor.model import Embedded, Feed, Selectors
from monitor.parse.entry import Document, Entry, tag
from monitor.parse.errors import ParseError
from monitor.parse.json_feed import DECODER, string

_META_CHARSET = re.compile(rb"""<meta\b[^<>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:+-]{1,40})""", re.IGNORECASE)
_LEAD_IN = re.compile(r"[\s=:(>]{0,40}(?=[\[{])")  # what may stand between the text to find and the JSON


def declared(body: bytes, content_type: str) -> str:
    """Return the content type with the charset that the page declares, where the server names none."""
    found = None if "charset" in content_type.lower() else _META_CHARSET.search(body[:4096])
    return f"{content_type}; charset={found[1].decode('ascii')}" if found else content_type


def read_page(readable: str, feed: Feed, url: str, most: int) -> Document:
    """Read at most so many entries of a page. Raises ParseError page.nothing, page.json."""
    page = Page(readable)
    if feed.json is not None:
        entries = _from_json(readable, feed.json, most)
    elif feed.select is not None:
        entries = _from_elements(page, feed.select, most)
    else:
        raise ParseError("page.nothing", "neither `select` nor `json` says where its entries stand")
    return Document(
        _distinct(entries, _joined(url, page.first("base@href"))),
        title=text.plain(page.first("title")),
        language=tag(page.first("html@lang")),
        format="page",
        warning="parse.truncated" if feed.json is None and len(readable) > LONGEST else "",
    )


def _joined(url: str, base: str) -> str:
    """Return what the links of a page are relative to."""
    try:
        return urljoin(url, base)
    except ValueError:  # a bracket too many
        return url


def _distinct(entries: Iterable[Entry], base: str) -> tuple[Entry, ...]:
    """Take each address once; an entry without a title or a link becomes an empty one. Raises ParseError."""
    kept: dict[str, Entry] = {}
    for number, entry in enumerate(entries):
        link = urls.canonical(entry.links[0], base) if entry.links[0] else ""
        whole = bool(entry.title and link)
        kept.setdefault(link if whole else f"{number}", replace(entry, links=(link,)) if whole else Entry())
    if not any(entry.title for entry in kept.values()):
        raise ParseError("page.nothing", f"none of {len(kept)} entries has a title and a link")
    return tuple(kept.values())


# ---------------------------------------------------------------- by selectors


def _from_elements(page: Page, select: Selectors, most: int) -> list[Entry]:
    found = page.find(select.entry)[:most]
    if not found:
        raise ParseError("page.nothing", f"nothing on the page is {select.entry}: it was probably made anew")
    return [_shown(element, select) for element in found]


def _shown(element: Element, select: Selectors) -> Entry:
    return Entry(
        links=(element.first(select.link, "href"),),
        title=_as_markup(element.first(select.title)),
        summary=element.first(select.summary) if select.summary else "",
        dates=(text.plain(element.first(select.date)),) if select.date else (),
    )


def _as_markup(shown: str) -> str:
    """Return an element as markup of its text alone: a title may speak of tags, as titles of feeds do."""
    return html.escape(text.plain(shown), quote=False)


# ---------------------------------------------------------------- embedded JSON


def _from_json(readable: str, embedded: Embedded, most: int) -> list[Entry]:
    found = _at(_json_behind(readable, embedded.find), embedded.items)
    if not isinstance(found, list):
        raise ParseError("page.nothing", f"the JSON of the page has no list at {embedded.items or 'its top'}")
    if not found:
        raise ParseError("page.nothing", f"the list at {embedded.items or 'the top'} of the page's JSON is empty")
    return [_said(one, embedded) for one in found[:most]]


def _json_behind(readable: str, marker: str) -> object:
    """Return the first JSON that stands right behind a text; scripts name their variables more than once."""
    broken: ValueError | RecursionError | None = None
    for found in re.finditer(re.escape(marker), readable):
        if lead_in := _LEAD_IN.match(readable, found.end()):
            try:
                return DECODER.raw_decode(readable, lead_in.end())[0]
            except (ValueError, RecursionError) as error:
                broken = broken or error
    if broken:
        raise ParseError("page.json", f"broken JSON behind {marker!r}: {str(broken)[:80]}") from broken
    raise ParseError("page.nothing", f"no JSON stands behind {marker!r}: the page was probably made anew")


def _at(value: object, path: str) -> object:
    """Follow a path; None where it leads nowhere."""
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isascii() and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _said(one: object, embedded: Embedded) -> Entry:
    paths = (embedded.title, embedded.link, embedded.date, embedded.summary)
    title, link, date, summary = (string(_at(one, path)) if path else "" for path in paths)
    return Entry(links=(link,), title=title, summary=summary, dates=(date,))
