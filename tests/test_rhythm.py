"""Quiet or dead: a feed's silence against its own rhythm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import rhythm
from monitor.model import Silence

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def steady(count: int, gap: timedelta, last: datetime) -> list[rhythm.Appearance]:
    """Items a gap apart, each filed as it came."""
    return [(last - number * gap, last - number * gap) for number in range(count)]


@pytest.mark.parametrize(
    ("appearances", "found"),
    [
        (steady(20, 5 * HOUR, NOW - 9 * DAY), Silence(NOW - 9 * DAY, 5 * HOUR, True)),
        (steady(20, 5 * HOUR, NOW - 6 * DAY), None),
        (steady(20, 7 * DAY, NOW - 20 * DAY), None),
        (steady(20, 7 * DAY, NOW - 40 * DAY), Silence(NOW - 40 * DAY, 7 * DAY, True)),
        (steady(3, HOUR, NOW - 29 * DAY), None),
        (steady(3, HOUR, NOW - 31 * DAY), Silence(NOW - 31 * DAY, None, True)),
        (steady(5, HOUR, NOW - 12 * DAY) + steady(5, HOUR, NOW - 40 * DAY), None),
        ([(NOW - (400 + n) * DAY, NOW) for n in range(9)], Silence(NOW - 400 * DAY, DAY, False)),
        ([(None, NOW - 60 * DAY)] * 9, Silence(NOW - 60 * DAY, None, False)),
        ([(datetime(2000, 1, 1, tzinfo=UTC), seen) for _, seen in steady(20, 5 * HOUR, NOW)], None),
        ([(NOW + 900 * DAY, seen) for _, seen in steady(20, 5 * HOUR, NOW)], None),
        (steady(9, 300 * DAY, NOW - 370 * DAY), Silence(NOW - 370 * DAY, 300 * DAY, True)),
        ([], None),
    ],
    ids=[
        "dead newswire", "newswire on holiday", "weekly column", "dead column", "few items, a month",
        "few items, longer", "bursts", "dead when it came", "undated, all at once", "dated wrongly",
        "dated in the future", "a year is long", "nothing ever",
    ],
)  # fmt: skip
def test_a_feed_is_silent_by_its_own_rhythm(appearances, found):
    """A week and five of its usual pauses, twice its long ones; a month where the rhythm is not known."""
    assert rhythm.silence(appearances, NOW) == found


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 4000), st.integers(0, 4000)), max_size=80),
    st.integers(0, 400),
)
def test_a_silent_feed_stays_silent_until_something_comes(hours, later):
    """Silence only grows: what is silent now is silent later, since the same moment."""
    appearances = [(None if said is None else NOW - said * HOUR, NOW - seen * HOUR) for said, seen in hours]
    now, then = rhythm.silence(appearances, NOW), rhythm.silence(appearances, NOW + later * HOUR)
    assert now is None or now == then
