"""What an edited watchlist would have done with stored items: gained, lost, and the line that caused each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from place import WATCHLIST, Home
from stage import START, item
from stage import WATCHLIST as STAGED

from monitor.backtest import NO_PRODUCT, Backtest, Cause, Pair, Tally, backtest
from monitor.cli.against import Tried, page
from monitor.config import load
from monitor.match import Difference, Matcher
from monitor.model import Config, Cue, Host, Product, Settings, Term, Vendor, Watchlist
from monitor.pipeline.against import against, list_before
from monitor.pipeline.judging import Judge
from monitor.pipeline.service import load_config
from monitor.store import Store

TITLES = [
    "Kling 3.0 makes AI video with sound",
    "可灵AI推出企业版",
    "Pika opens a shop for Pikaday fans",
    "Pika 2.5 makes AI video faster",
    "Google shows Veo in a new AI video app",
    "A video generator for schools",
    "Nothing of the kind",
]
CUES = (Cue("AI", "ai", "*"), Cue("video", "video", "*"), Cue("makes", "making", "en"))


def listed(*products, topics=("AI video",)):
    topical = tuple(Term(topic, ("en",), place="watchlist.yaml:90") for topic in topics)
    return Config(Settings(), (), Watchlist(products, (Vendor("Google", (Term("Google"),)),), (), topical), CUES)


def product(name, line, *aliases, **more):
    terms = tuple(Term(one, place=f"watchlist.yaml:{line}") for one in aliases or (name,))
    return Product(name, terms=terms, place=f"watchlist.yaml:{line}", **more)


def ambiguous(name, line, *context):
    term = Term(name, ambiguous=True, place=f"watchlist.yaml:{line}")
    words = tuple(Term(word, place=f"watchlist.yaml:{line + 1}") for word in context)
    return Product(name, "Google", (term,), words, place=f"watchlist.yaml:{line}")


def tried(before, after, *titles):
    """The back-test of an edit over some titles."""
    one, other = Matcher(before.watchlist, before.cues), Matcher(after.watchlist, after.cues)
    items = [item(str(number), title, at=START) for number, title in enumerate(titles or TITLES)]
    pairs = [Pair(each, one.judge(each), other.judge(each)) for each in items]
    return backtest(pairs, {}, len(items))


def cause(product, kind, word, line, *, gone=False):
    return product, Cause(kind, word, f"watchlist.yaml:{line}", gone)


# ---------------------------------------------------------------- causes

EXCLUDE = (Term("Pikaday", place="watchlist.yaml:88"),)
KLING, PIKA = product("Kling", 14), product("Pika", 86)
CURBED = replace(PIKA, exclude=EXCLUDE)
HAN = product("Kling", 14, "可灵AI")
VEO, VAGUE = product("Veo", 3), ambiguous("Veo", 3)
CAMERA = ambiguous("Veo", 3, "camera")
PRO = product("Kling Pro", 20)
GONE = {"gone": True}


@pytest.mark.parametrize(
    ("before", "after", "title", "gained", "lost"),
    [
        (listed(), listed(HAN), TITLES[1], [cause("Kling", "alias", "可灵AI", 14)], []),
        (listed(HAN), listed(), TITLES[1], [], [cause("Kling", "alias", "可灵AI", 14, **GONE)]),
        (listed(PIKA), listed(CURBED), TITLES[2], [], [cause("Pika", "exclude", "Pikaday", 88)]),
        (listed(CURBED), listed(PIKA), TITLES[2], [cause("Pika", "exclude", "Pikaday", 88, **GONE)], []),
        (listed(VEO), listed(VAGUE), "Veo opens", [], [cause("Veo", "ambiguous", "Veo", 3)]),
        (listed(VAGUE), listed(VEO), "Veo opens", [cause("Veo", "ambiguous", "Veo", 3, **GONE)], []),
        (listed(VAGUE), listed(CAMERA), "Veo has a camera", [cause("Veo", "context", "camera", 4)], []),
        (listed(topics=()), listed(topics=("for schools",)), TITLES[5],
         [cause(NO_PRODUCT, "topic", "for schools", 90)], []),
        (listed(KLING), listed(KLING, PRO), "Kling Pro opens",
         [cause("Kling Pro", "alias", "Kling Pro", 20)], [cause("Kling", "part of", "Kling Pro", 20)]),
    ],
    ids=["alias", "alias gone", "exclude", "exclude gone", "ambiguous", "plain", "context", "topic", "longer name"],
)  # fmt: skip
def test_the_line_that_caused_it_is_named(before, after, title, gained, lost):
    """Each item gained or lost comes with the line of the list that made the difference."""
    found = tried(before, after, title)
    assert [(one.product, one.cause) for one in found.gained] == gained
    assert [(one.product, one.cause) for one in found.lost] == lost


def test_an_item_that_comes_to_name_a_product_is_no_loss():
    """An item about AI video that now names a product is gained for it, and not lost for those without one."""
    found = tried(listed(), listed(KLING), TITLES[0])
    assert ([one.product for one in found.gained], found.lost) == (["Kling"], ())
    assert [(one.product, one.before, one.after) for one in found.tallies] == [("", 1, 0), ("Kling", 0, 1)]


def test_a_list_that_judges_alike_changes_nothing():
    """Moved lines, other comments and other examples make no difference."""
    moved = replace(product("Kling", 99), expect=(Term("Kling makes AI video"),))
    assert Difference(listed(KLING), listed(moved)).words == ()
    assert tried(listed(KLING), listed(moved)).tallies == ()


# ---------------------------------------------------------------- which items may differ

WORDS = ["Kling", "可灵", "Veo", "Google", "OpenAI", "ChatGPT", "AI video", "AI", "video", "makes", "Pikaday", "Flow"]
TERMS = st.builds(Term, st.sampled_from(WORDS), ambiguous=st.booleans(), place=st.sampled_from(["a:1", "a:2"]))
SOME = st.lists(TERMS, max_size=3).map(tuple)
NAMES = st.sampled_from(["One", "Two", "Three"])
MAKERS = st.sampled_from(["Google", "OpenAI", ""])
LISTS = st.builds(
    Watchlist,
    st.lists(st.builds(Product, NAMES, MAKERS, SOME, SOME, SOME), max_size=3).map(tuple),
    st.lists(st.builds(Vendor, MAKERS.filter(bool), SOME, video=st.booleans()), max_size=2).map(tuple),
    st.lists(st.builds(Host, NAMES, MAKERS, SOME), max_size=2).map(tuple),
    st.lists(TERMS, max_size=2).map(tuple),
)
BETWEEN = ["and", "3.0", "。", "クリング", "kling", "ＶＥＯ", "vs"]
TEXTS = st.lists(st.sampled_from([*WORDS, *BETWEEN]), max_size=6).map(" ".join)


@settings(max_examples=150)
@given(LISTS, LISTS, TEXTS, TEXTS)
def test_only_items_with_a_changed_word_are_judged_otherwise(one, other, title, summary):
    """Whatever two lists say: an item without a word of which they differ is judged alike by both."""
    before, after = (Config(Settings(), (), watchlist, CUES) for watchlist in (one, other))
    each = item("1", title, at=START, summary=summary)
    was, becomes = (Matcher(config.watchlist, CUES).judge(each) for config in (before, after))
    if not Difference(before, after).touches(title, summary):
        assert (was.relevant, was.products, was.companies) == (becomes.relevant, becomes.products, becomes.companies)


@pytest.mark.parametrize(("title", "summary"), [("New in Kling 4", "And more"), ("More", "Kling 4 is out")])
def test_a_pattern_bound_to_the_end_of_a_field_is_found_there(title, summary):
    """A regular expression is looked for in title and summary apart, as the judge does."""
    terms = (Term(r"Kling 4$", regex=True, place="watchlist.yaml:7"), Term(r"^Kling 4", regex=True, place="a:8"))
    assert Difference(listed(KLING), listed(KLING, Product("Kling 4", terms=terms))).touches(title, summary)


# ---------------------------------------------------------------- the list before


def test_the_list_before_is_the_one_in_use_or_the_one_it_replaced(tmp_path):
    """An edit is compared with the list in use; once that is the edit itself, with the list before it."""
    home = Home.make(tmp_path)
    edited = WATCHLIST.replace("[Kling, 可灵]", "[Kling]")
    with Store(":memory:") as store:
        assert list_before(store, home.config, load(home.config, now=START), START) == (None, False)
        load_config(home.config, store, START)
        home.write("watchlist.yaml", edited)
        terms = list_before(store, home.config, load(home.config, now=START), START)[0].watchlist.products[0].terms
        load_config(home.config, store, START)
        home.write("watchlist.yaml", f"# said better\n{edited}")
        load_config(home.config, store, START)
        taken, in_use = list_before(store, home.config, load(home.config, now=START), START)
    assert [term.text for term in terms] == ["Kling", "可灵"]
    assert (taken.watchlist.products[0].terms, in_use) == (terms, True)


def test_without_a_list_before_items_are_compared_as_stored():
    """Where no list in use is known, every item is judged and compared with what is stored of it."""
    with Store(":memory:") as store:
        fill(store, listed(KLING))
        edited = listed(KLING, PIKA)
        whole = against(store, edited, None, START, START + timedelta(days=1))
        quick = against(store, edited, listed(KLING), START, START + timedelta(days=1))
    assert whole == quick
    assert ([one.item.title for one in quick.gained], quick.items) == (TITLES[2:4], len(TITLES))
    assert [(one.product, one.before, one.after) for one in quick.tallies if one.product] == [("Pika", 0, 2)]


def fill(store, config):
    judge = Judge(config)
    for number, title in enumerate(TITLES):
        each = replace(item(str(number), title, at=START + timedelta(minutes=number)), seen_at=START)
        store.add_items([judge(each)])


# ---------------------------------------------------------------- the command

ITEMS = "".join(
    json.dumps({"id": str(number), "title": title, "site": "One", "published": f"2026-03-0{number + 1}"}) + "\n"
    for number, title in enumerate(TITLES)
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with items imported by its list, and an edit that drops an alias and adds a product."""
    home = Home.make(tmp_path_factory.mktemp("home"))
    assert home.run("import", "-", stdin=ITEMS).returncode == 0
    pika = "  - {name: Pika, aliases: [Pika]}\nvendors:"
    home.write("watchlist.yaml", WATCHLIST.replace("[Kling, 可灵]", "[Kling]").replace("vendors:", pika))
    return home


def test_check_against_says_what_an_edit_gains_and_loses(home):
    """A line a product with its rates and the line of the list, then the items; exit 0."""
    done = home.run("check", "--against", "2026-03-01")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines[1].startswith("watchlist.yaml against 7 items of 1 Mar")
    assert [line.split("   ")[-1] for line in lines if line.startswith(("  Pika", "  Kling"))] == [
        "line 10: alias Pika", "was line 4: alias 可灵",
    ]  # fmt: skip
    assert lines[-1] == "lost (1):      可灵AI推出企业版 (One, 2 Mar)"


@pytest.mark.parametrize(
    ("days", "line"),
    [(60, "Kling 1/month 1.5/month +0.5"), (30, "Kling 2/month 3/month +1"), (6, "Kling 2 items 3 items +1")],
    ids=["two months", "a month", "less than a week"],
)
def test_a_few_days_tell_no_rate(days, line):
    """What was read in less than a week is counted, not made a rate: two items of the first hour are no 60 a month."""
    found = Backtest(9, (Tally("Kling", 2, 3),), (), ())
    told = page(Tried(found, START - timedelta(days=days), START, 0.1, known=True, in_use=False), "")
    assert " ".join(list(told)[2].split()) == line


@pytest.mark.parametrize(("items", "said"), [(0, "no item of that time is stored"), (9, "nothing gained")])
def test_no_items_prove_nothing(items, said):
    """An edit that was tried on nothing is not called harmless."""
    told = page(Tried(Backtest(items, (), (), ()), START, START, 0.1, known=True, in_use=False), "")
    assert said in list(told)[-1]


def test_check_against_lists_all_when_asked(home):
    """--show gained lists every item gained, newest first, each with its product and its line."""
    done = home.run("check", "--against", "2026-03-01", "--show", "gained")
    assert [line for line in done.stdout.splitlines() if line.startswith("  Pika ") and "(One" in line] == [
        "  Pika 2.5 makes AI video faster (One, 4 Mar)   Pika, line 10: alias Pika",
        "  Pika opens a shop for Pikaday fans (One, 3 Mar)   Pika, line 10: alias Pika",
    ]


def test_check_against_speaks_json(home):
    """--json writes one object with counts, items and causes."""
    done = home.run("check", "--against", "2026-03-01", "--json")
    row = json.loads(done.stdout.splitlines()[-1])
    assert (row["items"], row["compared_with"]) == (7, "the list in use")
    assert {"product": "Pika", "now": 0, "edited": 2, "difference": 2} in row["products"]
    assert [one["cause"]["word"] for one in row["lost"]] == ["可灵"]


def test_check_against_still_fails_by_an_example(home, tmp_path):
    """A failing example makes exit 1, with the back-test shown all the same."""
    broken = Home.make(tmp_path)
    broken.write("watchlist.yaml", WATCHLIST.replace("expect: [Kling 3.0", "expect: [Vidu 3.0"))
    done = broken.run("--database", str(home.database), "check", "--against", "2026-03-01")
    assert (done.returncode, "watchlist.yaml against 7 items" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--against", "30d"], 74, "no database yet"),
        (["--show", "lost"], 2, "--show wants --against"),
        (["--against", "soon"], 2, "'soon' is no moment"),
    ],
    ids=["no database", "show alone", "no span"],
)
def test_check_against_says_what_is_missing(tmp_path, arguments, code, said):
    """Without a database, a window or a sense it ends with a sentence and a code."""
    done = Home.make(tmp_path).run("check", *arguments)
    assert (done.returncode, said in done.stderr) == (code, True)


def test_the_staged_watchlist_differs_from_itself_in_nothing():
    """A config compared with itself has no word of difference."""
    config = Config(Settings(), (), STAGED, CUES)
    assert not Difference(config, config).touches("Kling 3.0", "Sora")
