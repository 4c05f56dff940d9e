"""Kano, raw rows: one group-by through Narwhals, wherever they live, to the 25-cell table and the counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .._tables import flat_table, written_alike
from ..errors import ArgumentError, DataError
from ._raw import ROWS, count_groups, in_order, index_of, is_joint, keys_of, once_each, require, summed
from ._table import CODES, LETTERS, PAIR, coded, resolve, whole_numbers
from ._weighted import weighed

__all__ = ["cells", "tally"]

_NOTHING: dict[str, Any] = {"incomplete": 0, "without_group": {}, "notes": []}  # is left out


def cells(answers: Any, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Count the 25 pairs of answers of each feature: all that any Kano method needs.

    Parameters
    ----------
    answers : table
        Columns ``feature``, ``functional``, ``dysfunctional`` (1–5) and those of `by`; pandas, Polars (lazy
        too), PyArrow, DuckDB, Ibis, PySpark: counted where it lives. Or the result of `cells`, to sum it up further.
    by : str or sequence of str, optional
        Columns to split by, such as a segment or a wave.

    Returns
    -------
    DataFrame, one row a feature (and group), 25 columns
        Index ``feature`` (and `by`), sorted, or in the order of the questionnaire where `answers` come from
        `sgm_lab.intake.read_kano`; columns (functional, dysfunctional), so that
        ``cells(...).loc[feature].unstack()`` is one feature's 5×5 table. Pairs with a missing answer are not
        counted: ``attrs["incomplete"]`` says how many rows that were. A feature with no complete pair is a
        row of zeros. Answers with a gap in `by` are left out: ``attrs["without_group"]`` counts them for each
        column, and ``attrs["notes"]`` says so.

    Raises
    ------
    DataError
        Answers off the scale: names column, values and how many, and the first row of an eager table. Or answers do
        not say which feature they are about; or a column ``respondent`` says that somebody is in twice (looked for in
        tables in memory, up to a million rows).
    ArgumentError
        Not a table, or a column is missing.

    Examples
    --------
    >>> answers = pd.DataFrame({"feature": ["wait", "wait"], "functional": [1, 1], "dysfunctional": [5, 5]})
    >>> int(cells(answers).loc["wait", (1, 5)])
    2
    """
    keys = keys_of(by)
    if is_joint(answers):
        return _regrouped(answers, keys)

    once_each(answers, keys)
    groups, said, locate = count_groups(answers, [*keys, *PAIR], keys[1:])
    n = groups[ROWS].to_numpy(dtype=np.int64)
    groups = groups.assign(**{key: written_alike(groups[key]) for key in keys[1:]})
    f, d = (coded(groups[column], column, CODES, locate(column), n) for column in PAIR)
    complete = ~(np.isnan(f) | np.isnan(d))
    column = np.where(complete, (f - 1) * 5 + d - 1, 0).astype(int)
    wide = np.zeros((len(groups), 25), dtype=np.int64)
    wide[np.arange(len(groups)), column] = n * complete
    frame = pd.DataFrame(wide, columns=pd.MultiIndex.from_product([CODES, CODES], names=PAIR))
    frame.index = index_of(groups[keys])
    joint = in_order(summed(frame, keys), flat_table(answers))
    joint.attrs = {"incomplete": int(n[~complete].sum()), **said}
    return joint


def tally(
    answers: Any,
    by: str | Sequence[str] | None = None,
    table: str | pd.DataFrame = "berger",
    *,
    weights: Any = None,
) -> pd.DataFrame:
    """Count how many respondents put each feature in each Kano category.

    Parameters
    ----------
    answers : table
        As for `cells`, or the result of `cells` itself (so that several tables need one pass over the rows).
    by : str or sequence of str, optional
        Columns to split by.
    table : str or DataFrame
        Name in `EVALUATION_TABLES`, or a table of one's own in the same form.
    weights : str, Series or Design, optional
        Column of survey weights, or one number a row; with clusters and strata a `sgm_lab.sampling.Design`.

    Returns
    -------
    DataFrame
        Index ``feature`` (and `by`), ordered as in `cells`; columns M, O, A, I, R, Q (int). ``attrs["table"]`` names
        the table; ``attrs["incomplete"]``, ``attrs["without_group"]`` and ``attrs["notes"]`` are as in `cells`. With
        `weights` the six are weighted and add up to ``n``, the people who answered; ``n_effective`` (Kish),
        ``better_n``, ``worse_n`` and ``df`` are what their intervals rest on, and `classify` takes the table as it is.

    Raises
    ------
    DataError, ArgumentError
        As for `cells` and `evaluate`.

    Notes
    -----
    The variance of weighted shares is Taylor's (`sgm_lab.sampling`); ``better_n`` is how many people of a simple random
    sample would know Better as well: base/deff, deff = V·(base − 1)/(p(1 − p)), at most the base.

    References
    ----------
    Berger et al. 1993, *Center for Quality of Management Journal* 2(4):3–36.
    Korn & Graubard 1998, *Survey Methodology* 24:193–201.

    Examples
    --------
    >>> answers = pd.DataFrame({"feature": ["wait"] * 3, "functional": [1, 1, 2], "dysfunctional": [5, 3, 5]})
    >>> tally(answers)
             M  O  A  I  R  Q
    feature
    wait     1  1  1  0  0  0
    >>> tally(answers, weights=[1, 1, 2])[["M", "O", "A", "n", "n_effective"]].round(2)
               M     O     A  n  n_effective
    feature
    wait     1.5  0.75  0.75  3         2.67
    """
    name, letters = resolve(table)
    if weights is not None:
        return weighed(answers, by, name, letters, weights)
    joint = cells(answers, by)
    values = joint.to_numpy(dtype=np.int64)
    absent = letters.ravel() == "."
    if values[:, absent].any():
        codes = [code for code in CODES if letters[code - 1, code - 1] == "."]
        raise DataError("kano.off_table", table=name, codes=codes, count=int(values[:, absent].sum()))
    member = letters.reshape(25, 1) == np.array(LETTERS, dtype=object)
    counts = pd.DataFrame(values @ member.astype(np.int64), index=joint.index, columns=list(LETTERS))
    counts.attrs = {"table": name} | _said(joint)
    return counts


def _regrouped(joint: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    require(keys, list(joint.index.names))
    counts = whole_numbers(joint)
    counts.attrs = {"order": list(joint.index.get_level_values("feature").unique())}
    result = in_order(summed(counts, keys), counts)
    full = pd.MultiIndex.from_product([CODES, CODES], names=PAIR)
    off = joint.columns.difference(full)
    if len(off):
        raise ArgumentError("kano.counts_columns", unknown=[str(column) for column in off])
    result = result.reindex(columns=full, fill_value=0)
    result.attrs = _said(joint)
    return result


def _said(joint: pd.DataFrame) -> Any:
    """What `cells` says of the answers that are not counted."""
    return {key: joint.attrs.get(key, nothing) for key, nothing in _NOTHING.items()}
