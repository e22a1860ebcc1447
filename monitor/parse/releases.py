"""The headline and the address of an entry in; a headline that says what was released, out.

A repository heads its releases "v0.9.8": its visitors know where they are. In a mail among other news nobody does, and
the watchlist finds no name in it. So the repository's name stands before it, unless it is there already. The addresses:
/owner/repository/releases/tag/v1 (GitHub, Gitea, Forgejo), /group/repository/-/releases/v1 (GitLab).
"""

from __future__ import annotations

import re

_RELEASE = re.compile(r"https?://[^/]+/(?:[^/]+/)+([^/]+)/(?:-/releases|releases/tag)/[^/]+/?")
_NUMBER = re.compile(r"v?\d+(?:\.\w+)+(?:-\w+)*", re.IGNORECASE)


def named_release(title: str, url: str) -> str:
    """Return the headline of a release with the name of its repository; any other as it is.

    >>> named_release("v0.9.8", "https://github.com/acme/Rooms/releases/tag/v0.9.8")
    'Rooms v0.9.8'
    """
    found = _RELEASE.fullmatch(url)
    if not title or found is None or _letters(found[1]) in _letters(title):
        return title
    return f"{found[1]} {title}" if _NUMBER.match(title) else f"{found[1]}: {title}"


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
