"""Items and stories in; the story each item belongs to, what a story sums up to and which earlier ones it turns, out.

An item joins, in this order:
1. the same page: canonical address or guid;
2. syndicated text: near-equal titles in one language, with the same products, versions and sums;
3. the same event by evidence: product and version, kind, status, sums and quantities with their units, names in Latin
   letters inside any script, things spoken of (concepts.py), the source cited, the wording, the hours between.
Vetoes: another version, another sum, an opposite kind, another main product, a denial beside what it denies, a report
more than a day before the happening.

Principle: each clue has a weight in log-odds (weights.py), and their sum decides, so that every choice can be
explained. An item is compared with the story as a whole, never with one member: no chain leads from one event to
another. Rather a missed merge than a false one: two entries cost a reader less than a wrong one. Items may come in any
order, late ones too. What a person decided (decided.py) goes before all evidence.
Two stories become one only when an item comes that fits both and their items fit each other (uniting.py; a lone item
need only fit); never once readers were told of both.
Rejected: similarity of titles alone (titles that differ in one name or number are near-equal and two events),
clustering by batches (a story must not change once told), embeddings as evidence of their own (see meaning.py),
stories of near misses (one in a thousand items is one, and of ten such nine stand alone), comparing a report that names
neither product nor company with those that do (of 900 real reports two came home, and a story of three events grew
around one of them).
"""

from datetime import timedelta

from monitor.cluster.choosing import choose
from monitor.cluster.decided import Decided, decided, said
from monitor.cluster.evidence import traits
from monitor.cluster.explaining import compare, why
from monitor.cluster.links import relate
from monitor.cluster.meaning import likeness
from monitor.cluster.summary import summarise
from monitor.cluster.uniting import are_one
from monitor.cluster.weights import JOIN, VOUCHED, VOUCHED_UNNAMED

__all__ = [
    "JOIN", "VOUCHED", "VOUCHED_UNNAMED", "WINDOW", "Decided", "are_one", "choose", "compare", "decided", "likeness",
    "relate", "said", "summarise", "traits", "why",
]  # fmt: skip

# How far before and after an item stories are looked for: an event is told within days, a late feed included.
WINDOW = timedelta(days=5)
