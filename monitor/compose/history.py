"""How a story came to be: first rumour, confirmation, denial, launch, withdrawal, along the links between stories."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.compose.heading import heading
from monitor.compose.telling import site_of
from monitor.model import Judged, Status, Step, Story
from monitor.text import clean, shorten
from monitor.urls import key

STEPS = 5  # the first ones give way
TEXT = 160  # characters of a headline


def history_of(story: Story, known: Mapping[int, Story], best: Judged) -> tuple[Step, ...]:
    """Return the steps up to the story's present state, oldest first; () if there are none but this.

    Earlier stories are one step each, but for one that is this same article under another date. Within the story its
    first rumour is a step if it has been confirmed or denied since. `best` tells the present state.
    """
    before = [_step(one, one.best, one.status) for one in _earlier(story, known) if not is_same_article(story, one)]
    turn = _turn(story) or best
    rumour = next((one for one in story.items if one.claim.status == "reported" or one is turn), turn)
    if story.status in ("confirmed", "denied") and rumour is not turn:  # a rumour told after the fact is none
        before.append(_step(story, rumour, "reported"))
    if not before:
        return ()
    steps = sorted(before, key=lambda step: (step.at, step.story))
    return (*steps[-(STEPS - 1) :], _step(story, turn, story.status))


def is_same_article(story: Story, earlier: Story) -> bool:
    """Does a story consist of what stood in an earlier one already: re-dated, or translated by its feed?"""
    return {key(one.item.url) for one in story.items} <= {key(one.item.url) for one in earlier.items} - {""}


def _earlier(story: Story, known: Mapping[int, Story]) -> list[Story]:
    """Follow the links back, each story once."""
    found: dict[int, Story] = {}
    open_ends = [link.earlier for link in story.links]
    while open_ends:
        number = open_ends.pop()
        one = known.get(number)
        if one is None or number in found or number == story.id or not one.items:
            continue
        found[number] = one
        open_ends += [link.earlier for link in one.links]
    return list(found.values())


def _turn(story: Story) -> Judged | None:
    """Return the first item that says what the story now says, the vendor's own before others."""
    agreeing = [one for one in story.items if one.claim.status == story.status]
    return next((one for one in agreeing if one.claim.official), agreeing[0] if agreeing else None)


def _step(story: Story, one: Judged, status: Status) -> Step:
    at = one.traits.at or one.item.published_at or one.item.seen_at or story.opened_at
    text, site = shorten(heading(one), TEXT), clean(site_of(one))
    is_plain = status == story.status == "reported" and not story.is_rumour
    return Step(at, status, text, site, one.item.url, story.id, plain=is_plain)
