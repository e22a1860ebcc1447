"""Sites asked through the operator's proxy: what it is told, what is never sent to it, and how its faults are named."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from test_fetch import FEED, PATIENT, QUICK, secure, state, trusting
from web import Request, Web, Wire, reply, silent

from monitor.fetch import Fetcher, FetchError
from monitor.model import Limits, Polling


def through(proxy: str, *allow: str, limits: Limits = PATIENT, **seams) -> Fetcher:
    polling = Polling(gap=timedelta(), proxy=proxy)
    return Fetcher(replace(limits, allow=allow), polling, "desk@example.org", resolve=only_literals, **seams)


def only_literals(host, port, **_):
    """Names are the proxy's to look up: nobody else is asked for one."""
    socket.inet_aton(host)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]


def leading_to(site: Web):
    """Play a tunnel to a site."""

    def script(wire: Wire, _: Request) -> None:
        with socket.create_connection(("127.0.0.1", site.port)) as beyond:
            wire.send(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n")
            back = threading.Thread(target=relay, args=(beyond, wire.sock), daemon=True)
            back.start()
            relay(wire.sock, beyond)
            back.join(5)

    return script


def relay(source: socket.socket, sink: socket.socket) -> None:
    try:
        while part := source.recv(65536):
            sink.sendall(part)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one side went: the play is over


def code_of(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.get(state(url))
    fetcher.close()
    return caught.value


@pytest.fixture
def proxy(web):
    return web


def test_a_plain_site_is_asked_for_by_its_whole_address(proxy):
    """The proxy is told the address without a login in it; the name is looked up by nobody here."""
    proxy.on("http://site.example/feed?a=1", reply(200, FEED, ETag='"x"'))
    fetcher = through(proxy.url("").rstrip("/"))
    answer = fetcher.get(state("http://site.example/feed?a=1"))
    fetcher.close()
    assert (answer.body, answer.etag, proxy.requests[0].headers["host"]) == (FEED, '"x"', "site.example")


def test_a_secure_site_is_reached_by_a_tunnel(proxy):
    """The certificate is the site's, and the proxy learns its name and port alone."""
    with Web(secure("good")) as site:
        site.on("/feed", reply(200, FEED))
        proxy.on(f"feeds.test:{site.port}", leading_to(site))
        fetcher = through(proxy.url("").rstrip("/"), tls=trusting())
        assert fetcher.get(state(site.url("/feed", host="feeds.test"))).body == FEED
        fetcher.close()
        assert (["/feed"], proxy.requests[0].raw.split(b" ")[0]) == ([one.path for one in site.requests], b"CONNECT")
        assert b"user-agent" not in proxy.requests[0].raw.lower()


def test_a_certificate_of_another_site_is_refused_behind_a_proxy_too(proxy):
    """A proxy that leads elsewhere gains nothing."""
    with Web(secure("other")) as site:
        proxy.on(f"feeds.test:{site.port}", leading_to(site))
        fetcher = through(proxy.url("").rstrip("/"), tls=trusting())
        assert code_of(fetcher, site.url("/feed", host="feeds.test")).code == "tls.hostname"
        assert site.requests == []


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/feed", "https://[::1]/feed", "http://169.254.169.254/latest", "http://localhost/feed",
     "http://router.local/", "http://metadata.google.internal/", "https://intranet/feed", "http://a.localhost./"],
)  # fmt: skip
def test_a_proxy_is_not_asked_for_what_is_not_public(proxy, url):
    """Addresses and names that never mean a public site are refused before the proxy hears of them."""
    assert code_of(through(proxy.url("").rstrip("/")), url).code == "net.private"
    assert proxy.connections == 0


def test_a_redirect_to_a_private_address_is_refused_behind_a_proxy_too(proxy):
    """Each hop is looked at like the first."""
    proxy.on("http://site.example/feed", reply(302, Location="http://127.0.0.1:9/feed"))
    assert code_of(through(proxy.url("").rstrip("/")), "http://site.example/feed").code == "net.private"
    assert len(proxy.requests) == 1


@pytest.mark.parametrize(
    "answer", [reply(403), reply(407), b"nonsense\r\n\r\n", b""], ids=["forbidden", "login", "odd", "gone"]
)
def test_a_tunnel_refused_is_the_proxys_fault(proxy, answer):
    """What the proxy says to a tunnel is told as its own fault, not the site's."""
    proxy.on("site.example:443", answer)
    error = code_of(through(proxy.url("").rstrip("/")), "https://site.example/feed")
    assert (error.code, error.text[:10]) == ("net.proxy", "the proxy:")


def test_a_proxy_that_wants_a_login_is_named(proxy):
    """A plain request that is answered 407 is no fault of the site."""
    proxy.on("http://site.example/feed", reply(407))
    assert code_of(through(proxy.url("").rstrip("/")), "http://site.example/feed").code == "net.proxy"


def test_a_proxy_that_is_not_there_is_named():
    """Nothing listens: the operator is led to the proxy, not to the site."""
    with Web() as gone:
        address = gone.url("").rstrip("/")
    error = code_of(through(address), "http://site.example/feed")
    assert (error.code, error.text) == ("net.proxy", "the proxy: 127.0.0.1 refused the connection")


@pytest.mark.parametrize("url", ["https://site.example/feed", "http://site.example/feed"])
def test_a_proxy_that_says_nothing_is_left_at_the_deadline(proxy, url):
    """A silent proxy costs no more time than a silent site."""
    proxy.on("site.example:443", silent)
    proxy.on("http://site.example/feed", silent)
    assert code_of(through(proxy.url("").rstrip("/"), limits=QUICK), url).code in ("net.proxy", "net.timeout")


def test_an_address_of_ones_own_is_asked_without_the_proxy(proxy):
    """What `limits.allow` names (a language model, a feed of this machine) is not the proxy's business."""
    with Web() as own:
        own.on("/feed", reply(200, FEED))
        fetcher = through(proxy.url("").rstrip("/"), own.allow)
        assert fetcher.get(state(own.url("/feed"))).body == FEED
        fetcher.close()
    assert proxy.connections == 0
