"""An XML reader for feedparser that spares it work: it finds this module by the name in its `PREFERRED_XML_PARSERS`.

Python's own reader cuts text at each line and entity, and feeds carry escaped HTML: in those of real sites most pieces
are one character long. Here a run of text comes as one. Elements that `mend` renamed, as nobody reads them, are passed
over with all that is in them: a quarter of all elements. Measured on 399 feeds of real sites.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers.expat import XMLParserType
from xml.sax.expatreader import ExpatParser

UNREAD = "unread"  # the local name of what is passed over


class _Reader(ExpatParser):
    _depth = 0  # of elements inside the one that is passed over, itself included
    _parser: XMLParserType  # this and the next are of ExpatParser; the stubs leave them out
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
        elif _local(name) == UNREAD:
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


def _local(name: str) -> str:
    parts = name.split(" ", 2)
    return parts[1] if len(parts) > 1 else name


def create_parser() -> ExpatParser:
    """Return a new reader; xml.sax calls it by this name."""
    return _Reader()
