"""A scripted SMTP server on loopback: what it does at each stage is written down, what it took is kept.

    with Sink({"rcpt": [Say("450 4.2.0 Greylisted")], "dot": [Accept(), Drop()]}) as sink:
        ... deliver to 127.0.0.1:sink.port ...
    assert sink.accepted == [...]

Stages: connect, ehlo, helo, starttls, auth, mail, rcpt, data, dot, quit. Each stage takes the next action of its
list, once; with none left it behaves as a good server does. `tls` (a server-side SSLContext) offers STARTTLS, or TLS at
once with `tls_at_once`.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Say:
    """Answer with these lines, or raw bytes, in place of the right answer."""

    answer: str | bytes


@dataclass(frozen=True)
class Drop:
    """Close the connection; `reset` by RST, `accept` after taking the message over."""

    reset: bool = False
    accept: bool = False


@dataclass(frozen=True)
class Stall:
    """Say nothing until the client gives up; `accept` after taking the message over."""

    accept: bool = False


@dataclass(frozen=True)
class Accept:
    """Take the message over, then answer with these lines in place of 250."""

    answer: str | bytes


Action = Say | Drop | Stall | Accept


@dataclass(frozen=True)
class Taken:
    """A message the server took over."""

    sender: str
    recipient: str
    raw: bytes


@dataclass
class Sink:
    """The server; `accepted`, `commands` and `logins` fill while clients talk to it."""

    script: dict[str, Sequence[Action]] = field(default_factory=dict)
    offers: Sequence[str] = ("SIZE 10000000", "8BITMIME")
    tls: ssl.SSLContext | None = None
    tls_at_once: bool = False
    port: int = 0
    accepted: list[Taken] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> Sink:
        self._left = {stage: list(actions) for stage, actions in self.script.items()}
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._open: list[socket.socket] = []
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=10)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._talk, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, client: socket.socket) -> None:
        client.settimeout(30)
        self._open.append(client)
        talk = _Talk(self, client)
        with contextlib.suppress(OSError, _Over):
            talk.run()
        talk.client.close()

    def act(self, stage: str) -> Action | None:
        """Take the next action written down for a stage."""
        left = self._left.get(stage)
        return left.pop(0) if left else None


class _Over(Exception):
    """The conversation ended."""


class _Talk:
    """One conversation."""

    def __init__(self, sink: Sink, client: socket.socket) -> None:
        self.sink, self.client = sink, client
        self.buffer = b""
        self.sender = self.recipient = ""

    def run(self) -> None:
        if self.sink.tls is not None and self.sink.tls_at_once:
            self.secure()
        self.answer("connect", "220 sink ready")
        while True:
            line = self.line().decode("ascii", "replace")
            self.sink.commands.append(line)
            verb = line.split(" ")[0].lower()
            getattr(self, f"do_{verb}", self.unknown)(line)

    # ------------------------------------------------------------ verbs

    def do_ehlo(self, line: str) -> None:
        offers = ["sink", *self.sink.offers, "AUTH PLAIN LOGIN"]
        if self.sink.tls is not None and not isinstance(self.client, ssl.SSLSocket):
            offers.append("STARTTLS")
        self.answer("ehlo", "\r\n".join(f"250-{offer}" for offer in offers) + "\r\n250 HELP")

    def do_helo(self, line: str) -> None:
        self.answer("helo", "250 sink")

    def do_starttls(self, line: str) -> None:
        if self.answer("starttls", "220 go ahead"):
            self.buffer = b""
            self.secure()

    def do_auth(self, line: str) -> None:
        words = line.split(" ")
        if words[1].upper() == "PLAIN" and len(words) > 2:
            _, user, password = base64.b64decode(words[2]).decode().split("\0")
            self.sink.logins.append((user, password))
        self.answer("auth", "235 welcome")

    def do_mail(self, line: str) -> None:
        self.sender = line.partition("<")[2].partition(">")[0]
        self.answer("mail", "250 sender ok")

    def do_rcpt(self, line: str) -> None:
        self.recipient = line.partition("<")[2].partition(">")[0]
        self.answer("rcpt", "250 recipient ok")

    def do_data(self, line: str) -> None:
        if not self.answer("data", "354 go ahead"):
            return
        raw = self.body()
        action = self.sink.act("dot")
        if action is None:
            self.take(raw)
            self.say("250 2.0.0 taken")
        else:
            self.perform(action, raw)

    def do_quit(self, line: str) -> None:
        self.answer("quit", "221 bye")
        raise _Over

    def unknown(self, line: str) -> None:
        self.say("500 what?")

    # ------------------------------------------------------------ the wire

    def answer(self, stage: str, good: str) -> bool:
        """Answer as written down, else well; tell whether it was well."""
        action = self.sink.act(stage)
        if action is None:
            self.say(good)
            return True
        self.perform(action, b"")
        return False

    def perform(self, action: Action, raw: bytes) -> None:
        if isinstance(action, Accept) or (not isinstance(action, Say) and action.accept):
            self.take(raw)
        if isinstance(action, Drop):
            self.drop(reset=action.reset)
        if isinstance(action, Stall):
            while self.client.recv(4096):
                pass
            raise _Over
        if isinstance(action, Say | Accept):
            self.say(action.answer)

    def take(self, raw: bytes) -> None:
        self.sink.accepted.append(Taken(self.sender, self.recipient, raw))

    def drop(self, *, reset: bool) -> None:
        if reset:
            self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.client.close()
        raise _Over

    def say(self, answer: str | bytes) -> None:
        self.client.sendall(answer if isinstance(answer, bytes) else f"{answer}\r\n".encode())

    def secure(self) -> None:
        assert self.sink.tls is not None
        self.client = self.sink.tls.wrap_socket(self.client, server_side=True)
        self.sink._open.append(self.client)

    def line(self) -> bytes:
        while b"\r\n" not in self.buffer:
            more = self.client.recv(65536)
            if not more:
                raise _Over
            self.buffer += more
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line

    def body(self) -> bytes:
        """Read up to the final dot; a connection that ends before it leaves no message (RFC 5321 4.1.1.10)."""
        lines = []
        while (line := self.line()) != b".":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(line + b"\r\n" for line in lines)
