"""What was told of a story in; what counts as told of its parts once a person parted it, or of the whole once united.

Principle: a reader knows of an event what its headline said. The part whose report gave a headline was told; the other,
which stood among the sources at most, was not, and is told as new. Of united stories that is told which was told of
either. What changes only because items moved (a status, a count of sites) is no news; what was waiting to be told
before, still is.
Exception: where no edition is known to have shown any of it (a restored backup), both parts count as told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.compose.entry import headline_of
from monitor.compose.telling import in_scope, is_official, numbers, regions, sites, union, versions
from monitor.model import Digest, Story, Told


def nothing_told(story: int) -> Told:
    """Return what makes an old story be told whole, as if it were new."""
    return Told(story, "na", official=False, muted=True)


def told_part(
    before: Told, whole: Story, part: Story, other: Story, shown: Collection[tuple[str, str]], digest: Digest
) -> Told | None:
    """Return what counts as told of one part of a story; None if it was not. `shown`: headlines with their links."""
    if not _gave_a_headline(part, shown) and _gave_a_headline(other, shown):
        return None
    return replace(
        before,
        story=part.id,
        status=part.status if before.status == whole.status else before.status,
        official=before.official and is_official(part),
        versions=tuple(name for name in before.versions if name in versions(part)),
        numbers=tuple(number for number in before.numbers if number in numbers(part)),
        regions=tuple(name for name in before.regions if name in regions(part)),
        sources=len(_sites_by(before.told_at, part, digest)),
    )


def _gave_a_headline(part: Story, shown: Collection[tuple[str, str]]) -> bool:
    links = {url for _, url in shown if url}
    headlines = {headline for headline, url in shown if not url}
    return any(one.item.url in links or headline_of(one, part) in headlines for one in part.items)


def _sites_by(at: datetime | None, story: Story, digest: Digest) -> tuple[str, ...]:
    """Return the sites of what was there to be told at this moment; None = all."""
    items = [one for one in story.items if at is None or one.item.seen_at is None or one.item.seen_at <= at]
    scoped = in_scope(replace(story, items=tuple(items)), digest)
    return sites(scoped) if scoped else ()


def told_whole(tellings: Sequence[tuple[Told | None, Story]], whole: Story, digest: Digest) -> Told | None:
    """Return what counts as told of united stories, each given as it was; None if nothing of them was.

    Where a mute kept one of them from the reader and the other was not told, nothing was.
    """
    known = [(told, story) for told, story in tellings if told is not None]
    told_to_readers = [(told, story) for told, story in known if not told.muted]
    if not known:
        return None
    if not told_to_readers and len(known) < len(tellings):
        return nothing_told(whole.id)
    all_told = [told for told, _ in known]
    first = (told_to_readers or known)[0][0]
    return replace(
        first,
        story=whole.id,
        status=whole.status if any(told.status == whole.status for told in all_told) else first.status,
        official=any(told.official for told in all_told),
        versions=union(*(told.versions for told in all_told)),
        numbers=union(*(told.numbers for told in all_told)),
        regions=union(*(told.regions for told in all_told)),
        kinds=union(*(told.kinds for told in all_told)),
        sources=len({site for told, story in known for site in _sites_by(told.told_at, story, digest)}),
        told_at=max((told.told_at for told in all_told if told.told_at), default=None),
        linked=tuple(sorted({number for told in all_told for number in told.linked})),
        muted=not told_to_readers,
        alerted=all(told.alerted for told, _ in told_to_readers or known),
    )
