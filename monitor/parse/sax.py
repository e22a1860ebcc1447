"""An XML reader for feedparser that spares it work: it finds this module by the name in its `PREFERRED_XML_PARSERS`.

Python's own reader cuts text at each line and entity, and feeds carry escaped HTML: in those of real sites most pieces
are one character long. Here a run of text comes as one. Elements that nobody reads are passed over with all that is in
them: a third of all elements. So is a whole article where feedparser has a summary already: it is kept for entries
without one only. Measured on 399 feeds of real sites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol
from xml.parsers.expat import XMLParserType
from xml.sax.expatreader import ExpatParser
from xml.sax.xmlreader import AttributesNSImpl

UNREAD = "unread"  # the local name of what `mend` renamed
# Persons and categories are not kept, and feedparser takes time squared for them, too (it seeks mail addresses in names
# and doubles in lists); over the others it stumbles where they are misplaced.
UNREAD_NAMES = (
    "author", "creator", "contributor", "publisher", "managingeditor", "webmaster", "owner", "category", "keywords",
    "subject", "tags", "width", "height", "player", "license", "rating", "credit", "restriction", "thumbnail",
)  # fmt: skip
# Frequent elements of which nothing is kept, with their namespaces.
_IDLE = frozenset((
    "comments", "enclosure", "generator", "image", "docs", "cloud",
    "http://purl.org/rss/1.0/ items",
    "http://purl.org/rss/1.0/modules/slash/ comments",
    "http://wellformedweb.org/CommentAPI/ commentRss",
    "http://purl.org/syndication/thread/1.0 total",
    "com-wordpress:feed-additions:1 post-id",
    "http://search.yahoo.com/mrss/ community",
    "http://search.yahoo.com/mrss/ text",
))  # fmt: skip
_ARTICLES = ("http://purl.org/rss/1.0/modules/content/ encoded", "http://www.w3.org/2005/Atom content")
HAS_WORDS = re.compile(r"(?:<[^<>]*>|&nbsp;|\s)*+\S")  # markup that is more than a picture
_BEGINNING = 4_000  # characters of a summary, looked at for each article of an entry, of which there may be many
_WINDOWS = re.compile("[\x80-\x9f]")
_NO_ATTRIBUTES = AttributesNSImpl({}, {})

Name = tuple[str | None, str]  # namespace, None = none, and local name


class _Handler(Protocol):
    """What is needed of feedparser's handler of events."""

    inentry: int
    insource: int
    entries: Sequence[Mapping[str, str]]
    hasContent: int  # feedparser's name
    contentparams: dict[str, object]  # of the text being read; empty outside one
    decode_entities: Callable[[str, str], str]

    def startElementNS(self, name: Name, qname: None, attrs: AttributesNSImpl) -> None: ...
    def endElementNS(self, name: Name, qname: None) -> None: ...


class _Text(str):
    """A text in which feedparser looks for characters of windows-1252: one by one, where Python finds none at once."""

    __slots__ = ()

    def translate(self, table: object, /) -> str:
        """Return the text with those characters replaced."""
        return super().translate(table) if _WINDOWS.search(self) else str(self)  # type: ignore[arg-type]  # a dict


class _Reader(ExpatParser):
    _depth = 0  # of elements inside the one that is passed over, itself included
    _parser: XMLParserType  # this and the next two are of ExpatParser; the stubs leave them out
    _cont_handler: _Handler  # feedparser's, as long as it is the only one who asks for this reader
    _reset_cont_handler: Callable[[], None]

    def reset(self) -> None:
        """Begin a document."""
        super().reset()
        self._depth = 0
        self._parser.buffer_text = True
        self._cont_handler.decode_entities = lambda _element, text: _Text(text)

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """Hand over the beginning of an element; `name` is its namespace, local name and prefix, as far as it has."""
        if self._depth:
            self._depth += 1
        elif _is_unread(name) or (name.startswith(_ARTICLES) and self._is_summed_up()):
            self._depth = 1
            self._parser.CharacterDataHandler = None
        elif attrs:
            super().start_element_ns(name, attrs)
        else:
            self._cont_handler.startElementNS(_parted(name), None, _NO_ATTRIBUTES)

    def end_element_ns(self, name: str) -> None:
        """Hand over the end of an element."""
        if not self._depth:
            self._cont_handler.endElementNS(_parted(name), None)
            if not self._cont_handler.contentparams:
                self._cont_handler.contentparams = {}  # feedparser looks into it often, and its own dictionary is slow
            return
        self._depth -= 1
        if not self._depth:
            self._reset_cont_handler()

    def _is_summed_up(self) -> bool:
        """Tell whether the entry being read has a summary; an article, of which feedparser takes note, says no more."""
        handler = self._cont_handler
        if not handler.inentry or handler.insource:
            return False
        if not HAS_WORDS.match(handler.entries[-1].get("summary") or "", 0, _BEGINNING):
            return False
        handler.hasContent = 1
        return True


@lru_cache(maxsize=1024)
def _parted(name: str) -> Name:
    parts = name.split()
    return (parts[0], parts[1]) if len(parts) > 1 else (None, name)


@lru_cache(maxsize=1024)
def _is_unread(name: str) -> bool:
    namespace, local = _parted(name)
    return local == UNREAD or local.lower() in UNREAD_NAMES or (f"{namespace} {local}" if namespace else local) in _IDLE


def create_parser() -> ExpatParser:
    """Return a new reader; xml.sax calls it by this name."""
    return _Reader()
