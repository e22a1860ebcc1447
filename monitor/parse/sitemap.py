"""A news sitemap in; entries out.

Read by expat's events alone; a DOCTYPE is refused at its first character, so there are no entities to expand or fetch.
A sitemap that is not well-formed is mended as feeds are (a bare `&`, `&nbsp;`, controls, prefixes nobody declared);
one that breaks off, or is broken beyond that, yields what stood whole before. Keywords and genres are not read: they
are the publisher's, and of no language in particular. Of an index of sitemaps the addresses of a few are given, on its
own host: those whose names speak of news first, then those that changed last.
Source: Google's news sitemap format (namespace sitemap-news/0.9), sitemaps.org 0.9.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from xml.parsers import expat

from monitor import urls
from monitor.parse.dates import read_date
from monitor.parse.entry import Document, RawEntry, tag
from monitor.parse.errors import ParseError
from monitor.parse.mend import LONGEST_NAMESPACE, repaired

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
MOST_MAPS = 3  # sitemaps of an index that are read
_OF_NEWS = re.compile(r"news|noti[cz]i|nachrichten|actu|aktuel|haber|berita", re.IGNORECASE)
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_FIELDS = ("loc", f"{_NEWS} title", f"{_NEWS} publication_date", f"{_NEWS} name", f"{_NEWS} language")
_READ = (*_FIELDS, "lastmod")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex)\b")
_CUT_SHORT = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


def read_sitemap(readable: str, url: str, most: int) -> Document:
    """Read at most so many entries. Raises ParseError: sitemap.*, parse.dtd, parse.cpu, http.not_feed."""
    reader, error = _read(readable, most)
    if error is not None and (root := _ROOT.search(readable)):
        mended, fault = _read(repaired(readable[root.start() :]), most)
        reader, error = (mended, fault or error) if mended.found() > reader.found() else (reader, error)
    warning = ""
    if error is not None:
        if not reader.found():
            said = f"line {error.lineno}: {expat.ErrorString(error.code)}"
            raise ParseError("parse.broken" if reader.began else "http.not_feed", f"no sitemap: {said}") from error
        warning = "parse.truncated" if error.code in _CUT_SHORT else "parse.bozo"
    if reader.is_index:
        return _index(reader.maps, url, warning)
    if reader.urls and not reader.entries:
        raise ParseError("sitemap.no_news", f"a sitemap of pages ({reader.urls}), none of which says it is news")
    return Document(tuple(reader.entries), title=reader.name, format="sitemap", warning=warning)


def _read(readable: str, most: int) -> tuple[_Reader, expat.ExpatError | None]:
    """Read as far as it is well-formed, and say where it is not."""
    reader = _Reader(most)
    try:
        reader.parser.Parse(readable.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        return reader, error
    return reader, None


def _index(maps: list[tuple[str, str]], url: str, warning: str) -> Document:
    """Choose the sitemaps of an index, each an address and when it changed last, that are worth a request."""
    host = urls.host(url)
    own = [(link, read_date(said, "")) for address, said in maps if (link := urls.canonical(address, url))]
    own = [(link, at) for link, at in own if urls.host(link) == host]
    if not own:
        raise ParseError("sitemap.index", f"an index of {len(maps)} sitemaps, none of which lies on {host}")
    own.sort(key=lambda one: one[1] or _NEVER, reverse=True)
    own.sort(key=lambda one: not _OF_NEWS.search(one[0].partition(host)[2]))
    chosen = own[:MOST_MAPS]
    dated = all(at is not None for _, at in chosen)
    return Document((), format="sitemap", warning=warning, maps=tuple(link for link, _ in chosen), maps_dated=dated)


class _Reader:
    """Expat's events in, entries out."""

    def __init__(self, most: int) -> None:
        self.entries: list[RawEntry] = []
        self.name = ""  # of the first publication
        self.urls = 0
        self.is_index = False
        self.maps: list[tuple[str, str]] = []  # of an index: an address, and when it changed last
        self.began = False
        self._most = most
        self._space = ""  # the sitemap's own namespace, with a space behind it; "" = none
        self._said: dict[str, list[str]] = {}  # of the entry being read
        self._into: list[str] | None = None  # None = text that nobody wants
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartNamespaceDeclHandler = self._namespace
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def found(self) -> int:
        """Count what was read whole."""
        return len(self.entries) + len(self.maps)

    def _doctype(self, name: str, *_: object) -> None:
        if name.lower() == "html":
            raise ParseError("http.not_feed", "a web page, no sitemap")
        raise ParseError("parse.dtd", "it has a DOCTYPE, which is refused: a sitemap needs none")

    def _namespace(self, _: str | None, uri: str | None) -> None:
        if len(uri or "") > LONGEST_NAMESPACE:  # it is written out in the name of each element
            raise ParseError("parse.cpu", f"a namespace of more than {LONGEST_NAMESPACE:,} characters, refused")

    def _start(self, name: str, _: object) -> None:
        if not self.began:
            self._root(name)
        key = self._key(name)
        if key in ("url", "sitemap"):
            self.urls += key == "url"
            self._said = {}
        self._into = self._said.setdefault(key, []) if key in _READ else None  # of an image, too, there is a loc

    def _key(self, name: str) -> str:
        """Return an element's name without the sitemap's own namespace; Google's has several spellings."""
        space, _, local = name.rpartition(" ")
        return f"{_NEWS} {local}" if "sitemap-news" in space else name.removeprefix(self._space)

    def _root(self, name: str) -> None:
        space, between, local = name.rpartition(" ")
        self.is_index = local == "sitemapindex"
        if local not in ("urlset", "sitemapindex"):
            hint = ", a feed: it wants no `type`" if local.lower() in ("rss", "feed", "rdf") else ""
            raise ParseError("http.not_feed", f"no sitemap: it begins with <{local[:40]}>{hint}")
        self.began, self._space = True, space + between

    def _text(self, piece: str) -> None:
        if self._into is not None:
            self._into.append(piece)

    def _end(self, name: str) -> None:
        self._into = None
        key = name.removeprefix(self._space)
        if key == "url" and len(self.entries) < self._most:
            self._file()
        elif key == "sitemap" and self.is_index and len(self.maps) < self._most:
            address, changed = ("".join(self._said.get(field, ())).strip() for field in ("loc", "lastmod"))
            if address:
                self.maps.append((address, changed))

    def _file(self) -> None:
        link, title, date, name, language = ("".join(self._said.get(key, ())).strip() for key in _FIELDS)
        if not title:
            return
        self.name = self.name or name
        self.entries.append(
            RawEntry(links=(link,), title=html.escape(title, quote=False), language=tag(language), dates=(date,))
        )
