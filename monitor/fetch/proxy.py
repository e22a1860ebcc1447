"""A connection to a proxy in; one that leads through it to a site out, or a refusal.

For machines that reach the web through a proxy alone, and for a unit that may reach nothing but its own machine.
The proxy looks names up, so of the guard only what can be known without an answer is left; the rest is the proxy's.
Source: RFC 9110 9.3.6 (CONNECT, for https), RFC 9112 3.2.2 (the whole address as the target, for http).
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable

from monitor.fetch.errors import FetchError, explain
from monitor.fetch.guard import Guard
from monitor.fetch.wire import connect, place_of


class Proxy:
    """The operator's proxy; its own address may be private."""

    def __init__(self, url: str, guard: Guard) -> None:
        self._host, self._port, _ = place_of(url)
        self._guard = guard

    def reach(self, host: str, port: int, seconds: float, left: Callable[[], float]) -> socket.socket:
        """Connect to the proxy for a request to `host`. Raises FetchError: net.private for the host, else net.proxy."""
        self._guard.refuse_known(host, port)
        try:
            return connect(self._guard.any_addresses(self._host, self._port, left()), self._host, seconds, left)
        except FetchError as error:
            fault = error
        raise _ours(fault.text)

    def tunnel(self, wire: socket.socket, host: str, port: int) -> None:
        """Have what is sent from here on go to `host` as it is. Raises FetchError net.proxy."""
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        answer = http.client.HTTPResponse(wire, method="CONNECT")
        try:
            wire.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode("ascii"))
            answer.begin()
            fault = "" if answer.status == 200 else f"it answers {answer.status} to the way to {host}"
        except (OSError, http.client.HTTPException) as error:
            fault = explain(error, self._host).text
        finally:
            answer.close()
        if fault:
            raise _ours(fault)


def _ours(text: str) -> FetchError:
    """Make the error; outside of any `except`, for what caused an error speaks for it (`explain`)."""
    return FetchError("net.proxy", f"the proxy: {text}")
