"""Near misses and a digest in; those that its edition tells, out: of its languages and products, the nearest first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from monitor.model import Digest, Judged, NearMiss
from monitor.text import fold, primary


def missed(digest: Digest, near: Sequence[Judged], muted: Collection[str] = ()) -> tuple[NearMiss, ...]:
    """Return at most as many as the digest asks for; what several feeds carried stands once. `near`: the newest first.

    A product that is muted, or not the digest's, is no miss of its.
    """
    found: dict[str, NearMiss] = {}
    for one in near if digest.near_misses else ():
        miss, item = one.judgement.miss, one.item
        if miss is None or miss.name in muted or not _wanted(digest, miss.name, one.judgement.language):
            continue
        found.setdefault(fold(item.title).text, NearMiss(item.title, item.url, item.site, item.language, miss))
    return tuple(sorted(found.values(), key=lambda one: one.miss.lacks)[: digest.near_misses])


def _wanted(digest: Digest, product: str, language: str) -> bool:
    is_in_scope = not digest.products or product in digest.products
    return is_in_scope and (not digest.languages or primary(language) in digest.languages)
