"""An item's facets and a story's profile in; the clues for and against one event, each with its weight, out.

The order is that of the joining rules: address, text, then evidence; a veto is a clue that outweighs all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import log2

from monitor.cluster import weights as w
from monitor.cluster.clue import Clue
from monitor.cluster.hours import distance
from monitor.cluster.parties import (
    are_of_two_states,
    elsewhere,
    is_afterthought,
    is_list,
    is_repeat,
    is_reply,
    is_theirs,
    is_trade,
    meet,
    name_both,
    only_one_is_of_law,
    speak_of_others,
)
from monitor.cluster.profile import Facets, Profile, Sum
from monitor.cluster.tying import (
    is_syndicated,
    may_be_of_one_maker,
    may_be_of_one_product,
    says_no_more,
    share_nothing,
    shared_things,
)
from monitor.cluster.wording import wording
from monitor.text import are_near

VALUATION = "topic:valuation"


def weigh(one: Facets, story: Profile, crowd: int | None = None) -> list[Clue]:
    """Return all clues; `crowd` is how many other stories the product has around that time, None = not looked at."""
    gap = distance(one, story)
    said = content(one, story, gap)
    clues = [Clue(w.BIAS, "bias"), _time(gap), *_product(one, story), *said]
    is_tied = any(map(_ties, said))
    grown = _grown(story) if one.status != "na" and (is_tied or says_no_more(one, story)) else ()
    alone = _alone(one.main, crowd, gap) if one.is_claim and (is_tied or not share_nothing(one, story, gap)) else ()
    return [*clues, *grown, *_crowded(crowd), *alone]


def content(one: Facets, story: Profile, gap: float | None) -> list[Clue]:
    """Return the clues that speak of what happened, not when; `gap` in hours, None = unknown."""
    return [
        *_copy(one, story, gap), *_kind(one, story), *_status(one, story, gap), *_version(one, story),
        *_sums(one, story), *_things(one, story, gap), *wording(one, story),
    ]  # fmt: skip


def _time(gap: float | None) -> Clue:
    if gap is None:
        return Clue(w.UNDATED, "undated")
    return Clue(next((weight for hours, weight in w.NEAR if gap <= hours), w.FAR), "apart", gap)


def _product(one: Facets, story: Profile) -> Iterator[Clue]:
    if story.mains.get(one.main, 0.0) >= 0.5:
        if not one.main:
            yield Clue(w.NO_PRODUCT, "no product")
    elif any(name in story.named for name in one.named):
        yield Clue(w.OTHER_MAIN, "other main product", one.main)
    elif (not one.names_product or story.names_product < 0.5) and may_be_of_one_maker(one, story):
        yield Clue(w.NO_PRODUCT, "one names no product, but its maker", one.maker)
    else:
        yield Clue(w.OTHER_PRODUCT, "other product", one.main)


def _copy(one: Facets, story: Profile, gap: float | None) -> Iterator[Clue]:
    """The same page, or the same text on another."""
    if not one.addresses.isdisjoint(story.addresses) and may_be_of_one_product(one, story):
        if not one.heads or not story.heads or any(head in story.heads for head in one.heads):
            yield Clue(w.SAME_ADDRESS, "same address")
    elif gap is not None and gap <= w.TEXT_WITHIN and is_syndicated(one, story):
        yield Clue(w.SAME_TEXT, "same text")


def _kind(one: Facets, story: Profile) -> Iterator[Clue]:
    shared = [kind for kind in one.kinds if kind in story.kinds]
    is_of_law = only_one_is_of_law(one, story)
    if shared and not is_of_law:
        yield Clue(*max((_kind_weight(kind, one, story), f"both {kind}") for kind in shared))
    elif one.kinds and story.kinds:
        law = [Clue(w.OTHER_KIND, "one alone is of law")] if is_of_law else []
        yield min((*law, _other_kind(frozenset(one.kinds), frozenset(story.kinds))), key=lambda clue: clue.weight)


def _kind_weight(kind: str, one: Facets, story: Profile) -> float:
    main = story.mainkinds.get(kind, 0.0) if kind == one.kinds[0] else 0.0
    return w.SAME_KIND.get(kind, 0.0) * max(main, w.SECOND_KIND * story.kinds[kind])


def _other_kind(own: frozenset[str], theirs: frozenset[str]) -> Clue:
    if (own & w.ENDS and theirs & w.GOES_ON) or (theirs & w.ENDS and own & w.GOES_ON):
        return Clue(w.OPPOSITE_KIND, "opposite kinds", sorted(own))
    if {"other"} in (own, theirs) and "review" not in own | theirs:
        return Clue(w.UNREAD_KIND, "a kind is not read")
    if any(own & alike and theirs & alike for alike in w.ALIKE):
        return Clue(w.ALIKE_KIND, "kinds alike", sorted(own))
    return Clue(w.OTHER_KIND, "other kind", sorted(own))


def _status(one: Facets, story: Profile, gap: float | None) -> Iterator[Clue]:
    said = story.statuses
    if (one.status == "denied") != (said.get("denied", 0.0) >= 0.5):
        yield Clue(w.DENIAL, "one denies")
    elif one.status == "denied":
        yield Clue(w.DENIALS, "both deny")
    if one.is_negated != (story.is_negated >= 0.5) and story.mainkinds.get("launch", 0.0) >= 0.5:
        yield Clue(w.OTHER_STAGE, "one says that there is no launch")
    unclaimed, unread = said.get("na", 0.0), said.get("unread", 0.0)
    if one.status == "na" and is_afterthought(one, story):
        yield Clue(w.AFTERTHOUGHT * (1 - unclaimed) + w.NO_CLAIM * unclaimed, "a view of it, two days later")
    elif one.status == "na" or unclaimed:
        yield Clue(w.NO_CLAIM if one.status == "na" else w.NO_CLAIM * unclaimed, "no claim of an event")
    elif (one.status == "unread" or unread) and not (one.is_bare and says_no_more(one, story)):
        yield Clue(w.UNREAD * max(unread, one.status == "unread"), "what it claims is not read")
    turned = {"confirmed": "reported", "reported": "confirmed"}.get(one.status, "")
    if turned in said and one.status not in said and gap is not None and gap > w.RUMOUR:
        yield Clue(w.RUMOUR_LATER, "report and happening more than a day apart")


def _version(one: Facets, story: Profile) -> Iterator[Clue]:
    if one.heads and story.heads:
        share = max(story.heads.get(head, 0.0) for head in one.heads)
        if share:
            yield Clue(_launched(one, story) * share, "both titles name", sorted(one.heads))
        else:
            yield Clue(w.OTHER_VERSION, "other version", sorted(one.heads))
    elif one.versions and story.versions and one.versions.isdisjoint(story.versions):
        yield Clue(w.OTHER_TEXT_VERSION, "other versions", sorted(one.versions))


def _launched(one: Facets, story: Profile) -> float:
    """Weigh a version in common by how surely both tell its launch."""
    is_launch = one.is_claim and "launch" in one.kinds and story.kinds.get("launch", 0.0) >= 0.5
    if not is_launch or not _is_of_tier(one, story):
        return 0.0
    is_main = one.kinds[0] == "launch" and story.mainkinds.get("launch", 0.0) >= 0.5
    return w.LAUNCHED * (1.0 if is_main else w.SECOND_KIND)


def _is_of_tier(one: Facets, story: Profile) -> bool:
    if one.tiers:
        return any(tier in story.tiers for tier in one.tiers)
    return all(share < 0.5 for share in story.tiers.values())


def _sums(one: Facets, story: Profile) -> Iterator[Clue]:
    own, theirs = one.sums | one.headsums, {**story.headsums, **story.sums}
    if not own or not theirs:
        return
    share = max(theirs.get(amount, 0.0) for amount in own) or _told_bare(own, theirs, one, story)
    if share:
        yield Clue(w.SAME_SUM * min(1.0, w.MOST * share), "same sum")
    elif "na" not in (one.status, *story.statuses) and any(_alike(amount, other) for amount in own for other in theirs):
        yield Clue(w.ALIKE_SUM, "sums alike")
    elif one.headsums and story.headsums and _are_of_one_meaning(one, story):
        yield Clue(w.OTHER_SUM, "other sum")


def _told_bare(own: Collection[Sum], theirs: Mapping[Sum, float], one: Facets, story: Profile) -> float:
    """Return the share of a sum that one tells without its currency: "raises $200m, is worth four billion".

    Elsewhere a hundred million may be dollars here and users there.
    """
    if "funding" not in one.kinds or "funding" not in story.kinds:
        return 0.0
    shares = [story.things.get(amount.bare, 0.0) for amount in own]
    return max(*shares, *(share for amount, share in theirs.items() if amount.bare in one.things), 0.0)


def _are_of_one_meaning(one: Facets, story: Profile) -> bool:
    """Are both sums what something is valued at, or neither? A round is told by what it brings or by what it makes."""
    return (VALUATION in one.things) == (story.things.get(VALUATION, 0.0) >= 0.5)


def _alike(one: Sum, other: Sum) -> bool:
    if one.currency != other.currency:
        return are_near(one.dollars, other.dollars)
    low, high = sorted((one.value, other.value))
    rounded = {float(f"{exact:.{digits}g}") for exact in (low, high) for digits in (1, 2)}
    return high <= w.ROUNDED * low and not rounded.isdisjoint((low, high))


def _things(one: Facets, story: Profile, gap: float | None) -> Iterator[Clue]:
    shared = shared_things(one, story)
    if shared:
        yield Clue(sum(_weight_of(thing) * _told(thing, story) for thing in shared), "both speak of", sorted(shared))
    both = name_both(one, story)
    if both:
        yield Clue(w.THING * min(1.0, w.MOST * max(story.named[name] for name in both)), "both name", both)
    elif share_nothing(one, story, gap) and not any(clue.weight > 0 for clue in _sums(one, story)):
        yield Clue(w.NO_THING if one.things and story.things else w.FEW_THINGS, "nothing they both speak of")
    if one.parties and story.parties and not meet(one, story):
        vague = is_list(one, story, shared) or is_trade(one, story)
        weight = w.OTHER_PARTY_TO_IT if is_theirs(one, story) and not vague else w.OTHER_PARTY
        yield Clue(weight, "other parties", sorted(one.parties))
    elif speak_of_others(one, story):
        yield Clue(w.OTHER_PARTY, "others spoken of", sorted(one.parties))
    if weight := elsewhere(one, story):
        yield Clue(weight, "put into something else", sorted(one.homes or story.homes))
    if are_of_two_states(one, story):
        yield Clue(w.OTHER_STATE, "acts of two states", sorted(one.states))
    if is_reply(one, story):
        yield Clue(w.OTHER_STAGE, "a reply to it, a day later")
    if is_repeat(one, story):
        yield Clue(w.OTHER_STAGE, "it happened again")
    if one.origin in story.origins:
        yield Clue(w.SAME_ORIGIN, "both cite", one.origin)


def _told(thing: str, story: Profile) -> float:
    """Return how surely a story tells of a thing, 0 to 1: whom three of its reports name, that one it is about."""
    share = story.things[thing]
    is_party = thing.startswith("entity:") and share >= w.MANY / story.size
    return 1.0 if is_party else min(1.0, w.MOST * share)


def _weight_of(thing: str) -> float:
    return w.LINK if thing.startswith("link:") else w.COMMON if thing.startswith("common:") else w.THING


def _ties(clue: Clue) -> bool:
    """Does it say which event, more than that the product was in the news?"""
    return clue.weight > w.TIE


def _grown(story: Profile) -> Iterator[Clue]:
    if story.size > 1:
        yield Clue(w.PER_DOUBLED_SIZE * log2(story.size), "told by", f"{story.size} reports")


def _crowded(crowd: int | None) -> Iterator[Clue]:
    if crowd:
        yield Clue(w.PER_DOUBLED_CROWD * log2(1 + crowd), "other stories then", crowd)


def _alone(main: str, crowd: int | None, gap: float | None) -> Iterator[Clue]:
    if main and crowd == 0 and gap is not None and gap <= w.ALONE_WITHIN:
        yield Clue(w.ALONE, "no other story then")
