"""The writes, syncs and sends of one process in, as they come; at the n-th one it is killed, or the call fails.

    in the process      hand_over(channel)
    beside it           with Watch(channel, pid, Point(at=7)) as watch: ...
                        watch.met                   # "main fdatasync"; "" = it made fewer calls

By seccomp(2), user notification: the kernel holds each call until it is answered here, so that none is missed and none
made up, whatever thread makes it. The main thread's calls and those of all others are counted apart: their order among
each other is chance, that within a thread is not.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

NUMBERS = {
    "write": 1, "pwrite64": 18, "sendto": 44, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "rename": 82, "link": 86,
    "unlink": 87, "openat": 257,
}  # fmt: skip
NAMES = {number: name for name, number in NUMBERS.items()}
WRITES = ("write", "pwrite64", "ftruncate", "rename", "link", "unlink", "openat")
SYNCS = ("fsync", "fdatasync")
SENDS = ("sendto",)
KNOWN = platform.machine() == "x86_64" and platform.system() == "Linux"

_X86_64 = 0xC000003E
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # linux/bpf_common.h
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000  # linux/seccomp.h
_NEW_LISTENER, _CONTINUE = 8, 1
_RECEIVE, _ANSWER = 0xC0502100, 0xC0182101
_SECCOMP, _NO_NEW_PRIVILEGES = 317, 38


class _Step(ctypes.Structure):
    """struct sock_filter."""

    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def hand_over(channel: socket.socket) -> None:
    """Let whoever is at the other end of a channel answer the calls of this process and its threads, from now on."""
    numbers = sorted(NUMBERS.values())
    steps = [_Step(_LOAD, 0, 0, 4), _Step(_EQUAL, 0, len(numbers) + 1, _X86_64), _Step(_LOAD, 0, 0, 0)]
    steps += [_Step(_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    steps += [_Step(_RETURN, 0, 0, _ALLOW), _Step(_RETURN, 0, 0, _NOTIFY)]
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    listener = kernel.syscall(_SECCOMP, 1, _NEW_LISTENER, ctypes.byref(program))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "no seccomp filter can be had")
    socket.send_fds(channel, [b"!"], [listener])
    os.close(listener)


@dataclass(frozen=True)
class Point:
    """A place in the run of a process, and what happens there."""

    at: int  # the n-th of these calls, from 1; 0 = nowhere
    calls: tuple[str, ...] = WRITES + SYNCS + SENDS
    thread: str = "main"  # or "others"
    error: int = 0  # what the call, and those after it, fail with; 0 = the process is killed before it is made
    times: int = 1


class Watch:
    """Answers the calls of a process until it ends."""

    def __init__(self, channel: socket.socket, pid: int, point: Point) -> None:
        self.met, self.seen = "", Counter[str]()
        self._pid, self._point, self._count = pid, point, 0
        self._listener = socket.recv_fds(channel, 1, 1)[1][0]
        self._thread = threading.Thread(target=self._answer, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        os.close(self._listener)

    def _answer(self) -> None:
        ready = select.poll()
        ready.register(self._listener, select.POLLIN)
        while not any(event & select.POLLHUP for _, event in ready.poll()):
            with suppress(OSError):  # whoever made the call is gone
                notice = bytearray(80)
                fcntl.ioctl(self._listener, _RECEIVE, notice)
                identity, thread, _, number, *_, first, _, flags = struct.unpack("<QIIiIQQQQ", notice[:56])
                error = self._judge("main" if thread == self._pid else "others", NAMES[number], first, flags)
                answer = struct.pack("<QqiI", identity, 0, -error, 0 if error else _CONTINUE)
                fcntl.ioctl(self._listener, _ANSWER, answer)

    def _judge(self, thread: str, call: str, first: int, flags: int) -> int:
        """Return the error that a call fails with; 0 = it may be made."""
        if (call == "write" and first <= 2) or (call == "openat" and not flags & (os.O_WRONLY | os.O_RDWR)):
            return 0
        self.seen[f"{thread} {call}"] += 1
        point = self._point
        if thread != point.thread or call not in point.calls:
            return 0
        self._count += 1
        if not 0 < point.at <= self._count < point.at + point.times:
            return 0
        self.met = self.met or f"{thread} {call}"
        if not point.error:
            os.kill(self._pid, signal.SIGKILL)
        return point.error
