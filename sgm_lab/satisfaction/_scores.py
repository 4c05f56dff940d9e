"""Columns of scores as they come: any list or column to floats, the first bad answer named by its position."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set, Sized
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._columns import brought, counted
from .._tables import flat_table, in_memory, opened
from ..errors import ArgumentError, DataError, listing
from ..numbers import is_real

__all__ = [
    "answered",
    "count_of",
    "is_number",
    "one_of",
    "read_counted",
    "read_scale",
    "read_scores",
    "read_table",
]

_MOST_COUNTED = 1000  # no scale goes beyond it


def read_scale(scale: tuple[int, int]) -> tuple[int, int]:
    """Return ``scale`` if it is (lowest, highest), or raise."""
    if len(scale) != 2 or not scale[0] < scale[1]:
        raise ArgumentError("satisfaction.scale", value=scale)
    return scale


def one_of(scores: Any, counts: Mapping[str, int | None]) -> None:
    """Either scores or every count, not both and not half of them."""
    given = [number is not None for number in counts.values()]
    if any(given) if scores is not None else not all(given):
        raise ArgumentError("satisfaction.scores_or_counts", names=list(counts))


def count_of(name: str, value: Any) -> int:
    """Return a whole number from 0 up, or raise."""
    if not (is_number(value) and value >= 0 and float(value).is_integer()):
        raise ArgumentError("satisfaction.count", name=name, value=value)
    return int(value)


def _column(scores: Any) -> pd.Series[Any]:
    """Any one-dimensional thing as a pandas Series of Python objects or numbers, position kept."""
    import narwhals as nw

    scores = brought(scores)
    if hasattr(scores, "to_pylist") and not hasattr(scores, "column_names"):  # PyArrow, no numbers to Python
        scores = scores.to_pylist()
    known = nw.from_native(scores, allow_series=True, pass_through=True)
    if isinstance(known, nw.Series):
        return known.to_pandas().reset_index(drop=True)
    if (
        isinstance(known, nw.DataFrame | nw.LazyFrame)
        or getattr(scores, "ndim", 1) != 1
        or not isinstance(scores, Iterable)
        or isinstance(scores, Mapping | Set)  # of which the names would be read, and equal answers once
    ):
        raise DataError("satisfaction.one_column", kind=type(scores).__name__)
    return pd.Series(scores if isinstance(scores, np.ndarray) else list(scores))


def answered(scores: Any) -> npt.NDArray[np.bool_]:
    """Which of the scores are no gaps: those that `read_scores` returns."""
    return _column(scores).notna().to_numpy(bool)


def read_scores(
    scores: Any, low: float, high: float, *, whole: bool = False, outside: str = "satisfaction.outside"
) -> npt.NDArray[np.float64]:
    """Answers given, as floats; the first that cannot be one is named by its position, counted from 1."""
    values = _checked(_column(scores), None, low, high, whole, outside)
    answers: npt.NDArray[np.float64] = values[~np.isnan(values)]
    return answers


def _checked(
    column: pd.Series[Any],
    times: npt.NDArray[np.int64] | None,
    low: float,
    high: float,
    whole: bool,
    outside: str,
) -> npt.NDArray[np.float64]:
    """Return answers as floats, nan for a gap; where each is told with the `times` it was given, none has a place."""
    missing = column.isna().to_numpy(bool)

    def wrong(key: str, here: npt.NDArray[np.bool_], value: Any) -> DataError:
        at = int(here.argmax())
        one = DataError(
            "satisfaction.one" if times is None else "satisfaction.one_of_engine", position=at + 1
        )
        count = int(here.sum() if times is None else times[here].sum())
        return DataError(key, one=one, value=value(at), low=low, high=high, count=count)

    def figure(at: int) -> str:
        return f"{values[at]:g}"

    if pd.api.types.is_any_real_numeric_dtype(column):
        values = np.asarray(column.astype(float), np.float64)
    else:
        raw = column.astype(object)
        odd = ~missing & ~raw.map(is_number).to_numpy(bool)
        if odd.any():
            key = "satisfaction.text" if math.isinf(low) else "satisfaction.not_a_number"
            if _number_as_text(raw.iloc[int(odd.argmax())]):
                key = "satisfaction.number_as_text"
            raise wrong(key, odd, raw.iloc.__getitem__)
        values = np.array([np.nan if gap else float(value) for value, gap in zip(raw, missing, strict=True)])
    off = (values < low) | (values > high) | np.isinf(values)
    if off.any():
        raise wrong("satisfaction.text" if math.isinf(low) else outside, off, figure)
    broken = ~np.isnan(values) & (values % 1 != 0)
    if whole and broken.any():
        raise wrong("satisfaction.not_whole", broken, figure)
    return values


def read_counted(
    scores: Any,
    low: float,
    high: float,
    *,
    whole: bool = False,
    outside: str = "satisfaction.outside",
    each: bool = False,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return answers and how many gave each, by its engine's count where they live in one; `each`: one by one."""
    groups = counted(scores)
    if groups is None:
        column = _column(scores)
        found = None if each else _whole_counted(column, low, high)
        if found is None:
            answers = read_scores(column, low, high, whole=whole, outside=outside)
            found = answers, np.ones(len(answers), np.int64)
        return found
    column, n = groups
    values = _checked(column, n, low, high, whole, outside)
    given = ~np.isnan(values)
    return values[given], n[given]


def _whole_counted(
    column: pd.Series[Any], low: float, high: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]] | None:
    """Count small whole numbers on the scale; None where there are others, and each has to be looked at."""
    if not pd.api.types.is_any_real_numeric_dtype(column):
        return None
    integers = isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu"
    values = (column if integers else column.dropna()).to_numpy()
    if not len(values) or not (max(low, 0) <= values.min() and values.max() <= min(high, _MOST_COUNTED)):
        return None
    codes = values.astype(np.intp, copy=False)
    if not integers and (codes != values).any():
        return None
    times = np.bincount(codes)
    there = np.flatnonzero(times)
    return there.astype(np.float64), times[there].astype(np.int64)


def _number_as_text(value: Any) -> bool:
    try:
        return isinstance(value, str) and math.isfinite(float(value))
    except ValueError:
        return False


def is_number(value: Any) -> bool:
    """Whether ``value`` is a real number; True and False are not."""
    return is_real(value)


def read_table(scores: Any, items: int, low: float = 1, high: float = 10) -> pd.DataFrame:
    """Table of ``items`` columns of numbers; the first cell that is none, or off the scale, is named."""
    import narwhals as nw

    scores = flat_table(scores)
    if isinstance(nw.from_native(scores, pass_through=True), nw.DataFrame | nw.LazyFrame):
        table = in_memory(opened(scores))
    else:
        lengths = {len(row) if isinstance(row, Sized) and not isinstance(row, str) else 0 for row in scores}
        if len(lengths) > 1:
            raise DataError("satisfaction.acsi_columns", count=listing(sorted(lengths)))
        table = pd.DataFrame(np.asarray(scores, object))
    if not len(table):
        return pd.DataFrame(np.empty((0, items)))
    if table.shape[1] != items:
        raise DataError("satisfaction.acsi_columns", count=table.shape[1])
    numbers: pd.DataFrame = table.apply(pd.to_numeric, errors="coerce").astype(float)
    truths = table.map(lambda cell: isinstance(cell, bool | np.bool_))
    wrong = (numbers.isna() & table.notna()) | (numbers < low) | (numbers > high) | truths
    for row, item in np.argwhere(wrong.to_numpy())[:1]:
        raise DataError("satisfaction.acsi_cell", row=row + 1, column=item + 1, value=table.iloc[row, item])
    return numbers
