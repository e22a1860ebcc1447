"""What was found of an item that is not relevant in; whether one step more would have made it so, and which, out.

Principle: near is what one rule alone kept out, and what an editor may want to mend by one line:

1. a title that loses as a round-up or as another use of video, and had enough without that;
2. a product or AI video named, but late or in the summary, with at most `SHORT` points lacking;
3. a name that would have been enough but does not count: ambiguous without support, or beside a word of `exclude`,
   where the same field speaks of AI or of video.

Not near: a name written small (`ya veo`) or with the capital of a sentence ("Imagine a shop"), a name inside a word of
`exclude` (Wispr Flow) or inside a longer one: there the list says what it means. Rejected: every item with a refused
name (eight of ten are common words: flow, vibes).
Of 20,000 items of a stream of technology news 28 are near, 127 relevant; every fourth of the 28 an editor would mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.match.naming import Name, excluding
from monitor.match.terms import Reading
from monitor.match.weighing import ENOUGH, PRODUCT, TEASED, TEASER, Evidence
from monitor.model import Match, Miss, MissReason

SHORT = 1.5  # points


def miss(evidence: Evidence, matches: Sequence[Match], score: float) -> Miss | None:
    """Say what alone kept an item out; None = it is relevant, or nowhere near. The nearest comes first."""
    if score >= ENOUGH:
        return None
    found = [*_lost(matches, score), *_short(matches, score), *_refused(evidence, score)]
    return min(found, key=lambda one: one.lacks, default=None)


def _product(matches: Sequence[Match]) -> str:
    return next((match.name for match in matches if match.role == "product" and match.counted), "")


def _lost(matches: Sequence[Match], score: float) -> Iterator[Miss]:
    losses = [match for match in matches if match.weight < 0]
    if losses and score - sum(match.weight for match in losses) >= ENOUGH:
        loss = losses[0]
        reason: MissReason = "round_up" if loss.why and loss.why.code == "round_up" else "elsewhere"
        yield Miss(_product(matches), reason, loss.term, loss.field, loss.rule, ENOUGH - score)


def _short(matches: Sequence[Match], score: float) -> Iterator[Miss]:
    """Yield the word that weighs most where only a little lacks."""
    said = [match for match in matches if match.role in ("product", "topic") and match.weight > 0]
    if said and ENOUGH - score <= SHORT:
        heaviest = max(said, key=lambda match: (match.role == "product", match.weight))
        name = heaviest.name if heaviest.role == "product" else ""
        yield Miss(name, "passing", heaviest.term, heaviest.field, heaviest.rule, ENOUGH - score)


def _refused(evidence: Evidence, score: float) -> Iterator[Miss]:
    reading = evidence.reading
    for name in evidence.names:
        if name.counted or name.product is None or name.refused == "small" or not _speaks(name, reading):
            continue
        if score + _weight(name, reading) < ENOUGH:
            continue
        term, field, lacks = name.found.word.term, name.found.field, ENOUGH - score
        if near := excluding(name.found, reading):
            if not near.overlaps(name.found):
                held = near.word.term
                yield Miss(name.product.name, "excluded", held.text.strip("~"), field, held.place, lacks)
        elif name.refused == "unsupported" and not _opens_sentence(name, reading):
            yield Miss(name.product.name, "unsupported", term.text.strip("~"), field, term.place, lacks)


def _weight(name: Name, reading: Reading) -> float:
    """Return what a name would have weighed."""
    if name.found.field == "title":
        return PRODUCT[0]
    return TEASED if name.found.at < reading.span(TEASER) else 0.0


def _opens_sentence(name: Name, reading: Reading) -> bool:
    """Tell whether a name begins a sentence of the summary, where every word has a capital: "Imagine a shop"."""
    before = reading.texts[name.found.field].text[: name.found.at].rstrip()
    return name.found.field == "summary" and (not before or before[-1] in ".!?:。！？")


def _speaks(name: Name, reading: Reading) -> bool:
    """Tell whether the field of a name speaks of AI or of video, apart from the name itself."""
    words = (one for kind in ("ai", "video", "topic", "generating") for one in reading.of(kind))
    return any(one.field == name.found.field and not one.overlaps(name.found) for one in words)
