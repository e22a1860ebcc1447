"""README's promises, one by one; each test's docstring is the promise."""

from __future__ import annotations

import email
import email.policy
import signal
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from smtp_sink import Sink, Stall
from stage import Clock, arrive, config, feed_state, headlines, item, open_store, service
from web import Web, reply, silent

from monitor.model import Digest, Feed, Limits, Mail, Polling, Settings
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.poll import poll
from monitor.pipeline.publish import publish
from monitor.pipeline.service import load_config

SITE, OTHER = Feed("site", "https://site.example.org/feed"), Feed("other", "https://other.example.org/feed")
KLING = "Kuaishou launches Kling 3.0, an AI video generator"


def test_an_item_is_filed_once_however_often_it_is_listed(store, clock):
    """An item that its feed lists at every poll is one item."""
    on = service(store, clock, SITE)
    for _ in range(3):
        arrive(on, "site", item("1", KLING, at=clock() - timedelta(hours=1)))
        clock.forward(hours=1)
    assert [judged.item.guid for judged in store.items()] == ["1"]


def test_one_address_in_two_feeds_is_one_story(store, clock):
    """The same article in two feeds is told once."""
    on = service(store, clock, SITE, OTHER)
    address = "https://news.example.org/kling-3"
    arrive(on, "site", item("1", KLING, at=clock(), url=address))
    arrive(on, "other", item("x", KLING, at=clock(), url=address + "?utm_source=rss"))
    assert len(store.stories()) == 1


def test_a_story_is_never_told_twice_without_news(store, clock):
    """A story stays out of the next digest unless something new joined it."""
    on = service(store, clock, SITE)
    publish(on)  # the slot of the day of installing is over
    arrive(on, "site", item("1", KLING, at=clock()))
    clock.forward(hours=2)
    publish(on)
    clock.forward(days=1)
    publish(on)
    assert [headlines(store.edition("daily", f"2026-03-{day}T07:00")) for day in (10, 11)] == [[KLING], []]


CRASH_IN_FILING = """
    import os, signal, sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from stage import Clock, arrive, item, open_store, service
    from monitor.model import Feed

    clock = Clock()
    on = service(open_store(Path(sys.argv[1])), clock, Feed("site", "https://site.example.org/feed"))
    judge, count = on.judge, [0]

    def deadly(one):
        count[0] += 1
        if count[0] == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return judge(one)

    on.judge = deadly
    arrive(on, "site", *(item(str(n), f"Kling story {n}", at=clock()) for n in range(5)))
"""


def test_a_kill_in_the_middle_of_a_poll_loses_and_repeats_nothing(tmp_path, clock):
    """A poll killed half-way leaves no trace; the next one files every item once."""
    script = textwrap.dedent(CRASH_IN_FILING)
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path), str(Path(__file__).parent)], check=False)
    assert done.returncode == -signal.SIGKILL
    with open_store(tmp_path) as store:
        assert list(store.items()) == []
        on = service(store, clock, SITE)
        assert feed_state(store, "site").polled_at is None
        arrive(on, "site", *(item(str(n), f"Kling story {n}", at=clock()) for n in range(5)))
        assert sorted(judged.item.guid for judged in store.items()) == list("01234")


def outbox(store, clock, folder):
    return Outbox(store, config(), clock, folder)


def test_what_is_owed_is_on_disk_before_any_mail_and_leaves_once(tmp_path, clock):
    """An edition and its letters are one transaction; a letter is delivered once however often the outbox runs."""
    with open_store(tmp_path) as store:
        on = service(store, clock, SITE)
        publish(on)
        arrive(on, "site", item("1", KLING, at=clock()))
        clock.forward(hours=2)
        publish(on)
    with open_store(tmp_path) as store:
        for _ in range(3):
            outbox(store, clock, tmp_path / "mail").deliver()
            clock.forward(hours=1)
        assert [one.state for one in store.deliveries()] == ["sent"]
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1


DELIVER = """
    import sys
    from datetime import timedelta
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from stage import Clock, config, open_store
    from monitor.model import Mail
    from monitor.pipeline.outbox import Outbox

    clock, folder = Clock(), Path(sys.argv[1])
    clock.forward(hours=2)
    mail = Mail(server="127.0.0.1", port=int(sys.argv[3]), security="none")
    Outbox(open_store(folder), config(mail=mail), clock, folder / "mail").deliver()
"""


def killed_while_delivering(folder, sink, is_time):
    """Start a process that delivers what is owed, and kill it when `is_time`."""
    with open_store(folder) as store:
        clock = Clock()
        on = service(store, clock, SITE)
        publish(on)
        arrive(on, "site", item("1", KLING, at=clock()))
        clock.forward(hours=2)
        publish(on)
    script = textwrap.dedent(DELIVER)
    command = [sys.executable, "-c", script, str(folder), str(Path(__file__).parent), str(sink.port)]
    with subprocess.Popen(command) as process:
        until(is_time)
        process.kill()
    return clock


def until(is_time, seconds=30):
    for _ in range(seconds * 100):
        if is_time():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never came to that")


def deliver_again(folder, clock, sink):
    mail = Mail(server="127.0.0.1", port=sink.port, security="none")
    with open_store(folder) as store:
        store.recover(clock())
        for _ in range(4):
            Outbox(store, config(mail=mail), clock, folder / "mail").deliver()
            clock.forward(minutes=6)
        return store.deliveries()[0]


def test_a_kill_before_the_final_dot_repeats_nothing(tmp_path):
    """A delivery killed before the dot left is done again: the reader gets one mail."""
    with Sink({"data": [Stall()]}) as sink:
        clock = killed_while_delivering(tmp_path, sink, lambda: "DATA" in sink.commands)
        delivery = deliver_again(tmp_path, clock, sink)
    assert (delivery.state, delivery.unknowns, len(sink.accepted)) == ("sent", 0, 1)


def test_a_kill_after_the_final_dot_repeats_the_same_bytes_once(tmp_path):
    """Killed after the dot, nobody knows: it is recorded as unknown and sent once more, the same to the byte."""
    with Sink({"dot": [Stall(accept=True)]}) as sink:
        clock = killed_while_delivering(tmp_path, sink, lambda: sink.accepted)
        delivery = deliver_again(tmp_path, clock, sink)
    assert (delivery.state, delivery.unknowns) == ("sent", 1)
    assert [one.raw for one in sink.accepted] == [delivery.raw, delivery.raw]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
def test_each_local_day_has_one_edition_whatever_the_clock_does(store, zone):
    """Through spring, autumn, a night's sleep and a clock set back, each local day gets exactly one edition."""
    clock = Clock(datetime(2026, 3, 27, 12, 0, tzinfo=UTC))
    digest = Digest("daily", at=datetime(2026, 1, 1, 2, 30).time(), zone=zone)
    on = service(store, clock, loaded=config(SITE, digests=(digest,)))
    publish(on)
    for hours in (5, 5, 14, -3, 6, 1, 9, 12, -1, 20, 7, 3, 30):
        clock.forward(hours=hours)
        publish(on)
    days = [edition.slot[:10] for edition in store.editions()]
    assert days == sorted(set(days))
    assert days[0] == "2026-03-28"


def test_one_hostile_feed_delays_no_other(store, clock):
    """While one server says nothing and one sends rubbish, the good feed is filed and the faults are values."""
    entry = b"<item><title>Kling 3.0 AI video</title><guid>1</guid></item>"
    good = b"<rss version='2.0'><channel><title>t</title>" + entry + b"</channel></rss>"
    with Web() as web:
        web.on("/good", reply(200, good, Content_Type="application/rss+xml"))
        web.on("/silent", silent)
        web.on("/rubbish", reply(200, b"<html><body>404</body></html>", Content_Type="text/html"))
        feeds = tuple(Feed(name, web.url(f"/{name}")) for name in ("silent", "rubbish", "good"))
        limits = Limits(total=timedelta(seconds=1), idle=timedelta(seconds=1), allow=(web.allow,))
        settings = Settings(polling=Polling(gap=timedelta(0), per_host=3), limits=limits)
        on = service(store, clock, loaded=replace(config(*feeds), settings=settings))
        filed = {one.feed: one for one in poll(on, store.due_feeds(clock()))}
    assert filed["good"].new == 1
    assert filed["silent"].failure.code == "net.timeout"
    assert filed["rubbish"].failure.code == "http.not_feed"
    assert {state.feed.name: state.failures for state in store.feed_states()} == {"good": 0, "silent": 1, "rubbish": 1}


def test_a_full_feed_seen_for_the_first_time_is_no_flood(store, clock):
    """Of a new feed's old entries all are stored and none is told."""
    on = service(store, clock, SITE)
    old = (item(str(n), f"Kling AI video story {n}", at=clock() - timedelta(days=3 + n)) for n in range(50))
    arrive(on, "site", *old)
    assert len(list(store.items())) == 50
    assert store.stories() == []


def test_servers_get_their_validators_back_verbatim(store, clock):
    """ETag and Last-Modified return byte for byte, and an unchanged feed is not parsed again."""
    body = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
    with Web() as web:
        web.on("/feed", reply(200, body, ETag='W/"odd  one"', Last_Modified="weird  date"), reply(304))
        feed = Feed("site", web.url("/feed"))
        settings = Settings(polling=Polling(gap=timedelta(0)), limits=Limits(allow=(web.allow,)))
        on = service(store, clock, loaded=replace(config(feed), settings=settings))
        poll(on, store.due_feeds(clock()))
        assert store.due_feeds(clock.forward(minutes=10)) == []
        assert poll(on, store.due_feeds(clock.forward(days=1)))[0].unchanged
        second = web.requests[1].headers
    assert (second["if-none-match"], second["if-modified-since"]) == ('W/"odd  one"', "weird  date")


def test_a_broken_edit_keeps_the_last_good_config(tmp_path, store, clock):
    """After a broken edit the last good config is in use, and the complaint names file, line and column."""
    (tmp_path / "monitor.yaml").write_text("digests:\n  - name: daily\n    recipients: [ann@example.org]\n")
    (tmp_path / "feeds.yaml").write_text("feeds:\n  - name: site\n    url: https://site.example.org/feed\n")
    (tmp_path / "watchlist.yaml").write_text("products:\n  - name: Kling\n    aliases: [Kling]\n")
    good, complaints = load_config(tmp_path, store, clock())
    assert complaints == ()
    (tmp_path / "watchlist.yaml").write_text("products:\n  - name: Kling\n    aliasses: [Kling]\n")
    kept, complaints = load_config(tmp_path, store, clock())
    assert kept.watchlist == good.watchlist
    assert str(complaints[0]).startswith(f"{tmp_path}/watchlist.yaml:3:5: products.0.aliasses: unknown key")


def test_a_quiet_day_says_what_was_read(store, clock):
    """An edition without stories says how many feeds were read and which were not."""
    on = service(store, clock, SITE, OTHER)
    publish(on)
    arrive(on, "site", item("1", "Nothing of interest today", at=clock()))
    clock.forward(hours=2)
    edition = publish(on)[0]
    assert (edition.top, edition.coverage.feeds, edition.coverage.feeds_read, edition.coverage.items) == ((), 2, 1, 1)
    spoken = on.renderer.text(edition)
    assert "1 of 2 feeds" in spoken


HOSTILE = "=?utf-8?q?Kling=0ABcc:_v@example.org?= <script>x</script> Kling AI video {{ 7*7 }}"


def test_no_feed_text_becomes_a_header_markup_or_link(store, clock):
    """A hostile title is shown as it is: no header of its own, no markup, no template, no link but http(s)."""
    on = service(store, clock, SITE)
    publish(on)
    arrive(on, "site", item("1", HOSTILE, at=clock(), url="javascript:alert(1)"))
    clock.forward(hours=2)
    publish(on)
    raw = store.deliveries()[0].raw
    message = email.message_from_bytes(raw, policy=email.policy.default)
    page = message.get_body(("html",)).get_content()
    assert "Bcc" not in message
    assert "<script>" not in page
    assert "javascript:" not in page
    assert "{{ 7*7 }}" in page
