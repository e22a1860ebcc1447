"""The faults of configuration: files half written, saved in any way, broken; the last good config works on."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from place import MONITOR, Home
from stage import DIGEST, arrive, item, service
from stage import config as staged
from test_store_deliveries import edition

from monitor import config
from monitor.cli.place import now
from monitor.daemon.edits import Edits
from monitor.model import Feed, Letter
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.publish import publish
from monitor.pipeline.service import load_config
from monitor.store import Store


@pytest.fixture
def home(tmp_path):
    return Home.make(tmp_path)


def in_place(home, text):
    (home.config / "monitor.yaml").write_text(text, encoding="utf-8")


def renamed(home, text):
    home.write("monitor.yaml", text)


def linked(home, text):
    """As a config management does: the name is a link, and the link is swapped."""
    other = home.config / "of-this-week.yaml"
    other.write_text(text, encoding="utf-8")
    part = home.config / "monitor.part"
    part.symlink_to(other)
    os.replace(part, home.config / "monitor.yaml")


@pytest.mark.parametrize("save", [in_place, renamed, linked], ids=["in place", "renamed", "link swapped"])
def test_fault_102_an_edit_is_read_when_its_files_rest(home, save):
    """Two writes of one save are one edit, read two seconds after the second; read once, it waits no more."""
    monotonic = [0.0]
    edits = Edits(home.config, lambda: monotonic[0])
    edits.taken(edits.look())
    waits = []
    for moment, text in [(10, "digests:"), (11, None), (12, MONITOR), (13, None), (13.9, None), (14, None)]:
        monotonic[0] = moment
        if text is not None:
            save(home, text)
        waits.append(edits.wait_to_be_read())
    assert waits == [False, False, False, False, False, True]
    edits.taken(edits.look())
    monotonic[0] = 20
    assert not edits.wait_to_be_read()


def test_fault_102_an_edit_made_while_the_config_is_read_is_not_missed(home):
    """What counts is the stamp from before the reading."""
    monotonic = [0.0]
    edits = Edits(home.config, lambda: monotonic[0])
    before = edits.look()
    home.write("monitor.yaml", MONITOR + "# more\n")
    edits.taken(before)
    edits.wait_to_be_read()
    monotonic[0] = 2.0
    assert edits.wait_to_be_read()
    assert config.stamp(home.config) != before


WRONG = {
    "syntax": ("feeds.yaml", b"feeds: [\n", "feeds.yaml:2:1"),
    "unknown key": ("watchlist.yaml", b"products:\n  - {name: Kling, vender: Kuaishou}\n", "watchlist.yaml:2:19"),
    "bad address of a feed": ("feeds.yaml", b"feeds:\n  - {name: site, url: 'gopher://x'}\n", "feeds.yaml:2:23"),
    "bad recipient": ("monitor.yaml", b"digests:\n  - {name: daily, recipients: [ann]}\n", "monitor.yaml:2:32"),
    "empty": ("watchlist.yaml", b"", "watchlist.yaml:1:1"),
    "no feeds": ("feeds.yaml", b"feeds: []\n", "feeds.yaml:1:8"),
    "tabs": ("feeds.yaml", b"feeds:\n\t- {name: site}\n", "feeds.yaml:2:1"),
    "Latin-1": ("feeds.yaml", "feeds: é".encode("latin-1"), "feeds.yaml:1:8"),
    "10 MB": ("feeds.yaml", b"#" * (10 << 20), "feeds.yaml:1:1"),
    "NUL": ("feeds.yaml", b"feeds:\0", "feeds.yaml:1:1"),
}


@pytest.mark.parametrize(("name", "body", "place"), WRONG.values(), ids=WRONG)
def test_faults_101_and_102_the_last_good_config_works_on(home, name, body, place):
    """Whatever is wrong with a file, its place is named, a restart works on with the last good texts and says so."""
    with Store(home.database) as store:
        good, _ = load_config(home.config, store, now())
        (home.config / name).write_bytes(body)
        loaded, complaints = load_config(home.config, store, now())
        assert (loaded.feeds, loaded.watchlist) == (good.feeds, good.watchlist)
    assert f"{complaints[0]}".startswith(f"{home.config}/{place}"), complaints[0]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""], ids=["BOM", "none"])
def test_fault_102_byte_order_mark_and_windows_line_ends_are_fine(home, mark):
    """What an editor on another system writes is read like any other file."""
    good = config.load(home.config, now=now())
    for name in ("monitor.yaml", "feeds.yaml", "watchlist.yaml"):
        body = (home.config / name).read_bytes().replace(b"\n", b"\r\n")
        (home.config / name).write_bytes(mark + body)
    read = config.load(home.config, now=now())
    assert (read.feeds, read.watchlist, read.settings) == (good.feeds, good.watchlist, good.settings)


SITE = Feed("site", "https://site.example.org/feed")
KLING = "Kuaishou launches Kling 3.0, an AI video generator"


@pytest.mark.parametrize(
    "again", [SITE, replace(SITE, url="https://new.example.org/feed")], ids=["the same", "another address"]
)
def test_fault_103_a_feed_taken_out_and_put_back_brings_nothing_again(store, clock, again):
    """Its history is kept: the items it lists still are no news."""
    on = service(store, clock, SITE)
    publish(on)
    arrive(on, "site", item("1", KLING, at=clock()))
    clock.forward(hours=2)
    publish(on)
    store.sync_feeds(())
    store.sync_feeds((again,))
    arrive(on, "site", item("1", KLING, at=clock() - timedelta(hours=2)))
    clock.forward(days=1)
    (made,) = publish(on)
    assert (len(list(store.items())), made.top, made.brief) == (1, (), ())


def test_fault_103_a_renamed_product_is_not_told_again(store, clock):
    """A product under a new name keeps what was told of it."""
    on = service(store, clock, SITE)
    publish(on)
    arrive(on, "site", item("1", KLING, at=clock()))
    clock.forward(hours=2)
    publish(on)
    watchlist = on.config.watchlist
    renamed = tuple(replace(one, name=f"{one.name} AI") for one in watchlist.products)
    loaded = replace(on.config, watchlist=replace(watchlist, products=renamed))
    on = service(store, clock, loaded=loaded)
    clock.forward(days=1)
    (made,) = publish(on)
    assert (made.top, made.brief) == ((), ())


ANN, BO = "ann@example.org", "bo@example.org"


@pytest.mark.parametrize(
    ("readers", "left"),
    [
        ({"daily": (ANN,)}, {ANN: "pending", BO: "cancelled"}),
        ({"daily": ("Ann@Example.org", BO, "cy@example.org")}, {ANN: "pending", BO: "pending"}),
        ({"renamed": (ANN,)}, {ANN: "pending", BO: "cancelled"}),
        ({"daily": (ANN,), "weekly": (BO,)}, {ANN: "pending", BO: "cancelled"}),
    ],
    ids=["removed", "added", "the digest renamed", "of another digest"],
)
def test_fault_104_who_left_the_config_gets_no_more(store, readers, left):
    """Letters owed stay as composed; those to a removed reader are given up, with the reason."""
    letters = [Letter(one, f"<{one}>", "subject", b"x\r\n", "", 1) for one in (ANN, BO)]
    store.record_edition(replace(edition(), digest="daily"), letters, ())
    store.cancel_removed(readers)
    assert {one.recipient: one.state for one in store.deliveries()} == left
    assert {one.last_code for one in store.deliveries(("cancelled",))} <= {"config.removed"}


def test_fault_104_a_letter_being_sent_is_let_be(store, clock):
    """What is in the mail server's hands cannot be called back."""
    store.record_edition(edition(), [Letter(BO, "<1>", "subject", b"x\r\n", "", 1)], ())
    store.claim_delivery(store.deliveries()[0].id, clock())
    assert (store.cancel_removed({"daily": ()}), store.deliveries()[0].state) == (0, "sending")


def test_fault_105_a_password_that_others_may_read_sends_nothing_and_says_so(home, store, clock):
    """The letter waits with the reason, until the file is its owner's alone."""
    secret = home.folder / "secret"
    secret.write_text("hunter2\n")
    secret.chmod(0o644)
    loaded = staged(SITE, digests=(DIGEST,))
    mail = replace(loaded.settings.mail, server="127.0.0.1", user="news", password_file=str(secret))
    loaded = replace(loaded, settings=replace(loaded.settings, mail=mail))
    on = service(store, clock, loaded=loaded)
    publish(on)
    clock.forward(hours=2)
    publish(on)
    Outbox(store, loaded, clock, home.folder / "mail", lambda: config.password(mail, {})).deliver()
    (letter,) = store.deliveries()
    assert (letter.state, letter.last_code) == ("deferred", "config.password")
    assert ("chmod 600" in letter.last_text, "hunter2" in letter.last_text) == (True, False)


def test_fault_105_a_config_that_cannot_be_read_any_more(home):
    """A file whose name is there and whose text is not readable counts as broken: the last good one works on."""
    with Store(home.database) as store:
        load_config(home.config, store, now())
        (home.config / "feeds.yaml").unlink()
        (home.config / "feeds.yaml").mkdir()
        loaded, complaints = load_config(home.config, store, now())
    assert ([one.name for one in loaded.feeds], len(complaints)) == (["site"], 1)
