"""A news sitemap in; entries out.

Read by expat's events alone; a DOCTYPE is refused at its first character, so there are no entities to expand or fetch.
A sitemap that breaks off, or is broken, yields what stood whole before. Keywords and genres are not read: they are the
publisher's, and of no language in particular. An index of sitemaps is refused: its parts are the addresses to follow.
Source: Google's news sitemap format (namespace sitemap-news/0.9), sitemaps.org 0.9.
"""

from __future__ import annotations

import html
from xml.parsers import expat

from monitor.parse.entry import Document, Entry, tag
from monitor.parse.errors import ParseError

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_FIELDS = ("loc", f"{_NEWS} title", f"{_NEWS} publication_date", f"{_NEWS} name", f"{_NEWS} language")
_CUT_SHORT = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


def read_sitemap(readable: str, most: int) -> Document:
    """Read at most so many entries. Raises ParseError sitemap.index, sitemap.no_news, parse.dtd, http.not_feed."""
    reader = _Reader(most)
    warning = ""
    try:
        reader.parser.Parse(readable.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        if not reader.entries:
            said = f"line {error.lineno}: {expat.ErrorString(error.code)}"
            raise ParseError("parse.broken" if reader.began else "http.not_feed", f"no sitemap: {said}") from error
        warning = "parse.truncated" if error.code in _CUT_SHORT else "parse.bozo"
    if reader.urls and not reader.entries:
        raise ParseError("sitemap.no_news", f"a sitemap of {reader.urls} pages, none of which says it is news")
    return Document(tuple(reader.entries), title=reader.name, format="sitemap", warning=warning)


class _Reader:
    """Expat's events in, entries out."""

    def __init__(self, most: int) -> None:
        self.entries: list[Entry] = []
        self.name = ""  # of the first publication
        self.urls = 0
        self.began = False
        self._most = most
        self._space = ""  # the sitemap's own namespace, with a space behind it; "" = none
        self._said: dict[str, list[str]] = {}  # of the entry being read
        self._into: list[str] | None = None  # None = text that nobody wants
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        raise ParseError("parse.dtd", "it has a DOCTYPE, which is refused: a sitemap needs none")

    def _start(self, name: str, _: object) -> None:
        if not self.began:
            self._root(name)
        key = name.removeprefix(self._space)
        if key == "url":
            self.urls += 1
            self._said = {}
        self._into = self._said.setdefault(key, []) if key in _FIELDS else None  # of an image, too, there is a loc

    def _root(self, name: str) -> None:
        space, between, local = name.rpartition(" ")
        if local == "sitemapindex":
            raise ParseError("sitemap.index", "an index of sitemaps: name the news sitemap it lists as a feed instead")
        if local != "urlset":
            raise ParseError("http.not_feed", f"no sitemap: it begins with <{local[:40]}>")
        self.began, self._space = True, space + between

    def _text(self, piece: str) -> None:
        if self._into is not None:
            self._into.append(piece)

    def _end(self, name: str) -> None:
        self._into = None
        if name.removeprefix(self._space) == "url" and len(self.entries) < self._most:
            self._file()

    def _file(self) -> None:
        link, title, date, name, language = ("".join(self._said.get(key, ())).strip() for key in _FIELDS)
        if not title:
            return
        self.name = self.name or name
        self.entries.append(
            Entry(links=(link,), title=html.escape(title, quote=False), language=tag(language), dates=(date,))
        )
