"""Read a log of single records: a day and a figure a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..dates import read_dates, said_of_days
from ..errors import DataError
from ._amounts import read_amounts
from ._cells import is_blank
from ._files import open_table
from ._intake import Intake
from ._lists import made_of, with_order, with_strays
from ._meant import Meant, by_name
from ._parted import parted_days
from ._report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_records"]


def read_records(
    source: Any,
    *,
    header: int | None = None,
    sheet: str | int | None = None,
    date: str | None = None,
    value: str | None = None,
    day_first: bool | None = None,
    zone: str | None = None,
) -> Intake:
    """Read a log with one row a record: its day, and a figure (minutes, a score, 1 or 0, yes or no).

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. A column for the day (日期, date, …) and one for the figure (数值, value, …);
        where none is called so, the only one that holds days, and the only one that holds figures.
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook.
    date, value : str, optional
        Which columns these are, by header or a part of it.
    day_first : bool, optional
        Whether 01/03/2026 is 1 March; where left out, the whole column decides.
    zone : str, optional
        Where the clock hangs, as ``"Asia/Shanghai"`` or ``"+08:00"``; see `sgm_lab.dates.read_dates`.

    Returns
    -------
    Intake
        Its table has the columns date and value.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a column, no row can be read, day and month cannot be told apart, or
        some times say their zone and others do not.
    ArgumentError
        If there is no such zone.

    Examples
    --------
    >>> import pandas as pd
    >>> read = read_records(pd.DataFrame({"日期": ["2026-01-05", "昨天"], "数值": ["12", 9]}))
    >>> read.table["value"].tolist(), read.problems["row"].tolist()
    ([12.0], [3])
    """
    import pandas as pd

    opened = open_table(source, sheet, header)
    table = opened.table.rename(columns=str)
    parted = parted_days(table) if date is None and by_name("date", table.columns) is None else None
    if parted is not None:
        table, date = parted.table, parted.name
        opened = replace(opened, notes=[*opened.notes, *parted.said], doubts=[*opened.doubts, *parted.said])
    meant = Meant(table, opened.name)
    columns = {name: meant.column(name, told) for name, told in (("date", date), ("value", value))}
    report = Report(pd.Series(table.index, index=range(len(table))))
    days_raw, raw = (table[columns[name]].reset_index(drop=True) for name in ("date", "value"))
    days = read_dates(days_raw.where(~is_blank(days_raw)), day_first=day_first, zone=zone,
                      name=columns["date"])  # fmt: skip
    amounts = read_amounts(raw, columns["value"])
    figures = amounts.figures
    said = [*meant.said, *said_of_days(days, columns["date"]), *amounts.said]
    opened = replace(opened, doubts=[*opened.doubts, *said])
    opened = with_order(opened, day_first, days_raw)
    opened = with_strays(opened, days, days_raw, report)
    bare = _bare_percents(raw, figures)
    report.add(bare & days.notna(), columns["value"], raw, "intake.bare_percent")
    report.add(days.isna(), columns["date"], days_raw, "intake.bad_day")
    for wrong, key in ((amounts.bound, "bound"), (amounts.odd, "odd_unit")):
        report.add(wrong & days.notna(), columns["value"], raw, f"intake.figure_{key}")
    wrong = figures.isna() & ~amounts.bound & ~amounts.odd
    clock = wrong & raw.astype(str).str.fullmatch(r"\s*\d{1,2}[:：]\d{2}\s*")
    report.add(clock & days.notna(), columns["value"], raw, "intake.figure_clock")
    wrong &= ~clock
    report.add(wrong & days.notna(), columns["value"], raw, "intake.bad_figure")
    good = days.notna() & figures.notna() & ~bare
    if not good.any():
        raise DataError("intake.nothing", file=opened.name, first=report.problems[0]["problem"])
    made = pd.DataFrame({"date": days[good], "value": figures[good].astype(float)}).reset_index(drop=True)
    became = {written: name for name, written in columns.items()}
    if parted is not None:
        became |= dict.fromkeys(parted.parts, "date")
    return made_of(made, report, opened, became, int((~good).sum()))


def _bare_percents(raw: pd.Series, figures: pd.Series) -> pd.Series:
    """Whether a figure lacks the sign that others of its column have: 88 beside 85%."""
    signed = raw.astype(str).str.contains("[%％]")
    return ~signed & (figures > 1) & bool(signed.any())
