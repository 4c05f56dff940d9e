"""The part of SERVQUAL that sees raw rows: checks them, then one mean a person and dimension (or item).

Runs where the rows live, through Narwhals: pandas, Polars, PyArrow, DuckDB, PySpark. Only the small table of
persons comes back, in pandas.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from .._tables import flat_table
from ..errors import ArgumentError, DataError, check_choice, did_you_mean, listing, sentence
from ..i18n import t, worded
from ..terms import DIMENSIONS

if TYPE_CHECKING:
    import narwhals as nw

__all__ = [
    "DIMENSIONS",
    "SIDES",
    "Level",
    "People",
    "Rows",
    "check_scale",
    "people",
    "read_rows",
]

SIDES = ("expectation", "perception")
Level = Literal["dimension", "item"]
_MANY_ANSWERS = 100  # below this, a 1–7 scale may well have drawn no 6 or 7


@dataclass(frozen=True)
class Rows:
    """Checked answers, still where they came from."""

    frame: nw.LazyFrame[Any]
    unit: list[str]  # columns that tell one questionnaire from another
    by: list[str]
    instrument: pd.DataFrame  # item (, dimension) as found in the data
    notes: list[str]

    def to_pandas(self) -> pd.DataFrame:
        """All checked rows, in pandas."""
        return _pandas(self.frame)


@dataclass(frozen=True)
class People:
    """One row a person and dimension (or item), with the mean of each side."""

    table: pd.DataFrame
    level: Level
    unit: list[str]
    by: list[str]
    left_out: dict[Hashable, int]
    notes: list[str]

    @property
    def keys(self) -> list[str]:
        """Columns that make the index of a result."""
        return [self.level, *self.by]

    def with_gap(self) -> pd.DataFrame:
        """Return the table with a column gap, perception − expectation."""
        return self.table.assign(gap=self.table["perception"] - self.table["expectation"])

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


def _named(key: Any) -> str:
    """Write a row of the index in words."""
    parts = key if isinstance(key, tuple) else (key,)
    return " · ".join(worded("common.dimension", str(one)) for one in parts)


def check_scale(scale: tuple[float, float], key: str = "servqual.scale") -> tuple[float, float]:
    """Return ``scale`` if it is (lowest, highest), or raise."""
    try:
        low, high = (float(end) for end in scale)
    except (TypeError, ValueError):
        raise ArgumentError(key, value=scale) from None
    if not low < high:
        raise ArgumentError(key, value=scale)
    return (int(low) if low.is_integer() else low), (int(high) if high.is_integer() else high)


def read_rows(
    answers: Any,
    sides: Sequence[str],
    *,
    level: Level,
    by: str | Sequence[str] | None,
    scale: tuple[float, float],
) -> Rows:
    """Check columns, numbers, range and repeats of ``answers``; say where the first mistake is."""
    import narwhals as nw

    check_choice("level", level, ["dimension", "item"])
    low, high = check_scale(scale)
    answers = flat_table(answers)
    try:
        frame = nw.from_native(answers).lazy()
    except TypeError:
        raise ArgumentError("servqual.not_a_table", kind=type(answers).__name__) from None
    by = [by] if isinstance(by, str) else list(by or [])
    columns = frame.collect_schema().names()
    needed = ["respondent", "item", *(["dimension"] if level == "dimension" else []), *sides]
    if "item" not in columns and not set(sides) & set(columns):
        raise DataError("servqual.wide", columns=columns)
    if "expectation" in needed and "expectation" not in columns and "perception" in columns:
        raise DataError("servqual.perceptions_alone")
    for column in [*needed, *by]:
        if column not in columns:
            hint = did_you_mean(column, columns)
            raise DataError("errors.column_missing", column=column, columns=columns, hint=hint)
    if taken := {"respondent", "item", "dimension", *sides} & set(by):
        raise ArgumentError("servqual.by_reserved", column=min(taken))
    wave = ["wave"] if "wave" in columns and "wave" not in by else []

    frame = _as_numbers(frame.select(*needed, *by, *wave), sides, low, high)
    facts = _one_row(
        frame.select(
            nw.len().alias("rows"),
            *[nw.col(name).is_null().sum().alias(f"{name}_missing") for name in [*needed, *by]],
            *[nw.col(side).count().alias(f"{side}_count") for side in sides],
            *[nw.col(side).min().alias(f"{side}_min") for side in sides],
            *[nw.col(side).max().alias(f"{side}_max") for side in sides],
        )
    )
    if not facts["rows"]:
        raise DataError("errors.empty", what=t("servqual.table"))
    for column in [name for name in needed if name not in sides]:
        if facts[f"{column}_missing"]:
            raise DataError("servqual.key_missing", column=column, count=int(facts[f"{column}_missing"]))
    for side in sides:
        if facts[f"{side}_min"] < low or facts[f"{side}_max"] > high:
            wrong = _pandas(frame.filter((nw.col(side) < low) | (nw.col(side) > high)))
            raise DataError("servqual.outside", column=side, count=len(wrong), low=low, high=high,
                            value=f"{wrong[side].iloc[0]:g}", where=_where(wrong.iloc[0]))  # fmt: skip
    _check_repeats(frame, ["respondent", *by, *wave])

    notes = _scale_note(facts, sides, high, low)
    for column in by:
        if count := int(facts[f"{column}_missing"]):
            notes.append(t("servqual.note.missing_group", column=column, count=count))
            frame = frame.filter(~nw.col(column).is_null())
    if wave and (waves := _pandas(frame.select("wave").unique())["wave"].nunique()) > 1:
        notes.append(sentence("servqual.note.waves_pooled", count=waves))
    instrument = _instrument(frame, level, notes)
    return Rows(frame, ["respondent", *wave], by, instrument, notes)


def people(
    answers: Any,
    sides: Sequence[str],
    *,
    level: Level,
    by: str | Sequence[str] | None,
    scale: tuple[float, float],
) -> People:
    """Mean of each side within a person; a person counts with at least half of the items answered on every side."""
    import narwhals as nw

    rows = read_rows(answers, sides, level=level, by=by, scale=scale)
    complete = rows.frame.filter(*[~nw.col(side).is_null() for side in sides])
    keys = [level, *rows.by]
    table = _pandas(
        complete.group_by([*keys, *rows.unit]).agg(
            *[nw.col(side).mean().alias(side) for side in sides], nw.len().alias("_answered")
        )
    )
    asked = rows.instrument.groupby(level)["item"].nunique()
    table = table[2 * table["_answered"] >= table[level].map(asked).astype(float)].drop(columns="_answered")
    table[list(sides)] = table[list(sides)].astype(float)

    everyone = _pandas(rows.frame.select(*rows.unit, *rows.by).unique())
    groups = everyone.groupby(rows.by, observed=True).size() if rows.by else {(): len(everyone)}
    counted = table.groupby(keys, observed=True).size().to_dict()
    left_out: dict[Hashable, int] = {}
    for name in asked.index:
        for group, size in dict(groups).items():
            group = group if isinstance(group, tuple) else (group,)
            key = (name, *group) if rows.by else name
            left_out[key] = int(size - counted.get(key, 0))
    return People(table, level, rows.unit, rows.by, left_out, rows.notes)


def _pandas(frame: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Collect into pandas; other backends by plain lists, so that none of them needs PyArrow for it."""
    collected = frame.collect()
    if collected.implementation.is_pandas():
        return collected.to_pandas().reset_index(drop=True)
    return pd.DataFrame(collected.to_dict(as_series=False))


def _one_row(frame: nw.LazyFrame[Any]) -> pd.Series[Any]:
    return _pandas(frame).iloc[0]


def _where(row: pd.Series[Any]) -> str:
    return t("servqual.where", respondent=row["respondent"], item=row["item"])


def _as_numbers(frame: nw.LazyFrame[Any], sides: Sequence[str], low: float, high: float) -> nw.LazyFrame[Any]:
    """Make the answer columns floats with one kind of missing; text that is no number is an error."""
    import narwhals as nw

    schema = frame.collect_schema()
    if text := [side for side in sides if not schema[side].is_numeric()]:
        table = _pandas(frame)
        for side in text:
            raw = table[side].astype(object)
            blank = raw.isna() | raw.map(lambda value: isinstance(value, str) and not value.strip())
            numbers = pd.to_numeric(raw.where(~blank), errors="coerce").astype(float)
            wrong = ~blank & (numbers.isna() | raw.map(lambda value: isinstance(value, bool)))
            if wrong.any():
                first = table[wrong].iloc[0]
                raise DataError("servqual.not_a_number", column=side, count=int(wrong.sum()), low=low, high=high,
                                value=first[side], where=_where(first))  # fmt: skip
            table[side] = numbers
        frame = nw.from_native(table).lazy()
    # Polars, PyArrow and DuckDB tell NaN from null; in a questionnaire both are "not answered".
    numbers_of = {side: nw.col(side).cast(nw.Float64) for side in sides}
    return frame.with_columns(
        *[nw.when(~number.is_nan()).then(number).alias(side) for side, number in numbers_of.items()]
    )


def _check_repeats(frame: nw.LazyFrame[Any], unit: list[str]) -> None:
    import narwhals as nw

    times = frame.group_by([*unit, "item"]).agg(nw.len().alias("_times"))
    repeated = _pandas(times.filter(nw.col("_times") > 1))
    if len(repeated):
        first = repeated.iloc[0]
        raise DataError("servqual.duplicate", respondent=first["respondent"], item=first["item"],
                        times=int(first["_times"]), count=len(repeated))  # fmt: skip


def _scale_note(facts: pd.Series[Any], sides: Sequence[str], high: float, low: float) -> list[str]:
    """Notice answers that never leave the lower 5 of a 1–7 scale: probably a 1–5 questionnaire."""
    largest = max((facts[f"{side}_max"] for side in sides if pd.notna(facts[f"{side}_max"])), default=high)
    count = int(sum(facts[f"{side}_count"] for side in sides))
    if high <= 5 or largest > 5 or count < _MANY_ANSWERS:
        return []
    return [sentence("servqual.note.narrow_scale", count=count, largest=f"{largest:g}", low=low, high=high)]


def _instrument(frame: nw.LazyFrame[Any], level: Level, notes: list[str]) -> pd.DataFrame:
    """Items (and their dimensions) as found; notes dimensions that are not SERVQUAL's five."""
    found = _pandas(frame.select("item", *(["dimension"] if level == "dimension" else [])).unique())
    if level == "item":
        return found
    split = found[found["item"].duplicated(keep=False)]
    if len(split):
        item = split["item"].iloc[0]
        names = split.loc[split["item"] == item, "dimension"]
        raise DataError("servqual.two_dimensions", item=item, names=sorted(map(str, names)))
    if own := sorted({str(name) for name in found["dimension"]} - set(DIMENSIONS)):
        hint = did_you_mean(own[0], DIMENSIONS)
        notes.append(t("servqual.note.unknown_dimension", names=listing(own), hint=hint))
    return found
