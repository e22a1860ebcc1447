"""How the one who runs the service hears of it: alarms by mail, once each; a ping; figures for Prometheus."""

from __future__ import annotations

import email
import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from place import Home
from stage import arrive, config, item, renderer, service
from web import Web, reply

from monitor.model import Complaint, Edition, Feed, Letter, Limits, Operator, Outcome, Report
from monitor.pipeline.alarms import alarms
from monitor.pipeline.maintain import DAMAGE, begin_well, end_well
from monitor.pipeline.operator import AGAIN, SETTLED, metrics, tell_edit, watch, write_metrics
from monitor.pipeline.poll import Poller
from monitor.pipeline.publish import publish
from monitor.store import Store

SITE = Feed("site", "https://site.example.org/feed")
OPERATOR = Operator(mail=("op@example.org",), edits=True)
BROKEN = Complaint("config/watchlist.yaml", 3, 1, "products.0", "unknown key", "remove it")
PLENTY = 1 << 40


@pytest.fixture
def on(store, clock):
    """A service in its second day, whose feed was just read."""
    running = service(store, clock, SITE)
    running.config = replace(running.config, settings=replace(running.config.settings, operator=OPERATOR))
    store.installed_at(clock() - timedelta(days=2))
    arrive(running, "site", item("1", "The weather", at=clock()))
    return running


def codes(on, complaints=(), free=PLENTY):
    return [one.code for one in alarms(on.store, on.config, complaints, on.clock(), lambda _: free)]


def owe(store, clock, state):
    """Put a letter of a digest into this state."""
    store.record_edition(
        Edition("daily", f"{clock():%Y-%m-%dT%H:%M}", "t", "UTC", "en", clock(), clock()),
        [Letter("ann@example.org", "<1@example.org>", "s", b"x", "")], (),
    )  # fmt: skip
    store.claim_delivery(1, clock())
    store.record_outcome(1, Outcome("deferred", "net.refused"), state, clock(), clock())


def told(store):
    """The subjects of the letters to the operator, in order."""
    return [
        email.message_from_bytes(one.raw)["Subject"] for one in store.deliveries() if one.recipient == "op@example.org"
    ]


def said(letter):
    """A letter's text on one line."""
    return " ".join(email.message_from_bytes(letter.raw).get_payload(decode=True).decode().split())


def later(on, complaints=(), **span):
    on.clock.forward(**(span or {"minutes": 1}))
    return watch(on, complaints)


# ---------------------------------------------------------------- alarms


def test_nothing_is_wrong_on_a_good_day(on):
    """A service that reads and mails has no alarm."""
    assert codes(on) == []


@pytest.mark.parametrize(
    ("state", "hours", "expected"),
    [
        ("deferred", 23, []),
        ("deferred", 25, ["mail.overdue"]),
        ("held", 0, ["mail.held"]),
        ("failed", 0, ["mail.held"]),
    ],
    ids=["owed", "owed for a day", "held", "refused"],
)
def test_mail_that_does_not_leave(on, store, clock, state, hours, expected):
    """Mail owed for a day, held or refused is an alarm."""
    owe(store, clock, state)
    clock.forward(hours=hours)
    arrive(on, "site", item("2", "More weather", at=clock()))
    assert codes(on) == expected


def test_a_day_without_reading(on, clock):
    """No feed read for a day is an alarm, but not on the day of installing."""
    clock.forward(hours=25)
    assert codes(on) == ["read.nothing"]


def test_the_first_day_may_be_silent(store, clock):
    """A service just installed has read nothing yet, and that is all right."""
    assert codes(service(store, clock, SITE)) == []


def test_what_else_wants_a_person(on, store):
    """A damaged database, a full disk, an edition that failed and a broken config are alarms, the gravest first."""
    store.save_setting(DAMAGE, "page 7")
    store.save_setting("bug:daily", "ValueError: x")
    assert codes(on, [BROKEN], free=1 << 20) == ["store.corrupt", "disk.low", "edition.bug", "config.broken"]


def test_pages_that_fail_are_an_alarm_until_some_are_written(on, tmp_path):
    """That nothing had to be written since is no sign that it would go well."""

    class Failing:
        stamp = property(lambda self: {}["a key"])

        def __getattr__(self, name):
            return getattr(renderer(), name)

    on.config = replace(on.config, settings=replace(on.config.settings, report=Report(str(tmp_path))))
    on.renderer, found = Failing(), []
    for hours in (2, 0, 24):
        on.clock.forward(hours=hours, minutes=11)
        arrive(on, "site", item(f"at {hours}", "More weather", at=on.clock()))
        found.append((len(publish(on)), "bug.service" in codes(on)))
        on.renderer = renderer()
    assert found == [(1, True), (0, True), (1, False)]


@pytest.mark.parametrize(
    ("minutes", "expected"), [(14, ["proc.restarts"]), (16, [])], ids=["within an hour", "over more than an hour"]
)
def test_a_service_that_dies_again_and_again(on, store, clock, minutes, expected):
    """The fifth start within an hour after an end that was none of its own is an alarm, which ends an hour after."""
    end_well(store)
    begin_well(store, clock())  # no death
    for _ in range(4):
        begin_well(store, clock())
        clock.forward(minutes=minutes)
        arrive(on, "site", item(f"at {clock()}", "More weather", at=clock()))
    assert codes(on) == []
    begin_well(store, clock())
    assert codes(on) == expected
    clock.forward(minutes=61)
    assert codes(on) == []


# ---------------------------------------------------------------- told


def test_an_alarm_is_told_once(on, store):
    """The operator gets one letter that says what is wrong and what to do; the log has a line."""
    assert [later(on, [BROKEN]) is None for _ in range(5)] == [False] * 5
    (letter,) = store.deliveries()
    assert told(store)[0].startswith("ai-video-monitor: the config is broken")
    assert "config/watchlist.yaml:3:1" in said(letter)
    assert "What to do: mend it; `ai-video-monitor check` lists every mistake." in said(letter)


def test_looks_are_a_minute_apart(on):
    """Between two looks nothing is asked of the database."""
    assert [later(on, seconds=s) is None for s in (60, 20, 20, 20)] == [False, True, True, False]


def test_a_new_alarm_is_told_beside_the_old(on, store):
    """What is newly wrong makes a letter that names all that is wrong."""
    later(on, [BROKEN])
    store.save_setting("bug:daily", "ValueError: x")
    later(on, [BROKEN])
    assert len(told(store)) == 2
    assert "config.broken" in said(store.deliveries()[1])


def test_an_alarm_that_lasts_is_told_again(on, store, clock):
    """After a week, and not before."""
    later(on, [BROKEN])
    store.cancel([1])
    for span in (AGAIN - timedelta(hours=1), timedelta(hours=1)):
        clock.forward(seconds=span.total_seconds())
        arrive(on, "site", item(f"{clock():%d%H}", "Weather", at=clock()))
        later(on, [BROKEN])
    assert [subject[:34] for subject in told(store)] == ["ai-video-monitor: the config is br"] * 2


def test_the_end_of_an_alarm_is_told_too(on, store):
    """When nothing is wrong any more for a while, the operator hears so; what comes and goes is not told twice."""
    later(on, [BROKEN])
    later(on)
    later(on, [BROKEN])
    assert len(told(store)) == 1
    later(on)
    later(on, minutes=SETTLED / timedelta(minutes=1))
    assert told(store)[1:] == ["ai-video-monitor: all is well again"]
    assert later(on) == ()
    assert len(told(store)) == 2


def test_an_alarm_that_comes_and_goes_is_one_mail_a_day(on, store, clock):
    """However often it is over and there again; it is told anew when it is there a day after it was told."""
    for _ in range(6):
        for complaints in ([BROKEN], (), ()):
            later(on, complaints, minutes=30)
            arrive(on, "site", item(f"{clock():%d%H%M}", "Weather", at=clock()))
    good = "ai-video-monitor: all is well again"
    assert [subject == good for subject in told(store)] == [False, True]
    later(on, [BROKEN], hours=16)
    assert [subject == good for subject in told(store)[2:]] == [False]


def test_what_was_told_survives_a_restart(on, store):
    """A service started again does not tell an alarm a second time."""
    later(on, [BROKEN])
    on.resting.clear()
    later(on, [BROKEN])
    assert len(told(store)) == 1


def test_nobody_to_tell_is_no_fault(on, store, caplog):
    """Without an address an alarm is a line of the log; who asked for no more mail gets none."""
    store.suppress("op@example.org", on.clock())
    with caplog.at_level(logging.ERROR):
        later(on, [BROKEN])
    assert (store.deliveries(), "alarm code=config.broken" in caplog.text) == ([], True)


def test_an_edit_is_answered(on, store, clock):
    """Where the operator wants it, each edit is answered: taken up with what is in it now, or what is wrong."""
    tell_edit(on, ())
    clock.forward(seconds=1)
    tell_edit(on, [BROKEN])
    assert told(store) == ["ai-video-monitor: the edit was taken up", "ai-video-monitor: the edit was not taken up"]
    assert "feeds 1, products 2, digests 1" in said(store.deliveries()[0])


def test_letters_to_the_operator_are_no_editions(on, store, clock):
    """They stand in no export, take no slot of a digest and no text of theirs is markup or header."""
    later(on, [replace(BROKEN, text="x\r\nBcc: v@example.org")])
    assert list(store.editions()) == []
    assert email.message_from_bytes(store.deliveries()[0].raw)["Bcc"] is None
    publish(on)
    clock.forward(days=1)
    assert [one.digest for one in publish(on)] == ["daily"]


# ---------------------------------------------------------------- seen from outside


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(reply(204), True), (reply(200, b"OK"), True), (reply(500), False)], ids=["empty", "words", "trouble"],
)  # fmt: skip
def test_a_ping_is_asked_for(answer, expected, caplog):
    """The dead-man's switch is asked for; an answer without content is a good one, another is a line of the log."""
    with Web() as web:
        web.on("/ping", answer)
        loaded = config()
        settings = replace(loaded.settings, limits=Limits(allow=(web.allow,)))
        poller = Poller(replace(loaded, settings=settings))
        assert poller.ask(web.url("/ping")).result(10) is expected
        poller.close()
    assert [one.path for one in web.requests] == ["/ping"]
    assert ("ping failed code=http.server" in caplog.text) is not expected


def test_figures_are_as_prometheus_reads_them(on, store, clock, tmp_path):
    """Each line is a comment or a name, labels and a number; a letter held is counted, an alarm is 1."""
    owe(store, clock, "held")
    found = alarms(store, on.config, (), clock(), lambda _: PLENTY)
    text = metrics(store, on.config, found, clock())
    line = r'(# (HELP|TYPE) ai_video_monitor_\w+ .+|ai_video_monitor_\w+(\{\w+="[\w.]+"\})? [0-9.e+]+)\n'
    assert re.fullmatch(f"({line})+", text)
    assert 'ai_video_monitor_letters{state="held"} 1\n' in text
    assert 'ai_video_monitor_alarm{code="mail.held"} 1\n' in text
    write_metrics(tmp_path / "m.prom", text)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("m.prom", text)]


def test_a_file_that_cannot_be_written_is_a_warning(tmp_path, caplog):
    """Figures are no promise: the service goes on without them."""
    write_metrics(tmp_path / "no" / "m.prom", "x")
    assert "metrics not written code=metrics.io" in caplog.text


def test_status_prints_the_figures(tmp_path):
    """`status --metrics` is for those who have no file."""
    home = Home.make(tmp_path)
    with Store(home.database):
        pass
    assert "ai_video_monitor_feeds 1\n" in home.run("status", "--metrics").stdout
