"""HTML and a CSS selector in; the elements it finds, their markup and attributes out.

The tree is built in C by a library that needs time in the square of the nesting (200,000 open tags: a minute), of what
formats text and is never closed, and of the attributes of a tag, so a hostile page is read in a `worker.Worker` only,
whose CPU time is bounded. Selectors are a person's own.
Rejected: lxml (three times the size, XPath nobody asked for), html.parser with a selector engine of our own, counting
what is open or has attributes beforehand (scripts hold what looks like tags, and there is always another shape).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST = 2 << 20  # characters of a page that are looked at
_MOST_EMPTY = 100  # elements without text that are passed over: each may hold all others
# Tags that a page has once; the library takes memory in the square of those that it has again with attributes.
_ROOT = re.compile(r"<([hH][tT][mM][lL]|[bB][oO][dD][yY])(?=[\s/>])[^<>]*>")

_ATTRIBUTE = re.compile(r"@([A-Za-z][\w:.-]*)$")
# Selectors of tags, classes, ids and attributes, as most are: known to be good without loading the library.
_NAME = r"-?[A-Za-z_][A-Za-z0-9_-]*"
_VALUE = rf"""{_NAME}|"[A-Za-z0-9 ._:/?=&-]*"|'[A-Za-z0-9 ._:/?=&-]*'"""
_TESTS = rf"(?:[.#]{_NAME}|\[{_NAME}(?:[~|^$*]?=(?:{_VALUE}))?\])"
_ONE = rf"(?:[A-Za-z][A-Za-z0-9-]*{_TESTS}*|{_TESTS}+)"
PLAIN = re.compile(rf"{_ONE}(?:(?: | ?[>+~,] ?){_ONE})*")


def parted(selector: str) -> tuple[str, str]:
    """Part a selector from the attribute it asks for, "" for none.

    >>> parted("time@datetime"), parted("a[href*='@x']"), parted("@data-url")
    (('time', 'datetime'), ("a[href*='@x']", ''), ('', 'data-url'))
    """
    found = _ATTRIBUTE.search(selector)
    return (selector[: found.start()].strip(), found[1]) if found else (selector.strip(), "")


def is_selector(css: str) -> bool:
    """Tell whether a selector can be read; without the attribute, see `parted`."""
    if PLAIN.fullmatch(css):
        return True
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("").css(css)
    except SelectolaxError:
        return False
    return True


class Page:
    """An HTML page, read as browsers read it."""

    def __init__(self, html: str) -> None:
        from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # here: only those load it who read a page

        try:
            self._tree: LexborHTMLParser = LexborHTMLParser(_once(html[:LONGEST]))
        except SelectolaxError as error:  # any page can be parsed, as long as there is memory
            raise MemoryError from error

    def find(self, css: str) -> list[Element]:
        """Return the elements a selector finds, in the order of the page."""
        return [Element(node) for node in self._tree.css(css)]

    def first(self, selector: str) -> str:
        """Return the first markup or attribute that a selector finds and that is not empty; "" for none."""
        return _first(self._tree.css(parted(selector)[0]), parted(selector)[1])


def _once(html: str) -> str:
    """Take out the root's tags but for the first."""
    seen: set[str] = set()

    def kept(found: re.Match[str]) -> str:
        name = found[1].lower()
        again = name in seen
        seen.add(name)
        return "" if again else found[0]

    return _ROOT.sub(kept, html)


class Element:
    """An element of a page."""

    def __init__(self, node: LexborNode) -> None:
        self._node = node

    @property
    def size(self) -> int:
        """Return the characters of its markup: what a search in it costs."""
        return len(self._node.html or "")

    def first(self, selector: str, attribute: str = "") -> str:
        """Return the first markup that a selector finds in the element or is it, or its attribute; "" for none.

        `attribute` is the one to read where the selector names none.
        """
        css, named = parted(selector)
        return _first(self._node.css(css) if css else [self._node], named or attribute)


def _first(nodes: list[LexborNode], attribute: str) -> str:
    if not attribute:
        return next((node.html or "" for node in nodes[:_MOST_EMPTY] if node.text(strip=True)), "")
    return next((value for node in nodes if (value := (node.attributes.get(attribute) or "").strip())), "")
