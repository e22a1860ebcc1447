"""A database that fails: the operator is told past it, once a day, however often the service is started."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import timedelta

import pytest
from place import Home
from smtp_sink import Say, Sink, Stall
from stage import config
from test_deliver import Slow

from monitor.config import ConfigError
from monitor.model import Complaint, Mail, Operator
from monitor.pipeline.lastwords import PARTING, LastWords
from monitor.store import StoreError

OPERATOR = ("op@example.org", "ops@example.org")
DEAD = StoreError("store.io", "monitor.db: disk I/O error; look at the disk (dmesg)")


def loaded(sink: Sink, *readers: str, **known):
    mail = Mail(server="127.0.0.1", port=sink.port, security="none", sender="news@example.org", **known)
    settings = config().settings
    return replace(config(), settings=replace(settings, mail=mail, operator=Operator(mail=readers)))


@pytest.fixture
def words(tmp_path, clock):
    return LastWords(tmp_path, clock, lambda _: "", lambda _: tmp_path / "mail")


def test_the_operator_is_told_past_the_database_once_a_day(words, clock):
    """Each address gets what failed and what to do; another start of that day tells nothing, another code does."""
    with Sink() as sink:
        on = loaded(sink, *OPERATOR)
        assert words.say(on, DEAD, "the database fails")
        clock.forward(hours=23)
        assert not words.say(on, DEAD, "the database fails")
        assert words.say(on, StoreError("store.full", "no room"), "the database fails")
        clock.forward(hours=1)
        assert words.say(on, DEAD, "the database fails")
    assert [one.recipient for one in sink.accepted] == [*OPERATOR] * 3
    said = email.message_from_bytes(sink.accepted[0].raw)
    assert said["Subject"] == "ai-video-monitor: the database fails (store.io)"
    text = " ".join(said.get_payload(decode=True).decode().split())
    assert "store.io: monitor.db: disk I/O error" in text
    assert "What to do: look at the kernel's log" in text
    assert len({email.message_from_bytes(one.raw)["Message-ID"] for one in sink.accepted}) == 6


def test_what_reached_nobody_is_told_by_the_next_start(words):
    """A refused or unsendable letter uses the day up for nobody."""
    with Sink({"rcpt": [Say("451 later")]}) as sink:
        on = loaded(sink, OPERATOR[0])
        assert [words.say(on, DEAD, "it fails") for _ in range(3)] == [False, True, False]

        def password(_):
            raise ConfigError((Complaint("monitor.yaml", 1, 1, "mail", "no password"),))

        assert not replace(words, password=password).say(on, StoreError("store.full", "no room"), "it fails")
    assert len(sink.accepted) == 1


def test_a_server_that_hangs_costs_the_same_time_however_many_are_to_be_told(words):
    """All last words together wait as long as one may: the watchdog is not fed meanwhile."""
    slow = Slow()
    smtp = replace(words.smtp, make_socket=slow.waiting(), clock=slow)
    with Sink({"connect": [Stall()] * 9}) as sink:
        assert not replace(words, smtp=smtp).say(loaded(sink, *(f"op{n}@example.org" for n in range(9))), DEAD, "it")
    assert slow.now == PARTING


def test_nobody_to_tell_or_no_stamp_is_silence(words, tmp_path):
    """Without an operator nothing is sent; nor where nothing can say that it was, lest each start sends one."""
    with Sink() as sink:
        assert not words.say(loaded(sink), DEAD, "it fails")
        assert not replace(words, stamps=tmp_path / "no" / "folder").say(loaded(sink, *OPERATOR), DEAD, "it fails")
    assert sink.accepted == []


def test_a_stamp_of_a_clock_ahead_or_of_nothing_keeps_nobody_silent(words, clock, tmp_path):
    """What stands in the stamp is believed only if it can be true."""
    with Sink() as sink:
        on = loaded(sink, OPERATOR[0])
        for stamp in ("what", (clock() + timedelta(days=400)).isoformat()):
            (tmp_path / "told-store.io").write_text(stamp)
            assert words.say(on, DEAD, "it fails")


def test_without_a_server_the_letter_lies_in_the_maildir(words, tmp_path):
    """The embedded default holds these letters too."""
    on = replace(config(), settings=replace(config().settings, operator=Operator(mail=OPERATOR[:1])))
    assert words.say(on, DEAD, "it fails")
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1


def test_an_end_by_the_database_is_told_once_however_often_it_is_started(tmp_path):
    """`run` on a damaged database ends with 74 and names the cure to the operator once; a foreign one ends with 78."""
    home = Home.make(tmp_path)
    home.run("import", "-", stdin="")
    with Sink() as sink:
        home.write(
            "monitor.yaml",
            f"mail: {{server: 127.0.0.1, port: {sink.port}, security: none}}\noperator: {{mail: [{OPERATOR[0]}]}}\n",
        )
        with home.database.open("r+b") as file:
            file.write(bytes(100))
        assert [home.run("run").returncode for _ in range(3)] == [74, 74, 74]
        home.database.write_bytes(b"no database" * 999)
        assert home.run("run").returncode == 78
    told = [email.message_from_bytes(one.raw) for one in sink.accepted]
    assert [one["Subject"].split()[-1] for one in told] == ["(store.corrupt)", "(store.foreign)"]
    assert "there is no backup" in " ".join(told[0].get_payload(decode=True).decode().split())
