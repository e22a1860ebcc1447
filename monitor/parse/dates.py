"""A date as a feed writes it in; an aware UTC datetime out, or None where it is doubtful.

Principle: a wrong date is worse than none (feedparser reads `2026年11月22日` as the first of the month, `1763800000` as
the year 1763, `+9900` as four days earlier, JST as UTC). The date is read first, the rest must then be a time and a
zone: what is left over makes the whole doubtful. Weekdays are not believed, fractions of a second not kept.
None: no such day or offset, zones of two meanings, an hour that a zone's clocks show twice or never, 05/06/2026 where
the language does not tell the order, a month without a day, a year before 1990 (news is younger; 1970 and year 0 are
programs' zeros). The future is left to `schedule.effective_at`.
A time without a zone is UTC, except where the language has one zone: Chinese, Japanese, Korean. A day alone is midnight
in UTC, whatever its zone: by that the mail knows it, and names the day that the site named.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.parse.months import CHINA, HALF_DAYS, MONTHS, PLACES, ZONES

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_YEAR, _LAST_YEAR = 1990, 2199
_LONGEST = 100  # characters

_COMMENT = re.compile(r"\([^()]*\)")
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s?[-/.年년]\s?(?P<month>\d{1,2})\s?[-/.月월]\s?(?P<day>\d{1,2})(?!\d)\s?[日일号.]?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=$|[t ]|\d{6}$|\d{4}$)")
# Letters, and the vowels that Devanagari writes as marks.
_NAME = r"(?P<name>[^\W\d_](?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f])*)"
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s/-]*(?:(?:de|of|di)\s)?\s*{_NAME}\.?,?[\s/-]*"
    r"(?:del?\s|of\s)?\s*(?P<year>\d{4}|\d{2}(?![\d:]))"
)
# `Nov 22, 2026 10:30`, and with the year at the end as C and Unix write it
_MONTH_FIRST = re.compile(
    rf"{_NAME}\.?\s?" r"(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<time>\d{1,2}:\d{2}[^,]*?\s)?(?P<year>\d{4})(?!\d|:)"
)
_NUMBERS = re.compile(r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?!\d)")
_DAY_FIRST_LANGUAGES = {"de", "fr", "es", "pt", "it", "nl", "ru", "uk", "pl", "tr", "sv", "da", "nb", "no", "vi", "id"}

_TIME = re.compile(
    r"(?<![+\d:-])(?P<hour>\d{1,2})\s?(?:(?=[ap]\.?m)"
    r"|[:.h時时点點시]\s?(?P<minute>\d{1,2})?\s?(?:[:.分분]\s?(?P<second>\d{2})?)?[秒초]?(?:[.,]\d+)?)"
)
_COMPACT_TIME = re.compile(r"t?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:[.,]\d+)?(?=$|[z+\s-])")
# Vietnamese counts its weekdays from 2 and has numbers for months: T6, 20 thg 11 2026
_VIETNAMESE = re.compile(r"(?:(?:t|thứ )[2-7],?\s)?(\d{1,2})\s?(?:tháng|thg\.?)\s?(\d{1,2})(?:,|\snăm)?\s(?=\d{4})")
_HALF_DAY = re.compile(f"(?:{'|'.join(map(re.escape, sorted(HALF_DAYS, key=len, reverse=True)))})(?![a-z])")
_OFFSET = re.compile(r"(?:gmt|utc|ut|z)?\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)")
# As the database of zones writes them, but for case: Europe/Helsinki, America/Argentina/Buenos_Aires
_PLACE = re.compile(r"(?:africa|america|asia|atlantic|australia|europe|indian|pacific)(?:/[a-z_]{3,30}){1,2}")
_FILLERS = {"uhr", "h", "hrs", "hours", "г", "часов", "ч", "分", "t", "o'clock"}
_TWO_MEANINGS = {"cst", "ist", "ast", "pht"}
_LANGUAGE_ZONES = {"zh": CHINA, "ja": timedelta(hours=9), "ko": timedelta(hours=9)}


def read_date(text: str, language: str = "") -> datetime | None:
    """Return the instant a text says, None when it says none for sure; `language` is a primary subtag.

    >>> read_date("Sun, 22 Nov 2026 10:30:00 JST")
    datetime.datetime(2026, 11, 22, 1, 30, tzinfo=datetime.timezone.utc)
    """
    if len(text) > _LONGEST:
        return None
    text = " ".join(_COMMENT.sub(_unless_zone, unicodedata.normalize("NFKC", text.casefold())).split())
    text = _VIETNAMESE.sub(r"\1.\2.", text)
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        at = _EPOCH + timedelta(seconds=int(text[:10]))
        return at if is_plausible(at) else None
    found = _day(text, language)
    if found is None or not is_plausible(found[0]):  # before any zone: the first and last years have no room for one
        return None
    day, rest = found
    return _at(day, rest, language)


def is_plausible(at: datetime) -> bool:
    """Tell whether news can be of that year: programs write 0001, 1970 or 9999 where they have no date."""
    return _FIRST_YEAR <= at.year <= _LAST_YEAR


def _unless_zone(comment: re.Match[str]) -> str:
    """Leave out a comment, as the name of a weekday, but for a zone: "10:30 (GMT+7)" is no time in UTC."""
    said = comment[0][1:-1].strip()
    is_zone = said in ZONES or said in PLACES or said in _TWO_MEANINGS or _PLACE.fullmatch(said)
    return f" {said} " if is_zone or _OFFSET.fullmatch(said) else " "


def _day(text: str, language: str) -> tuple[datetime, str] | None:
    """Return the day and what else the text says."""
    first = re.search(r"\d", text)
    if first is None:
        return None
    body = text[first.start() :]
    if text[: first.start()].endswith("-"):  # a year before Christ
        return None
    for form in (_YEAR_FIRST, _COMPACT):
        if found := form.match(body):
            return _dated(found["year"], found["month"], found["day"], body[found.end() :])
    for form, where in ((_DAY_FIRST, body), (_MONTH_FIRST, text)):
        found = form.match(where) if where is body else form.search(where)
        if found and found["name"] in MONTHS:
            time = found.groupdict().get("time") or ""
            return _dated(found["year"], MONTHS[found["name"]], found["day"], time + where[found.end() :])
    found = _NUMBERS.match(body)
    return _numbers(found, body[found.end() :], language) if found else None


def _numbers(found: re.Match[str], rest: str, language: str) -> tuple[datetime, str] | None:
    first, second = int(found["first"]), int(found["second"])
    if first <= 12 and second > 12:
        return _dated(found["year"], first, second, rest)
    if first > 12 or first == second or found["mark"] == "." or language in _DAY_FIRST_LANGUAGES:
        return _dated(found["year"], second, first, rest)
    return None


def _dated(year: str, month: int | str, day: int | str, rest: str) -> tuple[datetime, str] | None:
    century = {2: 2000 if int(year) < 69 else 1900}.get(len(year), 0)
    try:
        return datetime(century + int(year), int(month), int(day), tzinfo=UTC), rest
    except ValueError:
        return None


def _at(day: datetime, rest: str, language: str) -> datetime | None:
    """Add the time of day and the zone."""
    time = _COMPACT_TIME.match(rest) or _TIME.search(rest)
    if time is None:
        is_alone = not re.search(r"\d", rest) or _offset(rest, language, day) is not None
        return day if is_alone else None
    hour, minute, second = (int(time.groupdict()[part] or 0) for part in ("hour", "minute", "second"))
    before, after = rest[: time.start()], rest[time.end() :]
    half = _HALF_DAY.search(before) or _HALF_DAY.match(after.lstrip())
    if half:
        after = after.lstrip().removeprefix(half[0]).lstrip(".") if half.string is not before else after
        hour = hour % 12 + 12 * HALF_DAYS[half[0]] if hour <= 12 else hour
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second > 0):
        return None
    local = day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    offset = _offset(after, language, local)
    return None if offset is None else local - offset


def _offset(said: str, language: str, local: datetime) -> timedelta | None:
    """Return the offset from UTC that follows a local time; None when it is impossible or may mean two."""
    words = [word for word in re.split(r"[\s,;]+", said.strip()) if word and word.strip(".") not in _FILLERS]
    if not words:
        return _LANGUAGE_ZONES.get(language, timedelta(0))
    found = _OFFSET.match(" ".join(words))
    if found:
        hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
        size = timedelta(hours=hours, minutes=minutes)
        if size > timedelta(hours=14) or minutes > 59:
            return None
        return -size if found["sign"] == "-" else size
    if words[0] == "cst" and language == "zh":
        return CHINA
    if words[0] in PLACES or _PLACE.fullmatch(words[0]):
        return _offset_at(PLACES.get(words[0]) or words[0].title(), local)
    return ZONES.get(words[0])


def _offset_at(place: str, local: datetime) -> timedelta | None:
    """Return what a place's clocks are ahead by; None where there is no such place, or no such hour, or two."""
    try:
        zone = ZoneInfo(place)
    except (KeyError, ValueError, OSError):  # the last for a folder of places
        return None
    offset, later = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return offset if offset == later else None
