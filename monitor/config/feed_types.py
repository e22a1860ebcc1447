"""A feed's form in; out come complaints about keys that its type wants, or has no use for."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.config import search
from monitor.config.document import Document, Loc
from monitor.config.forms import FeedForm, FeedsFile
from monitor.config.validation import Filled
from monitor.model import Complaint, Feed, Watchlist

# key -> the one type of feed it is for
_ONLY = {"select": "page", "json": "page", "engine": "search", "languages": "search", "query": "search"}
# What the results of a search say themselves, each for itself.
_SAID_BY_RESULTS = ("title", "language", "official", "encoding")


def check_type(document: Document, loc: Loc, feed: FeedForm) -> Iterator[Complaint]:
    """Check the keys of one feed against its type."""
    for key, kind in _ONLY.items():
        if (*loc, key) in document.keys and feed.type != kind:
            hint = f"add `type: {kind}`, or remove it"
            yield document.complain((*loc, key), f"is for `type: {kind}` only", hint, key=True)
    if feed.type == "search":
        yield from _check_search(document, loc, feed)
    elif feed.url is None:
        yield document.complain((*loc, "url"), "is missing", "it cannot be left out", key=True)
    if feed.type == "page" and not feed.select and not feed.embedded:
        hint = "write select: {entry: .list li} or json: {find: allData, items: list}"
        yield document.complain((*loc, "type"), "nothing says where on the page the entries stand", hint)


def check_searches(filled: Filled[FeedsFile], watchlist: Watchlist) -> Iterator[Complaint]:
    """Check that each edition of each search has something to ask for."""
    for loc, form in zip(filled.locs("feeds"), filled.form.feeds, strict=True):
        for number, tag in enumerate(form.languages if form.engine else ()):
            query = form.query or search.PRODUCTS
            if not any(search.feeds(Feed(form.name, ""), form.engine or "", [tag], query, watchlist)):
                text = f"no name of the watchlist can be asked for in {tag}"
                hint = "add an alias, a vendor or a topic of that language"
                yield filled.document.complain((*loc, "languages", number), text, hint, severity="warning")


def _check_search(document: Document, loc: Loc, feed: FeedForm) -> Iterator[Complaint]:
    if feed.engine is None:
        for key in ("languages", "query"):
            if (*loc, key) in document.keys:
                yield document.complain((*loc, key), "nobody is asked", "add `engine`, or remove it", key=True)
        if feed.url is None:
            yield document.complain((*loc, "engine"), "is missing", "write google or bing", key=True)
        return
    if not feed.languages:
        yield document.complain((*loc, "languages"), "is missing", "name the editions to ask: [en, ja]", key=True)
    if feed.url is not None:
        yield document.complain((*loc, "url"), "`engine` makes the addresses of a search", "remove one", key=True)
    for key in _SAID_BY_RESULTS:
        if (*loc, key) in document.keys:
            yield document.complain((*loc, key), "each result says its own", "remove it", key=True)
