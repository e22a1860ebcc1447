"""A charset's name as the web uses it in; Python's codecs for it out, and texts decoded by them.

After the WHATWG Encoding Standard: gb2312 means gb18030, Shift_JIS means windows-31J, ISO-8859-1 means windows-1252.
"""

from __future__ import annotations

import codecs
import re

# name without punctuation -> Python's codecs, the usual one first, then its supersets
_CODECS = {
    **dict.fromkeys(("gb2312", "gb231280", "gbk", "xgbk", "cp936", "gb18030", "euccn"), ("gb18030",)),
    **dict.fromkeys(("big5", "big5hkscs", "cnbig5", "xxbig5", "cp950"), ("big5", "cp950", "big5hkscs")),
    **dict.fromkeys(("shiftjis", "sjis", "xsjis", "mskanji", "windows31j", "cp932"), ("cp932", "shift_jis_2004")),
    **dict.fromkeys(("eucjp", "xeucjp"), ("euc_jp", "euc_jis_2004")),
    **dict.fromkeys(("iso2022jp", "csiso2022jp"), ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")),
    **dict.fromkeys(("euckr", "ksc56011987", "ksc5601", "ksx1001", "korean", "windows949", "cp949"), ("cp949",)),
    **dict.fromkeys(("iso88591", "latin1", "usascii", "ascii", "windows1252", "cp1252"), ("cp1252", "latin-1")),
    **dict.fromkeys(("iso88599", "latin5", "windows1254"), ("cp1254",)),
    **dict.fromkeys(("tis620", "iso885911", "windows874"), ("cp874",)),
    **dict.fromkeys(("koi8r", "koi8"), ("koi8_r",)),
    **{f"{maker}{page}": (f"cp{page}",) for maker in ("windows", "win") for page in (1250, 1251, 1253, 1255, 1256)},
}
# codecs of Python that are no charsets of documents
_NO_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"}


def bare(name: str) -> str:
    """Return a name without case and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def codecs_of(name: str) -> tuple[str, ...]:
    """Return Python's names for a charset, () when it knows none."""
    if bare(name) in _CODECS:
        return _CODECS[bare(name)]
    try:
        found = codecs.lookup(name).name
        b"<".decode(found, "replace")  # LookupError: a codec that is none of text, as base64, rot13 and bz2
    except (LookupError, ValueError):
        return ()
    return () if found in _NO_CHARSETS else (found,)


def strictly(body: bytes, names: tuple[str, ...]) -> str | None:
    """Decode in the first codec that takes every byte; a character cut off at the very end is left out."""
    for name in names:
        try:
            return codecs.getincrementaldecoder(name)().decode(body)
        except UnicodeError:
            continue
    return None
