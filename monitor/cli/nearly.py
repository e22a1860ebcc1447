"""A near miss in, what would have made the item relevant out, in a line."""

from __future__ import annotations

from monitor.model import Miss


def nearly(miss: Miss) -> str:
    """Say of what an item nearly told, how much it lacks, and which line decides.

    >>> nearly(Miss("Sora", "passing", "Sora", "summary", "watchlist.yaml:31", 1.0))
    'Sora, 1.0 short: “Sora” (watchlist.yaml:31) stands in the summary; in the title it would do'
    """
    word = f"“{miss.word}”" + (f" ({miss.rule})" if miss.rule else "")
    cures = {
        "unsupported": f"{word} is ambiguous; its vendor, a topic or a word of `context` beside it would do",
        "excluded": f"it would do without {word} in `exclude`",
        "passing": f"{word} stands in the {miss.field}; {_place(miss)} it would do",
        "round_up": f"it would do without {word}, which says it is a round-up",
        "elsewhere": f"it would do without {word}, which says it is about something else",
    }
    return f"{miss.name or 'AI video'}, {miss.lacks:.1f} short: {cures[miss.reason]}"


def _place(miss: Miss) -> str:
    return "in the title" if miss.field == "summary" else "with a product"
