"""Two stories of one event: when they become one, which of them stays, and what keeps them apart."""

from __future__ import annotations

from dataclasses import dataclass

import click
import pytest
from older import take_back
from stage import altered, arrive, item, service

from monitor import cluster, compose
from monitor.cli.story.naming import story_named
from monitor.model import Claim, Feed, Judged
from monitor.pipeline.judging import Judge
from monitor.pipeline.publish import publish
from monitor.pipeline.stories import merge, split, undo
from monitor.store import Store

FEEDS = tuple(Feed(name, f"https://{name}.example.org/feed") for name in ("site", "other", "third"))
FILM = ("film", "en", "Kling film Critterz by Lego wins award in Venice, watermark and all", "")
SCENE = ("scene", "ru", "Kling: полиция, патент и водяной знак — Netflix", "")
WHOLE = (
    "whole", "de", "Critterz: Kling-Film von Lego in Venedig, Netflix zeigt Polizei und Patent",
    "Polizei, Patent, Wasserzeichen, Preis, Berlin.",
)  # fmt: skip
AGAIN = ("again", "fr", "Critterz : Netflix et Lego à Venise, avec Kling, la police et un brevet", WHOLE[3])
PRICE = ("price", "de", "Kling senkt die Preise für Abonnenten", "")

KINDS = {
    "film": ("launch",), "scene": ("market",), "whole": ("launch", "market"), "again": ("launch", "market"),
    "price": ("pricing",),
}  # fmt: skip


@dataclass
class Reader:
    """A judge that reads the kinds as given, whatever the lexicons know."""

    judge: Judge

    def __call__(self, one, vouched=(), number=0):
        judgement = self.judge(one, vouched).judgement
        claim = Claim("confirmed", KINDS[one.guid])
        return Judged(number, one, judgement, claim, cluster.traits(one, judgement, claim))


def reading(store, clock):
    running = service(store, clock, *FEEDS)
    return altered(running, judge=Reader(running.judge))


@pytest.fixture
def on(store, clock):
    running = reading(store, clock)
    publish(running)
    return running


def bring(on, *reports):
    for guid, language, title, summary in reports:
        arrive(on, "site", item(guid, title, at=on.clock(), language=language, summary=summary))
        on.clock.forward(hours=1)


def tell(on, *guids):
    """Let the digest have told the stories of these items."""
    for guid in guids:
        story = on.store.story(on.store.story_of(on.store.item_by(guid).id))
        on.store.correct_told("daily", compose.nothing_told(story.id), on.clock())


def guids(store):
    return {story.id: sorted(one.item.guid for one in story.items) for story in store.stories()}


@pytest.mark.parametrize("order", [(FILM, SCENE, WHOLE), (SCENE, FILM, WHOLE)], ids=["film first", "scene first"])
def test_a_report_of_the_whole_unites_two_stories(on, store, order):
    """Two stories that share nothing become one, the older, when a report comes that tells of both."""
    bring(on, *order[:2])
    before = guids(store)
    bring(on, order[2])
    assert (len(before), guids(store)) == (2, {min(before): ["film", "scene", "whole"]})


def test_what_fits_one_story_unites_none(on, store):
    """A story that the report does not tell of stays by itself."""
    bring(on, FILM, PRICE, WHOLE)
    assert sorted(guids(store).values()) == [["film", "whole"], ["price"]]


def test_stories_that_readers_know_stay_two(on, store):
    """What a digest has told of both is not turned into one afterwards."""
    bring(on, FILM, SCENE)
    tell(on, "film", "scene")
    bring(on, WHOLE)
    assert len(guids(store)) == 2


def test_the_story_that_readers_know_stays(on, store):
    """Of a told story and an older one that was not, the told one keeps its number."""
    bring(on, FILM, SCENE)
    tell(on, "scene")
    [_, known] = guids(store)
    bring(on, WHOLE)
    assert guids(store) == {known: ["film", "scene", "whole"]}


def test_what_a_person_parted_stays_parted(on, store):
    """A report that fits both halves of a story that a person split unites nothing."""
    bring(on, FILM, SCENE, WHOLE)
    [story] = store.stories()
    split(on, story, [store.item_by("scene").id])
    bring(on, AGAIN)
    assert len(guids(store)) == 2


def test_the_number_of_a_story_that_was_united_leads_to_what_it_is_now(on, store):
    """Who noted the number of the one that is no more is told the other's, also after that one was united in turn."""
    bring(on, FILM, SCENE, PRICE)
    before = guids(store)
    bring(on, WHOLE)
    [whole, price] = sorted(store.stories(), key=lambda story: -len(story.items))
    [gone] = before.keys() - guids(store).keys()
    with pytest.raises(click.UsageError, match=f"no story #{gone}; .* with #{whole.id}: see .* show {whole.id}"):
        story_named(store, f"#{gone}")
    merge(on, price, whole)
    assert [store.united_with(number) for number in (gone, whole.id, price.id)] == [price.id, price.id, None]


def test_a_story_that_becomes_one_again_leads_nowhere_else(on, store):
    """Undoing a merge gives its number back."""
    bring(on, FILM, PRICE)
    one, other = store.stories()
    merge(on, one, other)
    undo(on, store.decisions()[-1])
    assert (store.united_with(other.id), story_named(store, str(other.id)).id) == (None, other.id)


def test_a_database_of_the_second_schema_learns_where_united_stories_went(tmp_path, clock):
    """What was filed before numbers were remembered stays, and what is united from then on is found."""
    path = tmp_path / "old.db"
    with Store(path) as old:
        bring(reading(old, clock), FILM, PRICE)
    take_back(path, 2)
    with Store(path) as new:
        one, other = new.stories()
        assert new.united_with(other.id) is None
        new.unite(one.id, other.id)
        assert new.united_with(other.id) == one.id
