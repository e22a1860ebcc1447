"""A story with its news in, the Entry a mail shows out: headline, gist, sources, history."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate

from monitor.compose.heading import heading, is_its_site
from monitor.compose.history import history_of
from monitor.compose.telling import News, is_official, site_of
from monitor.model import Digest, Entry, Judged, Source, Story
from monitor.text import clean, primary, shorten, width

HEADLINE = 300  # characters
UNTITLED = 120  # characters of its summary that stand for a missing title
GIST = 240  # columns: two for a Han character
MEETING = ("integration", "partnership")  # kinds of what happens between a product and what stands beside it
SHOWN = 5  # sources by name; of the rest the languages are counted
_LATE = datetime.max.replace(tzinfo=UTC)
_SEPARATORS = " .:;,-–—|。：，"
# What some sites put before the text: the caption of a picture and whose it is.
_CAPTION = re.compile(r"^[^|]{1,200} \| (?:Images?|Photos?|Screenshots?|Illustration|Graphic|Picture): ")
_SENTENCE = re.compile(r"[.!?…](?=\s)|[。！？]")


def entry_of(news: News, digest: Digest, known: Mapping[int, Story]) -> Entry:
    """Show a story; its weight is left to the caller. `known`: stories by id, for what came before."""
    story = news.story
    best = headline_item(story, digest.headline_languages)
    sources = _one_a_site(story.items)
    shown = _shown(sources, best)
    listed = {id(one) for one in shown}
    headline = headline_of(best, story)
    return Entry(
        story=story.id,
        headline=headline,
        url=best.item.url,
        language=best.item.language,
        gist=_gist(story, best, headline),
        status=story.status,
        kinds=story.kinds,
        products=tuple(dict.fromkeys(clean(name) for name in story.products)),
        companies=_gathered(story, "companies"),
        hosts=_hosts(story),
        origin=_origin(story),
        official=is_official(story),
        plain=not story.is_rumour,
        sources=tuple(_source(one) for one in shown),
        more=tuple(primary(one.item.language) for one in sources if id(one) not in listed),
        whats_new=news.codes,
        history=history_of(story, known, best),
        item=best.id,
    )


def headline_item(story: Story, languages: Sequence[str]) -> Judged:
    """Return the item whose headline stands for the story: the reader's languages first, else the story's best.

    A headline that the story's status belies ("Veo said to come" above CONFIRMED) only where no other can be read.
    """
    chosen = next((one for one in story.items if one.id == story.headline), None)
    titled = [one for one in story.items if one.item.title]
    for items in ([one for one in titled if not _is_belied(one, story)], titled):
        for language in languages:
            own = [one for one in items if primary(one.item.language) == primary(language)]
            if own:
                return chosen if chosen in own else min(own, key=lambda one: _preference(one, story))
    return chosen or min(story.items, key=lambda one: _preference(one, story))


def _is_belied(one: Judged, story: Story) -> bool:
    """Does it hedge what is confirmed, or tell as true what is denied?"""
    return one.claim.status == {"confirmed": "reported", "denied": "confirmed"}.get(story.status)


def _preference(one: Judged, story: Story) -> tuple[bool, bool, bool, bool, float, datetime, int]:
    """Prefer more than a name, what says what the story says, the vendor's word, a summary, the surer, the earlier."""
    return (
        one.is_titled_by_name_alone,
        one.claim.status != story.status,
        not one.claim.official,
        not one.item.summary,
        -one.judgement.score,
        one.item.published_at or _LATE,
        one.id,
    )


def headline_of(best: Judged, story: Story) -> str:
    """Quote the title; of an item without one, the beginning of its summary, else its site."""
    title, summary = heading(best), clean(best.item.summary)
    return shorten(title, HEADLINE) or shorten(summary, UNTITLED) or clean(site_of(best)) or f"#{story.id}"


def _gist(story: Story, best: Judged, headline: str) -> str:
    """Quote the best summary in the headline's language, from its beginning; "" if none says more than the headline."""
    language = primary(best.item.language)
    alike = [one for one in story.items if primary(one.item.language) == language and one is not best]
    for one in (best, *sorted(alike, key=lambda one: _preference(one, story))):
        text = _beyond(_beyond(_without_caption(one), clean(one.item.title), headline), heading(one), headline)
        if text and text.casefold() not in headline.casefold():
            return _cut(text)
    return ""


def _without_caption(one: Judged) -> str:
    """Return a summary without a caption before it, where it is known who the picture is of: "| Image: OpenAI"."""
    text = clean(one.item.summary)
    caption = _CAPTION.match(text)
    names = (*one.judgement.companies, *one.judgement.products, one.item.site)
    rest = text[caption.end() :] if caption else ""
    owner = next((name for name in names if name and rest.startswith(f"{name} ")), "")
    return rest[len(owner) + 1 :] if owner else text


def _beyond(summary: str, title: str, headline: str) -> str:
    """Leave out a headline that the summary repeats at its beginning, as some feeds do, or that was made of it.

    A summary that only begins with the same words is kept: after "Kling is out", "Kling is out of beta" goes on.
    """
    if not title:
        return summary.removeprefix(headline.removesuffix("…")).lstrip(_SEPARATORS)
    rest = summary[len(title) :]
    goes_on = rest[:1].isalnum() or (rest[:1] == " " and rest[1:2].islower())
    if goes_on or not summary.casefold().startswith(title.casefold()):
        return summary
    return rest.lstrip(_SEPARATORS)


def _cut(text: str) -> str:
    """Keep whole sentences where one ends in time, else cut between words."""
    columns = list(accumulate(width(char) for char in text[: 4 * GIST]))
    if columns[-1] <= GIST:
        return text
    limit = bisect_right(columns, GIST)
    ends = [match.end() for match in _SENTENCE.finditer(text, 0, limit + 1) if match.end() <= limit]
    return text[: ends[-1]] if ends and ends[-1] >= limit // 2 else shorten(text, limit)


def _one_a_site(items: Sequence[Judged]) -> list[Judged]:
    """Keep the first report of each site, in order of time; those without a date come last."""
    seen: dict[str, Judged] = {}
    for one in sorted(items, key=lambda one: (one.item.published_at or _LATE, one.id)):
        seen.setdefault(site_of(one), one)
    return list(seen.values())


def _shown(sources: Sequence[Judged], best: Judged) -> list[Judged]:
    """Choose whom to name: the first, the headline's, the vendor, one of each further language, then the early ones."""
    wanted = [*sources[:1]]
    wanted += [one for one in sources if site_of(one) == site_of(best)]
    wanted += [one for one in sources if one.claim.official]
    languages: dict[str, Judged] = {}
    for one in sources:
        languages.setdefault(primary(one.item.language), one)
    chosen = {id(one): one for one in (*wanted, *languages.values(), *sources)}
    keep = set(list(chosen)[:SHOWN])
    return [one for one in sources if id(one) in keep]


def _source(one: Judged) -> Source:
    item = one.item
    return Source(
        clean(site_of(one)), item.url, shorten(heading(one), HEADLINE), item.language, item.published_at,
        official=one.claim.official,
    )  # fmt: skip


def _gathered(story: Story, what: str) -> tuple[str, ...]:
    """Return the names that the items' judgements hold, those of most items first."""
    counts: dict[str, int] = {}
    for one in story.items:
        for name in getattr(one.judgement, what):
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: -counts[name]))


def _hosts(story: Story) -> tuple[str, ...]:
    """Return the products it meets: a headline names them, or it goes into them; of a comparison they are none."""
    named = tuple(name for name in _gathered(story, "hosts") if name not in story.products)
    if set(MEETING) & set(story.kinds[:2]):
        return named
    matches = (match for one in story.items for match in one.judgement.matches)
    titled = {match.name for match in matches if match.role == "host" and match.field == "title"}
    return tuple(name for name in named if name in titled)


def _origin(story: Story) -> str:
    """Return whom the reports cite: the name most of them give, of equals the first.

    Once the news is no rumour, a name that is in the list of sources anyway is left out.
    """
    cited = [clean(one.claim.origin) for one in story.items if one.claim.origin]
    name = max(dict.fromkeys(cited), key=cited.count, default="")
    listed = story.status != "reported" and any(is_its_site(name, one) for one in story.items)
    return "" if listed else name
