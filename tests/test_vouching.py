"""Stories that vouch: what becomes of a headline whose word for the product is not enough by itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from older import take_back
from stage import arrive, item, service

from monitor.model import Feed, Quiet
from monitor.pipeline.against import against
from monitor.pipeline.filing import file_items
from monitor.pipeline.publish import publish
from monitor.pipeline.rematch import rematch
from monitor.store import Store

FEEDS = (Feed("site", "https://site.example.org/feed"), Feed("other", "https://other.example.org/feed"))
TOLD = "OpenAI's Sora signs Lego for bedtime stories, an AI video deal worth $40 million"
BARE = "Lego elige Sora para sus cuentos: un acuerdo de 40 millones de dólares"
FIRM = "OpenAI signs Lego for bedtime stories in a deal worth $40 million"
ELSE = "Los jardines de Sora reabren en primavera con pingüinos"


@pytest.fixture
def on(store, clock):
    running = service(store, clock, *FEEDS)
    publish(running)
    return running


def tell(on) -> None:
    """File the report that tells it in full, then the one that does not."""
    arrive(on, "site", item("1", TOLD, at=on.clock() - timedelta(hours=1)))
    arrive(on, "site", item("2", BARE, at=on.clock(), language="es"))


def titles(store: Store) -> list[list[str]]:
    return [[one.item.title for one in story.items] for story in store.stories()]


@pytest.mark.parametrize("order", [("told", "bare"), ("bare", "told")], ids="-".join)
def test_a_story_vouches_for_a_headline_that_tells_the_same(on, store, clock, order):
    """A title whose word for the product is ambiguous joins the story that tells the same, whichever came first."""
    reports = {
        "told": item("1", TOLD, at=clock() - timedelta(hours=3)),
        "bare": item("2", BARE, at=clock() - timedelta(hours=2), language="es"),
    }
    for name in order:
        arrive(on, "site", reports[name])
    assert titles(store) == [[TOLD, BARE]]
    [story] = store.stories()
    assert [str(one.why) for one in story.items[1].judgement.matches if one.role == "product"] == [
        "ambiguous; a story of Sora tells the same"
    ]


def test_a_back_test_against_what_is_stored_loses_nothing_that_a_story_speaks_for(on, store, clock):
    """Where no list before is known, what a story took in is no loss of an edit that leaves its words alone."""
    tell(on)
    arrive(on, "site", item("3", FIRM, at=clock()))
    found = against(store, on.config, None, clock() - timedelta(days=1), clock() + timedelta(days=1))
    assert (titles(store), found.gained, found.lost) == ([[TOLD, BARE, FIRM]], (), ())


@pytest.mark.parametrize(
    ("title", "hours"), [(ELSE, 2), (BARE, 200), (BARE.replace("40", "70"), 2)], ids=["else", "later", "another sum"]
)
def test_no_story_vouches_for_what_tells_something_else(on, store, clock, title, hours):
    """Another matter, another week, another sum: the headline stays out."""
    arrive(on, "site", item("1", TOLD, at=clock()))
    clock.forward(hours=hours)
    arrive(on, "site", item("2", title, at=clock(), language="es"))
    assert titles(store) == [[TOLD]]


def test_a_story_vouches_for_a_headline_that_names_but_a_company(on, store, clock):
    """What tells the same sum, party and event joins, though only a company is named; it says why, and stays so."""
    arrive(on, "site", item("1", TOLD, at=clock() - timedelta(hours=1)))
    arrive(on, "site", item("2", FIRM, at=clock()), item("3", "OpenAI signs a data centre in Oslo", at=clock()))
    assert titles(store) == [[TOLD, FIRM]]
    [story] = store.stories()
    assert [str(one.why) for one in story.items[1].judgement.matches if one.why] == ["a story of OpenAI tells the same"]
    rematch(on, clock() - timedelta(days=7))
    arrive(on, "site", item("2", f"{FIRM} a year", at=clock()))
    assert titles(store) == [[TOLD, f"{FIRM} a year"]]


def test_where_few_may_be_told_those_go_first_that_name_a_product(on, store, clock):
    """A feed full of other news of a company keeps none of its reports about a product out."""
    listed = item("1", FIRM, at=clock()), item("2", TOLD, at=clock())
    tally = file_items(on, listed, clock(), lambda _: True, lambda: 1)
    assert (titles(store), tally.flooded) == ([[TOLD]], False)


def test_nothing_is_opened_by_a_word_that_is_not_enough(on, store, clock):
    """Where nobody tells it in full, two such headlines are no story."""
    arrive(on, "site", item("1", BARE, at=clock(), language="es"), item("2", BARE, at=clock(), language="es"))
    assert titles(store) == []


def test_what_is_no_news_is_not_called_in(on, store, clock):
    """Neither what was old when it was filed nor a muted feed's item is drawn into a story that comes later."""
    store.hush(Quiet("feed", "other", clock(), None))
    arrive(on, "other", item("1", BARE, at=clock(), feed="other", language="es"))
    arrive(on, "site", item("2", BARE, at=clock() - timedelta(days=4), language="es"))
    clock.forward(hours=1)
    arrive(on, "site", item("3", TOLD, at=clock() - timedelta(days=3)))
    assert titles(store) == [[TOLD]]


def test_a_look_back_vouches_again(on, store, clock):
    """Judged anew, the same headlines are in the same story, and count neither as gained nor as lost."""
    tell(on)
    before = titles(store)
    assert rematch(on, clock() - timedelta(days=7)) == (0, 0)
    assert titles(store) == before


def test_a_look_back_counts_what_nothing_vouches_for_any_more(on, store, clock):
    """Where the story is gone, what it vouched for is lost with it."""
    tell(on)
    [story] = store.stories()
    bare = story.items[1]
    edited = replace(story.items[0].item, title="Lego opens a shop", guid="1")
    store.update_item(on.judge(edited, number=story.items[0].id), clock())
    assert rematch(on, clock() - timedelta(days=7)) == (0, 1)
    assert not store.item_by(bare.id).judgement.relevant


def test_an_edited_headline_stays_where_it_was_vouched_for(on, store, clock):
    """A site that mends a headline does not throw it out of the story that spoke for it."""
    tell(on)
    arrive(on, "site", item("2", f"{BARE} al año", at=clock(), language="es"))
    assert titles(store) == [[TOLD, f"{BARE} al año"]]
    assert store.item_by("2").judgement.relevant


def test_a_database_of_the_first_schema_learns_which_items_refuse_a_name(tmp_path, on, clock):
    """What was filed before the index of refused names is found by it all the same."""
    path, bare = tmp_path / "old.db", item("1", BARE, at=clock(), language="es")
    with Store(path) as old:
        old.add_items([replace(on.judge(bare), item=replace(bare, seen_at=clock()))])
    take_back(path, 1)
    with Store(path) as new:
        found = new.refusing(("Sora",), clock() - timedelta(days=1), clock() + timedelta(days=1))
    assert [one.item.title for one in found] == [BARE]
    with closing(sqlite3.connect(path)) as connection:
        kept = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'matches_refused'").fetchone()
    assert kept == (1,)
