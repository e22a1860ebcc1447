"""The store and the config in; the text that Prometheus' node_exporter reads from a file out.

Format: prometheus.io/docs/instrumenting/exposition_formats (text, version 0.0.4). Times are seconds of the epoch, so
that an alert is `time() - ai_video_monitor_written_seconds > 600`.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

from monitor.model import Config, DeliveryState
from monitor.pipeline.alarms import Alarm
from monitor.pipeline.disk import free_bytes, replace_file
from monitor.store import Store

log = logging.getLogger(__name__)

STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)
Sample = tuple[str, float]  # labels as written, value


def metrics(store: Store, config: Config, found: Collection[Alarm], now: datetime) -> str:
    """Return the text of the file."""
    lines = []
    for name, meaning, samples in _all(store, config, found, now):
        full = f"ai_video_monitor_{name}"
        lines += [f"# HELP {full} {meaning}", f"# TYPE {full} gauge"]
        lines += [f"{full}{labels} {value:.15g}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def write_metrics(path: Path, text: str) -> None:
    """Replace the file at once; that it cannot be written is a warning."""
    try:
        replace_file(path, text)
    except OSError as error:
        log.warning("metrics not written code=metrics.io path=%s: %s", path, error.strerror)


def _all(
    store: Store, config: Config, found: Collection[Alarm], now: datetime
) -> Iterator[tuple[str, str, list[Sample]]]:
    coverage, letters = store.coverage(now - timedelta(days=1), now), store.letters()
    failing = sum(bool(state.error_code) for state in store.feed_states())
    owed = store.owed_since()
    yield "written_seconds", "when this was written", [("", now.timestamp())]
    yield "feeds", "feeds of the config", [("", len(config.feeds))]
    yield "feeds_read", "feeds read in the last day", [("", coverage.feeds_read)]
    yield "feeds_failing", "feeds whose last poll failed", [("", failing)]
    yield "items_day", "items filed in the last day", [("", coverage.items)]
    yield "items_matched_day", "of these, items about AI video", [("", coverage.matched)]
    yield "letters", "letters by state", [(_label(state=state), letters.get(state, 0)) for state in STATES]
    yield "owed_since_seconds", "since when the oldest letter is owed, 0: none", [("", owed.timestamp() if owed else 0)]
    yield "edition_seconds", "when a digest was composed last", list(_editions(store, config))
    codes = sorted({one.code for one in found})
    yield "alarm", "1 for each promise at risk", [(_label(code=code), 1) for code in codes]
    yield "database_bytes", "size of the database", [("", store.size())]
    free = free_bytes(store.path)
    yield "free_bytes", "room left on its disk", [("", free)] if free is not None else []


def _editions(store: Store, config: Config) -> Iterator[Sample]:
    for digest in config.settings.digests:
        if at := store.last_composed_at(digest.name):
            yield _label(digest=digest.name), at.timestamp()


def _label(**labels: str) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"
