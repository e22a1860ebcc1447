"""explain: why an item is in, or why not, with the file and line of each rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from monitor import codes, text
from monitor.cli.columns import many
from monitor.cli.lines import IMPORTED, in_utf8
from monitor.cli.place import Place
from monitor.cli.screen import columns_of, echo
from monitor.cli.story.naming import item_named
from monitor.cli.story.showing import page
from monitor.model import Claim, CueMatch, Item, Judged, Judgement, Match, Miss
from monitor.parse.entry import plain_text, title_text
from monitor.pipeline.judging import Judge
from monitor.pipeline.service import Service
from monitor.pipeline.stories import compare, why_in


@click.command("explain", epilog="Example: echo 'Ya veo que Sora llega a ChatGPT' | ai-video-monitor explain -")
@click.argument("what", metavar="URL|ID|#STORY|CODE|-")
@click.argument("other", metavar="[URL|ID]", required=False)
@click.pass_obj
def explain_command(place: Place, what: str, other: str | None) -> None:
    """Explain an item by its address or id, a story as #ID, or a text on standard input (title, then summary).

    A code (net.timeout, smtp.login), as status, log and lists say it: what it means and what to do.

    Of two items: why they are, or are not, one story, each clue with its weight.
    """
    if other is not None:
        with place.service(shipped=True, readonly=True) as service:
            echo(*_pair(service, *(item_named(service.store, one) for one in (what, other))))
    elif found := codes.advice(what):
        echo(*_code(found))
    elif what == "-":
        echo(*_item(_typed(), Judge(place.config(shipped=True))))
    else:
        with place.service(shipped=True, readonly=True) as service:
            echo(*(page if what.startswith("#") else _stored)(service, what))


def _code(found: tuple[tuple[str, codes.Advice], ...]) -> Iterator[str]:
    for chapter, said in found:
        yield f"{chapter}: {said.means}"
        yield f"  to do: {said.do}"


def _typed() -> Item:
    with in_utf8("<stdin>"):
        written = click.open_file("-", encoding="utf-8").read()
    title, _, rest = written.strip().partition("\n")
    title, summary = title_text(title), plain_text(rest)
    if not title:
        raise click.UsageError("nothing on standard input; write a title, and a summary below it")
    return Item(IMPORTED.name, "-", "", title, summary, text.language_of(title, summary), "standard input")


def _stored(service: Service, what: str) -> Iterator[str]:
    found = item_named(service.store, what)
    yield from _item(found.item, service.judge, found.judgement.vouched)
    for at, title in service.store.revisions(found.id):
        yield f"  {'edited':15}  {at:%d %b %Y %H:%M} UTC; headed before: {title}"
    number = service.store.story_of(found.id)
    story = service.store.story(number) if number is not None else None
    if story is None:
        return
    others = len(story.items) - 1
    company = f"with {many(others, 'other')}" if others else "alone"
    why = f": {why_in(service.store, found, story)}" if others else ""
    yield f"  {f'story #{story.id}':15}  {company}{why}"
    for digest, at in service.store.told_in(story.id):
        yield f"  {'told':15}  {digest}, {at:%d %b %Y %H:%M} UTC"


def _pair(service: Service, one: Judged, other: Judged) -> Iterator[str]:
    """Say of two items why they are, or are not, in one story: a person's word, then the evidence."""
    for item in (one, other):
        story = service.store.story_of(item.id)
        yield f"{item.id:>7}  {f'story #{story}' if story else 'in no story':13}  {item.item.title}  ({item.item.site})"
    found, said = compare(service.store, one, [other])
    if said:
        yield said
    if one.id == other.id:
        yield "one and the same item"
        return
    yield from (f"  {clue.weight:+6.2f}  {clue.text}{'  (a veto)' * (clue in found.vetoes)}" for clue in found.clues)
    verdict = "one event by these two" if found.score >= found.bar else "not by these two alone"
    yield f"  {found.score:+6.2f}  in all; from {found.bar:+.2f} on it is one event: {verdict}"
    yield from _wholes(service, one, other)


def _wholes(service: Service, one: Judged, other: Judged) -> Iterator[str]:
    """An item is weighed against a story as a whole: that may decide otherwise than two items alone."""
    for item, near in ((one, other), (other, one)):
        number = service.store.story_of(near.id)
        story = service.store.story(number) if number is not None else None
        if story is not None and len(story.items) > 1:
            yield f"{item.id} and the rest of story #{story.id}: {why_in(service.store, item, story)}"


def _item(item: Item, judge: Judge, vouched: tuple[str, ...] = ()) -> Iterator[str]:
    judged = judge(item, vouched)
    judgement, claim = judged.judgement, judged.claim
    when = f"{item.published_at:%d %b %Y %H:%M}" if item.published_at else "undated"
    yield from _underlined(item.title, _marks(item.title, judgement.matches, claim), columns_of())
    yield f"{item.site}  {item.language or '?'}  {when}"
    yield f"relevant, score {judgement.score:.1f}" if judgement.relevant else f"not relevant: {judgement.why_not}"
    yield from _nearest(item, judgement, judge)
    yield from _table([*map(_match_row, _telling(judgement.matches)), *map(_cue_row, claim.cues)])
    said_by = "the vendor itself" if claim.official else f"citing {claim.origin}" if claim.origin else ""
    yield "  " + "; ".join(filter(None, (claim.status, ", ".join(claim.kinds), said_by)))


def _nearest(item: Item, judgement: Judgement, judge: Judge) -> Iterator[str]:
    """Say of what is not relevant how near it came: by one rule, or by a name that is like one of its words."""
    if judgement.miss is not None:
        yield f"  nearest miss: {nearly(judgement.miss)}"
    elif not judgement.relevant and not any(match.role == "product" for match in judgement.matches):
        alike = judge.matcher.likeness(item)
        if alike is not None:
            yield f"  nearest name: “{alike[0]}” is like “{alike[1].text}” ({alike[1].place})"


def nearly(miss: Miss) -> str:
    """Say of what an item nearly told, how much it lacks, and which line decides.

    >>> nearly(Miss("Sora", "passing", "Sora", "summary", "watchlist.yaml:31", 1.0))
    'Sora, 1.0 short: “Sora” (watchlist.yaml:31) stands in the summary; in the title it would do'
    """
    word = f"“{miss.word}”" + (f" ({miss.rule})" if miss.rule else "")
    better = "in the title" if miss.field == "summary" else "with a product"
    cures = {
        "unsupported": f"{word} is ambiguous; its vendor, a topic or a word of `context` beside it would do",
        "excluded": f"it would do without {word} in `exclude`",
        "passing": f"{word} stands in the {miss.field}; {better} it would do",
        "round_up": f"it would do without {word}, which says it is a round-up",
        "elsewhere": f"it would do without {word}, which says it is about something else",
    }
    return f"{miss.name or 'AI video'}, {miss.lacks:.1f} short: {cures[miss.reason]}"


def _telling(matches: tuple[Match, ...]) -> list[Match]:
    """Leave out what adds nothing: words that weigh nothing inside or beside a stronger one of the same kind."""
    kept: list[Match] = []
    for one in sorted(matches, key=lambda match: (-abs(match.weight), match.start - match.end)):
        if one.weight or not any(_repeats(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda match: (match.field != "title", match.start))


def _repeats(one: Match, other: Match) -> bool:
    if one.role != other.role:
        return False
    overlaps = one.field == other.field and one.start < other.end and other.start < one.end
    return overlaps or (one.name == other.name and one.role != "product")


def _marks(title: str, matches: tuple[Match, ...], claim: Claim) -> str:
    """Underline the words found in the title, by display columns."""
    spans = [(m.start, m.end) for m in matches if m.field == "title"]
    spans += [(c.start, c.end) for c in claim.cues if c.field == "title"]
    inside = [any(start <= index < end for start, end in spans) for index in range(len(title))]
    drawn = (("^" if found else " ") * max(text.width(char), 0) for char, found in zip(title, inside, strict=True))
    return "".join(drawn).rstrip()


def _underlined(title: str, marks: str, columns: int) -> Iterator[str]:
    """Keep the marks below their words where a title takes several lines of a terminal; 0 columns = one line."""
    start = used = marked = 0
    for index, char in enumerate(title):
        if columns and used - marked + text.width(char) > columns:
            yield from filter(None, (title[start:index], marks[marked:used].rstrip()))
            start, marked = index, used
        used += text.width(char)
    yield from filter(None, (title[start:], marks[marked:].rstrip()))


Row = tuple[str, str, str, str, str]  # name, where it stands, the rule's place, why, weight
WIDEST = (18, 20, 26, 40)  # columns


def _match_row(match: Match) -> Row:
    return match.name, _place(match), match.rule, str(match.why or match.role), f"{match.weight or 0:+.1f}"


def _cue_row(cue: CueMatch) -> Row:
    return cue.sense, _place(cue), cue.rule, f"“{cue.text}”", ""


def _place(found: Match | CueMatch) -> str:
    return f"{found.field} {found.start}-{found.end}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Line up the columns, each as wide as its longest text."""
    widths = [min(max(text.width(row[at]) for row in rows), most) for at, most in enumerate(WIDEST)] if rows else []
    for *cells, weight in rows:
        padded = " ".join(text.pad(cell, columns) for cell, columns in zip(cells, widths, strict=True))
        yield f"  {padded} {'' if weight == '+0.0' else weight}".rstrip()
