"""Letters too large for a server in; the same editions in smaller letters, owed, out.

The principle: a refusal for its size (552, or the server's own SIZE) is certain, nothing was delivered, so the letter
may be made anew. It tells fewer stories whole, then becomes parts; none is left out. What has gone out in part already
is not made anew, nor what does not get smaller (the frame alone is too large): that is left to a person.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from monitor.model import Delivery, Digest, Edition, Letter
from monitor.pipeline.issue import letters_of
from monitor.pipeline.service import Service

log = logging.getLogger(__name__)

LIMIT = "mail-limit"  # in the settings: bytes of a letter that the server said it takes
MOST_TRIES = 12


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
