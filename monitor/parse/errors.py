"""Why a document is no feed: the one error of parsing."""

from __future__ import annotations


class ParseError(Exception):
    """A document that yields no items.

    `code` is stable: http.empty, http.not_feed, parse.broken, parse.dtd, parse.cpu, page.nothing,
    page.json, sitemap.index, sitemap.no_news.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)  # both in `args`, so that it crosses a process whole
        self.code = code
        self.text = text

    def __str__(self) -> str:
        return self.text
