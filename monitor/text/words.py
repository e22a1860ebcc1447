"""A text in; the tokens by which wordings are compared out."""

from __future__ import annotations

import re

from monitor.text.fold import fold

_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA, _HIRAGANA, _HANGUL = "\u30a1-\u30ff", "\u3041-\u309f", "\u1100-\u11ff\uac00-\ud7a3"
# Vowel signs that Python's \w leaves out: Hebrew, Arabic, Devanagari, Thai.
_SIGNS = "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_RUN = re.compile(
    f"(?P<han>[{_HAN}]+)|(?P<kana>[{_KANA}]+)|(?P<hira>[{_HIRAGANA}]+)|(?P<number>\\d+(?:[.,]\\d+)*)|(?P<hangul>[{_HANGUL}]+)"
    f"|(?P<word>(?:(?![{_HAN}{_KANA}{_HIRAGANA}{_HANGUL}])[^\\W\\d_]|[{_SIGNS}])+)"
)


def words(text: str, language: str = "") -> tuple[str, ...]:
    """Return folded tokens in order: words of spaced scripts, numbers, runs of kana and Hangul, bigrams of Han runs.

    Hiragana carries grammar and is left out. A Han run of one character is that character.

    >>> words("Kling 3.0发布啦"), words("Sora는")
    (('kling', '3.0', '发布', '布啦'), ('sora', '는'))
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
