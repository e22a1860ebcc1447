"""A host's name in, its addresses out, looked up in a thread of its own: getaddrinfo knows no deadline."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

Found = tuple[Any, ...]  # one of what getaddrinfo returns: family, kind, protocol, canonical name, address


Resolve = Callable[..., Sequence[Found]]  # shape of socket.getaddrinfo


class Lookup:
    """One question to the resolver."""

    def __init__(self, host: str, port: int, resolve: Resolve = socket.getaddrinfo) -> None:
        self._answer: SimpleQueue[list[Found] | OSError] = SimpleQueue()
        threading.Thread(target=self._ask, args=(host, port, resolve), daemon=True, name="lookup").start()

    def _ask(self, host: str, port: int, resolve: Resolve) -> None:
        try:
            found = [*resolve(host, port, type=socket.SOCK_STREAM)]
            self._answer.put(found or socket.gaierror(socket.EAI_NONAME, "it has no address"))
        except OSError as error:
            self._answer.put(error)
        except UnicodeError as error:  # a label that IDNA cannot say
            self._answer.put(socket.gaierror(socket.EAI_NONAME, f"no name that can be asked for: {error}"))

    def wait(self, seconds: float) -> list[Found]:
        """Return the addresses, or [] when they are not known yet; raises what the resolver does."""
        try:
            answer = self._answer.get(timeout=seconds)
        except Empty:
            return []
        if isinstance(answer, OSError):
            raise answer
        return answer
