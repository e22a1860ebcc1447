"""The markup of an entry's text in; the same without what its software wrote beneath it out.

Principle: told by its shape, which is the same in all languages, and only at the end of a text. Left are words that
sites write themselves ("Continue reading"): they are part of many sentences.
Sources: what WordPress, Discourse, Reddit, Product Hunt and hnrss.org make of a feed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_LONGEST = 4_000  # characters of an ending
_LINK = r"<a\b[^<>]*>\s*([^<>]{0,500}?)\s*</a>"
_WORDS = r"[^<>]{0,80}"
# What an ending begins with, and all of it.
_WORDPRESS = ("<p>", re.compile(rf"<p>{_WORDS}{_LINK}{_WORDS}{_LINK}{_WORDS}</p>\s*"))  # the first links to the entry
_OTHERS = (
    ("<p><small>", re.compile(rf"<p><small>{_WORDS}\d{_WORDS}</small></p>\s*<p>{_LINK}</p>\s*")),  # Discourse
    ("submitted by", re.compile(r"submitted by.*reddit\.com/user/.*\[(?:\d+ )?comments\].*", re.DOTALL)),
    ("<p>Article URL:", re.compile(r"<p>Article URL:.*# Comments: \d+</p>\s*", re.DOTALL)),  # hnrss.org
    ("<p>", re.compile(rf"<p>\s*<a\b[^<>]*producthunt[^<>]*>Discussion</a>\s*\|\s*{_LINK}\s*</p>\s*")),
)


def without_added(markup: str, title: str, plain: Callable[[str], str]) -> str:
    """Cut off what software added; `plain` makes text of markup, `title` is the entry's, as text.

    >>> without_added('New.<p>The post <a href="/a">A</a> appeared first on <a href="/">B</a>.</p>', "A", str)
    'New.'
    """
    start, said = _ending(markup, *_WORDPRESS)
    if said and plain(said[1]) == title:
        return markup[:start]
    for mark, shape in _OTHERS:
        start, said = _ending(markup, mark, shape)
        if said:
            return markup[:start]
    return markup


def _ending(markup: str, mark: str, shape: re.Pattern[str]) -> tuple[int, re.Match[str] | None]:
    start = markup.rfind(mark, max(0, len(markup) - _LONGEST))
    return start, shape.fullmatch(markup, start) if start >= 0 else None
