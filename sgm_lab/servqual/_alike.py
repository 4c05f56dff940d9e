"""Rows that are alike counted once where they live: all that most figures of SERVQUAL need of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import columns_in_memory, quoted
from ..inference import Array

__all__ = ["PRINTS", "ROWS", "Alike", "alike_of", "folds"]

_PRIME = 2**31 - 1
# Names no survey column has.
ROWS, PRINTS, _KNOWN, _NAMED = "__rows__", "__prints__", "__known__", "__named__"


@dataclass(frozen=True)
class Alike:
    """Rows with the same keys, and of a table by item with the same answers, counted."""

    keys: dict[
        str, Any
    ]  # item, and what else tells rows apart: plain columns, which are faster than Series of text
    low: Array  # lowest answer, a column a side; missing where none was given
    high: Array  # highest answer
    given: npt.NDArray[np.int64]  # how many answers there are
    rows: npt.NDArray[np.int64]
    known: int  # rows with a respondent, of all
    prints: npt.NDArray[Any] | None  # folded fingerprints of the respondents
    names: dict[int, str]  # of dimensions that are texts, by the engine's fingerprint of each if it has any

    def missing(self, key: str) -> npt.NDArray[np.bool_]:
        """Where a key is missing."""
        return np.asarray(pd.isna(self.keys[key]))

    def only(self, here: npt.NDArray[np.bool_]) -> Alike:
        """Return some of them."""
        return replace(
            self, keys={key: values[here] for key, values in self.keys.items()}, low=self.low[here],
            high=self.high[here], given=self.given[here], rows=self.rows[here],
            prints=None if self.prints is None else self.prints[here],
        )  # fmt: skip


def alike_of(frame: Any, keys: Sequence[str], sides: Sequence[str], *, each: bool) -> Alike:
    """Count the rows that are alike in `keys`, and if `each` in their answers too."""
    asked = {_KNOWN: ("count", "respondent")}
    if not each:
        parts = {f"__{part}_{side}__": (part, side) for part in ("min", "max", "count") for side in sides}
        got = columns_in_memory(_counted(frame, list(keys), asked | parts))
        low, high, given = np.split(
            np.column_stack([np.asarray(got[name], float) for name in parts]), 3, axis=1
        )
    else:
        got = columns_in_memory(_counted(frame, [*keys, *sides], asked))
        low = high = np.column_stack([np.asarray(got[side], float) for side in sides])
        given = ~np.isnan(low) * np.asarray(got[ROWS], float)[:, None]
    rows, known = np.asarray(got[ROWS], np.int64), int(np.asarray(got[_KNOWN]).sum())
    prints = np.asarray(got[PRINTS]) if PRINTS in got else None
    text = _NAMED in got and got["dimension"].dtype == object
    names = dict(zip(got[_NAMED].tolist(), got["dimension"], strict=True)) if text else {}
    given = given.astype(np.int64)
    return Alike({key: got[key] for key in keys}, low, high, given, rows, known, prints, names)


def _counted(frame: Any, keys: list[str], parts: dict[str, tuple[str, str]]) -> Any:
    """Group rows: how many, ``ROWS``, the fingerprints, and parts, each a name, a function and a column."""
    import narwhals as nw

    engine, native = frame.implementation, frame.to_native()
    own: Any = engine.to_native_namespace()
    if engine.is_polars():
        asked = [getattr(own.col(column), part)().alias(name) for name, (part, column) in parts.items()]
        prints = own.col("respondent").hash().bitwise_xor().alias(PRINTS)
        groups = native.group_by(keys).agg(own.len().alias(ROWS), prints, *asked)
        named = [own.col("dimension").hash().alias(_NAMED)] if "dimension" in keys else []
        return nw.from_native(groups.with_columns(named))
    if engine.is_duckdb():
        by = ", ".join(map(quoted, keys))
        told = [f"{part}({quoted(column)}) as {quoted(name)}" for name, (part, column) in parts.items()]
        told = [by, f"count(*) as {ROWS}", f"bit_xor(hash(respondent)) as {PRINTS}", *told]
        told += [f"hash(dimension) as {_NAMED}"] if "dimension" in keys else []
        return nw.from_native(native.aggregate(", ".join(told), by))
    if engine.is_pyspark():
        spark = own.functions

        def place(column: str) -> Any:
            return spark.col(f"`{column.replace('`', '``')}`")

        asked = [getattr(spark, part)(place(column)).alias(name) for name, (part, column) in parts.items()]
        asked += [spark.count(spark.lit(1)).alias(ROWS)]
        asked += [spark.expr("bit_xor(xxhash64(respondent))").alias(PRINTS)]
        return nw.from_native(native.groupBy(*map(place, keys)).agg(*asked))
    asked = [getattr(nw.col(column), part)().alias(name) for name, (part, column) in parts.items()]
    asked += [nw.len().alias(ROWS)]
    printed = _with_prints(frame)
    if printed is not None:
        asked.append(nw.col(PRINTS).sum())
    return (frame if printed is None else printed).group_by(keys, drop_null_keys=False).agg(*asked)


def folds(engine: Any) -> bool:
    """Whether an engine folds fingerprints by itself."""
    return bool(engine.is_polars() or engine.is_duckdb() or engine.is_pyspark())


def _with_prints(frame: Any) -> Any:
    """Add a whole number made of each respondent that others hardly share; None where the engine has no such thing.

    These are added up instead: that two lists of people have one sum has a chance of 1 in two thousand million, and
    only where one is in twice and another is lacking.
    """
    import narwhals as nw

    if frame.implementation.is_pandas():
        native = frame.to_native()
        prints = pd.util.hash_pandas_object(native["respondent"], index=False) % _PRIME
        return nw.from_native(native.assign(**{PRINTS: prints.astype(np.int64)}))
    if not frame.collect_schema()["respondent"].is_signed_integer():
        return None
    rest = nw.col("respondent").cast(nw.Int64) % _PRIME
    return frame.with_columns((rest * rest % _PRIME * rest % _PRIME).alias(PRINTS))
