"""lexicon/*.yaml in; out come the cues, each with the place of its line."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.config.document import Document, Loc, Tree, read
from monitor.config.errors import ConfigError
from monitor.config.files import PACKAGE, read_text
from monitor.config.wording import nearest, shown
from monitor.model import Complaint, Cue

KEYS = ("language", "senses")


def read_cues(texts: Mapping[str, str], folder: Path | None) -> tuple[Iterable[Cue], list[Complaint]]:
    """Read the texts named `lexicon/...`, with what is wrong in them; they replace or join the shipped lexicons."""
    own: dict[str, tuple[Cue, ...]] = {}
    complaints: list[Complaint] = []
    for name in sorted(name for name in texts if name.startswith("lexicon/")):
        own[name], wrong = _read_lexicon(name, str(folder / name if folder else name), texts[name])
        complaints += wrong
    return Lexicons(own), complaints


@dataclass(frozen=True)
class Lexicons:
    """The cues of all lexicons, file by file. The shipped ones are read when somebody looks: many polls judge nothing.

    Raises ConfigError then, should they be damaged.
    """

    own: Mapping[str, tuple[Cue, ...]]  # a person's, by name: they replace or join the shipped ones

    def __iter__(self) -> Iterator[Cue]:
        files = {f"lexicon/{path.name}": path for path in (PACKAGE / "lexicon").glob("*.yaml")}
        for name in sorted({*files, *self.own}):
            yield from self.own[name] if name in self.own else _read_shipped(name, files[name])


@cache  # they stay as they were when the program started, and are most of what a config costs to read
def _read_shipped(name: str, path: Path) -> tuple[Cue, ...]:
    cues, wrong = _read_lexicon(name, str(path), read_text(path))
    if wrong:
        raise ConfigError(wrong)
    return cues


def _read_lexicon(name: str, file: str, text: str) -> tuple[tuple[Cue, ...], tuple[Complaint, ...]]:
    document, wrong = read(name, file, text)
    if document is None:
        return (), tuple(wrong)
    reader = Reader(document)
    return tuple(reader.cues()), (*wrong, *reader.complaints)


class Reader:
    """One lexicon: cues, and what is wrong with it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.complaints: list[Complaint] = []

    def cues(self) -> list[Cue]:
        """Return the cues in the order of the file."""
        data = self._mapping((), self.document.data)
        for key in data:
            if key not in KEYS:
                near = nearest(key, KEYS)
                hint = f"did you mean `{near}`?" if near else f"known are {', '.join(KEYS)}"
                self._complain((key,), "unknown key", hint, key=True)
        language = data.get("language")
        if not isinstance(language, str):
            self._complain((), "`language` is missing", 'write `language: zh`, or "*" for any')
            return []
        self._check_language(("language",), language)
        return list(self._senses(language, self._mapping(("senses",), data.get("senses"))))

    def _senses(self, language: str, senses: Mapping[str, Tree]) -> Iterator[Cue]:
        for sense, phrases in senses.items():
            loc: Loc = ("senses", sense)
            if not isinstance(phrases, dict):
                yield from self._phrases(loc, sense, language, phrases)
                continue
            for tongue, inner in phrases.items():
                self._check_language((*loc, tongue), tongue)
                yield from self._phrases((*loc, tongue), sense, tongue, inner)

    def _phrases(self, loc: Loc, sense: str, language: str, phrases: Tree) -> Iterator[Cue]:
        if phrases is None:  # every line under it is commented out
            return
        if not isinstance(phrases, list):
            self._complain(loc, "a list is wanted here", "write [one, two]")
            return
        for number, phrase in enumerate(phrases):
            if isinstance(phrase, str) and phrase.strip():
                place = sys.intern(self.document.place((*loc, number)))  # many stand on one line
                yield Cue(phrase.strip(), sense, language, place)
            else:
                self._complain((*loc, number), "one text is wanted here", "remove the line, or put quotes around it")

    def _mapping(self, loc: Loc, tree: Tree) -> Mapping[str, Tree]:
        if isinstance(tree, dict):
            return tree
        self._complain(loc, "`key: value` lines are wanted here")
        return {}

    def _check_language(self, loc: Loc, language: str) -> None:
        if not re.fullmatch(r"\*|[a-z]{2,3}", language):
            self._complain(loc, f"{shown(language)} is no language", 'write it like zh, or "*" for any')

    def _complain(self, loc: Loc, text: str, hint: str = "", *, key: bool = False) -> None:
        self.complaints.append(self.document.complain(loc, text, hint, key=key))
