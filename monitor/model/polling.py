"""What comes of asking a feed: its state, the answer, items, why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model.feeds import Feed


@dataclass(frozen=True, slots=True)
class Skip:
    """When a feed asks not to be read: skipHours and skipDays of RSS."""

    hours: tuple[int, ...] = ()  # of the day in UTC, 0 to 23
    days: tuple[int, ...] = ()  # Monday is 0


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between polls."""

    feed: Feed
    url: str  # the one polled: feed.url, or where it moved to for good
    etag: str = ""  # verbatim; "" = none
    modified: str = ""  # Last-Modified, verbatim; "" = none
    body_hash: str = ""  # SHA-256 of the last body filed; "" = never
    next_poll_at: datetime | None = None  # None = now
    polled_at: datetime | None = None  # start of the last request; None = never
    ok_at: datetime | None = None  # last good answer; None = never
    failures: int = 0  # in a row
    failing_since: datetime | None = None  # None = it works; a body that breaks off ends no failing
    error_code: str = ""  # "" = it works
    error_text: str = ""
    ttl: timedelta | None = None  # how long the document last read asks to be left alone; None = not said
    skip: Skip = Skip()  # of the document last read
    max_age: timedelta | None = None  # how long the last answer calls itself fresh; None = not said
    newest_at: datetime | None = None  # the last date in the document last read; None = it has none
    validators_from: str = ""  # the address that gave etag and modified; "" = url
    moved_to: str = ""  # where permanent redirects led the last times; "" = nowhere
    moved_since: datetime | None = None  # when they did so for the first time; None = they do not
    moved_times: int = 0
    warning: str = ""  # a stable code of what is odd in the document last read; "" = nothing
    repeats: int = 0  # whole answers in a row that brought nothing new, in spite of the validators sent


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one poll."""

    status: int  # 200, or 304 = unchanged
    url: str  # after redirects
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    max_age: timedelta | None = None  # None = not said
    moved_to: str = ""  # where only permanent redirects led; "" = nowhere


@dataclass(frozen=True, slots=True)
class Item:
    """One raw thing of a feed, cleaned: plain text, http(s) link or none."""

    feed: str
    guid: str
    url: str  # the link to open; "" = none
    title: str
    summary: str = ""
    language: str = ""  # BCP 47; "" = unknown
    site: str = ""  # how mails call the source
    published_at: datetime | None = None  # None = not said, or said wrongly
    seen_at: datetime | None = None  # None = not yet filed
    official: bool = False  # from a vendor's own channel


HABIT = 5  # items a feed's list must have to show a habit: of fewer, all may be odd by chance


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an item that a feed may list again."""

    id: int
    guid: str
    url_key: str  # canonical address without scheme; "" = none
    title: str
    published_at: datetime | None  # None = not said
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Parsed:
    """A feed document, read."""

    items: tuple[Item, ...]
    title: str = ""
    language: str = ""
    ttl: timedelta | None = None  # None = not said
    format: str = ""  # rss20, atom10, json11 ...
    warning: str = ""  # a stable code when it was salvaged (parse.bozo, parse.truncated); "" = well-formed
    dropped: int = 0  # entries with nothing in them
    skip: Skip = Skip()
    maps: tuple[str, ...] = ()  # the sitemaps to read instead, as this is an index of them
    maps_dated: bool = False  # the index says of each of them when it changed last


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed."""

    url: str
    origin: str  # "declared by the page", "YouTube channel", "common path" ...
    title: str = ""  # as the page calls it; "" = not said
    name: str = ""  # a short name that its address suggests; "" = none
    type: str = "feed"  # as in Feed: feed, sitemap, search


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a feed brought in a span of time."""

    items: int = 0
    matched: int = 0
    newest_at: datetime | None = None  # None = nothing


@dataclass(frozen=True, slots=True)
class Silence:
    """A feed that answers and has had nothing new for much longer than is usual for it."""

    since: datetime
    usual: timedelta | None  # from one item to the next; None = too few to tell
    watched: bool  # some item was news when it was filed: the feed fell silent under our eyes


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a feed could not be read: a value, stored and shown, never fatal."""

    code: str  # stable: net.timeout, http.forbidden, parse.cpu ...
    text: str
    retry_after: timedelta | None = None  # None = not said
    host: str = ""  # "host:port" that wants to be left alone by all, not by this feed only; "" = none does
