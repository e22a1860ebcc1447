"""Markup and hostile characters in; one line of plain, showable text out."""

from __future__ import annotations

import html
import re
import unicodedata

import wcwidth

CAP = 65_536  # characters of markup looked at: a longer field is no summary

_INLINE = (
    "a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|tt|u"
    "|var|wbr"
)
# One linear pass. Tags that stand inside a word vanish, all others part words; an unclosed comment or script ends all.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|$)"
    r"|<(?P<raw>script|style|template|noscript)\b.*?(?:</(?P=raw)\s*>|$)"
    rf"|</?(?P<inline>(?:{_INLINE})\b)[^<>]*>"
    r"|<[a-zA-Z/!?][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
# Bidi overrides and isolates, tag characters, other invisible ones; ZWJ and ZWNJ have meanings in emoji and scripts.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\ufff9-\ufffb\U000e0000-\U000e0fff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_URL = re.compile(r"https?://\S+")
MARKS = 4  # combining marks kept on one character: no more are needed in any language


def plain(markup: str) -> str:
    """Turn HTML into one line of text, in linear time; text without markup passes but for its entities.

    >>> plain("<p>Veo&nbsp;3</p><p>is <b>h</b>ere</p><script>x</script>")
    'Veo 3 is here'
    """
    text = markup[:CAP]
    if "<" in text:
        text = _TOKEN.sub(lambda token: "" if token.group("inline") else " ", text)
    if "&" in text:
        text = html.unescape(text)
    return clean(text)


def clean(text: str) -> str:
    """Take out control and invisible characters and piled-up marks; any white space becomes one space."""
    text = _INVISIBLE.sub("", _CONTROL.sub("", text))
    return _without_piles(" ".join(text.split()))


def _without_piles(text: str) -> str:
    if text.isascii():
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MARKS:
            kept.append(char)
    return "".join(kept)


def shorten(text: str, limit: int) -> str:
    """Cut to at most `limit` characters, "…" included, never inside a character made of several code points."""
    if len(text) <= limit:
        return text
    end = max(limit - 1, 0)
    while end > 0 and _joins(text[end - 1], text[end]):
        end -= 1
    space = text.rfind(" ", int(end * 0.8), end + 1)
    return text[: space if space > 0 else end].rstrip(" ,;:，、；：") + "…"


def _joins(before: str, char: str) -> bool:
    return bool(unicodedata.combining(char)) or char in "\u200d\ufe0e\ufe0f" or before == "\u200d" or _modifies(char)


def _modifies(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones


def width(text: str) -> int:
    """Count the columns a terminal or a text mail needs: Han, kana and Hangul take two."""
    return sum(max(wcwidth.wcwidth(char), 0) for char in text)


def wrap(text: str, columns: int) -> list[str]:
    """Break into lines of at most `columns` columns, at spaces and between Han or kana, never inside an address."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


# Closing punctuation may not begin a line, opening may not end one (JIS X 4051, kinsoku).
_CLOSING = "、。，．！？；：）」』】》〉”’ー…"
_OPENING = "（「『【《〈“‘"


def _pieces(text: str) -> list[str]:
    """Split where a line may break; each piece carries its trailing space."""
    pieces: list[str] = []
    for word in re.findall(r"\S+\s*", text):
        if _URL.match(word) or width(word) == len(word):
            pieces.append(word)
        else:
            pieces += _wide_pieces(word)
    return pieces


def _wide_pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for char in word:
        wide = wcwidth.wcwidth(char) == 2
        glued = pieces and (
            char in _CLOSING or char.isspace() or pieces[-1][-1] in _OPENING or not (wide or _is_wide(pieces[-1][-1]))
        )
        if glued:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _is_wide(char: str) -> bool:
    return wcwidth.wcwidth(char) == 2
