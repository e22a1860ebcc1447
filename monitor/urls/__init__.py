"""One address per article: an address as a feed gives it in, the one to open, and the key that joins stories, out.

Only what is known to be dressing is taken off, by tables; what a parameter means elsewhere is not guessed.
Rejected: an allow-list of parameters (it drops `?id=42`, which is the article on many sites); following redirects (a
request for each link); decoding Google News links (their ids hold no address since 2024).
Source: RFC 3986 section 6 (normalisation).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from monitor.urls.dressing import without_dressing
from monitor.urls.editions import one_edition, unwrapped

LONGEST = 2_000  # characters; browsers and mail clients cut longer ones
_LONGEST_HOST = 253  # characters of a name (RFC 1035 2.3.4); IDNA takes time in the square of them

# What no host may hold; also what turns the direction of a text or is not seen at all.
_NO_HOST = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff<>\"'\\^`{|}%]")
_PAPERS = ("arxiv.org", "aclanthology.org", "huggingface.co/papers")
_DOTS = re.compile(r"/\.\.?(/|$)")
_SAFE = "/:@!$&'()*+,;=-._~%"
# A scheme that is mistyped: "http//a.example", "https:/a.example", "http://https://a.example", "://a.example".
_SCHEME = re.compile(r"(?:(?:https?:/+)?(?P<scheme>https?)(?:[:/]+)|:/+)(?=[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_SECOND = re.compile(r"(?<!\s)\s++https?:/.*", re.IGNORECASE | re.DOTALL)  # of two addresses in one link
_BEGINS_WITH_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?=[/?#]|$)")
# What is normal already, as four fifths of all addresses are: scheme, host with a dot, path without "." and "..".
_NORMAL = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/(?!\.\.?(?:/|$))[\w.~-]*)+)", re.ASCII)


def canonical(url: str, base: str = "") -> str:
    """Return the address to open: absolute, http or https, without tracking; "" when it is none of these.

    >>> canonical("HTTPS://Example.org:443/a?utm_source=rss&id=3#top")
    'https://example.org/a?id=3'
    """
    parts = _parts(url, base)
    for _ in range(3):  # a redirector may stand before another
        inner = unwrapped(*parts[1:]) if parts else ""
        following = _parts(inner, "") if inner else None
        if following is None:
            break
        parts = following
    if parts is None:
        return ""
    scheme, host, path, query = parts
    host, path, query = one_edition(host, path, query)
    found = urlunsplit((scheme, host, path, without_dressing(_bare(host), query), ""))
    return found if len(found) <= LONGEST else ""


@lru_cache(maxsize=2048)  # an item's address is asked for three times on its way through a feed's poll
def key(url: str) -> str:
    """Return what is equal for two addresses of one article: host, path and sorted query; "" for no address.

    A place on the page is part of it: only those that tell entries apart get so far.

    >>> key("http://www.example.org/a/?b=2&a=1#c") == key("https://example.org/a?a=1&b=2#c")
    True
    """
    address, slash, tail = canonical(url).partition("://")[2].partition("/")
    path, _, said = tail.partition("?")
    query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(said, keep_blank_values=True)))
    path = unquote(slash + path, errors="replace").rstrip("/")
    place = url.partition("#")[2] if address else ""
    return f"{address.removeprefix('www.')}{path}{'?' if query else ''}{query}{'#' if place else ''}{place}"


def place_on_page(url: str) -> str:
    """Return what stands behind "#", as a browser sends it; "" for nothing."""
    return quote(even_percents(url.strip().partition("#")[2]), safe=_SAFE + "?")


def host(url: str) -> str:
    """Return the host of an address in lower case, without port and `www.`; "" for none."""
    parts = _parts(url, "")
    return _bare(parts[1]) if parts else ""


def under(url: str, prefix: str) -> bool:
    """Tell whether an address lies on a host, or below a path of it; subdomains count.

    >>> under("https://help.openai.com/en/a", "openai.com"), under("https://blog.google/b", "blog.google/technology")
    (True, False)
    """
    parts = _parts(url, "")
    if parts is None:
        return False
    wanted_host, _, wanted_path = prefix.casefold().removeprefix("www.").partition("/")
    own = _bare(parts[1])
    if own != wanted_host and not own.endswith(f".{wanted_host}"):
        return False
    path = parts[2].casefold().strip("/")
    wanted_path = wanted_path.strip("/")
    return not wanted_path or path == wanted_path or path.startswith(f"{wanted_path}/")


def is_paper(url: str) -> bool:
    """Tell whether an address is of an archive of papers.

    >>> is_paper("https://export.arxiv.org/abs/2601.1"), is_paper("https://huggingface.co/blog/a")
    (True, False)
    """
    return any(under(url, archive) for archive in _PAPERS)


def _parts(url: str, base: str) -> tuple[str, str, str, str] | None:
    """Split into scheme, host with port, path and query, each normalised; None when it is no web address."""
    if (normal := _NORMAL.fullmatch(url)) and len(normal[2]) <= _LONGEST_HOST:
        return normal[1], normal[2], normal[3], ""
    try:
        parts = urlsplit(urljoin(base, _schemed(url.strip(), base)) if base else url.strip())
        name, port = parts.hostname or "", parts.port
        url.encode()
    except ValueError:  # also half a character, which a JSON escape can name
        return None
    if parts.scheme.lower() not in ("http", "https") or not _is_host(name) or parts.username is not None:
        return None
    scheme = parts.scheme.lower()
    usual = port in (None, 80 if scheme == "http" else 443)
    address = f"[{name}]" if ":" in name else _ascii(name)
    if not _is_host(address):  # IDNA makes a space of some accents that stand alone
        return None
    path = _without_dots(quote(even_percents(parts.path) or "/", safe=_SAFE))
    return scheme, address if usual else f"{address}:{port}", path, quote(parts.query, safe=_SAFE + "?[]|{}")


def _schemed(url: str, base: str) -> str:
    """Return a link with a scheme where it means to have one: where it is mistyped, or the link begins with a host.

    A host is what begins with "www." or lies in the domain of the feed; other words with dots may be files.
    """
    path, mark, rest = _SECOND.sub("", url).partition("?")
    url = path.replace("\\", "/") + mark + rest  # as browsers read it
    own = urlsplit(base)
    if found := _SCHEME.match(url):
        return f"{found['scheme'] or own.scheme}://{url[found.end() :]}"
    if found := _BEGINS_WITH_HOST.match(url):
        name = found[0].lower()
        domain = ".".join((own.hostname or "").split(".")[-2:])
        is_host = name == domain or name.endswith(f".{domain}") or (name.startswith("www.") and name.count(".") > 1)
        return f"{own.scheme}://{url}" if is_host else url
    return url


def _bare(address: str) -> str:
    """Take the port and `www.` off a host."""
    return re.sub(r":\d+$", "", address).removeprefix("www.")


def _is_host(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_HOST and not _NO_HOST.search(name) and not name.startswith(".")


def _ascii(name: str) -> str:
    if name.isascii():
        return name.rstrip(".")
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def even_percents(path: str) -> str:
    """Write percent signs in one case and decode those of letters, as RFC 3986 6.2.2 asks, so that two compare."""
    return re.sub(r"%[0-9A-Fa-f]{2}", _one_percent, path)


def _one_percent(found: re.Match[str]) -> str:
    char = chr(int(found[0][1:], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else found[0].upper()


def _without_dots(path: str) -> str:
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    return "/".join(kept) if len(kept) > 1 else "/"
