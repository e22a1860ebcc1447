"""The answers to `check --online` in; the lines and the JSON that tell of them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from monitor import codes, rhythm
from monitor.cli.columns import day, many, silence_words
from monitor.cli.lines import stamp
from monitor.model import Failure, Mail, Parsed, Reception
from monitor.pipeline.probe import Asked
from monitor.pipeline.reading import Reading
from monitor.text import fit, pad

NARROWEST, WIDEST = 80, 120  # columns
_CODE, _NAME = 18, 26


def is_well(asked: Sequence[Asked], reception: Reception | None) -> bool:
    """Tell whether every feed was read and the mail server, if there is one, would take mail."""
    return all(isinstance(one.said, Reading) for one in asked) and not (reception and reception.trouble)


def page(
    asked: Sequence[Asked],
    mail: Mail,
    reception: Reception | None,
    at: datetime,
    *,
    everything: bool = False,
    columns: int = WIDEST,
) -> Iterator[str]:
    """Tell what wants a look, in this order: feeds that cannot be read, by code and with a cure; those that were read
    and are odd; the mail server; the sum. Feeds in good order are counted, or listed too (`everything`).
    """
    failing = [(one.feed.name, one.said) for one in asked if isinstance(one.said, Failure)]
    reading = [(one.feed.name, one.said) for one in asked if isinstance(one.said, Reading)]
    columns = min(max(columns, NARROWEST), WIDEST)
    yield from _failing(failing, columns)
    odd = {name: remarks for name, said in reading if (remarks := list(_remarks(said, at)))}
    shown = [(name, said) for name, said in reading if everything or name in odd]
    for name, said in sorted(shown, key=lambda one: one[0] not in odd):
        words = "; ".join([*odd.get(name, ()), *_content(said, at)])
        yield fit(f"{'look' if name in odd else 'ok':{_CODE}} {pad(name, _NAME)} {words}", columns)
    if not everything and len(odd) < len(reading):
        good = len(reading) - len(odd)
        yield f"{'ok':{_CODE}} {many(good, 'feed')} in good order; `check --online --all` lists them"
    yield from _mail(mail, reception)
    sums = f"{len(reading)} of {len(asked)} feeds can be read"
    yield f"{sums}; {_post(reception)}{'' if is_well(asked, reception) else ' (exit 1)'}"


def _post(reception: Reception | None) -> str:
    if reception is None:
        return "mails stay here"
    return "no mail can leave" if reception.trouble else "the mail server lets us in"


def _failing(failing: Iterable[tuple[str, Failure]], columns: int) -> Iterator[str]:
    """Tell the feeds that cannot be read, those of one code together, and under them what can be done about it."""
    for code, feeds in groupby(sorted(failing, key=lambda one: one[1].code), key=lambda one: one[1].code):
        for name, said in feeds:
            yield fit(f"{code:{_CODE}} {pad(name, _NAME)} {said.text}", columns)
        if cure := codes.cure(codes.FEEDS, code):
            yield f"{'':{_CODE}} {cure}"


def _content(said: Reading, at: datetime) -> Iterator[str]:
    parsed = said.parsed
    assert parsed is not None  # only a feed read before can be unchanged
    yield many(len(parsed.items), "entry", "entries")
    if newest := _newest(parsed):
        yield f"newest {day(newest, at).strip()}"


def _remarks(said: Reading, at: datetime) -> Iterator[str]:
    """Say what is odd in a feed that could be read."""
    parsed = said.parsed
    assert parsed is not None
    if silent := rhythm.silence([(item.published_at, at) for item in parsed.items], at):
        yield f"nothing new for {silence_words(silent, at)}"
    if said.answer.moved_to == said.answer.url:
        yield f"moved for good to {said.answer.url}"
    if parsed.warning:
        yield f"{parsed.warning}: {codes.NOTICES[parsed.warning].means}"


def _newest(parsed: Parsed) -> datetime | None:
    return max((item.published_at for item in parsed.items if item.published_at), default=None)


def _mail(mail: Mail, reception: Reception | None) -> Iterator[str]:
    if reception is None:
        yield "no mail server is configured (`mail.server`): mails go to a Maildir"
        return
    name = f"{mail.server}:{mail.port}"
    if reception.trouble is None:
        line = f"{reception.tls or 'not encrypted'}, {f'login as {mail.user}' if reception.login else 'no login'}"
        yield f"{'ok':{_CODE}} {pad('mail server', _NAME)} {name}: {line}; nothing was sent"
        return
    yield f"{reception.trouble.code:{_CODE}} {pad('mail server', _NAME)} {name}: {reception.trouble.text}"
    if cure := codes.cure(codes.MAIL, reception.trouble.code):
        yield f"{'':{_CODE}} {'':{_NAME}} {cure}"


def feed_row(one: Asked) -> dict[str, Any]:
    """Shape what a feed said for scripts."""
    said: dict[str, Any] = {"feed": one.feed.name, "url": one.feed.url}
    if not isinstance(one.said, Reading):
        cure = codes.cure(codes.FEEDS, one.said.code)
        return {**said, "ok": False, "code": one.said.code, "text": one.said.text, "cure": cure}
    parsed = one.said.parsed
    assert parsed is not None
    newest, moved = _newest(parsed), one.said.answer.moved_to
    return {
        **said, "ok": True, "entries": len(parsed.items), "newest": stamp(newest),
        "moved_to": moved, "warning": parsed.warning,
    }  # fmt: skip


def mail_row(mail: Mail, reception: Reception | None) -> dict[str, Any]:
    """Shape what the mail server said for scripts; `ok` is null where none is configured."""
    if reception is None:
        return {"mail": "", "ok": None}
    said = {"mail": f"{mail.server}:{mail.port}", "ok": reception.trouble is None, "tls": reception.tls}
    if (trouble := reception.trouble) is None:
        return {**said, "login": reception.login}
    return {**said, "code": trouble.code, "text": trouble.text, "cure": codes.cure(codes.MAIL, trouble.code)}
