"""What people write for `--until` and `--since`, and the moment it stands for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli.when import deadline, window

NOW = datetime(2026, 11, 30, 10, 34, tzinfo=UTC)  # a Monday
TOKYO = ZoneInfo("Asia/Tokyo")


def since(written: str, at: datetime, _zone: tzinfo) -> datetime:
    """Look back, which is done in UTC wherever one is."""
    return window(written, at)


def dec(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def nov(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("7d", dec(7, 10, 34)), ("2w", dec(14, 10, 34)), ("12h", nov(30, 22, 34)), ("90m", nov(30, 12, 4)),
        ("3 days", dec(3, 10, 34)), ("1 week", dec(7, 10, 34)), ("2 Hours", nov(30, 12, 34)),
        ("tomorrow", dec(1)), ("Tomorrow 08:00", dec(1, 8)), ("friday", dec(4)), ("fri", dec(4)),
        ("Friday  18:30", dec(4, 18, 30)),
        ("monday", dec(7)), ("tue", dec(1)), ("18:00", nov(30, 18)), ("9:15", dec(1, 9, 15)),
        ("today 23:00", nov(30, 23)),
        ("2026-12-05", dec(5)), ("2026-12-05T18:00", dec(5, 18)), ("2026-12-05 18:00", dec(5, 18)),
        ("2026-12-05t18:00z", dec(5, 18)),
        ("2026-12-05T18:00+02:00", dec(5, 16)),
    ],
)  # fmt: skip
def test_until_is_a_moment_to_come(written, moment):
    """A span counts from now, a day is its beginning, a weekday and a time of day are the next ones."""
    assert deadline(written, NOW, UTC) == moment


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("7d", nov(23, 10, 34)), ("today", nov(30)), ("yesterday", nov(29)),
        ("friday", nov(27)), ("monday", nov(23)), ("sun 12:00", nov(29, 12)),
        ("9:15", nov(30, 9, 15)), ("18:00", nov(29, 18)), ("2026-11-01", nov(1)),
    ],
)  # fmt: skip
def test_since_is_a_moment_gone(written, moment):
    """The same words look back: the last such weekday or hour."""
    assert window(written, NOW) == moment


def test_a_day_begins_where_its_reader_is():
    """Tomorrow in Tokyo begins at 15:00 UTC of today, and Tuesday is there before it is here."""
    evening = NOW.replace(hour=16)  # 1 Dec, 01:00 in Tokyo
    assert deadline("tomorrow", NOW, TOKYO) == nov(30, 15)
    assert deadline("tuesday", evening, TOKYO) == dec(7, 15)
    assert deadline("2026-12-05 08:00", NOW, TOKYO) == dec(4, 23)


@pytest.mark.parametrize(
    ("read", "written", "words"),
    [
        (deadline, "tomorow", "'tomorow' is no moment; did you mean tomorrow?"),
        (deadline, "firday", "did you mean friday?"),
        (deadline, "30", "'30' is no moment; write it like 7d, 12h"),
        (deadline, "", "'' is no moment"), (deadline, "18:75", "is no moment"), (deadline, "25:00", "is no moment"),
        (deadline, "2026-02-30", "is no moment"), (deadline, "5.12.2026", "is no moment"),
        (deadline, "w", "is no moment"),
        (deadline, "today", "'today' is over; name a moment to come"), (deadline, "0d", "is over"),
        (deadline, "yesterday", "is over"), (deadline, "2026-11-30", "is over"),
        (since, "tomorrow", "'tomorrow' is yet to come; name a moment gone by: 30d, 12h, 2w, yesterday"),
        (since, "2027-01-01", "is yet to come"),
    ],
)  # fmt: skip
def test_what_is_no_such_moment_is_refused_with_what_would_be_right(read, written, words):
    """A slip names the word meant, everything else the forms there are."""
    with pytest.raises(click.UsageError) as refused:
        read(written, NOW, UTC)
    assert words in refused.value.message


@given(st.text(st.sampled_from("0123456789:-TZ dhwfritomyesa"), max_size=12), st.sampled_from([UTC, TOKYO]))
def test_whatever_is_written_is_a_moment_of_its_sense_or_refused(written, zone):
    """No text ends in another error, and none reads as a moment on the wrong side of now."""
    for read, sense in ((deadline, 1), (since, -1)):
        try:
            found = read(written, NOW, zone)
        except click.UsageError:
            continue
        assert (found - NOW) * sense >= timedelta(0)
