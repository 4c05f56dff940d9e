"""Read a log of single records: a day and a figure a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import DataError, did_you_mean
from ..i18n import LANGUAGES, t
from ._answers import is_blank, normalise
from ._files import open_table
from ._read import Intake
from ._report import Report

if TYPE_CHECKING:
    pass

__all__ = ["read_records"]

_YES, _NO = {"是", "对", "yes", "y", "true", "有"}, {"否", "不", "no", "n", "false", "没有", "无"}


def read_records(source: Any, *, sheet: str | int | None = None) -> Intake:
    """Read a log with one row a record: its day, and a figure (minutes, a score, 1 or 0, yes or no).

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. A column for the day (日期, date, …) and one for the figure (数值, value, …).
    sheet : str or int, optional
        Sheet of a workbook.

    Returns
    -------
    Intake
        Its table has the columns date and value.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a column, or no row can be read.

    Examples
    --------
    >>> import pandas as pd
    >>> read = read_records(pd.DataFrame({"日期": ["2026-01-05", "昨天"], "数值": ["12", 9]}))
    >>> read.table["value"].tolist(), read.problems["row"].tolist()
    ([12.0], [3])
    """
    import pandas as pd

    opened = open_table(source, sheet)
    table = opened.table
    found = {normalise(str(column)): column for column in table.columns}
    table = table.rename(columns=str)
    columns = {name: _column(name, found, opened.name) for name in ("date", "value")}
    report = Report(pd.Series(table.index, index=range(len(table))))
    days_raw, raw = (table[columns[name]].reset_index(drop=True) for name in ("date", "value"))
    days = pd.to_datetime(days_raw.where(~is_blank(days_raw)), errors="coerce", format="mixed")
    words = raw.astype(str).map(normalise)
    figures = raw.where(~words.isin(_YES), 1).where(~words.isin(_NO), 0)
    figures = pd.to_numeric(figures.where(~is_blank(raw)), errors="coerce")
    report.add(days.isna(), columns["date"], days_raw, "intake.bad_day")
    report.add(figures.isna() & days.notna(), columns["value"], raw, "intake.bad_figure")
    good = days.notna() & figures.notna()
    if not good.any():
        raise DataError("intake.nothing", file=opened.name, first=report.problems[0]["problem"])
    made = pd.DataFrame({"date": days[good], "value": figures[good].astype(float)}).reset_index(drop=True)
    return Intake(made, report.table(), opened.notes, len(made), int((~good).sum()))


def _column(name: str, found: dict[str, Any], file: str) -> str:
    accepted = [
        normalise(one) for lang in LANGUAGES for one in t(f"intake.record.{name}", lang=lang).split("|")
    ]
    for one in accepted:
        if one in found:
            return str(found[one])
    shown = t(f"intake.record.{name}").split("|")[0]
    raise DataError("intake.column_missing", file=file, column=shown, columns=list(found.values()),
                    hint=did_you_mean(shown, found.values()))  # fmt: skip
