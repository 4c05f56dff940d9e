"""Persons and their means: persons who answered alike counted where the rows live, or a row for each person."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import columns_in_memory, grouped, in_memory
from ..errors import listing
from ..i18n import t, worded
from ..inference import Array
from ._repeats import persons_of
from ._rows import DIMENSIONS, Level, Rows, read_rows

__all__ = ["Cells", "People", "cells", "people"]

_ANSWERED = "__answered__"  # a name no survey column has


@dataclass(frozen=True)
class Found:
    """What people and cells have in common: what a result says besides its figures."""

    level: Level
    by: list[str]
    left_out: dict[Hashable, int]
    notes: list[str]

    @property
    def keys(self) -> list[str]:
        """Columns that make the index of a result."""
        return [self.level, *self.by]

    def finish(self, table: pd.DataFrame, alike: npt.NDArray[np.bool_]) -> pd.DataFrame:
        """Put dimensions in SERVQUAL's order, attach what was left out and noticed, and say where all are `alike`."""
        if self.level == "dimension":
            order = {name: place for place, name in enumerate(DIMENSIONS)}
            places = [order.get(name, len(order)) for name in table.index.get_level_values("dimension")]
            by_place = np.argsort(places, kind="stable")
            table, alike = table.iloc[by_place], alike[by_place]
        asked: Any = self.left_out
        if table.index.nlevels < len(self.keys):  # groups that were compared make one row
            asked = dict.fromkeys(key[0] for key in asked)
        if nobody := [key for key in asked if key not in table.index]:
            self.notes.append(t("servqual.note.nobody", names=listing(map(_named, nobody))))
        if alike.any():
            self.notes.append(t("servqual.note.alike", names=listing(map(_named, table.index[alike]))))
        table.attrs |= {"left_out": self.left_out, "notes": self.notes}
        return table


@dataclass(frozen=True)
class People(Found):
    """A row a person and dimension (or item), with the mean of each side."""

    table: pd.DataFrame
    unit: list[str]
    drawn: list[str]  # columns of weights, clusters and strata

    def with_gap(self) -> pd.DataFrame:
        """Return the table with a column gap, perception − expectation."""
        return self.table.assign(gap=self.table["perception"] - self.table["expectation"])


@dataclass(frozen=True)
class Cells(Found):
    """Persons of a row of the result who answered alike: all that a mean, a spread or a rank test needs."""

    index: pd.Index[Any]  # of the result
    n: Array  # persons in each row of it
    at: npt.NDArray[np.integer[Any]]  # row of the result each cell is in
    times: Array  # persons in each cell
    means: dict[str, Array]  # of each side, by cell

    def table(self, figures: Mapping[str, Any], *limits: Array) -> pd.DataFrame:
        """Return the result, of its columns and the lower limits among them, which are missing where all are alike."""
        alike = (self.n > 1) & np.isnan(limits).any(axis=0)
        return self.finish(pd.DataFrame(figures, self.index), alike)

    def average(self, values: Array) -> Array:
        """Mean over the persons of each row of the result, of what each cell has."""
        return np.bincount(self.at, values * self.times, len(self.n)) / self.n

    def spread(self, values: Array) -> Array:
        """Standard deviation between the persons of each row, missing where there is one."""
        off = values - self.average(values)[self.at]
        squares = np.bincount(self.at, off**2 * self.times, len(self.n))
        return np.sqrt(squares / np.where(self.n > 1, self.n - 1, np.nan))


def cells(
    answers: Any,
    sides: Sequence[str],
    *,
    level: Level,
    by: str | Sequence[str] | None,
    scale: tuple[float, float],
) -> Cells:
    """Count the persons of each group who answered alike; one counts who answered half of the items on every side."""
    at_once = level == "item" or bool(by)
    rows = read_rows(answers, sides, level=level, by=by, scale=scale, repeats=at_once)
    if level == "item":  # each answer is its own mean
        keys, means, times = rows.alike.keys, rows.alike.low, rows.alike.rows
        here: Any = ~np.isnan(means).any(axis=1)
    else:
        table = _counted(rows, sides)
        keys, (means, here), times = table, _means(rows, table, sides, level), np.asarray(table["n"])
    keys = {key: keys[key] for key in [level, *rows.by]}
    if not here.all():
        keys, means, times = {key: keys[key][here] for key in keys}, means[here], times[here]
    index, at = _placed(keys)
    persons = times.astype(float)
    n = np.bincount(at, persons, len(index)).astype(float)
    if not at_once:
        groups = persons_of(rows.frame, rows.unit[1:], [], rows.alike, seen=int(n.max(initial=0)))
        rows = replace(rows, groups=groups)
    left_out = rows.left_out(dict(zip(index, n.tolist(), strict=True)))
    of = dict(zip(sides, means.T, strict=True))
    return Cells(level, rows.by, left_out, rows.notes, index, n, at, persons, of)


def _counted(rows: Rows, sides: Sequence[str]) -> dict[str, Any]:
    """Persons who have the same sums in a dimension, counted; they are grouped by its fingerprint if there is one."""
    names = rows.alike.names
    hashed = "dimension" if len(names) == len(rows.asked) else None
    persons = _answered(rows, sides, "dimension", hashed)
    table = columns_in_memory(grouped(persons, ["dimension", *rows.by, _ANSWERED, *sides], [], "n"))
    if hashed:
        at, prints = pd.factorize(table[hashed])
        table[hashed] = np.array([names[one] for one in prints.tolist()], object)[at]
    return table


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
    table = in_memory(_answered(rows, sides, level).select(each))
    means, enough = _means(rows, {str(name): values for name, values in table.items()}, sides, level)
    table = table.drop(columns=_ANSWERED).assign(**dict(zip(sides, means.T, strict=True)))[enough]
    index, at = _placed({key: table[key] for key in [level, *rows.by]})
    left_out = rows.left_out(dict(zip(index, np.bincount(at).tolist(), strict=True)))
    return People(level, rows.by, left_out, rows.notes, table, rows.unit, rows.drawn)


def _placed(keys: dict[str, Any]) -> tuple[pd.Index[Any], npt.NDArray[np.integer[Any]]]:
    """Each combination of keys once, sorted, and the place of each row among them."""
    (name, first), *more = keys.items()
    if not more and not isinstance(first.dtype, pd.CategoricalDtype):  # in a third of the time
        at, names = pd.factorize(first, sort=True)
        return pd.Index(names, name=name), at
    groups = pd.DataFrame(keys).groupby(list(keys), observed=True)
    return groups.size().index, groups.ngroup().to_numpy(np.intp)


def _answered(rows: Rows, sides: Sequence[str], level: Level, hashed: str | None = None) -> Any:
    """Sums of each side within a person and dimension, and how many items they are of; an item is its own sum."""
    import narwhals as nw

    given, every = rows.alike.given.sum(axis=0), rows.alike.rows.sum()
    known = [~nw.col(side).is_null() for side, n in zip(sides, given, strict=True) if n < every]
    complete = rows.frame.filter(*known) if known else rows.frame
    if level == "item":
        return complete.with_columns(nw.lit(1).alias(_ANSWERED))
    return grouped(complete, [level, *rows.by, *rows.unit], sides, _ANSWERED, rows.drawn, hashed=hashed)


def _means(
    rows: Rows, table: Mapping[str, Any], sides: Sequence[str], level: Level
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Sums made means, a column a side, and which are of at least half of the items."""
    at, names = pd.factorize(table[level])
    answered = np.asarray(table[_ANSWERED], float)
    enough = 2 * answered >= np.array([len(rows.asked[name]) for name in names])[at]
    return np.column_stack([np.asarray(table[side], float) / answered for side in sides]), enough


def _named(key: Any) -> str:
    """Write a row of the index in words."""
    parts = key if isinstance(key, tuple) else (key,)
    return " · ".join(worded("common.dimension", str(one)) for one in parts)
