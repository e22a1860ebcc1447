"""An item and the watchlist in; what it names, whether that concerns the reader, and why out.

terms     watchlist and lexicon in, one automaton out; an item in, every word found out
naming    words found in, those that count out: ambiguity, exclusions, the longer name first
topics    words found in, places that say "AI video" out: the list's topics, and words that together say it
versions  a name in a text in, the version behind it out
parties   what counts in, products and companies in order out; products plainly meant though unnamed
weighing  what counts in, a score, a verdict and a reason out
missing   what is not relevant in; what alone kept it out, where one step more would do, out
likeness  a title without a name in, the name most like a word of it out
proof     a matcher and its watchlist in, failing `expect` and `reject` lines out
difference  two configs in, the words of which one must stand in an item that they judge differently out
"""

from monitor.match.difference import Difference
from monitor.match.matcher import Matcher

__all__ = ["Difference", "Matcher"]
