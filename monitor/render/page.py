"""An Edition in, a Page out: everything a template shows, as finished text in the mail's own words.

These are the variables of digest.html.j2 and digest.txt.j2, all under `page`; a template of one's own may use any of
them. Addresses are http(s) or ""; texts are cleaned, and autoescaped where the template is HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor import __version__
from monitor.model import Edition, Trend
from monitor.render.address import safe_url
from monitor.render.faults import fault_of
from monitor.render.stories import Group, MissView, StoryView, groups_of, miss_view, story_view
from monitor.render.subject import preheader_of, subject_of
from monitor.render.words import Tongue, tongue
from monitor.text import clean, shorten

BARS = 8
TALKED_OF = 3  # items a week, now or usually: below it a bar is no trend
TROUBLES = 12  # feeds named; of the rest there is a count
A_DAY = timedelta(hours=36)  # an edition that covers more says since when: a weekly one, one after a pause
READ_WELL = 0.9  # below this share of feeds read, the mail says so above the news


@dataclass(frozen=True, slots=True)
class Bar:
    """A product's week; `mark` is "", spike or dip, `note` says it with a sign, `spoken` in words alone.

    `percent` and `usual_percent`: how long this week and a usual one are, 1 to 98, beside the strip's longest.
    """

    product: str
    count: str
    usual: str
    percent: int
    usual_percent: int
    mark: str
    note: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Footer:
    """What was read, what not, what comes next, why this mail came and how to stop it.

    `read`: "" = an alert, which says nothing of it; `stop_url`: "" = unknown.
    """

    read: str
    not_read: str
    troubles: tuple[str, ...]
    silent: str  # "Answers, but nothing new: Example Wire since 12 Mar, and 2 more."; "" = none fell silent
    next: str
    why: str
    stop: str
    stop_url: str
    made_by: str  # program, version and edition, as `digest NAME --date SLOT` wants it


@dataclass(frozen=True, slots=True)
class Labels:
    """Headings, and the language's own signs between words."""

    in_brief: str
    trend: str
    near_misses: str
    notices: str
    machine: str
    comma: str
    colon: str
    semicolon: str


@dataclass(frozen=True, slots=True)
class Page:
    """A mail's content. `quiet`: what is said instead of news, () = there is news."""

    tag: str  # language of the mail's own words, BCP 47
    subject: str
    preheader: str
    title: str
    date: str
    line: str  # "8 stories from 61 items in 6 languages", and since when if that is not a day; "" = nothing to say
    warning: str  # "28 of 43 feeds read"; "" = nearly all were
    part: str  # "part 1 of 2"; "" = the only one
    quiet: tuple[str, ...]
    top: tuple[StoryView, ...]
    brief: tuple[Group, ...]
    bars: tuple[Bar, ...]
    near_misses: tuple[MissView, ...]
    notices: tuple[str, ...]
    labels: Labels
    footer: Footer


def page_of(edition: Edition, unsubscribe: str = "", part: int = 1, parts: int = 1) -> Page:
    """Put an edition into words. `unsubscribe`: a mailto: or https: address, "" = none is offered."""
    words = tongue(edition.words)
    local = edition.composed_at.astimezone(ZoneInfo(edition.zone))
    quiet = _quiet(edition, words)
    return Page(
        tag=words.tag,
        subject=subject_of(edition, words, part, parts),
        preheader=preheader_of(edition, words, quiet),
        title=clean(edition.title) + (f" · {words.say('alert')}" if edition.kind == "alert" else ""),
        date=words.long(local),
        line=_line(edition, words, alone=parts == 1),
        warning=_warning(edition, words),
        part=words.say("part", n=part, total=parts) if parts > 1 else "",
        quiet=quiet,
        top=tuple(story_view(entry, words, local) for entry in edition.top),
        brief=groups_of(edition.brief, words, local),
        bars=_bars(edition.trends, words),
        near_misses=tuple(miss_view(near, words) for near in edition.near_misses),
        notices=tuple(clean(notice) for notice in edition.notices),
        labels=_labels(words),
        footer=_footer(edition, words, unsubscribe),
    )


def _line(edition: Edition, words: Tongue, *, alone: bool) -> str:
    long_ago = edition.kind == "digest" and edition.composed_at - edition.covers_since > A_DAY
    since = words.say("since", day=words.short(_local(edition.covers_since, edition))) if long_ago else ""
    return words.comma.join(filter(None, (_counts(edition, words, alone=alone), since)))


def _counts(edition: Edition, words: Tongue, *, alone: bool) -> str:
    if edition.is_quiet:
        return ""
    stories, items = words.count("stories", len(edition.entries)), words.count("items", edition.items)
    if not alone:  # the items of one part are not known
        return stories
    if edition.languages < 2:
        return words.say("line_one_language", stories=stories, items=items)
    return words.say("line", stories=stories, items=items, languages=words.count("languages", edition.languages))


def _warning(edition: Edition, words: Tongue) -> str:
    coverage = edition.coverage
    if not 0 < coverage.feeds_read < READ_WELL * coverage.feeds:
        return ""
    return words.say("feeds_read", read=words.number(coverage.feeds_read), feeds=words.number(coverage.feeds))


def _quiet(edition: Edition, words: Tongue) -> tuple[str, ...]:
    if not edition.is_quiet:
        return ()
    if edition.coverage.feeds and not edition.coverage.feeds_read:
        return (words.say("none_read"),)
    last = edition.coverage.last_match_at
    day = () if last is None or edition.brief else (words.say("last_match", day=words.short(_local(last, edition))),)
    return (words.say("quiet"), *day)


def _bars(trends: tuple[Trend, ...], words: Tongue) -> tuple[Bar, ...]:
    """Show the products out of the ordinary first, then the most spoken of."""
    shown = sorted(
        (trend for trend in trends if trend.mark or max(trend.count, trend.usual) >= TALKED_OF),
        key=lambda trend: (not trend.mark, -trend.count, trend.product),
    )[:BARS]
    longest = max((max(trend.count, trend.usual) for trend in shown), default=0) or 1
    return tuple(
        Bar(
            product=clean(trend.product),
            count=words.number(trend.count),
            usual=words.say("usual", n=words.number(round(trend.usual))),
            percent=max(1, round(98 * trend.count / longest)),
            usual_percent=max(1, round(98 * trend.usual / longest)),
            mark=trend.mark,
            note=_note(trend, words),
            spoken=words.say(trend.mark) if trend.mark else "",
        )
        for trend in sorted(shown, key=lambda trend: (-trend.count, trend.product))
    )


def _note(trend: Trend, words: Tongue) -> str:
    if trend.mark == "spike" and trend.usual >= 1 and trend.count >= 2 * trend.usual:
        return f"▲ {round(trend.count / trend.usual)}×"
    return {"spike": f"▲ {words.say('spike')}", "dip": f"▼ {words.say('dip')}"}.get(trend.mark, "")


def _labels(words: Tongue) -> Labels:
    names = ("in_brief", "trend", "near_misses", "notices", "machine")
    signs = {"comma": words.comma, "colon": words.colon, "semicolon": words.semicolon}
    return Labels(**{name: words.say(name) for name in names}, **signs)


def _footer(edition: Edition, words: Tongue, unsubscribe: str) -> Footer:
    coverage = edition.coverage
    return Footer(
        read="" if edition.kind == "alert" else words.say(
            "read", read=words.number(coverage.feeds_read), feeds=words.number(coverage.feeds),
            items=words.count("items", coverage.items), matched=words.number(coverage.matched),
        ),
        not_read=words.say("not_read") if coverage.troubles else "",
        troubles=_troubles(edition, words),
        silent=_silent(edition, words),
        next="" if edition.next_at is None else words.say("next", when=_when(edition.next_at, edition, words)),
        why=words.say("why", digest=clean(edition.digest)),
        stop=words.say("stop"),
        stop_url=unsubscribe if unsubscribe.startswith("mailto:") else safe_url(unsubscribe),
        made_by=f"ai-video-monitor {__version__} · {edition.digest} {edition.slot}",
    )  # fmt: skip


def _troubles(edition: Edition, words: Tongue) -> tuple[str, ...]:
    """Name the feeds that were not read, those with the same fault since the same day together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for trouble in edition.coverage.troubles[:TROUBLES]:
        fault = words.short(_local(trouble.since, edition)), words.say(fault_of(trouble.code))
        alike.setdefault(fault, []).append(shorten(clean(trouble.feed), 60))
    named = tuple(
        words.say("trouble", feed=words.comma.join(feeds), day=day, fault=fault)
        for (day, fault), feeds in alike.items()
    )
    rest = len(edition.coverage.troubles) - TROUBLES
    return (*named, words.count("and_more", rest)) if rest > 0 else named


def _silent(edition: Edition, words: Tongue) -> str:
    """Name the feed that has been silent longest, and count the others."""
    if not edition.coverage.silent:
        return ""
    worst, *others = edition.coverage.silent
    since, now = _local(worst.since, edition), _local(edition.composed_at, edition)
    day = words.short(since) if since.year == now.year else words.long(since)
    named = words.say("silent_feed", feed=shorten(clean(worst.feed), 60), day=day)
    rest = words.count("and_more", len(others)) if others else ""
    return words.say("silent", feeds=words.comma.join(filter(None, (named, rest))))


def _when(at: datetime, edition: Edition, words: Tongue) -> str:
    local = _local(at, edition)
    return f"{words.long(local)}{words.comma}{local:%H:%M} {edition.zone}"


def _local(at: datetime, edition: Edition) -> datetime:
    return at.astimezone(ZoneInfo(edition.zone))
