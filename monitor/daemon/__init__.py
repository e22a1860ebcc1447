"""The service as a process: heartbeat, signals, lock, watchdog. Owns APScheduler."""

from monitor.daemon.lock import AlreadyRunning, holder, only_writer
from monitor.daemon.loop import Daemon
from monitor.daemon.systemd import Watchdog, notify

__all__ = ["AlreadyRunning", "Daemon", "Watchdog", "holder", "notify", "only_writer"]
