"""What systemd is told: readiness, reloads, the watchdog (sd_notify(3), sd_watchdog_enabled(3))."""

from __future__ import annotations

import math
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence


def notify(*lines: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Send one datagram to $NOTIFY_SOCKET; False when nobody listens."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):  # an abstract socket
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.connect(address)
            channel.sendall("\n".join(lines).encode())
    except OSError:
        return False
    return True


def reloading(environ: Mapping[str, str] = os.environ) -> bool:
    """Say that a reload began, with the time stamp that Type=notify-reload wants (systemd 253)."""
    return notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}", environ=environ)


# scheduler, the thread that files and composes, mail, and the two that the poller answers for
COMPONENTS = ("heartbeat", "main", "mail", "fetch", "parse")


class Watchdog:
    """Feeds systemd's watchdog only while every component gives signs of life; one that never gave any is dead."""

    def __init__(
        self,
        environ: Mapping[str, str] = os.environ,
        monotonic: Callable[[], float] = time.monotonic,
        components: Sequence[str] = COMPONENTS,
    ) -> None:
        self._environ, self._monotonic = environ, monotonic
        self._beats = dict.fromkeys(components, (-math.inf, 0.0))
        wanted = environ.get("WATCHDOG_USEC", "")
        ours = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.interval = int(wanted) / 2e6 if wanted.isdigit() and ours else None  # seconds; None = not asked for
        self._fed_at = -float("inf")

    def beat(self, component: str, good_for: float = 60.0) -> None:
        """Note that a component lives, for so many seconds; math.inf = it has nothing to do, and says when it has."""
        self._beats[component] = (self._monotonic(), good_for)

    def stale(self) -> list[str]:
        """Name the components whose last sign of life is too old."""
        now = self._monotonic()
        return sorted(name for name, (at, good_for) in self._beats.items() if now - at > good_for)

    def feed(self) -> bool:
        """Tell systemd all is well, if it is and if it is time; return whether it was told."""
        now = self._monotonic()
        if self.interval is None or now - self._fed_at < self.interval / 2 or self.stale():
            return False
        self._fed_at = now
        return notify("WATCHDOG=1", environ=self._environ)
