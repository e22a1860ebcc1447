"""Valid forms in; out come the values of the model, each with the place it was typed at."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from monitor.config import forms, search
from monitor.config.document import Document, Loc
from monitor.config.values import Form
from monitor.model import (
    Alerts,
    Digest,
    Embedded,
    Feed,
    Header,
    Host,
    Limits,
    Mail,
    Maintain,
    Model,
    Operator,
    Polling,
    Product,
    Report,
    Selectors,
    Settings,
    Term,
    Vendor,
    Watchlist,
)


def fold(text: str) -> str:
    """Make two spellings of one name equal: width, case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def settings(form: forms.MonitorFile, document: Document, folder: Path) -> Settings:
    """Build the settings; paths in them are taken from the config folder."""
    digests = tuple(_digest(one, document.place(("digests", index)), folder) for index, one in enumerate(form.digests))
    polling, limits = Polling(**dict(form.polling)), Limits(**dict(form.limits))
    maintain = Maintain(**dict(form.maintain))
    mail = Mail(**_placed(form.mail, folder, "password_file", "maildir"))
    report = Report(**_placed(form.report, folder, "folder"))
    operator = Operator(**_placed(form.operator, folder, "metrics"))
    model = _model(form.model, folder) if form.model else None
    return Settings(form.contact or "", polling, limits, mail, digests, maintain, report, operator, model)


def _model(form: forms.ModelForm, folder: Path) -> Model:
    key = Header("Authorization", **_placed(form.key, folder, "file")) if form.key else None
    return Model(form.url, form.name, key, form.calls, form.timeout)


def _placed(form: Form, folder: Path, *names: str) -> dict[str, Any]:
    """Return what is typed, the paths of these names taken from the config folder."""
    typed = _typed(form)
    for name in names:
        if name in typed:
            typed[name] = str((folder / Path(typed[name]).expanduser()).absolute())
    return typed


def _digest(form: forms.DigestForm, place: str, folder: Path) -> Digest:
    once: dict[str, str] = {}
    for address in form.recipients:
        once.setdefault(address.casefold(), address)
    alerts = Alerts(**_placed(form.alerts, folder, "push_file")) if form.alerts else None
    return replace(Digest(**dict(form), place=place), recipients=tuple(once.values()), alerts=alerts)


def feeds(form: forms.FeedsFile, document: Document, watchlist: Watchlist, folder: Path) -> tuple[Feed, ...]:
    """Build the feeds in the order of the file; a search asks for the names of the watchlist."""
    found: list[Feed] = []
    for index, one in enumerate(form.feeds):
        feed = _feed(one, document.place(("feeds", index)), folder)
        if one.engine:
            found += search.feeds(feed, one.engine, one.languages, one.query or search.PRODUCTS, watchlist)
        else:
            found.append(feed)
    return tuple(found)


def _feed(form: forms.FeedForm, place: str, folder: Path) -> Feed:
    typed = _typed(form)
    kept = {name: typed[name] for name in typed.keys() & {one.name for one in fields(Feed)}}
    select = Selectors(**_typed(form.select)) if form.select else None
    embedded = Embedded(**_typed(form.embedded)) if form.embedded else None
    headers = tuple(Header(name, **_placed(one, folder, "file")) for name, one in form.headers.items())
    return Feed(**{"url": "", **kept, "headers": headers, "select": select, "json": embedded, "place": place})


def _typed(form: Form) -> dict[str, Any]:
    """Return what is not left out, or has a default of its own."""
    return {name: value for name, value in form if value is not None}


def watchlist(form: forms.WatchlistFile, document: Document) -> Watchlist:
    """Build the watchlist; a name without aliases is its own alias."""
    topics = (
        _term(one, document, ("topics", language, number), (language,) if language != "*" else ())
        for language, terms in form.topics.items()
        for number, one in enumerate(terms)
    )
    return Watchlist(
        tuple(_product(one, document, ("products", index)) for index, one in enumerate(form.products)),
        tuple(_vendor(one, document, ("vendors", index)) for index, one in enumerate(form.vendors)),
        tuple(_host(one, document, ("hosts", index)) for index, one in enumerate(form.hosts)),
        tuple(topics),
    )


def _product(form: forms.ProductForm, document: Document, loc: Loc) -> Product:
    terms = tuple(_marked(term, form) for term in _names(form, document, loc))
    return Product(
        form.name,
        form.vendor or "",
        terms,
        _terms(form.context, document, (*loc, "context")),
        _terms(form.exclude, document, (*loc, "exclude")),
        form.official,
        _terms(form.expect, document, (*loc, "expect")),
        _terms(form.reject, document, (*loc, "reject")),
        document.place(loc),
    )


def _vendor(form: forms.VendorForm, document: Document, loc: Loc) -> Vendor:
    return Vendor(form.name, _names(form, document, loc), form.official, form.video, document.place(loc))


def _host(form: forms.HostForm, document: Document, loc: Loc) -> Host:
    return Host(form.name, form.vendor or "", _names(form, document, loc), document.place(loc))


def _names(form: forms.NamedForm, document: Document, loc: Loc) -> tuple[Term, ...]:
    if form.aliases:
        return _terms(form.aliases, document, (*loc, "aliases"))
    return (Term(form.name, place=document.place((*loc, "name"))),)


def _marked(term: Term, form: forms.ProductForm) -> Term:
    """Say of an alias in which languages it is ambiguous."""
    spelled = fold(term.text)
    tongues = tuple(tongue for tongue, words in form.ambiguous.items() if spelled in map(fold, words))
    if "*" in tongues:
        return replace(term, ambiguous=True)
    return replace(term, ambiguous_in=tongues)


def _terms(typed: Iterable[forms.TermForm], document: Document, loc: Loc) -> tuple[Term, ...]:
    return tuple(_term(one, document, (*loc, number)) for number, one in enumerate(typed))


def _term(form: forms.TermForm, document: Document, loc: Loc, languages: tuple[str, ...] = ()) -> Term:
    text = form.spelling if isinstance(form, forms.AliasForm) else form.text
    within = form.within if isinstance(form, forms.ContextForm) else None
    regex = isinstance(form, forms.AliasForm) and bool(form.regex)
    place, column = document.place(loc), document.mark(loc)[1]
    return Term(text, form.languages or languages, within=within, regex=regex, place=place, column=column)
