"""The signs of a title in; the same, with what a state does told as regulation, and a court's word as law, out.

Principle: "Italy blocks Sora" and "OpenAI blocks celebrities in Sora" have one verb; who acts decides. What an
authority examines is no plan of a maker: its verb is no hedge either. A state acts where its name opens a clause,
perhaps behind an article, and the verb follows as the language builds sentences: at once (English, German, Chinese),
after a particle or comma and the object (Japanese, Korean), after the object (Turkish, Hindi). So "in Italy", "Italy's
Garante", "China's Kling" and "Chinese studios demand" are no state that acts.
A judge who rejects a suit denies nothing: wherever a court's verb follows its name, it rules.
Known exceptions: a relative clause between name and verb; two states in a row, of which the second one acts alone.
Rejected: the name of a state anywhere beside the verb, since most headlines that name a state name a market.
"""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.claim.signs import Sign
from monitor.model import KINDS
from monitor.text import primary

ACTING = {"regulation": (("state", "regulation"), "acts"), "legal": (("court",), "rules")}  # kind: who, what they do
TOLD = (*KINDS, "hearsay", "denied")  # what a verb says of anybody else
FAR = 70  # characters of which the end of a gap is looked for
# What may stand in folded text before a state that opens its clause, and between it and its verb.
_ARTICLE = "the |an? |la |le |les |il |el |los |os? |as? |de |die |der "
_OPENING = re.compile(rf"(?:^|[,:;|.!?。、—–(\[「『“\"'] ?)(?:{_ARTICLE})?$")
_DIRECT = re.compile(r" (?:les? )?(?:(?:will|may|also|now|has|hat|a|ha|har|heeft|wil|vai|sẽ|akan) )?")
_CHINESE = re.compile(
    r"(?:政府|当局|监管机构|监管部门)?(?:[对就向针因][^,。;:]{1,24}|[正已将拟又再也率先首次宣布计划或,: ]{0,6})"
)
_PARTICLE = re.compile(r"(?:政府|当局|정부|당국)?(?:、|, ?|[がはも이가은는도] ?|서 )[^。:;]{0,40}")
_OBJECT = re.compile(r"[^,.:;]{1,40} ")
_GAPS = {"zh": _CHINESE, "ja": _PARTICLE, "ko": _PARTICLE, "tr": _OBJECT, "hi": _OBJECT}


def told_by_actor(signs: tuple[Sign, ...], text: str, language: str) -> tuple[Sign, ...]:
    """Put `regulation` where a state or its body acts, `legal` where a court rules, for what the verb says else."""
    gap = _GAPS.get(primary(language), _DIRECT)
    for kind, (actors, deeds) in ACTING.items():
        named = [sign for sign in signs if sign.sense in actors and (kind == "legal" or _opens(sign, text))]
        verbs = [sign for sign in signs if sign.sense == deeds]
        acting = ((actor, verb) for actor in named for verb in verbs if _follows(actor, verb, text, gap))
        for actor, verb in list(acting)[:1]:
            signs = _told(signs, replace(actor, sense=kind), verb)
    return signs


def _told(signs: tuple[Sign, ...], actor: Sign, verb: Sign) -> tuple[Sign, ...]:
    others = (sign for sign in signs if sign.sense.removeprefix("maybe_") not in TOLD or not _shares(sign, verb))
    return tuple(sorted((actor, *others), key=lambda sign: sign.start))


def _opens(sign: Sign, text: str) -> bool:
    return _OPENING.search(text, 0, sign.start) is not None


def _follows(state: Sign, verb: Sign, text: str, gap: re.Pattern[str]) -> bool:
    return state.end <= verb.start <= state.end + FAR and gap.fullmatch(text, state.end, verb.start) is not None


def _shares(one: Sign, other: Sign) -> bool:
    return one.start < other.end and other.start < one.end
