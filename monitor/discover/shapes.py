"""An address of a known shape in; the feeds that its site documents for it out, without any request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, quote, urlsplit

from monitor.model import Candidate

_IS_FEED = re.compile(r"\.(?:atom|rss|xml)$|^/feeds?/|/rss/?$", re.IGNORECASE)  # on a host of a known shape


def shaped(url: str) -> tuple[Candidate, ...]:
    """Return the feeds that an address of a known shape has, as its site documents them; no request is needed.

    >>> [found.url for found in shaped("https://github.com/Comfy-Org/ComfyUI/issues")][0]
    'https://github.com/Comfy-Org/ComfyUI/releases.atom'

    What is a feed of that site already has no shape.
    """
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    shape = _SHAPES.get(site_of(url))
    if shape is None or _IS_FEED.search(parts.path) or "format=atom" in parts.query:
        return ()
    return tuple(shape(steps, parts.query))


def site_of(url: str) -> str:
    """Return the host of an address, the same for its mobile edition."""
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")


Shape = Callable[[list[str], str], Iterable[Candidate]]


def _github(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2:
        owner, name = steps[0], steps[1].removesuffix(".git")
        for what in ("releases", "commits"):
            url = f"https://github.com/{owner}/{name}/{what}.atom"
            yield Candidate(url, f"GitHub {what}", f"{name} {what}", f"{name}-{what}")
    elif steps:
        yield Candidate(f"https://github.com/{steps[0]}.atom", "GitHub account", steps[0], f"{steps[0]}-github")


def _gitlab(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2:
        project = "/".join(steps[: steps.index("-")] if "-" in steps else steps)
        url = f"https://gitlab.com/{project}/-/tags?format=atom"
        yield Candidate(url, "GitLab tags", f"{steps[1]} tags", f"{steps[1]}-tags")


def _youtube(steps: list[str], query: str) -> Iterable[Candidate]:
    asked = parse_qs(query)
    if len(steps) >= 2 and steps[0] == "channel":
        yield _channel(steps[1])
    elif steps[:1] == ["playlist"] and asked.get("list"):
        url = f"https://www.youtube.com/feeds/videos.xml?playlist_id={quote(asked['list'][0])}"
        yield Candidate(url, "YouTube playlist", name="youtube-playlist")


def _channel(number: str) -> Candidate:
    return Candidate(f"https://www.youtube.com/feeds/videos.xml?channel_id={quote(number)}", "YouTube channel")


def _reddit(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2 and steps[0] in ("r", "user", "u"):
        kind = "r" if steps[0] == "r" else "user"
        url = f"https://www.reddit.com/{kind}/{steps[1]}/.rss"
        yield Candidate(url, "Reddit", f"{kind}/{steps[1]}", f"reddit-{steps[1]}")


def _medium(steps: list[str], _: str) -> Iterable[Candidate]:
    if steps:
        yield Candidate(f"https://medium.com/feed/{steps[0]}", "Medium", name=steps[0].lstrip("@"))


def _bluesky(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2 and steps[0] == "profile":
        yield Candidate(f"https://bsky.app/profile/{steps[1]}/rss", "Bluesky account", name=steps[1])


def _google_news(steps: list[str], query: str) -> Iterable[Candidate]:
    if steps and steps[0] in ("search", "topics", "publications"):
        asked = f"?{query}" if query else ""
        url = f"https://news.google.com/rss/{'/'.join(steps)}{asked}"
        yield Candidate(url, "Google News", name="google-news", type="search")


def _arxiv(steps: list[str], _: str) -> Iterable[Candidate]:
    if len(steps) >= 2 and steps[0] == "list":
        yield Candidate(f"https://rss.arxiv.org/rss/{steps[1]}", "arXiv listing", name=f"arxiv-{steps[1]}")


_SHAPES: dict[str, Shape] = {
    "github.com": _github, "gitlab.com": _gitlab, "youtube.com": _youtube, "reddit.com": _reddit,
    "old.reddit.com": _reddit, "medium.com": _medium, "bsky.app": _bluesky, "news.google.com": _google_news,
    "arxiv.org": _arxiv,
}  # fmt: skip

# Where a YouTube page names the channel it belongs to; "channelId" alone may be that of a video it recommends.
_CHANNEL_IDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"""youtube\.com/feeds/videos\.xml\?channel_id=(UC[\w-]{22})""",
        r"""rel=["']?canonical["']? href=["'][^"']{0,60}/channel/(UC[\w-]{22})""",
        r"""itemprop=["']?(?:identifier|channelId)["']? content=["'](UC[\w-]{22})""",
        r""""externalId":"(UC[\w-]{22})""",
        r""""channelId":"(UC[\w-]{22})""",
    )
)


def channels_of(page: str) -> tuple[Candidate, ...]:
    """Return the feed of the channel that a YouTube page belongs to, if it names one."""
    number = next((found[1] for pattern in _CHANNEL_IDS if (found := pattern.search(page))), "")
    return (_channel(number),) if number else ()
