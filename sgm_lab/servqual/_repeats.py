"""Rows that are alike counted once where they live, and nobody counted twice: most often in the same one pass.

One group-by over the rows tells how often each pair of answers was given to each item, all that most figures need. The
respondents' fingerprints, folded into one number, tell more: where every item of a group has as many rows and the same
number, the same people answered each of them, and if one item has nobody twice, none has. Two lists as long with one
number are one list: folded with "exclusive or", each of the one is in the other an odd number of times, so once. Where
the items differ, as they do where rows are lacking, each person's rows are counted.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from .._tables import columns_in_memory, distinct, in_memory, quoted
from ..errors import DataError
from ._alike import PRINTS, ROWS, Alike, folds

__all__ = ["persons_of"]

_MOST_ITEMS = 45  # sums of powers of two of so many items are exact in 64-bit floats, however they are added
_MOST_PRINTS = 10_000_000  # fingerprints that are taken home: 80 MB
_BITS = "__bits__"  # a name no survey column has


def persons_of(
    frame: Any, wave: Sequence[str], by: Sequence[str], alike: Alike, seen: int = 0
) -> dict[tuple[Hashable, ...], int]:
    """Count the questionnaires of each group; without `by` there is one, ().

    Parameters
    ----------
    frame : Narwhals frame
    wave, by : sequence of str
        What tells the questionnaires of a person apart, and what makes groups.
    alike : Alike
        With these among its keys, and item.
    seen : int
        So many different people are known to have answered in one dimension.

    Raises
    ------
    DataError
        If a person answered an item twice.
    """
    groups = _of_whole(frame, [*by, *wave], alike, seen)
    if groups is None:
        groups = _one_by_one(
            frame, ["respondent", *wave], list(by), pd.Series(alike.keys["item"]).drop_duplicates()
        )
    if not by:
        return {(): int(groups["n"].sum())}
    sums = groups.groupby(list(by), observed=True)["n"].sum()
    return {key if isinstance(key, tuple) else (key,): int(n) for key, n in sums.items()}


def _of_whole(frame: Any, groups: list[str], alike: Alike, seen: int) -> Any:
    """Columns `groups` and n, people of each group, where the same answered every item, each once; else None."""
    import narwhals as nw

    if alike.prints is None:
        return None
    item, names = pd.factorize(alike.keys["item"])
    at, items, engine = item, len(names), frame.implementation
    if groups:
        table = pd.DataFrame({key: alike.keys[key] for key in [*groups, "item"]})
        at = table.groupby([*groups, "item"], observed=True, dropna=False).ngroup().to_numpy()
    order = np.argsort(at, kind="stable")
    first = np.flatnonzero(np.diff(at[order], prepend=-1))
    if len(first) % items:
        return None
    # Sorted by group, then item: a group in which all were asked is one row here.
    fold = np.bitwise_xor if folds(engine) else np.add
    prints = fold.reduceat(alike.prints[order], first).reshape(-1, items)
    rows = np.add.reduceat(alike.rows[order], first).reshape(-1, items)
    asked = item[order[first]].reshape(-1, items)
    if not all((one == one[:, :1]).all() for one in (rows, prints)) or (asked != asked[0]).any():
        return None
    n = int(rows[:, 0].sum())
    item_of = nw.col("item") == names[asked[0, 0]]
    if (
        n == seen
        or (not groups and prints[0, 0] in _numbered(frame, n))
        or _all_differ(frame.filter(item_of), [*groups, "respondent"], n)
    ):
        return {"n": rows[:, 0]} if not groups else table.iloc[order[first[::items]]].assign(n=rows[:, 0])
    once = nw.col("respondent").n_unique().alias("n")
    those = frame.filter(item_of)
    those = those.group_by(groups, drop_null_keys=False).agg(once) if groups else those.select(once)
    found = in_memory(those)
    return found if int(found["n"].sum()) == n else None


def _numbered(frame: Any, n: int) -> tuple[int, ...]:
    """Folded fingerprints of the respondents 1 to n and 0 to n − 1, as most are numbered; none where it takes long."""
    engine, native = frame.implementation, frame.to_native()
    if n > _MOST_PRINTS or not frame.collect_schema()["respondent"].is_integer():
        return ()
    own: Any = engine.to_native_namespace()
    if engine.is_polars():
        kind = native.collect_schema()["respondent"]
        prints = own.int_range(n + 1, eager=True).cast(kind, strict=False).hash().to_numpy()
    elif engine.is_duckdb():
        kind = native.types[native.columns.index("respondent")]
        asked = f"select hash(try_cast(range as {kind})) as h from range({n} + 1)"
        prints = own.cursor().execute(asked).fetchnumpy()["h"]
    else:
        return ()
    return int(np.bitwise_xor.reduce(prints[1:])), int(np.bitwise_xor.reduce(prints[:-1]))


def _all_differ(frame: Any, columns: list[str], n: int) -> bool:
    """Whether it is certain that no two of ``n`` rows are alike in `columns`; False tells nothing.

    Whole numbers, or fingerprints, are taken home: they rise where a table is in the order of its people, and sorting
    them takes less time than an engine's own count of what differs.
    """
    import narwhals as nw

    engine, native = frame.implementation, frame.to_native()
    if n > _MOST_PRINTS or not folds(engine):
        return False
    if len(columns) == 1 and frame.collect_schema()[columns[0]].is_integer():
        found = frame.select(columns[0])
    elif engine.is_pyspark():
        return False
    elif engine.is_polars():
        own: Any = engine.to_native_namespace()
        found = nw.from_native(native.select(own.struct(columns).hash().alias(PRINTS)))
    else:
        found = nw.from_native(native.project(f"hash({', '.join(map(quoted, columns))}) as {PRINTS}"))
    prints = np.asarray(next(iter(columns_in_memory(found).values())))
    if (prints[1:] > prints[:-1]).all():
        return len(prints) == n
    prints = np.sort(prints)
    return len(prints) == n and bool((prints[1:] != prints[:-1]).all())


def _one_by_one(frame: Any, unit: list[str], by: list[str], items: pd.Series[Any]) -> pd.DataFrame:
    """Count the rows of each person; columns `by` and n, persons, in however many rows.

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
    return groups


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
        first = repeated.head(1).to_dict("records")[0]
        raise DataError("servqual.duplicate", respondent=first["respondent"], item=first["item"],
                        times=first["times"], count=len(repeated))  # fmt: skip
