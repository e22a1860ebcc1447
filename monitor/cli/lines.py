"""JSON lines of items in, values of ours out; and back: the machine interface of `match`, `import` and `export`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Any

import click

from monitor import text, urls
from monitor.model import Feed, Item, Judged, Story
from monitor.parse.dates import is_plausible
from monitor.parse.entry import TITLE, plain_text, title_text

IMPORTED = Feed(name="import", url="", title="imported items")
FIELDS = ("id", "title", "summary", "url", "site", "language", "published")


def read_items(stream: IO[str], name: str) -> Iterator[Item]:
    """Read one JSON object a line; a bad line ends it with its number and what would be right."""
    with in_utf8(name):
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _item(_object(line, f"{name}:{number}"), f"{name}:{number}")


@contextmanager
def in_utf8(name: str) -> Iterator[None]:
    """Refuse a text of another charset; it is read inside."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{name}: not UTF-8 ({error.reason}); convert it first, as `iconv` does") from None


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        problem = f"{error.msg} in column {error.colno}" if isinstance(error, json.JSONDecodeError) else error
        raise click.UsageError(f"{where}: not JSON ({problem}); one object a line with {', '.join(FIELDS)}") from None
    if not isinstance(value, dict):
        raise click.UsageError(f'{where}: a {type(value).__name__}, not an object; write {{"id": ..., "title": ...}}')
    return value


def _item(row: dict[str, Any], where: str) -> Item:
    said = {key: _string(row.get(key), f"{where}: {key}") for key in FIELDS}
    if not (said["title"] or said["summary"]):
        raise click.UsageError(f"{where}: neither title nor summary: there is nothing to judge")
    whole, summary = title_text(said["title"]), plain_text(said["summary"])
    title = text.shorten(whole, TITLE)
    summary = summary or (whole if title != whole else "")  # a post without a title, as feeds have them
    url = urls.canonical(said["url"])
    return Item(
        feed=IMPORTED.name,
        guid=said["id"] or url or whole,
        url=url,
        title=title,
        summary=summary,
        language=text.language_of(title, summary, said["language"]),
        site=text.clean(said["site"]) or urls.host(url),
        published_at=moment(said["published"], where) if said["published"] else None,
    )


def _string(value: object, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half of a pair is no letter
    raise click.UsageError(f"{where}: {json.dumps(value)[:60]} is no text")


def moment(written: str, where: str) -> datetime | None:
    """Read an ISO 8601 date or date-time, without a zone one in UTC; None = of a year that no news is of."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise click.UsageError(
            f"{where}: published: {written!r} is no ISO 8601 time such as 2026-03-12T09:02Z"
        ) from None
    if not is_plausible(at):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def judgement_row(judged: Judged) -> dict[str, Any]:
    """Shape one answer of `match`, as README documents it."""
    judgement, claim = judged.judgement, judged.claim
    return {
        "id": judged.item.guid,
        "relevant": judgement.relevant,
        "score": round(judgement.score, 2),
        "products": list(judgement.products),
        "companies": list(judgement.companies),
        "hosts": list(judgement.hosts),
        "status": claim.status,
        "kinds": list(claim.kinds),
        "origin": claim.origin,
        "language": judgement.language,
        "versions": list(judgement.versions),
        "evidence": [
            {"product": m.name, "role": m.role, "term": m.term, "field": m.field, "start": m.start, "end": m.end,
             "rule": m.rule}
            for m in judgement.matches
            if m.counted
        ],
        "why_not": judgement.why_not,
        "near_miss": judgement.miss and {
            "product": judgement.miss.name, "reason": judgement.miss.reason, "word": judgement.miss.word,
            "rule": judgement.miss.rule, "lacks": round(judgement.miss.lacks, 2),
        },
    }  # fmt: skip


def story_row(story: Story) -> dict[str, Any]:
    """Shape one line of `export stories`, as README documents it."""
    times = [one.item.published_at for one in story.items if one.item.published_at]
    return {
        "id": story.id,
        "headline": story.best.item.title,
        "products": list(story.products),
        "status": story.status,
        "kinds": list(story.kinds),
        "languages": sorted({one.item.language for one in story.items if one.item.language}),
        "first_published": stamp(min(times, default=None)),
        "links": [{"earlier": link.earlier, "relation": link.relation} for link in story.links],
        "items": [member_row(one.item) for one in story.items],
    }


def member_row(item: Item) -> dict[str, Any]:
    """Shape one item of a story."""
    return {
        "id": item.guid,
        "url": item.url,
        "title": item.title,
        "site": item.site,
        "language": item.language,
        "published": stamp(item.published_at),
    }


def item_row(judged: Judged) -> dict[str, Any]:
    """Shape one line of `export items`: what was read and what was judged of it."""
    return {
        **member_row(judged.item),
        "feed": judged.item.feed,
        "summary": judged.item.summary,
        **{key: value for key, value in judgement_row(judged).items() if key != "id"},
    }


def stamp(at: datetime | None) -> str | None:
    """Write an instant as ISO 8601 in UTC; null for none."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
