"""The nouns: every value that crosses from one file to another.

Frozen dataclasses with tuples inside. All datetimes are aware and in UTC and end in `_at`; durations are timedelta.
None has one meaning, written beside the field. `rule` and `place` are "file:line" of what a person can edit.

words      the words that values are made of: statuses, kinds, roles, relations
feeds      a feed as a person configures it, and how a page shows its entries
watchlist  what a person follows: names, makers, topics, and the lexicon's cues
settings   monitor.yaml, all three files together, and what is wrong with one
polling    what comes of asking a feed: its state, the answer, items, why not
judgement  what is judged of an item: which words were found, what it claims, what it is compared by
stories    items that report one event, how they are weighed, and what a person decided of them
editions   what a mail shows: slots, entries, coverage, trends, and what was told
letters    what is owed to a reader, what came of a try, and what is quiet for a while
"""

from monitor.model.editions import (
    Coverage,
    Edition,
    Entry,
    FeedTrouble,
    NearMiss,
    Slot,
    Source,
    Step,
    Told,
    Trend,
    alerts_of,
)
from monitor.model.feeds import Embedded, Feed, Header, Selectors
from monitor.model.judgement import (
    Claim,
    CueMatch,
    Judged,
    Judgement,
    Match,
    Miss,
    MissReason,
    Traits,
    Translation,
    Why,
    WhyCode,
)
from monitor.model.letters import (
    PUSH,
    UNKNOWN_WAIT,
    UNKNOWNS_HELD,
    Delivery,
    DeliveryState,
    Letter,
    Outcome,
    Quiet,
    QuietKind,
    Reception,
    Result,
)
from monitor.model.polling import (
    HABIT,
    Answer,
    Candidate,
    Failure,
    FeedState,
    Harvest,
    Item,
    Known,
    Parsed,
    Silence,
    Skip,
)
from monitor.model.settings import (
    Alerts,
    Complaint,
    Config,
    Digest,
    Limits,
    Mail,
    Maintain,
    Model,
    Operator,
    Polling,
    Report,
    Settings,
)
from monitor.model.stories import Choice, Comparison, Decision, SpokenClue, Story, StoryLink, Verdict
from monitor.model.watchlist import Cue, Host, Product, Term, Vendor, Watchlist
from monitor.model.words import KINDS, STATUSES, FieldName, Relation, Role, Status

__all__ = [
    "HABIT", "KINDS", "PUSH", "STATUSES", "UNKNOWNS_HELD", "UNKNOWN_WAIT", "Alerts", "Answer", "Candidate", "Choice",
    "Claim", "Comparison", "Complaint", "Config", "Coverage", "Cue", "CueMatch", "Decision", "Delivery",
    "DeliveryState", "Digest", "Edition", "Embedded", "Entry", "Failure", "Feed", "FeedState", "FeedTrouble",
    "FieldName", "Harvest", "Header", "Host", "Item", "Judged", "Judgement", "Known", "Letter", "Limits", "Mail",
    "Maintain", "Match", "Miss", "MissReason", "Model", "NearMiss", "Operator", "Outcome", "Parsed", "Polling",
    "Product", "Quiet", "QuietKind", "Reception", "Relation", "Report", "Result", "Role", "Selectors", "Settings",
    "Silence", "Skip", "Slot", "Source", "SpokenClue", "Status", "Step", "Story", "StoryLink", "Term", "Told", "Traits",
    "Translation", "Trend", "Vendor", "Verdict", "Watchlist", "Why", "WhyCode", "alerts_of",
]  # fmt: skip
