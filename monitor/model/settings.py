"""Monitor.yaml, all three files together, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal

from monitor.model.feeds import Feed, Header
from monitor.model.watchlist import Cue, Watchlist
from monitor.model.words import Status


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
    proxy: str = ""  # http://host:port that all sites are asked through; "" = none


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
    cues: Iterable[Cue] = ()  # of the lexicons; read when somebody looks
    loaded_at: datetime | None = None  # None = the defaults, not read from a file
    warnings: tuple[Complaint, ...] = ()  # what is allowed but probably not meant


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
