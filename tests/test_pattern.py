"""Names given as regular expressions: what they find, what is refused, and that none can take long."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import config, text
from monitor.config import ConfigError
from monitor.match import Difference, Matcher
from monitor.model import Config, Item, Product, Settings, Term, Watchlist
from monitor.radar import Known

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)


def found(regex: str, shown: str, language: str = "") -> list[str]:
    hits = text.Finder([], regexes=[regex]).find(text.fold(shown, language))
    return [shown[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("regex", "shown", "expected"),
    [
        (r"Seedance[- ]?\d", "Seedance 2 und SEEDANCE-3", ["Seedance 2", "SEEDANCE-3"]),
        (r"Seedance[- ]?\d", "Seedance 2.0, Seedance20", ["Seedance 2", "Seedance2"]),
        (r"Gen[- ]?[45]\b", "Gen-4, Gen 5x, Gen5", ["Gen-4", "Gen5"]),
        (r"kling\s?o\d", "Ｋｌｉｎｇ Ｏ１ ist da", ["Ｋｌｉｎｇ Ｏ１"]),
        ("可靈|可灵", "使用可灵生成", ["可灵"]),
        ("可靈", "使用可靈生成", ["可靈"]),
        ("клинг(у|а)?", "Обзор Клинга", ["Клинга"]),
        ("Café (V|W)", "cafe v und Café W", ["cafe v", "Café W"]),
        (r"\d+秒动画", "8秒动画", ["8秒动画"]),
        ("a—b", "a-b a—b", ["a-b", "a—b"]),
        ("Sora", "Soraya AniSora Open-Sora Sora", ["Sora"]),
        ("soraya?", "Soraya", ["Soraya"]),
        ("ソラ", "ソラマメのソラ", ["ソラ"]),
        ("veo", "ﬀ Veo…Veo", ["Veo", "Veo"]),
        (r"\Dx", "1x2x", []),
        ("(?:kling|vidu)", "Kling, Vidu, Kling, Kling, Vidu, Vidu", ["Kling", "Vidu", "Kling", "Kling", "Vidu"]),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_pattern_finds_whole_words_as_shown(regex, shown, expected):
    """A pattern is tried on folded text, keeps the edges of words, and points at the words shown."""
    assert found(regex, shown) == expected


def test_only_the_beginning_is_searched():
    """A pattern reads the first thousand characters."""
    assert found("kling", f"{'. ' * 490}Kling {'. ' * 20}Kling") == ["Kling"]


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["", "zh", "ja", "ko", "fr"]))
def test_offsets_point_at_the_words_shown(before, after, language):
    """Whatever stands around it, what is found folds to what the pattern says."""
    shown = f"{before} Kling O1 {after}"
    hits = text.Finder([], regexes=[r"kling o\d"]).find(text.fold(shown, language))
    assert {text.fold(shown[hit.start : hit.end]).text.strip() for hit in hits} == {"kling o1"}


# The classics that take a backtracking engine years, and the largest that RE2 takes in so little room.
CATASTROPHES = [
    "(a+)+$",
    "(a|aa)+b",
    "(a*)*b",
    "(.*a){20}b",
    "(x+x+)+y",
    "((a{0,30}){0,30})b|aa",
    "(?:(?:a?){100}){10}a{100}",
]


@pytest.mark.parametrize("regex", CATASTROPHES)
def test_no_pattern_takes_long(regex):
    """A catastrophic pattern is done with a whole item at once; by backtracking none of these would end."""
    Matcher(Watchlist((Product("X", terms=(Term(regex, regex=True),)),)), ()).judge(
        Item("site", "1", "", "a" * 64_000, "a" * 64_000)
    )


# ---------------------------------------------------------------- in the watchlist

LIST = "products:\n  - name: Seedance\n    vendor: ByteDance\n    aliases:\n      - Seedance\n      - {alias}\n"


def load(alias: str, more: str = "") -> Config:
    texts = {**config.read_texts(config.shipped_folder()), "watchlist.yaml": LIST.format(alias=alias) + more}
    texts["monitor.yaml"] = "digests:\n  - {name: daily, recipients: [ann@example.org]}\n"
    return config.load_texts(texts, config.shipped_folder(), NOW)


@pytest.mark.parametrize(
    ("alias", "column", "said"),
    [
        ("{regex: 'Seed(dance'}", 17, "missing ): Seed(dance; github.com/google/re2/wiki/Syntax says what is known"),
        ("{regex: 'Veo(?! que)'}", 17, "(?!; look-around is not known; `exclude` names the words"),
        ("{regex: '(a)\\1'}", 17, "this escape is not known; \\d, \\w, \\s, \\b and \\pL are"),
        ("{regex: '(\\w{0,50}){0,20}!'}", 17, "pattern too large - compile failed; repeat less"),
        ("{regex: 'a{2000}'}", 17, "repeat less: {1,20} at most, or * and +"),
        ("{regex: 'x*'}", 17, "it also stands for nothing at all; let one part of it be needed"),
        ("{languages: [en]}", 9, "wants either `text` or `regex`; write {regex:"),
        ("{text: Seedance, regex: 'Seed.*'}", 9, "wants either `text` or `regex`"),
        ("{regx: 'Seed'}", 10, "unknown key; did you mean `regex`?"),
    ],
    ids=["bracket", "look-around", "back reference", "too large", "repetition", "nothing", "neither", "both", "typo"],
)
def test_a_bad_pattern_is_refused_with_its_place_and_cure(alias, column, said):
    """A pattern that cannot be used is an error of the config: file, line, column, and what would be right."""
    with pytest.raises(ConfigError) as refused:
        load(alias)
    complaints = [str(one) for one in refused.value.complaints if one.severity == "error"]
    assert any(f"watchlist.yaml:6:{column}: " in one and said in one for one in complaints), complaints


def judged(loaded: Config, title: str, language: str = "en"):
    return Matcher(loaded.watchlist, loaded.cues).judge(Item("site", title, "", title, language=language))


@pytest.mark.parametrize(
    ("title", "language", "products", "versions"),
    [
        ("SeedDance 2.5 is out", "en", ("Seedance",), ("Seedance 2.5",)),
        ("Seed-Dance3 is out", "en", ("Seedance",), ("Seedance 3",)),
        ("Seed Dance is out", "en", (), ()),
        ("SeedDance 2.5 ist da", "de", (), ()),
    ],
)
def test_a_pattern_is_a_name(title, language, products, versions):
    """What a pattern finds counts as its product, in its languages, with the version in or behind it."""
    loaded = load("{regex: 'Seed[- ]?Dance ?\\d', languages: [en]}")
    judgement = judged(loaded, title, language)
    assert (judgement.products, judgement.versions) == (products, versions)


def test_evidence_names_the_pattern_and_its_line():
    """The match says which pattern found it, where it was typed, and where it stands."""
    match = judged(load("{regex: 'Seed[- ]?Dance ?\\d'}"), "New: SeedDance 2.5").matches[0]
    assert (match.term, match.rule.rpartition("/")[2]) == (r"Seed[- ]?Dance ?\d", "watchlist.yaml:6")
    assert (match.start, match.end) == (5, 16)


def test_a_pattern_may_be_ambiguous():
    """A pattern named under `ambiguous` wants support like any other name."""
    loaded = load("{regex: 'Dance ?[A-Z]'}", "    ambiguous: ['Dance ?[A-Z]']\n    context: [clips]\n")
    titles = ["Dance X opens tonight", "Dance X makes clips"]
    assert [judged(loaded, title).products for title in titles] == [(), ("Seedance",)]


def test_an_edited_pattern_is_a_difference():
    """`check --against` judges anew where the old or the new pattern stands, and nowhere else."""
    difference = Difference(load("{regex: 'Seed[- ]Dance'}"), load("{regex: 'Sea[- ]?Dance'}"))
    touched = [difference.touches(title, "") for title in ("Seed-Dance", "SeaDance", "Seedance", "Kling")]
    assert touched == [True, True, False, False]


def test_the_radar_knows_what_a_pattern_finds():
    """A name that a pattern finds is no news to the radar."""
    products = (Product("Seedance", terms=(Term(r"Seed ?Dan[cs]e", regex=True),)),)
    known = Known(Config(Settings(), (), Watchlist(products)))
    assert [known.has(name) for name in ("Seed Danse", "Seed Dome")] == [True, False]
