"""What is remembered of a feed in, request headers out; response headers in, waits out; and a lane for each host.

The rules are those by which readers are judged (rachelbythebay.com "feed reader behavior", openrss.org, RFC 9110/9111):
validators go back as they came, Retry-After and max-age are obeyed, one request at a time and a gap between them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor import __version__
from monitor.fetch.errors import FetchError
from monitor.model import FeedState

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.7, */*;q=0.1"
)
_ACCEPT_PAGE = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1"
VALIDATORS = ("If-None-Match", "If-Modified-Since")
_VALIDATOR_LIMIT = 1024  # bytes; longer ones are no validators but a burden
_PRINTABLE = re.compile("[!-~\xa1-\xff](?:[ -~\xa0-\xff]*[!-~\xa1-\xff])?")  # in Latin-1, without spaces at the ends
RETRY_UNCLEAR = timedelta(hours=1)  # Retry-After in the past or not readable, a 429 without one
_LONGEST = timedelta(days=7)  # wait that a server may ask for: max-age=10^12 is a wish, not a plan
_UNUSED = 3600.0  # seconds after which a host is forgotten: none waits as long for its turn


def request_headers(state: FeedState, contact: str) -> dict[str, str]:
    """Headers of a conditional GET: constant, honest, with the validators exactly as they came.

    A stored validator that cannot be a header (control characters, over 1 kB, not Latin-1) is left out:
    one bad answer must not make every later poll fail.
    """
    suffix = f" (+{contact})" if contact else ""
    headers = {
        "User-Agent": state.feed.user_agent or f"ai-video-monitor/{__version__}{suffix}",
        "Accept": _ACCEPT_PAGE if state.feed.type == "page" else ACCEPT,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if usable(state.etag):
        headers["If-None-Match"] = state.etag
    if usable(state.modified):
        headers["If-Modified-Since"] = state.modified
    return headers


def usable(validator: str) -> bool:
    """Can this ETag or Last-Modified be sent back as it is?

    >>> usable('W/"a"'), usable(""), usable('"a\\r\\nX: y"'), usable(' "a"')
    (True, False, False, False)
    """
    return len(validator) <= _VALIDATOR_LIMIT and _PRINTABLE.fullmatch(validator) is not None


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long Retry-After asks to wait, at most 7 days; None when it is not sent (RFC 9110 10.2.3).

    Seconds or a date; what is past or unreadable asks for an hour: the server did ask for something.
    """
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if (wait := _seconds(value)) is not None:
        return wait
    return _until(value, headers, now) or RETRY_UNCLEAR


def max_age(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the answer calls itself fresh, at most 7 days: max-age, else Expires; None when neither says so.

    Source: RFC 9111 5.2.2.1.
    """
    for part in headers.get("Cache-Control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and (age := _seconds(value.strip().strip('"'))) is not None:
            return age
    return _until(headers.get("Expires", ""), headers, now)


def _seconds(value: str) -> timedelta | None:
    """Read a number of seconds; None for what is none."""
    return min(timedelta(seconds=int(value[:12])), _LONGEST) if value.isascii() and value.isdigit() else None


def _until(date: str, headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Count from the server's own Date, so that its clock may be wrong; None for what is past or unreadable."""
    until, sent = _http_date(date), _http_date(headers.get("Date", ""))
    wait = until - (sent or now) if until else timedelta()
    return min(wait, _LONGEST) if wait > timedelta() else None


def _http_date(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


@dataclass
class _Lane:
    """The requests to one host:port."""

    slots: threading.Semaphore
    free_at: float  # no request starts before
    lock: threading.Lock = field(default_factory=threading.Lock)
    barred_until: float = float("-inf")  # the host said 429


class Lanes:
    """Lets `per_host` requests at a time to each host:port, with `gap` after each start and each end.

    `pause(seconds)` waits; it returns True when it was cut short because everything closes.
    """

    def __init__(
        self, per_host: int, gap: timedelta, clock: Callable[[], float], pause: Callable[[float], bool]
    ) -> None:
        self._per_host, self._gap = max(1, per_host), gap.total_seconds()
        self._clock, self._pause = clock, pause
        self._lanes: dict[str, _Lane] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Wait for this host's turn, and hold it. Raises FetchError http.rate_limited while the host is barred."""
        lane = self._lane(key)
        while not lane.slots.acquire(timeout=1.0):
            self._go_on(0.0)
        try:
            self._go_on(self._reserve(lane, key))
            yield
        finally:
            with lane.lock:
                lane.free_at = max(lane.free_at, self._clock() + self._gap)
            lane.slots.release()

    def bar(self, key: str, wait: timedelta) -> None:
        """Ask nothing more of this host for `wait`: it said 429 and until when."""
        lane = self._lane(key)
        with lane.lock:
            lane.barred_until = max(lane.barred_until, self._clock() + wait.total_seconds())

    def unbar(self, key: str) -> None:
        """Let this host be asked again: a person wants it."""
        lane = self._lane(key)
        with lane.lock:
            lane.barred_until = float("-inf")

    def _lane(self, key: str) -> _Lane:
        with self._lock:
            return self._lanes.get(key) or self._new(key)

    def _new(self, key: str) -> _Lane:
        """Take a host in, and forget those that had no request for long: redirects may lead to another each time."""
        now = self._clock()
        used = {at: lane for at, lane in self._lanes.items() if max(lane.free_at, lane.barred_until) > now - _UNUSED}
        self._lanes = {**used, key: _Lane(threading.Semaphore(self._per_host), now)}
        return self._lanes[key]

    def _reserve(self, lane: _Lane, key: str) -> float:
        """Seconds to wait before the next start, which is then ours."""
        with lane.lock:
            now = self._clock()
            if lane.barred_until > now:
                wait = timedelta(seconds=round(lane.barred_until - now))
                raise FetchError("http.rate_limited", f"{key} asked all its visitors to wait", retry_after=wait)
            start = max(now, lane.free_at)
            lane.free_at = start + self._gap
            return start - now

    def _go_on(self, seconds: float) -> None:
        if self._pause(seconds):
            raise FetchError("net.closed", "stopped while waiting for its turn")
