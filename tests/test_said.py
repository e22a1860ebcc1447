"""No fault is silent: each code is in the log, in `status --json`, and after a day in somebody's mail."""

from __future__ import annotations

import email
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from stage import arrive, feed_state, item, service
from test_operator import BROKEN, OPERATOR, PLENTY

from monitor import codes
from monitor.cli.errors import spoken
from monitor.cli.status import survey
from monitor.deliver import Smtp
from monitor.model import Edition, Failure, Feed, Letter, Mail, Outcome
from monitor.pipeline.alarms import alarms
from monitor.pipeline.arrival import file_feed
from monitor.pipeline.clock import DOUBT
from monitor.pipeline.maintain import DAMAGE, begin_well
from monitor.pipeline.operator import watch
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.publish import publish
from monitor.pipeline.service import beside
from monitor.store import STRANGE, StoreError

SITE, OTHER = Feed("site", "https://site.example.org/feed"), Feed("other", "https://other.example.org/feed")
HOUR = timedelta(hours=1)

# What occurs and is no fault, or is told in another way, each with its reason.
NO_FAULT = {
    "smtp.accepted": "the letter left", "maildir.stored": "the letter is where it should be",
    "push.taken": "the alert arrived", "config.removed": "a person wanted it so",
    "store.claimed": "another process has it", "smtp.too_large": "made anew, by the next round",
    "feed.stale": "no failure: status, test_etiquette", "feed.moved": "no failure: status, test_etiquette",
    "http.gone": "believed the second time: feed.gone",
    "restore.no_journal": "the command says it, and the letters are held: test_operate",
    "render.template": "one of the operator's own: the shipped one is used, check says it",
    "store.missing": "a command's, said on standard error", "store.exists": "a command's, said on standard error",
}  # fmt: skip
# Beside the promises: the log alone says it, and where the operator looks nothing depends on it.
LOG_ONLY = {"translate.answer", "translate.names", "translate.text", "config.model", "metrics.io", "report.io",
            "backup.skipped", "journal.io"}  # fmt: skip
PROMISES = {*codes.STATE, "store.corrupt", "disk.low"} - {"time.jumped"}
ENDS = {code for code in codes.STORE if code.startswith("store.")} - set(NO_FAULT) - {"store.corrupt"}
LETTERS = {*codes.MAIL, "push.missing", "push.address", "push.refused", "push.unwanted", "config.push"} - set(NO_FAULT)


def test_each_code_is_of_one_kind_at_least():
    """The table below forgets no code of the program's."""
    known = {code for rows in codes.CHAPTERS.values() for code in rows}
    kinds = set(codes.FEEDS) | set(codes.NOTICES) | LETTERS | PROMISES | ENDS | LOG_ONLY | set(NO_FAULT)
    assert known ^ (kinds | {"time.jumped"}) == set()


@pytest.fixture
def on(store, clock):
    """A service in its second day that has an operator, and whose feeds were just read."""
    running = service(store, clock, SITE, OTHER)
    running.config = replace(running.config, settings=replace(running.config.settings, operator=OPERATOR))
    store.installed_at(clock() - timedelta(days=2))
    for one in ("site", "other"):
        arrive(running, one, item("1", "The weather", at=clock()))
    publish(running)
    return running


def state_of(on, complaints=(), free=PLENTY):
    found = alarms(on.store, on.config, complaints, on.clock(), lambda _: free)
    return survey(on.config, complaints, on.store, "7", on.clock(), found)


def operators(on) -> str:
    """All that the operator was mailed, on one line."""
    letters = (email.message_from_bytes(one.raw) for one in on.store.deliveries() if one.recipient == OPERATOR.mail[0])
    return " ".join(" ".join(one.get_payload(decode=True).decode().split()) for one in letters)


@pytest.mark.parametrize("code", [one for one in codes.FEEDS if one != "http.gone"])
def test_a_feed_that_fails_is_told(on, clock, code, caplog):
    """Its code is in the log and in status at once; after a day the digest names the feed."""
    clock.forward(hours=2)
    publish(on)
    for _ in range(8):
        clock.forward(hours=3)
        arrive(on, "other", item(f"{clock():%H}", "More weather", at=clock()))
        file_feed(on, feed_state(on.store, "site"), Failure(code, "in words"), clock())
    assert f"feed failed feed=site code={code}" in caplog.text
    assert [one["code"] for one in state_of(on)["feeds"]["failing"]] == [code]
    (edition,) = publish(on)
    assert [(one.feed, one.code) for one in edition.coverage.troubles] == [("site", code)]


@pytest.mark.parametrize("code", [one for one in codes.NOTICES if one.startswith("parse.")])
def test_a_remark_is_told(on, code, caplog):
    """What is wrong with a feed that can be read is in the log, once, and in status."""
    caplog.set_level(logging.INFO)
    for number in (2, 3):
        arrive(on, "site", item(str(number), "The weather", at=on.clock()), warning=code)
    assert caplog.text.count(f"feed read with a remark feed=site code={code}") == 1
    assert state_of(on)["feeds"]["remarks"] == {"site": code}


class Refusing(Smtp):
    """A mail server of one answer."""

    def deliver(self, *_):
        return OUTCOMES[0]


OUTCOMES: list[Outcome] = []


@pytest.mark.parametrize("result", ["deferred", "failed"])
@pytest.mark.parametrize("code", sorted(LETTERS))
def test_a_letter_that_does_not_leave_is_told(on, clock, tmp_path, code, result, caplog):
    """Its code is in the log and in status at once; after a day the operator has mail."""
    caplog.set_level(logging.INFO)
    edition = Edition("daily", "2026-03-10T05:00", "t", "UTC", "en", clock(), clock())
    on.store.record_edition(edition, [Letter("ann@example.org", "<1@example.org>", "s", b"x", "")], ())
    OUTCOMES[:] = [Outcome(result, code, "in words to ann@example.org today")]
    loaded = replace(on.config, settings=replace(on.config.settings, mail=Mail(server="mail.example.org")))
    Outbox(on.store, loaded, clock, tmp_path, smtp=Refusing()).deliver()
    assert f"code={code} state={result}: in words to ... today" in caplog.text
    mail = state_of(on)["mail"]
    assert [one["code"] for one in mail["waiting" if result == "deferred" else "stuck"]] == [code]
    clock.forward(hours=25)
    arrive(on, "site", item("2", "More weather", at=clock()))
    watch(on, ())
    assert ("mail.overdue" if result == "deferred" else "mail.held") in operators(on)


def doubt(on, code):
    on.store.save_setting(DOUBT, f"{code}: the clock shows 1970-01-01")


def owe(on, state):
    edition = Edition("daily", "2026-03-10T05:00", "t", "UTC", "en", on.clock(), on.clock())
    on.store.record_edition(edition, [Letter("ann@example.org", "<1@example.org>", "s", b"x", "")], ())
    on.store.claim_delivery(1, on.clock())
    on.store.record_outcome(1, Outcome("deferred", "net.lost"), state, None, on.clock())


BREAK = {
    "time.unset": lambda on: doubt(on, "time.unset"),
    "time.behind": lambda on: doubt(on, "time.behind"),
    "config.broken": lambda on: None,
    "read.nothing": lambda on: on.clock.forward(hours=25),
    "mail.overdue": lambda on: (owe(on, "deferred"), on.clock.forward(hours=25)),
    "mail.held": lambda on: owe(on, "held"),
    "edition.bug": lambda on: on.store.save_setting("bug:daily", "ValueError: x"),
    "bug.service": lambda on: beside(on, "rematch", lambda: {}["a key"]),
    "proc.restarts": lambda on: [begin_well(on.store, on.clock()) for _ in range(6)],
    "store.corrupt": lambda on: on.store.save_setting(DAMAGE, "page 7"),
    "disk.low": lambda on: None,
}


@pytest.mark.parametrize("code", sorted(PROMISES))
def test_a_promise_at_risk_is_told(on, code, caplog):
    """It is a line of the log, an alarm of status with what to do, and a letter to the operator."""
    BREAK[code](on)
    complaints, free = (BROKEN,) if code == "config.broken" else (), 1 << 20 if code == "disk.low" else PLENTY
    found = {one["code"]: one["cure"] for one in state_of(on, complaints, free)["alarms"]}
    assert found[code] == (codes.STATE | codes.STORE)[code].do
    watch(on, complaints, lambda _: free)
    assert f"alarm code={code}" in caplog.text
    assert f"{code}:" in operators(on)


@pytest.mark.parametrize("code", sorted(ENDS))
def test_what_ends_a_command_is_said_with_its_code(code, capsys):
    """The last line before exit 74, or 78 where no start helps, has the words and the code, which `explain` knows."""
    with pytest.raises(SystemExit) as ended, spoken():
        raise StoreError(code, "monitor.db: in words")
    expected = 78 if code in STRANGE else 74, f"monitor.db: in words ({code})\n"
    assert (ended.value.code, capsys.readouterr().err) == expected
