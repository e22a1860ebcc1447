"""An item and its judgement in; its claim out."""

from __future__ import annotations

from collections.abc import Iterable

from monitor import urls
from monitor.claim.kinds import kinds_of, with_status
from monitor.claim.notation import WEAK
from monitor.claim.notation import read as read_cue
from monitor.claim.official import Officials, name_words
from monitor.claim.origin import MEDIA, citations, maker_leads, origin, quoted_maker
from monitor.claim.reading import Reading, read
from monitor.claim.rows import is_row
from monitor.claim.signs import Signs
from monitor.claim.status import status_of
from monitor.model import KINDS, STATUSES, Claim, Cue, CueMatch, Item, Judgement, Watchlist
from monitor.text import primary

FALLBACK = "en"  # for a language without a lexicon
POSTED = ("en", "zh", "ja")  # languages in which anybody's posts are polled as well
CLAUSE = 4  # words of a title that may tell an event
OTHER_SCRIPTS = ("zh", "ja", "ko", "ru", "uk")
# Senses that serve to judge, beside statuses and kinds; a sense that stands in no list is another stage's.
SENSES = frozenset(
    {
        *STATUSES, *KINDS, *(WEAK + kind for kind in KINDS),
        "maybe_reported", "hearsay", "maybe_hearsay", "modal", "announced", "answers", "negation", "opinion", "guide",
        "cites", "says", "nameless", "vendor", "firm", "background", "versus", "state", "acts", "court", "rules",
        "demands", "but", "means", "none",
    }
)  # fmt: skip


class Claimer:
    """Reads claims by the lexicons; one automaton for each language, built when its first item comes."""

    def __init__(self, cues: Iterable[Cue], watchlist: Watchlist) -> None:
        self._officials = Officials(watchlist)
        self._cues = [cue for cue in cues if cue.sense in SENSES or cue.sense.startswith(MEDIA)]
        self._languages = {cue.language for cue in self._cues} | {FALLBACK}
        self._signs: dict[str, Signs] = {}

    def claim(self, item: Item, judgement: Judgement) -> Claim:
        """Return what an item says happened; nothing for one that is neither relevant nor nearly so.

        `explain` shows what a near miss would have claimed.
        """
        if not judgement.relevant and judgement.miss is None:
            return Claim("na", (), official=item.official)
        reading = self._read(item, judgement)
        official = self._officials.speaks(item, judgement)
        if is_row(item.title, judgement):
            return Claim("na", ("other",), official=official, cues=_evidence(reading))
        if urls.is_paper(item.url):  # it "introduces", "breaks" and "reviews" in another sense than news
            return Claim("confirmed", ("research",), official=official, cues=_evidence(reading))
        cited = citations(reading, judgement)
        kinds = kinds_of(reading, judgement, name_words=name_words(item, official=official))
        spoken = official or maker_leads(reading, judgement)
        event = bool(kinds) or _papers_tell(reading, judgement)
        status = status_of(reading, cited, official=spoken, event=event, quoted_maker=quoted_maker(reading, judgement))
        return Claim(
            status,
            with_status(kinds, status, reading, judgement),
            origin=origin(reading, cited),
            official=official,
            cues=_evidence(reading),
        )

    def _read(self, item: Item, judgement: Judgement) -> Reading:
        """Read an item in its language; a text in plain Latin letters amid Chinese or Russian news is English."""
        language = primary(judgement.language or item.language)

        def lexicon(text: str) -> Signs:
            return self._lexicon(FALLBACK if language in OTHER_SCRIPTS and text.isascii() else language)

        return read(item.title, item.summary, language, lexicon)

    def _lexicon(self, language: str) -> Signs:
        known = language if language in self._languages else FALLBACK
        if known not in self._signs:
            spoken = (cue for cue in self._cues if cue.language in (known, "*"))
            self._signs[known] = Signs([pattern for cue in spoken if (pattern := read_cue(cue))])
        return self._signs[known]


def _papers_tell(reading: Reading, judgement: Judgement) -> bool:
    """Tell whether a title about a product is an event though no list has a word for it: where papers alone speak.

    Of such titles in English, Chinese and Japanese nine in ten are views, in other languages one in five. Names alone
    tell nothing.
    """
    if len(reading.title.text.split()) < CLAUSE:
        return False
    named = any(one.role == "product" and one.counted and one.field == "title" for one in judgement.matches)
    return named and primary(judgement.language) not in POSTED


def _evidence(reading: Reading) -> tuple[CueMatch, ...]:
    return tuple(sign.evidence() for sign in reading.signs)
