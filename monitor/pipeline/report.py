"""report: each edition as a page in a folder, with a list of them and a feed for each digest, for any web server.

The pages are the mails' own, but for what is the operator's to know (notices, near misses, which feeds fail: a page may
be public, and says how many) and the reader's own (how to stop).
What was rendered is kept in the folder, and rendered anew only once the templates or this program are others.
A page that cannot be written is a warning: no mail waits for it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import groupby
from pathlib import Path

from monitor.model import Edition
from monitor.pipeline.service import Service
from monitor.render import Post, atom, feed_name, page_name

log = logging.getLogger(__name__)

LISTED = timedelta(days=366)  # the list goes so far back; older pages stay where they are
POSTS = 30  # editions in a feed
STAMP = ".rendered-by"  # in the folder: what its pages were rendered by
TITLE, WORDS = "AI video", "en"  # of a list when there is no digest


def report(service: Service, recorded: Sequence[Edition]) -> None:
    """Write the pages of editions just recorded, and list and feeds anew, where the config wants them."""
    folder = service.config.settings.report.folder
    if not folder:
        return
    try:
        write_report(service, Path(folder), recorded)
    except OSError as error:
        log.warning("report not written code=report.io path=%s: %s", folder, error.strerror)


def write_report(service: Service, folder: Path, editions: Iterable[Edition]) -> int:
    """Write these editions' pages, then the list and the feeds of all; return the number of pages. Raises OSError."""
    told = []
    for edition in editions:
        _write_page(service, folder, edition)
        told.append(edition.digest)
    is_current = _read(folder / STAMP) == service.renderer.stamp
    listed = list(service.store.editions(since=service.clock() - LISTED))
    first = next(iter(service.config.settings.digests), None)
    title, words = (first.title, first.words) if first else (TITLE, WORDS)
    _write(folder / "index.html", service.renderer.index(title, listed, words))
    page = partial(_kept_page if is_current else _write_page, service, folder)
    for digest, its in groupby(sorted(listed, key=lambda one: one.digest), key=lambda one: one.digest):
        target = folder / feed_name(digest)
        if digest in told or not is_current or not target.exists():
            _write(target, feed(service, list(its)[-POSTS:], target.name, page))
    _write(folder / STAMP, service.renderer.stamp)
    return len(told)


def feed(
    service: Service, editions: Iterable[Edition], name: str = "", page: Callable[[Edition], str] | None = None
) -> str:
    """Return editions as an Atom feed.

    `name`: of its file in the folder of pages, "" = it has none. `page`: gives an edition's page; None = rendered anew.
    """
    address = service.config.settings.report.address
    posts = []
    title = ""
    for edition in editions:
        title = edition.title
        url = address + page_name(edition) if address else ""
        html = page(edition) if page else _page(service, edition)
        posts.append(Post(edition, service.renderer.subject(edition), html, url))
    self_url = address + name if address and name else ""
    return atom(name or "editions", title or TITLE, posts, service.store.install_key(), self_url)


def _page(service: Service, edition: Edition) -> str:
    coverage = replace(edition.coverage, troubles=(), silent=())
    return service.renderer.html(replace(edition, notices=(), near_misses=(), coverage=coverage))


def _write_page(service: Service, folder: Path, edition: Edition) -> str:
    html = _page(service, edition)
    _write(folder / page_name(edition), html)
    return html


def _kept_page(service: Service, folder: Path, edition: Edition) -> str:
    return _read(folder / page_name(edition)) or _write_page(service, folder, edition)


def _read(path: Path) -> str:
    """Return the text of a file in the folder, "" if there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _write(path: Path, text: str) -> None:
    """Write a file, in a folder that anyone may read."""
    for folder in reversed([one for one in (path.parent, *path.parent.parents) if not one.exists()]):
        folder.mkdir()
        folder.chmod(0o755)  # whatever the umask of the unit
    replace_file(path, text)


def replace_file(path: Path, text: str) -> None:
    """Replace a file at once; anyone may read it: who serves or scrapes it runs as somebody else. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.chmod(0o644)  # whatever the umask of the unit
    os.replace(part, path)
