"""Persons and their means: persons who answered alike counted where the rows live, or a row for each person."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import in_memory
from ..errors import listing
from ..i18n import t, worded
from ._repeats import ROWS
from ._rows import DIMENSIONS, Level, Rows, read_rows

__all__ = ["People", "cells", "people"]

_ANSWERED = "__answered__"  # a name no survey column has


@dataclass(frozen=True)
class People:
    """Persons by dimension (or item), with the mean of each side: a row a person, or a row for ``n`` who are alike."""

    table: pd.DataFrame
    level: Level
    unit: list[str]
    by: list[str]
    index: pd.Index[Any]  # of the result
    at: npt.NDArray[np.integer[Any]]  # place there of each row
    left_out: dict[Hashable, int]
    notes: list[str]
    drawn: list[str] = field(default_factory=list)  # columns of weights, clusters and strata

    @property
    def keys(self) -> list[str]:
        """Columns that make the index of a result."""
        return [self.level, *self.by]

    def with_gap(self) -> pd.DataFrame:
        """Return the table with a column gap, perception − expectation."""
        return self.table.assign(gap=self.table["perception"] - self.table["expectation"])

    def moments(self, table: pd.DataFrame, columns: Sequence[str]) -> dict[str, pd.Series[Any]]:
        """Persons in each row of the result, ``n``; of each column the mean, and its sd as ``<column>_sd``.

        The table is that of the persons, with more columns.
        """
        at, rows, times = self.at, len(self.index), table["n"].to_numpy(float)
        many = np.bincount(at, times, rows)
        found = {"n": pd.Series(many.astype(np.int64), self.index)}
        for name in columns:
            values = table[name].to_numpy(float)
            mean = np.bincount(at, values * times, rows) / many
            squares = np.bincount(at, (values - mean[at]) ** 2 * times, rows)
            sd = np.sqrt(squares / np.where(many > 1, many - 1, np.nan))
            found |= {name: pd.Series(mean, self.index), f"{name}_sd": pd.Series(sd, self.index)}
        return found

    def finish(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put dimensions in SERVQUAL's order and attach what was left out and noticed."""
        if self.level == "dimension":
            order = {name: place for place, name in enumerate(DIMENSIONS)}
            places = [order.get(name, len(order)) for name in table.index.get_level_values("dimension")]
            table = table.iloc[np.argsort(places, kind="stable")]
        many = table[next(name for name in ("n", "n_after") if name in table)] > 1
        limits = [name for name in table if str(name).endswith("_low")]
        alike = many.to_numpy() & table[limits].isna().to_numpy().any(axis=1)
        if alike.any():
            self.notes.append(t("servqual.note.alike", names=listing(map(_named, table.index[alike]))))
        table.attrs |= {"left_out": self.left_out, "notes": self.notes}
        return table


def cells(
    answers: Any,
    sides: Sequence[str],
    *,
    level: Level,
    by: str | Sequence[str] | None,
    scale: tuple[float, float],
) -> People:
    """Count the persons of each group who answered alike, ``n``: all that a mean, a spread or a rank test needs.

    A person counts with at least half of the items answered on every side.
    """
    import narwhals as nw

    rows = read_rows(answers, sides, level=level, by=by, scale=scale)
    if level == "item":  # each answer is its own mean
        keys, values = [level, *rows.by], rows.alike[list(sides)].to_numpy(float)
        each = dict(zip(sides, values.T, strict=True)) | {"n": rows.alike[ROWS].to_numpy()}
        table = rows.alike[keys].assign(**each)[~np.isnan(values).any(axis=1)]
        if len(rows.unit) > 1:  # counted for each wave
            table = table.groupby([*keys, *sides], observed=True)["n"].sum().reset_index()
    else:
        alike = [level, *rows.by, _ANSWERED, *sides]
        counted = in_memory(_answered(rows, sides, level).group_by(alike).agg(nw.len().alias("n")))
        table = _means(rows, counted, sides, level)
    return _people_of(rows, table, level, table["n"].to_numpy(float))


def people(
    answers: Any,
    sides: Sequence[str],
    *,
    level: Level,
    by: str | Sequence[str] | None,
    scale: tuple[float, float],
    weights: Any = None,
) -> People:
    """Mean of each side within a person; a person counts with at least half of the items answered on every side."""
    rows = read_rows(answers, sides, level=level, by=by, scale=scale, weights=weights)
    each = [level, *rows.by, *rows.unit, _ANSWERED, *sides, *rows.drawn]
    table = _means(rows, in_memory(_answered(rows, sides, level).select(each)), sides, level)
    return _people_of(rows, table, level, None)


def _people_of(
    rows: Rows, table: pd.DataFrame, level: Level, times: npt.NDArray[np.float64] | None
) -> People:
    """Put persons, each row standing for so many of them, in the rows of a result."""
    groups = table.groupby([level, *rows.by], observed=True)
    index, at = groups.size().index, groups.ngroup().to_numpy(np.intp)
    counted = np.bincount(at, times, len(index)).astype(np.int64).tolist()
    left_out = rows.left_out(dict(zip(index, counted, strict=True)), level)
    return People(table, level, rows.unit, rows.by, index, at, left_out, rows.notes, rows.drawn)


def _answered(rows: Rows, sides: Sequence[str], level: Level) -> Any:
    """Sums of each side within a person and dimension, and how many items they are of; an item is its own sum."""
    import narwhals as nw

    known = [~nw.col(side).is_null() for side in sides if rows.alike[side].isna().any()]
    complete = rows.frame.filter(*known) if known else rows.frame
    if level == "item":
        return complete.with_columns(nw.lit(1).alias(_ANSWERED))
    keys = [level, *rows.by, *rows.unit]
    alike = [nw.col(column).max() for column in rows.drawn]  # a person has one of each
    return complete.group_by(keys).agg(
        *[nw.col(side).sum() for side in sides], nw.len().alias(_ANSWERED), *alike
    )


def _means(rows: Rows, table: pd.DataFrame, sides: Sequence[str], level: Level) -> pd.DataFrame:
    """Sums made means, of those who answered at least half of the items on every side."""
    asked = rows.instrument[level].value_counts()
    answered = table.pop(_ANSWERED).to_numpy(float)
    enough = 2 * answered >= table[level].map(asked).to_numpy(float)
    table, answered = table[enough], answered[enough]
    return table.assign(**{side: table[side].to_numpy(float) / answered for side in sides})


def _named(key: Any) -> str:
    """Write a row of the index in words."""
    parts = key if isinstance(key, tuple) else (key,)
    return " · ".join(worded("common.dimension", str(one)) for one in parts)
