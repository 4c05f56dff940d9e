"""What is said of a column of days that was not plain year, month and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..i18n import t

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["said_of_calendars"]


def said_of_calendars(days: pd.Series, column: str) -> list[str]:
    """Return a sentence for each calendar that `read_dates` found in a column.

    >>> from sgm_lab.dates import read_dates
    >>> said_of_calendars(read_dates(["民國115年1月5日"]), "日期")
    ['“日期”一列是民国纪年，加 1911 换成了公历年。']
    """
    return [
        t(f"dates.{name}{'_here' if hours else ''}", column=column, **({"hours": hours} if hours else {}))
        for name, hours in days.attrs.get("calendars", {}).items()
    ]
