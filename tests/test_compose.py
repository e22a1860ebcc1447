"""What an edition tells, in which order, what is new of it, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compose import Material, compose
from monitor.compose.entry import GIST, SHOWN, headline_item
from monitor.compose.history import STEPS
from monitor.model import (
    Claim,
    Digest,
    Item,
    Judged,
    Judgement,
    Match,
    Slot,
    Story,
    StoryLink,
    Told,
    Traits,
)
from monitor.text import width

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=1)
SLOT = Slot("daily", "2026-03-25T07:00", NOW)
DIGEST = Digest("daily", ("ann@example.org",))


def judged(number, title="", *, ago=5.0, seen=None, site="", language="en", status="confirmed", official=False, url="",
           summary="", origin="", versions=(), numbers=(), companies=("OpenAI",), hosts=(), score=1.0):  # fmt: skip
    """An item published `ago` hours before the edition, seen then or `seen` hours before."""
    at = NOW - timedelta(hours=ago)
    seen_at = at if seen is None else NOW - timedelta(hours=seen)
    title = title or f"Title {number}"
    site = site or f"Site {number}"
    url = url or f"https://example.org/{number}"
    item = Item(
        "feed", str(number), url, title, summary, language, site, at, seen_at, official
    )
    judgement = Judgement(True, score, language, companies=companies, hosts=hosts, versions=versions)
    claim = Claim(status, ("launch",), origin, official)
    return Judged(number, item, judgement, claim, Traits(numbers=numbers, at=at))


def story(number, *items, status="confirmed", kinds=("launch",), products=("Sora",), links=(), headline=0, ago=5.0):
    items = items or (judged(number * 10, ago=ago),)
    return Story(
        number, items[0].item.seen_at, tuple(items), headline or items[0].id, products, status, kinds, tuple(links)
    )


def issue(*stories, digest=DIGEST, told=(), earlier=(), **more):
    earlier, told = {one.id: one for one in earlier}, {one.story: one for one in told}
    return compose(digest, SLOT, Material(NOW, stories, earlier, told, **more), SINCE)


def edition(*stories, **more):
    return issue(*stories, **more)[0]


def numbers(entries):
    return [entry.story for entry in entries]


def entry_of(one, **more):
    made = edition(one, **more)
    return (*made.top, *made.brief)[0]


def told(number, status="reported", **more):
    return Told(number, status, **{"official": False, "sources": 1, "told_at": SINCE, **more})


def test_what_weighs_too_little_waits():
    """Stories below the digest's minimum are not told, and are once more sites carry them."""
    light, heavy = story(1, status="reported"), story(2, status="confirmed")
    digest = replace(DIGEST, minimum=6.0)
    today, told = issue(light, heavy, digest=digest)
    assert ([one.story for one in today.top], [one.story for one in told]) == ([2], [2])
    grown = story(1, judged(10), judged(11), judged(12), status="reported")
    assert numbers(edition(grown, heavy, digest=digest, told=told).top) == [1]


def test_without_a_minimum_nothing_is_too_light():
    """A plain report that is old when its feed is read again, and so weighs less than nothing, is told."""
    late = judged(10, ago=80, seen=5, status="na")
    made = edition(story(1, late, status="na", kinds=()))
    assert (numbers(made.brief), made.brief[0].weight < 0) == ([1], True)


# ---------------------------------------------------------------- what belongs to a digest


def test_a_digest_tells_only_its_products():
    """With `products`, other stories are another digest's business."""
    stories = [story(1), story(2, products=("Veo", "Sora")), story(3, products=("Kling",)), story(4, products=())]
    assert sorted(numbers(edition(*stories, digest=replace(DIGEST, products=("Sora",))).top)) == [1, 2]
    assert sorted(numbers(edition(*stories).top)) == [1, 2, 3, 4]


def test_a_digest_reads_only_its_languages():
    """With `languages`, reports in others are left out, and stories that have no other."""
    both = story(1, judged(10, language="zh-Hans"), judged(11, language="en"))
    foreign = story(2, judged(20, language="zh-Hant"))
    made = edition(both, foreign, digest=replace(DIGEST, languages=("en",)))
    assert numbers(made.top) == [1]
    assert [source.language for source in made.top[0].sources] == ["en"]
    assert (made.items, made.languages) == (1, 1)


def test_old_stories_nobody_was_told_are_left_out():
    """A story that nothing joined since the last edition, opened before its newest one, is not told."""
    old = story(5, judged(50, ago=80))
    assert numbers(edition(old).top) == []
    assert numbers(edition(old, told=[told(9)]).top) == []


def test_an_edited_watchlist_looks_back():
    """A story opened after the newest one told is told, though its reports are old."""
    old = story(12, judged(120, ago=80))
    assert numbers(edition(old, told=[told(9)]).top) == [12]


def test_an_entry_tells_a_rumour_from_what_one_site_says_plainly():
    """Both are `reported`; only of the first a reader must know that nobody stands for it."""
    rumour = story(1, judged(10, status="reported"), status="reported")
    alone = story(2, judged(20, status="confirmed"), status="reported")
    assert {entry.story: entry.plain for entry in edition(rumour, alone).top} == {1: False, 2: True}


# ---------------------------------------------------------------- order and place


def test_heavier_stories_come_first():
    """Facts come before rumours, rumours before opinions; many sites, languages and the vendor's word weigh more."""
    fact = story(1)
    rumour = story(2, judged(20, status="reported"), status="reported")
    opinion = story(
        3, judged(30, status="na"), judged(31, status="na"), judged(32, status="na"), status="na", kinds=("review",)
    )
    wide = story(4, *(judged(40 + n, language=tag) for n, tag in enumerate(("en", "ja", "de", "fr"))))
    official = story(5, judged(50, official=True))
    aged = story(6, judged(60, ago=30, seen=1))
    made = edition(opinion, rumour, fact, aged, wide, official)
    assert numbers(made.top) == [4, 5, 1, 6, 2, 3]
    assert [entry.weight for entry in made.top] == sorted((entry.weight for entry in made.top), reverse=True)


def test_of_equals_the_newest_story_comes_first():
    """The order never depends on the order of the database."""
    assert numbers(edition(story(1), story(3), story(2)).top) == [3, 2, 1]


def test_what_is_followed_first_weighs_more():
    """Of two digests each brings the product it names first to the top."""
    stories = [story(1, products=("Sora",)), story(2, products=("Veo",))]
    first = [numbers(edition(*stories, digest=replace(DIGEST, products=names)).top)[0] for names in
             (("Sora", "Veo"), ("Veo", "Sora"))]  # fmt: skip
    assert first == [1, 2]


def test_the_rest_takes_one_line_each_by_product():
    """`top` stories are told whole; the others follow by product, the product with the heaviest line first."""
    stories = [story(n, products=("Sora" if n % 2 else "Veo",), ago=n) for n in range(1, 8)]
    made = edition(*stories, digest=replace(DIGEST, top=2))
    assert (numbers(made.top), numbers(made.brief)) == ([1, 2], [3, 5, 7, 4, 6])


def test_opinions_take_a_line_with_and_without_news():
    """A how-to that few carry takes one line, also on a day without news: it is none."""
    opinion = story(1, judged(10, status="na"), status="na", kinds=("review",))
    with_news = edition(opinion, story(2))
    assert (numbers(with_news.top), numbers(with_news.brief)) == ([2], [1])
    alone = edition(opinion)
    assert (alone.top, [(entry.story, entry.minor) for entry in alone.brief]) == ((), [(1, True)])


def test_what_anybody_may_upload_stands_behind_reports():
    """A post or a film takes a line beside reports; what a site reports too, or the vendor posted, is told whole."""
    posted = story(1, judged(10, url="https://www.reddit.com/r/x/1"), judged(11, url="https://dev.to/y/1"))
    carried = story(2, judged(20, url="https://m.bilibili.com/video/1"), judged(21))
    vendors = story(3, judged(30, url="https://www.youtube.com/watch?v=1", official=True))
    made = edition(posted, carried, vendors, story(4, status="reported"))
    assert (numbers(made.top), numbers(made.brief)) == ([2, 3, 4], [1])
    assert numbers(edition(posted).top) == [1]


@pytest.mark.parametrize(
    ("title", "url"),
    [("Kling 9 is coming, I saw it", "https://www.reddit.com/r/x/1"), ("Show HN: Cuts with Kling", "https://cuts.test"),
     ("Cuts with Kling (Website)", "https://cuts.test")],
    ids=["a post", "shown by its maker", "a page in a list"],
)
def test_a_lone_post_takes_a_line_on_any_day(title, url):
    """One post, and what a maker shows to a community, is never told whole; of nobody's product it is no news."""
    post = judged(10, title, url=url)
    made = edition(story(1, post))
    assert (numbers(made.top), [(entry.story, entry.minor) for entry in made.brief]) == ([], [(1, False)])
    of_nobody = story(1, judged(10, title, url=url, companies=()), products=())
    made = edition(of_nobody)
    assert (made.is_quiet, [(entry.story, entry.minor) for entry in made.brief]) == (True, [(1, True)])


def test_a_paper_is_news_once_somebody_reports_it():
    """Ten papers come a day: a line each, behind the news, until a site has one, or its makers speak."""
    kinds = {"kinds": ("research",), "status": "reported"}
    archived = judged(10, url="https://arxiv.org/abs/2601.1"), judged(11, url="https://huggingface.co/papers/1")
    paper = story(1, *archived, **kinds)
    carried = story(2, judged(20, url="https://arxiv.org/abs/2601.2"), judged(21), **kinds)
    made = edition(paper, carried)
    assert (numbers(made.top), [(entry.story, entry.minor) for entry in made.brief]) == ([2], [(1, True)])


def test_an_article_that_comes_again_is_not_told_again():
    """A story of nothing but what stood in an earlier one that was told (re-dated, translated) stays out."""
    before = story(4, judged(40, url="https://example.org/a"), judged(41))
    again = story(7, judged(70, url="http://www.example.org/a?utm_source=x"), links=[StoryLink(4, "continues")])
    more = story(8, judged(80, url="https://example.org/a"), judged(81), links=[StoryLink(4, "continues")])
    made = edition(again, more, told=[told(4, "confirmed")], earlier=[before])
    assert numbers(made.top) == [8]
    assert numbers(edition(again, earlier=[before]).top) == [7]


def test_opinions_stand_after_the_news():
    """Among the lines news come first, those of a product together; opinions and how-tos are marked and come last."""
    how_to = story(1, judged(10, status="na"), status="na", kinds=("review",), products=("Veo",))
    news = (story(2), story(3, products=("Veo",)), story(4, products=("Kling",)))
    made = edition(how_to, *news, digest=replace(DIGEST, top=1))
    assert [(entry.story, entry.minor) for entry in made.brief] == [(3, False), (2, False), (1, True)]


def test_what_names_nobody_takes_a_line_until_a_second_site_has_it():
    """A story about AI video as such, carried by one site, is never told whole beside news of a product."""
    alone = story(1, judged(10, companies=()), products=())
    carried = story(2, judged(20, companies=()), judged(21, companies=()), products=())
    posted = judged(41, companies=(), url="https://www.reddit.com/r/x/4")
    with_a_post = story(4, judged(40, companies=()), posted, products=())
    made = edition(with_a_post, story(3))
    assert (numbers(made.top), numbers(made.brief)) == ([3], [4])
    made = edition(alone, carried, story(3))
    assert (sorted(numbers(made.top)), numbers(made.brief)) == ([2, 3], [1])
    assert numbers(edition(alone).top) == [1]
    again = story(4, PLAIN, judged(11))
    beside = edition(alone, again, told=[told(4)])
    assert (numbers(beside.top), numbers(beside.brief)) == ([], [4, 1])


def test_without_stories_there_is_an_edition_all_the_same():
    """A day without news has its edition, which tells nothing."""
    made, told_now = issue()
    assert (made.top, made.brief, made.items, made.languages, told_now) == ((), (), 0, 0, ())
    assert (made.digest, made.slot, made.composed_at, made.covers_since) == ("daily", "2026-03-25T07:00", NOW, SINCE)


# ---------------------------------------------------------------- what is new


CHANGES = [
    ({"status": "reported"}, {}, []),
    ({"status": "reported"}, {"status": "confirmed"}, ["status:reported:confirmed"]),
    ({"status": "confirmed"}, {"status": "na"}, []),
    ({"status": "confirmed"}, {"status": "confirmed", "official": True}, ["official:OpenAI"]),
    ({"status": "confirmed", "official": True}, {"status": "confirmed", "official": True}, []),
    ({"versions": ("Sora 2",)}, {"versions": ("Sora 2", "Sora 3")}, ["version:Sora 3"]),
    ({"versions": ("Sora 2",)}, {"versions": ("Sora 2", "Veo 4")}, []),
    ({"numbers": ("usd 3",), "official": True}, {"numbers": ("usd 3", "usd 4", "12"), "official": True},
     ["number:usd 4"]),
    ({"numbers": ("usd 3",)}, {"numbers": ("usd 3", "usd 4")}, []),
    ({"numbers": ("usd 100",), "official": True}, {"numbers": ("jpy 16000", "usd 105"), "official": True},
     ["number:usd 105"]),
]


@pytest.mark.parametrize(("before", "now", "codes"), CHANGES)
def test_a_story_comes_back_only_with_something_new(before, now, codes):
    """A changed status, the vendor's word, a version, an amount bring a story back; wording, kinds, rates do not."""
    fields = {"status": "reported", **now}
    one = judged(10, site="Known", **fields)
    back = edition(story(1, one, status=fields["status"]), told=[told(1, **before)])
    spoken = [entry.whats_new for entry in (*back.top, *back.brief)]
    assert spoken == ([(f"since:{SINCE.isoformat()}", *codes)] if codes else [])


def test_an_amount_is_news_in_a_headline_or_once_a_second_site_names_it():
    """One site alone may have an amount of its background; what two name, or a headline, is of the event."""
    amounts = (("usd 4", "usd 9"), ("usd 4",), ("usd 300000000",))
    items = [judged(10 + n, "It raises $300 million" if n == 2 else "", site=f"Known {n}", numbers=given)
             for n, given in enumerate(amounts)]  # fmt: skip
    back = edition(story(1, *items), told=[told(1, "confirmed", sources=3)])
    assert [entry.whats_new[1:] for entry in back.top] == [("number:usd 4", "number:usd 300000000")]


def test_a_version_is_news_once():
    """A version that another story told is known."""
    one = judged(10, site="Known", versions=("Sora 3",))
    other = told(2, "confirmed", versions=("Sora 3",))
    assert edition(story(1, one), told=[told(1, "confirmed"), other]).top == ()


def test_a_detail_of_what_was_told_stands_behind_fresh_news():
    """A follow-up with a detail weighs less than the same event told for the first time; a turn weighs more."""
    detail = story(1, judged(10, site="Known", versions=("Sora 3",)))
    turned = story(2, judged(20, site="Known"))
    made = edition(detail, turned, story(3), told=[told(1, "confirmed"), told(2, "reported")])
    assert numbers(made.top) == [2, 3, 1]


@pytest.mark.parametrize(
    ("relation", "linked", "codes"),
    [("denies", (), ["link:denies:4"]), ("contradicts", (), ["link:contradicts:4"]),
     ("confirms", (), ["link:confirms:4"]), ("continues", (), []), ("denies", (4,), [])],
)  # fmt: skip
def test_a_link_to_an_earlier_story_is_news_once(relation, linked, codes):
    """That a story confirms, denies or contradicts an earlier one is told once; that it continues one is not news."""
    one = story(7, judged(70, site="Known"), links=[StoryLink(4, relation)])
    back = edition(one, told=[told(7, "confirmed", linked=linked)], earlier=[story(4)])
    assert [entry.whats_new[1:] for entry in back.top] == ([tuple(codes)] if codes else [])


def test_the_vendor_without_a_name_has_spoken_too():
    """Where nobody knows whose channel it is, the code has no name."""
    one = story(1, judged(10, official=True, companies=(), site="Known"))
    assert entry_of(one, told=[told(1, "confirmed")]).whats_new[1:] == ("official:",)


def test_three_more_sites_are_an_echo_of_one_line():
    """More sites saying the same take one line from three on, at the end of the brief ones."""
    stories = [story(n, *(judged(10 * n + k) for k in range(sites))) for n, sites in ((1, 4), (2, 3), (3, 1))]
    made = edition(*stories, told=[told(1, "confirmed"), told(2, "confirmed")])
    assert (numbers(made.top), numbers(made.brief)) == ([3], [1])
    assert made.brief[0].whats_new == (f"since:{SINCE.isoformat()}", "sources:3")


PLAIN = judged(10, ago=40, seen=40)
POST = judged(10, ago=40, seen=40, url="https://www.reddit.com/r/x/1")


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        (PLAIN, judged(11), "brief"),
        (PLAIN, judged(11, official=True), "top"),
        (PLAIN, judged(11, versions=("Sora 3",)), "top"),
        (judged(10, ago=40, seen=40, status="reported"), judged(11), "top"),
        (POST, judged(11), "top"),
    ],
    ids=["plain", "the vendor", "a version", "a rumour", "a post"],
)
def test_a_second_site_that_says_the_same_takes_a_line(first, second, place):
    """What one site said plainly is no news when another does: a line tells that it is confirmed."""
    made = edition(story(1, first, second), told=[told(1)])
    assert (numbers(made.top), numbers(made.brief)) == (([], [1]) if place == "brief" else ([1], []))
    assert ("seconded" in (*made.top, *made.brief)[0].whats_new) is (place == "brief" or first is PLAIN)


@pytest.mark.parametrize(
    ("was", "items", "places"),
    [
        ("na", [PLAIN], ([], [])),
        ("na", [judged(10, ago=40, seen=40, status="na"), judged(11)], ([1], [])),
        ("na", [judged(10, ago=40, seen=40, status="na"), judged(11, site="Site 10")], ([], [])),
        ("reported", [PLAIN, judged(11, ago=30, seen=30)], ([], [])),
        ("reported", [judged(10, ago=40, seen=40, status="reported"), judged(11, ago=30, seen=30)], ([1], [])),
    ],
    ids=["a claim seen later", "a report", "its own site again", "put together", "a rumour judged anew"],
)
def test_what_was_there_when_it_was_told_is_no_news(was, items, places):
    """A report judged anew, or two put together, bring no story back; a rumour that is none any more does."""
    made = edition(story(1, *items), told=[told(1, was, sources=2)])
    assert (numbers(made.top), numbers(made.brief)) == places


def test_posts_confirm_nothing():
    """A second post of the same brings no story back."""
    second = judged(11, url="https://www.youtube.com/watch?v=1")
    assert edition(story(1, POST, second), told=[told(1)]).entries == ()


def test_a_mere_post_brings_no_detail():
    """A version, region or sum that stands in a post alone brings no story back; the vendor's post does."""
    post = {"url": "https://www.producthunt.com/x", "versions": ("Sora 3",), "numbers": ("usd 4",)}
    made = edition(story(1, PLAIN, judged(11, "Sora 3 for $4", **post)), told=[told(1, "confirmed")])
    assert made.entries == ()
    made = edition(story(1, PLAIN, judged(11, official=True, **post)), told=[told(1, "confirmed", official=True)])
    assert made.top[0].whats_new[1:] == ("version:Sora 3", "number:usd 4", "sources:1")


def test_few_echoes_stand_and_the_others_may_come_tomorrow():
    """At most five lines are echoes; what was not told is not recorded as told."""
    stories = [story(n, *(judged(10 * n + k) for k in range(5))) for n in range(1, 9)]
    made, told_now = issue(*stories, told=[told(n, "confirmed") for n in range(1, 9)])
    assert (made.top, len(made.brief)) == ((), 5)
    assert sorted(one.story for one in told_now) == sorted(numbers(made.brief))


def test_what_was_told_is_recorded_and_never_forgotten():
    """After an edition its stories have all that was ever told of them."""
    before = told(1, "reported", versions=("Sora 1",), numbers=("usd 1",), kinds=("market",), sources=9, linked=(3,))
    one = judged(10, versions=("Sora 2",), numbers=("usd 2",), official=True)
    _, recorded = issue(story(1, one, links=[StoryLink(4, "denies")]), told=[before], earlier=[story(4)])
    assert recorded == (
        Told(1, "confirmed", True, ("Sora 1", "Sora 2"), ("usd 1", "usd 2"), ("market", "launch"), 9, None, (3, 4)),
    )


def test_nothing_is_new_of_what_was_just_told():
    """Composed again after it was recorded, an edition is quiet."""
    stories = [story(1, judged(10, versions=("Sora 2",))), story(2, judged(20, status="reported"), status="reported")]
    _, recorded = issue(*stories)
    again = [replace(one, told_at=NOW) for one in recorded]
    assert numbers(edition(*stories, told=again).top) == []


# ---------------------------------------------------------------- how a story is shown


@pytest.mark.parametrize(
    ("languages", "wanted"),
    [(("en",), 10), (("ja", "en"), 11), (("de",), 12), (("ko", "fr"), 13), ((), 12), (("it",), 12)],
)
def test_the_headline_is_in_a_language_the_reader_prefers(languages, wanted):
    """The first preferred language that has a title gives the headline; without any, the story's own best does."""
    items = [
        judged(10, language="en"),
        judged(11, language="ja"),
        judged(12, language="de"),
        judged(13, language="fr-CA"),
    ]
    one = story(1, *items, headline=12)
    assert headline_item(one, languages).id == wanted
    assert entry_of(one, digest=replace(DIGEST, headline_languages=languages)).headline == f"Title {wanted}"


@pytest.mark.parametrize(
    "better",
    [{"status": "confirmed"}, {"official": True}, {"summary": "A summary."}, {"score": 5.0}, {"ago": 9.0}],
    ids=["says it", "vendor", "summary", "surer", "earlier"],
)
def test_the_best_of_a_language_gives_the_headline(better):
    """Of several reports in the reader's language, what says what the story says, the vendor's word and so on win."""
    plain = {"status": "confirmed", **({"status": "reported"} if "status" in better else {})}
    one = story(1, judged(10, language="zh"), judged(11, **plain), judged(12, **{**plain, **better}), headline=10)
    assert headline_item(one, ("en",)).id == 12


@pytest.mark.parametrize(("languages", "wanted"), [(("fr", "en"), 12), (("fr",), 10)], ids=["another", "no other"])
def test_a_rumour_gives_no_headline_of_what_is_confirmed(languages, wanted):
    """What hedges stands above CONFIRMED only where nothing else can be read."""
    rumour, report = judged(10, "Rumeur", language="fr", status="reported"), judged(12, "Report", language="en")
    one = story(1, rumour, judged(11, "公開", language="ja"), report, headline=11)
    assert headline_item(one, languages).id == wanted


def test_a_name_alone_gives_no_headline():
    """The vendor's page is titled "Sora 2": the report that says what became of it gives the headline."""
    name = Match("Sora", "product", "Sora", "title", 0, 4, "rule")
    page = judged(11, "Sora 2", official=True)
    page = replace(page, judgement=replace(page.judgement, matches=(name,)))
    report = judged(12, "Sora 2 is out")
    report = replace(report, judgement=replace(report.judgement, matches=(name,)))
    assert headline_item(story(1, judged(10, language="zh"), page, report, headline=10), ("en",)).id == 12


@pytest.mark.parametrize(
    ("title", "summary", "headline", "gist"),
    [
        ("Kling is out", "It costs little.", "Kling is out", "It costs little."),
        ("Kling is out", "Kling is out. It costs little.", "Kling is out", "It costs little."),
        ("Kling is out now", "Kling is out", "Kling is out now", ""),
        ("Kling is out", "Kling is out of beta.", "Kling is out", "Kling is out of beta."),
        ("動画", "動画は公開。", "動画", "動画は公開。"),
        ("Kling is out", "KLING IS OUT 快手发布", "Kling is out", "快手发布"),
        ("", "It costs little.", "It costs little.", ""),
        ("\u200b", "w " * 100 + "end", "w " * 59 + "w…", "w " * 40 + "end"),
        ("", "", "Site 10", ""),
        ("Kling is out in Asia | Example News", "Kling is out in Asia. Free.", "Kling is out in Asia", "Free."),
        ("Kling is out - Example", "", "Kling is out", ""),
        ("Kling is out – for all", "", "Kling is out – for all", ""),
        ("Kling | Pro", "", "Kling | Pro", ""),
        ("Kling is out (2 minute read)", "", "Kling is out", ""),
        ("可灵全面开放（1/4）", "", "可灵全面开放", ""),
        ("Kling is out, try it https://t.test/a https://t.test/b", "", "Kling is out, try it", ""),
        ("https://t.test/a", "", "https://t.test/a", ""),
        ("Kling is out", "A frame. | Image: OpenAI It costs little.", "Kling is out", "It costs little."),
        ("Kling is out", "A frame. | Image: Ann It costs.", "Kling is out", "A frame. | Image: Ann It costs."),
    ],
    ids=[
        "both",
        "repeated",
        "contained",
        "goes on",
        "goes on in Han",
        "capitals",
        "untitled",
        "long untitled",
        "nothing",
        "a site's name",
        "its host",
        "a dash",
        "short",
        "reading time",
        "page of four",
        "addresses",
        "an address alone",
        "caption",
        "caption of somebody",
    ],
)
def test_headline_and_gist_are_quoted(title, summary, headline, gist):
    """Both are verbatim, but for what a site puts around every text; an untitled item has a headline too.

    A summary that repeats the headline starts behind it.
    """
    bare = judged(10, "x", summary=summary)
    one = story(1, replace(bare, item=replace(bare.item, title=title)))
    assert (entry_of(one).headline, entry_of(one).gist) == (headline, gist)


def test_the_gist_is_in_the_headlines_language():
    """A summary in another language never stands under a headline; a colleague's in the same one may."""
    items = [judged(10, language="en"), judged(11, language="ja", summary="要約"), judged(12, summary="Told.")]
    assert entry_of(story(1, *items)).gist == "Told."
    assert entry_of(story(1, *items[:2])).gist == ""


@given(st.text(min_size=1))
def test_a_gist_fits_and_is_verbatim(summary):
    """Any summary is cut to its beginning, within the columns of a gist."""
    gist = entry_of(story(1, judged(10, "Kling", summary=summary))).gist
    shown = " ".join(summary.split())
    assert width(gist) <= GIST + 1
    assert gist.removesuffix("…")[:1] in shown


def test_the_vendors_own_word_leads_and_makes_a_story_official():
    """What the maker itself reports stands above what others do, and is marked as its own."""
    entry = entry_of(story(1, judged(11), judged(12, official=True), headline=99))
    assert (entry.headline, entry.official) == ("Title 12", True)
    assert [source.official for source in entry.sources] == [False, True]


def test_a_gist_is_not_cut_to_a_stub():
    """Where the only whole sentence is a short one, the gist goes on and is cut between words."""
    assert entry_of(story(1, judged(10, summary="Short. " + "word " * 90))).gist == "Short. " + "word " * 45 + "word…"


def test_a_long_gist_ends_with_a_sentence():
    """Whole sentences stay where one ends in the second half; else it is cut between words."""
    sentence = "word " * 20 + "end."
    assert entry_of(story(1, judged(10, summary=f"{sentence} {sentence} {sentence}"))).gist == f"{sentence} {sentence}"
    assert entry_of(story(1, judged(10, summary="word " * 90))).gist == "word " * 47 + "word…"
    assert (
        entry_of(story(1, judged(10, "動画", language="ja", summary="動画は公開。" * 40))).gist == "動画は公開。" * 20
    )


@pytest.mark.parametrize(
    ("status", "site", "url", "origin"),
    [
        ("confirmed", "Example Post", "", ""),
        ("confirmed", "Elsewhere", "https://www.example-post.com/1", ""),
        ("confirmed", "Elsewhere", "https://example.org/1", "Example Post"),
        ("reported", "Example Post", "", "Example Post"),
    ],
    ids=["the site", "its host", "not a source", "a rumour's word"],
)
def test_who_is_cited_is_not_said_twice(status, site, url, origin):
    """A source that the list names is not cited above it, but for a rumour, which stands on its word."""
    items = [judged(10, site=site, url=url), judged(11, origin="Example Post")]
    assert entry_of(story(1, *items, status=status)).origin == origin


def test_each_site_is_named_once_the_first_first():
    """Of a site the first report counts; five are named, of the others the languages are kept."""
    items = [judged(10, site="A", ago=9), judged(11, site="A", ago=8), judged(12, site="B", ago=10)]
    items += [judged(20 + n, language="de", ago=7 - n / 10) for n in range(6)]
    entry = entry_of(story(1, *items))
    assert [source.site for source in entry.sources] == ["B", "A", "Site 20", "Site 21", "Site 22"]
    assert entry.more == ("de", "de", "de")


def test_the_headlines_source_the_vendor_and_each_language_are_named():
    """However many report, the first, the headline's, the vendor and one of each language are among those named."""
    items = [judged(10 + n, ago=20 - n, language="de") for n in range(9)]
    items += [judged(30, ago=3, language="ja"), judged(31, ago=2, official=True), judged(32, ago=1, summary="s")]
    entry = entry_of(story(1, *items, headline=32))
    assert [source.site for source in entry.sources] == ["Site 10", "Site 11", "Site 30", "Site 31", "Site 32"]
    assert len(entry.sources) == SHOWN


def test_many_official_channels_do_not_push_out_the_headline():
    """The source of the headline is named although five channels of the vendor report."""
    items = [judged(10 + n, ago=20 - n, official=True, language="ja") for n in range(7)]
    entry = entry_of(story(1, *items, judged(40, ago=1)))
    assert "Site 40" in [source.site for source in entry.sources]


def test_undated_reports_come_last():
    """A report without a date is named behind those with one, and its date stays unknown."""
    undated = judged(10)
    undated = replace(undated, item=replace(undated.item, published_at=None))
    entry = entry_of(story(1, undated, judged(11)))
    assert [(source.site, source.at is None) for source in entry.sources] == [("Site 11", False), ("Site 10", True)]


def test_who_is_cited_and_what_stands_beside():
    """The origin most reports cite, the companies most of them name, the hosts it goes into, the vendor's word."""
    items = [
        judged(10, origin="Wire", companies=("Disney", "OpenAI"), hosts=("ChatGPT", "Sora")),
        judged(11, origin="Post", companies=("OpenAI",)),
        judged(12, origin="Post", companies=("OpenAI",), official=True),
    ]
    entry = entry_of(story(1, *items, kinds=("launch", "integration")))
    assert (entry.origin, entry.companies, entry.hosts, entry.official) == (
        "Post",
        ("OpenAI", "Disney"),
        ("ChatGPT",),
        True,
    )


@pytest.mark.parametrize(("field", "hosts"), [("title", ("ChatGPT",)), ("summary", ())])
def test_a_host_that_a_summary_compares_is_not_told(field, hosts):
    """Of what goes into no host only one that a headline names stands beside it."""
    one = judged(10, hosts=("ChatGPT",))
    found = Match("ChatGPT", "host", "ChatGPT", field, 0, 7, "hosts")
    one = replace(one, judgement=replace(one.judgement, matches=(found,)))
    assert entry_of(story(1, one)).hosts == hosts


# ---------------------------------------------------------------- what changed


def steps(one, **more):
    return [(step.status, step.site, step.story) for step in entry_of(one, **more).history]


def test_a_rumour_and_its_confirmation_are_two_steps():
    """A story that was first reported and then confirmed tells both."""
    rumour, fact = judged(10, ago=20, status="reported"), judged(11, ago=4)
    assert steps(story(1, rumour, fact)) == [("reported", "Site 10", 1), ("confirmed", "Site 11", 1)]


def test_what_was_plain_from_the_start_has_no_history():
    """A fact, and a rumour told after the fact, make no step."""
    assert steps(story(1, judged(10, ago=9), judged(11, ago=5))) == []
    assert steps(story(1, judged(10, ago=9), judged(11, ago=5, status="reported"))) == []


def test_what_one_site_says_plainly_is_no_rumour():
    """A step tells a rumour from a plain report that no second site has."""
    plain = story(1, judged(10, ago=90), status="reported")
    rumour = story(2, judged(20, ago=80, status="reported"), status="reported")
    links = [StoryLink(1, "continues"), StoryLink(2, "continues")]
    history = entry_of(story(3, links=links), earlier=[plain, rumour]).history
    assert [(step.status, step.plain) for step in history] == [
        ("reported", True), ("reported", False), ("confirmed", False),
    ]  # fmt: skip


def test_the_vendors_word_is_the_turn():
    """Of those who confirm, the vendor stands for the confirmation."""
    one = story(1, judged(10, ago=20, status="reported"), judged(11, ago=9), judged(12, ago=5, official=True))
    assert steps(one)[-1] == ("confirmed", "Site 12", 1)


def test_linked_stories_are_steps_in_order_of_time():
    """Earlier stories, and those they were linked to, stand in order, each once, whatever circles the links make."""
    first = story(1, judged(10, ago=90, status="reported"), status="reported")
    second = story(2, judged(20, ago=70), links=[StoryLink(1, "confirms"), StoryLink(3, "continues")])
    third = story(3, judged(30, ago=5), status="denied", links=[StoryLink(2, "denies"), StoryLink(1, "denies")])
    told_steps = steps(third, earlier=[first, second])
    assert told_steps == [("reported", "Site 10", 1), ("confirmed", "Site 20", 2), ("denied", "Site 30", 3)]


@pytest.mark.parametrize(
    ("relation", "rumour", "sites", "shown"),
    [("denies", "reported", 1, [2]), ("confirms", "reported", 1, [2]), ("continues", "reported", 1, [2, 1]),
     ("denies", "confirmed", 1, [2, 1]), ("denies", "reported", 9, [1, 2])],
    ids=["denied", "confirmed", "goes on", "no rumour", "heavier"],
)  # fmt: skip
def test_a_rumour_settled_in_the_same_edition_is_told_once(relation, rumour, sites, shown):
    """It stands in the history of the heavier story that confirms or denies it, and counts as told."""
    earlier = story(1, *(judged(10 + n, ago=9, status=rumour) for n in range(sites)), status=rumour)
    later = story(2, *(judged(30 + n) for n in range(3)), status="confirmed", links=[StoryLink(1, relation)])
    made, told = issue(earlier, later)
    assert numbers(made.top) == shown
    assert [step.story for step in next(entry for entry in made.top if entry.story == 2).history] == [1, 2]
    assert {one.story for one in told} == {1, 2}


def test_an_earlier_story_is_told_by_its_headline():
    """The step of an earlier story has that story's headline, not just its first report."""
    earlier = story(1, judged(10, ago=90), judged(11, "The better title", ago=80), headline=11)
    now = story(2, links=[StoryLink(1, "continues")])
    assert entry_of(now, earlier=[earlier]).history[0].text == "The better title"


def test_a_long_history_keeps_its_end():
    """The first steps give way; the present state is always the last."""
    chain = [
        story(n, judged(10 * n, ago=200 - n), links=[StoryLink(n - 1, "continues")] if n > 1 else [])
        for n in range(1, 9)
    ]
    told_steps = steps(story(9, judged(90, ago=1), links=[StoryLink(8, "continues")]), earlier=chain)
    assert [number for _, _, number in told_steps] == [5, 6, 7, 8, 9]
    assert len(told_steps) == STEPS


def test_links_to_forgotten_stories_are_left_out():
    """A link to a story that is no longer there, or has no items, is no step."""
    one = story(9, links=[StoryLink(1, "continues"), StoryLink(2, "continues")])
    assert steps(one, earlier=[replace(story(2), items=())]) == []


# ---------------------------------------------------------------- laws

STORIES = st.lists(
    st.builds(
        lambda number, count, status, products, ago: story(
            number, *(judged(number * 10 + n, ago=ago, status=status) for n in range(count)),
            status=status, products=products,
        ),
        st.integers(1, 60), st.integers(1, 6), st.sampled_from(["confirmed", "reported", "denied", "na"]),
        st.sampled_from([(), ("Sora",), ("Veo", "Sora")]), st.floats(0.5, 90),
    ),
    max_size=25, unique_by=lambda one: one.id,
)  # fmt: skip


@given(STORIES, st.sets(st.integers(1, 60)), st.integers(1, 9), st.randoms(use_true_random=False))
def test_every_story_stands_once_and_is_recorded(stories, known, top, random):
    """A story stands in at most one place, what stands is recorded, and the order of the input does not matter."""
    before = [told(number, "confirmed") for number in known]
    digest = replace(DIGEST, top=top)
    made, recorded = issue(*stories, digest=digest, told=before)
    shuffled = random.sample(stories, len(stories))
    shown = numbers((*made.top, *made.brief))
    assert len(shown) == len(set(shown))
    assert sorted(one.story for one in recorded) == sorted(shown)
    assert len(made.top) <= top
    assert issue(*shuffled, digest=digest, told=before)[0] == made
