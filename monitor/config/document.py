"""The text of a YAML file in; out comes what was typed, with the place of every key and value, or complaints.

Every scalar stays the text that was typed (`No`, `2.0`, `on`); nothing but an empty value is read as "not said".
Built on PyYAML's events, not on its nodes: composing nodes recurses in C and crashes on deep nesting. Repeated keys,
anchors, aliases, tags and deep nesting are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NoReturn

import yaml

from monitor.config.wording import syntax
from monitor.model import Complaint

Tree = str | list["Tree"] | dict[str, "Tree"] | None
Loc = tuple[str | int, ...]
Mark = tuple[int, int]  # line and column, both from 1
Severity = Literal["error", "expectation", "warning"]

DEEPEST = 12  # levels; our files need 6
NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
START: Mark = (1, 1)
# What YAML 1.2 allows in a stream (section 5.1); everything else is a binary file or an accident.
UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file, read: what was typed and where it stands."""

    name: str  # as places say it: "feeds.yaml"
    file: str  # as complaints say it: "config/feeds.yaml"
    data: Tree
    values: dict[Loc, Mark] = field(default_factory=dict)
    keys: dict[Loc, Mark] = field(default_factory=dict)

    def place(self, loc: Loc) -> str:
        """Return "file:line" of a value."""
        return f"{self.name}:{self.mark(loc)[0]}"

    def mark(self, loc: Loc, *, key: bool = False) -> Mark:
        """Return line and column of a value or of its key; of the nearest thing around it when it is not there."""
        while loc:
            for marks in (self.keys, self.values) if key else (self.values, self.keys):
                if loc in marks:
                    return marks[loc]
            loc, key = loc[:-1], True
        return START

    def complain(
        self, loc: Loc, text: str, hint: str = "", *, key: bool = False, severity: Severity = "error"
    ) -> Complaint:
        """Say what is wrong at a place, and what would be right."""
        line, column = self.mark(loc, key=key)
        return Complaint(self.file, line, column, ".".join(map(str, loc)), text, hint, severity)


def read(name: str, file: str, text: str) -> tuple[Document | None, list[Complaint]]:
    """Read the text of a YAML file; no document when it is no YAML at all."""
    text = text.removeprefix("\ufeff")
    if bad := UNREADABLE.search(text):
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        char = f"an unreadable character (U+{ord(bad.group()):04X}) stands here"
        return None, [Complaint(file, line, column, "", char, "this is no text file, or was saved wrongly")]
    if not text.strip():
        return None, [Complaint(file, 1, 1, "", "the file is empty", "`ai-video-monitor init DIR` writes a good one")]
    builder = Builder(Document(name, file, None))
    try:
        data = builder.build(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        return None, [*builder.complaints, syntax(file, text, error)]
    except Refused:
        return None, builder.complaints
    return Document(name, file, data, builder.document.values, builder.document.keys), builder.complaints


class Refused(Exception):
    """The file cannot be read further; the complaint is written down."""


@dataclass(slots=True)
class Open:
    """A list or mapping being read; `key` is the one whose value comes next."""

    loc: Loc
    tree: list[Tree] | dict[str, Tree]
    key: str | None = None


class Builder:
    """Events in, a tree out, and what is wrong with it on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.complaints: list[Complaint] = []
        self._open: list[Open] = []
        self._twice: set[Loc] = set()  # what stands inside them stands twice, too
        self._root: Tree = None
        self._documents = 0

    def build(self, events: Iterator[yaml.Event]) -> Tree:
        """Read all events; returns the one document's tree. Raises Refused where reading on makes no sense."""
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._collection(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._open.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(event, f"`*{event.anchor}` repeats another place", "write the value out here")
                self._file(event, None)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    self._stop(event, "a second document begins here", "remove the line `---`")
        return self._root

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._plain(event)
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.tree, dict) and top.key is None:
            self._key(top, event)
        else:
            self._file(event, None if not event.style and event.value in NOTHING else event.value)

    def _key(self, top: Open, event: yaml.ScalarEvent) -> None:
        loc = (*top.loc, event.value)
        if loc in self.document.keys and not any(loc[:end] in self._twice for end in range(1, len(loc))):
            self._twice.add(loc)
            first = self.document.keys[loc][0]
            self._refuse(event, f"`{event.value}` stands here twice (first on line {first})", "keep one", loc)
        self.document.keys[loc] = mark(event)
        top.key = event.value

    def _collection(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._plain(event)
        if len(self._open) >= DEEPEST:
            self._stop(event, f"more than {DEEPEST} levels deep", "is a bracket missing?")
        tree: list[Tree] | dict[str, Tree] = {} if isinstance(event, yaml.MappingStartEvent) else []
        loc = self._file(event, tree)
        self._open.append(Open(loc, tree))

    def _file(self, event: yaml.Event, value: Tree) -> Loc:
        """Put a value where it belongs; returns its place in the tree."""
        loc: Loc = ()
        if self._open:
            loc = self._put(self._open[-1], event, value)
        else:
            self._root = value
        self.document.values[loc] = mark(event)
        return loc

    def _put(self, top: Open, event: yaml.Event, value: Tree) -> Loc:
        if isinstance(top.tree, list):
            top.tree.append(value)
            return (*top.loc, len(top.tree) - 1)
        if top.key is None:
            self._stop(event, "a key must be one word or text", "put quotes around it if it begins with [ or {")
        key, top.key = str(top.key), None
        top.tree[key] = value
        return (*top.loc, key)

    def _plain(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.anchor:
            self._refuse(event, f"`&{event.anchor}` names this place for repetition", "write the value out each time")
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(event, f"`{tag}` gives a type", "leave it out: every value is read as typed")

    def _refuse(self, event: yaml.Event, text: str, hint: str, loc: Loc | None = None) -> None:
        line, column = mark(event)
        if loc is None:
            loc = self._open[-1].loc if self._open else ()
        self.complaints.append(Complaint(self.document.file, line, column, ".".join(map(str, loc)), text, hint))

    def _stop(self, event: yaml.Event, text: str, hint: str) -> NoReturn:
        self._refuse(event, text, hint)
        raise Refused


def mark(event: yaml.Event) -> Mark:
    """Return line and column of an event, from 1."""
    start = event.start_mark
    assert start is not None  # libyaml marks every event
    return start.line + 1, start.column + 1
