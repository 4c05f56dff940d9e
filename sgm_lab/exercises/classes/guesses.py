"""How the guesses of a class lie against the data: for each chart that was guessed, point by point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...i18n import Language, get_language, t
from ..kinds.predict import Predict
from ..state import Kept

__all__ = ["GuessedPoint", "Guesses", "guesses"]


@dataclass(frozen=True, slots=True)
class GuessedPoint:
    """One point: the data, the middle guess, and between what the middle half of the guesses lies, in words."""

    label: str
    data: str
    middle: str
    half: str


@dataclass(frozen=True, slots=True)
class Guesses:
    """What a class guessed of one chart.

    Attributes
    ----------
    id : str
        The exercise.
    n : int
        How many guessed all of it and looked at the data.
    points : list of GuessedPoint
    expected : list of str
        Usual expectations with the number of people, the most usual first.
    """

    id: str
    n: int
    points: list[GuessedPoint]
    expected: list[str]


def guesses(record: Predict, kept: Iterable[Mapping[str, Any]], lang: Language | None) -> Guesses | None:
    """Count one chart; None where nobody has guessed it to the end."""
    spoken = lang or get_language()
    states = [Kept.of(one.get(record.id)) for one in kept]
    answers = [one.answer for one in states if one.outcome == "right"]
    if not answers:
        return None
    data, points = record.found(spoken).points, []
    whole = [mine for answer in answers if (mine := record.whole(answer, data))]
    if not whole:
        return None
    told = Counter(text for mine in whole for text in record.expects(mine, data, spoken))
    for point, guessed in zip(data, zip(*whole, strict=True), strict=True):
        low, middle, high = (record.said(value, spoken) for value in _quarters(guessed))
        half = t("exercises.classroom.guess_span", spoken, low=low, high=high)
        points.append(GuessedPoint(point.label, record.said(point.value, spoken), middle, half))
    expected = [
        t("exercises.classroom.guess_expected", spoken, n=n, what=text) for text, n in told.most_common()
    ]
    return Guesses(record.id, len(whole), points, expected)


def _quarters(values: Sequence[float]) -> tuple[float, float, float]:
    """Return guesses that somebody made: at a quarter, in the middle, at three quarters.

    >>> _quarters([50, 10, 40, 20, 30])
    (20, 30, 40)
    """
    ordered, last = sorted(values), len(values) - 1
    return ordered[last // 4], ordered[last // 2], ordered[last - last // 4]
