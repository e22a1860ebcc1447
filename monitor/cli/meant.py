"""A name that nothing bears in; the one that was probably meant, or how to find it, out."""

from __future__ import annotations

from collections.abc import Iterable

import click

from monitor.config.wording import nearest

LIST = "`ai-video-monitor feeds list` names them"


def meant(name: str, known: Iterable[str], cure: str) -> str:
    """Say which of the known names is near; if none is, how to find out."""
    near = nearest(name, known)
    return f"did you mean {near}?" if near else cure


def no_feed(name: str, known: Iterable[str]) -> click.UsageError:
    """Refuse a name that no feed bears."""
    return click.UsageError(f"no feed named {name} in feeds.yaml; {meant(name, known, LIST)}")
