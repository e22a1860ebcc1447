"""Words found in an item in; the places where it speaks of AI video out.

Principle: languages say "AI video" in endless forms (`KI-generierte Videos`, vídeos creados con IA, 一句话生成视频,
ролики, созданные нейросетью), so beside the watchlist's list of topics three word lists of the lexicon say it together:
AI and video side by side; generating and video side by side; AI (or an assistant such as ChatGPT), video and a verb of
making within one breath.
Exceptions are phrases in which the word means another thing (`video game`, `video call`, 视频会议): they void it there
and only there. Rejected: `video` and `AI` anywhere in the text, which finds every trailer of a film about robots.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from monitor.match.terms import DENSE, Found, Reading, Word
from monitor.model import Term

SIDE_BY_SIDE = 5  # characters between AI and video: "vídeos con IA", AIで作る動画
ONE_WORD = 8  # the same where AI stands first and words are spaced: "AI slop videos"
VERBAL = 14  # between a word of generating and video: "generate short videos"
_CLAUSE = re.compile("[,.:;!?|。、—]")
# Words between AI and video by which the video is what AI works with, not what it makes: IA con vídeos, KI im Video.
_WITH = re.compile(
    r"[,.:;!?|。、—]|\b(?:with|on|in|from|con|com|avec|mit|im|aus|dans|su|sui|sobre|sur|no|nos|met|på)\b"
)
_HEADING = re.compile("[:|]")  # "Video: how AI makes ..." is a video about AI
BREATH = 70  # from the first to the last of AI, making and video


def topics(reading: Reading) -> list[Found]:
    """Return the topics of the list and those said by several words, in order of their places."""
    void = reading.of("not_video")
    listed = [one for one in reading.of("topic") if not _voided(one, void)]
    return sorted([*listed, *_said(reading, void)], key=lambda one: (one.field != "title", one.at))


def _voided(one: Found, void: Iterable[Found]) -> bool:
    return any(one.overlaps(other) and not other.inside(one) for other in void)


def _said(reading: Reading, void: Sequence[Found]) -> Iterator[Found]:
    """Yield at most one topic a field that is said by several words."""
    videos = [one for one in reading.of("video") if not _voided(one, void)]
    for field in reading.texts:
        here = (_together(video, reading) for video in videos if video.field == field)
        said = next((parts for parts in here if parts), ())
        if said:
            yield _joined(said)


def _together(video: Found, reading: Reading) -> tuple[Found, ...]:
    """Return the words that, with this one, say "AI video"; () when they do not."""
    ai = _near(video, reading.of("ai"), BREATH)
    smart = ai or _near(video, reading.of("assistant"), BREATH)
    making = _near(video, (*reading.of("generating"), *reading.of("making")), BREATH)
    breath = reading.span(BREATH)
    first = ai is not None and ai.at < video.at and reading.tongue not in DENSE
    beside = (ai, ONE_WORD, _WITH) if first else (ai, SIDE_BY_SIDE, _CLAUSE)
    for other, most, by in (beside, (_near(video, reading.of("generating"), VERBAL), VERBAL, _CLAUSE)):
        if other is not None and (other.gap(video) or 0) <= most and not _parted(video, other, reading, by):
            return video, other
    if smart is None or making is None or _span(video, smart, making) > breath:
        return ()
    parts = (video, smart, making)
    return () if _parted(min(parts, key=_place), max(parts, key=_place), reading, _HEADING) else parts


def _parted(one: Found, other: Found, reading: Reading, by: re.Pattern[str]) -> bool:
    """Tell whether a mark stands between the two."""
    first, second = sorted((one, other), key=_place)
    return bool(by.search(reading.texts[one.field].text, first.until, second.at))


def _place(one: Found) -> int:
    return one.at


def _near(one: Found, others: Iterable[Found], most: int) -> Found | None:
    """Return the nearest of the others in the same field that shares no character with it."""
    apart = ((gap, other) for other in others if not one.overlaps(other) and (gap := one.gap(other)) is not None)
    near = min(apart, key=lambda pair: pair[0], default=None)
    return near[1] if near is not None and near[0] <= most else None


def _span(*parts: Found) -> int:
    return max(one.until for one in parts) - min(one.at for one in parts)


def _joined(parts: tuple[Found, ...]) -> Found:
    first = min(parts, key=lambda one: one.at)
    last = max(parts, key=lambda one: one.until)
    names = " + ".join(dict.fromkeys(one.word.name for one in sorted(parts, key=lambda one: one.at)))
    word = Word("topic", names, Term(names, place=parts[0].word.term.place))
    return Found(word, first.field, first.start, last.end, first.at, last.until)
