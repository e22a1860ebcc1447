"""The texts of a config folder in; out comes a Config that is right in itself, or every complaint at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from monitor.config import building
from monitor.config.checks import check_feeds, check_monitor, check_searches
from monitor.config.document import Document, read
from monitor.config.errors import ConfigError
from monitor.config.files import FILES, read_texts
from monitor.config.forms import FORMS, FeedsFile, MonitorFile, WatchlistFile
from monitor.config.lexicon import read_cues
from monitor.config.validation import F, Filled, fill
from monitor.config.watchlist_checks import check_watchlist
from monitor.config.wording import MANY
from monitor.model import Complaint, Config, Watchlist


def load(folder: Path, *, now: datetime) -> Config:
    """Read the config of a folder; its lexicons and templates may stand in sub-folders.

    Raises ConfigError with every complaint about every file.
    """
    return load_texts(read_texts(folder), folder, now=now)


def load_texts(texts: Mapping[str, str], folder: Path, now: datetime) -> Config:
    """Read a config from texts by file name, as read_texts gives them and the database keeps them.

    `folder` is what complaints name and where paths in the config begin. Raises ConfigError.
    """
    loader = Loader(texts, folder)
    config = loader.config(now)
    errors = [one for one in loader.complaints if one.severity == "error"]
    if config is None or errors:
        raise ConfigError(_bounded(loader.complaints))
    return config


class Loader:
    """Three files and the lexicons, read one after the other; complaints are gathered."""

    def __init__(self, texts: Mapping[str, str], folder: Path) -> None:
        self.complaints: list[Complaint] = []
        self._texts = texts
        self._folder = folder

    def config(self, now: datetime) -> Config | None:
        """Read and check everything; None when a file could not be used at all."""
        monitor, feeds, watchlist = self._fill(MonitorFile), self._fill(FeedsFile), self._fill(WatchlistFile)
        names = tuple(product.name for product in watchlist.form.products) if watchlist else ()
        if monitor:
            self.complaints += check_monitor(monitor, names, self._folder)
        if feeds:
            self.complaints += check_feeds(feeds, self._folder, monitor.form.polling.floor if monitor else timedelta(0))
        if watchlist:
            self.complaints += check_watchlist(watchlist)
        followed = building.watchlist(watchlist.form, watchlist.document) if watchlist else Watchlist()
        if feeds and watchlist:
            self.complaints += check_searches(feeds, followed)
        cues, wrong = read_cues(self._texts, self._folder)
        self.complaints += wrong
        self.complaints.sort(key=self._order)
        if not monitor or not feeds or not watchlist or any(one.severity == "error" for one in self.complaints):
            return None
        return Config(
            building.settings(monitor.form, monitor.document, self._folder),
            building.feeds(feeds.form, feeds.document, followed, self._folder),
            followed,
            cues,
            now,
            tuple(self.complaints),
        )

    def _fill(self, form: type[F]) -> Filled[F] | None:
        name = next(name for name, known in FORMS.items() if known is form)
        document = self._document(name)
        if document is None:
            return None
        filled, complaints = fill(form, document)
        self.complaints += complaints
        return filled

    def _document(self, name: str) -> Document | None:
        file = str(self._folder / name)
        if name not in self._texts:
            self.complaints.append(Complaint(file, 1, 1, "", "there is no such file"))
            return None
        document, complaints = read(name, file, self._texts[name])
        self.complaints += complaints
        return document

    def _order(self, complaint: Complaint) -> tuple[int, str, int, int]:
        name = Path(complaint.file).name
        return (FILES.index(name) if name in FILES else len(FILES), complaint.file, complaint.line, complaint.column)


def _bounded(complaints: list[Complaint]) -> list[Complaint]:
    """Say at most so many complaints of one file; the rest is counted."""
    said: dict[str, list[Complaint]] = {}
    for one in complaints:
        said.setdefault(one.file, []).append(one)
    bounded: list[Complaint] = []
    for ones in said.values():
        bounded += ones[:MANY]
        if len(ones) > MANY:
            last = ones[MANY]
            bounded.append(Complaint(last.file, last.line, last.column, "", f"and {len(ones) - MANY} more"))
    return bounded
