"""The nouns: every value that crosses from one file to another.

Frozen dataclasses with tuples inside. All datetimes are aware and in UTC and end in `_at`; durations are timedelta.
None has one meaning, written beside the field. `rule` and `place` are "file:line" of what a person can edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal

# ---------------------------------------------------------------- words

Status = Literal["confirmed", "reported", "denied", "na"]
STATUSES: tuple[Status, ...] = ("confirmed", "reported", "denied", "na")

KINDS = (
    "launch", "update", "integration", "pricing", "shutdown", "funding", "market", "legal",
    "regulation", "partnership", "research", "review", "other",
)  # fmt: skip

FieldName = Literal["title", "summary"]
Role = Literal["product", "company", "host", "topic", "context", "exclusion"]
Relation = Literal["continues", "confirms", "denies", "contradicts"]


# ---------------------------------------------------------------- what a person configures


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where a page shows its entries: CSS selectors, all but the first inside an entry.

    `SELECTOR@NAME` reads an attribute instead of the text, `@NAME` one of the entry itself.
    """

    entry: str
    title: str = "a"
    link: str = "a"  # without @NAME: its href
    date: str = ""  # "" = not shown
    summary: str = ""  # "" = not shown


@dataclass(frozen=True, slots=True)
class Embedded:
    """Where a page holds its entries as JSON; a path is keys and numbers joined by dots."""

    find: str  # the text right before the JSON
    items: str = ""  # path to the list; "" = the JSON is the list
    title: str = "title"  # this and the following inside an entry
    link: str = "url"
    date: str = ""  # "" = not said
    summary: str = ""  # "" = not said


@dataclass(frozen=True, slots=True)
class Header:
    """A request header with a secret in it: its name, and the one place where its value is; never the value."""

    name: str
    file: str = ""  # of mode 600; its first line is the value
    credential: str = ""  # the name of a systemd credential
    variable: str = ""  # of the environment


@dataclass(frozen=True, slots=True)
class Feed:
    """A source of items, as feeds.yaml names it."""

    name: str  # stable key: a changed URL keeps its history
    url: str
    type: str = "feed"  # feed, page, sitemap, search
    title: str = ""  # how mails call the site; "" = the feed's own title
    language: str = ""  # BCP 47 tag of its news; "" = as declared by the feed, else guessed
    official: bool = False  # a vendor's own channel: what it says of its products is confirmed
    interval: timedelta | None = None  # None = as monitor.yaml says
    encoding: str = ""  # charset to read it in; "" = BOM, HTTP, XML declaration, detection
    user_agent: str = ""  # "" = the monitor's own
    headers: tuple[Header, ...] = ()  # sent to the origin of `url` only
    select: Selectors | None = None  # None = no page, or one with JSON
    json: Embedded | None = None  # None = no page, or one with selectors
    place: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to find in items."""

    text: str  # or a regular expression
    languages: tuple[str, ...] = ()  # primary subtags ("zh", "es"); () = all
    ambiguous: bool = False  # alone not enough: wants context
    ambiguous_in: tuple[str, ...] = ()  # ambiguous in these languages only
    within: int | None = None  # a context word counts within so many characters; None = anywhere in the item
    regex: bool = False
    place: str = ""
    column: int = field(default=1, compare=False)  # where in that line it was typed


@dataclass(frozen=True, slots=True)
class Product:
    """An AI video product the reader follows."""

    name: str
    vendor: str = ""  # "" = nobody in particular (open source)
    terms: tuple[Term, ...] = ()
    context: tuple[Term, ...] = ()  # one of these, the vendor or a topic word makes an ambiguous term count
    exclude: tuple[Term, ...] = ()  # a term inside or beside these words does not count
    official: tuple[str, ...] = ()  # hosts, or host/path prefixes, whose word is a confirmation
    expect: tuple[Term, ...] = ()  # headlines that must find this product
    reject: tuple[Term, ...] = ()  # headlines that must not
    place: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A company that makes or carries AI video products."""

    name: str
    terms: tuple[Term, ...] = ()
    official: tuple[str, ...] = ()
    video: bool = False  # video is its main business: its corporate news is relevant too
    place: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """A product that is no AI video product but carries one or stands beside it (ChatGPT, DALL·E): context only."""

    name: str
    vendor: str = ""
    terms: tuple[Term, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What to look for."""

    products: tuple[Product, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    hosts: tuple[Host, ...] = ()
    topics: tuple[Term, ...] = ()  # words that say "AI video"; languages set


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry of a lexicon: a phrase and what it is a sign of."""

    text: str
    sense: str  # reported, denied, launch, shutdown, ... (the keys of lexicon/*.yaml)
    language: str  # primary subtag; "*" = any
    place: str = ""


@dataclass(frozen=True, slots=True)
class Polling:
    """How often and how hard to poll."""

    interval: timedelta = timedelta(hours=1)
    floor: timedelta = timedelta(minutes=15)
    without_validators: timedelta = timedelta(hours=2)  # feeds that send neither ETag nor Last-Modified
    ceiling: timedelta = timedelta(hours=24)  # the longest wait: back-off, max-age and ttl end here
    threads: int = 16
    per_host: int = 1
    gap: timedelta = timedelta(seconds=2)  # between two requests to one host
    fresh: timedelta = timedelta(days=3)  # older news opens no story
    fresh_first: timedelta = timedelta(hours=48)  # the same on a feed's first poll


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one fetch and one parse."""

    total: timedelta = timedelta(seconds=30)
    connect: timedelta = timedelta(seconds=5)
    idle: timedelta = timedelta(seconds=10)
    body: int = 10 << 20  # bytes, decoded
    redirects: int = 5
    parse: timedelta = timedelta(seconds=10)
    memory: int = 512 << 20  # bytes of address space of the parsing child beyond its start
    entries: int = 10_000
    text: int = 64_000  # characters a field
    allow: tuple[str, ...] = ()  # "address:port" that may be reached although not public


@dataclass(frozen=True, slots=True)
class Mail:
    """Where mail goes out."""

    sender: str = "ai-video-monitor@localhost"
    sender_name: str = "AI video monitor"
    server: str = ""  # "" = no server: mails go to `maildir`
    port: int = 587
    security: str = "starttls"  # starttls, tls, none
    user: str = ""  # "" = no login
    password_file: str = ""  # "" = systemd credential "smtp-password", else $AI_VIDEO_MONITOR_SMTP_PASSWORD
    maildir: str = ""  # "" = mail/ beside the database
    unsubscribe: str = ""  # mailto: or https: address, with {recipient} or {token}; "" = mailto the sender
    timeout: timedelta = timedelta(seconds=60)  # of each step but the last
    dot_timeout: timedelta = timedelta(seconds=600)  # for the answer to the final dot (RFC 5321 4.5.3.2.6)


@dataclass(frozen=True, slots=True)
class Alerts:
    """Which stories do not wait for the next edition."""

    weight: float = 10.0  # from which on
    status: tuple[Status, ...] = ("confirmed",)
    per_day: int = 3
    quiet: tuple[time, time] | None = None  # local, from and until: nobody is woken; None = at any hour
    push_file: str = ""  # a file with Apprise addresses, one a line; "" = mail alone


@dataclass(frozen=True, slots=True)
class Digest:
    """A newsletter: who gets which news when."""

    name: str
    recipients: tuple[str, ...] = ()
    at: time = time(7, 0)  # local time
    zone: str = "UTC"  # IANA name
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # Monday is 0
    title: str = "AI video"
    products: tuple[str, ...] = ()  # () = all
    languages: tuple[str, ...] = ()  # of news, primary subtags; () = all
    headline_languages: tuple[str, ...] = ("en",)  # preferred for headlines, in this order
    top: int = 8  # stories told whole; the rest one line each
    words: str = "en"  # language of the mail's own words
    minimum: float = 0.0  # stories of less weight wait until they weigh as much
    text_only: bool = False  # mails without a page
    alerts: Alerts | None = None  # None = none
    translate: bool = False  # headlines that its readers cannot read, by the language model
    near_misses: int = 0  # told, a line each; 0 = none
    radar: bool = True  # names that the watchlist perhaps lacks are told, once each
    place: str = ""


@dataclass(frozen=True, slots=True)
class Maintain:
    """What the daily upkeep keeps."""

    backups: int = 7  # daily copies beside the database; 0 = none is made
    keep_unmatched: timedelta = timedelta(days=90)  # items that match nothing
    keep_letters: timedelta = timedelta(days=90)  # the bytes of settled letters


@dataclass(frozen=True, slots=True)
class Report:
    """Where editions are kept as pages and feeds."""

    folder: str = ""  # "" = none are written
    address: str = ""  # where the folder is seen on the web, ending in "/"; "" = nowhere


@dataclass(frozen=True, slots=True)
class Operator:
    """How the person who runs the service hears of it."""

    mail: tuple[str, ...] = ()  # told when a promise is at risk, and when all is well again
    edits: bool = False  # also what came of each edit of the config
    ping: str = ""  # an address asked for while all is well; "" = none
    metrics: str = ""  # a file for Prometheus' node_exporter; "" = none


@dataclass(frozen=True, slots=True)
class Model:
    """An optional language model that translates headlines, behind an interface like OpenAI's."""

    url: str  # to which "/chat/completions" is added
    name: str
    key: Header | None = None  # where its key is; None = it wants none
    calls: int = 200  # a day
    timeout: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Translation:
    """What a language model made of a headline; "" = it was asked, and its answer would not do."""

    headline: str
    gist: str
    model: str


@dataclass(frozen=True, slots=True)
class Settings:
    """monitor.yaml."""

    contact: str = ""  # address or page told to sites in the User-Agent
    polling: Polling = Polling()
    limits: Limits = Limits()
    mail: Mail = Mail()
    digests: tuple[Digest, ...] = ()
    maintain: Maintain = Maintain()
    report: Report = Report()
    operator: Operator = Operator()
    model: Model | None = None  # None = none is asked

    def digest(self, name: str) -> Digest | None:
        """Return the digest of this name; None = there is none."""
        return next((one for one in self.digests if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Config:
    """The three files and the lexicons, read and valid."""

    settings: Settings
    feeds: tuple[Feed, ...]
    watchlist: Watchlist
    cues: tuple[Cue, ...] = ()
    loaded_at: datetime | None = None  # None = the defaults, not read from a file
    warnings: tuple[Complaint, ...] = ()  # what is allowed but probably not meant


# ---------------------------------------------------------------- polling


@dataclass(frozen=True, slots=True)
class Skip:
    """When a feed asks not to be read: skipHours and skipDays of RSS."""

    hours: tuple[int, ...] = ()  # of the day in UTC, 0 to 23
    days: tuple[int, ...] = ()  # Monday is 0


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between polls."""

    feed: Feed
    url: str  # the one polled: feed.url, or where it moved to for good
    etag: str = ""  # verbatim; "" = none
    modified: str = ""  # Last-Modified, verbatim; "" = none
    body_hash: str = ""  # SHA-256 of the last body filed; "" = never
    next_poll_at: datetime | None = None  # None = now
    polled_at: datetime | None = None  # start of the last request; None = never
    ok_at: datetime | None = None  # last good answer; None = never
    failures: int = 0  # in a row
    failing_since: datetime | None = None  # None = it works
    error_code: str = ""  # "" = it works
    error_text: str = ""
    ttl: timedelta | None = None  # how long the document last read asks to be left alone; None = not said
    skip: Skip = Skip()  # of the document last read
    max_age: timedelta | None = None  # how long the last answer calls itself fresh; None = not said
    newest_at: datetime | None = None  # the last date in the document last read; None = it has none
    validators_from: str = ""  # the address that gave etag and modified; "" = url
    moved_to: str = ""  # where permanent redirects led the last times; "" = nowhere
    moved_since: datetime | None = None  # when they did so for the first time; None = they do not
    moved_times: int = 0
    warning: str = ""  # a stable code of what is odd in the document last read; "" = nothing
    repeats: int = 0  # whole answers in a row that brought nothing new, in spite of the validators sent


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one poll."""

    status: int  # 200, or 304 = unchanged
    url: str  # after redirects
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    max_age: timedelta | None = None  # None = not said
    moved_to: str = ""  # where only permanent redirects led; "" = nowhere


@dataclass(frozen=True, slots=True)
class Item:
    """One raw thing of a feed, cleaned: plain text, http(s) link or none."""

    feed: str
    guid: str
    url: str  # the link to open; "" = none
    title: str
    summary: str = ""
    language: str = ""  # BCP 47; "" = unknown
    site: str = ""  # how mails call the source
    published_at: datetime | None = None  # None = not said, or said wrongly
    seen_at: datetime | None = None  # None = not yet filed
    official: bool = False  # from a vendor's own channel


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an item that a feed may list again."""

    id: int
    guid: str
    url_key: str  # canonical address without scheme; "" = none
    title: str
    published_at: datetime | None  # None = not said
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Parsed:
    """A feed document, read."""

    items: tuple[Item, ...]
    title: str = ""
    language: str = ""
    ttl: timedelta | None = None  # None = not said
    format: str = ""  # rss20, atom10, json11 ...
    warning: str = ""  # a stable code when it was salvaged (parse.bozo, parse.truncated); "" = well-formed
    dropped: int = 0  # entries with nothing in them
    skip: Skip = Skip()
    maps: tuple[str, ...] = ()  # the sitemaps to read instead, as this is an index of them
    maps_dated: bool = False  # the index says of each of them when it changed last


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed."""

    url: str
    origin: str  # "declared by the page", "YouTube channel", "common path" ...
    title: str = ""  # as the page calls it; "" = not said
    name: str = ""  # a short name that its address suggests; "" = none
    type: str = "feed"  # as in Feed: feed, sitemap, search


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a feed brought in a span of time."""

    items: int = 0
    matched: int = 0
    newest_at: datetime | None = None  # None = nothing


@dataclass(frozen=True, slots=True)
class Silence:
    """A feed that answers and has had nothing new for much longer than is usual for it."""

    since: datetime
    usual: timedelta | None  # from one item to the next; None = too few to tell
    watched: bool  # some item was news when it was filed: the feed fell silent under our eyes


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a feed could not be read: a value, stored and shown, never fatal."""

    code: str  # stable: net.timeout, http.forbidden, parse.cpu ...
    text: str
    retry_after: timedelta | None = None  # None = not said
    host: str = ""  # "host:port" that wants to be left alone by all, not by this feed only; "" = none does


# ---------------------------------------------------------------- judgement


WhyCode = Literal[
    "part_of", "beside", "small", "unsupported",  # what keeps a name from counting
    "version", "vendor", "context", "topic", "business", "software", "official",
    "also_named", "companion",  # what supports it
    "meant", "selfnamed",  # what a product that is not named, or not on the list, stands by
    "round_up", "other_video", "no_video", "misuse", "declines",  # what takes from the score
]  # fmt: skip
_WHY: Mapping[WhyCode, str] = {
    "part_of": "part of {word} ({place})",
    "beside": "beside {word} ({place})",
    "small": "ambiguous; written small like a common word",
    "unsupported": "ambiguous; nothing supports it",
    "version": "ambiguous; version {word}",
    "vendor": "ambiguous; vendor {word} ({field})",
    "context": "ambiguous; context {word} ({field})",
    "topic": "ambiguous; topic {word} ({field})",
    "business": "ambiguous; business {word} ({field})",
    "software": "ambiguous; a program's {word} ({field})",
    "official": "ambiguous; told by {word}",
    "also_named": "ambiguous; also named in the {field}",
    "companion": "ambiguous; beside {word} in the {field}",
    "meant": "not named; the first product of {word} on the list",
    "selfnamed": "not on the list; the title calls it a {word}",
    "round_up": "a round-up",
    "other_video": "another use of video",
    "no_video": "says it makes no video",
    "misuse": "a false picture",
    "declines": "says it makes no video",
}


@dataclass(frozen=True, slots=True)
class Why:
    """What makes a word count, keeps it from that, or makes it take from the score."""

    code: WhyCode
    word: str = ""  # the other word it hangs on, as shown; "" = none
    field: FieldName | None = None  # where that stands; None = in no text
    place: str = ""  # file:line of that; "" = no line

    def __str__(self) -> str:
        return _WHY[self.code].format(word=self.word, field=self.field, place=self.place)


@dataclass(frozen=True, slots=True)
class Match:
    """Evidence: a term of the watchlist at a place in an item's text as shown."""

    name: str  # the product, company, host or topic it stands for
    role: Role
    term: str
    field: FieldName
    start: int
    end: int
    rule: str
    counted: bool = True
    why: Why | None = None  # None = a plain word that counts by itself
    weight: float = 0.0


MissReason = Literal["unsupported", "excluded", "passing", "round_up", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Miss:
    """What alone kept an item from being relevant."""

    name: str  # the product it nearly told of; "" = AI video without one
    reason: MissReason
    word: str  # what held it back, or was too little: an alias, a word of `exclude`, a word for a round-up
    field: FieldName
    rule: str
    lacks: float  # points to the score from which on an item is relevant


@dataclass(frozen=True, slots=True)
class Judgement:
    """What match says of an item."""

    relevant: bool
    score: float
    language: str
    products: tuple[str, ...] = ()  # the main one first
    companies: tuple[str, ...] = ()  # the main product's vendor first
    hosts: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()  # "Seedance 2.0"
    matches: tuple[Match, ...] = ()
    why_not: str | None = None  # None = relevant
    miss: Miss | None = None  # None = relevant, or nowhere near


@dataclass(frozen=True, slots=True)
class CueMatch:
    """Evidence of a claim: a cue at a place in an item's text as shown."""

    sense: str
    text: str
    field: FieldName
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What an item says happened, and how surely."""

    status: Status
    kinds: tuple[str, ...]  # the main one first
    origin: str = ""  # whom it cites ("The Information", "ifeng"); "" = nobody
    official: bool = False  # said by the vendor itself
    cues: tuple[CueMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """What can be compared between items of any language: the evidence stories are joined by."""

    url_key: str = ""  # canonical address without scheme; "" = none
    products: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    status: Status = "na"
    numbers: tuple[str, ...] = ()  # with unit, normalised: "usd 300000000", "% 30"
    names: tuple[str, ...] = ()  # other names in Latin letters, folded
    words: tuple[str, ...] = ()  # tokens of the title, folded, for wording compared within a language
    origin: str = ""
    language: str = ""
    site: str = ""
    official: bool = False
    at: datetime | None = None  # published, else seen; None = unknown
    extra: tuple[str, ...] = ()  # further evidence of the cluster stage, "kind:value"


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with all that was judged of it; `id` is the store's."""

    id: int
    item: Item
    judgement: Judgement
    claim: Claim
    traits: Traits


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A story continues, confirms, denies or contradicts an earlier one of the same product."""

    earlier: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class Story:
    """The items that report one event. Items are in order of publication."""

    id: int
    opened_at: datetime
    items: tuple[Judged, ...] = ()
    headline: int = 0  # id of the item whose headline stands for it
    products: tuple[str, ...] = ()
    status: Status = "na"
    kinds: tuple[str, ...] = ()
    links: tuple[StoryLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which story an item belongs to, and why."""

    story: int | None  # None = a new one
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence for or against one event, in natural log-odds."""

    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Why an item and others are, or are not, one event: the heaviest clue first."""

    score: float
    bar: float  # from which on they are
    clues: tuple[Clue, ...] = ()
    vetoes: tuple[Clue, ...] = ()  # those among them that no other evidence outweighs


Verdict = Literal["apart", "together"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of items: that two groups of them belong apart, or together. It outlives their stories."""

    verdict: Verdict
    first: tuple[int, ...]  # ids of items: those that stayed
    second: tuple[int, ...]  # those that were split off or merged into them; they belong together
    story: int  # the stories it was said of, as they were called then
    other: int
    decided_at: datetime
    id: int = 0  # 0 = not yet recorded


# ---------------------------------------------------------------- the mail


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
    sources: tuple[Source, ...] = ()  # the first first
    more: tuple[str, ...] = ()  # languages of the sources not listed, one entry each
    whats_new: tuple[str, ...] = ()  # follow-up: what is new since it was told; () = told for the first time
    history: tuple[Step, ...] = ()
    weight: float = 0.0
    item: int = 0  # whose headline it is; 0 = an edition of before this was kept
    minor: bool = False  # an opinion, a how-to, a round-up that few carry: after the news
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
    languages: int = 0  # of the items told
    items: int = 0  # told
    coverage: Coverage = Coverage(0, 0, 0, 0)
    trends: tuple[Trend, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()  # the nearest first
    notices: tuple[str, ...] = ()  # config trouble, watchlist changes, delays
    next_at: datetime | None = None  # None = not known
    kind: str = "digest"  # digest, alert, operator


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


PUSH = "push"  # the recipient of what goes to chats and phones; no address of a person looks like it


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished mail to one recipient."""

    recipient: str
    message_id: str
    subject: str
    raw: bytes  # RFC 5322, CRLF, 7-bit
    html: str  # the same page, for a preview
    part: int = 1


QuietKind = Literal["product", "feed", "digest"]


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a person wants to hear nothing of for a while: a muted product or feed, a paused digest."""

    kind: QuietKind
    name: str
    since: datetime
    until: datetime | None  # None = until a person ends it

    def covers(self, at: datetime) -> bool:
        """Tell whether this moment lies in it."""
        return self.since <= at and (self.until is None or at < self.until)


DeliveryState = Literal["pending", "sending", "sent", "deferred", "failed", "held", "cancelled"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter owed."""

    id: int
    digest: str
    slot: str
    recipient: str
    message_id: str
    raw: bytes
    sha256: str
    state: DeliveryState
    tries: int = 0
    unknowns: int = 0  # tries whose outcome nobody knows
    next_try_at: datetime | None = None  # None = now
    last_code: str = ""
    last_text: str = ""
    owed_at: datetime | None = None  # when its edition was composed; None = not recorded
    part: int = 1


# A try whose outcome nobody knows is repeated after so long, and the third one is left to a person.
UNKNOWN_WAIT = timedelta(minutes=10)
UNKNOWNS_HELD = 3

Result = Literal["sent", "deferred", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try to deliver ended. `unknown`: the final dot left, no answer came."""

    result: Result
    code: str  # stable: smtp.accepted, smtp.refused, net.refused ...
    text: str = ""
    server_wide: bool = False  # the fault is the server's or the login's, not this recipient's
    limit: int = 0  # bytes of a letter that the server says it takes; 0 = it did not say


@dataclass(frozen=True, slots=True)
class Reception:
    """How a mail server received a visit without a letter."""

    tls: str = ""  # the version agreed on; "" = the line is not encrypted
    login: bool = False  # a user and password were accepted
    trouble: Outcome | None = None  # None = it would take a letter


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a config file, where, and what would be right."""

    file: str
    line: int
    column: int
    where: str  # "products.7.aliasses"
    text: str
    hint: str = ""
    severity: Literal["error", "expectation", "warning"] = "error"
    details: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        tail = f"; {self.hint}" if self.hint else ""
        where = f"{self.where}: " if self.where else ""
        return f"{self.file}:{self.line}:{self.column}: {where}{self.text}{tail}"
