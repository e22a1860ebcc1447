"""Filled-in forms in; out come complaints about what no single value shows: doubles, strangers, contradictions."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config import search
from monitor.config.building import fold
from monitor.config.document import Document, Loc
from monitor.config.forms import DigestForm, FeedForm, FeedsFile, MonitorFile
from monitor.config.scalars import spell
from monitor.config.secret import PLACE_CURE, fault
from monitor.config.validation import F, Filled
from monitor.config.wording import nearest, shown
from monitor.model import Complaint, Feed, Watchlist

# key -> the one type of feed it is for
_ONLY = {"select": "page", "json": "page", "engine": "search", "languages": "search", "query": "search"}
# What the results of a search say themselves, each for itself.
_SAID_BY_RESULTS = ("title", "language", "official", "encoding")
PLACEHOLDER = "you@example.org"  # the recipient of the shipped config
USUAL = {465: "tls", 587: "starttls"}  # what mail servers speak there
# With less a service that hangs over a feed starves its watchdog within 90 s: a step, which of parsing is three times
# its processor time, the gap between two, and half a minute for a busy machine.
LONGEST_FETCH, LONGEST_PARSE = timedelta(seconds=50), timedelta(seconds=15)


def check_monitor(filled: Filled[MonitorFile], products: Sequence[str], folder: Path) -> Iterator[Complaint]:
    """Check monitor.yaml; `products` are the names of the watchlist, () when it could not be read."""
    yield from _waits(filled)
    yield from _unwatched(filled)
    yield from _login(filled, folder)
    yield from twice(filled, "digests", [one.name for one in filled.form.digests], "digest")
    if not (isinstance(filled.document.data, dict) and filled.document.data.get("digests")):
        yield filled.document.complain((), "no digest is defined", "nothing is mailed to anybody", severity="warning")
    for loc, digest in zip(filled.locs("digests"), filled.form.digests, strict=True):
        yield from _digest(filled, loc, digest, products)


def _waits(filled: Filled[MonitorFile]) -> Iterator[Complaint]:
    polling = filled.form.polling
    for key, short, long, side in (
        ("floor", polling.floor, polling.interval, "at most"),
        ("ceiling", polling.interval, polling.ceiling, "at least"),
    ):
        if short > long and ("polling", key) in filled.document.values:
            text = f"does not fit polling.interval ({spell(polling.interval)})"
            yield filled.document.complain(("polling", key), text, f"{side} that")
    if polling.interval < polling.floor and ("polling", "floor") not in filled.document.values:
        yield filled.document.complain(("polling", "interval"), *_too_often(polling.floor), severity="warning")


def _too_often(floor: timedelta) -> tuple[str, str]:
    """Say what is wrong with an interval below the floor, and what would be right."""
    return f"is shorter than polling.floor ({spell(floor)}), which holds", "lower `floor` too"


def _unwatched(filled: Filled[MonitorFile]) -> Iterator[Complaint]:
    """Warn of limits that let a service that hangs in a feed go on for longer than its watchdog would."""
    limits = filled.form.limits
    for key, value, most in (("total", limits.total, LONGEST_FETCH), ("parse", limits.parse, LONGEST_PARSE)):
        if value > most:
            text = "a service that hangs over a feed is started again as late as that"
            hint = f"with {spell(most)} or less its watchdog needs 90s"
            yield filled.document.complain(("limits", key), text, hint, severity="warning")


def _login(filled: Filled[MonitorFile], folder: Path) -> Iterator[Complaint]:
    mail, complain = filled.form.mail, filled.document.complain
    if mail.user and mail.security == "none" and not _is_loopback(mail.server or ""):
        yield complain(("mail", "security"), "a password would leave this machine unprotected", "starttls or tls")
    usual = USUAL.get(mail.port, mail.security)
    if mail.security not in ("none", usual):
        typed = ("mail", "port") in filled.document.values
        text, hint = f"port {mail.port} usually speaks {usual}", f"write `security: {usual}`"
        spot, cure = (("mail", "port"), hint) if typed else (("mail", "security"), "tls is port 465")
        yield complain(spot, text, cure, severity="warning")
    if mail.password_file:
        wrong = fault(folder / Path(mail.password_file).expanduser())
        if wrong:
            yield complain(("mail", "password_file"), *wrong, severity="warning")


def _is_loopback(server: str) -> bool:
    """Tell whether what is sent to this host stays on this machine."""
    try:
        return ipaddress.ip_address(server).is_loopback
    except ValueError:
        return server in ("localhost", "localhost.localdomain")


def _digest(filled: Filled[MonitorFile], loc: Loc, digest: DigestForm, products: Sequence[str]) -> Iterator[Complaint]:
    complain = filled.document.complain
    known = {fold(name): name for name in products}
    for number, name in enumerate(digest.products):
        if products and name not in products:
            near = known.get(fold(name)) or nearest(name, products)
            hint = f"did you mean {near}?" if near else "a digest names products as watchlist.yaml does"
            yield complain((*loc, "products", number), f"{shown(name)} is no product of the watchlist", hint)
    if not digest.recipients:
        yield complain(loc, f"nobody receives the digest {digest.name}", "name `recipients`", severity="warning")
    if digest.translate and filled.form.model is None:
        text = "nothing is translated: no language model is named"
        yield complain((*loc, "translate"), text, "name one under `model`", severity="warning")
    seen: set[str] = set()
    for number, address in enumerate(digest.recipients):
        if address.casefold() in seen:
            text = f"{address} stands here twice; it gets one mail"
            yield complain((*loc, "recipients", number), text, "remove one", severity="warning")
        if address == PLACEHOLDER and filled.form.mail.server:
            text = f"{address} is only an example"
            yield complain((*loc, "recipients", number), text, "write a real address", severity="warning")
        seen.add(address.casefold())


def check_feeds(filled: Filled[FeedsFile], folder: Path, floor: timedelta) -> Iterator[Complaint]:
    """Check feeds.yaml: names and addresses stand there once, each type has the keys that it wants and no others.

    `floor` is polling.floor of monitor.yaml.
    """
    feeds = list(zip(filled.locs("feeds"), filled.form.feeds, strict=True))
    named = [(loc, name) for loc, feed in feeds for name in _feed_names(feed)]
    yield from _named_twice(filled, named, "feed")
    addresses = [(loc, feed.url) for loc, feed in feeds if feed.url]
    yield from _named_twice(filled, addresses, "address", "url", same_address)
    for loc, feed in feeds:
        yield from _typed(filled.document, loc, feed)
        if feed.interval and feed.interval < floor:
            yield filled.document.complain((*loc, "interval"), *_too_often(floor), severity="warning")
        yield from _headers(filled, loc, feed, folder)


def _typed(document: Document, loc: Loc, feed: FeedForm) -> Iterator[Complaint]:
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


def _headers(filled: Filled[FeedsFile], loc: Loc, feed: FeedForm, folder: Path) -> Iterator[Complaint]:
    """Check where the values of headers are; a file that is not there yet stops nothing but its feed."""
    complain = filled.document.complain
    address = urlsplit(feed.url or "https:")
    if feed.headers and address.scheme != "https" and not _is_loopback(address.hostname or ""):
        text = "a secret would leave this machine unprotected"
        yield complain((*loc, "headers"), text, "write the address with https://", key=True)
    for name, header in feed.headers.items():
        if len(header.model_fields_set) != 1:
            yield complain((*loc, "headers", name), "wants one place of its value", PLACE_CURE, key=True)
        elif header.file and (wrong := fault(folder / Path(header.file).expanduser(), "value", "put the value there")):
            yield complain((*loc, "headers", name, "file"), *wrong, severity="warning")


def _feed_names(feed: FeedForm) -> list[str]:
    return search.names(feed.name, feed.languages) if feed.engine else [feed.name]


def same_address(url: str) -> str:
    """Two addresses of one feed: scheme, `www.` and a final slash do not count."""
    rest = url.partition("://")[2] or url
    host, slash, path = rest.partition("/")
    return (host.lower().removeprefix("www.") + slash + path).rstrip("/")


def twice(filled: Filled[F], key: str, names: Sequence[str], noun: str) -> Iterator[Complaint]:
    """Complain of names that stand twice in the list `key`; `noun` says what bears them."""
    yield from _named_twice(filled, list(zip(filled.locs(key), names, strict=True)), noun)


def _named_twice(
    filled: Filled[F], named: Iterable[tuple[Loc, str]], noun: str, field: str = "name",
    same: Callable[[str], str] = fold,
) -> Iterator[Complaint]:  # fmt: skip
    first: dict[str, int] = {}
    for loc, name in named:
        spot = (*loc, field)
        line = filled.document.mark(spot)[0]
        if before := first.get(same(name)):
            text = f"the {noun} {shown(name)} stands already on line {before}"
            hint = "remove or rename one" if field == "name" else "remove one"
            yield filled.document.complain(spot, text, hint)
        first.setdefault(same(name), line)
