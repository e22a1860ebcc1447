"""A name that nothing bears in; the one that was probably meant, or how to find it, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from monitor.config.wording import nearest


def meant(name: str, known: Iterable[str], cure: str) -> str:
    """Say which of the known names is near; if none is, how to find out."""
    near = nearest(name, known)
    return f"did you mean {near}?" if near else cure


def no_feed(name: str, known: Iterable[str]) -> click.UsageError:
    """Refuse a name that no feed bears."""
    hint = meant(name, known, "`ai-video-monitor feeds list` names them")
    return click.UsageError(f"no feed named {name} in feeds.yaml; {hint}")


def no_digest(name: str, known: Sequence[str]) -> click.UsageError:
    """Refuse a name that no digest bears."""
    hint = meant(name, known, f"there are: {', '.join(known) or 'none'}")
    return click.UsageError(f"no digest {name!r} in monitor.yaml; {hint}")
