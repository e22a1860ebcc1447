"""Feeds in, an OPML 2.0 document out, and back again: the subscription list that feed readers exchange.

What OPML has no word for (`name`, `official`, `interval`, `select` ...) stands in attributes of a namespace
of our own, as the specification asks; other readers pass over them. What is read is hostile until proven otherwise: it
goes through expat's events, a DOCTYPE is refused at its first character (so there are no entities to expand or fetch),
size, depth and number are bounded. `headers` are neither written nor read: a list from elsewhere must not say which
secret goes where. Rejected: xml.etree, which expands entities and builds the tree before one can look.
Source: opml.org/spec2.opml (type, text, title, xmlUrl, language; the head's dates are RFC 822).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, TypeVar
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from monitor import text
from monitor.model import Embedded, Feed, Selectors

NAMESPACE = "urn:ai-video-monitor:feed"
_OURS = f"{NAMESPACE} "  # as expat puts it before a name
LARGEST = 5 << 20  # bytes of a document
_FEEDS = ("feed", "search")  # the types that other readers can read; they follow the rest as links
_DEEPEST = 50  # levels
_MOST = 20_000  # outlines
_LONG = 1_000  # characters of a title or group, or of a namespace, which expat writes out in each name

T = TypeVar("T", Selectors, Embedded)


class OpmlError(Exception):
    """A document that is no OPML; the text says why, and the line where there is one."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of the list, and the headings it stands under; the feed's name is "" where the document has none."""

    feed: Feed
    groups: tuple[str, ...] = ()


def write(feeds: Iterable[Feed], title: str, at: datetime) -> str:
    """Write a subscription list, in the order given."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:monitor="{NAMESPACE}">',
        "  <head>",
        f"    <title>{escape(title)}</title>",
        f"    <dateCreated>{format_datetime(at)}</dateCreated>",
        "  </head>",
        "  <body>",
        *(f"    <outline {_attributes(feed)}/>" for feed in feeds),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _attributes(feed: Feed) -> str:
    as_feed = feed.type in _FEEDS
    said = {
        "type": "rss" if as_feed else "link", "text": feed.title or feed.name, "title": feed.title,
        "xmlUrl" if as_feed else "url": feed.url, "language": feed.language,
        "monitor:name": feed.name, "monitor:type": "" if feed.type == "feed" else feed.type,
        "monitor:official": "true" if feed.official else "",
        "monitor:interval": f"{feed.interval.total_seconds():g}" if feed.interval else "",
        "monitor:encoding": feed.encoding, "monitor:userAgent": feed.user_agent,
        "monitor:select": json.dumps(asdict(feed.select), ensure_ascii=False) if feed.select else "",
        "monitor:json": json.dumps(asdict(feed.json), ensure_ascii=False) if feed.json else "",
    }  # fmt: skip
    return " ".join(f"{name}={quoteattr(value)}" for name, value in said.items() if value)


def read(document: bytes) -> tuple[Outline, ...]:
    """Read the feeds of a subscription list, in its order. Raises OpmlError."""
    if len(document) > LARGEST:
        raise OpmlError(f"larger than {LARGEST >> 20} MB: is this the right file?")
    reader = _Reader()
    try:
        reader.parser.Parse(document, True)
    except expat.ExpatError as error:
        what = "" if reader.began else "no OPML: "
        fault = expat.ErrorString(error.code).removeprefix("not well-formed ").strip("()")
        raise OpmlError(f"{what}line {error.lineno}: not well-formed: {fault}") from error
    except (LookupError, UnicodeError, ValueError) as error:  # an encoding that Python does not know, or gets wrong
        raise OpmlError(f"the encoding it names cannot be read: {error}") from error
    return tuple(reader.found)


class _Reader:
    """Expat's events in, outlines out."""

    def __init__(self) -> None:
        self.found: list[Outline] = []
        self._open: list[str] = []  # the heading each open element gives; "" = none
        self._outlines = 0
        self.began = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartNamespaceDeclHandler = self._namespace
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _doctype(self, *_: object) -> None:
        raise OpmlError("it has a DOCTYPE, which is refused: OPML needs none, and entities are a way to attack")

    def _namespace(self, _: str | None, uri: str | None) -> None:
        if len(uri or "") > _LONG:
            raise OpmlError(f"a namespace of more than {_LONG:,} characters")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._open and tag.lower() != "opml":
            raise OpmlError(f"no OPML: it begins with <{text.shorten(text.clean(tag), 40)}>")
        self.began = True
        if len(self._open) >= _DEEPEST:
            raise OpmlError(f"more than {_DEEPEST} levels deep")
        said = {name.lower(): value for name, value in attributes.items()}
        heading = ""
        if tag.lower() == "outline":
            self._outlines += 1
            if self._outlines > _MOST:
                raise OpmlError(f"more than {_MOST:,} entries")
            heading = self._outline(said)
        self._open.append(heading)

    def _outline(self, said: dict[str, str]) -> str:
        """File a feed, or return the heading that a group gives."""
        ours = {name.removeprefix(_OURS): text.clean(value) for name, value in said.items() if name.startswith(_OURS)}
        title = text.shorten(text.clean(said.get("title", "") or said.get("text", "")), _LONG)
        url = _web(text.clean(said.get("xmlurl", "") or (said.get("url", "") if ours.get("type") else "")))
        if not url:
            return title
        own = ours.get("name") == title and not said.get("title")  # `text` may not be empty: it was the name
        feed = Feed(
            ours.get("name", ""),
            url,
            ours.get("type", "feed"),
            title="" if own else title,
            language=text.clean(said.get("language", "")),
            official=ours.get("official") == "true",
            interval=_interval(ours.get("interval", "")),
            encoding=ours.get("encoding", ""),
            user_agent=ours.get("useragent", ""),
            select=_selectors(_keys(ours.get("select", ""))),
            json=_embedded(_keys(ours.get("json", ""))),
        )
        self.found.append(Outline(feed, tuple(heading for heading in self._open if heading)))
        return ""

    def _end(self, _: str) -> None:
        self._open.pop()


def _web(url: str) -> str:
    """Return the address behind the scheme by which old readers took feeds up: "feed:https://...", "feed://..."."""
    address = url.removeprefix("feed:")
    return f"https:{address}" if address.startswith("//") and address != url else address


def _interval(seconds: str) -> timedelta | None:
    """Read a number of seconds; None for what is none."""
    try:
        return timedelta(seconds=float(seconds)) if seconds else None
    except (ValueError, OverflowError):
        return None


def _keys(written: str) -> dict[str, Any]:
    """Read the keys of a page, which are JSON; {} for what is none."""
    try:
        said = json.loads(written) if written else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _selectors(said: dict[str, Any]) -> Selectors | None:
    return _made(Selectors, {key: value for key, value in said.items() if isinstance(value, str)})


def _embedded(said: dict[str, Any]) -> Embedded | None:
    """Read candidates; lists of older versions have one of each, "" for none."""
    several = {key: value if isinstance(value, list) else [value] for key, value in said.items()}
    texts = {key: values for key, values in several.items() if all(isinstance(value, str) for value in values)}
    return _made(Embedded, {key: tuple(filter(None, values)) for key, values in texts.items()})


def _made(kind: type[T], said: Mapping[str, Any]) -> T | None:
    try:
        return kind(**said)
    except TypeError:  # a key that we do not know, or none of those we need
        return None
