"""Bytes of no known charset in; the text they most likely are out.

Principle: a language named anywhere in the document leaves two or three charsets, told apart by how common their
characters are; else bytes beyond ASCII that stand alone between letters are a Western alphabet, windows-1252 unless
that puts signs inside words; else the charset of an Eastern language in which many characters are common ones, though
some be cut in half; the rest is for charset_normalizer, which is sure of scripts but not of Latin alphabets, and takes
no charset that has a byte too many.
"""

from __future__ import annotations

import re

from monitor.parse.likely import FEW, beyond_ascii, commonness, is_nonsense, letters
from monitor.text.codec import strictly

_SAMPLE = 65_536  # bytes
_SOUND = 10  # times as many characters beyond ASCII as marks of loss
_LANGUAGE = re.compile(rb"""<(?:dc:)?language>\s*([a-z]{2})\b|\bxml:lang\s*=\s*["']([a-z]{2})\b""", re.IGNORECASE)
_EASTERN = ("cp1250", "iso8859_2")
_BY_LANGUAGE = {
    "zh": ("gb18030", "big5"), "ja": ("cp932", "euc_jp", "euc_jis_2004"), "ko": ("cp949",),
    **dict.fromkeys(("ru", "uk", "bg", "be", "sr", "mk"), ("cp1251", "koi8_r")),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro"), _EASTERN),
    "el": ("cp1253",), "tr": ("cp1254",), "he": ("cp1255",), "ar": ("cp1256",), "fa": ("cp1256",), "th": ("cp874",),
}  # fmt: skip
# Half of a text's characters are common in the right one of these; in a wrong one they are rare, or fewer than there.
_EASTERN_ASIAN = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
_MANY = 0.3
_OTHERS = [
    "gb18030", "big5", "cp932", "euc_jp", "euc_jis_2004", "cp949", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256",
    "cp874",
]  # fmt: skip
# three bytes beyond ASCII, each with at most one between them: no Western word, but any of two-byte charsets
_CLUSTER = re.compile(rb"(?:[\x80-\xff][\x40-\x7e]?){3,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_SIGN_IN_WORD = re.compile("[a-z][¹³±¶¼¾¿¡¢£¥ª¯µŸ][a-z]")


def detected(body: bytes, language: str = "") -> str | None:
    """Return the text, None when no charset is likely; `language` is a tag, "" when only the document may say one."""
    named = _LANGUAGE.search(body, 0, _SAMPLE)
    said = language or ((named[1] or named[2]).decode("ascii") if named else "")
    likely = _BY_LANGUAGE.get(said[:2].casefold(), ())
    if (text := _most_common(body, likely)) is not None or (text := scarred(body, likely)) is not None:
        return text
    sample = body[: body.rfind(b">", 0, _SAMPLE) + 1] or body[:_SAMPLE]
    if _is_western(sample):
        text = body.decode("cp1252", "replace")
        is_eastern = len(_SIGN_IN_WORD.findall(text)) * 10 > len(beyond_ascii(text))
        return (_most_common(body, _EASTERN) if is_eastern else None) or text
    text = scarred(body, _EASTERN_ASIAN)
    if text is not None and commonness(text) >= _MANY and letters(beyond_ascii(text)) >= FEW:
        return text
    return _by_frequency(body, sample)


def scarred(body: bytes, codecs: tuple[str, ...]) -> str | None:
    """Decode with a mark of loss where bytes are none of the charset, as where texts are cut by bytes; None for many.

    One in ten of the characters beyond ASCII at most, and the others must make sense: the more the better.
    """
    texts = (body.decode(codec, "replace") for codec in codecs)
    return max(filter(_is_sound, texts), key=commonness, default=None)


def _is_sound(text: str) -> bool:
    return text.count("\ufffd") * _SOUND <= letters(beyond_ascii(text)) and not is_nonsense(text)


def _most_common(body: bytes, codecs: tuple[str, ...]) -> str | None:
    texts = [text for codec in codecs if (text := strictly(body, (codec,))) is not None and not is_nonsense(text)]
    return max(texts, key=commonness, default=None)


def _is_western(sample: bytes) -> bool:
    clustered = sum(len(_HIGH.findall(cluster)) for cluster in _CLUSTER.findall(sample))
    return clustered * 3 < len(_HIGH.findall(sample))


def _by_frequency(body: bytes, sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # rarely wanted

    best = from_bytes(sample, cp_isolation=_OTHERS).best()
    return None if best is None else body.decode(best.encoding, "replace")
