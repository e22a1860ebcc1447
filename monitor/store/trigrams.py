"""Words looked for in; what the index of trigrams is asked for out, and whether a text holds a word after all.

The index knows which items hold three characters in a row, not where: so it takes a third of the room, and less time
to keep. It answers with all that may hold a longer word, and each of these is looked at.
"""

from __future__ import annotations

import sqlite3

LEAST = 3  # characters that the index knows; of shorter words it knows nothing
# Of the table items, what may hold a word: by the index, or not yet in it (search.py).
MAY_HOLD = """
items.id IN (SELECT rowid FROM search WHERE search MATCH ? UNION ALL
SELECT id FROM items WHERE id > (SELECT coalesce(max(id), 0) FROM search_docsize))
"""


def asked(word: str) -> str:
    """Write a word of three and more characters as a query of FTS5, all of whose parts must be there.

    Each part is an FTS5 string, so that none of its characters is an operator.

    >>> asked("Kling")
    '"Kli" "lin" "ing"'
    """
    parts = (word[start : start + LEAST].replace('"', '""') for start in range(len(word) - LEAST + 1))
    return " ".join(f'"{part}"' for part in dict.fromkeys(parts))


def teach(connection: sqlite3.Connection) -> None:
    """Let a connection's statements call `holds(text, word)`: does a text hold a word, in any case?"""
    connection.create_function("holds", 2, _holds, deterministic=True)


def _holds(text: str, word: str) -> bool:
    return word.casefold() in text.casefold()
