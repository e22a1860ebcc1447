"""A reading in; whom the item cites, and whether that makes it second-hand, out.

Principle: who cites a newspaper or unnamed people passes on what others found; who cites the maker itself, a study or a
counting firm does not. A cue of sense `cites` says where its source stands (`according to …`, `据 … 报道`); the lexicon
of media says who is a newspaper, `media NAME` with all its spellings, so that 路透社 and Рейтер are one origin.
Sources without a name are told by their nouns (`nameless`), whatever stands around them: "laut mehreren aktuellen
Berichten". A source no lexicon knows is named, but hedges nothing: it may be a study, a lawyer, a town. After the plain
verbs (`says`: "… reports") only a known medium is looked for: there the subject is anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.claim.reading import Reading
from monitor.claim.signs import CLAUSE, Sign
from monitor.model import Judgement
from monitor.text import Folded, fold, primary

WINDOW = 60  # characters in which the source stands
MEDIA = "media "
_ATTRIBUTING = frozenset(",:—–")
_NAME = re.compile(r"[A-Z][\w.&'’-]*(?: (?:of |the |& )?[A-Z][\w.&'’-]*)*")
# Who speaks for a maker, up to the colon.
_LED = re.compile(
    r"(?:官方|(?:联合)?(?:CEO|创始人|創辦人|创办人|董事长|董事長|副?总裁|副?總裁|高管|执行长|執行長|负责人|負責人|发言人|發言人|社長|幹部)\w{0,5})?[：:]"
)
_QUOTED = re.compile("(?P<mark> ?:? ?[\"“„«»‘'「『]).{4,}[\"”“»«’'」』]$")  # behind the name of who speaks
_PAPER = re.compile("《[^《》]+》")  # who is cited so in Chinese is a newspaper
_HAN_NAME = re.compile(r"[\u3400-\u9fff\u30a1-\u30ff\uac00-\ud7a3A-Za-z]{2,12}")


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of the item: `known`, a medium of the lexicon; `vendor`, the maker or a counting firm; `nameless`."""

    sign: Sign
    name: str  # "" = nobody by name
    known: bool = False
    vendor: bool = False
    nameless: bool = False  # "several sources", "recent reports": as good as a word that names the second hand


def citations(reading: Reading, judgement: Judgement) -> tuple[Citation, ...]:
    """Return whom an item cites, the title's first."""
    citing = reading.titled("cites", "says") + reading.told("cites", "says")
    makers = _makers(judgement) if citing else ()
    texts = {"title": (reading.title, reading.title_signs), "summary": (reading.summary, reading.summary_signs)}
    return tuple(_citation(sign, *texts[sign.field], makers) for sign in citing)


def origin(reading: Reading, cited: Iterable[Citation]) -> str:
    """Name whom an item cites; "" for nobody. A known medium goes before an unknown name."""
    cited = tuple(cited)
    known = next((one.name for one in cited if one.known), "") or _leading_medium(reading) or _trailing_medium(reading)
    return known or _credited(reading) or next((one.name for one in cited if one.name and not one.vendor), "")


def _medium(sign: Sign, text: Folded) -> str:
    """Name the medium a sign stands for; "" for none. `El País` is a newspaper, `el país` the country."""
    if not sign.sense.startswith(MEDIA):
        return ""
    shown = text.source[slice(*sign.shown)]
    named = shown != shown.lower() or sign.pattern.cue.text == sign.pattern.cue.text.lower()
    return sign.sense.removeprefix(MEDIA) if named else ""


def maker_leads(reading: Reading, judgement: Judgement) -> bool:
    """A Chinese or Japanese headline opens with the maker and a colon, 快手：..., which is how its word is given.

    Its officer may stand between (快手CEO程一笑：). In other languages the name before the colon is the topic:
    "Google: Neues Modell soll kommen".
    """
    if primary(judgement.language) not in ("zh", "ja"):
        return False
    source = reading.title.source
    names = (match for match in judgement.matches if match.role == "company" and match.field == "title")
    opening = next((match.end for match in names if match.start == 0), len(source))
    return _LED.match(source, opening) is not None


def quoted_maker(reading: Reading, judgement: Judgement) -> int | None:
    """Return where in the title as shown the maker's words begin, if it opens with the maker and quotes it to its end.

    (Pika: "We are not for sale"; 피카 "매각 계획 없다".) None = it does not.
    """
    makers = (*judgement.products[:1], *judgement.companies[:1])
    named = (match for match in judgement.matches if match.field == "title" and match.name in makers)
    end = next((match.end for match in named if match.start == 0), None)
    quote = None if end is None else _QUOTED.match(reading.title.source, end)
    return None if quote is None else quote.end("mark")


def names_medium(reading: Reading) -> bool:
    """The headline opens with a medium and a colon, "WSJ: ...", or a quote, or ends with one, "... — Reuters"."""
    return bool(_leading_medium(reading) or _trailing_medium(reading))


def _leading_medium(reading: Reading) -> str:
    first = next((sign for sign in reading.title_signs if _medium(sign, reading.title)), None)
    if first is None or first.start > 2:
        return ""
    if reading.title.text[first.end : first.end + 2].lstrip()[:1] not in (":", '"'):
        return ""
    return _medium(first, reading.title)


def _trailing_medium(reading: Reading) -> str:
    """Neither a hyphen with spaces nor a bracket is such a mark: there aggregators put the site itself."""
    last = next((sign for sign in reversed(reading.title_signs) if _medium(sign, reading.title)), None)
    if last is None or reading.title.source[last.shown[1] :].strip(' "”'):
        return ""
    before = reading.title.source[: last.shown[0]].rstrip(' "“')
    return _medium(last, reading.title) if before and before[-1] in _ATTRIBUTING else ""


def _credited(reading: Reading) -> str:
    """Name the medium an aggregator credits, as the lexicon calls it if it knows it."""
    at = reading.title.text.rfind(fold(reading.credit).text) if reading.credit else -1
    known = (_medium(sign, reading.title) for sign in reading.title_signs if at >= 0 and sign.start >= at)
    return next(filter(None, known), reading.credit)


def _makers(judgement: Judgement) -> tuple[str, ...]:
    return tuple({fold(match.term).text for match in judgement.matches if match.role in ("product", "company")})


def _citation(sign: Sign, text: Folded, signs: tuple[Sign, ...], makers: tuple[str, ...]) -> Citation:
    start, end = _window(sign, text.text)
    inside = [one for one in signs if one is not sign and start <= one.start and one.end <= end]
    medium = next(filter(None, (_medium(one, text) for one in inside)), "")
    if medium:
        return Citation(sign, medium, known=True)
    piece = text.text[start:end]
    if "报道" in sign.pattern.cue.text and _PAPER.fullmatch(piece.strip()):
        return Citation(sign, _name(text, start, end), known=True)
    who = next((one.sense for one in inside if one.sense in ("nameless", "vendor", "firm")), "")
    if who == "nameless":
        return Citation(sign, "", nameless=True)
    if who or any(maker in piece for maker in makers):
        return Citation(sign, "", vendor=True)
    if any(one.sense in ("reported", "cites") for one in inside):
        return Citation(sign, "")
    return Citation(sign, _name(text, start, end) if sign.sense == "cites" else "")


def _window(sign: Sign, text: str) -> tuple[int, int]:
    """The stretch in which the source of a `cites` stands: as far as the clause goes."""
    if sign.pattern.source == "between":
        return sign.parts[0][1], sign.parts[-1][0]
    if sign.pattern.source == "after":
        ends = (at for at in range(sign.end, min(len(text), sign.end + WINDOW)) if _breaks(text, at, sign.end))
        return sign.end, next(ends, min(len(text), sign.end + WINDOW))
    starts = (at for at in range(sign.start - 1, max(-1, sign.start - WINDOW), -1) if _breaks(text, at, -1))
    return next(starts, max(-1, sign.start - WINDOW)) + 1, sign.start


def _breaks(text: str, at: int, start: int) -> bool:
    """A mark ends a source; not one that opens it, nor a dot or hyphen inside a name (9to5Mac.com, Asahi-Shimbun)."""
    return (
        text[at] in CLAUSE - frozenset("'\"《》「」『』-/")
        and at > start
        and not (text[at] == "." and at + 1 < len(text) and text[at + 1] != " ")
    )


def _name(text: Folded, start: int, end: int) -> str:
    if start >= end:
        return ""
    first, last = text.span(start, end)
    shown = text.source[first:last].strip(" \"'“”«»「」『』《》【】")
    return next(_names(shown), "")


def _names(shown: str) -> Iterator[str]:
    latin = _NAME.match(shown)
    if latin and len(latin[0]) > 2:
        yield latin[0].rstrip(".'’")
    han = _HAN_NAME.fullmatch(shown)
    if han and not shown.isascii():
        yield shown
