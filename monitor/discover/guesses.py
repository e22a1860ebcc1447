"""A site's address in; where its feeds or its news sitemap may lie, although no page of it says so, out."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from monitor.discover.page import MOST, address, distinct
from monitor.model import Candidate

# In the order of what makes most sites: WordPress, hand-made, Jekyll and Hugo, Ghost.
_AT_ROOT = ("feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss/")
_BELOW = ("feed/", "index.xml", "rss.xml")
_GUESSES = 6
_ROBOTS = 500 << 10  # bytes that are looked at of a robots.txt (RFC 9309 2.5)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_MAPS = ("news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "googlenews.xml")
_MAPS_NAMED, _MAPS_TRIED = 3, 8


def usual_paths(url: str) -> tuple[Candidate, ...]:
    """Return the addresses where feeds usually lie: three below the page's own folder, then those of the site."""
    folder = re.sub(r"/[^/]*\.[a-z]{3,5}$", "/", urlsplit(url).path, flags=re.IGNORECASE).rstrip("/")
    below = [f"{folder}/{name}" for name in _BELOW] if folder else []
    paths = (below + [f"/{name}" for name in _AT_ROOT])[:_GUESSES]
    return tuple(Candidate(urljoin(url, path), "common path") for path in paths)


def sitemaps(url: str, robots: bytes = b"") -> tuple[Candidate, ...]:
    """Return where a site's news sitemap may lie; `robots` is its robots.txt, b"" where it has none.

    >>> [one.url for one in sitemaps("https://a.example/", b"Sitemap: https://a.example/sm-news.xml")][:2]
    ['https://a.example/sm-news.xml', 'https://a.example/news-sitemap.xml']
    """
    lines = _SITEMAP_LINE.findall(robots[:_ROBOTS].decode("utf-8", "replace"))
    addresses = (address(line, url) for line in lines[:MOST])
    named = [Candidate(one, "named by robots.txt", type="sitemap") for one in addresses if one]
    of_news = [one for one in named if "news" in urlsplit(one.url).path.lower()]
    usual = [Candidate(urljoin(url, f"/{name}"), "usual name of a news sitemap", type="sitemap") for name in _MAPS]
    others = [one for one in named if one not in of_news]
    return tuple(distinct((*of_news[:_MAPS_NAMED], *usual, *others))[:_MAPS_TRIED])
