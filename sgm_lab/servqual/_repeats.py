"""Questionnaires counted, and nobody counted twice: a person who answered an item twice is found without sorting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .._tables import distinct, in_memory
from ..errors import DataError

__all__ = ["persons_of"]

_MOST_ITEMS = 45  # sums of powers of two of so many items are exact in 64-bit floats, however they are added
_ROWS, _BITS = "__rows__", "__bits__"  # names no survey column has


def persons_of(frame: Any, unit: Sequence[str], by: Sequence[str], items: pd.Series[Any]) -> pd.DataFrame:
    """Count the questionnaires of each group; columns `by` and n, one row without `by`.

    Each item stands for a power of two. As many powers as a person has rows add up to a number with as many bits only
    if no two are alike; so one group-by over persons tells what one over persons and items would, in a tenth of it.

    Raises
    ------
    DataError
        If a person answered an item twice.
    """
    import narwhals as nw

    by = list(by)
    marked = _with_bits(frame, items)
    if marked is None:
        _no_repeats(frame, [*unit, *by])
        alike = distinct(frame, [*unit, *by])
    else:
        persons = marked.group_by([*unit, *by], drop_null_keys=False)
        alike = persons.agg(nw.len().alias(_ROWS), nw.col(_BITS).sum())
    keys = [*by, *([] if marked is None else [_ROWS, _BITS])]
    count = nw.len().alias("n")
    groups = in_memory(alike.group_by(keys, drop_null_keys=False).agg(count) if keys else alike.select(count))
    if marked is not None:
        rows, bits = groups[_ROWS].to_numpy(np.int64), groups[_BITS].to_numpy(np.int64)
        if (rows != np.bitwise_count(bits)).any():
            _no_repeats(frame, [*unit, *by])
    if not by:
        return pd.DataFrame({"n": [int(groups["n"].sum())]})
    return groups.groupby(by, observed=True, dropna=False)[["n"]].sum().reset_index()


def _with_bits(frame: Any, items: pd.Series[Any]) -> Any:
    """Add each row's power of two, by its item; None where there are too many items for it."""
    import narwhals as nw

    names, item = items.tolist(), nw.col("item")
    if len(names) > _MOST_ITEMS:
        return None
    if frame.collect_schema()["item"].is_integer() and min(names) >= 0 and max(names) < _MOST_ITEMS:
        return frame.with_columns((nw.lit(2, nw.Int64) ** item.cast(nw.Int64)).alias(_BITS))
    if frame.implementation.is_pandas():
        table = frame.to_native()
        places = pd.factorize(table["item"])[0]
        return frame.with_columns(
            nw.from_native(pd.Series(2.0**places, table.index, name=_BITS), series_only=True)
        )
    powers = [
        nw.when(item == name).then(nw.lit(2.0**at)).otherwise(nw.lit(0.0)) for at, name in enumerate(names)
    ]
    return frame.with_columns(nw.sum_horizontal(*powers).alias(_BITS))


def _no_repeats(frame: Any, unit: list[str]) -> None:
    import narwhals as nw

    times = frame.group_by([*unit, "item"], drop_null_keys=False).agg(nw.len().alias("times"))
    repeated = in_memory(times.filter(nw.col("times") > 1))
    if len(repeated):
        first = repeated.iloc[0]
        raise DataError("servqual.duplicate", respondent=first["respondent"], item=first["item"],
                        times=int(first["times"]), count=len(repeated))  # fmt: skip
