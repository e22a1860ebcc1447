"""An item and the lexicon of its language in; what stands in its title and at the head of its summary out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from monitor.claim.acting import told_by_actor
from monitor.claim.signs import Sign, Signs
from monitor.text import Folded, fold

HEAD = 280  # characters of a summary that speak of the headline's claim: its first two or three sentences
SENTENCES = 2
_ENDS = re.compile(r"[.!?](?=\s|$)|[。！？]")
# The credit of an aggregator, "… (Ann Example/TechCrunch)".
_CREDIT = re.compile(r"\((?:[^()]{1,60}/)([^()/]{2,40})\)$")
# The site behind a bar or dash, a newsletter's "(3 minute read)".
_SITE = re.compile(r"\s+[|｜]\s*[^|｜]{2,40}$|\s+-\s+[^-|]{2,30}$|\s+\(\d+ minute read\)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """An item as claims are read from it."""

    title: Folded
    summary: Folded
    title_signs: tuple[Sign, ...]
    summary_signs: tuple[Sign, ...]  # of its head only
    credit: str = ""  # whom an aggregator's headline names in brackets at its end; "" = nobody

    def titled(self, *senses: str) -> tuple[Sign, ...]:
        """Return the title's signs of these senses."""
        return tuple(sign for sign in self.title_signs if sign.sense in senses)

    def told(self, *senses: str) -> tuple[Sign, ...]:
        """Return the summary's signs of these senses."""
        return tuple(sign for sign in self.summary_signs if sign.sense in senses)

    @property
    def signs(self) -> tuple[Sign, ...]:
        """All of them, the title's first."""
        return self.title_signs + self.summary_signs


def read(title: str, summary: str, language: str, lexicon: Callable[[str], Signs]) -> Reading:
    """Read an item; `lexicon` gives the cues for a text: title and summary may be in two languages."""
    credit = _CREDIT.search(title)
    shown, rest = fold(_without_site(title), language), fold(head(summary), language)
    titled = told_by_actor(lexicon(title).find(shown, "title"), shown.text, language)
    told = lexicon(summary).find(rest, "summary")
    in_court = any(sign.sense == "legal" for sign in (*titled, *told))
    titled, told = (_compared(signs, in_court=in_court) for signs in (titled, told))
    return Reading(shown, rest, titled, told, credit[1] if credit else "")


def _without_site(title: str) -> str:
    """Cut the site off a title; what is longer than what a bar parts it from is the headline: "Column | Kling …"."""
    site = _SITE.search(title)
    if site is None or (site[0].lstrip()[0] in "|｜" and len(site[0]) > site.start()):
        return title
    return title[: site.start()]


def _compared(signs: tuple[Sign, ...], *, in_court: bool) -> tuple[Sign, ...]:
    """Let "A vs B" be a review, but not where courts are spoken of: there it is how they write a case."""
    kept = (sign for sign in signs if not (in_court and sign.sense == "versus"))
    return tuple(replace(sign, sense="review") if sign.sense == "versus" else sign for sign in kept)


def head(summary: str) -> str:
    """Return the first sentences of a summary: what follows speaks of other things more often than not.

    >>> head("One. Two 2.0 is out. Three.")
    'One. Two 2.0 is out.'
    """
    ends = [mark.end() for mark in islice(_ENDS.finditer(summary, 0, HEAD), SENTENCES)]
    return summary[: ends[-1] if len(ends) == SENTENCES else HEAD]
