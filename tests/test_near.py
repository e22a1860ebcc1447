"""Near misses: which items one rule alone kept out, what is said of them, and where they are kept and shown."""

from __future__ import annotations

import email
import email.policy
import html
import json
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from editions import DIGEST as MAIL_DIGEST
from editions import KEY, MAIL, QUIET
from place import Home
from stage import DIGEST, START, altered, arrive, config, cues, item, judge, service

from monitor import config as configs
from monitor import text
from monitor.cli.explain import nearly
from monitor.compose import missed
from monitor.match import Matcher
from monitor.model import (
    Claim,
    Feed,
    Item,
    Judged,
    Judgement,
    Miss,
    MissReason,
    NearMiss,
    Product,
    Term,
    Traits,
    Vendor,
    Watchlist,
)
from monitor.pipeline.notices import new_offers
from monitor.pipeline.publish import publish
from monitor.pipeline.rematch import rematch
from monitor.render import Renderer
from monitor.render.words import TONGUES

RENDERER = Renderer(configs.templates(None))
NA, TRAITS = Claim("na", ("other",)), Traits()

LIST = Watchlist(
    products=(
        Product(
            "Sora",
            "OpenAI",
            (Term("Sora", ambiguous=True, place="watchlist.yaml:3"),),
            exclude=(Term("Notebook", place="watchlist.yaml:4"), Term("Sora Aoi", place="watchlist.yaml:4")),
        ),
        Product("Kling", "Kuaishou", (Term("Kling", place="watchlist.yaml:7"),)),
    ),
    vendors=(Vendor("OpenAI", (Term("OpenAI", place="watchlist.yaml:11"),)),),
    topics=(Term("AI video", ("en",), place="watchlist.yaml:13"),),
)


@pytest.fixture(scope="module")
def matcher():
    return Matcher(LIST, cues())


FILLER = "The quarter brought new phones, a larger factory and a change at the top of the company, as it said today. "


@pytest.mark.parametrize(
    ("title", "summary", "expected"),
    [
        ("Sora is the AI everyone talks of", "", ("Sora", "unsupported", "Sora", "watchlist.yaml:3", 4.0)),
        ("Orbit Notebook SORA 14 gets an AI key", "", ("Sora", "excluded", "Notebook", "watchlist.yaml:4", 4.0)),
        ("A busy quarter", f"{FILLER * 2}Kling grew.", ("Kling", "passing", "Kling", "watchlist.yaml:7", 1.0)),
        ("OpenAI in a row", f"{FILLER * 2}AI video.", ("", "passing", "AI video", "watchlist.yaml:13", 0.5)),
        # nowhere near
        ("Sora opens a bakery", "", None),
        ("Sora Aoi speaks of AI", "", None),
        ("A new phone", "Sora is the AI everyone talks of", None),
        ("It was a sora of an AI day", "", None),
        ("A busy quarter", f"{FILLER * 4}Kling grew.", None),
        ("A busy quarter", f"{FILLER * 2}AI video.", None),
        ("A new phone", "", None),
        # relevant
        ("Kling 3 is out", "", None),
        ("OpenAI closes Sora", "", None),
    ],
)
def test_a_near_miss_is_what_one_rule_kept_out(matcher, title, summary, expected):
    """Near is what would be relevant but for one rule; it says of what, by which word and line, and what lacks."""
    judged = matcher.judge(Item("site", "1", "", title, summary, "en"))
    miss = judged.miss
    assert (miss and (miss.name, miss.reason, miss.word, miss.rule, miss.lacks)) == expected


@pytest.mark.parametrize(
    ("title", "name", "reason", "word"),
    [
        ("Week in review: Kling, layoffs and a phone", "Kling", "round_up", "week in review"),
        ("Fake AI video of a flood fools thousands", "", "elsewhere", "fake"),
    ],
)
def test_a_title_that_only_looks_like_something_else_is_near(matcher, title, name, reason, word):
    """What a round-up or another use of video took away is named with the word that said so."""
    miss = matcher.judge(Item("site", "1", "", title, language="en")).miss
    assert (miss.name, miss.reason, miss.word.casefold()) == (name, reason, word)
    assert miss.rule.startswith("lexicon/relevance.yaml:")


@pytest.mark.parametrize(
    ("miss", "line"),
    [
        (Miss("Sora", "unsupported", "Sora", "title", "w.yaml:3", 4.0), "beside it would do"),
        (Miss("Sora", "excluded", "Notebook", "title", "w.yaml:4", 4.0), "without “Notebook” (w.yaml:4) in `exclude`"),
        (Miss("Kling", "passing", "Kling", "summary", "w.yaml:7", 1.0), "in the summary; in the title it would do"),
        (Miss("", "passing", "AI clips", "title", "w.yaml:9", 0.5), "AI video, 0.5 short: “AI clips” (w.yaml:9)"),
        (Miss("Kling", "round_up", "week", "title", "", 2.0), "without “week”, which says it is a round-up"),
        (Miss("", "elsewhere", "DLSS", "title", "r.yaml:1", 4.0), "says it is about something else"),
    ],
    ids=lambda one: one.reason if isinstance(one, Miss) else "",
)
def test_a_line_says_what_would_have_done(miss, line):
    """Each reason comes with its word, its line and its cure."""
    assert line in nearly(miss)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Klingg is here", ("klingg", "Kling")), ("Kuaishou's Klinge", ("klinge", "Kling")), ("A new phone", None)],
)
def test_a_title_without_a_name_has_a_likest_one(matcher, title, expected):
    """A misspelt name is told with the alias that it is like."""
    alike = matcher.likeness(Item("site", "1", "", title, language=text.language_of(title, "", "")))
    assert (alike and (alike[0], alike[1].text)) == expected


# ---------------------------------------------------------------- kept and found again


@pytest.fixture
def on(store, clock):
    whole = service(store, clock, Feed("site", "https://site.example.org/feed"))
    return altered(whole, judge=judge(LIST, cues()))


NEAR = "Orbit Notebook SORA 14 gets an AI key"


def test_near_misses_are_kept_and_found(on, store, clock):
    """What was filed as a near miss is found as one, by words, product and window, and nothing else is."""
    arrive(on, "site", item("1", NEAR, at=clock()), item("2", "Kling 3 is out", at=clock()))
    arrive(on, "site", item("3", "A new phone", at=clock()))
    assert [one.item.title for one in store.find_items(near=True)] == [NEAR]
    assert [one.item.title for one in store.find_items(["orbit"], near=True, product="Sora")] == [NEAR]
    assert store.find_items(["kling"], near=True) == store.find_items(near=True, product="Kling") == []
    assert [one.judgement.miss.reason for one in store.near_misses(START, clock() + timedelta(hours=1))] == ["excluded"]
    assert store.near_misses(START - timedelta(days=1), START) == []


def test_rematch_takes_near_misses_up_and_back(on, store, clock):
    """Judged by another list an item may become a near miss, or none any more."""
    arrive(on, "site", item("1", NEAR, at=clock()))
    freed = replace(LIST.products[0], exclude=())
    edited = replace(LIST, products=(freed,))
    other = altered(on, judge=judge(edited, cues()))
    rematch(other, START - timedelta(days=1))
    assert [one.judgement.miss.reason for one in store.find_items(near=True)] == ["unsupported"]
    rematch(altered(on, judge=judge(Watchlist(LIST.products[1:]), cues())), START)
    assert store.find_items(near=True) == []


def test_near_misses_are_pruned_with_what_matches_nothing(on, store, clock):
    """They are kept as long as other items that match nothing."""
    arrive(on, "site", item("1", NEAR, at=clock()))
    assert [one.item.title for one in store.find_items(near=True)] == [NEAR]
    store.prune(clock() + timedelta(days=100))
    assert store.find_items(near=True) == []


def test_the_index_serves(store):
    """Near misses are few among many items: they are read off their index."""
    query = "EXPLAIN QUERY PLAN SELECT id FROM items WHERE json_extract(judgement, '$.miss') IS NOT NULL ORDER BY at"
    assert "items_near" in store._rows(query)[0]["detail"]


# ---------------------------------------------------------------- in the digest


def told(near: int, *near_items: tuple[str, str, str, float], **digest) -> list[str]:
    rows = [
        Judged(0, Item("site", title, "", title), Judgement(False, 0, language, miss=miss), NA, TRAITS)
        for title, language, name, lacks in near_items
        for miss in [Miss(name, "passing", name, "summary", "w.yaml:1", lacks)]
    ]
    found = missed(replace(DIGEST, near_misses=near, **digest), rows, muted=("Vidu",))
    return [one.title for one in found]


@pytest.mark.parametrize(
    ("near", "digest", "expected"),
    [
        (0, {}, []),
        (2, {}, ["b", "c"]),
        (9, {}, ["b", "c", "a", "d"]),
        (9, {"languages": ("de",)}, ["d"]),
        (9, {"products": ("Kling",)}, ["b", "a"]),
    ],
    ids=["not asked for", "so many", "all", "a language", "a product"],
)
def test_a_digest_tells_the_nearest_of_its_own(near, digest, expected):
    """The nearest first, at most so many, each once, only of the digest's languages and products that are not muted."""
    rows = [
        ("a", "en", "Kling", 1.5), ("b", "en", "Kling", 0.5), ("B", "en", "Kling", 0.5), ("c", "en", "", 1.0),
        ("d", "de", "Sora", 4.0), ("e", "en", "Vidu", 0.1),
    ]  # fmt: skip
    assert told(near, *rows, **digest) == expected


def test_an_edition_tells_near_misses_once(on, clock):
    """A digest that asks for them has them in the edition after they came; one that does not has none."""
    asking = altered(on, config=config(*on.config.feeds, digests=(replace(DIGEST, near_misses=3),)))
    publish(asking)
    arrive(on, "site", item("1", NEAR, at=clock()))
    editions = []
    for _ in range(2):
        clock.forward(days=1)
        editions += publish(asking)
    assert [[one.title for one in edition.near_misses] for edition in editions] == [[NEAR], []]
    assert editions[0].near_misses[0].miss.reason == "excluded"


def test_a_digest_may_do_without_radar(on, clock):
    """`radar: false` offers no names."""
    arrive(on, "site", *(item(str(n), "Zephyria brings AI video", at=clock()) for n in range(3)))
    silent = replace(DIGEST, radar=False)
    assert new_offers(on, silent, clock()) == ()


@pytest.mark.parametrize("tag", sorted(TONGUES))
def test_the_mail_says_why_in_its_own_words(tag):
    """Both parts of a mail have headline, address, reason with the word, and site."""
    near = tuple(
        NearMiss("ループの話題", "https://site.example.org/1", "S", "ja", Miss("", reason, "loops", "title", "", 1.0))
        for reason in get_args(MissReason)
    )
    edition = replace(QUIET, words=tag, near_misses=near)
    [letter] = RENDERER.letters(edition, MAIL_DIGEST, MAIL, KEY)
    message = email.message_from_bytes(letter.raw, policy=email.policy.default)
    for kind in ("plain", "html"):
        said = html.unescape(message.get_body((kind,)).get_content())
        assert said.count("ループの話題") == said.count("https://site.example.org/1") == len(near)
        assert (TONGUES[tag].say("near_misses") in said, said.count("loops")) == (True, len(near))


# ---------------------------------------------------------------- the commands


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Home.make(tmp_path_factory.mktemp("home"))
    rows = [
        {
            "id": "1",
            "title": "A busy quarter",
            "site": "Site",
            "summary": f"{FILLER * 2}Kling grew.",
            "published": "2026-03-12T01:00",
        },
        {"id": "2", "title": "Kling 3 is out", "published": "2026-03-12T02:00"},
    ]
    home.run("import", "-", stdin="".join(json.dumps(row) + "\n" for row in rows))
    return home


def test_search_shows_near_misses(home):
    """`search --near-misses` gives each with the line that says why."""
    item, why = home.run("search", "--near-misses").stdout.splitlines()
    assert item.endswith("A busy quarter  (Site)")
    assert why.strip().startswith("Kling, 1.0 short: “Kling” (watchlist.yaml:")


def test_search_speaks_json_of_near_misses(home):
    """--json has the same under `near_miss`."""
    row = json.loads(home.run("search", "--near-misses", "--json").stdout)
    assert [row["near_miss"][key] for key in ("product", "reason", "lacks")] == ["Kling", "passing", 1]


def test_search_wants_words_or_near_misses(home):
    """Neither is a question without an answer."""
    done = home.run("search")
    assert (done.returncode, "--near-misses" in done.stderr) == (2, True)


def test_explain_names_the_nearest_miss(home):
    """explain says of an item that is not relevant how near it came, or which name it is like."""
    assert "nearest miss: Kling, 1.0 short" in home.run("explain", "1").stdout
    assert "nearest name: “klingg” is like “Kling”" in home.run("explain", "-", stdin="Klingg is here").stdout
