"""poll: one round by hand, through the same code as the service; where that runs, it is told which feeds to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from monitor import codes
from monitor.cli.errors import LOOK
from monitor.cli.meant import no_feed
from monitor.cli.place import Place, now
from monitor.cli.progress import bar
from monitor.cli.screen import echo, write
from monitor.daemon.lock import AlreadyRunning, only_writer
from monitor.model import Config, FeedState
from monitor.pipeline.arrival import Filed
from monitor.pipeline.poll import poll
from monitor.store import Store


@click.command("poll", epilog="Example: ai-video-monitor poll openai techcrunch")
@click.argument("feeds", nargs=-1, metavar="[FEED]...")
@click.option("--all", "every", is_flag=True, help="all feeds, also those not yet due")
@click.option("--no-cache", "whole", is_flag=True, help="the named feeds' whole documents, though nothing be new")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a feed, then the sums")
@click.pass_context
def poll_command(context: click.Context, feeds: tuple[str, ...], every: bool, whole: bool, as_json: bool) -> None:
    """Read the feeds that are due (or the named ones) once, and say what came of it.

    Servers are left in peace: a feed is read again only when its time has come, unless you name it. A named one is
    asked even though its server asked us to wait; while the service runs, the service is told to ask it at once.
    """
    place: Place = context.obj
    if whole and (every or not feeds):
        raise click.UsageError("--no-cache makes servers send all they have: name the feeds")
    try:
        with only_writer(place.database()), place.service(files=True) as service:
            service.store.sync_feeds(service.config.feeds)
            states = _named(service.store, feeds, every) if every or feeds else service.store.due_feeds(now())
            states = [_forgetful(state) for state in states] if whole else states
            with bar("reading feeds", len(states)) as advance:
                filed = poll(service, states, lambda _: advance(1))
    except AlreadyRunning as running:
        if not feeds or every:
            raise
        _hand_over(place, feeds, running.pid, whole=whole, as_json=as_json)
        return
    (_say_json if as_json else _say)(filed)
    context.exit(LOOK if any(one.failure for one in filed) else 0)


def _named(store: Store, names: tuple[str, ...], every: bool) -> list[FeedState]:
    states = store.feed_states()
    known = [state.feed.name for state in states]
    for name in names:
        if name not in known:
            raise no_feed(name, known)
    return [state for state in states if every or state.feed.name in names]


def _forgetful(state: FeedState) -> FeedState:
    """Return a feed's state without what makes a server say that nothing is new."""
    return replace(state, etag="", modified="", body_hash="")


def _hand_over(place: Place, feeds: tuple[str, ...], pid: str, *, whole: bool, as_json: bool) -> None:
    """Have the running service ask the feeds."""
    with place.store() as store:
        _refuse_new(feeds, store, place.config_in_use(store))
        names = [state.feed.name for state in _named(store, feeds, every=False)]
        store.ask_now(names, whole=whole)
    if as_json:
        write([{"handed_over": names, "process": pid}])
        return
    echo(f"the service (process {pid}) is told to ask {', '.join(names)} now; `feeds list` shows what came of it")


def _refuse_new(names: Sequence[str], store: Store, config: Config) -> None:
    """Refuse a feed that was added just now: the service does not know it yet, and will read it unasked."""
    unknown = {feed.name for feed in config.feeds} - {state.feed.name for state in store.feed_states()}
    for name in names:
        if name in unknown:
            raise click.UsageError(f"{name} is new in feeds.yaml; the service takes it up within seconds, try again")


def _say(filed: list[Filed]) -> None:
    if not filed:
        echo("no feed is due yet; `poll NAME` asks one now, `poll --all` asks all")
        return
    for one in sorted(filed, key=lambda one: one.feed):
        if one.failure:
            echo(f"  {one.feed:28} {one.failure.code:20} {one.failure.text}")
        elif one.new:
            echo(f"  {one.feed:28} {one.new} new, {one.matched} about AI video{_remark(one)}")
    good = [one for one in filed if not one.failure]
    echo(
        f"{len(good)} of {len(filed)} feeds read, {sum(one.new for one in filed)} new items, "
        f"{sum(one.matched for one in filed)} about AI video"
    )
    failing = (one.failure.code for one in filed if one.failure)
    if code := next((one for one in failing if codes.cure(codes.FEEDS, one)), ""):
        echo(f"`ai-video-monitor explain {code}` says what to do")


def _remark(one: Filed) -> str:
    return f" ({one.warning}: {codes.NOTICES[one.warning].means})" if one.warning else ""


def _say_json(filed: list[Filed]) -> None:
    write(map(_row, filed))
    write([{
        "feeds": len(filed), "failed": sum(one.failure is not None for one in filed),
        "new": sum(one.new for one in filed), "matched": sum(one.matched for one in filed),
    }])  # fmt: skip


def _row(one: Filed) -> dict[str, Any]:
    failure = {"code": one.failure.code, "text": one.failure.text} if one.failure else None
    return {
        "feed": one.feed, "new": one.new, "matched": one.matched, "unchanged": one.unchanged, "warning": one.warning,
        "failure": failure,
    }  # fmt: skip
