"""How much a story matters to a reader: a sum of a few plain terms, so that the order can be explained.

Principle: a fact before a rumour before an opinion; what many independent sites in many languages carry; events that
change what one can use before those that only move money. Known exception: a first report by one small site weighs
little until others follow; it then comes back as a follow-up when something is new. What stands only where anybody may
publish weighs less than any report; a vendor's posts, of which most only advertise, as much as a report that is sure.
Rejected: learning from clicks (mails carry no trackers).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import log2

from monitor.compose.telling import News, is_post, sites
from monitor.model import Digest, Entry, Source, Status, Story
from monitor.text import primary
from monitor.uploads import is_upload

STATUS: dict[Status, float] = {"confirmed": 3.0, "denied": 3.0, "reported": 2.0, "na": 0.0}
KIND = {
    "shutdown": 3.0, "launch": 2.5, "legal": 2.0, "regulation": 2.0, "integration": 2.0, "funding": 2.0,
    "update": 1.5, "pricing": 1.5, "partnership": 1.5, "market": 1.0, "research": 0.5,
}  # fmt: skip
OFFICIAL = 1.5
PER_DOUBLED_SITES = 1.5
PER_DOUBLED_LANGUAGES = 1.0
PRODUCT = 1.0  # names a product, not only the topic
FOLLOWED = 1.0  # names one that the digest asks for first
TURN = 1.5  # its status turned, or an earlier story is confirmed, denied or contradicted by it
UPLOADED = 2.5  # taken off what stands only where anybody may publish
AGAIN = 2.0  # taken off what was told before and has a detail more
AGE = timedelta(hours=24)  # costs one point, the second day another half, and so on


def weigh(news: News, digest: Digest, now: datetime) -> float:
    """Weigh a story; only the order of the figures means something. Rounded, so that they compare alike everywhere."""
    story = news.story
    languages = {primary(one.item.language) for one in story.items} - {""}
    total = STATUS[story.status]
    total += max((KIND.get(kind, 0.0) for kind in story.kinds[:2]), default=0.0)
    total += OFFICIAL * any(one.claim.official and not is_upload(one.item.url) for one in story.items)
    total += PER_DOUBLED_SITES * log2(max(len(sites(story)), 1))
    total += PER_DOUBLED_LANGUAGES * log2(max(len(languages), 1))
    total += PRODUCT * bool(story.products) + FOLLOWED * (story.products[:1] == digest.products[:1] != ())
    total += _told_before(news)
    total -= UPLOADED * all(is_post(one) for one in story.items)
    total -= log2(1 + max((now - _newest(story, now)) / AGE, 0.0))
    return round(total, 3)


def is_minor(entry: Entry) -> bool:
    """Is it no news: an opinion, a how-to, a round-up that few carry, a paper or nameless thing that nobody reports?"""
    if entry.whats_new:
        return False
    is_nobodys = entry.kinds[:1] == ("research",) or not (entry.products or entry.companies)
    return (is_nobodys and is_posted(entry)) or (entry.status == "na" and len(entry.sources) + len(entry.more) < 3)


def is_vague(entry: Entry) -> bool:
    """Is it named by one site alone and about nobody, or found only where anybody may publish?

    A line is enough until a site, or another one, follows.
    """
    if entry.official or entry.more:
        return False
    named = entry.products or entry.companies
    return (not named and len(_reports(entry)) < 2) or is_posted(entry)


def is_posted(entry: Entry) -> bool:
    """Does it stand only where anybody may publish?"""
    return bool(entry.sources) and not (entry.official or entry.more or _reports(entry))


def _reports(entry: Entry) -> list[Source]:
    """Return the sources that answer for their words."""
    return [source for source in entry.sources if not is_upload(source.url, source.title)]


def _told_before(news: News) -> float:
    """Weigh what is new of a story that was told: a turn, the vendor's word, or a mere detail."""
    codes = tuple(code.partition(":")[0] for code in news.codes)
    if "status" in codes or "link" in codes:
        return TURN
    return -AGAIN if codes and "official" not in codes else 0.0


def _newest(story: Story, now: datetime) -> datetime:
    return max((at for one in story.items if (at := one.traits.at or one.item.seen_at) is not None), default=now)
