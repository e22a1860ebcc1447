"""Hundreds of spoilt feeds: none breaks parser or mail, none costs more than its bounds. `make fuzz` tries more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fuzzing import FORMS, GIVEN_UP, KINDS, MEMORY, Judge, kind_of, measured, spoilt

from monitor.model import Feed, Limits
from monitor.worker import Worker

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


def test_millions_of_characters_to_be_mended_are_no_millions_of_texts():
    """Nine megabytes of text in which each fourth character is forbidden are read in the memory of a few copies."""
    text = "\x1b[3" * 3_000_000
    body = f"<rss version='2.0'><channel><title>t</title><item><title>Kling</title><p>{text}</p></item></channel></rss>"
    worker = Worker(measured, deadline=timedelta(seconds=GIVEN_UP), memory=2 * MEMORY)
    try:
        parsed, _, _, memory = worker.call(body.encode(), Feed("site", "https://site.example.org/feed"), Limits())
    finally:
        worker.close()
    assert ([one.title for one in parsed.items], memory < MEMORY) == (["Kling"], True)
