"""CUSUM, which adds small shifts up, and the runs test, which asks whether points come in a chance order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import ArgumentError, DataError
from ..i18n import t
from ._data import must_be_positive, numbers, point_labels
from ._limits import ControlChart, build, kept
from ._values import mean_and_sd

__all__ = ["Runs", "cusum", "runs_test"]


def cusum(
    values: Any,
    slack: float = 0.5,
    width: float = 5.0,
    *,
    target: float | None = None,
    sigma: float | None = None,
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of cumulative sums: sees a small lasting shift that no single point shows.

    Parameters
    ----------
    values : array-like of float, shape (k,)
        One measurement a period, in time order; over a gap the sums stay where they were.
    slack : float
        Allowance K in standard deviations: half the shift that is to be seen.
    width : float
        Decision limit H in standard deviations.
    target, sigma : float, optional
        As in `ewma`.
    labels : iterable, optional
        Names of the points.

    Returns
    -------
    ControlChart
        The sums of what lies above the target; in ``.spread`` those of what lies below it, drawn downwards.

    Raises
    ------
    DataError, ArgumentError
        As in `ewma`.

    Notes
    -----
    S⁺ᵢ = max(0, S⁺ᵢ₋₁ + xᵢ − target − Kσ), S⁻ᵢ = max(0, S⁻ᵢ₋₁ + target − Kσ − xᵢ); a signal above Hσ.

    References
    ----------
    Page (1954), *Biometrika* 41:100–115; NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.3.

    Examples
    --------
    >>> chart = cusum([325.2, 324.6, 324.6, 325.2, 328.3, 327.3], 0.3175, 4.1959, target=325, sigma=1)
    >>> chart.points.round(2).tolist(), [s.point for s in chart.signals]
    ([0.0, 0.0, 0.0, 0.0, 2.98, 4.97], [5])
    """
    data = numbers(values, "values", gaps=True)
    names = point_labels(labels, values, len(data))
    must_be_positive("slack", slack)
    must_be_positive("width", width)
    if sigma is not None:
        must_be_positive("sigma", sigma)
    if target is not None and not np.isfinite(target):
        raise ArgumentError("control.between", name="target", value=target, range=t("control.range.finite"))
    there = ~np.isnan(data)
    if target is None or sigma is None:
        keep = kept(len(data), (), None, "values", there)
        target = float(data[there].mean()) if target is None else target
        sigma = mean_and_sd(data, keep, names)[1] if sigma is None else sigma
    sums, allowed = np.full((2, len(data)), np.nan), slack * sigma
    for side, sign in enumerate((1, -1)):
        total, made = 0.0, []
        for beyond in (sign * (data[there] - target)).tolist():
            total = max(0.0, total + beyond - allowed)
            made.append(sign * total)
        sums[side, there] = made
    rules = ("beyond_limits",)
    low = build("cusum_low", sums[1], 0.0, sigma, ceiling=0.0, width=width, rules=rules, labels=names)
    return build(
        "cusum", sums[0], 0.0, sigma, floor=0.0, width=width, rules=rules, labels=names,
        parameters={"mean": float(target), "sd": float(sigma)}, spread=low,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Runs:
    """How often a series crosses its median.

    Attributes
    ----------
    runs : int
        Stretches on one side of the median.
    expected : float
        How many chance would make.
    above, below : int
        Points on each side.
    z, p : float
        Standardised difference, and its two-sided p (exact up to 40 points).
    """

    runs: int
    expected: float
    above: int
    below: int
    z: float
    p: float

    def text(self) -> str:
        """Say what the number of runs means."""
        key = "chance" if not self.p < 0.05 else "few" if self.runs < self.expected else "many"
        return t(f"control.runs_{key}", runs=self.runs, expected=f"{self.expected:.1f}", p=f"{self.p:.3g}")


_EXACT = 40  # points, up to which every order can be counted


def runs_test(values: Any, *, center: float | None = None) -> Runs:
    """Test whether points lie above and below the median in a chance order.

    Parameters
    ----------
    values : array-like of float, shape (k,)
        In time order. Gaps and points on the line do not count.
    center : float, optional
        The line; the median by default.

    Returns
    -------
    Runs
        Few long runs speak for a shift or a drift, many short ones for two things mixed or for over-adjusting.

    Raises
    ------
    DataError
        If no point lies on one of the sides.

    Notes
    -----
    With n₁ above and n₂ below, R has mean 2n₁n₂/n + 1 and variance 2n₁n₂(2n₁n₂ − n)/(n²(n − 1)).

    References
    ----------
    Wald & Wolfowitz (1940), *Annals of Mathematical Statistics* 11:147–162; NIST/SEMATECH e-Handbook, 1.3.5.13.

    Examples
    --------
    >>> found = runs_test([3, 4, 2, 5, 3, 9, 8, 9, 7, 8])
    >>> found.runs, found.expected, round(found.p, 4)
    (2, 6.0, 0.0159)
    """
    data = numbers(values, "values", gaps=True)
    data = data[~np.isnan(data)]
    if center is not None and not math.isfinite(center):
        raise ArgumentError("control.between", name="center", value=center, range=t("control.range.finite"))
    line = (float(np.median(data)) if len(data) else math.nan) if center is None else center
    above = data[data != line] > line
    n, up = len(above), int(above.sum())
    down = n - up
    if not up or not down:
        raise DataError("control.runs_one_side")
    runs = 1 + int((above[1:] != above[:-1]).sum())
    product = 2 * up * down
    expected = product / n + 1
    variance = product * (product - n) / (n**2 * (n - 1))
    z = (runs - expected) / math.sqrt(variance) if variance > 0 else 0.0
    return Runs(
        runs,
        expected,
        up,
        down,
        z,
        _exact(runs, up, down) if n <= _EXACT else math.erfc(abs(z) / math.sqrt(2)),
    )


def _exact(runs: int, up: int, down: int) -> float:
    """Two-sided p of so many runs: twice the smaller tail."""

    def ways(r: int) -> int:
        half, odd = divmod(r, 2)
        if not odd:
            return 2 * math.comb(up - 1, half - 1) * math.comb(down - 1, half - 1)
        return math.comb(up - 1, half) * math.comb(down - 1, half - 1) + math.comb(
            up - 1, half - 1
        ) * math.comb(down - 1, half)

    every = math.comb(up + down, up)
    fewer = sum(ways(r) for r in range(2, runs + 1)) / every
    more = 1 - fewer + ways(runs) / every
    return min(1.0, 2 * min(fewer, more))
