"""The state as `status` collects it in; the reasons to look out: any of them makes the exit code 1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from monitor.cli.columns import many
from monitor.cli.status.state import SILENT_LOOK

OLD_BACKUP = timedelta(days=3)


def reasons(state: dict[str, Any], at: datetime) -> Iterator[str]:
    """Name what a person should look at, the gravest first."""
    mail, feeds = state["mail"], state["feeds"]
    if state["pid"] is None:
        yield "the service is not running"
    yield from (one["text"].partition(": ")[0] for one in state["alarms"])
    if state["clock"].startswith("time.jumped"):  # no alarm: it ends by itself
        yield "the clock was set by far, no mail is composed for ten minutes"
    yield from (
        f"mail cannot leave until it is mended ({one['code']})" for one in mail["waiting"] if _is_ours(one["code"])
    )
    if state["pid"] and _is_old(state["disk"], at):
        yield f"the last backup is more than {OLD_BACKUP.days} days old"
    if late := len(feeds["late"]):
        yield f"{many(late, 'feed')} not looked at in time"
    if failing := len(feeds["failing"]):
        yield f"{many(failing, 'feed')} cannot be read"
    if silent := sum(one["look"] for one in feeds["silent"]):
        yield f"{many(silent, 'feed')} fell silent more than {SILENT_LOOK.days} days ago"


def _is_ours(code: str) -> bool:
    """Does a letter wait for something that only a person can mend?"""
    return code in ("smtp.login", "smtp.sender", "smtp.relay", "config.password") or code.startswith("tls.")


def _is_old(disk: dict[str, Any], now: datetime) -> bool:
    at = disk["backup_at"]
    return bool(disk["backups_wanted"]) and at is not None and now - datetime.fromisoformat(at) > OLD_BACKUP
