"""restore: a backup takes the database's place, and learns from the journal what was mailed since it was made.

    backup ─▶ whole? ours? ─▶ copy ─▶ journal taken up ─▶ the database's place       the replaced one is kept

- A letter that the journal shows as accepted is settled as sent.
- A slot that it shows, of an edition the backup knows nothing of, is taken: no second edition of that day is made. What
  was published until then counts as told by it, since its stories are known by nothing else.
- What an alert told is told by no other: a story that began before the last one raises none.
- Who asked for no more mail is not mailed again; mutes and pauses hold, and so does what was decided of stories, as far
  as the backup has their items.
- Without a journal, or with one that does not know the backup's own last letter, nobody knows what was mailed: letters
  owed are held for a person, and the slots that are over are taken.

All of it is done to the copy, so that a crash leaves the old database or the finished new one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor import schedule
from monitor.model import Quiet, Slot, alerts_of
from monitor.pipeline.maintain import DAMAGE
from monitor.pipeline.service import Service, load_config
from monitor.pipeline.stories import repeat
from monitor.store import Journal, Noted, Store, copy_of, put_in_place, remove

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    kept: Path | None  # the replaced database; None = there was none
    journal: bool  # False = there was none, or one of another time: nobody knows what was mailed
    sent: int = 0  # letters of the backup that went out after it was made
    held: int = 0  # letters left to a person
    covered: tuple[str, ...] = ()  # slots taken, as "daily 2026-03-25T07:00"
    undecided: int = 0  # decisions on stories of which the backup lacks the items


def restore(backup: Path, database: Path, folder: Path, now: datetime) -> Restored:
    """Put a backup in the place of the database. Only for the process that holds its lock; raises StoreError, OSError.

    `folder` is the config's: its digests say which slots are over, where the journal does not.
    """
    copied = database.with_name(f"{database.name}.restoring")
    try:
        copy_of(backup, copied)
        with Store(copied) as store:
            restored = _catch_up(store, Journal(database).read(), folder, now)
            store.tidy()
        kept = put_in_place(copied, database, f".replaced-{now:%Y%m%dT%H%M%SZ}")
    finally:
        remove(copied)
    log.info("restored backup=%s journal=%s sent=%d held=%d", backup, restored.journal, restored.sent, restored.held)
    return replace(restored, kept=kept)


def _catch_up(store: Store, noted: Noted | None, folder: Path, now: datetime) -> Restored:
    known = noted is not None and _knows(noted, store)
    with store.transaction():
        undecided = _decide_again(store, noted, folder, now) if noted is not None else 0
        store.save_setting(DAMAGE, "")
        covered, sent = _take_up(store, noted, now) if noted is not None else ([], 0)
        store.recover(now)
        why = "owed when the backup was made; it may have gone out since"
        held = 0 if known else store.hold_owed("restore.no_journal", why)
        covered += [] if known else _cover_past(store, folder, now)
    return Restored(None, known, sent, held, tuple(covered), undecided)


def _knows(noted: Noted, store: Store) -> bool:
    """Does the journal reach back to the backup? Then it knows the last letter that was sent before."""
    last = store.last_sent()
    return last is None or any(one.message_id == last for one in noted.sent)


def _take_up(store: Store, noted: Noted, now: datetime) -> tuple[list[str], int]:
    """Settle what the journal shows; return the slots taken and how many letters were settled."""
    covered = []
    for digest in dict.fromkeys(one.digest for one in noted.sent):
        known = store.slots(digest)
        newer = {one.slot: one.composed_at for one in noted.sent if one.digest == digest and one.slot not in known}
        for slot, composed_at in newer.items():
            store.coalesce(Slot(digest, slot, composed_at), composed_at)
            covered.append(f"{digest} {slot}")
        editions = [at for slot, at in newer.items() if Slot(digest, slot, at).kind == "digest"]
        if editions:  # an alert tells of a few stories only
            store.save_told_until(digest, max(editions))
        alerts = [at for slot, at in newer.items() if Slot(digest, slot, at).kind == "alert"]
        if alerts:
            store.save_told_until(alerts_of(digest), max(alerts))
    for address, is_suppressed in noted.wishes.items():
        store.suppress(address, now) if is_suppressed else store.allow(address)
    for quiet in noted.quiets:
        store.hush(quiet) if isinstance(quiet, Quiet) else store.unhush(quiet.kind, quiet.name, quiet.at)
    return covered, store.mark_sent([one.message_id for one in noted.sent], now)


def _decide_again(store: Store, noted: Noted, folder: Path, now: datetime) -> int:
    """Repeat what was decided of stories; return how much of it the backup lacks the items of."""
    if not noted.decided:
        return 0
    loaded, _ = load_config(folder, store, now, remember=False)
    service = Service.of(loaded, store, lambda: now, folder)
    return sum(not repeat(service, said, at, stands=stands) for said, (at, stands) in noted.decided.items())


def _cover_past(store: Store, folder: Path, now: datetime) -> list[str]:
    covered = []
    loaded, _ = load_config(folder, store, now, remember=False)
    for digest in loaded.settings.digests:
        last, taken = store.last_slot(digest.name), store.slots(digest.name)
        due = schedule.due_slots(digest, last, now, installed_at=store.installed_at(now), taken=taken)
        for slot in due:
            store.coalesce(slot, now)
            covered.append(f"{digest.name} {slot.local}")
    return covered
