"""Out-of-control signals: the Western Electric and Nelson run rules, each with a name.

A rule looks at points measured in their own standard deviation from the centre line, so it also works where
the number of answers varies from point to point. It signals at the point that *completes* the pattern, and
again at every further point that keeps it complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..dates import leaps
from ..errors import ArgumentError, did_you_mean
from ..i18n import t

__all__ = ["NELSON", "RULES", "WESTERN_ELECTRIC", "Rules", "Signal", "find_signals", "rule_names"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
Rules: TypeAlias = Literal["western_electric", "nelson"] | Sequence[str]
Side: TypeAlias = Literal["high", "low", ""]


@dataclass(frozen=True, slots=True)
class Signal:
    """One point at which one rule is complete.

    Attributes
    ----------
    point : int
        Position of the point, counted from 0.
    rule : str
        Name of the rule, one of `RULES` (or ``"beyond_limits"`` on an EWMA chart).
    side : {"high", "low", ""}
        Side of the centre line (for a trend: its direction) where the rule has one.
    label : str
        What the point is called on the chart; its number from 1 where it has no name.
    """

    point: int
    rule: str
    side: Side = ""
    label: str = ""

    def text(self) -> str:
        """Name the point and the rule in a sentence.

        >>> from sgm_lab.i18n import use_language
        >>> with use_language("en"):
        ...     print(Signal(14, "beyond_3_sigma", "high").text())
        Point 15: beyond the 3σ control limit, on the high side.
        """
        side = t(f"control.side.{self.side}") if self.side else ""
        rule = t(f"control.rule.{self.rule}")
        number = str(self.point + 1)
        if self.label in ("", number):
            return t("control.signal", number=number, rule=rule, side=side)
        return t("control.signal_labelled", number=number, label=self.label, rule=rule, side=side)


def _windowed(hits: BoolArray, need: int, window: int) -> BoolArray:
    """Points that are hits themselves and close a window with at least ``need`` of them."""
    running = np.convolve(hits.astype(int), np.ones(window, dtype=int))[: len(hits)]
    return hits & (running >= need)


def _two_sided(z: FloatArray, above: float, need: int, window: int) -> tuple[BoolArray, BoolArray]:
    return _windowed(z > above, need, window), _windowed(z < -above, need, window)


def _steps(z: FloatArray, points: FloatArray) -> FloatArray:
    """Direction of the step into each point: 1 up, −1 down, 0 level or no step."""
    return np.concatenate([[0.0], np.nan_to_num(np.sign(np.diff(points)))])


def _trend(z: FloatArray, points: FloatArray) -> tuple[BoolArray, BoolArray]:
    steps = _steps(z, points)
    return _windowed(steps > 0, 5, 5), _windowed(steps < 0, 5, 5)


def _alternating(z: FloatArray, points: FloatArray) -> tuple[BoolArray]:
    steps = _steps(z, points)
    turns = np.concatenate([[False], steps[1:] * steps[:-1] < 0])
    return (_windowed(turns, 12, 12),)


# Fourteen points make thirteen steps, thirteen steps make twelve turns; six points make five steps.
_FINDERS: dict[str, Callable[[FloatArray, FloatArray], tuple[BoolArray, ...]]] = {
    "two_of_three_beyond_2_sigma": lambda z, _: _two_sided(z, 2, 2, 3),
    "four_of_five_beyond_1_sigma": lambda z, _: _two_sided(z, 1, 4, 5),
    "eight_one_side": lambda z, _: _two_sided(z, 0, 8, 8),
    "nine_one_side": lambda z, _: _two_sided(z, 0, 9, 9),
    "six_trend": _trend,
    "fourteen_alternating": _alternating,
    "fifteen_within_1_sigma": lambda z, _: (_windowed(np.abs(z) < 1, 15, 15),),
    "eight_beyond_1_sigma": lambda z, _: (_windowed(np.abs(z) > 1, 8, 8),),
}

RULES: tuple[str, ...] = ("beyond_3_sigma", *_FINDERS)
WESTERN_ELECTRIC: tuple[str, ...] = (
    "beyond_3_sigma",
    "two_of_three_beyond_2_sigma",
    "four_of_five_beyond_1_sigma",
    "eight_one_side",
)
NELSON: tuple[str, ...] = (
    "beyond_3_sigma",
    "nine_one_side",
    "six_trend",
    "fourteen_alternating",
    "two_of_three_beyond_2_sigma",
    "four_of_five_beyond_1_sigma",
    "fifteen_within_1_sigma",
    "eight_beyond_1_sigma",
)
_SETS = {"western_electric": WESTERN_ELECTRIC, "nelson": NELSON}


def rule_names(rules: Rules) -> tuple[str, ...]:
    """Return the names of the rules in a set, or check a sequence of names.

    Parameters
    ----------
    rules : {"western_electric", "nelson"} or sequence of str
        A set (rules 1–4, rules 1–8), or names of sets and out of `RULES`.

    Raises
    ------
    ArgumentError
        If there is no such set or rule.

    Examples
    --------
    >>> rule_names("western_electric")[0]
    'beyond_3_sigma'
    """
    given = (rules,) if isinstance(rules, str) or not isinstance(rules, Iterable) else rules
    rules = tuple(dict.fromkeys(one for name in given for one in _SETS.get(name, (name,))))
    for name in rules:
        if not isinstance(name, str) or name not in RULES:
            known = [*_SETS, *RULES]
            raise ArgumentError(
                "control.rule_unknown", value=name, known=known, hint=did_you_mean(name, known)
            )
    return tuple(rules)


def find_signals(
    points: FloatArray,
    center: float | FloatArray,
    sigma: float | FloatArray,
    outside: tuple[BoolArray, BoolArray],
    rules: Sequence[str],
    labels: Sequence[str] = (),
) -> tuple[Signal, ...]:
    """Find where the rules are complete.

    Parameters
    ----------
    points : array, shape (k,)
        Plotted values; ``nan`` interrupts every run, as does a period that dates in ``labels`` leap over.
    center, sigma : float or array, shape (k,)
        Centre line and standard deviation of a plotted point.
    outside : pair of bool arrays, shape (k,)
        Points above the upper and below the lower control limit. The limits may have been cut at 0 or 1,
        so rule 1 is read off them, while the zones of the other rules come from ``sigma``.
    rules : sequence of str
        Names out of `RULES`; any other name is given to the points outside the limits.
    labels : sequence of str, optional
        Names of the points.

    Returns
    -------
    tuple of Signal
        Ordered by point, then by rule.

    Notes
    -----
    A point on the centre line, equal to it within rounding, is on neither side and ends a run. "Two of
    three" is complete as soon as two points qualify, and the completing point is itself in the zone.

    Examples
    --------
    >>> import numpy as np
    >>> calm = (np.zeros(9, bool), np.zeros(9, bool))
    >>> find_signals(np.full(9, 0.5), 0.0, 1.0, calm, ["nine_one_side"])
    (Signal(point=8, rule='nine_one_side', side='high', label=''),)
    """
    z = (points - center) / sigma
    z = np.where(np.abs(z) < 1e-9, 0.0, z)
    # A period that was left out ends a run as a missing value does: it is put in for the while.
    left_out = np.flatnonzero(leaps(labels))
    there = ~np.insert(np.zeros(len(points), bool), left_out, True)
    z, whole = np.insert(z, left_out, np.nan), np.insert(points, left_out, np.nan)
    found: list[tuple[int, int, Side]] = []
    for order, rule in enumerate(rules):
        masks = tuple(mask[there] for mask in _FINDERS[rule](z, whole)) if rule in _FINDERS else outside
        sides: tuple[Side, ...] = ("high", "low") if len(masks) == 2 else ("",)
        for side, mask in zip(sides, masks, strict=True):
            found += [(int(i), order, side) for i in np.flatnonzero(mask)]
    return tuple(
        Signal(i, rules[order], side, labels[i] if labels else "") for i, order, side in sorted(found)
    )
