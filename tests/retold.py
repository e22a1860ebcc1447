"""Editions of one digest in, oldest first; out comes what they give as new although the reader knew it.

A story may come back only with news, and each piece of news must be absent from all that was told before: a status
other than the last one told, a vendor that had not spoken, a version, amount, region or link that stood in nothing
told, more sites than before. The line that an alert told a story is no telling; it stands once, in the edition after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.model import Edition, Entry

ECHO_SITES = 3  # so many more sites make a line without any other news
Telling = tuple[Edition, Entry]


def retold(editions: Sequence[Edition]) -> list[str]:
    """Return a line for each entry that tells as new what was told, or says of what is new something untrue."""
    wrong, known, items = [], defaultdict[int, list[Telling]](list), set[int]()
    for edition in editions:
        for entry in edition.entries:
            before = known[entry.story]
            faults = _faults_of_first(entry, before, items) if not entry.whats_new else _faults(edition, entry, before)
            wrong += [f"{edition.digest} {edition.slot} story {entry.story}: {fault}" for fault in faults]
            known[entry.story].append((edition, entry))
            items.add(entry.item)
    return wrong


def follow_ups(editions: Iterable[Edition]) -> int:
    """Count the entries that tell a story again."""
    return sum(bool(entry.whats_new) for edition in editions for entry in edition.entries)


def _faults_of_first(entry: Entry, before: Sequence[Telling], items: set[int]) -> list[str]:
    if before:
        return [f"told for the first time, {len(before) + 1} times"]
    return [f"its item {entry.item} was told under another story"] if entry.item in items else []


def _faults(edition: Edition, entry: Entry, before: Sequence[Telling]) -> list[str]:
    if not before:
        return ["told again, never told before"]
    kind, _, at = entry.whats_new[0].partition(":")
    last, told_last = before[-1]
    if kind not in ("since", "alerted") or datetime.fromisoformat(at) != last.composed_at:
        return [f"{entry.whats_new[0]}, but it was told at {last.composed_at.isoformat()}"]
    if kind == "alerted":
        right = (edition.kind, last.kind, entry.whats_new[1:]) == ("digest", "alert", ())
        return [] if right else ["an alert is told of that was none"]
    codes = entry.whats_new[1:]
    echo = [code for code in codes if code.startswith("sources:")]
    if len(echo) == len(codes) and _sites(entry) - max(_sites(one) for _, one in before) < ECHO_SITES:
        return ["told again without news"]
    return [f"{code} is not new" for code in codes if not _is_new(code, entry, told_last, [one for _, one in before])]


def _is_new(code: str, entry: Entry, last: Entry, before: Sequence[Entry]) -> bool:
    kind, _, value = code.partition(":")
    if kind == "status":
        return value == f"{last.status}:{entry.status}" and last.status != entry.status
    if kind == "seconded":
        return (last.status, entry.status) == ("reported", "confirmed")
    if kind == "official":
        return entry.official and not any(one.official for one in before)
    if kind == "sources":
        return int(value) == _sites(entry) - max(_sites(one) for one in before)
    said = " ".join(" ".join((one.headline, one.gist, *one.whats_new)) for one in before)
    return value.casefold() not in said.casefold()


def _sites(entry: Entry) -> int:
    return len(entry.sources) + len(entry.more)
