"""The faults of mail: what each does to the letters of a real edition, in the store, over the days after."""

from __future__ import annotations

import email
import re
import socket
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from editions import crowd
from place import Home
from smtp_sink import Accept, Drop, Say, Sink, Stall
from stage import DIGEST, Clock, arrive, config, item, open_store, service

from monitor.cli.place import now
from monitor.deliver import Smtp
from monitor.model import Delivery, Feed, Mail, Outcome
from monitor.pipeline.issue import letters_of
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.publish import publish
from monitor.store import Store

SITE = Feed("site", "https://site.example.org/feed")
ANN, BO, CY = "ann@example.org", "bo@example.org", "cy@example.org"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = timedelta(milliseconds=200)


class Post:
    """A service with an edition owed to three readers, and the server it is sent to."""

    def __init__(self, store: Store, clock: Clock, *readers: str) -> None:
        self.store, self.clock = store, clock
        self.loaded = config(SITE, digests=(replace(DIGEST, recipients=readers or (ANN,)),))
        self.on = service(store, clock, loaded=self.loaded)
        publish(self.on)
        self.next_edition()

    def next_edition(self) -> None:
        number = len(list(self.store.editions()))
        self.clock.at = self.clock.at.replace(hour=6) + (DAY if number else timedelta(0))
        title = f"Kuaishou launches Kling {number}.0, an AI video generator"
        arrive(self.on, "site", item(str(number), title, at=self.clock()))
        self.clock.forward(hours=1)
        assert len(publish(self.on)) == 1

    def send(self, sink: Sink, **known) -> list[str]:
        """One round of mail; what became of each letter tried."""
        known = {"timeout": timedelta(seconds=20), "dot_timeout": timedelta(seconds=20), **known}
        settings = Mail(server="127.0.0.1", port=sink.port, security="none", **known)
        settings = replace(self.loaded.settings, mail=settings)
        outbox = Outbox(self.store, replace(self.loaded, settings=settings), self.clock, self.clock and "unused")
        return [outcome.code for _, outcome in outbox.deliver()]

    def until_settled(self, sink: Sink, step: timedelta = MINUTE, rounds: int = 100, **known) -> None:
        for _ in range(rounds):
            self.send(sink, **known)
            if not self.store.owed_since():
                return
            self.clock.at += step

    @property
    def letters(self) -> list[Delivery]:
        return self.store.deliveries()

    @property
    def states(self) -> dict[str, str]:
        return {letter.recipient: letter.state for letter in self.letters}


@pytest.fixture
def post(tmp_path, clock):
    with open_store(tmp_path) as store:
        yield Post(store, clock)


@pytest.fixture
def three(tmp_path, clock):
    with open_store(tmp_path) as store:
        yield Post(store, clock, ANN, BO, CY)


def test_fault_89_the_server_away_for_five_days(post):
    """Nothing fails or is tried more than once an hour; at last it is held, and released letters leave oldest first."""
    with Sink() as sink:
        pass
    tried = 0
    for _ in range(6):
        for _ in range(24):
            tried += len(post.send(sink))
            post.clock.forward(hours=1)
        post.next_edition()
    assert Counter(letter.state for letter in post.letters)["held"] >= 1
    assert {letter.state for letter in post.letters} <= {"held", "deferred", "pending"}
    assert 100 <= tried <= 6 * 24
    assert post.store.owed_since() is not None
    post.store.retry([letter.id for letter in post.letters])
    with Sink(port=sink.port) as back:
        post.until_settled(back)
    days = [re.search(rb"Kling (\d)", taken.raw)[1] for taken in back.accepted]
    assert (len(days), days) == (7, sorted(days))


@pytest.mark.parametrize("stage", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_fault_90_lost_before_the_dot_is_sent_once(post, stage):
    """Whatever command the connection ends at, the letter is tried again and arrives once."""
    with Sink({stage: [Drop()]}) as sink:
        assert post.send(sink) == ["net.lost"]
        assert (post.letters[0].state, post.letters[0].unknowns) == ("deferred", 0)
        post.until_settled(sink)
    assert (len(sink.accepted), post.states) == (1, {ANN: "sent"})


def test_faults_91_and_92_lost_after_the_dot(post):
    """Unknown, the same bytes not before ten minutes, at most two more times; then held for a person."""
    script = [Drop(accept=True), Stall(accept=True), Drop(accept=True)]
    times = []
    with Sink({"dot": script}) as sink:
        for _ in range(120):
            if post.send(sink, dot_timeout=SOON):
                times.append(post.clock())
            post.clock.forward(minutes=1)
    assert len({taken.raw for taken in sink.accepted}) == 1
    assert [later - sooner >= 10 * MINUTE for sooner, later in pairwise(times)] == [True, True]
    assert (len(times), post.states, post.letters[0].unknowns) == (3, {ANN: "held"}, 3)


class Hurried(socket.socket):
    """A connection that gives up each wait at once: the clock beside it says how long it was."""

    def settimeout(self, value):
        super().settimeout(min(value, 0.01))


def test_fault_92_ten_minutes_are_given_for_the_answer_to_the_dot(post):
    """By default the answer may take nine minutes, and not eleven."""
    passed = [0.0]

    def clock():
        passed[0] += 10.0 * bool(dotted)
        return passed[0]

    dotted = []
    with Sink({"dot": [Stall(accept=True)]}) as sink:
        mail = Mail(server="127.0.0.1", port=sink.port, security="none")
        ended = Smtp(make_socket=Hurried, clock=clock).deliver(post.letters[0], mail, "", lambda: dotted.append(True))
    assert (ended.result, ended.code) == ("unknown", "net.timeout")
    assert 9 * 60 < passed[0] < 11 * 60


@pytest.mark.parametrize(
    ("stage", "answer"),
    [("connect", "421 busy"), ("mail", "452 full"), ("rcpt", "450 4.2.0 greylisted, come back"),
     ("data", "451 not now"), ("dot", "451 try later")],
    ids=["greeting", "mail", "greylisting", "data", "dot"],
)  # fmt: skip
def test_fault_93_refused_for_now(post, stage, answer):
    """A 4xx at any stage defers, five minutes at least where greylisting is said; then the letter arrives once."""
    times = []
    with Sink({stage: [Say(answer)]}) as sink:
        for _ in range(30):
            if post.send(sink):
                times.append(post.clock())
            post.clock.forward(seconds=30)
    least = 5 * MINUTE if "greylist" in answer else 30 * timedelta(seconds=1)
    assert (len(sink.accepted), post.states, len(times)) == (1, {ANN: "sent"}, 2)
    assert times[1] - times[0] >= least


@pytest.mark.parametrize(
    ("stage", "answer", "state", "code"),
    [
        ("rcpt", "550 no such user", "failed", "smtp.refused"), ("data", "554 no", "failed", "smtp.refused"),
        ("dot", "554 spam", "failed", "smtp.refused"), ("connect", "554 no service", "deferred", "smtp.unready"),
        ("auth", "535 wrong", "deferred", "smtp.login"), ("mail", "530 log in first", "deferred", "smtp.login"),
    ],
    ids=["rcpt", "data", "dot", "greeting", "535", "530"],
)  # fmt: skip
def test_fault_94_refused_for_good(post, stage, answer, state, code):
    """The recipient's 5xx fails the letter; that of server or login leaves it owed."""
    with Sink({stage: [Say(answer)] * 3}) as sink:  # a login is tried in three ways
        settings = replace(post.loaded.settings, mail=Mail(
            server="127.0.0.1", port=sink.port, security="none", user="news" if stage == "auth" else "",
        ))  # fmt: skip
        Outbox(post.store, replace(post.loaded, settings=settings), post.clock, None, lambda: "secret").deliver()
    assert [(letter.state, letter.last_code) for letter in post.letters] == [(state, code)]


def test_fault_95_each_recipient_for_itself(three):
    """Of three readers one is refused, one put off, one served, each once."""
    with Sink({"rcpt": [Say("550 no such user"), Say("451 later")]}) as sink:
        assert three.send(sink) == ["smtp.refused", "smtp.later", "smtp.accepted"]
        assert three.states == {ANN: "failed", BO: "deferred", CY: "sent"}
        three.until_settled(sink)
    assert [taken.recipient for taken in sink.accepted] == [CY, BO]


@pytest.mark.parametrize(
    "action", [Drop(), Say("421 bye"), Say(b"\xff\r\n"), Stall()], ids=["closed", "421", "garbage", "silence"]
)
def test_fault_96_trouble_at_quit(post, action):
    """Accepted is sent, whatever happens at QUIT, and is not sent again."""
    with Sink({"quit": [action]}) as sink:
        post.until_settled(sink)
        post.send(sink)
    assert (len(sink.accepted), post.states) == (1, {ANN: "sent"})


GARBAGE = {"garbage": b"what\r\n", "a long line": b"250" + b"x" * 100_000, "endless": b"250-x\r\n" * 500,
           "354": "354 go on"}  # fmt: skip


@pytest.mark.parametrize("answer", GARBAGE.values(), ids=GARBAGE)
def test_fault_97_what_is_no_answer(post, answer):
    """Before the dot it is tried again and arrives once; after it nobody knows, and nothing fails."""
    with Sink({"rcpt": [Say(answer)], "dot": [Accept(answer)]}) as sink:
        post.send(sink)
        assert [(one.state, one.unknowns, one.last_code) for one in post.letters] == [("deferred", 0, "smtp.garbled")]
        post.clock.forward(minutes=2)
        post.send(sink)
        assert [(one.state, one.unknowns, one.last_code) for one in post.letters] == [("deferred", 1, "smtp.garbled")]
        post.until_settled(sink)
    assert post.states == {ANN: "sent"}
    assert len({taken.raw for taken in sink.accepted}) == 1


# ---------------------------------------------------------------- 98: size


def big(store, clock, **known) -> Post:
    """A post that owes a long edition instead, of 68 stories, to two readers."""
    post = Post(store, clock, ANN, BO)
    store.cancel([letter.id for letter in post.letters])
    edition = replace(crowd(60, top=8), digest="daily", slot="2026-03-09T07:00", composed_at=clock())
    digest = replace(DIGEST, recipients=(ANN, BO))
    store.record_edition(edition, letters_of(post.on, digest, edition), ())
    return post


def text_of(sink: Sink, reader: str) -> str:
    """All the plain text that a reader got."""
    mails = (email.message_from_bytes(taken.raw) for taken in sink.accepted if taken.recipient == reader)
    return "".join(mail.get_payload()[0].get_payload(decode=True).decode() for mail in mails)


def told(sink: Sink, reader: str) -> list[int]:
    """The numbers of the one-line stories that a reader got, in order."""
    return sorted(int(number) for number in re.findall(r"その(\d+)", text_of(sink, reader)))


@pytest.mark.parametrize(
    ("offers", "script"),
    [(("SIZE 50000",), {}), (("SIZE",), {"mail": [Say("552 too large")]}), ((), {"dot": [Say("552 too large")]})],
    ids=["SIZE", "552 to MAIL", "552 to the dot"],
)
def test_fault_98_a_letter_too_large_goes_out_smaller(tmp_path, clock, offers, script):
    """What a server finds too large is made anew, smaller or in parts: no story is missing, none comes twice."""
    with open_store(tmp_path) as store, Sink(script, offers=offers) as sink:
        post = big(store, clock)
        for _ in range(8):
            post.send(sink)
            publish(post.on)
        letters = [one for one in post.letters if one.slot == "2026-03-09T07:00"]
    assert {one.state for one in letters} == {"sent"}
    for reader in (ANN, BO):
        assert told(sink, reader) == list(range(60))
        assert {number for number in range(8) if f"https://whole{number}." in text_of(sink, reader)} == set(range(8))
    assert len({one.message_id for one in letters}) == len(letters) == len(sink.accepted)
    if offers == ("SIZE 50000",):
        assert max(len(taken.raw) for taken in sink.accepted) <= 50000


def test_fault_98_what_gets_no_smaller_is_left_to_a_person(tmp_path, clock):
    """A server that takes next to nothing: the letter is refused, with a code of its own, and tried no more."""
    with open_store(tmp_path) as store, Sink(offers=("SIZE 900",)) as sink:
        post = Post(store, clock)
        for _ in range(8):
            post.send(sink)
            publish(post.on)
        assert [(one.state, one.last_code) for one in post.letters] == [("failed", "letter.too_large")]
    assert sink.accepted == []


def test_fault_98_what_may_be_out_already_is_not_made_anew(tmp_path, clock):
    """A letter of which nobody knows whether it arrived stays as it is."""
    with open_store(tmp_path) as store:
        post = Post(store, clock)
        (letter,) = post.letters
        store.claim_delivery(letter.id, clock())
        store.record_outcome(letter.id, Outcome("unknown", "net.lost", ""), "deferred", clock(), clock())
        store.claim_delivery(letter.id, clock())
        store.record_outcome(letter.id, Outcome("failed", "smtp.too_large", "552"), "failed", None, clock())
        publish(post.on)
        (after,) = post.letters
        assert (after.state, after.last_code, after.raw) == ("failed", "letter.too_large", letter.raw)


# ---------------------------------------------------------------- 99, 100


def test_fault_99_a_server_that_offers_nothing(post):
    """Without 8BITMIME, SMTPUTF8, PIPELINING or SIZE the same 7-bit letter arrives."""
    with Sink(offers=()) as sink:
        post.until_settled(sink)
    assert (post.states, sink.accepted[0].raw.isascii()) == ({ANN: "sent"}, True)
    assert max(len(line) for line in sink.accepted[0].raw.split(b"\r\n")) <= 998


def test_fault_99_starttls_stripped_costs_time_only(post):
    """A server that lost its STARTTLS gets neither letter nor password; the letter waits."""
    with Sink() as sink:
        settings = replace(post.loaded.settings, mail=Mail(
            server="127.0.0.1", port=sink.port, security="starttls", user="news",
        ))  # fmt: skip
        Outbox(post.store, replace(post.loaded, settings=settings), post.clock, None, lambda: "secret").deliver()
    assert [(letter.state, letter.last_code) for letter in post.letters] == [("deferred", "tls.refused")]
    assert (sink.accepted, sink.logins) == ([], [])


def test_fault_100_what_is_accepted_counts_as_sent(post):
    """A server that takes a letter and drops it cannot be told from a good one; its own name for it is kept."""
    with Sink({"dot": [Say("250 2.0.0 queued as 4711")]}) as sink:
        post.send(sink)
    assert (post.letters[0].state, post.letters[0].last_text) == ("sent", "250 2.0.0 queued as 4711")


# ---------------------------------------------------------------- what the operator sees


@pytest.mark.parametrize(
    ("outcome", "hours", "at_once"),
    [
        (Outcome("deferred", "smtp.login", "535 wrong password", server_wide=True), 1, True),
        (Outcome("deferred", "net.refused", "Connection refused", server_wide=True), 60, False),
    ],
    ids=["login", "away"],
)
def test_status_says_why_mail_waits_and_who_must_act(tmp_path, outcome, hours, at_once):
    """The reason stands beside what is owed; where a person must mend it, it is one to look at once, else in a day."""
    home = Home.make(tmp_path)
    with Store(home.database) as store:
        post = Post(store, Clock((now() - timedelta(hours=hours + 1)).replace(hour=5)))
        (letter,) = post.letters
        store.claim_delivery(letter.id, now())
        store.record_outcome(letter.id, outcome, "deferred", now() + HOUR, now())
    page = home.run("status").stdout
    assert f"1 waits: {outcome.code}, next try " in page
    assert outcome.text in page
    assert (f"until it is mended ({outcome.code})" in page) is at_once
    assert ("mail is owed since" in page) is (hours > 24)
