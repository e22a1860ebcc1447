"""What is logged in; lines on standard error out: for journald or a person, or JSON, and of one fault no flood.

A fault that comes a thousand times says no more than a hundred lines do, and buries what else is said. Each name has so
many lines in a window of time; what comes beyond them is counted, and the count is said once the window is over.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO

MOST = 100  # lines of one name in a window
WINDOW = 600.0  # seconds
NAMES = 1000  # windows that are remembered
PRIORITY = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}
LINE = 8000  # bytes; a longer line is cut

_CODE = re.compile(r"\bcode=([a-z]+\.[a-z_]+)")


def to_stderr(level: int, *, as_json: bool) -> None:
    """Write what is logged from this level on to standard error, and nowhere else."""
    handler = Bounded(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


@dataclass
class Flood:
    """What was written lately."""

    _begun: dict[str, tuple[float, int]] = field(default_factory=dict)  # name: when its window began, lines in it

    def admit(self, name: str, now: float) -> bool:
        """Count a line; may it be written?"""
        began, lines = self._begun.get(name, (now, 0))
        self._begun[name] = began, lines + 1
        return lines < MOST

    def over(self, now: float) -> list[tuple[str, int]]:
        """Close the windows that are over, and of too many the oldest; return how many lines each left out, if any."""
        names = list(self._begun)  # the oldest window first
        ended = [name for name in names if not 0 <= now - self._begun[name][0] < WINDOW] or names[:-NAMES]
        closed = [(name, self._begun.pop(name)[1]) for name in ended]
        return [(name, lines - MOST) for name, lines in closed if lines > MOST]


def _name_of(text: str, template: str) -> str:
    """Name a line by its code; one without a code by what it says, whatever it says it of."""
    found = _CODE.search(text)
    return found[1] if found else template.partition("\n")[0]


class Bounded(logging.StreamHandler[TextIO]):
    """Writes what is no flood: of one fault a hundred lines in ten minutes, then how many more there were."""

    def __init__(self, stream: TextIO, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._flood, self._monotonic = Flood(), monotonic

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line unless too many of its kind were; before it, what is to be said of windows that ended."""
        now = self._monotonic()
        for name, count in self._flood.over(now):
            text = f"log kept short: {count} more lines of {name}"
            super().emit(logging.LogRecord(record.name, logging.WARNING, "", 0, text, (), None))
        is_fault = record.levelno >= logging.WARNING
        if not is_fault or self._flood.admit(_name_of(record.getMessage(), str(record.msg)), now):
            super().emit(record)


class Lines(logging.Formatter):
    """One line per event, with the syslog priority journald understands (sd-daemon(3)) when it listens."""

    def format(self, record: logging.LogRecord) -> str:
        """Escape control characters: no feed's text becomes a log line of its own."""
        text = record.getMessage().replace("\n", "\n  ")
        safe = "".join(char if char.isprintable() or char in "\n " else f"\\x{ord(char):02x}" for char in text)
        safe = safe.encode("utf-8", "replace")[:LINE].decode("utf-8", "ignore")
        return f"<{PRIORITY.get(record.levelno, 6)}>{safe}" if "JOURNAL_STREAM" in os.environ else safe


class JsonLines(logging.Formatter):
    """One JSON object per event."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level and text."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        text = record.getMessage()[:LINE]
        while len(line := json.dumps({"at": at, "level": record.levelname.lower(), "text": text})) > LINE:
            text = text[: len(text) * 9 // 10]
        return line
