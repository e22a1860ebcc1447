"""Calls of many threads in; answers of a few children out."""

from __future__ import annotations

import pickle
import queue
from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

from monitor.worker.child import Child
from monitor.worker.wire import ERROR, OUT_OF_MEMORY, WorkerError, opened

Answer = TypeVar("Answer")

CHILDREN = 2  # one hostile document leaves a child for the others
IDLE = timedelta(seconds=60)
_PATIENCE = 3


class Worker(Generic[Answer]):
    """Calls a function in killable children; any number of threads may call at once.

    The function is one that a module defines. What it raises is raised here, with its traceback as a note. Nothing is
    started before the first call; `close` ends what was.
    """

    def __init__(
        self, function: Callable[..., Answer], *, deadline: timedelta, memory: int, idle: timedelta = IDLE
    ) -> None:
        self._patience = deadline.total_seconds() * _PATIENCE
        self._orders = pickle.dumps((function, memory, deadline.total_seconds(), idle.total_seconds()))
        # last in, first out: a second child starts only while the first is busy
        self._free: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(CHILDREN):
            self._free.put(None)

    def call(self, *args: object, **kwargs: object) -> Answer:
        """Return what the function returns; WorkerError when it does not within its bounds."""
        request = pickle.dumps((args, kwargs))
        child = self._free.get()
        try:
            if child is None or not child.is_alive():
                child = Child(self._orders)
            answer = child.ask(request, self._patience)
            if answer is None:  # it left at this very moment
                child = Child(self._orders)
                answer = child.ask(request, self._patience)
        finally:
            self._free.put(child if child and child.is_alive() else None)
        kind, value = opened(answer)
        if kind == OUT_OF_MEMORY:
            raise WorkerError("parse.memory", "more memory needed than allowed")
        if kind == ERROR:
            raise value
        return value  # type: ignore[no-any-return]  # what the function returned

    def close(self) -> None:
        """End the children, once the calls under way have ended."""
        for child in [self._free.get() for _ in range(CHILDREN)]:
            if child is not None:
                child.end()
            self._free.put(None)
