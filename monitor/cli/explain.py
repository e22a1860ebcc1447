"""explain: why an item is in, or why not, with the file and line of each rule."""

from __future__ import annotations

from collections.abc import Iterator

import click

from monitor import text, urls
from monitor.cli.lines import IMPORTED
from monitor.cli.place import Place
from monitor.model import Claim, Item, Match, Story
from monitor.pipeline import Service


@click.command("explain", epilog="Example: echo 'Ya veo que Sora llega a ChatGPT' | ai-video-monitor explain -")
@click.argument("what", metavar="URL|ID|STORY|-")
@click.pass_obj
def explain_command(place: Place, what: str) -> None:
    """Explain an item by its address or id, a story as #ID, or a text on standard input (title, then summary)."""
    with place.service(shipped=True) as service:
        if what.startswith("#"):
            lines = _story(service, what)
        else:
            item, story = (_typed(), None) if what == "-" else _stored(service, what)
            lines = _item(service, item, story)
        for line in lines:
            click.echo(line)


def _typed() -> Item:
    written = click.get_text_stream("stdin", encoding="utf-8").read()
    title, _, rest = written.strip().partition("\n")
    title, summary = text.clean(text.plain(title)), text.clean(text.plain(rest))
    if not title:
        raise click.UsageError("nothing on standard input; write a title, and a summary below it")
    return Item(IMPORTED.name, "-", "", title, summary, text.language_of(title, summary), "standard input")


def _stored(service: Service, what: str) -> tuple[Item, Story | None]:
    found = service.store.item_by(what) or service.store.item_by(urls.canonical(what) or what)
    if found is None:
        raise click.UsageError(f"no item {what!r}; `ai-video-monitor search WORDS` finds items and their ids")
    number = service.store.story_of(found.id)
    return found.item, service.store.story(number) if number is not None else None


def _story(service: Service, what: str) -> Iterator[str]:
    number = what.removeprefix("#")
    story = service.store.story(int(number)) if number.isdigit() else None
    if story is None:
        raise click.UsageError(f"no story {what}; a mail prints the number of each story")
    yield f"story {story.id}: {', '.join(story.products)}; {', '.join(story.kinds)}; {story.status}"
    yield from (f"  {link.relation} story {link.earlier}" for link in story.links)
    for one in story.items:
        at = f"{one.item.published_at:%d %b %H:%M}" if one.item.published_at else "undated"
        yield f"  {one.id:>6}  {at}  {one.item.language:7} {one.item.site}: {one.item.title}"
        yield (
            f"          {service.why_together(story.items[0], one)}"
            if one is not story.items[0]
            else "          opened it"
        )


def _item(service: Service, item: Item, story: Story | None) -> Iterator[str]:
    judgement, claim, _ = service.judge(item)
    when = f"{item.published_at:%d %b %Y %H:%M}" if item.published_at else "undated"
    yield f"{item.title}          {item.site}  {item.language or '?'}  {when}"
    yield _marks(item.title, judgement.matches, claim)
    yield f"relevant, score {judgement.score:.1f}" if judgement.relevant else f"not relevant: {judgement.why_not}"
    for match in judgement.matches:
        yield _match_line(match)
    yield from _claim_lines(claim)
    if story is not None:
        others = len(story.items) - 1
        company = f"with {others} others" if others else "alone"
        yield f"  story #{story.id} {company}: {story.status}, {', '.join(story.kinds)}"


def _marks(title: str, matches: tuple[Match, ...], claim: Claim) -> str:
    """Underline the words found in the title, by display columns."""
    spans = [(m.start, m.end) for m in matches if m.field == "title"]
    spans += [(c.start, c.end) for c in claim.cues if c.field == "title"]
    inside = [any(start <= index < end for start, end in spans) for index in range(len(title))]
    drawn = (("^" if found else " ") * max(text.width(char), 0) for char, found in zip(title, inside, strict=True))
    return "".join(drawn).rstrip()


def _match_line(match: Match) -> str:
    place = f"{match.field} {match.start}-{match.end}"
    weight = f"{match.weight:+.1f}" if match.weight else ""
    return f"  {match.name:18} {place:16} {match.rule:22} {match.why or match.role:44} {weight}".rstrip()


def _claim_lines(claim: Claim) -> Iterator[str]:
    for cue in claim.cues:
        yield f"  {cue.sense:18} {f'{cue.field} {cue.start}-{cue.end}':16} {cue.rule:22} “{cue.text}”"
    said_by = "the vendor itself" if claim.official else claim.origin or "no official source"
    yield f"  {claim.status}; {', '.join(claim.kinds)}; by {said_by}"
