"""The stages of reading one document: bytes, text, entries, items."""

from __future__ import annotations

import zlib
from dataclasses import replace

from monitor import text
from monitor.model import Feed, Limits, Parsed
from monitor.parse.charset import decode
from monitor.parse.entry import Document, items_of
from monitor.parse.errors import ParseError
from monitor.parse.json_feed import is_json, read_json
from monitor.parse.mend import mend
from monitor.parse.page import declared, read_page
from monitor.parse.results import as_results
from monitor.parse.sitemap import read_sitemap
from monitor.parse.xml_feed import read_xml

_GZIP = b"\x1f\x8b\x08"


def read(body: bytes, *, feed: Feed, limits: Limits, url: str, content_type: str) -> Parsed:
    """See `monitor.parse.parse`."""
    body = _unzipped(body, limits.body) if body.startswith(_GZIP) else body
    said = declared(body, content_type) if feed.type == "page" else content_type
    readable, was_garbled = decode(body, said, feed.encoding, feed.language)
    readable = readable.lstrip("\ufeff\x00 \t\r\n")
    if not readable:
        raise ParseError("http.empty", "an empty document")
    document = _document(readable, feed, url, limits)
    items, dropped = items_of(document, feed, limits, url)
    return Parsed(
        items,
        title=text.clean(document.title),
        language=text.clean(feed.language or document.language),
        ttl=document.ttl,
        format=document.format,
        warning=document.warning or ("parse.encoding" if was_garbled else ""),
        dropped=dropped,
        skip=document.skip,
        maps=document.maps,
        maps_dated=document.maps_dated,
    )


def _document(readable: str, feed: Feed, url: str, limits: Limits) -> Document:
    if feed.type == "page":
        return read_page(readable, feed, url, limits.entries)
    if feed.type == "sitemap":
        return read_sitemap(readable, url, limits.entries)
    document = _feed(readable, limits)
    return as_results(document) if feed.type == "search" else document


def _feed(readable: str, limits: Limits) -> Document:
    if is_json(readable):
        return read_json(readable, limits.entries)
    mended = mend(readable, limits.entries)
    document = read_xml(mended.document, limits.entries)
    return replace(document, warning=mended.warning or document.warning)


def _unzipped(body: bytes, most: int) -> bytes:
    """Expand a body sent as gzip without saying so, up to the size a body may have."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body, most)
    except zlib.error as error:
        raise ParseError("http.not_feed", f"broken gzip: {error}") from error
