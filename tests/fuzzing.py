"""A number in; a feed spoilt in a way of its own out, and what is wrong with what the product makes of it.

The seeds are the feeds of the tests and of the demo, the pages, sitemaps and searches of the tests, and indexes of
sitemaps, whose sitemaps are spoilt as well. The same number always gives the same document.
"""

from __future__ import annotations

import email
import gzip
import random
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from editions import DIGEST, FULL, KEY, MAIL
from somefeeds import feed_of, held

from monitor.config import templates
from monitor.model import Answer, Entry, Feed, Limits, Parsed, Selectors, Source
from monitor.parse import ParseError, parse
from monitor.pipeline.reading import followed
from monitor.render import Renderer
from monitor.worker import Worker, WorkerError

HERE = Path(__file__).parent
FOLDERS = (HERE / "feeds", HERE.parent / "monitor" / "demo" / "feeds")
FILES = [path for folder in FOLDERS for path in sorted(folder.iterdir()) if path.suffix not in (".yaml", ".txt")]
SEEDS = [path.read_bytes() for path in FILES]
HOST = "https://feeds.example.org"


@dataclass(frozen=True)
class Form:
    """How a document is read, and what it is made from; of several feeds, one for each of the seeds."""

    feeds: tuple[Feed, ...]
    seeds: list[bytes]


def _of_sources(kind: str) -> Form:
    """The samples of a kind of source, each with the feed that reads it."""
    files = [path for path in sorted((HERE / "sources").iterdir()) if path.suffix != ".yaml"]
    feeds = {path: feed_of(yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))["feed"]) for path in files}
    chosen = {path: feed for path, feed in feeds.items() if feed.type == kind}
    return Form(tuple(chosen.values()), [path.read_bytes() for path in chosen])


def _indexes() -> list[bytes]:
    dates = ("", "<lastmod>2026-11-22T08:00:00Z</lastmod>")
    rows = ["".join(f"<sitemap><loc>{HOST}/{n}-news.xml</loc>{date}</sitemap>" for n in range(5)) for date in dates]
    begin = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return [f"{begin}{row}</sitemapindex>".encode() for row in rows]


FEEDS, MAPS, PAGES = Form((Feed("fuzz", f"{HOST}/feed"),), SEEDS), _of_sources("sitemap"), _of_sources("page")
BOTH = held(find=["allData", "hotNews", "="], items=["newsstream", "hotNews.0"], link=["url", "link"], date="newsTime")
FORMS = {
    "feed": FEEDS,
    "sitemap": MAPS,
    "index": Form((Feed("fuzz", f"{HOST}/feed", type="sitemap"),), [*_indexes(), *MAPS.seeds]),
    "page": PAGES,
    "page of both": Form((replace(PAGES.feeds[0], json=BOTH, select=Selectors("li", date="time")),), PAGES.seeds),
    "search": Form((Feed("fuzz", f"{HOST}/feed", type="search"),), [*SEEDS, *_of_sources("search").seeds]),
}
# Most documents that the service meets are feeds.
KINDS = ("feed", "feed", "feed", "sitemap", "index", "page", "page of both", "search")
CPU, MEMORY = 10.0, 256 << 20  # seconds and bytes a document may cost
GIVEN_UP = 100.0  # seconds of CPU, thrice that on the clock: a busy machine must not pass for a slow document
LARGEST = 2 << 20  # bytes of a document made here
MAILS = 2  # a document

PIECES = (
    b"<", b">", b"&", b"&#0;", b"&#xD800;", b"&bogus;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<item>", b"</item>",
    b"<entry>", b"</channel>", b"</rss>", b"<title>", b"</title>", b"<link>", b'"', b"'", b"\x00", b"\x1b[31m", b"\xff",
    b"\xe9", b"\xed\xa0\x80", b"\xf0\x9f", b"<?xml version='1.1' encoding='utf-16'?>", b"<!DOCTYPE x [<!ENTITY a ''>",
    b"{", b"}", b"[", b",", b"\\ud83d", b"1e999", b"null", b"<script>", b"<html><body>",
    b"'", b"`", b"/*", b"JSON.parse(\"", b"{&quot;", b"undefined", b"<li>", b"<a href='/x'>", b"<loc>", b"<news:title>",
    b'<x xmlns="http://www.w3.org/1999/xhtml">', b"<a:b>", b' xml:base="javascript:alert(1)"', b' type="xhtml"',
    b' mode="base64"', b"<media:content url='x'>", b"<enclosure/>", b"<source url='http://['>", b"<guid>",
)  # fmt: skip
TEXTS = (
    "x\r\nBcc: v@example.org\r\n\r\n", "=?utf-8?q?foo=0ABcc:_v@example.org?=", "\u202eevil\u2066", "\u2028\u2029\x85",
    "{{ 7*7 }}{% raw %}", "<script>alert(1)</script>", "javascript:alert(1)", "data:text/html,x", "http://[::1", "//x",
    "Z\u0351\u036f" * 50, "a" * 3000, "\U000e0041", "https://me:pw@evil.example/", "\ufffe", "0000-00-00", "9" * 14,
    "Mon, 32 Foo 20266 99:99:99 +9999", "https://\u0430pple.example/", "file:///etc/passwd", "\N{FAMILY}\u200d" * 40,
)  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """What one document came to."""

    code: str  # "" = it was read
    items: int
    cpu: float  # seconds in the child
    memory: int  # bytes the child used at most, what earlier documents left in it included


# ---------------------------------------------------------------- documents


def kind_of(number: int) -> str:
    """What the document of a number is read as."""
    return KINDS[number % len(KINDS)]


def spoilt(number: int) -> bytes:
    """The document of a number: a seed with up to six things done to it."""
    return _spoilt(FORMS[kind_of(number)], random.Random(number))[1]


def _spoilt(form: Form, chance: random.Random) -> tuple[Feed, bytes]:
    which = chance.randrange(len(form.seeds))
    body = form.seeds[which]
    for _ in range(chance.randint(1, 6)):
        body = chance.choice(WAYS)(body, chance)[:LARGEST]
    return form.feeds[which % len(form.feeds)], body


def _span(body: bytes, chance: random.Random, most: int) -> tuple[int, int]:
    start = chance.randint(0, len(body))
    return start, min(start + chance.randint(0, most), len(body))


def _flip(body: bytes, chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.randint(1, 12) if body else 0):
        changed[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(changed)


def _cut(body: bytes, chance: random.Random) -> bytes:
    start, end = _span(body, chance, 400)
    return body[:start] + body[end:]


def _truncate(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randint(0, len(body))]


def _insert(body: bytes, chance: random.Random) -> bytes:
    start, end = _span(body, chance, 20)
    return body[:start] + chance.choice(PIECES) + body[chance.choice((start, end)) :]


def _flood(body: bytes, chance: random.Random) -> bytes:
    start, _ = _span(body, chance, 0)
    return body[:start] + chance.choice(PIECES) * chance.choice((10, 300, 20_000)) + body[start:]


def _repeat(body: bytes, chance: random.Random) -> bytes:
    start, end = _span(body, chance, 900)
    return body[:end] + body[start:end] * chance.choice((1, 2, 50, 400)) + body[end:]


def _splice(body: bytes, chance: random.Random) -> bytes:
    other = chance.choice(SEEDS)
    return body[: chance.randint(0, len(body))] + other[chance.randint(0, len(other)) :]


def _swap_tags(body: bytes, chance: random.Random) -> bytes:
    tags = re.findall(rb"<[^<>]{1,60}>", body)
    return body.replace(chance.choice(tags), chance.choice(tags), chance.randint(1, 9)) if tags else body


def _lose_tags(body: bytes, chance: random.Random) -> bytes:
    tags = re.findall(rb"</[^<>]{1,60}>", body)
    return body.replace(chance.choice(tags), b"", chance.randint(1, 9)) if tags else body


def _say(body: bytes, chance: random.Random) -> bytes:
    """Put a hostile text where a text, an attribute or a JSON string stands."""
    text = chance.choice(TEXTS).encode()
    texts = re.findall(rb">([^<>]{1,200})<|\"([^\"<>]{1,200})\"", body)
    said = [one or other for one, other in texts]
    return body.replace(chance.choice(said), text, chance.randint(1, 5)) if said else body + text


def _recode(body: bytes, chance: random.Random) -> bytes:
    charsets = ("utf-16", "utf-16-be", "utf-32", "latin-1", "gb18030", "shift_jis", "koi8-r", "utf-7", "cp037")
    return body.decode("utf-8", "replace").encode(chance.choice(charsets), "replace")


def _declare(body: bytes, chance: random.Random) -> bytes:
    charset = chance.choice((b"klingon", b"utf-16", b"gbk", b"utf-7", b"idna", b"rot13", b"base64", b"ascii"))
    return b"<?xml version='1.0' encoding='" + charset + b"'?>" + re.sub(rb"^<\?xml[^>]*>", b"", body)


def _zip(body: bytes, chance: random.Random) -> bytes:
    packed = gzip.compress(body, mtime=0)
    return packed[: chance.choice((len(packed), len(packed) // 2))]


def _entities(body: bytes, chance: random.Random) -> bytes:
    sets = (
        b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>', b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/x">]>',
        b'<!DOCTYPE r [<!ENTITY nbsp "&#160;">]>', b"<!DOCTYPE rss PUBLIC '-//x//y' 'http://127.0.0.1:9/x.dtd'>",
    )  # fmt: skip
    chosen = chance.choice(sets)
    return re.sub(rb"<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", lambda found: chosen + found[0], body, count=1)


WAYS = (
    _flip, _flip, _cut, _truncate, _insert, _insert, _flood, _repeat, _splice, _swap_tags, _lose_tags, _say, _say,
    _recode, _declare, _zip, _entities,
)  # fmt: skip


# ---------------------------------------------------------------- judgement


def measured(body: bytes, feed: Feed, limits: Limits) -> tuple[Parsed | None, str, float, int]:
    """Parse in the child, and say what it cost; a ParseError is its code."""
    with suppress(OSError):  # a kernel that cannot: then what an earlier document took counts, too
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the peak so far (proc(5))
    began, parsed, code = time.process_time(), None, ""
    try:
        parsed = parse(body, feed=feed, limits=limits)
    except ParseError as error:
        code = error.code
    return parsed, code, time.process_time() - began, peak()


def peak() -> int:
    """Bytes of memory at most. (ru_maxrss would be that of the process we were started by.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^VmHWM:\s+(\d+)", status, re.MULTILINE)[1]) << 10


class Judge:
    """Runs documents through the bounded child and a mail through the renderer."""

    def __init__(self) -> None:
        self._worker = Worker(measured, deadline=timedelta(seconds=GIVEN_UP), memory=MEMORY)
        self._renderer = Renderer(templates(None))
        self._headers = self._header_names(FULL.top[0])
        self._mailed: set[tuple[str, str]] = set()  # most items are those of the seeds: one mail of each will do

    def close(self) -> None:
        self._worker.close()

    def look(self, number: int, mail: bool = True) -> tuple[Cost, list[str]]:
        """Return what the document of a number cost, and what is wrong; nothing, if all is well."""
        chance = random.Random(number)
        feed, body = _spoilt(FORMS[kind_of(number)], chance)
        try:
            parsed, code, cpu, memory = self._worker.call(body, feed, Limits())
            if parsed and parsed.maps:
                parsed, code, memory = self._followed(parsed, chance)
        except WorkerError as error:
            return Cost(error.code, 0, GIVEN_UP, MEMORY), [f"{error.code}: {error}"]
        except Exception as error:  # noqa: BLE001  # any that comes this far is what is looked for
            return Cost("crash", 0, 0, 0), [f"{type(error).__name__}: {error}"]
        wrong = [f"{cpu:.1f} s of CPU"] if cpu > CPU else []
        wrong += [f"{memory >> 20} MB"] if memory > MEMORY else []
        wrong += list(_wrong(parsed)) if parsed else ([] if code in CODES else [f"unknown code {code}"])
        if parsed and parsed.items and mail:
            wrong += self._wrong_mail(parsed)
        return Cost(code, len(parsed.items) if parsed else 0, cpu, memory), wrong

    def _followed(self, index: Parsed, chance: random.Random) -> tuple[Parsed | None, str, int]:
        """Follow an index to spoilt sitemaps, as a poll does; what it leads to must be few, and its own host's."""
        feed, most = FORMS["index"].feeds[0], 0
        own = [url for url in index.maps if _is_link(url) and urlsplit(url).netloc == urlsplit(HOST).netloc]
        assert len(own) == len(index.maps) <= 3, index.maps

        def read(answer: Answer) -> Parsed:
            nonlocal most
            parsed, code, cpu, memory = self._worker.call(answer.body, feed, Limits())
            most = max(most, memory)
            assert cpu <= CPU
            if parsed is None:
                raise ParseError(code, "as the child says")
            return parsed

        def ask(url: str) -> Answer:
            return Answer(200, url, _spoilt(MAPS, chance)[1])

        try:
            return followed(Answer(200, feed.url, b"index"), index, ask, read)[1], "", most
        except ParseError as error:
            return None, error.code, most

    def _wrong_mail(self, parsed: Parsed) -> Iterator[str]:
        for item in [item for item in parsed.items if (item.title, item.url) not in self._mailed][:MAILS]:
            self._mailed.add((item.title, item.url))
            source = Source(item.site, item.url, item.title, item.language, item.published_at)
            entry = replace(
                FULL.top[0], headline=item.title, gist=item.summary[:400], url=item.url, language=item.language,
                sources=(source,),
            )  # fmt: skip
            if self._header_names(entry) != self._headers:
                yield f"other headers: {item.title!r}"

    def _header_names(self, entry: Entry) -> list[str]:
        edition = replace(FULL, top=(entry,), brief=())
        return email.message_from_bytes(self._renderer.letters(edition, DIGEST, MAIL, KEY)[0].raw).keys()


CODES = {
    "http.not_feed", "http.empty", "parse.broken", "parse.dtd", "parse.cpu", "sitemap.index", "sitemap.no_news",
    "page.nothing", "page.json",
}  # fmt: skip
WARNINGS = {"", "parse.bozo", "parse.truncated", "parse.encoding", "page.fallback"}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e]")


def _wrong(parsed: Parsed) -> Iterator[str]:
    """Say what of a document's items could do harm."""
    if parsed.warning not in WARNINGS:
        yield f"unknown warning {parsed.warning}"
    if len({item.guid for item in parsed.items}) != len(parsed.items):
        yield "two items with one guid"
    for item in parsed.items:
        if item.url and not _is_link(item.url):
            yield f"link {item.url!r}"
        if not item.guid or len(item.guid) > 500 or len(item.title) > 300 or len(item.summary) > Limits().text:
            yield f"sizes {len(item.guid)} {len(item.title)} {len(item.summary)}"
        for said in (item.title, item.summary, item.site, item.guid, item.language, item.url):
            if found := _CONTROL.search(said):
                yield f"control character {found[0]!r} in {said[:80]!r}"


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\\]", url)
    except ValueError:
        return False
