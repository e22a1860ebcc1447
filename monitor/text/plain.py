"""Markup and hostile characters in; one line of plain, showable text out."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

CAP = 65_536  # characters of markup looked at: a longer field is no summary

_INLINE = (
    "a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|tt|u"
    "|var|wbr"
)
# One linear pass. Tags that stand inside a word vanish, all others part words; an unclosed comment or script ends all.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|$)"
    r"|(?P<cdata><!\[CDATA\[|\]\]>)"  # some feeds wrap a text twice
    r"|<(?P<raw>script|style|template|noscript)\b.*?(?:</(?P=raw)\s*>|$)"
    rf"|</?(?P<inline>(?:{_INLINE})\b)[^<>]*>"
    r"|<[a-zA-Z/!?][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
# Bidi overrides and isolates, tag characters, other invisible ones; ZWJ and ZWNJ have meanings in emoji and scripts.
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SELECTOR = re.compile("[\U000e0100-\U000e01ef]")  # of these alone Python says that they can be printed
# Controls; and what no text may hold: halves of surrogate pairs (a JSON escape can name one), noncharacters.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_URL = re.compile(r"https?://\S+")
_ENDLESS_NUMBER = re.compile("&#[0-9]{600,}+;?")  # of no character; Python refuses to read one of thousands of digits
MARKS = 4  # combining marks kept on one character: no more are needed in any language
# More in a row than that of what may be marks: a quick "no" for nearly all texts. Here stand the blocks without any.
_PILE = re.compile(
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u20cf\u2100-\u2cee\u3000-\u3029\u3030-\u3098\u309b-\ua66e"
    f"\uabee-\ufb1d\U0001f000-\U000e00ff]{{{MARKS + 1}}}"
)


def plain(markup: str) -> str:
    """Turn HTML into one line of text, in linear time; text without markup passes but for its entities.

    >>> plain("<p>Veo&nbsp;3</p><p>is <b>h</b>ere</p><script>x</script>")
    'Veo 3 is here'
    """
    text = markup[:CAP]
    if "<" in text:
        text = _TOKEN.sub(lambda token: "" if token.group("inline") or token.group("cdata") else " ", text)
    if "&" in text:
        text = unescape(text)
    return clean(text)


def unescape(text: str) -> str:
    """Replace entities by the characters they name, those of no character by a mark of loss."""
    return html.unescape(_ENDLESS_NUMBER.sub("\ufffd", text))


def clean(text: str) -> str:
    """Take out control and invisible characters and piled-up marks; any white space becomes one space."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():  # quick questions, and a "yes" for half of all texts
        return text
    if not text.isprintable() or _SELECTOR.search(text):
        text = " ".join(_INVISIBLE.sub("", _CONTROL.sub("", text)).split())
    return _without_piles(text)


def _without_piles(text: str) -> str:
    if not _PILE.search(text):
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if _is_mark(char) else 0
        if run <= MARKS:
            kept.append(char)
    return "".join(kept)


def shorten(text: str, limit: int) -> str:
    """Cut to at most `limit` characters, "…" included, never inside a character made of several code points.

    It cuts between words where one ends in the last fifth: at a space, else where a script without spaces shows it.

    >>> shorten("Runway opens Gen-4 to all", 20), shorten("新機能を来月から提供", 9)
    ('Runway opens Gen-4…', '新機能を来月から…')
    """
    if len(text) <= limit:
        return text
    end = max(limit - 1, 0)
    while end > 0 and _inside(text, end):
        end -= 1
    space = text.rfind(" ", int(end * 0.8), end + 1)
    word = space if space > 0 else _word_end(text, int(end * 0.8), end)
    return text[:word].rstrip(" ,;:，、；：") + "…"


_AFTER = "、，。；：！？」』】）》…"  # a word ends with these, one begins with those
_BEFORE = "「『【（《"


def _word_end(text: str, least: int, end: int) -> int:
    """Return the last place up to `end` where a word seems to end, `end` itself where none does."""
    ends = (at for at in range(end, max(least, 1), -1) if _parts_words(text[at - 1], text[at]))
    return next((at for at in ends if not _inside(text, at)), end)


def _parts_words(before: str, after: str) -> bool:
    """Do two characters belong to different words: at punctuation, after a run of hiragana, where scripts meet?"""
    if before in _AFTER or after in _BEFORE:
        return after not in _AFTER
    is_hiragana = "\u3041" <= before <= "\u309f"
    if is_hiragana and after >= "\u3041":
        return not "\u3041" <= after <= "\u309f"
    return before.isalnum() and after.isalnum() and (before < "\u0250") != (after < "\u0250")


_FLAGS = ("\U0001f1e6", "\U0001f1ff")  # regional indicators: two make a flag


def _inside(text: str, index: int) -> bool:
    """Tell whether a cut before this index would fall inside a character as a reader sees it (UAX #29, in short)."""
    if _joins(text[index - 1], text[index]):
        return True
    start = index
    while start and _FLAGS[0] <= text[start - 1] <= _FLAGS[1]:
        start -= 1
    return _FLAGS[0] <= text[index] <= _FLAGS[1] and (index - start) % 2 == 1


def _joins(before: str, char: str) -> bool:
    tone = "\U0001f3fb" <= char <= "\U0001f3ff"  # of skin
    vowel = "\u1160" <= char <= "\u11ff"  # or final consonant of a Hangul syllable written in its letters
    return tone or vowel or char == "\u200d" or before == "\u200d" or _is_mark(char)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def width(text: str) -> int:
    """Count the columns a terminal or a text mail needs: Han, kana and Hangul take two."""
    return sum(max(_columns(char), 0) for char in text)


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    from wcwidth import wcwidth  # here: a poll lays out no text, nor does a child that parses

    return wcwidth(char)


def fit(text: str, columns: int) -> str:
    """Cut to so many columns, "…" included; Han, kana and Hangul take two.

    >>> fit("可灵3.0发布", 8)
    '可灵3.0…'
    """
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = shorten(text, len(text) - 1).removesuffix("…")
    return text + "…"


def pad(text: str, columns: int) -> str:
    """Cut or fill up to exactly so many columns."""
    cut = fit(text, columns)
    return cut + " " * (columns - width(cut))


def wrap(text: str, columns: int) -> list[str]:
    """Break into lines of at most `columns` columns, at spaces and between Han or kana.

    An address, and a word longer than a line, stand whole: what to do about them is the caller's to say.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


# Closing punctuation and small kana may not begin a line, opening punctuation may not end one (JIS X 4051, kinsoku).
_CLOSING = "、。，．！？；：）」』】》〉”’ー…・～％々" + "ぁぃぅぇぉっゃゅょァィゥェォッャュョ" + ",.!?;:)]}%"
_OPENING = "（「『【《〈“‘" + "([{"


_BINDING = "\u00a0\u202f"  # spaces at which no line breaks


def _pieces(text: str) -> list[str]:
    """Split where a line may break; each piece carries its trailing space."""
    pieces: list[str] = []
    for word in re.findall(rf"(?:\S|[{_BINDING}])+\s*", text):
        if _URL.match(word) or not any(map(_is_wide, word)):
            pieces.append(word)
        else:
            pieces += _wide_pieces(word)
    return pieces


def _wide_pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for char in word:
        if pieces and not _may_part(pieces[-1][-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _may_part(before: str, char: str) -> bool:
    """Tell whether a line may end between these two: beside Han or kana, not inside a character or a Hangul word."""
    if char in _CLOSING or char.isspace() or before in _OPENING or _joins(before, char):
        return False
    return _is_wide(char) or _is_wide(before)


def _is_wide(char: str) -> bool:
    return _columns(char) == 2 and not "\uac00" <= char <= "\ud7a3"
