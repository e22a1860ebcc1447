"""status: health on one screen, and an exit code for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

from monitor import codes, schedule
from monitor.cli.columns import STALE, bytes_of, many, silence_words
from monitor.cli.errors import LOOK
from monitor.cli.lines import stamp
from monitor.cli.place import Place, now
from monitor.cli.screen import echo
from monitor.daemon import holder
from monitor.model import Complaint, Config, DeliveryState, Digest, FeedState, Quiet, Silence
from monitor.pipeline import DAMAGE, Alarm, alarms, backups, load_config, mending, metrics
from monitor.pipeline.arrival import CHURN
from monitor.pipeline.health import silences
from monitor.pipeline.room import free_bytes
from monitor.pipeline.trust import DOUBT
from monitor.pipeline.watching import OFFERED, WINDOW, offers
from monitor.store import Store

DAY = timedelta(days=1)
LATE = timedelta(hours=1)  # a feed this long past its time was not looked at
OLD_BACKUP = timedelta(days=3)
STATES = ("pending", "sending", "deferred", "held", "failed")
FEEDS_SHOWN = 20
SILENT_SHOWN = 5
# A feed that fell silent while we read it is worth one look by then; one that was dead when it came never is.
SILENT_LOOK = timedelta(days=30)


@click.command("status", epilog="Example: ai-video-monitor status --json | jq .look")
@click.option("--json", "as_json", is_flag=True, help="the same for scripts")
@click.option("--metrics", "as_metrics", is_flag=True, help="for Prometheus, as in the file of operator.metrics")
@click.pass_context
def status_command(context: click.Context, as_json: bool, as_metrics: bool) -> None:
    """Tell whether all is well: feeds, today's harvest, mail, config, disk. Exit 1 when a person should look."""
    place: Place = context.obj
    database = place.database()
    with place.store(readonly=True) as store:
        loaded, complaints = load_config(place.folder(), store, now(), remember=False)
        found = alarms(store, loaded, complaints, now())
        if as_metrics:
            click.echo(metrics(store, loaded, found, now()), nl=False)
            context.exit(LOOK if found else 0)
        state = survey(loaded, complaints, store, holder(database), now(), found) | {"disk": _disk(database, loaded)}
    state["look"] = list(_reasons(state))
    if as_json:
        click.echo(json.dumps(state, ensure_ascii=False, indent=2))
    else:
        echo(*_page(state))
    context.exit(LOOK if state["look"] else 0)


def survey(
    loaded: Config,
    complaints: tuple[Complaint, ...],
    store: Store,
    pid: str,
    at: datetime,
    found: Sequence[Alarm],
) -> dict[str, Any]:
    """Collect what `status` shows of the database and the config."""
    coverage, feeds = store.coverage(at - DAY, at), store.feed_states()
    quiets = store.quiets(at)
    muted = {one.name for one in quiets if one.kind == "feed"}
    feeds = [one for one in feeds if one.feed.name not in muted]
    late = [one.feed.name for one in feeds if one.next_poll_at is not None and one.next_poll_at < at - LATE]
    letters, since = store.letters(), store.owed_since()
    keys = [key for one in loaded.settings.digests for key in (one.name, f"alert:{one.name}")]
    bugs = {key: store.setting(f"bug:{key}") for key in keys}
    return {
        "pid": int(pid) if pid.isdigit() else None,
        "alarms": [
            {"code": one.code, "text": one.text, "cure": one.cure}
            for one in found
            if pid or one.code not in codes.CLOCK  # what a service that does not run thought of the clock is no news
        ],
        "feeds": {
            "all": len(loaded.feeds), "read": coverage.feeds_read, "late": late if pid else [],
            "failing": [_feed(one) for one in feeds if one.error_code],
            "moved": {one.feed.name: _bare(one.url) for one in feeds if one.url != one.feed.url},
            "ignoring": [one.feed.name for one in feeds if one.repeats >= schedule.IGNORES_VALIDATORS],
            "churning": [one.feed.name for one in feeds if one.warning == CHURN],
            "remarks": {one.feed.name: one.warning for one in feeds if one.warning},
            "silent": [_silent(name, one, at) for name, one in silences(store, feeds, at).items()],
        },
        "today": {"items": coverage.items, "matched": coverage.matched, "stories": len(store.stories(since=at - DAY))},
        "mail": {
            "digests": [_digest(one, store, at, quiets) for one in loaded.settings.digests],
            **{state: letters.get(state, 0) for state in STATES},
            "owed_since": stamp(since) if since else None,
            "overdue": since is not None and since < at - DAY,
            "suppressed": len(store.suppressed()),
            "waiting": _letters(store, ("pending", "deferred")),
            "stuck": _letters(store, ("held", "failed")),
        },
        "quiet": [
            {"kind": one.kind, "name": one.name, "until": stamp(one.until) if one.until else None} for one in quiets
        ],
        "damage": store.setting(DAMAGE) or "",
        "clock": (store.setting(DOUBT) or "") if pid else "",
        "radar": [{"name": one.name, "sites": len(one.items)} for one in offers(store, loaded, at - WINDOW, at)],
        "config": {"complaints": [str(complaint) for complaint in complaints]},
        "bugs": {name: text for name, text in bugs.items() if text},
    }  # fmt: skip


def _feed(state: FeedState) -> dict[str, Any]:
    return {
        "name": state.feed.name,
        "code": state.error_code,
        "text": state.error_text,
        "cure": codes.cure(codes.FEEDS, state.error_code),
        "failures": state.failures,
        "since": stamp(state.failing_since) if state.failing_since else None,
        "next_try": stamp(state.next_poll_at) if state.next_poll_at else None,
    }


def _letters(store: Store, states: Sequence[DeliveryState]) -> list[dict[str, Any]]:
    return [
        {
            "code": code, "text": text, "cure": codes.cure(codes.OTHERS | codes.MAIL, code), "letters": number,
            "next_try": stamp(next_at) if next_at else None,
        }
        for code, text, number, next_at in store.waiting(states)
    ]  # fmt: skip


def _silent(name: str, silence: Silence, at: datetime) -> dict[str, Any]:
    return {
        "name": name,
        "code": STALE,
        "text": f"answers, nothing new for {silence_words(silence, at)}",
        "since": stamp(silence.since),
        "look": silence.watched and at - silence.since > SILENT_LOOK,
    }


def _digest(digest: Digest, store: Store, at: datetime, quiets: Sequence[Quiet]) -> dict[str, Any]:
    pause = next((one for one in quiets if (one.kind, one.name) == ("digest", digest.name)), None)
    slot = schedule.next_slot(digest, pause.until or at if pause else at)
    return {
        "name": digest.name, "next": slot.local, "zone": digest.zone, "last": store.last_slot(digest.name),
        "recipients": len(digest.recipients), "paused": pause is not None,
    }  # fmt: skip


def _disk(database: Path, loaded: Config) -> dict[str, Any]:
    newest = next(iter(backups(database)), None)
    return {
        "database": database.stat().st_size,
        "free": free_bytes(database) or 0,
        "backup": str(newest) if newest else None,
        "backup_at": stamp(datetime.fromtimestamp(newest.stat().st_mtime, UTC)) if newest else None,
        "mending": mending(database),
        "backups_wanted": loaded.settings.maintain.backups,
    }


def _reasons(state: dict[str, Any]) -> Iterator[str]:
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
    if state["pid"] and _is_old(state["disk"]):
        yield f"the last backup is more than {OLD_BACKUP.days} days old"
    if late := len(feeds["late"]):
        yield f"{late} feed{'s' if late > 1 else ''} not looked at in time"
    if failing := len(feeds["failing"]):
        yield f"{failing} feed{'s' if failing > 1 else ''} cannot be read"
    if silent := sum(one["look"] for one in feeds["silent"]):
        yield f"{silent} feed{'s' if silent > 1 else ''} fell silent more than {SILENT_LOOK.days} days ago"


def _page(state: dict[str, Any]) -> Iterator[str]:
    running = f"running (pid {state['pid']})" if state["pid"] else "not running"
    config = "config broken, the last good one is in use" if state["config"]["complaints"] else "config good"
    yield f"{running:40} {config}"
    yield from (f"         {line}" for line in state["config"]["complaints"])
    if state["clock"]:
        yield f"clock    {state['clock']}"
        yield f"         {codes.STATE[state['clock'].partition(':')[0]].do}"
    yield from _feed_lines(state["feeds"])
    today = state["today"]
    told = f"{many(today['items'], 'item')}, {today['matched']} matched, {many(today['stories'], 'story', 'stories')}"
    yield f"today    {told}"
    yield from _radar_line(state["radar"])
    yield from _mail_lines(state["mail"])
    yield from (f"         {name} could not be composed: {text[:100]}" for name, text in state["bugs"].items())
    yield from _quiet_lines(state["quiet"])
    yield from _disk_lines(state["disk"], state["damage"])
    if state["look"]:
        yield f"(exit 1: {'; '.join(state['look'])})"


def _feed_lines(feeds: dict[str, Any]) -> Iterator[str]:
    failing = feeds["failing"]
    look = f"      {len(failing)} need{'s' if len(failing) == 1 else ''} a look" if failing else ""
    yield f"feeds    {feeds['read']} of {feeds['all']} read in the last day{look}"
    for one in failing[:FEEDS_SHOWN]:
        next_try = f"next try {_short(one['next_try'])}" if one["next_try"] else "not tried again"
        yield f"         {one['name']:24} {one['code']:20} since {_short(one['since'])}, {next_try}: {one['text'][:80]}"
    if len(failing) > FEEDS_SHOWN:
        yield f"         and {len(failing) - FEEDS_SHOWN} more; --json names them all"
    if any(one["cure"] for one in failing):
        yield f"         what to do: `ai-video-monitor explain {next(one['code'] for one in failing if one['cure'])}`"
    for name, url in feeds["moved"].items():
        yield f"         {name:24} {'feed.moved':20} for good: write {url} into feeds.yaml"
    if ignoring := len(feeds["ignoring"]):
        whom = f"{ignoring} feed{'s' if ignoring > 1 else ''}"
        yield f"         {whom} ignoring validators, asked less often for that; --json names them"
    for name in feeds["churning"]:
        yield f"         {name:24} {CHURN:20} names its items anew at each reading; they are known all the same"
    yield from _silent_lines(feeds["silent"])


def _bare(url: str) -> str:
    """Return an address without the login it may hold."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _silent_lines(silent: list[dict[str, Any]]) -> Iterator[str]:
    """Tell of the silent feeds, those first that fell silent last: they are the news."""
    for one in sorted(silent, key=lambda one: one["since"], reverse=True)[:SILENT_SHOWN]:
        yield f"         {one['name']:24} {one['code']:20} {one['text']}"
    if len(silent) > SILENT_SHOWN:
        yield f"         and {len(silent) - SILENT_SHOWN} silent for longer: `ai-video-monitor feeds list`"


def _mail_lines(mail: dict[str, Any]) -> Iterator[str]:
    for index, one in enumerate(mail["digests"]):
        head = "" if index else "mail"
        last = f"last edition {_day(one['last'])}" if one["last"] else "no edition yet"
        following = "paused" if one["paused"] else f"next {_day(one['next'])} {one['zone']}"
        yield f"{head:8} {one['name']:10} {following}     {last}"
    since = f" since {_short(mail['owed_since'])}" if mail["owed_since"] else ""
    owed = mail["pending"] + mail["sending"] + mail["deferred"]
    look = ": `ai-video-monitor deliveries list`" if mail["held"] + mail["failed"] or mail["overdue"] else ""
    stopped = f", {mail['suppressed']} suppressed" if mail["suppressed"] else ""
    yield f"         owed {owed}{since}, held {mail['held']}, refused {mail['failed']}{stopped}{look}"
    for one in mail["stuck"]:
        yield f"         {one['letters']} held or refused: {one['code']}: {one['text'][:120]}"
    for one in mail["waiting"]:
        next_try = f", next try {_short(one['next_try'])}" if one["next_try"] else ""
        wait = "waits" if one["letters"] == 1 else "wait"
        yield f"         {one['letters']} {wait}: {one['code']}{next_try}: {one['text'][:120]}"
        if one["cure"]:
            yield f"         {one['cure']}"


def _is_ours(code: str) -> bool:
    """Does a letter wait for something that only a person can mend?"""
    return code in ("smtp.login", "smtp.sender", "config.password") or code.startswith("tls.")


def _quiet_lines(quiets: list[dict[str, Any]]) -> Iterator[str]:
    for index, one in enumerate(quiets):
        what = "paused" if one["kind"] == "digest" else "muted"
        until = f"until {_short(one['until'])}" if one["until"] else "until a person ends it"
        yield f"{'' if index else 'quiet':8} {one['kind']} {one['name']} {what} {until}"


def _disk_lines(disk: dict[str, Any], damage: str) -> Iterator[str]:
    backup = f"backup of {_short(disk['backup_at'])}" if disk["backup"] else "no backup yet"
    yield f"disk     {bytes_of(disk['database'])} of database, {backup}, {bytes_of(disk['free'])} free"
    if damage:
        yield f"         damaged: {damage}"
        yield f"         {disk['mending']}"


def _is_old(disk: dict[str, Any]) -> bool:
    at = disk["backup_at"]
    return bool(disk["backups_wanted"]) and at is not None and now() - datetime.fromisoformat(at) > OLD_BACKUP


def _radar_line(names: list[dict[str, Any]]) -> Iterator[str]:
    """Name what stands beside AI video and is not on the watchlist: news, no reason to look."""
    if names:
        said = ", ".join(f"{one['name']} ({one['sites']} sites)" for one in names[:OFFERED])
        yield f"radar    not on the watchlist: {said}: `ai-video-monitor radar`"


def _day(slot: str) -> str:
    """Write a slot, which is local, as a person says it."""
    return f"{datetime.fromisoformat(slot):%a %d %b %H:%M}"


def _short(written: str | None) -> str:
    if not written:
        return "?"
    at = datetime.fromisoformat(written).astimezone(ZoneInfo("UTC"))
    return f"{at:%a %d %b %H:%M} UTC"
