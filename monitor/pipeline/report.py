"""report: each edition as a page in a folder, with a list of them and a feed for each digest, for any web server.

The pages are the mails' own, but for what is the operator's to know (notices, near misses) and the reader's own (how
to stop).
A page that cannot be written is a warning: no mail waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from monitor.model import Edition
from monitor.pipeline.publicly import replace_file
from monitor.pipeline.service import Service
from monitor.render import Post, atom, feed_name, page_name

log = logging.getLogger(__name__)

LISTED = timedelta(days=366)  # the list goes so far back; older pages stay where they are
POSTS = 30  # editions in a feed


def report(service: Service, recorded: Sequence[Edition]) -> None:
    """Write the pages of editions just recorded, and list and feeds anew, where the config wants them."""
    folder = service.config.settings.report.folder
    if not folder or not recorded:
        return
    try:
        write_report(service, Path(folder), recorded)
    except OSError as error:
        log.warning("report not written code=report.io path=%s: %s", folder, error.strerror)


def write_report(service: Service, folder: Path, editions: Iterable[Edition]) -> int:
    """Write these editions' pages, then the list and the feeds of all; return the number of pages. Raises OSError."""
    pages = 0
    for edition in editions:
        _write(folder / page_name(edition), _page(service, edition))
        pages += 1
    listed = list(service.store.editions(since=service.clock() - LISTED))
    _write(folder / "index.html", service.renderer.index("AI video", listed))
    for digest, its in groupby(sorted(listed, key=lambda one: one.digest), key=lambda one: one.digest):
        _write(folder / feed_name(digest), feed(service, list(its)[-POSTS:], feed_name(digest)))
    return pages


def feed(service: Service, editions: Iterable[Edition], name: str = "") -> str:
    """Return editions as an Atom feed. `name`: of its file in the folder of pages, "" = it has none."""
    address = service.config.settings.report.address
    posts = []
    title = ""
    for edition in editions:
        title = edition.title
        url = address + page_name(edition) if address else ""
        posts.append(Post(edition, service.renderer.subject(edition), _page(service, edition), url))
    self_url = address + name if address and name else ""
    return atom(name or "editions", title or "AI video", posts, service.store.install_key(), self_url)


def _page(service: Service, edition: Edition) -> str:
    return service.renderer.html(replace(edition, notices=(), near_misses=()))


def _write(path: Path, text: str) -> None:
    """Write a file, in a folder that anyone may read."""
    for folder in reversed([one for one in (path.parent, *path.parent.parents) if not one.exists()]):
        folder.mkdir()
        folder.chmod(0o755)  # whatever the umask of the unit
    replace_file(path, text)
