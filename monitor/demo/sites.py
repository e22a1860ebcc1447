"""The invented press of the demo: its sites, and the documents they serve at a given time.

The documents in feeds/ are templates in UTF-8: `[[-6h20m rfc822]]` becomes the date of six hours and twenty minutes
before the demo began, so that the news is fresh on whatever day it runs; the charset is the one that the document
declares. earlier.txt holds headlines of the weeks before. The products are real, what is said of them is not; all hosts
end in .example (RFC 2606): no link leads to a real site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from monitor.model import Item

FEEDS = Path(__file__).parent / "feeds"

_WEEK, _USUAL = timedelta(weeks=1), timedelta(weeks=4)
_AGO = re.compile(r"\[\[-(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)? (rfc822|rfc3339)\]\]")
_DECLARED = re.compile(r'<\?xml[^>]*encoding="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Site:
    """A source of the demo."""

    name: str  # as in feeds.yaml
    title: str
    language: str
    file: str  # in feeds/; "" = nobody answers there
    form: str  # what it serves, in words
    content_type: str
    official: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What a site serves, with its validator."""

    body: bytes
    content_type: str
    etag: str


_RSS, _ATOM = "application/rss+xml", "application/atom+xml"
_RDF, _JSON, _HTML = "application/rdf+xml", "application/feed+json", "text/html"

SITES = (
    Site("kling-blog", "Kling AI blog", "en", "kling-blog.xml", "RSS 2.0 of the vendor", _RSS, official=True),
    Site("google-video", "Google video models", "en", "google-video.xml", "Atom of the vendor", _ATOM, official=True),
    Site("harbour", "Harbour Tech", "en", "harbour.json", "JSON Feed", _JSON),
    Site("render", "The Daily Render", "en", "render.xml", "RSS 2.0", _RSS),
    Site("zhuque", "朱雀科技", "zh-Hans", "zhuque.xml", "RSS 2.0 in GBK", _RSS),
    Site("shentan", "深潭观察", "zh-Hans", "shentan.xml", "Atom", _ATOM),
    Site("daoyu", "島嶼數位", "zh-Hant", "daoyu.xml", "Atom", _ATOM),
    Site("hiroba", "電脳ひろば", "ja", "hiroba.rdf", "RSS 1.0 (RDF)", _RDF),
    Site("pureun", "푸른테크", "ko", "pureun.xml", "RSS 2.0", _RSS),
    Site("nordlicht", "Nordlicht Digital", "de", "nordlicht.xml", "Atom", _ATOM),
    Site("cadran", "Le Cadran numérique", "fr", "cadran.xml", "RSS 2.0", _RSS),
    Site("faro", "Faro Digital", "es", "faro.xml", "RSS 2.0", _RSS),
    Site("mare", "Maré Tech", "pt", "mare.json", "JSON Feed", _JSON),
    Site("yantar", "Янтарь", "ru", "yantar.xml", "RSS 2.0 in windows-1251", _RSS),
    Site("shiraa", "شراع التقنية", "ar", "shiraa.xml", "RSS 2.0", _RSS),
    Site("lantern", "Lantern Weekly", "en", "lantern.xml", "RSS 2.0, broken off", _RSS),
    Site("gatehouse", "The Gatehouse", "en", "gatehouse.html", "a login page", _HTML),
    Site("mill", "Old Mill News", "en", "", "nobody answers", ""),
)  # fmt: skip


def earlier(began_at: datetime) -> tuple[Item, ...]:
    """Return what the press reported in the four weeks before the last one, oldest first: what is usual."""
    lines = (FEEDS / "earlier.txt").read_text(encoding="utf-8").splitlines()
    apart = _USUAL / len(lines)
    return tuple(
        Item(
            feed="render", guid=f"earlier-{number}", url=f"https://render.example/earlier/{number}", title=line,
            language="en", site="The Daily Render", published_at=began_at - _WEEK - _USUAL + number * apart,
        )
        for number, line in enumerate(lines)
    )  # fmt: skip


def document(site: Site, began_at: datetime) -> Document:
    """Return what a site serves in a demo that began at this time: always the same bytes for the same time."""
    text = _AGO.sub(lambda found: _date(found, began_at), (FEEDS / site.file).read_text(encoding="utf-8"))
    declared = _DECLARED.match(text)
    body = text.encode(declared[1] if declared else "utf-8")
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    return Document(body, site.content_type, etag)


def _date(found: re.Match[str], began_at: datetime) -> str:
    days, hours, minutes = (int(number or 0) for number in found.groups()[:3])
    at = began_at - timedelta(days=days, hours=hours, minutes=minutes)
    return format_datetime(at, usegmt=True) if found[4] == "rfc822" else at.isoformat().replace("+00:00", "Z")
