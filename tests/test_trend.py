"""A product's week against its own usual one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Trend
from monitor.trend import trends

READ = [1000] * 35


def weeks(*counts: int) -> list[int]:
    """Items a day, from items a week: all of a week on its third day, so that no day is like the next."""
    return [count if day == 2 else 0 for count in counts for day in range(7)]


def mark(*counts: int, fetched: list[int] = READ) -> str:
    return {one.product: one.mark for one in trends({"Sora": weeks(*counts)}, fetched)}.get("Sora", "")


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ((9, 8, 10, 9, 58), "spike"),
        ((40, 42, 41, 39, 17), "dip"),
        ((20, 17, 16, 18, 21), ""),
        ((41, 38, 44, 40, 0), "dip"),
        ((0, 0, 0, 0, 12), "spike"),
        ((0, 0, 0, 0, 3), ""),
        ((2, 3, 2, 3, 0), ""),
        ((5, 60, 4, 55, 58), ""),
        ((10, 9, 300, 11, 40), "spike"),
        ((100, 100, 100, 100, 190), ""),
    ],
    ids=["spike", "dip", "as usual", "silence", "new product", "few items", "few usual items", "always uneven",
         "an earlier burst hides none", "less than twice"],
)  # fmt: skip
def test_a_mark_wants_scatter_chance_and_ratio(counts, wanted):
    """Spikes and dips are marked only where the numbers carry it."""
    assert mark(*counts) == wanted


def test_the_usual_is_told_with_the_count():
    """Each product has its week's count and its usual one, most spoken of first."""
    found = trends({"Kling": weeks(17, 17, 17, 17, 21), "Sora": weeks(9, 9, 9, 9, 58)}, READ)
    assert found == (Trend("Sora", 58, 9.0, "spike"), Trend("Kling", 21, 17.0, ""))


def test_a_dead_feed_is_no_dip():
    """When half as much was read, half as many items are as usual."""
    fetched = [1000] * 28 + [500] * 7
    assert trends({"Sora": weeks(40, 40, 40, 40, 20)}, fetched) == (Trend("Sora", 20, 20.0, ""),)


def test_new_feeds_are_no_spike():
    """When three times as much is read, three times as many items are as usual."""
    assert mark(20, 20, 20, 20, 60, fetched=[1000] * 28 + [3000] * 7) == ""


@pytest.mark.parametrize(
    "fetched",
    [[0] * 35, [0] * 28 + [1000] * 7, [0] * 15 + [1000] * 20, [1000] * 28 + [0] * 7, [10] * 21 + [1000] * 14, []],
    ids=["nothing read", "the first week", "not three weeks", "nothing this week", "next to nothing before", "no days"],
)
def test_a_young_database_says_nothing(fetched):
    """Without three weeks of reading before this one there is no usual."""
    assert trends({"Sora": weeks(1, 1, 1, 1, 50)[: len(fetched)]}, fetched) == ()


def test_three_weeks_are_enough():
    """From the fourth week on there are trends."""
    assert mark(0, 9, 8, 10, 58, fetched=[0] * 7 + [1000] * 28) == "spike"


def test_silent_products_are_not_told():
    """A product with no items, and never many, is left out."""
    assert trends({"Sora": weeks(0, 0, 0, 0, 0), "Veo": weeks(1, 0, 1, 0, 0)}, READ) == ()


@given(
    st.lists(st.integers(0, 200), min_size=35, max_size=35),
    st.lists(st.integers(0, 5000), min_size=35, max_size=35),
)
def test_any_counts_are_read(days, fetched):
    """No counts break it, and no product is marked both ways or below nothing."""
    for one in trends({"Sora": days}, fetched):
        assert one.count == sum(days[-7:])
        assert one.usual >= 0
