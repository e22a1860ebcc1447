"""Text of any script made comparable: markup in, plain text, folded copies, found terms and languages out.

What is shown is never changed by folding: every offset that leaves this package points into the text as shown.
"""

from monitor.text.find import Finder, Hit
from monitor.text.fold import Folded, fold
from monitor.text.language import language_of, primary, script_direction
from monitor.text.money import are_near, dollars
from monitor.text.pattern import Pattern, PatternError
from monitor.text.plain import clean, fit, pad, plain, shorten, unescape, width, wrap
from monitor.text.words import words

__all__ = [
    "Finder", "Folded", "Hit", "Pattern", "PatternError", "are_near", "clean", "dollars", "fit", "fold",
    "language_of", "pad", "plain", "primary", "script_direction", "shorten", "unescape", "width", "words",
    "wrap",
]  # fmt: skip
