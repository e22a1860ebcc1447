"""Progress of long work: a bar or a counter on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

T = TypeVar("T")
EVERY = 0.1  # seconds between two drawings


def counted(things: Iterator[T], what: str) -> Iterator[T]:
    """Pass things on; on a terminal count them where their number is not known beforehand."""
    if not sys.stderr.isatty():
        yield from things
        return
    drawn_at, count = 0.0, 0
    for count, thing in enumerate(things, 1):
        yield thing
        if time.monotonic() - drawn_at > EVERY:
            drawn_at = time.monotonic()
            click.echo(f"\r{count} {what} ", nl=False, err=True)
    click.echo("\r" + " " * (len(str(count)) + len(what) + 2) + "\r", nl=False, err=True)


@contextmanager
def bar(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Draw a bar while the work lasts; the function it gives counts so many pieces as done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as drawn:
        yield drawn.update
