"""Kano, how sure a verdict is: which category is truly on top, whether it is ahead, whether there is any at all."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ._counts import as_counts, ratio
from ._table import LETTERS

__all__ = ["ahead", "certainty", "fong", "uniformity"]

_NODES = 501  # of the integral: certainty is then good to four digits
_Floats = npt.NDArray[np.float64]


def certainty(counts: Any) -> pd.DataFrame:
    r"""Probability that each category is truly on top.

    Parameters
    ----------
    counts : DataFrame, dict or Series
        As for `classify`.

    Returns
    -------
    DataFrame, same index
        Columns M, O, A, I, R, Q: probability that this category is the largest among all customers, given the
        answers; each row sums to 1, or is missing where n is 0.

    Raises
    ------
    DataError, ArgumentError
        As for `classify`.

    Notes
    -----
    Before the first answer every division of the customers over the six categories counts as equally likely, as
    in Laplace's rule of succession; after counts :math:`k_i` the shares are Dirichlet(:math:`k_i + 1`), that is
    shares of independent gamma variables, and category j is on top with probability
    :math:`\int \prod_{i\ne j} F_i\,dF_j`, computed by the trapezoidal rule. One answer is therefore little
    evidence (.41), five alike are a good deal (.93); with many answers the start no longer counts.

    References
    ----------
    Gelman et al. 2013, *Bayesian Data Analysis*, 3rd ed., section 3.4 (multinomial counts, Dirichlet prior).

    Examples
    --------
    121 against 124 of 296 is close to a coin toss:

    >>> certainty({"M": 15, "O": 24, "A": 121, "I": 124, "R": 6, "Q": 6}).round(1).loc[0, ["A", "I"]].tolist()
    [0.4, 0.6]
    >>> certainty({"M": 1})["M"].round(2).tolist()
    [0.41]
    """
    table = as_counts(counts)
    k = table.to_numpy()
    share = _on_top(k + 1.0)
    share[k.sum(axis=1) == 0] = np.nan
    result = pd.DataFrame(share, index=table.index, columns=list(LETTERS))
    result.attrs = dict(table.attrs)
    return result


def fong(counts: Any) -> pd.DataFrame:
    r"""Test whether the largest category is ahead of the second.

    Parameters
    ----------
    counts : DataFrame, dict or Series
        As for `classify`.

    Returns
    -------
    DataFrame, same index
        ``difference`` a − b of the two largest, Q left out; ``critical``; ``significant`` (boolean, missing
        where there is no answer but Q).

    Raises
    ------
    DataError, ArgumentError
        As for `classify`.

    Notes
    -----
    Not significant where :math:`|a-b| < 1.65\sqrt{(a+b)(2n-a-b)/(2n)}`, with Q in n.

    References
    ----------
    Fong 1996.

    Examples
    --------
    >>> fong({"Hotline": {"M": 15, "O": 24, "A": 121, "I": 124, "R": 6, "Q": 6}}).round(1)
             difference  critical  significant
    Hotline           3      19.8        False
    """
    return ahead(as_counts(counts))


def ahead(table: pd.DataFrame) -> pd.DataFrame:
    """`fong` of counts that have been read; weighted ones are no whole numbers."""
    k = table.to_numpy()
    n = k.sum(axis=1)
    second, first = np.sort(k[:, :5], axis=1)[:, -2:].T
    both = first + second
    critical = 1.65 * np.sqrt(ratio(both * (2.0 * n - both), 2 * n))
    significant = pd.Series(first - second >= critical, dtype="boolean").mask(both == 0)
    columns = {"difference": first - second, "critical": critical, "significant": significant.array}
    return pd.DataFrame(columns, index=table.index)


def uniformity(counts: Any) -> pd.DataFrame:
    """Test whether M, O, A and I are chosen equally often: whether there is anything to classify at all.

    Parameters
    ----------
    counts : DataFrame, dict or Series
        As for `classify`; R and Q are left out.

    Returns
    -------
    DataFrame, same index
        ``chi2``, ``df`` (3), ``p``, and ``n``, the base M+O+A+I; missing where it is 0.

    Raises
    ------
    DataError, ArgumentError
        As for `classify`.

    Notes
    -----
    Goodness of fit, χ² = Σ(observed − n/4)²/(n/4).

    Examples
    --------
    >>> uniformity({"Service app": {"M": 95, "O": 123, "A": 45, "I": 33}})["chi2"].round(2).tolist()
    [72.49]
    """
    from scipy.special import chdtrc

    table = as_counts(counts)
    k = table.to_numpy()[:, :4]
    n = k.sum(axis=1)
    some = n > 0
    chi2, p = np.full(len(k), np.nan), np.full(len(k), np.nan)
    if some.any():
        even = n[some, None] / 4
        chi2[some] = ((k[some] - even) ** 2 / even).sum(axis=1)
        p[some] = chdtrc(3, chi2[some])
    return pd.DataFrame({"chi2": chi2, "df": 3, "p": p, "n": n}, index=table.index)


def _on_top(shape: _Floats) -> _Floats:
    """Probability of each of a row's gamma variables to be the largest; without SciPy, which pages load late."""
    spread = np.sqrt(shape)
    begin = np.maximum(
        (shape - 9 * spread).max(axis=1, keepdims=True), 1e-12
    )  # below it the largest never is
    end = (shape + 12 * spread).max(axis=1, keepdims=True)
    at = (begin + (end - begin) * np.linspace(0, 1, _NODES))[:, None, :]
    constant = np.vectorize(math.lgamma, otypes=[float])(shape)
    density = np.exp((shape[..., None] - 1) * np.log(at) - at - constant[..., None])
    slices = (density[..., 1:] + density[..., :-1]) / 2 * (at[..., 1:] - at[..., :-1])
    above = np.zeros_like(density)
    above[..., :-1] = slices[..., ::-1].cumsum(axis=-1)[..., ::-1]
    below = np.clip(1 - above, 0, 1)
    others = [np.delete(below, own, axis=1).prod(axis=1) for own in range(shape.shape[1])]
    share = np.asarray(np.trapezoid(density * np.stack(others, axis=1), at, axis=-1), float)
    return np.asarray(share / share.sum(axis=1, keepdims=True), float)
