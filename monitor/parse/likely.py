"""A decoded text in; how likely it is that somebody wrote it: evidence for or against the charset it was read in.

Principle: the right charset turns bytes into frequent characters of a script, a wrong one into rare ones, or into
frequent ones in an order that nobody writes.
"""

from __future__ import annotations

import re
from itertools import islice

_EVIDENCE = 100_000  # characters looked at
FEW = 12  # characters beyond ASCII; fewer say nothing about a charset
_RARE = 0.08  # share of common characters that no text in Han, kana or Hangul falls below

_RUN = re.compile("[^\x00-\x7f]+")
_LETTER = re.compile("[^\x00-\x7f\udc80-\udcff]")
_LATIN = re.compile("[\x80-\u024f\u2000-\u206f]")
_LONG_RUN = re.compile("[^\x00-\x7f]{3,}")
_UPPER, _LOWER = re.compile("[А-Я]"), re.compile("[а-яё]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_CJK = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
# Letters of Latin alphabets and their punctuation; kana, full-width punctuation; the commonest characters of Chinese
# news in both writings (after Jun Da's counts) and of Korean (of 2,350 syllables these make half a text).
_COMMON = re.compile(
    "[àáâãäåæçèéêëìíîïñòóôõöøùúûüýßÀÁÂÄÅÇÈÉÊËÍÎÑÓÔÖØÚÜ“”„‘’«»–—…ąćęłńśźżčďěňřšťůžőűșțăđğışŁŚŻŹČŘŠŽİŞ"
    "\u3001-\u3011\u3041-\u30ff\uff01-\uff1f"
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說"
    "产產种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力里如水化高自二理起小物现現实實加量都两兩体體制机機当當使点點"
    "从從业業本去把性好应應开開合还還因由其些前外天日那事平形相全表间間样樣与與关關各重新线線内內数數正心明看原公司人工智能模型视視频頻"
    "다이는에의을를은가고하도로한사지기리대자인어서일정보시해수부제전스장주상조나아원국성과라구공무미오신비선동경치유안중들세용만여위우게]"
)


def beyond_ascii(text: str) -> str:
    """Return what tells charsets apart: the runs of characters beyond ASCII, a space between, as many as are wanted."""
    return " ".join(run[0] for run in islice(_RUN.finditer(text), _EVIDENCE))[:_EVIDENCE]


def letters(sample: str) -> int:
    """Count the characters beyond ASCII that were decoded."""
    return len(_LETTER.findall(sample))


def is_latin(sample: str) -> bool:
    """Tell whether more than half of them are of Latin alphabets."""
    return len(_LATIN.findall(sample)) * 2 > letters(sample)


def is_nonsense(text: str, least: int = FEW) -> bool:
    """Tell whether nobody would write this: accented letters in a row, words like "пРИВЕТ", only rare characters.

    Fewer characters than `least` are never nonsense.
    """
    sample = beyond_ascii(text)
    count = letters(sample)
    if count < least:
        return False
    if is_latin(sample):
        return sum(map(len, _LONG_RUN.findall(sample))) * 3 > count
    lower, upper = len(_LOWER.findall(sample)), len(_UPPER.findall(sample))
    if lower + upper > count / 2:
        return upper > lower
    return len(_HALF_KANA.findall(sample)) * 2 > count or (bool(_CJK.search(sample)) and commonness(text) < _RARE)


def commonness(text: str) -> float:
    """Return the share of common characters among those beyond ASCII; of Cyrillic the small letters are."""
    sample = beyond_ascii(text)
    return (len(_COMMON.findall(sample)) + len(_LOWER.findall(sample))) / (letters(sample) or 1)
