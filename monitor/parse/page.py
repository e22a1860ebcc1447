"""A web page without a feed in; the entries of its list out, by selectors or out of the JSON embedded in it.

Principle: a person has looked at the page and said where its news stands; what is no longer there is an error, not an
empty list, or a redesign would silence a source unseen. Where both ways are given, the JSON comes first (it tells dates
that lists leave out), and what it lacks the selectors may find: that is said, and only nothing in either is an error.
An entry wants a title and a link: rows of a list that lack one are headings and advertisements and count as dropped.
One address is one entry, its first: pages repeat the day's news.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, islice
from urllib.parse import urljoin

from monitor import text
from monitor.css import LONGEST, Element, Page
from monitor.model import Embedded, Feed, Selectors
from monitor.parse.entry import Document, RawEntry, address_of, on_pages, tag
from monitor.parse.errors import ParseError
from monitor.parse.json_feed import string
from monitor.parse.literal import value_at

_META_CHARSET = re.compile(rb"""<meta\b[^<>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:+-]{1,40})""", re.IGNORECASE)
# what may stand between the text to find and the JSON: signs, or the rest of the text's own tag; a comment's beginning
_LEAD_IN = re.compile(
    r"""(?:["'\s=:(>\\]{0,40}|[^<>{}\[\]()]{0,300}+>\s{0,40})(?:(?://\s{0,9})?<!(?:\[CDATA\[|--)\s{0,40})?"""
    r"(?=[\[{]|JSON\.parse\()"
)
# Characters in all entries of a page, those of an entry inside another counted in both: only lists nested hundreds deep
# have more, and to search each of theirs takes time in the square of them.
_MOST_SEARCHED = 8 * LONGEST
_KEYS = 80  # characters of their names
_MOST_PLACES = 50  # where JSON seems to stand behind a text; to read each may take the time of a whole script


def declared(body: bytes, content_type: str) -> str:
    """Return the content type with the charset that the page declares, where the server names none."""
    found = None if "charset" in content_type.lower() else _META_CHARSET.search(body[:4096])
    return f"{content_type}; charset={found[1].decode('ascii')}" if found else content_type


def read_page(readable: str, feed: Feed, url: str, most: int) -> Document:
    """Read at most so many entries of a page. Raises ParseError page.nothing, page.json, parse.cpu."""
    page = Page(readable)
    base = _joined(url, page.first("base@href"))
    entries, warning = _by_either(_ways(page, readable, feed, base, most))
    return Document(
        entries,
        title=text.plain(page.first("title")),
        language=tag(page.first("html@lang")),
        format="page",
        warning=warning or ("parse.truncated" if feed.json is None and len(readable) > LONGEST else ""),
    )


Way = Callable[[], tuple[RawEntry, ...]]


def _ways(page: Page, readable: str, feed: Feed, base: str, most: int) -> Iterator[Way]:
    """Return the ways to read a page that a feed names, in the order in which they are tried."""
    embedded, select = feed.json, feed.select
    if embedded is not None:
        yield lambda: _from_json(readable, embedded, base, most)
    if select is not None:
        yield lambda: _distinct(_from_elements(page, select, most), base)


def _by_either(ways: Iterable[Way]) -> tuple[tuple[RawEntry, ...], str]:
    """Return what the first way finds that finds any entry, and a warning if it is the second."""
    wrong: list[ParseError] = []
    for way in ways:
        try:
            return way(), "page.fallback" if wrong else ""
        except ParseError as error:
            wrong.append(error)
    if not wrong:
        raise ParseError("page.nothing", "neither `select` nor `json` says where its entries stand")
    raise ParseError(wrong[-1].code, "; ".join(error.text for error in wrong)) from wrong[0]


def _joined(url: str, base: str) -> str:
    """Return what the links of a page are relative to."""
    try:
        return urljoin(url, base)
    except ValueError:  # a bracket too many
        return url


def _distinct(entries: Iterable[RawEntry], base: str) -> tuple[RawEntry, ...]:
    """Take each address once; an entry without a title or a link becomes an empty one. Raises ParseError."""
    listed, kept = list(entries), dict[str, RawEntry]()
    links = on_pages([address_of(entry.links[0], base) if entry.links[0] else "" for entry in listed])
    for number, (entry, link) in enumerate(zip(listed, links, strict=True)):
        whole = bool(entry.title and link)
        kept.setdefault(link if whole else f"{number}", replace(entry, links=(link,)) if whole else RawEntry())
    if not any(entry.title for entry in kept.values()):
        raise ParseError("page.nothing", f"none of {len(kept)} entries has a title and a link")
    return tuple(kept.values())


# ---------------------------------------------------------------- by selectors


def _from_elements(page: Page, select: Selectors, most: int) -> list[RawEntry]:
    found = page.find(select.entry)[:most]
    if not found:
        raise ParseError("page.nothing", f"nothing on the page is {select.entry}: it was probably made anew")
    if any(searched > _MOST_SEARCHED for searched in accumulate(element.size for element in found)):
        raise ParseError("parse.cpu", f"hundreds of {select.entry} lie inside one another, refused")
    return [_shown(element, select) for element in found]


def _shown(element: Element, select: Selectors) -> RawEntry:
    return RawEntry(
        links=(element.first(select.link, "href"),),
        title=_as_markup(element.first(select.title)),
        summary=element.first(select.summary) if select.summary else "",
        dates=(text.plain(element.first(select.date)),) if select.date else (),
    )


def _as_markup(shown: str) -> str:
    """Return an element as markup of its text alone: a title may speak of tags, as titles of feeds do."""
    return html.escape(text.plain(shown), quote=False)


# ---------------------------------------------------------------- embedded JSON


def _from_json(readable: str, embedded: Embedded, base: str, most: int) -> tuple[RawEntry, ...]:
    """Return the entries of the first list with any, over all places and paths. Raises ParseError."""
    wrong: list[ParseError] = []
    for said in _jsons_behind(readable, embedded.find, wrong):
        for path in embedded.items or ("",):
            try:
                return _distinct(_listed(said, path, embedded, most), base)
            except ParseError as error:
                wrong.append(error)
    if not wrong:
        texts = " nor ".join(map(repr, embedded.find))
        raise ParseError("page.nothing", f"no JSON stands behind {texts}: the page was probably made anew")
    raise next((error for error in wrong if error.code == "page.nothing"), wrong[0])


def _jsons_behind(readable: str, texts: Iterable[str], wrong: list[ParseError]) -> Iterator[object]:
    """Yield each value that stands right behind one of the texts; scripts name their variables more than once."""
    for marker in texts:
        behind = (_LEAD_IN.match(readable, found.end()) for found in re.finditer(re.escape(marker), readable))
        for lead_in in islice(filter(None, behind), _MOST_PLACES):
            try:
                yield value_at(readable, lead_in.end())
            except (ValueError, RecursionError) as error:
                wrong.append(ParseError("page.json", f"broken JSON behind {marker!r}: {str(error)[:80]}"))


def _listed(said: object, path: str, embedded: Embedded, most: int) -> list[RawEntry]:
    found = _at(said, path)
    if not isinstance(found, list):
        where = f"{path or 'its top'}{_nearby(said, path)}"
        raise ParseError("page.nothing", f"the JSON of the page has no list at {where}")
    if not found:
        raise ParseError("page.nothing", f"the list at {path or 'the top'} of the page's JSON is empty")
    return [_said(one, embedded) for one in found[:most]]


def _nearby(said: object, path: str) -> str:
    """Say which keys stand where a path leads nowhere, as far as it leads."""
    steps = path.split(".") if path else []
    for count in range(len(steps), -1, -1):
        reached = ".".join(steps[:count])
        value = _at(said, reached)
        if isinstance(value, dict) and value:
            keys = text.clean(", ".join(islice(value, _KEYS)))
            return f"; {reached or 'its top'} has {text.shorten(keys, _KEYS)}"
    return ""


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


def _said(one: object, embedded: Embedded) -> RawEntry:
    fields = (embedded.title, embedded.link, embedded.date, embedded.summary)
    title, link, date, summary = (_first_said(one, paths) for paths in fields)
    return RawEntry(links=(link,), title=title, summary=summary, dates=(date,))


def _first_said(one: object, paths: Iterable[str]) -> str:
    return next((said for path in paths if (said := string(_at(one, path)))), "")
