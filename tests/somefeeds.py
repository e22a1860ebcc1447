"""Feeds of every kind, for laws about writing them down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from monitor.model import Embedded, Feed, Selectors
from monitor.text import clean

TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), max_size=40).map(clean)
FEEDS = st.builds(
    Feed,
    name=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
    url=st.from_regex(r"https?://[a-z]{1,9}\.org/[A-Za-z0-9/?=&%:,;@#'!*{}-]{0,20}", fullmatch=True),
    title=TITLES,
    language=st.sampled_from(["", "en", "no", "zh-Hant", "pt-BR"]),
    official=st.booleans(),
    interval=st.none() | st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    encoding=st.sampled_from(["", "gbk", "shift_jis"]),
    user_agent=st.sampled_from(["", "Mozilla/5.0 (X11; rv:1)", "a: b # c"]),
)
PAGES = st.builds(
    replace,
    FEEDS,
    type=st.sampled_from(["page", "sitemap", "search"]),
    select=st.none()
    | st.builds(Selectors, st.just("li.news > a"), st.sampled_from(["a", 'h2[title="x, y"]', "@href"])),
    json=st.none()
    | st.builds(
        Embedded,
        st.sampled_from([('window.x = {"a": "',), ("all", '"list, x"')]),
        st.sampled_from([(), ("a.0.b",), ("a", "b.1")]),
    ),
)


def feed_of(said: dict) -> Feed:
    """A feed as the file beside a sample says."""
    select, embedded = said.pop("select", None), said.pop("json", None)
    return Feed("sample", **said, select=select and Selectors(**select), json=embedded and held(**embedded))


def held(**said: str | list[str]) -> Embedded:
    """Where a page holds JSON; each key one candidate, or a list of several."""
    return Embedded(**{key: (one,) if isinstance(one, str) else tuple(one) for key, one in said.items()})
