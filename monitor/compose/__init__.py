"""Stories in, one Edition out: which stories, in which order, what is new of each since this digest last told it.

The order of the rules: the digest's filters, what is new (telling.py), what is kept back (quiet.py), weight
(weight.py), how each story is shown (entry.py, history.py). Nothing here is words of a language: `Entry.whats_new`
holds codes that render speaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.compose.alert import RECENT, compose_alert
from monitor.compose.entry import entry_of, headline_item
from monitor.compose.history import history_of, is_same_article
from monitor.compose.material import Material
from monitor.compose.missed import missed
from monitor.compose.parting import nothing_told, told_part, told_whole
from monitor.compose.quiet import passed_over
from monitor.compose.telling import (
    News,
    after_alert,
    in_scope,
    news_of,
    numbers,
    reports_of,
    site_of,
    sites,
    told_of,
    versions,
)
from monitor.compose.weight import is_minor, is_posted, is_vague, weigh
from monitor.model import Digest, Edition, Entry, Slot, Story, Told
from monitor.text import primary

__all__ = [
    "RECENT", "Material", "compose", "compose_alert", "headline_item", "history_of", "missed", "nothing_told",
    "numbers", "site_of", "sites", "told_part", "told_whole", "versions",
]  # fmt: skip

# A story with nothing new but more sites takes one line when so many joined, and at most so many such lines stand.
ECHO_SITES = 3
ECHO_LINES = 5


def compose(digest: Digest, slot: Slot, of: Material, since: datetime) -> tuple[Edition, tuple[Told, ...]]:
    """Compose the edition of a slot, and what it tells of each story, to be recorded with it.

    A story is told for the first time when an item joined since `since` or it was opened after the last telling (an
    edited watchlist looks back); again when something is new of it. An edition without entries is valid. What weighs
    less than the digest's minimum is not told, and may be once it weighs more.
    Stories about muted products only, those that count as told by their date, and rumours that another story of the
    edition settles, are among what is told and have no entry.
    """
    known, now = of.known, of.now
    new = [story for story in of.stories if not _is_told_already(story, known, of.told)]
    fresh, quiet = passed_over(_news(digest, new, of.told, since), of.muted, of.told_until)
    weighed = [_weighed(entry_of(news, digest, known), weigh(news, digest, now)) for news in fresh]
    by_weight = sorted((entry for entry in weighed if _is_weighty(entry, digest)), key=_rank)
    settled = _settled(by_weight, known, digest.top)
    top, brief = _arranged([entry for entry in by_weight if entry.story not in settled], digest.top)
    shown = settled | {entry.story for entry in (*top, *brief)}
    counted = [news for news in fresh if news.story.id in shown]
    reports = [one for news in counted for one in reports_of(news)]
    edition = Edition(
        digest=digest.name, slot=slot.local, title=digest.title, zone=digest.zone, words=digest.words,
        composed_at=now, covers_since=since, top=top, brief=brief,
        languages=len({primary(one.item.language) for one in reports} - {""}), items=len(reports),
    )  # fmt: skip
    return edition, (*(told_of(news) for news in counted), *quiet)


def _news(digest: Digest, stories: Sequence[Story], told: Mapping[int, Told], since: datetime) -> list[News]:
    """Return the stories that have news for this digest, what is new with each."""
    newest_told = max((number for number, one in told.items() if not one.alerted), default=None)
    known = {name for one in told.values() for name in one.versions}
    found = []
    for whole in stories:
        story = in_scope(whole, digest)
        if story is None:
            continue
        news = after_alert(news_of(story, told.get(story.id), since, newest_told, known), story, told.get(story.id))
        if news is not None and not (news.is_echo and news.new_sites < ECHO_SITES):
            found.append(news)
    return found


def _is_told_already(story: Story, known: Mapping[int, Story], told: Mapping[int, Told]) -> bool:
    """Was the very article told as an earlier story, which it comes too late to join?"""
    earlier = (link.earlier for link in story.links if link.earlier in told and not told[link.earlier].muted)
    return story.id not in told and any(one in known and is_same_article(story, known[one]) for one in earlier)


def _weighed(entry: Entry, weight: float) -> Entry:
    return replace(entry, weight=weight, minor=is_minor(entry))


def _is_weighty(entry: Entry, digest: Digest) -> bool:
    """Does it weigh what the digest asks for? Where it asks for nothing all do: what is old and plain weighs less."""
    return not digest.minimum or entry.weight >= digest.minimum


def _rank(entry: Entry) -> tuple[float, int]:
    return -entry.weight, -entry.story


def _is_echo(entry: Entry) -> bool:
    """Is nothing new but that further sites have it?"""
    return _has_only(entry, "since", "sources")


def _is_alerted(entry: Entry) -> bool:
    return entry.whats_new[:1] != () and entry.whats_new[0].startswith("alerted:")


def _has_news(entry: Entry) -> bool:
    return not _has_only(entry, "since", "seconded", "sources") and not _is_alerted(entry)


def _has_only(entry: Entry, *names: str) -> bool:
    return bool(entry.whats_new) and all(code.partition(":")[0] in names for code in entry.whats_new)


def _arranged(entries: Sequence[Entry], top: int) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Put entries, the heaviest first, in the order of a mail: those told whole, and those of a line.

    The lines: news, what is confirmed now and what an alert told, by product; echoes; opinions and how-tos.
    """
    whole = _whole(entries, top)
    numbers = {entry.story for entry in whole}
    rest = [entry for entry in entries if entry.story not in numbers]
    alerted = [entry for entry in rest if _is_alerted(entry)]
    echoes = [entry for entry in rest if _is_echo(entry)]
    minor = [entry for entry in rest if entry.minor]
    news = [entry for entry in rest if not (entry.minor or _is_echo(entry) or _is_alerted(entry))]
    return tuple(whole), (*_by_product([*news, *alerted]), *echoes[:ECHO_LINES], *minor)


def _whole(entries: Sequence[Entry], top: int) -> list[Entry]:
    """Choose the heaviest news to be told whole; never opinions, how-tos and lone posts.

    What is vague only on a day on which nothing else stands, not even in a line.
    """
    solid = [entry for entry in entries if not (entry.minor or is_vague(entry))]
    chosen = solid or [entry for entry in entries if not (entry.minor or _is_lone_post(entry))]
    return [entry for entry in chosen if _has_news(entry)][:top]


def _is_lone_post(entry: Entry) -> bool:
    return len(entry.sources) == 1 and is_posted(entry)


def _settled(entries: Sequence[Entry], known: Mapping[int, Story], top: int) -> set[int]:
    """Name the rumours that a heavier story, told whole, confirms or denies: they are steps of its history."""
    answers = {
        link.earlier: _rank(one)
        for one in reversed(_whole(entries, top))
        for link in known[one.story].links
        if link.relation in ("confirms", "denies")
    }
    rumours = (entry for entry in entries if _has_news(entry) and entry.status == "reported" and entry.story in answers)
    return {entry.story for entry in rumours if answers[entry.story] < _rank(entry)}


def _by_product(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Bring the lines of one product together, the product with the heaviest line first."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.products[0] if entry.products else "", []).append(entry)
    return tuple(entry for group in groups.values() for entry in group)
