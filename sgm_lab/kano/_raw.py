"""Kano, raw rows wherever they live: counted by groups through Narwhals, checked, and brought in order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import distinct, in_memory, opened
from ..errors import ArgumentError, DataError, did_you_mean
from ..i18n import t
from ._table import PAIR, FirstRow

__all__ = [
    "ROWS",
    "as_frame",
    "as_list",
    "count_groups",
    "has_column",
    "in_order",
    "index_of",
    "is_joint",
    "keys_of",
    "once_each",
    "read_columns",
    "read_unique",
    "require",
    "summed",
]

ROWS = "__n__"  # a name no survey column has
_MOST_LOOKED_AT = 1_000_000  # rows, for somebody who is in twice


def count_groups(
    answers: Any, keys: list[str], by: Sequence[str], *sums: Any
) -> tuple[pd.DataFrame, dict[Hashable, Any], Callable[[str], FirstRow]]:
    """Count the rows of each combination of `keys`, feature and those of `by` among them.

    Rows with a gap in `by` are left out. Also what a result has to say of these, as its ``attrs``; and a finder of the
    first row with one of some groups.

    Raises
    ------
    DataError
        If rows do not say which feature they are about: nobody could tell where they belong.
    """
    import narwhals as nw

    frame = as_frame(answers, keys)
    groups = in_memory(frame.group_by(keys, drop_null_keys=False).agg(nw.len().alias(ROWS), *sums))
    for key in groups.select_dtypes("category"):  # of a category that nobody chose there is no row
        groups[key] = groups[key].astype(groups[key].cat.categories.dtype)
    missing = {key: int(groups.loc[groups[key].isna(), ROWS].sum()) for key in ("feature", *by)}
    if nameless := missing.pop("feature"):
        raise DataError("kano.no_feature", count=nameless)
    groups = groups.dropna(subset=list(by), ignore_index=True)

    def locate(column: str) -> FirstRow:
        def first(wrong: npt.NDArray[np.intp]) -> int | None:
            if not isinstance(frame, nw.DataFrame):
                return None  # a lazy table has no row order to speak of
            values = set(groups[column].iloc[wrong])
            return next(row for row, v in enumerate(frame.get_column(column).to_list(), 1) if v in values)

        return first

    without = {key: count for key, count in missing.items() if count}
    notes = [t("errors.missing_group", column=key, count=count) for key, count in without.items()]
    return groups, {"without_group": without, "notes": notes}, locate


def once_each(answers: Any, keys: list[str]) -> None:
    """Refuse a table in which somebody answers a question twice: each of the two would count.

    Raises
    ------
    DataError
        Names the respondent and the feature.
    """
    import narwhals as nw

    frame = as_frame(answers, keys)
    if (
        not isinstance(frame, nw.DataFrame)
        or "respondent" not in frame.columns
        or len(frame) > _MOST_LOOKED_AT
    ):
        return
    wanted = list(dict.fromkeys(["respondent", *keys, *(["wave"] if "wave" in frame.columns else [])]))
    asked = frame.select(wanted).filter(~nw.col("respondent").is_null(), ~nw.col("feature").is_null())
    again = asked.filter(asked.is_duplicated())
    if len(again):
        first = again.row(0)
        count = len(again) - len(again.unique())
        raise DataError(
            "kano.repeated", respondent=first[0], feature=first[1], count=count, columns=str(wanted)
        )


def in_order(joint: pd.DataFrame, answers: Any) -> pd.DataFrame:
    """Bring features into the order of the questionnaire, where the table knows it."""
    order = answers.attrs.get("order") if isinstance(answers, pd.DataFrame) else None
    if not isinstance(order, list):
        return joint
    place = {feature: at for at, feature in enumerate(order)}
    features = joint.index.get_level_values("feature")
    return joint.iloc[np.argsort([place.get(one, len(order)) for one in features], kind="stable")]


def has_column(answers: Any, column: str) -> bool:
    """Whether a table of answers has such a column."""
    return column in as_frame(answers, []).collect_schema().names()


def read_columns(answers: Any, columns: Sequence[str]) -> pd.DataFrame:
    """Some columns of the answers, in memory."""
    return in_memory(as_frame(answers, columns).select(list(columns)))


def read_unique(answers: Any, columns: Sequence[str]) -> pd.DataFrame:
    """Each combination of some columns once, in memory."""
    return in_memory(distinct(as_frame(answers, columns), columns))


def as_frame(answers: Any, columns: Iterable[str]) -> Any:
    """Open a table that has these columns."""
    frame = opened(answers)
    require(columns, frame.collect_schema().names())
    return frame


def require(columns: Iterable[str], present: Sequence[Any]) -> None:
    """Raise where a column is missing, with the closest of those present; a wide table has one column a question."""
    if not {*PAIR, "feature"} & set(present) and len(present) > 1:
        raise ArgumentError("kano.wide", columns=list(present))
    for column in columns:
        if column not in present:
            hint = did_you_mean(column, present)
            raise ArgumentError("errors.column_missing", column=column, columns=list(present), hint=hint)


def keys_of(by: str | Sequence[str] | None) -> list[str]:
    """Columns that make a row of counts."""
    keys = ["feature", *as_list(by)]
    if len({*keys, *PAIR}) < len(keys) + 2:
        raise ArgumentError("kano.by", column=[*PAIR, "feature"])
    return keys


def is_joint(answers: Any) -> bool:
    """Whether a table is what `cells` returns."""
    return isinstance(answers, pd.DataFrame) and list(answers.columns.names) == PAIR


def as_list(by: str | Sequence[str] | None) -> list[str]:
    """Return `by` as a list of column names."""
    return [] if by is None else [by] if isinstance(by, str) else list(by)


def index_of(keys: pd.DataFrame) -> pd.Index[Any]:
    if keys.shape[1] == 1:
        return keys.set_index("feature").index
    return pd.MultiIndex.from_frame(keys)


def summed(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return frame.groupby(level=keys if len(keys) > 1 else keys[0], dropna=False).sum()
