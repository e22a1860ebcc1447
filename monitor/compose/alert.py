"""Stories in, out comes an edition of those that should not wait for the next slot, if there is one.

Principle: an alert wakes somebody, so it tells only what a person would ring a friend for: heavy enough, of the status
asked for, and new: told for the first time, or its status turned. What else joins a story waits for the digest.
Known exception: a story that grew heavy while the day's number was used up is no alert the day after. Rejected: to send
again what a second vendor says of the same (the digest has it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.compose.entry import entry_of
from monitor.compose.material import Material
from monitor.compose.quiet import passed_over
from monitor.compose.telling import News, in_scope, news_of, reports_of, told_of
from monitor.compose.weight import weigh
from monitor.model import Digest, Edition, Entry, Slot, Story, Told
from monitor.text import primary

RECENT = timedelta(hours=12)  # what is older when it is found, by an edited watchlist say, wakes nobody
LINGERING = timedelta(minutes=10)  # a poll begun before the last alert may file after it; what was told is known


def compose_alert(
    digest: Digest, slot: Slot, of: Material, last_alert_at: datetime | None = None
) -> tuple[Edition, tuple[Told, ...]] | None:
    """Compose an alert of a digest, and what it tells; None if there is nothing to say.

    `last_alert_at`: stories without an item filed since then had their chance; None = there was no alert yet.
    """
    now, known = of.now, of.known
    since = now - RECENT
    if last_alert_at is not None and last_alert_at <= now:  # later: by a clock that ran ahead
        since = max(since, last_alert_at - LINGERING)
    fresh, _ = passed_over(_news(digest, of.stories, of.told, since), of.muted, of.told_until)
    pairs = [(news, replace(entry_of(news, digest, known), weight=weigh(news, digest, now))) for news in fresh]
    passing = sorted((pair for pair in pairs if _passes(pair[1], digest)), key=lambda pair: -pair[1].weight)
    if not passing:
        return None
    items = [one for news, _ in passing for one in reports_of(news)]
    edition = Edition(
        digest=digest.name, slot=slot.local, title=digest.title, zone=digest.zone, words=digest.words,
        composed_at=now, covers_since=since, top=tuple(entry for _, entry in passing), items=len(items),
        languages=len({primary(one.item.language) for one in items} - {""}),
        kind="alert",
    )  # fmt: skip
    return edition, tuple(replace(told_of(news), alerted=True) for news, _ in passing)


def _news(digest: Digest, stories: Sequence[Story], told: Mapping[int, Told], since: datetime) -> list[News]:
    scoped = (in_scope(story, digest) for story in stories)
    found = (news_of(story, told.get(story.id), since, None) for story in scoped if story and _is_recent(story, since))
    return [news for news in found if news is not None and _wakes(news)]


def _is_recent(story: Story, since: datetime) -> bool:
    """Was an item filed since then, and published not long before?"""
    filed = [one for one in story.items if one.item.seen_at is not None and one.item.seen_at > since]
    return any((one.traits.at or one.item.seen_at or since) > since - RECENT for one in filed)


def _wakes(news: News) -> bool:
    return news.before is None or any(code.startswith("status:") for code in news.codes)


def _passes(entry: Entry, digest: Digest) -> bool:
    bar = digest.alerts
    return bar is not None and entry.weight >= bar.weight and entry.status in bar.status
