"""A web of sites of different manners that writes down every request, and the fourteen rules it is scored by.

The rules are those of feed readers that sites are glad to see (Rachel Kroll's feed score, openrss.org, RFC 9110 and
9111). Time is simulated: `Diary.now` says it, in seconds of a clock that nobody sets.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

from web import Request, Web, Wire, reply, reset

HOUR, DAY = 3600.0, 86400.0
SLACK = 60.0
LATE = 17 * 60.0  # past the full hour begins the week
WRONG_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.7, "
    "*/*;q=0.1"
)
Headers = dict[str, str]
Said = tuple[int, bytes, Headers]
Manner = Callable[[float, Headers, int], Said]  # the time, what was asked, how many times before


@dataclass(frozen=True)
class Visit:
    """One request and what it was answered."""

    at: float
    site: str
    path: str
    asked: Headers
    raw: bytes
    lost: bool  # the reader was killed before it could file the answer
    status: int
    said: Headers
    together: int  # requests under way at this site, this one included


@dataclass
class Diary:
    """What the sites write down."""

    now: float = 0.0
    killing: bool = False
    visits: list[Visit] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    under_way: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def script(self, web: Web, path: str, manner: Manner) -> Callable[[Wire, Request], None]:
        """Answer a path in its manner, and write it down."""
        count = [0]

        def answer(wire: Wire, request: Request) -> None:
            with self.lock:
                self.under_way[web.allow] += 1
                status, body, said = manner(self.now, request.headers, count[0])
                count[0] += 1
                self.visits.append(
                    Visit(
                        self.now, web.allow, path, request.headers, request.raw, self.killing, status, said,
                        self.under_way[web.allow],
                    )
                )  # fmt: skip
            headers = {name.replace("-", "_"): value for name, value in said.items()}
            with self.lock:  # before the answer leaves: the next request may be here before this thread is
                self.under_way[web.allow] -= 1
            if status == 0:
                reset(wire, request)
            else:
                wire.send(reply(status, body, Set_Cookie="track=1", **headers))

        return answer


# ---------------------------------------------------------------- manners


def feed(at: float, head: str = "") -> bytes:
    """A feed that says something new once a day."""
    entry = f"<item><title>Day {at // DAY:.0f}</title><guid>{at // DAY:.0f}</guid></item>"
    return f"<rss version='2.0'><channel><title>t</title>{head}{entry}</channel></rss>".encode()


def conditional(at: float, asked: Headers, said: Headers, head: str = "") -> Said:
    """304 to validators that are the present ones, letter by letter; else the whole."""
    etag, modified = said.get("ETag"), said.get("Last-Modified")
    same = asked.get("if-none-match") == etag if etag else bool(modified) and asked.get("if-modified-since") == modified
    return (304, b"", said) if same else (200, feed(at, head), said)


def etag(at: float) -> Headers:
    return {"ETag": f'W/"day  {at // DAY:.0f}; é"'.replace("é", "e")}


def with_etag(at: float, asked: Headers, _: int) -> Said:
    return conditional(at, asked, etag(at))


def with_date(at: float, asked: Headers, _: int) -> Said:
    return conditional(at, asked, {"Last-Modified": f"day {at // DAY:.0f}, more or  less"})


def with_both(at: float, asked: Headers, _: int) -> Said:
    return conditional(at, asked, {**etag(at), "Last-Modified": f"day {at // DAY:.0f}"})


def with_nothing(at: float, asked: Headers, _: int) -> Said:
    return 200, feed(at), {}


def fresh_for_six_hours(at: float, asked: Headers, _: int) -> Said:
    status, body, said = conditional(at, asked, etag(at))
    return status, body, said | ({"Cache-Control": "max-age=21600"} if status == 200 else {})


def asks_for_three_hours(at: float, asked: Headers, _: int) -> Said:
    return conditional(at, asked, etag(at), "<ttl>180</ttl>")


def rests_at_night(at: float, asked: Headers, _: int) -> Said:
    hours = "".join(f"<hour>{hour}</hour>" for hour in NIGHT)
    return conditional(at, asked, etag(at), f"<skipHours>{hours}</skipHours><skipDays><day>Thursday</day></skipDays>")


NIGHT = (0, 1, 2, 3, 4)


def too_often(at: float, asked: Headers, count: int) -> Said:
    return (429, b"", {"Retry-After": "7200"}) if count % 6 == 5 else with_etag(at, asked, count)


def unavailable(at: float, asked: Headers, count: int) -> Said:
    if count % 5 != 4:
        return with_etag(at, asked, count)
    until = WRONG_CLOCK + timedelta(hours=3)
    return 503, b"", {"Date": _http(WRONG_CLOCK), "Retry-After": _http(until)}


def _http(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


def broken(at: float, asked: Headers, count: int) -> Said:
    return (500, b"", {}) if 3 <= count < 9 else with_etag(at, asked, count)


def missing(at: float, asked: Headers, count: int) -> Said:
    return (404, b"", {}) if 2 * DAY < at < 4 * DAY else with_etag(at, asked, count)


def gone(at: float, asked: Headers, count: int) -> Said:
    return (410, b"", {}) if at > DAY else with_etag(at, asked, count)


def ignoring(at: float, asked: Headers, _: int) -> Said:
    return 200, feed(at), etag(at)


def hanging_up(at: float, asked: Headers, count: int) -> Said:
    return (0, b"", {}) if count % 3 == 2 else with_both(at, asked, count)


def leading(status: int, to: str) -> Manner:
    return lambda at, asked, _: (status, b"", {"Location": to})


SITES: tuple[dict[str, Manner], ...] = (
    {"/etag": with_etag, "/date": with_date, "/both": with_both},
    {"/nothing": with_nothing, "/max-age": fresh_for_six_hours},
    {"/429": too_often, "/sibling": with_etag},
    {"/503": unavailable, "/500": broken},
    {"/old": leading(301, "/new"), "/new": with_etag, "/now": leading(302, "/elsewhere"), "/elsewhere": with_date},
    {"/410": gone, "/404": missing},
    {"/ignoring": ignoring, "/night": rests_at_night, "/ttl": asks_for_three_hours},
    {"/reset": hanging_up},
)
TARGETS = {"/new", "/elsewhere"}  # reached by redirects only
ASKS = {"/max-age": 6 * HOUR, "/ttl": 3 * HOUR, "/nothing": 2 * HOUR}


# ---------------------------------------------------------------- the score


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    rule: int
    good: bool
    what: str


def score(visits: list[Visit]) -> list[Check]:
    """Look at every visit by every rule that can be seen from outside; 14 (nothing is done) is seen inside."""
    by_path: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        by_path[visit.site, visit.path].append(visit)
    checks = [check for visit in visits for check in _each(visit)]
    for (_, path), those in by_path.items():
        checks += _validators(those)
        if path not in TARGETS:
            checks += _spacing(path, those)
    return [*checks, *_barred(visits), *_learned(by_path), *_spread(visits)]


def _each(visit: Visit) -> Iterator[Check]:
    asked = visit.asked
    yield Check(8, bool(re.fullmatch(r"ai-video-monitor/[\d.]+ \(\+desk@example\.org\)", asked["user-agent"])), "agent")
    for name in ("referer", "cookie", "pragma", "cache-control", "a-im", "authorization", "range"):
        yield Check(8, name not in asked, name)
    yield Check(9, (asked["accept"], asked["accept-encoding"]) == (ACCEPT, "gzip"), "accept")
    yield Check(10, visit.together == 1, f"{visit.together} requests at once to {visit.path}")
    line = f"GET {visit.path} HTTP/1.1\r\n".encode()
    yield Check(12, visit.raw.startswith(line), f"{visit.raw[:60]!r} is no plain GET")
    yield Check(13, any(visit.path in site for site in SITES), visit.path)


def _validators(visits: list[Visit]) -> Iterator[Check]:
    """1, 2, 5: validators as they came last, and nothing else; the whole at most once, answers that were lost aside."""
    known = ("", "")
    for visit in visits:
        sent = (visit.asked.get("if-none-match", ""), visit.asked.get("if-modified-since", ""))
        yield Check(1, sent == known, f"{visit.path} at {visit.at / HOUR:.1f} h was sent {sent}, not {known}")
        yield Check(5, any(sent) or not any(known), f"{visit.path} at {visit.at / HOUR:.1f} h was asked for the whole")
        if visit.status in (200, 304) and not visit.lost:
            known = (visit.said.get("ETag", ""), visit.said.get("Last-Modified", ""))


def _spacing(path: str, visits: list[Visit]) -> Iterator[Check]:
    """3, 4, 6, 7, 11: never sooner than the interval, what the server asked for, and the back-off."""
    failures = repeats = 0
    for one, following in pairwise(visits):
        failures = 0 if one.status in (200, 301, 302, 304) else failures + (not one.lost)
        repeats += path == "/ignoring" and one.at // DAY == following.at // DAY
        least = max(HOUR, ASKS.get(path, 0)) if not one.lost else HOUR
        if failures:
            least = min(HOUR * 2 ** (failures - 1), DAY)
        if path == "/ignoring" and repeats > 4 and not one.lost:
            least = 2 * HOUR
        rule = {410: 7, 404: 7, 0: 11}.get(one.status, 4)
        if one.status in (429, 503):
            rule, least = 6, (2 if one.status == 429 else 3) * HOUR + SLACK
        if one.status == 410:
            least = DAY
        waited = following.at - one.at
        what = f"{path} at {one.at / HOUR:.2f} h said {one.status}, was asked again after {waited / HOUR:.2f} h"
        yield Check(rule, waited >= least - SLACK, what)
        yield Check(3, waited >= HOUR - SLACK, what)
    for visit in visits[1:]:
        if path == "/night" and visit.at < 4.5 * DAY:
            hour, day = int((visit.at + LATE) // HOUR) % 24, int((visit.at + LATE) // DAY)
            yield Check(4, hour not in NIGHT, f"asked at {hour} h")
            yield Check(4, day != THURSDAY, "asked on a Thursday")


THURSDAY = 2  # days after the start, a Tuesday


def _barred(visits: list[Visit]) -> Iterator[Check]:
    """6: a site that said 429 is left alone in all its feeds."""
    for visit in visits:
        if visit.status != 429 or visit.lost:
            continue
        until = visit.at + 2 * HOUR
        early = [other.path for other in visits if other.site == visit.site and visit.at < other.at < until - 1]
        yield Check(6, early == [], f"at {visit.at / HOUR:.2f} h it said 429; asked too soon: {early}")


def _learned(by_path: dict[tuple[str, str], list[Visit]]) -> Iterator[Check]:
    """7: a permanent redirect is taken up within two days and not before one; a temporary one never."""
    asked = {path: [visit.at for visit in those] for (_, path), those in by_path.items()}
    yield Check(7, DAY <= asked["/old"][-1] < 2 * DAY, f"/old was asked until {asked['/old'][-1] / HOUR:.1f} h")
    yield Check(7, asked["/new"][-1] > 6 * DAY, "/new was forgotten")
    yield Check(7, asked["/now"][-1] > 6 * DAY, "/now was given up for a temporary redirect")


def _spread(visits: list[Visit]) -> Iterator[Check]:
    """10: what is due at one hour does not come at one minute, least of all at the full hour."""
    later = [visit for visit in visits if visit.at > DAY]
    minutes = {int(visit.at % HOUR // 60) for visit in later}
    full = sum((visit.at + LATE) % HOUR < 60 for visit in later)
    yield Check(10, len(minutes) > 50, f"{len(minutes)} different minutes")
    yield Check(10, full < len(later) / 20, f"{full} of {len(later)} in the first minute of an hour")
