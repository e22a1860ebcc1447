"""The guard against forged addresses: nothing that is not public is ever connected to."""

from __future__ import annotations

import socket
import threading
import tracemalloc
from datetime import timedelta

import pytest
from web import Web, reply

from monitor.fetch import Fetcher, FetchError, is_public
from monitor.fetch.etiquette import Lanes
from monitor.fetch.guard import Guard
from monitor.model import Feed, FeedState, Limits, Polling

PRIVATE = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "nonsense", "",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "223.5.5.5", "198.20.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"]
# Ways to write a private address that a resolver or a URL parser may understand.
SPELLINGS = [
    "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "0",
    "①②⑦.⓪.⓪.①", "127.0.0.1.", "169.254.169.254", "100.100.100.200", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "[fec0::1]", "[::127.0.0.1]", "metadata.google.internal", "metadata.google.internal.",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public(address):
    """Loopback, link-local, private, shared, reserved, multicast and translated addresses are not public."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public(address):
    """Ordinary addresses are."""
    assert is_public(address)


def fetch(url: str, *allow: str, resolve=socket.getaddrinfo, limits: Limits | None = None) -> str:
    limits = limits or Limits(total=timedelta(seconds=1), connect=timedelta(seconds=0.3), allow=allow)
    fetcher = Fetcher(limits, Polling(gap=timedelta()), "", resolve=resolve)
    with pytest.raises(FetchError) as caught:
        fetcher.get(FeedState(feed=Feed("sample", url), url=url))
    fetcher.close()
    return caught.value.code


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_private_addresses_are_refused_however_written(spelling):
    """No spelling of a private address gets a packet to a listener."""
    with Web() as web:
        assert fetch(f"http://{spelling}:{web.port}/") in ("net.private", "http.url", "dns.nxdomain")
        assert web.connections == 0


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_redirects_are_checked_like_the_first_address(spelling):
    """A redirect to a private address is refused at its hop."""
    with Web() as web, Web() as inside:
        web.on("/", reply(302, Location=f"http://{spelling}:{inside.port}/"))
        assert fetch(web.url(), web.allow) in ("net.private", "http.url", "dns.nxdomain")
        assert inside.connections == 0


def answers(*addresses: str):
    def resolve(host, port, **_):
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port)) for each in addresses]

    return resolve


def test_one_private_answer_refuses_the_host():
    """A name that is public and private at once is refused whole."""
    assert fetch("http://both.test/", resolve=answers("93.184.216.34", "10.0.0.1")) == "net.private"


def test_what_was_checked_is_what_is_connected_to():
    """The name is looked up once: a second, other answer is never asked for."""
    calls = []

    def rebinding(host, port, **_):
        calls.append(host)
        return answers("10.0.0.1" if len(calls) == 1 else "127.0.0.1")(host, port)

    with Web() as web:
        assert fetch(f"http://moving.test:{web.port}/", web.allow, resolve=rebinding) == "net.private"
        assert (calls, web.connections) == (["moving.test"], 0)


def test_allow_list_opens_one_address_and_port():
    """An allowed address:port is open, its neighbours are not."""
    with Web() as web, Web() as other:
        assert fetch(web.url(), web.allow) == "http.not_found"
        assert fetch(other.url(), web.allow) == "net.private"
        assert other.connections == 0


def test_second_address_is_tried():
    """Where IPv6 is broken, the next address of the name serves, in the same fetch."""
    with Web() as web:
        allow = (web.allow, f"[::1]:{web.port}")
        code = fetch(f"http://two.test:{web.port}/", *allow, resolve=answers("::1", "127.0.0.1"))
        assert (code, web.connections) == ("http.not_found", 1)


def failing(error: Exception):
    def resolve(host, port, **_):
        raise error

    return resolve


@pytest.mark.parametrize(
    ("resolve", "code"),
    [
        pytest.param(failing(socket.gaierror(socket.EAI_NONAME, "x")), "dns.nxdomain", id="nxdomain"),
        pytest.param(failing(socket.gaierror(socket.EAI_AGAIN, "x")), "dns.temporary", id="servfail"),
        pytest.param(failing(UnicodeError("label too long")), "http.url", id="no-name"),
        pytest.param(answers(), "dns.nxdomain", id="no-address"),
    ],
)
def test_lookup_faults_are_told_apart(resolve, code):
    """No such name, and no answer for now, are two things."""
    assert code == fetch("http://name.test/", resolve=resolve)


def hanging_until(event: threading.Event):
    """A resolver that answers nobody before the event."""

    def resolve(*_, **__):
        event.wait(5)
        return []

    return resolve


def test_hanging_resolver_ends_at_the_deadline():
    """A resolver that never answers costs its own fetch the deadline, and nobody else anything."""
    forever = threading.Event()
    limits = Limits(total=timedelta(seconds=0.2))
    assert fetch("http://hang.test/", resolve=hanging_until(forever), limits=limits) == "dns.timeout"
    forever.set()


@pytest.mark.parametrize(("host", "waits"), [("93.184.216.34", False), ("name.test", True), ("127.1", True)])
def test_a_literal_costs_no_thread(host, waits):
    """What needs no answer from anybody is not waited for: only names are looked up in a thread of their own."""
    askers = []

    def resolve(_host, port, **_):
        askers.append(threading.current_thread())
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    Guard(resolve, ()).addresses(host, 80, 10.0)
    assert [one is not threading.current_thread() for one in askers] == [waits]


def test_black_hole_ends_at_the_connect_timeout():
    """A listener whose queue is full ends in a timeout."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        crowd = [socket.socket() for _ in range(4)]
        for each in crowd:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        code = fetch(f"http://127.0.0.1:{port}/", f"127.0.0.1:{port}")
        for each in crowd:
            each.close()
    assert code == "net.timeout"


def test_lookups_have_a_bound():
    """Of lookups that hang only so many are under way."""
    forever = threading.Event()
    guard = Guard(hanging_until(forever), ())
    codes = set()
    for _ in range(40):
        with pytest.raises(FetchError) as caught:
            guard.addresses("stuck.test", 80, 0.001)
        codes.add(caught.value.code)
    hanging = [thread for thread in threading.enumerate() if thread.name == "lookup stuck.test"]
    forever.set()
    assert ({"dns.timeout"}, 32) == (codes, len(hanging))


class Clock:
    """Time that only passes while someone waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> bool:
        if seconds > 0:
            self.waits.append(seconds)
            self.now += seconds
        return False


def test_a_gap_lies_between_two_requests_to_one_host():
    """The next request to a host waits for the gap after the last one ended; other hosts do not."""
    clock = Clock()
    lanes = Lanes(1, timedelta(seconds=2), clock, clock.pause)
    with lanes.turn("a:80"):
        clock.now += 5
    with lanes.turn("b:80"):
        pass
    clock.now += 0.5
    with lanes.turn("a:80"):
        pass
    with lanes.turn("a:443"):
        pass
    assert clock.waits == [1.5]


def test_hosts_that_had_no_request_for_an_hour_are_forgotten():
    """A feed that leads to another host each time fills no memory in years; what a host asked for is kept."""
    clock = Clock()
    lanes = Lanes(1, timedelta(seconds=2), clock, clock.pause)
    lanes.bar("a:80", timedelta(days=7))
    tracemalloc.start()
    try:
        for number in range(2_000):
            clock.now += 300
            with lanes.turn(f"{number}.example:443"):
                pass
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 200_000
    with pytest.raises(FetchError, match="to wait"), lanes.turn("a:80"):
        pass


def test_one_request_at_a_time_to_one_host():
    """While one request is under way, the next one to the same host has not begun."""
    lanes = Lanes(1, timedelta(), Clock(), lambda _: False)
    entered = threading.Event()

    def second() -> None:
        with lanes.turn("a:80"):
            entered.set()

    thread = threading.Thread(target=second)
    with lanes.turn("a:80"):
        thread.start()
        waited = not entered.wait(0.05)
    thread.join(5)
    assert (waited, entered.is_set()) == (True, True)
