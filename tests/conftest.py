"""What many tests stand on: a clock set by hand, an empty database in memory, a web server on loopback."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings
from stage import Clock
from web import Web

from monitor.store import Store

# a busy one is no fault
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for no garbage in what is collected: it stays to the end, and the looking is a fifth of the time."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.enable()
    return result


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store():
    with Store(":memory:") as memory:
        yield memory


@pytest.fixture
def web():
    with Web() as served:
        yield served
