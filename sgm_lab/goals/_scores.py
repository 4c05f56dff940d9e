"""Scores of goals: key results, weighted objectives, goal attainment scaling."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ..errors import ArgumentError, Sentence
from ._record import number

__all__ = ["gas_levels", "gas_t", "key_result", "objective"]


def key_result(start: float, target: float, actual: float) -> float:
    """Score a key result: the share of the way covered, held between 0 and 1.

    Parameters
    ----------
    start, target, actual : float
        Levels in one unit; lower is better where ``target < start``.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    ArgumentError
        If a level is no number, or ``start`` equals ``target``.

    Examples
    --------
    >>> key_result(45, 30, 36), key_result(45, 30, 50)
    (0.6, 0.0)
    """
    start, target, actual = number("start", start), number("target", target), number("actual", actual)
    if start == target:
        raise ArgumentError("goals.no_way", value=Sentence(f"{target:g}"))
    return min(1.0, max(0.0, (actual - start) / (target - start)))


def _weights(weights: Iterable[float] | None, count: int, of: str) -> list[float]:
    """Return one positive weight each, all 1 where none are given."""
    if weights is None:
        return [1.0] * count
    found = [number("weights", w) for w in weights]
    if len(found) != count:
        raise ArgumentError("goals.weights_length", got=len(found), expected=count, of=of)
    if min(found) <= 0:
        raise ArgumentError("goals.weights_positive", position=found.index(min(found)) + 1, value=min(found))
    return found


def _scores(name: str, scores: Iterable[float], low: float, high: float) -> list[float]:
    """Return numbers between ``low`` and ``high``, at least one."""
    found = [number(name, x) for x in scores]
    if not found:
        raise ArgumentError("goals.empty", name=name)
    for i, x in enumerate(found):
        if not low <= x <= high:
            raise ArgumentError("goals.outside", name=name, position=i + 1, value=x, low=low, high=high)
    return found


def objective(key_results: Iterable[float], weights: Sequence[float] | None = None) -> float:
    """Score an objective: the weighted mean of its key results.

    Parameters
    ----------
    key_results : iterable of float
        Scores from 0 to 1, as `key_result` gives.
    weights : sequence of float, optional
        One positive weight each; equal by default. They need not sum to 1.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    ArgumentError
        If there is no key result, a score is outside 0 to 1, or weights do not fit.

    Examples
    --------
    >>> objective([1.0, 0.5, 0.0], weights=[2, 1, 1])
    0.625
    """
    scores = _scores("key_results", key_results, 0.0, 1.0)
    w = _weights(weights, len(scores), "key_results")
    return math.fsum(a * b for a, b in zip(w, scores, strict=True)) / math.fsum(w)


def gas_levels(baseline: float, target: float, unit: str = "") -> tuple[float, float, float, float, float]:
    """Return the five levels of goal attainment scaling for a goal in figures, from −2 to +2.

    Parameters
    ----------
    baseline, target : float
        −2 is where it began, 0 the target, the others lie evenly between and beyond.
    unit : str
        Percentages stay between 0 and 100.

    Examples
    --------
    >>> gas_levels(45, 30), gas_levels(70, 90, "%")
    ((45.0, 37.5, 30.0, 22.5, 15.0), (70.0, 80.0, 90.0, 100.0, 100.0))
    """
    baseline, target = number("baseline", baseline), number("target", target)
    if baseline == target:
        raise ArgumentError("goals.no_way", value=Sentence(f"{target:g}"))
    way = [baseline + share * (target - baseline) for share in (0.0, 0.5, 1.0, 1.5, 2.0)]
    if unit in ("%", "％"):
        way = [min(max(level, 0.0), 100.0) for level in way]
    return (way[0], way[1], way[2], way[3], way[4])


def gas_t(levels: Iterable[float], weights: Sequence[float] | None = None, rho: float = 0.3) -> float:
    """Goal attainment scaling: one score for goals of different kinds.

    Parameters
    ----------
    levels : iterable of float
        Outcome of each goal from −2 (much less than expected) through 0 (as expected) to 2 (much more).
    weights : sequence of float, optional
        One positive weight each; equal by default.
    rho : float
        Assumed correlation between goals, 0 ≤ ρ < 1; 0.3 by convention.

    Returns
    -------
    float
        T-score: 50 if all came out as expected, standard deviation 10.

    Raises
    ------
    ArgumentError
        If there is no goal, a level is outside −2 to 2, weights do not fit, or ``rho`` is out of range.

    Notes
    -----
    T = 50 + 10·Σwx/√((1−ρ)Σw² + ρ(Σw)²).

    References
    ----------
    Kiresuk, T. J., & Sherman, R. E. (1968). Community Mental Health Journal 4(6), 443–453.

    Examples
    --------
    >>> round(gas_t([1, 0], [6, 6]), 6)
    56.201737
    """
    x = _scores("levels", levels, -2.0, 2.0)
    w = _weights(weights, len(x), "levels")
    if not 0 <= number("rho", rho) < 1:
        raise ArgumentError("goals.rho", value=rho)
    total = math.fsum(a * b for a, b in zip(w, x, strict=True))
    variance = (1 - rho) * math.fsum(a * a for a in w) + rho * math.fsum(w) ** 2
    return 50 + 10 * total / math.sqrt(variance)
