"""What addresses and pages tell of their feeds, and what is no feed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import discover
from monitor.config import web_address

PAGE = "https://news.example.org/tech/"
RSS = "application/rss+xml"
CHANNEL = "UC" + "x" * 22


def link(href: str, kind: str = RSS, title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (
            "https://github.com/Owner/repo/tree/main",
            ["https://github.com/Owner/repo/releases.atom", "https://github.com/Owner/repo/commits.atom"],
        ),
        ("https://github.com/owner", ["https://github.com/owner.atom"]),
        ("https://gitlab.com/group/sub/project/-/issues", ["https://gitlab.com/group/sub/project/-/tags?format=atom"]),
        (
            f"https://www.youtube.com/channel/{CHANNEL}/videos",
            [f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"],
        ),
        (
            "https://m.youtube.com/playlist?list=PLabc",
            ["https://www.youtube.com/feeds/videos.xml?playlist_id=PLabc"],
        ),
        ("https://old.reddit.com/r/aivideo/top", ["https://www.reddit.com/r/aivideo/.rss"]),
        ("https://www.reddit.com/u/someone", ["https://www.reddit.com/user/someone/.rss"]),
        ("https://medium.com/@someone", ["https://medium.com/feed/@someone"]),
        ("https://bsky.app/profile/a.example.org", ["https://bsky.app/profile/a.example.org/rss"]),
        ("https://news.google.com/search?q=sora&hl=en", ["https://news.google.com/rss/search?q=sora&hl=en"]),
        ("https://arxiv.org/list/cs.CV/recent", ["https://rss.arxiv.org/rss/cs.CV"]),
        ("https://github.com/", []),
        ("https://www.youtube.com/@someone", []),
        ("https://example.org/github.com/a/b", []),
    ],
)
def test_known_shapes_need_no_request(url, found):
    """The address of a repository, channel, forum or search tells its feeds by itself."""
    assert [one.url for one in discover.shaped(url)] == found


def test_a_news_search_is_read_as_one():
    """What Google News finds are other sites' headlines, with their names behind them."""
    assert [one.type for one in discover.shaped("https://news.google.com/search?q=sora")] == ["search"]


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/owner/repo/releases.atom",
        "https://github.com/owner/repo/commits/main.atom",
        "https://www.reddit.com/r/aivideo/.rss",
        "https://gitlab.com/a/b/-/tags?format=atom",
        "https://medium.com/feed/@someone",
        f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",
    ],
)
def test_a_feed_of_a_known_site_is_taken_as_it_is(url):
    """Who gives a feed's own address means that feed, not its site's others."""
    assert discover.shaped(url) == ()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (link("/feed.xml"), ["https://news.example.org/feed.xml"]),
        (f"<LINK HREF='a.xml' TYPE='{RSS}' REL='alternate'>", ["https://news.example.org/tech/a.xml"]),
        (f"<link type={RSS} href=//cdn.example.net/a rel=alternate>", ["https://cdn.example.net/a"]),
        (f"<link rel='home alternate' type='{RSS}; charset=utf-8' href='/a'/>", ["https://news.example.org/a"]),
        (f"<base href='https://other.example.org/x/'>{link('a')}", ["https://other.example.org/x/a"]),
        (f"<base href=/one/><base href=/two/>{link('a')}", ["https://news.example.org/one/a"]),
        (link("/a?b=1&amp;c=2#top"), ["https://news.example.org/a?b=1&c=2"]),
        (f"<link rel=alternate type={RSS} href=/first href=/second>", ["https://news.example.org/first"]),
        (link("/a", "application/atom+xml"), ["https://news.example.org/a"]),
        (link("/feed.json", "application/json"), ["https://news.example.org/feed.json"]),
        ("<link rel=feed href=/a>", ["https://news.example.org/a"]),
        (link("/a") + link("http://news.example.org/a/"), ["https://news.example.org/a"]),
        (link("/comments/feed/") + link("/feed/"), ["https://news.example.org/feed/"]),
        (link("/comments/feed/"), ["https://news.example.org/comments/feed/"]),
        (link("/日本.xml"), ["https://news.example.org/%E6%97%A5%E6%9C%AC.xml"]),
        (link("feed://news.example.org/a"), ["https://news.example.org/a"]),
        ("<a href='/rss.xml'>RSS</a>", ["https://news.example.org/rss.xml"]),
        ("<a href='/rss.xml'>RSS</a>" + link("/declared"), ["https://news.example.org/declared"]),
    ],
    ids=[
        "absolute", "upper case", "no quotes", "several words", "base", "first base", "entity and fragment",
        "doubled attribute", "atom", "json feed", "rel feed", "doubled", "comments beside", "comments alone", "letters",
        "feed scheme", "link in the text", "declared before linked",
    ],
)  # fmt: skip
def test_what_a_page_declares_is_found(html, found):
    """Attributes in any order and quotes, relative addresses, the first of what is doubled."""
    assert [one.url for one in discover.declared(html.encode(), PAGE)] == found


@pytest.mark.parametrize(
    "html",
    [
        link("/wp-json/wp/v2/pages/5", "application/json"),
        link("/fr/", "text/html"),
        "<link rel=stylesheet type=application/rss+xml href=/a>",
        link("javascript:alert(1)"),
        link("file:///etc/passwd"),
        link("https://user:secret@example.org/feed"),
        link("http://[bad"),
        link("https://example.org:99999999/feed"),
        link("https://example.org/" + "a" * 3000),
        f"<!-- {link('/a')} -->",
        f"<script>'{link('/a')}'</script>",
        "<a href='/about'>About our feeders</a>",
        "<![x[<link",
        "",
    ],
    ids=[
        "machine interface", "translation", "stylesheet", "script", "file", "login", "bracket", "port", "long",
        "comment", "in a script", "no feed", "broken", "empty",
    ],
)  # fmt: skip
def test_what_is_no_feed_is_passed_over(html):
    """Other alternates, other schemes, addresses with logins or none at all lead nowhere."""
    assert discover.declared(html.encode(), PAGE) == ()


@pytest.mark.parametrize(
    "html",
    [
        f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'<meta itemprop="identifier" content="{CHANNEL}">',
        f'<script>var a = {{"channelId":"UC{"y" * 22}","externalId":"{CHANNEL}"}}</script>',
    ],
    ids=["canonical", "meta", "script"],
)
def test_the_page_of_a_handle_names_its_channel(html):
    """Of the channels that a YouTube page names, its own is taken, not that of a video it recommends."""
    found = discover.declared(html.encode(), "https://www.youtube.com/@someone")
    assert [one.url for one in found] == [f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (link("/a", title="ニュース &amp; more").encode("shift_jis"), "text/html; charset=Shift_JIS"),
        (("<meta charset=shift_jis>" + link("/a", title="ニュース &amp; more")).encode("shift_jis"), "text/html"),
        (link("/a", title="ニュース &amp; more").encode(), "text/html; charset=no-such-charset"),
        (link("/a", title="ニュース &amp; more").encode(), "text/html; charset=hex"),
        (link("/a", title="ニュース &amp; more").encode(), "text/html; charset=raw-unicode-escape"),
    ],
    ids=["header", "meta", "unknown", "no charset", "none of documents"],
)
def test_titles_are_read_in_the_charset_of_the_page(body, content_type):
    """What the header says, else the page, else UTF-8."""
    assert [one.title for one in discover.declared(body, PAGE, content_type)] == ["ニュース & more"]


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<a href='", '<a b="', "<script>", "<link a = ", "<", "\"'", "<![x"])
def test_markup_made_to_keep_a_reader_busy_costs_little(piece):
    """A quarter of a million openings that never end are read in linear time: minutes, if anything were read twice."""
    assert discover.declared(f"<link {piece * 250_000}".encode(), PAGE) == ()


def test_a_title_that_no_reader_of_numbers_takes_costs_no_feed():
    """An entity of thousands of digits is a mark of loss; Python alone would refuse the page."""
    page = link("/feed", title=f"a &#{'9' * 5000};").encode()
    assert [one.title for one in discover.declared(page, PAGE)] == ["a \ufffd"]


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda said: link(said).encode("utf-8", "replace"))
    | st.text(alphabet="<>!-[]/=\"' linkareltypehref:?#&;", max_size=300).map(str.encode)
)
def test_no_page_breaks_discovery(body):
    """Whatever a page holds, what comes out are web addresses, fit to be typed."""
    for one in discover.declared(body, PAGE):
        assert re.fullmatch(r"https?://[^\s\x00-\x1f\x7f]+", one.url)
        assert web_address(one.url) == one.url


@pytest.mark.parametrize(
    ("url", "first", "count"),
    [
        ("https://example.org", "https://example.org/feed/", 6),
        ("https://example.org/blog/index.html", "https://example.org/blog/feed/", 6),
        ("https://example.org/en/news/", "https://example.org/en/news/feed/", 6),
    ],
    ids=["site", "file", "folder"],
)
def test_few_paths_are_guessed(url, first, count):
    """A handful of usual paths: below the page first, then those of the site."""
    guessed = [one.url for one in discover.usual_paths(url)]
    assert (guessed[0], len(guessed)) == (first, count)
    assert "https://example.org/rss.xml" in guessed
