"""The judge of the crash play: it sees when a digest tells a story twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from editions import AT, line, source
from retold import follow_ups, retold

from monitor.model import Edition

LAUNCH = replace(line(1, "Kling", "en", "Kling 3.0 is out", status="reported"), item=1)
ALERT = replace(line(2, "Veo", "en", "Veo 4 is out", status="reported"), item=2)


def told(*entries, days=0, kind="digest") -> Edition:
    at = AT + timedelta(days=days)
    return Edition("daily", at.isoformat(), "News", "UTC", "en", at, at - timedelta(days=1), entries, kind=kind)


def again(entry, *codes, since=AT, **changes):
    return replace(entry, whats_new=(f"since:{since.isoformat()}", *codes), **changes)


FIRST = told(LAUNCH)
SITES = tuple(source(name, "en", name) for name in "abc")
ALERTED = (f"alerted:{AT.isoformat()}",)
THREE_MORE = (*LAUNCH.sources, *SITES)
RIGHT = {
    "another story": [FIRST, told(replace(LAUNCH, story=3, item=3), days=1)],
    "another status": [FIRST, told(again(LAUNCH, "status:reported:confirmed", status="confirmed"), days=1)],
    "a second site": [FIRST, told(again(LAUNCH, "seconded", status="confirmed"), days=1)],
    "the vendor": [FIRST, told(again(LAUNCH, "official:Kuaishou", official=True), days=1)],
    "a version": [FIRST, told(again(LAUNCH, "version:Kling 3.1"), days=1)],
    "an echo": [FIRST, told(again(LAUNCH, "sources:3", sources=THREE_MORE), days=1)],
    "after an alert": [told(ALERT, kind="alert"), told(replace(ALERT, whats_new=ALERTED), days=1)],
}  # fmt: skip
WRONG = {
    "told for the first time, 2 times": [FIRST, told(LAUNCH, days=1)],
    "its item 1 was told under another story": [FIRST, told(replace(LAUNCH, story=3), days=1)],
    "told again, never told before": [told(again(LAUNCH, "version:Kling 3.1"))],
    "told again without news": [FIRST, told(again(LAUNCH), days=1)],
    "status:reported:confirmed is not new": [
        told(replace(LAUNCH, status="confirmed")),
        told(again(LAUNCH, "status:reported:confirmed", status="confirmed"), days=1),
    ],
    "seconded is not new": [
        told(replace(LAUNCH, status="confirmed")), told(again(LAUNCH, "seconded", status="confirmed"), days=1),
    ],
    "official:Kuaishou is not new": [
        told(replace(LAUNCH, official=True)), told(again(LAUNCH, "official:Kuaishou", official=True), days=1),
    ],
    "version:Kling 3.0 is not new": [FIRST, told(again(LAUNCH, "version:Kling 3.0"), days=1)],
    "sources:3 is not new": [
        told(replace(LAUNCH, sources=THREE_MORE)),
        told(again(LAUNCH, "version:Kling 3.1", "sources:3", sources=THREE_MORE), days=1),
    ],
    f"since:{AT.isoformat()}, but it was told at {(AT + timedelta(days=1)).isoformat()}": [
        FIRST, told(again(LAUNCH, "version:Kling 3.1"), days=1), told(again(LAUNCH, "version:Kling 3.2"), days=2),
    ],
    "an alert is told of that was none": [FIRST, told(replace(LAUNCH, whats_new=ALERTED), days=1)],
}  # fmt: skip


@pytest.mark.parametrize("editions", RIGHT.values(), ids=RIGHT)
def test_news_of_a_known_story_is_no_repeat(editions):
    """A story that comes back with what was told nowhere before is as it should be."""
    assert retold(editions) == []


@pytest.mark.parametrize(("fault", "editions"), WRONG.items(), ids=WRONG)
def test_a_repeat_is_seen(fault, editions):
    """What was told and is given as new, in whatever form, is found and named."""
    assert [one.partition(": ")[2] for one in retold(editions)] == [fault]


def test_follow_ups_are_counted():
    """A campaign in which no story came back proves nothing of stories that come back; so it says how many did."""
    assert [follow_ups(editions) for editions in (RIGHT["another story"], RIGHT["a version"])] == [0, 1]
