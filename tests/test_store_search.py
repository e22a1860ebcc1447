"""The archive: what is found by which words, in any script, whatever characters they hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.model import Claim, Item, Judged, Judgement, Traits
from monitor.store import Store

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLAIM = Claim("na", ())

TITLES = {
    "en": "Kling 3.0 adds C++ bindings: 100% faster, said AT&T",
    "de": "Übergrößen: Klings neue Straße",
    "ru": "Клинг 3.0: новый генератор видео",
    "zh-Hans": "快手可灵发布新的视频生成模型",
    "zh-Hant": "快手可靈發布新的影片生成模型",
    "ja": "クリングAIが動画を公開",
    "ko": "클링 3.0 동영상 생성",
    "ar": "كلينج تطلق نموذجا جديدا",
    "tr": "Yapay zekâ snake_case 50_000 izleyici",
}


@pytest.fixture(scope="module", params=[0, 2], ids=["as filed", "indexed"])
def store(request):
    with Store(":memory:") as memory:
        for number, (language, title) in enumerate(TITLES.items()):
            one = Item("site", language, "", title, f"summary {language}", language, seen_at=NOW + number * HOUR)
            products = ("Kling",) if number % 2 else ()
            memory.add_items([Judged(0, one, Judgement(bool(products), 0, language, products), CLAIM, Traits())])
        for _ in range(request.param):
            memory.index_words()
        yield memory


def languages(store, *words: str, **how) -> list[str]:
    """The languages of the items found, which name them here."""
    return [judged.item.language for judged in store.find_items(words, **how)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Kling"], ["de", "en"]),
        (["kLING"], ["de", "en"]),
        (["ling", "bindings"], ["en"]),
        (["bindings", "Straße"], []),
        (["Kling 3.0"], ["en"]),
        (["3.0"], ["ko", "ru", "en"]),
        (["übergrößen"], ["de"]),
        (["клинг"], ["ru"]),
        (["КЛИНГ"], ["ru"]),
        (["视频生成"], ["zh-Hans"]),
        (["可灵"], ["zh-Hans"]),
        (["可靈"], ["zh-Hant"]),
        (["快手", "模型"], ["zh-Hant", "zh-Hans"]),
        (["快手", "视频生成"], ["zh-Hans"]),
        (["灵"], ["zh-Hans"]),
        (["クリング"], ["ja"]),
        (["AI"], ["ja", "en"]),
        (["ai"], ["ja", "en"]),
        (["클링"], ["ko"]),
        (["동영상 생성"], ["ko"]),
        (["كلينج"], ["ar"]),
        (["summary ja"], ["ja"]),
        (["на"], []),
        (["но"], ["ru"]),
        (["НО"], ["ru"]),
        ([], list(reversed(TITLES))),
        (["", " "], list(reversed(TITLES))),
    ],
    ids=str,
)
def test_what_is_found(store, words, expected):
    """All words must be there, in title or summary, any case, two characters of Han too; the newest come first."""
    assert languages(store, *words) == expected


def test_one_text_is_one_phrase(store):
    """A text that is no list is one word or phrase."""
    assert [judged.item.language for judged in store.find_items(["bindings: 100%"])] == ["en"]
    assert store.find_items(["bindings 100%"]) == []


def test_a_word_whose_pieces_stand_apart_is_not_there():
    """The index knows three characters at a time; what it answers is looked at."""
    with Store(":memory:") as own:
        one = Item("site", "1", "", "A linger, a king and a kling", summary="ring", seen_at=NOW)
        own.add_items([Judged(0, one, Judgement(False, 0, ""), CLAIM, Traits())])
        assert [len(own.find_items([word])) for word in ("KLING", "klinger", "king and", "kling ring")] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["C++"], ["en"]),
        (["100%"], ["en"]),
        (["0%"], ["en"]),
        (["%"], ["en"]),
        (["_"], ["tr"]),
        (["e_"], ["tr"]),
        (["50_000"], ["tr"]),
        (["50x000"], []),
        (["AT&T"], ["en"]),
        (["title:Kling"], []),
        (["Kling*"], []),
        (["Kling OR Straße"], []),
        (["NOT"], []),
        (["NEAR(Kling"], []),
        (['"Kling"'], []),
        (['"'], []),
        (["(("], []),
        (["'; --"], []),
        (["\\"], []),
        (["\\%"], []),
        (["\0Kling\0"], ["de", "en"]),
        (["\0\0+"], ["en"]),
        (["\0"], list(reversed(TITLES))),
    ],
    ids=ascii,
)
def test_no_character_is_an_operator(store, words, expected):
    """Quotes, stars, brackets, AND, OR, NOT, NEAR, columns, % and _ are looked for as they are."""
    assert languages(store, *words) == expected


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"language": "zh"}, ["zh-Hant", "zh-Hans"]),
        ({"language": "zh-Hant"}, ["zh-Hant"]),
        ({"language": "z"}, []),
        ({"language": "%"}, []),
        ({"language": "zh_Hans"}, []),
        ({"product": "Kling"}, ["ar", "ja", "zh-Hans", "de"]),
        ({"product": "kling"}, []),
        ({"product": "Kling", "language": "de"}, ["de"]),
        ({"since": NOW + 7 * HOUR}, ["tr", "ar"]),
        ({"limit": 1}, ["tr"]),
        ({"limit": 0}, []),
    ],
    ids=str,
)
def test_filters(store, how, expected):
    """Language (with its regions and scripts), product, time and number narrow down what is found."""
    assert languages(store, **how) == expected


def test_words_and_filters_hold_together(store):
    """What is found fits the words and each filter."""
    assert languages(store, "生成", language="zh", product="Kling", since=NOW) == ["zh-Hans"]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(TEXTS, TEXTS)
def test_what_was_filed_is_found_by_its_words(word, rest):
    """Any word of a title finds it, whatever characters it is made of."""
    assume("\0" not in word + rest)
    assume(word == word.strip() != "")
    with Store(":memory:") as own:
        one = Item("site", "1", "", f"{rest} {word} {rest}", seen_at=NOW)
        added = own.add_items([Judged(0, one, Judgement(False, 0, ""), CLAIM, Traits())])
        assert own.find_items([word]) == added


@given(st.lists(st.text(max_size=8), max_size=4), st.text(max_size=4), st.text(max_size=4))
def test_no_question_fails(words, language, product):
    """Any words, language and product have an answer."""
    with Store(":memory:") as own:
        assert own.find_items(words, language=language, product=product) == []


def file(store: Store, *titles: str) -> list[int]:
    """File items that match nothing."""
    items = [Item("site", title, "", title, seen_at=NOW) for title in titles]
    judged = [Judged(0, one, Judgement(False, 0, "en"), CLAIM, Traits()) for one in items]
    return [one.id for one in store.add_items(judged)]


def test_what_waits_for_the_index_is_found_beside_the_rest():
    """An item is found from the moment it is filed, whether or not the index of words has it yet."""
    with Store(":memory:") as store:
        file(store, "a kettle", "a teapot")
        assert (store.index_words(), store.index_words()) == (2, 0)
        file(store, "another kettle")
        assert [one.item.title for one in store.find_items(["kettle"])] == ["another kettle", "a kettle"]
        assert (store.index_words(), store.index_words()) == (1, 0)
        assert [one.item.title for one in store.find_items(["kettle"])] == ["another kettle", "a kettle"]


@pytest.mark.parametrize("indexed", [0, 1], ids=["waiting", "indexed"])
def test_the_index_says_what_the_items_say(indexed):
    """Whenever items are edited or pruned, before they are indexed or after, the index holds the words they have."""
    with Store(":memory:") as store:
        for title in ("a kettle", "a teapot", "a saucer"):
            numbers = file(store, title)
        for _ in range(indexed):
            store.index_words()
        last = file(store, "a spoon")
        for number in (*numbers, *last):
            edited = Item("site", str(number), "", f"edited {number}", seen_at=NOW)
            store.update_item(Judged(number, edited, Judgement(True, 1, "en"), CLAIM, Traits()), NOW)
        assert store.prune(NOW + DAY) == 2
        store.index_words()
        store._run("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        assert [one.id for one in store.find_items(["edited"])] == sorted((*last, *numbers), reverse=True)
        assert store.find_items(["kettle"]) == store.find_items(["saucer"]) == []
