"""A page's HTML in; the addresses that it declares, holds by its shape or links to as feeds out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urljoin, urlsplit

from monitor import text, urls
from monitor.discover.shapes import channels_of, site_of
from monitor.model import Candidate
from monitor.text.codec import codecs_of

_PAGE = 4 << 20  # characters that are looked at; YouTube's have some 1.5 MB
_LONGEST_TAG = 8_000  # characters of a tag that are looked at
MOST = 200  # candidates of one page, or of one robots.txt, that are looked at

_TYPES = {
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
    "application/x-rss+xml", "application/rss", "application/atom", "text/rss", "text/xml+rss",
}  # fmt: skip
_PERHAPS = {"application/json", "application/xml", "text/xml"}  # a feed where title or address say so
_FEEDLIKE = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:$|[/._-])", re.IGNORECASE)
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


def declared(body: bytes, url: str, content_type: str = "") -> tuple[Candidate, ...]:
    """Return the feeds that a page declares, holds by its shape or links to; `url` is where it was found."""
    page = _decoded(body, content_type)[:_PAGE]
    reader = _Reader(url)
    reader.read(page)
    channels = channels_of(page) if site_of(url) == "youtube.com" else ()
    found = distinct((*reader.declared, *channels)) or distinct(reader.linked)
    return tuple(one for one in found if not _is_of_comments(one)) or tuple(found)


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
            self._base = address(said["href"], self._base) or self._base
        elif tag == "link" and _is_declaration(said):
            self._gather(self.declared, said, "declared by the page")
        elif tag == "a" and _FEEDLIKE.search(said.get("href", "").split("?")[0].strip()):
            self._gather(self.linked, said, "linked from the page")

    def _gather(self, into: list[Candidate], said: dict[str, str], origin: str) -> None:
        if len(into) < MOST and (url := address(said.get("href", ""), self._base)):
            into.append(Candidate(url, origin, text.shorten(text.clean(said.get("title", "")), 100)))


def _attributes(said: str) -> dict[str, str]:
    """Return the attributes of a tag; of two the first counts, as in browsers."""
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(said[:_LONGEST_TAG]):
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


def address(href: str, base: str) -> str:
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
    return url if len(url) <= urls.LONGEST and text.clean(url) == url and " " not in url else ""


def distinct(found: Iterable[Candidate]) -> list[Candidate]:
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
