"""Alerts: what does not wait for the next edition, and what of it the edition then says."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from place import Home
from stage import DIGEST, START, arrive, config, headlines, item, open_store, service

from monitor.model import Alerts, Feed, Quiet
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.publish import publish
from monitor.pipeline.restore import restore
from monitor.schedule import alert_slot, due_slots, is_quiet

SITES = [Feed(name, f"https://{name}.example.org/feed") for name in ("one", "two", "three", "four")]
KLING = "Kuaishou launches Kling 3.0, an AI video generator"
SORA = "OpenAI shuts down Sora, its AI video generator"
TOLD = {  # by several sites in words of their own: else it would be one report, copied
    KLING: (KLING, "Kling 3.0 is here: Kuaishou's AI video generator gets a new version",
            "New AI video model Kling 3.0 launched by Kuaishou", "Hands up for Kling 3.0, now launched by Kuaishou"),
    SORA: (SORA, "Sora is discontinued: OpenAI closes its AI video app", "OpenAI ends Sora, the AI video generator"),
}  # fmt: skip
ALERTS = Alerts(weight=7.0)


def running(store, clock, **alerts):
    digest = replace(DIGEST, alerts=replace(ALERTS, **alerts))
    on = service(store, clock, loaded=config(*SITES, digests=(digest,)))
    publish(on)
    return on


@pytest.fixture
def on(store, clock):
    """A service whose digest has alerts, an hour after its edition of the day."""
    clock.at = START.replace(hour=8)
    return running(store, clock)


def spread(on, title: str, sites: int = 3) -> None:
    """Let so many sites tell a story."""
    for site, words in zip(SITES[:sites], TOLD.get(title, (title,) * sites), strict=False):
        arrive(on, site.name, item(words[:20], words, at=on.clock(), site=site.name.title()))


def later(on, **span):
    on.clock.forward(**span)
    return publish(on)


def next_morning(on):
    on.clock.at = (on.clock() + timedelta(days=1)).replace(hour=7, minute=0)
    return publish(on)[0]


def test_what_is_heavy_and_sure_does_not_wait(on, store):
    """Within a minute an edition of its own owes each reader a letter that says what it is."""
    spread(on, KLING)
    (alert,) = later(on, minutes=1)
    assert (alert.kind, headlines(alert)) == ("alert", [KLING])
    assert [one.recipient for one in store.deliveries()] == ["ann@example.org"]
    assert [one.slot for one in store.deliveries()] == ["2026-03-10T08:01:00"]


def test_a_restored_backup_tells_no_alert_again(tmp_path, clock):
    """What broke before the last alert that the journal shows waits for the edition; what breaks later does not."""
    home = Home.make(tmp_path)
    clock.at = START.replace(hour=8)
    with open_store(tmp_path) as store:
        on = running(store, clock)
        store.backup(tmp_path / "copy.db")
        spread(on, KLING)
        assert len(later(on, minutes=1)) == 1
        Outbox(store, on.config, clock, tmp_path / "mail").deliver()
    restore(tmp_path / "copy.db", home.database, home.config, clock())
    with open_store(tmp_path) as store:
        on = running(store, clock)
        clock.forward(hours=1)
        for site, words in zip(SITES, TOLD[KLING], strict=True):
            at = clock() - timedelta(minutes=90 if site != SITES[-1] else 0)
            arrive(on, site.name, item(words[:20], words, at=at, site=site.name.title()))
        assert later(on, minutes=1) == []
        spread(on, SORA)
        assert [headlines(one) for one in later(on, minutes=1)] == [[SORA]]
        assert KLING in headlines(next_morning(on))


def test_what_weighs_little_waits(on):
    """A story that one site tells is no alert, and stands in the next edition."""
    spread(on, KLING, sites=1)
    assert later(on, minutes=1) == []
    assert headlines(next_morning(on)) == [KLING]


def test_what_is_only_reported_waits(on):
    """Without the status that the alerts ask for, weight alone wakes nobody."""
    spread(on, "Kuaishou reportedly plans to launch Kling 3.0, an AI video generator, sources say")
    assert later(on, minutes=1) == []


def test_an_alert_is_sent_once(on):
    """Further sites are no second alert."""
    spread(on, KLING)
    later(on, minutes=1)
    spread(on, KLING, sites=4)
    assert [later(on, minutes=2) for _ in range(3)] == [[], [], []]


def test_the_edition_after_an_alert_does_not_tell_it_again_in_full(on):
    """It stands there in one line that says when it was sent, and not at all the day after."""
    spread(on, KLING)
    later(on, minutes=1)
    edition = next_morning(on)
    assert (list(edition.top), [entry.headline for entry in edition.brief]) == ([], [KLING])
    assert "already sent as an alert, 10 Mar 08:01" in " ".join(on.renderer.text(edition).split())
    assert headlines(next_morning(on)) == []


def test_what_is_new_since_an_alert_is_told_in_full(on):
    """A version or an amount that came later makes it a follow-up of the edition."""
    spread(on, KLING)
    later(on, minutes=1)
    arrive(on, "four", item("4", f"{KLING}, for $300 million", at=on.clock(), site="Four"))
    assert headlines(next_morning(on)) == [KLING]


def test_alerts_do_not_hide_what_an_edited_watchlist_found(on):
    """A story opened before an alert's, of older items, is still told by the next edition."""
    old = "Sora, the AI video generator of OpenAI, opens to all"
    arrive(on, "one", item("old", old, at=on.clock() - timedelta(hours=30)))
    spread(on, KLING)
    assert headlines(later(on, minutes=1)[0]) == [KLING]
    assert len(headlines(next_morning(on))) == 2


def test_a_day_has_a_number_of_alerts(store, clock):
    """When it is used up, news waits for the edition; the next day has its own."""
    clock.at = START.replace(hour=8)
    on = running(store, clock, per_day=1)
    spread(on, KLING)
    assert len(later(on, minutes=1)) == 1
    spread(on, SORA)
    assert later(on, minutes=1) == []
    assert SORA in headlines(next_morning(on))


@pytest.mark.parametrize(
    ("quiet", "at", "expected"),
    [
        (None, time(3), False),
        ((time(22), time(7)), time(21, 59), False),
        ((time(22), time(7)), time(22), True),
        ((time(22), time(7)), time(6, 59), True),
        ((time(22), time(7)), time(7), False),
        ((time(12), time(14)), time(13), True),
        ((time(12), time(14)), time(14), False),
    ],
    ids=["never", "before", "begins", "before its end", "ends", "at noon", "after noon"],
)
def test_quiet_hours_are_local(quiet, at, expected):
    """They may cross midnight, and count in the digest's zone."""
    digest = replace(DIGEST, zone="Asia/Tokyo", alerts=replace(ALERTS, quiet=quiet))
    utc = (START.replace(hour=at.hour, minute=at.minute) - timedelta(hours=9)).replace(day=10)
    assert is_quiet(digest, utc) is expected


def test_nobody_is_woken(store, clock):
    """In quiet hours nothing is sent; what still matters afterwards is."""
    clock.at = START.replace(hour=23)
    on = running(store, clock, quiet=(time(22), time(0)))
    spread(on, KLING)
    assert later(on, minutes=1) == []
    assert headlines(later(on, hours=1)[0]) == [KLING]


def test_a_paused_digest_has_no_alerts_and_a_muted_product_none(on, store):
    """Quiet without an edit holds for alerts too."""
    store.hush(Quiet("product", "Kling", on.clock(), None))
    spread(on, KLING)
    assert later(on, minutes=1) == []
    store.hush(Quiet("digest", "daily", on.clock(), None))
    spread(on, SORA)
    assert later(on, minutes=1) == []


def test_a_second_that_comes_again_makes_no_second_alert(on, clock):
    """When the clock is set back, an alert's second is taken; the story waits for the edition."""
    spread(on, KLING)
    later(on, minutes=1)
    clock.forward(seconds=-30)
    spread(on, SORA)
    clock.at = START.replace(hour=8, minute=1)
    on.resting.clear()
    assert publish(on) == []
    assert headlines(next_morning(on)) == [SORA, KLING]


def test_an_alert_takes_no_slot_of_the_digest():
    """An alert's slot has seconds: the digest of the same minute is due all the same."""
    slot = alert_slot(DIGEST, START.replace(hour=7))
    assert (slot.local, slot.kind) == ("2026-03-10T07:00:00", "alert")
    (due,) = due_slots(DIGEST, "2026-03-09T07:00", START.replace(hour=7), taken={slot.local})
    assert (due.local, due.kind) == ("2026-03-10T07:00", "digest")
