"""A title as its feed gives it in; the words of its headline, without what a site puts behind each of them, out.

Principle: the words are quoted as they are; only the site's own name, notes on the page ("3 minute read", "(1/4)") and
the bare addresses at the end of a post are left out, since the mail names the site anyway. Known exception: a name in
another script than the host's stays after a dash. Rejected: cutting at any dash, which takes the second half of many
headlines.
"""

from __future__ import annotations

import re

from monitor.model import Judged
from monitor.text import clean, fold, width
from monitor.urls import host

_NOTE = re.compile(
    r"\s*[(\[（]\s*(?:\d{1,3}[- ]min(?:ute)?s?(?: read)?|\d{1,2}\s*[/／]\s*\d{1,2})\s*[)\]）]$", re.IGNORECASE
)
_ADDRESSES = re.compile(r"(?:\s+https?://\S+)+$")
_TAIL = re.compile(r"(?:\s+([-–—|｜·])\s+|\s*([|｜])\s*)([^|｜]+)$")
_PIPES = "|｜"
_NAME = 24  # columns of what may be a site's name though nothing proves it, and of what it may follow
_LEAST = 8  # columns that a headline keeps
_LABEL = 3  # characters of a part of a host that says something


def heading(one: Judged) -> str:
    """Return the headline of an item, "" if it has none."""
    text = _ADDRESSES.sub("", clean(one.item.title))
    text = _NOTE.sub("", text) or text
    tail = _TAIL.search(text)
    if tail is None or width(text[: tail.start()]) < _LEAST:
        return text
    sign, name = tail[1] or tail[2], tail[3]
    likely = sign in _PIPES and width(name) <= _NAME <= width(text[: tail.start()])
    return text[: tail.start()] if likely or _names(name, one) else text


def is_its_site(name: str, one: Judged) -> bool:
    """Is this what the item's site, or its host, is called?"""
    return bool(_bare(name)) and _bare(name) in {_bare(one.item.site), *_labels(one)}


def _names(name: str, one: Judged) -> bool:
    """Is it the site, by its own name or its host, with what may stand before or behind ("Tech News - Example")?"""
    bare = _bare(name)
    return is_its_site(name, one) or any(bare.startswith(label) or bare.endswith(label) for label in _labels(one))


def _labels(one: Judged) -> list[str]:
    return [label.replace("-", "") for label in host(one.item.url).split(".")[:-1] if len(label) >= _LABEL]


def _bare(name: str) -> str:
    return "".join(char for char in fold(name).text if char.isalnum())
