"""An edition composed in, an Issue out: with the letters it owes, not yet recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.compose import Material
from monitor.model import PUSH, Digest, Edition, Letter, Told
from monitor.pipeline.quiet import muted_products, told_until
from monitor.pipeline.service import Service
from monitor.radar import Offer
from monitor.render import LARGEST
from monitor.store import Store


@dataclass(frozen=True)
class Issue:
    """An edition composed and rendered, not yet recorded."""

    edition: Edition
    letters: tuple[Letter, ...]
    told: tuple[Told, ...]
    offered: tuple[Offer, ...] = ()  # names that it says are not on the watchlist


def readers_of(digest: Digest) -> tuple[str, ...]:
    """Return who may be owed something of a digest: its recipients, and the chats its alerts are pushed to."""
    pushes = digest.alerts is not None and bool(digest.alerts.push_file)
    return (*digest.recipients, PUSH) if pushes else digest.recipients


def letters_of(service: Service, digest: Digest, edition: Edition, largest: int = LARGEST) -> tuple[Letter, ...]:
    """Render an edition for every recipient who did not ask for no more mail; `largest`: bytes of a page."""
    asked_out = service.store.suppressed()
    willing = replace(digest, recipients=tuple(one for one in digest.recipients if one.lower() not in asked_out))
    mail, key = service.config.settings.mail, service.store.install_key()
    return service.renderer.letters(edition, willing, mail, key, largest)


def material_of(store: Store, digest: str, since: datetime, now: datetime) -> Material:
    """Gather what an edition of a digest may tell of: the stories that something joined since then, and around them."""
    stories = store.stories(since=since, until=now)
    numbers = {link.earlier for story in stories for link in story.links}
    earlier = {story.id: story for story in store.stories(ids=sorted(numbers))} if numbers else {}
    return Material(now, stories, earlier, store.told(digest), muted_products(store, now), told_until(store, digest))
