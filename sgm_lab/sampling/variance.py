"""Variance of weighted shares and means by Taylor linearisation, and how many people they are worth.

A share or a mean is a ratio of two weighted totals. Its linearised value a unit is z = w·(y − R·x)/X̂, and

    V = Σ_h n_h/(n_h − 1) · Σ_i (z_hi − z̄_h)²

over the strata h and the units i that were drawn in them: people, or clusters, of which the z of all people are added
up first (Binder 1983, *International Statistical Review* 51:279–292; what R's ``survey`` calls its default). No finite
population correction: services go on, and who is served tomorrow is not in any list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import DataError
from ..inference import t_quantile
from .design import CLUSTER, STRATUM, WEIGHT, given

__all__ = ["Mean", "effective_n", "interval_n", "mean_of", "ratio_of", "shortened", "stratum_covariance"]

Array = npt.NDArray[np.float64]


def effective_n(weights: Any) -> float:
    """How many people with equal weights would be as sure as those who answered.

    Parameters
    ----------
    weights : Series or sequence of float

    Returns
    -------
    float
        To two digits; n where all weights are equal.

    Raises
    ------
    DataError
        If a weight is negative, missing or no number, or all are 0.

    Notes
    -----
    n_eff = (Σw)²/Σw², that is n/deff with Kish's deff = 1 + cv²(w): what weights cost where they have nothing to do
    with the answers.

    References
    ----------
    Kish (1965), *Survey Sampling*, Wiley, §11.2C; Kish (1992), *J. Official Statistics* 8:183–200.

    Examples
    --------
    >>> effective_n([1, 1, 2, 2])
    3.6
    """
    count = len(weights) if hasattr(weights, "__len__") else 0
    return round(float(kish(given(weights, count)[WEIGHT])), 2)


def kish(weights: Array) -> float:
    """(Σw)²/Σw²; missing where nobody has a weight."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else float("nan")


def stratum_covariance(first: Array, second: Array, units: int, stratum: Any = None) -> Array:
    """Covariance of weighted totals from one stratum: n/(n−1)·(Σtt′ − ΣtΣt′/n) over its units.

    Parameters
    ----------
    first : array, shape (k,)
        Sum of the units' totals.
    second : array, shape (k, k)
        Sum of their outer products.
    units : int
        People or clusters that were drawn.
    stratum
        Its name, if it is one: with a single unit nothing is known of its spread.

    Raises
    ------
    DataError
        If the stratum has a single unit.
    """
    if units < 2:
        if stratum is not None:
            raise DataError("sampling.one_in_stratum", stratum=stratum)
        return np.full(second.shape, np.nan)
    found: Array = units / (units - 1) * (second - np.outer(first, first) / units)
    return found


def ratio_of(top: Array, bottom: Array, first: Array, covariance: Array) -> tuple[float, float]:
    """Ratio of two sums of totals, each picked by a vector, and its linearised variance."""
    size = float(bottom @ first)
    if size <= 0:
        return float("nan"), float("nan")
    ratio = float(top @ first) / size
    line = (top - ratio * bottom) / size
    return ratio, max(0.0, float(line @ covariance @ line)) if not np.isnan(covariance).any() else float(
        "nan"
    )


def interval_n(share: float, variance: float, n: float, equal: float) -> float:
    """How many people of a simple random sample would know a share as well, for an interval that takes an n.

    n/deff with deff = V·(n−1)/(p(1−p)), at most n; Kish's number where all answer alike and V is 0 (Korn & Graubard
    1998, *Survey Methodology* 24:193–201). With equal weights it is n.
    """
    if np.isnan(variance) or n < 2:
        return float("nan")
    alone = share * (1 - share) / (n - 1)
    if alone <= 1e-15 or variance <= 1e-12 * alone:
        return min(equal, n)
    return min(float(n), n * alone / variance)


def shortened(worth: npt.ArrayLike, n: npt.ArrayLike, df: npt.ArrayLike, confidence: float) -> Array:
    """Shorten what an interval takes for n by what few clusters cost, (t(n−1)/t(df))²; Korn & Graubard 1998."""
    many, few = (np.maximum(np.asarray(one, float), 1) for one in (np.asarray(n, float) - 1, df))
    found: Array = (
        np.asarray(worth, float) * (t_quantile(confidence, many) / t_quantile(confidence, few)) ** 2
    )
    return found


@dataclass(frozen=True)
class Mean:
    """A weighted mean with what its interval needs.

    Attributes
    ----------
    value, se, sd : float
        Mean, its standard error, and the standard deviation between people.
    n : int
        People with a weight above 0.
    n_effective : float
        Kish's.
    df : int
        Clusters (or people) less strata.
    """

    value: float
    se: float
    sd: float
    n: int
    n_effective: float
    df: int

    def limits(self, confidence: float) -> tuple[float, float]:
        """Value ± t(df)·se; missing where nothing varies, as for a mean without weights."""
        from ..inference import is_constant

        if self.df < 1 or bool(is_constant(self.sd, self.value)):
            return float("nan"), float("nan")
        half = float(t_quantile(confidence, self.df)) * self.se
        return self.value - half, self.value + half


def mean_of(values: Array, design: dict[str, npt.NDArray[Any]]) -> Mean:
    """Weighted mean of the values of people; who has weight 0 counts as drawn, not as one of those meant.

    So a group's mean is that of all with the weights of others set to 0, which is how groups are to be computed
    (Cochran 1977, *Sampling Techniques*, §2.12).
    """
    weight = np.asarray(design[WEIGHT], float)
    inside = weight > 0
    n, total = int(inside.sum()), float(weight.sum())
    if not n:
        return Mean(float("nan"), float("nan"), float("nan"), 0, float("nan"), 0)
    value = float(weight @ values) / total
    z = weight * (values - value) / total
    strata = design.get(STRATUM)
    clusters = design.get(CLUSTER)
    variance, df = 0.0, 0
    for stratum in [None] if strata is None else sorted(set(strata.tolist()), key=str):
        here = np.ones(len(z), bool) if stratum is None else strata == stratum
        units, shown = _units(z[here], inside[here], None if clusters is None else clusters[here])
        variance += float(
            stratum_covariance(units.sum(keepdims=True), np.array([[units @ units]]), len(units), stratum)[
                0, 0
            ]
        )
        df += shown - (shown > 0)
    spread = float(weight @ (values - value) ** 2) / total
    sd = float(np.sqrt(n / (n - 1) * spread)) if n > 1 else float("nan")
    se = float(np.sqrt(max(0.0, variance))) if df else float("nan")
    return Mean(value, se, sd, n, kish(weight), df)


def _units(z: Array, inside: npt.NDArray[np.bool_], clusters: Any) -> tuple[Array, int]:
    """Sum of z in each unit that was drawn, and how many of them have anybody inside."""
    if clusters is None:
        return z, int(inside.sum())
    _, at = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)
    count = int(at.max(initial=-1)) + 1
    totals: Array = np.bincount(at, z, count).astype(float)
    return totals, int((np.bincount(at, inside, count) > 0).sum())
