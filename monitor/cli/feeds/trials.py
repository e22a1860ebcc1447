"""A feed that was tried in; the lines and the JSON that tell of it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from monitor import rhythm
from monitor.cli.columns import day, many, silence_words, span
from monitor.cli.lines import stamp
from monitor.model import Answer, Config, Item
from monitor.pipeline.probe import Trial
from monitor.text import fit, pad

WIDTH = 80  # columns
NEWEST = 3  # items shown
_UNDATED = datetime.min.replace(tzinfo=UTC)


def heading(number: int, trial: Trial, loaded: Config, at: datetime) -> Iterator[str]:
    """Tell title, address, format, whether the server can say that nothing changed, and whether it is dead."""
    answer, parsed = trial.read
    yield fit(f"{number}  {parsed.title or trial.candidate.title or '(no title)'}", WIDTH)
    yield f"   {trial.candidate.url}"
    if answer.url != trial.candidate.url:
        yield f"   leads {'for good' if answer.moved_to else 'for now'} to {answer.url}"
    yield fit(f"   {trial.candidate.origin}; {document(trial)}", WIDTH)
    wait = span(loaded.settings.polling.without_validators)
    can_say = " and ".join(validators(answer))
    yield f"   {f'sends {can_say}' if can_say else f'sends neither ETag nor Last-Modified: read every {wait} at most'}"
    yield from (f"   {line}" for line in silence_lines(trial, at))


def silence_lines(trial: Trial, at: datetime) -> Iterator[str]:
    """Tell of a feed that answers and seems dead."""
    items = trial.read[1].items
    if silent := rhythm.silence([(item.published_at, at) for item in items], at):
        yield f"nothing new for {silence_words(silent, at)}: is it still kept?"


def document(trial: Trial) -> str:
    """Tell format, language, how many entries, how many of them dated."""
    _, parsed = trial.read
    undated = sum(item.published_at is None for item in parsed.items)
    entries = many(len(parsed.items), "entry", "entries") if parsed.items else "no entries yet"
    without = f", {undated} without a date" if undated else ""
    return f"{parsed.format}, {', '.join(languages(trial)) or 'language unknown'}, {entries}{without}"


def languages(trial: Trial) -> list[str]:
    """Return the languages of its items, the commonest first; of an empty feed the one it declares."""
    _, parsed = trial.read
    counted = Counter(item.language for item in parsed.items if item.language)
    return [language for language, _ in counted.most_common(3)] or [parsed.language] * bool(parsed.language)


def validators(answer: Answer) -> list[str]:
    """Name what the server sends so that it can be asked whether anything changed."""
    return ["ETag"] * bool(answer.etag) + ["Last-Modified"] * bool(answer.modified)


def newest(trial: Trial) -> list[Item]:
    """Return the newest items; undated ones as they are listed, behind the dated."""
    return sorted(trial.read[1].items, key=lambda item: item.published_at or _UNDATED, reverse=True)[:NEWEST]


def newest_lines(trial: Trial, at: datetime, columns: int) -> Iterator[str]:
    """Tell the newest items."""
    for item in newest(trial):
        yield fit(f"{day(item.published_at, at)}  {item.title}", columns)


def watchlist_line(trial: Trial) -> str:
    """Tell how many of the items the watchlist would find, and of which products."""
    if not trial.matches:
        return "the watchlist finds nothing in it today"
    products = Counter(name for _, judgement in trial.matches for name in judgement.products[:1])
    names = ", ".join(f"{name} ({count})" if count > 1 else name for name, count in products.most_common(5))
    count = f"the watchlist finds {len(trial.matches)} of {len(trial.read[1].items)}"
    return f"{count}: {names}" if names else count


def match_lines(trial: Trial, at: datetime, columns: int) -> Iterator[str]:
    """Tell each item that the watchlist would find."""
    for item, judgement in trial.matches[:10]:
        name = judgement.products[0] if judgement.products else ", ".join(judgement.companies[:1]) or "AI video"
        yield fit(f"{day(item.published_at, at)}  {pad(name, 12)} {item.title}", columns)
    if len(trial.matches) > 10:
        yield f"and {len(trial.matches) - 10} more"


def trial_row(trial: Trial) -> dict[str, Any]:
    """Shape a trial for scripts."""
    answer, parsed = trial.answer, trial.parsed
    return {
        "url": trial.candidate.url,
        "origin": trial.candidate.origin,
        "failure": {"code": trial.failure.code, "text": trial.failure.text} if trial.failure else None,
        "answer": {
            "status": answer.status, "url": answer.url, "moved_to": answer.moved_to, "bytes": len(answer.body),
            "content_type": answer.content_type, "validators": validators(answer),
            "max_age": answer.max_age.total_seconds() if answer.max_age is not None else None,
        } if answer else None,
        "feed": {
            "title": parsed.title, "language": parsed.language, "format": parsed.format, "warning": parsed.warning,
            "ttl": parsed.ttl.total_seconds() if parsed.ttl else None, "entries": len(parsed.items),
            "undated": sum(item.published_at is None for item in parsed.items), "empty": parsed.dropped,
            "newest": [_item_row(item) for item in newest(trial)],
        } if parsed else None,
        "matches": [{**_item_row(item), "products": list(found.products)} for item, found in trial.matches],
    }  # fmt: skip


def _item_row(item: Item) -> dict[str, Any]:
    return {"title": item.title, "url": item.url, "published": stamp(item.published_at)}
