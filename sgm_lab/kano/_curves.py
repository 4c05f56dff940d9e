"""Kano beyond the label: continuous scores, satisfaction curves, stated importance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError, check_between
from ..inference import mean_interval
from ._counts import ratio
from ._raw import as_list, count_groups
from ._table import as_numbers, complain
from ._tally import cells

__all__ = ["continuous", "importance", "satisfaction_curve"]

_FUNCTIONAL = np.array([4.0, 2.0, 0.0, -1.0, -2.0])
_DYSFUNCTIONAL = _FUNCTIONAL[::-1]
_CUT, _REVERSE = 2.0, -1.0


def continuous(answers: Any, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Place each feature on DuMouchel's two continuous scales.

    Parameters
    ----------
    answers : table
        As for `tally`, or the result of `cells`.
    by : str or sequence of str, optional
        Columns to split by.

    Returns
    -------
    DataFrame, index feature (and `by`)
        ``functional``, ``dysfunctional``: means, −2 to 4; ``functional_sd``, ``dysfunctional_sd`` (n − 1);
        ``n``; ``category``. Missing where there are too few answers. Look at the SD: one mean can hide two camps.

    Raises
    ------
    DataError, ArgumentError
        As for `cells`.

    Notes
    -----
    Like … dislike score 4, 2, 0, −1, −2 for the functional answer and −2, −1, 0, 2, 4 for the dysfunctional.
    A mean is high above 2 and reverse below −1 (where the scale, halved on its negative side, has its mirrored
    cut); O: both high; A: functional high; M: dysfunctional high; I: neither. A reverse mean gives Q where the
    other is high, since the feature is then liked, or disliked, both ways, and R otherwise. These cuts give
    every single pair of answers the category it has in Berger's table.

    References
    ----------
    DuMouchel in Berger et al. 1993, *Center for Quality of Management Journal* 2(4):3–36.

    Examples
    --------
    >>> two = pd.DataFrame({"feature": ["wait"] * 2, "functional": [1, 2], "dysfunctional": [5, 5]})
    >>> continuous(two)[["functional", "dysfunctional", "category"]]
             functional  dysfunctional category
    feature
    wait            3.0            4.0        O
    """
    joint = cells(answers, by)
    k = joint.to_numpy(dtype=float).reshape(-1, 5, 5)
    f, f_sd = _moments(k.sum(axis=2), _FUNCTIONAL)
    d, d_sd = _moments(k.sum(axis=1), _DYSFUNCTIONAL)
    result = pd.DataFrame(
        {
            "functional": f,
            "dysfunctional": d,
            "functional_sd": f_sd,
            "dysfunctional_sd": d_sd,
            "n": joint.sum(axis=1).to_numpy(),
            "category": [_region(*means) for means in zip(f, d, strict=True)],
        },
        index=joint.index,
    )
    result.attrs = {**joint.attrs, "cut": _CUT}
    return result


def _moments(
    k: npt.NDArray[np.float64], scores: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Mean and sample SD of scores counted k times, one row a feature."""
    n = k.sum(axis=1)
    mean = ratio(k @ scores, n)
    squares = (k * (scores - np.where(n > 0, mean, 0)[:, None]) ** 2).sum(axis=1)
    return mean, np.sqrt(ratio(squares, n - 1))


def _region(f: float, d: float) -> str | None:
    if math.isnan(f):
        return None
    if f < _REVERSE or d < _REVERSE:
        return "Q" if max(f, d) > _CUT else "R"
    return {(True, True): "O", (True, False): "A", (False, True): "M", (False, False): "I"}[
        f > _CUT, d > _CUT
    ]


def satisfaction_curve(
    better: float, worse: float, category: str, x: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    r"""Satisfaction as a feature is fulfilled more and more.

    Parameters
    ----------
    better, worse : float
        CS = Better (0–1) and DS = Worse (−1–0) of the feature.
    category : {"O", "A", "M", "I"}
        Shape of the curve.
    x : array_like
        Degree of fulfilment, 0–1.

    Returns
    -------
    ndarray, shape of `x`
        Satisfaction, −1 to 1: `worse` at x = 0, `better` at x = 1; missing where either is missing.

    Raises
    ------
    ArgumentError
        A value out of range, or a category that has no curve (R, Q, a tie).

    Notes
    -----
    One-dimensional :math:`S=(CS-DS)x+DS`; attractive
    :math:`S=\frac{CS-DS}{e-1}e^x-\frac{CS-e\,DS}{e-1}`; must-be
    :math:`S=-\frac{e(CS-DS)}{e-1}e^{-x}+\frac{e\,CS-DS}{e-1}`. The source has no curve for indifferent: it is
    drawn as the straight line, which is nearly flat because Better and Worse are then both small.

    References
    ----------
    Wang & Ji 2010, *Int. J. Quality & Reliability Management* 27(2):173–184.

    Examples
    --------
    Half fulfilled, an attractive feature lies below the line and a must-be above it:

    >>> [round(float(satisfaction_curve(0.6, -0.4, c, 0.5)), 3) for c in "AOM"]
    [-0.022, 0.1, 0.222]
    """
    if category not in ("O", "A", "M", "I"):
        raise ArgumentError("kano.curve", value=category)
    for name, value, low, high in (("better", better, 0, 1), ("worse", worse, -1, 0)):
        if not (isinstance(value, float) and math.isnan(value)):
            check_between(name, value, low, high)
    at = np.asarray(x, dtype=np.float64)
    for value in at[~((at >= 0) & (at <= 1))]:
        check_between("x", value, 0, 1)
    share = {"A": np.expm1(at) / math.expm1(1), "M": np.expm1(-at) / math.expm1(-1)}.get(category, at)
    # The three formulas are DS + (CS − DS)·g(x), with g rising from 0 to 1.
    return np.asarray(worse + (better - worse) * share)


def importance(
    answers: Any,
    by: str | Sequence[str] | None = None,
    *,
    scale: tuple[float, float] = (1, 9),
    level: float = 0.95,
) -> pd.DataFrame:
    """Mean self-stated importance of each feature, with its t interval.

    Parameters
    ----------
    answers : table
        Columns ``feature``, ``importance`` and those of `by`, in anything Narwhals takes.
    by : str or sequence of str, optional
        Columns to split by.
    scale : (low, high)
        Ends of the scale.
    level : float, 0–1
        Confidence level.

    Returns
    -------
    DataFrame, index feature (and `by`)
        ``importance``, ``sd``, ``ci_low``, ``ci_high``, ``n``; the interval is missing where n < 2.
        ``attrs["incomplete"]``: rows left out because an answer is missing; ``attrs["without_group"]`` and
        ``attrs["notes"]`` as in `cells`.

    Raises
    ------
    DataError, ArgumentError
        As for `cells`.

    Notes
    -----
    Mean ± t(n − 1)·s/√n.

    Examples
    --------
    >>> importance(pd.DataFrame({"feature": ["wait"] * 3, "importance": [6, 7, 8]})).round(2)
             importance   sd  ci_low  ci_high  n
    feature
    wait            7.0  1.0    4.52     9.48  3
    """
    check_between("level", level, 0, 1, open_high=True)
    keys = ["feature", *as_list(by)]
    if len({*keys, "importance"}) <= len(keys):
        raise ArgumentError("kano.by", column=["feature", "importance"])
    groups, said, locate = count_groups(answers, [*keys, "importance"], keys[1:])
    stated = groups["importance"]
    value, missing = as_numbers(stated)
    wrong = np.flatnonzero(~missing & ~((value >= scale[0]) & (value <= scale[1])))
    if wrong.size:
        allowed = f"{scale[0]}–{scale[1]}"
        complain(stated, "importance", wrong, allowed, locate("importance"), groups["__n__"].to_numpy())
    count = groups["__n__"].to_numpy() * ~missing
    value = np.where(missing, 0.0, value)
    sums = pd.DataFrame({"n": count, "x": count * value, "xx": count * value**2})
    each = sums.groupby([groups[key] for key in keys]).sum()
    n = each["n"].to_numpy()
    mean = ratio(each["x"], n)
    sd = np.sqrt(ratio((each["xx"] - each["x"] * mean).clip(lower=0), n - 1))
    low, high = mean_interval(mean, sd, n, level)
    columns = {"importance": mean, "sd": sd, "ci_low": low, "ci_high": high, "n": n.astype(int)}
    result = pd.DataFrame(columns, index=each.index)
    result.attrs = {"level": level, "incomplete": int(groups["__n__"].sum() - n.sum()), **said}
    return result
