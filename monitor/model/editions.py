"""What a mail shows: slots, entries, coverage, trends, and what was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.model.judgement import Miss
from monitor.model.words import Status


@dataclass(frozen=True, slots=True)
class Slot:
    """A due edition: the digest's local date-time and the instant that is."""

    digest: str
    local: str  # "2026-03-25T07:00"; of an alert "2026-03-25T14:03:27"
    due_at: datetime

    @property
    def kind(self) -> str:
        """Tell whether it is a digest's or an alert's: its form says so, also in the journal."""
        return "digest" if len(self.local) == len("2026-03-25T07:00") else "alert"


def alerts_of(digest: str) -> str:
    """Name the alerts of a digest, beside its editions."""
    return f"alert:{digest}"


@dataclass(frozen=True, slots=True)
class Source:
    """One report in an edition."""

    site: str
    url: str
    title: str
    language: str
    at: datetime | None  # None = date unknown
    official: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way of a story: first rumour, confirmation, denial, launch, withdrawal."""

    at: datetime
    status: Status
    text: str
    site: str
    url: str
    story: int
    plain: bool = False  # `reported`, but nobody hedges it: no rumour that what came before or after could settle


@dataclass(frozen=True, slots=True)
class Entry:
    """A story as one edition tells it."""

    story: int
    headline: str
    url: str
    language: str
    gist: str  # verbatim from the best item; "" = no summary
    status: Status
    kinds: tuple[str, ...]
    products: tuple[str, ...]
    companies: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    origin: str = ""
    official: bool = False
    plain: bool = False  # nobody hedges it: where it is but `reported`, a second source is missing
    sources: tuple[Source, ...] = ()  # the first first
    more: tuple[str, ...] = ()  # languages of the sources not listed, one entry each
    whats_new: tuple[str, ...] = ()  # follow-up: what is new since it was told; () = told for the first time
    history: tuple[Step, ...] = ()
    weight: float = 0.0
    item: int = 0  # whose headline it is; 0 = an edition of before this was kept
    minor: bool = False  # an opinion, a how-to, a round-up that few carry, a mere paper: after the news
    machine: str = ""  # the headline as a language model translated it; "" = it did not
    machine_gist: str = ""
    machine_language: str = ""  # of these two


@dataclass(frozen=True, slots=True)
class FeedTrouble:
    """A feed the reader should know was not read."""

    feed: str
    code: str
    text: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read for an edition: tells a quiet day from a dead service."""

    feeds: int
    feeds_read: int
    items: int
    matched: int
    troubles: tuple[FeedTrouble, ...] = ()
    last_match_at: datetime | None = None  # None = never yet
    silent: tuple[FeedTrouble, ...] = ()  # read, but they fell silent beyond their own rhythm; the longest first


@dataclass(frozen=True, slots=True)
class Trend:
    """A product's week against its own normal."""

    product: str
    count: int
    usual: float
    mark: Literal["", "spike", "dip"] = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An item that one rule alone kept out of an edition."""

    title: str
    url: str
    site: str
    language: str
    miss: Miss


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue of a digest: all that its mail says, kept to be rendered again."""

    digest: str
    slot: str  # local date-time
    title: str
    zone: str
    words: str
    composed_at: datetime
    covers_since: datetime
    top: tuple[Entry, ...] = ()
    brief: tuple[Entry, ...] = ()
    languages: int = 0  # of these items
    items: int = 0  # told for the first time
    coverage: Coverage = Coverage(0, 0, 0, 0)
    trends: tuple[Trend, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()  # the nearest first
    notices: tuple[str, ...] = ()  # config trouble, watchlist changes, delays
    next_at: datetime | None = None  # None = not known
    kind: str = "digest"  # digest, alert, operator

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return all it tells, what is told whole first."""
        return (*self.top, *self.brief)

    @property
    def is_quiet(self) -> bool:
        """Tell whether there is no news in it, but opinions and how-tos at most."""
        return all(entry.minor for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Told:
    """What a digest has told of a story, so that it comes back only with news."""

    story: int
    status: Status
    official: bool
    versions: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: int = 0
    told_at: datetime | None = None  # None = not yet recorded
    linked: tuple[int, ...] = ()  # earlier stories it was told to continue, confirm, deny or contradict
    muted: bool = False  # no reader saw it: it was news while its products were muted
    alerted: bool = False  # an alert told it, no edition has since
    regions: tuple[str, ...] = ()
