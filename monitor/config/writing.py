"""A feed in; its line of feeds.yaml out, and what may stand in it: for lists to paste, never for files to overwrite."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from monitor.config import addresses
from monitor.config.files import read_text
from monitor.config.forms import FeedForm
from monitor.config.scalars import spell
from monitor.config.wording import refused
from monitor.model import Feed, Header

_FILE = "feeds.yaml"
_SHORT = 28  # characters of a name made from a title; a longer one is no name
_SLUG = 60
# What needs no quotes inside { } in any YAML: letters of any script and what cannot be taken for punctuation of YAML.
_BARE = re.compile(r"[^\W_](?:[\w./+()~;=-]|[ :](?=[\w./(~+-]))*")
_COLON = re.compile(r":(?![\w/])")
_NOT_TEXT = re.compile(r"(?i:null|true|false|yes|no|on|off|y|n)|[\d.:+-]+")
# Parts of an address that name nothing.
_NO_NAMES = {"www", "feeds", "feed", "rss", "atom", "blog", "news", "m", "com", "co", "org", "net", "ac", "or", "ne"}


def feed_line(feed: Feed) -> str:
    """Write the entry of a feed as one line of YAML.

    >>> feed_line(Feed("site", "https://example.org/feed?x=1", title="Site: the news", language="en"))
    '- {name: site, url: "https://example.org/feed?x=1", title: "Site: the news", language: en}'
    """
    said = _said(feed)
    said |= {"headers": {one.name: _place(one) for one in feed.headers}} if feed.headers else {}
    said |= {"interval": spell(feed.interval)} if feed.interval else {}
    said |= {"official": "true"} if feed.official else {}
    said.pop("place", None)
    return f"- {_mapping(said)}"


def _place(header: Header) -> dict[str, object]:
    return {name: said for name, said in _said(header).items() if name != "name"}


def _mapping(said: Mapping[str, object]) -> str:
    return f"{{{', '.join(f'{key}: {_value(value)}' for key, value in said.items())}}}"


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return _mapping(value)
    if is_dataclass(value):
        return _mapping(_said(value))
    if isinstance(value, tuple):  # of candidates
        return _value(value[0]) if len(value) == 1 else f"[{', '.join(map(_value, value))}]"
    return _scalar(str(value))


def _said(value: object) -> dict[str, object]:
    """Return what differs from the defaults."""
    assert is_dataclass(value)
    every = ((one.name, getattr(value, one.name), one.default) for one in fields(value))
    return {name: said for name, said, default in every if said != default}


def _scalar(value: str) -> str:
    if _BARE.fullmatch(value) and not _COLON.search(value) and (value == "true" or not _NOT_TEXT.fullmatch(value)):
        return value
    return json.dumps(value, ensure_ascii=False)


def fitted(feed: Feed) -> tuple[Feed | None, tuple[str, ...]]:
    """Return a feed of elsewhere with what feeds.yaml takes of it, and what was left out; None = not even the address.

    Its name must be good already, see `feed_name`.
    """
    typed = {name: _said(value) if is_dataclass(value) else value for name, value in _said(feed).items()}
    typed.pop("place", None)
    try:
        FeedForm.model_validate(typed)
        return feed, ()
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one["msg"] for one in error.errors(include_url=False)}
    left_out = tuple(f"{key}: {why}" for key, why in wrong.items())
    if {"name", "url"} & set(wrong):
        return None, left_out
    return Feed(**{one.name: getattr(feed, one.name) for one in fields(Feed) if one.name not in wrong}), left_out


def web_address(typed: str) -> str:
    """Return a typed web address, `https://` added where it was left out. Raises ValueError: what would be right."""
    try:
        return addresses.web_address(typed if "://" in typed else f"https://{typed.removeprefix('//')}")
    except PydanticCustomError as error:
        raise ValueError(refused(error)) from None


def feed_name(feed: Feed, taken: Container[str]) -> str:
    """Return a short name for a feed that no other has: its own, its title's, its host's, one with a number.

    >>> feed_name(Feed("", "https://news.example.co.jp/it/feed", title="Example: all the news of the day"), {"example"})
    'example-it'
    """
    address = urlsplit(feed.url)
    site = [part for part in (address.hostname or "").split(".")[:-1] if part not in _NO_NAMES and not part.isdigit()]
    host = slug(site[-1] if site else address.hostname or "") or "feed"
    steps = [name for step in address.path.split("/") if (name := slug(step)) and name not in _NO_NAMES]
    title = slug(feed.title) if _unaccented(feed.title).isascii() else ""
    tries = [slug(feed.name), title if len(title) <= _SHORT else "", host]
    tries += [f"{host}-{step}"[:_SLUG].rstrip("-.") for step in steps[-1:] if "." not in step]
    return next((one for one in tries if one and one not in taken), None) or _numbered(host[: _SLUG - 6], taken)


def _numbered(stem: str, taken: Container[str]) -> str:
    """Return a free name with a number, found in few looks: a list may hold thousands of feeds of one site."""
    return f"{stem}-{bisect_left(range(100_000), True, 2, key=lambda number: f'{stem}-{number}' not in taken)}"


def slug(words: str) -> str:
    """Turn words into a short name; "" where no Latin letter or digit is in them."""
    return re.sub(r"[^a-z0-9.]+", "-", _unaccented(words.lower())).strip("-.")[:_SLUG].rstrip("-.")


def _unaccented(words: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))


def has_feeds(folder: Path) -> bool:
    """Tell whether feeds.yaml names any feed yet; where everybody begins, it does not. Raises ConfigError."""
    return re.sub(r"#.*", "", read_text(folder / _FILE)).split() not in ([], ["feeds:"], ["feeds:", "[]"])


def pasted(lines: Iterable[str], folder: Path) -> str:
    """Indent lines as the entries of a folder's feeds.yaml are, so that they can be put below them."""
    found = re.search(r"^( *)- ", read_text(folder / _FILE), re.MULTILINE)
    return "".join(f"{found[1] if found else '  '}{line}\n" for line in lines)
