"""Searches of feeds.yaml: ordinary feeds out of one line and the names of the watchlist."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import yaml

from monitor import config
from monitor.model import Embedded, Feed, Selectors

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
MONITOR = "digests:\n  - {name: daily, recipients: [ann@example.org]}\n"
WATCHLIST = """products:
  - name: Kling
    vendor: Kuaishou
    aliases: [Kling, Kling AI, 可灵, 可灵AI, クリング, 클링, Клинг~, "Kuaishou's video app of today", its video app]
  - name: Veo
    vendor: Google
    aliases: [Veo, Google Veo, {text: ベオ, languages: [ja]}]
    ambiguous: {en: [Veo]}
  - name: Pika
    vendor: Pika Labs
    ambiguous: [Pika]
  - name: Runway
    vendor: Runway
    ambiguous: [Runway]
  - name: Allegro
    ambiguous: [Allegro]
topics:
  en: [AI video, video generator]
"""


def load(feeds: str, watchlist: str = WATCHLIST) -> tuple[Feed, ...]:
    texts = {"monitor.yaml": MONITOR, "feeds.yaml": f"feeds:\n  - {feeds}\n", "watchlist.yaml": watchlist}
    return config.load_texts(texts, Path("config"), NOW).feeds


def search(engine: str = "google", languages: str = "[en]", more: str = "", watchlist: str = WATCHLIST):
    return load(f"{{name: news, type: search, engine: {engine}, languages: {languages}{more}}}", watchlist)


def asked(feed: Feed) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(feed.url).query).items()}


def test_a_search_becomes_a_feed_for_each_edition():
    """Store, status and poll see ordinary feeds, with the name, language and pace that the line says."""
    feeds = search(languages="[en, zh-Hans, pt-BR]", more=", interval: 6h")
    assert [(feed.name, feed.type, feed.language, feed.interval, feed.place) for feed in feeds] == [
        ("news-en", "search", "en", timedelta(hours=6), "feeds.yaml:2"),
        ("news-zh-hans", "search", "zh-Hans", timedelta(hours=6), "feeds.yaml:2"),
        ("news-pt-br", "search", "pt-BR", timedelta(hours=6), "feeds.yaml:2"),
    ]


@pytest.mark.parametrize(
    ("engine", "language", "wanted"),
    [
        ("google", "en", {"hl": "en-US", "gl": "US", "ceid": "US:en"}),
        ("google", "zh-Hant", {"hl": "zh-TW", "gl": "TW", "ceid": "TW:zh-Hant"}),
        ("google", "ja", {"hl": "ja", "gl": "JP", "ceid": "JP:ja"}),
        ("bing", "ko", {"setlang": "ko", "cc": "KR", "format": "rss"}),
    ],
)
def test_the_edition_stands_in_the_address(engine, language, wanted):
    """Each engine is asked for an edition in its own words."""
    said = asked(search(engine, f"[{language}]")[0])
    assert said.items() >= wanted.items()


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", '"Kling" OR ("Veo" "Google") OR "Pika Labs" OR ("Runway" "AI video") OR ("Allegro" "AI video")'),
        ("zh-Hans", '"Kling" OR "可灵" OR "Veo" OR "Pika Labs"'),
        ("ja", '"Kling" OR "可灵" OR "クリング" OR "Veo" OR "ベオ" OR "Pika Labs"'),
        ("ko", '"Kling" OR "클링" OR "Veo" OR "Pika Labs"'),
        ("ru", '"Kling" OR "Клинг" OR "Veo" OR "Pika Labs"'),
    ],
)
def test_what_is_asked_is_what_would_be_found(language, wanted):
    """Names in the scripts of a language, ambiguous ones beside vendor or topic, nothing twice, no descriptions."""
    assert asked(search("bing", f"[{language}]")[0])["q"] == wanted


@pytest.mark.parametrize(("engine", "words"), [("google", 32), ("bing", 1000)])
def test_a_long_query_is_parted(engine, words):
    """No address is longer than servers take, no query has more words than the engine reads, and no name gets lost."""
    names = [f"Product{number:03}" for number in range(200)]
    watchlist = "products:\n" + "".join(f"  - name: {name}\n" for name in names)
    feeds = search(engine, watchlist=watchlist)
    queries = [asked(feed)["q"] for feed in feeds]
    assert [feed.name for feed in feeds[:3]] == ["news-en", "news-en-2", "news-en-3"]
    assert max(len(feed.url) for feed in feeds) <= 1800
    assert max(query.count('"') // 2 for query in queries) <= words
    assert re.findall(r"Product\d+", " ".join(queries)) == names


def test_an_edition_with_nothing_to_ask_for_is_warned_of():
    """Where no name can be asked for in a language there is no feed, and loading says so with the place."""
    watchlist = "products:\n  - {name: Pika, ambiguous: [Pika]}\ntopics: {en: [AI video]}\n"
    feeds = "feeds:\n  - {name: news, type: search, engine: bing, languages: [en, ja]}\n"
    texts = {"monitor.yaml": MONITOR, "feeds.yaml": feeds, "watchlist.yaml": watchlist}
    loaded = config.load_texts(texts, Path("config"), NOW)
    assert [feed.name for feed in loaded.feeds] == ["news-en"]
    assert tuple(map(str, loaded.warnings)) == (
        "config/feeds.yaml:2:62: feeds.0.languages.1: no name of the watchlist can be asked for in ja; "
        "add an alias, a vendor or a topic of that language",
    )


def test_words_of_ones_own_can_be_asked_for():
    """`query` takes any text in the engine's own language."""
    feeds = search(languages="[en, de]", more=", query: 'site:lens.example.org video'")
    assert [asked(feed)["q"] for feed in feeds] == ["site:lens.example.org video when:7d"] * 2


def test_a_search_with_an_address_is_one_feed():
    """An address of one's own is read as the results of a search."""
    feeds = load("{name: mine, type: search, url: 'https://search.example.org/?q=x', language: en}")
    assert [(feed.name, feed.type, feed.url) for feed in feeds] == [
        ("mine", "search", "https://search.example.org/?q=x")
    ]


def test_what_a_page_says_reaches_the_parser():
    """`select` and `json` have the model's own defaults for what is left out."""
    listed = load("{name: a, url: https://a.example/, type: page, select: {entry: .list li, date: time@datetime}}")[0]
    held = load("{name: a, url: https://a.example/, type: page, json: {find: 'all =', items: a.0, link: href}}")[0]
    assert listed.select == Selectors(".list li", date="time@datetime")
    assert held.json == Embedded(("all =",), ("a.0",), link=("href",))


def test_the_examples_of_the_shipped_file_can_be_used():
    """The lines that stand commented out in feeds.yaml are good ones, to us and to editors."""
    shipped = config.shipped_folder()
    lines = re.findall(r"^#  (- \{name: .*\})$", (shipped / "feeds.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    feeds = load("\n  - ".join(line.removeprefix("- ") for line in lines))
    assert [feed.name for feed in feeds[:4]] == ["example-page", "example-map", "google-news-en", "google-news-ja"]
    schema = json.loads((shipped / "feeds.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate({"feeds": yaml.safe_load("\n".join(lines))}, schema)


def test_the_examples_of_the_readme_can_be_used():
    """Each line of feeds.yaml that README shows is a good one."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    - (\{name: .*\})$", readme, re.MULTILINE)
    assert {feed.type for feed in load("\n  - ".join(lines))} == {"page", "sitemap", "search"}


@pytest.mark.parametrize(
    "line",
    [
        "{name: a}",
        "{name: a, url: https://a.example, type: page}",
        "{name: a, url: https://a.example, type: page, select: {title: a}}",
        "{name: a, url: https://a.example, type: page, json: {find: []}}",
        "{name: a, type: search, engine: bing}",
    ],
)
def test_editors_see_what_is_missing(line):
    """The schema refuses an entry that lacks what its type wants."""
    schema = config.schemas()["feeds.schema.json"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"feeds": [yaml.safe_load(line)]}, schema)
