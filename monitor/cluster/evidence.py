"""An item with its judgement and claim in; the traits it is compared by out.

Only relevant items are ever compared: the others get the few traits that the store keeps in columns of its own.
`Traits.extra` holds, as "kind:value", what further says which event an item is about:

    head      a version named in the title                    entity, place, topic   of concepts.py
    tier      a word behind it there: pro, lite, turbo          party      an entity named in the title
    headsum   a sum of money in the title                     host       a product beside which it stands (ChatGPT)
    quantity  "s 15", "count 200"                               word       a token of the summary
    link      an address the text cites, as urls.key
    guid      the name its feed gave it, if unique everywhere
    region    where what the title tells holds: of an act of a state whose it is, else but news of a story
    home      a word of what the title puts the product into: a host, a platform, another product that takes it in
    meant     "unnamed": the product is but the one its maker is known for
    not       "launch": the title says that there is none
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor import urls
from monitor.cluster.amounts import Amount, amounts
from monitor.cluster.concepts import concepts
from monitor.cluster.entities import HOUSES, PLATFORMS
from monitor.cluster.names import GENERIC, names, without_models
from monitor.cluster.places import CITIES
from monitor.model import Claim, Item, Judgement, Traits
from monitor.text import fold, words

LONGEST = 600  # characters of a text that are looked at: what an item is about stands at its beginning
WORDS = 80  # tokens of a summary that are kept
CLAUSE = 25  # characters between a "not" and what it negates
REGIONAL = frozenset(("launch", "update", "integration", "pricing", "shutdown", "regulation"))  # kinds bound to places
VIEWS = frozenset(("review", "opinion", "guide"))  # words by which an item claims no event
LIKENED = frozenset(("tiktok", "instagram"))  # any app of short videos is somebody's TikTok
# Between two names of a list, the first with its version: "Veo 4 and Flow".
_AND = re.compile(r"(?:\s*[vV]?\d+(?:\.\d+)*)?\s*(?:[,、+&]|and|und|et|y|e|en|og|och|и|和|与|與|及|と|와|과|및)\s*")
_URL = re.compile(r"https?://[^\s<>\"'）」』】、。]+")
# What newsletters and feeds add to a text and is no part of it.
_ADDED = re.compile(r"\(\d+ min(?:ute)?s? read\)|The post .{0,300} appeared first on .{0,80}$|^\[[^\]]{2,12}\] ?")
# What names a country and no place: a site behind a title, "（CNET Japan） - Yahoo!ニュース", and a language.
_ASIDE = re.compile(
    r"(?:\s*[(（][^()（）]*[)）])?(?:\s+[-–|｜]\s+[^-–|｜]{1,24})?$|(?:日本|中国|中國|韓国|일본|중국)[語语어]"
)
_PARTING = re.compile(r"[,:;—–…、，：；。|]")
_FIGURE = re.compile(r"\d+(?:\.\d+)*")
_BEHIND = re.compile(r"[ -]?(?:[vV] ?)?(\d+(?:\.\d+)*)")
_TIER = re.compile(r"[ -]?(pro|lite|turbo|fast|flash|mini|max|ultra|plus|master|quality|standard|omni)(?![a-z])")
_UNIQUE = re.compile(
    r"(?:https?://|urn:|tag:).{8,}|[0-9a-fA-F]{32,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)


def traits(item: Item, judgement: Judgement, claim: Claim, at: datetime | None = None) -> Traits:
    """Return what can be compared between items of any language; `at` is when it counts as told, None = as it says."""
    plain = Traits(
        url_key=urls.key(item.url or item.guid),
        language=judgement.language or item.language,
        site=item.site or urls.host(item.url),
        official=claim.official,
        at=at or item.published_at or item.seen_at,
    )
    return _compared(plain, item, judgement, claim) if judgement.relevant else plain


def _compared(plain: Traits, item: Item, judgement: Judgement, claim: Claim) -> Traits:
    language, title, summary = plain.language, _own(item.title[:LONGEST]), _own(item.summary[:LONGEST])
    text, known, folded = f"{title}. {summary}", _known(judgement), fold(title, language).text
    in_title, in_summary = (amounts(_own(one), language) for one in _unversioned(item, judgement))
    worded = _wording(item.title, judgement, "title", language)
    numbers = [str(one) for one in (*in_title, *in_summary) if one.is_money or one.unit == "%"]
    return Traits(
        url_key=plain.url_key, products=judgement.products, versions=judgement.versions,
        companies=judgement.companies, kinds=_kinds(claim), status=claim.status,
        numbers=tuple(dict.fromkeys(numbers)), names=names(text, known),
        words=worded, origin=claim.origin, language=language,
        site=plain.site, official=plain.official, at=plain.at,
        extra=tuple(dict.fromkeys((
            *(f"head:{one}" for one in judgement.versions if _places(one, folded)),
            *(f"tier:{one}" for one in _tiers(judgement.versions, folded)),
            *(("meant:unnamed",) if any(one.why and one.why.code == "meant" for one in judgement.matches) else ()),
            *(("not:launch",) if _is_negated(item.title, claim) else ()),
            *(f"headsum:{one}" for one in in_title if one.is_money),
            *(f"quantity:{_counted(one)}" for one in (*in_title, *in_summary) if not one.is_money and one.unit != "%"),
            *(f"party:{one}" for one in concepts(title, language) if one.startswith("entity:")),
            *(f"region:{name}" for name in _regions(title, language, judgement, claim)),
            *concepts(text, language),
            *(f"host:{name}" for name in judgement.hosts),
            *(f"home:{word}" for word in _homes(item, judgement, claim, language)),
            *(f"link:{urls.key(link)}" for link in map(urls.canonical, _links(item)) if link),
            *((f"guid:{item.guid}",) if _UNIQUE.fullmatch(item.guid) else ()),
            *(f"word:{word}" for word in _wording(item.summary, judgement, "summary", language)[:WORDS]),
        ))),
    )  # fmt: skip


def _kinds(claim: Claim) -> tuple[str, ...]:
    """Return the kinds that words of the item tell: none where it counts as a review for want of any."""
    is_read = claim.kinds != ("review",) or any(cue.sense in VIEWS for cue in claim.cues)
    return claim.kinds if is_read else ()


def _links(item: Item) -> list[str]:
    return _URL.findall(item.summary[: 4 * LONGEST])


def _own(text: str) -> str:
    """Take out addresses and what is no part of the text."""
    return _ADDED.sub(" ", _URL.sub(" ", text))


def _unversioned(item: Item, judgement: Judgement) -> tuple[str, str]:
    """Take products and their versions out of title and summary: the 3 of "Kling 3 real-time" is not worth 3 reais."""
    figures = frozenset(_FIGURE.findall(" ".join(judgement.versions)))
    texts = {"title": list(item.title[:LONGEST]), "summary": list(item.summary[:LONGEST])}
    for match in judgement.matches:
        if match.role == "product" and match.counted:
            letters = texts[match.field]
            behind = _BEHIND.match("".join(letters), match.end)
            end = behind.end() if behind is not None and behind[1] in figures else match.end
            letters[match.start : end] = " " * len(letters[match.start : end])
    return "".join(texts["title"]), "".join(texts["summary"])


def _is_negated(title: str, claim: Claim) -> bool:
    """Does a "not" govern the word of a launch, in one clause with it? "Launches, but not in Europe" is a launch."""
    titled = [cue for cue in claim.cues if cue.field == "title"]
    nots = [cue for cue in titled if cue.sense == "negation"]
    return claim.kinds[:1] == ("launch",) and any(
        max(one.start, no.start) - min(one.end, no.end) <= CLAUSE
        and not _PARTING.search(title, min(one.end, no.end), max(one.start, no.start))
        for one in titled if one.sense.endswith("launch")
        for no in nots
    )  # fmt: skip


def _known(judgement: Judgement) -> frozenset[str]:
    """Return the words of products and companies, and how the item spells them: they are compared by themselves.

    Of a spelling in two words the second stays (`LTX Trainer`): it may be what the event is about.
    """
    named = {fold(name).text for name in (*judgement.products, *judgement.companies)}
    terms = {match.term for match in judgement.matches}
    folded = {fold(term).text for term in terms}
    return frozenset(terms | folded | named | {word for name in named for word in name.split()})


def _wording(text: str, judgement: Judgement, field: str, language: str) -> tuple[str, ...]:
    """Return the tokens by which wordings are compared: without what all events of one product have in common."""
    letters = list(text[:LONGEST])
    for match in judgement.matches:
        if match.field == field and match.role in ("product", "company"):
            letters[match.start : match.end] = " " * len(letters[match.start : match.end])
    tokens = words(without_models(_own("".join(letters))), language)
    return tuple(dict.fromkeys(token for token in tokens if token not in GENERIC))


def _tiers(versions: Sequence[str], title: str) -> list[str]:
    """Return the words behind the versions in the (folded) title that make another model of one version."""
    behind = (_TIER.match(title, place.end()) for version in versions for place in _places(version, title))
    return [found[1] for found in behind if found is not None]


def _places(version: str, title: str) -> list[re.Match[str]]:
    """Find a version's number in the (folded) title."""
    figure = re.search(r"\d+(?:\.\d+)*", version)
    return list(re.finditer(rf"(?<![\d.]){re.escape(figure[0])}(?!\d|\.\d)", title)) if figure is not None else []


def _regions(title: str, language: str, judgement: Judgement, claim: Claim) -> list[str]:
    """Name the regions a product comes to, leaves or is bound by; its maker's own country is told of most events."""
    if not REGIONAL.intersection(claim.kinds[:1]):
        return []
    own = {name.casefold() for name in (*judgement.products, *judgement.companies[:1])}
    passed = CITIES.keys() | set().union(*(HOUSES.get(name, ()) for name in own))
    told = _ASIDE.sub(" ", title)
    places = [one.partition(":")[2] for one in concepts(told, language) if one.startswith("place:")]
    return [name for name in places if name not in passed]


def _homes(item: Item, judgement: Judgement, claim: Claim, language: str) -> list[str]:
    """Return words of what the title puts the product into: of the product itself where that is what takes in."""
    house = {name for maker in judgement.companies[:1] for name in HOUSES.get(maker.casefold(), ())}
    main = "".join(judgement.products[:1]).casefold()
    titled = {match.name.casefold() for match in judgement.matches if match.field == "title" and match.counted}
    said = {one.removeprefix("entity:") for one in concepts(_own(item.title[:LONGEST]), language)} & PLATFORMS
    titled -= _listed(item.title, judgement)
    named = titled & {name.casefold() for name in (*judgement.products, *judgement.hosts)} | said
    taking = house.union(map(str.casefold, judgement.hosts), named if "integration" in claim.kinds else ())
    named -= LIKENED - house
    homes = {main} if main in house else named & taking - {main}
    own = set(" ".join((*judgement.companies[:1], *({main} - homes))).casefold().split())
    return sorted(set(" ".join(homes).split()) - own)


def _listed(title: str, judgement: Judgement) -> set[str]:
    """Return what the title names on a level with the product: Veo and Flow come at once, none into the other."""
    main = judgement.products[:1]
    placed = [match for match in judgement.matches if match.field == "title" and match.counted]
    return {
        other.name.casefold()
        for one in placed if one.name in main
        for other in placed if other.name not in main
        if _AND.fullmatch(title[min(one.end, other.end) : max(one.start, other.start)])
    }  # fmt: skip


def _counted(one: Amount) -> str:
    """Write how many users or parameters as a bare number: 用户突破2亿 has its noun before it, languages bend it."""
    return str(replace(one, unit="count") if one.unit in ("users", "parameters") else one)
