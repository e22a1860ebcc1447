"""The form of monitor.yaml: which keys there are, what each may say, what holds when it is left out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from monitor.config import addresses, zones
from monitor.config.forms.feeds_file import HeaderForm
from monitor.config.values import (
    Address,
    Clock,
    Count,
    Form,
    Hours,
    Keep,
    Language,
    LastStep,
    MailWords,
    Pause,
    Proxy,
    Reachable,
    Size,
    Slug,
    Some,
    Span,
    Step,
    Tag,
    Text,
    Url,
    Weekdays,
)
from monitor.model import Alerts, Digest, Limits, Mail, Maintain, Model, Polling

POLLING, LIMITS, MAIL, DIGEST, ALERTS, MAINTAIN = Polling(), Limits(), Mail(), Digest(""), Alerts(), Maintain()
MODEL = Model("", "")


class PollingForm(Form):
    """How often and how hard sites are asked."""

    interval: Span = Field(POLLING.interval, description="how long after one poll of a feed the next is due")
    floor: Pause = Field(POLLING.floor, description="never sooner than this, whatever a feed asks for")
    without_validators: Pause = Field(
        POLLING.without_validators, description="never sooner for feeds that cannot say `unchanged`"
    )
    ceiling: Span = Field(POLLING.ceiling, description="the longest wait, also for a feed that fails")
    threads: int = Field(POLLING.threads, ge=1, le=128, description="how many feeds are read at once")
    per_host: int = Field(POLLING.per_host, ge=1, le=16, description="how many requests one host gets at once")
    gap: Pause = Field(POLLING.gap, description="the pause between two requests to one host")
    fresh: Span = Field(POLLING.fresh, description="news older than this when first seen opens no story")
    fresh_first: Span = Field(POLLING.fresh_first, description="the same on the first poll of a feed")
    proxy: Proxy = Field(POLLING.proxy, description="http://HOST:PORT of a proxy that all sites are asked through")


class LimitsForm(Form):
    """Bounds on one answer of a site and on reading it."""

    total: Span = Field(LIMITS.total, description="the longest time for one request, redirects included")
    connect: Span = Field(LIMITS.connect, description="the longest time to connect")
    idle: Span = Field(LIMITS.idle, description="the longest silence in an answer")
    body: Size = Field(LIMITS.body, ge=1 << 10, le=1 << 30, description="the largest feed")
    redirects: int = Field(LIMITS.redirects, ge=0, le=20, description="how many redirects are followed")
    parse: Span = Field(LIMITS.parse, description="the longest time to read a feed's text")
    memory: Size = Field(LIMITS.memory, ge=16 << 20, le=64 << 30, description="memory of the process that reads it")
    entries: Count = Field(LIMITS.entries, description="entries of one feed; more are left out")
    text: Count = Field(LIMITS.text, description="characters of a title or summary; more is cut")
    allow: tuple[Reachable, ...] = Field((), description="address:port that may be reached although not public")


class MailForm(Form):
    """Where mail goes out."""

    sender: Address = Field(MAIL.sender, description="the address mails come from")
    sender_name: Text = Field(MAIL.sender_name, description="the name beside it")
    server: Annotated[str, AfterValidator(addresses.server)] | None = Field(
        None, description="the mail server; without one, mails go to a local Maildir"
    )
    port: int = Field(MAIL.port, ge=1, le=65535, description="587 for starttls, 465 for tls, 25 for a local relay")
    security: Literal["starttls", "tls", "none"] = Field("starttls", description="how the connection is protected")
    user: Text | None = Field(None, description="the login; without one, none is tried")
    password_file: Text | None = Field(None, description="a file of mode 600 with the password in its first line")
    maildir: Text | None = Field(None, description="where mails go without a server; default: beside the database")
    unsubscribe: Annotated[str, AfterValidator(addresses.unsubscribe)] | None = Field(
        None, description="mailto: or https address to unsubscribe at, with {recipient} or {token}; default: the sender"
    )
    timeout: Step = Field(MAIL.timeout, description="the longest wait for each answer of the server; 10m at most")
    dot_timeout: LastStep = Field(
        MAIL.dot_timeout, description="the longest wait for the last answer (RFC 5321: 10m); 20m at most"
    )


class AlertsForm(Form):
    """Mails about the stories that should not wait for the next edition."""

    weight: float = Field(ALERTS.weight, ge=0, le=50, description="stories of this weight or more")
    status: tuple[Literal["confirmed", "reported", "denied"], ...] = Field(
        ("confirmed",), min_length=1, description="and of one of these"
    )
    per_day: int = Field(ALERTS.per_day, ge=1, le=50, description="at most so many a day; the rest waits")
    quiet: Hours | None = Field(None, description="no alert in these local hours: 22:00-07:00")
    push_file: Text | None = Field(None, description="a file of mode 600 with Apprise addresses, one a line")


class DigestForm(Form):
    """A newsletter: who gets which news when."""

    name: Slug = Field(description="a short name that stays: `daily`")
    recipients: tuple[Address, ...] = Field((), description="each gets a mail of their own")
    at: Clock = Field(DIGEST.at, description="the local time it is due", validate_default=False)
    zone: Annotated[str, AfterValidator(zones.zone)] = Field(DIGEST.zone, description="an IANA time zone")
    weekdays: Weekdays = Field(DIGEST.weekdays, description="on which days; default: every day")
    title: Text = Field(DIGEST.title, description="the heading of the mail")
    products: tuple[Text, ...] = Field((), description="names of the watchlist; default: all")
    languages: tuple[Language, ...] = Field((), description="languages of the news; default: all")
    headline_languages: tuple[Tag, ...] = Field(DIGEST.headline_languages, description="preferred for headlines")
    top: int = Field(DIGEST.top, ge=1, le=100, description="stories told whole; the rest gets a line each")
    words: MailWords = Field("en", description="the language of the mail's own words")
    minimum: float = Field(DIGEST.minimum, ge=0, le=50, description="stories of less weight are left out; 0: none")
    alerts: AlertsForm | None = Field(None, description="mails in between, about what should not wait; default: none")
    translate: bool = Field(False, description="translate headlines its readers cannot read (needs `model`)")
    text_only: bool = Field(DIGEST.text_only, description="mails of plain text, without a page")
    near_misses: Some = Field(DIGEST.near_misses, description="what one rule alone kept out: so many lines, or true: 5")
    radar: bool = Field(DIGEST.radar, description="names that the watchlist perhaps lacks, once each")


class MaintainForm(Form):
    """What the daily upkeep keeps."""

    backups: int = Field(MAINTAIN.backups, ge=0, le=1000, description="daily copies beside the database; 0: none")
    keep_unmatched: Keep = Field(MAINTAIN.keep_unmatched, description="how long items are kept that match nothing")
    keep_letters: Keep = Field(MAINTAIN.keep_letters, description="how long a sent letter can be sent again as it was")


class ReportForm(Form):
    """Each edition as a page, a list of them, and a feed for each digest."""

    folder: Text | None = Field(None, description="where they are written; default: nowhere")
    address: Annotated[str, AfterValidator(addresses.folder)] | None = Field(
        None, description="where that folder is seen on the web: https://example.org/news/"
    )


class ModelForm(Form):
    """A language model that translates headlines: any server that speaks OpenAI's chat interface, a local one too."""

    url: Url = Field(description="to which /chat/completions is added: http://127.0.0.1:11434/v1")
    name: Text = Field(description="what the server calls the model")
    key: HeaderForm | None = Field(None, description="where its key is; default: it wants none")
    calls: int = Field(MODEL.calls, ge=1, le=100_000, description="at most so many requests a day")
    timeout: Span = Field(MODEL.timeout, description="the longest wait for an answer; no mail waits for it")


class OperatorForm(Form):
    """How the person who runs the service hears of it."""

    mail: tuple[Address, ...] = Field((), description="told when a promise is at risk, and when all is well again")
    edits: bool = Field(False, description="also told what came of each edit of the config")
    ping: Url | None = Field(None, description="asked for every five minutes while all is well")
    metrics: Text | None = Field(None, description="a file for Prometheus' node_exporter, written every minute")


class MonitorFile(Form):
    """The settings of ai-video-monitor: polling, mail, digests."""

    contact: Annotated[str, AfterValidator(addresses.contact)] | None = Field(
        None, description="an e-mail or web address told to the sites that are polled"
    )
    polling: PollingForm = PollingForm.model_validate({})
    limits: LimitsForm = LimitsForm.model_validate({})
    mail: MailForm = MailForm.model_validate({})
    digests: tuple[DigestForm, ...] = Field((), max_length=200)
    maintain: MaintainForm = MaintainForm.model_validate({})
    report: ReportForm = ReportForm.model_validate({})
    operator: OperatorForm = OperatorForm.model_validate({})
    model: ModelForm | None = Field(None, description="a language model that translates headlines; default: none")
