"""An edition in, the parts it is mailed in out: one wherever it fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.model import Edition

# Bytes of HTML. Gmail clips a message at 102 kB as encoded; base64 makes 98.5 kB of this (RELIABILITY 6.6).
LARGEST = 72_000
MOST_PARTS = 40


def parts_of(edition: Edition, html: Callable[[Edition], str]) -> list[Edition]:
    """Tell fewer stories whole until the page fits; only then make parts. No story is left out.

    `html` renders an edition; it is asked a bounded number of times.
    """
    while not _fits(edition, html) and len(edition.top) > 1:
        keep = len(edition.top) // 2
        edition = replace(edition, top=edition.top[:keep], brief=(*edition.top[keep:], *edition.brief))
    for parts in range(1, MOST_PARTS):
        split = _split(edition, parts)
        if all(_fits(part, html) for part in split):
            return split
    return _split(edition, MOST_PARTS)


def _fits(edition: Edition, html: Callable[[Edition], str]) -> bool:
    return len(html(edition).encode()) <= LARGEST


def _split(edition: Edition, parts: int) -> list[Edition]:
    """Share out the one-line stories evenly; the whole ones stand in the first part."""
    size = max(-(-len(edition.brief) // parts), 1)
    chunks = [edition.brief[start : start + size] for start in range(0, len(edition.brief), size)] or [()]
    return [replace(edition, top=edition.top if not number else (), brief=chunk) for number, chunk in enumerate(chunks)]
