"""Words found in an item in; the name that its title gives to a product which the list does not know, out.

Principle: a headline introduces what nobody knows by what it is, so the name stands directly beside a word for what
makes video (`generator` of the lexicon: text-to-video model, 動画生成AI, Videogenerator):

1. in quotes behind it, perhaps behind "called": 視頻生成模型“X”, Videogenerator „X“;
2. in Latin letters behind it, written like a name: "text-to-video model Murmel", 视频生成模型 Murmel;
3. before it and set off by a mark, explained: "Scenewright, an AI video generator for architects", X：首个视频生成模型;
   in quotes also with a particle: 「X」は動画生成AI;
4. right before it, where it is written like no word: "Minimax-H3 video model", SANA-WM 分钟级视频生成模型;
5. at the head of a title on AI video, before a mark, where it is written like no word or shown off: "RoomWeave: video
   generation with a memory", "Show HN: Murmel – AI video explainers".

Written like a name: a capital or digit inside, or a capital in a title that is written like a sentence, in a language
that writes its nouns small. A name of the list, of a company or host, or a word of the lexicon is none.
Known exceptions: a name of small letters or of common words without quotes. Rejected: quotes beside AI video at large
(they hold the titles of films); verbs of launching (what is launched is named, but so are plans and prizes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from monitor.match.terms import Found, Reading, Word
from monitor.match.versions import version_behind
from monitor.model import Term

SHORTEST = 3  # characters of a name; two in Han
CAPITAL_NOUNS = ("de",)  # languages that write every noun with a capital
_LATIN = r"[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9]*(?:[-.][A-Z0-9][A-Za-zÀ-ɏ0-9]*)*(?: [A-Z][A-Za-zÀ-ɏ0-9]*[A-Z0-9][A-Za-zÀ-ɏ0-9]*)?"
_NAME = rf"(?:[「『《“„«\"‘'](?P<quoted>[^「」『』《》“”„«»\"]{{2,20}}?)[」』》”“»\"’']|(?P<bare>{_LATIN}))"
# What may stand between the word and the name: how it is made, and that it is called so.
_CALLED = (
    "(?: ?(?:called|named|dubbed|namens|genannt|appelé|baptisé|nommé|llamado|bautizado|chamado|batizado|chiamato|"
    "battezzato|под названием|по имени|genaamd|med namnet|o nazwie|adlı|bernama|có tên|的|模型|工具|平台|モデル|ツール|"
    "アプリ|サービス|모델|도구|앱|서비스))?"
)
_MADE = r"(?: (?:con|com|mit|par|de|via|с|met) (?:l'|d')?(?:IA|AI|KI|ИИ))?"
_BEHIND = re.compile(rf"{_MADE}{_CALLED}[ :：]{{0,2}}{_NAME}")
_BEFORE = re.compile(rf"{_NAME}(?: ?[,，、:：–—] ?|は|、)[^,.;:，。；：、|]{{0,24}}$")
_RIGHT_BEFORE = re.compile(rf"(?P<bare>{_LATIN})(?: [A-Z]?\d[\d.]*)?[^,.;:，。；：、|'’]{{0,8}}$")
# Written like names, and beside everything.
_COMMON = frozenset((
    "YouTube", "TikTok", "GitHub", "HuggingFace", "LinkedIn", "iPhone", "iPad", "MacBook", "ComfyUI", "LoRA",
    "Show HN", "Launch HN", "Ask HN", "Tell HN",
))  # fmt: skip
_HEAD = re.compile(
    rf"(?:[\[【][^\]】]{{1,20}}[\]】] ?)*(?P<shown>(?:Show|Launch) HN: )?(?P<bare>{_LATIN})(?: ?[:：]| [-–—]) "
)
# The same in Chinese, Japanese and Korean titles: Latin letters at their head are a name.
_LATIN_HEAD = re.compile(
    r"(?:[\[【][^\]】]{1,20}[\]】] ?)*(?:(?:Show|Launch) HN: )?"
    r"(?P<bare>[A-Z][\w.-]*(?: [A-Z][\w.]*){0,2})(?: ?[:：]| ?[–—]+| - ) ?(?=[^\W\d]{0,3}[\u3040-\uffdc])"
)
_SMALL_WORD = re.compile(r"(?<!\w)[a-zà-ÿ]{4,}")
_CAPITAL_WORD = re.compile(r"(?<!\w)[A-ZÀ-Þ][a-zà-ÿ]{3,}")


def selfnamed(reading: Reading, topics: Sequence[Found]) -> Found | None:
    """Return the name at its place, with the word beside it as its rule; None when the title gives none."""
    title = reading.texts["title"]
    known = [one for one in reading.found if one.field == "title" and one.word.kind not in ("generator", "context")]
    heads = (one for one in reading.of("generator") if one.field == "title")
    beside = ((name, start, head) for head in heads for name, start in _beside(head, title.source))
    named = chain(beside, _heading(title.source, topics))
    for name, start, head in named:
        if _is_name(name, start, reading) and not any(_covers(one, start, name) for one in known):
            return _found(name, start, head)
    return _latin_head(reading, known, topics)


def _beside(head: Found, source: str) -> Iterator[tuple[str, int]]:
    """Yield what is named behind a word, then before it, with its place in the title as shown."""
    for match in (_BEHIND.match(source, head.end), _BEFORE.search(source, 0, head.start)):
        if match is not None:
            group = "quoted" if match["quoted"] else "bare"
            yield match[group], match.start(group)
    match = _RIGHT_BEFORE.search(source, 0, head.start)
    if match is not None and _is_unlike_words(match["bare"]):
        yield match["bare"], match.start("bare")


def _heading(source: str, topics: Sequence[Found]) -> Iterator[tuple[str, int, Found]]:
    """Yield what opens a title on AI video and is set off by a mark."""
    topic = next((one for one in topics if one.field == "title"), None)
    if topic is None:
        return
    match = _HEAD.match(source)
    if match is not None and (match["shown"] or _is_unlike_words(match["bare"])):
        yield match["bare"], match.start("bare"), topic


def _latin_head(reading: Reading, known: Sequence[Found], topics: Sequence[Found]) -> Found | None:
    """Return Latin letters that open a title of another script and are set off, unless the list knows them."""
    match = _LATIN_HEAD.match(reading.texts["title"].source)
    topic = next((one for one in topics if one.field == "title"), None)
    if match is None or topic is None or match["bare"] in _COMMON:
        return None
    name, start = match["bare"], match.start("bare")
    names = (one for one in known if one.word.kind in ("product", "company", "host"))
    return None if any(_covers(one, start, name) for one in names) else _found(name, start, topic)


def _is_name(name: str, start: int, reading: Reading) -> bool:
    """Tell whether it is written like a name; in quotes everything is."""
    source = reading.texts["title"].source
    if start and source[start - 1] in "「『《“„«\"‘'":
        return len(name) >= SHORTEST or not name.isascii()
    if name in _COMMON or _is_unlike_words(name):
        return name not in _COMMON
    capitals = len(_CAPITAL_WORD.findall(source))
    is_sentence = capitals <= 1 or len(_SMALL_WORD.findall(source)) > capitals
    return len(name) >= SHORTEST and is_sentence and reading.tongue not in CAPITAL_NOUNS


def _is_unlike_words(name: str) -> bool:
    """Tell whether a name has a digit, or a capital beside small letters: H3, AnimeGen, SANA-WM; not NASA, Film."""
    has_small_or_hyphen = any(char.islower() or char == "-" for char in name)
    inner = any(char.isupper() for char in name[1:]) and has_small_or_hyphen
    return any(map(str.isdigit, name)) or inner


def _covers(one: Found, start: int, name: str) -> bool:
    """Tell whether a known word shares a character with a name."""
    return one.start < start + len(name) and start < one.end


def _found(name: str, start: int, head: Found) -> Found:
    bare = _without_version(name)
    word = Word("product", bare, Term(head.word.term.text, place=head.word.term.place))
    return Found(word, "title", start, start + len(bare), 0, 0)


def _without_version(name: str) -> str:
    """Leave out the version behind a name, as the list's names have none.

    >>> _without_version("Murmel 2.0"), _without_version("Murmel-XL")
    ('Murmel', 'Murmel-XL')
    """
    small = name.casefold()
    versions = ((at, version_behind(small, at)) for at in range(1, len(name)))
    ends = (at for at, version in versions if version is not None and version.until == len(name))
    return name[: next(ends, len(name))].rstrip(" -")
