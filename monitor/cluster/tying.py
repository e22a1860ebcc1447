"""An item's facets and a story's profile in; what they have in common, and whether that ties them to one event, out.

Principle: a product, an hour and a size tie nothing: many things happen to a product in a day. What ties is a thing
that both speak of, or a kind that tells much. The launch of a product is the exception: each site tells its own part.
"""

from __future__ import annotations

from monitor.cluster import weights as w
from monitor.cluster.profile import Facets, Profile


def shared_things(one: Facets, story: Profile) -> list[str]:
    """Return what both speak of."""
    return [thing for thing in one.things if thing in story.things]


def says_no_more(one: Facets, story: Profile) -> bool:
    """Does it tell, or but name, what the story tells the launch of, and nothing that could be of another event?"""
    if story.mainkinds.get("launch", 0.0) < 0.5:
        return False
    if not one.is_bare and (one.kinds[:1] != ("launch",) or not one.is_claim):
        return False
    return all(thing.startswith("common:") for thing in one.things)


def share_nothing(one: Facets, story: Profile, gap: float | None) -> bool:
    """Do they speak of nothing in common? One launch may be told so, at once."""
    return not shared_things(one, story) and not _are_launched_at_once(one, story, gap)


def _are_launched_at_once(one: Facets, story: Profile, gap: float | None) -> bool:
    """Do both tell first of a launch of one product, within hours? They are one, though each tells its own part."""
    if gap is None or gap > w.AT_ONCE or story.mains.get(one.main, 0.0) < 0.5:
        return False
    return one.kinds[:1] == ("launch",) and story.mainkinds.get("launch", 0.0) >= 0.5


def may_be_of_one_product(one: Facets, story: Profile) -> bool:
    """Do they name one in common, or one of them none? A translation of a page may leave the name out."""
    return not one.named or not story.named or any(name in story.named for name in one.named)


def may_be_of_one_maker(one: Facets, story: Profile) -> bool:
    """Does one name no maker, or one that the other speaks of ("Disney invests in the maker of Sora")?

    A house of a maker bears its name: Google DeepMind is Google, too.
    """
    if not one.maker or not story.makers or f"entity:{one.maker.casefold()}" in story.things:
        return True
    return any(maker.split()[0] == one.maker.split()[0] for maker in story.makers)


def is_syndicated(one: Facets, story: Profile) -> bool:
    """Is its title near-equal to one of the story in its language?"""
    wording = story.wordings.get(one.language)
    if wording is None or len(one.title) < w.TEXT_LEAST:
        return False
    return any(_is_copy(one.title, other) for other in wording.titles)


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= w.TEXT_EQUAL * (len(one) + len(other) - shared)
