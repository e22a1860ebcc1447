"""Progress of long work: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat

import click


@contextmanager
def bar(label: str, length: int | None = None) -> Iterator[Callable[[int], None]]:
    """Draw a bar while the work lasts; the function it gives counts so many pieces as done. None = nobody knows."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(repeat(0), length=length, label=label, file=sys.stderr, show_pos=True) as drawn:
        yield drawn.update
