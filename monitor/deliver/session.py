"""The wire under SMTP: commands out, well-formed replies in, all bounded in time and size.

smtplib speaks EHLO and AUTH; its replies and its DATA are replaced, because it invents codes (500 for a long line, -1
for garbage) and takes a lost connection after the final dot for one before it; its STARTTLS, because a handshake waits.
Whatever is waited for is waited for a second at a time, with a sign of life between: how long a step may take is the
config's, how long a thread that hangs may go unnoticed is not.
"""

from __future__ import annotations

import errno
import os
import re
import select
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from typing import TypeVar

from monitor.lookup import Found, Lookup, Resolve

T = TypeVar("T")
MakeSocket = Callable[[int, int, int], socket.socket]  # as socket.socket: family, kind, protocol

_LINE = 8 << 10  # bytes; RFC 5321 4.5.3.1.5 says 512
_LINES = 100  # of one reply
_BLOCK = 16 << 10  # bytes; a record of TLS
_LOOK = 1.0  # seconds between two signs of life, and two looks at whether the service is told to stop
BEFORE_DOT = 600.0  # seconds for all that comes before the final dot: others wait behind this letter
_REPLY = re.compile(rb"([2-5]\d\d)([ -]|$)(.*)", re.DOTALL)
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class Refused(Exception):
    """The server answered something else than what was hoped for."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(f"{number} {text}")
        self.number = number


class Garbled(smtplib.SMTPException):
    """What the server sent is no reply."""


class Lost(smtplib.SMTPServerDisconnected):
    """The connection ended."""


class Session(smtplib.SMTP):
    """One connection to a mail server; `stage` says how far it came.

    Once `is_leaving`, nothing is waited for longer than `parting` seconds in all. It is asked before each step and each
    second of waiting, so that whoever is asked knows that the conversation goes on.
    """

    def __init__(
        self,
        step: float,
        is_leaving: Callable[[], bool] = lambda: False,
        parting: float = 0,
        clock: Callable[[], float] = time.monotonic,
        make_socket: MakeSocket = socket.socket,
        resolve: Resolve = socket.getaddrinfo,
    ) -> None:
        super().__init__(local_hostname="localhost", timeout=step)
        self.stage = "connect"
        self._step = step
        self._wait = step
        self._received = bytearray()
        self._is_leaving, self._parting, self._clock = is_leaving, parting, clock
        self._make_socket, self._resolve = make_socket, resolve
        self._last = float("inf")  # when to give up, once leaving
        self._dot_due = float("inf")  # when the final dot must have left

    # ------------------------------------------------------------ opening

    def open(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        """Connect, with TLS at once if there is a context, and read the greeting."""
        self._host = host  # the certificate is checked against it
        self._dot_due = self._clock() + BEFORE_DOT
        self.sock = self._dial(host, port)
        # the final dot is a small write of its own: Nagle would hold it back until the server acknowledges the body
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.local_hostname = _own_name(self.sock)
        if context is not None:
            self.stage = "tls"
            self._wrap(context)
        self.stage = "greeting"
        self.expect(self.getreply(), 220)

    def _dial(self, host: str, port: int) -> socket.socket:
        """Connect to one of a host's addresses; half the time of a step is for all of them."""
        end = self._clock() + self._step / 2
        lookup, found = Lookup(host, port, self._resolve), list[Found]()
        while not found:
            found = lookup.wait(min(self._left(end), _LOOK))
        fault = OSError()
        for left, one in zip(range(len(found), 0, -1), found, strict=True):
            now = self._clock()
            try:
                return self._connected(one, now + (end - now) / left)
            except OSError as error:
                fault = error
        raise fault

    def _connected(self, found: Found, end: float) -> socket.socket:
        family, kind, protocol, _, address = found
        sock = self._make_socket(family, kind, protocol)
        try:
            self._reach(sock, address, end)
        except OSError:
            sock.close()
            raise
        return sock

    def _reach(self, sock: socket.socket, address: Found, end: float) -> None:
        sock.setblocking(False)
        number = sock.connect_ex(address)
        while number == errno.EINPROGRESS:
            if select.select([], [sock], [], min(self._left(end), _LOOK))[1]:
                number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            raise OSError(number, os.strerror(number))

    def _wrap(self, context: ssl.SSLContext) -> None:
        assert self.sock is not None
        # wrapped first: a handshake that fails leaves it to be closed
        self.sock = secured = context.wrap_socket(
            self.sock, server_hostname=self._host, do_handshake_on_connect=False
        )
        self._patiently(secured.do_handshake)

    def greet(self) -> None:
        """Say EHLO, or HELO to an old server."""
        self.stage = "ehlo"
        number, text = self.ehlo()
        if number // 100 == 5:
            number, text = self.helo()
        self.expect((number, text), 250)

    def secure(self, context: ssl.SSLContext) -> None:
        """Say STARTTLS; what was sent before it is not trusted (RFC 3207)."""
        self.stage = "tls"
        if not self.has_extn("starttls"):
            raise Refused(502, "the server offers no STARTTLS")
        self.ask("tls", "STARTTLS", 220)
        if self._received:
            raise Garbled("the server sent more after its answer to STARTTLS")
        self._wrap(context)
        self.esmtp_features, self.ehlo_resp, self.helo_resp = {}, None, None

    @property
    def is_private(self) -> bool:
        """Tell whether a password may be said: the line is encrypted, or does not leave this machine."""
        return isinstance(self.sock, ssl.SSLSocket) or _is_loopback(self.sock)

    @property
    def tls(self) -> str:
        """Name the version of TLS that encrypts the line; "" when nothing does."""
        return (self.sock.version() or "") if isinstance(self.sock, ssl.SSLSocket) else ""

    # ------------------------------------------------------------ talking

    def ask(self, stage: str, command: str, *hoped: int) -> None:
        """Send a command; raises Refused unless the answer is one hoped for."""
        self.stage = stage
        self.expect(self.docmd(command), *hoped)

    def expect(self, reply: tuple[int, bytes], *hoped: int) -> None:
        """Raise Refused unless the reply is one hoped for."""
        number, text = reply
        if number not in hoped:
            raise Refused(number, shown(text))

    def send_body(self, raw: bytes) -> None:
        """Send a message, dots doubled, all but the final dot; it must end in CRLF."""
        self.stage = "body"
        body = _LEADING_DOT.sub(b"..", raw)
        for start in range(0, len(body), _BLOCK):
            self.send(body[start : start + _BLOCK])
        if self._has_news():  # what comes before the dot can only be a refusal
            raise Refused(*self._refusal())

    def _has_news(self) -> bool:
        if self._received or isinstance(self.sock, ssl.SSLSocket):  # TLS has traffic of its own
            return bool(self._received)
        assert self.sock is not None
        return bool(select.select([self.sock], [], [], 0)[0])

    def _refusal(self) -> tuple[int, str]:
        number, text = self.getreply()
        return (number if number >= 400 else 451), shown(text)

    def send_dot(self, wait: float) -> tuple[int, bytes]:
        """Send the final dot and return the answer, for which `wait` seconds are given."""
        self.stage = "dot"
        self._dot_due = float("inf")
        self.send(b".\r\n")
        self._wait = wait
        return self.getreply()

    def say_quit(self) -> None:
        """Take leave without waiting: the letter is settled, and each moment until that is recorded counts."""
        self.stage = "quit"
        self.send(b"QUIT\r\n")

    # ------------------------------------------------------------ smtplib's own, replaced

    def send(self, s: object) -> None:
        """Send bytes; faults stay what they are."""
        assert self.sock is not None
        sock, rest = self.sock, memoryview(s if isinstance(s, bytes) else str(s).encode("ascii"))
        end = self._clock() + self._step
        while rest:
            rest = rest[self._patiently(partial(sock.send, rest), end) :]

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply within the time of the step; raises Garbled, Lost or TimeoutError."""
        end = self._clock() + self._wait
        lines = []
        for _ in range(_LINES):
            found = _REPLY.fullmatch(self._line(end))
            if found is None:
                raise Garbled("the server sent something that is no reply")
            lines.append(found[3])
            if found[2] != b"-":
                return int(found[1]), b"\n".join(lines)
        raise Garbled(f"a reply of more than {_LINES} lines")

    def _line(self, end: float) -> bytes:
        assert self.sock is not None
        while b"\n" not in self._received:
            if len(self._received) > _LINE:
                raise Garbled("a reply line without end")
            more = self._patiently(partial(self.sock.recv, 4096), end)
            if not more:
                raise Lost("the server closed the connection")
            self._received += more
        line, _, rest = bytes(self._received).partition(b"\n")
        self._received = bytearray(rest)
        return line.rstrip(b"\r")

    def _patiently(self, act: Callable[[], T], end: float | None = None) -> T:
        """Do what may have to wait, until `end` or for the time of a step; raises TimeoutError when that is over."""
        assert self.sock is not None
        end = self._clock() + self._step if end is None else end
        while True:
            self.sock.settimeout(min(self._left(end), _LOOK))
            try:
                return act()
            except TimeoutError:
                continue

    def _left(self, end: float) -> float:
        now = self._clock()
        if self._is_leaving():
            self._last = min(self._last, now + self._parting)
        if (left := min(end, self._last, self._dot_due) - now) <= 0:
            raise TimeoutError("no answer in time")
        return left


def shown(text: bytes) -> str:
    """Make a server's words one printable line of at most 300 characters."""
    words = text.decode("utf-8", "replace").split()
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(words))[:300]


def _own_name(sock: socket.socket) -> str:
    """Return how to introduce ourselves: a full host name, else the address (RFC 5321 4.1.4)."""
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    address = ip_address(sock.getsockname()[0].partition("%")[0])
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"


def _is_loopback(sock: socket.socket | None) -> bool:
    return sock is not None and ip_address(sock.getpeername()[0].partition("%")[0]).is_loopback
