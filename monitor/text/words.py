"""A text in; the tokens by which wordings are compared out."""

from __future__ import annotations

import re

from monitor.text.fold import fold

_RUN = re.compile(
    "(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)|(?P<kana>[\u30a1-\u30ff]+)|(?P<hira>[\u3041-\u309f]+)"
    "|(?P<number>\\d+(?:[.,]\\d+)*)|(?P<word>[^\\W\\d_]+)"
)


def words(text: str, language: str = "") -> tuple[str, ...]:
    """Return folded tokens in order: words of spaced scripts, numbers, katakana runs, bigrams of Han runs.

    Hiragana carries grammar and is left out. A Han run of one character is that character.

    >>> words("Kling 3.0发布啦")
    ('kling', '3.0', '发布', '布啦')
    """
    tokens: list[str] = []
    for run in _RUN.finditer(fold(text, language).text):
        if run.lastgroup == "han":
            tokens += _bigrams(run[0])
        elif run.lastgroup != "hira":
            tokens.append(run[0])
    return tuple(tokens)


def _bigrams(run: str) -> list[str]:
    return [run[index : index + 2] for index in range(len(run) - 1)] or [run]
