"""Text of any script: plain, folded with offsets, found by whole words, its language told."""

from __future__ import annotations

import re
import sys
import unicodedata
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor import text
from monitor.text import Finder, fold, language_of, words
from monitor.text.language import is_chinese
from monitor.text.plain import CAP, MARKS


def found(term: str, shown: str, language: str = "", **how) -> list[str]:
    """The stretches of the text as shown where a term is found."""
    return [shown[hit.start : hit.end] for hit in Finder([term], **how).find(fold(shown, language))]


# ---------------------------------------------------------------- boundaries


@pytest.mark.parametrize(
    ("term", "shown", "expected"),
    [
        # Latin, beside other scripts, marks and digits
        ("Sora", "Sora", ["Sora"]),
        ("Sora", "使用Sora生成", ["Sora"]),
        ("Sora", "Soraの動画", ["Sora"]),
        ("Sora", "Sora는 새로운", ["Sora"]),
        ("Sora", "新しいSora", ["Sora"]),
        ("Sora", "Обзор Soraи", ["Sora"]),
        ("Sora", "SORA, sora; Sora", ["SORA", "sora", "Sora"]),
        ("Sora", "#Sora @Sora sora.com Sora's", ["Sora", "Sora", "sora", "Sora"]),
        ("Sora", "«Sora» “Sora” l'Sora (Sora)", ["Sora", "Sora", "Sora", "Sora"]),
        ("Sora", "Sora-App und Sora2", ["Sora", "Sora"]),
        ("Veo", "Veo3 und Veo 3", ["Veo", "Veo"]),
        ("Sora", "Soraya Sorano AniSora", []),
        ("Sora", "Open-Sora Open‑Sora Open－Sora", []),
        ("Sora", "the app—Sora—shuts; the Disney–Sora deal; a - Sora", ["Sora", "Sora", "Sora"]),
        ("Sora", "Sorа, its last letter Cyrillic", []),
        # versions
        ("Wan 2.1", "Wan 2.15 Wan 2.1.5 Wan 2.11", []),
        ("Wan 2.1", "Wan 2.1. Wan 2.1, Wan 2.1版", ["Wan 2.1", "Wan 2.1", "Wan 2.1"]),
        ("Wan 2", "Wan 2.2", []),
        ("Sora 2", "Sora 25 Sora 2s", []),
        ("Sora 2", "Sora 2부터 Sora 2が", ["Sora 2", "Sora 2"]),
        ("5 Pro", "2.5 Pro 15 Pro", []),
        ("سورا ٢", "سورا ٢٥", []),
        ("سورا ٢", "سورا ٢ الجديد", ["سورا ٢"]),
        ("Gen-4", "Gen-4.5 Gen-45 Gen-4a", []),
        ("Gen-4", "Runway Gen-4 Turbo", ["Gen-4"]),
        # Cyrillic and Greek: whole words, so each case of a name is a term of its own
        ("Клинг", "Клинг и «Клинг»", ["Клинг", "Клинг"]),
        ("Клинг", "Клинга Клингом", []),
        ("Клинг", "Кли́нг", ["Кли́нг"]),
        ("Σόρα", "η Σόρα και", ["Σόρα"]),
        # kana, Han
        ("ソラ", "ソラが ソラ", ["ソラ", "ソラ"]),
        ("ソラ", "ソラマメ アソラ ソラー", []),
        ("クリング", "クリングAIを公開", ["クリング"]),
        ("そら", "あおいそらを", ["そら"]),
        ("可灵", "快手可灵发布", ["可灵"]),
        # Hangul: a boundary before, particles behind
        ("소라", "소라는 소라2 AI소라를", ["소라", "소라", "소라"]),
        ("소라", "유소라는", []),
        # scripts that set spaces
        ("سورا", "نموذج سورا الجديد", ["سورا"]),
        ("سورا", "سوراخ", []),
        ("סורה", "דגם סורה חדש", ["סורה"]),
        ("सोरा", "सोरा ने", ["सोरा"]),
        ("सोर", "सोरा ने", []),
        ("सोरा", "सोरामा", []),
        # scripts that set none
        ("โซระ", "เปิดตัวโซระแล้ว", ["โซระ"]),
        ("โซ", "โซ่", []),
        # signs at an edge have no boundary
        ("C++", "C++20 und C++", ["C++", "C++"]),
        ("DALL·E", "DALL-E DALL·E DALL・E", ["DALL·E", "DALL・E"]),
    ],
    ids=str,
)
def test_whole_words(term, shown, expected):
    """A term is found where it is a word of its own by the rule of its script, and nowhere else."""
    assert found(term, shown) == expected


@pytest.mark.parametrize("term", ["Gen-4", "Gen 4"])
@pytest.mark.parametrize("shown", ["Gen-4", "Gen 4", "Gen4", "Gen–4", "Gen\u00a04", "GEN４", "gen‑4"])
def test_versions_are_written_in_three_ways(term, shown):
    """A number after a name is joined, spaced or hyphenated, in the watchlist as in the news."""
    assert found(term, f"Runway {shown} arrives") == [shown]


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ("Gen 4 Turbo", "Gen-4 Turbo"),
        ("Gen-4 Turbo", "Gen4 Turbo"),
        ("Runway Gen 4", "Runway Gen-4"),
        ("text-to-video", "text to video"),
        ("Text to Video", "text-to-video"),
        ("DALL-E 3", "Dalle 3"),
        ("可灵 2.0", "可灵2.0"),
        ("Kling 2.1 Master", "Kling2.1 Master"),
    ],
)
def test_words_of_a_term_are_spaced_or_hyphenated(term, shown):
    """Hyphens and spaces inside a term stand for each other; a hyphen may be missing."""
    assert found(term, shown) == [shown]


@pytest.mark.parametrize(
    ("term", "shown"), [("T2V", "T 2V"), ("Veo3", "Veo 3"), ("Pix Verse", "PixVerse"), ("PixVerse", "Pix Verse")]
)
def test_words_are_not_torn_or_joined(term, shown):
    """What is written as one word stays whole, and words run together are another name."""
    assert found(term, shown) == []


def test_a_cue_is_found_as_written():
    """Without variants only the spelling of the term is found."""
    assert found("Gen-4", "Gen-4 Gen 4 Gen4", variants=False) == ["Gen-4"]


@pytest.mark.parametrize(
    ("term", "shown", "expected"),
    [("launch~", "launches relaunch", ["launch"]), ("~video", "Musikvideo videos", ["video"]), ("a~b", "a~b", ["a~b"])],
    ids=["stem", "ending", "inside"],
)
def test_a_part_of_a_word_can_be_asked_for(term, shown, expected):
    """With affixes a tilde at an edge takes the boundary off that edge alone."""
    assert found(term, shown, affixes=True) == expected


@pytest.mark.parametrize(
    ("term", "shown", "language", "expected"),
    [
        ("視頻生成", "视频生成", "", ["视频生成"]),
        ("视频生成", "視頻生成", "", ["視頻生成"]),
        ("视频生成", "視頻生成", "zh-Hant", ["視頻生成"]),
        ("东京", "東京", "ja", []),
        ("东京", "東京の", "", []),
        ("東京", "東京の", "ja", ["東京"]),
        ("東京", "東京", "zh-Hant", ["東京"]),
        ("优", "優の良品推出视频", "zh", ["優"]),
    ],
    ids=[
        "Traditional term", "Simplified term", "declared", "Japanese", "kana", "as written", "Traditional text",
        "kana in a Chinese brand",
    ],
)  # fmt: skip
def test_traditional_and_simplified_are_alike_in_chinese_only(term, shown, language, expected):
    """In Chinese both writings find each other; Japanese is never simplified."""
    assert found(term, shown, language) == expected


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ("Sora", "Ｓｏｒａ"),
        ("Sora", "So\u200bra"),
        ("Sora", "So\u00adra"),
        ("Sora", "\ufeffSora"),
        ("Sora", "Sóra"),
        ("Sora", "So\u0301ra"),
        ("Sora", "Sora\u0301"),
        ("Sora", "𝐒𝐨𝐫𝐚"),
        ("クリング", "ｸﾘﾝｸﾞ"),
        ("データ", "テ\u3099ータ"),
        ("소라", "\u1109\u1169\u1105\u1161"),
        ("Génération", "generation"),
        ("generation", "Génération"),
        ("Straße", "STRASSE"),
        ("Video", "VİDEO"),
        ("kapatıldı", "KAPATILDI"),
        ("Lodz", "ŁÓDŹ"),
        ("Đại", "đa\u0323i"),
        ("Øster", "oster"),
        ("İstanbul", "istanbul"),
        ("Firefly", "Firefly™"),
        ("Adobe Firefly", "Adobe® Firefly"),
        ("ＡＩ動画", "AI動画"),
        ("l’IA", "l'IA"),
        ("オープン・ソース", "オープン･ソース"),
        ("обошел", "обошёл"),
        ("إطلاق", "اطلاق"),
        ("رسميا", "رسميًا"),
        ("سورا", "ســورا"),
        ("मुकदमा", "मु\u0915\u093cदमा"),
        ("फीचर", "\u095eीचर"),
    ],
)
def test_spellings_that_look_alike_are_alike(term, shown):
    """Width, case, accents, marks, letters written either way and unseen signs make no other word; all of it shows."""
    hits = Finder([term]).find(fold(f"x {shown} x"))
    assert [f"x {shown} x"[hit.start : hit.end].strip("\ufeff") for hit in hits] == [shown.strip("\ufeff")]


@pytest.mark.parametrize(
    ("one", "other"), [("か", "が"), ("и", "й"), ("ば", "ぱ"), ("소", "속"), ("ソラ", "ゾラ")], ids=str
)
def test_marks_that_make_another_letter_stay(one, other):
    """Kana, Cyrillic and Hangul keep what makes another letter of them."""
    assert fold(one).text != fold(other).text


def test_all_overlapping_hits_are_told_each_once():
    """A longer term that fails its boundary hides no shorter one, and terms that are alike are both told."""
    shown = "Kling AIs Kling AI"
    hits = Finder(["Kling", "Kling AI", "kling"]).find(fold(shown))
    assert [(hit.index, hit.start) for hit in sorted(hits, key=lambda hit: (hit.start, hit.index))] == [
        (0, 0), (2, 0), (0, 10), (1, 10), (2, 10),
    ]  # fmt: skip


def test_no_terms_find_nothing():
    """A finder of no terms, or of empty ones, is none."""
    assert Finder([]).find(fold("Sora")) == []
    assert Finder(["", " ", "\u200b"]).find(fold("Sora")) == []


# ---------------------------------------------------------------- folding

# What folding has trouble with: width, marks, ligatures, dashes, invisible characters, letters of several code points.
TROUBLE = (
    "aZ 2.-–—éÉßİıﬁ™®ＡＺ２　ｸﾞﾊﾟガがか\u3099\u0301\u0323й\u0306и视频東𝐒㍿…'’“»·・\u200b\u200d\u00ad\ufe0f"
    "가\u1100\u1161\u11a8सो้โ👩🏽🇯"
)
AWKWARD = st.text(st.sampled_from(TROUBLE) | st.characters(codec="utf-8"), max_size=30)
LANGUAGES = st.sampled_from(["", "en", "zh", "ja", "ko"])


@given(AWKWARD, LANGUAGES, st.data())
def test_offsets_point_at_the_words_shown(shown, language, data):
    """The stretch shown for any stretch of the folded text contains it, and two in order stay in order."""
    folded = fold(shown, language)
    assume(folded.text)
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(shown)
    tongue = "zh" if folded.chinese else "ja"  # a slice alone may not tell what the whole did
    assert folded.text[start:end] in fold(shown[first:last], tongue).text
    assert folded.span(0, end)[1] == last


@given(AWKWARD, LANGUAGES)
def test_every_folded_character_has_its_origin(shown, language):
    """Origins go one to one with the folded text, never backwards, and end with the text."""
    folded = fold(shown, language)
    origins = folded.origins if folded.origins is not None else tuple(range(len(shown) + 1))
    assert len(origins) == len(folded.text) + 1
    assert list(origins) == sorted(origins)
    assert origins[-1] == len(shown)


@given(AWKWARD, LANGUAGES)
def test_folding_twice_changes_nothing_more(shown, language):
    """A folded text is folded."""
    once = fold(shown, language)
    tongue = "zh" if once.chinese else "ja"
    assert fold(once.text, tongue).text == once.text


@given(st.text(st.sampled_from("SoraVeoKling可灵ソラ소라 -.2"), min_size=2, max_size=8), AWKWARD, AWKWARD)
def test_what_is_found_is_the_term(term, before, after):
    """Whatever stands around it, a stretch that is found folds to the term."""
    assume(fold(term).text.strip())
    shown = f"{before} {term} {after}"
    for hit in Finder([term], variants=False).find(fold(shown, "ja")):
        assert fold(term, "ja").text.strip() in fold(shown[hit.start : hit.end], "ja").text


@given(st.lists(st.sampled_from(["Sora", "Sora 2", "可灵", "ソラ", "소라", "Wan 2.1"]), min_size=1, max_size=5))
def test_terms_between_spaces_are_always_found(terms):
    """A list of names with spaces between holds each of them."""
    hits = Finder(terms).find(fold("  ".join(terms), "ja"))
    assert {hit.index for hit in hits} == set(range(len(terms)))


# ---------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("title", "declared", "expected"),
    [
        ("OpenAI launches a new video model for the iPhone", "", "en"),
        ("Kling can do a fight scene", "", "en"),
        ("OpenAI stellt neue Video-KI vor und zeigt die Preise", "", "de"),
        ("OpenAI dévoile un modèle pour les créateurs", "", "fr"),
        ("OpenAI lanza un modelo que crea vídeos con sonido", "", "es"),
        ("OpenAI lança um modelo para vídeos e não cobra", "", "pt"),
        ("OpenAI lancia un nuovo modello che crea video", "", "it"),
        ("OpenAI komt met een nieuw model voor video en geluid", "", "nl"),
        ("OpenAI pokazuje nowy model do tworzenia filmów i się chwali", "", "pl"),
        ("OpenAI yeni video modelini tanıttı ve için", "", "tr"),
        ("OpenAI ra mắt mô hình tạo video cho người dùng", "", "vi"),
        ("Kling ra mắt tính năng lồng tiếng", "", "vi"),
        ("OpenAI merilis model untuk membuat video dengan suara", "", "id"),
        ("OpenAI представила новую модель для видео", "", "ru"),
        ("OpenAI представила нову модель для відео", "", "uk"),
        ("OpenAI представи нов модел за видео", "bg", "bg"),
        ("オープンAIが動画生成AI「Sora 2」を公開", "", "ja"),
        ("新機能発表", "", "ja"),
        ("快手可灵发布新的视频模型", "", "zh-Hans"),
        ("快手可靈發布新的影片模型", "", "zh-Hant"),
        ("오픈AI, 동영상 생성 모델 소라 공개", "", "ko"),
        ("أوبن إيه آي تكشف عن نموذج جديد للفيديو", "", "ar"),
        ("חברת OpenAI משיקה מודל וידאו חדש", "", "he"),
        ("ओपनएआई ने नया वीडियो मॉडल पेश किया", "", "hi"),
        ("เปิดตัวโมเดลวิดีโอใหม่", "", "th"),
        ("Νέο μοντέλο βίντεο από την OpenAI", "", "el"),
        ("2.0 !!", "", ""),
        ("", "", ""),
        ("Sora", "", "en"),
    ],
    ids=str,
)
def test_language_of_a_headline(title, declared, expected):
    """Script first, then the declaration, then common words tell the language."""
    assert language_of(title, "", declared) == expected


@pytest.mark.parametrize(
    ("title", "declared", "expected"),
    [
        ("Sora 2 ist da und alle reden", "en-US", "en"),  # within one script the declaration holds
        ("Nový model pro video", "cs", "cs"),
        ("Sora 2", "pt-BR", "pt"),
        ("快手可灵发布新的视频模型", "en-US", "zh-Hans"),
        ("OpenAIが動画を公開", "zh", "ja"),
        ("奈雪の茶推出视频广告活动", "zh", "zh-Hans"),
        ("新機能公開", "ja", "ja"),
        ("AI 工具大全", "zh-TW", "zh-Hant"),
        ("AI 工具大全", "zh", "zh-Hans"),
        ("OpenAI представила новую модель", "en", "ru"),
        ("Генератор, который создаёт видео", "uk", "ru"),
        ("Нова модель відео", "ru", "uk"),
        ("Новый видеомодель", "kk", "kk"),
        ("مدل جدید ویدیو", "fa", "fa"),
        ("مدل جدید ویدیو", "en", "ar"),
        ("नवीन व्हिडिओ मॉडेल", "mr", "mr"),
        ("OpenAI launches the new model", "ar", "en"),
        ("OpenAI launches the new model", "ja", "en"),
        ("OpenAI launches the new model", "sr", "sr"),  # Serbian has two scripts
        ("Das ist die neue KI", "ko", "de"),
    ],
    ids=str,
)
def test_a_declaration_holds_unless_the_script_forbids_it(title, declared, expected):
    """The script overrules a declaration that cannot be true; within one script the declaration holds."""
    assert language_of(title, "", declared) == expected


def test_the_summary_helps():
    """A title of names alone has the language of its summary."""
    assert language_of("Sora 2", "快手今天发布新的视频模型") == "zh-Hans"


def test_the_beginning_of_a_text_tells_its_language():
    """A long tail of another script, a list of files under a Russian text, does not make it English."""
    told = "Студия показала фильм, который снят без камеры. " * 21
    assert language_of("Фильм", told + "Video: 1920x1080, audio: AC3, the size of it is 2 GB. " * 200) == "ru"


@given(st.text(max_size=40), st.sampled_from(["", "en", "ja", "zh-TW", "x-klingon"]))
def test_a_language_is_a_tag_or_nothing(title, declared):
    """Any text has a language tag, or none."""
    assert re.fullmatch(r"([a-z]+(-Han[st])?)?", language_of(title, "", declared))


@pytest.mark.parametrize(
    ("shown", "language", "expected"),
    [("可灵", "", True), ("東京の", "", False), ("東京", "ja", False), ("開発", "", False), ("Sora", "zh", False)],
    ids=["Han", "kana", "declared", "a form only Japan uses", "no Han"],
)
def test_what_may_be_simplified(shown, language, expected):
    """Han characters are Chinese unless tag, kana or the forms of Japan say otherwise."""
    assert is_chinese(shown, language) is expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("Sora", "ltr"), ("سورا Sora", "rtl"), ("123 «סורה»", "rtl"), ("2.0 Sora سورا", "ltr"), ("…", "ltr"), ("", "ltr")],
)
def test_direction_is_that_of_the_first_strong_letter(shown, expected):
    """Digits and marks have no direction of their own."""
    assert text.script_direction(shown) == expected


def test_primary_subtag():
    """The language of a tag, whatever follows it."""
    assert [text.primary(tag) for tag in ("zh-Hant-TW", "pt_BR", "EN", "")] == ["zh", "pt", "en", ""]


FINDER = Finder(["Sora", "video", "可灵"], regexes=["Kl.ng"], telling=(0, 3))


@given(st.lists(st.sampled_from(["Sora", "Soraya", "video", "可灵", "可靈", "Kling", "Klängt", "使用Sora", "Open-"])))
def test_a_telling_term_is_told_where_it_is_found(said):
    """The quick question says of any text what looking for all terms says: whether one of the telling ones is there."""
    for shown in (" ".join(said), "".join(said)):
        folded = text.fold(shown)
        assert FINDER.tells(folded) == any(hit.index in (0, 3) for hit in FINDER.find(folded))


# ---------------------------------------------------------------- plain text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Veo&nbsp;3</p><p>is <b>h</b>ere</p>", "Veo 3 is here"),
        ("a<br>b<br/>c<div>d</div>e", "a b c d e"),
        ("<a href='x>y'>Sora</a>", "y'>Sora"),
        ("x<script>alert('<b>')</script>y<style>p{}</style>z", "x y z"),
        ("x<script>never closed", "x"),
        ("x<!-- a > b -->y<!-- never closed", "x y"),
        ("1 < 2 and 3 > 2, I <3 you", "1 < 2 and 3 > 2, I <3 you"),
        ("AT&amp;T &lt;b&gt; &#8212; &#xD800; &bogus; &", "AT&T <b> — \ufffd &bogus; &"),
        (f"a &#{'1' * 5000}; b", "a \ufffd b"),
        ("<?xml y?><!DOCTYPE z>x", "x"),
        ("<![CDATA[Sora <b>2</b>]]>", "Sora 2"),
        ("<ruby>可<rt>か</rt></ruby>", "可か"),
        ("line\r\none\ttwo\u2028three\u3000four", "line one two three four"),
        ("a\x00b\x1bc\x85d\x7fe", "abc de"),
        ("evil\u202etxt.exe\u2066", "eviltxt.exe"),
        ("half \ud83d and \ufffe", "half and"),
        ("a\U000e0100b\U000e01efc", "abc"),
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
        ("", ""),
    ],
    ids=[
        "entities and inline tags", "breaks part words", "a quoted angle", "scripts", "an open script", "comments",
        "no markup", "entities", "a number of thousands of digits", "declarations", "a text wrapped twice", "ruby",
        "white space", "control characters", "direction overrides", "half characters", "selectors",
        "joiners have meanings", "nothing",
    ],
)  # fmt: skip
def test_plain(markup, expected):
    """Markup goes, words stay apart, entities are read, what cannot be shown is gone."""
    assert text.plain(markup) == expected


WORDS = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6), min_size=1, max_size=6)
TAGS = st.sampled_from(["<p>", "</p>", "<br/>", "<div class='x'>", "<!-- no -->", "<script>bad</script>", "<h1\n>"])


@given(WORDS, st.lists(TAGS, min_size=5, max_size=5))
def test_no_tag_survives_and_no_word_is_lost(shown, tags):
    """Words with tags between them come out as the words."""
    markup = "".join(word + tag for word, tag in zip(shown, [*tags, "<p>"], strict=False))
    assert text.plain(markup).split() == " ".join(shown).split()


@given(st.text(max_size=60) | AWKWARD)
def test_clean_text_is_one_line_that_can_be_shown(shown):
    """No control character, no half character, no line break, no run of spaces; cleaning twice changes nothing."""
    cleaned = text.clean(shown)
    assert {unicodedata.category(char) for char in cleaned} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert cleaned == " ".join(cleaned.split())
    assert text.clean(cleaned) == cleaned
    cleaned.encode()


@pytest.mark.parametrize("mark", ["\u0301", "\u0e38", "\u0489", "\u20dd"])
def test_piled_marks_are_cut_down(mark):
    """Of a hundred marks on one letter a few are left."""
    assert text.clean("a" + mark * 100 + "b") == "a" + mark * MARKS + "b"


def test_every_mark_of_unicode_is_seen_in_a_pile():
    """The quick look for piles passes over no block of characters that has marks in it."""
    marks = [char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char)[0] == "M"]
    assert [mark for mark in marks if text.clean("a" + mark * (MARKS + 1)).count(mark) == MARKS + 1] == []


@pytest.mark.parametrize(
    "flood",
    ["<!--", "<b>", "<", "</script", "<script>", "<a ", "&lt;", "&", "\u0301", "<a href='", "é\u0301 ", "🇯"],
    ids=ascii,
)
def test_floods_take_linear_time(flood):
    """Sixty-four thousand characters of anything are read in well under a second, and no more than that are."""
    start = process_time()
    shown = text.plain(flood * (2 * CAP // len(flood)))
    text.shorten(shown, 200)
    words(shown)
    Finder(["sora", "a", "b"]).find(fold(shown))
    assert process_time() - start < 2
    assert len(shown) <= CAP


def test_many_hits_in_a_long_text_take_linear_time():
    """A text that names a product thousands of times is no burden."""
    start = process_time()
    hits = Finder(["Sora"]).find(fold("Sora ﬁ " * 9000))
    assert len(hits) == 9000
    assert process_time() - start < 2


# ---------------------------------------------------------------- cutting and breaking

FAMILY, FLAG, WAVE = "👩\u200d👩\u200d👧\u200d👦", "🇯🇵", "👋🏽"


@pytest.mark.parametrize(
    ("shown", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("one two three four five", 20, "one two three four…"),
        ("one two, three", 9, "one two…"),
        ("abcdefghij", 5, "abcd…"),
        ("abcdefghij", 1, "…"),
        ("可灵发布新的视频模型", 6, "可灵发布新…"),
        (f"a{FAMILY}b", 5, "a…"),
        (f"a{FAMILY}bc", 9, f"a{FAMILY}…"),
        (f"{FLAG}{FLAG}a", 4, f"{FLAG}…"),
        (f"{WAVE}{WAVE}a", 4, f"{WAVE}…"),
        ("नमस्ते", 4, "नम…"),
        ("กำลังที่", 7, "กำลัง…"),
        ("1️⃣2️⃣3️⃣", 6, "1️⃣…"),
        ("\u1109\u1169\u1105\u1161x", 4, "\u1109\u1169…"),
    ],
    ids=[
        "fits", "at a space", "no comma before the dots", "in a word", "one", "Han", "a family", "a whole family",
        "flags", "skin tones", "Devanagari", "Thai", "key caps", "Hangul letters",
    ],
)  # fmt: skip
def test_shorten(shown, limit, expected):
    """A cut falls at a space when one is near, and never inside a character."""
    assert text.shorten(shown, limit) == expected


@given(AWKWARD | st.text(st.sampled_from(f"{FAMILY}{FLAG}{WAVE}ab é\u0301"), max_size=30), st.integers(1, 30))
def test_shortened_texts_fit_and_begin_alike(shown, limit):
    """A shortened text fits, begins as the text does, and ends where a character ends."""
    short = text.shorten(shown, limit)
    assert len(short) <= max(limit, 1)
    kept = short if short == shown else short.removesuffix("…")
    assert shown.startswith(kept)
    rest = shown[len(kept) :]
    assert not (kept and rest and unicodedata.category(rest[0])[0] == "M")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("Sora", 4), ("可灵", 4), ("ソラ", 4), ("ｿﾗ", 2), ("소라", 4), ("é", 1), ("e\u0301", 1), ("\u200b", 0)],
)
def test_width(shown, expected):
    """Han, kana and Hangul take two columns, marks none."""
    assert text.width(shown) == expected


@pytest.mark.parametrize(
    ("shown", "columns", "expected"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("可灵发布新的视频模型", 8, ["可灵发布", "新的视频", "模型"]),
        ("快手发布，可灵", 8, ["快手发", "布，可灵"]),
        ("快手发布, 可灵", 8, ["快手发", "布, 可灵"]),
        ("他说的「可灵」", 8, ["他说的", "「可灵」"]),
        ("チャットする", 6, ["チャッ", "トする"]),
        ("소라 공개합니다 오늘", 10, ["소라", "공개합니다", "오늘"]),
        ("使用Sora生成", 8, ["使用Sora", "生成"]),
        ("see https://example.org/a/long/path now", 10, ["see", "https://example.org/a/long/path", "now"]),
        ("か\u3099" * 3, 4, ["か\u3099か\u3099", "か\u3099"]),
        (f"{FAMILY}{FAMILY}", 8, [FAMILY, FAMILY]),
        ("Kling\u00a0: 9\u202f% de", 6, ["Kling\u00a0:", "9\u202f% de"]),
        ("abcdefghij k", 4, ["abcdefghij", "k"]),
        ("", 8, [""]),
        ("   ", 8, [""]),
    ],
    ids=[
        "spaces", "Han", "no comma begins a line", "nor an ASCII one", "no bracket ends a line", "nor a small kana",
        "Hangul words stay whole", "Latin words too", "addresses too", "marks", "families", "spaces that bind",
        "a long word", "empty", "blank",
    ],
)  # fmt: skip
def test_wrap(shown, columns, expected):
    """Lines break at spaces and beside Han or kana, as printers of each script do."""
    assert text.wrap(shown, columns) == expected


PIECES = ["Sora", "2", "可灵", "は", "ソラ", "소라", "é", "「", "」", "、", " ", "  ", "x"]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_lines_fit_and_lose_nothing(pieces):
    """Every line fits its columns; without the spaces the lines are the text."""
    shown = "".join(pieces)
    lines = text.wrap(shown, 76)
    assert max(map(text.width, lines)) <= 76
    assert "".join("".join(lines).split()) == "".join(shown.split())


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("shown", "language", "expected"),
    [
        ("Kling 3.0发布啦", "", ("kling", "3.0", "发布", "布啦")),
        ("使用Sora生成视频", "", ("使用", "sora", "生成", "成视", "视频")),
        ("OpenAIのSoraを公開", "", ("openai", "sora", "公開")),
        ("クリングAIが登場", "", ("クリング", "ai", "登場")),
        ("Sora는 새로운 모델", "", ("sora", "는", "새로운", "모델")),
        ("視頻", "zh-Hant", ("视频",)),
        ("視頻", "ja", ("視頻",)),
        ("雲", "ja", ("雲",)),
        ("ओपनएआई ने", "", ("ओपनएआई", "ने")),
        ("1,000 Veo3 Ｇｅｎ-4", "", ("1,000", "veo", "3", "gen", "4")),
        ("Adobe Firefly™ l’IA", "", ("adobe", "firefly", "l", "ia")),
        ("— … !", "", ()),
    ],
    ids=str,
)
def test_words(shown, language, expected):
    """Words of spaced scripts, numbers, kana and Hangul runs, bigrams of Han; neighbours of two scripts part."""
    assert words(shown, language) == expected


@given(AWKWARD, LANGUAGES)
def test_words_are_parts_of_the_folded_text(shown, language):
    """Every token is a stretch of the folded text, in order, without spaces."""
    folded = fold(shown, language).text
    tokens = words(shown, language)
    assert all(token in folded and token == token.strip() != "" for token in tokens)
