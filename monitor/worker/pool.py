"""Calls of many threads in; answers of a few children out."""

from __future__ import annotations

import math
import pickle
import queue
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

from monitor.worker.child import START, Child, TakesLong
from monitor.worker.wire import ERROR, OUT_OF_MEMORY, WorkerError, opened

Answer = TypeVar("Answer")

CHILDREN = 2  # beside the one that takes long
IDLE = timedelta(seconds=60)
_PATIENCE = 3  # times the deadline, on the clock
_SHORT = 0.03  # of the deadline: what takes more takes long; of 399 real feeds none does
WAITING = 3  # calls that take long and wait for their turn; each holds the thread that made it


def longest(deadline: timedelta) -> float:
    """Return the seconds that a step of a worker with this deadline may take: a child's start, or a request to one."""
    return max(START, deadline.total_seconds() * _PATIENCE)


class _Turn:
    """One call's hold on a child; taken at once, when there is a free one."""

    def __init__(self, free: queue.LifoQueue[Child | None], long: threading.Lock) -> None:
        self._free, self._long, self._is_long = free, long, False
        self.child = free.get()  # None = to be started

    def may_go_on(self) -> bool:
        """Become the one call that takes long, and leave room for another child; False while there is one."""
        if not self._is_long and self._long.acquire(blocking=False):
            self._is_long = True
            self._free.put(None)
            if self.child is not None:
                self.child.yield_to_others()
        return self._is_long

    def end(self) -> None:
        """Give back the child; the one that took long ends, as its place is given away."""
        if not self._is_long:
            self._free.put(self.child if self.child and self.child.is_alive() else None)
            return
        if self.child is not None:
            self.child.end()
        self._long.release()


class Worker(Generic[Answer]):
    """Calls a function in killable children; any number of threads may call at once.

    The function is one that a module defines. What it raises is raised here, with its traceback as a note. Nothing is
    started before the first call; `close` ends what was. `on_step` is told of each request to a child that begins or
    ends, and of each start of one: none takes longer than `longest` seconds.
    """

    def __init__(
        self,
        function: Callable[..., Answer],
        *,
        deadline: timedelta,
        memory: int,
        idle: timedelta = IDLE,
        waiting: int = WAITING,
        on_step: Callable[[], None] = lambda: None,
    ) -> None:
        self._patience = deadline.total_seconds() * _PATIENCE
        self._on_step = on_step
        self._short = deadline.total_seconds() * _SHORT
        self._long = threading.Lock()  # held by the one call that takes long
        self._waiting = threading.Semaphore(waiting)
        self._orders = pickle.dumps((function, memory, deadline.total_seconds(), idle.total_seconds()))
        self._asked: set[Child] = set()  # children at work
        self._closed = 0  # times; a call that began before the last one ends
        # last in, first out: a second child starts only while the first is busy
        self._free: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(CHILDREN):
            self._free.put(None)

    def call(self, *args: object, **kwargs: object) -> Answer:
        """Return what the function returns; WorkerError when it does not within its bounds."""
        request, closed = pickle.dumps((args, kwargs)), self._closed
        try:
            answer = self._at_once(request, closed)
        except TakesLong:
            if not self._waiting.acquire(blocking=False):
                raise
            try:
                answer = self._in_turn(request, closed)
            finally:
                self._waiting.release()
        kind, value = opened(answer)
        if kind == OUT_OF_MEMORY:
            raise WorkerError("parse.memory", "more memory needed than allowed")
        if kind == ERROR:
            raise value
        return value  # type: ignore[no-any-return]  # what the function returned

    def _at_once(self, request: bytes, closed: int) -> bytes | None:
        """Ask the next free child. Raises TakesLong for a request that takes long while another one does."""
        turn, answer = _Turn(self._free, self._long), None
        try:
            for _ in range(2):  # it may leave at this very moment
                if answer is None:
                    if turn.child is None or not turn.child.is_alive():
                        turn.child = Child(self._orders)
                    answer = self._ask(turn.child, request, closed, self._short, turn.may_go_on)
            return answer
        finally:
            turn.end()

    def _in_turn(self, request: bytes, closed: int) -> bytes | None:
        """Ask a child of its own, from the start, once no other call takes long."""
        with self._long:
            child = Child(self._orders)
            child.yield_to_others()
            try:
                return self._ask(child, request, closed)
            finally:
                child.end()

    def _ask(
        self,
        child: Child,
        request: bytes,
        closed: int,
        short: float = math.inf,
        may_go_on: Callable[[], bool] = lambda: True,
    ) -> bytes | None:
        self._asked.add(child)
        self._on_step()
        try:
            if self._closed != closed:
                raise WorkerError("parse.crash", "ended before it began")
            return child.ask(request, self._patience, short, may_go_on)
        finally:
            self._asked.discard(child)
            self._on_step()

    def close(self) -> None:
        """End the children, and with them the calls under way, which fail."""
        self._closed += 1
        for busy in tuple(self._asked):
            busy.kill()
        with self._long:
            for child in [self._free.get() for _ in range(CHILDREN)]:
                if child is not None:
                    child.end()
                self._free.put(None)
