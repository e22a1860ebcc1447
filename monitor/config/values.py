"""What a key of the config may say: each kind of value with its check and what editors are told; and a form of keys."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from monitor.config import addresses, scalars, search
from monitor.config.wording import refusal

SCALAR = {"type": ["string", "number", "boolean"]}  # an editor reads `2.0` as a number; to us it is the text typed


def _pattern(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "number"], "pattern": pattern, "examples": list(examples)})


def _duration(
    least: timedelta, most: timedelta = scalars.LONGEST
) -> tuple[BeforeValidator, AfterValidator, WithJsonSchema]:
    return (
        BeforeValidator(scalars.duration),
        AfterValidator(scalars.within(least, most)),
        _pattern(r"^(0|([0-9.]+ ?(ms|s|m|min|h|d|w) ?)+)$", "90s", "15m", "1h", "3d"),
    )


F = TypeVar("F")


def not_none(entries: tuple[F, ...]) -> tuple[F, ...]:
    """Refuse an empty list. (pydantic's own min_length complains of lists whose entries are wrong, too.)"""
    if not entries:
        raise refusal("the list is empty", "one entry at least is needed")
    return entries


Text = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(scalars.plain), WithJsonSchema(SCALAR)]
Slug = Annotated[str, AfterValidator(scalars.slug), _pattern("^[a-z0-9][a-z0-9._-]{0,59}$", "the-verge")]
Url = Annotated[str, AfterValidator(addresses.web_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Proxy = Annotated[
    str, AfterValidator(addresses.proxy), WithJsonSchema({"type": "string", "pattern": "^http://[^/]+:[0-9]+/?$"})
]
Address = Annotated[
    str, AfterValidator(addresses.mailbox), WithJsonSchema({"type": "string", "pattern": "^[^@]+@[^@]+$"})
]
Tag = Annotated[str, AfterValidator(scalars.tag)]
Language = Annotated[str, AfterValidator(scalars.language)]
LanguageOrAny = Annotated[str, AfterValidator(scalars.language_or_any)]
Official = Annotated[str, AfterValidator(addresses.official)]
HeaderName = Annotated[str, AfterValidator(scalars.header)]
Reachable = Annotated[str, AfterValidator(addresses.reachable)]
Selector = Annotated[str, AfterValidator(scalars.selector), WithJsonSchema({"type": "string"})]
Element = Annotated[str, AfterValidator(scalars.element), WithJsonSchema({"type": "string"})]
Path = Annotated[str, AfterValidator(scalars.path), WithJsonSchema(SCALAR)]
_ONE_OR_MORE = (
    AfterValidator(not_none),
    BeforeValidator(lambda typed: (typed,) if isinstance(typed, str) else typed),
    WithJsonSchema({"anyOf": [SCALAR, {"type": "array", "items": SCALAR, "minItems": 1}]}),
)
Texts = Annotated[tuple[Text, ...], *_ONE_OR_MORE]
Paths = Annotated[tuple[Path, ...], *_ONE_OR_MORE]
Edition = Annotated[str, AfterValidator(search.edition)]
Clock = Annotated[time, BeforeValidator(scalars.clock), _pattern("^[0-9]{1,2}[:.][0-9]{2}$", "07:00")]
Hours = Annotated[
    tuple[time, time],
    BeforeValidator(scalars.hours),
    _pattern("^[0-9]{1,2}[:.][0-9]{2} ?- ?[0-9]{1,2}[:.][0-9]{2}$", "22:00-07:00"),
]
Weekdays = Annotated[
    tuple[int, ...],
    BeforeValidator(scalars.weekdays),
    WithJsonSchema({"type": ["array", "string"], "items": {"type": "string"}, "examples": [["mon", "thu"], "mon-fri"]}),
]
Size = Annotated[
    int,
    BeforeValidator(scalars.size),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^[0-9.]+ ?[A-Za-z]*$", "examples": ["10MB"]}),
]
Pause = Annotated[timedelta, *_duration(timedelta(0))]
_SHORTEST = timedelta(milliseconds=10)
Span = Annotated[timedelta, *_duration(_SHORTEST)]
Keep = Annotated[timedelta, *_duration(timedelta(days=1))]
# of one letter: what waits behind it, and a service that is told to stop, wait as long
Step = Annotated[timedelta, *_duration(_SHORTEST, timedelta(minutes=10))]
LastStep = Annotated[timedelta, *_duration(_SHORTEST, timedelta(minutes=20))]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
SOME = {"true": "5", "yes": "5", "on": "5", "false": "0", "no": "0", "off": "0"}
Some = Annotated[
    int,
    Field(ge=0, le=50),
    BeforeValidator(lambda typed: SOME.get(typed.lower(), typed) if isinstance(typed, str) else typed),
    WithJsonSchema({"type": ["integer", "boolean"], "minimum": 0, "maximum": 50}),
]
MailWords = Literal["en", "zh-Hans", "ja", "de", "fr", "es", "ru", "ko"]


class Form(BaseModel):
    """Keys a person may write; unknown ones are refused, a key with nothing behind it counts as left out."""

    # built when a file is first read: those inside others need not be built by themselves
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, typed: object) -> object:
        if not isinstance(typed, dict):
            return typed
        spare = {one.alias or name for name, one in cls.model_fields.items() if not one.is_required()}
        return {key: value for key, value in typed.items() if value is not None or key not in spare}
