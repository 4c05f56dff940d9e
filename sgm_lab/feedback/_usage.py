"""A second opinion where the lexicon leaves a comment open: how comments with these words were labelled by people.

A lexicon knows the words it lists. The others tell too: each has a weight for each tone and dimension, learnt from the
comments that the lexicon was built from (``benchmarks/learn_comments.py``) and kept in ``usage.json``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from ._entries import DIMENSIONS, TONES, Entry, fold

__all__ = ["CLASSES", "STEP", "known", "leaning", "pieces", "table", "told", "weighed"]

Span = tuple[int, int]
Known = dict[str, tuple[tuple[int, ...], Span]]

CLASSES = (*TONES, *DIMENSIONS)
#: Of a weight, in ``usage.json``: a letter for each of `CLASSES`, n for none, o for one such step.
STEP = 0.05
NONE = ord("n")
#: What a weight of 1 in the lexicon counts for a dimension, and its words for a neutral tone, in natural logarithms of
#: odds. Chosen by leaving out: ``python benchmarks/learn_comments.py --check``.
TRUST = 2.0
# Below this share no class is meant: hardly a word of the comment is known.
_CLEAR = {TONES: 0.45, DIMENSIONS: 0.3}
# Less than this, and a class is not ruled out.
_FLOOR = 0.01
_TOLD = 3
_MEANT = re.compile(r"\w")


class Table(NamedTuple):
    """What was learnt in one language, and how its comments are cut."""

    letters: re.Pattern[str]  # a comment that has such a letter is of this language; the first that fits
    part: re.Pattern[str]
    between: str
    words: Mapping[str, str]


def pieces(text: str) -> dict[str, Span]:
    """Words of a comment and those that stand together (two characters, or two English words), with their places.

    >>> pieces("等了45分钟")["0分"]
    (2, 5)
    >>> sorted(pieces("Not on time"))
    ['not', 'not on', 'on', 'on time', 'time']
    """
    folded = fold(text)
    table = _table_of(folded)
    return _cut(folded, table) if table else {}


def _cut(folded: str, table: Table) -> dict[str, Span]:
    parts = [("0" if m[0][0].isdigit() else m[0], m.span()) for m in table.part.finditer(folded)]
    found: dict[str, Span] = {}
    for part, place in parts:
        found.setdefault(part, place)
    for (first, (start, _)), (second, (_, end)) in pairwise(parts):
        found.setdefault(first + table.between + second, (start, end))
    return found


def known(text: str, dropped: Collection[str] = ()) -> Known:
    """Weights of the pieces that are known, in steps; without those in a term that somebody dropped."""
    folded = fold(text)
    table = _table_of(folded)
    if table is None:
        return {}
    gone = [found.span() for term in dropped for found in re.finditer(re.escape(term), folded)]
    return {
        piece: (_steps(table.words[piece]), place)
        for piece, place in _cut(folded, table).items()
        if piece in table.words and not any(place[0] < end and start < place[1] for start, end in gone)
    }


@cache
def _steps(written: str) -> tuple[int, ...]:
    return tuple(ord(one) - NONE for one in written)


def leaning(heard: Known, classes: tuple[str, ...]) -> dict[str, float]:
    """Logarithm of the share that the words give each of ``classes``; empty where they say nothing clear."""
    first = CLASSES.index(classes[0])
    sums = [0] * len(classes)
    for weights, _ in heard.values():
        for at in range(len(classes)):
            sums[at] += weights[first + at]
    odds = [math.exp(STEP * (one - max(sums))) for one in sums]
    shares = [one / sum(odds) for one in odds]
    if max(shares) < _CLEAR[classes]:
        return {}
    return {name: math.log(share + _FLOOR) for name, share in zip(classes, shares, strict=True)}


def weighed(lean: Mapping[str, float], ruled: Mapping[str, float]) -> str:
    """The class for which lexicon and words speak most: ``ruled`` is what the lexicon gives each, in its weights."""
    return max(lean, key=lambda name: lean[name] + TRUST * ruled.get(name, 0.0))


def told(
    heard: Known, classes: tuple[str, ...], name: str, taken: Iterable[Span]
) -> Iterator[tuple[Span, Entry]]:
    """The words that speak loudest for a class, three at most, where none of the lexicon's stand."""
    kept, at = list(taken), CLASSES.index(name)
    others = [CLASSES.index(one) for one in classes if one != name]
    speak = {piece: w[at] - sum(w[one] for one in others) / len(others) for piece, (w, _) in heard.items()}
    count = 0
    for piece in sorted(speak, key=lambda piece: (-speak[piece] * len(piece), piece)):
        if speak[piece] <= 0 or count == _TOLD:
            return
        start, end = heard[piece][1]
        if _MEANT.search(piece) and all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
            count += 1
            own = {"tone": name} if name in TONES else {"theme": name, "dimension": name}
            yield (start, end), Entry(piece, weight=STEP * speak[piece], **own)


def _table_of(folded: str) -> Table | None:
    return next((table for table in _tables() if table.letters.search(folded)), None)


@cache
def _tables() -> tuple[Table, ...]:
    kept = json.loads(files(__package__).joinpath("usage.json").read_text(encoding="utf-8"))
    return tuple(table(**one) for one in kept.values())


def table(letters: str, part: str, between: str, words: Mapping[str, str]) -> Table:
    """A table as ``usage.json`` has it."""
    return Table(re.compile(letters), re.compile(part), between, words)
