"""One typed text in; out comes the value it stands for, or what would be right.

Durations `90s 15m 1h 3d`, sizes `10MB`, times `07:00`, weekdays, language tags, short names, charsets.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from datetime import time, timedelta

from pydantic_core import PydanticCustomError

from monitor.config.wording import nearest, refusal, refused, shown
from monitor.css import is_selector, parted

UNITS = {
    "ms": timedelta(milliseconds=1), "s": timedelta(seconds=1), "m": timedelta(minutes=1),
    "min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1),
}  # fmt: skip
PART = r"(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|min|m|h|d|w)"
LONGEST = timedelta(days=3660)
SIZES = {"B": 1, "KB": 1 << 10, "KIB": 1 << 10, "MB": 1 << 20, "MIB": 1 << 20, "GB": 1 << 30, "GIB": 1 << 30}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CHARSETS = (
    "utf-8", "gbk", "gb2312", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "windows-1251", "windows-1252",
    "iso-8859-1", "koi8-r",
)  # fmt: skip
# What fetch says itself, or what would change where a request ends.
OWN_HEADERS = {
    "accept", "accept-encoding", "connection", "content-length", "content-type", "expect", "host", "if-modified-since",
    "if-none-match", "keep-alive", "proxy-authorization", "proxy-connection", "range", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip
# Country codes, names and longer codes people write for languages (ISO 3166 and 639-2 against 639-1, as BCP 47 wants).
NO_LANGUAGES = {
    "cn": "zh", "chinese": "zh", "jp": "ja", "japanese": "ja", "kr": "ko", "korean": "ko", "english": "en",
    "us": "en", "gb": "en", "german": "de", "french": "fr", "spanish": "es", "russian": "ru", "italian": "it",
    "portuguese": "pt", "cz": "cs", "dk": "da", "ua": "uk", "vn": "vi", "gr": "el", "eng": "en", "zho": "zh",
    "chi": "zh", "jpn": "ja", "kor": "ko", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "esp": "es",
    "por": "pt", "ita": "it", "rus": "ru", "ukr": "uk", "ara": "ar", "hin": "hi", "tur": "tr", "pol": "pl", "nld": "nl",
    "dut": "nl", "swe": "sv", "vie": "vi", "ind": "id",
}  # fmt: skip
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(value: str) -> str:
    """Refuse control and direction characters: a name must never become a header or a line of its own."""
    if bad := INVISIBLE.search(value):
        raise refusal(f"an invisible character (U+{ord(bad.group()):04X}) stands in {shown(value)}", "remove it")
    return value


def duration(value: object) -> object:
    """Read `90s`, `15m`, `1h30m`, `3d`; a bare 0 is allowed, any other number wants its unit."""
    if isinstance(value, timedelta) or not isinstance(value, str):
        return value
    text = value.strip().lower()
    if text == "0":
        return timedelta(0)
    if not re.fullmatch(rf"(?:{PART} ?)+", text):
        units = f"write {text}s, {text}m, {text}h or {text}d"
        hint = units if text.isdecimal() else "write it like 90s, 15m, 1h or 3d"
        raise refusal(f"{shown(value)} is no duration", hint)
    seconds = sum(float(number) * UNITS[unit].total_seconds() for number, unit in re.findall(PART, text))
    if seconds > LONGEST.total_seconds():
        raise refusal(f"{shown(value)} is too long", f"at most {LONGEST.days}d")
    return timedelta(seconds=seconds)


def within(least: timedelta, most: timedelta = LONGEST) -> Callable[[timedelta], timedelta]:
    """Make a check that a duration is neither too short nor too long."""

    def check(value: timedelta) -> timedelta:
        if value < least:
            raise refusal("this is too short", f"at least {spell(least)}")
        if value > most:
            raise refusal("this is too long", f"at most {spell(most)}")
        return value

    return check


def spell(value: timedelta) -> str:
    """Write a duration as the files do: `15m`, `1h30m`."""
    rest, words = value, ""
    for unit in ("d", "h", "m", "s", "ms"):
        count, rest = divmod(rest, UNITS[unit])
        words += f"{count}{unit}" if count else ""
    return words or "0"


def size(value: object) -> object:
    """Read `64kB`, `10MB`, `1GB` as bytes; units count in steps of 1,024."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?) ?([A-Za-z]*)", value.strip())
    unit = found.group(2).upper() if found else ""
    if found is None or (unit or "B") not in SIZES:
        raise refusal(f"{shown(value)} is no size", "write it like 64kB, 10MB or 1GB")
    return int(float(found.group(1)) * SIZES[unit or "B"])


def clock(value: object) -> object:
    """Read `07:00`, the local time of day."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", value.strip())
    if found is None or int(found.group(1)) > 23 or int(found.group(2)) > 59:
        raise refusal(f"{shown(value)} is no time of day", "write it like 07:00 or 18:30")
    return time(int(found.group(1)), int(found.group(2)))


def hours(value: object) -> object:
    """Read `22:00-07:00`: local times of day, from and until."""
    if not isinstance(value, str):
        return value
    try:
        start, end = map(clock, value.split("-"))
    except ValueError:  # not two, or none of the day
        start = end = None
    if start == end:
        raise refusal(f"{shown(value)} is no span of hours", "write it like 22:00-07:00")
    return start, end


def weekdays(value: object) -> object:
    """Read `[mon, thu]`, `mon-fri`, `mon, wed` or a mixture; returns day numbers in order, Monday is 0."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list):
        return value
    days: set[int] = set()
    for part in parts:
        first, dash, last = str(part).strip().lower().replace("..", "-").partition("-")
        begin = _day(first, part)
        end = _day(last, part) if dash else begin
        days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    if not days:
        raise refusal("no day is named", "leave the key out for every day")
    return tuple(sorted(days))


def _day(word: str, typed: object) -> int:
    word = word.strip()
    if len(word) >= 3:
        for number, name in enumerate(DAY_NAMES):
            if name.startswith(word):
                return number
    if word != str(typed).strip().lower():
        raise refusal(f"{shown(typed)} are no weekdays", "write them like mon-fri or [mon, wed, fri]")
    near = nearest(word, (*DAYS, *DAY_NAMES))
    raise refusal(f"{shown(typed)} is no weekday", f"did you mean {near[:3]}?" if near else f"write {', '.join(DAYS)}")


def tag(value: str) -> str:
    """Check a language tag (BCP 47): `en`, `pt-BR`, `zh-Hant`."""
    if meant := NO_LANGUAGES.get(value.casefold()):
        raise refusal(f"{shown(value)} is no language tag", f"did you mean {meant}?")
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}", value):
        return value
    if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,4}", value):
        first, *rest = re.split("[-_]", value)
        raise refusal(f"{shown(value)} is no language tag", f"did you mean {'-'.join((first.lower(), *rest))}?")
    raise refusal(f"{shown(value)} is no language tag", "write it like en, zh or pt-BR")


def tag_fault(value: str) -> str:
    """Say what is wrong with a language tag typed elsewhere, and what would be right; "" = nothing."""
    try:
        tag(value)
    except PydanticCustomError as error:
        return refused(error)
    return ""


def language(value: str) -> str:
    """Check a language without region or script: `en`, `zh`."""
    whole = tag(value)
    if "-" in whole:
        raise refusal(f"{shown(value)} says more than the language", f"write {whole.partition('-')[0]}")
    return whole


def language_or_any(value: str) -> str:
    """Check a language, or `*` for any."""
    return value if value == "*" else language(value)


def selector(value: str) -> str:
    """Check a CSS selector, with an attribute to read or not: `h3 a`, `time@datetime`, `@href`."""
    css, attribute = parted(plain(value))
    if (css or not attribute) and not is_selector(css):
        raise refusal(f"{shown(value)} is no CSS selector", "write it like .list li, h3 > a or time@datetime")
    return value


def element(value: str) -> str:
    """Check a CSS selector of elements."""
    if attribute := parted(plain(value))[1]:
        raise refusal(f"{shown(value)} is an attribute, not an element", f"leave @{attribute} out")
    return selector(value)


def path(value: str) -> str:
    """Check a path into JSON: keys and numbers joined by dots."""
    if re.fullmatch(r"[^.\[\]$]+(\.[^.\[\]$]+)*", plain(value)):
        return value
    meant = re.sub(r"\.+", ".", re.sub(r"[\[\]$]+", ".", value)).strip(".")
    hint = f"did you mean {meant}?" if meant else "write it like data.list or 0.title"
    raise refusal(f"{shown(value)} is no path (keys and numbers joined by dots)", hint)


def slug(value: str) -> str:
    """Check a short name that keys, file names and mail headers can carry: `the-verge`."""
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,59}", value):
        return value
    meant = re.sub(r"[^a-z0-9._]+", "-", value.lower()).strip("-._")[:60]
    hint = f"did you mean {meant}?" if meant else "write it like the-verge"
    raise refusal(f"{shown(value)} is no short name (small letters, digits, hyphens)", hint)


def header(value: str) -> str:
    """Check the name of a request header: a token (RFC 9110 5.6.2), and none that the monitor writes itself."""
    if value.casefold() == "user-agent":
        raise refusal("User-Agent is no secret", "write `user_agent: ...` beside `headers`")
    if value.casefold() in OWN_HEADERS:
        raise refusal(f"{shown(value)} is written by the monitor itself", "remove it")
    if re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}", value):
        return value
    raise refusal(f"{shown(value)} is no name of a header", "write it like Authorization, Cookie or X-Api-Key")


def credential(value: str) -> str:
    """Check the name of a systemd credential: a file name, no path."""
    if re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,59}", value):
        return value
    raise refusal("this is no name of a credential", "write the name only, like news-token; never the value")


def variable(value: str) -> str:
    """Check the name of an environment variable."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,99}", value):
        return value
    raise refusal("this is no name of a variable", "write the name only, like NEWS_TOKEN; never the value")


def encoding(value: str) -> str:
    """Check that Python can read a charset."""
    try:
        "".encode(codecs.lookup(value).name)
    except (LookupError, ValueError, UnicodeError):
        near = nearest(value, CHARSETS)
        raise refusal(f"{shown(value)} is no charset", f"did you mean {near}?" if near else "") from None
    return value
