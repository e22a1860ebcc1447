"""A search of feeds.yaml and the watchlist in; one feed per language edition of the search engine out, or more.

Principle: what `match` would find is what is worth asking for: every alias in a script that the edition's language is
written in, an ambiguous one beside its vendor, as `match` wants it. Where there is none, or one called as its product
(Runway), a topic of that language stands beside it; a name that nothing makes certain is not asked for. A name in which
another one of the product stands is found with that one.
Known exceptions: aliases with a small word among several ("its video app") and those of four words and more are
descriptions and left out; "~" (a stem) means nothing to a search engine and goes.
One query would be too long: engines cut at some 2,000 characters, and Google's web search says that it ignores every
word beyond the 32nd. So the names of an edition are parted into queries, a feed each: NAME-en, NAME-en-2 ...
Rejected: a feed per product (a hundred requests where ten do).
Sources: the addresses that news.google.com and bing.com/news themselves use; the pairs of language and country as seen
in public lists of feeds (2026).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from monitor.config.wording import nearest, refusal, shown
from monitor.model import Feed, Product, Term, Watchlist

PRODUCTS = "products"  # the query that stands for the names of the watchlist
_LONGEST = 1_800  # characters of an address
_MOST_WORDS = {"google": 32}  # of a query
_NAME = 3  # words; a longer alias is a description
_RECENT = "when:7d"  # Google: what is older is no news in any case

# language tag -> Google's hl, gl and the language in its ceid
_EDITIONS = {
    "en": ("en-US", "US", "en"), "en-GB": ("en-GB", "GB", "en"), "en-IN": ("en-IN", "IN", "en"),
    "zh-Hans": ("zh-CN", "CN", "zh-Hans"), "zh-Hant": ("zh-TW", "TW", "zh-Hant"), "ja": ("ja", "JP", "ja"),
    "ko": ("ko", "KR", "ko"), "de": ("de", "DE", "de"), "fr": ("fr", "FR", "fr"), "es": ("es", "ES", "es"),
    "es-419": ("es-419", "MX", "es-419"), "pt-BR": ("pt-BR", "BR", "pt-419"), "it": ("it", "IT", "it"),
    "nl": ("nl", "NL", "nl"), "sv": ("sv", "SE", "sv"), "pl": ("pl", "PL", "pl"), "ru": ("ru", "RU", "ru"),
    "tr": ("tr", "TR", "tr"), "vi": ("vi", "VN", "vi"), "id": ("id", "ID", "id"), "ar": ("ar", "EG", "ar"),
}  # fmt: skip
# What a language is written in beside Latin letters: first words of Unicode's names of them.
_SCRIPTS = {
    "zh": {"CJK"}, "ja": {"CJK", "HIRAGANA", "KATAKANA"}, "ko": {"HANGUL"}, "ru": {"CYRILLIC"}, "ar": {"ARABIC"},
}  # fmt: skip

Clause = tuple[str, ...]  # names that must stand together


def edition(value: str) -> str:
    """Check a language edition of a search: `en`, `zh-Hans`."""
    if value in _EDITIONS:
        return value
    near = nearest(value, _EDITIONS) or ("zh-Hans" if value.startswith("zh") else "")
    hint = f"did you mean {near}?" if near else f"known are {', '.join(_EDITIONS)}"
    raise refusal(f"{shown(value)} is no language edition", hint)


def names(name: str, editions: Iterable[str]) -> list[str]:
    """Return what the first feed of each edition is called."""
    return [f"{name}-{one.lower()}" for one in editions]


def feeds(model: Feed, engine: str, editions: Iterable[str], query: str, watchlist: Watchlist) -> Iterator[Feed]:
    """Make the feeds of a search; `model` has what they share, and the name that theirs begin with."""
    for tag in editions:
        queries = _queries(engine, tag, _clauses(watchlist, tag.partition("-")[0])) if query == PRODUCTS else [query]
        for number, text in enumerate(queries, 1):
            yield Feed(
                names(model.name, [tag])[0] + (f"-{number}" if number > 1 else ""),
                _address(engine, tag, text),
                "search",
                language=tag,
                interval=model.interval,
                user_agent=model.user_agent,
                place=model.place,
            )


def _address(engine: str, tag: str, query: str) -> str:
    hl, gl, language = _EDITIONS[tag]
    if engine == "google":
        said = {"q": f"{query} {_RECENT}", "hl": hl, "gl": gl, "ceid": f"{gl}:{language}"}
        return f"https://news.google.com/rss/search?{urlencode(said)}"
    return f"https://www.bing.com/news/search?{urlencode({'q': query, 'format': 'rss', 'setlang': tag, 'cc': gl})}"


def _queries(engine: str, tag: str, clauses: Iterable[Clause]) -> list[str]:
    """Join clauses by OR into as few queries as may be."""
    queries: list[list[Clause]] = []
    for clause in clauses:
        if queries and _fits(engine, tag, [*queries[-1], clause]):
            queries[-1].append(clause)
        else:
            queries.append([clause])
    return [_or(one) for one in queries]


def _fits(engine: str, tag: str, clauses: list[Clause]) -> bool:
    words = sum(len(name.split()) for clause in clauses for name in clause)
    return words <= _MOST_WORDS.get(engine, words) and len(_address(engine, tag, _or(clauses))) <= _LONGEST


def _or(clauses: Iterable[Clause]) -> str:
    return " OR ".join(_quoted(clause) for clause in clauses)


def _quoted(clause: Clause) -> str:
    together = " ".join(f'"{name}"' for name in clause)
    return f"({together})" if len(clause) > 1 else together


# ---------------------------------------------------------------- what to ask for


def _clauses(watchlist: Watchlist, language: str) -> list[Clause]:
    """Return what finds the products in news of a language (a primary subtag), in the order of the watchlist."""
    topic = next((term.text for term in watchlist.topics if term.languages == (language,)), "")
    found: dict[Clause, None] = {}
    for product in watchlist.products:
        names = [term for term in product.terms if _is_name(term, language)]
        clauses = [clause for term in names if (clause := _clause(term, product, language, topic))]
        found.update(dict.fromkeys(_without_doubles(clauses)))
    return list(found)


def _is_name(term: Term, language: str) -> bool:
    if term.regex or (term.languages and language not in term.languages):
        return False
    words = term.text.split()
    scripts = {_script(char) for char in term.text if char.isalpha()}
    is_described = len(words) > _NAME or (len(words) > 1 and any(word[0].islower() for word in words))
    return not is_described and scripts <= {"LATIN", *_SCRIPTS.get(language, ())}


def _script(char: str) -> str:
    """Return the script of a letter; its name in Unicode begins with it."""
    return unicodedata.name(char, "?").split()[0].split("-")[0]


def _clause(term: Term, product: Product, language: str, topic: str) -> Clause:
    """Return an alias as it is asked for, with what makes it certain where it is not; () = nothing does."""
    text = term.text.rstrip("~").replace('"', "")
    if not term.ambiguous and language not in term.ambiguous_in:
        return (text,)
    if product.vendor and not _within(product.vendor, text):
        return (product.vendor,) if _within(text, product.vendor) else (text, product.vendor)
    return (text, topic) if topic else ()


def _without_doubles(clauses: list[Clause]) -> list[Clause]:
    """Leave out what another clause of the product finds too."""
    kept: list[Clause] = []
    for clause in sorted(dict.fromkeys(clauses), key=lambda one: sum(map(len, one))):
        if not any(all(any(_within(mine, name) for name in clause) for mine in other) for other in kept):
            kept.append(clause)
    return sorted(kept, key=clauses.index)


def _within(name: str, longer: str) -> bool:
    """Tell whether a name stands in another as search engines see them: as whole words, anywhere among Han and kana."""
    if not name.isascii() and " " not in name:
        return name in longer
    mine, other = _plain(name), _plain(longer)
    return f" {mine} " in f" {other} " or mine.replace(" ", "") == other.replace(" ", "")


def _plain(name: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())
