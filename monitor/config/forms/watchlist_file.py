"""The form of watchlist.yaml: which keys there are, what each may say, what holds when it is left out."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from monitor.config.values import SCALAR, Form, Language, LanguageOrAny, Official, Text, not_none
from monitor.config.wording import refusal, shown


def _term(typed: object) -> object:
    if isinstance(typed, list):
        raise refusal("wanted here: one text, not a list", "write each on its own")
    if isinstance(typed, dict) and len(typed) == 1 and not re.fullmatch("[a-z]+", key := next(iter(typed))):
        raise refusal(f"the colon makes a key of {shown(key)}", "put quotes around the text")
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
    if isinstance(typed, str):
        raise refusal(f"wanted here: a list, not {shown(typed)}", "name the aliases that are not enough alone: [Veo]")
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
