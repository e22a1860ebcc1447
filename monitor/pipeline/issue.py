"""An edition composed in; an Issue out: with the letters it owes, and smaller ones where a server wants them.

A refusal of a letter for its size (552, or the server's own SIZE) is certain, nothing was delivered: so it may be made
anew. It tells fewer stories whole, then becomes parts; none is left out. What has gone out in part already is not made
anew, nor what does not get smaller (the frame alone is too large): that is left to a person.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.compose import Material
from monitor.model import PUSH, Delivery, Digest, Edition, Letter, Told
from monitor.pipeline.service import LIMIT, Service
from monitor.radar import Offer
from monitor.render import LARGEST
from monitor.store import Store

log = logging.getLogger(__name__)

MOST_TRIES = 12


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


def material_of(store: Store, digest: str, since: datetime, now: datetime, *, ever: bool) -> Material:
    """Gather what an edition of a digest may tell of: the stories that something joined since then, and around them.

    With all that the digest `ever` told, or what it told of these stories: years of it are long to read.
    """
    stories = store.stories(since=since, until=now)
    numbers = {link.earlier for story in stories for link in story.links}
    earlier = {story.id: story for story in store.stories(ids=sorted(numbers))} if numbers else {}
    told = store.told(digest, None if ever else [story.id for story in stories])
    return Material(now, stories, earlier, told, store.muted("product", now), store.told_until(digest))


# ---------------------------------------------------------------- letters too large for their server


def make_smaller(service: Service) -> int:
    """Replace the letters that were refused for their size, each in one transaction; return how many were."""
    done = 0
    for refused in service.store.too_large():
        with service.store.transaction():
            done += _made_smaller(service, refused)
    return done


def _made_smaller(service: Service, refused: Delivery) -> bool:
    store = service.store
    edition = store.edition(refused.digest, refused.slot)
    digest = service.config.settings.digest(refused.digest)
    if edition is None or digest is None or not store.is_unsent(refused):
        store.leave_too_large(refused.id)
        return False
    letters = _letters(service, replace(digest, recipients=(refused.recipient,)), edition, len(refused.raw))
    if not letters:
        store.leave_too_large(refused.id)
        return False
    store.replace_letters(refused, letters)
    log.info("letter made smaller digest=%s slot=%s parts=%d", refused.digest, refused.slot, len(letters))
    return True


def _letters(service: Service, digest: Digest, edition: Edition, refused: int) -> tuple[Letter, ...]:
    """Render letters that all fit: into what the server takes, else into half of what it refused; () = it cannot be."""
    limit = int(service.store.setting(LIMIT) or 0)
    goal = limit if 0 < limit < refused else refused // 2
    page = goal
    for _ in range(MOST_TRIES):  # base64 and the plain text come on top of the page
        letters = letters_of(service, digest, edition, largest=page)
        if max((len(one.raw) for one in letters), default=0) <= goal:
            return letters
        page = page * 3 // 4
    return ()
