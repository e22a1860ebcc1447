"""The form of the three files: which keys there are, what each may say, what holds when it is left out."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.config.forms.feeds_file import FeedForm, FeedsFile
from monitor.config.forms.monitor_file import DigestForm, ModelForm, MonitorFile
from monitor.config.forms.watchlist_file import (
    AliasForm,
    ContextForm,
    HostForm,
    NamedForm,
    ProductForm,
    TermForm,
    VendorForm,
    WatchlistFile,
)
from monitor.config.values import Form

__all__ = [
    "FORMS", "AliasForm", "ContextForm", "DigestForm", "FeedForm", "FeedsFile", "HostForm", "ModelForm", "MonitorFile",
    "NamedForm", "ProductForm", "TermForm", "VendorForm", "WatchlistFile",
]  # fmt: skip

FORMS: Mapping[str, type[Form]] = {
    "monitor.yaml": MonitorFile, "feeds.yaml": FeedsFile, "watchlist.yaml": WatchlistFile,
}  # fmt: skip
