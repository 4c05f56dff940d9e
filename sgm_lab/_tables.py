"""Tables where they live: whatever library or engine holds them, asked through Narwhals, and only small ones fetched.

pandas, Polars (lazy too), PyArrow, DuckDB, Ibis and PySpark. A method asks `opened` for a table, groups it there and
takes the small result home with `in_memory`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from .errors import ArgumentError, DataError

__all__ = [
    "columns_in_memory",
    "distinct",
    "flat_table",
    "grouped",
    "in_memory",
    "is_lazy",
    "opened",
    "quoted",
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
    got = _fetched(frame)
    if got.implementation.is_pandas():
        table: pd.DataFrame = got.to_pandas().reset_index(drop=True)
        return table
    return pd.DataFrame({name: _values(got.get_column(name)) for name in got.columns})


def grouped(
    frame: Any,
    keys: Sequence[str],
    sums: Sequence[str],
    count: str,
    greatest: Sequence[str] = (),
    *,
    hashed: str | None = None,
) -> Any:
    """Group rows by `keys`: sums of some columns, rows as a column ``count``, and of others the greatest.

    DuckDB is asked in its own words, which takes it a fifth less time than what Narwhals makes of these. A key that is
    `hashed` is there as the engine's fingerprint of it (Polars and DuckDB): of a text this takes a sixth less time.

    Examples
    --------
    >>> rows = opened(pd.DataFrame({"item": [5, 5], "answer": [2, 4]}))
    >>> in_memory(grouped(rows, ["item"], ["answer"], "n")).values.tolist()
    [[5, 2, 6]]
    """
    import narwhals as nw

    engine, native = frame.implementation, frame.to_native()
    if engine.is_duckdb():
        by = {quoted(key): f"hash({quoted(key)})" if key == hashed else quoted(key) for key in keys}
        asked = [f"{how} as {key}" for key, how in by.items()] + [f"count(*) as {quoted(count)}"]
        asked += [
            f"sum({name}::double) as {name}" for name in map(quoted, sums)
        ]  # 128 bits for integers else
        asked += [f"max({name}) as {name}" for name in map(quoted, greatest)]
        return nw.from_native(native.aggregate(", ".join(asked), ", ".join(by.values())))
    if hashed:
        own: Any = engine.to_native_namespace()
        frame = nw.from_native(native.with_columns(own.col(hashed).hash()))
    parts = [nw.len().alias(count), *(nw.col(name).sum() for name in sums)]
    parts += [nw.col(name).max() for name in greatest]
    return frame.group_by(list(keys), drop_null_keys=False).agg(*parts)


def quoted(name: str) -> str:
    """Write the name of a column in SQL.

    >>> quoted("how well")
    '"how well"'
    """
    return '"' + name.replace('"', '""') + '"'


def columns_in_memory(frame: Any) -> dict[str, Any]:
    """Return what `in_memory` does, column by column: where one wants no more, a table takes longer than its columns.

    Examples
    --------
    >>> {name: list(values) for name, values in columns_in_memory(opened(pd.DataFrame({"item": [5]}))).items()}
    {'item': [5]}
    """
    if frame.implementation.is_duckdb():
        got = _asked(frame, lambda: frame.to_native().fetchnumpy())
        return {name: _unmasked(values) for name, values in got.items()}
    got = _fetched(frame)
    if got.implementation.is_pandas():
        return dict(got.to_native().items())
    return {name: _plain(got.get_column(name)) for name in got.columns}


def _plain(column: Any) -> Any:
    """Return numbers and texts as an array, which is put in order faster than a Series of text; others as a Series."""
    import narwhals as nw

    values = _values(column)
    text = column.dtype == nw.String
    return np.array(values, object) if text else pd.Series(values) if isinstance(values, list) else values


def _fetched(frame: Any) -> Any:
    import narwhals as nw

    return _collected(frame) if isinstance(frame, nw.LazyFrame) else frame


def _collected(frame: Any) -> Any:
    engine = frame.implementation
    if engine.is_polars():
        return _asked(frame, lambda: frame.collect("polars", engine="streaming"))
    # DuckDB fills a pandas table by itself; the others hand over Arrow, which spares Spark a detour through rows.
    arrow = not engine.is_duckdb() and importlib.util.find_spec("pyarrow")
    return _asked(frame, lambda: frame.collect("pyarrow" if arrow else "pandas"))


def _asked(frame: Any, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except Exception as error:
        why = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise DataError("errors.engine", engine=frame.implementation.value, why=why) from error


def _unmasked(values: Any) -> Any:
    """Make a column of DuckDB that has gaps what pandas has for it."""
    if not isinstance(values, np.ma.MaskedArray):
        return values
    kinds: dict[str, Any] = {
        "i": pd.arrays.IntegerArray,
        "u": pd.arrays.IntegerArray,
        "b": pd.arrays.BooleanArray,
    }
    kind = kinds.get(values.dtype.kind)
    return pd.Series(values if kind is None else kind(values.data, np.ma.getmaskarray(values)))


def _values(column: Any) -> Any:
    """Values of a column without a detour over PyArrow, which not everybody has beside Polars."""
    return column.to_numpy() if column.dtype.is_numeric() else column.to_list()


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
