"""What the config and the watchlist gained, lost and perhaps lack in; the lines in which an edition says so out.

    radar     store ─▶ radar     names that stand beside AI video and are not on the list
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor import radar
from monitor.model import Complaint, Config, Digest
from monitor.pipeline.service import Service
from monitor.radar import Heard, Offer
from monitor.render.words import tongue
from monitor.store import Store

WINDOW = timedelta(days=2)  # in which a new name is told by several sites
BACK = timedelta(days=30)  # in which it is looked how a name is used otherwise
OFFERED = 3  # names in one line
NAMED = 12  # products in one line
COMPLAINTS = 3  # mistakes of an edited config by their text; `check` has them all
KEPT = 500  # names not to be offered again
# Of a digest, in the settings: the names of its products at its last edition; those it was offered so far.
_WATCHED, _OFFERED = "watched:", "offered:"


def offers(store: Store, config: Config, since: datetime, until: datetime) -> tuple[Offer, ...]:
    """Return the names that stand beside AI video in a window and are not on the watchlist."""

    def usage(name: str) -> Sequence[Heard]:
        return [Heard(*one) for one in store.titled(name, min(since, until - BACK), until)]

    return radar.offers(store.topical_texts(since, until), usage, config, since)


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
