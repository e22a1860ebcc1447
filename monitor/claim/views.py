"""A reading in; whether its title claims an event at all, or judges, asks and explains, out.

Principle: a view of an event is no event. It names itself by a word (`review`, `opinion`), in the title or where the
summary calls the text a guide ("この記事では", `guide`) or opens with what it is ("An analysis by ..."), or says what
the event means ("Sora's end is a warning", `means`). A title that tells first and judges then, tells.
Rejected: an opinion anywhere in a summary: "a columnist asks" stands in news, too.
"""

from __future__ import annotations

import re

from monitor.claim.reading import Reading
from monitor.claim.signs import HAN, Sign
from monitor.model import KINDS
from monitor.text import Folded

# What parts a question from what is told before it; in Han scripts a space does.
_BEFORE = re.compile(r"[.!:] |[。?!]|[\u2e80-\u9fff] ")
ARTICLE = 4  # characters before the word for a kind of text that opens a summary
SUBJECT_OF = 16  # characters between the word of an event and the verb it is the subject of: "end of Sora is a"
WEIGHED = ("launch", "shutdown", "funding", "partnership")  # events of which views say what they mean
_PARTING = re.compile(r"[,:;|.!?] |[。、…]|\.\.\.|[\u2e80-\u9fff][ ,:;!?]")


def claims_nothing(reading: Reading) -> bool:
    """A title judges or asks."""
    return judges(reading) or only_asks(reading)


def judges(reading: Reading) -> bool:
    """A title judges; not one that first tells: "OpenAI launches Sora 2: everything you need to know"."""
    judged = next(iter(reading.titled("review", "opinion")), None)
    if judged is None:
        guides = _called_a_view(reading) and not reading.titled("announced", "confirmed")
        return guides or _is_weighed(reading) or (_is_silent(reading) and bool(reading.told("review")))
    if any(_tells_before(reading.title, told, judged) for told in reading.titled("announced")):
        return False
    return not _headed_by_event(reading, judged)


def _called_a_view(reading: Reading) -> bool:
    """The summary calls the text a guide, or opens with what it is; a word in Han leads on (分析サイト)."""
    text = reading.summary.text
    views = (sign for sign in reading.told("opinion") if not sign.pattern.opens and text[sign.start] < HAN)
    return bool(reading.told("guide")) or any(sign.start <= ARTICLE for sign in views)


def _is_weighed(reading: Reading) -> bool:
    """An event is the subject of what it means: "Sora's shutdown is a wake-up call", "Sora終了が示すもの"."""
    text = reading.title.text
    events = [sign for sign in events_of(reading) if sign.sense.removeprefix("maybe_") in WEIGHED]
    pairs = ((event, verb) for verb in reading.titled("means") for event in events)
    return any(0 <= verb.start - event.end <= SUBJECT_OF and not apart(text, event, verb) for event, verb in pairs)


def _headed_by_event(reading: Reading, judged: Sign) -> bool:
    """An event stands before the colon, the question it raises behind it: "Sora comes to ChatGPT: what changes"."""
    text = reading.title.text
    colon = max(text.rfind(": ", 0, judged.start), _asked_behind(text, judged))
    events = (sign for sign in reading.title_signs if sign.sense in KINDS and sign.sense not in ("review", "other"))
    return any(sign.end <= colon for sign in events)


def _asked_behind(text: str, judged: Sign) -> int:
    """Return where a title breaks off before the question it goes on with, 「Sora」終了へ なぜ?; -1 = nowhere."""
    asks = text[judged.end : judged.end + 1] == "?" and text[judged.start - 1 : judged.start] == " "
    return judged.start - 1 if asks else -1


def _tells_before(title: Folded, told: Sign, judged: Sign) -> bool:
    """In Chinese only within one clause (发布新版：实测 is a test), and not before a last word that names what it is
    (发布深度解读); Japanese and Korean say last what they mean.

    But 「…」を発表、 leads on to what it may come to: what follows is a remark, unless somebody has tried it.
    """
    if told.start >= judged.start:
        return False
    if judged.sense == "opinion" and title.text[told.end : told.end + 1] == "、":
        return True
    if judged.sense == "opinion" and title.chinese and judged.end == len(title.text):
        return False
    return title.text[told.start] < HAN or (title.chinese and not apart(title.text, told, judged))


def _is_silent(reading: Reading) -> bool:
    """The title has no word of an event."""
    return not tells(reading) and not reading.titled("announced", "confirmed")


def only_asks(reading: Reading) -> bool:
    """The headline is a question; "Sora is gone. What's next?" tells before it asks."""
    asked = reading.title.text.rstrip(" \"')」』]")
    if not asked.endswith("?"):
        return False
    told = any(sign.sense in KINDS for sign in reading.title_signs)
    return not told or not _BEFORE.search(asked[:-1])


def apart(text: str, one: Sign, other: Sign) -> bool:
    """Two signs stand in two clauses."""
    between = text[min(one.end, other.end) - 1 : max(one.start, other.start) + len(", ")]
    return bool(_PARTING.search(between))


def tells(reading: Reading) -> bool:
    """The title has a word of an event, weak or strong."""
    return any(sign.pattern.family == "kind" for sign in reading.title_signs)


def events_of(reading: Reading) -> tuple[Sign, ...]:
    """Return the words of an event in the title, weak and strong."""
    return tuple(sign for sign in reading.title_signs if sign.pattern.family == "kind" and sign.sense != "review")
