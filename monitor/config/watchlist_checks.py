"""The watchlist, filled in, in; out come complaints about doubles, strangers, and what is looked for in vain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from monitor.config.building import fold
from monitor.config.checks import twice
from monitor.config.document import Loc
from monitor.config.forms import AliasForm, NamedForm, ProductForm, TermForm, VendorForm, WatchlistFile
from monitor.config.validation import Filled
from monitor.config.wording import nearest, shown
from monitor.model import Complaint

# What other tools read as more than letters, and we do not.
_QUOTE = re.compile("^[\u201c-\u201f\u2018\u201a\u00ab\u2039\u300c\u300e]")
SIGNS = (
    (re.compile(r"^/.+/[a-z]*$"), "is looked for with its slashes", "a pattern is written {regex: 'Kling[- ]?O\\d'}"),
    (re.compile(r"^\*|\*$"), "is looked for with its star", "a word may take any ending by `~`: Kling~"),
    (_QUOTE, "is looked for with its quotes", "write straight ones, or none"),
    (re.compile('[;|"\uff0c\uff1b\u3001]'), "is one name", "write each on its own, with `, ` between: [Kling, Veo]"),
)

_WORD = re.compile(r"\w[\w.']*")
MANY = 3  # products or topics; a word that stands with so many others is nobody's name


def check_watchlist(filled: Filled[WatchlistFile]) -> Iterator[Complaint]:
    """Check watchlist.yaml: each alias belongs to one product, each ambiguous word is an alias."""
    form = filled.form
    kinds: dict[str, Sequence[NamedForm]] = {"products": form.products, "vendors": form.vendors, "hosts": form.hosts}
    for key, forms in kinds.items():
        yield from twice(filled, key, [one.name for one in forms], key[:-1])
        for loc, one in zip(filled.locs(key), forms, strict=True):
            yield from _aliases(filled, loc, one.name, one.aliases)
    for language, terms in form.topics.items():
        yield from _letters(filled, ("topics", language), terms)
    products = list(zip(filled.locs("products"), form.products, strict=True))
    yield from _claimed_twice(filled, products)
    yield from _everybodys(filled, products)
    for loc, product in products:
        yield from _ambiguous(filled, loc, product)
        yield from _excluded(filled, loc, product)
        yield from _vendor(filled, loc, product, form.vendors)


def _aliases(filled: Filled[WatchlistFile], loc: Loc, name: str, aliases: Sequence[AliasForm]) -> Iterator[Complaint]:
    place = (*loc, "aliases")
    if not aliases:
        if place in filled.document.keys:
            yield filled.document.complain(place, "is empty", "leave the key out, and the name alone is looked for")
        elif len(fold(name)) < 2:
            yield filled.document.complain((*loc, "name"), f"{shown(name)} is found everywhere", "name `aliases`")
        return
    yield from _letters(filled, place, aliases)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for number, alias in enumerate(aliases):
        yield from _regex(filled, (*place, number), alias)
        if (fold(alias.spelling), alias.languages) in seen:
            text = f"{shown(alias.spelling)} stands here twice"
            yield filled.document.complain((*place, number), text, "remove one", severity="warning")
        seen.add((fold(alias.spelling), alias.languages))


def _regex(filled: Filled[WatchlistFile], loc: Loc, alias: AliasForm) -> Iterator[Complaint]:
    if bool(alias.text) == bool(alias.regex):
        yield filled.document.complain(loc, "wants either `text` or `regex`", "write {regex: 'Kling[- ]?O\\d'}")
    elif alias.regex:
        from monitor.text import Pattern, PatternError  # here: few lists have a pattern

        try:
            Pattern(alias.regex)
        except PatternError as error:
            yield filled.document.complain((*loc, "regex"), f"{shown(alias.regex)}: {error}", error.cure)


def _letters(filled: Filled[WatchlistFile], loc: Loc, terms: Iterable[TermForm]) -> Iterator[Complaint]:
    for number, term in enumerate(terms):
        if term.text and len(fold(term.text).strip("~")) < 2:
            text = f"{shown(term.text)} is one character and would be found everywhere"
            yield filled.document.complain((*loc, number), text, "write a longer name")
    yield from _signs(filled, loc, terms)


def _signs(filled: Filled[WatchlistFile], loc: Loc, terms: Iterable[TermForm]) -> Iterator[Complaint]:
    for number, term in enumerate(terms):
        for sign, text, hint in SIGNS:
            if sign.search(term.text):
                yield filled.document.complain((*loc, number), f"{shown(term.text)} {text}", hint, severity="warning")


def _claimed_twice(filled: Filled[WatchlistFile], products: Sequence[tuple[Loc, ProductForm]]) -> Iterator[Complaint]:
    claims: dict[str, list[tuple[int, ProductForm, set[str]]]] = {}
    for loc, product in products:
        for here, text, languages in _claims(loc, product):
            for line, other, tongues in claims.get(fold(text), ()):
                apart = languages and tongues and not languages & tongues
                if other is not product and not apart:
                    said = f"{shown(text)} is already an alias of {other.name} (line {line})"
                    yield filled.document.complain(here, said, "one product only can have it")
            line = filled.document.mark(here)[0]
            claims.setdefault(fold(text), []).append((line, product, languages))


def _claims(loc: Loc, product: ProductForm) -> Iterator[tuple[Loc, str, set[str]]]:
    """Yield the place, text and languages of each name a product is found by."""
    if not product.aliases:
        yield (*loc, "name"), product.name, set()
    for number, alias in enumerate(product.aliases):
        yield (*loc, "aliases", number), alias.spelling, set(alias.languages)


def _everybodys(filled: Filled[WatchlistFile], products: Sequence[tuple[Loc, ProductForm]]) -> Iterator[Complaint]:
    """Complain of names like AI, Go or 2.0: unless ambiguous, they make the product's what has nothing to do with it.

    No list of words is kept: the headlines that prove the other products, and the topics, hold what is everybody's.
    """
    examples = [_words([*product.expect, *product.reject]) for _, product in products]
    said = Counter(word for words in examples for word in words)
    said.update(word for terms in filled.form.topics.values() for term in terms for word in _words([term]))
    for (loc, product), mine in zip(products, examples, strict=True):
        unsure = {fold(word) for words in product.ambiguous.values() for word in words}
        for here, text, _ in _claims(loc, product):
            name = fold(text)
            is_slight = (len(name) == 2 and name.isascii()) or not any(map(str.isalpha, name))
            if name not in unsure and (is_slight or said[name] - (name in mine) >= MANY):
                hint = "add it to `ambiguous`, or write a longer name; `check --against 30d` shows what it takes"
                yield filled.document.complain(here, f"{shown(text)} is found everywhere", hint, severity="warning")


def _words(terms: Iterable[TermForm]) -> set[str]:
    return {word for term in terms for word in _WORD.findall(fold(term.text))}


def _ambiguous(filled: Filled[WatchlistFile], loc: Loc, product: ProductForm) -> Iterator[Complaint]:
    names = [alias.spelling for alias in product.aliases] or [product.name]
    plain = [alias.text for alias in product.aliases if alias.text] if product.aliases else names
    known = {fold(name) for name in names}
    for language, words in product.ambiguous.items():
        spot: Loc = (*loc, "ambiguous")
        if (*spot, language) in filled.document.keys:
            spot = (*spot, language)
        for number, word in enumerate(words):
            if fold(word) not in known:
                known.add(fold(word))  # said once, in however many languages it stands
                near = nearest(word, plain)
                hint = f"did you mean {near}?" if near else "add it to `aliases` too"
                yield filled.document.complain((*spot, number), f"{shown(word)} is no alias of {product.name}", hint)


def _excluded(filled: Filled[WatchlistFile], loc: Loc, product: ProductForm) -> Iterator[Complaint]:
    yield from _signs(filled, (*loc, "exclude"), product.exclude)
    yield from _signs(filled, (*loc, "context"), product.context)
    names = {fold(alias.spelling) for alias in product.aliases} or {fold(product.name)}
    for number, term in enumerate(product.exclude):
        if fold(term.text) in names and not term.languages:
            text = f"{shown(term.text)} is an alias of {product.name} itself, and makes it never count"
            yield filled.document.complain((*loc, "exclude", number), text, "remove one", severity="warning")


def _vendor(
    filled: Filled[WatchlistFile], loc: Loc, product: ProductForm, vendors: Sequence[VendorForm]
) -> Iterator[Complaint]:
    names = [vendor.name for vendor in vendors]
    if not product.vendor or not names or product.vendor in names:
        return
    if near := nearest(product.vendor, names, cutoff=0.8):
        text = f"{shown(product.vendor)} is none of the vendors below"
        hint = f"did you mean {near}?"
        yield filled.document.complain((*loc, "vendor"), text, hint, severity="warning")
