"""What a run came to in, sections of lines for a terminal out: what was found and why, what was refused and why.

A line is parts, each with a tone that the terminal colours; no line is wider than the columns given, Han and kana
counted as two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from monitor.demo.play import Played
from monitor.demo.sites import SITES, Site, earlier
from monitor.model import Entry, FeedState, Judged, Status, Watchlist
from monitor.pipeline.arrival import Filed
from monitor.text import fit, fold, pad, primary, width, wrap

Tone = Literal["", "head", "soft", "good", "doubt", "bad"]
Part = tuple[str, Tone]
Line = tuple[Part, ...]

_BADGES: dict[Status, Tone] = {"confirmed": "good", "reported": "doubt", "denied": "bad", "na": "soft"}
_MARGIN = 2
_SITE = 52  # columns of a site's name, language and form
_BADGE = 11
_LOOKALIKES = 12
_SHORTEST = 2  # letters of a name


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what it says in a few words, and the lines below."""

    name: str
    told: str
    lines: tuple[Line, ...]


def account(played: Played, columns: int) -> tuple[Section, ...]:
    """Say what a run came to, in at most so many columns."""
    return (_read(played, columns), _stories(played, columns), _refused(played, columns), _mail(played, columns))


# ---------------------------------------------------------------- read


def _read(played: Played, columns: int) -> Section:
    filed = {one.feed: one for one in played.filed}
    good = [one for one in played.filed if not one.failure]
    languages = len({primary(site.language) for site in SITES})
    new, matched = sum(one.new for one in good), sum(one.matched for one in good)
    came = f"{new} new reports, {matched} about AI video" if new else "nothing new since an earlier run"
    told = f"{len(good)} of {len(filed)} sites, in {languages} languages: {came}"
    again = f"Read again at once: {played.unchanged} sites answer “not modified”; nothing is filed twice."
    lines = [_fitted(((" " * _SITE, ""), ("new match", "soft")), columns)]
    lines += [_fitted(_site_line(site, filed[site.name]), columns) for site in SITES]
    lines += [line for state in played.states if state.error_code for line in _paragraph(_trouble(state), columns)]
    before = f"Filed before: {len(earlier(played.began_at))} reports of earlier weeks, so that a usual week is known."
    return Section("READ", told, (*lines, *_paragraph(again, columns), *_paragraph(before, columns)))


def _site_line(site: Site, filed: Filed) -> Line:
    name: Part = (f"{_cell(site.title, 20)}{_cell(site.language, 8)}", "")
    form: Part = (_cell(site.form, _SITE - 28), "soft")
    if filed.failure:
        return name, form, (filed.failure.code, "bad")
    counts: Part = (f"{filed.new:3} {filed.matched:5}", "" if filed.matched else "soft")
    warning: Line = ((f"  {filed.warning}", "doubt"),) if filed.warning else ()
    return name, form, counts, *warning


def _trouble(state: FeedState) -> str:
    reason = state.error_text
    following = f"; asked again at {state.next_poll_at:%H:%M} UTC" if state.next_poll_at else ""
    return f"{state.feed.title}: {reason}{following}"


# ---------------------------------------------------------------- told


def _stories(played: Played, columns: int) -> Section:
    edition = next((edition for edition in reversed(played.editions) if edition.digest == "daily"), None)
    if edition is None:
        return Section("TOLD", "nothing: no edition could be composed", ())
    entries = edition.entries
    told = f"{len(entries)} stories from {edition.items} reports in {edition.languages} languages"
    lines: list[Line] = []
    for entry in entries:
        lines += _story_lines(entry, columns)
    for trend in edition.trends:
        if trend.mark:
            text = f"{trend.product}: {trend.count} reports this week, usually {trend.usual:g}"
            lines.append(_fitted(((_cell(trend.mark.upper(), _BADGE), "head"), (text, "head")), columns))
    return Section("TOLD", told, tuple(lines))


def _story_lines(entry: Entry, columns: int) -> Iterator[Line]:
    badge = "" if entry.status == "na" else entry.status.upper()
    names = ", ".join(entry.products[:2]) or ", ".join(entry.companies[:1]) or "AI video"
    about = " · ".join(part for part in (names, _kinds(entry), _who(entry)) if part)
    yield _fitted(((_cell(badge, _BADGE), _BADGES[entry.status]), (f"#{entry.story} {about}", "head")), columns)
    yield _indented((entry.headline, ""), columns)
    if entry.history:
        yield _indented((" → ".join(f"{step.status} by {step.site}" for step in entry.history), "soft"), columns)
    yield _indented((_carriers(entry, columns - _MARGIN - _BADGE), "soft"), columns)


def _kinds(entry: Entry) -> str:
    return ", ".join(kind for kind in entry.kinds[:2] if kind != "other")


def _who(entry: Entry) -> str:
    if entry.official:
        return f"by {entry.companies[0]} itself" if entry.companies else "by the vendor itself"
    return f"citing {entry.origin}" if entry.origin else ""


def _carriers(entry: Entry, room: int) -> str:
    """Say who has it: how many sites, in which languages, and as many of them by name as there is room for."""
    languages = " ".join(dict.fromkeys([*(primary(source.language) for source in entry.sources), *entry.more]))
    number = len(entry.sources) + len(entry.more)
    sites = "1 site" if number == 1 else f"{number} sites"
    told = f"{sites} in {languages}: {entry.sources[0].site}"
    for source in entry.sources[1:]:
        if width(f"{told}, {source.site} …") > room:
            return f"{told} …"
        told = f"{told}, {source.site}"
    return told


# ---------------------------------------------------------------- refused


def _refused(played: Played, columns: int) -> Section:
    found = lookalikes(played.items, played.config.watchlist)
    lines = [line for term, one in found[:_LOOKALIKES] for line in _lookalike_lines(term, one, columns)]
    told = f"{len(found)} reports in which a plain search would have found a product"
    return Section("NOT FOOLED BY", told, tuple(lines))


def lookalikes(items: Iterable[Judged], watchlist: Watchlist) -> list[tuple[str, Judged]]:
    """Return the irrelevant items whose titles hold a product's name as a run of letters, with the longest such name.

    They show what the matcher is for: "Soraya" holds Sora, ソラマメ holds ソラ, an airport has a runway.
    """
    spelled = [term.text for product in watchlist.products for term in product.terms]
    terms = {fold(text).text: text for text in reversed(spelled)}  # of spellings that fold alike the first is named
    by_length = sorted((folded for folded in terms if len(folded) >= _SHORTEST), key=len, reverse=True)
    found = []
    for one in items:
        title = fold(one.item.title).text
        held = next((folded for folded in by_length if folded in title), None)
        if held is not None and not one.judgement.relevant:
            found.append((terms[held], one))
    return found


def _lookalike_lines(term: str, judged: Judged, columns: int) -> Iterator[Line]:
    yield _fitted(((_cell(term, _BADGE), "head"), (judged.item.title, "")), columns)
    for line in wrap(judged.judgement.why_not or "", columns - _MARGIN - _BADGE):
        yield _indented((line, "soft"), columns)


# ---------------------------------------------------------------- mailed


def _mail(played: Played, columns: int) -> Section:
    if not played.recorded:
        names = " and ".join(f"{edition.digest} {edition.slot}" for edition in played.editions)
        text = f"The editions {names} stand since an earlier run. The same slots, the same letters: nothing is sent."
        return Section("MAILED", f"nothing twice; {played.owed} owed", tuple(_paragraph(text, columns)))
    sent = [delivery for delivery, outcome in played.tried if outcome.result == "sent"]
    lines: list[Line] = []
    for edition, subject in played.recorded:
        lines.append(_fitted(((_cell(edition.digest, _BADGE), "head"), (subject, "")), columns))
        lines += [
            _indented((f"to {delivery.recipient}: {outcome.text}", "soft"), columns)
            for delivery, outcome in played.tried
            if delivery.digest == edition.digest
        ]
    return Section("MAILED", f"{len(sent)} letters by SMTP, one to each reader; {played.owed} owed", tuple(lines))


# ---------------------------------------------------------------- lines


def _cell(text: str, columns: int) -> str:
    """Fill up, or cut, to a column's width, one space at its end."""
    return pad(text, columns - 1) + " "


def _fitted(line: Line, columns: int) -> Line:
    """Indent a line and cut its last part where it would be too wide."""
    *parts, (last, tone) = line
    room = columns - _MARGIN - sum(width(text) for text, _ in parts)
    return ((" " * _MARGIN, ""), *parts, (fit(last, room), tone))


def _indented(part: Part, columns: int) -> Line:
    return _fitted(((" " * _BADGE, ""), part), columns)


def _paragraph(text: str, columns: int) -> list[Line]:
    return [((" " * _MARGIN + line, "soft"),) for line in wrap(text, columns - _MARGIN)]
