"""An edition composed in, an Issue out: with the letters it owes, not yet recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.model import PUSH, Digest, Edition, Letter, Story, Told
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


def earlier_of(store: Store, stories: Sequence[Story]) -> dict[int, Story]:
    """Return the stories that the links of these point at, by number."""
    numbers = {link.earlier for story in stories for link in story.links}
    return {story.id: story for story in store.stories(ids=sorted(numbers))} if numbers else {}
