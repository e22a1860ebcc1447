"""Editions in, an Atom feed out (RFC 4287): the digest for those who would rather read it in a feed reader.

An entry's id is made of the installation's key, digest and slot: it stays whatever the mail's sender or the address of
the pages becomes, so that no reader shows an edition twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from monitor import __version__
from monitor.model import Edition


@dataclass(frozen=True, slots=True)
class Post:
    """An edition as an entry of a feed."""

    edition: Edition
    subject: str
    html: str  # the whole page
    url: str = ""  # where the page can be read; "" = nowhere


def atom(name: str, title: str, posts: Iterable[Post], install_key: bytes, url: str = "") -> str:
    """Write a feed, the newest edition first. `name` makes its id; `url`: where it can be read, "" = nowhere."""
    newest = sorted(posts, key=lambda post: (post.edition.composed_at, post.edition.digest), reverse=True)
    identity = _identity(install_key)
    updated = newest[0].edition.composed_at if newest else datetime(1970, 1, 1, tzinfo=UTC)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <title>{escape(title)}</title>",
        f"  <id>{identity('feed', name)}</id>",
        *([f'  <link rel="self" href={quoteattr(url)}/>'] if url else []),
        f"  <updated>{_moment(updated)}</updated>",
        "  <author><name>ai-video-monitor</name></author>",
        f'  <generator version="{__version__}">ai-video-monitor</generator>',
        *(line for post in newest for line in _entry(post, identity)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _entry(post: Post, identity: Callable[..., str]) -> list[str]:
    edition = post.edition
    return [
        f"  <entry xml:lang={quoteattr(edition.words)}>",
        f"    <title>{escape(post.subject)}</title>",
        f"    <id>{identity(edition.digest, edition.slot, edition.kind)}</id>",
        *([f"    <link href={quoteattr(post.url)}/>"] if post.url else []),
        f"    <published>{_moment(edition.composed_at)}</published>",
        f"    <updated>{_moment(edition.composed_at)}</updated>",
        f'    <content type="html">{escape(_body(post.html))}</content>',
        "  </entry>",
    ]


def _identity(install_key: bytes) -> Callable[..., str]:
    space = UUID(bytes=install_key[:16])
    return lambda *parts: uuid5(space, "\n".join(parts)).urn


def _body(html: str) -> str:
    """Return what stands in a page's body: `type="html"` wants what could stand in a DIV (RFC 4287 3.1.1.2)."""
    start, end = html.find("<body"), html.rfind("</body>")
    return html[html.index(">", start) + 1 : end].strip() if 0 <= start < end else html


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
