"""Addresses from feeds and configs made fit for a mail: http(s) only, no white space, hosts in ASCII."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

LONGEST = 2000
_SHAPE = re.compile(r"https?://[^\s/?#@<>\"'`\\^{|}]+(?:[/?#][^\s<>\"`\\^{|}]*)?", re.IGNORECASE)


def safe_url(url: str) -> str:
    """Return an http(s) address that may stand in a mail, its host as punycode where it is not ASCII; "" for others.

    A host in look-alike letters shows what it is. User-info and other schemes are refused.
    """
    if len(url) > LONGEST or not url.isprintable() or not _SHAPE.fullmatch(url):
        return ""
    if url.isascii():
        return url
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return ""
    return urlunsplit(parts._replace(netloc=host))


def domain_of(address: str) -> str:
    """Return the domain of a mail address in ASCII; "localhost" when it has none."""
    domain = address.rpartition("@")[2].strip().lower()
    try:
        return domain.encode("idna").decode("ascii") or "localhost"
    except UnicodeError:
        return "localhost"
