"""story show: all that is known of one event: its reports, who was first, how it came to be, what a person decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import click

from monitor.cli.columns import many, span
from monitor.cli.lines import member_row, stamp, story_row
from monitor.cli.place import Place
from monitor.cli.screen import echo, write
from monitor.cli.story.naming import story_line, story_named
from monitor.cluster import decided, said
from monitor.compose import history_of, numbers, site_of, sites, versions
from monitor.model import Decision, Judged, Step, Story
from monitor.pipeline.service import Service
from monitor.pipeline.stories import why_in
from monitor.store import Store
from monitor.text import pad

NAMED = 3  # items of a decision by title


@dataclass(frozen=True)
class Shown:
    """A story with what stands around it."""

    story: Story
    steps: tuple[Step, ...]
    earlier: dict[int, Story]
    later: tuple[tuple[str, Story], ...]  # relation, story that follows this one
    told: tuple[tuple[str, datetime], ...]
    whys: tuple[str, ...]  # of each item
    decisions: tuple[tuple[Decision, tuple[Judged, ...]], ...]  # with the items on the side that is not in this story


@click.command(
    "show", short_help="its reports, why each is in it, its history", epilog="Example: ai-video-monitor story show 4711"
)
@click.argument("story", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
@click.pass_obj
def show_command(place: Place, story: str, as_json: bool) -> None:
    """Show a story: its reports and why each is in it, who was first, its status by date, links, your decisions."""
    with place.service(shipped=True, readonly=True) as service:
        if as_json:
            write([_row(look(service, story_named(service.store, story)))])
        else:
            echo(*page(service, story))


def look(service: Service, story: Story) -> Shown:
    """Gather what is known of a story."""
    store = service.store
    known = _lineage(store, story)
    later = [(link.relation, one) for one in store.stories(ids=store.followers(story.id)) for link in one.links
             if link.earlier == story.id]  # fmt: skip
    return Shown(
        story, history_of(story, known, story.best) or _only_step(story), known, tuple(later),
        tuple(store.told_in(story.id)), tuple(why_in(service.store, one, story) for one in story.items),
        tuple(_decisions(store, story)),
    )  # fmt: skip


def _lineage(store: Store, story: Story) -> dict[int, Story]:
    """Return the stories its links lead back to, however far."""
    found: dict[int, Story] = {}
    wanted = {link.earlier for link in story.links}
    while wanted:
        stories = store.stories(ids=sorted(wanted))
        found.update((one.id, one) for one in stories)
        wanted = {link.earlier for one in stories for link in one.links} - found.keys()
    return found


def _only_step(story: Story) -> tuple[Step, ...]:
    """Name the first report that says what the story says; nothing changed on the way."""
    one = next((one for one in story.items if one.claim.status == story.status), story.items[0])
    at = one.traits.at or one.item.seen_at or story.opened_at
    return (Step(at, story.status, one.item.title, site_of(one), one.item.url, story.id),)


def _decisions(store: Store, story: Story) -> Iterator[tuple[Decision, tuple[Judged, ...]]]:
    own = {one.id for one in story.items}
    standing = decided(store.decisions())
    for one in store.decisions():
        sides = [side for side in (one.first, one.second) if not own.isdisjoint(side)]
        if sides and standing.holds(one):
            others = one.first if one.verdict == "apart" and sides[0] == one.second else one.second
            yield one, tuple(found for number in others if (found := store.item_by(number)))


# ---------------------------------------------------------------- in words


def page(service: Service, written: str) -> Iterator[str]:
    """Tell all that is known of a story, named by its number."""
    shown = look(service, story_named(service.store, written))
    story = shown.story
    yield story_line(story)
    yield f"  {story.best.item.title}"
    for name, values in (("versions", versions(story)), ("numbers", numbers(story))):
        if values:
            yield f"  {name:9} {', '.join(values)}"
    yield f"  told      {'; '.join(f'{name}, {_at(at)} UTC' for name, at in shown.told) or 'by no digest yet'}"
    yield "how it came to be (UTC)"
    for step in shown.steps:
        yield f"  {_at(step.at)}  {step.status:10} {step.site}: {step.text}{_which(step, story)}"
        yield f"{'':21}{step.url or 'no link'}"
    yield from _link_lines(shown)
    yield _who(story)
    yield from _item_lines(shown)
    yield from _decision_lines(shown)


def _at(at: datetime) -> str:
    return f"{at:%d %b %Y %H:%M}"


def _which(step: Step, story: Story) -> str:
    return f" (#{step.story})" if step.story != story.id else ""


def _link_lines(shown: Shown) -> Iterator[str]:
    for link in shown.story.links:
        earlier = shown.earlier.get(link.earlier)
        yield f"  {link.relation} #{link.earlier}: {earlier.best.item.title if earlier else 'forgotten'}"
    for relation, later in shown.later:
        yield f"  #{later.id} {relation} it: {later.best.item.title}"


def _who(story: Story) -> str:
    """Say how many tell it, and who was first by how much."""
    languages = {one.item.language for one in story.items} - {""}
    count = f"{many(len(story.items), 'report')} of {many(len(sites(story)), 'site')}"
    spoken = f" in {many(len(languages), 'language')}" if languages else ""
    first, second, lead = _first_two(story)
    return f"{count}{spoken}" + (f"; {first} was first, {span(lead)} before {second}" if lead else "")


def _first_two(story: Story) -> tuple[str, str, timedelta | None]:
    """Return the first site with a date, the second, and by how much that came later; "" and None = there is none."""
    dated = sorted((at, one.id, site_of(one)) for one in story.items if (at := one.item.published_at))
    first = dated[0] if dated else None
    second = next((one for one in dated if first and one[2] != first[2]), None)
    return first[2] if first else "", second[2] if second else "", second[0] - first[0] if first and second else None


def _item_lines(shown: Shown) -> Iterator[str]:
    for one, why in zip(shown.story.items, shown.whys, strict=True):
        item = one.item
        at = _at(item.published_at) if item.published_at else "undated"
        official = ", the vendor itself" if one.claim.official else ""
        yield f"  {one.id:>6}  {pad(at, 17)}  {item.language or '?':7} {site_of(one)}{official}: {item.title}"
        yield f"{'':10}{item.url}" if item.url else f"{'':10}no link"
        yield f"{'':10}{one.claim.status}, {', '.join(one.claim.kinds)}; {why}"


def _decision_lines(shown: Shown) -> Iterator[str]:
    for decision, others in shown.decisions:
        named = "; ".join(f"{one.id} {one.item.title}" for one in others[:NAMED])
        more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
        yield f"{said(decision)}: {named}{more}"
        yield f"  to take it back: ai-video-monitor story {_undoing(decision)}"


def _undoing(decision: Decision) -> str:
    if decision.verdict == "together":
        return f"merge {decision.story} {decision.other} --undo"
    return f"split {decision.story} {' '.join(map(str, decision.second))} --undo"


# ---------------------------------------------------------------- as JSON


def _row(shown: Shown) -> dict[str, Any]:
    story = shown.story
    first, _, lead = _first_two(story)
    seconds = None if lead is None else round(lead.total_seconds())
    return {
        **story_row(story),
        "versions": list(versions(story)),
        "numbers": list(numbers(story)),
        "told": [{"digest": name, "at": stamp(at)} for name, at in shown.told],
        "history": [
            {"at": stamp(one.at), "status": one.status, "site": one.site, "title": one.text, "url": one.url,
             "story": one.story}
            for one in shown.steps
        ],
        "followed_by": [{"story": one.id, "relation": relation} for relation, one in shown.later],
        "first": {"site": first, "lead_seconds": seconds} if first else None,
        "items": [_item_row(one, why) for one, why in zip(story.items, shown.whys, strict=True)],
        "decisions": [_decision_row(one) for one, _ in shown.decisions],
    }  # fmt: skip


def _item_row(one: Judged, why: str) -> dict[str, Any]:
    return {
        **member_row(one.item), "number": one.id, "status": one.claim.status, "kinds": list(one.claim.kinds),
        "official": one.claim.official, "why": why,
    }  # fmt: skip


def _decision_row(one: Decision) -> dict[str, Any]:
    return {
        "verdict": one.verdict, "at": stamp(one.decided_at), "first": list(one.first), "second": list(one.second),
    }  # fmt: skip
