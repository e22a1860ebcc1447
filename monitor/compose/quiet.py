"""News in; out come those to tell, and what counts as told although no reader sees it in this edition.

Principle: quiet means quiet, afterwards too. What happened to a muted product is recorded as told when it happens, so
that the end of the mute is no flood: a story of that time comes back, whole, only when something is new of it. A story
that names a product which is not muted is told. Rejected: to tell afterwards all that was missed (one mutes a product
to be spared it), or to leave it open (whether it came back would hang on what else was told meanwhile).

After a backup was restored, editions that went out since are known by their time alone. What was published until then
counts as told by them, the rest is told. Undated items count as published when they are filed: they may be told again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.compose.telling import News, told_of
from monitor.model import Story, Told


def passed_over(
    found: Sequence[News], muted: Collection[str], told_until: datetime | None
) -> tuple[list[News], tuple[Told, ...]]:
    """Return the news to tell, and what is recorded as told without them."""
    open_news, quiet = [], []
    for news in found:
        if _is_muted(news.story, muted):
            quiet.append(_kept_back(news))
        elif told_until is not None and _is_over(news.story, told_until):
            quiet.append(replace(told_of(news), told_at=told_until))
        else:
            open_news.append(news)
    return open_news, tuple(quiet)


def _is_muted(story: Story, muted: Collection[str]) -> bool:
    return bool(story.products) and all(name in muted for name in story.products)


def _kept_back(news: News) -> Told:
    """Record its present state. Of a story told before, that is when a reader saw it last."""
    before = news.before
    return replace(told_of(news), muted=before is None, told_at=before.told_at if before else None)


def _is_over(story: Story, told_until: datetime) -> bool:
    """Was all of it published when the last edition went out that the journal shows?"""
    times = (one.traits.at or one.item.published_at or one.item.seen_at for one in story.items)
    return all(at is not None and at <= told_until for at in times)
