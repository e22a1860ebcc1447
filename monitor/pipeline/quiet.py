"""The store in; what is muted now out, and until when what was published counts as told."""

from __future__ import annotations

from datetime import datetime

from monitor.store import Store

_TOLD_UNTIL = "told-until:"  # of a digest, in the settings: what was published until then counts as told


def muted_products(store: Store, now: datetime) -> frozenset[str]:
    """Return the products whose stories stay out of editions."""
    return frozenset(one.name for one in store.quiets(now) if one.kind == "product")


def muted_feeds(store: Store, now: datetime) -> frozenset[str]:
    """Return the feeds whose items neither open nor join stories."""
    return frozenset(one.name for one in store.quiets(now) if one.kind == "feed")


def alerts_of(digest: str) -> str:
    """Name the alerts of a digest, beside its editions."""
    return f"alert:{digest}"


def told_until(store: Store, digest: str) -> datetime | None:
    """Return when the last edition went out that a restored backup knows nothing of; None = there is none."""
    said = store.setting(_TOLD_UNTIL + digest)
    return datetime.fromisoformat(said) if said else None


def save_told_until(store: Store, digest: str, at: datetime) -> None:
    """Record that editions of a digest went out until then which the database does not have."""
    store.save_setting(_TOLD_UNTIL + digest, at.isoformat())
