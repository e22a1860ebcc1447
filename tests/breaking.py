"""Good config files in; the same with one mistake each out: what a hand does to a file while the service runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import yaml

KEY = re.compile(r"^(\s*(?:- )?\{?)([a-z_]+):(?= |$)")


@dataclass(frozen=True)
class Mistake:
    """One line of one file made wrong; `key` is the word it must be known by, "" = there is none."""

    what: str
    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.what} in {self.file}:{self.line}"


def misspelt(line: str) -> tuple[str, str] | None:
    found = KEY.match(line)
    return (f"{found[1]}{found[2]}qq:{line[found.end() :]}", f"{found[2]}qq") if found else None


def twice(line: str) -> tuple[str, str] | None:
    found = KEY.match(line)
    return (f"{line}\n{line}", found[2]) if found and found[1].strip() == "" else None


def tabbed(line: str) -> tuple[str, str]:
    return f"\t{line.lstrip(' ')}", ""


def unclosed(line: str) -> tuple[str, str] | None:
    found = KEY.match(line)
    return (f"{found[0]} [{{", "") if found else None


MISTAKES: Mapping[str, Callable[[str], tuple[str, str] | None]] = {
    "a misspelt key": misspelt, "a key twice": twice, "a tab": tabbed, "a bracket left open": unclosed,
}  # fmt: skip


WITHIN_BRACKETS = (misspelt, unclosed)  # there a tab is a space, and a line no entry of its own


def continued(text: str) -> set[int]:
    """Return the lines, from 0, that begin within brackets opened before."""
    opened, lines = list[int](), set[int]()
    for token in yaml.scan(text):
        if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
            opened.append(token.start_mark.line)
        elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
            lines.update(range(opened.pop() + 1, token.end_mark.line + 1))
    return lines


def mistakes(texts: Mapping[str, str]) -> Iterator[Mistake]:
    """Name every mistake of these kinds in every line that says something."""
    for file, text in texts.items():
        lines, within = text.splitlines(), continued(text)
        for number, line in enumerate(lines):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            for what, make in MISTAKES.items():
                is_part = number in within or (make is twice and number + 1 in within)
                if (not is_part or make in WITHIN_BRACKETS) and (made := make(line)):
                    changed = [*lines[:number], made[0], *lines[number + 1 :]]
                    yield Mistake(what, file, number + 1, made[1], "\n".join(changed) + "\n")


def spread(texts: Mapping[str, str], number: int) -> list[Mistake]:
    """Choose so many of them, evenly over kinds, files and lines."""
    every = sorted(mistakes(texts), key=lambda one: (one.file, one.what, one.line))
    return [every[index * len(every) // number] for index in range(number)]


def wrong(mistake: Mistake, complaints: tuple, folder: str) -> str:
    """Say what is wrong with the complaints about a mistake; "" = they name its place and its key."""
    if not complaints:
        return f"{mistake}: nobody complains"
    said = [f"{one}" for one in complaints]
    here = [one for one in said if one.startswith(f"{folder}/{mistake.file}:")]
    if not here:
        return f"{mistake}: another file is named: {said[0]}"
    if mistake.key and not any(f":{mistake.line}:" in one or f":{mistake.line + 1}:" in one for one in here):
        return f"{mistake}: another line is named: {here[0]}"
    if mistake.key and not any(mistake.key in one for one in here):
        return f"{mistake}: the key {mistake.key} is not named: {here[0]}"
    return ""
