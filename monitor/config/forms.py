"""The form of the three files: which keys there are, what each may say, what holds when it is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from monitor.config import addresses, scalars
from monitor.config.values import (
    SCALAR,
    Address,
    Clock,
    Count,
    Edition,
    Element,
    Form,
    HeaderName,
    Hours,
    Keep,
    Language,
    LanguageOrAny,
    MailWords,
    Official,
    Path,
    Pause,
    Reachable,
    Selector,
    Size,
    Slug,
    Some,
    Span,
    Tag,
    Text,
    Url,
    Weekdays,
    not_none,
)
from monitor.model import Alerts, Digest, Limits, Mail, Maintain, Model, Polling

POLLING, LIMITS, MAIL, DIGEST, ALERTS, MAINTAIN = Polling(), Limits(), Mail(), Digest(""), Alerts(), Maintain()
MODEL = Model("", "")


# ---------------------------------------------------------------- monitor.yaml


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
    timeout: Span = Field(MAIL.timeout, description="the longest wait for each answer of the server")
    dot_timeout: Span = Field(MAIL.dot_timeout, description="the longest wait for the last answer (RFC 5321: 10 min)")


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
    zone: Annotated[str, AfterValidator(scalars.zone)] = Field(DIGEST.zone, description="an IANA time zone")
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


# ---------------------------------------------------------------- feeds.yaml


class SelectForm(Form):
    """Where a page shows its entries: CSS selectors; `SELECTOR@NAME` reads an attribute, `@NAME` one of the entry."""

    entry: Element = Field(description="each entry of the list")
    title: Selector | None = Field(None, description="in an entry or itself, its headline; default: a")
    link: Selector | None = Field(None, description="what links to the article; default: a")
    date: Selector | None = Field(None, description="when it was published: time@datetime")
    summary: Selector | None = Field(None, description="what it says in short")


class EmbeddedForm(Form):
    """Where a page holds its entries as JSON; a path is keys and numbers joined by dots: `data.list.0`."""

    find: Text = Field(description="the text right before the JSON: `allData =`")
    items: Path | None = Field(None, description="the path to the list; default: the JSON is the list")
    title: Path | None = Field(None, description="in an entry, the path to its headline; default: title")
    link: Path | None = Field(None, description="the path to its address; default: url")
    date: Path | None = Field(None, description="the path to its date")
    summary: Path | None = Field(None, description="the path to what it says in short")


class HeaderForm(Form):
    """Where the value of a header is: exactly one of these; the value itself never stands in this file."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    file: Text | None = Field(None, description="a file of mode 600 with the whole value in its first line")
    credential: Annotated[str, AfterValidator(scalars.credential)] | None = Field(
        None, description="the name of a systemd credential (LoadCredential=)"
    )
    variable: Annotated[str, AfterValidator(scalars.variable)] | None = Field(
        None, description="the name of an environment variable"
    )


# What no single key shows; checks.py says it in words, with the place.
FEED_RULES: JsonSchemaValue = {
    "allOf": [
        {
            "if": {"properties": {"type": {"const": "search"}}, "required": ["type"]},
            "then": {"anyOf": [{"required": ["url"]}, {"required": ["engine", "languages"]}]},
            "else": {"required": ["url"]},
        },
        {
            "if": {"properties": {"type": {"const": "page"}}, "required": ["type"]},
            "then": {"oneOf": [{"required": ["select"]}, {"required": ["json"]}]},
        },
    ]
}


class FeedForm(Form):
    """A source of news."""

    model_config = ConfigDict(json_schema_extra=FEED_RULES)

    name: Slug = Field(description="a short name that stays: the feed's history hangs on it")
    url: Url | None = Field(None, description="the address of the feed, page or sitemap; of a search without `engine`")
    type: Literal["feed", "page", "sitemap", "search"] = Field(
        "feed", description="an RSS, Atom, RDF or JSON feed, a web page, a news sitemap, a news search; default: feed"
    )
    title: Text | None = Field(None, description="how mails call the site; default: the feed's own title")
    language: Tag | None = Field(None, description="of its news: en, zh, pt-BR; default: as the feed says")
    official: bool = Field(False, description="a vendor's own channel: what it says of its products is confirmed")
    interval: Span | None = Field(None, description="instead of polling.interval of monitor.yaml")
    encoding: Annotated[str, AfterValidator(scalars.encoding)] | None = Field(
        None, description="the charset to read it in, where the feed says it wrongly"
    )
    user_agent: Text | None = Field(None, description="instead of the monitor's own")
    headers: dict[HeaderName, HeaderForm] = Field(
        {}, max_length=10, description="further request headers, by name: where each one's secret value is"
    )
    select: SelectForm | None = Field(None, description="page: where it shows its entries, by CSS selectors")
    embedded: EmbeddedForm | None = Field(  # BaseModel has a method `json`
        None, alias="json", description="page: where it holds its entries as JSON"
    )
    engine: Literal["google", "bing"] | None = Field(None, description="search: whose news search is asked")
    languages: tuple[Edition, ...] = Field((), description="search: the language editions to ask, a feed each")
    query: Text | None = Field(None, description="search: what for; default: products, the names of the watchlist")


class FeedsFile(Form):
    """The feeds that ai-video-monitor reads."""

    feeds: Annotated[tuple[FeedForm, ...], AfterValidator(not_none)] = Field(max_length=10_000)


# ---------------------------------------------------------------- watchlist.yaml


def _term(typed: object) -> object:
    return {"text": typed} if isinstance(typed, str) else typed


class TermForm(Form):
    """A word or phrase; the short form is the text alone."""

    text: Text
    languages: tuple[Language, ...] = Field((), description="only in news of these languages")

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Allow the short form in editors too."""
        return {"anyOf": [SCALAR, handler.resolve_ref_schema(handler(core))]}


class AliasForm(TermForm):
    """A name; the short form is the text alone."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "not": {"required": ["text", "regex"]}})

    text: Text = ""
    regex: Text = Field("", description="instead of `text`: an expression of RE2; case, width and accents do not count")

    @property
    def spelling(self) -> str:
        """What is looked for."""
        return self.text or self.regex


class ContextForm(TermForm):
    """A word that makes an ambiguous alias count; the short form is the text alone."""

    within: int | None = Field(None, ge=1, le=10_000, description="only so many characters away; default: anywhere")


def _by_language(typed: object) -> object:
    return {"*": typed} if isinstance(typed, list) else typed


Term = Annotated[TermForm, BeforeValidator(_term)]
Terms = tuple[Term, ...]
Aliases = tuple[Annotated[AliasForm, BeforeValidator(_term)], ...]
ContextTerm = Annotated[ContextForm, BeforeValidator(_term)]
WORD_LIST = {"type": "array", "items": SCALAR}
Ambiguous = Annotated[
    dict[LanguageOrAny, tuple[Text, ...]],
    BeforeValidator(_by_language),
    WithJsonSchema({"anyOf": [WORD_LIST, {"type": "object", "additionalProperties": WORD_LIST}, {"type": "null"}]}),
]


class NamedForm(Form):
    """What has a name and goes by several."""

    name: Text = Field(description="how mails call it")
    aliases: Aliases = Field((), description="every name it goes by, in every script; default: the name")


class ProductForm(NamedForm):
    """An AI video product to follow."""

    vendor: Text | None = Field(None, description="who makes it")
    ambiguous: Ambiguous = Field({}, description="aliases that are not enough alone; a list, or language: list")
    context: tuple[ContextTerm, ...] = Field((), description="one of these beside an ambiguous alias makes it count")
    exclude: Terms = Field((), description="an alias inside or beside these does not count")
    official: tuple[Official, ...] = Field((), description="hosts whose word is a confirmation")
    expect: Terms = Field((), description="headlines that must find it; proven by `check`")
    reject: Terms = Field((), description="headlines that must not")


class VendorForm(NamedForm):
    """A company that makes or carries AI video products."""

    official: tuple[Official, ...] = Field((), description="hosts whose word is a confirmation")
    video: bool = Field(False, description="AI video is its main business: all its news is relevant")


class HostForm(NamedForm):
    """A product that carries an AI video product or stands beside it: context, never counted."""

    vendor: Text | None = None


class WatchlistFile(Form):
    """What ai-video-monitor looks for."""

    products: Annotated[tuple[ProductForm, ...], AfterValidator(not_none)] = Field(max_length=5_000)
    vendors: tuple[VendorForm, ...] = ()
    hosts: tuple[HostForm, ...] = ()
    topics: dict[LanguageOrAny, Terms] = Field({}, description="words that say `AI video`, by language")


FORMS: Mapping[str, type[Form]] = {
    "monitor.yaml": MonitorFile, "feeds.yaml": FeedsFile, "watchlist.yaml": WatchlistFile,
}  # fmt: skip
