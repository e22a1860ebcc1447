"""A checked address and headers in; an answer whose body is still unread out, under one deadline for all of it.

Three things requests leaves open are closed here: it has no total deadline (each byte may take `timeout`), it reads
the body of a redirect whole before it follows, and it connects to whatever the name resolves to.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH, urldefragauth
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from monitor.fetch.errors import FetchError, explain
from monitor.fetch.guard import Address

Dial = Callable[[str, int], socket.socket]
_INTERIM = (102, 103)
_LONGEST_HOST = 253  # characters of a name (RFC 1035 2.3.4)
_ENDED = float("inf")  # a deadline that has been carried out


def trust() -> ssl.SSLContext:
    """Make the TLS settings of all connections: names and chains are verified, by the bundle that ships with requests.

    Loaded once: loading it costs more than a handshake. The environment (SSL_CERT_FILE ...) has no say.
    """
    return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)


class Reaper:
    """Shuts connections down at their deadline, whatever their owner is waiting for.

    It holds a dup() of each socket: wrapping a socket for TLS detaches the original object, and shutting that one
    down does nothing. One thread for all, started with the first connection.
    """

    def __init__(self) -> None:
        self._held: dict[int, tuple[float, socket.socket]] = {}
        self._changed = threading.Condition()
        self._wakes_at = _ENDED  # when the thread looks again by itself
        self._closed = False
        self._thread: threading.Thread | None = None

    def watch(self, connection: socket.socket, seconds: float) -> int:
        """Shut `connection` down after `seconds`. Returns the ticket for `release`."""
        twin, until = connection.dup(), time.monotonic() + max(0.0, seconds)
        with self._changed:
            self._held[twin.fileno()] = (until, twin)
            if self._closed:
                self._end(twin.fileno())
            elif self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="deadline")
                self._thread.start()
            if until < self._wakes_at:
                self._changed.notify()
        return twin.fileno()

    def release(self, ticket: int) -> None:
        """Let go of a connection: must be called, an open twin keeps the connection open."""
        with self._changed:
            held = self._held.pop(ticket, None)
            if held:
                held[1].close()

    def close(self) -> None:
        """End the thread and every connection still watched."""
        with self._changed:
            self._closed = True
            for ticket in list(self._held):
                self._end(ticket)
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                for ticket in [ticket for ticket, (at, _) in self._held.items() if at <= now]:
                    self._end(ticket)
                self._wakes_at = min((at for at, _ in self._held.values()), default=_ENDED)
                self._changed.wait(None if self._wakes_at == _ENDED else max(0.0, self._wakes_at - now))

    def _end(self, ticket: int) -> None:
        """Shut down but keep the twin: its owner releases it, so that the number is not used again meanwhile."""
        _, twin = self._held[ticket]
        self._held[ticket] = (_ENDED, twin)
        try:
            twin.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the other side was faster


def connect(addresses: list[Address], host: str, seconds: float, left: Callable[[], float]) -> socket.socket:
    """Connect to the first address that answers within `seconds`, in all no longer than `left()` seconds."""
    failure: OSError | None = None
    for family, place in addresses:
        if left() <= 0:
            break
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:  # a kernel without IPv6
            failure = error
            continue
        try:
            sock.settimeout(min(seconds, max(0.01, left())))
            sock.connect(place)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise explain(failure or TimeoutError(), host)


class _Answer(http.client.HTTPResponse):
    """An answer behind any number of interim ones (RFC 9110 15.2); Python knows "100 Continue" only.

    One sent as "gzip, chunked" is chunked (RFC 9112 6.1), which Python does not see, and its content is packed.
    """

    def begin(self) -> None:
        super().begin()
        codings = [name.strip().lower() for name in self.headers.get("Transfer-Encoding", "").split(",")]
        if codings[-1] == "chunked":
            self.chunked, self.chunk_left, self.length = True, None, None
            codings.pop()
        for name in filter(None, codings):
            self.headers.add_header("Content-Encoding", name)

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]  # the only place; not in the stubs
            if status not in _INTERIM:
                return version, status, reason
            http.client.parse_headers(self.fp)


class _Plain(HTTPConnection):
    """A connection on the socket that `dial` makes."""

    response_class = _Answer
    dial: Dial

    def _new_conn(self) -> socket.socket:
        return self.dial(self._dns_host, self.port)


class _Tls(_Plain, HTTPSConnection):
    """The same under TLS: the name stays the URL's, for SNI and for the certificate."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain
    dial: Dial

    def _new_conn(self) -> _Plain:
        connection = super()._new_conn()
        assert isinstance(connection, _Plain)  # it makes ConnectionCls
        connection.dial = self.dial
        return connection


class _TlsPool(_PlainPool, HTTPSConnectionPool):  # type: ignore[misc]  # what it makes is a _Tls, which is both
    ConnectionCls = _Tls


class Adapter(HTTPAdapter):
    """The seam at the wire: one request, over connections that `dial` makes; no retry, no keep-alive.

    Used without a Session, so that nothing of it can act: no cookies, no .netrc, no environment, no redirects.
    """

    def __init__(self, dial: Dial, context: Callable[[], ssl.SSLContext], *, by_proxy: bool = False) -> None:
        self._dial = dial
        self._context = context
        self._by_proxy = by_proxy  # `dial` leads to a proxy; to the site only under TLS
        super().__init__(pool_connections=1, pool_maxsize=1)

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: object,
        proxies: object = None,
        cert: object = None,
    ) -> HTTPConnectionPool:
        """Give urllib3 a pool of one guarded connection; called by requests for each request."""
        host, port, secure = place_of(request.url or "")
        pool = _TlsPool(host, port, ssl_context=self._context()) if secure else _PlainPool(host, port)
        pool.dial = self._dial
        return pool

    def request_url(self, request: requests.PreparedRequest, proxies: object) -> str:
        """Return the target of the request line: the whole address for a proxy, where no tunnel leads to the site."""
        url = request.url or ""
        return urldefragauth(url) if self._by_proxy and not place_of(url)[2] else request.path_url

    def cert_verify(self, conn: object, url: str, verify: object, cert: object) -> None:
        """Leave verification to the shared context, which always does it."""

    def ask(self, url: str, headers: Mapping[str, str], idle: float, body: bytes | None = None) -> requests.Response:
        """Send a GET, or a POST of `body`, and read the answer's head. The caller closes the response."""
        request = requests.PreparedRequest()
        request.prepare("GET" if body is None else "POST", url, dict(headers), data=body)
        return self.send(request, stream=True, timeout=(idle, idle))


@lru_cache(maxsize=1024)  # asked for several times with each request
def place_of(url: str) -> tuple[str, int, bool]:
    """Split a URL into host, port and whether it is TLS. Raises FetchError http.scheme or http.url.

    >>> place_of("https://user:secret@Example.ORG/feed")
    ('example.org', 443, True)
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise FetchError("http.url", "the address is malformed") from error
    if parts.scheme not in ("http", "https"):
        raise FetchError("http.scheme", f"only http and https are fetched, not {parts.scheme[:20] or 'nothing'}:")
    if not 0 < len(host) <= _LONGEST_HOST:
        raise FetchError("http.url", "the address names no host")
    secure = parts.scheme == "https"
    return host, port or (443 if secure else 80), secure


def lane_of(url: str) -> str:
    """Return the "host:port" whose requests go one after another. Raises FetchError as `place_of`.

    >>> lane_of("https://Example.ORG/feed")
    'example.org:443'
    """
    host, port, _ = place_of(url)
    return f"{host}:{port}"
