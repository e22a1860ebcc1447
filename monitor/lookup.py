"""A host's name in, its addresses out, looked up in a thread of its own: getaddrinfo knows no deadline."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

Found = tuple[Any, ...]  # one of what getaddrinfo returns: family, kind, protocol, canonical name, address
Resolve = Callable[..., Sequence[Found]]  # shape of socket.getaddrinfo


class NoName(socket.gaierror):
    """No resolver takes this for a name: a label that IDNA cannot say."""


class Lookup:
    """One question to the resolver; `on_end` is called when it is answered, however late.

    Asked by a daemon: a resolver that never answers must not hold up the exit.
    """

    def __init__(
        self,
        host: str,
        port: int,
        resolve: Resolve = socket.getaddrinfo,
        on_end: Callable[[], None] = lambda: None,
    ) -> None:
        self._answer: SimpleQueue[list[Found] | OSError] = SimpleQueue()
        task = (host, port, resolve, on_end)
        threading.Thread(target=self._ask, args=task, daemon=True, name=f"lookup {host}").start()

    def _ask(self, host: str, port: int, resolve: Resolve, on_end: Callable[[], None]) -> None:
        try:
            found = [*resolve(host, port, type=socket.SOCK_STREAM)]
            self._answer.put(found or socket.gaierror(socket.EAI_NONAME, "it has no address"))
        except OSError as error:
            self._answer.put(error)
        except UnicodeError as error:
            self._answer.put(NoName(socket.EAI_NONAME, f"no name that can be asked for: {error}"))
        finally:
            on_end()

    def wait(self, seconds: float) -> list[Found]:
        """Return the addresses, or [] when they are not known yet; raises what the resolver does, or NoName."""
        try:
            answer = self._answer.get(timeout=max(0.0, seconds))
        except Empty:
            return []
        if isinstance(answer, OSError):
            raise answer
        return answer
