"""What each piece of evidence weighs, in natural log-odds: plus speaks for one event, minus for two; why, beside it.

Fitted by hand on labelled items of half the events, checked on the other half; round figures on purpose, since a third
digit would be the sample's, not the world's.
"""

from __future__ import annotations

JOIN = 0.0  # from here on an item joins; the care to miss a merge rather than make a false one lies in BIAS
UNITE = 0.75  # from here on items of one story are of the other's event
VOUCHED = 1.5  # from here on a story speaks for an item whose word for the product is not enough by itself
VOUCHED_UNNAMED = 5.0  # the same of one that names but companies: those of many things are in the news all day
BIAS = -1.4  # two items of one product within the window are seldom one event

# Hours between the item and the story: reports of an event come within a day, echoes within two.
NEAR = ((6, 2.0), (12, 1.6), (24, 1.0), (36, 0.1), (48, -1.0), (72, -1.7), (96, -2.8), (120, -3.8))
FAR = -4.5
UNDATED = -0.5
# Half the distance to the nearest member and half the mean one: a story that goes on must not wander.
MEAN = 0.5

# The same thing happened: the rarer the kind, the more that says.
SAME_KIND = {
    "shutdown": 2.4, "funding": 2.0, "partnership": 1.7, "legal": 1.6, "regulation": 1.5, "pricing": 1.4,
    "integration": 1.3, "update": 0.9, "launch": 0.8, "market": 0.7, "research": 0.6, "other": -0.4,
}  # fmt: skip
SECOND_KIND = 0.7  # of that, where it is not the main kind of both
# Kinds that readers, and rewrites, take for each other.
ALIKE = (
    frozenset(("launch", "update", "integration", "pricing", "research", "partnership")),
    frozenset(("legal", "regulation")),
    frozenset(("funding", "market", "partnership")),
)
ALIKE_KIND = -0.9
OTHER_KIND = -1.8
UNREAD_KIND = -0.2  # no word of one tells its kind: it may be the same
# One says that it ends, the other that it begins or goes on.
OF_LAW = frozenset(("legal", "regulation"))
OPPOSITE_KIND = -7.0
ENDS, GOES_ON = frozenset(("shutdown",)), frozenset(("launch", "integration", "pricing", "funding"))

NO_CLAIM = -2.0  # a review or an opinion stands alone
UNREAD = -0.8  # its words tell of no kind of event and of no view of it: it may be either
AFTERWARDS = 48.0  # hours after which those who think, no more those who tell, write of an event:
AFTERTHOUGHT = -4.5  # a view of it beside its reports
RUMOUR = 24.0  # hours within which a report and the happening are one story
RUMOUR_LATER = -12.0
DENIAL = -12.0  # a denial is a story of its own
DENIALS = 2.0  # both deny: that is rare, while what kind of thing is denied is read in many ways

# Both titles name the version, both tell a launch: a version is launched once, while it is in the news for months.
LAUNCHED = 1.9
OTHER_VERSION = -12.0  # the titles name different ones
OTHER_TEXT_VERSION = -3.0  # the texts do

SAME_SUM = 3.0
ALIKE_SUM = 2.0  # in another currency, or rounded
OTHER_SUM = -12.0  # both titles name sums and the items share none
ROUNDED = 1.05  # ratio up to which sums of one currency are alike where one is rounded: 308 million are told as 300

# Things both speak of; a share of the members counts as all from 1 / MOST on, MANY of them where it is a party.
THING = 1.2
LINK = 3.0  # an address that both cite
COMMON = 0.3  # what many events have
MOST = 1.4
MANY = 3
NO_THING = -1.2  # they share none
FEW_THINGS = -0.4  # the same, where one names nothing
OTHER_PARTY = -1.4  # both titles name parties, and neither's is spoken of by the other:
OTHER_PARTY_TO_IT = -4.5  # the same of events that are somebody's: another plaintiff is another suit
OTHER_STATE = -4.5  # two states act alike: two events
OTHER_STAGE = -4.5  # an outcry, and the reply; an outage, and the next: another stage is another event
OTHER_HOME = -6.0  # a product is put into two things: two events
NO_HOME = -1.5  # one tells of no such thing: the launch itself
HOME = 0.5  # by so many of the items
OFFERS = frozenset(("launch", "integration", "update", "pricing"))
PARTY_KINDS = frozenset(("legal", "partnership", "funding", "integration"))

SAME_ORIGIN = 1.2  # both cite it
OTHER_MAIN = -2.0  # the main product of one is only mentioned by the other
NO_PRODUCT = -2.0  # one names none, or neither does: all they share so far is a company or the topic
OTHER_PRODUCT = -12.0

# Wording within a language, as cosines of title and text: the zeros are what two events of one product share.
TITLE_ZERO, TITLE_SLOPE = 0.20, 5.0
TEXT_ZERO, TEXT_SLOPE = 0.12, 6.0
WORDING_LEAST, WORDING_MOST = -1.2, 3.5
TOKENS = 8  # with fewer in a title unlike wording says less

PER_DOUBLED_SIZE = 0.25  # a big story draws further reports, no opinions,
TIE = 0.9  # but only what a clue heavier than this ties to it (a launch or an update too is not enough) or what tells
# that launch and no more (the product's name alone in a title),
ALONE = 0.6  # the product has no other story then, the item claims an event,
ALONE_WITHIN = 18.0  # and it is within so many hours
AT_ONCE = 16.0  # hours within which two launches of a product are one, whatever each speaks of
PER_DOUBLED_CROWD = -0.3  # where a product has many stories at once, each is less likely the one
CROWD = 36.0  # hours

# With the extra `semantic`: an item that falls short of a story by so much may be helped by its meaning, as a cosine.
BORDERLINE = 2.0
MEANING_ZERO, MEANING_SLOPE, MEANING_MOST = 0.5, 5.0, 2.0

SAME_ADDRESS = 16.0  # the same page, or the same guid: only another product or version on it speaks against
SAME_TEXT = 6.0  # near-equal titles in one language: syndicated
TEXT_EQUAL = 0.86  # Jaccard of the tokens
TEXT_LEAST = 4  # tokens
TEXT_WITHIN = 72.0  # hours; later it is a column with the same title every week
