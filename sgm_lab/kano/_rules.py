"""Kano, the rules: from category counts to verdicts. Never touches raw rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError, check_between, check_choice
from ..i18n import t
from ..inference import wilson
from ..terms import RULES, Rule
from ._counts import as_counts, better_worse, ratio, read_counts
from ._published import allowed
from ._sure import ahead
from ._table import LETTERS
from ._weighted import limits

__all__ = ["RULES", "Rule", "classify", "compare_rules", "quadrant_lines"]

Cross = float | Literal["mean", "median"]

_Counts = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
_Mask = npt.NDArray[np.bool_]
_EDGE = 1e-9  # keeps 0.06·350 = 21 from being undercut by rounding


def classify(
    counts: Any,
    rule: Rule = "mode",
    threshold: float = 0.06,
    *,
    n: int | Sequence[int] | None = None,
    cross: Cross = 0.5,
    level: float = 0.95,
) -> pd.DataFrame:
    r"""Give each feature its Kano category, with Better, Worse and how sure they are.

    Parameters
    ----------
    counts : DataFrame, dict or Series
        Counts of M, O, A, I, R, Q, one row a feature, as `tally` returns them (weighted too) or as printed in a paper:
        ``{feature: {"M": 12, ...}}``, or one ``{"M": 12, ...}``. Categories not given count 0. Or shares as printed,
        0.91, 91 or ``"91%"``, with the number of people in a column ``n`` or as `n`.
    rule : {"mode", "moai", "blauth", "quadrant"}
        ``"mode"``: largest of all six; a tie is written as one ("M/O").
        ``"moai"``: where the two largest differ by less than ``threshold``·n, the first of M > O > A > I that
        is level with the second largest or above; otherwise as mode (so R or Q well ahead stay visible).
        ``"blauth"``: largest of O, A, M if O+A+M > I+R+Q, else the largest of I, R, Q.
        ``"quadrant"``: Better and \|Worse\| against `cross`; on the line counts as above.
    threshold : float, 0–1
        For ``"moai"``, as a share of n.
    n : int or sequence of int, optional
        How many people answered, for all features or for each, where `counts` are shares.
    cross : float, "mean" or "median"
        For ``"quadrant"``: one value for both axes, or the mean or median over the features.
    level : float, 0.5–1
        Confidence level of the intervals.

    Returns
    -------
    DataFrame, same index
        ``category``; ``runner_up``, the largest of the other letters; ``better``, ``worse``; ``total_strength``;
        ``category_strength``; ``fong_significant`` (boolean); ``better_low``, ``better_high``, ``worse_low``,
        ``worse_high``; ``n``, all six counted; ``category_word``, the category in words. Missing, never 0, where the
        base is empty. Of shares also ``rounding_allows``: every category that the counts may have had before they were
        rounded. Of a weighted tally also ``n_effective``, how many people with equal weights would be as sure (Kish):
        the test rests on so many, the intervals on Taylor's variance. ``attrs`` names rule, threshold or cross, level,
        and the evaluation table where the counts know it. `sgm_lab.charts.quadrant` draws it.

    Raises
    ------
    DataError
        A count is negative, not whole or missing; shares come without n or do not add up.
    ArgumentError
        Unknown rule or column, or a parameter out of range.

    Notes
    -----
    .. math:: Better = \frac{A+O}{A+O+M+I}, \qquad Worse = -\frac{O+M}{A+O+M+I}

    R and Q are not in that base. Total strength is (A+O+M)/n; category strength is the largest less the second
    largest of O, A, M, I, R over n. Better and \|Worse\| are shares of the respondents in that base, so their
    intervals are Wilson's; unlike a bootstrap they hold with five answers, and where all answers agree they
    still have a width. Shares become the whole numbers of people nearest to them that add up to n.

    References
    ----------
    Timko in Berger et al. 1993, *Center for Quality of Management Journal* 2(4):3–36.
    Matzler et al. 1996, *J. Product & Brand Management* 5(2):6–18.
    Lee & Newcomb 1997, *CQM Journal* 6(3).
    Fong 1996.
    Wilson 1927, *JASA* 22:209–212.

    Examples
    --------
    The counts of "Hotline" in the README of W. Peter's R package stp25kano (2024-05-11):

    >>> hotline = {"Hotline": {"M": 15, "O": 24, "A": 121, "I": 124, "R": 6, "Q": 6}}
    >>> classify(hotline)[["category", "runner_up", "better", "worse"]].round(3)
            category runner_up  better  worse
    Hotline        I         A   0.511 -0.137
    >>> classify(hotline, rule="moai")["category"].tolist()
    ['A']
    """
    check_between("level", level, 0.5, 1, open_high=True)
    found = read_counts(counts, n)
    table = found.counts
    k = table.to_numpy()
    chosen = _chosen(k, rule, threshold, cross)
    n_all = k.sum(axis=1)
    better, worse = better_worse(k)
    if found.weighted is None:
        base = k[:, :4].sum(axis=1)
        better_low, better_high = wilson(k[:, 1] + k[:, 2], base, level)
        least, most = wilson(k[:, 0] + k[:, 1], base, level)
    else:
        (better_low, better_high), (least, most) = limits(better, -worse, found.weighted, level)
    test = ahead(table)
    categories = written(chosen)
    result = pd.DataFrame(
        {
            "category": categories,
            "runner_up": written(_largest(np.where(chosen, 0, k))),
            "better": better,
            "worse": worse,
            "total_strength": ratio(k[:, :3].sum(axis=1), n_all),
            "category_strength": ratio(test["difference"].to_numpy(), n_all),
            "fong_significant": test["significant"].array,
            "better_low": better_low,
            "better_high": better_high,
            "worse_low": 0.0 - most,
            "worse_high": 0.0 - least,
            "n": n_all if found.weighted is None else found.weighted["n"].to_numpy(),
            "category_word": [worded(one) for one in categories],
        },
        index=table.index,
    )
    if found.weighted is not None:
        result["n_effective"] = found.weighted["n_effective"]
    if found.low is not None:
        result["rounding_allows"] = allowed(
            lambda some: written(_chosen(some, rule, threshold, cross)), found
        )
    settings: dict[str, dict[str, Any]] = {"moai": {"threshold": threshold}, "quadrant": {"cross": cross}}
    result.attrs = table.attrs | {"rule": rule} | settings.get(rule, {}) | {"level": level}
    return result


def compare_rules(counts: Any, threshold: float = 0.06, *, cross: Cross = 0.5) -> pd.DataFrame:
    """Put the verdicts of all four rules side by side.

    Parameters
    ----------
    counts : DataFrame, dict or Series
        As for `classify`.
    threshold, cross
        As for `classify`.

    Returns
    -------
    DataFrame, same index
        One column a rule, and ``disagree``: whether they are not all the same.

    Raises
    ------
    DataError, ArgumentError
        As for `classify`.

    Examples
    --------
    >>> compare_rules({"Loan machine": {"M": 65, "O": 87, "A": 93, "I": 51}})
                 mode moai blauth quadrant  disagree
    Loan machine    A    O      A        O      True
    """
    table = as_counts(counts)
    verdicts: dict[str, list[str | None]] = {
        rule: written(_chosen(table.to_numpy(), rule, threshold, cross)) for rule in get_args(Rule)
    }
    result = pd.DataFrame(verdicts, index=table.index)
    result["disagree"] = [len(set(row)) > 1 for row in zip(*verdicts.values(), strict=True)]
    result.attrs = {**table.attrs, "threshold": threshold, "cross": cross}
    return result


def quadrant_lines(counts: Any, cross: Cross = 0.5) -> tuple[float, float]:
    r"""Where the lines of the rule ``"quadrant"`` lie.

    Parameters
    ----------
    counts, cross
        As for `classify`.

    Returns
    -------
    tuple of float
        Better and \|Worse\|; missing where there are no answers to take them from.

    Examples
    --------
    >>> quadrant_lines({"wait": {"M": 6, "I": 4}, "tea": {"A": 8, "I": 2}}, "mean")
    (0.4, 0.3)
    """
    return lines_of(as_counts(counts).to_numpy(), cross)


# --- the rules ----------------------------------------------------------------------------------------------


def _chosen(k: _Counts, rule: str, threshold: float, cross: Cross) -> _Mask:
    """Letters each feature gets: several for a tie, none for an empty base."""
    if rule == "mode":
        return _largest(k)
    if rule == "moai":
        return _moai(k, threshold)
    if rule == "blauth":
        wanted = np.where(
            (k[:, :3].sum(axis=1) > k[:, 3:].sum(axis=1))[:, None], np.arange(6) < 3, np.arange(6) >= 3
        )
        return _largest(np.where(wanted, k, 0))
    if rule == "quadrant":
        return _quadrant(k, cross)
    raise ArgumentError("errors.choice", name="rule", value=rule, choices=list(RULES))


def _largest(k: _Counts) -> _Mask:
    most = k.max(axis=1, keepdims=True, initial=0)
    return np.asarray((k == most) & (most > 0))


def _moai(k: _Counts, threshold: float) -> _Mask:
    check_between("threshold", threshold, 0, 1)
    second, first = np.sort(k, axis=1)[:, -2:].T
    close = first - second < threshold * k.sum(axis=1) - _EDGE
    level = (k >= second[:, None]) & (np.arange(6) < 4)
    leading = level & (np.cumsum(level, axis=1) == 1)
    settled = close & level.any(axis=1)
    return np.where(settled[:, None], leading, _largest(k))


def _quadrant(k: _Counts, cross: Cross) -> _Mask:
    better, worse = better_worse(k)
    lines = lines_of(k, cross)
    attracts, repels = better >= lines[0] - _EDGE, -worse >= lines[1] - _EDGE
    columns = [~attracts & repels, attracts & repels, attracts & ~repels, ~attracts & ~repels]
    chosen = np.zeros(k.shape, dtype=bool)
    chosen[:, :4] = np.column_stack(columns) & ~np.isnan(better)[:, None]
    return chosen


def lines_of(k: _Counts, cross: Cross) -> tuple[float, float]:
    """Where the quadrant's lines lie: Better, \\|Worse\\|."""
    if not isinstance(cross, str):
        check_between("cross", cross, 0, 1)
        return cross, cross
    check_choice("cross", cross, [0.5, "mean", "median"])
    better, worse = better_worse(k)
    known = [values[~np.isnan(values)] for values in (better, -worse)]
    first, second = (float(getattr(np, cross)(some)) if some.size else math.nan for some in known)
    return first, second


def verdicts(table: pd.DataFrame, rule: str, threshold: float, cross: Cross = 0.5) -> pd.Series[Any]:
    """Category of each row of counts that have been read."""
    return pd.Series(
        written(_chosen(table.to_numpy(), rule, threshold, cross)), index=table.index, dtype=object
    )


def written(chosen: _Mask) -> list[str | None]:
    """Letters of each row, a tie joined by a slash, missing where there is none."""
    letters = np.array(LETTERS)
    return ["/".join(letters[row]) or None for row in chosen]


def worded(category: str | None) -> str | None:
    """Category in words, a tie joined by a slash."""
    return category and "/".join(t(f"common.category.{letter}") for letter in category.split("/"))
