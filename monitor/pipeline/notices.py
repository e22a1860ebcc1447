"""An edition in; its lines beside the stories out, in the words of its digest.

spoken           an edited config that is not in use, and why
watch_notices    what the watchlist gained and lost since the last edition, and the names that it perhaps lacks
quiet_notices    what is muted, and that it follows a pause, or a backup that was restored
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor import radar, schedule
from monitor.model import Complaint, Config, Digest, Edition, Quiet, Story, Told
from monitor.pipeline.service import Service
from monitor.radar import Heard, Offer
from monitor.render.words import Tongue, tongue
from monitor.store import Store

NAMED = 12  # products in one line
COMPLAINTS = 3  # mistakes of an edited config by their text; `check` has them all
KEPT = 500  # names not to be offered again
# Of a digest, in the settings: the names of its products at its last edition; those it was offered so far.
_WATCHED, _OFFERED = "watched:", "offered:"


def spoken(digest: Digest, notices: Sequence[str | Complaint]) -> Iterator[str]:
    """Print lines as they are; of complaints say that an edited config is not in use, and why."""
    words = tongue(digest.words)
    complaints = [one for one in notices if isinstance(one, Complaint)]
    yield from (one for one in notices if isinstance(one, str))
    for problem in complaints[:COMPLAINTS]:
        yield words.say("config_kept", problem=problem)
    if (rest := len(complaints) - COMPLAINTS) > 0:
        yield words.count("and_more", rest)


def watch_notices(service: Service, digest: Digest, new: Sequence[Offer]) -> Iterator[str]:
    """Say what changed on the watchlist since the digest's last edition, and which names it perhaps lacks."""
    words = tongue(digest.words)
    if changes := _changes(service, digest):
        yield words.say("watchlist_changed", names=words.comma.join(changes))
    if new:
        names = (f"{one.name} ({words.count('sites', len(one.items))})" for one in new[:OFFERED])
        yield words.say("radar", names=words.comma.join(names))


def quiet_notices(
    store: Store, digest: Digest, edition: Edition, stories: Sequence[Story], told: Sequence[Told]
) -> Iterator[str]:
    """Say, in the edition's language and zone, what it leaves out, and that it follows a pause."""
    words, zone = tongue(edition.words), ZoneInfo(edition.zone)
    shown = {entry.story for entry in edition.entries}
    left_out = {one.story for one in told} - shown
    names = Counter(name for story in stories if story.id in left_out for name in story.products)
    for quiet in store.quiets(edition.composed_at):
        if quiet.kind == "product" and (count := names[quiet.name]):
            yield _muted(quiet, count, words, zone)
    if (pause := store.last_pause(digest.name)) is not None and (until := pause.until) is not None:
        kept_back = schedule.next_slot(digest, pause.since).due_at < until  # else nobody missed anything
        if kept_back and edition.covers_since < until <= edition.composed_at:
            since, end = (words.moment(at.astimezone(zone)) for at in (pause.since, until))
            yield words.say("paused", since=since, until=end)
    until_then = store.told_until(edition.digest)
    if until_then is not None and edition.covers_since < until_then:
        yield words.say("restored", until=words.moment(until_then.astimezone(zone)))


def new_offers(service: Service, digest: Digest, now: datetime) -> tuple[Offer, ...]:
    """Return what a digest was not yet offered; nothing for one without radar, or narrowed to some products."""
    if digest.products or not digest.radar:
        return ()
    known = set(_names(service.store, _OFFERED + digest.name) or ())
    return tuple(one for one in offers(service.store, service.config, now - WINDOW, now) if one.name not in known)


def remember_watched(service: Service, digest: Digest, new: Sequence[Offer]) -> None:
    """Record what an edition said of the watchlist; in its transaction."""
    store = service.store
    store.save_setting(_WATCHED + digest.name, json.dumps(_watched(service, digest)))
    if new:
        said = [*(_names(store, _OFFERED + digest.name) or ()), *(one.name for one in new[:OFFERED])]
        store.save_setting(_OFFERED + digest.name, json.dumps(said[-KEPT:]))


def _changes(service: Service, digest: Digest) -> list[str]:
    before = _names(service.store, _WATCHED + digest.name)
    if before is None:  # its first edition
        return []
    after = _watched(service, digest)
    changes = [f"+{name}" for name in after if name not in before]
    changes += [f"−{name}" for name in before if name not in after]
    return changes if len(changes) <= NAMED else [*changes[:NAMED], "…"]


def _watched(service: Service, digest: Digest) -> list[str]:
    names = [product.name for product in service.config.watchlist.products]
    return [name for name in names if not digest.products or name in digest.products]


def _names(store: Store, setting: str) -> list[str] | None:
    """Return a list of names that was saved; None = never."""
    said = store.setting(setting)
    return None if said is None else [str(name) for name in json.loads(said)]


def _muted(quiet: Quiet, count: int, words: Tongue, zone: ZoneInfo) -> str:
    left = words.count("left_out", count)
    if quiet.until is None:
        return words.say("muted", product=quiet.name, left=left)
    return words.say("muted_until", product=quiet.name, until=words.moment(quiet.until.astimezone(zone)), left=left)


# ---------------------------------------------------------------- names that the watchlist lacks


WINDOW = timedelta(days=2)  # in which a new name is told by several sites
BACK = timedelta(days=30)  # in which it is looked how a name is used otherwise
OFFERED = 3  # names in one line


def offers(store: Store, config: Config, since: datetime, until: datetime) -> tuple[Offer, ...]:
    """Return the names that stand beside AI video in a window and are not on the watchlist."""

    def usage(name: str) -> Sequence[Heard]:
        return [Heard(*one) for one in store.titled(name, min(since, until - BACK), until)]

    return radar.offers(store.topical_texts(since, until), usage, config, since)
