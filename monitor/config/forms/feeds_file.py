"""The form of feeds.yaml: which keys there are, what each may say, what holds when it is left out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.json_schema import JsonSchemaValue

from monitor.config import scalars
from monitor.config.values import (
    Edition,
    Element,
    Form,
    HeaderName,
    Paths,
    Selector,
    Slug,
    Span,
    Tag,
    Text,
    Texts,
    Url,
    not_none,
)


class SelectForm(Form):
    """Where a page shows its entries: CSS selectors; `SELECTOR@NAME` reads an attribute, `@NAME` one of the entry."""

    entry: Element = Field(description="each entry of the list")
    title: Selector | None = Field(None, description="in an entry or itself, its headline; default: a")
    link: Selector | None = Field(None, description="what links to the article; default: a")
    date: Selector | None = Field(None, description="when it was published: time@datetime")
    summary: Selector | None = Field(None, description="what it says in short")


class EmbeddedForm(Form):
    """Where a page holds its entries as JSON; a path is keys and numbers joined by dots: `data.list.0`.

    Each key may be a list of several: the first that leads to something counts.
    """

    find: Texts = Field(description="the text right before the JSON: `allData`")
    items: Paths | None = Field(None, description="the path to the list; default: the JSON is the list")
    title: Paths | None = Field(None, description="in an entry, the path to its headline; default: title")
    link: Paths | None = Field(None, description="the path to its address; default: url")
    date: Paths | None = Field(None, description="the path to its date")
    summary: Paths | None = Field(None, description="the path to what it says in short")


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
            "then": {"anyOf": [{"required": ["select"]}, {"required": ["json"]}]},
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
        None,
        alias="json",
        description="page: where it holds its entries as JSON; with `select` too, that is the second try",
    )
    engine: Literal["google", "bing"] | None = Field(None, description="search: whose news search is asked")
    languages: tuple[Edition, ...] = Field((), description="search: the language editions to ask, a feed each")
    query: Text | None = Field(None, description="search: what for; default: products, the names of the watchlist")


class FeedsFile(Form):
    """The feeds that ai-video-monitor reads."""

    feeds: Annotated[tuple[FeedForm, ...], AfterValidator(not_none)] = Field(max_length=10_000)
