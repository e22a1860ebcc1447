"""Messages on a socket between parent and child: a length of eight bytes, then a pickle."""

from __future__ import annotations

import builtins
import io
import math
import pickle
import socket
import sys
import time
from typing import Any

_LARGEST = 256 << 20  # bytes of a message
VALUE, ERROR, OUT_OF_MEMORY = b"v", b"e", b"m"  # what an answer begins with


class WorkerError(Exception):
    """A call without an answer; `code` is stable: parse.cpu, parse.memory, parse.crash, proc.limit, proc.replaced."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text

    def __str__(self) -> str:
        return self.text


def send(channel: socket.socket, message: bytes, until: float = math.inf) -> None:
    """Write one message; TimeoutError when the other side does not take it before `until` (monotonic clock)."""
    for part in (len(message).to_bytes(8), message):
        channel.settimeout(_left_until(until))
        channel.sendall(part)


def receive(channel: socket.socket, until: float = math.inf) -> bytes:
    """Return one message; EOFError when the other side is gone, TimeoutError when time is up."""
    size = int.from_bytes(_exactly(channel, 8, until))
    if size > _LARGEST:
        raise WorkerError("parse.memory", f"an answer of {size} bytes")
    return bytes(_exactly(channel, size, until))


def _exactly(channel: socket.socket, size: int, until: float) -> bytearray:
    received = bytearray()
    while len(received) < size:
        channel.settimeout(_left_until(until))
        part = channel.recv(min(size - len(received), 1 << 20))
        if not part:
            raise EOFError
        received += part
    return received


def _left_until(until: float) -> float | None:
    return None if until == math.inf else max(until - time.monotonic(), 0.001)


def opened(answer: bytes | None) -> tuple[bytes, Any]:
    """Return what kind of answer it is, and the value or error in it."""
    kind, content = (answer or b"")[:1], (answer or b"")[1:]
    if kind == OUT_OF_MEMORY:
        return kind, None
    try:
        return kind, _Careful(io.BytesIO(content)).load()
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, ImportError) as error:
        raise WorkerError("parse.crash", f"an answer that makes no sense: {error}") from error


class _Careful(pickle.Unpickler):
    """Builds only what an answer is made of."""

    def find_class(self, module: str, name: str) -> object:
        """Refuse all but values: a child taken over by a document must not call functions of ours."""
        if may_cross(module, name):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is refused")


def may_cross(module: str, name: str) -> bool:
    """Tell whether a class is one of a value: a set, a date, of the model; or an error."""
    if module == "builtins":
        found = getattr(builtins, name, None)
        return name in ("set", "frozenset") or (isinstance(found, type) and issubclass(found, Exception))
    if module == "datetime":
        return name in ("date", "datetime", "timedelta", "timezone")
    owner = sys.modules.get(module)
    found = getattr(owner, name, None) if module.startswith("monitor.") else None
    if not isinstance(found, type) or found.__module__ != module:  # nor what a module only imports
        return False
    return module.startswith("monitor.model.") or issubclass(found, Exception)
