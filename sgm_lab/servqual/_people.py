"""Persons and their means: persons who answered alike counted where the rows live, or a row for each person."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
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
        """Persons in each row of the result, ``n``; of each column the mean, and its sd as ``<column>_sd``."""
        groups = table.groupby(self.keys, observed=True)
        n, at, times = groups["n"].sum(), groups.ngroup().to_numpy(np.intp), table["n"].to_numpy(float)
        found, many = {"n": n}, n.to_numpy(float)
        for name in columns:
            values = table[name].to_numpy(float)
            mean = np.bincount(at, values * times, len(n)) / many
            squares = np.bincount(at, (values - mean[at]) ** 2 * times, len(n))
            sd = np.sqrt(squares / np.where(many > 1, many - 1, np.nan))
            found |= {name: pd.Series(mean, n.index), f"{name}_sd": pd.Series(sd, n.index)}
        return found

    def finish(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put dimensions in SERVQUAL's order and attach what was left out and noticed."""
        if self.level == "dimension":
            order = {name: place for place, name in enumerate(DIMENSIONS)}
            places = [order.get(name, len(order)) for name in table.index.get_level_values("dimension")]
            table = table.iloc[np.argsort(places, kind="stable")]
        many = table[next(name for name in ("n", "n_after") if name in table)] > 1
        limits = [name for name in table if str(name).endswith("_low")]
        if alike := list(map(_named, table.index[many & table[limits].isna().any(axis=1)])):
            self.notes.append(t("servqual.note.alike", names=listing(alike)))
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
        complete = rows.alike.dropna(subset=list(sides)).astype(dict.fromkeys(sides, float))
        groups = complete.groupby([level, *rows.by, *sides], observed=True)
        table = groups[ROWS].sum().reset_index(name="n")
    else:
        alike = [level, *rows.by, _ANSWERED, *sides]
        counted = in_memory(_answered(rows, sides, level).group_by(alike).agg(nw.len().alias("n")))
        table = _means(rows, counted, sides, level)
    return People(table, level, rows.unit, rows.by, rows.left_out(table, level), rows.notes)


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
    left_out = rows.left_out(table.assign(n=1), level)
    return People(table, level, rows.unit, rows.by, left_out, rows.notes, rows.drawn)


def _answered(rows: Rows, sides: Sequence[str], level: Level) -> Any:
    """Sums of each side within a person and dimension, and how many items they are of; an item is its own sum."""
    import narwhals as nw

    complete = rows.frame.filter(*[~nw.col(side).is_null() for side in sides])
    if level == "item":
        return complete.with_columns(nw.lit(1).alias(_ANSWERED))
    keys = [level, *rows.by, *rows.unit]
    alike = [nw.col(column).max() for column in rows.drawn]  # a person has one of each
    return complete.group_by(keys).agg(
        *[nw.col(side).sum() for side in sides], nw.len().alias(_ANSWERED), *alike
    )


def _means(rows: Rows, table: pd.DataFrame, sides: Sequence[str], level: Level) -> pd.DataFrame:
    """Sums made means, of those who answered at least half of the items on every side."""
    asked = rows.instrument.groupby(level)["item"].nunique()
    table = table[2 * table[_ANSWERED] >= table[level].map(asked).astype(float)]
    means = {side: table[side].astype(float) / table[_ANSWERED] for side in sides}
    return table.drop(columns=_ANSWERED).assign(**means)


def _named(key: Any) -> str:
    """Write a row of the index in words."""
    parts = key if isinstance(key, tuple) else (key,)
    return " · ".join(worded("common.dimension", str(one)) for one in parts)
