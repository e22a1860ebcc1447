"""A name in a folded text in; the version that stands behind it out.

Principle: a version is a number glued to a name or one space or hyphen behind it (`Veo3.1`, `Gen-4.5`, 可灵 3.0),
perhaps with a letter before it (`Vidu Q4`, `PixVerse V6`), or behind what it makes (`Grok Imagine Video 1.5`). Not a
version: a number of more than two digits before the point (Sora 500), a whole one above nine (`Sora 30`), one that goes
on in letters or a unit (`Sora 2K`, `Kling 10%`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Characters that count things: 30秒, 3개, 2人 are no versions.
_COUNTERS = "个個秒分年月日万亿億元円倍项部款人位天名次条條张張小时時集期本枚件社回歳개초분년월일원억만명배번편"
_VERSION = re.compile(
    r"(?:[ -]?(?:video|视频)[ -]?(?=\d{1,2}\.\d)|[ -]?)"
    r"(?P<text>(?:[qorchw](?=\d(?!\d))|v ?)?(?:\d{1,2}(?:\.\d{1,2}){1,2}|0?\d))"
    rf"(?![\d%€$£]|[.,]\d|[a-z]| ?[{_COUNTERS}])"
)

AFTER = 12  # characters behind a name in which its version ends


@dataclass(frozen=True, slots=True)
class Version:
    """The version behind a name: "3.1"; `plain` when it may be a count ("Veo 3") or a model number (C28)."""

    text: str
    until: int
    plain: bool


def version_behind(folded: str, until: int) -> Version | None:
    """Return the version directly behind a name that ends at `until`."""
    found = _VERSION.match(folded, until)
    return _read(found) if found else None


def version_within(folded: str, at: int, until: int) -> Version | None:
    """Return the last version that begins inside a name which a regular expression found, perhaps going on behind."""
    begun = [found for found in _VERSION.finditer(folded, at, until + AFTER) if at < found.start("text") < until]
    return _read(begun[-1]) if begun else None


def _read(found: re.Match[str]) -> Version:
    text = found["text"]
    spaced = found[0].startswith(" ")
    plain = (spaced and text.isdigit()) or text[0] in "qorchw"
    return Version(text.replace(" ", "").upper(), found.end(), plain)


def spelled(name: str, alias: str, version: Version | None) -> str:
    """Write a version for people, the same in every language; "" for none.

    An alias that holds a number is itself the version, `Gen-4.5`, `Ray3`, unless it is the name in another script
    (`완 3.0`).
    """
    if version is not None:
        return f"{name} {version.text}"
    word, _, number = alias.rpartition(" ")
    if word and not word.isascii() and number[:1].isdigit():
        return f"{name} {number}"
    return alias if any(char.isdigit() for char in alias) else ""
