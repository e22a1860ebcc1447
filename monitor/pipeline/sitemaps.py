"""A feed's parsed answer in; where it is an index of sitemaps, their news out.

A few more requests, as polite as any other. Where the index says when each of them changed, it alone tells whether
there is anything new; else all are read each time, and the index is asked for without its validators: a list that stays
the same says nothing of what is listed. Sitemaps that are none of news are passed over while another one is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.model import Answer, Item, Parsed
from monitor.parse import ParseError


def followed(
    answer: Answer, parsed: Parsed, ask: Callable[[str], Answer], parse: Callable[[Answer], Parsed]
) -> tuple[Answer, Parsed]:
    """Return what there is to file and to remember; `body` of the answer is all that was read.

    Raises what `ask` and `parse` raise; ParseError sitemap.index, sitemap.no_news.
    """
    if not parsed.maps:
        return answer, parsed
    bodies, read, fault = [answer.body], list[Parsed](), ParseError("sitemap.index", "an index that lists nothing")
    for url in parsed.maps:
        said = ask(url)
        bodies.append(said.body)
        try:
            read.append(_news(parse(said)))
        except ParseError as error:
            fault = error
    if not read:
        raise ParseError(fault.code, f"none of {len(parsed.maps)} sitemaps of the index can be read: {fault.text}")
    if not parsed.maps_dated:
        answer = replace(answer, body=b"".join(bodies), etag="", modified="")
    return answer, replace(read[0], items=_distinct(read), warning=parsed.warning or read[0].warning)


def _news(parsed: Parsed) -> Parsed:
    if parsed.maps:
        raise ParseError("sitemap.index", "an index of indexes")
    return parsed


def _distinct(read: list[Parsed]) -> tuple[Item, ...]:
    """Take each item once, the first that has its name."""
    return tuple({item.guid: item for one in reversed(read) for item in reversed(one.items)}.values())[::-1]
