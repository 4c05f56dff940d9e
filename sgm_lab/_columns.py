"""A column where it lives: brought home, counted or summed up there, where its table has yet to be worked out."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ._tables import columns_in_memory, flat_table, grouped, in_memory, is_lazy, opened
from .errors import ArgumentError, DataError

__all__ = ["brought", "counted", "summed_up"]


def brought(values: Any) -> Any:
    """Return the column of a table of one, or of Ibis, fetched where it has to be; anything else as it is.

    Raises
    ------
    ArgumentError
        If it is a table of several columns.

    Examples
    --------
    >>> brought(pd.DataFrame({"score": [4, 5]})).tolist(), brought([4, 5])
    ([4, 5], [4, 5])
    """
    import narwhals as nw

    frame = _lazy_column(values)
    if frame is not None:
        return in_memory(frame).iloc[:, 0]
    table: Any = nw.from_native(flat_table(values), pass_through=True)
    return table.get_column(_only(table.columns)).to_native() if isinstance(table, nw.DataFrame) else values


def counted(values: Any) -> tuple[pd.Series[Any], npt.NDArray[np.int64]] | None:
    """Return each value of a lazy column and how often it is there, counted by its engine; None for other columns."""
    frame = _lazy_column(values)
    if frame is None:
        return None
    name = frame.collect_schema().names()[0]
    groups = columns_in_memory(grouped(frame, [name], [], "__n__"))
    return pd.Series(groups[name]), np.asarray(groups["__n__"], np.int64)


def summed_up(values: Any) -> dict[str, float] | None:
    """Return rows, n (numbers), mean, sd, low and high of a lazy column, worked out by its engine; None for others.

    Raises
    ------
    DataError
        If its engine does not hold it as numbers.
    """
    import narwhals as nw

    frame = _lazy_column(values)
    if frame is None:
        return None
    name, kind = next(iter(frame.collect_schema().items()))
    if not kind.is_numeric():
        raise DataError("errors.engine_kind", column=name, kind=str(kind))
    number = nw.col(name).cast(nw.Float64)
    number = nw.when(~number.is_nan()).then(number)
    parts = {"rows": nw.len(), "n": number.count(), "mean": number.mean(), "sd": number.std(),
             "low": number.min(), "high": number.max()}  # fmt: skip
    row = in_memory(frame.select(**parts)).iloc[0]
    return {part: float(row[part]) for part in parts}


def _lazy_column(values: Any) -> Any:
    """A lazy table of one column; None where the values are no lazy table."""
    if not is_lazy(values):
        return None
    if hasattr(type(values), "as_table"):  # a column of Ibis
        values = values.as_table()
    frame = opened(values)
    _only(frame.collect_schema().names())
    return frame


def _only(columns: list[str]) -> str:
    """Return the one name there is, or refuse several."""
    if len(columns) != 1:
        raise ArgumentError("errors.one_column", columns=columns)
    return columns[0]
