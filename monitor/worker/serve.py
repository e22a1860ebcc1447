"""The child process: orders and calls in from a socket, answers out."""

from __future__ import annotations

import contextlib
import fcntl
import math
import os
import pickle
import resource
import signal
import socket
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from monitor import __version__
from monitor.worker.wire import ERROR, OUT_OF_MEMORY, VALUE, may_cross, receive, send

_GROWN = 48 << 20  # bytes; one that reads the feeds of real sites never comes so far
_NICE = 5  # to the parent: a third of its share where both want one processor


def serve(descriptor: int) -> None:
    """Answer calls on a socket until the other side is gone, nobody asks any more, or memory was used up."""
    _die_with_parent()
    os.nice(_NICE)
    channel = socket.socket(fileno=descriptor)
    try:
        function, memory, seconds, idle = pickle.loads(receive(channel))  # noqa: S301  # from our own parent
        _bound(memory)
        send(channel, __version__.encode())
    except (EOFError, ConnectionError):  # the service was killed meanwhile
        return
    start = _memory()[1]
    while _memory()[1] - start < _GROWN:
        try:
            request = receive(channel, time.monotonic() + idle)
        except (EOFError, ConnectionError, TimeoutError):
            break
        _bound_cpu(seconds)
        answer = _answer(function, request)
        send(channel, answer)
        if answer == OUT_OF_MEMORY:
            break


class _Carried:
    """Holds what a call raised, to be raised on the other side."""

    error: BaseException | None = None

    def __enter__(self) -> _Carried:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return isinstance(error, Exception)


def _answer(function: Callable[..., object], request: bytes) -> bytes:
    with _Carried() as carried:
        args, kwargs = pickle.loads(request)  # noqa: S301  # from our own parent
        return VALUE + pickle.dumps(function(*args, **kwargs))
    if isinstance(carried.error, MemoryError):
        return OUT_OF_MEMORY
    return ERROR + pickle.dumps(_crossing(carried.error))


def _crossing(error: BaseException | None) -> Exception:
    """Return an error as it can cross: itself, or in words when it is of another package."""
    kind = type(error)
    if isinstance(error, Exception) and may_cross(kind.__module__, kind.__qualname__):
        carried = error
    else:
        carried = RuntimeError(f"{kind.__qualname__}: {error}")
    carried.add_note("".join(traceback.format_exception(error)))
    return carried


def _die_with_parent() -> None:
    """Leave signals to the parent but one: that the pipe it holds has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


def _bound(memory: int) -> None:
    """Take so much memory and no more, and be the first to go when the machine has none left."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")
    _limit(resource.RLIMIT_AS, _memory()[0] + memory)
    _limit(resource.RLIMIT_CORE, 0)


def _bound_cpu(seconds: float) -> None:
    """Give one call so many seconds of CPU time; the kernel counts whole ones and sends SIGXCPU."""
    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds))


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _memory() -> tuple[int, int]:
    """Return the bytes of address space and of memory in use now."""
    with open("/proc/self/statm") as sizes:
        pages = sizes.read().split()
    return int(pages[0]) * resource.getpagesize(), int(pages[1]) * resource.getpagesize()
