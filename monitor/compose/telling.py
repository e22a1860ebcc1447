"""What is new of a story for one digest: told for the first time, a follow-up, an echo, or nothing.

Principle: a story comes back only when a reader would want to know: its status changed, the vendor spoke, a version, an
amount or a region appeared, or it turned out to confirm, deny or contradict an earlier story. More sites saying the
same are an echo, worth one line at most; so is the second site that says what one said plainly before: what was told
is now confirmed, and stays what it was. A version is new that is of the story's own products and that no edition
told; an amount that a headline, the vendor or a second site names: a rewrite's background has plenty of both. What a
mere post names is no detail. Rejected: a new kind as news (rewrites differ in what they stress), any change of wording.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Digest, Judged, Story, Told
from monitor.text import are_near, dollars, primary
from monitor.uploads import is_upload

_DIGITS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_SCALES = (1, 10**3, 10**4, 10**6, 10**8, 10**9, 10**12)

# A link to an earlier story that says something else; "continues" alone is no news.
TELLING_RELATIONS = ("confirms", "denies", "contradicts")


@dataclass(frozen=True, slots=True)
class News:
    """A story within the digest's scope and what is new of it.

    `codes`: () = told for the first time; else "since:2026-03-23T06:00:00+00:00" and any of
    "status:reported:confirmed", "official:OpenAI", "version:Veo 3.1", "number:usd 300000000", "region:europe",
    "link:denies:4711", "seconded", "sources:4"; or "alerted:2026-03-24T14:03:00+00:00" alone: an alert told it, and
    nothing is new.
    """

    story: Story
    before: Told | None
    codes: tuple[str, ...] = ()
    new_sites: int = 0

    @property
    def is_echo(self) -> bool:
        """Nothing is new but further sites."""
        return self.before is not None and all(code.split(":")[0] in ("since", "sources") for code in self.codes)


def in_scope(story: Story, digest: Digest) -> Story | None:
    """Return the story with only the items in the digest's languages; None if it is not the digest's business."""
    if digest.products and not set(story.products) & set(digest.products):
        return None
    items = story.items
    if digest.languages:
        wanted = {primary(language) for language in digest.languages}
        items = tuple(one for one in items if primary(one.item.language) in wanted)
    return replace(story, items=items) if items else None


def news_of(
    story: Story, before: Told | None, since: datetime, newest_told: int | None, known: Collection[str] = ()
) -> News | None:
    """Say what is new of a story, None if nothing.

    `newest_told`: the newest story ever told; None = none yet. `known`: the versions that any story told.
    """
    joined = any(one.item.seen_at is None or one.item.seen_at >= since for one in story.items)
    if before is not None and before.muted:  # no reader knows it: told whole, if anything is new or nothing counts
        return News(story, None) if _changes(story, before, known) or not before.sources else None
    if before is None:
        opened_later = newest_told is not None and story.id > newest_told
        return News(story, None) if joined or opened_later else None
    codes = _changes(story, before, known)
    new_sites = max(len(sites(story)) - before.sources, 0)
    if not codes and not (joined and new_sites):
        return None
    since_code = (f"since:{before.told_at.isoformat()}",) if before.told_at else ()
    source_code = (f"sources:{new_sites}",) if new_sites else ()
    return News(story, before, (*since_code, *codes, *source_code), new_sites)


def after_alert(news: News | None, story: Story, before: Told | None) -> News | None:
    """Let the edition after an alert say in a line that there was one, if nothing is new since."""
    if before is None or not before.alerted or before.told_at is None:
        return news
    is_new = news is not None and not news.is_echo
    return news if is_new else News(story, before, (f"alerted:{before.told_at.isoformat()}",))


def reports_of(news: News) -> Sequence[Judged]:
    """Return the items that no edition has told of before; all, where what is new of the story lies in none of them."""
    if news.before is None or news.before.alerted:
        return news.story.items
    return [one for one in news.story.items if not _was_there(one, news.before)] or news.story.items


def told_of(news: News) -> Told:
    """Return what is told of a story once this edition is out; what was told before stays told."""
    story, before = news.story, news.before or Told(news.story.id, "na", official=False)
    return Told(
        story=story.id,
        status=story.status,
        official=before.official or is_official(story),
        versions=union(before.versions, versions(story)),
        numbers=union(before.numbers, numbers(story)),
        kinds=union(before.kinds, story.kinds),
        sources=max(before.sources, len(sites(story))),
        linked=tuple(sorted({*before.linked, *(link.earlier for link in story.links)})),
        regions=union(before.regions, regions(story)),
    )


def sites(story: Story) -> tuple[str, ...]:
    """Return the sites that report the story, the first first, each once."""
    return tuple(dict.fromkeys(site_of(one) for one in story.items))


def site_of(one: Judged) -> str:
    """Name an item's site: as the feed does, else the feed itself."""
    return one.item.site or one.item.feed


def is_official(story: Story) -> bool:
    """Has the vendor itself spoken?"""
    return any(one.claim.official for one in story.items)


def is_post(one: Judged) -> bool:
    """Does an item stand where anybody may publish, and is it not the vendor's?"""
    return not one.claim.official and is_upload(one.item.url, one.item.title)


def versions(story: Story) -> tuple[str, ...]:
    """Return the versions the story names, in order of appearance."""
    return tuple(dict.fromkeys(name for one in story.items for name in one.judgement.versions or one.traits.versions))


def numbers(story: Story) -> tuple[str, ...]:
    """Return the amounts the story names ("usd 300000000"), in order of appearance."""
    return tuple(dict.fromkeys(number for one in story.items for number in one.traits.numbers))


def regions(story: Story) -> tuple[str, ...]:
    """Return the regions its headlines name, in order of appearance."""
    named = (kind.partition(":") for one in story.items for kind in one.traits.extra)
    return tuple(dict.fromkeys(name for kind, _, name in named if kind == "region"))


def _changes(story: Story, before: Told, known: Collection[str]) -> tuple[str, ...]:
    codes = [code for code in (_turn(story, before),) if code]
    if is_official(story) and not before.official:
        codes.append(f"official:{_who_spoke(story)}")
    said = replace(story, items=tuple(one for one in story.items if not is_post(one)))
    codes += [f"version:{name}" for name in _own_versions(said) if name not in (*before.versions, *known)]
    codes += [f"number:{number}" for number in _new_amounts(said, before)]
    codes += [f"region:{name}" for name in regions(said) if name not in before.regions]
    codes += [
        f"link:{link.relation}:{link.earlier}"
        for link in story.links
        if link.relation in TELLING_RELATIONS and link.earlier not in before.linked
    ]
    return tuple(codes)


def _turn(story: Story, before: Told) -> str:
    """Say how its status changed; "" if it did not.

    Posts turn nothing. A claim where there was none, and a second site beside a plain one, want a site that came since:
    what was there when the story was told, judged anew, put together or given again by its site, is no news.
    """
    if story.status in ("na", before.status) or all(is_post(one) for one in story.items):
        return ""
    there = [one for one in story.items if _was_there(one, before)]
    is_seconded = before.status == "reported" and story.status == "confirmed" and not _is_hedged(story)
    is_seconded = is_seconded and not all(is_post(one) for one in there)
    came = {site_of(one) for one in story.items} - {site_of(one) for one in there}
    if not came and (is_seconded or before.status == "na"):
        return ""
    return "seconded" if is_seconded else f"status:{before.status}:{story.status}"


def _was_there(one: Judged, before: Told) -> bool:
    seen_at, told_at = one.item.seen_at, before.told_at
    return seen_at is not None and told_at is not None and seen_at < told_at


def _is_hedged(story: Story) -> bool:
    return any(one.claim.status == "reported" for one in story.items)


def _own_versions(story: Story) -> list[str]:
    """Return the versions of what the story is about, not of what it is compared with."""
    return [name for name in versions(story) if any(name.startswith(product) for product in story.products)]


def _new_amounts(story: Story, before: Told) -> list[str]:
    """Return the weighty amounts that were not told; a sum in another currency is the same one."""
    new = list[str]()
    for number in _weighty_amounts(story):
        if not any(_is_same(number, other) for other in (*before.numbers, *new)):
            new.append(number)
    return new


def _is_same(number: str, other: str) -> bool:
    if number == other or number.partition(" ")[0] == other.partition(" ")[0]:
        return number == other
    return are_near(_worth(number), _worth(other))


def _worth(number: str) -> float:
    unit, _, value = number.rpartition(" ")
    return dollars(unit, float(value))


def _weighty_amounts(story: Story) -> list[str]:
    """Return the amounts, with their units, that a headline, the vendor or two sites name."""
    named: dict[str, set[str]] = {}
    proven = set()
    for one in story.items:
        for number in one.traits.numbers:
            named.setdefault(number, set()).add(site_of(one))
            if one.claim.official or _is_in(one.item.title, number):
                proven.add(number)
    return [number for number, by in named.items() if " " in number and (len(by) > 1 or number in proven)]


def _is_in(title: str, number: str) -> bool:
    """Does a title have the digits of an amount, in full or before a word such as "million" or 億?"""
    value = float(number.rpartition(" ")[2])
    written = {float(digits) for digits in _DIGITS.findall(title.replace(",", ""))}
    return any(round(value / scale, 6) in written for scale in _SCALES)


def _who_spoke(story: Story) -> str:
    return next(
        (one.judgement.companies[0] for one in story.items if one.claim.official and one.judgement.companies), ""
    )


def union(*lists: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of all lists in their order, each once."""
    return tuple(dict.fromkeys(name for one in lists for name in one))
