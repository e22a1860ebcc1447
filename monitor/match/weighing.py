"""What counts in an item in; its matches with weights, the score they add up to, and why it is not relevant out.

Principle: the title decides. A product in the title is enough; so is AI video in the title, or a company whose business
that is. A product in a teaser's first words is enough too, for there stands the name that a headline holds back
("TikTok's parent hits pause | ByteDance delays Seedance"), or its vendor's, of whose product the teaser then goes on to
tell. Later in the summary product and topic want each other, or the vendor in the title. A round-up loses so much that
one product in its title is too little; a title on another use of video (surveillance, calls, upscaling) loses what its
topic words gave. The score is the plain sum of what `explain` shows behind each line. Known exceptions: none is made by
code; a word that misleads becomes a line of the watchlist or of lexicon/relevance.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from monitor.match.naming import Name
from monitor.match.parties import Makers
from monitor.match.terms import DENSE, Found, Reading, Word
from monitor.model import Match, Role, Term, Why, WhyCode

ENOUGH = 4.0  # the score from which on an item is relevant
TEASER = 140  # characters of a summary that go on with the headline
EARLY = 300  # characters of a summary that weigh full
BREATH = 20  # characters between a word for a round-up and its topic
ALSO = 15  # characters in which a summary may begin with "Also:"
BESIDE = 3  # characters between a name and the word that explains it
OPENING = 40  # characters of a summary that stand for a title which says nothing

# weight in the title, early in the summary, later in it
PRODUCT = (6.0, 3.0, 1.0)
TEASED = 4.0  # a product in the summary, it or its vendor in the first words
TOPIC = (4.0, 2.0, 1.0)
VIDEO_COMPANY = (5.0, 1.0, 0.5)
MAKER = (1.5, 0.0, 0.0)
NOTHING = (0.0, 0.0, 0.0)
# What stands before the last names of a list, by language.
_AND = {
    "en": "and", "de": "und", "fr": "et", "es": "y|e", "pt": "e", "it": "e|ed", "ru": "и", "uk": "і|та", "nl": "en",
    "sv": "och", "pl": "i|oraz", "tr": "ve", "id": "dan", "vi": "và",
}  # fmt: skip
_LISTED = {tongue: re.compile(rf"\b(?:{word}) $") for tongue, word in _AND.items()}
_LISTED_ON = {tongue: re.compile(rf" (?:{word})\b") for tongue, word in _AND.items()}
_HEADED = re.compile(r"[^:|丨】\]]{0,20}[:|丨】\]]")
_LIST = re.compile("[,;、/|丨·]")
_LISTED_DENSE = re.compile('[、和与及や・/] ?[「『《"]?$')
# Behind a name by which a summary but says who somebody is: "Soraを開発するOpenAIは", "소라를 개발한 오픈AI가".
_MADE_BY = re.compile(
    '[」』》"]?(?:など)?を(?:開発|提供|運営|展開|擁|手掛け|手がけ)(?:する|した|る)(?=米|[a-z]|[ァ-ヴ]{2})'
    "|[를을] (?:개발|운영|제공)(?:한|하는) (?=[a-z가-힣])"
)
# Three headlines or more in one, each beginning with a capital ("Seedance Makes a Splash, Nvidia Designs Chips, Robots
# Stop Forgetting"), or parted by Chinese semicolons; names in a row are shorter.
_ROW = re.compile(
    r"(?:[^\Wa-z_][^,;]* [^,;]+ [^,;]+[,;] ){2,}(?:and |& )?[^\Wa-z_][^,;]* [^,;]+ [^,;]+$"
    r"|(?:[^;]{6,}; ?){2,}[^;]{6,}$"
)
# Several deeds of one are no row: "Runway Cuts Prices, Adds a Plan, Promises Longer Clips".
_DEEDS = re.compile(r"[^,;]+(?:, (?:and |& )?[A-Z][a-z]+(?:s|ing) [^,;]+){2,}$")
HEADLINES = "headlines"  # what a row of them is called among the matches
MEANT = 2.5  # a product plainly meant though unnamed, on top of vendor and topic
LOSS = -4.0  # a title that says the item is about something else
ROW = -12.0  # a round-up or a row of headlines, of which one names two products, or a product and AI video


@dataclass(frozen=True)
class Evidence:
    """All that was found of an item and judged, ready to be weighed."""

    reading: Reading
    names: Sequence[Name]
    topics: Sequence[Found]
    companies: Sequence[Found]
    meant: Found | None  # the vendor whose unnamed product is meant
    own: Found | None  # the name the title gives to a product that is not on the list
    makers: Makers
    vouched: Collection[str] = ()  # a story of these tells the same

    @property
    def product_in_title(self) -> bool:
        """Tell whether the title names a product that counts."""
        return any(name.counted and name.product and name.found.field == "title" for name in self.names)


def matches(evidence: Evidence) -> tuple[Match, ...]:
    """Return every match with its weight.

    Of each product the first in each field weighs, of topics and of companies the heaviest; the others weigh nothing.
    """
    weighed: list[Match] = []
    seen: set[tuple[str, Role, str]] = set()
    for match in sorted(_all(evidence), key=lambda match: -match.weight):
        name = match.name if match.role == "product" else ""
        repeated = match.weight > 0 and (name, match.role, match.field) in seen
        weighed.append(replace(match, weight=0.0) if repeated else match)
        if match.weight > 0:
            seen.add((name, match.role, match.field))
    return tuple(sorted(weighed, key=lambda match: (match.field != "title", match.start, -match.weight)))


def _all(evidence: Evidence) -> Iterator[Match]:
    reading = evidence.reading
    for name in evidence.names:
        role: Role = "product" if name.product else "host"
        weight = _named_weight(name, evidence) if name.counted else 0.0
        yield _match(name.found, role, weight, name.why, counted=name.counted)
    for one in evidence.topics:
        yield _match(one, "topic", TOPIC[2] if _says_who(one, evidence) else _at(one, TOPIC, reading))
    for one in evidence.companies:
        if one.field == "title" and one.word.name in evidence.vouched:
            yield _match(one, "company", ENOUGH, Why("party", one.word.name))
            continue
        scale = VIDEO_COMPANY if one.word.video else MAKER if evidence.makers.first(one.word.name) else NOTHING
        yield _match(one, "company", _at(one, scale, reading))
    if evidence.meant is not None:
        yield _meant(evidence.meant, evidence.makers)
    if evidence.own is not None:
        yield _match(evidence.own, "product", 0.0, Why("selfnamed", evidence.own.word.term.text))
    yield from _losses(evidence)


def _named_weight(name: Name, evidence: Evidence) -> float:
    """Weigh a product; one that a summary only lists with others (`Gemini, Lyria and Veo`) weighs as a late one."""
    reading = evidence.reading
    if name.product is None:
        return 0.0
    if _listed(name.found, reading):
        return PRODUCT[2]
    vendors = (one.at for one in evidence.companies if one.word.name == name.product.vendor and one.field == "summary")
    early = name.found.field == "summary" and name.found.at < reading.span(EARLY)
    teased = early and min((name.found.at, *vendors)) < reading.span(TEASER)
    return TEASED if teased else _at(name.found, PRODUCT, reading)


def _says_who(topic: Found, evidence: Evidence) -> bool:
    """Tell whether a topic but explains a name that says who somebody is: 動画生成AIのSoraを開発するOpenAIは."""
    text = evidence.reading.texts[topic.field].text
    after = (name.found for name in evidence.names if name.found.field == topic.field == "summary")
    return any(0 <= one.at - topic.until <= BESIDE and _MADE_BY.match(text, one.until) for one in after)


def _listed(one: Found, reading: Reading) -> bool:
    """Tell whether a summary names it among others or to say who made it, or begins with "Also:"."""
    if one.field == "title":
        return False
    if any(word.field == "summary" and word.at < ALSO for word in reading.of("besides")):
        return True
    text = reading.texts["summary"].text
    before = _LISTED_DENSE if reading.tongue in DENSE else _LISTED.get(reading.tongue)
    after = _LISTED_ON.get(reading.tongue)
    if _MADE_BY.match(text, one.until):
        return True
    amid = text[max(one.at - 2, 0) : one.at] == ", " and after is not None and bool(after.match(text, one.until))
    return amid or (before is not None and bool(before.search(text, max(one.at - 8, 0), one.at)))


def _at(one: Found, scale: tuple[float, float, float], reading: Reading) -> float:
    if one.field == "title":
        return scale[0]
    return scale[1] if one.at < reading.span(EARLY) else scale[2]


def _match(one: Found, role: Role, weight: float, why: Why | None = None, *, counted: bool = True) -> Match:
    term = one.word.term
    return Match(
        one.word.name, role, term.text.strip("~"), one.field, one.start, one.end, term.place, counted, why, weight
    )


def _meant(vendor: Found, makers: Makers) -> Match:
    product = makers.product(vendor)
    assert product is not None
    term = vendor.word.term.text
    why = Why("meant", vendor.word.vendor)
    return Match(product.name, "product", term, vendor.field, vendor.start, vendor.end, product.place, True, why, MEANT)


def _losses(evidence: Evidence) -> Iterator[Match]:
    """Yield what the title loses: once as a round-up or a repository's upkeep, else once for each other thing."""
    if (told := _round_up(evidence)) is not None:
        yield _match(told, "exclusion", ROW, Why("round_up"))
    elif (word := next((one for one in evidence.reading.of("upkeep") if one.field == "title"), None)) is not None:
        yield _match(word, "exclusion", ROW, Why("upkeep"))
    elif not evidence.product_in_title:
        senses: tuple[WhyCode, ...] = ("other_video", "no_video")
        for sense in senses:
            here = (one for one in evidence.reading.of(sense) if _heads(one, evidence.reading))
            yield from (_match(one, "exclusion", LOSS, Why(sense)) for one in islice(here, 1))
        others: tuple[WhyCode, ...] = ("misuse", "declines")
        for sense in others:
            if (word := _of_others(sense, evidence)) is not None:
                yield _match(word, "exclusion", LOSS, Why(sense))


def _of_others(sense: str, evidence: Evidence) -> Found | None:
    """Return a word of the title by which it tells of people who neither make nor forbid such pictures."""
    reading = evidence.reading
    makers = (one for one in evidence.companies if evidence.makers.first(one.word.name) is not None)
    if any(one.field == "title" for one in (*makers, *reading.of("assistant"), *reading.of("rules"))):
        return None
    return next((one for one in reading.of(sense) if one.field == "title"), None)


def _round_up(evidence: Evidence) -> Found | None:
    """Return the word that makes the title a round-up of other things; None when it is none."""
    reading = evidence.reading
    weeks = (one for one in reading.of("week") if _begins_list(one, evidence))
    heads = (one for one in chain(reading.of("round_up"), weeks) if _heads(one, reading))
    return next((one for one in heads if not _of_video(one, evidence)), None) or _row_of_headlines(evidence)


def _row_of_headlines(evidence: Evidence) -> Found | None:
    """Return the whole title where it is several headlines in a row, of which at most one is of AI video."""
    title = evidence.reading.item.title
    topics = {one.at for one in evidence.topics if one.field == "title"}
    named = {name.found.word.name for name in evidence.names if name.product and name.found.field == "title"}
    if max(len(topics), len(named)) > 1 or _DEEDS.match(title) or not _ROW.match(title.replace("；", ";")):
        return None
    word = Word("round_up", HEADLINES, Term("several headlines in one"))
    return Found(word, "title", 0, len(title), 0, len(evidence.reading.texts["title"].text))


def _begins_list(week: Found, evidence: Evidence) -> bool:
    """Tell whether a word stands in a heading that a list follows ("La semana tech: ..., ...") and no product leads."""
    text = evidence.reading.texts[week.field].text
    mark = _HEADED.match(text, week.until)
    led = any(name.counted and name.product and name.found.at < week.at for name in evidence.names)
    return mark is not None and not led and bool(_LIST.search(text, mark.end()))


def _heads(one: Found, reading: Reading) -> bool:
    return one.field == "title" or (one.at < OPENING and not _speaks(reading.item.title))


def _of_video(round_up: Found, evidence: Evidence) -> bool:
    """Tell whether a round-up is one of AI video: "this week in AI video", 盘点五款AI视频工具."""
    most = evidence.reading.span(BREATH)
    return any((gap := topic.gap(round_up)) is not None and gap <= most for topic in evidence.topics)


def _speaks(title: str) -> bool:
    """Tell whether a title is more than a date: under one, the summary's first words are the title."""
    return any(char.isalpha() for char in title)


def score(matches: Iterable[Match]) -> float:
    """Add up the weights."""
    return sum((match.weight for match in matches), 0.0)


def why_not(matches: Sequence[Match]) -> str:
    """Say in one sentence why an item is not relevant, with the rule that decided."""
    loss = next((match for match in matches if match.weight < 0), None)
    named = [match for match in matches if match.role == "product" and match.counted]
    refused = next((match for match in matches if match.role == "product" and not match.counted), None)
    if loss is not None and (named or any(match.role == "topic" for match in matches)):
        rule = f" ({loss.rule})" if loss.rule else ""
        says = str(loss.why).removeprefix("says ")
        return f"{_quoted(loss)} in the title says {'' if says.startswith('it') else 'it is '}{says}{rule}"
    if named:
        return f"{named[0].name} is named only in passing, and the title names neither its vendor nor AI video"
    if refused is not None:
        return _refusal(refused)
    return _nothing_named(matches)


def _quoted(match: Match) -> str:
    return f"“{match.term}”"


def _refusal(match: Match) -> str:
    place = f"{match.term} in the {match.field}"
    code = match.why.code if match.why else ""
    if code == "small":
        return f"{place} is written small like a common word ({match.rule})"
    if code == "unsupported":
        return f"{place} is ambiguous ({match.rule}) and no context stands beside it"
    return f"{place} does not count: {match.why}"


def _nothing_named(matches: Sequence[Match]) -> str:
    topic = next((match for match in matches if match.role == "topic"), None)
    company = next((match for match in matches if match.role == "company"), None)
    if topic is not None:
        return f"{_quoted(topic)} stands only in the summary ({topic.rule}), and no product is named"
    if company is not None:
        return f"{company.name} is named ({company.rule}), but no product of it and no AI video"
    return "it names no product of the watchlist and does not speak of AI video"
