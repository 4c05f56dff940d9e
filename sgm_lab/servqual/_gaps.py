"""Gaps of dimensions and items, and SERVPERF: always paired within a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError, Sentence, check_share
from ..inference import Array, holm, mean_interval, t_test, two_sided
from ..sampling.design import WEIGHT
from ..sampling.variance import mean_of
from ._people import People, cells, people
from ._ranks import signed_rank_p
from ._rows import SIDES, Level

__all__ = ["gaps", "gaps_from_summary", "performance"]


def gaps(
    answers: Any,
    level: Level = "dimension",
    by: str | Sequence[str] | None = None,
    *,
    scale: tuple[float, float] = (1, 7),
    confidence: float = 0.95,
    weights: Any = None,
) -> pd.DataFrame:
    """Gap of each dimension or item, with a paired interval and test.

    Parameters
    ----------
    answers : table
        Tidy answers (pandas, Polars, PyArrow, DuckDB, PySpark): respondent, item, dimension, expectation, perception;
        missing answers empty. With a column ``wave`` not named in `by`, a person counts once in each wave.
    level : {"dimension", "item"}
        A dimension is first averaged within each person.
    by : str or sequence of str, optional
        Columns that split the table, for instance ``"wave"``.
    scale : tuple
        Lowest and highest answer.
    confidence : float
        Level of the intervals.
    weights : str, Series or Design, optional
        Column of survey weights, or one number a row; with clusters and strata a `sgm_lab.sampling.Design`.

    Returns
    -------
    pandas.DataFrame
        Index dimension or item (+ by). Columns n (persons), expectation, perception, gap, sd (of the gap between
        persons), ci_low, ci_high, t, df, p, dz, p_holm (Holm over the rows of one group), wilcoxon_p (exact for up to
        50 persons whose gaps all differ and are not 0, else the normal approximation, which is rough below some 15).
        A test is missing where n is 1 or everybody has the same gap. ``attrs["left_out"]`` counts, for each row, the
        persons of the group who answered too little; ``attrs["notes"]`` says what was noticed. With `weights` a column
        n_effective (Kish) in place of wilcoxon_p, which has no weighted form in use.

    Raises
    ------
    DataError
        If a column is missing, an answer is no number or off the scale, or a person answered an item twice.
    ArgumentError
        If an argument is not one of those above.

    Notes
    -----
    gap = perception − expectation, per person and item. A person counts in a dimension with at least half of its items
    answered on both sides. Interval: mean ± t(n−1)·sd/√n; dz = mean/sd. Weighted: mean ± t(df)·se with Taylor's se and
    df persons (or clusters) less strata.

    References
    ----------
    Parasuraman, Zeithaml & Berry (1988), *J. Retailing* 64(1):12–40.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "respondent": [1, 2, 3], "item": 5, "dimension": "reliability",
    ...     "expectation": [7, 6, 7], "perception": [5, 5, 4],
    ... })
    >>> gaps(answers)[["n", "gap", "sd", "t", "p"]].round(3)
                 n  gap   sd      t      p
    dimension
    reliability  3 -2.0  1.0 -3.464  0.074
    """
    check_share("confidence", confidence)
    if weights is not None:
        persons = people(answers, SIDES, level=level, by=by, scale=scale, weights=weights)
        return _weighted(persons, persons.with_gap(), ("expectation", "perception", "gap"), confidence)
    found = cells(answers, SIDES, level=level, by=by, scale=scale)
    gap = found.means["perception"] - found.means["expectation"]
    expectation, perception = (found.average(found.means[side]) for side in SIDES)
    figures = _figures(found.n, expectation, perception, found.spread(gap), confidence)
    if found.by:
        groups = pd.Series(figures["p"], found.index).groupby(level=found.by, observed=True)
        figures["p_holm"] = groups.transform(holm).to_numpy()
    wilcoxon = signed_rank_p(gap, found.times, found.at, len(found.n))
    figures["wilcoxon_p"] = np.where(np.isnan(figures["t"]), np.nan, wilcoxon)
    return found.table(figures, figures["ci_low"])


def gaps_from_summary(
    n: npt.ArrayLike,
    expectation: npt.ArrayLike,
    perception: npt.ArrayLike,
    sd: npt.ArrayLike,
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Gaps from a table printed in a paper: n, the two means and the standard deviation of the gap.

    Parameters
    ----------
    n : int or array
        Persons behind each row.
    expectation, perception : array, shape (rows,)
        Means.
    sd : array, shape (rows,)
        Standard deviation *of the gap between persons* (not of the answers); ``nan`` where it is not printed.
    confidence : float
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        The columns of `gaps` without wilcoxon_p, which needs the persons. Indexed like the first Series given.

    Raises
    ------
    ArgumentError
        If lengths differ, n is no whole number, or an sd is negative.

    Examples
    --------
    >>> gaps_from_summary(300, [4.08], [3.36], [1.2])[["gap", "ci_low", "ci_high", "t"]].round(2)
        gap  ci_low  ci_high      t
    0 -0.72   -0.86    -0.58 -10.39
    """
    check_share("confidence", confidence)
    given = {"n": n, "expectation": expectation, "perception": perception, "sd": sd}
    index = next((value.index for value in given.values() if isinstance(value, pd.Series)), None)
    arrays = {name: np.atleast_1d(np.asarray(value, float)) for name, value in given.items()}
    rows = max(map(len, arrays.values())) if all(map(len, arrays.values())) else 0
    if any(len(values) not in (rows, 1) for values in arrays.values()):
        raise ArgumentError("servqual.summary_length", lengths=[len(values) for values in arrays.values()])
    n, expectation, perception, sd = (np.broadcast_to(v if rows else v[:0], rows) for v in arrays.values())
    for value in n[~((n >= 0) & (n == np.floor(n)))]:
        raise ArgumentError("servqual.summary_n", value=Sentence(f"{value:g}"))
    for value in sd[sd < 0]:
        raise ArgumentError("servqual.summary_sd", value=Sentence(f"{value:g}"))

    return pd.DataFrame(_figures(n, expectation, perception, sd, confidence), index)


def _figures(
    n: npt.NDArray[Any], expectation: Array, perception: Array, sd: Array, confidence: float
) -> dict[str, npt.NDArray[Any]]:
    """Columns of `gaps` that follow from a mean and the spread of the gap between persons."""
    gap, whole = perception - expectation, n.astype(np.int64)
    low, high = mean_interval(gap, sd, n, confidence)
    statistic, p, dz = t_test(gap, sd, n)
    return {
        "n": whole, "expectation": expectation, "perception": perception, "gap": gap, "sd": sd, "ci_low": low,
        "ci_high": high, "t": statistic, "df": whole - 1, "p": p, "dz": dz, "p_holm": holm(p),
    }  # fmt: skip


def _weighted(found: People, rows: pd.DataFrame, names: tuple[str, ...], confidence: float) -> pd.DataFrame:
    """Weighted means with the interval, and for a gap the test, of the last of them."""
    made, index, last = [], [], names[-1]
    for _, everyone in rows.groupby(found.level, observed=True):
        beside = {column: everyone[column].to_numpy() for column in found.drawn}
        places = everyone.groupby(found.keys, observed=True).indices
        for key, place in places.items():
            inside = np.zeros(len(everyone))
            inside[place] = beside[WEIGHT][
                place
            ]  # those of other groups were drawn too, and weigh nothing here
            design = beside | {WEIGHT: inside}
            means = {name: mean_of(everyone[name].to_numpy(float), design) for name in names}
            one = means[last]
            low, high = one.limits(confidence)
            row = {"n": one.n, **{name: mean.value for name, mean in means.items()}, "sd": one.sd,
                   "ci_low": low, "ci_high": high}  # fmt: skip
            if last == "gap":
                t = one.value / one.se if low == low else np.nan
                row |= {"t": t, "df": one.df, "p": float(two_sided(t, one.df)),
                        "dz": one.value / one.sd if low == low else np.nan}  # fmt: skip
            made.append(row | {"n_effective": one.n_effective})
            index.append(key if isinstance(key, tuple) else (key,))
    labels = pd.MultiIndex.from_tuples(index, names=found.keys)
    tested = ("t", "df", "p", "dz") if last == "gap" else ()
    columns = ["n", *names, "sd", "ci_low", "ci_high", *tested, "n_effective"]
    named = labels if found.by else labels.get_level_values(0)
    # Where nobody answered, there is nothing to tell the columns by.
    table = pd.DataFrame(made, named, columns, dtype=None if made else float).sort_index()
    if last == "gap":
        behind = list(table).index("dz") + 1
        groups = table.groupby(level=found.by, observed=True)["p"] if found.by else None
        table.insert(behind, "p_holm", holm(table["p"]) if groups is None else groups.transform(holm))
    return found.finish(table, ((table["n"] > 1) & table["ci_low"].isna()).to_numpy())


def performance(
    answers: Any,
    level: Level = "dimension",
    by: str | Sequence[str] | None = None,
    *,
    scale: tuple[float, float] = (1, 7),
    confidence: float = 0.95,
    weights: Any = None,
) -> pd.DataFrame:
    """SERVPERF: mean perception, expectations left aside.

    Parameters
    ----------
    answers, level, by, scale, confidence, weights
        As in `gaps`; no column expectation is needed.

    Returns
    -------
    pandas.DataFrame
        Index dimension or item (+ by); columns n, perception, sd, ci_low, ci_high; with `weights` n_effective.

    Raises
    ------
    DataError, ArgumentError
        As in `gaps`.

    References
    ----------
    Cronin & Taylor (1992), *J. Marketing* 56(3):55–68.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame(
    ...     {"respondent": [1, 2, 3], "item": 5, "dimension": "reliability", "perception": [5, 5, 4]}
    ... )
    >>> performance(answers).round(2)
                 n  perception    sd  ci_low  ci_high
    dimension
    reliability  3        4.67  0.58    3.23      6.1
    """
    check_share("confidence", confidence)
    if weights is not None:
        persons = people(answers, ["perception"], level=level, by=by, scale=scale, weights=weights)
        return _weighted(persons, persons.table, ("perception",), confidence)
    found = cells(answers, ["perception"], level=level, by=by, scale=scale)
    mean, sd = found.average(found.means["perception"]), found.spread(found.means["perception"])
    low, high = mean_interval(mean, sd, found.n, confidence)
    figures = {"n": found.n.astype(np.int64), "perception": mean, "sd": sd, "ci_low": low, "ci_high": high}
    return found.table(figures, low)
