"""Titles that stand beside AI-video words in; names that the watchlist does not know, as lines to paste, out.

Principle: a product shows itself by being named in several places at once in talk of AI video, and hardly anywhere
else. So a name is offered when

1. within two days three or more sites name it in their titles, two of them in items that speak of AI video;
2. it is written like a name: capitals (a word that also stands small in other titles is a common one), katakana in
   quotes or with a version, or any quoted word with a version;
3. of all recent titles that name it, a good part speaks of AI video (`Usage`): that leaves out companies, people and
   machines that are in the news for everything;
4. the watchlist does not know it: no name of its products, companies and hosts, no word of theirs, no site.

Known exceptions: a name made of common words only (Dream Machine) is not seen; a person who is in the news for a video
only is. Rejected: lists of dictionary words, one for each language (new products are called by such words); counting
sites of one name in all talk (it finds every chip and every president).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from monitor.model import Config, Item
from monitor.text import Finder, fold

SITES = 3
BESIDE = 2  # of them, whose titles stand in talk of AI video by themselves
TOGETHER = timedelta(days=2)  # in which the sites name it
SHARE = 0.34  # of the titles that name it, how many speak of AI video
NAMED = 0.8  # of its places, how many are written with the capitals of a name
LONGEST = 3  # words
SHORTEST = 3  # characters
TOLD = 3  # headlines shown of an offer

# What stands with a capital, is in the news with every product, and is on nobody's watchlist.
_STOP = """
ai ki ia ия api app apps ar vr xr gpu cpu npu ceo cto sdk cli pro max plus ultra mini nano lite flash turbo beta
preview hd uhd 4k 8k 2d 3d pdf ios android mac macos windows linux web github reddit discord youtube tiktok
instagram facebook twitter x whatsapp telegram linkedin netflix spotify hollywood us usa uk eu china japan korea
india europe america cannes london paris tokyo january february march april may june july august september october
november december monday tuesday wednesday thursday friday saturday sunday show hn ask ipo video videos image images
new news agi llm llms genai gen-ai rag mcp ai-powered ai-generated cosplay vtuber anime python javascript rust gif
"""
STOP = frozenset(_STOP.split())

_LATIN = re.compile(r"(?<![A-Za-zÀ-ɏ0-9@#/._-])[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*(?:['’.&+-][A-Za-zÀ-ɏ0-9]+)*")
# Most katakana words are common ones: a name stands in quotes or has a version.
_KATAKANA = re.compile(r"(?:(?<=[「『“])[ァ-ヺー]{3,}(?=[」』”])|[ァ-ヺー]{3,}(?= ?\d{1,2}\.\d))")
_QUOTED = re.compile(r"[《「『“\"](?P<name>[^《》「」『』“”\"]{2,16}?) ?[vV]?\d{1,2}(?:\.\d+)?[》」』”\"]")
_POSSESSIVE = re.compile("['’]s$")
_PLAIN = re.compile(r"\w[\w .+-]*")  # YAML takes it as it is
_VERSION = re.compile(r"[ -]?[vV]?\d{1,2}(?:\.\d{1,2})*$")
SENSES = frozenset(("video", "generating", "making", "ai", "assistant"))  # words that say AI video, no names


@dataclass(frozen=True, slots=True)
class Heard:
    """An item, and whether it speaks of AI video."""

    item: Item
    topical: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A name that may be a product, with its headlines."""

    name: str
    items: tuple[Item, ...]  # one a site, those that speak of AI video first

    @property
    def line(self) -> str:
        """The line to paste under `products`."""
        name = self.name if _PLAIN.fullmatch(self.name) else json.dumps(self.name, ensure_ascii=False)
        return f"- {{name: {name}, aliases: [{name}]}}"


def offers(
    topical: Iterable[Item], usage: Callable[[str], Sequence[Heard]], config: Config, since: datetime
) -> tuple[Offer, ...]:
    """Return the names worth a look, those on most sites first.

    `topical` are the items of the window that speak of AI video; `usage` gives the recent items whose titles hold a
    text, written in any case, newer and older than `since`, where the window begins.
    """
    known = Known(config)
    sites: dict[str, set[str]] = {}
    for item in topical:
        for name in names(item.title):
            sites.setdefault(name, set()).add(item.site)
    likely = [name for name, beside in sites.items() if len(beside) >= BESIDE and not known.has(name)]
    found = [offer for name in likely if (offer := _offer(name, usage(name), since))]
    found.sort(key=lambda one: (-len(one.items), -len(one.name), one.name))
    return tuple(one for index, one in enumerate(found) if not _covered(one, found[:index]))


class Known:
    """What needs no offer: the words of the watchlist, sites, and words in the news with every product."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._sites = {_bare(feed.title) for feed in config.feeds}

    @cached_property
    def _finder(self) -> Finder:
        """The automaton of all these words, built for the first name: on most days no site has one."""
        watchlist = self._config.watchlist
        named = [term for one in watchlist.products for term in one.terms]
        named += [term for one in watchlist.vendors for term in one.terms]
        named += [term for one in watchlist.hosts for term in one.terms]
        beside = [term.text for one in watchlist.products for term in (*one.context, *one.exclude)]
        topics = [term.text for term in watchlist.topics]
        topics += [cue.text for cue in self._config.cues if cue.sense in SENSES]
        names = [term.text for term in named if not term.regex]
        regexes = [term.text for term in named if term.regex]
        return Finder([*names, *beside, *topics], affixes=True, regexes=regexes)

    def has(self, name: str) -> bool:
        """Tell whether a name holds a known word, or is a site's."""
        folded = fold(name)
        return _bare(name) in self._sites or bool(self._finder.find(folded)) or not STOP.isdisjoint(folded.text.split())


def _bare(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


# ---------------------------------------------------------------- names in a title


def names(title: str) -> Iterator[str]:
    """Yield what is written like a name in a title, each once, without versions.

    >>> sorted(names("谜の「HappyHorse-1.0」、Open Arena で首位"))
    ['Arena', 'HappyHorse', 'Open', 'Open Arena']
    """
    found = [*_latin(title), *_KATAKANA.findall(title), *(hit["name"].strip() for hit in _QUOTED.finditer(title))]
    bare = (_VERSION.sub("", name).strip(" -") for name in found)
    yield from dict.fromkeys(name for name in bare if len(name) >= SHORTEST and not name.isdigit())


def _latin(title: str) -> Iterator[str]:
    """Yield capitalised words, and up to three of them that only a space sets apart."""
    run: list[str] = []
    end = -1
    for hit in _LATIN.finditer(title):
        word = _POSSESSIVE.sub("", hit[0])
        if not any(char.isupper() for char in word):
            run = []
            continue
        run = [*run, word] if title[end : hit.start()] == " " and end >= 0 and run else [word]
        end = hit.end()
        yield from (" ".join(run[-count:]) for count in range(1, min(len(run), LONGEST) + 1))


# ---------------------------------------------------------------- one name


def _offer(name: str, heard: Sequence[Heard], since: datetime) -> Offer | None:
    """Return what is heard of a name, if that makes it worth a look."""
    whole = re.compile(rf"(?<![A-Za-zÀ-ɏ0-9ァ-ヺー]){re.escape(name)}(?![A-Za-zÀ-ɏァ-ヺー])", re.IGNORECASE)
    places = [(one, hit[0]) for one in heard if (hit := whole.search(one.item.title))]
    if not places:
        return None
    named = sum(shown == name for _, shown in places)
    beside = sum(one.topical for one, _ in places)
    if named < NAMED * len(places) or beside < SHARE * len(places):
        return None
    here = [one for one, _ in places if one.item.published_at and one.item.published_at >= since]
    told = max((_together(here, one.item) for one in here), key=len, default=())
    return Offer(name, told) if len(told) >= SITES else None


def _together(heard: Sequence[Heard], last: Item) -> tuple[Item, ...]:
    """Return an item of each site within the two days that end with one, those that speak of AI video first."""
    until = last.published_at
    timed = ((one, at) for one in heard if (at := one.item.published_at) and until and until - TOGETHER <= at <= until)
    by_site: dict[str, Item] = {}
    for one, _ in sorted(timed, key=lambda pair: (not pair[0].topical, pair[1])):
        by_site.setdefault(one.item.site, one.item)
    return tuple(by_site.values())


def _covered(one: Offer, offers: Sequence[Offer]) -> bool:
    """Tell whether a name is part of one before it, or a longer form of it, for the same headlines."""
    mine = {item.title for item in one.items}
    return any(
        len(mine & {item.title for item in other.items}) * 2 >= len(mine)
        for other in offers
        if one.name in other.name or other.name in one.name
    )
