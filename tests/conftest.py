"""What many tests stand on: a clock set by hand and an empty database in memory."""

from __future__ import annotations

import pytest
from stage import Clock

from monitor.store import Store


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store():
    with Store(":memory:") as memory:
        yield memory
