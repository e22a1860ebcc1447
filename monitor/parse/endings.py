"""A broken feed's XML in; out comes the same with ends that are mistyped or missing put right, as far as that is sure.

Principle: what holds nothing but text (a title, a link, a date) ends before the next element begins. So the end tag
that follows such a text is its own, if it is spelt almost so or names another of them (`<title>Sora</titel>`), and
where none follows before an item ends or the next field begins, it is missing (`<title>Sora<link>`).
Exceptions: a description may hold markup that nobody escaped, so of its inside only an end tag like its own is sure; an
end of anything else (`<title>Sora</b> 2</title>`) ends nothing and is left to the loose parser.
Rejected: ending whatever is open (it makes an item of the paragraphs of an unescaped article).
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_TAG = re.compile(
    r"(?:<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<end>/?)(?P<name>[\w.:-]++)(?P<said>[^<>]*+)>)", re.DOTALL
)
_PLAIN = {"title", "link", "guid", "pubdate", "id", "published", "updated", "issued", "modified", "date", "dc:date"}
_MARKED_UP = {"description", "summary", "content", "content:encoded"}
_FIELDS = _PLAIN | _MARKED_UP
_HOLDERS = {"item", "entry", "channel", "feed", "rss", "rdf:rdf"}
_ALIKE = 0.6  # of 1: "titel" and "title" have .8, "b" and "title" 0


def with_ends(inner: str) -> str:
    """Return a document in which each field of an item ends, in linear time."""
    opened = ""  # the field whose text is being passed; "" = none

    def put_right(tag: re.Match[str]) -> str:
        nonlocal opened
        if tag["name"] is None:
            return tag[0]
        before, opened = opened, ""
        if tag["end"]:
            return _ending(tag, before) if before else tag[0]
        name = tag["name"].casefold()
        if before.casefold() == name and name in _PLAIN and not tag["said"].strip():
            return f"</{before}>"  # its slash is missing
        if name in _FIELDS and not tag["said"].endswith("/"):
            opened = tag["name"]
        is_next = before.casefold() in _PLAIN and (name in _FIELDS or name in _HOLDERS)
        return f"</{before}>{tag[0]}" if is_next else tag[0]

    return _TAG.sub(put_right, inner)


def _ending(tag: re.Match[str], opened: str) -> str:
    """Return what an end tag should have been that follows the text of a field."""
    name, field = tag["name"].casefold(), opened.casefold()
    if name in _HOLDERS:
        return f"</{opened}>{tag[0]}"
    is_meant = name in _PLAIN or SequenceMatcher(None, name, field).ratio() >= _ALIKE
    return f"</{opened}>" if name == field or is_meant else tag[0]
