"""A watchlist and a judge in; a complaint for each `expect` or `reject` headline that does not hold out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from monitor.model import Complaint, Item, Judgement, Match, Product, Term, Watchlist

Judge = Callable[[Item], Judgement]


def proof(watchlist: Watchlist, judge: Judge) -> tuple[Complaint, ...]:
    """Judge every example as the title of an item without summary or source."""
    return tuple(
        complaint
        for number, product in enumerate(watchlist.products)
        for complaint in _product(f"products.{number}", product, judge)
    )


def _product(where: str, product: Product, judge: Judge) -> Iterator[Complaint]:
    for number, example in enumerate(product.expect):
        judged = judge(_headline(example))
        if product.name not in judged.products or not judged.relevant:
            text = f"{product.name} is not found in {_quoted(example)}"
            yield _complaint(f"{where}.expect.{number}", example, text, _missing(product, judged))
    for number, example in enumerate(product.reject):
        judged = judge(_headline(example))
        if product.name in judged.products:
            text = f"{product.name} is found in {_quoted(example)}"
            yield _complaint(f"{where}.reject.{number}", example, text, _unwanted(product, judged))


def _headline(example: Term) -> Item:
    language = example.languages[0] if example.languages else ""
    return Item("check", example.place, "", example.text, language=language)


def _quoted(example: Term) -> str:
    return f'"{example.text}"'


def _complaint(where: str, example: Term, text: str, details: tuple[str, ...]) -> Complaint:
    file, _, line = example.place.rpartition(":")
    number = int(line) if line.isdigit() else 1
    return Complaint(file, number, example.column, where, text, severity="expectation", details=details)


def _missing(product: Product, judged: Judgement) -> tuple[str, ...]:
    tried = next((match for match in judged.matches if match.role == "product" and match.name == product.name), None)
    if tried is None:
        others = ", ".join(judged.products)
        said = f"no alias of it stands in the headline{f'; found: {others}' if others else ''}"
        return (said, "add the spelling used there to `aliases`")
    nearest = f"nearest: alias {tried.term!r} ({_line(tried)}) at {tried.start}-{tried.end}"
    if tried.counted:
        return (f"{nearest} counts, but: {judged.why_not}",)
    if tried.why and tried.why.code in ("small", "unsupported"):
        return (
            f"{nearest} is ambiguous, and no context word stands beside it;",
            "add one to `context`, or take the alias out of `ambiguous`",
        )
    return (f"{nearest} does not count: {tried.why}", "change the headline, or narrow that word")


def _unwanted(product: Product, judged: Judgement) -> tuple[str, ...]:
    said = [
        f"alias {match.term!r} ({_line(match)}) at {match.start}-{match.end}{f': {match.why}' if match.why else ''}"
        for match in judged.matches
        if match.role == "product" and match.name == product.name and match.counted
    ]
    return (*said, "make the alias `ambiguous`, or add a word of this headline to `exclude`")


def _line(match: Match) -> str:
    return f"line {match.rule.rpartition(':')[2]}"
