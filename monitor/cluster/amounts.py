"""A text of any language in; its sums of money, percentages and other quantities out, written one way.

Principle: a number with its unit is the same in all languages once its scale is multiplied out: 3億, 3亿, 3억, 0,3 Mrd,
300 million, 300 млн. Sums are "usd 300000000", percentages "% 30", other quantities "s 15", bare numbers "count 200".
Known exceptions: `$` is taken for the US dollar and 元 for the yuan; a range is read as its two ends.
Rejected: small bare numbers as evidence (a 3 is everywhere); years, days and version numbers as counts; lengths in
words, and minutes turned into seconds ("two-minute" joined none of 1,700 labelled reports).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.cluster.units import (
    ALONE,
    CURRENCIES,
    HAN_DIGITS,
    LONG_SCALE,
    MULTIPLIERS,
    MYRIADS,
    NUMERALS,
    PERCENT,
    PREFIXES,
    SCALES,
    TENTHS,
    UNITS,
    YEN_SIGN,
)
from monitor.text import fold, primary

# Languages whose decimal sign is the point: there "1.500" is one and a half, elsewhere fifteen hundred.
_POINT = ("en", "zh", "ja", "ko", "th", "he", "ar", "hi")
LEAST_COUNT = 20  # smaller bare numbers say nothing
_YEARS = (1900, 2100)
_RESOLUTIONS = (2, 4, 8)  # 4K is a picture's size, not four thousand


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity at a place in the folded text. `unit`: a currency, "%", "s", "count" ..."""

    unit: str
    value: float
    start: int
    end: int

    @property
    def is_money(self) -> bool:
        """Is it a sum of money?"""
        return self.unit in CURRENCIES

    def __str__(self) -> str:
        return f"{self.unit} {self.value:.15g}"


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _ended(words: Iterable[str]) -> str:
    """Match any of the words; one that ends in a letter of a spaced script must end there."""
    spaced = [word for word in words if word[-1].isalpha() and ord(word[-1]) < 0x1100]
    others = [word for word in words if word not in spaced]
    return f"(?:(?:{_either(spaced)})(?![a-z\u00c0-\u052f])|{_either(others or ['(?!)'])})"


_CURRENCY_OF = {word: code for code, words in CURRENCIES.items() for word in words}
_UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
_ALL_SCALES = {*SCALES, *(word for words in LONG_SCALE.values() for word in words)}
_FIGURE = re.compile(
    r"(?:(?<![0-9a-z\u00c0-\u04ff#_])(?<![0-9][.,])|(?<=usd)|(?<=eur)|(?<=gbp)|(?<=rmb)|(?<=cny)|(?<=krw)|(?<=jpy))"
    r"(?P<figure>\d{1,3}(?:[,. ']\d{3}){1,4}(?!\d)(?:[.,]\d{1,6}(?!\d))?|\d{1,15}(?!\d)(?:[.,]\d{1,6}(?!\d))?)"
    r"|(?<![^\W\d_])(?P<numeral>" + _either(NUMERALS) + r")(?=[ -][^\W\d_])"
    rf"|(?<![^\W\d_])(?P<alone>)(?=(?:{_either(ALONE)})(?![a-z\u00c0-\u04ff]))"
    r"|(?<![数几一二两三四五六七八九十百])(?P<han>" + _either(HAN_DIGITS) + ")"
    "(?=[" + "".join((*MULTIPLIERS, *MYRIADS, *TENTHS)) + "])"
)
_PREFIX = re.compile(rf"(?<![^\W\d_])(?P<prefix>{_either(PREFIXES)}) ?$")
_EASTERN = re.compile(rf" ?[余多]?(?P<times>[{''.join(MULTIPLIERS)}])?(?P<myriad>{_either(MYRIADS)})")
_ALONE = re.compile("(?P<times>[千천])(?=(?:米?ドル|달러|원|円|人|名|명))")
_LATER = re.compile(r" ?(?P<figure>\d{1,15}(?:[.,]\d{1,6})?)(?=[" + "".join((*MULTIPLIERS, *MYRIADS)) + "])")
_TENTHS = re.compile(f"[{''.join(TENTHS)}](?!功|为|立|员|本|交|长|都|果|年|人|品|り|れ|当)")
_TAIL = re.compile(r" ?(?P<figure>\d{1,4})(?=(?:米?ドル|달러|원|円|美元|元|人))")
_SCALE = re.compile(rf"[ -]?(?P<scale>{_ended(_ALL_SCALES)})\.?")
_UNIT = re.compile(
    r"[ -]?[余多+]?(?:以上)?(?:\+ ?)?(?:(?:de|di|of|из) |d'|个)?"
    rf"(?P<unit>{_ended({*_CURRENCY_OF, *_UNIT_OF})}|{_either(PERCENT)})"
)
# What a bare number must not stand before: it is a date, a time, part of a version or of a word.
_BLOCKED = re.compile(r"[年月日号時点时년월일]|[-./:]\d|\.\w|[a-z\u00c0-\u04ff]")
_MONTHS = (
    "jan ene gen feb fev mar apr avr abr mai may mag jun juin giu jul juil lug aug ago aou sep set oct okt out ott "
    "nov dec dez dic янв фев мар апр мая июн июл авг сен окт ноя дек"
)
_MONTH = f"(?:{_MONTHS.replace(' ', '|')})"
_BEFORE_MONTH, _AFTER_MONTH = re.compile(rf"\.? (?:de )?{_MONTH}"), re.compile(rf"(?<![a-z]){_MONTH}[a-z]*\.? $")


def amounts(text: str, language: str = "") -> tuple[Amount, ...]:
    """Return the quantities of a text in order; `language` is a BCP 47 tag, "" = unknown.

    >>> [str(amount) for amount in amounts("Runway raises $315M, up 24 percent")]
    ['usd 315000000', '% 24']
    """
    return tuple(_read(fold(text, language).text, primary(language)))


def _read(folded: str, language: str) -> Iterator[Amount]:
    done = 0
    for found in _FIGURE.finditer(folded):
        if found.start() < done:
            continue
        amount = _amount(folded, found, language)
        if amount is not None:
            done = amount.end
            yield amount


def _amount(folded: str, found: re.Match[str], language: str) -> Amount | None:
    value, end = _figure(found, language), found.end()
    eastern = _eastern(folded, end, value, language)
    scaled = eastern if eastern is not None else _western(folded, end, value, language, is_word=bool(found["numeral"]))
    if scaled is None and (other := _tenths(folded, found, value)):
        return other
    if scaled is None and not found["figure"]:
        return None
    value, end = scaled or (value, end)
    prefix = _PREFIX.search(folded, max(found.start() - 5, 0), found.start())
    suffix = _UNIT.match(folded, end)
    if suffix is None and prefix is None:
        return _count(folded, found, value, end, is_scaled=scaled is not None)
    unit = _unit(prefix["prefix"] if prefix else suffix["unit"] if suffix else "", language)
    if prefix and suffix and suffix["unit"] in _CURRENCY_OF:
        end = suffix.end()
    return Amount(unit, value, found.start(), end if prefix else suffix.end() if suffix else end)


def _tenths(folded: str, found: re.Match[str], value: float) -> Amount | None:
    tenths = _TENTHS.match(folded, found.end()) if 0 < value < 10 else None
    return Amount("%", value * 10, found.start(), tenths.end()) if tenths else None


def _figure(found: re.Match[str], language: str) -> float:
    if found["alone"] is not None:
        return 1.0
    if found["numeral"]:
        return NUMERALS[found["numeral"]]
    if found["han"]:
        return HAN_DIGITS[found["han"]]
    return _number(found["figure"], language)


def _number(figure: str, language: str) -> float:
    """Read digits with separators: three behind a separator are thousands, unless the language says otherwise."""
    figure = re.sub("[ ']", "", figure)
    point = "." if primary(language) in _POINT or not language else ","
    marks = [char for char in figure if char in ".,"]
    if not marks:
        return float(figure)
    last, tail = marks[-1], len(figure) - 1 - max(figure.rfind("."), figure.rfind(","))
    is_decimal = tail != 3 or (last == point and len(set(marks)) == len(marks)) or figure.startswith("0")
    if not is_decimal:
        return float(re.sub("[.,]", "", figure))
    whole, _, rest = figure.rpartition(last)
    return float(f"{re.sub('[.,]', '', whole)}.{rest}")


def _eastern(folded: str, end: int, value: float, language: str) -> tuple[float, int] | None:
    """Multiply out 3억1500만, 2千億, 500万: each part stands before its own scale."""
    alone = _ALONE.match(folded, end)
    if alone:
        return value * MULTIPLIERS[alone["times"]], alone.end()
    total, part, found = 0.0, value, _EASTERN.match(folded, end)
    if found is None:
        return None
    while found is not None:
        total += part * MULTIPLIERS.get(found["times"] or "", 1.0) * MYRIADS[found["myriad"]]
        end = found.end()
        later = _LATER.match(folded, end)
        if later is None:
            tail = _TAIL.match(folded, end)
            return (total + float(tail["figure"]), tail.end()) if tail else (total, end)
        part, end = _number(later["figure"], language), later.end()
        found = _EASTERN.match(folded, end)
    return total, end


def _western(folded: str, end: int, value: float, language: str, *, is_word: bool) -> tuple[float, int] | None:
    found = _SCALE.match(folded, end)
    if found is None or (is_word and len(found["scale"]) < 3) or (found["scale"] == "k" and value in _RESOLUTIONS):
        return None
    word = found["scale"]
    size = LONG_SCALE.get(language, {}).get(word) or SCALES.get(word)
    return (value * size, found.end()) if size else None


def _unit(word: str, language: str) -> str:
    if word == "¥":
        return YEN_SIGN.get(language, "jpy")
    if word in PERCENT:
        return "%"
    return _CURRENCY_OF.get(word) or _UNIT_OF.get(word, "count")


def _count(folded: str, found: re.Match[str], value: float, end: int, *, is_scaled: bool) -> Amount | None:
    """Take a bare number for a count: not a year, a date, a version or a small one."""
    is_plain = not is_scaled and found["figure"].isdigit()
    if is_plain and (_YEARS[0] <= value <= _YEARS[1] or _is_dated(folded, found.start(), end, value)):
        return None
    if not is_scaled and (value < LEAST_COUNT or value != int(value)):
        return None
    return Amount("count", value, found.start(), end)


def _is_dated(folded: str, start: int, end: int, value: float) -> bool:
    if _BLOCKED.match(folded, end) is not None or folded[max(start - 1, 0) : start] == ":":
        return True
    beside = _BEFORE_MONTH.match(folded, end) or _AFTER_MONTH.search(folded, max(start - 12, 0), start)
    return value <= 31 and beside is not None
