"""Tables where they live: whatever library or engine holds them, asked through Narwhals, and only small ones fetched.

pandas, Polars (lazy too), PyArrow, DuckDB, Ibis and PySpark. A method asks `opened` for a table, groups it there and
takes the small result home with `in_memory`; one that is about a column takes it home with `brought`, or counts it
where it lives with `counted`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .errors import ArgumentError, DataError

__all__ = [
    "brought",
    "counted",
    "distinct",
    "flat_table",
    "in_memory",
    "is_lazy",
    "opened",
    "summed_up",
    "written_alike",
]


def flat_table(answers: Any) -> Any:
    """Return the table of an `Intake`, or the table itself; one name a column is asked for.

    Examples
    --------
    >>> flat_table(pd.DataFrame({"feature": ["wait"]})).columns.tolist()
    ['feature']
    """
    table = getattr(answers, "table", None)
    if isinstance(table, pd.DataFrame) and hasattr(answers, "notes"):
        answers = table
    if isinstance(answers, pd.DataFrame) and answers.columns.nlevels > 1:
        raise ArgumentError("errors.two_header_rows", columns=[str(column) for column in answers.columns])
    if isinstance(answers, pd.DataFrame) and not answers.columns.is_unique:
        twice = answers.columns[answers.columns.duplicated()].unique()
        raise ArgumentError("errors.column_twice", columns=[str(column) for column in twice])
    return answers


def written_alike(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return values with figures and texts that are written alike made one: respondent 1 and "1" are the same.

    Examples
    --------
    >>> written_alike(pd.Series([1, "1", 1.0], dtype=object)).tolist()
    ['1', '1', '1']
    """
    kinds = {isinstance(one, str) for one in values.dropna()} if values.dtype == object else set()
    if len(kinds) < 2:
        return values
    return values.map(lambda one: f"{one:g}" if isinstance(one, Real) else one, na_action="ignore")


def opened(table: Any) -> Any:
    """Return a table of any library as Narwhals sees it, eager or lazy; decimals of a database are made numbers.

    Raises
    ------
    ArgumentError
        If it is no table.

    Examples
    --------
    >>> opened(pd.DataFrame({"feature": ["wait"]})).columns
    ['feature']
    """
    import narwhals as nw

    table = flat_table(table)
    frame: Any = nw.from_native(table, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise ArgumentError("errors.not_a_table", kind=type(table).__name__)
    decimals = [name for name, kind in frame.collect_schema().items() if isinstance(kind, nw.Decimal)]
    return frame.with_columns(nw.col(*decimals).cast(nw.Float64)) if decimals else frame


def distinct(frame: Any, columns: Sequence[str]) -> Any:
    """Each combination of some columns once: a group-by, which SQL engines do faster than they leave out repeats.

    Examples
    --------
    >>> in_memory(distinct(opened(pd.DataFrame({"feature": ["wait", "wait"]})), ["feature"]))["feature"].tolist()
    ['wait']
    """
    import narwhals as nw

    groups = frame.group_by(list(columns), drop_null_keys=False).agg(nw.len().alias("__n__"))
    return groups.select(*columns)


def in_memory(frame: Any) -> pd.DataFrame:
    """Return what `opened` gave, or what was made of it there, as a pandas table.

    Raises
    ------
    DataError
        If the engine cannot work it out: its own words are in the sentence.

    Examples
    --------
    >>> in_memory(opened(pd.DataFrame({"feature": ["wait"]})).select("feature"))["feature"].tolist()
    ['wait']
    """
    import narwhals as nw

    got = _collected(frame) if isinstance(frame, nw.LazyFrame) else frame
    if got.implementation.is_pandas():
        table: pd.DataFrame = got.to_pandas().reset_index(drop=True)
        return table
    return pd.DataFrame({name: _values(got.get_column(name)) for name in got.columns})


def _collected(frame: Any) -> Any:
    engine = frame.implementation
    try:
        if engine.is_polars():
            return frame.collect("polars", engine="streaming")
        # DuckDB fills a pandas table by itself; the others hand over Arrow, which spares Spark a detour through rows.
        arrow = importlib.util.find_spec("pyarrow") and not engine.is_duckdb()
        return frame.collect("pyarrow" if arrow else "pandas")
    except Exception as error:
        why = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise DataError("errors.engine", engine=engine.value, why=why) from error


def _values(column: Any) -> Any:
    """Values of a column without a detour over PyArrow, which not everybody has beside Polars."""
    return column.to_numpy() if column.dtype.is_numeric() else column.to_list()


def brought(values: Any) -> Any:
    """Return a column that has to be fetched (one of a lazy table, or of Ibis) as a Series; anything else as it is.

    Raises
    ------
    ArgumentError
        If it is a lazy table of several columns.
    """
    frame = _lazy_column(values)
    return values if frame is None else in_memory(frame).iloc[:, 0]


def counted(values: Any) -> tuple[pd.Series[Any], npt.NDArray[np.int64]] | None:
    """Return each value of a lazy column and how often it is there, counted by its engine; None for other columns."""
    import narwhals as nw

    frame = _lazy_column(values)
    if frame is None:
        return None
    name = frame.collect_schema().names()[0]
    groups = in_memory(frame.group_by(name, drop_null_keys=False).agg(nw.len().alias("__n__")))
    return groups[name], groups["__n__"].to_numpy(np.int64)


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


def is_lazy(values: Any) -> bool:
    """Whether values are a table, or a column of Ibis, that its engine has yet to work out, in whatever order.

    Examples
    --------
    >>> is_lazy(pd.DataFrame()), is_lazy([1, 2])
    (False, False)
    """
    import narwhals as nw

    return hasattr(type(values), "as_table") or isinstance(
        nw.from_native(values, pass_through=True), nw.LazyFrame
    )


def _lazy_column(values: Any) -> Any:
    """A lazy table of one column; None where the values are no lazy table."""
    import narwhals as nw

    if not is_lazy(values):
        return None
    if hasattr(type(values), "as_table"):  # a column of Ibis
        values = values.as_table()
    frame: Any = nw.from_native(values)
    columns = frame.collect_schema().names()
    if len(columns) != 1:
        raise ArgumentError("errors.one_column", columns=columns)
    return opened(values)
