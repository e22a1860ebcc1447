"""The state as `status` collects it in; the lines of its page out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor import codes
from monitor.cli.columns import bytes_of, many
from monitor.pipeline.arrival import CHURN
from monitor.pipeline.notices import OFFERED

FEEDS_SHOWN = 20
SILENT_SHOWN = 5


def page(state: dict[str, Any]) -> Iterator[str]:
    """Yield the page, what is gravest in its last line."""
    running = f"running (pid {state['pid']})" if state["pid"] else "not running"
    config = "config broken, the last good one is in use" if state["config"]["complaints"] else "config good"
    yield f"{running:40} {config}"
    if not state["pid"]:
        yield "         its log, under systemd: `journalctl -u ai-video-monitor -n 20`"
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
    yield from (f"         {one['text'][:140]}" for one in state["alarms"] if one["code"] in codes.BUGS)
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
        yield f"         {many(ignoring, 'feed')} ignoring validators, asked less often for that; --json names them"
    for name in feeds["churning"]:
        yield f"         {name:24} {CHURN:20} names its items anew at each reading; they are known all the same"
    yield from _silent_lines(feeds["silent"])


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
        if one["cure"]:
            yield f"         {one['cure']}"
    for one in mail["waiting"]:
        next_try = f", next try {_short(one['next_try'])}" if one["next_try"] else ""
        wait = "waits" if one["letters"] == 1 else "wait"
        yield f"         {one['letters']} {wait}: {one['code']}{next_try}: {one['text'][:120]}"
        if one["cure"]:
            yield f"         {one['cure']}"


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
