"""Kano, counts of the six categories in whatever form they are given, and the ratios made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import flat_table, in_memory, opened
from ..errors import ArgumentError
from ._names import lettered
from ._published import Counted, counted
from ._table import LETTERS
from ._weighted import effective_counts, is_weighted

__all__ = ["as_counts", "better_worse", "is_counts", "ratio", "read_counts"]

_Floats = npt.NDArray[np.float64]


def as_counts(counts: Any) -> pd.DataFrame:
    """Counts in any accepted form as a table of int64 with all six columns."""
    return read_counts(counts).counts


def read_counts(counts: Any, n: Any = None) -> Counted:
    if is_weighted(counts):
        return Counted(effective_counts(counts), weighted=counts)
    if n is None and _as_tallied(counts):
        return Counted(counts.copy())
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


def is_counts(answers: Any) -> bool:
    """Whether a table holds counts, weighted or not, and no answers."""
    return isinstance(answers, pd.DataFrame) and (
        set(answers.columns) <= set(LETTERS) or is_weighted(answers)
    )


def _as_tallied(counts: Any) -> bool:
    """Whether counts are as `tally` makes them: most are, several times for one figure, and need no reading."""
    return (
        isinstance(counts, pd.DataFrame)
        and counts.columns.nlevels == 1
        and counts.columns.tolist() == list(LETTERS)
        and all(kind == np.int64 for kind in counts.dtypes)
        and bool((counts.to_numpy() >= 0).all())
    )


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
        try:
            return in_memory(opened(counts))
        except ArgumentError as error:
            if error.key != "errors.not_a_table":
                raise
            raise ArgumentError("kano.counts_kind", type=type(counts).__name__) from error
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
