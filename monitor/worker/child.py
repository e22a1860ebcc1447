"""A child process as its parent sees it: a request in, its answer out, or how the child ended."""

from __future__ import annotations

import contextlib
import math
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from monitor import __version__
from monitor.worker.wire import WorkerError, receive, send

START = 30.0  # seconds a child may take to import what it needs
_LOOK = 0.1  # seconds between two looks at what a call has cost so far
_NICE = 10  # of a child whose call takes long
_TICKS = os.sysconf("SC_CLK_TCK")
_BOOT = "import sys; sys.path[:] = sys.argv[2:]; from monitor.worker.serve import serve; serve(int(sys.argv[1]))"


class TakesLong(WorkerError):
    """A request that was ended as it takes long and may not go on now."""


class Child:
    """A running child process and the socket to it."""

    def __init__(self, orders: bytes) -> None:
        self._channel, theirs = socket.socketpair()
        try:
            self._process = _started(theirs.fileno())
        except OSError as error:
            self._channel.close()
            raise WorkerError("proc.limit", f"no process for parsing: {error.strerror}") from error
        finally:
            theirs.close()
        said = self.ask(orders, START)
        if said is None:
            raise WorkerError("parse.crash", "the process for parsing does not start")
        if said != __version__.encode():  # what it returns may be of another form than what it is taken for
            self.end()
            raise WorkerError("proc.replaced", "the program is another version than the service that runs")

    def is_alive(self) -> bool:
        """Tell whether it still runs; one that left is buried."""
        if self._process.poll() is None:
            return True
        self.end()
        return False

    def ask(
        self, request: bytes, deadline: float, short: float = math.inf, may_go_on: Callable[[], bool] = lambda: True
    ) -> bytes | None:
        """Return the answer to a request, None when the child left without; WorkerError when it did not end well.

        A request that takes more than `short` seconds of CPU time ends there, TakesLong, unless it may go on.
        """
        until, is_whole = time.monotonic() + deadline, False
        try:
            send(self._channel, request, until)
            if self._takes_long(short, until) and not may_go_on():
                raise TakesLong("parse.cpu", f"not done in {short:g} s, like others under way")
            answer = receive(self._channel, until)
            is_whole = True
        except TimeoutError:
            raise WorkerError("parse.cpu", f"not done in {deadline:g} s") from None
        except (EOFError, ConnectionError):
            self._judge_leaving()
            return None
        finally:
            if not is_whole:  # half an answer must never be taken for the next
                self.end()
        return answer

    def _takes_long(self, short: float, until: float) -> bool:
        """Wait for the answer; True once so much CPU time went into it, False when it comes, or time is up."""
        most = self._cpu() + short
        while not select.select([self._channel], [], [], _LOOK)[0]:
            if self._cpu() > most:
                return True
            if time.monotonic() > until:
                break
        return False

    def _cpu(self) -> float:
        """Return the seconds of CPU time it has used; proc(5)."""
        try:
            with open(f"/proc/{self._process.pid}/stat", "rb") as stat:
                user, system = stat.read().rpartition(b")")[2].split()[11:13]
        except OSError:  # it left
            return 0.0
        return (int(user) + int(system)) / _TICKS

    def yield_to_others(self) -> None:
        """Let it have only the time of the processor that nobody else wants, more or less."""
        which, pid = os.PRIO_PROCESS, self._process.pid
        with contextlib.suppress(ProcessLookupError):
            os.setpriority(which, pid, max(_NICE, os.getpriority(which, pid)))

    def kill(self) -> None:
        """End what it is doing, from another thread than the one that asked: that one buries it."""
        self._process.kill()

    def end(self) -> None:
        """Kill it, whatever it is doing, and wait for that."""
        self._process.kill()
        self._process.wait()
        self._channel.close()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _judge_leaving(self) -> None:
        """Raise WorkerError unless a child that closed its end left of its own will."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            raise WorkerError("parse.cpu", "more CPU time needed than allowed")
        if code != 0:
            how = f"exit code {code}" if code is None or code > 0 else f"killed by {signal.Signals(-code).name}"
            raise WorkerError("parse.crash", f"the parsing process died: {how}")


def _started(descriptor: int) -> subprocess.Popen[bytes]:
    options = ["-I", "-X", "utf8", *(["-B"] if sys.dont_write_bytecode else [])]
    return subprocess.Popen(
        [sys.executable, *options, "-c", _BOOT, str(descriptor), *sys.path],
        stdin=subprocess.PIPE,  # its life line
        stdout=subprocess.DEVNULL,
        env={name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
        pass_fds=[descriptor],
        process_group=0,  # ^C in a terminal is for the parent
    )
