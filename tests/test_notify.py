"""Alerts to chats and phones: owed like letters, sent by Apprise to a web hook on loopback."""

from __future__ import annotations

import importlib.util
import json
import stat
from dataclasses import replace
from datetime import timedelta

import pytest
from editions import FULL, KEY, MAIL, QUIET, RTL_NEWS
from stage import DIGEST, START, config, service
from test_alerts import KLING, SITES, spread
from web import Web, reply

from monitor.config import templates
from monitor.model import PUSH, Alerts, Edition, Outcome
from monitor.notify import push
from monitor.pipeline.issue import readers_of
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.publish import publish
from monitor.render import Renderer
from monitor.render.push import push_letter

wants_apprise = pytest.mark.skipif(importlib.util.find_spec("apprise") is None, reason="wants Apprise (extra `push`)")


@pytest.fixture
def pushing(store, clock, tmp_path):
    """A service whose alerts are pushed too, with one that is owed; and the file with the addresses."""
    addresses = tmp_path / "push"
    addresses.touch(mode=0o600)
    digest = replace(DIGEST, recipients=(), alerts=Alerts(weight=7.0, push_file=str(addresses)))
    clock.at = START.replace(hour=8)
    on = service(store, clock, loaded=config(*SITES, digests=(digest,)))
    publish(on)
    spread(on, KLING)
    clock.forward(minutes=1)
    publish(on)
    return on, addresses


def sent(on, folder):
    """What one round of the outbox made of the push."""
    ((delivery, outcome),) = Outbox(on.store, on.config, on.clock, folder).deliver()
    assert delivery.recipient == PUSH
    return outcome.result, outcome.code


@wants_apprise
def test_an_alert_reaches_a_web_hook(pushing, tmp_path):
    """Every address gets title and story once; then nothing is owed any more."""
    on, addresses = pushing
    with Web() as web:
        web.on("/hook", reply(200, b"ok"))
        addresses.write_text(f"# the team\njson://127.0.0.1:{web.port}/hook\n")
        assert sent(on, tmp_path) == ("sent", "push.taken")
        assert Outbox(on.store, on.config, on.clock, tmp_path).deliver() == []
    (request,) = web.requests
    body = json.loads(request.raw.partition(b"\r\n\r\n")[2])
    assert KLING in body["title"]
    assert body["message"].splitlines()[0] == f"CONFIRMED · {KLING}"


@wants_apprise
@pytest.mark.parametrize(
    ("address", "answer", "expected"),
    [
        ("json://127.0.0.1:{port}/hook", 500, ("deferred", "push.refused")),
        ("carrier-pigeon://roof", 200, ("failed", "push.address")),
    ],
    ids=["trouble", "no such service"],
)
def test_what_was_not_taken_is_said(pushing, tmp_path, address, answer, expected):
    """A service with trouble is tried again; an address nobody knows is refused, and its text stays secret."""
    on, addresses = pushing
    with Web() as web:
        web.on("/hook", reply(answer))
        addresses.write_text(address.format(port=web.port))
        assert sent(on, tmp_path) == expected
    assert "pigeon" not in on.store.deliveries()[0].last_text


@pytest.mark.parametrize(
    ("mode", "text"), [(0o600, ""), (0o644, "json://127.0.0.1:9")], ids=["empty", "others may read it"]
)
def test_a_file_that_will_not_do_costs_no_mail(pushing, tmp_path, mode, text):
    """The push waits with the reason; letters to people are not postponed for it."""
    on, addresses = pushing
    addresses.write_text(text)
    addresses.chmod(stat.S_IFREG | mode)
    ((_, outcome),) = Outbox(on.store, on.config, on.clock, tmp_path).deliver()
    assert (outcome.result, outcome.code, outcome.server_wide) == ("deferred", "config.push", False)
    assert str(addresses) in outcome.text


def test_a_push_taken_out_of_the_config_is_given_up(pushing, tmp_path):
    """Who wants no push any more gets none, and the outbox says why."""
    on, _ = pushing
    on.config = config(*SITES)
    assert sent(on, tmp_path) == ("failed", "push.unwanted")


def test_a_crash_after_a_push_is_known(pushing, tmp_path):
    """That it may have gone out is on disk before it can have."""
    on, addresses = pushing
    addresses.write_text("json://127.0.0.1:9")

    def crash(*said):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Outbox(on.store, on.config, on.clock, tmp_path, push=crash).deliver()
    on.store.recover(on.clock())
    assert [(one.state, one.unknowns) for one in on.store.deliveries()] == [("deferred", 1)]


@pytest.mark.parametrize("edition", [FULL, RTL_NEWS], ids=["full", "rtl"])
def test_a_push_has_the_stories_in_few_words(edition):
    """Badge, headline and address of the first five; of the rest the number; nothing but ASCII on the way."""
    letter = push_letter(edition, MAIL, KEY)
    said = json.loads(letter.raw)
    assert letter.raw.isascii()
    entries = edition.entries
    assert [entry.headline for entry in entries[:5] if entry.headline not in said["body"]] == []
    assert said["body"].endswith("more") is (len(entries) > 5)


@wants_apprise
def test_a_push_goes_by_the_proxy_of_the_environment(monkeypatch):
    """Where the machine reaches nothing but its proxy, alerts get out all the same: by a tunnel for https."""
    with Web() as web:
        web.on("http://hooks.example.org/x", reply(200))
        for name in ("HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, web.url(""))
        assert push(["json://hooks.example.org/x", "jsons://hooks.example.org/x"], "t", "b").code == "push.taken"
    assert [one.path for one in web.requests] == ["http://hooks.example.org/x", "hooks.example.org:443"]


@wants_apprise
def test_one_dead_address_does_not_ring_the_others_again(pushing, tmp_path):
    """A push that one service took is not tried again; which address failed is said by its number."""
    on, addresses = pushing
    with Web() as web:
        web.on("/good", reply(200))
        web.on("/dead", reply(500))
        addresses.write_text("".join(f"json://127.0.0.1:{web.port}/{one}\n" for one in ("dead", "good")))
        assert sent(on, tmp_path) == ("sent", "push.taken")
    assert [one.path for one in web.requests].count("/good") == 1
    assert "address 1 did not take it" in on.store.deliveries()[0].last_text


def test_a_push_waits_for_no_mail_server(pushing, tmp_path):
    """While the mail server is away a push goes out, and is not postponed with the letters."""
    on, addresses = pushing
    addresses.write_text("json://127.0.0.1:9")
    letter = Renderer(templates(None)).letters(QUIET, DIGEST, on.config.settings.mail, KEY)[0]
    before = on.clock() - timedelta(hours=1)
    on.store.record_edition(Edition("daily", "2026-03-10T05:00", "t", "UTC", "en", before, before), [letter], ())
    mail = replace(on.config.settings.mail, server="127.0.0.1", port=1, security="none")
    loaded = replace(on.config, settings=replace(on.config.settings, mail=mail))
    said = Outcome("sent", "push.taken")
    tried = Outbox(on.store, loaded, on.clock, tmp_path, push=lambda *_: said).deliver()
    assert sorted((one.recipient, outcome.result) for one, outcome in tried) == [
        ("ann@example.org", "deferred"), (PUSH, "sent"),
    ]  # fmt: skip


def test_a_reload_keeps_the_pushes_that_are_owed(pushing):
    """Chats are readers of a digest that pushes; once it does not, what is owed to them is given up."""
    on, _ = pushing
    (digest,) = on.config.settings.digests
    assert on.store.cancel_removed({digest.name: readers_of(digest)}) == 0
    assert on.store.cancel_removed({digest.name: readers_of(replace(digest, alerts=None))}) == 1
