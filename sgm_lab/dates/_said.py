"""What is said of a column of days that was not plain year, month and day of the local clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import Sentence, listing, sentence

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["said_of_days"]


def said_of_days(days: pd.Series, column: str) -> list[Sentence]:
    """Return a sentence for each calendar, and for the zones, that `read_dates` found in a column.

    >>> from sgm_lab.dates import read_dates
    >>> said_of_days(read_dates(["民國115年1月5日"]), "日期")
    ['“日期”一列是民国纪年，加 1911 换成了公历年。']
    """
    return [
        sentence(
            f"dates.{name}",
            column=column,
            **{key: listing(one) if isinstance(one, list) else one for key, one in values.items()},
        )
        for name, values in days.attrs.get("said", {}).items()
    ]
