"""One comment: what its words say, and where they leave it open the second opinion."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from . import _usage
from ._lexicon import DIMENSIONS, SIGN, TONES, Lexicon, Word

__all__ = ["Row", "judged"]

Row = tuple[str | None, str | None, str | None, str | None, tuple[Word, ...], float]

# Praise and complaint are called mixed (neutral) where the smaller is at least this share of the larger.
_MIXED = 0.8


def judged(text: str | None, rules: Lexicon) -> Row:
    """Text, dimension, theme, tone, words and score of one comment; the rules are in the notes of `code`."""
    if text is None:
        return (None, None, None, None, (), math.nan)
    words = rules.read(text)
    found = _weights(words, "dimension")
    dimension = max(found, key=lambda name: found[name], default="other")
    tone, score = _tone(words)
    several, open_tone = len(found) != 1, tone == "neutral"
    if rules.learnt and (several or open_tone):
        heard = _usage.known(text, rules.dropped)
        guessed: list[tuple[tuple[str, ...], str]] = []
        lean = _usage.leaning(heard, DIMENSIONS) if several else {}
        if lean:
            among = {name: lean[name] for name in found or lean}
            dimension = _usage.weighed(among, {name: total for name, (total, _) in found.items()})
            guessed += [] if found else [(DIMENSIONS, dimension)]
        lean = _usage.leaning(heard, TONES) if open_tone else {}
        if lean:
            spoke = any(word.tone in TONES for word in words)
            tone = _usage.weighed(lean, {"neutral": 1.0} if spoke else {})
            guessed += [(TONES, tone)]
        words = _with_learnt(text, words, heard, guessed)
    themes = _weights([w for w in words if w.dimension == dimension and not w.learnt], "theme")
    theme = max(themes, key=lambda name: themes[name], default="unmatched")
    return (text, dimension, theme, tone, words, score)


def _weights(words: Iterable[Word], field: Literal["theme", "dimension"]) -> dict[str, tuple[float, float]]:
    """What the words of each theme or dimension weigh, and the heaviest of them; in the order of the comment."""
    totals: dict[str, tuple[float, float]] = {}
    for word in words:
        name = getattr(word, field)
        if name:
            weight = word.entry.weight * word.emphasis
            total, most = totals.get(name, (0.0, 0.0))
            totals[name] = (total + weight, max(most, weight))
    return totals


def _with_learnt(
    text: str, words: tuple[Word, ...], heard: _usage.Known, guessed: Iterable[tuple[tuple[str, ...], str]]
) -> tuple[Word, ...]:
    """The words of the lexicon, and those that the second opinion goes by for what it says."""
    more = list(words)
    for classes, name in guessed:
        for (start, end), entry in _usage.told(heard, classes, name, [(w.start, w.end) for w in more]):
            value = SIGN.get(name, 0.0) * entry.weight
            more.append(Word(text[start:end], start, end, entry, entry.tone, value, learnt=True))
    return tuple(sorted(more, key=lambda word: word.start))


def _tone(words: Iterable[Word]) -> tuple[str, float]:
    """Tone and score of a comment by the lexicon."""
    words = list(words)
    praise = sum(word.value for word in words if word.value > 0)
    complaint = -sum(word.value for word in words if word.value < 0)
    calm = sum(word.entry.weight * word.emphasis for word in words if word.tone == "neutral")
    more, less = max(praise, complaint), min(praise, complaint)
    mixed = less >= _MIXED * more or calm >= more
    tone = "neutral" if mixed else "positive" if praise > complaint else "negative"
    return tone, praise - complaint
