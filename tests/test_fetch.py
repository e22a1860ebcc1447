"""Fetching from a web where everything goes wrong: each fault ends in its stable code, within its bounds."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from web import Web, drip, endless, head, reply, reset, silent, zipped

from monitor.fetch import Fetcher, FetchError
from monitor.fetch.body import read_body
from monitor.fetch.wire import connect
from monitor.model import Answer, Feed, FeedState, Limits, Polling

CERTIFICATES = Path(__file__).parent / "certificates"
FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
PACKED = gzip.compress(FEED * 50)
CHUNKED = b"%x\r\n" % len(FEED * 50) + FEED * 50 + b"\r\n0\r\n\r\n"
CHUNKED_PACKED = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (PACKED[:40], PACKED[40:], b""))
LATER = "Tue, 24 Nov 2026 10:00:00 GMT"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PATIENT = Limits(total=timedelta(seconds=20), idle=timedelta(seconds=10), connect=timedelta(seconds=10), body=1 << 20)
QUICK = Limits(  # where a deadline is what the test is about
    total=timedelta(seconds=0.6), idle=timedelta(seconds=0.25), connect=timedelta(seconds=0.25), body=1 << 20
)


def make(*webs: Web, limits: Limits = PATIENT, contact: str = "desk@example.org", **seams) -> Fetcher:
    allow = tuple(each.allow for each in webs)
    merged = Limits(**{name: getattr(limits, name) for name in limits.__slots__} | {"allow": allow})
    return Fetcher(merged, Polling(gap=timedelta()), contact, now=lambda: NOW, **seams)


def state(url: str, **known) -> FeedState:
    return FeedState(feed=Feed("sample", url), url=url, **known)


def get(web: Web, path: str = "/feed", **known) -> Answer:
    fetcher = make(web)
    try:
        return fetcher.get(state(web.url(path), **known))
    finally:
        fetcher.close()


def code_of(web: Web, path: str = "/feed", **known) -> str:
    with pytest.raises(FetchError) as caught:
        get(web, path, **known)
    return caught.value.code


# ---------------------------------------------------------------- what works


def test_an_answer_brings_the_body_and_its_validators(web):
    """A plain answer comes whole, with validators verbatim, its type and how long it is fresh."""
    headers = {"ETag": 'W/"a b"', "Last_Modified": "weird  date", "Cache_Control": "public, max-age=600"}
    web.on("/feed", reply(200, FEED, Content_Type="text/xml; charset=gbk", **headers))
    expected = Answer(
        200, web.url("/feed"), FEED, "text/xml; charset=gbk", 'W/"a b"', "weird  date", timedelta(seconds=600)
    )
    assert expected == get(web)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(reply(200, PACKED, Content_Encoding="gzip"), id="gzip"),
        pytest.param(reply(200, PACKED, Content_Encoding="x-gzip"), id="x-gzip"),
        pytest.param(reply(200, gzip.compress(FEED) + gzip.compress(FEED * 49), Content_Encoding="gzip"), id="members"),
        pytest.param(reply(200, PACKED + b"\0\0", Content_Encoding="gzip"), id="gzip-with-padding"),
        pytest.param(reply(200, PACKED, Content_Encoding="gzip, identity"), id="gzip-and-nothing"),
        pytest.param(reply(200, zlib.compress(FEED * 50), Content_Encoding="deflate"), id="deflate"),
        pytest.param(reply(200, zlib.compress(FEED * 50)[2:-4], Content_Encoding="deflate"), id="bare-deflate"),
        pytest.param(reply(200, PACKED, Content_Encoding="deflate"), id="gzip-called-deflate"),
        pytest.param(reply(200, FEED * 50, Content_Encoding="none"), id="none"),
        pytest.param(reply(200, FEED * 50, Content_Encoding="UTF-8"), id="a-charset"),
        pytest.param(head(200, {"Transfer-Encoding": "chunked"}) + CHUNKED, id="chunked"),
        pytest.param(head(200, {"Transfer-Encoding": "gzip, chunked"}) + CHUNKED_PACKED, id="gzip, chunked"),
        pytest.param(head(200, {"Transfer-Encoding": "gzip"}) + PACKED, id="gzip until the end"),
        pytest.param(head(200, {}) + FEED * 50, id="no-length"),
        pytest.param(head(103, {"Link": "</a.css>; rel=preload"}) * 2 + reply(200, FEED * 50), id="early-hints"),
        pytest.param(head(200, {"Content-Length": -5}) + FEED * 50, id="negative-length"),
        pytest.param(head(200, {}).replace(b"\r\n", b"\r\nContent-Length: \xb2\r\n", 1) + FEED * 50, id="odd-length"),
    ],
)
def test_bodies_come_whole_in_every_wrapping(web, answer):
    """Gzip, chunks and missing lengths change nothing about the body."""
    web.on("/feed", answer)
    assert get(web).body == FEED * 50


class Pieces:
    """A body as it comes off the wire, piece by piece."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = [*pieces, b""]

    def read(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        return self.pieces.pop(0)


def test_members_come_whole_wherever_they_are_cut():
    """Gzip of several members is read to its end, also when one byte of the next member ends what has come so far."""
    packed = gzip.compress(b"first") + gzip.compress(b" second")
    bodies = {read_body(Pieces(packed[:cut], packed[cut:]), "gzip", 99, "a.example") for cut in range(2, len(packed))}
    assert bodies == {b"first second"}


def test_requests_are_honest_and_constant(web):
    """A request says who asks and what is wanted; no cookies, no referrer, nothing from the environment."""
    web.on("/feed", reply(200, FEED, Set_Cookie="track=1"))
    fetcher = make(web)
    fetcher.get(state(web.url("/feed")))
    fetcher.get(state(web.url("/feed")))
    first, second = (request.headers for request in web.requests)
    assert first == second
    assert {"host", "user-agent", "accept", "accept-encoding", "connection"} == set(first)
    assert first["accept-encoding"] == "gzip"
    assert re.fullmatch(r"ai-video-monitor/[0-9.]+ \(\+desk@example\.org\)", first["user-agent"])


def test_environment_has_no_say(web, monkeypatch, tmp_path):
    """Proxies, .netrc and certificate bundles of the environment are not used."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login canary password canary\n")
    (tmp_path / ".netrc").chmod(0o600)
    for name, value in {
        "HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9", "HOME": str(tmp_path),
        "REQUESTS_CA_BUNDLE": "/nonexistent", "SSL_CERT_FILE": "/nonexistent",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    web.on("/feed", reply(200, FEED))
    assert get(web).body == FEED
    assert "authorization" not in web.requests[0].headers


@pytest.mark.parametrize(
    ("known", "sent"),
    [
        pytest.param({"etag": 'W/"x"', "modified": "weird  date"}, ('W/"x"', "weird  date"), id="both-verbatim"),
        pytest.param({"etag": '"caf\xe9"'}, ('"caf\xe9"', None), id="latin-1"),
        pytest.param({"etag": "unquoted"}, ("unquoted", None), id="unquoted"),
        pytest.param({}, (None, None), id="none-known"),
        pytest.param({"etag": '"a"\r\nX-Evil: 1', "modified": "x"}, (None, "x"), id="line-break"),
        pytest.param({"etag": ' "a"', "modified": "x"}, (None, "x"), id="leading-space"),
        pytest.param({"etag": '"' + "a" * 8000 + '"', "modified": "x"}, (None, "x"), id="8-kB"),
        pytest.param({"etag": '"可灵"', "modified": "x"}, (None, "x"), id="not-latin-1"),
        pytest.param({"modified": "\x00"}, (None, None), id="control"),
    ],
)
def test_validators_go_back_as_they_came(web, known, sent):
    """Validators are sent byte for byte; what cannot be a header is left out and never raises."""
    web.on("/feed", reply(200, FEED))
    get(web, **known)
    headers = web.requests[0].headers
    assert sent == (headers.get("if-none-match"), headers.get("if-modified-since"))
    assert "x-evil" not in headers


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        pytest.param(reply(304), ('"a"', "then"), id="says-nothing"),
        pytest.param(reply(304, ETag='"b"'), ('"b"', "then"), id="new-etag"),
        pytest.param(reply(304, Last_Modified="now"), ('"a"', "now"), id="new-date"),
        pytest.param(head(304, {"Content-Length": 7}) + b"<rss/>!", ('"a"', "then"), id="with-a-body"),
    ],
)
def test_unchanged_keeps_the_validators(web, answer, kept):
    """304 means unchanged, whatever follows it; the answer says which validators hold from now on."""
    web.on("/feed", answer)
    got = get(web, etag='"a"', modified="then")
    assert (304, b"", *kept) == (got.status, got.body, got.etag, got.modified)


def test_unasked_304_is_an_error(web):
    """A 304 to an unconditional request is a fault of the server, not "no news"."""
    web.on("/feed", reply(304))
    assert code_of(web) == "http.status"


def test_useless_validators_are_not_remembered(web):
    """An ETag that could not be sent back is not handed on."""
    web.on("/feed", reply(200, FEED, ETag='"' + "a" * 2000 + '"'))
    assert get(web).etag == ""


# ---------------------------------------------------------------- network and HTTP faults


BOMB = gzip.compress(b"\0" * 30_000_000)
FAULTS = {
    "2-reset": (reset, "net.reset"),
    "3-silent": (silent, "net.timeout"),
    "4-slow-head": (drip(reply(200, FEED), 0.02), "net.timeout"),
    "4-slow-body": (drip(reply(200, FEED * 9)[:400], 0.03), "net.timeout"),
    "4-slow-body-without-length": (drip(head(200, {}) + FEED * 9, 0.01), "net.timeout"),
    "5-never-ends": (endless(head(200, {}), b"<item/>" * 9000), "http.too_large"),
    "5-announces-too-much": (head(200, {"Content-Length": 2 << 20}), "http.too_large"),
    "13-shorter-than-announced": (head(200, {"Content-Length": 100}) + b"abc", "http.incomplete"),
    "14-two-lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", "http.headers"),
    "16-last-chunk-missing": (head(200, {"Transfer-Encoding": "chunked"}) + b"5\r\nabcde\r\n", "http.incomplete"),
    "17-gzip-cut": (reply(200, PACKED[: len(PACKED) // 2], Content_Encoding="gzip"), "http.incomplete"),
    "17-gzip-damaged": (reply(200, PACKED[:-8] + b"\0" * 8, Content_Encoding="gzip"), "http.encoding"),
    "17-deflate-cut": (reply(200, zlib.compress(FEED * 9)[:-9], Content_Encoding="deflate"), "http.incomplete"),
    "18-deflate-that-is-none": (reply(200, FEED, Content_Encoding="deflate"), "http.encoding"),
    "18-gzip-that-is-none": (reply(200, FEED, Content_Encoding="gzip"), "http.encoding"),
    "19-bomb": (reply(200, BOMB, Content_Encoding="gzip"), "http.bomb"),
    "19-deflate-bomb": (reply(200, zlib.compress(b"\0" * 30_000_000), Content_Encoding="deflate"), "http.bomb"),
    "20-gzip-in-gzip": (reply(200, gzip.compress(PACKED), Content_Encoding="gzip, gzip"), "http.encoding"),
    "20-brotli": (reply(200, b"\x0b", Content_Encoding="br"), "http.encoding"),
    "21-200-headers": (head(200, {f"X-{n}": n for n in range(200)}), "http.headers"),
    "21-100-kB-line": (head(200, {"X-Long": "y" * 100_000}), "http.headers"),
    "21-endless-100": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "net.timeout"),
    "21-endless-103": (endless(b"", head(103, {"Link": "</a.css>"})), "net.timeout"),
    "22-loop": (reply(302, Location="/feed"), "http.redirects"),
    "24-to-file": (reply(302, Location="file:///etc/hostname"), "http.scheme"),
    "24-to-ftp": (reply(301, Location="ftp://127.0.0.1/"), "http.scheme"),
    "24-to-data": (reply(301, Location="data:text/xml,<rss/>"), "http.scheme"),
    "24-to-gopher": (reply(301, Location="gopher://127.0.0.1:70/"), "http.scheme"),
    "24-to-nowhere": (reply(302), "http.status"),
    "24-to-a-long-address": (reply(302, Location="/" + "a" * 8000), "http.url"),
    "24-to-a-long-name": (reply(302, Location=f"http://{'a' * 254}/"), "http.url"),
    "34-login": (reply(401), "http.unauthorized"),
    "34-forbidden": (reply(403, b"no"), "http.forbidden"),
    "34-not-found": (reply(404), "http.not_found"),
    "34-gone": (reply(410), "http.gone"),
    "33-too-often": (reply(429), "http.rate_limited"),
    "33-server": (reply(500), "http.server"),
    "33-unavailable": (reply(503), "http.server"),
    "35-challenge-header": (reply(403, cf_mitigated="challenge"), "http.challenge"),
    "35-challenge-page": (zipped(503, b"<title>Just a moment...</title>", Content_Type="text/html"), "http.challenge"),
    "35-challenge-of-aws": (reply(202, b"<script>", x_amzn_waf_action="challenge"), "http.challenge"),
    "35-challenge-of-siteground": (reply(202, b"<html>", SG_Captcha="challenge"), "http.challenge"),
    "35-captcha-of-aws": (reply(405, x_amzn_waf_action="captcha"), "http.challenge"),
    "35-challenge-of-datadome": (
        reply(403, b'{"url": "https://geo.captcha-delivery.com/"}', Content_Type="application/json"),
        "http.challenge",
    ),
    "page-of-a-challenge-elsewhere": (reply(404, b"Just a moment...", Content_Type="text/html"), "http.not_found"),
    "36-empty": (reply(200), "http.empty"),
    "36-blank": (reply(200, b" \n"), "http.empty"),
    "36-no-content": (reply(204), "http.empty"),
    "partial": (reply(206, FEED), "http.status"),
    "teapot": (reply(418), "http.status"),
    "no-http": (b"SSH-2.0-OpenSSH_9\r\n", "http.status"),
}


@pytest.mark.parametrize(("answer", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_has_its_code(web, answer, code):
    """Every way a server fails ends in its own stable code, never in half a body; validators are not touched."""
    web.on("/feed", answer)
    fetcher = make(web, limits=QUICK if code == "net.timeout" else PATIENT)
    with pytest.raises(FetchError) as caught:
        fetcher.get(state(web.url("/feed")))
    assert code == caught.value.code
    assert len(str(caught.value)) < 200


def test_refused_connection():
    """A closed port says so."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    fetcher = Fetcher(Limits(allow=(f"127.0.0.1:{port}",)), Polling(gap=timedelta()), "")
    with pytest.raises(FetchError) as caught:
        fetcher.get(state(f"http://127.0.0.1:{port}/"))
    assert caught.value.code == "net.refused"


@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_plain_body_is_asked_for_once_when_gzip_was_a_lie(web, name):
    """A server whose gzip is none is asked once more without gzip."""
    web.on("/feed", reply(200, FEED, Content_Encoding=name), reply(200, FEED))
    assert get(web).body == FEED
    assert [request.headers["accept-encoding"] for request in web.requests] == ["gzip", "identity"]


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("hops", "moved"),
    [
        pytest.param([301, 308], "/2", id="for-good"),
        pytest.param([302], "", id="for-now"),
        pytest.param([307, 301], "", id="for-now-first"),
        pytest.param([301, 303], "/1", id="for-good-then-for-now"),
    ],
)
def test_only_permanent_redirects_are_learned(web, hops, moved):
    """`moved_to` is where permanent redirects led before any temporary one."""
    for number, status in enumerate(hops):
        web.on(f"/{number}", reply(status, Location=f"/{number + 1}"))
    web.on(f"/{len(hops)}", reply(200, FEED))
    got = get(web, "/0")
    assert (web.url(f"/{len(hops)}"), web.url(moved) if moved else "") == (got.url, got.moved_to)


def test_body_of_a_redirect_is_never_read(web):
    """A redirect may announce any body: the connection is closed instead."""
    web.on("/feed", endless(head(302, {"Location": "/next", "Content-Length": 300 << 20}), b"x" * 65536))
    web.on("/next", reply(200, FEED))
    assert get(web).body == FEED


def test_too_many_redirects(web):
    """Five redirects are followed, the sixth is not."""
    for number in range(20):
        web.on(f"/{number}", reply(302, Location=f"/{number + 1}"))
    assert code_of(web, "/0") == "http.redirects"
    assert len(web.requests) == 6


def test_location_in_utf8_is_understood(web):
    """Servers write raw UTF-8 into Location; it is followed as meant."""
    web.on("/feed", b"HTTP/1.1 302 Found\r\nLocation: /\xe5\x8f\xaf\xe7\x81\xb5\r\nContent-Length: 0\r\n\r\n")
    web.on("/%E5%8F%AF%E7%81%B5", reply(200, FEED))
    assert get(web).body == FEED


def test_login_in_the_url_stays_with_its_origin(web):
    """A login goes along to the same origin, never to another one, and never into a message."""
    with Web() as other:
        web.on("/feed", reply(302, Location="/same"))
        web.on("/same", reply(302, Location=other.url("/feed")))
        other.on("/feed", reply(403))
        fetcher = make(web, other)
        with pytest.raises(FetchError) as caught:
            fetcher.get(state(web.url("/feed", host="reader:canary@127.0.0.1")))
        assert [request.headers["authorization"] for request in web.requests] == ["Basic cmVhZGVyOmNhbmFyeQ=="] * 2
        assert "authorization" not in other.requests[0].headers
        assert "canary" not in str(caught.value)


# ---------------------------------------------------------------- waits


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        pytest.param("7200", timedelta(hours=2), id="seconds"),
        pytest.param("Tue, 24 Nov 2026 12:00:00 GMT", timedelta(hours=3), id="date"),
        pytest.param("Tue, 24 Nov 2020 12:00:00 GMT", timedelta(hours=1), id="past"),
        pytest.param("99999999", timedelta(days=7), id="capped"),
        pytest.param("9" * 400, timedelta(days=7), id="absurd"),
        pytest.param("soon", timedelta(hours=1), id="garbage"),
        pytest.param("", None, id="not-said"),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_read(web, status, header, wait):
    """Retry-After counts in seconds or as a date; past or unreadable ones ask for an hour; a week is the most."""
    web.on("/feed", reply(status, **({"Retry_After": header} if header else {})))
    with pytest.raises(FetchError) as caught:
        get(web)
    assert wait == caught.value.retry_after


def test_retry_after_counts_from_the_servers_own_clock(web):
    """A date is read against the server's Date: its clock may be wrong."""
    dates = {"Date": "Sat, 01 Jan 2000 00:00:00 GMT", "Retry_After": "Sat, 01 Jan 2000 02:00:00 GMT"}
    web.on("/feed", reply(503, **dates))
    with pytest.raises(FetchError) as caught:
        get(web)
    assert timedelta(hours=2) == caught.value.retry_after


@pytest.mark.parametrize(
    ("headers", "age"),
    [
        pytest.param({"Cache_Control": "public, Max-Age=43200"}, timedelta(hours=12), id="max-age"),
        pytest.param({"Cache_Control": 'max-age="60", x'}, timedelta(seconds=60), id="quoted"),
        pytest.param({"Cache_Control": "max-age=1000000000000"}, timedelta(days=7), id="capped"),
        pytest.param({"Cache_Control": "no-store"}, None, id="no-store"),
        pytest.param({"Cache_Control": "max-age=-1"}, None, id="negative"),
        pytest.param({"Expires": LATER}, timedelta(hours=1), id="expires"),
        pytest.param({"Expires": "0"}, None, id="expires-0"),
        pytest.param({"Cache_Control": "max-age=60", "Expires": LATER}, timedelta(seconds=60), id="both"),
        pytest.param({}, None, id="not-said"),
    ],
)  # fmt: skip
def test_freshness_is_read(web, headers, age):
    """max-age says how long the answer is fresh, else Expires does."""
    web.on("/feed", reply(200, FEED, **headers))
    assert age == get(web).max_age


def test_429_bars_the_whole_host(web):
    """A host that says "too often" is asked for none of its other feeds until its time has passed."""
    web.on("/a", reply(429, Retry_After="100"))
    web.on("/b", reply(200, FEED))
    now = [0.0]
    fetcher = make(web, clock=lambda: now[0])
    codes = []
    for path in ("/a", "/b"):
        with pytest.raises(FetchError) as caught:
            fetcher.get(state(web.url(path)))
        codes.append((caught.value.code, caught.value.retry_after))
    now[0] = 101.0
    assert [("http.rate_limited", timedelta(seconds=100))] * 2 == codes
    assert fetcher.get(state(web.url("/b"))).body == FEED
    assert web.paths == ["/a", "/b"]


# ---------------------------------------------------------------- TLS


def secure(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT@SECLEVEL=0")  # lets it send what is signed with SHA-1
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATES / "authority.pem"))


def to_loopback(host, port, **_):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def test_verified_tls_works():
    """A certificate that fits the name is accepted, and the name is what the server is asked for."""
    with Web(secure("good")) as web:
        web.on("/feed", reply(200, FEED))
        fetcher = make(web, resolve=to_loopback, tls=trusting())
        assert fetcher.get(state(web.url("/feed", host="feeds.test"))).body == FEED
        assert f"feeds.test:{web.port}" == web.requests[0].headers["host"]


@pytest.mark.parametrize(
    ("certificate", "code"),
    [("expired", "tls.expired"), ("other", "tls.hostname"), ("selfsigned", "tls.untrusted"), ("sha1", "tls.untrusted")],
)
def test_bad_certificates_are_refused(certificate, code):
    """No certificate fault is overlooked, and no byte of a request is sent."""
    with Web(secure(certificate)) as web:
        fetcher = make(web, resolve=to_loopback, tls=trusting())
        with pytest.raises(FetchError) as caught:
            fetcher.get(state(web.url("/feed", host="feeds.test")))
        assert (code, []) == (caught.value.code, web.requests)


@pytest.mark.parametrize("answer", [silent, drip(reply(200, FEED), 0.02)], ids=["silent", "slow-head"])
def test_deadline_covers_tls(answer):
    """The deadline holds under TLS too."""
    with Web(secure("good")) as web:
        web.on("/feed", answer)
        fetcher = make(web, limits=QUICK, resolve=to_loopback, tls=trusting())
        with pytest.raises(FetchError) as caught:
            fetcher.get(state(web.url("/feed", host="feeds.test")))
        assert caught.value.code == "net.timeout"


def test_stalled_handshake_ends(web):
    """A server that takes the ClientHello and says nothing is left at the deadline."""
    fetcher = make(web, limits=QUICK, resolve=to_loopback, tls=trusting())
    with pytest.raises(FetchError) as caught:
        fetcher.get(state(f"https://feeds.test:{web.port}/feed"))
    assert caught.value.code == "net.timeout"


def test_tls_is_never_given_up():
    """A redirect from https to http is not followed."""
    with Web(secure("good")) as web, Web() as plain:
        web.on("/feed", reply(301, Location=plain.url("/feed")))
        fetcher = make(web, plain, resolve=to_loopback, tls=trusting())
        with pytest.raises(FetchError) as caught:
            fetcher.get(state(web.url("/feed", host="feeds.test")))
        assert (caught.value.code, plain.connections) == ("http.downgrade", 0)


def test_closing_ends_what_is_waiting(web):
    """A closed fetcher starts nothing more."""
    web.on("/feed", reply(200, FEED))
    fetcher = make(web)
    fetcher.close()
    with pytest.raises(FetchError) as caught:
        fetcher.get(state(web.url("/feed")))
    assert (caught.value.code, web.requests) == ("net.closed", [])


def test_a_kernel_that_knows_no_ipv6_reads_by_ipv4():
    """A host has addresses of both; where the kernel makes no socket for the first kind, the second is tried."""
    unknown = 9_999
    with Web() as web:
        place = ("127.0.0.1", int(web.allow.rpartition(":")[2]))
        connect([(unknown, ("::1", 80)), (socket.AF_INET, place)], "site.example.org", 5, lambda: 5.0).close()
