"""story split, story merge: a person's word on what belongs together, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from monitor.cli.columns import many
from monitor.cli.errors import LOOK, say
from monitor.cli.place import Place, noted, now
from monitor.cli.screen import echo
from monitor.cli.story.naming import item_named, number_in, story_named
from monitor.model import Decision, Story
from monitor.pipeline.service import Service
from monitor.pipeline.stories import merge, said_of, split, undo


@click.command(
    "split",
    short_help="take items out of a story",
    epilog="Example: ai-video-monitor story split 4711 9821 https://example.org/a",
)
@click.argument("story", metavar="ID")
@click.argument("items", metavar="ITEM...", nargs=-1, required=True)
@click.option("--undo", "back", is_flag=True, help="take it back: these items belong to the story after all")
@click.pass_context
def split_command(context: click.Context, story: str, items: tuple[str, ...], back: bool) -> None:
    """Take items (ids or addresses) out of a story into one of their own, which they share from now on.

    It holds when the watchlist changes and whatever comes later. An event whose own headline no digest had is told by
    the next edition; the other is not told again.
    """
    place: Place = context.obj
    with place.service(shipped=True) as service, service.store.transaction():
        if back:
            parted = {item_named(service.store, one).id for one in items}
            stories = _take_back(service, lambda one: one.verdict == "apart" and set(one.second) == parted)
        else:
            whole = story_named(service.store, story)
            stories = [whole.id, split(service, whole, members(service, whole, items))]
            _note(service, service.store.decisions()[-1], stands=True)
        _say(service, stories)
    context.exit(0 if stories else LOOK)


def members(service: Service, story: Story, items: Sequence[str]) -> set[int]:
    """Return the ids of items named; refuse what is not in the story, and all of it."""
    own = {one.id for one in story.items}
    found = [item_named(service.store, one) for one in items]
    for one in found:
        if one.id not in own:
            where = service.store.story_of(one.id)
            place = f"in story #{where}" if where is not None else "in no story"
            raise click.UsageError(f"item {one.id} is not in story #{story.id} but {place}: {one.item.title}")
    ids = {one.id for one in found}
    if ids == own:
        raise click.UsageError(f"these are all items of story #{story.id}; name those that do not belong to the rest")
    return ids


@click.command(
    "merge", short_help="put one story into another", epilog="Example: ai-video-monitor story merge 4711 4720"
)
@click.argument("story", metavar="A")
@click.argument("other", metavar="B")
@click.option("--undo", "back", is_flag=True, help="take it back: B becomes a story again")
@click.pass_context
def merge_command(context: click.Context, story: str, other: str, back: bool) -> None:
    """Put all items of story B into story A, which keeps its number.

    It holds when the watchlist changes and whatever comes later. What a digest told of either counts as told.
    """
    place: Place = context.obj
    with place.service(shipped=True) as service, service.store.transaction():
        if back:
            numbers = {number_in(story), number_in(other)}
            stories = _take_back(
                service, lambda decision: decision.verdict == "together" and {decision.story, decision.other} == numbers
            )
        else:
            one, two = (story_named(service.store, written) for written in (story, other))
            if one.id == two.id:
                raise click.UsageError(f"#{one.id} is one story already; name two")
            merge(service, one, two)
            _note(service, service.store.decisions()[-1], stands=True)
            stories = [one.id]
        _say(service, stories)
    context.exit(0 if stories else LOOK)


def _take_back(service: Service, is_meant: Callable[[Decision], bool]) -> list[int]:
    """Undo the last such decision; return the stories its items are in now, [] = there is no such decision."""
    found = next((one for one in reversed(service.store.decisions()) if is_meant(one)), None)
    if found is None:
        say("nobody decided that, or it is taken back already; `ai-video-monitor story show ID` names what you decided")
        return []
    _note(service, found, stands=False)
    undo(service, found)
    return [story.id for story in service.store.stories_of((*found.first, *found.second))]


def _note(service: Service, decision: Decision, *, stands: bool) -> None:
    """Note it where a restored backup finds it."""
    with noted(service.store) as journal:
        journal.note_decided(said_of(service, decision), now(), stands=stands)


def _say(service: Service, stories: Sequence[int]) -> None:
    for number in stories:
        story = service.store.story(number)
        if story is not None:
            echo(f"#{story.id:<6} {many(len(story.items), 'item'):9} {story.status:10} {story.best.item.title}")
