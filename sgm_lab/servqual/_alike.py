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
ROWS, PRINTS, _KNOWN = "__rows__", "__prints__", "__known__"  # names no survey column has


@dataclass(frozen=True)
class Alike:
    """Rows with the same keys and answers, counted."""

    keys: dict[str, pd.Series[Any]]  # item, and what else tells rows apart
    answers: Array  # a column a side; missing where none was given
    rows: npt.NDArray[np.int64]
    known: int  # rows with a respondent, of all
    prints: npt.NDArray[Any] | None  # folded fingerprints of the respondents

    def missing(self, key: str) -> npt.NDArray[np.bool_]:
        """Where a key is missing."""
        return self.keys[key].isna().to_numpy()

    def only(self, here: npt.NDArray[np.bool_]) -> Alike:
        """Return some of them."""
        keys = {key: values[here] for key, values in self.keys.items()}
        prints = None if self.prints is None else self.prints[here]
        return replace(self, keys=keys, answers=self.answers[here], rows=self.rows[here], prints=prints)


def alike_of(frame: Any, keys: Sequence[str], sides: Sequence[str]) -> Alike:
    """Count the rows that are alike in `keys` and the answers."""
    got = columns_in_memory(_counted(frame, [*keys, *sides]))
    answers = np.column_stack([np.asarray(got[side], float) for side in sides])
    rows, known = np.asarray(got[ROWS], np.int64), int(np.asarray(got[_KNOWN]).sum())
    prints = np.asarray(got[PRINTS]) if PRINTS in got else None
    return Alike({key: pd.Series(got[key]) for key in keys}, answers, rows, known, prints)


def _counted(frame: Any, keys: list[str]) -> Any:
    import narwhals as nw

    engine, native = frame.implementation, frame.to_native()
    if engine.is_polars():
        own: Any = engine.to_native_namespace()
        who = own.col("respondent")
        counts = own.len().alias(ROWS), who.count().alias(_KNOWN), who.hash().bitwise_xor().alias(PRINTS)
        return nw.from_native(native.group_by(keys).agg(*counts))
    if engine.is_duckdb():
        names = ", ".join(map(quoted, keys))
        asked = f"count(*) as {ROWS}, count(respondent) as {_KNOWN}, bit_xor(hash(respondent)) as {PRINTS}"
        return nw.from_native(native.aggregate(f"{names}, {asked}", names))
    if engine.is_pyspark():
        spark: Any = engine.to_native_namespace().functions
        of = [spark.col(f"`{key.replace('`', '``')}`") for key in keys]
        print_of = spark.expr("bit_xor(xxhash64(respondent))").alias(PRINTS)
        counts = spark.count(spark.lit(1)).alias(ROWS), spark.count("respondent").alias(_KNOWN), print_of
        return nw.from_native(native.groupBy(*of).agg(*counts))
    sums = [nw.len().alias(ROWS), nw.col("respondent").count().alias(_KNOWN)]
    printed = _with_prints(frame)
    if printed is not None:
        sums.append(nw.col(PRINTS).sum())
    return (frame if printed is None else printed).group_by(keys, drop_null_keys=False).agg(*sums)


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
