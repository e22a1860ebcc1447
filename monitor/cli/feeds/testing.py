"""feeds test: one feed's address or name in; all that can be said of it after one reading out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import click

from monitor import codes, schedule, text
from monitor.cli.columns import span
from monitor.cli.errors import LOOK
from monitor.cli.feeds.adding import web_address
from monitor.cli.feeds.trials import (
    WIDTH,
    document,
    match_lines,
    newest_lines,
    silence_lines,
    trial_row,
    validators,
    watchlist_line,
)
from monitor.cli.meant import no_feed
from monitor.cli.place import Place, now
from monitor.cli.screen import echo, write
from monitor.model import Answer, Config, Feed, FeedState
from monitor.pipeline.probe import Tester, Trial

MARGIN = 11  # columns before the text
INDENT = " " * MARGIN
_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:+-]+)["']""")


@click.command(
    "test", short_help="read one feed once and say everything", epilog="Example: ai-video-monitor feeds test techcrunch"
)
@click.argument("feed", metavar="URL|NAME")
@click.option("--json", "as_json", is_flag=True, help="the same for scripts")
@click.pass_context
def test_command(context: click.Context, feed: str, as_json: bool) -> None:
    """Read one feed once, by its address or its name in feeds.yaml, and say everything about it.

    Nothing is stored, and it is asked for unconditionally. Exit 1 when it cannot be read.
    """
    place: Place = context.obj
    loaded = place.config(shipped=True)
    wanted = _feed(feed, loaded)
    with Tester(loaded) as tester:
        trial = tester.try_feed(wanted)
    if as_json:
        write([{"name": wanted.name, **trial_row(trial)}], indent=2)
    else:
        echo(*_page(trial, loaded, now()))
    context.exit(LOOK if trial.failure else 0)


def _feed(typed: str, loaded: Config) -> Feed:
    """Return the feed of that name, else one of that address: with its own settings where feeds.yaml has it."""
    known = {feed.name: feed for feed in loaded.feeds} | {feed.url: feed for feed in loaded.feeds}
    if typed in known:
        return known[typed]
    if "/" not in typed and "." not in typed:
        raise no_feed(typed, [feed.name for feed in loaded.feeds])
    return Feed("", web_address(typed))


def _page(trial: Trial, loaded: Config, at: datetime) -> Iterator[str]:
    feed, answer = trial.feed, trial.answer
    known = f"{feed.name}, {feed.place}" if feed.name else "not in feeds.yaml"
    yield f"{feed.url}   ({known})"
    for header in feed.headers:
        place = header.file or (f"${header.variable}" if header.variable else f"systemd credential {header.credential}")
        yield f"header     {header.name}: *** (from {place})"
    if answer is not None:
        yield from _answer(trial, answer)
    if trial.failure is not None:
        yield f"failed     {trial.failure.code}: {trial.failure.text}"
        if trial.failure.retry_after:
            yield f"{INDENT}it asks to be left alone for {span(trial.failure.retry_after)}"
        if cure := codes.cure(codes.FEEDS, trial.failure.code):
            yield f"{INDENT}{cure}"
        return
    yield from _content(trial, loaded, at)


def _answer(trial: Trial, answer: Answer) -> Iterator[str]:
    kind = text.shorten(text.clean(answer.content_type), 60) or "no content type"
    yield f"answer     {answer.status}, {len(answer.body):,} bytes, {kind}"
    if answer.url != trial.feed.url:
        yield f"redirects  to {answer.url}"
        change = "for good: write that address into feeds.yaml" if answer.moved_to == answer.url else "for now only"
        yield f"{INDENT}{change}"
    declared = _CHARSET.match(answer.body[:400])
    if declared or trial.feed.encoding:
        said = f"the document says {declared[1].decode()}" if declared else "the document says nothing"
        ours = f"; read as {trial.feed.encoding}, as feeds.yaml says" if trial.feed.encoding else ""
        yield f"charset    {said}{ours}"


def _content(trial: Trial, loaded: Config, at: datetime) -> Iterator[str]:
    _, parsed = trial.read
    yield text.fit(f"document   {document(trial)}", WIDTH)
    yield text.fit(f"{INDENT}{parsed.title or 'without a title'}", WIDTH)
    if parsed.warning:
        said = codes.NOTICES[parsed.warning]
        yield f"warning    {parsed.warning}: {said.means}"
        if said.do != "nothing":
            yield f"{INDENT}to do: {said.do}"
    if parsed.dropped:
        yield f"{INDENT}{parsed.dropped} with nothing in {'it' if parsed.dropped == 1 else 'them'}, passed over"
    yield from _polling(trial, loaded, at)
    for number, line in enumerate([*newest_lines(trial, at, WIDTH - MARGIN), *silence_lines(trial, at)]):
        yield f"{'newest' if not number else '':{MARGIN}}{line}"
    yield f"watchlist  {watchlist_line(trial).removeprefix('the watchlist ')}"
    yield from (f"{INDENT}{line}" for line in match_lines(trial, at, WIDTH - MARGIN))


def _polling(trial: Trial, loaded: Config, at: datetime) -> Iterator[str]:
    answer, parsed = trial.read
    said = [f"sends {' and '.join(validators(answer)) or 'neither ETag nor Last-Modified'}"]
    said += [f"max-age {span(answer.max_age)}"] if answer.max_age else []
    said += [f"ttl {span(parsed.ttl)}"] if parsed.ttl else []
    state = FeedState(trial.feed, trial.feed.url)
    dates = [item.published_at for item in parsed.items if item.published_at is not None]
    polling = loaded.settings.polling
    following = schedule.next_poll(state, answer, polling, at, ttl=parsed.ttl, published=dates, skip=parsed.skip)
    yield f"polling    {', '.join(said)}: read about every {span(following - at)}"
