"""A mended XML document in; entries out, by feedparser.

feedparser is given bytes in a file object only (a `str` it would open as a file or fetch), with its sanitiser and its
resolver of addresses inside HTML off: both are slow and what we keep is plain text anyway. Dates are read by dates.py.
It is not told where the document was found: it would make addresses of ids, so that all items of a feed that moves were
new, and it resolves that address anew at each element. Relative links are resolved by entry.py.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import feedparser

from monitor.model import Skip
from monitor.parse.entry import Document, RawEntry, is_address, tag, title_text
from monitor.parse.errors import ParseError
from monitor.parse.mend import MEDIA_NOTE
from monitor.parse.sax import HAS_WORDS

_NO_DATE = (0,) * 9
feedparser.registerDateHandler(lambda text: _NO_DATE)  # keeps its eight readers of dates from being tried
feedparser.api.PREFERRED_XML_PARSERS[:0] = ["monitor.parse.sax"]
# Beside each text it keeps a copy of what it knows of it: of texts, for which Python's own way takes ten times as long.
feedparser.FeedParserDict.__deepcopy__ = lambda known, _: type(known)(known)

# feedparser's own faults with tags that end what never began, found by mutating feeds
_STUMBLES = (LookupError, TypeError, ValueError, AttributeError, AssertionError, RecursionError)
_PERIODS = {
    "hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30), "yearly": timedelta(days=365),
}  # fmt: skip
_LONGEST_TTL = timedelta(days=30)
_LONGEST_SKIP = 2_000  # bytes: 24 hours and 7 days take less
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Relations of a link that lead to the article, the best first; "self", "enclosure", "replies" and "edit" do not.
_RELATIONS = ("alternate", "canonical", "related", "via", "")
_PAGES = ("text/html", "application/xhtml+xml")

Loose = dict[str, Any]  # what feedparser makes of an element; it has no types


def read_xml(document: bytes, most: int) -> Document:
    """Read a well-formed document, or as much as can be read of another; at most so many entries."""
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        found = feedparser.parse(
            io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _STUMBLES as error:
        raise ParseError("parse.broken", f"too broken to be read: {type(error).__name__}: {error}") from error
    if not found.version and not found.entries:
        raise ParseError("http.not_feed", "XML, but no feed of a known format")
    return Document(
        entries=tuple(_entry(dict(entry)) for entry in found.entries[:most]),  # without its key mapping, which warns
        title=title_text(found.feed.get("title") or ""),
        language=tag(found.feed.get("language") or ""),
        format=found.version,
        ttl=_ttl(found.feed),
        skip=_skip(document),
        warning="parse.bozo" if found.bozo else "",
    )


def _entry(entry: Loose) -> RawEntry:
    id_ = entry.get("id") or ""  # None: feedparser takes the link for one, and there is none
    links = [_plain(entry, "feedburner_origlink"), _page(entry), *_related(entry)]
    details = (entry.get("title_detail"), entry.get("summary_detail"))
    detail = next((one for one in details if one and isinstance(one, dict)), {})
    title, summary = entry.get("title") or _plain(entry, "itunes_title"), entry.get("summary") or ""
    return RawEntry(
        id=id_,
        links=(*links, id_ if is_address(id_) else ""),
        title=title,
        summary=summary if HAS_WORDS.match(summary) else _content(entry) or _plain(entry, f"media_{MEDIA_NOTE}"),
        language=tag(entry.get("language") or detail.get("language") or ""),
        dates=tuple(date for key in ("published", "created", "updated") if (date := entry.get(key))),
        source=_source(entry.get("source") or {}, title) or title_text(_plain(entry, "news_source")),
    )


def _related(entry: Loose) -> list[str]:
    links = [(link.get("rel", ""), link.get("href", "")) for link in _links(entry)]
    return [href for wanted in _RELATIONS for rel, href in links if rel == wanted]


def _links(entry: Loose) -> list[Loose]:
    """Return the links of an entry; an element that is called "links" takes their place as a text."""
    return [link for link in entry.get("links", ()) if isinstance(link, dict)]


def _page(entry: Loose) -> str:
    """Return the first page that an entry calls its own; "" = none.

    (feedparser takes the last, which may be of another language, or any id, for want of a link.)
    """
    pages = (link for link in _links(entry) if link.get("rel") == "alternate" and link.get("type") in _PAGES)
    return next((link["href"] for link in pages if link.get("href")), "")


def _plain(entry: Loose, key: str) -> str:
    """Return the text of an element that feedparser has no reader for; with attributes it keeps those instead."""
    said = entry.get(key)
    return said if isinstance(said, str) else ""


def _content(entry: Loose) -> str:
    return next((content["value"] for content in entry.get("content", ()) if content.get("value")), "")


def _source(source: Loose, title: str) -> str:
    """Return the name of the site an entry comes from; a bare word without an address is no site.

    Nor is the entry's own title, by which forums made with Discourse name the feed of its thread. (Bing names the site
    in an element of its own, news_source.)
    """
    said = bool(source.get("href") or source.get("link") or source.get("id")) and source.get("title", "") != title
    return title_text(source.get("title", "")) if said else ""


def _skip(document: bytes) -> Skip:
    """Return the hours and days at which an RSS feed asks not to be read; feedparser knows nothing of them.

    Hours are GMT, 0 to 23; RSS 0.91 calls midnight 24.
    """
    hours = {int(said) % 24 for said in _listed(document, b"skipHours", b"hour") if said.isdigit() and int(said) <= 24}
    days = {_DAYS.index(day) for said in _listed(document, b"skipDays", b"day") if (day := said.lower()) in _DAYS}
    return Skip(tuple(sorted(hours)), tuple(sorted(days)))


def _listed(document: bytes, outer: bytes, inner: bytes) -> list[str]:
    start = document.find(b"<%s>" % outer)
    end = document.find(b"</%s>" % outer, start, start + _LONGEST_SKIP) if start >= 0 else -1
    said = re.findall(rb"<%s>\s*([0-9A-Za-z]{1,9})\s*</" % inner, document[start:end]) if end >= 0 else []
    return [word.decode("ascii") for word in said]


def _ttl(feed: Loose) -> timedelta | None:
    """Return how long the feed says it will not change: <ttl> in minutes, else the syndication module's period."""
    ttl = str(feed.get("ttl", "")).strip()
    if ttl.isascii() and ttl.isdigit() and len(ttl) < 10 and int(ttl) > 0:
        return min(timedelta(minutes=int(ttl)), _LONGEST_TTL)
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().casefold())
    times = str(feed.get("sy_updatefrequency", "1")).strip()
    if period and times.isascii() and times.isdigit() and int(times[:6]) > 0:
        return period / int(times[:6])
    return None
