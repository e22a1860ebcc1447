"""Texts of any script in; values of mail headers in ASCII out, and back (RFC 2047).

Feed text is neutralised first: a headline that looks like an encoded word is shown, never decoded (CVE-2024-6923).
"""

from __future__ import annotations

import binascii
import re
from email.header import decode_header, make_header

WORD = 75  # characters of an encoded word (RFC 2047 2), and 76 of a line that holds one
LINE = 78
_PLAIN = re.compile(r"[!-~]{1,60}(?: [!-~]{1,60})*")  # ASCII that folds between its words
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# A character with what is drawn upon it or joined to it; never split, so that no program shows half of it.
_CLUSTER = re.compile(
    "(?s).(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u093a-\u094f\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.){0,4}"
)
_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")  # RFC 2047 5 (3)


def neutral(text: str) -> str:
    """Take out what could end a header's line or begin an encoded word.

    >>> neutral("a\\nBcc: b =?utf-8?q?x?=")
    'a Bcc: b = ?utf-8?q?x?='
    """
    one_line = _BREAKING.sub(" ", text).encode("utf-8", "replace").decode("utf-8")
    return " ".join(one_line.split()).replace("=?", "= ?")


def unstructured(text: str, used: int) -> str:
    """Write a text as the value of a header whose name took `used` columns: plain where it is ASCII, else encoded."""
    text = neutral(text)
    return _folded(text, used) if _PLAIN.fullmatch(text) or not text else _in_words(text, used)


def phrase(name: str, used: int) -> str:
    """Write a name that stands before an address: quoted where it is short ASCII, else encoded; "" for none."""
    name = neutral(name)
    if not name:
        return ""
    if name.isascii() and name.isprintable() and len(name) <= 50:
        return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return _in_words(name, used)


def words_decoded(value: str) -> str:
    """Read an unstructured header as a mail program would: unfolded, its encoded words decoded."""
    return str(make_header(decode_header(value.replace("\r\n ", " "))))


def _folded(text: str, used: int) -> str:
    """Break between words where a line grows too long; every continuation begins with the space itself."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and used + len(line) + 1 + len(word) > LINE:
            lines.append(line)
            line, used = word, 1
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _in_words(text: str, used: int) -> str:
    """Write encoded words, one a line, each of whole characters; in the shorter of the two encodings."""
    return min((_words(text, used, way) for way in ("q", "b")), key=len)


def _words(text: str, used: int, way: str) -> str:
    words, held = [], ""
    for character in _CLUSTER.findall(text):
        if held and len(_word(held + character, way)) > min(WORD, WORD + 1 - used):
            words.append(_word(held, way))
            held, used = "", 1
        held += character
    return "\r\n ".join([*words, _word(held, way)])


def _word(text: str, way: str) -> str:
    encoded = text.encode()
    if way == "b":
        return f"=?utf-8?b?{binascii.b2a_base64(encoded, newline=False).decode('ascii')}?="
    return "=?utf-8?q?" + "".join(_quoted(byte) for byte in encoded) + "?="


def _quoted(byte: int) -> str:
    if byte == 0x20:
        return "_"
    return chr(byte) if byte in _SAFE else f"={byte:02X}"
