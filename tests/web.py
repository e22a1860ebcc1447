"""A web of our own on loopback: raw sockets that answer as scripted, so that any server fault can be played.

    with Web() as web:
        web.on("/feed", reply(200, body, ETag='"a"'))        # bytes, or a function of the connection and the request
        web.url("/feed"); web.requests; web.allow            # "127.0.0.1:PORT" for Limits.allow
"""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """What came in."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case
    raw: bytes = b""


class Closing(Exception):
    """The web is being closed: a script that waits should end."""


class Wire:
    """The connection as a script sees it."""

    def __init__(self, sock: socket.socket, closing: threading.Event) -> None:
        self.sock, self._closing = sock, closing

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def wait(self, seconds: float) -> None:
        """Pause; the end of the test ends it."""
        if self._closing.wait(seconds):
            raise Closing


Script = Callable[[Wire, Request], None]


class Web:
    """A server on a free port of 127.0.0.1; one thread a connection. `tls` makes it https."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._tls = tls
        self._scripts: dict[str, Script] = {}
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def allow(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.requests]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def on(self, path: str, *answers: bytes | Script) -> None:
        """Answer `path` so; of several answers each is given once, the last one for ever."""
        queue = list(answers)

        def script(wire: Wire, request: Request) -> None:
            answer = queue.pop(0) if len(queue) > 1 else queue[0]
            wire.send(answer) if isinstance(answer, bytes) else answer(wire, request)

        self._scripts[path] = script

    def __enter__(self) -> Web:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()  # wakes accept
        finally:
            for thread in self._threads:
                thread.join(5)
            self._listener.close()

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            sock, _ = self._listener.accept()
            if self._closing.is_set():
                sock.close()
                return
            self.connections += 1
            self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(20)
        try:
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_side=True)
            request = _read_request(sock)
            if request:
                self.requests.append(request)
                script = self._scripts.get(request.path, lambda wire, _: wire.send(reply(404, b"no such page")))
                script(Wire(sock, self._closing), request)
        except (OSError, Closing):
            pass  # the client went, or the test ended: both are part of the play
        finally:
            sock.close()


def _read_request(sock: socket.socket) -> Request | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        part = sock.recv(65536)
        if not part:
            return None
        raw += part
    first, *lines = raw.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    whole = raw.index(b"\r\n\r\n") + 4 + int(headers.get("content-length", 0))
    while len(raw) < whole and (part := sock.recv(65536)):
        raw += part
    return Request(first.split(" ")[1], headers, raw)


def head(status: int, headers: dict[str, str | int], reason: str = "As Scripted") -> bytes:
    """A status line and headers, with the blank line."""
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def reply(status: int, body: bytes = b"", **headers: str | int) -> bytes:
    """A complete answer. `_` in names of headers means `-`; Content-Length is right unless given."""
    named: dict[str, str | int] = {name.replace("_", "-"): value for name, value in headers.items()}
    return head(status, {"Content-Length": len(body), **named}) + body


def zipped(status: int, body: bytes, **headers: str | int) -> bytes:
    """The same, gzipped."""
    return reply(status, gzip.compress(body), Content_Encoding="gzip", **headers)


def drip(data: bytes, seconds: float) -> Script:
    """One byte every so many seconds."""

    def script(wire: Wire, _: Request) -> None:
        for index in range(len(data)):
            wire.send(data[index : index + 1])
            wire.wait(seconds)

    return script


def endless(first: bytes, again: bytes) -> Script:
    """`first`, then `again` until the client has enough."""

    def script(wire: Wire, _: Request) -> None:
        wire.send(first)
        while True:
            wire.send(again)
            wire.wait(0)

    return script


def silent(wire: Wire, _: Request) -> None:
    """Say nothing."""
    wire.wait(60)


def reset(wire: Wire, _: Request) -> None:
    """Break the connection off with RST."""
    wire.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.sock.close()
