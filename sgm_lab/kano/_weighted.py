"""Kano, weighted: the same pass over the rows as for counts, with sums of weights and of their squares beside them.

Of people who were drawn one by one that is all a Taylor variance needs, so a hundred million answers are still some
dozen rows a feature; clusters add a row each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import flat_table, written_alike
from ..errors import ArgumentError, DataError
from ..inference import wilson
from ..sampling.design import CLUSTER, STRATUM, WEIGHT, bound, columns_of
from ..sampling.variance import interval_n, ratio_of, shortened, stratum_covariance
from ._raw import ROWS, as_frame, count_groups, in_order, index_of, is_joint, keys_of, once_each, summed
from ._table import CODES, LETTERS, PAIR, coded

__all__ = ["effective_counts", "is_weighted", "limits", "weighed"]

#: Columns of a weighted tally beside its six letters.
EFFECTIVE = ["n", "n_effective", "better_n", "worse_n", "df"]
_SUM, _SQUARES, _PEOPLE = "__sum__", "__squares__", "__people__"
_BASE = np.array([1.0, 1, 1, 1, 0, 0])  # of Better and Worse, in the order of the letters
_BETTER, _WORSE = np.array([0.0, 1, 1, 0, 0, 0]), np.array([1.0, 1, 0, 0, 0, 0])

_Floats = npt.NDArray[np.float64]


def is_weighted(counts: Any) -> bool:
    """Whether counts are a weighted tally."""
    return isinstance(counts, pd.DataFrame) and set(EFFECTIVE) <= set(counts.columns)


def effective_counts(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of as many people as the weighted ones are worth: what tests and probabilities are computed of."""
    k = counts[list(LETTERS)].to_numpy(float)
    n, worth = (counts[name].to_numpy(float)[:, None] for name in ("n", "n_effective"))
    scaled = np.divide(k * worth, n, out=np.zeros_like(k), where=(n > 0) & (worth > 0))
    result = pd.DataFrame(scaled, index=counts.index, columns=list(LETTERS))
    result.attrs = dict(counts.attrs)
    return result


def limits(
    better: _Floats, worse: _Floats, weighted: pd.DataFrame, level: float
) -> tuple[tuple[_Floats, _Floats], tuple[_Floats, _Floats]]:
    """Wilson's limits of Better and of Worse as a share, on the n that each is worth."""
    n, df = (weighted[name].to_numpy(float) for name in ("n", "df"))
    worth = [shortened(weighted[f"{side}_n"].to_numpy(float), n, df, level) for side in ("better", "worse")]
    first, second = (wilson(share * m, m, level) for share, m in zip((better, worse), worth, strict=True))
    return first, second


def weighed(
    answers: Any, by: str | Sequence[str] | None, name: str, letters: npt.NDArray[np.object_], weights: Any
) -> pd.DataFrame:
    """Weighted tally; see `tally`."""
    import narwhals as nw

    keys = keys_of(by)
    if is_joint(answers):
        raise ArgumentError("sampling.counted")
    once_each(answers, keys)
    drawn = [column for column in columns_of(weights) if column != WEIGHT]
    weight = nw.col(WEIGHT)
    frame = bound(as_frame(answers, [*keys, *PAIR]), weights).with_columns(
        weight.alias(_SUM), (weight * weight).alias(_SQUARES), (weight > 0).cast(nw.Int64).alias(_PEOPLE)
    )
    sums = [nw.col(column).sum() for column in (_SUM, _SQUARES, _PEOPLE)]
    parts, said, locate = count_groups(frame.to_native(), [*keys, *PAIR, *drawn], keys[1:], *sums)
    counted = parts[_PEOPLE].to_numpy(np.int64)
    parts = parts.assign(**{key: written_alike(parts[key]) for key in keys[1:]})
    f, d = (coded(parts[column], column, CODES, locate(column), counted) for column in PAIR)
    complete = ~(np.isnan(f) | np.isnan(d))
    given = np.full(len(parts), ".", dtype=object)
    given[complete] = letters[f[complete].astype(int) - 1, d[complete].astype(int) - 1]
    if (off := complete & (given == ".")).any():
        codes = [code for code in CODES if letters[code - 1, code - 1] == "."]
        raise DataError("kano.off_table", table=name, codes=codes, count=int(counted[off].sum()))
    place = {letter: at for at, letter in enumerate(LETTERS)}
    parts["_at"] = [place.get(one, -1) for one in given]
    parts.index = index_of(parts[keys])
    level: Any = keys if len(keys) > 1 else keys[0]
    units = _units(parts.reset_index(drop=True), drawn)
    rows = {
        key: _row(own, units.get(own["feature"].iloc[0], {}), drawn)
        for key, own in parts.groupby(level=level, dropna=False)
    }
    order = summed(parts[[_PEOPLE]], keys).index
    found = pd.DataFrame(
        [rows[key] for key in rows] or np.empty((0, len(LETTERS) + len(EFFECTIVE))),
        index=order,
        columns=[*LETTERS, *EFFECTIVE],
    )
    found = found.astype({"n": np.int64, "df": np.int64})
    found = in_order(found, flat_table(answers))
    found.attrs = {"table": name, "incomplete": int(counted[~complete].sum()), **said}
    return found


def _units(parts: pd.DataFrame, drawn: list[str]) -> dict[Any, dict[Any, int]]:
    """How many people or clusters were drawn in each stratum, for each feature; over all groups of people."""
    stratum = [STRATUM] if STRATUM in drawn else []
    groups = parts.groupby(["feature", *stratum], dropna=False)
    counts = groups[CLUSTER].nunique() if CLUSTER in drawn else groups[ROWS].sum()
    found: dict[Any, dict[Any, int]] = {}
    for key, count in counts.items():
        named: Any = key if stratum else (key, None)
        found.setdefault(named[0], {})[named[1]] = int(count)
    return found


def _row(own: pd.DataFrame, units: dict[Any, int], drawn: list[str]) -> list[float]:
    """Weighted counts of one feature (and group), and what their intervals rest on."""
    own = own[(own["_at"] >= 0) & (own[_PEOPLE] > 0)]
    at, people = own["_at"].to_numpy(int), own[_PEOPLE].to_numpy(float)
    w, squares = own[_SUM].to_numpy(float), own[_SQUARES].to_numpy(float)
    first = np.bincount(at, w, len(LETTERS)).astype(float)
    n = float(people.sum())
    if not n:
        return [0.0] * len(LETTERS) + [0, np.nan, np.nan, np.nan, 0]
    covariance, df = np.zeros((len(LETTERS), len(LETTERS))), 0
    for stratum, drawn_here in units.items():
        here = np.ones(len(own), bool) if stratum is None else (own[STRATUM] == stratum).to_numpy()
        if CLUSTER in drawn:
            _, cluster = np.unique(own[CLUSTER].to_numpy()[here].astype(str), return_inverse=True)
            totals = np.zeros((int(cluster.max(initial=-1)) + 1, len(LETTERS)))
            np.add.at(totals, (cluster, at[here]), w[here])
            second, shown = totals.T @ totals, len(totals)
        else:
            second = np.diag(np.bincount(at[here], squares[here], len(LETTERS)).astype(float))
            shown = int(people[here].sum())
        total = np.bincount(at[here], w[here], len(LETTERS)).astype(float)
        covariance += stratum_covariance(total, second, drawn_here, stratum)
        df += shown - (shown > 0)
    inside = at < 4
    base = float(people[inside].sum())
    equal = float(w[inside].sum()) ** 2 / float(squares[inside].sum()) if base else np.nan
    sides = []
    for side in (_BETTER, _WORSE):
        share, variance = ratio_of(side, _BASE, first, covariance)
        sides.append(interval_n(share, variance if df else np.nan, base, equal))
    worth = float(w.sum()) ** 2 / float(squares.sum())
    return [*(first / first.sum() * n), n, worth, *sides, df]
