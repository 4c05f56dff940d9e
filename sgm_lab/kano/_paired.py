"""Kano, the same respondents asked in two waves: who went from which category to which, and whether shares moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import written_alike
from ._raw import read_columns, read_unique
from ._table import LETTERS, PAIR, evaluate

__all__ = ["moves", "same_people", "stuart_maxwell"]

_Counts = npt.NDArray[np.int64]


def same_people(answers: Any, wave: str, waves: Sequence[Any], *, told: bool = False) -> int:
    """How many respondents answered in both of two waves, or 0 where they are fewer than half of the smaller one.

    Numbers of rows, as `sgm_lab.intake` gives them to those who have none, tell nobody again, unless it was ``told``.
    """
    pairs = read_unique(answers, ["respondent", wave]).dropna()
    pairs["respondent"] = written_alike(pairs["respondent"])
    first, second = (set(pairs.loc[pairs[wave] == one, "respondent"]) for one in waves)
    if not told and _are_rows(first) and _are_rows(second):
        return 0
    both = len(first & second)
    return both if 2 * both >= min(len(first), len(second)) else 0


def _are_rows(people: set[Any]) -> bool:
    """Whether respondents are the rows of a spreadsheet under its header: 2, 3, 4 …."""
    text = set(map(str, people))
    return len(text) > 1 and text == set(map(str, range(2, len(text) + 2)))


def moves(
    answers: Any, wave: str, waves: Sequence[Any], by: Sequence[str], table: str | pd.DataFrame
) -> dict[Any, _Counts]:
    """Table of each feature (and group): category in the first wave × category in the second, the same people.

    Who answered a feature twice in a wave counts with the last answer there.
    """
    keys = ["feature", *by]
    rows = read_columns(answers, ["respondent", wave, *keys, *PAIR])
    rows["respondent"] = written_alike(rows["respondent"])
    rows["letter"] = evaluate(rows["functional"], rows["dysfunctional"], table).array
    rows = rows.dropna(subset=["letter", "respondent", "feature"]).drop_duplicates(
        ["respondent", wave, *keys], keep="last"
    )
    first, second = (
        rows.loc[rows[wave] == one, ["respondent", *keys, "letter"]].assign(
            letter=lambda part: part["letter"].map(LETTERS.index).astype(int)
        )
        for one in waves
    )
    both = first.merge(second, on=["respondent", *keys], suffixes=("", "_then"))
    made: dict[Any, _Counts] = {}
    for name, part in both.groupby(keys if len(keys) > 1 else "feature", dropna=False):
        k = np.zeros((len(LETTERS), len(LETTERS)), dtype=np.int64)
        np.add.at(k, (part["letter"].to_numpy(), part["letter_then"].to_numpy()), 1)
        made[name] = k
    return made


def stuart_maxwell(k: npt.NDArray[Any]) -> tuple[float, float, float, float]:
    r"""Test whether the categories have the same shares before and after, asked of the same people.

    Parameters
    ----------
    k : array, shape (categories, categories)
        People by category before (rows) and after (columns).

    Returns
    -------
    tuple of float
        χ², df, p, and the fewest people expected to leave or enter a category if nothing moved; missing without people.

    Notes
    -----
    With d the differences of the margins, :math:`\chi^2 = d^T V^{-1} d`, :math:`V_{ii} = n_{i.}+n_{.i}-2n_{ii}`,
    :math:`V_{ij} = -(n_{ij}+n_{ji})`, one category left out and those nobody left or entered. People who stayed do not
    count; with two categories it is McNemar's test without correction.

    References
    ----------
    Stuart (1955), *Biometrika* 42:412–416; Maxwell (1970), *British J. Psychiatry* 116:651–655.

    Examples
    --------
    Stuart's 7,477 women: is the right eye as good as the left?

    >>> eyes = np.array([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]])
    >>> chi2, df, p, _ = stuart_maxwell(eyes)
    >>> round(chi2, 3), df, round(p, 4)
    (11.957, 3.0, 0.0075)
    """
    from scipy.special import chdtrc

    k = np.asarray(k, float)
    if not k.sum():
        return (math.nan,) * 4
    out = k.sum(axis=1) + k.sum(axis=0) - 2 * np.diag(k)
    used = np.flatnonzero(out > 0)
    if not len(used):  # everybody stayed
        return 0.0, 0.0, 1.0, 0.0
    part = k[np.ix_(used, used)]
    difference = (part.sum(axis=1) - part.sum(axis=0))[:-1]
    spread = (np.diag(out[used]) - (part + part.T) * ~np.eye(len(used), dtype=bool))[:-1, :-1]
    df = int(np.linalg.matrix_rank(spread))
    chi2 = float(difference @ np.linalg.pinv(spread) @ difference)
    return chi2, float(df), float(chdtrc(df, chi2)), float(out[used].min() / 2)
