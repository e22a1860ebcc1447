"""An item's facets and a story's profile in; whether they tell of two parties, states, stages or times, out.

A party is a name of entities.py in a title: who sues, buys, joins. Principle: of an event that is somebody's another
party is another event; but a list of plaintiffs is cut differently by each site, and a launch is told beside any rival.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from monitor.cluster import weights as w
from monitor.cluster.profile import Facets, Profile

UNION = "place:europe"
TRADE = frozenset(("entity:hollywood", "entity:studios"))
OUTCRIES = ("topic:backlash", "topic:copyright", "topic:letter")
REPLIES = ("topic:safeguard", "topic:apology")
AGAIN = "common:again"


def is_theirs(one: Facets, story: Profile) -> bool:
    """Are both of an event that is somebody's?"""
    return not w.PARTY_KINDS.isdisjoint(one.kinds[:1]) and not w.PARTY_KINDS.isdisjoint(story.mainkinds)


def name_both(one: Facets, story: Profile) -> list[str]:
    """Return what both name beside their one main product, where that is who it comes into or joins, and no rival."""
    if story.mains.get(one.main, 0.0) < 0.5 or not is_theirs(one, story):
        return []
    return sorted(name for name in one.named if name != one.main and name in story.named)


def is_trade(one: Facets, story: Profile) -> bool:
    """Does one name but the trade, Hollywood or the studios, where the other may name those who are meant?"""
    return one.parties <= TRADE or story.parties.keys() <= TRADE


def is_list(one: Facets, story: Profile, shared: Collection[str]) -> bool:
    """Does a title name several parties, and both texts somebody beside? Of a list each site names its own few."""
    is_several = max(len(one.parties), len(story.parties)) > 1
    return is_several and any(thing.startswith(("name:", "entity:")) for thing in shared)


def speak_of_others(one: Facets, story: Profile) -> bool:
    """Does one title name a party, and each text parties that the other's lacks? Launches are told beside any rival."""
    if one.kinds[:1] == ("launch",) or not (one.parties or story.parties) or meet(one, story):
        return False
    return all(any(thing.startswith("entity:") for thing in things) for things in (one.things, story.things))


def are_of_two_states(one: Facets, story: Profile) -> bool:
    """Are both acts of states, and neither speaks of the other's? The Union's are its members' too."""
    if not one.states or not story.states or UNION in one.states or UNION in story.states:
        return False
    return one.things.isdisjoint(story.states) and story.things.keys().isdisjoint(one.states)


def is_reply(one: Facets, story: Profile) -> bool:
    """Does it tell, a day or more after an outcry began, that the maker gives way, of which the story knows nothing?"""
    if one.at is None or story.starts is None or one.at - story.starts < w.RUMOUR:
        return False
    is_outcry = any(story.things.get(thing, 0.0) >= 0.5 for thing in OUTCRIES)
    return is_outcry and any(thing in one.things and thing not in story.things for thing in REPLIES)


def is_repeat(one: Facets, story: Profile) -> bool:
    """Does one alone say "again", a day or more from the other? The second outage of a week is no part of the first."""
    if one.at is None or story.starts is None:
        return False
    is_second, knows_second = AGAIN in one.things, story.things.get(AGAIN, 0.0) >= 0.5
    if is_second == knows_second:
        return False
    return (one.at - story.starts if is_second else story.starts - one.at) >= w.RUMOUR


def only_one_is_of_law(one: Facets, story: Profile) -> bool:
    """Is one first of all of a suit or a rule, and tells the other something else? Denials are read in many ways."""
    if not one.kinds or not story.kinds or one.status == "denied":
        return False
    if not w.OF_LAW.isdisjoint(one.kinds[:1]):
        return w.OF_LAW.isdisjoint(story.kinds)
    return w.OF_LAW.isdisjoint(one.kinds) and sum(story.mainkinds.get(kind, 0.0) for kind in w.OF_LAW) > 0.5


def elsewhere(one: Facets, story: Profile) -> float:
    """Return what it weighs that one puts the product into something, and the other into another, or into nothing."""
    own, theirs = one.homes, {home for home, share in story.homes.items() if share >= w.HOME}
    if not (own or theirs) or not _are_offers(one, story):
        return 0.0
    is_other = own and own.isdisjoint(_words((*story.things, *story.named)).union(story.homes))
    is_another = theirs and theirs.isdisjoint(_words((*one.things, *one.named)).union(own))
    return w.OTHER_HOME if is_other and is_another else w.NO_HOME if is_other or is_another else 0.0


def _are_offers(one: Facets, story: Profile) -> bool:
    return not w.OFFERS.isdisjoint(one.kinds[:1]) and not w.OFFERS.isdisjoint(story.mainkinds)


def _words(things: Iterable[str]) -> set[str]:
    """Return the words of what is spoken of: "youtube" and "shorts" of "host:YouTube Shorts"."""
    return {word for thing in things for word in thing.rpartition(":")[2].casefold().split()}


def is_afterthought(one: Facets, story: Profile) -> bool:
    """Does it come two days or more after the story began?"""
    return one.at is not None and story.starts is not None and one.at - one.blur - story.starts >= w.AFTERWARDS


def meet(one: Facets, story: Profile) -> bool:
    """Does a party of one title stand in the other's text?"""
    return not one.parties.isdisjoint(story.things) or not one.things.isdisjoint(story.parties)
