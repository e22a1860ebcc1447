"""Steps of threads at work in; signs of life for all of them together out.

A thread without work gives no sign and need give none. While some is under way, a step of it begins or ends at least
every `longest` seconds; where none does, they hang, all of them. One that hangs among others that go on shows by its
age: then nobody's steps count any more.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Beat = Callable[[str, float], None]  # a component lives, for so many seconds

OLD = 1800.0  # seconds: no work takes as long, whatever it waits for
SLACK = 30.0  # seconds beyond the longest a step may take: a busy machine


class Living:
    """The signs of life of one component, whose work is done in many threads."""

    def __init__(self, component: str, longest: float, beat: Beat, elapsed: Callable[[], float]) -> None:
        self._component, self._longest, self._beat, self._elapsed = component, longest + SLACK, beat, elapsed
        self._lock = threading.Lock()
        self._begun: dict[int, float] = {}  # what is under way: a thread's number, since when
        self.step()

    @contextmanager
    def work(self) -> Iterator[None]:
        """Do some work of this thread."""
        me = threading.get_ident()
        with self._lock:
            self._begun[me] = self._elapsed()
            self._sign()
        try:
            yield
        finally:
            with self._lock:
                del self._begun[me]
                self._sign()

    def step(self) -> None:
        """Note that a step of some work began or ended."""
        with self._lock:
            self._sign()

    def _sign(self) -> None:
        if not self._begun:
            self._beat(self._component, math.inf)
        elif self._elapsed() - min(self._begun.values()) <= OLD:
            self._beat(self._component, self._longest)
