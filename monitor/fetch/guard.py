"""A host name in; addresses that are safe to connect to out, or a refusal: the guard against server-side forgery.

Resolve once, look at every answer, connect to a checked literal: what was checked is what is connected to, so a
name that changes between check and connection gains nothing. Any answer that is not public refuses the host:
a name that is public and private at once is an attack or a mistake, and both want a person.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterable, Sequence

from monitor.fetch.errors import FetchError
from monitor.lookup import Found, Lookup, NoName, Resolve

Address = tuple[socket.AddressFamily, tuple[str, int]]  # family, (literal, port)

# Not public although `ipaddress` of some CPython from 3.11 to 3.13 says global, by the IANA special-purpose registries:
# shared address space, benchmarking, protocol assignments, 6to4 anycast, reserved.
_NOT_PUBLIC_4 = tuple(
    ipaddress.IPv4Network(net)
    for net in ("100.64.0.0/10", "198.18.0.0/15", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "0.0.0.0/8")
)
# Global unicast is 2000::/3 and nothing else; inside it Teredo, documentation and 6to4 carry other addresses.
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

# Names of cloud metadata services: refused without asking, whatever a resolver makes of them.
_METADATA = {"metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal"}

# Names that mean this machine or its own network (RFC 6761, RFC 6762, RFC 8375, and the .internal of ICANN).
_OWN_NAMES = (".localhost", ".local", ".internal", ".home.arpa")

_LOOKUPS = 32  # at once; a resolver that hangs holds a thread each


def is_public(address: str) -> bool:
    """Is this literal a public unicast address? Mapped IPv4 counts as IPv4; anything unreadable is not public.

    >>> is_public("93.184.216.34"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            inside = parsed in _PUBLIC_6 and not any(parsed in net for net in _NOT_PUBLIC_6)
            return inside and parsed.is_global
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast and not any(parsed in net for net in _NOT_PUBLIC_4)


def allowed(entries: Iterable[str]) -> frozenset[tuple[str, int]]:
    """Part the `address:port` entries of an allow list; IPv6 with or without brackets.

    >>> sorted(allowed(["127.0.0.1:8080", "[::1]:80"]))
    [('127.0.0.1', 8080), ('::1', 80)]
    """
    parted = (entry.rpartition(":") for entry in entries)
    return frozenset((literal.strip("[]"), int(port)) for literal, _, port in parted)


class Guard:
    """Resolves names and refuses what is not public, except `allow` ("address:port")."""

    def __init__(self, resolve: Resolve, allow: Iterable[str]) -> None:
        self._resolve = resolve
        self._allow = allowed(allow)
        self._lookups = threading.BoundedSemaphore(_LOOKUPS)

    def addresses(self, host: str, port: int, seconds: float) -> list[Address]:
        """All addresses of `host`, each one checked, in the resolver's order.

        Raises FetchError: net.private (also when a single answer is not public), dns.nxdomain, dns.temporary,
        dns.timeout after `seconds`, http.url for a name no resolver takes.
        """
        _refuse_metadata(host)
        found = self.any_addresses(host, port, seconds)
        for _, (literal, _) in found:
            self._refuse_private(host, literal, port)
        return found

    def any_addresses(self, host: str, port: int, seconds: float) -> list[Address]:
        """All addresses of a host that the operator chose, public or not. Raises FetchError as `addresses`."""
        found: list[Address] = []
        for family, _, _, _, place in self._look_up(host, port, seconds):
            address = (socket.AddressFamily(family), (str(place[0]), port))
            if address not in found:
                found.append(address)
        if not found:
            raise FetchError("dns.nxdomain", f"{host} has no address")
        return found

    def refuse_known(self, host: str, port: int) -> None:
        """Refuse what needs no resolver to be known as not public. Raises FetchError net.private."""
        _refuse_metadata(host)
        name = host.rstrip(".").lower()
        if _is_literal(host):
            self._refuse_private(host, host, port)
        elif f".{name}".endswith(_OWN_NAMES) or "." not in name:
            raise FetchError("net.private", f"{host} is a name of this machine or its network")

    def is_allowed(self, literal: str, port: int) -> bool:
        """Tell whether the operator named this address as one of their own network."""
        return (literal, port) in self._allow

    def _refuse_private(self, host: str, literal: str, port: int) -> None:
        if not is_public(literal) and not self.is_allowed(literal, port):
            where = host if host == literal else f"{host} leads to {literal}, which"
            raise FetchError("net.private", f"{where} is not a public address")

    def _look_up(self, host: str, port: int, seconds: float) -> Sequence[Found]:
        """Ask the resolver, no longer than this. A literal is answered at once."""
        if _is_literal(host):
            return self._resolve(host, port, type=socket.SOCK_STREAM)
        if not self._lookups.acquire(timeout=max(0.0, seconds)):
            raise FetchError("dns.timeout", f"no resolver was free to look up {host}")
        try:
            found = Lookup(host, port, self._resolve, self._lookups.release).wait(seconds)
        except OSError as error:
            raise _dns_error(error, host) from error
        if not found:
            raise FetchError("dns.timeout", f"looking up {host} took too long")
        return found


def _refuse_metadata(host: str) -> None:
    if host.rstrip(".").lower() in _METADATA:
        raise FetchError("net.private", f"{host} is a metadata service, not a site")


def _is_literal(host: str) -> bool:
    """Tell whether a host is an address; one with a zone (fe80::1%eth0) is a matter of the machine's interfaces."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _dns_error(error: OSError, host: str) -> FetchError:
    if isinstance(error, NoName):
        return FetchError("http.url", f"{host} is not a host name")
    missing = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
    if isinstance(error, socket.gaierror) and error.errno in missing:
        return FetchError("dns.nxdomain", f"there is no host {host}")
    return FetchError("dns.temporary", f"looking up {host} failed for now")
