"""Editions as pages, a list of them and feeds, and as an Atom document on the command line."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import feedparser
import html5lib
import pytest
from editions import AT, FULL, KEY, QUIET, RTL_NEWS, SILENT, TROUBLES
from place import Home
from stage import DIGEST, service

from monitor import config as files
from monitor.model import Complaint, Report, Slot
from monitor.pipeline.publish import publish, record_issue
from monitor.pipeline.report import write_report
from monitor.render import Post, Renderer, atom, page_name

RENDERER = Renderer(files.templates(None))
SHUTDOWN_SAID = "OpenAI closes the Sora app in April"
EDITIONS = [QUIET, replace(FULL, slot="2026-03-26T07:00", composed_at=AT + timedelta(days=1))]


@pytest.fixture
def on(store, clock, tmp_path):
    """A service that writes pages, with two editions recorded."""
    running = service(store, clock)
    report = Report(str(tmp_path / "pages"), "https://example.org/news/")
    settings = replace(running.config.settings, report=report)
    running.config = replace(running.config, settings=settings)
    for edition in EDITIONS:
        store.record_edition(edition, (), ())
    clock.at = AT + timedelta(days=2)
    return running


def posts(*editions):
    at = "https://example.org/"
    return [Post(one, RENDERER.subject(one), RENDERER.html(one), at + page_name(one)) for one in editions]


def test_a_digest_is_a_feed():
    """Other programs read an edition an entry, the newest first, with subject, page, address and time."""
    read = feedparser.parse(atom("daily", "AI video", posts(*EDITIONS), KEY, "https://example.org/daily.atom").encode())
    assert (read.bozo, read.version, read.feed.title) == (False, "atom10", "AI video")
    assert [entry.title for entry in read.entries] == [RENDERER.subject(one) for one in reversed(EDITIONS)]
    assert [entry.link for entry in read.entries] == [f"https://example.org/{page_name(one)}" for one in EDITIONS[::-1]]
    assert FULL.top[0].headline in read.entries[0].content[0].value
    assert read.entries[0].published == "2026-03-26T06:00:00Z"


def test_an_entry_stays_the_same_one():
    """Ids hang on the installation, digest and slot alone: later editions, other addresses and languages keep them."""
    first = feedparser.parse(atom("a", "t", posts(QUIET), KEY).encode()).entries[0].id
    moved = [replace(post, url="", subject="other") for post in posts(QUIET, RTL_NEWS, EDITIONS[1])]
    assert first in [entry.id for entry in feedparser.parse(atom("b", "t", moved, KEY).encode()).entries]
    assert first not in [entry.id for entry in feedparser.parse(atom("a", "t", moved, KEY[::-1]).encode()).entries]


@pytest.mark.parametrize("title", ["<script>&]]>\"'", "動画\u0000", ""], ids=["markup", "control", "nothing"])
def test_whatever_a_feed_says_an_atom_feed_can_say(title):
    """Markup of headlines is text in the feed, and no character of theirs makes it unreadable."""
    strange = replace(FULL, top=(replace(FULL.top[0], headline=title),))
    assert feedparser.parse(atom("a", "t", posts(strange), KEY).encode()).bozo is False


def test_every_edition_is_a_page(on, tmp_path):
    """The folder holds each page, a list with the newest first and links that lead somewhere, and a feed."""
    assert write_report(on, tmp_path / "pages", on.store.editions()) == 2
    tree = html5lib.parse((tmp_path / "pages" / "index.html").read_text("utf-8"), namespaceHTMLElements=False)
    links = [element.get("href") for element in tree.iter("a")]
    assert links == ["daily.atom", *[page_name(one) for one in reversed(EDITIONS)]]
    assert [link for link in links if not (tmp_path / "pages" / link).is_file()] == []
    assert (tmp_path / "pages" / "daily.atom").stat().st_mode & 0o777 == 0o644


def test_only_what_changed_is_rendered(on, tmp_path):
    """A new edition costs one page; others come from the folder until templates or program are others."""
    folder = tmp_path / "pages"
    assert write_report(on, folder, on.store.editions()) == 2
    kept = folder / page_name(EDITIONS[1])
    kept.write_text("<body>kept</body>", "utf-8")
    write_report(on, folder, [EDITIONS[0]])
    posts = {entry.title: entry.content[0].value for entry in feedparser.parse(str(folder / "daily.atom")).entries}
    assert posts[RENDERER.subject(EDITIONS[1])] == "kept"
    shipped = files.templates(None)
    on.renderer = Renderer({**shipped, "digest.html.j2": "<body>other</body>"})
    write_report(on, folder, [])
    assert [kept.read_text("utf-8"), (folder / page_name(EDITIONS[0])).read_text("utf-8")] == ["<body>other</body>"] * 2
    assert {entry.content[0].value for entry in feedparser.parse(str(folder / "daily.atom")).entries} == {"other"}


def test_the_list_speaks_the_digests_language(on, tmp_path):
    """Its title and words are those of the first digest, each line is in its own edition's, headlines kept apart."""
    digest = replace(DIGEST, title="KI-Video", words="de")
    on.config = replace(on.config, settings=replace(on.config.settings, digests=(digest,)))
    write_report(on, tmp_path / "pages", on.store.editions())
    page = (tmp_path / "pages" / "index.html").read_text("utf-8")
    wanted = ('<html lang="de">', "<h1>KI-Video</h1>", "AI video als Feed", '<li lang="en">')
    assert [part for part in wanted if part not in page] == []
    assert "<bdi>" + SHUTDOWN_SAID + "</bdi>; <bdi>" in page
    assert "Noch keine Ausgabe." in on.renderer.index("KI-Video", [], "de")


def test_a_page_names_no_feed_that_fails(on, tmp_path):
    """A page may be public: it counts the feeds that were read, and names none of the others."""
    assert {trouble.feed in RENDERER.html(FULL) for trouble in (*TROUBLES, SILENT[0])} == {True}
    write_report(on, tmp_path / "pages", on.store.editions())
    page = (tmp_path / "pages" / page_name(EDITIONS[1])).read_text("utf-8")
    assert [trouble.feed for trouble in (*TROUBLES, *SILENT) if trouble.feed in page] == []
    assert "41 of 43 feeds" in page


def test_an_edit_not_in_use_is_told_in_the_words_of_the_mail(on):
    """Complaints about a config are introduced in the reader's language, three of them in full."""
    slot, oops = Slot("daily", "2026-03-27T07:00", on.clock()), Complaint("watchlist.yaml", 3, 1, "", "oops")
    said = record_issue(on, replace(DIGEST, words="de"), slot, (oops,) * 5).edition.notices
    assert said[0].endswith(" die letzte gute bleibt in Kraft: watchlist.yaml:3:1: oops")
    assert (len(said), said[3]) == (4, "und 2 weitere")


def test_an_edition_writes_its_page_at_once(on, tmp_path):
    """What the operator and the reader alone should know does not stand in it: notices, and how to stop."""
    slot = Slot("daily", "2026-03-27T07:00", on.clock())
    edition = record_issue(on, DIGEST, slot, ("watchlist.yaml:3:1: oops",)).edition
    write_report(on, tmp_path / "pages", [edition])
    page = (tmp_path / "pages" / page_name(edition)).read_text("utf-8")
    assert ("oops" in page, "mailto:" in page) == (False, False)


def test_a_slot_that_is_due_writes_its_page(on, clock, tmp_path):
    """The service writes page, list and feed when it records an edition."""
    clock.forward(days=1)
    (edition,) = publish(on)
    assert (tmp_path / "pages" / page_name(edition)).is_file()


def test_a_folder_that_cannot_be_written_costs_no_mail(on, clock, tmp_path, caplog):
    """The edition is recorded all the same, and a warning names the place."""
    (tmp_path / "pages").write_text("in the way")
    clock.forward(days=1)
    with caplog.at_level(logging.WARNING):
        assert len(publish(on)) == 1
    assert "code=report.io" in caplog.text


def test_report_and_export_by_command(tmp_path):
    """`report` writes the folder, `export editions --format atom` the feed; both say what is wrong."""
    home = Home.make(tmp_path)
    assert home.run("digest", "daily", "--send").returncode == 0
    said = home.run("report", "--folder", str(tmp_path / "out")).stdout
    assert said == f"{tmp_path / 'out' / 'index.html'}: 1 edition\n"
    assert len(feedparser.parse(home.run("export", "editions", "--format", "atom").stdout.encode()).entries) == 1
    for wrong in (home.run("export", "items", "--format", "atom"), home.run("report")):
        assert wrong.returncode == 2
