"""Functions for a worker's children; they import nothing of the tests, so that a child starts fast."""

from __future__ import annotations

import os
import re
import resource
import signal
import time
import zlib

from monitor.model import Item
from monitor.parse import ParseError


def echo(*args, **kwargs):
    return args, kwargs


def process():
    """The child's number."""
    return os.getpid()


def surroundings():
    """What a child knows: its environment, and the limits of its own."""
    return dict(os.environ), resource.getrlimit(resource.RLIMIT_CORE)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]


def adjusted():
    with open("/proc/self/oom_score_adj") as score:
        return int(score.read())


def item(number):
    return Item("feed", str(number), "", "可灵")


def fail(how):
    ours = ParseError("http.not_feed", "a page")
    raise {"ours": ours, "builtin": ValueError("no", 7), "stranger": zlib.error("odd")}[how]


def niceness():
    return os.nice(0)


def spin():
    """Hold the interpreter for ever, in one call that no signal handler of Python interrupts."""
    re.match(r"(a|a)*b", "a" * 60)


def toil(seconds):
    """Use so much CPU time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def linger(seconds, pipe):
    """Use so much CPU time, then wait for a byte; return it and the process's niceness."""
    toil(seconds)
    with open(pipe, "rb", buffering=0) as source:
        return source.read(1), os.nice(0)


def report(pipe):
    """Say that it has begun, then do nothing for ever."""
    with open(pipe, "wb", buffering=0) as sink:
        sink.write(b"b")
    signal.pause()


def hoard(size):
    return len(bytearray(size))


def keep(size):
    """Leave memory in use, as a document may that fragments it."""
    kept.append(b"x" * size)


kept: list[bytes] = []


def die(how):
    if how == "exit":
        os._exit(7)
    os.kill(os.getpid(), getattr(signal, how))


class Sly:
    """An answer that would run something where it is unpickled."""

    def __reduce__(self):
        return os.getenv, ("HOME",)


def sly():
    return Sly()


def do(name, *args):
    """One of the functions above by name, so that one worker serves a whole test."""
    return globals()[name](*args)
