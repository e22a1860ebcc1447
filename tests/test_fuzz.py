"""Hundreds of spoilt feeds: none breaks parser or mail, none costs more than its bounds. `make fuzz` tries more."""

from __future__ import annotations

import pytest
from fuzzing import FORMS, KINDS, Judge, kind_of, spoilt

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
    assert sum(spoilt(number) in FORMS[kind_of(number)].seeds for number in range(50)) < 5


def test_spoilt_feeds_are_of_all_kinds(judge):
    """Of each kind of source some are still read, with items in them; others are refused, in several ways."""
    costs = [(kind_of(number), judge.look(number, mail=False)[0]) for number in range(100, 260)]
    assert {kind for kind, cost in costs if cost.items} == set(KINDS)
    assert len({cost.code for _, cost in costs}) >= 6
