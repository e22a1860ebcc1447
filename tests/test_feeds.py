"""Feeds as a person keeps them: found, tried, listed with their health, brought from other readers and taken there."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from place import WATCHLIST, Home
from stage import DIGEST, Clock, arrive, config, feed_state, item, service
from web import Web, endless, head, reply

from monitor.cli import status
from monitor.cli.feeds import feeds_command, listing
from monitor.cli.feeds.listing import survey
from monitor.config import feed_name, load
from monitor.model import Failure, Feed, Limits, Polling, Quiet, Settings, Slot
from monitor.pipeline import probe
from monitor.pipeline.arrival import file_feed
from monitor.pipeline.publish import compose_issue
from monitor.store import Store
from monitor.text import fit, pad, width

ROOT = Path(__file__).parent.parent
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RSS = "application/rss+xml"
KLING = "Kling 3.0 makes AI video with sound"


def rss(*titles: str, title: str = "Example: the News", language: str = "en") -> bytes:
    dated = f"<pubDate>{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
    entries = "".join(f"<item><title>{one}</title><guid>{one}</guid>{dated}</item>" for one in titles)
    return (
        f"<rss version='2.0'><channel><title>{title}</title><language>{language}</language>{entries}</channel></rss>"
    ).encode()


def page(*links: str) -> bytes:
    return reply(200, f"<!doctype html><head>{''.join(links)}</head><p>News".encode(), Content_Type="text/html")


def link(href: str, kind: str = RSS) -> str:
    return f'<link rel="alternate" type="{kind}" href="{href}">'


def feed(*titles: str, **said: str) -> bytes:
    return reply(200, rss(*titles, **said), Content_Type=RSS, ETag='"a"')


# ---------------------------------------------------------------- find_feeds: which requests are made, and to whom


def find(web: Web, url: str, *, resolve=socket.getaddrinfo, **limits):
    bounds = Limits(total=timedelta(seconds=5), allow=(web.allow,), **limits)
    loaded = replace(config(), settings=Settings(limits=bounds, polling=Polling(gap=timedelta(0))))
    with probe.Tester(loaded, resolve) as on:
        return probe.find_feeds(url, on)


def test_a_feed_is_taken_as_it_is(web):
    """The address of a feed costs one request and is tried by the watchlist."""
    web.on("/feed", feed(KLING, "Weather"))
    finding = find(web, web.url("/feed"))
    assert [one.candidate.url for one in finding.found] == [web.url("/feed")]
    assert [found.title for found, _ in finding.found[0].matches] == [KLING]
    assert web.paths == ["/feed"]


def test_what_a_page_declares_is_tried_and_nothing_guessed(web):
    """Each declared feed once, in order; relative to where the page was found; no usual paths."""
    web.on("/", reply(302, Location="/news/"))
    web.on("/news/", page(link("a.xml"), link("b.xml")))
    web.on("/news/a.xml", feed("One"))
    finding = find(web, web.url("/"))
    assert [one.candidate.url for one in finding.found] == [web.url("/news/a.xml")]
    failures = [one.failure.code for one in finding.failed]
    assert failures == ["http.not_feed", "http.not_found"]
    assert web.paths == ["/", "/news/", "/news/a.xml", "/news/b.xml"]


def test_usual_paths_are_tried_until_the_first_feed(web):
    """A page that declares nothing: usual paths in order, and not one more once a feed is found."""
    web.on("/", page())
    web.on("/rss.xml", feed("One"))
    finding = find(web, web.url("/"))
    assert [one.candidate.url for one in finding.found] == [web.url("/rss.xml")]
    assert web.paths == ["/", "/feed/", "/rss.xml"]


SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://site.example.org/1</loc><n:news>'
    "<n:publication><n:name>The Site</n:name><n:language>en</n:language></n:publication>"
    f"<n:publication_date>{datetime.now(UTC):%Y-%m-%d}</n:publication_date><n:title>{KLING}</n:title></n:news></url>"
    "</urlset>"
).encode()


def test_a_site_without_a_feed_may_name_a_news_sitemap(web):
    """No feed anywhere: the sitemap of news that robots.txt names is tried first, and nothing after it."""
    web.on("/", page())
    web.on("/robots.txt", reply(200, f"User-agent: *\nSITEMAP: {web.url('/all.xml')}\nSitemap: /x/news.xml\n".encode()))
    web.on("/x/news.xml", reply(200, SITEMAP))
    found = find(web, web.url("/")).found
    assert [(one.candidate.url, one.feed.type) for one in found] == [(web.url("/x/news.xml"), "sitemap")]
    assert web.paths[-2:] == ["/robots.txt", "/x/news.xml"]


def test_news_sitemaps_are_tried_at_their_usual_names(web):
    """What the page declares is no feed, and there is no robots.txt: the usual names, until the first that is one."""
    web.on("/", page(link("a.xml")))
    web.on("/sitemap-news.xml", reply(200, SITEMAP))
    finding = find(web, web.url("/"))
    assert [one.candidate.origin for one in finding.found] == ["usual name of a news sitemap"]
    assert web.paths == ["/", "/a.xml", "/robots.txt", "/news-sitemap.xml", "/sitemap-news.xml"]


def test_the_address_of_a_sitemap_is_taken_as_one(web):
    """One request, read as what it says it is."""
    web.on("/map.xml", reply(200, SITEMAP))
    assert [one.feed.type for one in find(web, web.url("/map.xml")).found] == ["sitemap"]
    assert web.paths == ["/map.xml"]


def test_a_page_that_is_refused_may_still_have_a_feed(web):
    """Many sites keep robots off their pages and serve their feed."""
    web.on("/", reply(403, b"no"))
    web.on("/feed/", feed("One"))
    assert [one.candidate.url for one in find(web, web.url("/")).found] == [web.url("/feed/")]


@pytest.mark.parametrize(
    "answer", [reply(429, Retry_After=60), reply(503, b"busy")], ids=["asked too often", "trouble"]
)
def test_a_site_in_trouble_is_left_alone(web, answer):
    """One request, and no path is guessed."""
    web.on("/", answer)
    finding = find(web, web.url("/"))
    assert (finding.found, len(finding.failed), web.paths) == ((), 1, ["/"])


def test_guessing_stops_when_the_site_refuses(web):
    """The first answer that says "enough" ends it."""
    web.on("/", page())
    web.on("/feed/", reply(429, Retry_After=60))
    assert [one.failure.code for one in find(web, web.url("/")).failed] == ["http.not_feed", "http.rate_limited"]
    assert web.paths == ["/", "/feed/"]


def test_only_eight_of_many_are_tried(web):
    """A page that declares a hundred feeds makes us ask for eight of them."""
    web.on("/", page(*(link(f"/{number}.xml") for number in range(100))))
    finding = find(web, web.url("/"))
    assert (len(web.paths), finding.untried) == (9, 92)


def test_an_empty_feed_comes_last(web):
    """A repository without releases has a feed without entries: true, and not the one that is wanted."""
    web.on("/", page(link("/empty"), link("/full")))
    web.on("/empty", feed())
    web.on("/full", feed("One"))
    assert [len(one.parsed.items) for one in find(web, web.url("/")).found] == [1, 0]


def test_a_page_leads_nowhere_that_is_not_public(web):
    """A hostile page declares addresses of our own network, as a number and by name: nobody there is disturbed."""
    with Web() as inside:
        inside.on("/feed", feed("secret"))

        def resolve(host, port, **_):
            literal = "127.0.0.1" if host in ("127.0.0.1", "evil.example.org") else "192.0.2.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (literal, port))]

        named = inside.url("/feed", host="evil.example.org")
        web.on("/", page(link(inside.url("/feed")), link(named), link("/moved")))
        web.on("/moved", reply(302, Location=inside.url("/feed")))
        finding = find(web, web.url("/"), resolve=resolve)
        assert [one.failure.code for one in finding.failed] == ["http.not_feed", *["net.private"] * 3]
        assert (finding.found, inside.connections) == ((), 0)


def test_an_endless_page_is_cut_off(web):
    """What has no end is refused at the limit of a body, and costs nothing more."""
    web.on("/", endless(head(200, {"Content-Type": "text/html"}), b"<p>more</p>" * 1000))
    finding = find(web, web.url("/"), body=100_000)
    assert [one.failure.code for one in finding.failed] == ["http.too_large"]


# ---------------------------------------------------------------- add and test, as a person runs them


@pytest.fixture
def home(tmp_path, web):
    return Home.make(tmp_path, web.url("/known"), web.allow)


def test_add_shows_what_it_found_and_the_line_to_paste(home, web):
    """Title, format, language, newest items, validators, the watchlist's finds; the line, pasted, is a good config."""
    web.on("/", page(link("/kling.xml"), link("/known")))
    web.on("/kling.xml", feed(KLING, "Weather", title="Films: Kino &amp; KI"))
    web.on("/known", feed("One", title="Known"))
    done = home.run("feeds", "add", web.url("/"))
    assert (done.returncode, done.stderr) == (0, "")
    for told in ("2 feeds of", "Films: Kino & KI", "rss20, en, 2 entries", "sends ETag", KLING,
                 "the watchlist finds 1 of 2: Kling", "read already: site, feeds.yaml:2"):  # fmt: skip
        assert told in done.stdout
    lines = re.findall(r"^  - .*\n", done.stdout, re.MULTILINE)
    assert len(lines) == 1
    home.write("feeds.yaml", "feeds:\n" + lines[0])
    assert load(home.config, now=datetime.now(UTC)).feeds == (
        Feed("films-kino-ki", web.url("/kling.xml"), title="Films: Kino & KI", language="en"),
    )


def test_add_keeps_to_eighty_columns(home, web):
    """Titles in Han take two columns a letter and are cut; only addresses and the line to paste may be longer."""
    web.on("/feed", feed("可灵" * 60, KLING * 5, title="动画新闻" * 30, language="zh"))
    done = home.run("feeds", "add", web.url("/feed"))
    wide = [line for line in done.stdout.splitlines() if width(line) > 80]
    assert [line[:4] for line in wide] == ["Add ", "  - "]


def test_add_takes_the_language_of_the_items(home, web):
    """A feed that declares English, as its software came, and writes Chinese is Chinese."""
    web.on("/feed", feed("快手发布可灵视频生成模型，支持原生音频", "今天的天气很好，适合出门", language="en-us"))
    assert "language: zh-Hans}" in home.run("feeds", "add", web.url("/feed")).stdout


def test_add_offers_the_same_news_once(home, web):
    """A site's RSS and Atom are one feed: the second is named, not offered."""
    web.on("/", page(link("/a"), link("/b")))
    web.on("/a", feed("One", "Two"))
    web.on("/b", feed("One", "Two"))
    told = home.run("feeds", "add", web.url("/")).stdout
    assert ("the same entries as 1" in told, told.count("  - {")) == (True, 1)


def test_add_follows_a_move_for_good(home, web):
    """The line holds the address where the feed lives now."""
    web.on("/old", reply(301, Location="/new"))
    web.on("/new", feed("One"))
    told = home.run("feeds", "add", web.url("/old")).stdout
    assert f"leads for good to {web.url('/new')}" in told
    assert f"url: {web.url('/new')}," in told


def test_add_marks_what_the_watchlist_calls_official(home, web):
    """A feed below an official address of the watchlist is proposed as official."""
    home.write("watchlist.yaml", WATCHLIST.replace("vendor: Google\n", "vendor: Google\n    official: [127.0.0.1]\n"))
    web.on("/feed", feed("One"))
    assert "official: true}" in home.run("feeds", "add", web.url("/feed")).stdout


def test_add_offers_a_news_sitemap(home, web):
    """A site without a feed: the line to paste reads its news sitemap."""
    web.on("/", page())
    web.on("/news-sitemap.xml", reply(200, SITEMAP))
    done = home.run("feeds", "add", web.url("/"))
    assert done.returncode == 0
    assert done.stdout.startswith(f"a news sitemap of {web.url('/')}, which has no feed\n")
    assert KLING in done.stdout
    assert f'url: {web.url("/news-sitemap.xml")}, type: sitemap, title: The Site, language: en}}' in done.stdout


def test_add_says_what_was_tried_in_vain(home, web):
    """Nothing found: exit 1, each address with its code and why; the same as JSON."""
    web.on("/", page())
    done = home.run("feeds", "add", web.url("/"))
    assert done.returncode == 1
    assert f"  {web.url('/rss.xml')}\n      http.not_found: 127.0.0.1 has no such page (404)\n" in done.stdout
    again = home.run("feeds", "add", web.url("/"), "--json")
    found = json.loads(again.stdout)
    assert (again.returncode, found["found"], len(found["failed"])) == (1, [], 11)
    assert found["failed"][0] == {"url": web.url("/"), "code": "http.not_feed", "text": "a web page, no feed"}


@pytest.mark.parametrize(
    ("answer", "told", "requests"),
    [
        (reply(503), "/\n      http.server: 127.0.0.1 has trouble of its own (503)\nIt may be otherwise later.\n", 1),
        (reply(200, b"<script>_cf_chl_opt</script>"), "http.challenge: 127.0.0.1 wants a browser to prove itself", 12),
        (reply(404), "(404)\nIs it mistyped? Else try the site's front page.\n", 12),
    ],
    ids=["in trouble", "a wall", "not there"],
)
def test_add_says_why_a_page_was_not_read(home, web, answer, told, requests):
    """What is down, walled in or not there is not said to have no feed: no selectors are offered, nor `feeds add`."""
    web.on("/", answer)
    done = home.run("feeds", "add", f" {web.url('/')} ")
    assert told in done.stdout
    assert ("Sites without a feed" in done.stdout, len(web.paths)) == (False, requests)


def test_add_answers_scripts(home, web):
    """`--json`: the feed, its newest items, its matches and the line."""
    web.on("/feed", feed(KLING))
    found = json.loads(home.run("feeds", "add", web.url("/feed"), "--json").stdout)["found"][0]
    assert (found["feed"]["entries"], found["feed"]["newest"][0]["title"]) == (1, KLING)
    assert (found["answer"]["validators"], found["matches"][0]["products"]) == (["ETag"], ["Kling"])
    assert found["entry"].startswith("- {name: ")


def test_test_says_everything_about_a_feed_by_name(home, web):
    """Answer, charset, document, polling, newest, matches; and nothing is stored."""
    body = b"<?xml version='1.0' encoding='gbk'?>" + rss(KLING, "天气预报").decode().encode("gbk")
    web.on("/known", reply(200, body, Content_Type="text/xml", Cache_Control="max-age=7200"))
    done = home.run("feeds", "test", "site")
    assert (done.returncode, done.stderr) == (0, "")
    for told in ("(site, feeds.yaml:2)", "200, ", "text/xml", "the document says gbk", "rss20", "2 entries",
                 "neither ETag nor Last-Modified, max-age 2 h", "finds 1 of 2: Kling", "天气预报"):  # fmt: skip
        assert told in done.stdout
    assert not home.database.exists()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            page(),
            "http.not_feed: a web page, no feed\n           `ai-video-monitor feeds add` finds the feeds of a page",
        ),
        (reply(404), "http.not_found: 127.0.0.1 has no such page (404)"),
        (reply(429, Retry_After=7200), "it asks to be left alone for 2 h"),
        (reply(302, Location="http://127.0.0.1:9/"), "must stand in `limits.allow` of monitor.yaml"),
    ],
    ids=["page", "not found", "too often", "private"],
)
def test_test_says_what_stands_in_the_way(home, web, answer, told):
    """A feed that cannot be read: its code, why, and what can be done; exit 1."""
    web.on("/known", answer)
    done = home.run("feeds", "test", web.url("/known"))
    assert (done.returncode, told in done.stdout) == (1, True), done.stdout


def test_test_answers_scripts(home, web):
    """`--json` tells the failure as well."""
    web.on("/known", reply(410))
    told = json.loads(home.run("feeds", "test", "site", "--json").stdout)
    assert (told["name"], told["failure"]["code"], told["feed"]) == ("site", "http.gone", None)


def test_no_server_writes_to_the_terminal(home, web):
    """Control characters in titles and headers are gone before they are shown."""
    web.on("/known", reply(200, rss("\N{ESCAPE}[31mred"), Content_Type="text/xml;\N{ESCAPE}[2J"))
    web.on("/moved", reply(301, Location="/known?\N{ESCAPE}[31m"))
    web.on("/known?%1B[31m", reply(200, rss("One")))
    for arguments in (["test", "site"], ["test", web.url("/moved")], ["add", web.url("/moved")]):
        done = home.run("feeds", *arguments)
        assert done.returncode in (0, 1)
        assert "\N{ESCAPE}" not in done.stdout + done.stderr


# ---------------------------------------------------------------- list and status: health, silence, yield

SITE, DEAD, LOST, NEW = (Feed(name, f"https://{name}.example.org/feed") for name in ("site", "dead", "lost", "new"))


@pytest.fixture
def lived():
    """Forty days: a lively feed, one that fell silent after ten, one that fails for two days, one never read."""
    clock = Clock()
    with Store(":memory:") as store:
        on = service(store, clock, SITE, DEAD, LOST, NEW)
        for day in range(40):
            arrive(on, "site", item(f"s{day}", f"{KLING} {day}" if day % 4 == 0 else f"Rain {day}", at=clock()))
            if day < 10:
                arrive(on, "dead", item(f"d{day}", f"Snow {day}", at=clock()))
            else:
                arrive(on, "dead", item("d9", "Snow 9", at=clock() - timedelta(days=day - 9)))
            if day < 38:
                arrive(on, "lost", item(f"l{day}", f"Wind {day}", at=clock()))
            else:
                failure = Failure("http.forbidden", "lost.example.org forbids it (403)")
                file_feed(on, feed_state(store, "lost"), failure, clock())
            clock.forward(days=1)
        yield on


def test_list_puts_trouble_first(lived):
    """Failing, then silent, then not read yet, then good; each with its newest and what it brought in 30 days."""
    rows = survey(lived.config.feeds, lived.store, lived.clock())
    assert [(row.feed.name, row.health) for row in rows] == [
        ("lost", "failing"), ("dead", "silent"), ("new", "new"), ("site", "good"),
    ]  # fmt: skip
    dead, site = rows[1], rows[3]
    assert (dead.silence.usual, lived.clock() - dead.since) == (DAY, 31 * DAY)
    assert (site.harvest.items, site.harvest.matched, dead.harvest.items) == (30, 7, 0)
    assert lived.clock() - site.newest_at == DAY


def test_status_tells_of_silence_and_asks_for_a_look_after_a_month(lived):
    """A feed that fell silent while it was read is a line in status at once, and a reason to look after 30 days."""
    state = status.survey(lived.config, (), lived.store, "1", lived.clock(), ())
    silent = state["feeds"]["silent"]
    assert [(one["name"], one["code"], one["look"]) for one in silent] == [("dead", "feed.stale", True)]
    assert silent[0]["text"] == "answers, nothing new for 31 days (usual: 24 h)"


def test_an_edition_names_what_fell_silent(lived):
    """Its footer says which feed answers without anything new; one that was dead when it came, or is muted, is none."""
    old = [item(f"o{day}", f"Fog {day}", at=lived.clock() - timedelta(days=100 + day)) for day in range(9)]
    arrive(lived, "new", *old)
    slot = Slot("daily", "2026-04-19T06:00", lived.clock())
    silent = compose_issue(lived, DIGEST, slot).edition.coverage.silent
    assert [(one.feed, one.since) for one in silent] == [("dead", lived.clock() - timedelta(days=31))]
    lived.store.hush(Quiet("feed", "dead", lived.clock(), None))
    assert compose_issue(lived, DIGEST, slot).edition.coverage.silent == ()


def test_old_news_of_a_new_feed_is_no_yield_and_its_silence_no_alarm(lived):
    """A feed that was dead when it came is shown as silent, and never makes status exit 1."""
    old = [item(f"o{day}", f"Fog {day}", at=lived.clock() - timedelta(days=100 + day)) for day in range(9)]
    arrive(lived, "new", *old)
    row = next(row for row in survey(lived.config.feeds, lived.store, lived.clock()) if row.feed.name == "new")
    assert (row.health, row.harvest.items, row.silence.watched) == ("silent", 0, False)


def test_a_feed_that_never_had_an_entry_is_called_empty(lived):
    """It answers and holds nothing: neither good nor failing."""
    arrive(lived, "new")
    row = next(row for row in survey(lived.config.feeds, lived.store, lived.clock()) if row.feed.name == "new")
    assert (row.health, row.newest_at) == ("empty", None)


def test_list_tells_of_moves_and_of_servers_that_ignore_validators(lived):
    """An address that a feed moved to is there to be copied; a server that sends all again each time is named."""
    for name, said in (
        ("site", {"url": "https://new.example.org/feed"}),
        ("new", {"repeats": 99, "ok_at": lived.clock()}),
    ):
        lived.store.save_poll(replace(feed_state(lived.store, name), **said))
    told = list(listing.table(listing.survey(lived.config.feeds, lived.store, lived.clock()), lived.clock()))
    assert told[-2:] == [
        "site moved for good: write its new address into feeds.yaml",
        "    https://new.example.org/feed",
    ]
    assert [line[23:52].rstrip() for line in told[1:5]] == [
        "http.forbidden for 2 days", "silent 31 days (usual: 24 h)", "good, ignores validators", "good",
    ]  # fmt: skip
    assert {width(line) for line in told[:5]} == {80}


def test_list_and_status_print_it(home, web):
    """The table, JSON lines, and status on a database that `poll` made."""
    web.on("/known", feed(KLING, "Weather"))
    home.run("poll")
    done = home.run("feeds", "list")
    assert (done.returncode, done.stderr) == (0, "")
    first, line, *sums = done.stdout.splitlines()
    assert (line.split()[:2], line.split()[-2:], sums[0]) == (["site", "good"], ["2", "1"], "1 feed: 1 good")
    assert {width(one) for one in (first, line)} == {80}
    row = json.loads(home.run("feeds", "list", "--json").stdout)
    assert (row["name"], row["health"], row["items"], row["matched"]) == ("site", "good", 2, 1)
    assert json.loads(home.run("status", "--json").stdout)["feeds"]["silent"] == []


def test_list_names_the_feeds_before_anything_was_read(home):
    """Without a database the feeds of the config are listed as not read yet, and where it would lie is said."""
    done = home.run("feeds", "list")
    assert (done.returncode, done.stdout.splitlines()[1].split()) == (0, ["site", "not", "read", "yet", *"----"])
    assert f"{home.database}: no database yet" in done.stderr
    assert not home.database.exists()


def test_a_remark_has_what_to_do_on_a_line_of_its_own(home, web):
    """What is odd in a document, and what a person can do about it, are two lines."""
    web.on("/known", reply(200, rss(KLING, "Weather")[:-40], Content_Type=RSS))
    lines = home.run("feeds", "test", "site").stdout.splitlines()
    at = lines.index("warning    parse.truncated: it breaks off; what was whole was read")
    assert lines[at + 1] == "           to do: nothing, unless it stays so"


# ---------------------------------------------------------------- import and export


def test_export_and_import_give_the_same_feeds(tmp_path):
    """The whole shipped list goes out and comes back, every key of it, into an empty config."""
    home = Home.make(tmp_path)
    home.write("feeds.yaml", (ROOT / "config" / "feeds.yaml").read_text(encoding="utf-8"))
    before = load(home.config, now=datetime.now(UTC)).feeds
    (tmp_path / "feeds.opml").write_text(home.run("feeds", "export").stdout, encoding="utf-8")
    home.write("feeds.yaml", "feeds:\n")
    done = home.run("feeds", "import", "feeds.opml")
    assert done.returncode == 0, done.stderr
    home.write("feeds.yaml", "feeds:\n" + done.stdout)
    after = load(home.config, now=datetime.now(UTC)).feeds
    assert [replace(one, place="") for one in after] == [replace(one, place="") for one in before]


KINDS = """feeds:
  - {name: p, url: https://a.example.org/, type: page, title: "P, q", select: {entry: "li > a", date: time@datetime}}
  - {name: j, url: https://b.example.org/, type: page, json: {find: "all =", items: data.0}}
  - {name: m, url: https://c.example.org/, type: sitemap, interval: 6h, official: true}
  - {name: g, type: search, engine: google, languages: [en, ja]}
"""


def test_pages_and_searches_survive_opml_too(tmp_path):
    """Other readers see links and plain feeds; we get back what they are. A search comes as the feeds it stands for."""
    home = Home.make(tmp_path)
    home.write("feeds.yaml", KINDS)
    before = load(home.config, now=datetime.now(UTC)).feeds
    (tmp_path / "feeds.opml").write_text(home.run("feeds", "export").stdout, encoding="utf-8")
    home.write("feeds.yaml", "feeds:\n")
    home.write("feeds.yaml", "feeds:\n" + home.run("feeds", "import", "feeds.opml").stdout)
    after = load(home.config, now=datetime.now(UTC)).feeds
    assert [one.name for one in after] == ["p", "j", "m", "g-en", "g-ja"]
    assert [replace(one, place="") for one in after] == [replace(one, place="") for one in before]


LIST = """<opml version="1.0"><body>
<outline text="AI"><outline text="Site" xmlUrl="http://site.example.org/feed/"/>
<outline text="Kino: KI" xmlUrl="https://kino.example.org/rss" language="German"/></outline>
<outline text="Kino" xmlUrl="https://www.kino.example.org/rss/"/><outline text="FTP" xmlUrl="ftp://example.org/"/>
<outline text="Site" xmlUrl="https://other.example.org/"/><outline text="Code" xmlUrl="javascript:alert(1)"/>
<outline text="Old" xmlUrl="feed://old.example.org/rss"/><outline text="Kino" xmlUrl="feed:https://kino.example.org/rss"/>
</body></opml>"""


def test_import_prints_what_is_new_and_says_what_it_left_out(tmp_path):
    """Known and doubled feeds are skipped, groups become comments, names are new, what is no good is named."""
    home = Home.make(tmp_path)
    done = home.run("feeds", "import", "-", stdin=LIST)
    assert done.stdout == (
        "  # ---- AI\n"
        '  - {name: kino-ki, url: https://kino.example.org/rss, title: "Kino: KI"}\n'
        "  # ---- in no group\n"
        "  - {name: example, url: https://other.example.org/, title: Site}\n"
        "  - {name: old, url: https://old.example.org/rss, title: Old}\n"
    )
    told = done.stderr
    assert "left out: Kino: KI: language" in told
    assert "left out: FTP: url" in told
    assert "left out: Code: url" in told
    assert "3 new feeds" in told
    assert "3 there already (site, kino-ki, kino-ki)" in told


def test_import_names_whom_the_list_calls_official(tmp_path):
    """Trust that comes from elsewhere is pointed out: a stranger's list could make anybody's word a confirmation."""
    home = Home.make(tmp_path)
    outline = "<outline text='A' xmlUrl='https://a.example.org/' m:official='true' m:name='a'/>"
    told = home.run("feeds", "import", "-", stdin=f"<opml xmlns:m='urn:ai-video-monitor:feed'>{outline}</opml>").stderr
    assert told.splitlines()[-1].endswith("count as confirmation; is it so? a")


class Taken(Container[str]):
    """The names site, site-2 ... site-20000, and how often they were asked for."""

    def __init__(self) -> None:
        self.names = {"site", *(f"site-{number}" for number in range(2, 20_001))}
        self.looks = 0

    def __contains__(self, name: object) -> bool:
        self.looks += 1
        return name in self.names


def test_a_name_is_found_in_few_looks_however_many_feeds_a_site_has():
    """The next of twenty thousand feeds of one site gets the next number, without a look at all the others."""
    taken = Taken()
    assert feed_name(Feed("", "https://site.example/?20001"), taken) == "site-20001"
    assert taken.looks < 100


def test_groups_within_groups_make_no_long_lines(tmp_path):
    """What an import prints is in proportion to what it reads, however long the names of its groups are."""
    groups = f"<outline text='{'x' * 900}'>" * 40
    feeds = "".join(f"<outline text='{n}'><outline xmlUrl='https://{n}.example.org/'/></outline>" for n in range(50))
    listed = f"<opml><body>{groups}{feeds}{'</outline>' * 40}</body></opml>"
    done = Home.make(tmp_path).run("feeds", "import", "-", stdin=listed)
    assert done.stdout.count("# ----") == 50
    assert len(done.stdout) < len(listed)


def test_import_of_a_hostile_list_is_a_usage_error(tmp_path):
    """A DOCTYPE is refused before anything of it is read."""
    home = Home.make(tmp_path)
    done = home.run("feeds", "import", "-", stdin='<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml/>')
    assert (done.returncode, done.stdout, "it has a DOCTYPE" in done.stderr) == (2, "", True)


# ---------------------------------------------------------------- columns, help


@pytest.mark.parametrize(
    ("words", "columns"), [("可灵3.0发布", 8), ("Kling", 3), ("Kling", 80), ("e\u0301" * 9, 4), ("", 3)]
)
def test_what_is_shown_fits(words, columns):
    """Cut by columns, never more; padded to exactly so many."""
    assert width(fit(words, columns)) <= columns
    assert width(pad(words, columns)) == columns


@pytest.mark.parametrize("name", feeds_command.commands)
def test_every_part_is_explained_and_in_the_readme(name):
    """Each has help with an example, and a row in README's table with its options."""
    command = feeds_command.commands[name]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| .*`feeds {name}\b.*$", readme, re.MULTILINE)
    options = {opt for p in command.params if isinstance(p, click.Option) for opt in p.opts if opt.startswith("--")}
    assert (command.epilog.startswith("Example: "), bool(command.help), row is not None) == (True, True, True)
    assert {option for option in options if option not in row[0]} == set()
