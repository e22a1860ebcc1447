"""A script and a place in its text in; the value written there out, as JSON or as JavaScript writes it.

What stands in scripts of pages is mostly JSON, so that is tried first. Else a literal of JavaScript is rewritten as
JSON: names and numbers as keys, single quotes, commas at the end, comments, `undefined`, `!0`. JSON is unwrapped where
JSON.parse is handed a text of it, an attribute of HTML holds it, or a text of a script does, as in Next.js. Nothing is
ever run: a literal that calls or names anything else is none. Linear in the length of the literal.
Source: ECMA-262 (literals, escapes of strings), ECMA-404 (JSON).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from monitor import text

DECODER = json.JSONDecoder(strict=False)  # line breaks inside texts are let pass

_TEXT = r"""(?P<text>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\$]|\\.)*+`)"""
_PARSED = re.compile(rf"\s*{_TEXT}", re.DOTALL)
_IN_ATTRIBUTE = re.compile(r"[^\"<>]*?&(?:quot|#0?34|#x22);", re.IGNORECASE)  # as data-page="{&quot;list&quot;:[1]}"
_IN_TEXT = re.compile(r'(?:[^"\\\n]|\\.)*+', re.DOTALL)  # as push([1,"{\"list\":[{\"title\":\"Sora\"}]}"])
_TOKEN = re.compile(
    rf"(?:\s|//[^\n]*|/\*.*?\*/)*+(?:{_TEXT}|(?P<word>[^\W\d][\w$]*|\$[\w$]*|!0|!1|void 0)"
    r"|(?P<number>[-+]?(?:\d[\d.]*|\.\d+)(?:[eE][-+]?\d+)?)|(?P<mark>[\[\]{}:,]))",
    re.DOTALL,
)
_WORDS = {
    "true": "true", "false": "false", "null": "null", "!0": "true", "!1": "false",
    "undefined": "null", "void 0": "null", "NaN": "null", "Infinity": "null",
}  # fmt: skip
_SLASH = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\r": ""}


def value_at(script: str, start: int) -> object:
    """Return the value that stands at a place. Raises ValueError, RecursionError where there is none."""
    if script.startswith("JSON.parse(", start):
        if not (found := _PARSED.match(script, start + len("JSON.parse("))):
            raise ValueError("JSON.parse of no text")
        return value_at(_meant(found["text"]).lstrip(), 0)
    if _IN_ATTRIBUTE.match(script, start):
        return DECODER.raw_decode(text.unescape(script[start:].partition('"')[0]))[0]
    try:
        return DECODER.raw_decode(script, start)[0]
    except ValueError as error:
        try:
            return DECODER.decode("".join(_rewritten(script, start)))
        except ValueError:
            if (inner := _IN_TEXT.match(script, start)) and '\\"' in inner[0]:
                return DECODER.raw_decode(_meant(f'"{inner[0]}"'))[0]
            raise error from None  # what is wrong with it as JSON says more


def _rewritten(script: str, start: int) -> Iterator[str]:
    """Write a literal as JSON, piece by piece, up to its end; what is no literal leaves a torso."""
    depth, comma, at = 0, False, start
    while token := _TOKEN.match(script, at):
        at = token.end()
        mark = token["mark"] or ""
        if comma and mark not in ("]", "}"):
            yield ","
        comma = mark == ","
        yield "" if comma else mark or _plain(token, is_key=_is_key(script, at))
        depth += (mark in ("[", "{")) - (mark in ("]", "}"))
        if not depth:
            return


def _is_key(script: str, at: int) -> bool:
    return script[at : at + 20].lstrip().startswith(":")


def _plain(token: re.Match[str], *, is_key: bool) -> str:
    """Write a text, a word or a number as JSON."""
    if token["text"]:
        return json.dumps(_meant(token["text"]))
    said = token["word"] or token["number"]
    if is_key:
        return json.dumps(said)
    if token["word"]:
        return _WORDS.get(said, said)  # another name stays, and is no JSON
    return json.dumps(int(said) if said.lstrip("+-").isdigit() else float(said))


def _meant(quoted: str) -> str:
    """Return what a text in quotes says."""
    said = _SLASH.sub(_meant_by, quoted[1:-1])
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two escapes may be one character


def _meant_by(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if not code:
        return _MEANT.get(found[4], found[4])
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
