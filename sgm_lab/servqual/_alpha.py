"""Cronbach's alpha with its interval: do the items of a dimension ask about the same thing?

Everything follows from the covariance matrix and n, so a matrix printed in a paper can be analysed too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..errors import ArgumentError, DataError, check_share, listing
from ..i18n import t
from ..inference import is_constant
from ..numbers import number
from ._moments import Moments, moments_of, read_moments

__all__ = ["Alpha", "alpha", "alpha_from_covariance", "alpha_interval", "alpha_of"]

# Upper ends of the verdicts; rules of thumb for group comparisons, not laws.
_VERDICTS = ((0.0, "negative"), (0.6, "low"), (0.7, "fair"), (0.95, "good"), (math.inf, "redundant"))
_FEW, _WIDE = 10, 5  # people among whom an item may spread like their numbers; times the spread of the others
_ALIKE = 1 - 1e-12  # all items answered alike, up to the last bit


@dataclass(frozen=True, eq=False)
class Alpha:
    """Cronbach's alpha and what it rests on.

    Attributes
    ----------
    alpha, low, high : float
        Alpha and its Feldt interval; ``nan`` where it cannot be computed, see `reason`.
    standardised : float
        Alpha of the standardised items.
    average_r : float
        Mean correlation between two items.
    n, k : int
        Persons who answered every item, and items.
    items : pandas.DataFrame
        Index item; columns mean, sd, r (correlation with the total of the *other* items), alpha_if_dropped.
    left_out : int
        Persons left out because an answer is missing.
    confidence : float
        Level of the interval.
    reason : str
        Why there is no alpha; empty where there is one.
    n_effective : float
        How many people with equal weights would be as sure; n without weights.
    """

    alpha: float
    low: float
    high: float
    standardised: float
    average_r: float
    n: int
    k: int
    items: pd.DataFrame
    left_out: int = 0
    confidence: float = 0.95
    reason: str = ""
    n_effective: float = math.nan

    @property
    def value(self) -> float:
        """Alpha, under the name every estimate has."""
        return self.alpha

    @property
    def verdict(self) -> str:
        """One of "unknown", "negative", "low", "fair" (from .6), "good" (from .7), "redundant" (from .95)."""
        return _verdict(self.alpha)

    @property
    def verdict_text(self) -> str:
        """The verdict in words, the items that run against the rest, and the columns that hardly look like items."""
        return t(f"servqual.alpha_verdict.{self.verdict}") + self.against_text + self.apart_text

    @property
    def against(self) -> tuple[Any, ...]:
        """Items that run against the rest (r below 0), of at least three: an alpha can be good in spite of one."""
        return tuple(self.items.index[(self.items["r"] < 0).to_numpy()]) if self.k > 2 else ()

    @property
    def against_text(self) -> str:
        """What to do about the items that run against the rest; empty where there is none."""
        return "".join(
            t("servqual.alpha_against", item=item, r=number(r, ".2f"), without=f"{without:.2f}")
            for item, r, without in self.items.loc[list(self.against), ["r", "alpha_if_dropped"]].itertuples()
        )

    @property
    def apart(self) -> tuple[Any, ...]:
        """Columns that spread like the numbers 1 to n, or five times as far as the rest: as numbers of people do."""
        sd, others = self.items["sd"].to_numpy(), self._sd_of_others()
        numbered = np.isclose(12 * sd**2, self.n * (self.n + 1), rtol=1e-9, atol=0) & (self.n >= _FEW)
        return tuple(self.items.index[numbered | (sd > _WIDE * others)])

    @property
    def apart_text(self) -> str:
        """What to do about the columns that hardly look like items; empty where there is none."""
        others = pd.Series(self._sd_of_others(), self.items.index)
        return "".join(
            t(
                "servqual.alpha_apart",
                item=item,
                sd=f"{self.items.loc[item, 'sd']:.3g}",
                others=f"{others[item]:.3g}",
            )
            for item in self.apart
        )

    def _sd_of_others(self) -> Any:
        """Middle standard deviation of the other items, for each item."""
        sd = self.items["sd"].to_numpy(float)
        return np.array([np.median(np.delete(sd, at)) if len(sd) > 1 else np.nan for at in range(len(sd))])

    def __float__(self) -> float:
        return self.alpha


def alpha_interval(alpha: float, n: float, k: int, confidence: float = 0.95) -> tuple[float, float]:
    """Feldt's interval for an alpha read from a paper.

    Parameters
    ----------
    alpha : float
        The printed alpha.
    n, k : int
        Persons and items.
    confidence : float
        Confidence level.

    Returns
    -------
    tuple of float
        Lower and upper limit; missing for an alpha of 1, where the formula has no width and the data no chance to tell.

    Raises
    ------
    ArgumentError
        If alpha is above 1, or n or k below 2.

    Notes
    -----
    1 − (1−α)·F with F the upper and lower quantile of F(n−1, (n−1)(k−1)).

    References
    ----------
    Feldt, Woodruff & Salih (1987), *Applied Psychological Measurement* 11(1):93–103.

    Examples
    --------
    >>> [round(limit, 7) for limit in alpha_interval(0.913, n=873, k=20)]
    [0.9044024, 0.9211588]
    """
    from scipy.special import fdtri

    check_share("confidence", confidence)
    if not (alpha <= 1 and n >= 2 and k >= 2):
        raise ArgumentError("servqual.interval", alpha=alpha, n=n, k=k)
    if alpha > _ALIKE:
        return math.nan, math.nan
    tails = [(1 + confidence) / 2, (1 - confidence) / 2]
    low, high = (float(1 - (1 - alpha) * fdtri(n - 1, (n - 1) * (k - 1), tail)) for tail in tails)
    return low, high


def alpha(items: Any, *, confidence: float = 0.95, weights: Any = None) -> Alpha:
    """Cronbach's alpha of a scale.

    Parameters
    ----------
    items : DataFrame, shape (persons, items)
        One row a person, one numeric column an item; pandas, Polars, PyArrow, DuckDB, Ibis or PySpark, summed up where
        it lives. Rows with a missing answer are left out and counted.
    confidence : float
        Level of the Feldt interval.
    weights : str or sequence of float, optional
        Survey weights: a column of `items`, or one number a person.

    Returns
    -------
    Alpha
        With ``reason`` in words, and ``nan``, where nobody or one person is complete or an item does not vary.

    Raises
    ------
    DataError
        If there are fewer than two columns, a cell is no number, or a column is plainly not an item.

    Notes
    -----
    α = k/(k−1)·(1−Σs²ᵢ/s²ₜ); standardised k·r̄/(1+(k−1)·r̄). The interval takes n *after* incomplete rows have gone;
    weighted, Kish's effective n, and the covariances are weighted ones.

    References
    ----------
    Feldt, Woodruff & Salih (1987), *Applied Psychological Measurement* 11(1):93–103.

    Examples
    --------
    >>> import pandas as pd
    >>> three = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 1, 4, 3], "c": [1, 3, 3, 4]})
    >>> result = alpha(three)
    >>> round(result.alpha, 3), result.n, result.verdict
    (0.824, 4, 'good')
    >>> alpha(three.assign(d=[3, 2, 3, 1])).against
    ('d',)
    >>> round(alpha(three, weights=[1, 2, 2, 1]).alpha, 3)
    0.771
    """
    check_share("confidence", confidence)
    of = read_moments(items, weights)
    if len(of.means) < 2:
        raise DataError("servqual.alpha_items", k=len(of.means))
    return _of_moments(of, confidence)


def alpha_from_covariance(covariance: pd.DataFrame, n: int, *, confidence: float = 0.95) -> Alpha:
    """Cronbach's alpha from a covariance matrix and n.

    Parameters
    ----------
    covariance : pandas.DataFrame or array, shape (items, items)
        Sample covariances (or correlations), named by item.
    n : int
        Persons.
    confidence : float
        Level of the Feldt interval.

    Returns
    -------
    Alpha
        As from `alpha`; the item means are missing.

    Raises
    ------
    DataError
        If there are fewer than two items, or the matrix is none of covariances: not square, not symmetric, not finite.

    Examples
    --------
    >>> import pandas as pd
    >>> r = pd.DataFrame([[1, 0.5], [0.5, 1]], index=["a", "b"], columns=["a", "b"])
    >>> round(alpha_from_covariance(r, n=50).alpha, 4)
    0.6667
    """
    check_share("confidence", confidence)
    covariance = _covariances(covariance)
    if len(covariance) < 2:
        raise DataError("servqual.alpha_items", k=len(covariance))
    return _from_covariance(covariance, n, pd.Series(np.nan, covariance.index), 0, confidence)


def _verdict(value: float) -> str:
    if math.isnan(value):
        return "unknown"
    return next(name for end, name in _VERDICTS if value < end)


def alpha_of(table: pd.DataFrame, confidence: float) -> Alpha:
    """Alpha of a wide table that has been read; persons with a gap are left out."""
    return _of_moments(moments_of(table), confidence)


def _of_moments(of: Moments, confidence: float) -> Alpha:
    n, k = of.n, len(of.means)
    if n < 2 or k < 2:
        key = "servqual.alpha_reason.few_rows" if k >= 2 else "servqual.alpha_reason.few_items"
        sd = pd.Series(np.nan, of.means.index)
        return _no_alpha(t(key, n=n, k=k), of.means, sd, n, of.left_out, confidence)
    return _from_covariance(of.covariance, n, of.means, of.left_out, confidence, of.worth)


def _covariances(given: Any) -> pd.DataFrame:
    """Return a matrix of covariances, or say why it is none."""
    try:
        table = pd.DataFrame(given).astype(float)
    except (TypeError, ValueError) as cause:
        raise DataError("servqual.covariance_numbers") from cause
    matrix = table.to_numpy()
    if matrix.shape[0] != matrix.shape[1]:
        raise DataError("servqual.covariance_square", rows=matrix.shape[0], columns=matrix.shape[1])
    if not np.isfinite(matrix).all() or (np.diag(matrix) < 0).any():
        raise DataError("servqual.covariance_numbers")
    # Printed to two or three digits, both halves round alike: what differs is a slip.
    apart = np.argwhere(~np.isclose(matrix, matrix.T, rtol=1e-6, atol=1e-9))
    for row, column in apart[:1].tolist():
        raise DataError(
            "servqual.covariance_sides", row=table.index[row], column=table.columns[column],
            value=f"{matrix[row, column]:g}", other=f"{matrix[column, row]:g}",
        )  # fmt: skip
    return table


def _from_covariance(
    covariance: pd.DataFrame,
    n: int,
    means: pd.Series[float],
    left_out: int,
    confidence: float,
    worth: float | None = None,
) -> Alpha:
    worth = n if worth is None else worth
    matrix = covariance.to_numpy(float)
    k = len(matrix)
    variance, with_total, total = np.diag(matrix), matrix.sum(axis=1), float(matrix.sum())
    sd = np.sqrt(variance)
    constant = is_constant(sd, means.fillna(1))
    if constant.any():
        reason = t("servqual.alpha_reason.constant", items=listing(covariance.index[constant]))
        return _no_alpha(reason, means, pd.Series(sd, covariance.index), n, left_out, confidence)
    if is_constant(np.sqrt(max(total, 0.0)), float(sd.sum())):
        reason = t("servqual.alpha_reason.no_total")
        return _no_alpha(reason, means, pd.Series(sd, covariance.index), n, left_out, confidence)

    value = k / (k - 1) * (1 - variance.sum() / total)
    average_r = float((matrix / np.outer(sd, sd))[~np.eye(k, dtype=bool)].mean())
    rest = total - 2 * with_total + variance  # variance of the total of the other items
    varies = ~is_constant(np.sqrt(np.maximum(rest, 0)), sd.sum())
    rest = np.where(varies, rest, np.nan)
    dropped = (k - 1) / (k - 2) * (1 - (variance.sum() - variance) / rest) if k > 2 else np.full(k, np.nan)
    low, high = alpha_interval(min(value, 1.0), max(worth, 2), k, confidence)
    items = pd.DataFrame(
        {
            "mean": means,
            "sd": sd,
            "r": (with_total - variance) / (sd * np.sqrt(rest)),
            "alpha_if_dropped": dropped,
        },
        index=covariance.index.rename("item"),
    )
    standardised = k * average_r / (1 + (k - 1) * average_r) if average_r > -1 / (k - 1) else math.nan
    return Alpha(
        float(value), low, high, standardised, average_r, n, k, items, left_out, confidence, n_effective=worth
    )


def _no_alpha(
    reason: str, means: pd.Series[float], sd: pd.Series[float], n: int, left_out: int, confidence: float
) -> Alpha:
    items = pd.DataFrame({"mean": means, "sd": sd, "r": np.nan, "alpha_if_dropped": np.nan})
    items.index.name = "item"
    nan = math.nan
    return Alpha(nan, nan, nan, nan, nan, n, len(means), items, left_out, confidence, reason)
