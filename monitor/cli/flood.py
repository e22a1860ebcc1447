"""Lines of the log in, each under a name; which of them to write out, and how many of a name were left out.

A fault that comes a thousand times says no more than a hundred lines do, and buries what else is said. Each name has so
many lines in a window of time; what comes beyond them is counted, and the count is said once the window is over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST = 100  # lines of one name in a window
WINDOW = 600.0  # seconds
NAMES = 1000  # windows that are remembered

_CODE = re.compile(r"\bcode=([a-z]+\.[a-z_]+)")


@dataclass
class Flood:
    """What was written lately."""

    most: int = MOST
    window: float = WINDOW
    _begun: dict[str, tuple[float, int]] = field(default_factory=dict)  # name: when its window began, lines in it

    def admit(self, name: str, now: float) -> bool:
        """Count a line; may it be written?"""
        began, lines = self._begun.get(name, (now, 0))
        self._begun[name] = began, lines + 1
        return lines < self.most

    def over(self, now: float) -> list[tuple[str, int]]:
        """Close the windows that are over, and of too many the oldest; return how many lines each left out, if any."""
        names = list(self._begun)  # the oldest window first
        ended = [name for name in names if not 0 <= now - self._begun[name][0] < self.window] or names[:-NAMES]
        closed = [(name, self._begun.pop(name)[1]) for name in ended]
        return [(name, lines - self.most) for name, lines in closed if lines > self.most]


def name_of(text: str, template: str) -> str:
    """Name a line by its code; one without a code by what it says, whatever it says it of."""
    found = _CODE.search(text)
    return found[1] if found else template.partition("\n")[0]
