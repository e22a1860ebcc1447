"""An Edition in, its subject and preheader out: the news first, by headline, within what an inbox shows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from monitor.model import Edition, Entry
from monitor.render.words import Tongue
from monitor.text import clean, shorten, width

COLUMNS = 110  # a Han character takes two, each other character at least one; with "(1/2)" at most 120
FIRST = 70  # columns for the first headline
SECOND = 44
ROOM = 24  # below so many columns a second headline says nothing
NEAR = 4  # stories that may be in a subject
TITLE = 50  # of the digest, on a day without news
PREHEADER = 140
_CLAUSE = re.compile(r"(?:, |; |: | [–—|] |[，；。：]|──|――|——)")
_COMMA = ", "
_COLONS = ":："
_PAUSE = "、"  # one may stop here, and it shows: it parts the words of a list, too
_PAIRS = ("()", "（）", "「」", "『』", "【】", "《》", "“”", "[]")
_CLAUSE_FROM = 16  # columns: a shorter beginning does not stand for the headline
_COLON_FROM = 32  # nor one before a colon: mostly it says whose word or which subject it is, and the news comes after


def subject_of(edition: Edition, words: Tongue, part: int = 1, parts: int = 1) -> str:
    """Say the heaviest stories by their headlines, and how many more; of a day without news, that it is one."""
    tail = f" ({part}/{parts})" if parts > 1 else ""
    return "; ".join(subject_parts(edition, words)) + tail


def subject_parts(edition: Edition, words: Tongue) -> tuple[str, ...]:
    """Return what a subject is made of, so that a page can keep headlines of two directions apart."""
    return (_no_news(edition, words),) if edition.is_quiet else _parts(edition, words)


def preheader_of(edition: Edition, words: Tongue, quiet: Sequence[str]) -> str:
    """Say what stands beside the subject in an inbox: the first gist, the count of each status, what was read.

    Without a gist, the first headline that the subject has no room for. On a day without news, whose subject says what
    was read, the first opinion's, else the last of `quiet`, which the page says then.
    """
    if quiet:
        opinions = words.say("opinions") + words.colon
        return opinions + _shortened(edition.entries[0].headline) if edition.entries else quiet[-1]
    counts = [
        f"{number} {words.say(status)}"
        for status in ("confirmed", "reported", "denied")
        if (number := sum(entry.status == status for entry in edition.entries))
    ]
    coverage = edition.coverage
    read = words.say("feeds_read", read=coverage.feeds_read, feeds=coverage.feeds) if edition.kind == "digest" else ""
    return " · ".join(part for part in (_beside(edition, words), words.comma.join(counts), read) if part)


def _beside(edition: Edition, words: Tongue) -> str:
    entries = edition.entries
    if entries[0].gist:
        return _shortened(entries[0].gist)
    said = _shown(edition, words)
    rest = [entry for entry in entries if entry not in said and not entry.minor]
    return _shortened(rest[0].headline) if rest else ""


def _shortened(text: str) -> str:
    return shorten(clean(text), PREHEADER)


def _parts(edition: Edition, words: Tongue) -> tuple[str, ...]:
    shown = _shown(edition, words)
    rest = len(edition.entries) - len(shown)
    return (*shown.values(), *([words.count("more_stories", rest)] if rest else []))


def _shown(edition: Edition, words: Tongue) -> dict[Entry, str]:
    """Choose the headlines to say: the heaviest, and of those next to it the first that needs no cut, else the next.

    The second is never of the same product (what else there is of it the reader expects), nor what was told before and
    takes a line now.
    """
    entries = edition.entries
    first = _headline(entries[0], FIRST)
    more = words.count("more_stories", max(len(entries) - 2, 1))
    room = min(COLUMNS - _columns(f"{first}; ; {more}"), SECOND)
    fresh = (entry for entry in entries[1:NEAR] if entry in edition.top or not entry.whats_new)
    others = [entry for entry in fresh if not (entry.minor or _is_alike(entry, entries[0]))]
    if not others or room < ROOM:
        return {entries[0]: first}
    second = next((entry for entry in others if _headline(entry, room)[-1:] != "…"), others[0])
    return {entries[0]: first, second: _headline(second, room)}


def _is_alike(one: Entry, other: Entry) -> bool:
    return bool(one.products) and one.products[:1] == other.products[:1]


def _headline(entry: Entry, columns: int) -> str:
    """Cut a headline to the clause that fits, else between words; feed text never starts an encoded word (T1)."""
    text = clean(entry.headline).rstrip(" .。")
    ends = list(accumulate(_columns(char) for char in text))
    if not ends or ends[-1] <= columns:
        return text
    commas = text.count(_COMMA)  # of several none ends a clause for sure: they set off a word, or part a list
    clauses = [match.start() for match in _CLAUSE.finditer(text) if match[0] != _COMMA or commas == 1]
    least = {end: _COLON_FROM if text[end] in _COLONS else _CLAUSE_FROM for end in clauses if end}
    fitting = [end for end in least if least[end] <= ends[end - 1] <= columns and _is_closed(text[:end])]
    return text[: fitting[-1]] if fitting else _cut(text, bisect_left(ends, columns) + 1)  # "…" takes one


def _cut(text: str, limit: int) -> str:
    """Cut at a pause in the last third, else between words; not inside brackets, if it can be."""
    pause = text.rfind(_PAUSE, limit * 2 // 3, limit)
    if pause > 0 and _is_closed(text[:pause]):
        return text[:pause] + "…"
    cut = shorten(text, limit)
    opened = max(cut.rfind(pair[0]) for pair in _PAIRS)
    return cut if _is_closed(cut) or opened < limit // 2 else cut[:opened].rstrip() + "…"


def _is_closed(text: str) -> bool:
    return all(text.count(pair[0]) <= text.count(pair[1]) for pair in _PAIRS)


def _columns(text: str) -> int:
    return sum(max(width(char), 1) for char in text)


def _no_news(edition: Edition, words: Tongue) -> str:
    title, coverage = shorten(clean(edition.title), TITLE), edition.coverage
    if coverage.feeds and not coverage.feeds_read:
        return words.say("subject_none_read", title=title)
    return words.say("subject_quiet", title=title, read=coverage.feeds_read, feeds=coverage.feeds)
