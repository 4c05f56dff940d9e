"""Days that stand in several columns: a year, beside it a month or a quarter, and a day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Sentence, listing, sentence
from ..i18n import LANGUAGES, t
from ._cells import is_blank, normalise, to_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Parted", "parted_days"]

_YEARS = (1950, 2119)


class Parted(NamedTuple):
    """A table in which the days are one column, what that is called, the columns it was made of, and what to say."""

    table: pd.DataFrame
    name: str
    parts: list[str]
    said: list[Sentence]


def parted_days(table: pd.DataFrame) -> Parted | None:
    """Put the parts of the days together; None where no column holds nothing but years.

    >>> import pandas as pd
    >>> parted_days(pd.DataFrame({"年": [2026, 2026], "月": ["1月", 2], "投诉": [3, 4]})).table["年 月"].tolist()
    ['2026-1', '2026-2']
    """
    of = {part: _called(table, part) for part in ("year", "month", "quarter", "day")}
    year = of["year"]
    if year is None:
        return None
    cells = table[year][~is_blank(table[year])].map(_figure)
    if cells.empty or not cells.map(lambda one: one is not None and _YEARS[0] <= one <= _YEARS[1]).all():
        return None
    years = table[year].map(_figure)
    if month := of["month"]:
        made = [f"{one}-{_figure(other)}" for one, other in zip(years, table[month], strict=True)]
        if day := of["day"]:
            made = [f"{one}-{_figure(other)}" for one, other in zip(made, table[day], strict=True)]
    elif quarter := of["quarter"]:
        made = [_quarter(one, other) for one, other in zip(years, table[quarter], strict=True)]
    else:
        made = [f"{one}-1" for one in years]
    own = ("month", "day") if of["month"] else ("quarter",)
    parts = [year, *(there for part in own if (there := of[part]))]
    name = " ".join(parts)
    whole = table.drop(columns=parts)
    whole.insert(0, name, made)
    key = "intake.days_parted" if len(parts) > 1 else "intake.days_years"
    return Parted(whole, name, parts, [sentence(key, columns=listing(parts))])


def _called(table: pd.DataFrame, part: str) -> str | None:
    known = {
        normalise(one) for lang in LANGUAGES for one in t(f"intake.day_part.{part}", lang=lang).split("|")
    }
    return next((column for column in table.columns if normalise(column) in known), None)


def _figure(cell: object) -> int | None:
    """Return 2026 of 2026年, 3 of "3月"; None of what is no whole number."""
    number = to_number(re.sub(r"[年月日号號度]+$", "", normalise(cell)))
    return int(number) if number is not None and number % 1 == 0 else None


def _quarter(year: int | None, quarter: object) -> str:
    figure = _figure(quarter)
    return f"{year}Q{figure}" if figure is not None else f"{year}年{str(quarter).strip()}"
