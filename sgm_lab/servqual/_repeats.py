"""Rows that are alike counted once where they live, and nobody counted twice: most often in the same one pass.

One group-by over the rows tells how often each pair of answers was given to each item, all that most figures need. The
respondents' fingerprints, folded into one number, tell more: where every item of a group has as many rows and the same
number, the same people answered each of them, and if one item has nobody twice, none has. Two lists as long with one
number are one list: folded with "exclusive or", each of the one is in the other an odd number of times, so once. Where
the items differ, as they do where rows are lacking, each person's rows are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .._tables import distinct, in_memory
from ..errors import DataError

__all__ = ["KNOWN", "ROWS", "alike_of", "persons_of"]

_MOST_ITEMS = 45  # sums of powers of two of so many items are exact in 64-bit floats, however they are added
_MOST_PRINTS = 10_000_000  # fingerprints that are taken home: 80 MB
_PRIME = 2**31 - 1
ROWS, KNOWN = "__rows__", "__known__"  # names no survey column has
_PRINTS, _BITS = "__prints__", "__bits__"


def alike_of(frame: Any, keys: Sequence[str]) -> pd.DataFrame:
    """Count the rows that are alike in `keys`: columns `keys`, ``ROWS``, and ``KNOWN``, those with a respondent."""
    import narwhals as nw

    engine, native, keys = frame.implementation, frame.to_native(), list(keys)
    if engine.is_polars():
        own: Any = engine.to_native_namespace()
        who = own.col("respondent")
        counts = own.len().alias(ROWS), who.count().alias(KNOWN), who.hash().bitwise_xor().alias(_PRINTS)
        return in_memory(nw.from_native(native.group_by(keys).agg(*counts)))
    if engine.is_duckdb():
        names = ", ".join(map(_quoted, keys))
        asked = f"count(*) as {ROWS}, count(respondent) as {KNOWN}, bit_xor(hash(respondent)) as {_PRINTS}"
        return in_memory(nw.from_native(native.aggregate(f"{names}, {asked}", names)))
    if engine.is_pyspark():
        spark: Any = engine.to_native_namespace().functions
        of = [spark.col(f"`{key.replace('`', '``')}`") for key in keys]
        print_of = spark.expr("bit_xor(xxhash64(respondent))").alias(_PRINTS)
        counts = spark.count(spark.lit(1)).alias(ROWS), spark.count("respondent").alias(KNOWN), print_of
        return in_memory(nw.from_native(native.groupBy(*of).agg(*counts)))
    sums = [nw.len().alias(ROWS), nw.col("respondent").count().alias(KNOWN)]
    printed = _with_prints(frame)
    if printed is not None:
        sums.append(nw.col(_PRINTS).sum())
    return in_memory((frame if printed is None else printed).group_by(keys, drop_null_keys=False).agg(*sums))


def _folds(engine: Any) -> bool:
    """Whether an engine folds fingerprints by itself."""
    return bool(engine.is_polars() or engine.is_duckdb() or engine.is_pyspark())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _with_prints(frame: Any) -> Any:
    """Add a whole number made of each respondent that others hardly share; None where the engine has no such thing.

    These are added up instead: that two lists of people have one sum has a chance of 1 in two thousand million, and
    only where one is in twice and another is lacking.
    """
    import narwhals as nw

    if frame.implementation.is_pandas():
        native = frame.to_native()
        prints = pd.util.hash_pandas_object(native["respondent"], index=False) % _PRIME
        return nw.from_native(native.assign(**{_PRINTS: prints.astype(np.int64)}))
    if not frame.collect_schema()["respondent"].is_signed_integer():
        return None
    rest = nw.col("respondent").cast(nw.Int64) % _PRIME
    return frame.with_columns((rest * rest % _PRIME * rest % _PRIME).alias(_PRINTS))


def persons_of(frame: Any, wave: Sequence[str], by: Sequence[str], alike: pd.DataFrame) -> pd.DataFrame:
    """Count the questionnaires of each group; columns `by` and n, one row without `by`.

    Parameters
    ----------
    frame : Narwhals frame
    wave, by : sequence of str
        What tells the questionnaires of a person apart, and what makes groups.
    alike : DataFrame
        From `alike_of`, with these among its keys, and item.

    Raises
    ------
    DataError
        If a person answered an item twice.
    """
    groups = [*by, *wave]
    found = _of_whole(frame, groups, alike)
    if found is None:
        return _one_by_one(frame, ["respondent", *wave], list(by), alike["item"].drop_duplicates())
    if not by:
        return pd.DataFrame({"n": [int(found["n"].sum())]}) if groups else found
    return found.groupby(list(by), observed=True, dropna=False)[["n"]].sum().reset_index()


def _of_whole(frame: Any, groups: list[str], alike: pd.DataFrame) -> pd.DataFrame | None:
    """People of each group where the same people answered every item, each once; else None."""
    import narwhals as nw

    if _PRINTS not in alike:
        return None
    items, engine = alike["item"].nunique(), frame.implementation
    if groups:
        at = alike.groupby([*groups, "item"], observed=True, dropna=False).ngroup().to_numpy()
    else:
        at = alike["item"].factorize()[0]
    order = np.argsort(at, kind="stable")
    first = np.flatnonzero(np.diff(at[order], prepend=-1))
    if len(first) % items:
        return None
    # Sorted by group, then item: a group in which all were asked is one row here.
    fold = np.bitwise_xor if _folds(engine) else np.add
    prints = fold.reduceat(alike[_PRINTS].to_numpy()[order], first).reshape(-1, items)
    rows = np.add.reduceat(alike[ROWS].to_numpy(np.int64)[order], first).reshape(-1, items)
    asked = alike["item"].to_numpy()[order[first]].reshape(-1, items)
    if not all((one == one[:, :1]).all() for one in (rows, prints)) or (asked != asked[0]).any():
        return None
    those, n = frame.filter(nw.col("item") == asked[0, 0]), int(rows[:, 0].sum())
    if _all_differ(those, [*groups, "respondent"], n):
        if not groups:
            return pd.DataFrame({"n": rows[:, 0]})
        return alike[groups].iloc[order[first[::items]]].assign(n=rows[:, 0])
    once = nw.col("respondent").n_unique().alias("n")
    those = those.group_by(groups, drop_null_keys=False).agg(once) if groups else those.select(once)
    found = in_memory(those)
    return found if int(found["n"].sum()) == n else None


def _all_differ(frame: Any, columns: list[str], n: int) -> bool:
    """Whether it is certain that no two of ``n`` rows are alike in `columns`; False tells nothing.

    Whole numbers, or fingerprints, are taken home: they rise where a table is in the order of its people, and sorting
    them takes less time than an engine's own count of what differs.
    """
    import narwhals as nw

    engine, native = frame.implementation, frame.to_native()
    if n > _MOST_PRINTS or not _folds(engine):
        return False
    if len(columns) == 1 and frame.collect_schema()[columns[0]].is_integer():
        found = frame.select(nw.col(columns[0]).alias(_PRINTS))
    elif engine.is_pyspark():
        return False
    elif engine.is_polars():
        own: Any = engine.to_native_namespace()
        found = nw.from_native(native.select(own.struct(columns).hash().alias(_PRINTS)))
    else:
        found = nw.from_native(native.project(f"hash({', '.join(map(_quoted, columns))}) as {_PRINTS}"))
    prints = in_memory(found)[_PRINTS].to_numpy()
    if (prints[1:] > prints[:-1]).all():
        return len(prints) == n
    prints = np.sort(prints)
    return len(prints) == n and bool((prints[1:] != prints[:-1]).all())


def _one_by_one(frame: Any, unit: list[str], by: list[str], items: pd.Series[Any]) -> pd.DataFrame:
    """Count the rows of each person.

    Each item stands for a power of two. As many powers as a person has rows add up to a number with as many bits only
    if no two are alike; so one group-by over persons tells what one over persons and items would, in a tenth of it.
    """
    import narwhals as nw

    marked = _with_bits(frame, items)
    if marked is None:
        _no_repeats(frame, [*unit, *by])
        alike = distinct(frame, [*unit, *by])
    else:
        persons = marked.group_by([*unit, *by], drop_null_keys=False)
        alike = persons.agg(nw.len().alias(ROWS), nw.col(_BITS).sum())
    keys = [*by, *([] if marked is None else [ROWS, _BITS])]
    count = nw.len().alias("n")
    groups = in_memory(alike.group_by(keys, drop_null_keys=False).agg(count) if keys else alike.select(count))
    if marked is not None:
        rows, bits = groups[ROWS].to_numpy(np.int64), groups[_BITS].to_numpy(np.int64)
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
