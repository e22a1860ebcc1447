"""A wait and a seed in; the wait made a little longer or shorter out, so that not all is done at once.

What is drawn by lot elsewhere comes from a hash here: the same again after a restart.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b

JITTER = 0.1


def stretched(wait: timedelta, seed: str) -> timedelta:
    """Stretch by up to 10 %, always the same for the same seed."""
    return wait * (1 + JITTER * share(seed))


def jittered(wait: timedelta, seed: str) -> timedelta:
    """Stretch or shrink by up to 10 %, always the same for the same seed."""
    return wait * (1 - JITTER + 2 * JITTER * share(seed))


def share(seed: str) -> float:
    """Return a number from 0 to 1 that is always the same for the same seed."""
    return int.from_bytes(blake2b(seed.encode("utf-8", "replace"), digest_size=4).digest()) / 0xFFFFFFFF
