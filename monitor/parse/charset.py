"""A document's bytes in; its text out, whatever charset it is written in or says it is.

Principle: what a document says of its charset holds until its bytes refute it; then the bytes decide. Refuted is a
charset that cannot decode them, but for a few that are cut or damaged, and one that turns them into what nobody writes:
accented letters in long runs, words like "пРИВЕТ", Han characters that are all rare. Bytes that are UTF-8 throughout,
beyond ASCII, are never anything else.
Order: the reader's override, byte order mark, UTF-16 and ISO-2022 by their look, UTF-8, HTTP header, XML declaration,
detection, windows-1252.
Exception: an HTTP header that says ISO-8859-1 is a server's default, and yields to an XML declaration.
Rejected: RFC 3023's us-ascii for text/xml (what servers send is not about charsets); feedparser's own order (all
undeclared CJK and Cyrillic became windows-1252).
"""

from __future__ import annotations

import codecs
import re

from monitor.parse.detect import detected, scarred
from monitor.parse.likely import beyond_ascii, commonness, is_latin, is_nonsense, letters
from monitor.text.codec import bare, codecs_of, strictly

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# what "<?" or "<r" begins with in them (XML 1.0, appendix F)
_WIDE = (
    (re.compile(rb"[<\s{]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<\s{]"), "utf-32-be"),
    (re.compile(rb"[<\s{]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[<\s{]\0[^\0]"), "utf-16-be"),
)
_SERVER_DEFAULTS = {"iso88591", "latin1", "usascii", "ascii"}
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:+-]+)""", re.IGNORECASE)
_IN_DOCUMENT = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:+-]+)["']""", re.IGNORECASE)
_ISO_2022 = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\([CD])")

_ESCAPED = re.compile("[\udc80-\udcff]+")


def decode(body: bytes, content_type: str = "", encoding: str = "", language: str = "") -> tuple[str, bool]:
    """Return the text and whether it was salvaged: a declaration was wrong, or bytes made no sense.

    `encoding` is the reader's own word and final; `language`, a tag or "", helps where nobody says anything true.

    >>> decode("<?xml version='1.0' encoding='gb2312'?><a>你好</a>".encode("gbk"))[0][-9:]
    '<a>你好</a>'
    """
    if encoding and (codecs_said := codecs_of(encoding)):
        text = strictly(body, codecs_said)
        return _loosely(body, codecs_said[0]) if text is None else (text, False)
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark) and not (name == "utf-16-le" and body[2:4] == b"\0\0"):
            return _loosely(body[len(mark) :], name)
    for look, name in _WIDE:
        if look.match(body):
            return _loosely(body, name)
    return _by_evidence(body, _declared(body, content_type), language)


def _by_evidence(body: bytes, declared: list[str], language: str) -> tuple[str, bool]:
    if _ISO_2022.search(body) and (text := strictly(body, codecs_of("iso-2022-jp"))) is not None:
        return text, bool(declared) and "2022" not in declared[0]
    utf8 = _as_utf8(body, says_so="utf-8" in declared or "utf8" in declared)
    if utf8 is not None:
        said = not declared or utf8[0].isascii() or declared[0].startswith("utf")
        return utf8[0], utf8[1] or not said
    readings = [text for name in declared if (text := _read_as(body, name)) is not None]
    sane = [text for text in readings if not is_nonsense(text)]
    if sane:
        best = max((text for text in sane if not is_nonsense(text, 1)), key=commonness, default=sane[0])
        return best, best is not readings[0] or len(readings) < len(declared)
    for name in declared:
        if not name.startswith("utf") and (text := scarred(body, codecs_of(name))) is not None:
            return text, True
    found = detected(body, language)
    if found is not None:
        return found, bool(declared) or "\ufffd" in found
    return (readings or [_loosely(body, "cp1252")[0]])[0], True


def _read_as(body: bytes, name: str) -> str | None:
    """Decode as declared; None where that is impossible, or leaves no tag of those there are (UTF-16 it is not)."""
    text = strictly(body, codecs_of(name))
    return text if text is not None and text.count("<") * 2 >= body.count(b"<") else None


def _declared(body: bytes, content_type: str) -> list[str]:
    """Return the charsets declared, the more trustworthy first."""
    header, document = _IN_HEADER.search(content_type), _IN_DOCUMENT.search(body[:4096])
    names = [header[1]] if header else []
    names += [document[1].decode("ascii")] if document else []
    if len(names) == 2 and bare(names[0]) in _SERVER_DEFAULTS:
        names.reverse()
    return list(dict.fromkeys(name.casefold() for name in names))


def _loosely(body: bytes, name: str) -> tuple[str, bool]:
    text = body.decode(name, "replace")
    return text, "\ufffd" in text


def _as_utf8(body: bytes, *, says_so: bool) -> tuple[str, bool] | None:
    """Decode as UTF-8, also with a stray byte among three characters that are right; None when it is something else.

    In what is said to be UTF-8 there may be as many stray bytes as characters that are right: feeds are put together
    of texts from elsewhere, and no other charset has so many of the latter by chance. In Western text a stray byte is
    windows-1252 (quotes pasted in), elsewhere it stays a mark of loss.
    """
    text = strictly(body, ("utf-8",))
    if text is not None:
        return text, False
    text = body.decode("utf-8", "surrogateescape")
    sample = beyond_ascii(text)
    strays = _ESCAPED.findall(sample)
    if len(strays) * 3 > letters(sample) and not (says_so and sum(map(len, strays)) <= letters(sample)):
        return None
    return _ESCAPED.sub(_as_windows if is_latin(sample) else "\ufffd", text), True


def _as_windows(run: re.Match[str]) -> str:
    return run[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
