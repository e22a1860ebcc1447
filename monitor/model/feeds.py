"""A feed as a person configures it, and how a page shows its entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where a page shows its entries: CSS selectors, all but the first inside an entry.

    `SELECTOR@NAME` reads an attribute instead of the text, `@NAME` one of the entry itself.
    """

    entry: str
    title: str = "a"
    link: str = "a"  # without @NAME: its href
    date: str = ""  # "" = not shown
    summary: str = ""  # "" = not shown


@dataclass(frozen=True, slots=True)
class Embedded:
    """Where a page holds its entries as JSON; a path is keys and numbers joined by dots.

    Each names candidates, in the order in which they are tried.
    """

    find: tuple[str, ...]  # the text right before the JSON
    items: tuple[str, ...] = ()  # paths to the list; () = the JSON is the list
    title: tuple[str, ...] = ("title",)  # this and the following inside an entry
    link: tuple[str, ...] = ("url",)
    date: tuple[str, ...] = ()  # () = not said
    summary: tuple[str, ...] = ()  # () = not said


@dataclass(frozen=True, slots=True)
class Header:
    """A request header with a secret in it: its name, and the one place where its value is; never the value."""

    name: str
    file: str = ""  # of mode 600; its first line is the value
    credential: str = ""  # the name of a systemd credential
    variable: str = ""  # of the environment


@dataclass(frozen=True, slots=True)
class Feed:
    """A source of items, as feeds.yaml names it."""

    name: str  # stable key: a changed URL keeps its history
    url: str
    type: str = "feed"  # feed, page, sitemap, search
    title: str = ""  # how mails call the site; "" = the feed's own title
    language: str = ""  # BCP 47 tag of its news; "" = as declared by the feed, else guessed
    official: bool = False  # a vendor's own channel: what it says of its products is confirmed
    interval: timedelta | None = None  # None = as monitor.yaml says
    encoding: str = ""  # charset to read it in; "" = BOM, HTTP, XML declaration, detection
    user_agent: str = ""  # "" = the monitor's own
    headers: tuple[Header, ...] = ()  # sent to the origin of `url` only
    select: Selectors | None = None  # None = no page, or one with JSON only
    json: Embedded | None = None  # None = no page, or one with selectors only; of both it is tried first
    place: str = field(default="", compare=False)  # a line above it makes it no other feed
