"""A story's or an item's name, as a person types it, in; the story or item out, else what would be right."""

from __future__ import annotations

import click

from monitor import codes, urls
from monitor.cluster import said
from monitor.config.wording import nearest
from monitor.model import Judged, Story
from monitor.store import Store


def story_named(store: Store, written: str) -> Story:
    """Return the story with this number, written 4711 or #4711."""
    number = number_in(written)
    story = store.story(number)
    if story is None or not story.items:
        raise click.UsageError(f"no story #{number}; {_what_became_of(store, number)}")
    return story


def number_in(written: str) -> int:
    """Read a story's number, be there such a story or not."""
    number = written.removeprefix("#")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise click.UsageError(f"{written!r} is no story's number; a mail prints it as #4711")
    return int(number)


def _what_became_of(store: Store, number: int) -> str:
    merged = (one for one in reversed(store.decisions()) if one.verdict == "together" and one.other == number)
    if (into := next(merged, None)) is not None:
        return f"{said(into)}: it is #{store.united_with(number) or into.story} now"
    if (home := store.united_with(number)) is not None:
        return f"a later report showed that it is one event with #{home}: see `ai-video-monitor story show {home}`"
    return "stories not yet mailed are numbered anew when the watchlist changes; `explain URL` names an item's"


def story_line(story: Story) -> str:
    """Say in a line what a story is about."""
    about = (", ".join(story.products) or "AI video", ", ".join(story.kinds), story.status)
    return f"story #{story.id}: {'; '.join(filter(None, about))}"


def item_named(store: Store, written: str) -> Judged:
    """Return the item with this id, address or guid."""
    found = store.item_by(written) or store.item_by(urls.canonical(written) or written)
    if found is None:
        near = nearest(written, (code for rows in codes.CHAPTERS.values() for code in rows), cutoff=0.8)
        cure = "`ai-video-monitor search WORDS` finds items and their ids"
        hint = f"did you mean the code {near}?" if near else cure
        raise click.UsageError(f"no item {written!r}; {hint}")
    return found
