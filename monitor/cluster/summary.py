"""The items of a story in; its headline item, products, status and kinds out.

Principle: a story is confirmed by the vendor's own word or by two independent sites that say it plainly. Sites are not
independent when they cite the same source or carry the same text: hedged reports and one careless rewrite leave a story
reported, and so do posts where anybody may publish, however many. A denial is what most of its claims say. Rejected:
counting items (one site's updates), trusting big names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from monitor.model import Judged, Status
from monitor.uploads import is_upload

INDEPENDENT = 2  # plain sites that confirm
NAMED = 0.3  # share of the items that must name a product or kind for the story to have it
ALIKE = 0.7  # Jaccard of the titles' tokens from which a text is the other's rewrite
FIRST_DAYS = timedelta(hours=36)  # what comes later tells of what became of it
_LATE = datetime.max.replace(tzinfo=UTC)


def summarise(items: Sequence[Judged]) -> tuple[int, tuple[str, ...], Status, tuple[str, ...]]:
    """Return the id of the headline item, the products (main one first), the status and the kinds (main one first)."""
    status = status_of(items)
    products = _voted([one.judgement.products for one in items])
    kinds = _voted([one.claim.kinds for one in items])
    return _headline(items, status, products), products, status, kinds


def status_of(items: Sequence[Judged]) -> Status:
    """Say how sure the event is, on all that is reported of it."""
    claims = [one for one in items if one.claim.status != "na"]
    if not claims:
        return "na"
    denied = [one for one in claims if one.claim.status == "denied"]
    if 2 * len(denied) > len(claims):
        return "denied"
    plain = [one for one in claims if one.claim.status == "confirmed"]
    if any(one.claim.official for one in plain):
        return "confirmed"
    reports = [one for one in plain if not is_upload(one.item.url, one.item.title, papers=False)]
    return "confirmed" if len(_independent(reports)) >= INDEPENDENT else "reported"


def _independent(plain: Sequence[Judged]) -> list[Judged]:
    """Keep one item of each group that shares a site, a cited source or a text, the earliest first."""
    kept: list[Judged] = []
    for one in sorted(plain, key=_order):
        if not any(_depends(one, other) for other in kept):
            kept.append(one)
    return kept


def _depends(one: Judged, other: Judged) -> bool:
    if _site(one) == _site(other) or (one.traits.url_key and one.traits.url_key == other.traits.url_key):
        return True
    cited = {name.casefold() for name in (one.claim.origin, other.claim.origin) if name}
    if one.claim.origin and one.claim.origin == other.claim.origin:
        return True
    if cited & {_site(one), _site(other)}:  # one cites the other
        return True
    mine, theirs = set(one.traits.words), set(other.traits.words)
    return bool(mine) and len(mine & theirs) >= ALIKE * len(mine | theirs)


def _site(one: Judged) -> str:
    return (one.item.site or one.item.feed).casefold()


def _voted(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Order names by how many items put them first, then by how many name them, then by the first mention."""
    first: dict[str, int] = {}
    named: dict[str, int] = {}
    for one in lists:
        for rank, name in enumerate(dict.fromkeys(one)):
            first[name] = first.get(name, 0) + (rank == 0)
            named[name] = named.get(name, 0) + 1
    needed = NAMED * sum(1 for one in lists if one)
    order = {name: index for index, name in enumerate(named)}
    ranked = sorted(named, key=lambda name: (-first[name], -named[name], order[name]))
    return tuple(name for index, name in enumerate(ranked) if index == 0 or named[name] >= needed)


def _headline(items: Sequence[Judged], status: Status, products: tuple[str, ...]) -> int:
    """Choose what says what the story says: of the main product, in its first days, by the vendor, with a summary.

    A title that is a name alone ("Sora 2", on the vendor's own page) tells nothing, whoever wrote it.
    """
    main, first = products[:1], min((one.traits.at for one in items if one.traits.at), default=_LATE)
    best = min(
        items,
        key=lambda one: (
            one.is_titled_by_name_alone,
            one.claim.status != status,
            one.judgement.products[:1] != main,
            (one.traits.at or _LATE) - first > FIRST_DAYS,
            not one.claim.official,
            not one.item.summary,
            *_order(one),
        ),
    )
    return best.id


def _order(one: Judged) -> tuple[datetime, int]:
    return one.traits.at or _LATE, one.id
