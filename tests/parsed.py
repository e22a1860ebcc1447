"""A document in; what is parsed of it out, as the files beside the samples say it, and fit to be shown."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model import Feed, Limits, Parsed
from monitor.parse import parse

FEED, LIMITS = Feed("sample", "https://feeds.example.org/feed.xml"), Limits()


def read(body: bytes | str, feed: Feed = FEED, limits: Limits = LIMITS, **said: str) -> Parsed:
    return parse(body if isinstance(body, bytes) else body.encode(), feed=feed, limits=limits, **said)


def said_of(thing: object, keys: Iterable[str]) -> dict[str, object]:
    """The attributes a YAML file can say: numbers, texts, texts of dates."""
    values = {key: getattr(thing, key) for key in keys}
    return {key: value if isinstance(value, int) else str(value) for key, value in values.items()}


def assert_clean(parsed: Parsed) -> None:
    """Every item has a key and no link but http(s), and no text holds controls."""
    for item in parsed.items:
        assert item.url == "" or item.url.startswith(("http://", "https://"))
        assert item.guid
        for text in (item.title, item.summary, item.site, item.guid, item.language, parsed.title, parsed.language):
            assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in text)
