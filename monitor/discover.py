"""A page's address and HTML in; the addresses that may be its feeds out, the likeliest first.

Principle: what a site says of itself comes before what is guessed of it. In this order: what an address of a known
shape tells without any request (a repository, a channel, a forum); what the page declares (`<link rel=alternate>`);
what a page of a known shape holds (a YouTube handle's page names its channel); what the page links to as RSS; and
only where all that is nothing, the paths that feeds usually have, few of them; and for a site without any feed its news
sitemap: those that robots.txt names as one of news, the names such files usually have, what else robots.txt names.
Known exceptions: WordPress declares its machine interface as application/json, which is no feed; feeds of comments
are declared beside those of articles and left out where there are others. Rejected: searching text for addresses (finds
the feeds of others), asking a search service (nothing here needs one), HEAD requests (half of all servers answer them
otherwise).
Source: the RSS Advisory Board's autodiscovery specification, WHATWG HTML 4.6.7.1, sitemaps.org ("Sitemap:" lines of
robots.txt), the sites' own documentation.

A page is hostile until proven otherwise: `declared` takes linear time, and runs in a `worker.Worker` all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from monitor import text
from monitor.model import Candidate
from monitor.text.codec import codecs_of

LONGEST = 2_000  # characters of an address
PAGE = 4 << 20  # characters of a page that are looked at; YouTube's have some 1.5 MB
LONGEST_TAG = 8_000  # characters of a tag that are looked at
LINKS = 200  # candidates of one page that are looked at

_TYPES = {
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
    "application/x-rss+xml", "application/rss", "application/atom", "text/rss", "text/xml+rss",
}  # fmt: skip
_PERHAPS = {"application/json", "application/xml", "text/xml"}  # a feed where title or address say so
_FEEDLIKE = re.compile(
    r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:$|[/._-])|[./](?:rss|atom|rdf)(?:\.xml)?$|/feed(?:\.xml|\.json)?/?$", re.I
)
_IS_FEED = re.compile(r"\.(?:atom|rss|xml)$|^/feeds?/|/rss/?$", re.IGNORECASE)  # on a host of a known shape
_COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|コメント|评论|評論|댓글|коммент", re.IGNORECASE)
_SAFE = "/:@!$&'()*+,;=-._~%?[]|"
# Comments and scripts are passed over whole; nothing is looked at twice (html.parser is quadratic before 3.13.6).
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea|title)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"""|<(?P<tag>link|base|a)(?=[\s/])(?P<said>(?>[^<>"']|"[^"<]*"|'[^'<]*')*+)>""",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s=>"'/]++)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'>]++)))?"""
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:+-]{1,40})""", re.IGNORECASE)


def shaped(url: str) -> tuple[Candidate, ...]:
    """Return the feeds that an address of a known shape has, as its site documents them; no request is needed.

    >>> [found.url for found in shaped("https://github.com/Comfy-Org/ComfyUI/issues")][0]
    'https://github.com/Comfy-Org/ComfyUI/releases.atom'

    What is a feed of that site already has no shape.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    steps = [step for step in parts.path.split("/") if step]
    shape = _SHAPES.get(host)
    if shape is None or _IS_FEED.search(parts.path) or "format=atom" in parts.query:
        return ()
    return tuple(shape(steps, parts.query))


def declared(body: bytes, url: str, content_type: str = "") -> tuple[Candidate, ...]:
    """Return the feeds that a page declares, holds by its shape or links to; `url` is where it was found."""
    page = _decoded(body, content_type)[:PAGE]
    reader = _Reader(url)
    reader.read(page)
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    channels = _channel_of(page) if host == "youtube.com" else ()
    found = _distinct((*reader.declared, *channels)) or _distinct(reader.linked)
    return tuple(one for one in found if not _is_of_comments(one)) or tuple(found)


def usual_paths(url: str) -> tuple[Candidate, ...]:
    """Return the addresses where feeds usually lie: three below the page's own folder, then those of the site."""
    folder = re.sub(r"/[^/]*\.[a-z]{3,5}$", "/", urlsplit(url).path, flags=re.IGNORECASE).rstrip("/")
    below = [f"{folder}/{name}" for name in _BELOW] if folder else []
    paths = (below + [f"/{name}" for name in _AT_ROOT])[:_GUESSES]
    return tuple(Candidate(urljoin(url, path), "common path") for path in paths)


# In the order of what makes most sites: WordPress, hand-made, Jekyll and Hugo, Ghost.
_AT_ROOT = ("feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss/")
_BELOW = ("feed/", "index.xml", "rss.xml")
_GUESSES = 6


def sitemaps(url: str, robots: bytes = b"") -> tuple[Candidate, ...]:
    """Return where a site's news sitemap may lie; `robots` is its robots.txt, b"" where it has none.

    >>> [one.url for one in sitemaps("https://a.example/", b"Sitemap: https://a.example/sm-news.xml")][:2]
    ['https://a.example/sm-news.xml', 'https://a.example/news-sitemap.xml']
    """
    lines = _SITEMAP_LINE.findall(robots[:_ROBOTS].decode("utf-8", "replace"))
    addresses = (_address(line, url) for line in lines[:LINKS])
    named = [Candidate(one, "named by robots.txt", type="sitemap") for one in addresses if one]
    of_news = [one for one in named if "news" in urlsplit(one.url).path.lower()]
    usual = [Candidate(urljoin(url, f"/{name}"), "usual name of a news sitemap", type="sitemap") for name in _MAPS]
    others = [one for one in named if one not in of_news]
    return tuple(_distinct((*of_news[:_MAPS_NAMED], *usual, *others))[:_MAPS_TRIED])


_ROBOTS = 500 << 10  # bytes that are looked at of a robots.txt (RFC 9309 2.5)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_MAPS = ("news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "googlenews.xml")
_MAPS_NAMED, _MAPS_TRIED = 3, 8


# ---------------------------------------------------------------- addresses of a known shape

Shape = Callable[[list[str], str], Iterable[Candidate]]


def _github(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2:
        owner, name = steps[0], steps[1].removesuffix(".git")
        for what in ("releases", "commits"):
            url = f"https://github.com/{owner}/{name}/{what}.atom"
            yield Candidate(url, f"GitHub {what}", f"{name} {what}", f"{name}-{what}")
    elif steps:
        yield Candidate(f"https://github.com/{steps[0]}.atom", "GitHub account", steps[0], f"{steps[0]}-github")


def _gitlab(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2:
        project = "/".join(steps[: steps.index("-")] if "-" in steps else steps)
        url = f"https://gitlab.com/{project}/-/tags?format=atom"
        yield Candidate(url, "GitLab tags", f"{steps[1]} tags", f"{steps[1]}-tags")


def _youtube(steps: list[str], query: str) -> Iterable[Candidate]:
    asked = parse_qs(query)
    if len(steps) >= 2 and steps[0] == "channel":
        yield _channel(steps[1])
    elif steps[:1] == ["playlist"] and asked.get("list"):
        url = f"https://www.youtube.com/feeds/videos.xml?playlist_id={quote(asked['list'][0])}"
        yield Candidate(url, "YouTube playlist", name="youtube-playlist")


def _channel(number: str) -> Candidate:
    return Candidate(f"https://www.youtube.com/feeds/videos.xml?channel_id={quote(number)}", "YouTube channel")


def _reddit(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2 and steps[0] in ("r", "user", "u"):
        kind = "r" if steps[0] == "r" else "user"
        url = f"https://www.reddit.com/{kind}/{steps[1]}/.rss"
        yield Candidate(url, "Reddit", f"{kind}/{steps[1]}", f"reddit-{steps[1]}")


def _medium(steps: list[str], _: str) -> Iterable[Candidate]:
    if steps:
        yield Candidate(f"https://medium.com/feed/{steps[0]}", "Medium", name=steps[0].lstrip("@"))


def _bluesky(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2 and steps[0] == "profile":
        yield Candidate(f"https://bsky.app/profile/{steps[1]}/rss", "Bluesky account", name=steps[1])


def _google_news(steps: list[str], query: str) -> Iterable[Candidate]:
    if steps and steps[0] in ("search", "topics", "publications"):
        asked = f"?{query}" if query else ""
        url = f"https://news.google.com/rss/{'/'.join(steps)}{asked}"
        yield Candidate(url, "Google News", name="google-news", type="search")


def _arxiv(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2 and steps[0] == "list":
        yield Candidate(f"https://rss.arxiv.org/rss/{steps[1]}", "arXiv listing", name=f"arxiv-{steps[1]}")


_SHAPES: dict[str, Shape] = {
    "github.com": _github, "gitlab.com": _gitlab, "youtube.com": _youtube, "reddit.com": _reddit,
    "old.reddit.com": _reddit, "medium.com": _medium, "bsky.app": _bluesky, "news.google.com": _google_news,
    "arxiv.org": _arxiv,
}  # fmt: skip

# Where a YouTube page names the channel it belongs to; "channelId" alone may be that of a video it recommends.
_CHANNEL_IDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"""youtube\.com/feeds/videos\.xml\?channel_id=(UC[\w-]{22})""",
        r"""rel=["']?canonical["']? href=["'][^"']{0,60}/channel/(UC[\w-]{22})""",
        r"""itemprop=["']?(?:identifier|channelId)["']? content=["'](UC[\w-]{22})""",
        r""""externalId":"(UC[\w-]{22})""",
        r""""channelId":"(UC[\w-]{22})""",
    )
)


def _channel_of(page: str) -> tuple[Candidate, ...]:
    numbers = (found[1] for pattern in _CHANNEL_IDS if (found := pattern.search(page)))
    return tuple(_channel(number) for number in list(numbers)[:1])


# ---------------------------------------------------------------- pages


class _Reader:
    """Gathers what a page declares, and what it links to as a feed."""

    def __init__(self, url: str) -> None:
        self.declared: list[Candidate] = []
        self.linked: list[Candidate] = []
        self._base = url
        self._based = False

    def read(self, page: str) -> None:
        """Go through the tags of a page, in linear time."""
        for token in _TOKEN.finditer(page):
            if token["tag"]:
                self._take(token["tag"].lower(), _attributes(token["said"]))

    def _take(self, tag: str, said: dict[str, str]) -> None:
        if tag == "base" and not self._based and said.get("href"):
            self._based = True
            self._base = _address(said["href"], self._base) or self._base
        elif tag == "link" and _is_declaration(said):
            self._gather(self.declared, said, "declared by the page")
        elif tag == "a" and _FEEDLIKE.search(said.get("href", "").split("?")[0].strip()):
            self._gather(self.linked, said, "linked from the page")

    def _gather(self, into: list[Candidate], said: dict[str, str], origin: str) -> None:
        url = _address(said.get("href", ""), self._base)
        if url and len(into) < LINKS:
            into.append(Candidate(url, origin, text.shorten(text.clean(said.get("title", "")), 100)))


def _attributes(said: str) -> dict[str, str]:
    """Return the attributes of a tag; of two the first counts, as in browsers."""
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(said[:LONGEST_TAG]):
        value = next((value for value in one.group("double", "single", "bare") if value is not None), "")
        found.setdefault(one["name"].lower(), text.unescape(value))
    return found


def _is_declaration(said: dict[str, str]) -> bool:
    relations = said.get("rel", "").lower().split()
    kind = said.get("type", "").split(";")[0].strip().lower()
    if "alternate" not in relations and "feed" not in relations:
        return False
    if kind in _TYPES or (relations == ["feed"] and not kind):
        return True
    hint = f"{said.get('href', '').split('?')[0]} {said.get('title', '')}"
    return kind in _PERHAPS and bool(_FEEDLIKE.search(hint) or re.search(r"\brss\b|\bfeed\b", hint, re.IGNORECASE))


def _address(href: str, base: str) -> str:
    """Return the absolute address a link leads to; "" when it is no web address or carries a login."""
    href = re.sub(r"[\t\r\n]", "", href.strip())
    if href.startswith("feed:"):
        href = href.removeprefix("feed:") if href.startswith("feed:http") else f"https:{href.removeprefix('feed:')}"
    try:
        parts = urlsplit(urljoin(base, href))
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.port == 0:
            return ""
        found = parts._replace(path=quote(parts.path, safe=_SAFE), query=quote(parts.query, safe=_SAFE), fragment="")
    except ValueError:  # a port that is none, a bracket too many, half a character
        return ""
    url = found.geturl()
    return url if len(url) <= LONGEST and text.clean(url) == url and " " not in url else ""


def _distinct(found: Iterable[Candidate]) -> list[Candidate]:
    """Take each address once: with and without TLS is one, the first one's words hold."""
    kept: dict[str, Candidate] = {}
    for one in found:
        kept.setdefault(one.url.split("://", 1)[1].rstrip("/"), one)
    return list(kept.values())


def _is_of_comments(candidate: Candidate) -> bool:
    return bool(_COMMENTS.search(f"{urlsplit(candidate.url).path} {candidate.title}"))


def _decoded(body: bytes, content_type: str) -> str:
    """Decode a page well enough for its links; titles want the right charset, addresses are ASCII in nearly all."""
    said = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("latin-1"))
    codecs = codecs_of(said[1]) if said else ()
    return body.decode(codecs[0] if codecs else "utf-8", "replace")
