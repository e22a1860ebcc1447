"""A language's table of words and rules in; out come phrases, plurals, dates, gaps and amounts in that language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

# Which form stands beside a number; the rules of CLDR for whole numbers in these languages.
_FORMS: Mapping[str, Callable[[int], int]] = {
    "none": lambda _: 0,
    "one_other": lambda n: int(n != 1),
    "zero_one_other": lambda n: int(n > 1),
    "slavic": lambda n: 0 if n % 10 == 1 and n % 100 != 11 else 1 if n % 10 in (2, 3, 4) and n % 100 // 10 != 1 else 2,
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """The mail's own words in one language.

    A value of `texts` is a phrase with {named} gaps, or a tuple with a phrase for each plural form.
    """

    tag: str
    plural: str
    months: str
    short_months: str
    weekdays: str
    long_date: str
    short_date: str
    thousands: str
    scales: tuple[tuple[int, str], ...]
    texts: Mapping[str, str | tuple[str, ...]]
    comma: str = ", "
    colon: str = ": "
    semicolon: str = "; "
    first_day: str = "1"  # of a month
    grouped_from: int = 10_000  # shorter numbers stand without a sign between their digits

    def say(self, phrase: str, **gaps: object) -> str:
        """Speak a phrase of the table; KeyError when there is no such phrase or a gap is not filled."""
        text = self.texts[phrase]
        assert isinstance(text, str), phrase
        return text.format(**gaps)

    def count(self, phrase: str, number: int) -> str:
        """Speak a phrase with its number in the right form.

        >>> from monitor.render.words import tongue
        >>> tongue("ru").count("languages", 22)
        '22 языка'
        """
        return self.texts[phrase][_FORMS[self.plural](number)].format(n=self.number(number))

    def knows(self, phrase: str) -> bool:
        """Is the phrase in the table?"""
        return phrase in self.texts

    def number(self, number: int) -> str:
        """Group the digits of a whole number that has enough of them."""
        return str(number) if abs(number) < self.grouped_from else f"{number:,}".replace(",", self.thousands)

    def long(self, at: datetime) -> str:
        """Write the day in full, with weekday and year. `at` is local."""
        return self._dated(self.long_date, at)

    def short(self, at: datetime) -> str:
        """Write day and month. `at` is local."""
        return self._dated(self.short_date, at)

    def moment(self, at: datetime) -> str:
        """Write day, month and time. `at` is local."""
        return f"{self.short(at)} {at:%H:%M}"

    def _dated(self, pattern: str, at: datetime) -> str:
        return pattern.format(
            day=self.first_day if at.day == 1 else at.day,
            month=self.months.split()[at.month - 1],
            short_month=self.short_months.split()[at.month - 1],
            weekday=self.weekdays.split()[at.weekday()],
            year=at.year,
        )

    def gap(self, span: timedelta) -> str:
        """Write how much later something came: "+40 min", "+3 h", "+2 d"; rounded down, "" under a minute."""
        minutes = int(span.total_seconds() // 60)
        if minutes < 1:
            return ""
        if minutes < 60:
            return self.say("plus_minutes", n=minutes)
        hours = minutes // 60
        return self.say("plus_hours", n=hours) if hours < 48 else self.say("plus_days", n=hours // 24)

    def amount(self, number: str) -> str:
        """Write an amount as cluster normalises it ("usd 300000000", "% 30") the way it is read.

        >>> from monitor.render.words import tongue
        >>> tongue("en").amount("usd 300000000")
        'USD 300 million'
        """
        unit, _, digits = number.partition(" ")
        try:
            value = float(digits)
        except ValueError:
            return number
        if unit == "%":
            return f"{value:g} %" if self.plural != "none" else f"{value:g}%"
        return f"{unit.upper() if len(unit) == 3 else unit} {self._scaled(value)}"

    def _scaled(self, value: float) -> str:
        for size, word in self.scales:
            if value >= size:
                space = "" if self.plural == "none" else " "
                return f"{value / size:.4g}".replace(".", "," if self.thousands != "," else ".") + space + word
        return self.number(int(value)) if value == int(value) else f"{value:g}"
