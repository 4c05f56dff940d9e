"""What was passed as a table, before a library takes it: an `Intake` is opened, two header rows refused in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .errors import ArgumentError

__all__ = ["flat_table"]


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
    return answers
