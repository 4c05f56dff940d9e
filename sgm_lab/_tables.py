"""What was passed as a table, before a library takes it: an `Intake` is opened, headers it would trip over told of."""

from __future__ import annotations

from numbers import Real
from typing import Any

import pandas as pd

from .errors import ArgumentError

__all__ = ["flat_table", "written_alike"]


def flat_table(answers: Any) -> Any:
    """Return the table of an `Intake`, or the table itself; one name a column is asked for.

    Examples
    --------
    >>> flat_table(pd.DataFrame({"feature": ["wait"]})).columns.tolist()
    ['feature']
    """
    table = getattr(answers, "table", None)
    if isinstance(table, pd.DataFrame) and hasattr(answers, "notes"):
        answers = table
    if isinstance(answers, pd.DataFrame) and answers.columns.nlevels > 1:
        raise ArgumentError("errors.two_header_rows", columns=[str(column) for column in answers.columns])
    if isinstance(answers, pd.DataFrame) and not answers.columns.is_unique:
        twice = answers.columns[answers.columns.duplicated()].unique()
        raise ArgumentError("errors.column_twice", columns=[str(column) for column in twice])
    return answers


def written_alike(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return values with figures and texts that are written alike made one: respondent 1 and "1" are the same.

    Examples
    --------
    >>> written_alike(pd.Series([1, "1", 1.0], dtype=object)).tolist()
    ['1', '1', '1']
    """
    kinds = {isinstance(one, str) for one in values.dropna()} if values.dtype == object else set()
    if len(kinds) < 2:
        return values
    return values.map(lambda one: f"{one:g}" if isinstance(one, Real) else one, na_action="ignore")
