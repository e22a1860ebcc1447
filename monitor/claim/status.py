"""A reading in; the status of the headline's claim out.

Principle: the title decides, the summary is heard where the title says nothing against it. In this order:
1. a denial in the title, but for one that its next clause overtakes ("denies it, but sources say", "denied it, yet Sora
   closes": `but`) or that went before ("after denying it"); a "not" in the title where the summary denies, the title
   answers a rumour (`answers`) or it is the maker's own word ("Pika: 'We are not for sale'");
2. the maker's own channel is never second-hand;
3. the title says that the maker confirms (`confirmed`, `answers`): that outweighs the rumour it speaks of;
4. a hedge in the title: a word that names the second hand (`reported`), but for one that adds a detail to what another
   clause announces, or a medium cited; grammar that means hearsay (`hearsay`: aurait, soll, か; a headline all in
   quotes; `modal`: "Google could close ...") unless another clause of the title announces something, or it stands
   behind the word of a suit, whose allegation it is;
5. reviews, opinions, questions claim no event (views.py);
6. a hedge or a medium cited at the head of the summary, or hearsay in its first sentence, unless the title says that
   somebody announced it, or tells of a suit, which is public whoever writes of it and alleged by nature, as is what the
   medium says that somebody announced ("CNBC reports that Runway launched"; not "plans to launch"); where the
   first sentence tells the title's event plainly, a hedge further on is of a side fact ("raises $315 million. The deal
   values it at $5 billion, a source says"), unless either doubts it (`maybe_reported`: plans to, prepares); where
   the summary denies what it speaks of, the denial is the news;
7. no word of an event: no claim, but where papers alone speak an event no list has a word for; else it is plainly said.
Rejected: counting hedges against plain words (one "reportedly" outweighs five verbs); hedges anywhere in a summary;
weak words of a title that a credit or a name beside them supports: of 8,887 real titles they made rumours of 24, of
which three were; of hedges in a summary only those in sentences that tell the title's event: half of them have no word
of it.
"""

from __future__ import annotations

import re

from monitor.claim.origin import Citation, names_medium
from monitor.claim.reading import Reading
from monitor.claim.signs import HAN, Sign
from monitor.claim.views import apart, claims_nothing, events_of, judges, only_asks, tells
from monitor.model import KINDS, Status

_SENTENCE = re.compile(r"(?<!mio)(?<!mrd)[.!] |[。!]")
OPENING = 16  # characters before a hedge that opens its sentence and so is of the one before: "Das berichtet Reuters."
PAST = 20  # characters between "after" and the rumour that went before
DETAIL = 16  # characters behind a hedge that tell more than whom it is from
SUBJECT = 2  # spaces before a modal verb behind the subject that opens its title
SOON = 9  # characters between a modal verb and an event: "could soon close"
_DOUBTS = ("maybe_reported", "modal", "hearsay", "maybe_hearsay")


def status_of(
    reading: Reading, cited: tuple[Citation, ...], *, official: bool, event: bool, quoted_maker: int | None = None
) -> Status:
    """Return the status.

    `official`: the maker itself speaks; `event`: the item tells of one, by its kinds; `quoted_maker`: where in the
    title the maker's own words begin, None = it has none.
    """
    if _denied(reading) or (quoted_maker is not None and _says_no(reading, quoted_maker)):
        return "denied"
    if official:
        return "na" if claims_nothing(reading) else "confirmed"
    if reading.titled("confirmed", "answers"):
        return "na" if judges(reading) else "confirmed"
    if _hedged_title(reading, cited):
        return "reported"
    if judges(reading):
        return "na"
    if not _said(reading) and _hedged_summary(reading, cited):
        return "denied" if reading.told("denied") else "reported"
    if only_asks(reading):
        return "na"
    return "confirmed" if event or reading.titled("announced") else "na"


def _denied(reading: Reading) -> bool:
    denials = [sign for sign in reading.titled("denied") if not _is_past(sign, reading)]
    if denials:
        return not _is_overtaken(denials[-1], reading)
    return bool(reading.titled("negation") and (reading.told("denied") or reading.titled("answers")))


def _says_no(reading: Reading, start: int) -> bool:
    """The maker's own words hold a "not" and the event: OpenAI: "Sora won't come to ChatGPT"."""
    said = (reading.titled("negation"), events_of(reading))
    return all(any(sign.shown[0] >= start for sign in signs) for signs in said)


def _is_overtaken(denial: Sign, reading: Reading) -> bool:
    """A denial is but the answer to the news where a "but" behind it leads on to who knows better, or to an event."""
    turn = next((sign.end for sign in reading.titled("but") if sign.start >= denial.end), None)
    news = {"reported", "hearsay", "confirmed", *KINDS} - {"review", "other"}
    return turn is not None and any(sign.start >= turn and sign.sense in news for sign in reading.title_signs)


def _hedged_title(reading: Reading, cited: tuple[Citation, ...]) -> bool:
    end = _told_until(reading)
    nameless = [one.sign for one in cited if one.nameless and one.sign.field == "title"]
    doubts = (sign for sign in (*reading.titled("reported"), *nameless) if sign.start < end)
    if any(not _is_past(sign, reading) and not _is_aside(sign, reading) for sign in doubts):
        return True
    if names_medium(reading):
        return True
    if any(one.known and one.sign.field == "title" and one.sign.start < end for one in cited):
        return True
    return not claims_nothing(reading) and _heard(reading)


def _is_past(rumour: Sign, reading: Reading) -> bool:
    """A rumour behind "after" is over where somebody announces: "After months of leaks, Google shows Veo 4"."""
    behind = (rumour.start - one.end for one in reading.titled("background"))
    return bool(reading.titled("announced")) and any(0 <= gap <= PAST for gap in behind)


def _is_aside(hedge: Sign, reading: Reading) -> bool:
    """A hedge that leads on to a detail, in a clause behind one that somebody announces, is of the detail alone.

    ("Runway says it will open an office, sources say in Paris"; not "Google launches Veo 4, sources say", nor
    "Runway raises a round, people familiar with it say".)
    """
    text = reading.title.text
    if len(text) - hedge.end < DETAIL or reading.titled("denied"):
        return False
    said = [one for one in reading.titled("announced", "says") if one.start < hedge.start]
    if hedge.pattern.cue.text.endswith(("say", "says", "said")):
        return any(apart(text, one, hedge) for one in said)
    return any(";" in text[one.end : hedge.start] for one in said)


def _told_until(reading: Reading) -> int:
    """Return where the sentence ends that tells the event, if the summary says that somebody announced it.

    "Soraを終了。…も撤退と報道": what a later sentence of the title hedges is another event. Else the title's end.
    """
    event = next((sign for sign in reading.title_signs if sign.sense in KINDS), None)
    if event is None or not reading.told("announced"):
        return len(reading.title.text)
    ends = _SENTENCE.search(reading.title.text, event.end)
    return ends.start() if ends else len(reading.title.text)


def _heard(reading: Reading) -> bool:
    """A grammar of hearsay, in a clause of which another one is not announced: "stellt Sora vor: Das soll es können".

    An ending (か$, ~까$) is but a question where neither title nor summary has a word of an event.
    """
    event = _eventful(reading)
    if event and _quoted(reading.title.text):
        return True
    said = _said(reading)
    return any(
        (event or not sign.pattern.closes) and not any(apart(reading.title.text, sign, other) for other in said)
        for sign in (*reading.titled("hearsay", "maybe_hearsay"), *_modals(reading))
        if not _is_past(sign, reading) and not _is_alleged(sign, reading)
    )


def _said(reading: Reading) -> tuple[Sign, ...]:
    """Return the words of the title that announce something, but for what is planned: "plans to introduce"."""
    plans = reading.titled("maybe_reported")
    return tuple(
        one
        for one in reading.titled("announced")
        if not any(plan.start < one.start and not apart(reading.title.text, plan, one) for plan in plans)
    )


def _is_alleged(hedge: Sign, reading: Reading) -> bool:
    """A hedge behind the word of a suit, inquiry or demand is of what that says, unless the verb comes last."""
    if reading.title.text[hedge.start] > HAN and not reading.title.chinese:
        return False
    return any(one.end <= hedge.start for one in reading.titled("legal", "regulation", "maybe_legal"))


def _modals(reading: Reading) -> tuple[Sign, ...]:
    """Return the modal verbs between the subject that opens the title and an event: "Google could soon close Flow".

    Elsewhere they tell what may come of it: "Google could change film-making", "New model of Google could come late".
    """
    text = reading.title.text
    opening = (sign for sign in reading.titled("modal") if text.count(" ", 0, sign.start) <= SUBJECT)
    events = [one.start for one in events_of(reading)]
    return tuple(sign for sign in opening if any(0 < at - sign.end <= SOON for at in events))


def _eventful(reading: Reading) -> bool:
    """Title or summary has a word of an event."""
    return tells(reading) or any(sign.sense in KINDS and sign.sense != "review" for sign in reading.summary_signs)


def _quoted(title: str) -> bool:
    """The whole headline stands in quotes: Dutch and Korean papers so mark what others report."""
    return len(title) > 2 and title[0] + title[-1] in ("''", '""', "「」") and title[0] not in title[1:-1]


def _hedged_summary(reading: Reading, cited: tuple[Citation, ...]) -> bool:
    """The summary hedges the event; what it alleges of a disputed act makes no rumour of the dispute."""
    if reading.told("confirmed"):
        return False
    text = reading.summary.text
    ends = _SENTENCE.search(text)
    first = ends.end() if ends else len(text)
    hedges = [sign.start for sign in reading.told("reported")]
    hedges += [one.sign.start for one in cited if one.nameless and one.sign.field == "summary"]
    suit = _of_suit(reading)
    public = suit or reading.told("announced")  # whoever writes of it
    if not public or reading.told("hearsay", "modal", "maybe_reported"):
        hedges += [one.sign.start for one in cited if one.known and one.sign.field == "summary"]
    heard = [one.start for one in reading.told("hearsay") if one.start < first and not one.pattern.closes]
    if heard and _eventful(reading) and not suit:
        hedges += heard
    if not heard and _told_plainly(reading, first):
        hedges = [at for at in hedges if at < first or _SENTENCE.search(text, max(0, at - OPENING), at)]
    said = (sign.start for sign in reading.told("announced"))
    return bool(hedges) and min(hedges) <= min(said, default=len(text))


def _of_suit(reading: Reading) -> bool:
    """The title tells of a suit, and not of what is done "amid copyright disputes"."""
    amid = [sign.end for sign in reading.titled("background")]
    return any(not any(0 <= suit.start - end <= PAST for end in amid) for suit in reading.titled("legal"))


def _told_plainly(reading: Reading, first: int) -> bool:
    """The summary's first sentence, which ends at `first`, tells an event of the title, and neither doubts it."""
    if any(sign.start < first for sign in reading.told(*_DOUBTS)) or reading.titled(*_DOUBTS):
        return False
    events = {sign.sense for sign in reading.title_signs if sign.sense in KINDS} - {"review", "other"}
    return any(sign.sense in events and sign.start < first for sign in reading.summary_signs)
