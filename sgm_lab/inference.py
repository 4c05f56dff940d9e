"""Intervals and tests that SciPy offers only for raw samples or one at a time, here from n, mean, deviation or counts.

Quantiles and tail areas are SciPy's, from ``scipy.special``: the import of ``scipy.stats`` takes longer than a lab
takes to draw, on the published page longer than anyone waits gladly.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "FEW",
    "Array",
    "holm",
    "independence",
    "is_constant",
    "mean_interval",
    "t_interval",
    "t_quantile",
    "t_test",
    "to_ask",
    "two_sided",
    "welch",
    "wilson",
    "z_of",
]

Array = npt.NDArray[np.float64]
FEW = 10  # people; of fewer a share is known to thirty points and more either way (Wilson)


def is_constant(sd: npt.ArrayLike, size: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether ``sd`` is nothing but rounding error beside values of ``size``.

    A mean of 5.333… less a mean of 6.333… is the same gap for everybody only up to the last bit; a t of 10¹⁵ from it
    would be nonsense.
    """
    result: npt.NDArray[np.bool_] = np.asarray(sd, float) <= 1e-12 * np.maximum(1.0, np.abs(size))
    return result


def t_interval(
    mean: npt.ArrayLike, sd: npt.ArrayLike, n: npt.ArrayLike, confidence: float
) -> tuple[Array, Array]:
    """Limits mean ± t·sd/√n; missing where n < 2. Of what is computed without chance sd 0 is exact: no width."""
    count = np.asarray(n, float)
    count = np.where(count > 1, count, np.nan)
    half = t_quantile(confidence, count - 1) * np.asarray(sd, float) / np.sqrt(count)
    return np.asarray(mean, float) - half, np.asarray(mean, float) + half


def mean_interval(
    mean: npt.ArrayLike, sd: npt.ArrayLike, n: npt.ArrayLike, confidence: float
) -> tuple[Array, Array]:
    """Limits of what people answer on average; missing too where all answer alike, which makes no mean certain.

    >>> low, high = mean_interval(6.0, [0.0, 0.8], [2, 4], 0.95)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([nan, 4.73], [nan, 7.27])
    """
    return t_interval(mean, np.where(is_constant(sd, mean), np.nan, sd), n, confidence)


def t_test(mean: npt.ArrayLike, sd: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Array, Array, Array]:
    """One-sample t against 0 with its two-sided p, and dz = mean/sd; missing where n < 2 or nothing varies."""
    value, count = np.asarray(mean, float), np.asarray(n, float)
    spread = np.where((count > 1) & ~is_constant(sd, value), np.asarray(sd, float), np.nan)
    t = value / spread * np.sqrt(count)
    return t, two_sided(t, count - 1), value / spread


def welch(
    mean: tuple[float, float], sd: tuple[float, float], n: tuple[int, int], confidence: float
) -> dict[str, Any]:
    """Second mean less the first, two groups of different people (Welch): change, limits, t, df, p."""
    change = mean[1] - mean[0]
    missing = dict.fromkeys(("ci_low", "ci_high", "t", "df", "p"), np.nan)
    if min(n) < 2 or bool(is_constant(max(sd), max(map(abs, mean)))):
        return {"change": change, **missing}
    first, second = sd[0] ** 2 / n[0], sd[1] ** 2 / n[1]
    se = float(np.sqrt(first + second))
    df = (first + second) ** 2 / (first**2 / (n[0] - 1) + second**2 / (n[1] - 1))
    half = float(t_quantile(confidence, df)) * se
    t = change / se
    p = float(two_sided(t, df))
    return {"change": change, "ci_low": change - half, "ci_high": change + half, "t": t, "df": df, "p": p}


def t_quantile(confidence: float, df: npt.ArrayLike) -> Array:
    """Quantile of Student's t that leaves (1 − confidence)/2 above; missing where df is.

    >>> t_quantile(0.95, [1, 30]).round(3).tolist()
    [12.706, 2.042]
    """
    from scipy.special import stdtrit

    return np.asarray(stdtrit(np.asarray(df, float), (1 + confidence) / 2), float)


def two_sided(t: npt.ArrayLike, df: npt.ArrayLike) -> Array:
    """Two-sided p of Student's t.

    >>> float(two_sided(2.042, 30).round(3))
    0.05
    """
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(np.asarray(df, float), -np.abs(t)), float)


def independence(counts: npt.ArrayLike) -> tuple[float, int, float, Array]:
    """χ² of independence of a table of counts, without correction: χ², df, p and the expected counts.

    χ² = Σ(observed − expected)²/expected, expected = row·column/n; Pearson (1900), *Phil. Mag.* 50:157–175. A table of
    one row or one column has nothing to depend on: χ² 0, df 0, p 1.

    >>> chi2, df, p, expected = independence([[20, 30], [30, 20]])
    >>> chi2, df, round(p, 4), expected[0].tolist()
    (4.0, 1, 0.0455, [25.0, 25.0])
    """
    from scipy.special import chdtrc

    table = np.asarray(counts, float)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    chi2 = float(((table - expected) ** 2 / expected).sum()) if df else 0.0
    return chi2, df, float(chdtrc(df, chi2)) if df else 1.0, expected


def wilson(count: npt.ArrayLike, n: npt.ArrayLike, confidence: float) -> tuple[Array, Array]:
    """Wilson's limits of the shares count/n; missing where n is 0.

    (2x + z² ∓ z·√(z² + 4x(n−x)/n))/(2(n + z²)); Wilson (1927), *JASA* 22:209–212.

    >>> low, high = wilson([18, 0], 20, 0.95)  # SciPy's binomtest gives the same for the first
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.699, 0.0], [0.9721, 0.1611])
    """
    x, every = np.broadcast_arrays(np.asarray(count, float), np.asarray(n, float))
    every = np.where(every > 0, every, np.nan)
    z = z_of(confidence)
    half = z * np.sqrt(z**2 + 4 * x * (every - x) / every)
    low, high = ((2 * x + z**2 + side) / (2 * (every + z**2)) for side in (-half, half))
    # At the ends the limit is the end itself, which rounding misses by a last bit.
    return np.where(x == 0, 0.0 * low, low), np.where(x == every, 1.0 + 0.0 * high, high)


def holm(p: npt.ArrayLike) -> Array:
    """Holm's step-down correction over the p values that exist; missing ones stay missing and do not count.

    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, float)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    adjusted = np.full_like(values, np.nan)
    steps = values[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def z_of(confidence: float) -> float:
    """Normal quantile that leaves (1 − confidence)/2 above; without SciPy, which pages load late.

    >>> round(z_of(0.95), 3)
    1.96
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def to_ask(people: int, reply: float) -> int:
    """How many must be asked for so many to answer, where a share ``reply`` of them does.

    >>> to_ask(105, 0.6), to_ask(21, 0.7), to_ask(21, 0.69)
    (175, 30, 31)
    """
    return math.ceil(people / reply - 1e-9)  # 30.000000000000004 people are 30
