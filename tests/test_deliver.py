"""Letters over SMTP against a scripted server, and into a Maildir: each end is said exactly."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import ssl
import subprocess
import threading
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise

import pytest
from smtp_sink import Accept, Drop, Say, Sink, Stall, Taken

from monitor.deliver import Smtp, to_maildir
from monitor.deliver.outcome import broken
from monitor.deliver.session import BEFORE_DOT, Session
from monitor.model import Delivery, Mail, Outcome

RAW = b"From: a@b.example\r\nSubject: news\r\n\r\nfirst\r\n.a line with a dot\r\n..two\r\nlast\r\n"
SOON = timedelta(milliseconds=200)


def letter(raw: bytes = RAW, **known) -> Delivery:
    known = {"recipient": "reader@c.example", "message_id": "<1@b.example>", "sha256": sha256(raw).hexdigest(), **known}
    return Delivery(1, "daily", "2026-03-25T07:00", raw=raw, state="sending", tries=1, **known)


def mail(sink: Sink, **known) -> Mail:
    known = {"sender": "news@b.example", "security": "none", "timeout": timedelta(seconds=20), **known}
    return Mail(server="127.0.0.1", port=sink.port, **{"dot_timeout": timedelta(seconds=20), **known})


def deliver(sink: Sink, one: Delivery | None = None, *, smtp: Smtp | None = None, password="", **known):
    """Deliver a letter; return the outcome and what the sink had taken when the dot was announced."""
    marks = []
    outcome = (smtp or Smtp()).deliver(
        one or letter(), mail(sink, **known), password, lambda: marks.append(len(sink.accepted))
    )
    return outcome, marks


def test_a_letter_arrives_byte_for_byte():
    """The server gets the stored bytes, lines that begin with dots included, from the sender to the one recipient."""
    with Sink() as sink:
        outcome, marks = deliver(sink)
    assert (outcome.result, outcome.code, marks) == ("sent", "smtp.accepted", [0])
    assert sink.accepted == [Taken("news@b.example", "reader@c.example", RAW)]


class Recording(socket.socket):
    """A connection that remembers what was sent."""

    def __init__(self, *where):
        super().__init__(*where)
        self.sent = b""

    def send(self, data, *flags):
        count = super().send(data, *flags)
        self.sent += data[:count]
        return count


def recorded(sockets: list[Recording]) -> Smtp:
    def make(*where):
        sockets.append(Recording(*where))
        return sockets[-1]

    return Smtp(make_socket=make)


def test_the_dot_is_announced_when_all_else_has_been_sent():
    """`before_dot` is called after every byte but the final dot has been sent, and before that."""
    sockets, before = [], []
    with Sink() as sink:
        recorded(sockets).deliver(letter(), mail(sink), "", lambda: before.append(sockets[0].sent))
    assert before[0].endswith(b"\r\nlast\r\n")
    assert sockets[0].sent == before[0] + b".\r\nQUIT\r\n"


def test_the_dot_leaves_at_once():
    """Nagle's algorithm is off on the connection: the dot does not wait for an acknowledgement of the body."""
    sockets, flags = [], []
    with Sink() as sink:
        recorded(sockets).deliver(
            letter(),
            mail(sink),
            "",
            lambda: flags.append(sockets[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)),
        )
    assert flags == [1]


@pytest.mark.parametrize("stage", ["connect", "ehlo", "mail", "rcpt", "data"], ids=lambda stage: f"at {stage}")
@pytest.mark.parametrize("action", [Drop(), Drop(reset=True), Say(b"nonsense\r\n")], ids=["closed", "reset", "garbage"])
def test_whatever_happens_before_the_dot_is_certainly_no_delivery(stage, action):
    """A connection lost or garbage heard before the dot defers, unannounced, and the next try delivers once."""
    with Sink({stage: [action]}) as sink:
        first, marks = deliver(sink)
        second, _ = deliver(sink)
    assert (first.result, marks) == ("deferred", [])
    assert second.result == "sent"
    assert len(sink.accepted) == 1


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (Drop(accept=True), "net.lost"),
        (Drop(accept=True, reset=True), "net.lost"),
        (Drop(), "net.lost"),
        (Accept(b"what is this\r\n"), "smtp.garbled"),
        (Accept(b"999 beyond\r\n"), "smtp.garbled"),
        (Accept(b"250" + b"x" * 100_000), "smtp.garbled"),
        (Accept(b"250-more\r\n" * 1000), "smtp.garbled"),
        (Accept("354 go on"), "smtp.garbled"),
    ],
    ids=["accepted, lost", "accepted, reset", "lost", "garbage", "no number", "no end", "endless", "354"],
)
def test_after_the_dot_only_an_answer_decides(action, code):
    """Without a well-formed 2xx, 4xx or 5xx after the dot the outcome is unknown, never failed."""
    with Sink({"dot": [action]}) as sink:
        outcome, marks = deliver(sink)
    assert (outcome.result, outcome.code, marks) == ("unknown", code, [0])


@pytest.mark.parametrize(
    ("stage", "limits", "result"),
    [
        ("connect", {"timeout": SOON}, "deferred"),
        ("rcpt", {"timeout": SOON}, "deferred"),
        ("dot", {"dot_timeout": SOON}, "unknown"),
    ],
    ids=["greeting", "rcpt", "dot"],
)
def test_silence_ends_each_step(stage, limits, result):
    """A server that says nothing is given the time of the step: before the dot deferred, after it unknown."""
    with Sink({stage: [Stall(accept=stage == "dot")]}) as sink:
        outcome, _ = deliver(sink, **limits)
    assert (outcome.result, outcome.code) == (result, "net.timeout")


@pytest.mark.parametrize(
    ("stage", "answer", "result", "code", "server_wide"),
    [
        ("connect", "554 no service", "deferred", "smtp.unready", True),
        ("connect", "421 too many", "deferred", "smtp.later", True),
        ("ehlo", "451 not now", "deferred", "smtp.unready", True),
        ("mail", "452 full", "deferred", "smtp.later", False),
        ("mail", "550 who are you", "deferred", "smtp.sender", True),
        ("mail", "530 5.7.0 login first", "deferred", "smtp.login", True),
        ("mail", "552 too large", "failed", "smtp.too_large", False),
        ("rcpt", "450 4.2.0 Greylisted", "deferred", "smtp.later", False),
        ("rcpt", "550 no such user", "failed", "smtp.refused", False),
        ("rcpt", "554 5.7.1 <reader@c.example>: Relay access denied", "deferred", "smtp.relay", True),
        ("rcpt", "550 5.7.1 Unable to relay", "deferred", "smtp.relay", True),
        ("rcpt", "550 relay not permitted", "deferred", "smtp.relay", True),
        ("rcpt", "550 5.7.1 <reader@c.example>... Relaying denied", "deferred", "smtp.relay", True),
        ("rcpt", "550 5.1.1 <a@c.example>: User unknown in relay recipient table", "failed", "smtp.refused", False),
        ("rcpt", "550 5.1.2 bad relay.example", "failed", "smtp.refused", False),
        ("dot", "554 5.7.1 no relaying of spam", "failed", "smtp.refused", False),
        ("rcpt", "354 what", "deferred", "smtp.garbled", False),
        ("data", "451 later", "deferred", "smtp.later", False),
        ("data", "554 no", "failed", "smtp.refused", False),
        ("data", "354 go on\r\n421 closing", "deferred", "smtp.later", True),
        ("data", "354 go on\r\n250 what for", "deferred", "smtp.later", False),
        ("dot", "451 later", "deferred", "smtp.later", False),
        ("dot", "554 spam", "failed", "smtp.refused", False),
        ("dot", "552 too large", "failed", "smtp.too_large", False),
        ("dot", "421 closing", "deferred", "smtp.later", True),
    ],
)
def test_what_each_refusal_means(stage, answer, result, code, server_wide):
    """4xx defers; 5xx fails the recipient, but what concerns server, sender or login only defers."""
    with Sink({stage: [Say(answer)]}) as sink:
        outcome, _ = deliver(sink)
    assert (outcome.result, outcome.code, outcome.server_wide) == (result, code, server_wide)
    assert sink.accepted == []


@pytest.mark.parametrize("stage", ["mail", "data", "dot"])
def test_a_service_told_to_stop_waits_a_little_for_the_answer(stage):
    """What is under way may end well; after the parting time it is given up, and after the dot that is unknown."""
    leaving = Smtp(is_leaving=lambda: True, parting=0.2)
    with Sink({stage: [Stall(accept=stage == "dot")]}) as sink:
        outcome, _ = deliver(sink, smtp=leaving)
        assert (outcome.result, outcome.code) == ("unknown" if stage == "dot" else "deferred", "net.timeout")
        assert deliver(sink, smtp=replace(leaving, parting=20.0))[0].result == "sent"


class Slow:
    """A clock that goes a second with each wait, and what was asked of it: each question is a sign of life."""

    def __init__(self) -> None:
        self.now, self.signs = 0.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sign(self) -> bool:
        self.signs.append(self.now)
        return False

    def pause(self) -> float:
        """Return the longest time between two signs of life."""
        return max(later - sooner for sooner, later in pairwise([*self.signs, self.now]))

    def waiting(self, kind: type[socket.socket] = socket.socket) -> type[socket.socket]:
        """Make connections whose every wait is over at once, as late as it was allowed to be."""
        clock = self

        class Waiting(kind):
            def settimeout(self, value):
                clock.now += value or 0
                super().settimeout(0.002)

        return Waiting

    def tls(self) -> ssl.SSLContext:
        """Make a context whose connections wait so, too."""
        context = ssl.create_default_context()
        context.sslsocket_class = self.waiting(ssl.SSLSocket)
        return context


@pytest.mark.parametrize(
    ("stage", "security"), [("connect", "none"), ("rcpt", "none"), ("dot", "none"), ("connect", "tls")],
    ids=["greeting", "rcpt", "dot", "handshake"],
)  # fmt: skip
def test_however_long_a_step_may_take_a_sign_of_life_is_given_each_second(stage, security):
    """A thread that waits is told from one that hangs, whatever `timeout` is, under TLS too."""
    clock, long = Slow(), timedelta(minutes=4)
    smtp = Smtp(make_socket=clock.waiting(), context=clock.tls, clock=clock, is_leaving=clock.sign)
    with Sink({stage: [Stall()]}) as sink:
        outcome, _ = deliver(sink, smtp=smtp, security=security, timeout=long, dot_timeout=long)
    assert (outcome.code, clock.now >= long.total_seconds()) == ("net.timeout", True)
    assert clock.pause() <= 2


def test_a_server_that_does_not_read_is_left_a_second_at_a_time():
    """A letter of which the server takes nothing ends with the time of its step, with signs of life until then."""
    clock = Slow()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        session = Session(60, clock.sign, 0, clock, clock.waiting())
        taken = []

        def greet():
            taken.append(listener.accept()[0])
            taken[0].sendall(b"220 sink\r\n")

        greeting = threading.Thread(target=greet)
        greeting.start()
        session.open("127.0.0.1", listener.getsockname()[1], None)
        greeting.join()
        with pytest.raises(TimeoutError):
            session.send(bytes(64 << 20))
        session.close()
        taken[0].close()
    assert clock.now >= 60
    assert clock.pause() <= 2


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda free: free.wait(20) and [], "net.timeout"), (lambda free: [], "net.dns"),
        (lambda free: ("\xfc" * 70).encode("idna"), "net.dns"),
    ],
    ids=["hangs", "nothing", "no name"],
)  # fmt: skip
def test_a_resolver_is_waited_for_like_everything_else(answer, code):
    """One that hangs costs the time of its step, and one that knows nothing says so."""
    free = threading.Event()
    smtp = Smtp(resolve=lambda *_, **__: answer(free))
    outcome = smtp.deliver(letter(), Mail(server="mail.example.org", security="none", timeout=SOON), "", lambda: None)
    free.set()
    assert (outcome.result, outcome.code, outcome.server_wide) == ("deferred", code, True)


def test_a_machine_that_knows_no_ipv6_mails_by_ipv4():
    """A host has addresses of both; where the kernel makes no socket for the first kind, the second is tried."""

    def make(family, kind, protocol):
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))
        return socket.socket(family, kind, protocol)

    with Sink() as sink:
        both = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2001:db8::1", 25, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", mail(sink).port)),
        ]
        smtp = Smtp(make_socket=make, resolve=lambda *_, **__: both)
        assert smtp.deliver(letter(), mail(sink), "", lambda: None).result == "sent"


def test_what_comes_before_the_dot_takes_ten_minutes_at_most():
    """A server that takes nearly the longest time for each step holds the letters behind this one up for no longer."""
    clock = Slow()
    smtp = Smtp(make_socket=clock.waiting(), clock=clock)
    with Sink({"rcpt": [Stall()]}) as sink:
        clock.now = -(BEFORE_DOT - 400)
        outcome = smtp.deliver(letter(), mail(sink, timeout=timedelta(minutes=10)), "", lambda: None)
    assert (outcome.result, outcome.code) == ("deferred", "net.timeout")
    assert clock.now <= 402


def test_an_old_server_is_greeted_the_old_way():
    """A server that does not know EHLO is told HELO."""
    with Sink({"ehlo": [Say("502 what")]}) as sink:
        assert deliver(sink)[0].result == "sent"


def test_nobody_there():
    """A refused connection is the server's trouble, not the recipient's."""
    with Sink() as sink:
        pass
    outcome, marks = deliver(sink)
    assert (outcome.result, outcome.code, outcome.server_wide, marks) == ("deferred", "net.refused", True, [])
    assert outcome.text == "Connection refused"


def test_a_mark_that_cannot_be_written_stops_the_dot():
    """When `before_dot` fails the connection ends without the dot: the server has nothing."""

    class Full(Exception):
        pass

    def before_dot():
        raise Full

    with Sink() as sink:
        with pytest.raises(Full):
            Smtp().deliver(letter(), mail(sink), "", before_dot)
        assert deliver(sink)[0].result == "sent"
    assert len(sink.accepted) == 1


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (replace(letter(), raw=RAW + b"more\r\n"), "letter.damaged"),
        (letter(b"Subject: x\n\ny\n"), "letter.malformed"),
        (letter(b"Subject: x\r\n\r\nno end"), "letter.malformed"),
        (letter("Subject: ü\r\n\r\n\r\n".encode()), "letter.malformed"),
        (letter(recipient="a@b.example>\r\nRCPT TO:<c@d.example"), "letter.address"),
        (letter(recipient="nobody"), "letter.address"),
    ],
    ids=["other bytes", "bare LF", "no line end", "8-bit", "injected command", "no address"],
)
def test_what_is_unfit_never_reaches_the_wire(one, code):
    """Bytes that are not those composed, or break the protocol, are refused before a connection is made."""
    with Sink() as sink:
        outcome, _ = deliver(sink, one)
    assert (outcome.result, outcome.code, sink.commands) == ("failed", code, [])


# ---------------------------------------------------------------- TLS and login


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for localhost that signs itself, its key beside it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    path = tmp_path_factory.mktemp("tls") / "localhost"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", path.with_suffix(".key"), "-out", path],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


def server_tls(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return context


def trusting(certificate) -> Smtp:
    return Smtp(context=lambda: ssl.create_default_context(cafile=str(certificate)))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_tls_and_login(certificate, security):
    """With a certificate that checks out the password is said, behind TLS only, and the letter is sent."""
    with Sink(tls=server_tls(certificate), tls_at_once=security == "tls") as sink:
        outcome = trusting(certificate).deliver(
            letter(), replace(mail(sink, security=security, user="u"), server="localhost"), "secret", lambda: None
        )
    assert outcome.result == "sent"
    assert sink.logins == [("u", "secret")]
    assert (security == "tls") or sink.commands.index("STARTTLS") < len(sink.commands) - 1


@pytest.mark.parametrize(
    ("trusted", "host", "code"),
    [(False, "localhost", "tls.untrusted"), (True, "127.0.0.1", "tls.hostname")],
    ids=["unknown signer", "other host"],
)
def test_a_bad_certificate_gets_neither_password_nor_letter(certificate, trusted, host, code):
    """A certificate that does not check out is the server's trouble: deferred, and nothing was said."""
    smtp = trusting(certificate) if trusted else Smtp()
    with Sink(tls=server_tls(certificate)) as sink:
        to = replace(mail(sink, security="starttls", user="u"), server=host)
        outcome = smtp.deliver(letter(), to, "secret", lambda: None)
    assert (outcome.result, outcome.code, outcome.server_wide) == ("deferred", code, True)
    assert outcome.text.startswith("certificate verify failed: ")
    assert "_ssl.c" not in outcome.text
    assert (sink.logins, sink.accepted) == ([], [])


def test_an_expired_certificate_is_named_as_such():
    """What OpenSSL calls verification result 10 is tls.expired."""
    error = ssl.SSLCertVerificationError("certificate has expired")
    error.verify_code = 10
    assert broken("tls", error) == Outcome("deferred", "tls.expired", "('certificate has expired',)", server_wide=True)


def test_no_password_in_the_clear():
    """Without TLS a password is said on loopback only."""

    class Far(socket.socket):
        def getpeername(self):
            return ("192.0.2.1", 25)

    with Sink() as sink:
        outcome, _ = deliver(sink, smtp=Smtp(make_socket=Far), user="u", password="secret")
        near, _ = deliver(sink, user="u", password="secret")
    assert (outcome.result, outcome.code) == ("deferred", "smtp.login")
    assert (near.result, sink.logins) == ("sent", [("u", "secret")])


def test_a_refused_login_is_the_configuration_s_fault():
    """535 fails no letter: it is owed until a person mends the password, and the password is not in the text."""
    with Sink({"auth": [Say("535 no")] * 3}) as sink:
        outcome, _ = deliver(sink, user="u", password="secret")
    assert (outcome.result, outcome.code, outcome.server_wide) == ("deferred", "smtp.login", True)
    assert "secret" not in outcome.text


def test_a_password_that_cannot_be_said_is_the_configuration_s_fault():
    """What the login cannot encode defers every letter and says why, without the password."""
    with Sink() as sink:
        outcome, marks = deliver(sink, user="u", password="sécret")
    assert (outcome.result, outcome.code, outcome.server_wide, marks) == ("deferred", "smtp.login", True, [])
    assert "ASCII" in outcome.text
    assert "cret" not in outcome.text


# ---------------------------------------------------------------- Maildir


def test_a_maildir_gets_each_letter_once(tmp_path):
    """A second try of the same letter leaves one file, also after a mail reader has moved it to cur/."""
    marks = []
    first = to_maildir(letter(), tmp_path / "mail", lambda: marks.append("dot"))
    to_maildir(letter(), tmp_path / "mail", lambda: None)
    (file,) = (tmp_path / "mail" / "new").iterdir()
    assert (first.result, marks) == ("sent", ["dot"])
    assert file.read_bytes() == RAW.replace(b"\r\n", b"\n")
    file.rename(tmp_path / "mail" / "cur" / f"{file.name}:2,S")
    to_maildir(letter(), tmp_path / "mail", lambda: None)
    assert list((tmp_path / "mail" / "new").iterdir()) == []
    assert list((tmp_path / "mail" / "tmp").iterdir()) == []


def test_two_letters_are_two_files(tmp_path):
    """Letters differ by Message-ID."""
    to_maildir(letter(), tmp_path, lambda: None)
    to_maildir(letter(message_id="<2@b.example>"), tmp_path, lambda: None)
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_a_maildir_that_cannot_be_written_defers(tmp_path):
    """A folder in the way is said, and the letter stays owed."""
    (tmp_path / "mail").write_text("a file")
    outcome = to_maildir(letter(), tmp_path / "mail", lambda: None)
    assert (outcome.result, outcome.code, outcome.server_wide) == ("deferred", "maildir.io", True)
    assert isinstance(outcome, Outcome)
