"""Where the stages meet: what is filed, published, delivered, judged anew and put in order."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from place import Home
from smtp_sink import Say, Sink
from stage import DIGEST, WATCHLIST, altered, arrive, config, feed_state, headlines, item, service

from monitor import config as files
from monitor.model import Answer, Delivery, Edition, Failure, Feed, Mail, Parsed, Product, Term
from monitor.pipeline.arrival import file_feed
from monitor.pipeline.judging import Judge
from monitor.pipeline.maintain import maintain
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.publish import compose_issue, publish
from monitor.pipeline.reading import Reading
from monitor.pipeline.rematch import rematch_if_changed
from monitor.pipeline.service import Service, beside, load_config
from monitor.schedule import next_slot
from monitor.store import StoreError

SITE = Feed("site", "https://site.example.org/feed")
HOUR = timedelta(hours=1)
VIDU = "Vidu Q4 arrives: the AI video generator learns to speak"
KLING = "Kuaishou launches Kling 3.0, an AI video generator"


@pytest.fixture
def on(store, clock):
    return service(store, clock, SITE)


def watching(on, *products):
    """The service after an edit of the watchlist."""
    watchlist = replace(WATCHLIST, products=products)
    edited = replace(on.config, watchlist=watchlist)
    return altered(on, config=edited, judge=Judge(edited))


# ---------------------------------------------------------------- poll


def test_what_a_feed_asked_for_holds_while_nothing_changes(on, store, clock):
    """A feed that asks to be left alone for five hours is, also after it answered that nothing changed."""
    answer = Answer(200, SITE.url, b"x", etag='"e"')
    for reading in (
        Reading(answer, Parsed((), ttl=timedelta(hours=5)), "hash"),
        Reading(replace(answer, status=304), None, "hash"),
    ):
        file_feed(on, feed_state(store, "site"), reading, clock())
        assert feed_state(store, "site").next_poll_at == clock() + timedelta(hours=5)
        clock.forward(hours=5)


def test_addresses_that_change_at_each_poll_bring_nothing_new(on, store, clock):
    """A site that puts the time of day into its links, which are its guids too, brings each item once."""
    begun = clock()
    for asked_at in (1, 2, 3):
        links = [f"https://site.example.org/v?id={number}&t={asked_at}" for number in range(3)]
        arrive(on, "site", *(item(link, f"Kling {number}", at=begun, url=link) for number, link in enumerate(links)))
        clock.forward(hours=1)
    assert sorted(one.item.title for one in store.items()) == ["Kling 0", "Kling 1", "Kling 2"]


def test_a_failure_is_a_value_with_its_code(on, store, clock):
    """A feed that fails is stored with code and text, backed off, and never fatal."""
    state = feed_state(store, "site")
    filed = file_feed(on, state, Failure("http.forbidden", "example.org forbids it (403)"), clock())
    after = feed_state(store, "site")
    assert filed.failure.code == after.error_code == "http.forbidden"
    assert after.failures == 1
    assert after.next_poll_at > clock()


def test_a_bug_in_a_stage_costs_one_feed_one_poll(on, store, clock, caplog):
    """An unexpected exception while filing is recorded with its traceback; nothing is half-filed."""

    class Broken:
        def __call__(self, one):
            raise RuntimeError("no such luck")

    arrive(on, "site", item("1", KLING, at=clock()))
    broken = altered(on, judge=Broken())
    with pytest.raises(AssertionError, match=r"bug\.filing"):
        arrive(broken, "site", item("2", KLING, at=clock()))
    assert "no such luck" in caplog.text
    assert feed_state(store, "site").error_code == "bug.filing"
    assert [one.item.guid for one in store.items()] == ["1"]


def test_an_edited_headline_is_taken_up_and_not_told_again(on, store, clock):
    """A site that changes a headline after the mail gets no second entry; the archive has the new one."""
    publish(on)
    arrive(on, "site", item("1", KLING, at=clock()))
    clock.forward(hours=2)
    publish(on)
    clock.forward(hours=2)
    arrive(on, "site", item("1", f"{KLING}, at last", at=clock() - timedelta(hours=4)))
    clock.forward(days=1)
    publish(on)
    assert [one.item.title for one in store.items()] == [f"{KLING}, at last"]
    assert headlines(store.edition("daily", "2026-03-11T07:00")) == []


def test_a_guid_used_again_is_news(on, store, clock):
    """A feed that gives a new article an old guid does not hide it, and brings it once, though its site moves."""
    arrive(on, "site", item("1", KLING, at=clock(), url="https://site.example.org/a"))
    clock.forward(days=1)
    cut = item("1", "Kling cuts its prices", at=clock(), url="https://site.example.org/b")
    for again in (cut, cut, replace(cut, url="https://new.example.org/b")):
        arrive(on, "site", again)
    filed = [(one.item.title, one.item.url) for one in store.items()]
    assert filed == [(KLING, "https://site.example.org/a"), (cut.title, "https://new.example.org/b")]


def test_guids_that_number_a_list_bring_each_item_once(on, store, clock):
    """A feed whose guids say where in the list an item stands gives each day's news the guids of the day before."""
    news = [item("", f"Kling {n}", at=clock() + n * HOUR, url=f"https://a.example/{n}") for n in range(14)]
    for day in range(4):
        arrive(on, "site", *(replace(one, guid=f"top-{n}") for n, one in enumerate(reversed(news[day : day + 11]))))
        clock.forward(days=1)
    assert Counter(one.item.title for one in store.items()) == {one.title: 1 for one in news}


def test_a_feed_that_renames_all_its_items_brings_no_news(on, store, clock):
    """Other guids for the same pages are no new items."""
    for era in "ab":
        pages = {n: f"https://site.example.org/{n}" for n in range(6)}
        arrive(on, "site", *(item(f"{era}{n}", f"Kling {n}", at=clock(), url=url) for n, url in pages.items()))
    assert len(list(store.items())) == 6


def test_a_date_in_the_future_sorts_as_now(on, store, clock):
    """A wrong date is shown as said, and counts as first seen in windows and sorting."""
    on = watching(on, *WATCHLIST.products)
    arrive(on, "site", item("1", KLING, at=clock()))
    clock.forward(hours=1)
    arrive(on, "site", item("2", "Kling cuts its prices", at=clock() + timedelta(days=3000)))
    assert [one.traits.at for one in store.items()][-1] == clock()


# ---------------------------------------------------------------- publish


def test_an_edition_that_cannot_be_composed_rests_and_is_not_lost(on, store, clock, caplog):
    """A bug in rendering is logged and shown once in ten minutes; after it is mended the slot is still published."""

    class Broken:
        def letters(self, *_):
            raise RuntimeError("no ink")

    publish(on)
    clock.forward(hours=2)
    broken = altered(on, renderer=Broken())
    assert publish(broken) == publish(broken) == []
    assert caplog.text.count("RuntimeError: no ink") == 1
    assert store.setting("bug:daily") == "RuntimeError: no ink"
    clock.forward(minutes=11)
    mended = altered(on, resting=broken.resting)
    assert [edition.slot for edition in publish(mended)] == ["2026-03-10T07:00"]
    assert not store.setting("bug:daily")


def test_missed_slots_are_covered_by_one_edition(on, store, clock):
    """After three days asleep one edition tells all of it; the missed slots are recorded."""
    publish(on)
    clock.forward(hours=2)
    publish(on)
    arrive(on, "site", item("1", KLING, at=clock()))
    clock.forward(days=3)
    assert [edition.slot for edition in publish(on)] == ["2026-03-13T07:00"]
    assert headlines(store.edition("daily", "2026-03-13T07:00")) == [KLING]
    assert publish(on) == []


def test_a_clock_that_ran_ahead_neither_mutes_nor_doubles(on, store, clock):
    """After an edition of decades ahead today's slot has its one edition, and no other try of it fails."""
    publish(on)
    start = clock.at
    clock.forward(days=10_000)
    publish(on)
    clock.at = start + timedelta(hours=2)
    assert [edition.slot for edition in publish(on)] == ["2026-03-10T07:00"]
    clock.forward(hours=1)
    assert publish(on) == []
    assert not store.setting("bug:daily")


def test_what_stands_beside_fails_alone(on, clock, caplog):
    """A bug in what is no promise is logged once and rests; a store that is broken ends the service all the same."""

    def fail():
        raise KeyError("no such zone")

    assert [beside(on, "report", fail) for _ in range(3)] == [None] * 3
    assert caplog.text.count("bug in=beside:report") == 1
    clock.forward(minutes=11)
    assert beside(on, "report", lambda: 7) == 7
    clock.forward(minutes=11)

    def gone():
        raise StoreError("store.gone", "deleted in use")

    with pytest.raises(StoreError):
        beside(on, "report", gone)


def test_a_letter_given_up_meanwhile_is_passed_over(on, store, clock, tmp_path):
    """What a person cancels while a round is under way is not tried, and ends nothing."""
    owed = owing(on, clock)
    outbox = Outbox(store, on.config, clock, tmp_path / "mail")
    store.cancel([owed.id])
    assert outbox._try(owed) is None


def test_a_preview_records_nothing(on, store, clock):
    """Composing by hand leaves no edition, no debt and nothing told."""
    arrive(on, "site", item("1", KLING, at=clock()))
    issue = compose_issue(on, DIGEST, next_slot(DIGEST, clock()))
    assert issue.edition.top[0].headline == KLING
    assert (list(store.editions()), store.deliveries(), store.told("daily")) == ([], [], {})


# ---------------------------------------------------------------- deliver


def owing(on, clock) -> Delivery:
    publish(on)
    arrive(on, "site", item("1", KLING, at=clock()))
    clock.forward(hours=2)
    publish(on)
    return on.store.deliveries()[0]


def test_without_a_server_the_letter_lies_in_a_maildir_with_its_page_beside(on, store, clock, tmp_path):
    """The embedded default: a Maildir any mail reader opens, and the page for a browser."""
    owing(on, clock)
    Outbox(store, on.config, clock, tmp_path / "mail").deliver()
    page = tmp_path / "preview" / "daily-2026-03-10T0700.html"
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1
    assert KLING in page.read_text(encoding="utf-8")


def test_a_password_that_is_missing_costs_time_not_the_letter(on, store, clock, tmp_path):
    """Without its password a letter waits, with the reason; once there is one, it leaves."""
    owing(on, clock)
    with Sink() as sink:
        mail = Mail(server="127.0.0.1", port=sink.port, security="none", user="news")
        environ: dict[str, str] = {}
        outbox = Outbox(
            store, config(mail=mail), clock, tmp_path, password=lambda: files.password(mail, environ)
        )
        assert [outcome.code for _, outcome in outbox.deliver()] == ["config.password"]
        environ["AI_VIDEO_MONITOR_SMTP_PASSWORD"] = "secret"
        clock.forward(hours=1)
        assert [outcome.code for _, outcome in outbox.deliver()] == ["smtp.accepted"]
    assert sink.logins == [("news", "secret")]


def test_a_letter_nobody_takes_for_five_days_is_left_to_a_person(on, store, clock, tmp_path):
    """A letter that could not leave for five days is held, not dropped, and not tried for ever."""
    owing(on, clock)
    clock.forward(days=5, hours=1)
    with Sink({"rcpt": [Say("450 4.2.0 try later")]}) as sink:
        mail = Mail(server="127.0.0.1", port=sink.port, security="none")
        outbox = Outbox(store, config(mail=mail), clock, tmp_path)
        outbox.deliver()
        clock.forward(hours=2)
        assert outbox.deliver() == []
    assert [one.state for one in store.deliveries()] == ["held"]


def test_a_bug_while_sending_is_an_unknown_outcome(on, store, clock, tmp_path, caplog):
    """An exception in the middle of a delivery never counts as sent nor as not sent."""

    class Broken:
        def deliver(self, *_):
            raise RuntimeError("wire cut")

    owing(on, clock)
    outbox = Outbox(store, config(mail=Mail(server="127.0.0.1")), clock, tmp_path, smtp=Broken())
    assert [outcome.code for _, outcome in outbox.deliver()] == ["bug.deliver"]
    assert "wire cut" in caplog.text
    assert [(one.state, one.unknowns) for one in store.deliveries()] == [("deferred", 1)]


# ---------------------------------------------------------------- rematch


def test_an_edited_watchlist_looks_back(on, store, clock):
    """A product added today is found in what was read yesterday, and told in the next edition."""
    publish(on)
    rematch_if_changed(on)
    arrive(on, "site", item("1", VIDU.replace("AI video generator", "generator"), at=clock()))
    assert store.stories() == []
    edited = watching(on, *WATCHLIST.products, Product("Vidu", "Shengshu", (Term("Vidu"),)))
    assert rematch_if_changed(edited)
    assert [story.products for story in store.stories()] == [("Vidu",)]
    clock.forward(hours=2)
    assert publish(edited)[0].top[0].products == ("Vidu",)


def test_the_same_watchlist_is_not_matched_twice(on):
    """Only other rules judge anew: a restart costs nothing."""
    assert [rematch_if_changed(on), rematch_if_changed(on)] == [False, False]


def test_a_product_taken_off_the_list_leaves_the_next_edition(on, store, clock):
    """What is no longer watched opens no entry any more; what was told stays explained."""
    rematch_if_changed(on)
    publish(on)
    arrive(on, "site", item("1", KLING, at=clock()))
    clock.forward(hours=2)
    publish(on)
    arrive(on, "site", item("2", "Kling 3.1 has a voice", at=clock()))
    rematch_if_changed(watching(on, *WATCHLIST.products[:1]))
    assert [[one.item.guid for one in story.items] for story in store.stories()] == [["1"]]


def test_an_old_archive_opens_no_story_by_an_edit(on, store, clock):
    """Old news that a full feed brought stays old news when the watchlist grows."""
    rematch_if_changed(on)
    arrive(on, "site", item("1", VIDU.replace("AI video generator", "generator"), at=clock() - timedelta(days=200)))
    edited = watching(on, Product("Vidu", "Shengshu", (Term("Vidu"),)))
    rematch_if_changed(edited)
    assert [one.judgement.products for one in store.items()] == [("Vidu",)]
    assert store.stories() == []


def test_an_interrupted_look_back_is_done_again(on, store, clock):
    """A crash in the middle of rematching leaves nothing behind that the next start does not mend."""
    rematch_if_changed(on)
    arrive(on, "site", *(item(str(n), f"Vidu {n} learns to speak", at=clock()) for n in range(3)))
    edited = watching(on, Product("Vidu", "Shengshu", (Term("Vidu"),)))
    judge, calls = edited.judge, []

    def dying(*asked):
        calls.append(asked)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return judge(*asked)

    with pytest.raises(KeyboardInterrupt):
        rematch_if_changed(altered(edited, judge=dying))
    assert rematch_if_changed(edited)
    assert sum(len(story.items) for story in store.stories()) == 3


# ---------------------------------------------------------------- config, upkeep


def test_without_a_config_that_ever_was_good_there_is_an_error(tmp_path, store, clock):
    """The first config must be good: there is nothing to fall back on."""
    with pytest.raises(files.ConfigError, match=r"monitor\.yaml:1:1: there is no such file"):
        load_config(tmp_path, store, clock())


def test_a_template_that_is_no_text_is_a_complaint_not_an_end(tmp_path, store, clock):
    """A template in a Windows charset is named with its place; mails go out in the shipped one meanwhile."""
    home = Home.make(tmp_path)
    load_config(home.config, store, clock())
    (home.config / "templates").mkdir()
    (home.config / "templates" / "digest.txt.j2").write_bytes("grüße".encode("cp1252"))
    loaded, complaints = load_config(home.config, store, clock())
    assert str(complaints[0]).startswith(f"{home.config}/templates/digest.txt.j2:1:3: the byte 0xfc is no UTF-8")
    edition = Edition("daily", "2026-03-10T07:00", "AI video", "UTC", "en", clock(), clock())
    assert "AI video" in Service.of(loaded, store, clock, home.config).renderer.text(edition)


def test_upkeep_prunes_all_that_is_old(on, store, clock):
    """However many came in a day, as many go: what is left each day would make the database grow for ever."""
    arrive(on, "site", *(item(str(number), f"Nothing about it, {number}", at=clock()) for number in range(2_100)))
    clock.forward(days=91)
    assert maintain(on).pruned == 2_100
    assert list(store.items()) == []


def test_upkeep_is_done_once_a_day(on, store, clock, caplog):
    """Old items that matched nothing are pruned daily, and are known ever after."""
    caplog.set_level(logging.INFO)
    arrive(on, "site", item("1", "Nothing about it", at=clock()), item("2", KLING, at=clock()))
    assert maintain(on)
    assert not maintain(on)
    clock.forward(days=91)
    assert maintain(on)
    assert [one.item.guid for one in store.items()] == ["2"]
    assert store.buried("site", ["1", "2"]) == {"1"}
