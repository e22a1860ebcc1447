"""Lines of feeds.yaml, written to be pasted: right whatever a title holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from somefeeds import FEEDS, PAGES, TITLES

from monitor.config import feed_line, feed_name, fitted, has_feeds, pasted, web_address
from monitor.config.building import feeds
from monitor.config.document import read
from monitor.config.forms import FeedsFile
from monitor.config.validation import fill
from monitor.model import Feed, Watchlist


def read_back(line: str) -> Feed:
    document, wrong = read("feeds.yaml", "feeds.yaml", f"feeds:\n  {line}\n")
    assert document is not None, wrong
    filled, complaints = fill(FeedsFile, document)
    assert filled is not None
    assert [*wrong, *complaints] == []
    return replace(feeds(filled.form, document, Watchlist(), Path("/config"))[0], place="")


@given(FEEDS | PAGES.filter(lambda one: (one.type == "page") is bool(one.select or one.json)))
def test_a_line_is_read_back_as_the_feed_it_tells(one):
    """Whatever a title or a selector holds, its quoting is right: the line gives the same feed."""
    assert read_back(feed_line(one)) == one


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (Feed("", "https://techradar.example.com/feed", title="Tech Radar"), "tech-radar"),
        (Feed("", "https://taken.com/feed", title="Taken"), "taken-2"),
        (Feed("", "https://taken.com/category/video/feed/", title="Taken"), "taken-video"),
        (Feed("", "https://www.36site.com/feed", title="36氪"), "36site"),
        (Feed("", "https://news.site.co.jp/rss", title="A title that is rather a whole sentence"), "site"),
        (Feed("", "https://example.org/feed", title="Société"), "societe"),
        (Feed("Repo-releases", "https://github.com/o/Repo/releases.atom", title="x"), "repo-releases"),
        (Feed("", "http://127.0.0.1:80/feed"), "127.0.0.1"),
        (Feed("", "https://例え.jp/"), "feed"),
    ],
    ids=["title", "number", "section", "host", "long title", "accents", "suggested", "address", "nothing latin"],
)
def test_names_are_short_and_new(one, name):
    """A name comes from the title, else the host, and never twice."""
    assert feed_name(one, {"taken"}) == name


@given(TITLES, st.from_regex(r"https?://[a-z0-9.-]{1,30}/[a-z0-9/._-]{0,30}", fullmatch=True), st.booleans())
def test_names_are_always_good_ones(title, url, crowded):
    """Whatever a feed is called, its name is one that feeds.yaml takes."""
    first = feed_name(Feed("", url, title=title), set())
    name = feed_name(Feed("", url, title=title), {first} if crowded else set())
    assert re.fullmatch("[a-z0-9][a-z0-9._-]{0,59}", name)
    assert (name == first) is not crowded


def test_what_feeds_yaml_does_not_take_is_left_out_and_named():
    """A language that is none goes, the feed stays; without a web address there is no feed."""
    good, left_out = fitted(Feed("a", "https://example.org/", language="English", encoding="no-such"))
    assert good == Feed("a", "https://example.org/")
    assert [said.split(":")[0] for said in left_out] == ["language", "encoding"]
    assert fitted(Feed("a", "ftp://example.org/"))[0] is None


@pytest.mark.parametrize(
    ("text", "line"),
    [("feeds:\n- {name: b, url: https://b.org}\n", "- x\n"), ("feeds:\n    # a\n    - name: b\n", "    - x\n"),
     ("feeds: []\n", "  - x\n")],
    ids=["none", "four", "empty"],
)  # fmt: skip
def test_pasted_lines_are_indented_as_the_file_is(tmp_path, text, line):
    """What is printed can be put below the last entry as it is."""
    (tmp_path / "feeds.yaml").write_text(text)
    assert pasted(["- x"], tmp_path) == line


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("", False),
        ("feeds:\n", False),
        ("# none yet\nfeeds: []  # none\n", False),
        ("feeds: [{name: a}]", True),
        ("feds:", True),
    ],
)
def test_a_file_without_feeds_yet_is_known(tmp_path, text, has):
    """An empty list is where everybody begins, and no mistake; a broken file is read as any other."""
    (tmp_path / "feeds.yaml").write_text(text)
    assert has_feeds(tmp_path) is has


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("example.org/news", "https://example.org/news"), ("//example.org", "https://example.org"),
     ("http://example.org", "http://example.org")],
    ids=["no scheme", "slashes", "as it is"],
)  # fmt: skip
def test_a_typed_address_may_lack_its_scheme(typed, meant):
    """What a person types is taken for https."""
    assert web_address(typed) == meant
