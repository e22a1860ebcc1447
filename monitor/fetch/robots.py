"""A site's robots.txt in; whether we may read an address of it out. Asked for pages only: feeds are made for machines.

RFC 9309: of the groups that name us, else of those for `*`, the rule with the longest pattern decides; of two as long,
the one that allows; without a rule all is allowed. `*` stands for anything, `$` for the end. A file that is not there
allows everything; one that the server fails to send (5xx, or 429) forbids everything until it can be had again.
Rejected: the standard library's reader, which knows no wildcards and takes the first rule, not the longest; obeying
Crawl-delay, which is no part of the standard: between two polls lies at least what it asks for.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote, urlsplit

from monitor import urls
from monitor.fetch.errors import FetchError

PRODUCT = "ai-video-monitor"  # the token that a robots.txt addresses us by, whatever `user_agent` a feed has
KEPT = timedelta(days=1)  # RFC 9309 2.4
_KEPT_FAILED = timedelta(hours=1)
_LARGEST = 500 << 10  # bytes that are read of it (RFC 9309 2.5)
_LONGEST = 2_000  # characters of a pattern
_MOST_STARS = 20

# What means that there is no file (RFC 9309 2.3.1.3, "unavailable"); after any other fault of HTTP there may be one
# ("unreachable").
_ABSENT = {
    "http.not_found", "http.gone", "http.forbidden", "http.unauthorized", "http.empty", "http.status", "http.redirects",
    "http.downgrade",
}  # fmt: skip
_SAFE = "/:@!$&'()*+,;=-._~?%[]"
_LINE = re.compile(r"[ \t]*(user-agent|allow|disallow)[ \t]*:[ \t]*([^#\r\n]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern and whether it allows."""

    pattern: str
    allows: bool


def rules_for(text: str) -> tuple[Rule, ...]:
    """Read the rules that hold for us: those of all groups that name us, else of those for everybody."""
    ours: list[Rule] = []
    everybody: list[Rule] = []
    named = False
    for agents, rules in _groups(text):
        if PRODUCT in agents:
            named = True
            ours += rules
        elif "*" in agents:
            everybody += rules
    return tuple(ours if named else everybody)


def _groups(text: str) -> Iterator[tuple[set[str], list[Rule]]]:
    """Part the file into groups: lines that name agents, then their rules. Lines of other kinds are passed over."""
    agents: set[str] = set()
    rules: list[Rule] = []
    opened = False  # was the last line one that names an agent?
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            if not opened:
                yield agents, rules
                agents, rules = set(), []
            agents.add(_token(value))
        elif value and len(value) <= _LONGEST and value.count("*") <= _MOST_STARS:
            rules.append(Rule(_even(value), key == "allow"))
        opened = key == "user-agent"
    yield agents, rules


def _token(agent: str) -> str:
    """Return the product of an agent's name, without its version."""
    found = re.match(r"\*|[A-Za-z_-]+", agent)
    return found[0].lower() if found else ""


def allows(rules: tuple[Rule, ...], url: str) -> bool:
    """Tell whether an address may be read.

    >>> allows(rules_for("User-agent: *\\nDisallow: /c/\\nAllow: /c/list$"), "https://a.example/c/list")
    True
    """
    parts = urlsplit(url)
    path = _even(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
    fitting = [rule for rule in rules if _fits(rule.pattern, path)]
    return max(fitting, key=lambda rule: (len(rule.pattern), rule.allows), default=Rule("", True)).allows


def _even(path: str) -> str:
    """Spell a path in the one way in which two spellings of it compare equal (RFC 9309 2.2.2)."""
    return urls.even_percents(quote(path, safe=_SAFE))


def _fits(pattern: str, path: str) -> bool:
    """Match in linear time: each part behind a star is taken at its first place, the last one of a `$` at the end."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return path == first if ends else True
    at = len(first)
    last = others.pop() if ends else ""
    for part in others:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not ends or (path.endswith(last) and len(path) - len(last) >= at)


@dataclass
class _Known:
    """What is remembered of one site; its lock lets one thread ask and the others wait for the answer.

    The text is kept, not its rules: they take eight times as much memory.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    text: str = ""
    failure: FetchError | None = None  # None = the rules hold
    until: float = float("-inf")


class Robots:
    """Remembers what sites say; `read` fetches an address or raises FetchError."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sites: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def check(self, url: str, read: Callable[[str], bytes]) -> None:
        """Raise FetchError where the site forbids an address (robots.forbidden) or cannot say (robots.unreachable).

        A site that cannot be reached at all raises what that was: the page would have the same fate.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            known = self._sites.get(origin) or self._new(origin)
        with known.lock:
            if known.until <= self._clock():
                self._learn(known, origin, read)
            said, failure = known.text, known.failure
        if failure is not None:
            raise FetchError(failure.code, failure.text, failure.retry_after, failure.host)
        if not allows(rules_for(said), url):
            raise FetchError("robots.forbidden", f"the robots.txt of {parts.hostname} forbids robots to read this page")

    def _new(self, origin: str) -> _Known:
        """Take a site in, and forget those not asked about for long: redirects may lead to another each time."""
        now = self._clock()
        self._sites = {at: known for at, known in self._sites.items() if known.until > now or known.lock.locked()}
        return self._sites.setdefault(origin, _Known())

    def _learn(self, known: _Known, origin: str, read: Callable[[str], bytes]) -> None:
        """Ask a site. A network fault is raised and not remembered."""
        known.text, known.failure, kept = "", None, KEPT
        try:
            known.text = read(f"{origin}/robots.txt")[:_LARGEST].decode("utf-8-sig", "replace")
        except FetchError as error:
            if not error.code.startswith("http."):
                raise
            if error.code not in _ABSENT:
                text = f"no page is read while its robots.txt cannot be: {error.text}"
                known.failure = FetchError("robots.unreachable", text, error.retry_after, error.host)
                kept = _KEPT_FAILED
        known.until = self._clock() + kept.total_seconds()
