#!/usr/bin/env python
"""How large a mail is, and what composing and rendering a day costs beside a plain Jinja page of the same list.

benchmarks/mail.py [--stories 500]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from jinja2 import Environment

from monitor.compose import Material, compose
from monitor.config import templates
from monitor.model import Claim, Coverage, Digest, Edition, Item, Judged, Judgement, Mail, Slot, Story, Traits
from monitor.render import Renderer

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
DIGEST = Digest("daily", ("ann@example.org",))
PLAIN = (
    "<html><body>{% for entry in entries %}<h2><a href='{{ entry.url }}'>{{ entry.headline }}</a></h2>"
    "<p>{{ entry.gist }}</p>{% endfor %}</body></html>"
)
TITLES = (
    ("en", "Product {} makes clips of a minute from one picture and a line of text"),
    ("ja", "「製品{}」、一枚の画像から一分の動画を生成する機能を公開"),
    ("ar", "المنتج {} ينشئ مقاطع فيديو من صورة واحدة"),
)


def story(number: int) -> Story:
    """A story of three reports in three languages."""
    at = NOW - timedelta(minutes=number % 1200 + 1)
    items = []
    for place, (language, title) in enumerate(TITLES[number % 3 :] + TITLES[: number % 3]):
        path = f"https://site{place}.example.org/news/{number}"
        headline, summary = title.format(number), "It is out today. " * 6
        item = Item("feed", path, path, headline, summary, language, f"Site {place}", at, at)
        judged = Judgement(True, 5.0, language, products=(f"Product {number % 40}",))
        items.append(Judged(number * 3 + place, item, judged, Claim("confirmed", ("launch",)), Traits(at=at)))
    return Story(number, at, tuple(items), items[0].id, (f"Product {number % 40}",), "confirmed", ("launch",))


def edition_of(stories: int) -> Edition:
    """Compose a day of so many stories."""
    slot = Slot("daily", "2026-03-25T07:00", NOW)
    material = Material(NOW, [story(number) for number in range(1, stories + 1)])
    made, _ = compose(DIGEST, slot, material, NOW - timedelta(days=1))
    return replace(made, coverage=Coverage(43, 41, 1310, stories * 3))


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the best CPU time of a few."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def main() -> None:
    """Print sizes and times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=int, default=500)
    many = parser.parse_args().stories
    renderer, mail = Renderer(templates(None)), Mail(sender="news@example.com")
    for count in (10, 40, 100, many):
        letters = renderer.letters(edition_of(count), DIGEST, mail, b"key")
        sizes = ", ".join(f"{len(one.html.encode()):,} HTML, {len(one.raw):,} encoded" for one in letters)
        print(f"{count:>5} stories: {len(letters)} mail(s): {sizes}")
    edition = edition_of(many)
    plain = Environment(autoescape=True).from_string(PLAIN)
    base = seconds(lambda: plain.render(entries=(*edition.top, *edition.brief)))
    for name, work in (
        ("compose", lambda: edition_of(many)),
        ("page", lambda: renderer.html(edition)),
        ("text", lambda: renderer.text(edition)),
        ("letters", lambda: renderer.letters(edition, DIGEST, mail, b"key")),
    ):
        took = seconds(work)
        print(f"{name:>8}: {took * 1000:7.1f} ms, {took / base:5.1f} times the plain page")


if __name__ == "__main__":
    main()
