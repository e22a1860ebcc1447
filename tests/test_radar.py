"""Names that stand beside AI video and are not on the watchlist: which are offered, and where they are told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from place import Home
from stage import DIGEST, START, WATCHLIST, altered, arrive, config, item, service

from monitor.model import Digest, Feed, Product, Term
from monitor.pipeline.notices import offers as stored_offers
from monitor.pipeline.publish import compose_issue, publish
from monitor.radar import Heard, Offer, names, offers
from monitor.render.words import TONGUES
from monitor.schedule import next_slot

SITES = ("one", "two", "three")
NEW = ["Zephyria 2.0 tops the AI video arena", "A first look at Zephyria, an AI video model", "谜之Zephyria登顶"]


def heard(*titles, topical=(True, True, False), hours=1, sites=SITES):
    """Items of several sites, one after the other."""
    return [
        Heard(item(title, title, at=START + timedelta(hours=hours * number), site=site), beside)
        for number, (title, site, beside) in enumerate(zip(titles, sites, topical, strict=True))
    ]


def offered(found, *, since=START):
    """The names offered where these items are all that was read."""

    def usage(name):
        return [one for one in found if name.casefold() in one.item.title.casefold()]

    return [one.name for one in offers([one.item for one in found if one.topical], usage, config(), since)]


# ---------------------------------------------------------------- what is written like a name


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Zephyria 2.0 tops the arena", ["Zephyria"]),
        ("全新模型Zephyria-1.5登顶", ["Zephyria"]),
        ("「Zephyria2」が公開", ["Zephyria"]),
        ("Meet Brave Pony now", ["Meet", "Brave", "Meet Brave", "Pony", "Brave Pony", "Meet Brave Pony"]),
        ("動画AI「ゼフィリア」登場、アニメも", ["ゼフィリア"]),
        ("ゼフィリア 2.0を公開", ["ゼフィリア"]),
        ("《快乐马1.0》上线", ["快乐马"]),
        ("《快乐马》上线", []),
        ("Brave’s video model", ["Brave"]),
        ("a video model of 2026, by @Someone", []),
    ],
    ids=["latin", "in chinese", "glued version", "up to three words", "katakana", "katakana version", "quoted",
         "a film", "possessive", "none"],
)  # fmt: skip
def test_names_are_found_in_any_script(title, expected):
    """Capitalised words, katakana in quotes or with a version, quoted words with one; versions are left out."""
    assert list(names(title)) == expected


# ---------------------------------------------------------------- which are offered


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (heard(*NEW), ["Zephyria"]),
        (heard(*NEW, sites=("one", "one", "two")), []),
        (heard(*NEW, topical=(True, False, False)), []),
        (heard(*NEW, hours=30), []),
        (heard(*(title.replace("Zephyria", "Kling") for title in NEW)), []),
        (heard(*(title.replace("Zephyria", "OpenAI") for title in NEW)), []),
        ([*heard(*NEW), *heard("the zephyria blooms", "no zephyria", "zephyria!", topical=(False,) * 3)], []),
        ([*heard(*NEW), *heard(*(f"Zephyria {word} flies" for word in "abc"), topical=(False,) * 3),
          *heard(*(f"Zephyria {word} lands" for word in "abc"), topical=(False,) * 3)], []),
        (heard(*(title.replace("Zephyria", "Brave Pony") for title in NEW)), ["Brave Pony"]),
    ],
    ids=["new", "two sites", "one in talk of AI video", "days apart", "a product of the list", "a vendor of the list",
         "a common word", "in the news for everything", "the longest form"],
)  # fmt: skip
def test_a_name_is_offered_when_several_sites_name_it_beside_ai_video(found, expected):
    """Three sites within two days, two of them about AI video, and hardly any other use of the word."""
    assert offered(found) == expected


def test_a_window_of_weeks_offers_what_was_new_within_two_days():
    """A longer window finds names that several sites told together at some time in it."""
    early = heard(*NEW)
    late = [replace(one, item=replace(one.item, published_at=START + timedelta(days=9))) for one in early[:1]]
    assert offered([*early, *late]) == ["Zephyria"]


def test_an_offer_has_headlines_and_a_line_to_paste():
    """One headline a site, those about AI video first, and a line that the watchlist takes."""
    found = heard(*NEW[::-1], topical=(False, True, True))
    [offer] = offers([one.item for one in found if one.topical], lambda _: found, config(), START)
    assert [one.title for one in offer.items] == [NEW[1], NEW[0], NEW[2]]
    assert offer.line == "- {name: Zephyria, aliases: [Zephyria]}"


def test_a_line_to_paste_is_yaml_whatever_the_name():
    """A name with marks of YAML in it is quoted."""
    assert Offer("R&D: Next", ()).line == '- {name: "R&D: Next", aliases: ["R&D: Next"]}'


# ---------------------------------------------------------------- where they are told


@pytest.fixture
def on(store, clock):
    return service(store, clock, *(Feed(name, f"https://{name}.example.org/feed") for name in SITES))


def bring(on, clock):
    for site, title in zip(SITES, NEW, strict=True):
        arrive(on, site, item("1", title, at=clock(), feed=site))


def test_the_archive_answers_for_the_radar(on, store, clock):
    """What was read is enough: topics found when items came in, and the titles that hold the name."""
    bring(on, clock)
    assert [one.name for one in stored_offers(store, on.config, START - timedelta(days=1), START)] == []
    assert [one.name for one in stored_offers(store, on.config, START, START + timedelta(hours=1))] == ["Zephyria"]


def editions(on, clock, days):
    """Publish so many days in a row; the notices of each edition."""
    publish(on)
    said = []
    for _ in range(days):
        clock.forward(days=1)
        said += [one.notices for one in publish(on)]
    return said


def test_a_digest_offers_a_name_once(on, clock):
    """The first edition after it was in the news names it, with its sites; the next one does not."""
    bring(on, clock)
    first, second = editions(on, clock, 2)
    said = "Not on the watchlist, but in the news beside AI video: Zephyria (3 sources). "
    assert first == (f"{said}Headlines: ai-video-monitor radar",)
    assert second == ()


def test_a_preview_offers_without_remembering(on, clock):
    """What is only shown is offered again when it is sent."""
    bring(on, clock)
    clock.forward(hours=1)
    shown = [compose_issue(on, DIGEST, next_slot(DIGEST, clock())).edition.notices for _ in range(2)]
    assert [len(notices) for notices in shown] == [1, 1]


def test_a_digest_of_chosen_products_is_offered_no_others(on, clock):
    """Who narrowed a digest to some products did so on purpose."""
    chosen = replace(DIGEST, products=("Kling",))
    narrowed = altered(on, config=config(*on.config.feeds, digests=(chosen,)))
    bring(narrowed, clock)
    assert editions(narrowed, clock, 1) == [()]


def watching(on, *products):
    return altered(on, config=replace(on.config, watchlist=replace(WATCHLIST, products=products)))


def test_an_edition_says_how_the_watchlist_changed(on, clock):
    """The edition after an edit names the products that came and went; the one after that is silent again."""
    editions(on, clock, 1)
    edited = watching(on, WATCHLIST.products[0], Product("Seedance", "ByteDance", (Term("Seedance"),)))
    assert editions(edited, clock, 2) == [("Watchlist changed: +Seedance, −Kling",), ()]


def test_a_narrow_digest_hears_only_of_its_own_products(on, clock):
    """A change of a product that a digest does not carry is no news to its readers."""
    chosen = replace(DIGEST, products=("Kling",))
    narrowed = altered(on, config=config(*on.config.feeds, digests=(chosen,)))
    editions(narrowed, clock, 1)
    edited = watching(narrowed, WATCHLIST.products[1], Product("Seedance", "ByteDance", (Term("Seedance"),)))
    assert editions(edited, clock, 1) == [()]


@pytest.mark.parametrize("tag", sorted(TONGUES))
def test_both_are_said_in_the_words_of_the_mail(on, clock, tag):
    """The change and the offer are spoken in the digest's own language."""
    spoken = altered(on, config=config(*on.config.feeds, digests=(Digest("daily", DIGEST.recipients, words=tag),)))
    editions(spoken, clock, 1)
    bring(spoken, clock)
    [[changed, radar]] = editions(watching(spoken, *WATCHLIST.products[:1]), clock, 1)
    assert changed == TONGUES[tag].say("watchlist_changed", names="−Kling")
    assert radar == TONGUES[tag].say("radar", names=f"Zephyria ({TONGUES[tag].count('sites', 3)})")


# ---------------------------------------------------------------- the command


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Home.make(tmp_path_factory.mktemp("home"))
    rows = [
        {"id": site, "title": title, "url": f"https://{site}.example.org/1", "published": f"2026-03-12T0{number}:00"}
        for number, (site, title) in enumerate(zip(SITES, NEW, strict=True))
    ]
    home.run("import", "-", stdin="".join(json.dumps(row) + "\n" for row in rows))
    return home


def test_radar_prints_lines_to_paste(home):
    """Headlines as comments, then a line for `products`; as it is, `check` takes it."""
    printed = home.run("radar", "--since", "2026-03-01").stdout.splitlines()
    assert printed == [
        "  # 3 sites:",
        f"  #   {NEW[0]} (one.example.org, 12 Mar)",
        f"  #   {NEW[1]} (two.example.org, 12 Mar)",
        f"  #   {NEW[2]} (three.example.org, 12 Mar)",
        "  - {name: Zephyria, aliases: [Zephyria]}",
    ]


def test_radar_speaks_json(home):
    """--json gives name, line and headlines, one object a line."""
    row = json.loads(home.run("radar", "--since", "2026-03-01", "--json").stdout)
    assert (row["name"], row["sites"], row["items"][0]["site"]) == ("Zephyria", 3, "one.example.org")


def test_radar_says_when_there_is_nothing(home):
    """Nothing new is a sentence and no failure."""
    done = home.run("radar")
    assert (done.returncode, done.stdout.startswith("nothing new beside AI video since")) == (0, True)


def test_status_takes_the_radar_along(home):
    """`status --json` has the list of names, empty where nothing is new."""
    assert json.loads(home.run("status", "--json").stdout)["radar"] == []
