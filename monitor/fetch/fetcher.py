"""A feed's state in; what its server says out: one bounded, polite, conditional GET, safe from forged addresses."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType

import requests
import urllib3.exceptions

from monitor.fetch.answers import is_challenge, location_of, validator_of
from monitor.fetch.body import NotPacked, read_body, too_large
from monitor.fetch.errors import FetchError, explain
from monitor.fetch.etiquette import RETRY_UNCLEAR, VALIDATORS, Lanes, max_age, request_headers, retry_after
from monitor.fetch.guard import Guard
from monitor.fetch.proxy import Proxy
from monitor.fetch.robots import Robots
from monitor.fetch.trip import Trip
from monitor.fetch.wire import Adapter, Reaper, connect, lane_of, place_of, trust
from monitor.lookup import Resolve
from monitor.model import Answer, Feed, FeedState, Limits, Polling

_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}  # status: for good?
_CHALLENGE_WAIT = timedelta(hours=6)
_STATUS_CODES = {
    401: ("http.unauthorized", "wants a login"),
    403: ("http.forbidden", "forbids it (403)"),
    404: ("http.not_found", "has no such page (404)"),
    407: ("net.proxy", "is behind a proxy that wants a login (407), which is not supported"),
    410: ("http.gone", "says it is gone for good (410)"),
    429: ("http.rate_limited", "says we ask too often (429)"),
}
# What is raised on the way: requests wraps most of urllib3, but not what happens while a body is read.
_WIRE_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError)


class Fetcher:
    """Fetches feeds from many threads at once.

    `resolve`, `clock`, `now` and `tls` are the seams; `limits.allow` names addresses that may be reached although
    they are not public. `on_step` is told of each request that begins or ends: none takes longer than `limits.total`.
    """

    def __init__(
        self,
        limits: Limits,
        polling: Polling,
        contact: str,
        *,
        resolve: Resolve = socket.getaddrinfo,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tls: ssl.SSLContext | None = None,
        on_step: Callable[[], None] = lambda: None,
    ) -> None:
        self._limits, self._contact = limits, contact
        self._clock, self._now, self._on_step = clock, now, on_step
        self._guard = Guard(resolve, limits.allow)
        self._proxy = Proxy(polling.proxy, self._guard) if polling.proxy else None
        self._reaper = Reaper()
        self._closed = threading.Event()
        self._robots = Robots(clock)
        self._lanes = Lanes(polling.per_host, polling.gap, clock, self._closed.wait)
        self._tls = tls  # None = made with the first https request: it takes 20 ms and 2 MB
        self._tls_lock = threading.Lock()

    def close(self) -> None:
        """End every request under way; they raise FetchError."""
        self._closed.set()
        self._reaper.close()

    def get(self, state: FeedState, secrets: Mapping[str, str] = MappingProxyType({})) -> Answer:
        """Ask for the feed as it is now: Answer with status 200 and a complete body, or 304.

        Redirects are followed by hand, each hop checked like the first. A 304 repeats the validators sent. Waits for
        the host's turn first. A page is asked for only where the host's robots.txt allows it, on each hop. Raises
        FetchError with a stable code; nothing in it quotes more than the host's name.
        """
        total = self._limits.total.total_seconds()
        headers, owner = request_headers(state, self._contact), state.validators_from or state.url
        origin = place_of(state.feed.url) if secrets else ("", 0, False)
        trip = Trip(self._clock, total, headers, state.url, owner, secrets, origin)
        while True:  # ended by Trip.follow, which counts redirects; only one other reason leads round again
            lane = lane_of(trip.url)
            if state.feed.type == "page":
                self._robots.check(trip.url, lambda url: self._robots_txt(state.feed, url))
            with self._lanes.turn(lane):
                answer = self._hop(trip, place_of(trip.url)[0])
            if answer is not None:
                return answer

    def unbar(self, url: str) -> None:
        """Ask an address's host again although it asked all its visitors to wait. Raises FetchError."""
        self._lanes.unbar(lane_of(url))

    def post(self, url: str, body: bytes, kind: str, secrets: Mapping[str, str] = MappingProxyType({})) -> bytes:
        """Post `body`, of this media type, and return the answer's; bounded and guarded like `get`, never redirected.

        Raises FetchError.
        """
        headers = request_headers(FeedState(Feed("post", url), url), self._contact)
        headers |= {"Accept": kind, "Accept-Encoding": "identity", "Content-Type": kind}
        total = self._limits.total.total_seconds()
        trip = Trip(self._clock, total, headers, url, url, secrets, place_of(url), plain=True, posted=body)
        with self._lanes.turn(lane_of(url)):
            answer = self._hop(trip, place_of(url)[0])
        if answer is None:
            raise FetchError("http.redirects", f"{place_of(url)[0]} redirects what was posted, which is not followed")
        return answer.body

    def _robots_txt(self, feed: Feed, url: str) -> bytes:
        """Fetch a robots.txt for a page, by the rules of any other request and under a deadline of its own."""
        return self.get(FeedState(replace(feed, type="feed"), url)).body

    def _hop(self, trip: Trip, host: str) -> Answer | None:
        """One request; None when it led elsewhere. Its connections end with it."""
        trip.started = self._clock()
        self._on_step()
        late = FetchError("net.timeout", f"{host} did not finish within {self._limits.total.total_seconds():g} s")
        try:
            answer = self._exchange(trip, host)
        except (FetchError, *_WIRE_ERRORS) as error:
            known = explain(error, host)
            raise late if trip.left() <= 0 and not known.code.startswith("dns.") else known from error
        finally:
            self._on_step()
            trip.left_seconds = trip.left()
            for ticket in trip.tickets:
                self._reaper.release(ticket)
            trip.tickets.clear()
        if trip.left_seconds <= 0:  # a body without a length ends quietly when its connection is shut down
            raise late
        return answer

    def _exchange(self, trip: Trip, host: str) -> Answer | None:
        idle = min(self._limits.idle.total_seconds(), max(0.01, trip.left()))
        dial = partial(self._dial, trip)
        adapter = Adapter(dial, self._context, by_proxy=self._proxy_to(*place_of(trip.url)[:2]) is not None)
        with adapter.ask(trip.url, trip.asking(), idle, trip.posted) as response:
            if response.status_code in _REDIRECTS:
                target = location_of(response, trip.url, host)
                trip.follow(target, permanent=_REDIRECTS[response.status_code], limit=self._limits.redirects)
                return None  # the body is never read
            if response.status_code == 304:
                return self._answer(response, trip, b"")
            if response.status_code not in (200, 203):
                raise self._refusal(response, host)
            try:
                body = self._body(response, host)
            except NotPacked as error:
                if trip.plain:
                    raise FetchError("http.encoding", f"{host} says it is packed and sends something else") from error
                trip.plain, trip.headers["Accept-Encoding"] = True, "identity"
                return None
            return self._answer(response, trip, body)

    def _dial(self, trip: Trip, host: str, port: int | None) -> socket.socket:
        """Resolve, check, connect; from here on the deadline holds, before TLS and before any byte is sent."""
        port, seconds = port or 0, self._limits.connect.total_seconds()
        proxy = self._proxy_to(host, port)
        if proxy:
            sock = proxy.reach(host, port, seconds, trip.left)
        else:
            sock = connect(self._guard.addresses(host, port, trip.left()), host, seconds, trip.left)
        sock.settimeout(min(self._limits.idle.total_seconds(), max(0.01, trip.left())))
        trip.tickets.append(self._reaper.watch(sock, trip.left()))
        if proxy and place_of(trip.url)[2]:
            self._through(proxy, sock, host, port)
        return sock

    def _proxy_to(self, host: str, port: int) -> Proxy | None:
        """Return the proxy for a request; None = it is asked directly."""
        return None if self._guard.is_allowed(host, port) else self._proxy

    def _through(self, proxy: Proxy, sock: socket.socket, host: str, port: int) -> None:
        try:
            proxy.tunnel(sock, host, port)
        except FetchError:
            sock.close()
            raise

    def _context(self) -> ssl.SSLContext:
        with self._tls_lock:
            if self._tls is None:
                self._tls = trust()
            return self._tls

    def _body(self, response: requests.Response, host: str) -> bytes:
        announced = response.headers.get("Content-Length", "")
        if announced.isascii() and announced.isdigit() and int(announced[:18]) > self._limits.body:
            raise too_large(host, self._limits.body)
        body = read_body(response.raw, response.headers.get("Content-Encoding", ""), self._limits.body, host)
        if not body.strip():
            raise FetchError("http.empty", f"{host} sent an empty page")
        return body

    def _answer(self, response: requests.Response, trip: Trip, body: bytes) -> Answer:
        """What came; a 304 repeats the validators sent, but where it brings new ones (RFC 9111 4.3.4)."""
        is_same, headers = response.status_code == 304, response.headers
        etag, modified = (trip.asking().get(name, "") if is_same else "" for name in VALIDATORS)
        if is_same and not etag and not modified:
            host = place_of(trip.url)[0]
            raise FetchError("http.status", f"{host} says 304, unchanged, though we have nothing of it yet")
        return Answer(
            status=304 if is_same else 200,
            url=trip.url,
            body=body,
            content_type=headers.get("Content-Type", ""),
            etag=validator_of(headers, "ETag") or etag,
            modified=validator_of(headers, "Last-Modified") or modified,
            max_age=max_age(headers, self._now()),
            moved_to=trip.moved_to,
        )

    def _refusal(self, response: requests.Response, host: str) -> FetchError:
        """Say what a status that is no answer means."""
        status, wait = response.status_code, retry_after(response.headers, self._now())
        if is_challenge(response):
            return FetchError("http.challenge", f"{host} wants a browser to prove itself", wait or _CHALLENGE_WAIT)
        barred = lane_of(response.url) if status == 429 else ""
        if barred:
            self._lanes.bar(barred, wait or RETRY_UNCLEAR)
        if status in _STATUS_CODES:
            code, text = _STATUS_CODES[status]
            return FetchError(code, f"{host} {text}", wait, barred)
        if status >= 500:
            return FetchError("http.server", f"{host} has trouble of its own ({status})", wait)
        if status in (204, 205):
            return FetchError("http.empty", f"{host} sent an empty page")
        return FetchError("http.status", f"{host} answered {status}, which is no answer to this", wait)
