"""Entries in, what a mail shows of a story out: badge, lines of context, sources with their gaps, what changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from monitor.model import Entry, NearMiss, Source, Status, Step
from monitor.render.address import safe_url
from monitor.render.words import Tongue
from monitor.render.words.regions import region
from monitor.text import clean, primary, script_direction

_RTL = ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
NEWS = 4  # new things named in a follow-up
EARLIER = 2  # reports before this one, where none says otherwise


@dataclass(frozen=True, slots=True)
class Shown:
    """A text of a feed with its language (BCP 47, "" = unknown) and direction (ltr or rtl)."""

    text: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source: its name, the address ("" = none) and a note such as "zh 07:10, first"."""

    site: Shown
    url: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a story's past. `text` is "" where it would repeat the headline."""

    day: str
    status: Status
    word: str
    text: Shown
    site: Shown
    url: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story. `badge`: the status in words, "" = no claim; `number`: what `explain` accepts."""

    number: str
    status: Status
    badge: str
    headline: Shown
    url: str
    context: tuple[str, ...]  # products, kind, who says so, what stands beside
    gist: Shown
    machine: Shown  # the headline as a language model translated it, "" = it did not; shown with the label `machine`
    machine_gist: Shown
    new: str  # "new since 23 Mar: the vendor spoke"; "" = told for the first time
    past: str  # the heading of `steps`: what changed, or what was reported before
    steps: tuple[StepView, ...]
    heading: str  # of `sources` and `more`: "Source", "Sources"
    sources: tuple[SourceView, ...]
    more: str  # "14 more in 6 languages"; "" = all are named
    note: str  # for one line: "launch · The Verge en +2"


@dataclass(frozen=True, slots=True)
class Group:
    """The one-line stories of a product."""

    product: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True)
class MissView:
    """What one rule alone kept out. `why`: the site, and that rule in words."""

    headline: Shown
    url: str
    why: str


def miss_view(near: NearMiss, words: Tongue) -> MissView:
    """Put a near miss into words."""
    miss = near.miss
    why = words.say(f"miss_{miss.reason}", name=clean(miss.name) or words.say("other_topics"), word=clean(miss.word))
    said = f"{clean(near.site)}{words.colon}{why}" if near.site else why
    return MissView(_shown(near.title, near.language), safe_url(near.url), said)


def story_view(entry: Entry, words: Tongue, local: datetime) -> StoryView:
    """Put an entry into words. `local`: the edition's time in its zone."""
    turned = _has_turned(entry.history)
    steps = [one for one in entry.history[:-1] if not (turned and one.plain)]
    steps = [*steps, entry.history[-1]] if turned else steps[-EARLIER:]
    return StoryView(
        number=f"#{entry.story}",
        status=entry.status,
        badge=words.say(entry.status) if entry.status != "na" else "",
        headline=_shown(entry.headline, entry.language),
        url=safe_url(entry.url),
        context=_context(entry, words),
        gist=_shown(entry.gist, entry.language),
        machine=_shown(entry.machine, entry.machine_language),
        machine_gist=_shown(entry.machine_gist, entry.machine_language),
        new=_new(entry, words, local),
        past=words.say("what_changed" if turned else "earlier"),
        steps=tuple(_step(step, entry, words, local, turned=turned) for step in steps),
        heading=words.say("source" if len(entry.sources) + len(entry.more) == 1 else "sources"),
        sources=_sources(entry.sources, words, local),
        more=_more(entry.more, words),
        note=_note(entry, words),
    )


def groups_of(entries: Sequence[Entry], words: Tongue, local: datetime) -> tuple[Group, ...]:
    """Put one-line stories into words, those of a product together, in order of the products' first ones.

    Opinions and how-tos are a group of their own, the last: whoever wants the news alone stops there.
    """
    groups: dict[str, list[StoryView]] = {}
    for entry in sorted(entries, key=lambda entry: entry.minor):
        name = words.say("opinions") if entry.minor else _subject(entry, words)
        groups.setdefault(name, []).append(story_view(entry, words, local))
    return tuple(Group(product, tuple(views)) for product, views in groups.items())


def _shown(text: str, language: str = "") -> Shown:
    text = clean(text)
    return Shown(text, language if _TAG.fullmatch(language) else "", _direction(text, language))


def _direction(text: str, language: str) -> str:
    """Return "rtl" where the language is written so and the text has a letter of it, though it begins with "Sora"."""
    if primary(language) in _RTL and any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return "rtl"
    return script_direction(text)


def _subject(entry: Entry, words: Tongue) -> str:
    names = entry.products[:1] or entry.companies[:1]
    return clean(names[0]) if names else words.say("other_topics")


def _context(entry: Entry, words: Tongue) -> tuple[str, ...]:
    names = words.comma.join(clean(name) for name in (entry.products[:3] or entry.companies[:2]))
    hosts = words.comma.join(clean(name) for name in entry.hosts[:3])
    kinds = words.comma.join(words.say(kind) for kind in entry.kinds[:2] if words.knows(kind))
    beside = words.say("beside", names=hosts) if hosts else ""
    parts = (names or words.say("other_topics"), kinds, _who(entry, words), beside)
    return tuple(part for part in parts if part)


def _who(entry: Entry, words: Tongue) -> str:
    """Say on whose word it stands: the vendor's, somebody's who is cited, nobody's yet."""
    origin = clean(entry.origin)
    if entry.status == "na":
        return words.say("by_origin_plain", name=origin) if origin else ""
    if entry.status == "reported":
        alone = "one_source" if len(entry.sources) + len(entry.more) < 2 else "one_independent"
        unsaid = words.say(alone if entry.plain else "unconfirmed")
        return words.say("by_origin", name=origin) if origin else unsaid
    if entry.official:
        vendor = entry.companies[:1]
        return words.say("by_vendor", name=clean(vendor[0])) if vendor else words.say("by_some_vendor")
    return words.say("by_origin_plain", name=origin) if origin else ""


def _new(entry: Entry, words: Tongue, local: datetime) -> str:
    """Speak the codes of a follow-up (compose/telling.py); a code of another version of ours is left out."""
    since, news = words.say("new"), []
    for code in entry.whats_new:
        name, _, rest = code.partition(":")
        if name == "alerted":
            at = datetime.fromisoformat(rest).astimezone(local.tzinfo)
            return words.say("alerted", when=_moment(at, words, local))
        if name == "since":
            day = datetime.fromisoformat(rest).astimezone(local.tzinfo)
            since = words.say("new_since", day=words.short(day))
        else:
            news.append(_spoken(name, rest, words))
    spoken = [one for one in news if one]
    return f"{since}{words.colon}{words.comma.join(spoken[:NEWS])}" if spoken else ""


def _spoken(name: str, rest: str, words: Tongue) -> str:
    first, _, second = rest.partition(":")
    if name == "status" and words.knows(first) and words.knows(second):
        return words.say("new_status", status=words.say(second), before=words.say(first))
    if name == "status" and words.knows(second):
        return words.say("new_status_only", status=words.say(second))
    if name == "seconded":
        return words.say("new_status_only", status=words.say("confirmed"))
    if name == "official":
        return words.say("new_official", name=clean(rest)) if rest else words.say("new_some_official")
    if name == "version":
        return words.say("new_version", name=clean(rest))
    if name == "number":
        return words.say("new_number", name=words.amount(clean(rest)))
    if name == "region":
        return words.say("new_region", name=region(clean(rest), primary(words.tag)))
    if name == "link" and words.knows(f"new_{first}"):
        return words.say(f"new_{first}", n=second)
    return words.count("new_sources", int(rest)) if name == "sources" and rest.isdecimal() else ""


def _has_turned(history: Sequence[Step]) -> bool:
    """Did something become of what was said? A rumour after a fact, and what one site alone says, turn nothing."""
    said = [step.status for step in history if not step.plain]
    return any(now not in (before, "reported") for before, now in pairwise(said))


def _step(step: Step, entry: Entry, words: Tongue, local: datetime, *, turned: bool) -> StepView:
    """Put a step into words, with its status where something turned; the headline stands above it already."""
    repeats = step.url == entry.url or (step.story == entry.story and step is entry.history[-1])
    return StepView(
        day=words.short(step.at.astimezone(local.tzinfo)),
        status=step.status,
        word=words.say(step.status) if turned and step.status != "na" and not step.plain else "",
        text=_shown("" if repeats else step.text),
        site=_shown(step.site),
        url=safe_url(step.url),
    )


def _sources(sources: Sequence[Source], words: Tongue, local: datetime) -> tuple[SourceView, ...]:
    """Name the sources, the first with its time, the others with how much later they came.

    Some sites give the day alone, which reads as midnight: then a time, a gap or a first would be made up.
    """
    first = sources[0].at if sources else None
    views = []
    for index, source in enumerate(sources):
        marks = [" ".join(filter(None, (primary(source.language), _when(source.at, first, index, words, local))))]
        marks += [words.say("official")] if source.official else []
        marks += [words.say("first")] if index == 0 and _is_ahead(sources) else []
        note = words.comma.join(filter(None, marks))
        views.append(SourceView(_shown(source.site, source.language), safe_url(source.url), clean(source.title), note))
    return tuple(views)


def _when(at: datetime | None, first: datetime | None, index: int, words: Tongue, local: datetime) -> str:
    if at is None:
        return words.say("date_unknown")
    if _is_day(at):
        return words.short(at)
    if index and first is not None and not _is_day(first):
        return words.gap(at - first)
    return _moment(at.astimezone(local.tzinfo), words, local)


def _is_day(at: datetime) -> bool:
    return (at.hour, at.minute, at.second) == (0, 0, 0)


def _is_ahead(sources: Sequence[Source]) -> bool:
    """Is it known that the first source came before the second?"""
    times = [source.at for source in sources[:2]]
    if len(times) < 2 or times[0] is None:
        return False
    return not _is_day(times[0]) or times[1] is None or times[1].date() > times[0].date()


def _moment(at: datetime, words: Tongue, local: datetime) -> str:
    return f"{at:%H:%M}" if at.date() == local.date() else f"{words.short(at)} {at:%H:%M}"


def _more(languages: Sequence[str], words: Tongue) -> str:
    if not languages:
        return ""
    more, several = words.count("more", len(languages)), len(set(languages) - {""})
    return words.say("more_in", more=more, languages=words.count("languages", several)) if several > 1 else more


def _note(entry: Entry, words: Tongue) -> str:
    """Say in a few words whether a one-line story is a rumour, what it is, who has it and how many more."""
    hedged = words.say("unconfirmed") if entry.status == "reported" and not entry.plain else ""
    kind = next((words.say(kind) for kind in entry.kinds if words.knows(kind)), "")
    others = len(entry.sources) + len(entry.more) - 1
    carrier = ""
    if entry.sources:
        first = next((one for one in entry.sources if safe_url(one.url) == safe_url(entry.url)), entry.sources[0])
        carrier = " ".join(filter(None, (clean(first.site), primary(first.language), f"+{others}" if others else "")))
    return " · ".join(filter(None, (hedged, kind, carrier)))
