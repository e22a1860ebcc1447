"""The wire under SMTP: commands out, well-formed replies in, all bounded in time and size.

smtplib speaks EHLO, STARTTLS and AUTH; its replies and its DATA are replaced, because it invents codes (500 for a long
line, -1 for garbage) and takes a lost connection after the final dot for one before it.
"""

from __future__ import annotations

import re
import select
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from ipaddress import ip_address

Connect = Callable[[str, int, float], socket.socket]

_LINE = 8 << 10  # bytes; RFC 5321 4.5.3.1.5 says 512
_LINES = 100  # of one reply
_BLOCK = 16 << 10  # bytes; a record of TLS
_LOOK = 1.0  # seconds between two looks at whether the service is told to stop
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

    Once `is_leaving`, no answer is waited for longer than `parting` seconds in all. It is asked before each step and
    each second of waiting, so that whoever is asked knows that the conversation goes on.
    """

    def __init__(
        self,
        step: float,
        is_leaving: Callable[[], bool] = lambda: False,
        parting: float = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(local_hostname="localhost", timeout=step)
        self.stage = "connect"
        self._step = step
        self._wait = step
        self._received = bytearray()
        self._is_leaving, self._parting, self._clock = is_leaving, parting, clock
        self._last = float("inf")  # when to give up, once leaving

    # ------------------------------------------------------------ opening

    def open(self, host: str, port: int, connect: Connect, context: ssl.SSLContext | None) -> None:
        """Connect, with TLS at once if there is a context, and read the greeting."""
        self._host = host  # smtplib checks the certificate against it
        self._is_leaving()
        self.sock = connect(host, port, self._step / 2)
        # the final dot is a small write of its own: Nagle would hold it back until the server acknowledges the body
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.local_hostname = _own_name(self.sock)
        if context is not None:
            self.stage = "tls"
            self._is_leaving()
            self.sock = context.wrap_socket(self.sock, server_hostname=host)
        self.stage = "greeting"
        self.expect(self.getreply(), 220)

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
        self.starttls(context=context)
        if self._received:
            raise Garbled("the server sent more after its answer to STARTTLS")

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
        self._is_leaving()
        self.sock.settimeout(self._step)
        self.sock.sendall(s if isinstance(s, bytes) else str(s).encode("ascii"))

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
            self.sock.settimeout(min(self._left(end), _LOOK))
            try:
                more = self.sock.recv(4096)
            except TimeoutError:
                continue
            if not more:
                raise Lost("the server closed the connection")
            self._received += more
        line, _, rest = bytes(self._received).partition(b"\n")
        self._received = bytearray(rest)
        return line.rstrip(b"\r")

    def _left(self, end: float) -> float:
        now = self._clock()
        if self._is_leaving():
            self._last = min(self._last, now + self._parting)
        if (left := min(end, self._last) - now) <= 0:
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
