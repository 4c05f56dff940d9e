"""Readings: logged numbers as checked arrays; what cannot be used is named by its position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from numbers import Integral, Rational
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._columns import brought
from .._tables import in_memory, is_lazy, opened
from ..errors import ArgumentError, DataError
from ..i18n import t
from ..numbers import is_real

__all__ = [
    "amounts",
    "column",
    "must_be_positive",
    "must_vary",
    "numbers",
    "over",
    "point_labels",
    "shares",
    "subgroups",
]

FloatArray: TypeAlias = NDArray[np.float64]


def column(values: Any, name: str) -> list[Any]:
    """Return the values of one column of any library as a list."""
    _must_have_order(values, name)
    values = brought(values)
    # A text, a dict or a set can be iterated too, but not into the values that were meant, or in no order.
    if isinstance(values, str | Mapping | Set) or not isinstance(values, Iterable):
        raise ArgumentError("control.one_dimension", name=name)
    found = values.to_numpy() if hasattr(values, "to_numpy") else list(values)
    if (order := _in_time(values)) is not None:
        found = found[order]
    if np.ndim(found[:1]) != 1:
        raise ArgumentError("control.one_dimension", name=name)
    if not len(found):
        raise DataError("control.empty", name=name)
    return list(found)


def _in_time(values: Any) -> NDArray[np.intp] | None:
    """Return the order of the points where a table is indexed by dates that do not rise; none where they do."""
    index = getattr(values, "index", None)
    if not isinstance(index, pd.DatetimeIndex | pd.PeriodIndex) or index.is_monotonic_increasing:
        return None
    order: NDArray[np.intp] = np.argsort(index.to_numpy(), kind="stable")
    return order


def numbers(values: Any, name: str, *, gaps: bool = False) -> FloatArray:
    """Return a column of finite numbers, or say which value is none; a missing one may be a gap (``nan``)."""
    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype.kind in "fiu" and len(values):
        found = values.astype(float)
        if (np.isfinite(found) | (np.isnan(found) & gaps)).all():
            return found
    given = pd.Series(column(values, name), dtype=object)
    plain = pd.Series([_plain(value) for value in given], dtype=object)
    found = pd.to_numeric(plain, errors="coerce").to_numpy(float)
    wrong = ~np.isfinite(found) & ~(given.isna().to_numpy(bool) & gaps)
    for i in np.flatnonzero(wrong):
        raise DataError("control.not_a_number", name=name, position=i + 1, value=given.iloc[i])
    return found


def _plain(value: Any) -> Any:
    """Return a fraction as the number it is, and nothing for what is no number of a line."""
    if isinstance(value, complex | np.complexfloating):
        return None
    return float(value) if isinstance(value, Rational) and not isinstance(value, Integral) else value


def amounts(values: Any, name: str, *, whole: bool = True, gaps: bool = False) -> FloatArray:
    """Return a column of numbers not below 0, whole unless said otherwise."""
    found = numbers(values, name, gaps=gaps)
    for i in np.flatnonzero(found < 0):
        raise DataError("control.negative", name=name, position=i + 1, value=f"{found[i]:g}")
    for i in np.flatnonzero(found % 1 > 0) if whole else ():
        raise DataError("control.not_whole", name=name, position=i + 1, value=f"{found[i]:g}")
    return found


def over(values: Any, n: Any, name: str, *, whole: bool, gaps: bool = False) -> tuple[FloatArray, FloatArray]:
    """Return counts and the base of each, one base for all or one a point; 0 of 0 may be a gap."""
    counts = amounts(values, name, gaps=gaps)
    _must_have_order(n, "n")
    if isinstance(values, pd.Series) and isinstance(n, pd.Series) and not values.index.equals(n.index):
        raise DataError("control.index_differs")
    if (order := _in_time(values)) is not None and isinstance(n, Iterable) and not isinstance(n, pd.Series):
        n = np.asarray(list(n), object)[order] if len(list(n)) == len(order) else n
    one = np.full(len(counts), n) if is_real(n) else [n] * len(counts)
    sizes = amounts(n if isinstance(n, Iterable) else one, "n", whole=whole, gaps=gaps)
    if gaps and np.isnan(sizes).all():
        raise DataError("control.too_few", name="n", got=0, least=2)
    if len(sizes) != len(counts):
        raise DataError("control.lengths", name="n", got=len(sizes), expected=len(counts))
    if gaps:
        sizes = np.where((sizes == 0) & ~(counts > 0), np.nan, sizes)
    for i in np.flatnonzero(sizes == 0):
        raise DataError("control.base_zero", position=i + 1, value=0)
    return counts, sizes


def shares(defectives: Any, n: Any, *, gaps: bool = False) -> tuple[FloatArray, FloatArray]:
    """Return cases that fail and the cases of each period; none may exceed the other."""
    counts, sizes = over(defectives, n, "defectives", whole=True, gaps=gaps)
    for i in np.flatnonzero(counts > sizes):
        raise DataError("control.more_than_n", position=i + 1, value=f"{counts[i]:g}", n=f"{sizes[i]:g}")
    return counts, sizes


def _must_have_order(values: Any, name: str) -> None:
    """Stop at a lazy table: its rows come in any order, and a chart is about what came after what."""
    if is_lazy(values):
        raise ArgumentError("control.no_order", name=name)


def subgroups(samples: Any) -> FloatArray:
    """Return subgroups as an array, shape (subgroups, size), or say which row or cell is wrong."""
    _must_have_order(samples, "samples")
    if hasattr(samples, "column_names"):  # PyArrow
        samples = in_memory(opened(samples))
    if isinstance(samples, str | Mapping) or not isinstance(samples, Iterable):
        raise ArgumentError("control.samples_shape")
    table = samples.to_numpy() if hasattr(samples, "to_numpy") else samples
    if (order := _in_time(samples)) is not None:
        table = np.asarray(table)[order]
    rows = [list(row) if np.ndim(row) else [row] for row in table]
    if not rows:
        raise DataError("control.empty", name="samples")
    if len(rows[0]) < 2:
        raise ArgumentError("control.samples_shape")
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise DataError("control.samples_ragged", position=i + 1, got=len(row), expected=len(rows[0]))
    cells = pd.Series([cell for row in rows for cell in row], dtype=object)
    found = pd.to_numeric(cells, errors="coerce").to_numpy(float)
    for k in np.flatnonzero(~np.isfinite(found)):
        row_at, column_at = divmod(int(k), len(rows[0]))
        raise DataError(
            "control.samples_cell", position=row_at + 1, column=column_at + 1, value=cells.iloc[k]
        )
    return found.reshape(len(rows), -1)


def point_labels(labels: Iterable[Any] | None, values: Any, count: int) -> tuple[str, ...]:
    """Return the names of the points: those given, else the row names of a table, else numbers from 1."""
    if labels is None:
        index = getattr(values, "index", None)
        named = isinstance(index, pd.Index) and not isinstance(index, pd.RangeIndex)
        labels = index if named and index is not None else range(1, count + 1)
    if isinstance(labels, pd.DatetimeIndex):  # a day is written as one, with its zone left to the data
        labels = labels.tz_localize(None).astype(str)
    names = tuple("–".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in labels)
    if len(names) != count:
        raise DataError("control.lengths", name="labels", got=len(names), expected=count)
    order = _in_time(values)
    return names if order is None else tuple(names[at] for at in order)


def must_vary(sd: float, name: str, value: float) -> None:
    """Stop where nothing varies, since there are no limits then."""
    if not sd > 0:
        raise DataError("control.no_variation", name=name, value=f"{value:g}")


def must_be_positive(name: str, value: float, at_most: float = np.inf) -> None:
    """Stop where an argument is not above 0, or above ``at_most``."""
    if not 0 < value <= at_most or np.isinf(value):
        wanted = t("control.range.positive" if np.isinf(at_most) else "control.range.zero_one")
        raise ArgumentError("control.between", name=name, value=value, range=wanted)
