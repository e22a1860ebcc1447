"""Subjects, words, templates, parts, bytes; golden mails lie in tests/mails (the twenty rules: test_mail_rules.py)."""

from __future__ import annotations

import doctest
import email
import email.policy
import html
import importlib
import os
import pkgutil
import re
import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import html5lib
import pytest
from editions import (
    AT,
    BAD,
    BRIEF,
    DEAD,
    DIGEST,
    FULL,
    KEY,
    MAIL,
    OPINIONS,
    QUIET,
    RTL_NEWS,
    SHUTDOWN,
    SILENT,
    SPIN_OFF,
    TAGS,
    YESTERDAY,
    before,
    crowd,
    line,
    source,
)  # fmt: skip
from hypothesis import given, settings
from hypothesis import strategies as st

import monitor.render
from monitor.config import templates
from monitor.model import Coverage, Edition, Entry, FeedTrouble, Mail, Source, Step, Trend
from monitor.render import Renderer, RenderError, stop_token
from monitor.render.address import domain_of, safe_url
from monitor.render.encoded import neutral, phrase, unstructured, words_decoded
from monitor.render.fit import LARGEST
from monitor.render.mime import Envelope, assert_as_meant, message_id, raw_letter
from monitor.render.page import page_of
from monitor.render.paragraphs import paragraph
from monitor.render.words import TONGUES, tongue
from monitor.text import width

SHIPPED = templates(None)
RENDERER = Renderer(SHIPPED)
HTML, TEXT = "digest.html.j2", "digest.txt.j2"


def letters(edition, *, renderer=RENDERER, digest=DIGEST, mail=MAIL):
    return renderer.letters(edition, digest, mail, KEY)


def body(raw, kind):
    parts = email.message_from_bytes(raw).get_payload()
    return next(part for part in parts if part.get_content_subtype() == kind).get_payload(decode=True).decode()


def test_docstrings_are_true():
    """Every example in a docstring of render gives what it says."""
    modules = pkgutil.walk_packages(monitor.render.__path__, "monitor.render.")
    results = [doctest.testmod(importlib.import_module(module.name)) for module in modules]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 3


# ---------------------------------------------------------------- golden mails

MAILS = Path(__file__).parent / "mails"
GOLDEN = replace(
    FULL, top=(FULL.top[0], FULL.top[2], FULL.top[4]), brief=(BRIEF[0], BRIEF[2], BRIEF[9]), trends=FULL.trends[:3],
    items=27, languages=7,
)  # fmt: skip
ALERT = replace(
    GOLDEN, kind="alert", slot="2026-03-25T14:03:27", top=GOLDEN.top[:1], brief=(), trends=(), notices=(),
    coverage=Coverage(0, 0, 0, 0),
)
GOLDEN_EDITIONS = {
    **{tag: replace(GOLDEN, words=tag) for tag in TAGS}, "quiet": QUIET, "ar-he-hi": replace(RTL_NEWS, trends=()),
    "alert": ALERT,
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN_EDITIONS)
def test_golden_mails(name):
    """A mail has the bytes of tests/mails/NAME.eml, and the text of NAME.txt for people to review.

    After a wanted change (a new version number is one): `WRITE_MAILS=1 pytest tests/test_render.py -k golden`, then
    read the difference of the .txt files and open an .eml in a mail program.
    """
    raw = letters(GOLDEN_EDITIONS[name])[0].raw
    text = body(raw, "plain").replace("\r\n", "\n").encode()
    if os.environ.get("WRITE_MAILS"):
        (MAILS / f"{name}.eml").write_bytes(raw)
        (MAILS / f"{name}.txt").write_bytes(text)
    assert (MAILS / f"{name}.txt").read_bytes() == text
    assert (MAILS / f"{name}.eml").read_bytes() == raw


# ---------------------------------------------------------------- words


def test_french_signs_stay_with_their_word():
    """Where French sets a space before a sign, in the mail's own words, it is one at which no line breaks."""
    said = [one for value in tongue("fr").texts.values() for one in ((value,) if isinstance(value, str) else value)]
    assert [one for one in said if re.search(r" [:;?!»]|« ", one)] == []


def gaps(texts):
    """The named gaps of a phrase, or of each of its forms."""
    forms = (texts,) if isinstance(texts, str) else texts
    return {frozenset(name for _, name, _, _ in string.Formatter().parse(form) if name) for form in forms}


@pytest.mark.parametrize("tag", TAGS)
def test_every_table_has_the_same_phrases_with_the_same_gaps(tag):
    """No language lacks a phrase or a gap of the English table, or has one more."""
    ours, english = TONGUES[tag].texts, TONGUES["en"].texts
    assert {name: gaps(text) for name, text in ours.items()} == {name: gaps(text) for name, text in english.items()}


@pytest.mark.parametrize("tag", TAGS)
def test_every_table_has_its_plural_forms_and_calendar(tag):
    """Each counted phrase has a form for every number, each year twelve months, each week seven days."""
    words = TONGUES[tag]
    counted = [name for name, text in words.texts.items() if not isinstance(text, str)]
    assert {words.count(name, number)[:0] for name in counted for number in range(200)} == {""}
    calendar = [words.months, words.short_months, words.weekdays]
    assert [len(names.split()) for names in calendar] == [12, 12, 7]


def test_all_tables_are_tried():
    """The tests know every language there is."""
    assert set(TONGUES) == set(TAGS)


@pytest.mark.parametrize(
    ("tag", "known"),
    [("zh", "zh-Hans"), ("zh-Hant", "zh-Hans"), ("de-AT", "de"), ("tlh", "en"), ("", "en")],
)
def test_tongue_by_tag(tag, known):
    """A language is found by its primary subtag; one without a table gets English."""
    assert tongue(tag).tag == known


@pytest.mark.parametrize(
    ("tag", "number", "spoken"),
    [("en", "usd 300000000", "USD 300 million"), ("de", "eur 1500000", "EUR 1,5 Mio."),
     ("zh", "usd 20000000000", "USD 200亿"), ("fr", "% 30", "30 %"), ("ja", "% 30", "30%"),
     ("en", "usd 15", "USD 15"), ("en", "strange", "strange"),
     ("en", "usd 12000", "USD 12,000"), ("ru", "rub 12000", "RUB 12\xa0000")],
)  # fmt: skip
def test_amounts_are_read_as_in_the_language(tag, number, spoken):
    """Amounts have the language's own scales, separators and signs."""
    assert tongue(tag).amount(number) == spoken


@pytest.mark.parametrize(
    ("tag", "long", "short"),
    [("en", "Sunday 1 March 2026", "1 Mar"), ("fr", "dimanche 1er mars 2026", "1er mars"),
     ("de", "Sonntag, 1. März 2026", "1. März"), ("ja", "2026年3月1日（日）", "3月1日"),
     ("ko", "2026년 3월 1일 일요일", "3월 1일")],
)  # fmt: skip
def test_dates_are_written_as_in_the_language(tag, long, short):
    """A day is written in the language's own order and words."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    assert (tongue(tag).long(at), tongue(tag).short(at)) == (long, short)


@pytest.mark.parametrize(
    ("minutes", "spoken"),
    [(0, ""), (1, "+1 min"), (59, "+59 min"), (60, "+1 h"), (47 * 60, "+47 h"), (48 * 60, "+2 d")],
)
def test_gaps_are_rounded_down(minutes, spoken):
    """A later source came so many minutes, hours or days after the first."""
    assert tongue("en").gap(timedelta(minutes=minutes)) == spoken


# ---------------------------------------------------------------- subject and preheader


def news(*headlines, **fields):
    entries = tuple(line(n, f"Product {n}", "en", headline) for n, headline in enumerate(headlines, 1))
    return replace(FULL, top=entries, brief=(), **fields)


@pytest.mark.parametrize(
    ("edition", "subject"),
    [
        (news("Kling 3.0 is out"), "Kling 3.0 is out"),
        (news("Kling 3.0 is out.", "Veo is free"), "Kling 3.0 is out; Veo is free"),
        (news("Kling 3.0 is out", "Veo is free", *"abcd"), "Kling 3.0 is out; Veo is free; 4 more"),
        (news("OpenAI closes the Sora app in April, two weeks after talk of moving it into ChatGPT"),
         "OpenAI closes the Sora app in April"),
        (news("Local television: a model that dreams up dramas earns its makers three billion"),
         "Local television: a model that dreams up dramas earns its makers…"),
        (news("The long road of one little video model: " + "b" * 60), "The long road of one little video model"),
        (news("word " * 40), "word " * 13 + "word…"),
        (news("可灵" * 60), "可灵" * 17 + "…"),
        (news("Kling (short, sharp, and much too long for a subject of any kind at all) is out", "Veo"),
         "Kling (short, sharp, and much too long for a subject of any kind at…; Veo"),
        (news("「可灵」" + "发" * 40, "Veo"), "「可灵」" + "发" * 30 + "…; Veo"),
        (news("発表" * 13 + "を公開、" + "動画" * 9), "発表" * 13 + "を公開…"),
        (news("発表" * 13 + "「新しい動画" + "生成" * 9), "発表" * 13 + "…"),
        (news("Kling is out", "Veo " + "is free " * 9, "Vidu is here"), "Kling is out; Vidu is here; 1 more"),
        (replace(FULL, top=(SHUTDOWN, replace(SHUTDOWN, story=1), SPIN_OFF), brief=()),
         "OpenAI closes the Sora app in April; Kuaishou may spin off Kling at a value of…; 1 more"),
        (replace(FULL, top=(SHUTDOWN, replace(SHUTDOWN, story=1)), brief=()),
         "OpenAI closes the Sora app in April; 1 more"),
        (OPINIONS, "AI video: nothing new; 41 of 43 feeds read"),
        (news("a" * 70), "a" * 70),
        (news("a" * 71), "a" * 69 + "…"),
        (news("Kling is out at last, " + "b" * 80, "c" * 44), f"Kling is out at last; {'c' * 44}"),
        (news("The new model for small films, Kling 3.0, comes to an editor near you, its makers say"),
         "The new model for small films, Kling 3.0, comes to an editor near…"),
        (replace(news("Kling 3.0 is out", "Veo is free"),
                 brief=(line(3, "Vidu", "en", "Vidu is here", whats_new=(YESTERDAY, "seconded")),)),
         "Kling 3.0 is out; Veo is free; 1 more"),
        (replace(news("Kling 3.0 is out"),
                 brief=(line(3, "Vidu", "en", "Vidu is here", whats_new=(YESTERDAY, "seconded")),)),
         "Kling 3.0 is out; 1 more"),
        (news("Kling: " + "b" * 63 + ", and more"), "Kling: " + "b" * 63),
        (news("q\u0323\u0307" * 60), "q\u0323\u0307" * 23 + "…"),
        (QUIET, "AI video: nothing new; 43 of 43 feeds read"),
        (DEAD, "AI video: no feed could be read"),
        (replace(QUIET, words="fr"), "AI video\u00a0: rien de nouveau\u00a0; 43 flux lus sur 43"),
    ],
    ids=["one", "two", "more", "clause", "whose word", "a title's colon",
         "long", "wide", "brackets", "Han", "pause", "open", "uncut", "other product",
         "same product",
         "opinions", "full", "too full", "short clause", "a word set off", "two and a line",
         "a line of what was told", "long clause", "marks",
         "quiet", "dead", "in French"],
)  # fmt: skip
def test_the_subject_is_the_news(edition, subject):
    """The heaviest headlines come first, cut to what an inbox shows; a quiet day says that it is one."""
    assert RENDERER.subject(edition) == subject


@given(st.lists(st.text(min_size=1), min_size=1, max_size=30))
def test_any_subject_fits(headlines):
    """Whatever the headlines, a subject has at most 120 characters and 120 columns."""
    subject = RENDERER.subject(news(*headlines))
    assert (len(subject) <= 120, width(subject) <= 120) == (True, True)


@pytest.mark.parametrize(
    ("edition", "beside"),
    [(OPINIONS, "Opinion, how-to, papers: What Kling is good for"), (QUIET, "The last match came on 22 Mar."),
     (DEAD, "No feed could be read. This edition says nothing about the news; the service needs a look."),
     (news("One", "Two", "Three"), "Three · 41 of 43 feeds read"), (news("One"), "41 of 43 feeds read")],
    ids=["opinions", "quiet", "dead", "no gist", "nothing"],
)  # fmt: skip
def test_the_preheader_without_a_gist(edition, beside):
    """Beside the subject stands, for want of a gist, the next headline, an opinion, or what a quiet page says."""
    assert page_of(edition).preheader == beside


def test_the_preheader_says_what_the_subject_does_not():
    """Beside the subject stand the first gist, the count of each status and what was read."""
    page = page_of(FULL)
    assert page.preheader == (
        "The app closes on 26 April and the interface for programs on 24 September. Films can be saved until then."
        " · 7 confirmed, 6 reported, 1 denied · 41 of 43 feeds read"
    )


# ---------------------------------------------------------------- the page's words


@pytest.mark.parametrize(
    ("codes", "spoken"),
    [
        ((), ""),
        ((YESTERDAY, "status:reported:confirmed"), "new since 24 Mar: now confirmed, was reported"),
        ((YESTERDAY, "status:na:denied"), "new since 24 Mar: now denied"),
        ((YESTERDAY, "seconded", "sources:1"), "new since 24 Mar: now confirmed, +1 source"),
        ((YESTERDAY, "official:OpenAI", "version:Veo 4"), "new since 24 Mar: OpenAI spoke, first mention of Veo 4"),
        (("official:", "number:usd 300000000"), "new: the vendor spoke, new figure USD 300 million"),
        (("link:contradicts:12", "sources:1"), "new: contradicts #12, +1 source"),
        ((YESTERDAY, "unheard:of", "sources:x"), ""),
        ((YESTERDAY, *(f"version:V{n}" for n in range(9))),
         "new since 24 Mar: " + ", ".join(f"first mention of V{n}" for n in range(4))),
    ],
    ids=["first", "status", "from nothing", "second site", "vendor", "amount", "link", "unknown", "many"],
)  # fmt: skip
def test_a_follow_up_says_what_is_new(codes, spoken):
    """The codes of a follow-up are spoken; those of another version are left out."""
    assert page_of(news("x")).top[0].new == ""
    edition = replace(FULL, top=(replace(FULL.top[0], whats_new=codes),))
    assert page_of(edition).top[0].new == spoken


@pytest.mark.parametrize(
    ("fields", "context"),
    [
        ({"status": "confirmed", "official": True}, ("Sora", "shutdown", "by OpenAI itself")),
        ({"status": "confirmed", "official": True, "companies": ()}, ("Sora", "shutdown", "by the vendor itself")),
        ({"status": "confirmed", "official": False}, ("Sora", "shutdown")),
        ({"status": "reported", "origin": "The Wire"}, ("Sora", "shutdown", "by The Wire, not confirmed")),
        ({"status": "reported"}, ("Sora", "shutdown", "not confirmed")),
        ({"status": "reported", "plain": True, "sources": SHUTDOWN.sources[:1], "more": ()},
         ("Sora", "shutdown", "one source so far")),
        ({"status": "reported", "plain": True}, ("Sora", "shutdown", "one independent source so far")),
        ({"status": "na", "origin": "The Wire"}, ("Sora", "shutdown", "citing The Wire")),
        ({"status": "na", "products": (), "kinds": ("other",)}, ("OpenAI",)),
        ({"status": "na", "products": (), "companies": (), "kinds": ()}, ("AI video",)),
        ({"status": "na", "hosts": ("ChatGPT", "Bing")}, ("Sora", "shutdown", "with ChatGPT, Bing")),
    ],
)
def test_a_story_says_on_whose_word_it_stands(fields, context):
    """Below a headline stand product, kind, who says so and what stands beside."""
    entry = replace(FULL.top[0], **{"origin": "", "official": False, "hosts": (), **fields})
    assert page_of(replace(FULL, top=(entry,))).top[0].context == context


@pytest.mark.parametrize("tag", TAGS)
def test_what_stands_above_the_sources_agrees_with_their_number(tag):
    """One source is no “Sources”; those that are only counted are sources, too."""
    words, one, two = tongue(tag), SHUTDOWN.sources[:1], SHUTDOWN.more[0]
    shown = (replace(SHUTDOWN, sources=one, more=()), replace(SHUTDOWN, sources=one, more=(two,)))
    page = page_of(replace(FULL, words=tag, top=shown))
    assert [story.heading for story in page.top] == [words.say("source"), words.say("sources")]
    assert words.say("source") != words.say("sources") or words.plural == "none"


def test_sources_say_when_and_who_was_first():
    """The first source has its time, the others how much later they came; the vendor's own is marked."""
    assert [source.note for source in page_of(FULL).top[0].sources] == [
        "en 24 Mar 19:00, official, first", "en +11 min", "zh +40 min", "ja +2 h", "ar +3 h",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ages", "notes"),
    [
        (({"days": 1, "hours": 6}, {"days": 1, "hours": 2}), ["en 24 Mar", "de 24 Mar 05:00"]),
        (({"days": 2, "hours": 6}, {"hours": 2}), ["en 23 Mar, first", "de 05:00"]),
        (({"days": 1}, {"hours": 6}), ["en 24 Mar 07:00, first", "de 25 Mar"]),
        (({"hours": 6},), ["en 25 Mar"]),
    ],
    ids=["same day", "days apart", "second", "alone"],
)
def test_a_day_is_no_midnight(ages, notes):
    """Of a site that gives the day alone neither a time nor a gap is told, nor that it was first on that day."""
    sources = tuple(source(tag, tag, f"{tag}/1", **age) for tag, age in zip(("en", "de"), ages, strict=False))
    page = page_of(replace(FULL, top=(replace(SHUTDOWN, sources=sources),)))
    assert [one.note for one in page.top[0].sources] == notes


def test_what_was_reported_before_is_no_change():
    """Where all steps have one status the last two before this one stand under another heading, without a badge."""
    steps = tuple(replace(SHUTDOWN.history[0], story=number) for number in range(4))
    page = page_of(replace(FULL, top=(replace(SHUTDOWN, history=steps), SHUTDOWN, SPIN_OFF)))
    assert [(story.past, len(story.steps)) for story in page.top] == [
        ("Earlier", 2), ("What changed", 2), ("Earlier", 0),
    ]  # fmt: skip
    assert [step.word for story in page.top for step in story.steps] == ["", "", "reported", "confirmed"]


@pytest.mark.parametrize(
    ("said", "past", "shown"),
    [
        ("reported confirmed", "What changed", ["reported", "confirmed"]),
        ("confirmed reported", "Earlier", [""]),
        ("confirmed plain", "Earlier", [""]),
        ("plain confirmed", "Earlier", [""]),
        ("reported plain confirmed", "What changed", ["reported", "confirmed"]),
        ("reported confirmed plain", "What changed", ["reported", "confirmed", ""]),
    ],
)
def test_only_what_was_settled_has_changed(said, past, shown):
    """A rumour after a fact changes nothing, nor does what one site alone says; that is no step to what was settled."""
    steps = tuple(
        replace(SHUTDOWN.history[0], story=number, status=word.replace("plain", "reported"), plain=word == "plain")
        for number, word in enumerate(said.split())
    )
    view = page_of(replace(FULL, top=(replace(SHUTDOWN, history=steps),))).top[0]
    assert (view.past, [step.word for step in view.steps]) == (past, shown)


def test_a_step_does_not_repeat_the_headline():
    """Where the headline is that of the first rumour, its step gives the site alone."""
    told = replace(SHUTDOWN, url=SHUTDOWN.history[0].url)
    assert [step.text.text for step in page_of(replace(FULL, top=(told,))).top[0].steps] == ["", ""]


@pytest.mark.parametrize(
    ("headline", "language", "direction"),
    [("Sora تغلق أبوابها", "ar", "rtl"), ("سورا", "", "rtl"), ("Sora 2.0", "ar", "ltr"), ("The word سورا", "en", "ltr"),
     ("Veo בישראל", "he-IL", "rtl"), ("Kling 3.0", "", "ltr"), ("2.0 سورا", "fa", "rtl")],
)  # fmt: skip
def test_direction_follows_language_then_the_first_letter(headline, language, direction):
    """A headline in Arabic or Hebrew is written from the right though it begins with a Latin name."""
    entry = replace(FULL.top[0], headline=headline, language=language)
    assert page_of(replace(FULL, top=(entry,))).top[0].headline.direction == direction


def test_a_rumour_in_one_line_says_that_it_is_one():
    """In brief, too, what is only whispered differs from what one site says plainly, and from a view."""
    lines = [replace(BRIEF[0], status=status, plain=plain)
             for status, plain in (("reported", False), ("reported", True), ("na", False))]  # fmt: skip
    notes = [view.note for group in page_of(replace(FULL, brief=lines)).brief for view in group.stories]
    assert ["not confirmed" in note for note in notes] == [True, False, False]


def test_stories_of_one_product_stand_together():
    """In brief, a product is named once, with all its stories, whatever stands between them."""
    page = page_of(replace(FULL, brief=(BRIEF[0], BRIEF[2], BRIEF[1])))
    grouped = [(group.product, [story.number for story in group.stories]) for group in page.brief]
    assert grouped == [("Runway", ["#4731", "#4732"]), ("Hailuo", ["#4733"])]


def test_bars_show_this_week_beside_the_usual_one():
    """Bars are measured on the longest week shown, what is out of the ordinary is never left out."""
    trends = tuple(Trend(f"P{n}", 50, 50.0) for n in range(20))
    bars = page_of(
        replace(FULL, trends=(*trends, Trend("Sora", 100, 10.0, "spike"), Trend("Veo", 0, 40.0, "dip")))
    ).bars
    assert len(bars) == 8
    shown = {bar.product: (bar.percent, bar.usual_percent, bar.note) for bar in bars if bar.mark}
    assert shown == {"Sora": (98, 10, "▲ 10×"), "Veo": (1, 39, "▼ dip")}


@pytest.mark.parametrize(
    ("edition", "said"),
    [(FULL, "15 stories from 61 items in 11 languages"), (news("x", languages=1, items=2), "1 story from 2 items"),
     (QUIET, ""), (OPINIONS, ""), (replace(FULL, words="ru"), "15 тем · 61 публикация · 11 языков"),
     (replace(FULL, covers_since=AT - timedelta(days=7)), "15 stories from 61 items in 11 languages, since 18 Mar"),
     (replace(QUIET, covers_since=AT - timedelta(days=7), words="de"), "seit 18. März")],
)  # fmt: skip
def test_the_line_says_how_much_was_told(edition, said):
    """Below the title stands how many stories come from how many items, and since when if that is not a day.

    On a day without news it would contradict the sentence that says so.
    """
    assert page_of(edition).line == said


def test_opinions_are_the_last_group():
    """How-tos of several products stand together below the news, under a heading of their own."""
    lines = (replace(BRIEF[0], minor=True), BRIEF[1], replace(BRIEF[2], minor=True), BRIEF[3])
    groups = page_of(replace(FULL, brief=lines)).brief
    assert [(group.product, len(group.stories)) for group in groups] == [
        ("Runway", 1), ("Veo", 1), ("Opinion, how-to, papers", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "said"),
    [("http.forbidden", "turns us away"), ("robots.forbidden", "turns us away"), ("http.gone", "no longer there"),
     ("http.server", "its server fails"), ("tls.expired", "certificate not valid"), ("page.nothing", "not readable")],
)  # fmt: skip
def test_a_fault_is_told_in_words(code, said):
    """The reader reads what is wrong with a feed, not our code for it."""
    coverage = Coverage(2, 1, 9, 0, (FeedTrouble("site", code, "", AT),))
    assert page_of(replace(QUIET, coverage=coverage)).footer.troubles == (f"site since 25 Mar ({said})",)


def test_opinions_of_a_quiet_day_stand_under_their_own_heading():
    """Without news there is no "in brief": its opinions follow the sentence that says so, in both parts."""
    for said in (RENDERER.html(OPINIONS), RENDERER.text(OPINIONS)):
        assert "In brief" not in said
        assert "\n\n\n\n" not in said
        assert said.index("Nothing new about") < said.rindex("What Kling is good for")


def test_troubles_alike_are_named_together():
    """Feeds that fail in the same way since the same day share a line; beyond twelve there is a count."""
    page = page_of(BAD)
    assert page.footer.troubles == (
        "feed-00, feed-01 since 24 Mar (no answer)",
        "feed-02, feed-03, feed-04, feed-05, feed-06, feed-07, feed-08, feed-09, feed-10, feed-11 "
        "since 23 Mar (no answer)",
        "and 3 more",
    )
    assert (page.warning, page_of(FULL).warning) == ("28 of 43 feeds read", "")


def test_feeds_that_fell_silent_take_one_line():
    """The footer names the one that has been silent longest and counts the others; long ago has its year."""
    assert page_of(FULL).footer.silent == "Answers, but nothing new: Example Blog since 16 Mar, and 1 more."
    alone = replace(SILENT[0], since=before(days=100))
    page = page_of(replace(FULL, words="de", coverage=replace(FULL.coverage, silent=(alone,))))
    assert page.footer.silent == (
        "Antwortet, bringt aber nichts Neues: Example Blog seit Montag, 15. Dezember 2025."
    )
    assert page_of(QUIET).footer.silent == ""


def test_what_hardly_anybody_speaks_of_is_no_trend():
    """A product with an item or two a week, now and usually, has no bar."""
    trends = (Trend("Sora", 2, 1.0), Trend("Veo", 3, 0.0), Trend("Kling", 0, 4.0), Trend("Pika", 2, 0.5, "spike"))
    assert [bar.product for bar in page_of(replace(FULL, trends=trends)).bars] == ["Veo", "Pika", "Kling"]


@pytest.mark.parametrize(
    ("edition", "said"),
    [
        (QUIET, ("Nothing new about the products you follow.", "The last match came on 22 Mar.")),
        (replace(QUIET, coverage=replace(QUIET.coverage, last_match_at=None)),
         ("Nothing new about the products you follow.",)),
        (DEAD, ("No feed could be read. This edition says nothing about the news; the service needs a look.",)),
        (OPINIONS, ("Nothing new about the products you follow.",)),
        (FULL, ()),
    ],
    ids=["quiet", "never yet", "dead", "opinions", "news"],
)  # fmt: skip
def test_a_quiet_day_is_no_dead_service(edition, said):
    """An edition without stories says whether nothing happened or nothing was read."""
    assert page_of(edition).quiet == said


# ---------------------------------------------------------------- text part


@given(st.text(), st.sampled_from(["", "1. ", "   - "]))
def test_lines_of_text_are_short_and_whole(text, first):
    """Any text is broken at 76 columns, and nothing of it is lost."""
    text = " ".join(text.split())
    broken = paragraph(text, first, " " * len(first))
    told = broken.removeprefix(first).translate(dict.fromkeys(map(ord, "\u2067\u2069")))
    assert [
        each for each in broken.split("\n") if width(each) > 76 and "://" not in each and "mailto:" not in each
    ] == []
    assert "".join(told.split()) == "".join(text.translate(dict.fromkeys(map(ord, "\u2067\u2069"))).split())


def test_an_address_is_never_broken():
    """An address longer than a line stays whole."""
    address = f"https://example.org/{'a' * 100}"
    assert address in paragraph(f"see {address} and more", "- ", "  ").split("\n  ")


# ---------------------------------------------------------------- templates of one's own

OWN = {**SHIPPED, HTML: "<p>{{ page.title }}</p>\n<p>{{ page.nothing }}</p>\n"}


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("a\nb {{ page.nothing }}\n", "digest.html.j2:2: 'monitor.render.page.Page object' has no attribute 'nothing'"),
        ("a\n\n{{ nobody }}\n", "digest.html.j2:3: 'nobody' is undefined"),
        ("{% if %}\n", "digest.html.j2:1: Expected an expression, got 'end of statement block'"),
        ("a\n{{ 1 / 0 }}", "digest.html.j2:2: division by zero"),
        ("a\n{{ page.title.__class__.__mro__ }}", "digest.html.j2:2: access to attribute '__class__' of"),
        ("{% include 'other.j2' %}", "digest.html.j2:1: other.j2"),
        ("\n{% include 'digest.html.j2' %}", "digest.html.j2:2: maximum recursion depth"),
        ("{{ page.title|shout }}", "digest.html.j2:1: No filter named 'shout'"),
        ("{% for n in range(10 ** 9) %}{% endfor %}", "digest.html.j2:1: Range too big"),
    ],
    ids=["attribute", "name", "syntax", "arithmetic", "sandbox", "include", "recursion", "filter", "endless"],
)
def test_a_broken_template_is_named_with_its_line(template, problem):
    """A template of one's own that fails is refused with file, line and what is wrong."""
    with pytest.raises(RenderError) as caught:
        Renderer({**SHIPPED, HTML: template}).html(FULL)
    assert (caught.value.code, str(caught.value)[: len(problem)]) == ("render.template", problem)


def test_a_broken_template_falls_back_to_the_shipped_one():
    """The mail goes out in the shipped template, and says which template failed, where and why."""
    letter = letters(FULL, renderer=Renderer(OWN, shipped=SHIPPED))[0]
    page = body(letter.raw, "html")
    assert "Your template digest.html.j2 failed (digest.html.j2:2: " in page
    assert FULL.top[0].headline in page
    assert body(letter.raw, "plain").replace("\r\n", "\n") == RENDERER.text(
        FULL, "mailto:news@example.com?subject=unsubscribe%20daily"
    )


def test_a_template_of_ones_own_is_used():
    """A good template replaces the shipped one."""
    own = {**SHIPPED, TEXT: "{{ page.subject }}\n"}
    letter = letters(FULL, renderer=Renderer(own, shipped=SHIPPED))[0]
    assert body(letter.raw, "plain") == f"{letter.subject}\r\n"


def test_a_template_of_ones_own_that_is_too_large_makes_one_mail():
    """Where the frame alone exceeds the limit, parts would not help: one letter goes out."""
    own = {**SHIPPED, HTML: f"<p>{'x' * LARGEST}{{{{ page.title }}}}</p>"}
    assert len(letters(crowd(50), renderer=Renderer(own, shipped=SHIPPED))) == 1


# ---------------------------------------------------------------- too much for one mail


def told(sent):
    """The stories of the letters to one reader, each with its count of appearances."""
    texts = [body(letter.raw, "plain").replace("\r\n", "\n") for letter in sent]
    return sorted(number for text in texts for number in re.findall(r"#(\d{3,})$", text, re.MULTILINE))


@pytest.mark.parametrize(("stories", "top", "parts"), [(0, 8, 1), (60, 8, 1), (10, 60, 1), (260, 8, 3), (900, 0, 7)])
def test_parts_come_last_and_lose_no_story(stories, top, parts):
    """A long edition first tells fewer stories whole; parts come only then, and every story is in exactly one."""
    edition = crowd(stories, top=top)
    sent = letters(edition)
    assert [letter.part for letter in sent] == list(range(1, parts + 1))
    assert told(sent) == sorted(str(entry.story) for entry in edition.entries)
    assert max(len(letter.html.encode()) for letter in sent) <= 75_000


def test_parts_have_their_own_message_id_and_say_which_they_are():
    """Each part is a letter of its own, numbered in subject and page."""
    first, second, third = letters(crowd(260, top=8))
    assert len({first.message_id, second.message_id, third.message_id}) == 3
    assert [letter.subject[-5:] for letter in (first, second, third)] == ["(1/3)", "(2/3)", "(3/3)"]
    assert "part 2 of 3" in second.html
    assert (FULL.trends[0].product in first.html, "This week" in second.html) == (True, False)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("http://例え.jp/記事", "http://xn--r8jz45g.jp/記事"),
        ("https://аpple.com/", "https://xn--pple-43d.com/"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org/a", ""),
        ("https://user:secret@example.org/", ""),
        ("https://example.org/a b", ""),
        ('https://example.org/"onclick="x', ""),
        ("https://example.org/\u202egpj.exe", ""),
        ("https://example.org/\r\nBcc: x", ""),
        ("https:///a", ""),
        ("https://" + "a" * 2000 + ".org", ""),
        ("https://" + "ü" * 70 + ".org/", ""),
        ("", ""),
    ],
)
def test_only_safe_addresses_stand_in_a_mail(url, safe):
    """Links are http or https, without white space, user names or quotes; look-alike hosts show what they are."""
    assert safe_url(url) == safe


@given(st.text(st.characters(min_codepoint=0x80, categories=("L", "M", "N")) | st.sampled_from("apple-."), min_size=1))
def test_no_host_can_look_like_another(name):
    """Whatever letters of whatever scripts a host is made of: a mail shows ASCII, or no link at all."""
    assert urlsplit(safe_url(f"https://{name}.example.org/x")).netloc.isascii()


@pytest.mark.parametrize(
    ("address", "domain"),
    [("news@Example.COM", "example.com"), ("a@bücher.example", "xn--bcher-kva.example"), ("ann", "ann"),
     ("a@", "localhost"), ("a@" + "x" * 64 + ".org", "localhost")],
)  # fmt: skip
def test_domain_of_an_address(address, domain):
    """The domain is in ASCII; without one it is localhost."""
    assert domain_of(address) == domain


# ---------------------------------------------------------------- headers


WORDS = st.lists(st.text(st.characters(codec="ascii"), min_size=1, max_size=60), max_size=20).map(" ".join)


@given(st.text(max_size=300) | WORDS, st.integers(0, 12))
def test_header_texts_read_back(text, used):
    """Any text in a header is ASCII in lines of at most 78 columns, 76 with encoded words, and reads back neutral."""
    value = unstructured(text, used)
    lines = f"{'x' * used}{value}".split("\r\n")
    assert value.isascii()
    assert re.search(r"[\x00-\x1f\x7f]", value.replace("\r\n ", "")) is None
    assert [each for each in lines if len(each) > (76 if "=?" in each else 78)] == []
    assert words_decoded(value) == neutral(text)


@pytest.mark.parametrize(("length", "lines"), [(68, 1), (69, 1), (70, 2)])
def test_headers_fold_where_a_line_is_full(length, lines):
    """A header line holds 78 columns, its name included, and not one more."""
    text = f"{'a' * 34} {'b' * (length - 35)}"
    assert len(unstructured(text, len("Subject: ")).split("\r\n ")) == lines


@given(st.text())
def test_neutral_text_cannot_begin_a_word_or_a_line(text):
    """What a header carries has no control character, no line end and no beginning of an encoded word."""
    assert re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]|=[?]", neutral(text)) is None
    assert neutral(neutral(text)) == neutral(text)


@pytest.mark.parametrize(
    ("name", "written"),
    [("AI video monitor", '"AI video monitor"'), ('The "Wire" \\ co', '"The \\"Wire\\" \\\\ co"'), ("", ""),
     ("視頻", "=?utf-8?b?6KaW6aC7?="),
     ("La vidéo, ce matin", "=?utf-8?q?La_vid=C3=A9o=2C_ce_matin?="), ("a\r\nBcc: b", '"a Bcc: b"'),
     ("Wire, eve@example.org", '"Wire, eve@example.org"')],
)  # fmt: skip
def test_a_senders_name_is_quoted_or_encoded(name, written):
    """A name stands before an address in quotes, or in encoded words where it is not ASCII; it hides no address."""
    assert phrase(name, 6) == written
    letter = letters(QUIET, mail=replace(MAIL, sender_name=name))[0]
    sender = email.message_from_bytes(letter.raw, policy=email.policy.default)["From"]
    assert [(one.display_name, one.addr_spec) for one in sender.addresses] == [(neutral(name), MAIL.sender)]


def test_no_family_is_parted():
    """An emoji made of several characters is never split between two encoded words."""
    family = "👨‍👩‍👧‍👦"
    words = unstructured(f"Sora {family} " * 12, 9).split("\r\n ")
    assert [word for word in words if words_decoded(word).strip(" Sora").count("\u200d") % 3] == []


@given(
    st.lists(st.text(), min_size=5, max_size=5),
    st.integers(1, 9),
    st.sampled_from(["ann@example.org", "bo@example.org"]),
)
def test_a_message_id_tells_nobody_who(texts, part, recipient):
    """A Message-ID is stable, of safe characters, ends in the sender's domain and has nothing of the address in it."""
    edition = replace(FULL, digest=texts[0], slot=texts[1], kind=texts[2])
    key = texts[3].encode() or b"k"
    identity = message_id(edition, part, recipient, MAIL, key)
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.com>", identity)
    assert identity == message_id(edition, part, recipient, MAIL, key)


def test_message_ids_differ():
    """Another digest, slot, kind, part, reader or installation gives another Message-ID."""
    ids = {
        message_id(FULL, 1, "ann@example.org", MAIL, KEY),
        message_id(FULL, 2, "ann@example.org", MAIL, KEY),
        message_id(FULL, 1, "bo@example.org", MAIL, KEY),
        message_id(FULL, 1, "ann@example.org", MAIL, b"other"),
        message_id(replace(FULL, digest="weekly"), 1, "ann@example.org", MAIL, KEY),
        message_id(replace(FULL, slot="2026-03-26T07:00"), 1, "ann@example.org", MAIL, KEY),
        message_id(replace(FULL, kind="alert"), 1, "ann@example.org", MAIL, KEY),
    }
    assert len(ids) == 7


def test_each_reader_gets_a_letter_of_their_own():
    """Nobody sees the others' addresses."""
    sent = letters(FULL, digest=replace(DIGEST, recipients=("ann@example.org", "bo@example.org")))
    assert [(letter.recipient, letter.raw.count(b"ann@"), letter.raw.count(b"bo@")) for letter in sent] == [
        ("ann@example.org", 1, 0), ("bo@example.org", 0, 1),
    ]  # fmt: skip


ENVELOPE = Envelope("ann@example.org", "News", "<1@example.com>", FULL, MAIL, "")


@pytest.mark.parametrize(
    "broken",
    [
        {"recipient": "ann@example.org\r\nBcc: eve@example.org"},
        {"recipient": "ann@example.org, eve@example.org"},
        {"recipient": "änn@example.org"},
        {"recipient": ""},
        {"identity": "<1@example.com>\r\nBcc: eve@example.org"},
        {"identity": "<ö@example.com>"},
        {"stop": "https://example.com/> <mailto:eve@example.org"},
        {"stop": "mailto:a@example.org\r\nBcc: eve@example.org"},
        {"mail": Mail(sender="news@example.com\r\nBcc: eve@example.org")},
        {"edition": replace(FULL, digest="daily\r\nBcc: eve@example.org")},
        {"stop": "https://example.com/" + "a" * 1000},
    ],
    ids=["recipient line", "two recipients", "recipient ö", "nobody", "id line", "id ö", "stop >", "stop line",
         "sender line", "digest line", "endless stop"],
)  # fmt: skip
def test_a_letter_with_a_strange_header_is_never_made(broken):
    """Whatever would add, split or spoil a header keeps the letter from going out."""
    with pytest.raises(RenderError) as caught:
        raw_letter(replace(ENVELOPE, **broken), "text", "<p>page</p>")
    assert caught.value.code in ("render.header", "render.body")


@pytest.mark.parametrize(
    ("meant", "instead", "code"),
    [
        (b"Subject: News", b"Bcc: eve@example.org\r\nSubject: News", "render.header"),
        (b"Subject: News", b"Subject: Olds", "render.header"),
        (b"Precedence: bulk\r\n", b"", "render.header"),
        (b"To: ann", b"To: ann@example.org, eve", "render.header"),
        (b"From: ", b"From: eve@example.org, ", "render.header"),
        (b"<p>page", b"<p>another page", "render.body"),
        (b"text/html", b"text/plain", "render.body"),
        (b"multipart/alternative", b"text/plain", "render.body"),
        (b"Content-Transfer", b"Content-Disposition: attachment\r\nContent-Transfer", "render.body"),
        (b"\r\n\r\n--", b"\r\n" + b"x" * 999 + b"\r\n--", "render.body"),
        (b"--\r\n", b"\n", "render.body"),
    ],
    ids=["header more", "subject", "header less", "recipient", "sender", "body", "kind", "structure", "part header",
         "long line", "end"],
)  # fmt: skip
def test_a_letter_that_does_not_read_back_is_never_sent(meant, instead, code):
    """Bytes that say anything else than was meant are found by reading them, whatever made them so."""
    raw = raw_letter(ENVELOPE, "text", "<p>page</p>")
    names, bodies = email.message_from_bytes(raw).keys(), (("plain", "text\n"), ("html", "<p>page</p>\n"))
    assert_as_meant(raw, ENVELOPE, names, bodies)
    with pytest.raises(RenderError) as caught:
        assert_as_meant(raw.replace(meant, instead), ENVELOPE, names, bodies)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("unsubscribe", "header"),
    [
        ("", "<mailto:news@example.com?subject=unsubscribe%20daily>"),
        ("mailto:stop@example.com?subject=no more <mail>", "<mailto:stop@example.com?subject=no%20more%20%3Cmail%3E>"),
        ("https://example.com/stop?a=1&b=2",
         "<https://example.com/stop?a=1&b=2>, <mailto:news@example.com?subject=unsubscribe%20daily>"),
        ("https://exämple.com/stöp",
         "<https://xn--exmple-cua.com/st%C3%B6p>, <mailto:news@example.com?subject=unsubscribe%20daily>"),
    ],
    ids=["default", "mail", "page", "international"],
)  # fmt: skip
def test_how_to_stop_is_what_the_config_says(unsubscribe, header):
    """List-Unsubscribe names the configured way, in characters a header can carry, on one line."""
    letter = letters(QUIET, mail=replace(MAIL, unsubscribe=unsubscribe))[0]
    assert email.message_from_bytes(letter.raw)["List-Unsubscribe"] == header


def test_each_reader_has_a_way_of_their_own_to_stop():
    """In header, page and text stands an address for this reader, with a token that only this installation makes."""
    mail = replace(MAIL, unsubscribe="https://example.com/stop?who={recipient}&key={token}")
    readers = ("ann+news@example.org", "bo@example.org")
    for letter in letters(QUIET, digest=replace(DIGEST, recipients=readers), mail=mail):
        way = f"https://example.com/stop?who={quote(letter.recipient)}&key={stop_token(letter.recipient, KEY)}"
        assert way in email.message_from_bytes(letter.raw)["List-Unsubscribe"]
        assert (way in body(letter.raw, "plain"), way in html.unescape(body(letter.raw, "html"))) == (True, True)
    assert stop_token(readers[0], KEY) != stop_token(readers[0], b"another key")


@pytest.mark.parametrize("edition", [FULL, QUIET, RTL_NEWS], ids=["full", "quiet", "rtl"])
def test_a_digest_may_be_text_alone(edition):
    """Without a page a letter is one part of text, the same as beside a page."""
    (letter,) = letters(edition, digest=replace(DIGEST, text_only=True))
    message = email.message_from_bytes(letter.raw)
    assert message.get_content_type() == "text/plain"
    assert message.get_payload(decode=True).decode() == body(letters(edition)[0].raw, "plain")


@given(st.text(), st.text())
@settings(max_examples=200)
def test_any_two_bodies_read_back(text, page):
    """Any text and page, with any characters and line ends, become a letter that reads back."""
    raw = raw_letter(ENVELOPE, text, page)
    assert raw.isascii()
    assert [each for each in raw.split(b"\r\n") if len(each) > 78] == []


# ---------------------------------------------------------------- anything a feed may say

ANY = st.text(st.characters(), max_size=60).map(lambda text: f"<x-feed a='{text}") | st.sampled_from(
    [
        "=?utf-8?q?x=0ABcc:_v@example.org?=",
        "\r\nBcc: v@example.org",
        "\ud800",
        "\u202e",
        "{{ 7*7 }}",
        "\x00\x1b[31m",
        "\uffff",
    ]
)
ADDRESSES = st.sampled_from(
    ["javascript:alert(1)", "data:text/html,<b>", "//x.example", "https://ok.example/?a=1&b"]
) | (ANY.map(lambda text: f"https://example.org/{text}"))
SOURCES = st.builds(Source, site=ANY, url=ADDRESSES, title=ANY, language=ANY, at=st.sampled_from([None, AT]))
STEPS = st.builds(
    Step,
    at=st.just(AT),
    status=st.sampled_from(["reported", "denied"]),
    text=ANY,
    site=ANY,
    url=ADDRESSES,
    story=st.just(1),
)
CODES = st.sampled_from(["official:{}", "version:{}", "number:{}", "status:{}", "link:{}", "sources:{}", "{}"])
ENTRIES = st.builds(
    Entry, story=st.integers(1, 9), headline=ANY, url=ADDRESSES, language=ANY, gist=ANY,
    status=st.sampled_from(["confirmed", "reported", "denied", "na"]), kinds=st.tuples(ANY), products=st.tuples(ANY),
    companies=st.tuples(ANY), hosts=st.tuples(ANY), origin=ANY, sources=st.tuples(SOURCES, SOURCES),
    more=st.tuples(ANY), whats_new=st.tuples(st.builds(str.format, CODES, ANY)), history=st.tuples(STEPS, STEPS),
)  # fmt: skip
HOSTILE = st.builds(
    replace, st.just(FULL), title=ANY, top=st.tuples(ENTRIES), brief=st.tuples(ENTRIES), notices=st.tuples(ANY),
    coverage=st.builds(
        replace, st.just(FULL.coverage), troubles=st.tuples(st.builds(FeedTrouble, ANY, ANY, ANY, st.just(AT)))
    ),
    trends=st.tuples(st.builds(Trend, ANY, st.integers(0, 99), st.just(3.0), st.sampled_from(["", "spike", "dip"]))),
)  # fmt: skip
NAMES = email.message_from_bytes(letters(FULL)[0].raw).keys()
ELEMENTS = {element.tag for element in html5lib.parse(letters(FULL)[0].html, namespaceHTMLElements=False).iter() if
            isinstance(element.tag, str)}  # fmt: skip


@given(HOSTILE)
@settings(max_examples=100)
def test_nothing_a_feed_says_becomes_header_markup_or_link(edition):
    """Any text in any field that a feed fills: the header names stay, no element or link of its own, valid HTML5."""
    letter = letters(edition)[0]
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(letter.html)
    links = [element.get("href") for element in tree.iter() if element.get("href")]
    assert email.message_from_bytes(letter.raw).keys() == NAMES
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= ELEMENTS
    assert [link for link in links if not link.startswith(("https://", "mailto:news@example.com?"))] == []
    assert ("<x-feed" in letter.html, parser.errors) == (False, [])


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)), st.sampled_from(["Asia/Tokyo", "America/Lima"]))
@settings(max_examples=30)
def test_a_date_header_is_the_time_of_composing(at, zone):
    """Date is when the edition was composed, in UTC, whatever zone the reader lives in."""
    edition = Edition("daily", "2026-03-25T07:00", "AI video", zone, "en", at.replace(tzinfo=UTC), AT)
    date = email.message_from_bytes(letters(edition)[0].raw)["Date"]
    assert email.utils.parsedate_to_datetime(date) == at.replace(microsecond=0, tzinfo=UTC)
