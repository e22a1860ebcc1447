"""Hundreds of spoilt feeds: none breaks parser or mail, none costs more than its bounds. `make fuzz` tries more."""

from __future__ import annotations

import pytest
from fuzzing import SEEDS, Judge, spoilt

DOCUMENTS, BATCH = 300, 30


@pytest.fixture(scope="module")
def judge():
    made = Judge()
    yield made
    made.close()


@pytest.mark.parametrize("first", range(0, DOCUMENTS, BATCH))
def test_spoilt_feeds_do_no_harm(judge, first):
    """A spoilt feed ends in clean items with web links only, or in a code; its mail has the headers of any mail."""
    wrong = {number: found for number in range(first, first + BATCH) if (found := judge.look(number)[1])}
    assert wrong == {}


def test_a_number_is_a_document():
    """The same number gives the same document, so that a failure can be looked at again; most are no seed any more."""
    assert [spoilt(number) for number in range(50)] == [spoilt(number) for number in range(50)]
    assert sum(spoilt(number) in SEEDS for number in range(50)) < 5


def test_spoilt_feeds_are_of_all_kinds(judge):
    """Some are still read, some are refused, in several ways."""
    codes = {judge.look(number, mail=False)[0].code for number in range(100, 200)}
    assert "" in codes
    assert len(codes) >= 3
