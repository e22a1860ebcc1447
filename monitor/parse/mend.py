"""The text of an XML feed in; out comes what a strict XML parser takes, mended where it was broken.

Order: what stands around the root element goes; a DTD is read for harmless entities and goes too; if that is not
well-formed, stray characters, entities, prefixes and ends are put right; if it breaks off, the last whole item ends it.
What is still broken is left to feedparser's loose parser, which reads it as browsers read HTML.
Rejected: the loose parser at once (it takes a half item for a whole one, and `a < b` for a tag).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import html5
from itertools import islice
from xml.parsers import expat
from xml.sax.saxutils import escape

from monitor.parse.endings import with_ends
from monitor.parse.errors import ParseError
from monitor.parse.sax import UNREAD, UNREAD_NAMES

_PROLOGUE = re.compile(
    r"<\?[^>]*(?:>|\Z)|<!--.*?(?:-->|\Z)|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]?[^>]*)?>?", re.DOTALL | re.IGNORECASE
)
_ATOM = "http://www.w3.org/2005/Atom"
_ROOT = re.compile(
    rf"{_PROLOGUE.pattern}|<(?P<root>(?:[\w.-]+:)?(?:rss|rdf|feed|channel|(?P<entry>entry(?=\s[^<>]*{_ATOM}))))\b",
    re.DOTALL | re.IGNORECASE,
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_SITEMAP = re.compile(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex)\b")
_BODY = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)\b", re.IGNORECASE)
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w.:-]+)\s+(?:(?P<quote>["'])(?P<value>.*?)(?P=quote)|(?P<external>\w+))""",
    re.DOTALL,
)
_LONGEST_ENTITY = 64  # characters; more is no character's name

# feedparser takes time in the square of the attributes of one element; nobody writes a thousand.
_LONG_TAG = re.compile(r"<[^<>]{16384,}")
_MOST_ATTRIBUTES = 1000
# It takes as much in that of all namespaces; a feed has a dozen.
_DECLARED = re.compile(r"\sxmlns:[\w.-]+\s*=")
_MOST_NAMESPACES = 500
# All readers of XML write it out in the name of each element.
LONGEST_NAMESPACE = 1000  # characters
_LONG_NAMESPACE = re.compile(rf"""\sxmlns(?::[\w.-]+)?\s*=\s*["'][^"'<]{{{LONGEST_NAMESPACE}}}""")
# A tag that goes on and on, ended or not, is a picture written into its address at best; feedparser takes hundreds of
# bytes for each of its characters.
_ENDLESS = re.compile(r"</?\w[^<>]{65536,}(?:(?<!\]\])>|\Z)")
_SALVAGED = 1 << 20  # bytes; of ten times as many the loose parser makes minutes
_MOST_UNPAIRED = 100_000  # tags that nothing ends, or begins; feedparser takes a kilobyte for each
_UNREAD = re.compile(rf"(</?(?:[\w.-]+:)?)(?:{'|'.join(UNREAD_NAMES)})\b", re.IGNORECASE)
# What a picture or a film shows, which feedparser takes for the entry's own words where it comes first.
MEDIA_NOTE = "note"
_MEDIA_DESCRIPTION = re.compile(r"<(/?media:)description\b[^<>]*?(/?)>")

_TOKEN = re.compile(
    r"(?P<kept><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))"
    r"|&(?:\#(?P<number>\d{1,7}|[xX][0-9a-fA-F]{1,6});|(?P<name>\w{1,40});)?"
    r"|(?P<less><(?![\w/!?:]))",
    re.DOTALL,
)
_STRETCH = 10_000  # pieces of a text that are put together again at once
_CDATA = re.compile(r"<!\[cdata\[", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]*):[\w.-]+(?=[\s=/>])")
_MOST_PREFIXES = 50
_NAME = re.compile(r"<[\w:.-]+")
_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": _ATOM,
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
_ITEM_END = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mended:
    """A document for feedparser."""

    document: bytes  # UTF-8
    warning: str = ""  # what was wrong with it: parse.bozo, parse.truncated; "" = nothing


def mend(whole: str, most: int) -> Mended:
    """Return what a strict parser takes of a feed, at most so many items; ParseError for no feed, or an attack."""
    long_tags = _LONG_TAG.findall(whole)
    text = _ENDLESS.sub("", whole) if long_tags else whole
    root = next((found for found in _ROOT.finditer(text) if found["root"]), None)
    if _is_page(text, root):
        raise ParseError("http.not_feed", "a web page, no feed")
    if root is None and _SITEMAP.search(text[:4096]):
        raise ParseError("http.not_feed", "a sitemap, no feed; with `type: sitemap` it is read as one")
    if root is None:
        raise ParseError("http.not_feed", f"no feed: it begins with {text.strip()[:60]!r}")
    if any(tag.count("=") > _MOST_ATTRIBUTES for tag in long_tags):
        raise ParseError("parse.cpu", f"an element with more than {_MOST_ATTRIBUTES} attributes, refused")
    if text.count("xmlns:") > _MOST_NAMESPACES and len(set(_DECLARED.findall(text))) > _MOST_NAMESPACES:
        raise ParseError("parse.cpu", f"more than {_MOST_NAMESPACES} namespaces, refused")
    if text.count("<") > _MOST_UNPAIRED and abs(_unended(text)) > _MOST_UNPAIRED:
        raise ParseError("parse.cpu", f"more than {_MOST_UNPAIRED:,} elements that nothing ends, or begins, refused")
    if _LONG_NAMESPACE.search(text):
        raise ParseError("parse.cpu", f"a namespace of more than {LONGEST_NAMESPACE:,} characters, refused")
    entities = _harmless_entities(text[: root.start()])
    inner, is_whole = _within(text, root)
    closed = _with_closed_cdata(inner) if is_whole else inner
    junk = _PROLOGUE.sub("", text[: root.start()]).strip()
    warning = "parse.bozo" if junk or closed is not inner else ""
    closed = _MEDIA_DESCRIPTION.sub(rf"<\1{MEDIA_NOTE}\2>", _first_items(closed, most))
    return _well_formed(closed, entities, is_whole, warning)


def _is_page(text: str, root: re.Match[str] | None) -> bool:
    """Tell a web page from a feed; a few pages have a whole feed in their middle, some feeds the DOCTYPE of a page."""
    if root is None:
        return bool(_PAGE.search(text))
    return bool(_BODY.search(text, 0, root.start())) and not _ITEM.search(text, root.start())


def _unended(text: str) -> int:
    """Count, about, the tags that nothing ends; below 0 those that nothing begins."""
    return text.count("<") - sum(text.count(other) for other in ("<!", "<?", "/>", "</", "</"))


def _within(text: str, root: re.Match[str]) -> tuple[str, bool]:
    """Cut out the root element; False when its end is missing. An entry of Atom alone gets a feed around it."""
    end = re.compile(rf"</{re.escape(root['root'])}\s*>")
    last = text.rfind(f"</{root['root']}")
    found = end.match(text, last) if last > 0 else None
    inner = text[root.start() : found.end() if found else len(text)]
    if root["entry"]:
        inner = f'<feed xmlns="{_ATOM}">{inner}{"</feed>" if found else ""}'
    return inner, found is not None


def _first_items(inner: str, most: int) -> str:
    """Leave out the items beyond the limit: a hundred thousand would take a minute."""
    beyond = next(islice(_ITEM.finditer(inner), most, None), None)
    if beyond is None:
        return inner
    start = inner[: beyond.start()].encode("utf-8", "replace")
    return (start + _ends(start)).decode("utf-8")


def _with_closed_cdata(inner: str) -> str:
    """End a CDATA section that nothing ends where its element does."""
    start = inner.rfind("<![CDATA[")
    if start < 0 or inner.find("]]>", start) >= 0:
        return inner
    end = inner.find("</", start)
    return f"{inner[:end]}]]>{inner[end:]}"


def _well_formed(inner: str, entities: dict[str, str], is_whole: bool, warning: str) -> Mended:
    document = _encoded(_mended(inner, entities) if entities else inner)
    if _fault(document) is None:
        return Mended(document, warning)
    # what nobody reads is passed over in a well-formed document by its own name; in others even the loose parser must
    inner = _CDATA.sub("<![CDATA[", _UNREAD.sub(rf"\1{UNREAD}", inner))
    inner = _with_prefixes(_mended(inner, entities))
    for ended in (str, with_ends):
        document = b""  # rather than two of tens of megabytes at a time
        document = _encoded(ended(inner))
        error = _fault(document)
        if error is None:
            break
    if error is None or is_whole:
        return Mended(document, "parse.bozo")
    return Mended(_up_to_last_item(document, error), "parse.truncated")


def _encoded(inner: str) -> bytes:
    return (_DECLARATION + inner).encode("utf-8", "replace")


def _fault(document: bytes) -> int | None:
    """Return where the document stops being well-formed XML with namespaces; None = nowhere."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(document, True)
    except expat.ExpatError:
        return parser.ErrorByteIndex
    return None


def _harmless_entities(head: str) -> dict[str, str]:
    """Return the characters a DTD names; ParseError for entities that grow, nest or fetch.

    Entity sets of HTML, included by a parameter entity, are known without their DTD.
    """
    entities: dict[str, str] = {}
    for found in _ENTITY.finditer(head):
        value = found["value"]
        if found["parameter"] and found["external"]:
            continue
        if value is None or len(value) > _LONGEST_ENTITY or re.search(r"&(?!#)|%|<", value):
            raise ParseError("parse.dtd", f"entity {found['name']!r} of the DTD is refused")
        entities[found["name"]] = value
    return entities


def _mended(inner: str, entities: dict[str, str]) -> str:
    """Take out characters XML forbids; name HTML's entities by their characters; escape stray `&` and `<`."""

    def put_right(token: re.Match[str]) -> str:
        if token["kept"]:
            return token[0]
        if token["less"]:
            return "&lt;"
        if token["number"]:
            return token[0] if _is_allowed(token["number"]) else ""
        name = token["name"]
        if name in ("amp", "lt", "gt", "quot", "apos"):
            return token[0]
        if name in entities:
            return entities[name]
        return escape(html5[f"{name};"]) if name and f"{name};" in html5 else f"&amp;{token[0][1:]}"

    return _replaced(_TOKEN, put_right, _replaced(_FORBIDDEN, lambda _: "", inner))


def _replaced(pattern: re.Pattern[str], by: Callable[[re.Match[str]], str], text: str) -> str:
    """Replace as `sub` does, which holds each piece between as a text of its own: of millions ten times the whole."""
    stretches, pieces, at = list[str](), list[str](), 0
    for found in pattern.finditer(text):
        pieces += (text[at : found.start()], by(found))
        at = found.end()
        if len(pieces) > _STRETCH:
            stretches.append("".join(pieces))
            pieces.clear()
    return "".join((*stretches, *pieces, text[at:])) if at else text


def repaired(element: str) -> str:
    """Return an element with what is not well-formed in its text put right; one that is no feed's, as it stands."""
    return _with_prefixes(_mended(element, {}))


def _is_allowed(number: str) -> bool:
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return code <= 0x10FFFF and not _FORBIDDEN.match(chr(code))


def _with_prefixes(inner: str) -> str:
    """Declare the namespace prefixes that are used without."""
    declared = set(re.findall(r"\sxmlns:([\w.-]+)\s*=", inner)) | {"xml", "xmlns"}
    missing = dict.fromkeys(prefix for prefix in _PREFIX.findall(inner) if prefix not in declared)
    known = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, "urn:" + prefix)}"' for prefix in islice(missing, _MOST_PREFIXES)
    )
    root = _NAME.match(inner)
    return inner[: root.end()] + known + inner[root.end() :] if root and known else inner


def _up_to_last_item(document: bytes, error: int) -> bytes:
    """End a document that breaks off after its last whole item; only its beginning when it has none."""
    ends = [found.end() for found in _ITEM_END.finditer(document, 0, error)]
    if not ends:
        return document[:_SALVAGED]
    whole = document[: ends[-1]]
    return whole + _ends(whole)


def _ends(beginning: bytes) -> bytes:
    """Return the ends of the elements that a well-formed beginning leaves open; b"" for another."""
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: names.append(name)
    parser.EndElementHandler = lambda name: names.pop()
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(beginning, False)
    return "".join(f"</{name}>" for name in reversed(names)).encode()
