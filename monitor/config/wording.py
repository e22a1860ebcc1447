"""What PyYAML and pydantic found wrong in; out come complaints in plain English that name the cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import yaml
from pydantic_core import ErrorDetails, PydanticCustomError

from monitor.config.slips import slip
from monitor.model import Complaint

if TYPE_CHECKING:
    from monitor.config.document import Document

MANY = 100  # complaints said of one file; the rest is counted
SHOWN = 60  # characters of a value repeated in a complaint

_PERCENT = ("`%` at the beginning of a line is a command to YAML", "put quotes around the text, or indent it")
# libyaml's words -> ours: what is wrong, what would be right.
SYNTAX = {
    "mapping values are not allowed in this context": (
        "a colon or an indent is out of place",
        "indent keys of one level alike, and put quotes around a text with `: ` in it",
    ),
    "found character that cannot start any token": (
        "a value cannot begin with this character",
        "put quotes around the text",
    ),
    "did not find expected key": (
        "the indent does not fit the lines above, or a quote or bracket is missing",
        "indent keys of one level alike",
    ),
    "did not find expected '-' indicator": (
        "the indent fits neither the entry above nor its list",
        "indent the line like the keys it belongs to, or begin an entry with `- `",
    ),
    "did not find expected ',' or ']'": ("a list that began with [ is not closed", "add the missing , or ]"),
    "did not find expected ',' or '}'": ("an entry that began with { is not closed", "add the missing , or }"),
    "did not find expected node content": ("a value is missing", "is a bracket, brace or comma left over?"),
    "found unexpected end of stream": ("a quote is not closed", "add the closing quote"),
    "could not find expected ':'": ("a colon is missing behind the key", "write `key: value`"),
    "found unknown escape character": (
        "a backslash inside double quotes means something else",
        "use single quotes, or write \\\\",
    ),
    "exceeded maximum nesting depth": ("more than 12 levels deep", "is a bracket missing?"),
    "found undefined alias": ("`*` at the beginning repeats another place", "put quotes around the text"),
    "found undefined tag handle": ("`!` at the beginning gives a type", "put quotes around the text"),
    "found incompatible YAML document": ("a newer YAML than 1.2 is asked for", "remove the line that begins with %"),
    "did not find expected <document start>": (
        "this line begins further left than the first key",
        "let every key of the file begin at the same column, the first one too",
    ),
    "did not find expected alphabetic or numeric character": (
        "`&` or `*` at the beginning marks a repetition",
        "put quotes around the text",
    ),
    "found unexpected ':'": ("a colon without a space behind it", "write `key: value`"),
    "did not find expected comment or line break": (
        "`|` or `>` at the beginning starts a block of text",
        "put quotes around the text, or write the block on the lines below",
    ),
    "did not find expected whitespace or line break": (
        "`!` at the beginning gives a type",
        "put quotes around the text",
    ),
    "could not find expected directive name": _PERCENT,
    "found unknown directive name": _PERCENT,
    "mapping keys are not allowed in this context": (
        "`?` stands for a key here",
        "put quotes around the text, or take the `?` away",
    ),
    "found a tab character that violates indentation": ("a tab stands here", "indent with spaces: YAML allows no tabs"),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin behind a key on the same line",
        "begin it on the next line",
    ),
}


# Problems that stand where the thing began, not where reading ended.
BEGUN = ("could not find expected ':'", "found unexpected end of stream")
UNCLOSED = ("did not find expected ',' or ']'", "did not find expected ',' or '}'")


def syntax(file: str, text: str, error: yaml.MarkedYAMLError) -> Complaint:
    """Say where a file is no YAML."""
    problem = error.problem or error.context or "it cannot be read"
    what, cure = SYNTAX.get(problem, (f"this is no YAML ({problem})", "put quotes around the text that stands here"))
    spot = error.problem_mark or error.context_mark
    line, column = (spot.line + 1, spot.column + 1) if spot else (1, 1)
    lines = text.splitlines()
    opened = error.context_mark or spot
    if problem.startswith("found character") and line <= len(lines) and "\t" in lines[line - 1][: column + 1]:
        return Complaint(file, line, column, "", "a tab stands here", "indent with spaces: YAML allows no tabs")
    if problem in UNCLOSED and re.fullmatch(r".*: .*:", "".join(lines[line - 1 : line])[:column]):
        cure = "put quotes around a text with `: ` in it, or add the comma before the next key"
        return Complaint(file, line, column, "", "a second colon in one value", cure)
    above = "".join(lines[line - 2 : line - 1])
    if problem.startswith("mapping values") and (bare := re.fullmatch(r"( *- +[a-z_]+) [^:]+", above)):
        what, cure = SYNTAX["could not find expected ':'"]
        return Complaint(file, line - 1, len(bare[1]) + 1, "", what, cure)
    if opened and (known := slip(lines, line, opened.line + 1)):
        return Complaint(file, known[0], known[1], "", known[2], known[3])
    if opened and problem in BEGUN:
        line, column = opened.line + 1, opened.column + 1
    elif opened and opened.line + 1 < line:
        cure = f"{cure} (it began on line {opened.line + 1})"
    if "indent" in what and above.lstrip().startswith("#"):
        cure = f"{cure}; or is the key above still a comment?"
    return Complaint(file, line, column, "", what, cure)


def refusal(text: str, hint: str = "") -> PydanticCustomError:
    """Make the error a check of ours raises inside pydantic."""
    return PydanticCustomError("ours", "{text}", {"text": text, "hint": hint})


def refused(error: PydanticCustomError) -> str:
    """Return what a refusal says: what is wrong, and what would be right."""
    said = error.context or {}
    return f"{said['text']}; {said['hint']}".removesuffix("; ")


def shown(value: object) -> str:
    """Repeat a typed value: in quotes, cut, on one line, without a password."""
    text = re.sub(r"//[^/@\s]*@", "//***@", str(value))
    text = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return f'"{text[:SHOWN]}…"' if len(text) > SHOWN else f'"{text}"'


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return the known word that was probably meant; "" if none is near. Upper and lower case do not count."""
    folded: dict[str, str] = {}
    for one in known:
        folded.setdefault(one.casefold(), one)
    near = difflib.get_close_matches(word.casefold()[:SHOWN], folded, 1, cutoff)
    return folded[near[0]] if near else ""


def told_once(errors: Iterable[ErrorDetails], known: Mapping[str, Iterable[str]]) -> Iterator[ErrorDetails]:
    """Leave out that a key is missing where it stands misspelt; `known` as for `complaint`."""
    errors = list(errors)
    strange = [one["loc"] for one in errors if one["type"] == "extra_forbidden"]
    misspelt = {(*around, _key_meant(str(key), _keys_of(around, known))) for *around, key in strange}
    return (one for one in errors if one["type"] != "missing" or one["loc"] not in misspelt)


def complaint(document: Document, error: ErrorDetails, known: Mapping[str, Iterable[str]]) -> Complaint:
    """Say one pydantic error our way; `known` are the keys of each form by its path, numbers as "*"."""
    loc = tuple(part for part in error["loc"] if part != "[key]")
    if loc and isinstance(loc[-1], int) and loc not in document.values:
        loc = loc[:-1]  # one text where a list of several may stand
    text, hint = _said(error, known)
    kind = error["type"]
    at_key = kind in ("extra_forbidden", "missing") or "[key]" in error["loc"]
    return document.complain(loc, text, hint, key=at_key)


def _said(error: ErrorDetails, known: Mapping[str, Iterable[str]]) -> tuple[str, str]:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "ours":
        return str(context["text"]), str(context["hint"])
    if kind == "extra_forbidden":
        return _unknown_key(error, known)
    if kind == "missing":
        return "is missing", "it cannot be left out"
    if value is None:
        is_entry = isinstance(error["loc"][-1], int)
        return "is empty", "write a value, or remove the line" if is_entry else "it cannot be left out"
    if kind == "literal_error":
        return _one_of(str(value), str(context["expected"]))
    if kind in SHAPES:
        wanted, form = SHAPES[kind]
        return f"wanted here: {wanted}, not {_shape(value)}", _formed(wanted, form, value) if error["loc"] else ""
    if isinstance(value, list | dict) and kind not in BOUNDS:
        return f"wanted here: one value, not {_shape(value)}", "write one of them" if isinstance(value, list) else ""
    if kind.startswith("int_"):
        return f"{shown(value)} is no whole number", _digits(str(value))
    if kind.startswith("float_"):
        return f"{shown(value)} is no number", "write it in digits, with a point: 4.5"
    if kind.startswith("bool_"):
        return f"{shown(value)} is neither true nor false", "write true or false"
    if kind in BOUNDS:
        phrase, key = BOUNDS[kind]
        return f"{_subject(value)} {phrase.format(context[key])}", ""
    return f"{shown(value)} is not valid here", ""


_LINES = ("`key: value` lines", "write them below, indented")
# pydantic's type of error -> what is wanted, how to write it
SHAPES = {
    "string_type": ("one text", ""),
    "tuple_type": ("a list", "write [{value}]"),
    "model_type": _LINES,
    "model_attributes_type": _LINES,
    "dict_type": _LINES,
}
BOUNDS = {
    "greater_than_equal": ("is too small: at least {}", "ge"),
    "less_than_equal": ("is too large: at most {}", "le"),
    "string_too_long": ("is too long: at most {} characters", "max_length"),
    "string_too_short": ("is too short: at least {} character", "min_length"),
    "too_short": ("is too short: at least {} entry", "min_length"),
    "too_long": ("is too long: at most {} entries", "max_length"),
}


def _unknown_key(error: ErrorDetails, known: Mapping[str, Iterable[str]]) -> tuple[str, str]:
    *around, key = error["loc"]
    keys = _keys_of(around, known)
    if error["input"] is None and (joined := re.fullmatch(r"([a-z_]+):(.+)", str(key))):
        return "a colon without a space behind it", f"write `{joined[1]}: {joined[2]}`"
    near = _key_meant(str(key), keys)
    if near or not keys:
        return "unknown key", f"did you mean `{near}`?" if near else ""
    text = "" if re.fullmatch(r"[a-z_]+", str(key)) else "; put quotes around a text with a colon or a comma in it"
    return "unknown key", f"known are {', '.join(keys)}{text}"


def _keys_of(around: Iterable[str | int], known: Mapping[str, Iterable[str]]) -> list[str]:
    path = ".".join("*" if isinstance(part, int) else str(part) for part in around)
    return list(known.get(path, ()))


def _key_meant(key: str, keys: Iterable[str]) -> str:
    return nearest(key, keys) if len(key) > 2 else ""


def _digits(value: str) -> str:
    if re.fullmatch(r"\d{1,3}([,.'_\s]\d{3})+", value):
        return f"write {re.sub(r'[^0-9]', '', value)}"
    if alone := re.fullmatch(r"(\d+)[;,\]}]", value):
        return f"write {alone[1]}"
    return "write it in digits, without a fraction"


# What other feed readers, mail programs, and people, call a type of feed or of protection.
_ELSEWHERE = {
    **dict.fromkeys(("rss", "atom", "rdf", "xml", "json"), "feed"),
    **dict.fromkeys(("html", "web"), "page"),
    **dict.fromkeys(("ssl", "smtps", "ssl/tls"), "tls"),
}


def _one_of(value: str, expected: str) -> tuple[str, str]:
    words = re.findall(r"'([^']*)'", expected)
    meant = _ELSEWHERE.get(value.casefold(), "")
    near = meant if meant in words else nearest(value, words)
    return f"{shown(value)} is none of {', '.join(words)}", f"did you mean {near}?" if near else ""


def _formed(wanted: str, form: str, value: object) -> str:
    """Say how a value of another shape would be written."""
    if (wanted, form) == _LINES and (glued := re.fullmatch(r"([a-z*-]+):([^\s/].*)", str(value))):
        return f"write `{glued[1]}: {glued[2]}`"
    if wanted == "a list" and isinstance(value, dict) and any(value.values()):
        return "begin each entry with `- `"
    return form.format(value=_example(value))


def _shape(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "`key: value` lines" if isinstance(value, dict) else shown(value)


def _subject(value: object) -> str:
    return "this" if isinstance(value, list | dict | tuple) else shown(value)


def _example(value: object) -> str:
    if not isinstance(value, str):
        return "one, two"
    bare = re.sub(r"^[(\uff08](.*)[)\uff09]$", r"\1", value.strip())
    parts = re.split(r"[][,;\n\uff0c\uff1b\uff3b\uff3d\u3001]", bare)
    return ", ".join(filter(None, (part.strip(" \u201c\u201d\u201e\u2018\u2019") for part in parts)))[:SHOWN]
