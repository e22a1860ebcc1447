"""An entry of any format in; an Item out: plain text, a web address, a key, a date.

What is markup in a title: only what formats text, so that "How the <video> tag works" stays whole; what was escaped
once too often is read once more. A site is the source an entry names (an aggregator's entries are other people's news),
else the reader's name for the feed, else the feed's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from monitor import text, urls
from monitor.model import Feed, Item, Limits, Skip
from monitor.parse.added import without_added
from monitor.parse.dates import read_date
from monitor.parse.releases import named_release

TITLE = 300  # characters shown of a title
_LEAD = 140  # characters of its text that stand for a missing title
_SITE = 80
_CAP = 65_536  # characters of markup looked at
_LONGEST_KEY = 500  # characters; a longer one is kept as its hash
_MOSTLY_SHARED = 0.2  # a document in which more of the entries than this share their ids has no ids

_WINDOWS_BYTES = {ord(char): byte for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))}
_ENCODED_TWICE = re.compile(f"[Â-ô][\x80-\xbf{''.join(map(chr, _WINDOWS_BYTES))}]")
_LANGUAGE = re.compile(r"(?:[a-z]{2}|cmn|yue|fil)(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_NO_FORMATTING = re.compile(
    r"<(?!/?(?:a|abbr|b|bdi|big|br|cite|code|div|em|font|h[1-6]|i|img|ins|mark|p|q|rp|rt|ruby|s|small|span|strike|strong"
    r"|sub|sup|tt|u|var|wbr)\b|!--|!\[CDATA)",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"<(video|audio)>", re.IGNORECASE)
_ESCAPED = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});|</?(?:b|i|em|strong|span|p|br)\b[^<>]*>", re.I)


_NO_REST = Skip()


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as written: markup, unread dates, addresses that may be relative. "" = not said."""

    id: str = ""
    links: tuple[str, ...] = ()  # the best first, "" among them
    title: str = ""
    summary: str = ""
    language: str = ""
    dates: tuple[str, ...] = ()  # the best first
    source: str = ""  # whose news it is, where it names another site


@dataclass(frozen=True, slots=True)
class Document:
    """A feed document as written, of whatever format."""

    entries: tuple[RawEntry, ...]
    title: str = ""
    language: str = ""
    format: str = ""
    ttl: timedelta | None = None  # None = not said
    skip: Skip = _NO_REST
    warning: str = ""  # as in `Parsed`
    maps: tuple[str, ...] = ()  # as in `Parsed`, and so the next
    maps_dated: bool = False


def items_of(document: Document, feed: Feed, limits: Limits, url: str) -> tuple[tuple[Item, ...], int]:
    """Turn entries into items, each with a key of its own; also say how many had nothing in them."""
    read = [_item(entry, document, feed, limits, url) for entry in document.entries]
    items = _placed(list(dict.fromkeys(item for item in read if item is not None)))
    ids, links = _shared(item.guid for item in items), _shared(item.url for item in items)
    if sum(item.guid in ids - {""} for item in items) > _MOSTLY_SHARED * len(items):
        ids.update(item.guid for item in items)
    keyed: dict[str, Item] = {}
    for item in items:
        key = _key(item, ids, links)
        keyed.setdefault(key, item if item.guid == key else replace(item, guid=key))
    return tuple(keyed.values()), read.count(None)


def on_pages(addresses: Sequence[str]) -> list[str]:
    """Keep the place on its page in an address only where all entries of the page name one, and not the same.

    >>> on_pages(["/log#a", "/log#b", "/new", "/new#comments", "/old#top"])
    ['/log#a', '/log#b', '/new', '/new', '/old']
    """
    places: dict[str, set[str]] = {}
    for page, _, place in (address.partition("#") for address in addresses):
        places.setdefault(page, set()).add(place)
    told = {page for page, found in places.items() if len(found) > 1 and "" not in found}
    return [address if (page := address.partition("#")[0]) in told else page for address in addresses]


def _placed(items: Sequence[Item]) -> list[Item]:
    addresses = on_pages([item.url for item in items])
    return [one if one.url == url else replace(one, url=url) for one, url in zip(items, addresses, strict=True)]


def _shared(values: Iterable[str]) -> set[str]:
    return {value for value, times in Counter(values).items() if times > 1} | {""}


def _key(item: Item, ids: set[str], links: set[str]) -> str:
    """Return what tells an item from the others of its feed: its id, else its address, else what it says.

    No date in the last: feeds without ids and links often date everything to the minute of the request.
    """
    said = f"{item.title}\n{item.summary[:200]}"
    key = item.guid if item.guid not in ids else item.url if item.url not in links else ""
    return key if 0 < len(key) <= _LONGEST_KEY else sha256((key or said).encode()).hexdigest()


def _item(entry: RawEntry, document: Document, feed: Feed, limits: Limits, url: str) -> Item | None:
    title = without_source(title_text(entry.title), entry.source)
    summary = text.shorten(plain_text(without_added(entry.summary, title, plain_text)), limits.text)
    link = next((found for link in entry.links if link and (found := address_of(link, url))), "")
    if not (title or summary or link):
        return None
    title = named_release(title, link)
    declared = feed.language or entry.language or document.language
    language = text.language_of(title, summary, declared)
    return Item(
        feed=feed.name,
        guid=text.clean(entry.id),
        url=link,
        title=text.shorten(title or text.shorten(summary, _LEAD) or link, TITLE),
        summary=summary or (text.shorten(title, limits.text) if len(title) > TITLE else ""),
        language=language,
        site=text.shorten(text.clean(entry.source or feed.title or document.title) or urls.host(url), _SITE),
        published_at=_first_date(entry.dates, text.primary(declared or language)),
        official=feed.official,
    )


def address_of(link: str, base: str) -> str:
    """Return the address a link leads to, with the place on that page; "" for none."""
    page, place = urls.canonical(link, base), urls.place_on_page(link)
    return f"{page}#{place}" if page and place and len(page) + len(place) < urls.LONGEST else page


def without_source(title: str, source: str) -> str:
    """Take off the source that aggregators append to a title; what is nothing else stays.

    >>> without_source("Kling 3.0 is here - The Site", "The Site")
    'Kling 3.0 is here'
    """
    bare = re.sub(rf"\s+[-–—|]\s+{re.escape(source)}$", "", title) if source else ""
    return bare or title


def _first_date(dates: Iterable[str], language: str) -> datetime | None:
    return next((at for date in dates if (at := read_date(date, language)) is not None), None)


def tag(said: str) -> str:
    """Return a language as BCP 47 writes it; "" for what is none ("English", "utf-8")."""
    found = _LANGUAGE.fullmatch(said.strip())
    return found[0].replace("_", "-") if found else ""


def is_address(id_: str) -> bool:
    """Tell whether an id can stand for a missing link."""
    return id_.startswith(("http://", "https://", "/"))


def title_text(markup: str) -> str:
    """Return the plain text of a title.

    >>> title_text("How the <video> tag works in <b>Veo</b> &amp;amp; Sora")
    'How the <video> tag works in Veo & Sora'
    """
    return plain_text(_NO_FORMATTING.sub("&lt;", markup))


def plain_text(markup: str) -> str:
    """Return the plain text of markup; of what was escaped or encoded twice, too.

    >>> plain_text("JÃ¤nner â€“ GroÃŸteil"), plain_text("Use the <video> tag, <video src=a>not</video> this")
    ('Jänner – Großteil', 'Use the tag, not this')
    >>> plain_text("Use the <video> tag<br>for <b>AI</b>")
    'Use the <video> tag for AI'
    """
    once = text.plain(_without_media_named(_encoded_once(markup[:_CAP])))
    is_escaped = ("&" in once or "<" in once) and _ESCAPED.search(once)
    return text.plain(_NO_FORMATTING.sub("&lt;", once)) if is_escaped else once


def _without_media_named(markup: str) -> str:
    """Take no tag of sound or video for one that nothing ends: it is spoken of."""
    named = {tag for tag in set(_MEDIA.findall(markup)) if f"</{tag}".casefold() not in markup.casefold()}
    return _MEDIA.sub(lambda tag: f"&lt;{tag[1]}>" if tag[1] in named else tag[0], markup) if named else markup


def _encoded_once(markup: str) -> str:
    """Undo UTF-8 that was read as windows-1252 and encoded again; what is not wholly that stays as it is."""
    if markup.isascii() or not _ENCODED_TWICE.search(markup):
        return markup
    try:
        return markup.translate(_WINDOWS_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return markup
