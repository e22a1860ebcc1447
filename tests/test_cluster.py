"""The story an item belongs to, what a story sums up to, and which earlier ones it turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import cluster
from monitor.cluster.amounts import amounts
from monitor.cluster.choosing import Memory
from monitor.cluster.concepts import TABLES, concepts
from monitor.cluster.names import names
from monitor.cluster.weights import AT_ONCE
from monitor.model import Claim, CueMatch, Item, Judged, Judgement, Match, Story, StoryLink, Why

DATA = yaml.safe_load((Path(__file__).parent / "stories.yaml").read_text(encoding="utf-8"))
START = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def spans(fields: dict[str, str], named: Sequence[str], products: Sequence[str]) -> tuple[Match, ...]:
    """Where the texts name products and companies, as match would say."""
    found = []
    for field, text in fields.items():
        for name in named:
            for alias in DATA["aliases"].get(name, [name]):
                start = text.find(alias)
                if start >= 0:
                    role = "product" if name in products else "company"
                    found.append(Match(name, role, alias, field, start, start + len(alias), "rule"))
    return tuple(found)


def judged(number: int, title: str, **said) -> Judged:
    """An item with what match and claim would say of it."""
    says = {
        **DATA["defaults"],
        "products": ["Sora"],
        "language": "en",
        "site": f"site {number}",
        "at": START,
        "url": "",
        "is_read": True,  # False: counted as a review for want of any word of an event
        **said,
    }
    products, companies = tuple(says["products"]), tuple(says["companies"])
    item = Item(
        "feed",
        says.get("guid", f"guid {number}"),
        says["url"],
        title,
        says["summary"],
        says["language"],
        says["site"],
        says["at"],
        says["at"],
    )
    matches = spans({"title": title, "summary": says["summary"]}, (*products, *companies), products)
    if says.get("is_meant"):  # by the maker's name alone
        matches += (Match(products[0], "product", companies[0], "title", 0, 1, "rule", why=Why("meant", companies[0])),)
    judgement = Judgement(
        relevant=True,
        score=5.0,
        language=says["language"],
        products=products,
        companies=companies,
        hosts=tuple(says["hosts"]),
        versions=tuple(says["versions"]),
        matches=matches,
    )
    kinds = tuple(says["kinds"])
    view = CueMatch("review", title, "title", 0, len(title), "rule")
    cues = says.get("cues", (view,) if "review" in kinds and says["is_read"] else ())
    claim = Claim(says["status"], kinds, says["origin"], official=says["official"], cues=cues)
    return Judged(number, item, judgement, claim, cluster.traits(item, judgement, claim))


def file(items: Sequence[Judged]) -> list[Story]:
    """File items in this order, as the pipeline does."""
    stories: list[Story] = []
    for one in items:
        choice = cluster.choose(one, stories)
        if choice.story is None:
            stories.append(Story(len(stories) + 1, one.traits.at or START, (one,)))
        else:
            index = choice.story - 1
            stories[index] = replace(stories[index], items=(*stories[index].items, one))
    return [summed(story) for story in stories]


def summed(story: Story) -> Story:
    headline, products, status, kinds = cluster.summarise(story.items)
    opened_at = min(one.traits.at or START for one in story.items)
    return replace(story, headline=headline, products=products, status=status, kinds=kinds, opened_at=opened_at)


def partition(stories: Sequence[Story]) -> set[frozenset[int]]:
    return {frozenset(one.id for one in story.items) for story in stories}


def are_together(one: Judged, *others: Judged) -> bool:
    return len(file([*others, one])) == 1


# ---------------------------------------------------------------- invented stories


def written() -> dict[str, list[Judged]]:
    numbered, number = {}, 0
    for name, items in DATA["stories"].items():
        numbered[name] = []
        for said in items:
            number += 1
            said = {**said, "at": datetime.fromisoformat(said["at"]).replace(tzinfo=UTC)}
            numbered[name].append(judged(number, said.pop("title"), **said))
    return numbered


STORIES = written()
ITEMS = [one for items in STORIES.values() for one in items]
EXPECTED = {frozenset(one.id for one in items) for items in STORIES.values()}


def by_time(items: Sequence[Judged]) -> list[Judged]:
    return sorted(items, key=lambda one: (one.traits.at, one.id))


def test_invented_stories_come_apart_into_exactly_themselves():
    """All reports of all stories, filed as they appeared, are joined across languages and kept apart between events."""
    assert partition(file(by_time(ITEMS))) == EXPECTED


def test_late_items_find_their_stories():
    """Filed last first, as after an outage, the reports still come into the same stories."""
    assert partition(file(by_time(ITEMS)[::-1])) == EXPECTED


@settings(max_examples=30)
@given(st.permutations(range(len(ITEMS))))
def test_the_order_of_arrival_does_not_matter(order):
    """Clear stories are the same stories in whatever order their items arrive."""
    assert partition(file([ITEMS[index] for index in order])) == EXPECTED


@settings(max_examples=20)
@given(st.permutations([one.id for one in ITEMS]))
def test_the_order_of_candidates_does_not_matter(order):
    """The same stories in another order give the same choice for the same reason."""
    stories = file(by_time(ITEMS)[:-1])
    last = by_time(ITEMS)[-1]
    shuffled = sorted(stories, key=lambda story: order.index(story.items[0].id))
    assert cluster.choose(last, shuffled) == cluster.choose(last, stories)


# ---------------------------------------------------------------- the reference example


def test_a_rumour_in_three_languages_is_one_story_and_stays_reported():
    """The Chinese, Japanese and English reports that Sora is to be folded into ChatGPT are one story, reported."""
    stories = file(by_time(STORIES["sora-into-chatgpt-rumour"]))
    assert [(story.status, story.products, story.kinds) for story in stories] == [
        ("reported", ("Sora",), ("integration",))
    ]


def test_what_is_remembered_of_a_story_changes_no_answer():
    """A story that grew, lost an item or had one edited is what its items make of it now, however many they are."""
    memory, items = Memory(), [judged(number, f"OpenAI launches Sora {number}") for number in range(12)]
    edited = [*items[:5], judged(5, "OpenAI is sued over Sora"), *items[6:]]
    for members in (items[:2], items[:8], items[:9], items, items[3:], edited):
        story = Story(1, START, tuple(members))
        assert asdict(memory.profile(story)) == asdict(Memory().profile(story))


def test_what_happened_instead_is_another_story_linked_to_the_rumour():
    """Two weeks later "OpenAI discontinues Sora" is a story of its own, confirmed, that contradicts the rumour."""
    rumour, end = file(by_time(STORIES["sora-into-chatgpt-rumour"] + STORIES["sora-discontinued"]))
    assert (end.status, end.kinds) == ("confirmed", ("shutdown",))
    assert cluster.relate(end, [rumour]) == (StoryLink(rumour.id, "contradicts"),)


# ---------------------------------------------------------------- joining

LAUNCH = {"products": ["Kling"], "companies": ["Kuaishou"], "kinds": ["launch"], "versions": ["Kling 4.0"]}


def test_one_address_is_one_story_whatever_the_titles_say():
    """The same article in two feeds, retitled or translated, is one story."""
    one = judged(
        1, "A look behind the scenes of Kling", url="https://news.example.org/a?utm_source=rss", products=["Kling"]
    )
    other = judged(
        2,
        "可灵幕后",
        url="https://www.news.example.org/a",
        products=["Kling"],
        language="zh-Hans",
        kinds=["update"],
        at=START + 70 * HOUR,
    )
    assert are_together(one, other)


@pytest.mark.parametrize("products", [[], ["Kling"]], ids=["neither names a product", "one does"])
def test_one_address_is_one_story_though_no_product_is_named(products):
    """A page and its translation are one story, also where one of them, or neither, names what it is about."""
    said = {"url": "https://news.example.org/a", "status": "na", "kinds": ["review"], "companies": []}
    one = judged(1, "I watched a film in which no actor was real", products=products, **said)
    other = judged(2, "我看了一部没有真人演员的电影", language="zh-Hans", products=[], at=START + HOUR, **said)
    assert are_together(one, other)


@pytest.mark.parametrize(
    ("said", "together"),
    [
        ({"companies": ["Google"]}, True), ({"companies": ["Meta"]}, True), ({"products": ["Veo"]}, True),
        ({"products": ["Veo"], "kinds": ["shutdown"]}, False),
    ],
    ids=["its owner", "another company", "a product", "another event"],
)
def test_news_of_the_topic_is_one_story_whoever_is_named(said, together):
    """Where one report names no product, the other may name a company or one: what they speak of decides."""
    plain = {"products": [], "companies": [], "kinds": ["update"]}
    one = judged(1, "YouTube will label AI videos", summary="Creators must say what is synthetic.", **plain)
    other = judged(2, "YouTube kennzeichnet KI-Videos", language="de", at=START + 2 * HOUR, **{**plain, **said})
    assert are_together(one, other) is together


def test_one_guid_is_one_story():
    """A guid that is unique everywhere joins items that have no link."""
    guid = "urn:uuid:6f1c2d3e-0000-4000-8000-123456789abc"
    assert are_together(judged(1, "Pika", guid=guid, kinds=["update"]), judged(2, "ピカ", guid=guid, kinds=["market"]))


def test_a_page_that_lists_versions_is_no_story():
    """A changelog's address does not join the versions it lists."""
    url = "https://docs.example.org/changelog"
    one = judged(1, "Kling 4.0 is out", url=url, **LAUNCH)
    other = judged(2, "Kling 4.1 is out", url=url, **{**LAUNCH, "versions": ["Kling 4.1"]})
    assert not are_together(one, other)


def test_a_front_page_is_no_story():
    """Items that link to a site's front page only are not joined by it."""
    one = judged(1, "Runway moves to Paris", url="https://runway.example/", products=["Runway"], kinds=["other"])
    other = judged(2, "Runway hires a composer", url="https://runway.example/", products=["Runway"], kinds=["other"])
    assert not are_together(one, other)


@pytest.mark.parametrize(
    ("title", "sums"),
    [
        ("Kling 4 real-time video is here", []), ("Kling 4 won't be free", []), ("Kling 4 b-roll in minutes", []),
        ("Kling 4 costs $4 a month", ["usd 4"]), ("Kling's 4 million dollars", ["usd 4000000"]),
    ],
)  # fmt: skip
def test_a_version_is_no_sum(title, sums):
    """What stands behind the number of a product is no currency: "4 real-time" is not four reais."""
    traits = judged(1, title, products=["Kling"], versions=["Kling 4"]).traits
    assert [one for one in (*traits.numbers, *traits.extra) if one.startswith(("usd", "brl", "krw", "headsum"))] == [
        *sums, *(f"headsum:{one}" for one in sums),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "together"),
    [
        ("Kling 4 startet nicht in der EU", False),
        ("Kling 4 startet, aber nicht in der EU", True),
        ("Kling 4 startet in der EU", True),
    ],
)
def test_a_launch_that_is_none_is_another_event(title, together):
    """Where a product does not come is told apart from its launch, unless the launch is told with it."""
    cues = [CueMatch("launch", "startet", "title", 8, 15, "de:1")]
    if " nicht" in title:
        start = title.index("nicht")
        cues.append(CueMatch("negation", "nicht", "title", start, start + 5, "de:2"))
    said = {"products": ["Kling"], "companies": ["Kuaishou"], "versions": ["Kling 4"]}
    other = judged(2, title, language="de", at=START + HOUR, cues=tuple(cues), **said)
    assert are_together(judged(1, "Kling 4 is out", **said), other) is together


@pytest.mark.parametrize(("kinds", "together"), [(["launch"], True), (["pricing"], False)])
def test_a_model_s_name_ties_no_later_event_to_its_launch(kinds, together):
    """Gen-9 is a version though no list knows it: its launch is one, what comes days later names it, too."""
    said = {"products": ["Runway"], "companies": ["Runway"]}
    one = judged(1, "Gen-9 by Runway sharpens faces", **said)
    other = judged(2, "Runway asks more for Gen-9", kinds=kinds, at=START + 20 * HOUR, **said)
    assert are_together(one, other) is together
    assert "9" not in {word for story in (one, other) for word in story.traits.words}


@pytest.mark.parametrize(("status", "together"), [("confirmed", True), ("na", False)])
def test_a_sum_that_is_alike_in_another_currency_tells_little_of_a_profile(status, together):
    """A profile of a company is full of sums: only where both tell of an event are two currencies one sum."""
    said = {"products": ["Runway"], "companies": ["Runway"], "kinds": ["funding"]}
    one = judged(1, "Runway、日本に60億円を投資", language="ja", **said)
    other = judged(2, "Runway at $40 million, seen from inside", status=status, at=START + 4 * HOUR, **said)
    assert are_together(one, other) is together


def test_syndicated_text_is_one_story():
    """Near-equal titles in one language are one text, even of reviews."""
    said = {"products": ["Pika"], "kinds": ["review"], "status": "na"}
    title = "Why directors of short films are quietly moving from storyboards to Pika"
    assert are_together(judged(1, title, **said), judged(2, f"{title} today", at=START + 20 * HOUR, **said))


def test_a_weekly_column_is_no_story():
    """The same title a week later is the next column."""
    title = "What moved in generated film this week: Kling and its rivals"
    said = {"products": ["Kling"], "kinds": ["other"], "status": "na"}
    assert not are_together(judged(1, title, **said), judged(2, title, at=START + 168 * HOUR, **said))


def test_a_headline_nobody_can_read_joins_by_what_it_speaks_of():
    """No word of an event and none of a view: what both speak of decides, in either order. A review stands alone."""
    said = {"products": ["HeyGen"], "kinds": ["review"], "status": "na", "language": "de", "at": START + 3 * HOUR}
    title = "HeyGen confirms a data breach that shows faces and voices"
    report = judged(1, title, products=["HeyGen"], kinds=["other"])
    unread = judged(2, "Datenleck: Stimmen und Gesichter von HeyGen", is_read=False, **said)
    review = judged(3, "Stimmen und Gesichter von HeyGen nach dem Datenleck", **said)
    assert [are_together(report, unread), are_together(unread, report)] == [True, True]
    assert not are_together(review, report)


@pytest.mark.parametrize(("kind", "together"), [("other", True), ("pricing", False)])
def test_a_kind_that_nobody_read_is_no_other_kind(kind, together):
    """No word of a report tells its kind: it may be of the launch whose country it names. Another kind is another."""
    launch = judged(1, "Sora opens in Thailand", kinds=["launch"])
    report = judged(2, "Sora: Thailand", kinds=[kind], language="de", at=START + 20 * HOUR)
    assert are_together(report, launch) == together


@pytest.mark.parametrize(("alone", "one"), [(1, True), (2, False)], ids=["one report", "two"])
def test_a_report_that_stands_alone_need_only_fit(alone, one):
    """A lone report that fits a story is of it, as had it come later; of a story of two the other must fit it, too."""
    said = {"products": ["Kling"], "kinds": ["market"]}
    subjects = ["de Lego", "fr Netflix", "it Polizia", "es Patente", "pt IPO", "nl Copyright", "sv Venezia", "pl Kling"]
    later = START + 12 * HOUR
    told = [judged(n, f"Kling: {one[3:]}", language=one[:2], at=later, **said) for n, one in enumerate(subjects, 1)]
    first = [judged(20 + n, "Kling: Lego, Netflix", language="ja", **said) for n in range(alone)]
    stories = Story(1, START, tuple(told)), Story(2, START, tuple(first))
    assert [cluster.are_one(*stories), cluster.are_one(*reversed(stories))] == [one, one]


def test_of_a_list_of_parties_each_site_names_its_own():
    """Titles that name others of one list are one event by who speaks for all; one party against another are two."""
    said = {"products": ["Sora"], "companies": ["OpenAI"], "kinds": ["legal"], "summary": "CODA 要求停止训练。"}
    listed = judged(1, "东映、万代等公司致函OpenAI", language="zh-Hans", **said)
    others = judged(2, "Ghibli somme OpenAI d'arrêter", language="fr", at=START + 3 * HOUR, **said)
    alone = judged(3, "东映致函OpenAI", language="zh-Hans", **said)
    assert (are_together(listed, others), are_together(alone, others)) == (True, False)


@pytest.mark.parametrize(("telling", "against"), [(3, False), (2, True)], ids=["three tell of it", "two do"])
def test_a_party_that_few_of_many_reports_name_is_a_party_to_the_event(telling, against):
    """Of an event told by dozens, some tell who else is hit: a report of that one is no report of another's event."""
    said = {"companies": ["OpenAI"], "kinds": ["shutdown"]}
    plain = [judged(n, f"OpenAI shuts Sora, says source {n}", **said) for n in range(1, 21)]
    some = [judged(n, f"OpenAI shuts Sora, a blow to Mattel {n}", **said) for n in range(21, 21 + telling)]
    talks = judged(41, "OpenAI shuts Sora as Altman is asked", **said)
    why = cluster.compare(judged(40, "Mattel leaves deal over Sora's end", **said), [*plain, *some, talks])
    assert [clue.weight == 1.2 for clue in why.clues if clue.text == "both speak of mattel"] == [not against]


# ---------------------------------------------------------------- vetoes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("Kling 4.0 launches with spatial audio", LAUNCH),
            ("Kling 4.1 launches with spatial audio", {**LAUNCH, "versions": ["Kling 4.1"]}),
        ),
        (
            ("Runway raises $300 million", {"products": ["Runway"], "kinds": ["funding"]}),
            ("Runway raises $80 million", {"products": ["Runway"], "kinds": ["funding"]}),
        ),
        (
            ("Disney sues MiniMax over Hailuo", {"products": ["Hailuo"], "kinds": ["legal"]}),
            ("Disney sues Midjourney over its videos", {"products": ["Midjourney Video"], "kinds": ["legal"]}),
        ),
        (("Sora comes to Europe", {"kinds": ["launch"]}), ("Sora ends in Europe", {"kinds": ["shutdown"]})),
        (
            ("ByteDance to close Seedance", {"products": ["Seedance"], "kinds": ["shutdown"], "status": "reported"}),
            (
                "ByteDance will not close Seedance",
                {"products": ["Seedance"], "kinds": ["shutdown"], "status": "denied"},
            ),
        ),
        (
            ("Sora airs an advert for skin cream", {"kinds": ["launch"]}),
            ("Sora advert for skin cream goes off air, outcry", {"kinds": ["legal", "shutdown"]}),
        ),
        (
            ("Sora 2 is a leap for short films", {"kinds": ["review"], "status": "na"}),
            ("Sora 2 opens to everyone", {"kinds": ["launch"]}),
        ),
    ],
    ids=["version", "amount", "product", "opposite kind", "denial", "outcry and end", "opinion"],
)
def test_what_differs_in_one_thing_that_matters_stays_apart(one, other):
    """Near-equal reports with another version, sum, product, kind or a denial are two stories."""
    assert not are_together(judged(1, one[0], **one[1]), judged(2, other[0], at=START + HOUR, **other[1]))


@pytest.mark.parametrize(
    ("product", "maker", "versions", "are_one"),
    [
        ("Hailuo", "MiniMax", ("MiniMax-H9", "H9"), True),
        ("Runway", "Runway", ("Runway Gen-9", "Gen-9"), True),
        ("Runway", "Runway", ("Runway Gen-9", "Gen-8"), False),
        ("Luma Dream Machine", "Luma AI", ("Luma Ray9", "Ray9"), True),
        ("Kling", "Kuaishou", ("Kling 9", "Video 9"), False),
    ],
    ids=["maker before it", "product before it", "another number", "its first word", "a bare number is anybody's"],
)
def test_a_version_is_the_same_with_and_without_its_makers_name(product, maker, versions, are_one):
    """Sites write a version with or without the name of who makes it; only where a name is left they are one."""
    one, other = (
        judged(number, f"{maker} releases {version}, a video model with sound", products=[product], companies=[maker],
               versions=[version], at=START + number * HOUR)
        for number, version in enumerate(versions)
    )  # fmt: skip
    assert are_one == are_together(one, other)


@pytest.mark.parametrize(
    ("later", "count"),
    [(4 * HOUR, 1), (20 * HOUR, 1), (30 * HOUR, 2), (72 * HOUR, 2)],
    ids=["4 h", "20 h", "30 h", "3 d"],
)
def test_a_report_and_the_happening_are_one_story_within_a_day(later, count):
    """A report that something will happen joins the happening within a day, and is a story of its own before that."""
    report = judged(1, "Kling 4.0 said to launch with spatial audio", **LAUNCH, status="reported")
    launch = judged(2, "Kling 4.0 launches with spatial audio", **LAUNCH, at=START + later)
    assert len(file([report, launch])) == count


@pytest.mark.parametrize(("later", "count"), [(4 * HOUR, 1), (20 * HOUR, 2)], ids=["at once", "the next day"])
def test_two_launches_that_share_no_word_are_one_only_at_once(later, count):
    """Of a launch each site tells another part; what is launched the next day and shares nothing is something else."""
    said = {"products": ["Runway"], "companies": ["Runway"]}
    one = judged(1, "Runway launches a chat agent", **said)
    other = judged(2, "Runway eröffnet Filmschule in Japan", language="de", at=START + later, **said)
    assert len(file([one, other])) == count


def test_a_launch_whose_reports_share_no_word_is_one_also_beside_other_news():
    """Each site tells its own part of a launch: that they share none weighs little within hours."""
    said = {"products": ["Runway"], "companies": ["Runway"]}
    out = judged(1, "Runway launches a model with music for TikTok", **said)
    suit = judged(2, "Runway wird von Fotografen verklagt", language="de", **{**said, "kinds": ["legal"]})
    other = judged(3, "Runway lance une IA pour les enfants", language="fr", at=START + 9 * HOUR, **said)
    assert cluster.choose(other, file([out, suit])).story == 1


@pytest.mark.parametrize(("status", "count"), [("confirmed", 1), ("na", 2)], ids=["a report", "an opinion"])
def test_a_big_story_draws_reports_and_no_opinions(status, count):
    """What everybody tells gathers a bare report of it, not somebody's view of it."""
    told = [
        judged(n, f"OpenAI shuts down Sora, says source {n}", companies=["OpenAI"], kinds=["shutdown"])
        for n in range(1, 9)
    ]
    late = judged(9, "No more Sora", kinds=["shutdown"], status=status, at=START + 20 * HOUR)
    assert len(file([*told, late])) == count


@pytest.mark.parametrize(("later", "together"), [(4 * HOUR, True), (60 * HOUR, False)], ids=["at once", "days later"])
def test_a_view_days_later_stands_alone_however_much_it_shares(later, together):
    """Once those who tell are done, those who think write: what they share with the reports is their subject."""
    said = {"companies": ["OpenAI", "Disney"], "kinds": ["shutdown"]}
    told = [judged(n, f"OpenAI shuts down Sora and its Disney deal, says source {n}", **said) for n in range(1, 9)]
    view = judged(9, "Sora shuts down: what Disney knew", status="na", at=START + later, **said)
    assert are_together(view, *told) is together


@pytest.mark.parametrize(("kind", "together"), [("update", True), ("launch", False)], ids=["an update", "a launch"])
def test_what_a_product_may_no_longer_show_is_taken_for_an_end_or_an_update(kind, together):
    """One site reads as an end what another reads as a change: that alone keeps no event apart; a launch does."""
    said = {"companies": ["OpenAI"]}
    pulled = judged(1, "OpenAI pulls Michael Jackson clips from Sora after outcry", kinds=["shutdown"], **said)
    title = "Sora zeigt Michael Jackson nach Empörung nicht mehr"
    later = judged(2, title, kinds=[kind], language="de", at=START + 5 * HOUR, **said)
    assert are_together(later, pulled) is together


def test_no_chain_leads_from_one_event_to_another():
    """A report that mentions two events does not make them one story."""
    said = {"products": ["Seedance"], "companies": ["ByteDance"]}
    suit = [judged(n, f"Disney sues ByteDance over Seedance, filing {n}", kinds=["legal"], **said) for n in range(1, 4)]
    both = judged(
        4, "Seedance: after the Disney suit, a cheaper plan", kinds=["legal", "pricing"], at=START + 20 * HOUR, **said
    )
    price = [
        judged(n, f"Seedance gets a cheaper plan, tariff {n}", kinds=["pricing"], at=START + 30 * HOUR, **said)
        for n in (5, 6)
    ]
    stories = partition(file([*suit, both, *price]))
    assert [story for story in stories if {1, 5} <= story] == []


def test_a_story_does_not_wander_through_the_days():
    """Daily news of one product do not become one story, however near each is to the last."""
    titles = (
        "Kling adds a timeline",
        "Kling trains on sport",
        "Kling speaks Thai",
        "Kling draws maps",
        "Kling paints rain",
    )
    said = {"products": ["Kling"], "companies": ["Kuaishou"], "kinds": ["update"]}
    daily = [judged(day, title, at=START + day * 24 * HOUR, **said) for day, title in enumerate(titles, 1)]
    assert len(file(daily)) == len(titles)


def test_news_of_the_topic_alone_are_joined_by_what_they_speak_of():
    """Reports that name no product are one story when they share things or words, and else not."""
    said = {"products": [], "companies": [], "kinds": ["update"]}
    one = judged(1, "YouTube will label AI videos by itself from today", **said)
    same = judged(2, "YouTube kennzeichnet KI-Videos mit Wasserzeichen", language="de", at=START + 3 * HOUR, **said)
    echo = judged(3, "YouTube will now label AI videos by itself, creators or not", at=START + 4 * HOUR, **said)
    other = judged(4, "Film school opens a course on AI video", at=START + HOUR, **said)
    assert partition(file([one, other, echo])) == {frozenset({1, 3}), frozenset({4})}
    assert not are_together(same, other)


def test_a_giant_story_does_not_swallow_its_neighbours():
    """However many tell one event, other news of the product on the same day stay out of it."""
    said = {"companies": ["OpenAI"], "kinds": ["shutdown"]}
    titles = (
        "OpenAI shuts Sora down",
        "Sora, the video app, is closed",
        "Farewell to Sora: OpenAI ends its app",
        "No more Sora",
    )
    crowd = [judged(n, f"{titles[n % 4]}, {n}", at=START + n % 20 * HOUR, **said) for n in range(80)]
    others = [
        judged(100, "Sora clip wins a prize in Cannes", kinds=["other"], at=START + 5 * HOUR),
        judged(101, "Court hears studios on Sora training data", kinds=["legal"], at=START + 6 * HOUR),
        judged(102, "How I cut a trailer with Sora", kinds=["review"], status="na", at=START + 7 * HOUR),
    ]
    found = partition(file([*crowd, *others]))
    assert {frozenset({100}), frozenset({101}), frozenset({102})} <= found


def test_a_big_story_draws_only_what_is_tied_to_it():
    """However many tell of an update, another update of that day that shares nothing else with it stands alone."""
    said = {"products": ["Veo"], "companies": ["Google"], "kinds": ["update"]}
    big = [judged(number, f"Veo adds a watermark for wedding {number}", **said) for number in range(1, 17)]
    other = judged(17, "Veo、Android版で夕焼けがきれいに", language="ja", at=START + 20 * HOUR, **said)
    assert {16, 1} == {len(story.items) for story in file([*big, other])}


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (
            ("Sora limits are extended for Codex", {"kinds": ["market", "update"]}),
            ("Llama mathematician leaves for the Sora team", {"kinds": ["market"]}),
            2,
        ),
        (
            ("Sora gets templates", {"kinds": ["update"]}),
            ("Soraを音声で操作", {"kinds": ["update"], "language": "ja"}),
            2,
        ),
        (
            ("Sora opens in Spain", {"kinds": ["launch"]}),
            ("Sora startet in Deutschland", {"kinds": ["launch"], "language": "de"}),
            1,
        ),
    ],
    ids=["figures and a hire", "two updates", "one launch"],
)
def test_the_only_news_of_a_product_is_no_home_for_what_speaks_of_other_things(one, other, count):
    """Being the product's only story of the day draws nothing that speaks of other things, but two launches are one."""
    first, second = judged(1, one[0], **one[1]), judged(2, other[0], at=START + 8 * HOUR, **other[1])
    assert len(file([first, second])) == count


@pytest.mark.parametrize(("hours", "tied"), [(AT_ONCE, True), (AT_ONCE + 1, False)], ids=["at once", "later"])
def test_two_launches_of_other_things_are_tied_only_at_once(hours, tied):
    """Sixteen hours are at once, one more is not."""
    one = judged(1, "Sora opens in Spain", kinds=["launch"])
    other = judged(2, "Sora startet in Deutschland", at=START + hours * HOUR, kinds=["launch"], language="de")
    assert ("nothing they both" not in cluster.why(one, other)) == tied


def test_a_column_about_a_version_is_not_drawn_to_its_launch():
    """What claims no event tells no launch, however recent the version it names."""
    said = {"products": ["Kling"], "versions": ["Kling 4.0"]}
    report = judged(1, "Hollywood objects to Kling 4.0 over copyright", kinds=["launch", "legal"], **said)
    column = judged(
        2,
        "Kling 4.0で著作権はどうなるのか",
        kinds=["review", "launch"],
        status="na",
        language="ja",
        at=START + 19 * HOUR,
        **said,
    )
    assert not are_together(column, report)


def test_a_bare_headline_comes_to_the_launch_everyone_tells():
    """A title that says a product is out, and no more, is drawn by the many that tell how; what says more is not."""
    said = {"products": ["Kling"], "companies": ["Kuaishou"], "kinds": ["launch"]}
    launch = tuple(judged(n, f"Kling: camera {n}", **said) for n in range(1, 9))
    others = [Story(n, START, (judged(n, f"Kling {n}", **{**said, "kinds": ["pricing"]}),)) for n in range(11, 42)]
    bare, more = (
        judged(n, title, language="ja", at=START + 3 * HOUR, **said)
        for n, title in ((21, "Klingが登場"), (22, "サムスンのKlingが登場"))
    )
    many, one = Story(1, START, launch), Story(1, START, launch[:1])
    chosen = [cluster.choose(item, [story, *others]).story for item, story in ((bare, many), (bare, one), (more, many))]
    assert chosen == [1, None, None]


@pytest.mark.parametrize(("hours", "together"), [(3, True), (60, False)], ids=["that day", "days later"])
def test_a_name_alone_comes_to_its_launch(hours, together):
    """A page titled with the product's name, which tells nothing, is of the launch that is told that day."""
    said = {"products": ["Kling"], "companies": ["Kuaishou"]}
    launch = [judged(n, f"Kling launches with camera {n}", **said) for n in range(1, 4)]
    bare = judged(9, "Kling", kinds=["review"], status="na", is_read=False, at=START + hours * HOUR, **said)
    assert are_together(bare, *launch) is together


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        ("Veo 5 comes to YouTube", "Veo 5 arrives in CapCut", True),
        ("Veo 5 comes to YouTube", "Google launches Veo 5", True),
        ("Veo 5 comes to YouTube", "YouTube gets Veo 5", False),
        ("Google launches Veo 5", "Google bringt Veo 5", False),
    ],
    ids=["two hosts", "a host and none", "the same host", "no host"],
)
def test_what_a_product_is_put_into_tells_events_apart(one, other, against):
    """A model comes to one platform, then to another, and was launched before: these are several events."""
    said = {"products": ["Veo"], "companies": ["Google"], "versions": ["Veo 5"], "kinds": ["launch", "integration"]}
    why = cluster.why(judged(1, one, **said), judged(2, other, at=START + HOUR, **said))
    assert ("put into something else" in why) is against


@pytest.mark.parametrize(
    ("products", "together"),
    [(["Google Vids", "Veo"], True), (["Google Flow", "Veo"], False)],
    ids=["the same product", "another product"],
)
def test_a_product_may_be_what_another_is_put_into(products, together):
    """"Vids gets Veo" and "Veo is in Vids" are one event, "Flow gets Veo" is another."""
    said = {"companies": ["Google"], "versions": ["Veo 5"], "kinds": ["integration"]}
    one = judged(1, "Veo 5 now available in Google Vids", products=["Veo", "Google Vids"], **said)
    title = f"{products[0]} bekommt Veo 5"
    assert are_together(one, judged(2, title, products=products, language="de", at=START + HOUR, **said)) is together


@pytest.mark.parametrize(
    ("title", "against"),
    [
        ("Google stellt Veo 5 und Google Flow vor", False),
        ("Google Flow, Veo 5: o que muda", False),
        ("Google Flow erhält Veo 5", True),
    ],
    ids=["named beside it", "named before it", "taking it in"],
)
def test_what_is_launched_beside_a_product_takes_it_not_in(title, against):
    """Two products that a headline lists come at once: it is the launch that others tell of one of them."""
    said = {"companies": ["Google"], "versions": ["Veo 5"]}
    launch = judged(1, "Google launches Veo 5", products=["Veo"], **said)
    why = cluster.why(judged(2, title, products=["Veo", "Google Flow"], at=START + HOUR, **said), launch)
    assert ("put into something else" in why) is against


@pytest.mark.parametrize(("kinds", "against"), [(["legal", "integration"], True), (["integration"], False)])
def test_an_outcry_over_an_event_is_another_event(kinds, against):
    """Of law the reports of the event say nothing: the event is no more than the background of the outcry."""
    said = {"companies": ["OpenAI"], "hosts": ["ChatGPT"]}
    one = judged(1, "Sora returns to ChatGPT", kinds=["integration"], **said)
    why = cluster.why(one, judged(2, "Actors slam Sora in ChatGPT", kinds=kinds, at=START + HOUR, **said))
    assert ("one alone is of law" in why) is against


@pytest.mark.parametrize(
    ("kinds", "against"), [(["partnership", "legal"], False), (["partnership", "legal", "legal"], True)]
)
def test_a_story_is_of_law_by_most_of_its_reports(kinds, against):
    """That one of two sites reads a deal about training as a matter of rights leaves the others its reports."""
    said = {"products": ["Runway"], "companies": ["Runway", "Lionsgate"]}
    told = [judged(n, f"Lionsgate, Runway {n}", kinds=[kind], **said) for n, kind in enumerate(kinds)]
    why = cluster.why(judged(9, "Lionsgate pairs up with Runway", kinds=["partnership"], **said), *told)
    assert ("one alone is of law" in why) is against


def test_a_sum_in_two_currencies_is_something_both_speak_of():
    """What is told of a sum two days later, in another currency, is not called a report that shares nothing."""
    one = judged(1, "Sora may cost $15 million a day", companies=["OpenAI"], kinds=["pricing"])
    said = {"companies": ["OpenAI"], "kinds": ["pricing"], "language": "ja", "at": START + 42 * HOUR}
    assert are_together(one, judged(2, "Sora、1日23億円を費やす可能性", **said))


@pytest.mark.parametrize(("sum_", "together"), [("300", True), ("315", False)], ids=["rounded", "another"])
def test_a_sum_may_be_rounded(sum_, together):
    """308 million are told as 300; what is further off is another sum."""
    said = {"products": ["Runway"], "companies": ["Runway"], "kinds": ["funding"]}
    one = judged(1, "Runway raises $308 million for world models", **said)
    other = judged(2, f"Runway raises ${sum_} million for world models", at=START + HOUR, **said)
    assert are_together(one, other) is together


@pytest.mark.parametrize(("told", "together"), [("valued at", True), ("raises", False)], ids=["its worth", "another"])
def test_a_round_is_told_by_what_it_brings_or_by_what_it_makes(told, together):
    """What a company is worth is no other sum than what it was given; another sum given is another round."""
    said = {"products": ["HeyGen"], "companies": ["HeyGen"], "kinds": ["funding"]}
    one = judged(1, f"HeyGen {told} $500 million", **said)
    other = judged(2, "HeyGen sammelt 60 Millionen Dollar ein", language="de", at=START + HOUR, **said)
    assert [are_together(one, other), are_together(other, one)] == [together, together]


@pytest.mark.parametrize(("maker", "together"), [("Google DeepMind", True), ("Google", True), ("Meta", False)])
def test_a_house_of_a_maker_is_the_maker(maker, together):
    """A report that names but a house of the product's maker may be of its event; one of another maker is not."""
    said = {"kinds": ["partnership"]}
    one = judged(1, "Google signs Lego for a film at Tribeca with Veo", products=["Veo"], companies=["Google"], **said)
    other = judged(2, f"{maker} mit Lego in Tribeca", products=[], companies=[maker], language="de", **said)
    assert are_together(other, one) == together


def test_parameters_are_a_number_in_any_language():
    """In Chinese the noun stands before the number, in Russian behind it: both speak of one quantity."""
    one = judged(1, "混元视频模型开源，参数量130亿", language="zh-Hans")
    other = judged(2, "HunyuanVideo: модель на 13 млрд параметров", language="ru")
    assert "13000000000" in cluster.why(one, other)


def test_a_report_that_names_no_product_may_be_of_the_event():
    """A party to an event with a product is told of without it, by what both speak of; another maker is no party."""
    said = {"kinds": ["partnership"], "at": START + HOUR, "products": []}
    title = "OpenAI licenses Disney's Darth Vader for Sora: $1 billion"
    one = judged(1, title, companies=["OpenAI"], kinds=["partnership"])
    party = judged(2, "Disney leiht Darth Vader: 1 Milliarde Dollar", language="de", companies=["Disney"], **said)
    maker = judged(3, "Kuaishou leiht Darth Vader: 1 Milliarde Dollar", language="de", companies=["Kuaishou"], **said)
    assert (are_together(party, one), are_together(maker, one)) == (True, False)


def test_one_word_is_no_topic_and_name_at_once():
    """API is a topic in every script; that it stands in Latin letters makes it no name besides."""
    said = {"companies": ["OpenAI"], "kinds": ["pricing"]}
    why = cluster.why(judged(1, "Sora: OpenAI API", **said), judged(2, "OpenAI、「Sora」のAPI", language="ja", **said))
    assert "both speak of api +0.3" in why


@pytest.mark.parametrize(
    ("title", "summary", "kinds", "against"),
    [
        ("Actors press for filters in Sora", "Their union SAG-AFTRA spoke of deepfakes.", ["update"], True),
        ("Disney presses for filters in Sora", "The studio spoke of deepfakes.", ["update"], False),
        ("Sora opens with filters", "It takes on TikTok.", ["launch"], False),
    ],
    ids=["another party", "the same party", "a launch beside a rival"],
)
def test_who_is_spoken_of_tells_events_apart(title, summary, kinds, against):
    """One title names a party that the other report never mentions, though it speaks of others: they are two events."""
    first = judged(1, "Sora pauses deepfakes after a request of Disney", kinds=["update"])
    said = cluster.compare(judged(2, title, summary=summary, kinds=kinds), [first])
    assert ([clue.weight for clue in said.clues if "others spoken of" in clue.text] == [-1.4]) is against


def test_a_version_is_launched_once_whatever_each_site_tells_of_it():
    """Two launches of a version, a day apart, are one though one site tells of its faces and the other of its sound."""
    said = {"products": ["Wan"], "companies": ["Alibaba"], "versions": ["Wan 9"]}
    one = judged(1, "Alibaba bringt Wan 9 mit Deepfakes", language="de", **said)
    other = judged(2, "Alibaba estrena Wan 9 con música", language="es", at=START + 30 * HOUR, **said)
    assert are_together(one, other)


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        ("Japan orders xAI to curb Grok Imagine", "韩国要求xAI整改Grok Imagine", True),
        ("CNIL orders xAI to curb Grok Imagine", "网信办要求xAI整改Grok Imagine", True),
        ("Japan orders xAI to curb Grok Imagine", "Japan verlangt Abhilfe bei Grok Imagine", False),
        ("Ireland orders xAI to curb Grok Imagine", "EU verlangt Abhilfe bei Grok Imagine", False),
    ],
    ids=["two states", "two authorities", "one state", "the Union"],
)
def test_acts_of_two_states_are_two_events(one, other, against):
    """Two states that ask the same on one day act apart; an authority stands for its country, the Union for members."""
    said = {"products": ["Grok Imagine"], "companies": ["xAI"], "kinds": ["regulation"]}
    first, second = judged(1, one, **said), judged(2, other, language="zh-Hans", **said)
    found = cluster.compare(second, [first])
    assert ([clue.weight for clue in found.clues if "acts of two states" in clue.text] == [-4.5]) is against


@pytest.mark.parametrize(
    ("title", "hours", "against"),
    [
        ("ByteDance promises safeguards for Seedance", 30, True),
        ("ByteDance promises safeguards for Seedance", 8, False),
        ("Actors protest against Seedance", 30, False),
    ],
    ids=["a reply", "at once", "the outcry goes on"],
)
def test_the_reply_to_an_outcry_is_another_event(title, hours, against):
    """What a maker promises a day or more after an outcry is news of its own; on the same day it is part of it."""
    said = {"products": ["Seedance"], "companies": ["ByteDance"], "kinds": ["legal"]}
    outcry = judged(1, "Studios protest against Seedance: backlash over copyright", **said)
    found = cluster.compare(judged(2, title, **{**said, "at": START + hours * HOUR}), [outcry])
    assert ([clue.weight for clue in found.clues if "a reply to it" in clue.text] == [-4.5]) is against


def test_two_denials_are_one_whatever_kind_is_denied():
    """A product has few denials at a time: two are one event though one reads as of the market, one as of a launch."""
    said = {"products": ["HeyGen"], "status": "denied", "language": "ja"}
    one = judged(1, "HeyGen、アバターのデータ流出を否定", kinds=["market"], **said)
    later = {**said, "at": START + 20 * HOUR}
    other = judged(2, "アバター生成のHeyGen、情報漏えいの疑惑を否定", kinds=["launch"], **later)
    assert are_together(one, other)


def test_the_lite_model_of_a_version_is_another_launch():
    """The Pro or Lite model of a version, days later, is not the launch of the version."""
    said = {"products": ["Veo"], "companies": ["Google"], "versions": ["Veo 4"]}
    one = judged(1, "Google launches Veo 4 with longer scenes", **said)
    other = judged(2, "Google launches Veo 4 Lite for phones", at=START + 60 * HOUR, **said)
    assert not are_together(one, other)


def test_suits_of_two_studios_are_two_stories():
    """Two parties that do the same on one day are two events, in one language or two."""
    said = {"products": ["Hailuo"], "companies": ["MiniMax"], "kinds": ["legal"]}
    disney = judged(1, "Disney sues MiniMax over Hailuo", **said)
    netflix = judged(2, "Netflix verklagt MiniMax wegen Hailuo", language="de", at=START + 5 * HOUR, **said)
    assert not are_together(disney, netflix)


@pytest.mark.parametrize(
    ("is_meant", "companies", "together"),
    [(True, ["Alibaba"], True), (False, ["Alibaba"], False), (True, ["Tencent"], False)],
    ids=["its maker alone is named", "another product is named", "another maker"],
)
def test_a_product_that_is_only_meant_may_be_another_of_its_maker(is_meant, companies, together):
    """Of a maker of several products, the first on the list stands for the one that a headline does not name."""
    said = {"kinds": ["market"], "companies": ["Alibaba"]}
    one = judged(1, "Mystery model HappyHorse tops the leaderboard, is Alibaba's", products=["HappyHorse"], **said)
    title = f"{companies[0]} behind mystery video model that tops the leaderboard"
    said |= {"companies": companies, "is_meant": is_meant, "at": START + HOUR}
    assert are_together(one, judged(2, title, products=["Wan"], **said)) is together


def test_what_a_newsletter_adds_to_a_title_joins_nothing():
    """The minutes that a text takes to read are no evidence."""
    one = judged(1, "Pika learns to sing (2 minute read)", products=["Pika"], kinds=["update"])
    assert [extra for extra in one.traits.extra if extra.startswith("quantity")] == []


def test_what_is_remembered_of_a_story_is_never_of_another():
    """Two stores may number their stories alike: the choice depends on what is in the story."""
    first, second, *_ = STORIES["runway-round"]
    other = STORIES["pika-test"][0]
    assert cluster.choose(second, [Story(1, START, (other,))]).story is None
    assert cluster.choose(second, [Story(1, START, (first,))]).story == 1
    assert cluster.choose(second, [Story(1, START, (other,))]).story is None


# ---------------------------------------------------------------- summing up


def reports(*said: tuple[str, str, str]) -> list[Judged]:
    """Reports of one event, each with status, site and whom it cites."""
    titles = (
        "Sora ends",
        "Video app closes for good",
        "OpenAI shuts its generator",
        "No more clips from April",
        "A farewell",
    )
    return [
        judged(n, titles[n], status=status, site=site, origin=origin, kinds=["shutdown"], at=START + n * HOUR)
        for n, (status, site, origin) in enumerate(said)
    ]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([("reported", "A", "The Information"), ("reported", "B", ""), ("confirmed", "C", "")], "reported"),
        ([("reported", "A", ""), ("confirmed", "B", ""), ("confirmed", "C", "")], "confirmed"),
        ([("confirmed", "A", ""), ("confirmed", "A", "")], "reported"),
        ([("confirmed", "A", "Reuters"), ("confirmed", "B", "Reuters")], "reported"),
        ([("confirmed", "A", ""), ("confirmed", "B", "A")], "reported"),
        ([("confirmed", "A", ""), ("na", "B", "")], "reported"),
        ([("denied", "A", ""), ("denied", "B", "")], "denied"),
        ([("denied", "A", ""), ("reported", "B", ""), ("reported", "C", "")], "reported"),
        ([("na", "A", ""), ("na", "B", "")], "na"),
    ],
    ids=[
        "one careless rewrite",
        "two plain sites",
        "one site twice",
        "one source twice",
        "one cites the other",
        "an opinion",
        "denials",
        "a stray denial",
        "opinions",
    ],
)
def test_a_story_is_confirmed_by_two_independent_sites_that_say_it_plainly(said, status):
    """Sites are independent when neither site nor source is shared; hedged reports confirm nothing."""
    assert cluster.summarise(reports(*said))[2] == status


@pytest.mark.parametrize(
    ("urls", "status"),
    [
        (("https://dev.to/one", "https://www.reddit.com/r/two", "https://news.example.org/3"), "reported"),
        (("https://arxiv.org/abs/2602.00001", "https://news.example.org/3"), "confirmed"),
    ],
    ids=["posts and a site", "a paper and a site"],
)
def test_posts_confirm_nothing(urls, status):
    """What stands where anybody may publish is nobody's report, however often; a paper is its authors' word."""
    told = zip(reports(*[("confirmed", url, "") for url in urls]), urls, strict=True)
    items = [replace(one, item=replace(one.item, url=url)) for one, url in told]
    assert cluster.summarise(items)[2] == status


def test_the_vendors_word_confirms_at_once():
    """One official report makes a story confirmed, and its headline stands for it."""
    items = [
        *reports(("reported", "A", ""), ("reported", "B", "")),
        judged(9, "Goodbye to Sora", official=True, kinds=["shutdown"]),
    ]
    assert cluster.summarise(items) == (9, ("Sora",), "confirmed", ("shutdown",))


def test_the_main_product_is_the_one_most_items_put_first():
    """Products and kinds are voted; a passing mention by few is left out."""
    said = [
        (["Kling", "Veo"], ["launch"]),
        (["Kling"], ["launch", "pricing"]),
        (["Veo", "Kling"], ["launch"]),
        (["Kling", "Pika"], ["update"]),
    ]
    items = [judged(n, f"Kling {n}", products=products, kinds=kinds) for n, (products, kinds) in enumerate(said)]
    assert cluster.summarise(items)[1::2] == (("Kling", "Veo"), ("launch",))


def test_the_headline_says_what_the_story_says():
    """Of the items the one whose status is the story's, with a summary, stands for it."""
    items = [
        judged(1, "Sora may end", status="reported", kinds=["shutdown"]),
        judged(2, "Sora ends", kinds=["shutdown"], site="B"),
        judged(3, "OpenAI closes video app", kinds=["shutdown"], site="C", summary="From April.", at=START + HOUR),
    ]
    assert cluster.summarise(items)[0] == 3


def test_what_the_vendor_says_days_later_is_no_headline():
    """The headline is of the event's first days, even if the vendor spoke later."""
    items = [
        judged(1, "Sora ends", kinds=["shutdown"], site="B", summary="In April."),
        judged(2, "How to export your Sora clips", kinds=["shutdown"], official=True, at=START + 60 * HOUR),
    ]
    assert cluster.summarise(items)[0] == 1


def test_a_name_alone_is_no_headline():
    """A page of the vendor titled with the name alone tells no event: the report that does stands for the story."""
    items = [
        judged(1, "Sora 2", kinds=["launch"], official=True, summary="Our new model."),
        judged(2, "OpenAI launches Sora 2", kinds=["launch"], site="B", at=START + HOUR),
    ]
    assert cluster.summarise(items)[0] == 2


# ---------------------------------------------------------------- links


def told(number: int, title: str, *, days: float = 0, **said) -> Story:
    """A story of two sites that tell it alike."""
    at = START + timedelta(days=days)
    items = tuple(judged(10 * number + n, title, site=f"site {number}{n}", at=at, **said) for n in (1, 2))
    return summed(Story(number, at, items))


RUMOUR = {"kinds": ["launch"], "status": "reported", "versions": ["Sora 3"]}


@pytest.mark.parametrize(
    ("earlier", "later", "relation"),
    [
        (
            ("Sora 3 said to be near", RUMOUR),
            ("Sora 3 is here", {"kinds": ["launch"], "versions": ["Sora 3"], "official": True}),
            "confirms",
        ),
        (
            ("Sora 3 said to be near", RUMOUR),
            ("OpenAI denies work on Sora 3", {**RUMOUR, "status": "denied"}),
            "denies",
        ),
        (
            ("OpenAI denies work on Sora 3", {**RUMOUR, "status": "denied"}),
            ("Sora 3 is here", {**RUMOUR, "status": "confirmed", "official": True}),
            "contradicts",
        ),
        (
            ("Sora to join ChatGPT", {"kinds": ["integration"], "status": "reported"}),
            ("Sora shuts down", {"kinds": ["shutdown"], "official": True}),
            "contradicts",
        ),
        (
            ("Disney sues over Sora", {"kinds": ["legal"], "companies": ["OpenAI", "Disney"], "official": True}),
            (
                "Disney and OpenAI meet in court over Sora",
                {"kinds": ["legal"], "companies": ["OpenAI", "Disney"], "official": True},
            ),
            "continues",
        ),
        (
            ("OpenAI says goodbye to Sora", {"kinds": ["shutdown"], "official": True}),
            ("Sora: the app ends in April, the interface in September", {"kinds": ["shutdown"], "official": True}),
            "continues",
        ),
        (("Sora 3 said to be near", RUMOUR), ("Sora gets a cheaper plan", {"kinds": ["pricing"]}), None),
        (("Sora 3 said to be near", RUMOUR), ("Kling is here", {"products": ["Kling"], "official": True}), None),
        (
            ("Five prompts for Sora", {"kinds": ["review"], "status": "na"}),
            ("Sora 3 is here", {"official": True}),
            None,
        ),
    ],
    ids=[
        "rumour, launch",
        "rumour, denial",
        "denial, launch",
        "rumour, shutdown",
        "suit, hearing",
        "an end, its dates",
        "another subject",
        "another product",
        "an opinion",
    ],
)
def test_a_story_is_linked_to_what_it_turns(earlier, later, relation):
    """A later story of a product confirms, denies, contradicts or continues an earlier one, or leaves it alone."""
    before, after = told(1, earlier[0], **earlier[1]), told(2, later[0], days=10, **later[1])
    assert cluster.relate(after, [before]) == (() if relation is None else (StoryLink(1, relation),))


def test_nothing_is_linked_to_what_comes_later():
    """Links only point back."""
    before, after = told(1, "Sora 3 said to be near", **RUMOUR), told(2, "Sora 3 is here", days=5, official=True)
    assert cluster.relate(before, [after, before]) == ()


def test_a_rumour_is_confirmed_however_much_was_told_since():
    """What a story turns is looked for before what it continues: a busy product does not hide its rumours."""
    rumour, launch = told(1, "Sora 3 said to be near", **RUMOUR), told(99, "Sora 3 is here", days=20, official=True)
    since = [told(n, f"Sora gets plan {n}", days=10 + n / 10, kinds=["pricing"], official=True) for n in range(2, 60)]
    assert StoryLink(1, "confirms") in cluster.relate(launch, [*since, rumour])


# ---------------------------------------------------------------- reasons


def test_a_choice_says_why():
    """The reason names what both have in common, with its weight."""
    first, second, *_ = STORIES["runway-round"]
    choice = cluster.choose(second, file([first]))
    assert choice.story == 1
    assert "same sum +" in choice.why
    assert "both funding +" in choice.why


def test_a_sum_told_in_passing_parts_no_round():
    """Only two headlines that name different sums speak of two events: last year's is in every summary."""
    round_told = judged(1, "Sora's maker raises $300 million", kinds=["funding"])
    in_passing = judged(2, "Sora's maker closes a round", summary="It had $40 million a year ago.", kinds=["funding"])
    other = judged(3, "Sora's maker raises $40 million", kinds=["funding"])
    assert "other sum" not in cluster.why(in_passing, round_told)
    assert "other sum" in cluster.why(other, round_told)


def test_a_new_story_says_what_it_was_kept_from():
    """When the nearest story is too far, the reason names it."""
    choice = cluster.choose(STORIES["kling-4-1-launch"][0], file(STORIES["kling-4-launch"]))
    assert choice.story is None
    assert choice.why.startswith("not #1: ")
    assert "other version kling4.1" in choice.why


def test_without_candidates_a_story_is_new():
    """An item near which nothing is told opens a story."""
    assert cluster.choose(ITEMS[0], []) == cluster.choose(ITEMS[0], [Story(7, START)])


def test_two_items_say_why_they_are_together():
    """`explain` gets one line about two items."""
    one, other = STORIES["kling-price-cut"]
    assert cluster.why(one, other).startswith("one event (")
    assert cluster.why(one, STORIES["runway-office"][0]).startswith("not by these two alone (")


def test_a_reason_names_each_thing_once_and_quantities_as_people_write_them():
    """What two items speak of is said in words, not in the spelling of traits."""
    one = judged(1, "Sora makes 120-second clips by its API, 30 percent off in France", kinds=["pricing"])
    other = judged(2, "30 % weniger: Sora-API in Frankreich, 120 Sekunden", kinds=["pricing"], language="de")
    assert "both speak of 30 %, api, france, 120 s +" in cluster.why(one, other)


def test_a_reason_says_when_it_is_the_summaries_that_are_alike():
    """Titles that share no word are not said to be alike."""
    one, other = (
        judged(n, title, kinds=["funding"], summary="The studio said so on Monday in a statement of its own")
        for n, title in enumerate(("Sora gets money", "Who pays for videos?"))
    )
    assert re.search(r"wording alike by 0\.\d\d, summaries included", cluster.why(one, other))


# ---------------------------------------------------------------- traits

THREE_HUNDRED = "usd 300000000"


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "raises $300 million", [THREE_HUNDRED]),
        ("en", "raises $300M", [THREE_HUNDRED]),
        ("en", "a US$0.3bn round", [THREE_HUNDRED]),
        ("en", "three hundred reasons", []),
        ("en", "worth three billion dollars", ["usd 3000000000"]),
        ("en", "$14.99 a month, up 12.5 percent", ["usd 14.99", "% 12.5"]),
        ("en", "$1,250,000 and 1,200 people", ["usd 1250000", "count 1200"]),
        ("zh-Hans", "获3亿美元融资", [THREE_HUNDRED]),
        ("zh-Hans", "融资 3 亿 美元", [THREE_HUNDRED]),
        ("zh-Hans", "三亿美元", [THREE_HUNDRED]),
        ("zh-Hant", "集資3億美元", [THREE_HUNDRED]),
        (
            "zh-Hans",
            "会员价89元，用户500万，220亿参数，涨30％",
            ["cny 89", "count 5000000", "parameters 22000000000", "% 30"],
        ),
        ("zh-Hans", "1.5万亿元", ["cny 1500000000000"]),
        ("ja", "3億ドルを調達", [THREE_HUNDRED]),
        ("ja", "約1550億円を出資、月額3万円", ["jpy 155000000000", "jpy 30000"]),
        ("ja", "２億ドル", ["usd 200000000"]),
        ("ko", "3억 달러 투자 유치", [THREE_HUNDRED]),
        ("ko", "3억1500만달러, 기업가치 7조원", ["usd 315000000", "krw 7000000000000"]),
        ("ko", "4%↑ 15초", ["% 4", "s 15"]),
        ("de", "300 Millionen Dollar", [THREE_HUNDRED]),
        ("de", "0,3 Mrd. Dollar", [THREE_HUNDRED]),
        ("de", "einer Milliarde Dollar für 1.500 Kunden", ["usd 1000000000", "count 1500"]),
        ("ru", "миллиард юаней, 2 миллиарда юаней", ["cny 1000000000", "cny 2000000000"]),
        ("pl", "miliard dolarów na sto milionów filmów", ["usd 1000000000", "count 100000000"]),
        ("es", "mil millones de dólares y cien millones de usuarios", ["usd 1000000000", "users 100000000"]),
        ("de", "3 Billionen Euro, 12,5 Prozent", ["eur 3000000000000", "% 12.5"]),
        ("fr", "300 millions de dollars", [THREE_HUNDRED]),
        ("fr", "d'un milliard de dollars et 1 500 euros", ["usd 1000000000", "eur 1500"]),
        ("es", "300 millones de dólares", [THREE_HUNDRED]),
        ("es", "1.000 millones de dólares", ["usd 1000000000"]),
        ("pt", "US$ 300 milhões", [THREE_HUNDRED]),
        ("pt", "R$ 89,90 e US$ 5,3 bilhões", ["brl 89.9", "usd 5300000000"]),
        ("it", "300 milioni di dollari", [THREE_HUNDRED]),
        ("it", "tre miliardi di euro", ["eur 3000000000"]),
        ("nl", "300 miljoen dollar", [THREE_HUNDRED]),
        ("ru", "$300 млн", [THREE_HUNDRED]),
        ("ru", "300 миллионов долларов", [THREE_HUNDRED]),
        ("ru", "0,69 % и 200 тыс. рублей", ["% 0.69", "rub 200000"]),
        ("pl", "300 mln dolarów", [THREE_HUNDRED]),
        ("pl", "1,5 mld zł", ["pln 1500000000"]),
        ("sv", "300 miljoner dollar", [THREE_HUNDRED]),
        ("vi", "300 triệu USD", [THREE_HUNDRED]),
        ("id", "300 juta dolar AS, Rp 89.000", [THREE_HUNDRED, "idr 89000"]),
        ("tr", "300 milyon dolar", [THREE_HUNDRED]),
        ("en", "£200m, €1.5bn, ¥500 and ₩1,000", ["gbp 200000000", "eur 1500000000", "jpy 500", "krw 1000"]),
        ("zh-Hans", "¥500", ["cny 500"]),
        ("en", "15 seconds in 1080p, 14B parameters", ["s 15", "p 1080", "parameters 14000000000"]),
        ("en", "2-minute shots, rendered in 48 hours", ["min 2", "h 48"]),
        ("de", "in 30-sekündigen Teilen", ["s 30"]),
        ("ru", "95-минутный фильм", ["min 95"]),
        ("zh-Hans", "2分钟，降价四成", ["min 2", "% 40"]),
        ("ja", "60秒で4割安", ["s 60", "% 40"]),
        ("hi", "60 सेकंड, 40 फीसदी", ["s 60", "% 40"]),
        ("ar", "30 ثانية بخصم 40 بالمئة", ["s 30", "% 40"]),
    ],
)
def test_amounts_are_the_same_in_every_language(language, text, wanted):
    """Scales, currencies, units and digits of each language come out one way."""
    assert [str(one) for one in amounts(text, language)] == wanted


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Veo 3.1 and Gen-4.5 in 2026"),
        ("en", "on October 31 at 12:30"),
        ("ja", "2026年10月30日、Kling 3.0"),
        ("zh-Hans", "11月21日 Seedance 2.0"),
        ("en", "GPT-5.2, Sora2, H3"),
        ("en", "a picture in 4K"),
        ("en", "one of two, in a second"),
        ("ja", "3分の1、10時5分"),
        ("zh-Hans", "九成功夫，一百二十分"),
    ],
    ids=[
        "versions", "a date", "a Japanese date", "a Chinese date", "glued versions", "a resolution", "an article",
        "a third, an hour", "no tenths",
    ],
)
def test_versions_dates_and_years_are_no_amounts(language, text):
    """What counts nothing is no evidence of a sum or a count."""
    assert [one for one in amounts(text, language) if one.unit != "k"] == []


def test_each_spelling_of_the_tables_is_found():
    """A row of the tables is no dead letter: its spelling alone speaks of its thing."""
    rows = [
        (written.removesuffix("$"), f"{kind}:{thing}")
        for kind, tables in TABLES
        for table in tables
        for thing, spellings in table.items()
        for written in spellings.split("|")
    ]
    assert [row for row in rows if row[1] not in {*concepts(row[0]), *concepts(row[0], "ja")}] == []


def test_only_words_of_spaced_scripts_are_marked_whole():
    """Han, Kana and Hangul have no whole words here: the mark would promise what it does not keep."""
    rows = [row for _, tables in TABLES for table in tables for row in table.values()]
    spelled = [written for row in rows for written in row.split("|")]
    assert [one for one in spelled if one.endswith("$") and ord(one[-2]) > 0x0530 and one[-2].isalpha()] == []


@given(st.text(max_size=60) | st.text("0123456789.,$億万 %m", max_size=60), st.sampled_from(["en", "de", "ja", "zh"]))
def test_no_text_breaks_the_reading_of_amounts(text, language):
    """Any text can be read; values are finite, never negative, and places lie inside the text."""
    assert all(0 <= one.value < 1e30 and one.start < one.end for one in amounts(text, language))


@pytest.mark.parametrize("text", ["9" * 5000, "1,000" * 1000, "1億" * 3000, "$ " * 5000], ids=lambda text: text[:6])
def test_endless_figures_are_read_in_time(text):
    """A figure longer than any sum is none, and the reading of a hostile text ends."""
    assert all(one.value < 1e30 for one in amounts(text, "ja"))


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("迪士尼起诉", "zh-Hans", ("entity:disney", "topic:lawsuit")),
        ("迪士尼提告", "zh-Hant", ("entity:disney", "topic:lawsuit")),
        ("ディズニーが提訴", "ja", ("entity:disney", "topic:lawsuit")),
        ("디즈니 소송", "ko", ("entity:disney", "topic:lawsuit")),
        ("Disney demanda", "es", ("entity:disney", "topic:lawsuit")),
        ("Disney verklagt", "de", ("entity:disney", "topic:lawsuit")),
        ("Danmark förbjuder", "sv", ("place:denmark", "topic:ban")),
        ("Schauspielgewerkschaft", "de", ("entity:sag-aftra",)),
        ("Disneyland", "en", ("entity:disney",)),
        ("Metaphor", "en", ()),
        ("バイトダンス", "ja", ("entity:bytedance",)),
        ("モデル", "ja", ()),
    ],
)
def test_one_thing_has_one_name_in_all_languages(text, language, wanted):
    """Names and topics that languages spell differently are recognised as one, whole words where that matters."""
    assert concepts(text, language) == wanted


def test_names_in_latin_letters_are_found_in_any_script():
    """What is neither the product nor its maker, nor a common word, is a name."""
    found = names("「Sora」をChatGPTに、The Information が GPT-5.2 と Critterz's を", {"sora"})
    assert found == ("chatgpt", "information", "gpt-5.2", "critterz")


def test_traits_of_an_irrelevant_item_are_few():
    """What is never compared is not analysed: only what the store keeps in columns of its own."""
    item = Item(
        "feed",
        "1",
        "https://www.example.org/a/",
        "Runway 27L closed, $300 million lost",
        site="Airport News",
        published_at=START,
    )
    traits = cluster.traits(item, Judgement(False, 0.0, "en"), Claim("na", ()))
    assert (traits.url_key, traits.site, traits.at, traits.numbers, traits.extra) == (
        "example.org/a",
        "Airport News",
        START,
        (),
        (),
    )


def test_traits_hold_what_can_be_compared():
    """Numbers are normalised, names folded, versions of the title told from those of the text."""
    one = judged(
        1,
        "Runway raises $300 million with Gen-5",
        products=["Runway"],
        versions=["Gen-5", "Gen-4"],
        companies=["Runway", "Nvidia"],
        summary="After Gen-4, General Atlantic leads. See https://runway.example/news?utm_source=x and 15 seconds.",
    )
    assert one.traits.numbers == (THREE_HUNDRED,)
    assert {"general", "atlantic"} <= set(one.traits.names)
    assert {"head:Gen-5", "headsum:usd 300000000", "quantity:s 15", "link:runway.example/news"} <= set(one.traits.extra)
    assert "head:Gen-4" not in one.traits.extra


@given(st.text(max_size=80), st.text(max_size=120), st.sampled_from(["", "en", "de", "zh-Hans", "ja", "ko", "ru"]))
def test_any_text_has_traits_and_a_story(title, summary, language):
    """No text breaks the traits, and an item always belongs with itself."""
    one = judged(1, title, summary=summary, language=language, url="https://news.example.org/a")
    assert cluster.choose(one, [Story(1, START, (one,))]).story == 1


def test_an_undated_item_counts_from_when_it_was_seen():
    """Without a date of its own an item stands where it was first seen."""
    item = replace(ITEMS[0].item, published_at=None, seen_at=START)
    assert cluster.traits(item, ITEMS[0].judgement, ITEMS[0].claim).at == START
