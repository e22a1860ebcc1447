"""Count the slots of each local day: 10 zones, 48 times of day, 2026 to 2036; each day must have exactly one.

    benchmarks/calendar_days.py [--from YEAR] [--to YEAR]

Exit 1 and the days that have none or two, if there are any. The suite does the days of change only.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from monitor import schedule
from monitor.model import Digest

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo",
    "Asia/Beirut", "Asia/Tokyo", "Pacific/Auckland", "America/Nuuk", "Asia/Kathmandu",
)  # fmt: skip
DAY = timedelta(days=1)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--from", dest="first", type=int, default=2026)
    parser.add_argument("--to", dest="last", type=int, default=2036)
    years = parser.parse_args()
    began, days, wrong = time.perf_counter(), 0, 0
    for zone in ZONES:
        found = [walked(zone, minutes, years.first, years.last) for minutes in range(0, 1440, 30)]
        days += sum(number for number, _ in found)
        wrong += sum(len(odd) for _, odd in found)
        for _, odd in found:
            for day, number in odd:
                print(f"{zone} {day}: {number} slots")
    print(f"{len(ZONES)} zones x 48 times, {days:,} local days, {wrong} without exactly one slot, "
          f"{time.perf_counter() - began:.0f} s")  # fmt: skip
    return 1 if wrong else 0


def walked(zone: str, minutes: int, first: int, last: int) -> tuple[int, list[tuple[date, int]]]:
    """Go from beat to beat as the service does, twice a day; return the number of days and those that are odd."""
    digest = Digest("d", at=clock_time(minutes // 60, minutes % 60), zone=zone)
    now = datetime(first, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = datetime(last + 1, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    slot, made = f"{date(first, 1, 1) - DAY}T00:00", Counter[date]()
    while now < end:
        now += timedelta(hours=12)
        for one in schedule.due_slots(digest, slot, min(now, end - timedelta(seconds=1))):
            made[date.fromisoformat(one.local[:10])] += 1
            slot = one.local
    days = [date(first, 1, 1) + number * DAY for number in range((date(last + 1, 1, 1) - date(first, 1, 1)).days)]
    return len(days), [(day, made[day]) for day in days if made[day] != 1]


if __name__ == "__main__":
    sys.exit(main())
