"""A store and a config in; all that `status` shows of them out, as plain values: what `--json` prints.

Any reason to look makes the exit code 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor import codes, schedule
from monitor.cli.columns import STALE, many, silence_words
from monitor.cli.lines import stamp
from monitor.model import Complaint, Config, DeliveryState, Digest, FeedState, Quiet, Silence
from monitor.pipeline.alarms import Alarm, silences
from monitor.pipeline.arrival import CHURN
from monitor.pipeline.clock import DOUBT
from monitor.pipeline.maintain import DAMAGE, backups, free_bytes, mending
from monitor.pipeline.notices import WINDOW, offers
from monitor.store import Store

DAY = timedelta(days=1)
LATE = timedelta(hours=1)  # a feed this long past its time was not looked at
STATES: tuple[DeliveryState, ...] = ("pending", "sending", "deferred", "held", "failed")
# A feed that fell silent while we read it is worth one look by then; one that was dead when it came never is.
SILENT_LOOK = timedelta(days=30)
OLD_BACKUP = timedelta(days=3)
State = dict[str, Any]


def survey(
    loaded: Config, complaints: Sequence[Complaint], store: Store, pid: str, at: datetime, found: Sequence[Alarm]
) -> State:
    """Collect what `status` shows of the database and the config; `pid`: of the service, "" = it does not run."""
    quiets, coverage = store.quiets(at), store.coverage(at - DAY, at)
    stories = len(store.stories(since=at - DAY))
    return {
        "pid": int(pid) if pid.isdigit() else None,
        "alarms": _alarms(found, is_running=bool(pid)),
        "feeds": {
            "all": len(loaded.feeds),
            "read": coverage.feeds_read,
            **_feeds(store, at, quiets, is_running=bool(pid)),
        },
        "today": {"items": coverage.items, "matched": coverage.matched, "stories": stories},
        "mail": _mail(loaded, store, at, quiets),
        "quiet": [
            {"kind": one.kind, "name": one.name, "until": stamp(one.until)} for one in quiets
        ],
        "damage": store.setting(DAMAGE) or "",
        "clock": (store.setting(DOUBT) or "") if pid else "",
        "radar": [{"name": one.name, "sites": len(one.items)} for one in offers(store, loaded, at - WINDOW, at)],
        "config": {"complaints": [str(complaint) for complaint in complaints]},
    }


def _alarms(found: Iterable[Alarm], *, is_running: bool) -> list[State]:
    """List the alarms; what a service that does not run thought of the clock is no news."""
    told = (one for one in found if is_running or one.code not in codes.CLOCK)
    return [{"code": one.code, "text": one.text, "cure": one.cure} for one in told]


def _feeds(store: Store, at: datetime, quiets: Iterable[Quiet], *, is_running: bool) -> State:
    muted = {one.name for one in quiets if one.kind == "feed"}
    feeds = [one for one in store.feed_states() if one.feed.name not in muted]
    late = [one.feed.name for one in feeds if one.next_poll_at is not None and one.next_poll_at < at - LATE]
    return {
        "late": late if is_running else [],
        "failing": [_feed(one) for one in feeds if one.error_code],
        "moved": {one.feed.name: _bare(one.url) for one in feeds if one.url != one.feed.url},
        "ignoring": [one.feed.name for one in feeds if one.repeats >= schedule.IGNORES_VALIDATORS],
        "churning": [one.feed.name for one in feeds if one.warning == CHURN],
        "remarks": {one.feed.name: one.warning for one in feeds if one.warning},
        "silent": [_silent(name, one, at) for name, one in silences(store, feeds, at).items()],
    }


def _mail(loaded: Config, store: Store, at: datetime, quiets: Sequence[Quiet]) -> State:
    letters, since = store.letters(), store.owed_since()
    return {
        "digests": [_digest(one, store, at, quiets) for one in loaded.settings.digests],
        **{state: letters.get(state, 0) for state in STATES},
        "owed_since": stamp(since),
        "overdue": since is not None and since < at - DAY,
        "suppressed": len(store.suppressed()),
        "waiting": _letters(store, ("pending", "deferred")),
        "stuck": _letters(store, ("held", "failed")),
    }


def _feed(state: FeedState) -> State:
    return {
        "name": state.feed.name,
        "code": state.error_code,
        "text": state.error_text,
        "cure": codes.cure(codes.FEEDS, state.error_code),
        "failures": state.failures,
        "since": stamp(state.failing_since),
        "next_try": stamp(state.next_poll_at),
    }


def _letters(store: Store, states: Sequence[DeliveryState]) -> list[State]:
    return [
        {
            "code": code, "text": text, "cure": codes.cure(codes.OTHERS | codes.MAIL, code), "letters": number,
            "next_try": stamp(next_at),
        }
        for code, text, number, next_at in store.waiting(states)
    ]  # fmt: skip


def _silent(name: str, silence: Silence, at: datetime) -> State:
    return {
        "name": name,
        "code": STALE,
        "text": f"answers, nothing new for {silence_words(silence, at)}",
        "since": stamp(silence.since),
        "look": silence.watched and at - silence.since > SILENT_LOOK,
    }


def _digest(digest: Digest, store: Store, at: datetime, quiets: Sequence[Quiet]) -> State:
    pause = next((one for one in quiets if (one.kind, one.name) == ("digest", digest.name)), None)
    slot = schedule.next_slot(digest, pause.until or at if pause else at)
    return {
        "name": digest.name, "next": slot.local, "zone": digest.zone, "last": store.last_slot(digest.name),
        "recipients": len(digest.recipients), "paused": pause is not None,
    }  # fmt: skip


def _bare(url: str) -> str:
    """Return an address without the login it may hold."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def disk(database: Path, loaded: Config) -> State:
    """Collect what `status` shows of the database's file and its copies."""
    newest = next(iter(backups(database)), None)
    return {
        "database": database.stat().st_size,
        "free": free_bytes(database) or 0,
        "backup": str(newest) if newest else None,
        "backup_at": stamp(datetime.fromtimestamp(newest.stat().st_mtime, UTC)) if newest else None,
        "mending": mending(database),
        "backups_wanted": loaded.settings.maintain.backups,
    }


# ---------------------------------------------------------------- reasons to look


def reasons(state: State, at: datetime) -> Iterator[str]:
    """Name what a person should look at, the gravest first."""
    mail, feeds = state["mail"], state["feeds"]
    if state["pid"] is None:
        yield "the service is not running"
    yield from (one["text"].partition(": ")[0] for one in state["alarms"])
    if state["clock"].startswith("time.jumped"):  # no alarm: it ends by itself
        yield "the clock was set by far, no mail is composed for ten minutes"
    yield from (
        f"mail cannot leave until it is mended ({one['code']})" for one in mail["waiting"] if _is_ours(one["code"])
    )
    if state["pid"] and _is_old(state["disk"], at):
        yield f"the last backup is more than {OLD_BACKUP.days} days old"
    if late := len(feeds["late"]):
        yield f"{many(late, 'feed')} not looked at in time"
    if failing := len(feeds["failing"]):
        yield f"{many(failing, 'feed')} cannot be read"
    if silent := sum(one["look"] for one in feeds["silent"]):
        yield f"{many(silent, 'feed')} fell silent more than {SILENT_LOOK.days} days ago"


def _is_ours(code: str) -> bool:
    """Does a letter wait for something that only a person can mend?"""
    return code in ("smtp.login", "smtp.sender", "smtp.relay", "config.password") or code.startswith("tls.")


def _is_old(disk: State, now: datetime) -> bool:
    at = disk["backup_at"]
    return bool(disk["backups_wanted"]) and at is not None and now - datetime.fromisoformat(at) > OLD_BACKUP
