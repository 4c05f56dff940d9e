"""Waves of a survey as numbers, and values that are one though some are written as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..errors import listing
from ..i18n import t
from ._cells import is_blank, normalise, once, to_number
from ._columns import Fates
from ._names import names as names_of
from ._order import before_and_after, in_order, says_when

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["alike", "mixed", "wave_column", "waves"]

_LOOK = 100  # rows
_MOST = 12  # waves of a survey that are told by words


def mixed(values: pd.Series) -> bool:
    """Whether figures stand beside texts: 1 and "1" are then two values, though people wrote the same."""
    from pandas.api.types import infer_dtype

    return values.dtype == object and infer_dtype(values, skipna=True).startswith("mixed")


def wave_column(table: pd.DataFrame, columns: list[str]) -> str | None:
    """Return the one column that tells the waves though not called so: 前测 and 后测, or 阶段 in words of time."""
    found = [column for column in columns if _tells_waves(table[column], column)]
    return found[0] if len(found) == 1 else None


def _tells_waves(values: pd.Series, column: str) -> bool:
    if values.dtype != object and str(values.dtype) not in ("str", "string", "category"):
        return False
    first = values.head(_LOOK)
    if not all(
        says_when(str(one)) for one in first[~is_blank(first)].unique()
    ):  # settles most, of any length
        return False
    names = [str(one).strip() for one in values[~is_blank(values)].unique()[: _MOST + 1]]
    if not 1 < len(names) <= _MOST:
        return False
    if normalise(column) in names_of("wave", "maybe"):
        return in_order(names) is not None
    return before_and_after(names)


def waves(values: pd.Series, rows: pd.Series, fates: Fates) -> pd.Series:
    """Waves as numbers: the one of "第2批"; where two names share it or have none, their place, which is said.

    A row that names no wave has none: it counts where all waves do.
    """
    blank = is_blank(values)
    text = once(values.mask(blank), _wave_name, float("nan"))
    names = list(text.dropna().unique())
    found = {name: re.fullmatch(r"\D*(\d+)\D*", name) for name in names}
    numbers = {name: int(one[1]) for name, one in found.items() if one}
    if len(set(numbers.values())) < len(names):
        ordered = in_order(names)
        # By the figures in them, such as a year; those that share them in the order of the file.
        names.sort(key=lambda name: [int(figure) for figure in re.findall(r"\d+", name)])
        numbers = {name: place for place, name in enumerate(ordered or names, 1)}
        told = listing(f"{place} = {name}" for name, place in numbers.items())
        fates.doubts.append(t("intake.waves_ordered" if ordered else "intake.waves_numbered", waves=told))
    if blank.any():
        said = t("intake.waves_blank", count=rows[blank].nunique(), row=rows[blank].iloc[0])
        fates.doubts.append(said)
    return text.map(numbers).astype("float64" if blank.any() else "int64")


def alike(values: pd.Series) -> pd.Series:
    """Return figures and texts so that 1, 1.0 and "1" are one."""
    return once(values, _wave_name, float("nan"))


def _wave_name(value: Any) -> str:
    number = to_number(value)
    return f"{number:g}" if number is not None else str(value).strip()
