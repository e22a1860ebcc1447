"""An Edition in, its subject and preheader out: the news first, by headline, within what an inbox shows."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from monitor.model import Edition, Entry
from monitor.render.words import Tongue
from monitor.text import clean, shorten, width

COLUMNS = 110  # a Han character takes two, each other character at least one; with "(1/2)" at most 120
FIRST = 70  # columns for the first headline
SECOND = 44
ROOM = 24  # below so many columns a second headline says nothing
TITLE = 50  # of the digest, on a day without news
PREHEADER = 140
_CLAUSE = re.compile(r"(?:, |; |: | [–—|] |[，；。：])")
_CLAUSE_FROM = 16  # columns: a shorter beginning does not stand for the headline


def subject_of(edition: Edition, words: Tongue, part: int = 1, parts: int = 1) -> str:
    """Say the heaviest stories by their headlines, and how many more; of a quiet day, that it is one."""
    entries = (*edition.top, *edition.brief)
    tail = f" ({part}/{parts})" if parts > 1 else ""
    return (_news(entries, words) if entries else _no_news(edition, words)) + tail


def preheader_of(edition: Edition, words: Tongue) -> str:
    """Say what stands beside the subject in an inbox: the first gist, the count of each status, what was read."""
    entries = (*edition.top, *edition.brief)
    counts = [
        f"{number} {words.say(status)}"
        for status in ("confirmed", "reported", "denied")
        if (number := sum(entry.status == status for entry in entries))
    ]
    coverage = edition.coverage
    read = words.say("feeds_read", read=coverage.feeds_read, feeds=coverage.feeds) if edition.kind == "digest" else ""
    gist = shorten(clean(entries[0].gist), PREHEADER) if entries else ""
    return " · ".join(part for part in (gist, words.comma.join(counts), read) if part)


def _news(entries: tuple[Entry, ...], words: Tongue) -> str:
    shown = [_headline(entries[0], FIRST)]
    rest = len(entries) - 1
    more = words.count("more_stories", rest) if rest else ""
    room = COLUMNS - _columns("; ".join(filter(None, (*shown, more)))) - 2
    if rest and room >= ROOM:
        shown.append(_headline(entries[1], min(SECOND, room)))
        more = words.count("more_stories", rest - 1) if rest > 1 else ""
    return "; ".join(filter(None, (*shown, more)))


def _headline(entry: Entry, columns: int) -> str:
    """Cut a headline to the clause that fits, else between words; feed text never starts an encoded word (T1)."""
    text = clean(entry.headline).rstrip(" .。")
    ends = list(accumulate(_columns(char) for char in text))
    if not ends or ends[-1] <= columns:
        return text
    clauses = [match.start() for match in _CLAUSE.finditer(text)]
    fitting = [end for end in clauses if end and _CLAUSE_FROM <= ends[end - 1] <= columns]
    return text[: fitting[-1]] if fitting else shorten(text, bisect_left(ends, columns) + 1)  # "…" takes one


def _columns(text: str) -> int:
    return sum(max(width(char), 1) for char in text)


def _no_news(edition: Edition, words: Tongue) -> str:
    title, coverage = shorten(clean(edition.title), TITLE), edition.coverage
    if coverage.feeds and not coverage.feeds_read:
        return words.say("subject_none_read", title=title)
    return words.say("subject_quiet", title=title, read=coverage.feeds_read, feeds=coverage.feeds)
