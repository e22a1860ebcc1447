"""Progress of long work: a bar or a counter on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
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


class Bar:
    """A bar of known length."""

    def __init__(self, label: str, length: int) -> None:
        self._bar = click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True)

    @contextmanager
    def shown(self) -> Iterator[Bar]:
        """Draw the bar while the work lasts; in a pipe nothing is drawn."""
        if not sys.stderr.isatty():
            yield self
            return
        with self._bar:
            yield self

    def step(self, _: object = None) -> None:
        """Count one piece of work as done."""
        self.advance(1)

    def advance(self, count: int) -> None:
        """Count several pieces of work as done."""
        if sys.stderr.isatty():
            self._bar.update(count)
