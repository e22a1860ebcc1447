"""A feed's bytes in; its items out, as plain text and web addresses.

Reads RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF and JSON Feed, news sitemaps, the lists of web pages and the results
of news searches (`Feed.type` says which), in any charset. It keeps what it can of a broken document and says so in
`Parsed.warning`; ParseError says why there is nothing to keep. It trusts nothing and may take long: run it in a
`worker.Worker`.
"""

from __future__ import annotations

from monitor.model import Feed, Limits, Parsed
from monitor.parse.errors import ParseError

__all__ = ["ParseError", "parse"]


def parse(body: bytes, *, feed: Feed, limits: Limits, url: str = "", content_type: str = "") -> Parsed:
    """Read a feed document; `url` is where it was found, after redirects, `content_type` as the server said."""
    from monitor.parse.document import read  # here, so that only a parsing process loads feedparser

    return read(body, feed=feed, limits=limits, url=url or feed.url, content_type=content_type)
