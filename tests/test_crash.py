"""The service killed at random moments, and broken off at some points of a cycle; `make crash` tries all of them."""

from __future__ import annotations

import shutil

import pytest
from crashing import Lane

KILLS = 10


def test_kills_lose_nothing_and_repeat_nothing(tmp_path):
    """Every item is filed once, every edition made once, every letter came; a copy is one recorded as unknown."""
    with Lane(tmp_path, seed=7) as lane:
        for _ in range(KILLS):
            lane.bring()
            lane.kill_at_random(longest=0.4)
        lane.drain()
        verdict = lane.verdict()
    assert verdict.wrong == []
    assert (verdict.figures["items"], verdict.figures["editions"]) == (2 * KILLS, KILLS)


@pytest.fixture(scope="module")
def lane(tmp_path_factory):
    """A service with items to read and letters to send, that can be put back to this."""
    if shutil.which("strace") is None:
        pytest.skip("there is no strace to inject faults with")
    with Lane(tmp_path_factory.mktemp("lane")) as one:
        one.bring()
        one.drain()
        one.bring()
        one.keep()
        yield one


@pytest.mark.parametrize(
    "fault",
    [
        "fdatasync:signal=SIGKILL:when=16",
        "sendto:signal=SIGKILL:when=7",
        "pwrite64:error=ENOSPC:when=20..24",
    ],
)
def test_a_cycle_broken_off_at_a_point_is_made_good(lane, fault):
    """A kill or a fault of the disk in the middle of poll, compose and send: the next start makes it whole."""
    lane.again()
    assert lane.run_with(fault)
    lane.drain()
    assert lane.verdict().wrong == []
