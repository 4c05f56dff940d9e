"""The part of SERVQUAL that sees raw rows: checks them, and tells questionnaires, groups and items apart.

Runs where the rows live, through Narwhals: pandas, Polars, PyArrow, DuckDB, Ibis, PySpark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from .._tables import in_memory, opened
from ..errors import ArgumentError, DataError, check_choice, did_you_mean, listing, sentence
from ..i18n import t
from ..sampling.design import bound, columns_of
from ..terms import DIMENSIONS
from ._alike import Alike, alike_of
from ._repeats import persons_of

if TYPE_CHECKING:
    import narwhals as nw

__all__ = [
    "DIMENSIONS",
    "SIDES",
    "Level",
    "Rows",
    "check_scale",
    "read_rows",
]

SIDES = ("expectation", "perception")
Level = Literal["dimension", "item"]
_MANY_ANSWERS = 100  # below this, a 1–7 scale may well have drawn no 6 or 7


@dataclass(frozen=True)
class Rows:
    """Checked answers, still where they came from."""

    frame: nw.DataFrame[Any] | nw.LazyFrame[Any]
    unit: list[str]  # columns that tell one questionnaire from another
    by: list[str]
    asked: dict[Hashable, list[Any]]  # items of each dimension (or item), as found in the data
    groups: dict[tuple[Hashable, ...], int]  # questionnaires in each group
    alike: Alike
    notes: list[str]
    drawn: list[str] = field(default_factory=list)  # columns of weights, clusters and strata

    def left_out(self, counted: dict[Hashable, int]) -> dict[Hashable, int]:
        """How many of each group do not count, for each dimension or item, if so many of each do."""
        found: dict[Hashable, int] = {}
        for name in self.asked:
            for group, size in self.groups.items():
                key = (name, *group) if self.by else name
                found[key] = size - int(counted.get(key, 0))
        return found


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
    weights: Any = None,
    repeats: bool = True,
) -> Rows:
    """Check columns, numbers, range and repeats of ``answers``; say where the first mistake is.

    Without `repeats` these are not looked for, and ``groups`` is empty: `persons_of` has yet to be asked.
    """
    import narwhals as nw

    check_choice("level", level, ["dimension", "item"])
    low, high = check_scale(scale)
    frame = opened(answers)
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
    if taken := {"respondent", "item", "dimension", "n", *sides} & set(by):
        raise ArgumentError("servqual.by_reserved", column=min(taken))
    wave = ["wave"] if "wave" in columns and "wave" not in by else []

    drawn: list[str] = []
    if weights is not None:
        frame, drawn = bound(frame, weights), columns_of(weights)
    frame = _as_numbers(frame, [*needed, *by, *wave, *drawn], sides, low, high)
    keys = ["item", *(["dimension"] if level == "dimension" else []), *by, *wave]
    alike = alike_of(frame, keys, sides, each=level == "item")
    if not alike.rows.size:
        raise DataError("errors.empty", what=t("servqual.table"))
    missing = {key: int(alike.rows[alike.missing(key)].sum()) for key in keys}
    missing["respondent"] = int(alike.rows.sum()) - alike.known
    for column in [name for name in needed if name not in sides]:
        if missing[column]:
            raise DataError("servqual.key_missing", column=column, count=missing[column])
    for at, side in enumerate(sides):
        if (alike.low[:, at] < low).any() or (alike.high[:, at] > high).any():
            off = frame.select("respondent", "item", side)
            wrong = in_memory(off.filter((nw.col(side) < low) | (nw.col(side) > high)))
            raise DataError("servqual.outside", column=side, count=len(wrong), low=low, high=high,
                            value=f"{wrong[side].iloc[0]:g}", where=_where(wrong))  # fmt: skip
    asked = _asked(alike, level)
    groups = persons_of(frame, wave, by, alike) if repeats else {}

    notes = _scale_note(alike, high, low)
    for column in by:
        if missing[column]:
            notes.append(t("errors.missing_group", column=column, count=missing[column]))
            frame = frame.filter(~nw.col(column).is_null())
            alike = alike.only(~alike.missing(column))
    if wave and (waves := pd.Series(alike.keys["wave"]).nunique()) > 1:
        notes.append(sentence("servqual.note.waves_pooled", count=waves))
    if level == "dimension":
        _one_dimension_each(asked, notes)
    if drawn:
        _one_weight(frame, ["respondent", *wave], drawn)
    return Rows(frame, ["respondent", *wave], by, asked, groups, alike, notes, drawn)


def _asked(alike: Alike, level: Level) -> dict[Hashable, list[Any]]:
    """Items of each dimension, or of each item itself, by its name."""
    at, names = pd.factorize(alike.keys[level], sort=True)
    if level == "item":
        return {name: [name] for name in names.tolist()}
    item, items = pd.factorize(alike.keys["item"])
    places, of = np.divmod(np.unique(at * len(items) + item), len(items))
    return {name: items[of[places == place]].tolist() for place, name in enumerate(names.tolist())}


def _where(rows: pd.DataFrame) -> DataError:
    """Say whose answer the first of some rows is."""
    return DataError("servqual.where", respondent=rows["respondent"].iloc[0], item=rows["item"].iloc[0])


def _as_numbers(frame: Any, columns: list[str], sides: Sequence[str], low: float, high: float) -> Any:
    """Choose columns, and make those of answers numbers with one kind of missing; text that is none is an error."""
    import narwhals as nw

    schema = frame.collect_schema()
    if text := [side for side in sides if not schema[side].is_numeric()]:
        table = in_memory(frame.select(*columns))
        for side in text:
            raw = table[side].astype(object)
            blank = raw.isna() | raw.map(lambda value: isinstance(value, str) and not value.strip())
            numbers = pd.to_numeric(raw.where(~blank), errors="coerce").astype(float)
            wrong = ~blank & (numbers.isna() | raw.map(lambda value: isinstance(value, bool)))
            if wrong.any():
                first = table[wrong]
                raise DataError("servqual.not_a_number", column=side, count=int(wrong.sum()), low=low, high=high,
                                value=first[side].iloc[0], where=_where(first))  # fmt: skip
            table[side] = numbers
        frame = nw.from_native(table)
        schema = frame.collect_schema()
    if all(schema[side] == nw.Int64 for side in sides):
        return frame
    # Polars, PyArrow and DuckDB tell NaN from null; in a questionnaire both are "not answered".
    whole = [side for side in sides if schema[side].is_integer()]
    numbers_of = {side: nw.col(side).cast(nw.Float64) for side in sides if side not in whole}
    return frame.select(
        *[column for column in columns if column not in sides],
        *[nw.col(side).cast(nw.Int64) for side in whole],
        *[nw.when(~number.is_nan()).then(number).alias(side) for side, number in numbers_of.items()],
    )


def _one_weight(frame: Any, unit: list[str], drawn: list[str]) -> None:
    """Refuse people whose rows have different weights, clusters or strata."""
    import narwhals as nw

    each = in_memory(frame.group_by(unit).agg(*[nw.col(column).n_unique() for column in drawn]))
    several = each[(each[drawn] > 1).any(axis=1)]
    if len(several):
        first = several.head(1).to_dict("records")[0]
        raise DataError(
            "sampling.two", respondent=first["respondent"], count=max(first[column] for column in drawn)
        )


def _scale_note(alike: Alike, high: float, low: float) -> list[str]:
    """Notice answers that never leave the lower 5 of a 1–7 scale: probably a 1–5 questionnaire."""
    count = int(alike.given.sum())
    largest = np.max(alike.high, where=alike.given > 0, initial=low)
    if high <= 5 or largest > 5 or count < _MANY_ANSWERS:
        return []
    return [sentence("servqual.note.narrow_scale", count=count, largest=f"{largest:g}", low=low, high=high)]


def _one_dimension_each(asked: dict[Hashable, list[Any]], notes: list[str]) -> None:
    """Refuse an item in two dimensions; note dimensions that are not SERVQUAL's five."""
    for item, times in Counter(item for items in asked.values() for item in items).items():
        if times > 1:
            names = [name for name, items in asked.items() if item in items]
            raise DataError("servqual.two_dimensions", item=item, names=sorted(map(str, names)))
    if own := sorted({str(name) for name in asked} - set(DIMENSIONS)):
        hint = did_you_mean(own[0], DIMENSIONS)
        notes.append(t("servqual.note.unknown_dimension", names=listing(own), hint=hint))
