"""A reading in; the kinds of event it tells of out, the main one first.

Principle: the title names the event. The first cue of the title is the main kind, in Japanese and Korean, which end
a clause with its verb, the last cue of the first clause that has one; what stands behind "after", "amid", "despite"
(`background`) is another event and counts only when nothing else does. Weak cues (`maybe_launch`: new,
offers) count where no strong one stands. The summary is asked only when the title is silent, but may add to a launch
that it is an update or an integration: the three shade into one another. A bare name ("OpenAI: Sora 2") is a
launch, so is a short name over a post of its maker or on a site of first days; a point release (Veo 3.1) or a new size
of a known version (Sora 2 Pro) is launch and update at once. A change in answer to a dispute over rights belongs to the
dispute, so `legal` stands before it; an end after or amid one is an end, so `legal` stands behind.
Rejected: a verb of saying before all other cues, in any language: "launches" is told of plans, programs and plugins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.claim.endings import CLAUSE_END, MOST, VERB_LAST, ended
from monitor.claim.notation import WEAK
from monitor.claim.reading import Reading
from monitor.claim.signs import Sign, Span
from monitor.model import KINDS, Judgement, Match, Role, Status
from monitor.text import primary

OFFERS = ("launch", "update", "integration")  # kinds that shade into one another
GRAVE = ("legal", "regulation", "funding", "shutdown")  # kinds before which a "new" in the title is no news
ANSWERED = ("update", "shutdown")  # what a maker does in answer to a dispute
LEAD = 12  # characters before the name in a title of name, number and slogan: its maker
# Behind the name in "Wan 2.6: ...", "Gen-4 Turbo: ..." and "Aleph 2.0 编辑模型：..."; a name may end with its number.
_NUMBERED = re.compile(
    r"(?:[ -]?[a-zA-Z]{0,2}\d[\w.]*?|(?<=\d))(?: [A-Z]\w+)?(?: ?[\u4e00-\u9fff]{0,4}(?:模型|工具|平台|应用|版))?[:：]"
)
_POINT_RELEASE = re.compile(r"\d\.[1-9]")
# A sum as papers write it, in folded text.
_SUM = re.compile(
    r"\d ?(?:(?:millions?|billions?|mln|mrd|mio|millionen|milliarden|milliards?|millones|milhoes|bilhoes|milioni"
    r"|miliardi|miljoen|miljard|miljoner|miljarder|milyon|milyar|juta|miliar|triệu|tỷ|млн|млрд|करोड|अरब|مليون|مليار)\b|億|亿|억)"
    r"|[$€£¥]\d"
)
_QUOTED_LAST = re.compile("[^「『]+(?P<name>[「『][^「『」』]+[」』])(?= |$)")  # a clause that ends in a name in quotes
_SIZE = re.compile(r"\d[ -]?(?:pro|plus|turbo|fast|flash|lite|mini|max|ultra|master)(?![a-z])")


def kinds_of(reading: Reading, judgement: Judgement, *, name_words: int) -> tuple[str, ...]:
    """Return the kinds the words tell; () when they tell none.

    `name_words`: a title of so few words is but the name of a new thing, in the place where the item stands; 0 = no.
    """
    titled = _main_verb_first(reading.title_signs, reading.title.text, judgement.language)
    found = (
        _strong(_foreground(titled))
        or _strong(titled)
        or _unsure(_weak(_foreground(reading.title_signs)), _strong(reading.summary_signs))
        or _weak(reading.summary_signs)
        or _bare_name(reading, judgement, name_words)
        or _ends_in_name(reading, judgement)
    )
    told = _both_ways(_seconded(_now_first(found, reading), reading), reading, judgement)[:MOST]
    return _answering(ended(_hosted(told, judgement), reading, judgement), reading)


def with_status(kinds: tuple[str, ...], status: Status, reading: Reading, judgement: Judgement) -> tuple[str, ...]:
    """Put `review` first where nothing is claimed, and never leave an item without a kind.

    Who tries an offer or thinks about it ("Why the launch of Veo 4 should worry us") makes none. A headline about a
    product that tells no event ("Sora 2 is insanely good at comedy") is a view of it; a claim that no word tells is of
    the kind that those named beside the product suggest.
    """
    tried = reading.titled("review") or reading.told("review")
    if status == "na" and (tried or (kinds and kinds[0] in OFFERS)):
        kinds = ("review", *(kind for kind in kinds if kind != "review"))
    if not kinds and _titled(judgement, "product"):
        kinds = ("review",) if status == "na" else _beside(reading, judgement, status)
    return kinds or ("other",)


def _beside(reading: Reading, judgement: Judgement, status: Status) -> tuple[str, ...]:
    """A host takes the product in, a sum pays for its maker, a number is new, a company deals, or buys it as is said.

    ("Sora 3 is said to be weeks away", "Veo in WhatsApp", "Tencent soll nach Kling greifen".) A new number that is
    said to stand in a host's program ("Veo 4 in code of Gemini app") was found there before its launch. A company that
    demands something of the maker deals with it in another way.
    """
    others = _titled(judgement, "company") - set(judgement.companies[:1])
    dealing = "legal" if reading.titled("demands") else "partnership"
    numbered = ("launch", judgement.versions)
    tried = (
        *([numbered] if status == "reported" else []),
        ("integration", _titled(judgement, "host")),
        ("funding", _SUM.search(reading.title.text)),
        numbered,
        (dealing if status == "confirmed" else "funding", others),
    )
    return tuple(kind for kind, named in tried if named)[:1]


def _main_verb_first(signs: tuple[Sign, ...], text: str, language: str) -> tuple[Sign, ...]:
    """Put first the last strong sign of the first clause that has one, where a clause ends with its verb."""
    strong = [sign for sign in signs if sign.sense in KINDS]
    if primary(language) not in VERB_LAST or len(strong) < 2:
        return signs
    ends = CLAUSE_END.search(text, strong[0].end)
    main = max((sign for sign in strong if ends is None or sign.end <= ends.start()), key=lambda sign: sign.end)
    return (main, *(sign for sign in signs if sign is not main))


def _strong(signs: Iterable[Sign]) -> tuple[str, ...]:
    found = dict.fromkeys(sign.sense for sign in signs if sign.sense in KINDS)
    return tuple(kind for kind in found if kind != "other" or len(found) == 1)


def _weak(signs: Iterable[Sign]) -> tuple[str, ...]:
    senses = (sign.sense.removeprefix(WEAK) for sign in signs if sign.sense.startswith(WEAK))
    return tuple(dict.fromkeys(sense for sense in senses if sense in KINDS))


def _unsure(weak: tuple[str, ...], told: tuple[str, ...]) -> tuple[str, ...]:
    """What the title hints at, then what the summary says.

    "New" and "now" hint at less than any other word, and at nothing where the summary tells of a suit or a sale.
    """
    faint = [kind for kind in weak if kind in OFFERS]
    hints = [kind for kind in weak if kind not in faint]
    grave = [kind for kind in told if kind in GRAVE]
    return tuple(dict.fromkeys((*hints[:2], *grave[:1], *faint[: 2 - len(hints[:2])], *told[:2])))


def _foreground(signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
    """Return what stands before the first "after", "amid"; all when it opens the title or only a film stands there.

    A word that is part of an event turns nothing: `nach` in "kommt nach Hollywood".
    """
    turn = _turn(signs)
    before = tuple(sign for sign in signs if turn is None or sign.start < turn)
    return before if any(sign.sense in KINDS and sign.sense != "other" for sign in before) else signs


def _now_first(kinds: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    """Put the summary's event first where all of the title's stand behind "after": "Sora sinks after its launch"."""
    turn, told = _turn(reading.title_signs), _strong(reading.summary_signs)[:1]
    events = [sign.start for sign in reading.title_signs if sign.pattern.family == "kind"]
    if not turn or not events or min(events) < turn:
        return kinds
    return tuple(dict.fromkeys((*told, *kinds)))


def _turn(signs: tuple[Sign, ...]) -> int | None:
    """Return where the first "after" or "amid" stands."""
    parts = [part for sign in signs if sign.sense in KINDS for part in sign.parts]
    return next((sign.start for sign in signs if sign.sense == "background" and not _within(sign, parts)), None)


def _within(sign: Sign, parts: Iterable[Span]) -> bool:
    return any(first <= sign.start and sign.end <= last for first, last in parts)


def _bare_name(reading: Reading, judgement: Judgement, name_words: int) -> tuple[str, ...]:
    """A headline that is nothing but names and a number, "OpenAI: Sora 2", is how a launch is posted.

    So is a numbered name with a slogan behind a colon, and, where products are presented, "Avatar V by HeyGen".
    """
    title = reading.title.source
    if not reading.title_signs and len(title.split()) <= name_words:
        return ("launch",)
    names = [(match.start, match.end) for match in judgement.matches if match.field == "title"]
    if _slogan(reading, names):
        return ("launch",)
    left = (char for at, char in enumerate(title) if not any(start <= at < end for start, end in names))
    bare = bool(names) and any(map(str.isdigit, title)) and not any(map(str.isalpha, left))
    return ("launch",) if bare else ()


def _ends_in_name(reading: Reading, judgement: Judgement) -> tuple[str, ...]:
    """A Japanese headline presents, without a verb, the numbered name in quotes that it ends in, behind its maker.

    So does one that a space and a remark follow: Kling、世界モデル「K-1」 ゲームに応用.
    """
    clause = _QUOTED_LAST.match(reading.title.source)
    if clause is None or primary(judgement.language) != "ja" or not judgement.versions:
        return ()
    titled = [match for match in judgement.matches if match.field == "title" and match.counted]
    makes = any(clause[0].startswith(("、", "が"), match.end) for match in titled if match.start == 0)
    named = any(match.role == "product" and clause.start("name") < match.start < clause.end() for match in titled)
    return ("launch",) if makes and named else ()


def _slogan(reading: Reading, names: list[tuple[int, int]]) -> bool:
    """Tell whether the title is a numbered name, a colon and words that neither tell, judge nor ask."""
    title = reading.title.source
    said = any(sign.pattern.family != "actor" for sign in reading.title_signs)
    return _headed(reading, names) and not said and title[-1:] not in ("?", "？")


def _headed(reading: Reading, names: list[tuple[int, int]]) -> bool:
    """Tell whether the title opens with a numbered name and a colon."""
    return any(start <= LEAD and _NUMBERED.match(reading.title.source, end) for start, end in names)


def _seconded(kinds: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    """What a headline calls a launch its summary may call an update or an integration, and be right too."""
    if len(kinds) != 1 or kinds[0] not in OFFERS:
        return kinds
    told = _weak(reading.title_signs) + _strong(reading.summary_signs)
    other = (kind for kind in told if kind in OFFERS and kind not in kinds)
    return (*kinds, *list(other)[:1])


def _both_ways(kinds: tuple[str, ...], reading: Reading, judgement: Judgement) -> tuple[str, ...]:
    """Veo 3.1 and Sora 2 Pro are launches and updates, Sora 2 and Kling 3.0 are launches, "Veo 3: now with sound" both.

    What a known product launches under no number of its own (a feature, a market, an API) changes it, too.
    """
    unnumbered = not judgement.versions and any(_known(match) for match in judgement.matches)
    named = [(match.start, match.end) for match in judgement.matches if match.field == "title"]
    point = any(map(_POINT_RELEASE.search, judgement.versions)) or bool(_SIZE.search(reading.title.text))
    point = point or _headed(reading, named)
    both = {"launch": "update", "update": "launch"} if point else {"launch": "update"} if unnumbered else {}
    missing = both.get(kinds[0] if kinds else "")
    return (*kinds, missing) if missing and missing not in kinds else kinds


def _hosted(kinds: tuple[str, ...], judgement: Judgement) -> tuple[str, ...]:
    """What comes into a host that the title names (Veo 3 on Vertex AI) is an integration, too.

    So is the update of one product that names another ("Flow gets Omni"), and what one takes in updates it. Nobody
    is partner of itself: a host without a company beside it takes the product in.
    """
    alone = kinds[:1] == ("partnership",) and _titled(judgement, "company") <= {*judgement.companies[:1]}
    if alone and _titled(judgement, "host"):
        return ("integration", *(kind for kind in kinds if kind != "integration"))[:MOST]
    if not kinds or kinds[0] not in OFFERS or not _titled(judgement, "product"):
        return kinds
    several = len(_titled(judgement, "product")) > 1
    comes = _titled(judgement, "host") or (several and kinds[0] == "update")
    also = "integration" if comes else "update" if several and kinds[0] == "integration" else kinds[0]
    return kinds if also in kinds else (*kinds, also)


def _answering(kinds: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    """What is changed or stopped after or amid a dispute ("adds filters after Disney's threat") answers it.

    So does a change beside which the summary tells of one.
    """
    disputed = any(sign.sense == "background" for sign in reading.title_signs) and reading.titled("legal")
    disputed = disputed or (kinds[:1] == ("update",) and reading.told("legal"))
    if not kinds or kinds[0] not in ANSWERED or not (disputed or "legal" in kinds):
        return kinds
    rest = tuple(kind for kind in kinds if kind != "legal")
    return ("legal", *rest) if kinds[0] == "update" else (*rest, "legal")


def _known(match: Match) -> bool:
    """Tell whether the title names a product of the list; one that it introduces itself is new."""
    named = match.role == "product" and match.counted and match.field == "title"
    return named and (match.why is None or match.why.code != "selfnamed")


def _titled(judgement: Judgement, role: Role) -> frozenset[str]:
    """Return the names of this role that the title names and that count."""
    return frozenset(
        match.name for match in judgement.matches if match.role == role and match.counted and match.field == "title"
    )
