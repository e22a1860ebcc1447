"""Options and environment in; out come the config folder and the database they lead to.

One order for both: what was said (option, then environment), what systemd made (`$CONFIGURATION_DIRECTORY`,
`$STATE_DIRECTORY`), this folder (`./config`, `./var`), the user's folders (XDG base directories), the system's. So
`sudo ai-video-monitor status` finds the service's own files.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

NAME = "ai-video-monitor"
SYSTEM_CONFIG = Path("/etc") / NAME
SYSTEM_STATE = Path("/var/lib") / NAME
MARKER = "monitor.yaml"


def find_folder(explicit: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the config folder; None when there is none anywhere.

    A folder that was named, by option or environment, is returned even when it is not there: loading says so.
    """
    named = explicit or _path(environ, "AI_VIDEO_MONITOR_CONFIG") or _path(environ, "CONFIGURATION_DIRECTORY")
    if named is not None:
        return named
    for folder in (Path("config"), _user_config(environ), SYSTEM_CONFIG):
        if folder is not None and os.path.isfile(folder / MARKER):
            return folder
    return None


def find_database(explicit: Path | None, environ: Mapping[str, str], folder: Path | None = None) -> Path:
    """Return the database's file, there or not; its place follows the config folder when nobody says otherwise.

    `folder` is the config in use, None = as find_folder finds it. `/etc` goes with `/var/lib`, the user's config
    folder and no config at all with the user's state folder, any other `DIR` with `DIR/../var/monitor.db`.
    """
    if named := explicit or _path(environ, "AI_VIDEO_MONITOR_DATABASE"):
        return named
    if state := _path(environ, "STATE_DIRECTORY"):
        return state / "monitor.db"
    folder = folder or find_folder(None, environ)
    if folder is None or _same(folder, _user_config(environ)):
        return _user_state(environ) / "monitor.db"
    if _same(folder, SYSTEM_CONFIG):
        return SYSTEM_STATE / "monitor.db"
    beside = Path("var") if folder == Path("config") else folder.resolve().parent / "var"
    return beside / "monitor.db"


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    """Return the first path of a variable; systemd separates several by colons."""
    text = environ.get(name, "")
    first = text.split(":")[0] if name.endswith("_DIRECTORY") else text
    return Path(first).expanduser() if first else None


def _home(environ: Mapping[str, str]) -> Path | None:
    return Path(environ["HOME"]) if environ.get("HOME") else None


def _user_config(environ: Mapping[str, str]) -> Path | None:
    base, home = environ.get("XDG_CONFIG_HOME", ""), _home(environ)
    if os.path.isabs(base):  # the specification: a relative one is to be ignored
        return Path(base) / NAME
    return home / ".config" / NAME if home else None


def _user_state(environ: Mapping[str, str]) -> Path:
    base, home = environ.get("XDG_STATE_HOME", ""), _home(environ)
    if os.path.isabs(base):
        return Path(base) / NAME
    return home / ".local/state" / NAME if home else Path("var")


def _same(one: Path, other: Path | None) -> bool:
    return other is not None and os.path.realpath(one) == os.path.realpath(other)
