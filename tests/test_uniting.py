"""Two stories of one event: when they become one, which of them stays, and what keeps them apart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from stage import arrive, item, service

from monitor import cluster, compose
from monitor.model import Claim, Feed
from monitor.pipeline import Judge, publish, split

FEEDS = tuple(Feed(name, f"https://{name}.example.org/feed") for name in ("site", "other", "third"))
FILM = ("film", "en", "Kling film Critterz by Lego wins award in Venice, wedding and all", "")
SCENE = ("scene", "ru", "Kling: медсестра, пожар и свадьба — Netflix и BMW", "")
WHOLE = (
    "whole", "de", "Critterz: Kling-Märchen von Lego in Venedig, Netflix zeigt Krankenschwester und Brand",
    "Krankenschwester, Hochzeit, Märchen, Preis, BMW, Berlin, Brand.",
)  # fmt: skip
AGAIN = ("again", "fr", "Critterz : Netflix et Lego à Venise, avec Kling, un mariage et un incendie", WHOLE[3])
PRICE = ("price", "de", "Kling senkt die Preise für Abonnenten", "")

KINDS = {
    "film": ("launch",), "scene": ("market",), "whole": ("launch", "market"), "again": ("launch", "market"),
    "price": ("pricing",),
}  # fmt: skip


@dataclass
class Reader:
    """A judge that reads the kinds as given, whatever the lexicons know."""

    judge: Judge

    def __call__(self, one, vouched=()):
        judgement, _, _ = self.judge(one, vouched)
        claim = Claim("confirmed", KINDS[one.guid])
        return judgement, claim, cluster.traits(one, judgement, claim)


@pytest.fixture
def on(store, clock):
    running = service(store, clock, *FEEDS)
    publish(running)
    return replace(running, judge=Reader(running.judge))


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
