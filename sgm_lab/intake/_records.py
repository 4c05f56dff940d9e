"""Read a log of single records: a day and a figure a row; and comments, one a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..dates import order_matters, read_dates
from ..errors import DataError, listing, sentence
from ..i18n import LANGUAGES, keys, t
from ._answers import is_blank, normalise
from ._columns import Fates
from ._figures import read_figures
from ._files import Opened, left_sheets, open_table
from ._intake import Intake
from ._report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_comments", "read_records"]

_YES, _NO = {"是", "对", "yes", "y", "true", "有"}, {"否", "不", "no", "n", "false", "没有", "无"}


def read_records(
    source: Any,
    *,
    header: int | None = None,
    sheet: str | int | None = None,
    day_first: bool | None = None,
) -> Intake:
    """Read a log with one row a record: its day, and a figure (minutes, a score, 1 or 0, yes or no).

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. A column for the day (日期, date, …) and one for the figure (数值, value, …).
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook.
    day_first : bool, optional
        Whether 01/03/2026 is 1 March; where left out, the whole column decides.

    Returns
    -------
    Intake
        Its table has the columns date and value.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a column, no row can be read, or day and month cannot be told apart.

    Examples
    --------
    >>> import pandas as pd
    >>> read = read_records(pd.DataFrame({"日期": ["2026-01-05", "昨天"], "数值": ["12", 9]}))
    >>> read.table["value"].tolist(), read.problems["row"].tolist()
    ([12.0], [3])
    """
    import pandas as pd

    opened = open_table(source, sheet, header)
    table = opened.table
    found = {normalise(str(column)): column for column in table.columns}
    table = table.rename(columns=str)
    columns = {name: _column(name, found, opened.name) for name in ("date", "value")}
    report = Report(pd.Series(table.index, index=range(len(table))))
    days_raw, raw = (table[columns[name]].reset_index(drop=True) for name in ("date", "value"))
    days = read_dates(days_raw.where(~is_blank(days_raw)), day_first=day_first, name=columns["date"])
    words = raw.astype(str).map(normalise)
    figures = raw.astype(object).where(~words.isin(_YES), 1).where(~words.isin(_NO), 0)
    figures = read_figures(figures.where(~is_blank(raw)))
    commas = raw.astype(str).str.contains("[,，]")
    parted = commas & (figures.abs() >= 1000)
    small = commas & raw.astype(str).str.contains(r"[,，]\d{3}\D*$") & (figures.abs() < 1000)
    # 1,234 may be meant as a figure with three decimals, or as thousands where another cannot be
    for some, meant in ((parted, "part"), (small, "decimal")):
        if some.any():
            shown = {"value": raw[some].iloc[0], "read": f"{figures[some].iloc[0]:g}"}
            said = t(f"intake.commas_{meant}", column=columns["value"], **shown)
            opened = replace(opened, doubts=[*opened.doubts, said])
    opened = _with_order(opened, day_first, days_raw)
    report.add(days.isna(), columns["date"], days_raw, "intake.bad_day")
    report.add(figures.isna() & days.notna(), columns["value"], raw, "intake.bad_figure")
    good = days.notna() & figures.notna()
    if not good.any():
        raise DataError("intake.nothing", file=opened.name, first=report.problems[0]["problem"])
    made = pd.DataFrame({"date": days[good], "value": figures[good].astype(float)}).reset_index(drop=True)
    return _made(
        made, report, opened, {written: name for name, written in columns.items()}, int((~good).sum())
    )


def read_comments(
    source: Any,
    *,
    header: int | None = None,
    sheet: str | int | None = None,
    day_first: bool | None = None,
) -> Intake:
    """Read comments, one a row; a day and labels given by hand are taken along where there are any.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. A column for the text (意见, comment, …); optionally 日期 (date), 维度
        (dimension) and 语气 (tone).
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook.
    day_first : bool, optional
        Whether 01/03/2026 is 1 March; where left out, the whole column decides.

    Returns
    -------
    Intake
        Its table has the columns text, date, dimension and tone; what is not given is missing. A label that is none
        is reported and left empty; the comment counts all the same.

    Raises
    ------
    DataError
        If the file cannot be opened, has no column of comments, or none of them holds a text.

    Examples
    --------
    >>> import pandas as pd
    >>> read = read_comments(pd.DataFrame({"意见": ["太慢了", ""], "语气": ["不满", "满意"]}))
    >>> read.table[["text", "tone"]].values.tolist()
    [['太慢了', 'negative']]
    """
    import pandas as pd

    opened = open_table(source, sheet, header)
    table = opened.table.rename(columns=str)
    found = {normalise(column): column for column in table.columns}
    column = _column("comment", found, opened.name)
    rows = pd.Series(table.index, index=range(len(table)))
    table = table.reset_index(drop=True)
    report = Report(rows)
    blank = is_blank(table[column])
    made = pd.DataFrame({"text": table[column].astype(str).str.strip().where(~blank)})
    made["date"], made["dimension"], made["tone"] = pd.NaT, None, None
    if date := _found("date", found):
        made["date"] = read_dates(table[date].where(~is_blank(table[date])), day_first=day_first, name=date)
        opened = _with_order(opened, day_first, table[date])
        report.add(made["date"].isna() & ~is_blank(table[date]), date, table[date], "intake.bad_comment_day")
    else:
        opened = _with_order(opened, day_first)
    for name in ("dimension", "tone"):
        if given := _found(name, found):
            known = _labels(name)
            made[name] = table[given].map(lambda value, known=known: known.get(normalise(value)))
            wrong = made[name].isna() & ~is_blank(table[given])
            names = sorted({t(f"intake.label.{name}.{code}") for code in known.values()})
            report.add(wrong, given, table[given], "intake.bad_label", names=listing(names))
    if blank.all():
        raise DataError("intake.no_comments", file=opened.name, column=column)
    kept = made[~blank].reset_index(drop=True)
    became = {column: "comment"}
    became |= {there: name for name in ("date", "dimension", "tone") if (there := _found(name, found))}
    return _made(kept, report, opened, became, int(blank.sum()))


def _with_order(opened: Opened, day_first: bool | None, days: pd.Series | None = None) -> Opened:
    """Say that the order of day and month was told, yet nothing hangs on it."""
    if day_first is None or (days is not None and order_matters(days.where(~is_blank(days)))):
        return opened
    return replace(opened, notes=[*opened.notes, sentence("intake.order_idle", file=opened.name)])


def _made(
    table: pd.DataFrame, report: Report, opened: Opened, given: dict[str, str], left_out: int
) -> Intake:
    """Put together what was read, with what each column became and which sheets were not read."""
    fates = Fates(list(map(str, opened.table.columns)))
    for column, name in given.items():
        fates.set(column, name, "name")
    said = [*opened.doubts, *left_sheets(opened)]
    notes = [*opened.notes, *(one for one in said if one not in opened.notes)]
    columns = fates.table("left out")
    return Intake(table, report.table(), notes, len(table), left_out, said, columns=columns)


def _labels(name: str) -> dict[str, str]:
    """Accepted label → code, in every language; codes are understood too."""
    prefix = f"label.{name}."
    codes = [key.removeprefix(prefix) for key in keys("intake") if key.startswith(prefix)]
    return {
        normalise(t(f"intake.label.{name}.{code}", lang=lang)): code for code in codes for lang in LANGUAGES
    } | {code: code for code in codes}


def _found(name: str, found: dict[str, Any]) -> str | None:
    accepted = [
        normalise(one) for lang in LANGUAGES for one in t(f"intake.record.{name}", lang=lang).split("|")
    ]
    return next((str(found[one]) for one in accepted if one in found), None)


def _column(name: str, found: dict[str, Any], file: str) -> str:
    column = _found(name, found)
    if column is None:
        shown, *others = t(f"intake.record.{name}").split("|")
        raise DataError("intake.record_missing", file=file, column=shown, columns=list(found.values()),
                        what=t(f"intake.record_missing_is.{name}"), others=others[:3])  # fmt: skip
    return column
