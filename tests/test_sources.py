"""Sources other than feeds: pages read by selectors or by their JSON, news sitemaps, the results of searches."""

from __future__ import annotations

import contextlib
import gzip
import html
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed import assert_clean, read, said_of
from selectolax.lexbor import LexborHTMLParser
from somefeeds import feed_of, held
from stage import Clock, arrive, feed_state, item, service
from stage import config as configured
from web import Web, reply

from monitor.css import PLAIN, is_selector, parted
from monitor.model import Embedded, Feed, Limits, Polling, Selectors
from monitor.parse import ParseError, parse
from monitor.parse.literal import value_at
from monitor.pipeline.arrival import Filed
from monitor.pipeline.poll import poll
from monitor.pipeline.service import Service
from monitor.store import Store
from monitor.worker import Worker, WorkerError

SOURCES = Path(__file__).parent / "sources"
SAMPLES = sorted(path for path in SOURCES.iterdir() if path.suffix != ".yaml")
LIMITS = Limits()
LIST = Selectors(".list li")
ROW = '<li><a href="/{0}">Kling {0}</a></li>'


def page(select: Selectors | None = LIST, embedded: Embedded | None = None) -> Feed:
    return Feed("page", "https://site.example.org/news/", "page", select=select, json=embedded)


def code_of(body: str | bytes, feed: Feed) -> str:
    with pytest.raises(ParseError) as caught:
        read(body, feed)
    return caught.value.code


def rows(*numbers: int) -> str:
    return f"<html><title>News</title><ul class=list>{''.join(map(ROW.format, numbers))}</ul></html>"


def test_entries_of_a_page_that_lead_to_places_on_it_are_different_ones():
    """A changelog that is read as a page: each entry once, by its own place; a link to comments is no other article."""
    body = rows().replace("</ul>", "".join(map(ROW.format, ("#b", "#a", "#a", "kling", "kling#comments"))) + "</ul>")
    assert [one.url.partition(".org/")[2] for one in read(body, page()).items] == ["#b", "#a", "kling"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_each_sample_reads_as_the_file_beside_it_says(path):
    """A page, a sitemap, the results of a search yield the items their expectation names, in order."""
    wanted = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    parsed = read(path.read_bytes(), feed_of(wanted.pop("feed")))
    items = wanted.pop("items")
    assert [said_of(one, keys) for one, keys in zip(parsed.items, items, strict=True)] == items
    assert said_of(parsed, wanted) == wanted


# ---------------------------------------------------------------- pages, by selectors


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ("time@datetime", ("time", "datetime")),
        ("h3 > a", ("h3 > a", "")),
        ("@data-url", ("", "data-url")),
        ("a[href*='@x']", ("a[href*='@x']", "")),
        ("a @href", ("a", "href")),
    ],
)
def test_an_attribute_stands_behind_the_selector(selector, wanted):
    """`@name` at the end asks for an attribute; an @ inside a selector is the selector's."""
    assert parted(selector) == wanted


@pytest.mark.parametrize(
    ("selector", "good"),
    [
        ("li:nth-child(2n+1) > a[href^='/c/']", True),
        (".列表 li", True),
        ("..list", False),
        ("a[", False),
        ("a >", False),
        ("//div/a", False),
    ],
)
def test_a_selector_is_css_or_none(selector, good):
    """XPath and half a selector are told from CSS."""
    assert is_selector(selector) is good


@settings(max_examples=40)
@given(st.from_regex(PLAIN, fullmatch=True))
def test_what_looks_like_a_plain_selector_is_one(selector):
    """A selector taken for good by its look alone is good to the library, too."""
    LexborHTMLParser("").css(selector)


@pytest.mark.parametrize(
    ("body", "select", "wanted"),
    [
        ("<div><a class=c href=/1><h3>One</h3>teaser</a></div>", Selectors("a.c", "h3"), ("One", "/1")),
        ("<li><a href=/1>One</a></li>", Selectors("li a"), ("One", "/1")),
        ("<li data-url=/1><b>One</b></li>", Selectors("li", "b", "@data-url"), ("One", "/1")),
        ("<li><a href=/1><img></a><a href=/2>Two</a></li>", Selectors("li", link="a + a"), ("Two", "/2")),
        ("<li title='One &amp; only'><a href=/1>more</a></li>", Selectors("li", "@title"), ("One & only", "/1")),
        ("<li><a>no link</a><a href=' /1 '>One</a></li>", Selectors("li", "a[href]"), ("One", "/1")),
    ],
    ids=["title inside the link", "the entry is the link", "attribute of the entry", "picture", "attribute", "spaces"],
)
def test_title_and_link_are_found(body, select, wanted):
    """A selector finds what is in an entry or the entry itself, the first that says something."""
    one = read(body, page(select)).items[0]
    assert (one.title, one.url) == (wanted[0], f"https://site.example.org{wanted[1]}")


@pytest.mark.parametrize(
    ("body", "feed", "code"),
    [
        (rows(1), page(Selectors(".items li")), "page.nothing"),
        (rows(), page(), "page.nothing"),
        ("<ul class=list><li><a href='mailto:a@example.org'>Write</a></li><li>x</li></ul>", page(), "page.nothing"),
        ("{}", page(), "page.nothing"),
        (rows(1), page(None), "page.nothing"),
        (" \n", page(), "http.empty"),
        ("<p>var all = 1</p>", page(None, Embedded(("all =",))), "page.nothing"),
        ("<script>other = {}</script>", page(None, Embedded(("all =",))), "page.nothing"),
        ("<script>all = {a: f(1)}</script>", page(None, Embedded(("all =",))), "page.json"),
        ("<script>all = {a: f(1)}</script>", page(LIST, Embedded(("all =",))), "page.nothing"),
        ("<script>all = " + "[" * 100_000, page(None, Embedded(("all =",))), "page.json"),
        ('<script>all = {"list": {}}</script>', page(None, Embedded(("all =",), ("list",))), "page.nothing"),
        ('<script>all = {"list": []}</script>', page(None, Embedded(("all =",), ("list",))), "page.nothing"),
        ('<script>all = [{"title": "x"}, 7, null]</script>', page(None, Embedded(("all =",))), "page.nothing"),
    ],
    ids=["other class", "empty list", "no links", "no page", "nothing said", "empty", "no JSON", "other script",
         "JavaScript", "neither", "deep", "no list", "list of none", "no address"],
)  # fmt: skip
def test_a_page_in_which_nothing_is_found_is_an_error(body, feed, code):
    """A page that was made anew, or holds no news, fails with a stable code: it never yields an empty list."""
    assert code_of(body, feed) == code


@pytest.mark.parametrize(
    ("declared", "content_type"),
    [("<meta charset=gb2312>", "text/html"), ("", "text/html; charset=GBK"), ("<meta charset='gbk'>", "")],
    ids=["meta", "header", "meta alone"],
)
def test_a_page_in_another_charset(declared, content_type):
    """A page's charset is taken from its header or its <meta>."""
    body = f"<html><head>{declared}</head><ul class=list><li><a href=/1>可灵发布新一代视频生成模型</a></li></ul>"
    assert read(body.encode("gbk"), page(), content_type=content_type).items[0].title == "可灵发布新一代视频生成模型"


def test_entries_of_a_page_beyond_the_limit_are_left_out():
    """At most so many entries are taken, the first ones."""
    assert [one.title for one in read(rows(1, 2, 3), page(), Limits(entries=2)).items] == ["Kling 1", "Kling 2"]


def test_a_page_that_is_too_long_is_cut_and_says_so():
    """The first two million characters of a page are read by selectors."""
    parsed = read(rows(1).replace("</ul>", f"</ul><p>{'x' * 2_100_000}</p>"), page())
    assert (len(parsed.items), parsed.warning) == (1, "parse.truncated")


def test_a_page_that_takes_too_long_is_given_up():
    """Nesting that takes the parser minutes costs the child its life, and the poll a few seconds."""
    worker = Worker(parse, deadline=timedelta(seconds=1), memory=512 << 20)
    try:
        with pytest.raises(WorkerError) as caught:
            worker.call(b"<div>" * 200_000, feed=page(), limits=LIMITS)
    finally:
        worker.close()
    assert caught.value.code == "parse.cpu"


def nested(depth: int) -> str:
    row = f'<li><p>{"x" * 200}</p><a href="/{{0}}">Kling {{0}}</a><ul>'
    return f"<ul class=list>{''.join(map(row.format, range(depth)))}"


def test_entries_in_one_another_are_read_as_long_as_that_is_cheap():
    """Lists inside the entries of a list are read; two thousand levels, each searched whole, are refused unsearched."""
    assert len(read(nested(40), page()).items) == 40
    assert code_of(nested(2000), replace(page(), select=Selectors(".list li", link="[onlyonce]"))) == "parse.cpu"


def test_a_title_behind_a_hundred_empty_elements_is_not_looked_for():
    """Where a selector meets elements without text, some are passed over, not thousands: each may hold all others."""
    behind = [f"<li><a href='/{count}'></a>{'<b></b>' * count}<b>Kling {count}</b></li>" for count in (99, 100)]
    parsed = read(f"<ul class=list>{''.join(behind)}</ul>", page(Selectors(".list li", title="b", link="a")))
    assert [one.title for one in parsed.items] == ["Kling 99"]


def in_memory(megabytes: int, body: str):
    worker = Worker(parse, deadline=timedelta(seconds=10), memory=megabytes << 20)
    try:
        return worker.call(body.encode(), feed=page(), limits=LIMITS)
    finally:
        worker.close()


def test_tags_of_the_root_that_come_again_cost_nothing():
    """The library would take gigabytes for the attributes of a hundred thousand."""
    assert len(in_memory(64, rows(1) + "text <html lang=en>\n<BODY class=a>" * 50_000).items) == 1


def test_a_page_too_large_for_its_memory_fails_by_that_name():
    """What the library says then is no bug of ours."""
    with pytest.raises(WorkerError) as caught:
        in_memory(80, rows(1) + "<p a b c d e f>" * 130_000)
    assert caught.value.code == "parse.memory"


def test_only_who_reads_pages_loads_the_library():
    """Neither the parser's import nor a config without selectors loads selectolax."""
    code = (
        "import sys, monitor.parse, datetime, monitor.config as c;"
        "c.load(c.shipped_folder(), now=datetime.datetime.now(datetime.UTC));"
        "sys.exit('selectolax' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---------------------------------------------------------------- pages, by their JSON


@pytest.mark.parametrize(
    ("body", "embedded"),
    [
        ('all = [{"title": "Kling", "url": "/1"}]', Embedded(("all =",))),
        ('all="x"; all\n  = [{"title": "Kling", "url": "/1"}];', Embedded(("all",))),
        ('all({a: 1}); all =[{"title": "Kling", "url": "/1"}];', Embedded(("all",))),
        ('window.__X__=[{"title": "Kling", "url": "/1"}]</script>', Embedded(("__X__",))),
        ('<script id="D" type="application/json">{"a": [0, {"b": [{"h": "Kling", "l": {"u": "/1"}}]}]}</script>',
         Embedded(('id="D" type="application/json"',), ("a.1.b",), ("h",), ("l.u",))),
        ('all = {"b": [{"title": "&#75;ling", "url": "https:\\/\\/site.example.org\\/1"}]};',
         held(find="all", items="b")),
        ("all = {b: [{title: 'Kling', url: `/1`, new: !0, n: .5, x: undefined,}, /* ad */],}; run(all)",
         held(find="all", items="b")),
        (r"""all=JSON.parse("{\"b\":[{\"title\":\"Kling\",\"url\":\"\/1\"}]}");""", held(find="all", items="b")),
        (r"""all=JSON.parse('[{"title":"\x4bling","url":"/1"}]');""", held(find="all")),
        ('<div data-page="{&quot;b&quot;:[{&quot;title&quot;:&quot;Kling&quot;,&quot;url&quot;:&quot;/1&quot;}]}">',
         held(find="data-page=", items="b")),
        ('<p>b</p><script>x = {"a": {"b":[]}, "c": {"b":[{"title": "Kling", "url": "/1"}],"d":1}};', held(find="b")),
        ('<script id="D" type="application/json" nonce="4">[{"title": "Kling", "url": "/1"}]</script>', held(find="D")),
        ('<script type="application/ld+json">\n//<![CDATA[\n[{"title": "Kling", "url": "/1"}]\n//]]></script>',
         held(find="ld+json")),
        (r"""<script>f.push([1,"5:{\"all\":[{\"title\":\"\u004bling\",\"url\":\"/1\"}],\"x\":\"\\\"\"}"])</script>""",
         held(find="all")),
        ('<script>var x = {"a": {"d": [{"name": "Kling", "href": "/1"}]}};',
         held(find=["b", "x"], items=["a.c", "a.d"], title=["title", "name"], link=["url", "href"])),
    ],
    ids=["list", "named before", "JavaScript before", "no spaces", "script element", "escapes", "JavaScript",
         "JSON.parse", "JSON.parse of single quotes", "attribute", "at any depth",
         "further attributes", "CDATA", "in a text", "candidates"],
)  # fmt: skip
def test_json_is_found_behind_its_name(body, embedded):
    """The JSON stands right behind the text to find; paths lead to the list and into its entries."""
    assert [(one.title, one.url) for one in read(body, page(None, embedded)).items] == [
        ("Kling", "https://site.example.org/1")
    ]


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ('all = [{"title": "Kling 7", "url": "/7"}]', "", ["Kling 7"]),
        ("all = []", "page.fallback", ["Kling 1", "Kling 2"]),
        ("all = {broken", "page.fallback", ["Kling 1", "Kling 2"]),
        ("", "page.fallback", ["Kling 1", "Kling 2"]),
        ('all = [{"title": "Log in", "url": ""}]', "page.fallback", ["Kling 1", "Kling 2"]),
    ],
    ids=["JSON", "empty", "broken", "gone", "no address"],
)
def test_selectors_find_what_the_json_lacks(script, code, said):
    """Of an entry with `json` and `select` the second is used when the first finds nothing, and it is said."""
    parsed = read(rows(1, 2).replace("<ul", f"<script>{script}</script><ul"), page(LIST, held(find="all =")))
    assert ([one.title for one in parsed.items], parsed.warning) == (said, code)


def test_what_neither_way_finds_is_told_of_both():
    """The error of a page with `json` and `select` says what either lacks."""
    with pytest.raises(ParseError) as caught:
        read("<html>", page(LIST, held(find=["all", "list"])))
    assert caught.value.text == (
        "no JSON stands behind 'all' nor 'list': the page was probably made anew; "
        "nothing on the page is .list li: it was probably made anew"
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a.b.list", "no list at a.b.list; a.b has posts, n"),
        ("a.b", "no list at a.b; a.b has posts, n"),
        ("a.x.list", "no list at a.x.list; a has b"),
        ("list", "no list at list; its top has a, e"),
        ("e.list", "no list at e.list; its top has a, e"),
        ("", "no list at its top; its top has a, e"),
    ],
)
def test_a_path_that_leads_nowhere_says_what_is_there(path, said):
    """Who writes a path is told the keys of the last place it leads to."""
    body = 'all = {"a": {"b": {"posts": [], "n": 1}}, "e": {}}'
    with pytest.raises(ParseError) as caught:
        read(body, page(None, held(find="all =", items=path)))
    assert caught.value.text == f"the JSON of the page has {said}"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=9,
).filter(lambda value: isinstance(value, list | dict))


def as_javascript(value: object) -> str:
    """Write a value as no JSON is written: single quotes, commas at the end, comments."""
    if isinstance(value, list):
        return f"[{''.join(f'{as_javascript(one)}, ' for one in value)}/* end */]"
    if isinstance(value, dict):
        return f"{{{''.join(f'{as_javascript(key)} :{as_javascript(one)},' for key, one in value.items())}// end\n}}"
    if isinstance(value, str):
        return "'" + json.dumps(value)[1:-1].replace('\\"', '"').replace("'", r"\x27") + "'"
    return json.dumps(value)


@given(VALUES)
def test_a_literal_of_javascript_is_read_as_it_is_meant(value):
    """Any value, written as scripts write it, for JSON.parse, in an attribute or in a text, is the value again."""
    whole = json.dumps(value)
    assert value_at(f"{as_javascript(value)}; f([1])", 0) == value
    assert value_at(f"JSON.parse({json.dumps(whole)}); f([1])", 0) == value
    assert value_at(f'{html.escape(whole)}" class="a">', 0) == value
    assert value_at(f'{json.dumps(whole)[1:-1]}"])', 0) == value


@settings(max_examples=300)
@given(st.text(alphabet="[]{}'\"`\\,:/*a1.-+$! \n&;", max_size=60))
def test_what_is_no_literal_is_a_value_error(text):
    """Whatever stands in a script becomes a value, or a ValueError."""
    with contextlib.suppress(ValueError):
        value_at(text, 0)


# ---------------------------------------------------------------- sitemaps

SITEMAP = Feed("map", "https://site.example.org/news.xml", "sitemap")
URLSET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
)
INDEX = URLSET.replace("urlset", "sitemapindex")
MAP = "<sitemap><loc>{0}</loc>{1}</sitemap>"
CHANGED = "<lastmod>2026-11-{0}T08:00:00+01:00</lastmod>"
NEWS = "<url><loc>https://site.example.org/{0}</loc><n:news><n:title>Kling {0}</n:title></n:news></url>"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<sitemapindex><sitemap/></sitemapindex>", "sitemap.index"),
        (f"{INDEX}</sitemapindex>", "sitemap.index"),
        (f"{INDEX}{MAP.format('https://other.example.org/news.xml', '')}</sitemapindex>", "sitemap.index"),
        (f"{URLSET}<url><loc>https://site.example.org/</loc></url></urlset>", "sitemap.no_news"),
        (f"{URLSET}<url xmlns='{'u' * 1001}'/></urlset>", "parse.cpu"),
        (f'<!DOCTYPE a [<!ENTITY x "y">]>{URLSET}</urlset>', "parse.dtd"),
        ("<rss version='2.0'/>", "http.not_feed"),
        ("Service unavailable", "http.not_feed"),
        ("<!DOCTYPE html><html><title>Log in</title>", "http.not_feed"),
        (f"{URLSET}<url><loc>", "parse.broken"),
    ],
    ids=[
        "index", "index in its namespace", "index of other hosts", "no news", "long namespace", "DTD", "feed", "text",
        "page", "broken",
    ],
)  # fmt: skip
def test_what_is_no_news_sitemap_says_why(body, code):
    """An index, a sitemap of mere pages, an attack: each fails with a stable code."""
    assert code_of(body, SITEMAP) == code


@pytest.mark.parametrize(
    ("listed", "chosen", "dated"),
    [
        (["/a.xml", "/b.xml.gz"], ["/a.xml", "/b.xml.gz"], False),
        (["/a.xml 20", "/b.xml 22", "/c.xml 21", "/d.xml 19"], ["/b.xml", "/c.xml", "/a.xml"], True),
        (["/a.xml 20", "/b.xml 22", "/google-news.xml"], ["/google-news.xml", "/b.xml", "/a.xml"], False),
        (["https://cdn.example.org/news.xml", "ftp://site.example.org/x", "/a.xml 20"], ["/a.xml"], True),
    ],
    ids=["as listed", "newest first", "news first", "own host only"],
)
def test_of_an_index_a_few_sitemaps_are_chosen(listed, chosen, dated):
    """Three at most, of its own host: named after news, then changed last; it is said whether all are dated."""
    rows = [(*one.split(), "")[:2] for one in listed]
    body = "".join(MAP.format(url, CHANGED.format(day) if day else "") for url, day in rows)
    parsed = read(f"{INDEX}{body}</sitemapindex>", SITEMAP)
    assert parsed.maps == tuple(f"https://site.example.org{path}" for path in chosen)
    assert (parsed.maps_dated, parsed.items) == (dated, ())


@pytest.mark.parametrize(
    ("body", "titles", "warning"),
    [
        (f"{URLSET}</urlset>", [], ""),
        (f"{URLSET}{NEWS.format(1)}{NEWS.format(2)[:60]}", ["Kling 1"], "parse.truncated"),
        (f"{URLSET}{NEWS.format(1)}<url>&nbsp;</url></urlset>", ["Kling 1"], "parse.bozo"),
        (f'<?xml version="1.0" encoding="gbk"?>{URLSET}{NEWS.format("可")}</urlset>', ["Kling 可"], "parse.encoding"),
        (f"{URLSET}{''.join(map(NEWS.format, range(9)))}</urlset>", ["Kling 0", "Kling 1", "Kling 2"], ""),
    ],
    ids=["quiet day", "cut off", "broken", "charset", "too many"],
)
def test_what_stood_whole_in_a_sitemap_is_kept(body, titles, warning):
    """A quiet sitemap is no error, a broken one yields what came before the break and says so."""
    parsed = read(body, SITEMAP, Limits(entries=3))
    assert ([one.title for one in parsed.items], parsed.warning) == (titles, warning)


@pytest.mark.parametrize("kind", ["feed", "search"])
def test_an_entry_may_lack_id_and_link(kind):
    """A guid that is never closed leaves an entry without id and link: it is read all the same."""
    body = "<rss version='2.0'><channel><item><title>Kling</title><guid><b></guid></item></channel></rss>"
    parsed = read(body, Feed("a", "https://a.example.org/", type=kind))
    assert [(one.title, one.url) for one in parsed.items] == [("Kling", "")]


CUTS = st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=6))


@settings(max_examples=150)
@given(st.sampled_from(SAMPLES), st.lists(CUTS, min_size=1, max_size=4))
def test_no_bytes_break_the_readers(path, cuts):
    """Any bytes become clean items or a ParseError: no controls, no link but http(s)."""
    body = bytearray(path.read_bytes())
    for where, length, bytes_ in cuts:
        start = int(where * len(body))
        body[start : start + length] = bytes_
    feed = feed_of(yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))["feed"])
    with contextlib.suppress(ParseError):
        assert_clean(read(bytes(body), feed))


# ---------------------------------------------------------------- polled, through the whole service

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def serving(store: Store, web: Web, *feeds: Feed) -> Service:
    """A service whose clock stands still, allowed to reach this web."""
    loaded = configured(*feeds)
    limits = Limits(allow=(web.allow,), idle=timedelta(seconds=2))
    loaded = replace(loaded, settings=replace(loaded.settings, limits=limits, polling=Polling(gap=timedelta())))
    return service(store, Clock(NOW), loaded=loaded)


def polled(on: Service) -> list[Filed]:
    return poll(on, on.store.feed_states())


def newsroom(web: Web, **said) -> Feed:
    return Feed("newsroom", web.url("/news/"), "page", title="Newsroom", select=LIST, **said)


def test_a_page_goes_the_way_of_a_feed(store, web):
    """The entries of a page are filed, judged and told like those of a feed; read again, it brings what is new."""
    on = serving(store, web, newsroom(web))
    web.on("/news/", reply(200, rows(2).encode()), reply(200, rows(3, 2).encode()))
    assert [(one.new, one.matched, one.failure) for one in polled(on)] == [(1, 1, None)]
    assert [(one.new, one.failure) for one in polled(on)] == [(1, None)]
    assert [one.item.title for one in store.items()] == ["Kling 2", "Kling 3"]
    assert [story.products for story in store.stories()] == [("Kling",)]


def test_a_page_whose_links_change_brings_its_news_once(store, web):
    """Five undated entries, with another ticket in their paths at each of four readings, are five items; it is said."""
    on = serving(store, web, newsroom(web))
    web.on("/news/", *(reply(200, rows(1, 2, 3, 4, 5).replace('href="', f'href="/t{n}').encode()) for n in range(4)))
    assert [one.new for _ in range(4) for one in polled(on)] == [5, 0, 0, 0]
    assert feed_state(store, "newsroom").warning == "content.guid_churn"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(404, b"no such page"), None),
        (reply(403, b"no"), None),
        (reply(200, b"User-agent: *\nDisallow: /private/\n"), None),
        (reply(200, b"User-agent: *\nDisallow: /news/\n\nUser-agent: AI-Video-Monitor\nAllow: /\n"), None),
        (reply(200, b"User-agent: *\nDisallow: /\n"), "robots.forbidden"),
        (reply(200, b"User-agent: ai-video-monitor/9\nDisallow: /news\n"), "robots.forbidden"),
        (reply(503, b"later", Retry_After=7200), "robots.unreachable"),
        (reply(429, b"slowly"), "robots.unreachable"),
        (reply(302, b"", Location="/rules.txt"), "robots.forbidden"),
        (reply(302, b"", Location="/robots.txt"), None),
    ],
    ids=["none", "hidden", "elsewhere", "we may", "nobody may", "we may not", "503", "429", "moved", "endless"],
)  # fmt: skip
def test_a_page_is_read_where_robots_txt_allows_it(store, web, answer, code):
    """A page is not asked for where robots.txt forbids it, nor while the server fails to say (RFC 9309)."""
    on = serving(store, web, newsroom(web))
    web.on("/robots.txt", answer)
    web.on("/rules.txt", reply(200, b"User-agent: *\nDisallow: /"))
    web.on("/news/", reply(200, rows(1).encode()))
    filed = polled(on)[0]
    assert (filed.failure.code if filed.failure else None, "/news/" in web.paths) == (code, code is None)


def a_map(*numbers: int) -> bytes:
    return f"{URLSET}{''.join(map(NEWS.format, numbers))}</urlset>".encode()


def an_index(web: Web, *said: str) -> bytes:
    """An index of these paths, each with what it says of its last change behind a space."""
    rows = [(*one.split(" ", 1), "")[:2] for one in said]
    return f"{INDEX}{''.join(MAP.format(web.url(path), last) for path, last in rows)}</sitemapindex>".encode()


def test_an_index_leads_to_the_news_of_its_sitemaps(store, web):
    """Zipped or not, they are read in one poll, each item once; one that is none of news is passed over."""
    on = serving(store, web, Feed("lens", web.url("/index.xml"), "sitemap"))
    web.on("/index.xml", reply(200, an_index(web, "/pages.xml", "/news.xml.gz", "/news-2.xml"), ETag='"i"'))
    web.on("/pages.xml", reply(200, f"{URLSET}<url><loc>https://a.example/</loc></url></urlset>".encode()))
    web.on("/news.xml.gz", reply(200, gzip.compress(a_map(1, 2)), Content_Type="application/gzip"))
    web.on("/news-2.xml", reply(200, a_map(2, 3)), reply(200, a_map(4, 2, 3)))
    assert [(one.new, one.matched, one.failure) for one in polled(on)] == [(3, 3, None)]
    assert [(one.new, one.failure) for one in polled(on)] == [(1, None)]
    assert [(one.new, one.unchanged) for one in polled(on)] == [(0, True)]
    assert not any("if-none-match" in request.headers for request in web.requests)


def test_an_index_with_dates_alone_tells_whether_there_is_news(store, web):
    """Where it says when its sitemaps changed, an unchanged index is the only request."""
    on = serving(store, web, Feed("lens", web.url("/index.xml"), "sitemap"))
    web.on("/index.xml", reply(200, an_index(web, f"/news.xml {CHANGED.format(20)}"), ETag='"i"'), reply(304))
    web.on("/news.xml", reply(200, a_map(1)))
    assert [(one.new, one.unchanged) for one in (*polled(on), *polled(on))] == [(1, False), (0, True)]
    assert web.paths == ["/index.xml", "/news.xml", "/index.xml"]
    assert web.requests[-1].headers["if-none-match"] == '"i"'


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"<rss/>", "http.not_feed"), (INDEX.encode() + b"<sitemap><loc>/news.xml</loc></sitemap></sitemapindex>",
                                    "sitemap.index"), (None, "http.not_found")],
    ids=["no sitemap", "another index", "missing"],
)  # fmt: skip
def test_an_index_that_leads_nowhere_says_why(store, web, body, code):
    """No sitemap of it can be read: the feed fails with what was wrong there; an index in an index is not followed."""
    on = serving(store, web, Feed("lens", web.url("/index.xml"), "sitemap"))
    web.on("/index.xml", reply(200, an_index(web, "/news.xml")))
    web.on("/news.xml", reply(200, body) if body else reply(404, b"no"))
    assert [one.failure.code for one in polled(on) if one.failure] == [code]
    assert web.paths == ["/index.xml", "/news.xml"]


def test_robots_txt_holds_for_where_a_page_leads(store, web):
    """A page that redirects to what robots.txt forbids is not followed there."""
    on = serving(store, web, newsroom(web))
    web.on("/robots.txt", reply(200, b"User-agent: *\nDisallow: /private/"))
    web.on("/news/", reply(302, b"", Location="/private/news"))
    assert [one.failure.code for one in polled(on) if one.failure] == ["robots.forbidden"]
    assert web.paths == ["/robots.txt", "/news/"]


def test_a_site_without_robots_txt_for_now_is_asked_again_when_it_says(store, web):
    """Where the server names a time to come back for its robots.txt, that is when the page is tried again."""
    on = serving(store, web, newsroom(web))
    web.on("/robots.txt", reply(503, b"later", Retry_After=36_000))
    polled(on)
    state = feed_state(store, "newsroom")
    assert (state.error_code, state.next_poll_at) == ("robots.unreachable", NOW + timedelta(hours=10))


def test_feeds_and_sitemaps_are_made_for_machines(store, web):
    """What is published for programs to read is read without asking robots.txt."""
    on = serving(store, web, Feed("map", web.url("/news.xml"), "sitemap"))
    web.on("/news.xml", reply(200, f"{URLSET}{NEWS.format(1)}</urlset>".encode()))
    assert [one.new for one in polled(on)] == [1]
    assert web.paths == ["/news.xml"]


def test_a_page_made_anew_is_a_failing_feed(store, web):
    """A page in which nothing is found fails like a feed that cannot be read, and is asked for whole next time."""
    on = serving(store, web, newsroom(web))
    web.on("/news/", reply(200, rows(1).encode(), ETag='"a"'), reply(200, b"<div>All new!</div>", ETag='"b"'))
    polled(on)
    assert [one.failure.code for one in polled(on) if one.failure] == ["page.nothing"]
    state = feed_state(store, "newsroom")
    assert (state.error_code, state.etag, state.failures) == ("page.nothing", '"a"', 1)


def test_other_selectors_read_an_unchanged_page_anew(store, web):
    """After an edit of `select` the page is read again, although nothing on it changed."""
    on = serving(store, web, newsroom(web))
    web.on("/news/", reply(200, (rows(1) + "<p class=more><a href=/2>Kling 2</a></p>").encode()))
    polled(on)
    assert polled(on)[0].unchanged
    edited = serving(store, web, replace(newsroom(web), select=Selectors(".more")))
    assert [one.new for one in polled(edited)] == [1]


def test_a_result_of_a_search_joins_the_story_of_its_site(store):
    """A link of a search says nothing of the article: title and site bring the result to the story there is."""
    search = Feed("search", "https://search.example.org/", "search")
    on = service(store, Clock(NOW), Feed("lens", "https://lens.example.org/feed"), search)
    title = "Kuaishou launches Kling 3.0, an AI video generator with sound"
    arrive(on, "lens", item("1", title, at=NOW, feed="lens", site="The Lens"))
    found = read((SOURCES / "google_search.xml").read_bytes(), search).items[0]
    arrive(on, "search", replace(found, title=title, published_at=NOW))
    assert [[one.item.url for one in story.items] for story in store.stories()] == [
        ["https://lens.example.org/1", "https://news.google.com/rss/articles/CBMiAAAA"]
    ]
    assert [story.status for story in store.stories()] == ["reported"]
