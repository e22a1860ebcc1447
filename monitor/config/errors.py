"""Complaints in; out comes the one error that config raises."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Complaint


class ConfigError(Exception):
    """The config cannot be used; `complaints` say all that is wrong with it, file by file."""

    code = "config.broken"

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__("\n".join(map(str, complaints)) or "the config is broken")
        self.complaints = tuple(complaints)
