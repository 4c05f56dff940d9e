"""A wide table, one row a person and one column an item, to n, means and covariances: all that alpha needs.

Summed up where the rows live, in one pass. Products are taken from means, of the first rows where an engine holds the
table, so that no figure loses its digits to a large mean; where those turn out to be far off, once more from the true.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import flat_table, in_memory, is_lazy, opened
from ..errors import ArgumentError, DataError, did_you_mean
from ..i18n import LANGUAGES, t
from ..sampling.design import WEIGHT, columns_of, given
from ..sampling.variance import kish

__all__ = ["Moments", "moments_of", "read_moments"]

_BLOCK = 20_000  # rows that stay in the cache of a processor
_FIRST = 1_000  # rows whose means are taken for those of all
_NEAR = 10  # standard deviations; a sum of squares from so far off loses two digits of sixteen
_NOT_ITEMS = ("respondent", "wave", "dimension")


@dataclass(frozen=True)
class Moments:
    """Of the persons who answered every item: how many, and each item's mean, and their covariances."""

    n: int
    means: pd.Series[float]
    covariance: pd.DataFrame
    left_out: int
    worth: float  # how many people with equal weights would be as sure (Kish)


def read_moments(items: Any, weights: Any = None) -> Moments:
    """Sum up a wide table of any library; the first cell that is no number is named."""
    items = flat_table(items)
    if weights is not None:
        return _weighted(items, weights)
    if is_lazy(items):
        frame = opened(items)
        schema = frame.collect_schema()
        _check_names(schema.names())
        if all(kind.is_numeric() for kind in schema.values()) and len(schema) > 1:
            found = _where_it_lives(frame, schema)
            if found is not None:
                return found
    return moments_of(_wide(items))


def _weighted(items: Any, weights: Any) -> Moments:
    """Moments under survey weights, a column of the table or one number a person; who weighs nothing is left out."""
    table = items if isinstance(items, pd.DataFrame) else in_memory(opened(items))
    if isinstance(weights, str):
        if weights not in table.columns:
            columns = [str(one) for one in table.columns]
            hint = did_you_mean(weights, columns)
            raise ArgumentError("errors.column_missing", column=weights, columns=columns, hint=hint)
        table, weights = table.drop(columns=weights), table[weights]
    if len(columns_of(weights)) > 1:
        raise ArgumentError("servqual.alpha_design")
    return moments_of(_wide(table), given(weights, len(table))[WEIGHT].astype(float))


def moments_of(table: pd.DataFrame, weight: npt.NDArray[np.float64] | None = None) -> Moments:
    """Sum up a wide table of numbers; a person with a gap is left out."""
    values = table.to_numpy(float)
    if weight is not None or np.isnan(values.sum()):
        counts = ~np.isnan(values).any(axis=1) & (True if weight is None else weight > 0)
        values, weight = values[counts], None if weight is None else weight[counts]
    n, k = values.shape
    means = np.average(values, axis=0, weights=weight) if n else np.full(k, np.nan)
    products = np.zeros((k, k))
    for start in range(0, n, _BLOCK):
        off = values[start : start + _BLOCK] - means
        products += off.T @ (off if weight is None else off * weight[start : start + _BLOCK, None])
    whole = n if weight is None else weight.sum()
    covariance = products / whole * n / (n - 1) if n > 1 else np.full((k, k), np.nan)
    worth = None if weight is None else kish(weight)
    return _named(table.columns, n, means, covariance, len(table) - n, worth)


def _named(
    names: Any, n: int, means: Any, covariance: Any, left_out: int, worth: float | None = None
) -> Moments:
    covariances = pd.DataFrame(covariance, names, names)
    return Moments(n, pd.Series(means, names), covariances, left_out, n if worth is None else worth)


def _where_it_lives(frame: Any, schema: Any) -> Moments | None:
    """Moments that the engine works out; None where a figure has no end, which only the rows can show."""
    middle, nothing = _first_means(frame, schema), np.full((len(schema), len(schema)), np.nan)
    for _ in range(2):
        rows, n, off, products = _sums(frame, schema, middle)
        if not n or not np.isfinite(off).all():
            return None
        shift = off / n
        means = middle + shift
        covariance = (products - np.outer(off, shift)) / (n - 1) if n > 1 else nothing
        variance = np.maximum(np.diag(covariance), 0)
        np.fill_diagonal(covariance, variance)
        if n == 1 or (shift**2 <= _NEAR**2 * variance).all():
            break
        middle = means  # the first rows were not like the others
    return _named(pd.Index(schema.names()), n, means, covariance, rows - n)


def _first_means(frame: Any, schema: Any) -> npt.NDArray[np.float64]:
    """Means of the first rows: near enough to the true ones to take products from."""
    import narwhals as nw

    numbers = [nw.col(name).cast(nw.Float64) for name in schema.names()]
    known = [
        nw.when(~number.is_nan()).then(number) if kind.is_float() else number
        for number, kind in zip(numbers, schema.values(), strict=True)
    ]
    means = [one.mean().alias(f"m{at}") for at, one in enumerate(known)]
    found = in_memory(frame.head(_FIRST).select(*means)).to_numpy(float)[0]
    return np.where(np.isfinite(found), found, 0.0)


def _sums(
    frame: Any, schema: Any, middle: npt.NDArray[np.float64]
) -> tuple[int, int, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """In one pass: rows, those without a gap, and of these the sums and the products of what is off the middle."""
    import narwhals as nw

    names = schema.names()
    given = [~nw.col(name).is_null() for name in names]
    given += [~nw.col(name).is_nan() for name, kind in schema.items() if kind.is_float()]
    places = [f"o{at}" for at in range(len(names))]
    numbers = [
        (nw.col(name).cast(nw.Float64) - float(mean)).alias(place)
        for name, mean, place in zip(names, middle, places, strict=True)
    ]
    complete = nw.all_horizontal(*given, ignore_nulls=True).alias("complete")
    off = [nw.when(nw.col("complete")).then(nw.col(place)).alias(place) for place in places]
    pairs = list(combinations_with_replacement(range(len(names)), 2))
    products = [(nw.col(places[a]) * nw.col(places[b])).sum().alias(f"p{a}_{b}") for a, b in pairs]
    counts = [nw.len().alias("rows"), nw.col(places[0]).count().alias("n")]
    sums = frame.select(*numbers, complete).select(*off).select(*counts, nw.col(*places).sum(), *products)
    rows, n, *rest = in_memory(sums).to_numpy(float)[0].tolist()
    found, matrix = np.array(rest), np.empty((len(names), len(names)))
    for (one, two), total in zip(pairs, found[len(names) :], strict=True):
        matrix[one, two] = matrix[two, one] = total
    return int(rows), int(n), found[: len(names)], matrix


def _check_names(names: list[Any]) -> None:
    if {"respondent", "item", "perception"} <= {*names}:
        raise DataError("servqual.alpha_long")
    known = {
        *_NOT_ITEMS,
        *(name for lang in LANGUAGES for name in t("intake.column.respondent", lang).split("|")),
    }
    for column in names:
        if str(column).strip().lower() in known:
            raise DataError("servqual.alpha_not_item", column=column)


def _wide(items: Any) -> pd.DataFrame:
    """Bring the wide table to pandas as floats, naming the first cell that is no number."""
    table = items if isinstance(items, pd.DataFrame) else in_memory(opened(items))
    _check_names(list(table.columns))
    if all(kind.kind in "iuf" for kind in table.dtypes):
        values = table.to_numpy(float, na_value=np.nan)
        if np.isfinite(values.sum()):  # nothing to look for, as in most tables
            return pd.DataFrame(values, table.index, table.columns, copy=False)
    numbers: pd.DataFrame = table.apply(pd.to_numeric, errors="coerce").astype(float)
    numbers = numbers.where(np.isfinite(numbers))
    for place, column in enumerate(table.columns):
        wrong = np.flatnonzero(numbers.iloc[:, place].isna() & table.iloc[:, place].notna())
        if len(wrong):
            value = table.iloc[wrong[0], place]
            raise DataError("servqual.alpha_text", row=int(wrong[0]) + 1, column=column, value=value)
    return numbers
