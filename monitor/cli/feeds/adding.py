"""feeds add: a page's address in; its feeds, tried, and the lines to paste into feeds.yaml out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from monitor import codes, config, text, urls
from monitor.cli.columns import many
from monitor.cli.errors import LOOK, say
from monitor.cli.feeds.trials import WIDTH, heading, newest_lines, trial_row, watchlist_line
from monitor.cli.place import Place, now
from monitor.cli.screen import echo, write
from monitor.model import Candidate, Config, Failure, Feed, Parsed
from monitor.pipeline.probe import Finding, Tester, Trial, find_feeds

# Where nothing said that a feed is: that there was none is no news.
_GUESSES = ("as given", "common path", "usual name of a news sitemap", "named by robots.txt")
TITLE = 60  # characters; a longer one is a slogan


@click.command(
    "add", short_help="find the feeds of a page", epilog="Example: ai-video-monitor feeds add https://example.org/news"
)
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="what was found, for scripts")
@click.pass_context
def add_command(context: click.Context, url: str, as_json: bool) -> None:
    """Find the feeds of a page (or take the feed itself), try each, and print the lines to paste into feeds.yaml.

    Asks the site for the page, for what it declares (at most 8), and only where it declares nothing for at most 6 usual
    paths; and where it has no feed for its robots.txt and at most 8 news sitemaps. One after the other with the pause
    of `polling.gap`. Exit 1 when nothing was found.
    """
    place: Place = context.obj
    url = web_address(url)
    loaded = place.config(shipped=True)
    with Tester(loaded) as tester:
        finding = find_feeds(url, tester, _announce)
    additions = _additions(finding.found, loaded)
    if as_json:
        write([_row(url, finding, additions)], indent=2)
    else:
        lines = _page(url, finding, additions, loaded, now()) if finding.found else _nothing(url, finding)
        echo(*lines)
        _offer(additions, place)
    context.exit(0 if finding.found else LOOK)


def web_address(typed: str) -> str:
    """Take a typed address; what is none is a usage error that says what would be right."""
    try:
        return config.web_address(typed.strip())
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _announce(candidate: Candidate) -> None:
    if sys.stderr.isatty():
        say(f"asking {candidate.url}")


Addition = tuple[Feed | None, str]  # what to add, None = nothing; and why not


def _additions(found: Sequence[Trial], loaded: Config) -> list[Addition]:
    """Make the entry of each feed; none for one already read, and none for one that says the same as another."""
    known = {config.same_address(feed.url): feed for feed in loaded.feeds}
    taken = {feed.name for feed in loaded.feeds}
    said: dict[tuple[str, ...], int] = {}
    additions: list[Addition] = []
    for number, trial in enumerate(found, 1):
        answer, parsed = trial.read
        url = answer.moved_to or trial.candidate.url  # to keep: where it moved to for good
        heard = tuple(item.title for item in parsed.items[:5])
        if before := known.get(config.same_address(url)):
            additions.append((None, f"read already: {before.name}, {before.place}"))
        elif heard and heard in said:
            additions.append((None, f"the same entries as {said[heard]}"))
        else:
            feed, left_out = config.fitted(_feed(trial, url, loaded, taken))
            additions.append((feed, "; ".join(left_out)))
            taken.add(feed.name if feed else "")
        said.setdefault(heard, number)
    return additions


def _feed(trial: Trial, url: str, loaded: Config, taken: set[str]) -> Feed:
    _, parsed = trial.read
    title = text.shorten(parsed.title or trial.candidate.title, TITLE)
    feed = Feed(trial.candidate.name, url, trial.candidate.type, title=title, language=_language(parsed))
    watched = loaded.watchlist
    hosts = [product.official for product in watched.products] + [vendor.official for vendor in watched.vendors]
    official = any(urls.under(url, host) for party in hosts for host in party)
    return replace(feed, name=config.feed_name(feed, taken), official=official)


def _language(parsed: Parsed) -> str:
    """Return the language most of its items are in: what a feed declares is often a setting nobody looked at."""
    counted = Counter(item.language for item in parsed.items if item.language)
    found = counted.most_common(1)[0][0] if counted else parsed.language
    return found if text.primary(found) in ("zh", "pt") else text.primary(found)


def _page(url: str, finding: Finding, additions: Sequence[Addition], loaded: Config, at: datetime) -> Iterator[str]:
    count = len(finding.found)
    if finding.found[0].feed.type == "sitemap":
        unread = _unread(finding)
        why = f"; the page itself: {unread.code}" if unread else ", which has no feed"
        yield f"a news sitemap of {url}" + ("" if finding.found[0].candidate.url == url else why)
    else:
        yield f"{many(count, 'feed')} of {url}"
    for number, (trial, (feed, why)) in enumerate(zip(finding.found, additions, strict=True), 1):
        yield ""
        yield from heading(number, trial, loaded, at)
        yield from (f"   {line}" for line in newest_lines(trial, at, WIDTH - 3))
        yield f"   {watchlist_line(trial)}"
        if why:
            yield f"   {why}" if feed is None else f"   left out of the line below: {why}"
    failed = [trial for trial in finding.failed if trial.candidate.origin not in _GUESSES]
    if failed:
        yield ""
        yield "no feed, though the page says so:"
        yield from _failures(failed)
    if finding.untried:
        yield f"and {finding.untried} more that the page names were not tried; `feeds add` takes their addresses, too"


def _unread(finding: Finding) -> Failure | None:
    """Return why what was asked for first was not read; None = it was, and is no feed."""
    failure = finding.failed[0].failure if finding.failed else None
    return failure if failure and failure.code != "http.not_feed" else None


def _nothing(url: str, finding: Finding) -> Iterator[str]:
    unread = _unread(finding)
    if unread and len(finding.failed) == 1:
        yield f"{url} could not be read:"
    else:
        yield f"neither a feed nor a news sitemap found on {url}; tried:"
    yield from _failures(finding.failed)
    if unread:
        cure = codes.cure(codes.FEEDS, unread.code) or "It may be otherwise later."
        yield cure if "`feeds add`" not in cure else "Is it mistyped? Else try the site's front page."
        return
    yield "If you know its address, `feeds test` says what stands in the way."
    yield 'The list of a site that has none can be read as `type: page`, by selectors: README, "Sites without a feed".'


def _failures(failed: Sequence[Trial]) -> Iterator[str]:
    for trial in failed:
        assert trial.failure is not None
        yield f"  {trial.candidate.url}"
        yield text.fit(f"      {trial.failure.code}: {trial.failure.text}", WIDTH)


def _offer(additions: Sequence[Addition], place: Place) -> None:
    """Print the lines to paste, together and last."""
    lines = [config.feed_line(feed) for feed, _ in additions if feed is not None]
    if lines:
        folder = place.folder()
        click.echo(f"\nAdd to {folder / 'feeds.yaml'}; a running service takes it up within seconds:\n")
        click.echo(config.pasted(lines, folder), nl=False)


def _row(url: str, finding: Finding, additions: Sequence[Addition]) -> dict[str, Any]:
    found = [
        {**trial_row(trial), "entry": config.feed_line(feed) if feed else None, "note": why}
        for trial, (feed, why) in zip(finding.found, additions, strict=True)
    ]
    failed = [
        {"url": one.candidate.url, "code": one.failure.code, "text": one.failure.text}
        for one in finding.failed
        if one.failure is not None
    ]
    return {"url": url, "found": found, "failed": failed, "untried": finding.untried}
