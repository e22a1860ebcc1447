"""One typed time zone in; the machine's name of it out, or what would be right."""

from __future__ import annotations

import functools
import re
import zoneinfo

from monitor.config.wording import nearest, refusal, shown

# Names people write for zones that the tz database has under another town's name (its file `theory.html`: one town
# stands for all whose clocks have agreed since 1970), and the abbreviations that mean one zone only.
ZONES = {
    "beijing": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "hangzhou": "Asia/Shanghai", "guangzhou": "Asia/Shanghai",
    "osaka": "Asia/Tokyo", "busan": "Asia/Seoul", "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata", "munich": "Europe/Berlin", "hamburg": "Europe/Berlin", "frankfurt": "Europe/Berlin",
    "cologne": "Europe/Berlin", "milan": "Europe/Rome", "barcelona": "Europe/Madrid", "geneva": "Europe/Zurich",
    "lyon": "Europe/Paris", "washington": "America/New_York", "boston": "America/New_York",
    "san_francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
    "msk": "Europe/Moscow", "cest": "Europe/Berlin", "mez": "Europe/Berlin", "bst": "Europe/London",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "edt": "America/New_York",
}  # fmt: skip
OFFSET = re.compile(r"(?:utc|gmt|z)? ?[+-] ?\d.*", re.IGNORECASE)


def zone(value: str) -> str:
    """Check a time zone against the machine's own list (IANA names)."""
    try:
        if re.fullmatch(r"[A-Za-z0-9_+/-]{1,64}", value):
            zoneinfo.ZoneInfo(value)
            return value
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass  # a folder of zones (`Europe`), a strange file, or unknown: all the same to who typed it
    raise refusal(f"{shown(value)} is no time zone", _zone_meant(value.strip().replace(" ", "_")))


def _zone_meant(word: str) -> str:
    if OFFSET.fullmatch(word):
        return "a zone is named after a town, for its clock changes with the season: Europe/Berlin"
    names, town = _zones(), word.rpartition("/")[2]
    towns = {name.rpartition("/")[2]: name for name in sorted(names, reverse=True)}
    near = ZONES.get(town.lower()) or nearest(word, names, cutoff=0.75) or towns.get(nearest(town, towns, cutoff=0.75))
    return f"did you mean {near}?" if near else "write it like Europe/Berlin, Asia/Tokyo or UTC"


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
