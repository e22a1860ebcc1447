"""Subscription lists: everything survives the way out and in, and what is hostile is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from somefeeds import FEEDS, PAGES

from monitor import opml
from monitor.model import Feed

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


@given(st.lists(FEEDS | PAGES, max_size=6))
def test_opml_gives_the_same_feeds_back(feeds):
    """Everything that feeds.yaml says of a feed survives the way out and in."""
    written = opml.write(feeds, "Feeds & more", NOW)
    assert [outline.feed for outline in opml.read(written.encode())] == feeds


def test_groups_are_the_headings_a_feed_stands_under():
    """Nested outlines without an address are groups; what is no attribute of ours is passed over."""
    found = opml.read(b"""<?xml version="1.0" encoding="iso-8859-1"?><opml version="1.0"><body>
      <outline text="News"><outline title="Caf\xe9"><outline text="A" xmlUrl=" https://a.example.org/ " foo="1"/>
      </outline><outline text="B" xmlUrl="https://b.example.org/"/></outline>
      <outline XMLURL="https://c.example.org/" text="C &lt;b&gt;"/></body></opml>""")
    assert [(one.feed.title, one.feed.url, one.groups) for one in found] == [
        ("A", "https://a.example.org/", ("News", "Café")),
        ("B", "https://b.example.org/", ("News",)),
        ("C <b>", "https://c.example.org/", ()),
    ]


@pytest.mark.parametrize("broken", ["{", "[1]", "1", '{"no": "such"}', '{"entry": 1}', "[" * 5000])
def test_keys_that_make_no_sense_are_passed_over(broken):
    """The feed stays, without what could not be read of it."""
    said = f"xmlUrl='https://a.org/' text='A' m:interval='long' m:select='{broken}' m:json='{broken}'"
    found = opml.read(f"<opml xmlns:m='{opml.NAMESPACE}'><outline {said}/></opml>".encode())
    assert [outline.feed for outline in found] == [Feed("", "https://a.org/", title="A")]


BOMB = (
    b'<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">]><opml><body><outline text="&a;" xmlUrl="https://a.org"/></body></opml>'
)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (BOMB, "DOCTYPE"),
        (b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/x.dtd"><opml/>', "DOCTYPE"),
        (b"<rss version='2.0'/>", "begins with <rss>"),
        (b"<opml><body>", "line 1: not well-formed"),
        (b"not xml", "no OPML: line 1: not well-formed"),
        (b"", "no OPML: line 1: not well-formed"),
        (b"<opml>" + b"<outline text='a'>" * 60, "levels deep"),
        (b"<opml>" + b"<outline/>" * 20_001 + b"</opml>", "more than 20,000 entries"),
        (b"<opml>" + b" " * (5 << 20) + b"</opml>", "larger than 5 MB"),
        (b"<?xml version='1.0' encoding='no-such'?><opml/>", "encoding"),
        (b"<opml xmlns:a='" + b"u" * 1001 + b"'/>", "a namespace of more than 1,000"),
    ],
    ids=["entity", "external", "a feed", "cut", "text", "empty", "deep", "many", "large", "encoding", "namespace"],
)
def test_a_hostile_list_is_refused(document, why):
    """No DTD, no depth, no endless list: what is refused says why."""
    with pytest.raises(opml.OpmlError, match=why):
        opml.read(document)
