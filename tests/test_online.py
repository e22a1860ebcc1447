"""check --online: every feed is read once and the mail server visited; nothing is stored, no mail is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from place import Home
from smtp_sink import Say, Sink
from stage import config
from web import Web, reply

from monitor.cli.online import page
from monitor.deliver import Smtp
from monitor.model import Answer, Failure, Feed, Item, Limits, Mail, Parsed, Polling, Settings
from monitor.pipeline.probe import Asked, ask_feeds
from monitor.pipeline.reading import Reading

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)

FEED = b"<rss version='2.0'><channel><title>t</title><item><title>One</title><guid>1</guid></item></channel></rss>"
MONITOR = """\
digests:
  - {{name: daily, recipients: [ann@example.org]}}
polling: {{gap: 0, floor: 0}}
limits: {{allow: ["{allow}"]}}
mail: {{server: 127.0.0.1, port: {port}, security: none, user: ann, password_file: password}}
"""


@pytest.fixture
def web():
    with Web() as web:
        web.on("/good", reply(200, FEED))
        web.on("/gone", reply(410))
        yield web


def home(tmp_path, web: Web, sink: Sink, *paths: str, password: str = "s3cret") -> Home:
    made = Home.make(tmp_path)
    made.write("monitor.yaml", MONITOR.format(allow=web.allow, port=sink.port))
    made.write("feeds.yaml", "feeds:\n" + "".join(f"  - {{name: {one}, url: {web.url(f'/{one}')}}}\n" for one in paths))
    (made.config / "password").write_text(password, encoding="utf-8")
    (made.config / "password").chmod(0o600)
    return made


def test_all_is_well(tmp_path, web):
    """Exit 0, feeds counted, the mail server entered and left again; no database, no letter, no second request."""
    with Sink() as sink:
        place = home(tmp_path, web, sink, "good")
        said = place.run("check", "--online")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "ok                 1 feed in good order; `check --online --all` lists them\n" in said.stdout
    assert f"127.0.0.1:{sink.port}: not encrypted, login as ann; nothing was sent" in said.stdout
    assert said.stdout.endswith("1 of 1 feeds can be read; the mail server lets us in\n")
    assert (sink.logins, sink.accepted) == ([("ann", "s3cret")], [])
    assert [line.split(" ")[0].upper() for line in sink.commands] == ["EHLO", "AUTH", "QUIT"]
    assert [one.path for one in web.requests] == ["/good"]
    assert not place.database.exists()


def test_what_a_person_should_look_at(tmp_path, web):
    """Exit 1 when a feed or the mail server fails: the code, what happened, what can be done; never the password."""
    with Sink({"auth": [Say("535 5.7.8 no")] * 2}) as sink:
        said = home(tmp_path, web, sink, "good", "gone").run("check", "--online", "--json")
    good, gone, mail = map(json.loads, said.stdout.splitlines())
    assert said.returncode == 1
    assert (good["ok"], good["entries"]) == (True, 1)
    assert (gone["ok"], gone["code"], gone["cure"][:20]) == (False, "http.gone", "it will not come bac")
    assert (mail["ok"], mail["code"]) == (False, "smtp.login")
    assert "s3cret" not in said.stdout + said.stderr


def asked(name: str, said: Failure | Reading) -> Asked:
    return Asked(Feed(name, f"https://{name}.example.org/feed"), said)


def reading(*days: int, warning: str = "", moved_to: str = "") -> Reading:
    """An answer with an item so many days old each."""
    items = tuple(Item("f", str(n), "", "One", published_at=NOW - timedelta(days=n)) for n in days)
    answer = Answer(200, moved_to or "https://f.example.org/feed", moved_to=moved_to)
    return Reading(answer, Parsed(items, warning=warning), "")


def test_what_wants_a_look_comes_first():
    """Failures by code with one cure each, then what is odd, then a count of the rest; with --all the rest by name."""
    said = (
        asked("fine", reading(1)), asked("b", Failure("http.not_found", "no such page")),
        asked("old", reading(200, 201)), asked("moved", reading(1, moved_to="https://new.example.org/feed")),
        asked("a", Failure("http.gone", "gone")), asked("c", Failure("http.not_found", "no such page")),
        asked("broken", reading(1, warning="parse.truncated")),
    )  # fmt: skip
    short, whole = (list(page(said, Mail(), None, NOW, everything=one)) for one in (False, True))
    assert [tuple(line.split()[:2]) for line in short] == [
        ("http.gone", "a"), ("it", "will"), ("http.not_found", "b"), ("http.not_found", "c"), ("look", "for"),
        ("look", "old"), ("look", "moved"), ("look", "broken"), ("ok", "1"), ("no", "mail"), ("4", "of"),
    ]  # fmt: skip
    assert [line[:46].rstrip() for line in whole if line.startswith("ok")] == ["ok                 fine"]
    assert "it breaks off" in short[7]


@pytest.mark.parametrize(("columns", "wanted"), [(20, 80), (100, 100), (400, 120)])
def test_lines_fit_the_terminal(columns, wanted):
    """A line is cut to the terminal, which counts as no narrower than 80 columns and no wider than 120."""
    long = asked("a", Failure("http.gone", "x" * 200))
    assert 0 <= wanted - len(next(page([long], Mail(), None, NOW, columns=columns))) <= 1


def test_all_is_of_the_online_check(tmp_path):
    """Nobody waits for a list that --all alone does not make."""
    assert "--all wants --online" in Home.make(tmp_path).run("check", "--all").stderr


def test_a_broken_config_asks_nobody(tmp_path, web):
    """What does not hold on paper is not tried on the network."""
    with Sink() as sink:
        place = home(tmp_path, web, sink, "good")
        place.write("feeds.yaml", "feeds: []\n")
        assert place.run("check", "--online").returncode == 78
    assert (web.requests, sink.commands) == ([], [])


def test_feeds_of_one_host_are_read_in_turn(web):
    """Each feed once, in the order of the file; one that fails leaves the others alone."""
    feeds = tuple(Feed(name, web.url(f"/{name}")) for name in ("gone", "good"))
    bounds = Limits(allow=(web.allow,))
    asked = ask_feeds(replace(config(*feeds), settings=Settings(limits=bounds, polling=Polling(gap=timedelta(0)))))
    assert [(one.feed.name, isinstance(one.said, Failure)) for one in asked] == [("gone", True), ("good", False)]
    assert [one.path for one in web.requests] == ["/gone", "/good"]


VISITS = {
    "greeting": ({"connect": [Say("554 no")]}, "smtp.unready"),
    "ehlo": ({"ehlo": [Say("421 later")]}, "smtp.later"),
    "login": ({"auth": [Say("535 no")] * 2}, "smtp.login"),
}


@pytest.mark.parametrize(("script", "code"), VISITS.values(), ids=VISITS)
def test_a_visit_has_the_codes_of_a_delivery(script, code):
    """What would stop a letter stops a visit, under the same code."""
    with Sink(script) as sink:
        mail = Mail(server="127.0.0.1", port=sink.port, security="none", user="ann")
        reception = Smtp().visit(mail, "s3cret")
    assert reception.trouble is not None
    assert (reception.trouble.code, sink.accepted) == (code, [])


def test_a_server_that_is_not_there():
    """Nothing listens: said like any fault of delivery."""
    with Sink() as sink:
        port = sink.port
    reception = Smtp().visit(Mail(server="127.0.0.1", port=port, security="none"), "")
    assert reception.trouble is not None
    assert reception.trouble.code == "net.refused"
