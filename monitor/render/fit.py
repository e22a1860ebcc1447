"""An edition in, the parts it is mailed in out: one wherever it fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.model import Edition

# Bytes of HTML. Gmail clips a message at 102 kB as encoded; base64 makes 98.5 kB of this.
LARGEST = 72_000
MOST_PARTS = 40


def parts_of(edition: Edition, html: Callable[[Edition], str], largest: int = LARGEST) -> list[Edition]:
    """Tell fewer stories whole until the page fits; only then make parts. No story is left out.

    `html` renders an edition; it is asked a few dozen times at most for each of the parts. Where the frame alone is too
    large (a template of one's own), parts would not help: the edition stays one.
    """
    frame = _size(replace(edition, top=(), brief=()), html)
    if frame >= largest or _size(edition, html) <= largest:
        return [edition]
    while len(edition.top) > 1 and _size(edition, html) > largest:
        keep = len(edition.top) // 2
        edition = replace(edition, top=edition.top[:keep], brief=(*edition.top[keep:], *edition.brief))
    least = -(-(_size(edition, html) - frame) // (largest - frame))
    for parts in range(max(least, 1), MOST_PARTS):
        split = _split(edition, parts)
        if all(_size(part, html) <= largest for part in split):
            return split
    return _split(edition, MOST_PARTS)


def _size(edition: Edition, html: Callable[[Edition], str]) -> int:
    return len(html(edition).encode())


def _split(edition: Edition, parts: int) -> list[Edition]:
    """Share out the one-line stories evenly; the whole ones and the trends stand in the first part."""
    size = max(-(-len(edition.brief) // parts), 1)
    chunks = [edition.brief[start : start + size] for start in range(0, len(edition.brief), size)] or [()]
    later = replace(edition, top=(), trends=(), near_misses=(), notices=())
    return [replace(later if number else edition, brief=chunk) for number, chunk in enumerate(chunks)]
