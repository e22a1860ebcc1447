"""Editions in, the Index out that index.html.j2 shows: what a folder of pages holds, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from monitor.model import Edition
from monitor.render.subject import subject_parts
from monitor.render.words import tongue


@dataclass(frozen=True, slots=True)
class Line:
    """An edition of the list."""

    href: str
    subject: tuple[str, ...]  # its headlines, and how many more; to be joined by "; "
    language: str
    digest: str
    date: str
    stories: str  # "" = none


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A digest as a feed. `label`: what a link to it says."""

    href: str
    title: str
    label: str


@dataclass(frozen=True, slots=True)
class Index:
    """The page's one variable, `index`."""

    tag: str  # language of the page's own words, BCP 47
    title: str
    empty: str  # what is said while there is no edition
    lines: tuple[Line, ...]
    feeds: tuple[FeedLink, ...]


def page_name(edition: Edition) -> str:
    """Return where an edition's page lies in the folder: `daily/2026-03-25T0700.html`."""
    return f"{edition.digest}/{edition.slot.replace(':', '')}.html"


def feed_name(digest: str) -> str:
    """Return where a digest's feed lies in the folder."""
    return f"{digest}.atom"


def index_of(title: str, editions: Iterable[Edition], tag: str) -> Index:
    """List editions, the newest first, each in its own words; `tag`: the language of those of the page."""
    words = tongue(tag)
    newest = sorted(editions, key=lambda one: (one.composed_at, one.digest), reverse=True)
    titles = {one.digest: one.title for one in reversed(newest)}
    return Index(
        words.tag,
        title,
        words.say("no_edition"),
        tuple(_line(one) for one in newest),
        tuple(
            FeedLink(feed_name(digest), title, words.say("as_feed", title=title))
            for digest, title in sorted(titles.items())
        ),
    )


def _line(edition: Edition) -> Line:
    words = tongue(edition.words)
    date = words.long(edition.composed_at.astimezone(ZoneInfo(edition.zone)))
    told = len(edition.entries)
    stories = words.count("stories", told) if told else ""
    return Line(page_name(edition), subject_parts(edition, words), words.tag, edition.digest, date, stories)
