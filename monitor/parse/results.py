"""The feed of a news search in; its entries out, as the news of the sites they come from.

Principle: a search engine's feed is other people's news. The engine's name for the feed ("… - Google News") is no site:
where an entry names none, its host stands for it. Google's summaries are the headline again, followed by those of other
sites on other matters, which would pass for words of this one: a summary that begins with its title is left out.
What aggregators of any kind do (a title that ends in " - Publisher") is put right in entry.py.
"""

from __future__ import annotations

from dataclasses import replace

from monitor import urls
from monitor.parse.entry import Document, RawEntry, plain_text, title_text, without_source


def as_results(document: Document) -> Document:
    """Return the document of a search with its entries as results."""
    return replace(document, title="", entries=tuple(map(_result, document.entries)))


def _result(entry: RawEntry) -> RawEntry:
    source = entry.source or urls.host(next((link for found in entry.links if (link := urls.canonical(found))), ""))
    title = without_source(title_text(entry.title), source)
    echoes = bool(title) and plain_text(entry.summary).startswith(title)
    return replace(entry, source=source, summary="" if echoes else entry.summary)
