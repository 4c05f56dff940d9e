"""Kano, second half: from category counts to verdicts with their uncertainty. Never touches raw rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import flat_table
from ..errors import ArgumentError, check_between, check_choice
from ..i18n import t
from ..inference import wilson
from ..terms import RULES, Rule
from ._names import lettered
from ._published import Counted, allowed, counted
from ._table import LETTERS

__all__ = ["RULES", "Rule", "certainty", "classify", "compare_rules", "fong", "quadrant_lines", "uniformity"]

Cross = float | Literal["mean", "median"]

_Counts = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
_Mask = npt.NDArray[np.bool_]
_NODES = 501  # of the integral: certainty is then good to four digits
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
        Counts of M, O, A, I, R, Q, one row a feature, as `tally` returns them or as printed in a paper:
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
        rounded. ``attrs`` names rule, threshold or cross, level, and the evaluation table where the counts know it.
        `sgm_lab.charts.quadrant` draws it.

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
    found = _counted(counts, n)
    table = found.counts
    k = table.to_numpy()
    chosen = _chosen(k, rule, threshold, cross)
    n_all = k.sum(axis=1)
    better, worse = better_worse(k)
    base = k[:, :4].sum(axis=1)
    better_low, better_high = wilson(k[:, 1] + k[:, 2], base, level)
    least, most = wilson(k[:, 0] + k[:, 1], base, level)
    test = fong(table)
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
            "n": n_all,
            "category_word": [worded(one) for one in categories],
        },
        index=table.index,
    )
    if found.low is not None:
        result["rounding_allows"] = allowed(
            lambda some: written(_chosen(some, rule, threshold, cross)), found
        )
    settings: dict[str, dict[str, Any]] = {"moai": {"threshold": threshold}, "quadrant": {"cross": cross}}
    result.attrs = table.attrs | {"rule": rule} | settings.get(rule, {}) | {"level": level}
    return result


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
    table = as_counts(counts)
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


def written(chosen: _Mask) -> list[str | None]:
    """Letters of each row, a tie joined by a slash, missing where there is none."""
    letters = np.array(LETTERS)
    return ["/".join(letters[row]) or None for row in chosen]


def worded(category: str | None) -> str | None:
    """Category in words, a tie joined by a slash."""
    return category and "/".join(t(f"common.category.{letter}") for letter in category.split("/"))


# --- numbers ------------------------------------------------------------------------------------------------


def as_counts(counts: Any) -> pd.DataFrame:
    """Counts in any accepted form as a table of int64 with all six columns."""
    return _counted(counts).counts


def _counted(counts: Any, n: Any = None) -> Counted:
    table = lettered(_as_table(counts))
    unknown = [str(column) for column in table.columns if column not in (*LETTERS, "n")]
    if {"functional", "dysfunctional"} <= set(table.columns):
        raise ArgumentError("kano.counts_raw")
    if not any(letter in table.columns for letter in LETTERS):
        raise ArgumentError("kano.counts_none")
    if len(unknown) == 1 and _names_rows(table, unknown[0]):
        table, unknown = table.set_index(unknown[0]), []
    if unknown:
        raise ArgumentError("kano.counts_columns", unknown=unknown)
    found = counted(table, n)
    found.counts.attrs = dict(table.attrs)
    return found


def _names_rows(table: pd.DataFrame, column: str) -> bool:
    """Whether a column holds the features of a table that was read from a file, where nothing names its rows."""
    names = table[column]
    return (
        isinstance(table.index, pd.RangeIndex)
        and names.is_unique
        and bool(names.map(lambda one: isinstance(one, str) and bool(one.strip())).all())
    )


def _as_table(counts: Any) -> pd.DataFrame:
    counts = flat_table(counts)
    if isinstance(counts, pd.DataFrame):
        return counts
    if isinstance(counts, pd.Series):
        return counts.to_frame().T
    if not isinstance(counts, Mapping):
        raise ArgumentError("kano.counts_kind", type=type(counts).__name__)
    if not any(isinstance(row, Mapping) for row in counts.values()):
        return pd.DataFrame([dict(counts)])
    # A letter a feature does not name is 0; one it names as missing is an error, found later.
    letters = list(dict.fromkeys(letter for row in counts.values() for letter in row))
    rows = [[row.get(letter, 0) for letter in letters] for row in counts.values()]
    return pd.DataFrame(rows, index=list(counts), columns=letters)


def ratio(part: npt.ArrayLike, base: npt.ArrayLike) -> _Floats:
    """Return part/base, missing where the base is empty."""
    top, bottom = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(base, dtype=float))
    result = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=result, where=bottom > 0)
    return result


def better_worse(k: npt.NDArray[Any]) -> tuple[_Floats, _Floats]:
    """Better and Worse of counts whose last axis begins M, O, A, I."""
    m, o, a, i = (k[..., at] for at in range(4))
    base = m + o + a + i
    return ratio(a + o, base), 0.0 - ratio(o + m, base)


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
