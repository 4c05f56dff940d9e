"""Control limits: from points, a centre line and a standard deviation to a `ControlChart`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import pi, sqrt
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import ArgumentError, DataError, sentence
from ..i18n import t
from ._rules import Signal, find_signals

__all__ = ["Constants", "ControlChart", "build", "constants", "frozen", "kept"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
Line: TypeAlias = float | FloatArray
_ENOUGH = 20  # points that limits should rest on (Montgomery: 20 to 25)


@dataclass(frozen=True, eq=False)
class ControlChart:
    """A control chart: what to draw and what it says.

    Attributes
    ----------
    kind : str
        ``"p"``, ``"np"``, ``"c"``, ``"u"``, ``"p_prime"``, ``"u_prime"``, ``"individuals"``, ``"moving_range"``,
        ``"xbar_r"``, ``"r"``, ``"xbar_s"``, ``"s"``, ``"ewma"``, ``"cusum"`` or ``"cusum_low"``.
    points : array, shape (k,)
        Plotted values; ``nan`` at a gap. The first moving range is ``nan``, so that positions agree with the
        individuals chart.
    center, lower, upper : float or array, shape (k,)
        Centre line and control limits; arrays where they differ between points.
    sigma : float or array, shape (k,)
        Standard deviation of a plotted point, never taken from limits that were cut at 0 or 1.
    signals : tuple of Signal
        Where a rule is complete, the excluded points too: they stay visible.
    parameters : dict
        What the limits come from, kept for phase II: ``{"rate": …}`` of counts, ``{"mean": …, "sd": …}`` of
        single measurements.
    excluded : tuple of int
        Points that were left out when the limits were computed.
    labels : tuple of str
        Names of the points; their numbers from 1 where none were given.
    spread : ControlChart or None
        The moving range, R or S chart that belongs to an individuals, x̄–R or x̄–S chart.
    """

    kind: str
    points: FloatArray
    center: Line
    lower: Line
    upper: Line
    sigma: Line
    signals: tuple[Signal, ...]
    parameters: dict[str, float] = field(default_factory=dict)
    excluded: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    spread: ControlChart | None = None

    def __repr__(self) -> str:
        return f"<ControlChart {self.kind}: {len(self.points)} points, {len(self.signals)} signals>"

    def __len__(self) -> int:
        return len(self.points)

    @property
    def in_control(self) -> bool:
        """Whether no rule signals, here or on the chart of the spread."""
        return not self.signals and (self.spread is None or self.spread.in_control)

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know before believing the limits: too few points, or more variation than counting explains."""
        there = ~np.isnan(self.points)
        said: list[str] = []
        if (few := int(there.sum()) - len(self.excluded)) < _ENOUGH:
            said.append(t("control.note_few", n=few, least=_ENOUGH))
        if self.kind in ("p", "u") and (ratio := self._more_than_chance(there)) > 1:
            said.append(sentence(f"control.note_{self.kind}_prime", ratio=f"{ratio:.1f}"))
        return tuple(said)

    def _more_than_chance(self, there: BoolArray) -> float:
        """How many times as much neighbours differ as counting alone explains; 0 where that may be chance."""
        z = (self.points - self.center) / self.sigma
        ranges = np.abs(np.diff(z))[there[1:] & there[:-1]]
        if not len(ranges):
            return 0.0
        ratio = float(ranges.mean() / constants(2).d2)
        # The mean moving range of k points has a standard deviation of about .8/√k of itself (autocorrelated ranges).
        return ratio if ratio > 1 + 3 * 0.8 / np.sqrt(len(ranges)) else 0.0

    def to_frame(self) -> pd.DataFrame:
        """Return one row a point: label, value, center, lower, upper, sigma, excluded, rules.

        >>> from sgm_lab.control import c_chart
        >>> c_chart([4, 6, 5, 18, 7]).to_frame()["rules"].tolist()
        ['', '', '', 'beyond_3_sigma', '']
        """
        rules = [", ".join(s.rule for s in self.signals if s.point == i) for i in range(len(self))]
        return pd.DataFrame(
            {
                "label": list(self.labels),
                "value": self.points,
                "center": self.center,
                "lower": self.lower,
                "upper": self.upper,
                "sigma": self.sigma,
                "excluded": [i in self.excluded for i in range(len(self))],
                "rules": rules,
            },
            index=pd.RangeIndex(len(self), name="point"),
        )


def kept(
    count: int,
    exclude: Iterable[int],
    baseline: ControlChart | None,
    name: str,
    there: BoolArray | Literal[True] = True,
) -> BoolArray:
    """Return which points were not left out; two of those that are there must remain."""
    left_out = list(exclude)
    if baseline is not None and left_out:
        raise ArgumentError("control.exclude_with_baseline")
    keep = np.ones(count, dtype=bool)
    for i in left_out:
        if isinstance(i, bool) or not isinstance(i, int | np.integer) or not 0 <= i < count:
            raise ArgumentError("control.exclude", value=i, last=count - 1)
        keep[i] = False
    left = int((keep & there).sum())
    if baseline is None and left < 2:
        raise DataError("control.too_few", name=name, got=left, least=2)
    return keep


def frozen(baseline: ControlChart, *kinds: str) -> dict[str, float]:
    """Return the parameters of an earlier chart of the same kind."""
    kind = getattr(baseline, "kind", type(baseline).__name__)
    if kind not in kinds:
        raise ArgumentError("control.baseline", expected=list(kinds), got=kind)
    return baseline.parameters


def _plain(line: Line) -> Line:
    """Return one number for a line that is level."""
    values = np.atleast_1d(np.asarray(line, dtype=float))
    return float(values[0]) if (values == values[0]).all() else values


def build(
    kind: str,
    points: FloatArray,
    center: Line,
    sigma: Line,
    *,
    rules: Sequence[str],
    labels: tuple[str, ...],
    floor: float = -np.inf,
    ceiling: Line = np.inf,
    width: float = 3.0,
    keep: BoolArray | None = None,
    parameters: dict[str, float] | None = None,
    spread: ControlChart | None = None,
) -> ControlChart:
    """Draw limits ``width`` standard deviations round the centre, cut at ``floor`` and ``ceiling``, and judge."""
    lower = np.maximum(center - width * np.asarray(sigma), floor)
    upper = np.minimum(center + width * np.asarray(sigma), ceiling)
    return ControlChart(
        kind=kind,
        points=points,
        center=_plain(center),
        lower=_plain(lower),
        upper=_plain(upper),
        sigma=_plain(sigma),
        signals=find_signals(points, center, sigma, (points > upper, points < lower), rules, labels),
        parameters=parameters or {},
        excluded=() if keep is None else tuple(int(i) for i in np.flatnonzero(~keep)),
        labels=labels,
        spread=spread,
    )


class Constants(NamedTuple):
    """Control chart constants of a subgroup size: mean and sd of the range, mean of s, all in units of σ."""

    d2: float
    d3: float
    c4: float


@cache
def constants(n: int) -> Constants:
    """Return d₂, d₃ and c₄ for subgroups of ``n`` values.

    Parameters
    ----------
    n : int
        Subgroup size, 2 or more.

    Returns
    -------
    Constants
        Named tuple ``(d2, d3, c4)``.

    Raises
    ------
    ArgumentError
        If ``n`` is no whole number from 2 up.

    Notes
    -----
    c₄ = √(2/(n−1))·Γ(n/2)/Γ((n−1)/2). d₂ and d₃ are the mean and standard deviation of the range W of ``n``
    standard normal values: E W = ∫(1−F) dw and E W² = 2∫w(1−F) dw with F(w) = n∫φ(x)[Φ(x+w)−Φ(x)]ⁿ⁻¹ dx.

    Examples
    --------
    >>> [round(c, 3) for c in constants(5)]
    [2.326, 0.864, 0.94]
    """
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 2:
        raise ArgumentError("control.between", name="n", value=n, range=t("control.range.two_or_more"))
    if n == 2:  # the difference of two, as of moving ranges: in closed form
        return Constants(2 / sqrt(pi), sqrt(2 - 4 / pi), sqrt(2 / pi))
    from scipy.special import gammaln, ndtr

    # Gauss's points for x from -8.5 to 8.5 and for w from 0 to 14: beyond, nothing is left that a double could hold.
    points, weights = np.polynomial.legendre.leggauss(200)
    x, w = 8.5 * points, 7 * (points + 1)
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    between = np.clip(ndtr(x + w[:, None]) - ndtr(x), 0.0, 1.0)
    beyond = 1 - n * (density * between ** (n - 1)) @ (8.5 * weights)
    d2 = float(beyond @ (7 * weights))
    d3 = float(np.sqrt(2 * (w * beyond) @ (7 * weights) - d2**2))
    c4 = float(np.sqrt(2 / (n - 1)) * np.exp(gammaln(n / 2) - gammaln((n - 1) / 2)))
    return Constants(d2, d3, c4)
