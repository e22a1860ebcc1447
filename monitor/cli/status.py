"""status: health on one screen, and an exit code for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from monitor import schedule
from monitor.cli.errors import LOOK
from monitor.cli.lines import stamp
from monitor.cli.place import Place, now
from monitor.daemon import holder
from monitor.model import Config, FeedState
from monitor.store import Store

DAY = timedelta(days=1)
LATE = timedelta(hours=1)  # a feed this long past its time was not looked at


@click.command("status", epilog="Example: ai-video-monitor status --json | jq .look")
@click.option("--json", "as_json", is_flag=True, help="the same for scripts")
@click.pass_context
def status_command(context: click.Context, as_json: bool) -> None:
    """Tell whether all is well: feeds, today's harvest, mail, config. Exit 1 when a person should look."""
    place: Place = context.obj
    loaded = place.config()
    with place.store(readonly=True) as store:
        state = survey(loaded, store, holder(place.database()), now())
    click.echo(json.dumps(state, ensure_ascii=False, indent=2) if as_json else "\n".join(_page(state)))
    context.exit(LOOK if state["look"] else 0)


def survey(loaded: Config, store: Store, pid: str, at: datetime) -> dict[str, Any]:
    """Collect what `status` shows; `look` names the reasons why a person should look."""
    coverage = store.coverage(at - DAY, at)
    feeds = [_feed(one) for one in store.feed_states() if one.error_code]
    owed = {
        state: len(store.deliveries(states=(state,))) for state in ("pending", "sending", "deferred", "held", "failed")
    }
    complaints = (store.setting("config-complaints") or "").splitlines()
    state = {
        "pid": int(pid) if pid.isdigit() else None,
        "feeds": {"all": len(loaded.feeds), "read": coverage.feeds_read, "failing": feeds},
        "today": {"items": coverage.items, "matched": coverage.matched, "stories": len(store.stories(since=at - DAY))},
        "mail": {"digests": [_digest(loaded, store, one.name, at) for one in loaded.settings.digests], **owed},
        "config": {"complaints": complaints},
    }
    return {**state, "look": list(_reasons(state))}


def _feed(state: FeedState) -> dict[str, Any]:
    return {
        "name": state.feed.name,
        "code": state.error_code,
        "text": state.error_text,
        "failures": state.failures,
        "since": stamp(state.failing_since) if state.failing_since else None,
        "next_try": stamp(state.next_poll_at) if state.next_poll_at else None,
    }


def _digest(loaded: Config, store: Store, name: str, at: datetime) -> dict[str, Any]:
    digest = next(one for one in loaded.settings.digests if one.name == name)
    slot = schedule.next_slot(digest, at)
    last = store.last_slot(name)
    return {"name": name, "next": slot.local, "zone": digest.zone, "last": last, "recipients": len(digest.recipients)}


def _reasons(state: dict[str, Any]) -> Iterator[str]:
    if state["pid"] is None:
        yield "the service is not running"
    if failing := len(state["feeds"]["failing"]):
        yield f"{failing} feed{'s' if failing > 1 else ''} cannot be read"
    if held := state["mail"]["held"] + state["mail"]["failed"]:
        yield f"{held} letter{'s' if held > 1 else ''} held or refused"
    if state["config"]["complaints"]:
        yield "the config is broken, the last good one is in use"


def _page(state: dict[str, Any]) -> Iterator[str]:
    running = f"running (pid {state['pid']})" if state["pid"] else "not running"
    config = "config broken, the last good one is in use" if state["config"]["complaints"] else "config good"
    yield f"{running:40} {config}"
    yield from (f"         {line}" for line in state["config"]["complaints"])
    failing = state["feeds"]["failing"]
    yield f"feeds    {state['feeds']['read']} of {state['feeds']['all']} read in the last day" + (
        f"      {len(failing)} need a look" if failing else ""
    )
    for one in failing:
        next_try = f"next try {_short(one['next_try'])}" if one["next_try"] else "not tried again"
        yield f"         {one['name']:24} {one['code']:20} since {_short(one['since'])}, {next_try}: {one['text'][:80]}"
    today = state["today"]
    yield f"today    {today['items']:,} items, {today['matched']} matched, {today['stories']} stories"
    for index, one in enumerate(state["mail"]["digests"]):
        head = "mail    " if index == 0 else "        "
        last = f"last edition {one['last']}" if one["last"] else "no edition yet"
        yield f"{head} {one['name']:10} next {one['next']} {one['zone']}     {last}"
    mail = state["mail"]
    owed = mail["pending"] + mail["sending"] + mail["deferred"]
    yield f"         owed {owed}, held {mail['held']}, refused {mail['failed']}"
    if state["look"]:
        yield f"(exit 1: {'; '.join(state['look'])})"


def _short(written: str | None) -> str:
    if not written:
        return "?"
    at = datetime.fromisoformat(written).astimezone(ZoneInfo("UTC"))
    return f"{at:%a %d %b %H:%M} UTC"
