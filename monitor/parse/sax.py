"""An XML reader for feedparser that spares it work: it finds this module by the name in its `PREFERRED_XML_PARSERS`.

Python's own reader cuts text at each line and entity, and feeds carry escaped HTML: in those of real sites most pieces
are one character long. Here a run of text comes as one. Elements that `mend` renamed, as nobody reads them, are passed
over with all that is in them: a quarter of all elements. So is a whole article where feedparser has a summary already:
it is kept for entries without one only. Measured on 399 feeds of real sites.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol
from xml.parsers.expat import XMLParserType
from xml.sax.expatreader import ExpatParser

UNREAD = "unread"  # the local name of what is passed over
_ARTICLES = ("http://purl.org/rss/1.0/modules/content/ encoded", "http://www.w3.org/2005/Atom content")


class _Handler(Protocol):
    """What is needed of feedparser's handler of events."""

    inentry: int
    insource: int
    entries: Sequence[Mapping[str, object]]
    hasContent: int  # feedparser's name


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

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """Hand over the beginning of an element; `name` is its namespace, local name and prefix, as far as it has."""
        if self._depth:
            self._depth += 1
        elif _local(name) == UNREAD or (name.startswith(_ARTICLES) and self._is_summed_up()):
            self._depth = 1
            self._parser.CharacterDataHandler = None
        else:
            super().start_element_ns(name, attrs)

    def end_element_ns(self, name: str) -> None:
        """Hand over the end of an element."""
        if not self._depth:
            super().end_element_ns(name)
            return
        self._depth -= 1
        if not self._depth:
            self._reset_cont_handler()

    def _is_summed_up(self) -> bool:
        """Tell whether the entry being read has a summary; an article, of which feedparser takes note, says no more."""
        handler = self._cont_handler
        if not handler.inentry or handler.insource or not handler.entries[-1].get("summary"):
            return False
        handler.hasContent = 1
        return True


def _local(name: str) -> str:
    parts = name.split(" ", 2)
    return parts[1] if len(parts) > 1 else name


def create_parser() -> ExpatParser:
    """Return a new reader; xml.sax calls it by this name."""
    return _Reader()
