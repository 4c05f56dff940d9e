"""Read a log of single records: a day and a figure a row; and comments, one a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..dates import order_matters, read_dates, said_of_calendars, strays
from ..errors import DataError, listing, sentence
from ..i18n import LANGUAGES, keys, t
from ._aside import WITHIN
from ._cells import is_blank, normalise
from ._columns import Fates
from ._figures import read_figures, read_lengths, said_of_marks
from ._files import Opened, left_sheets, open_table
from ._intake import Intake
from ._meant import Meant, by_name
from ._report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_comments", "read_records"]

_YES = {"是", "对", "yes", "y", "true", "有", "√", "✓", "✔", "达标", "合格", "通过", "完成", "按时", "pass"}
_NO = {"否", "不", "no", "n", "false", "没有", "无", "×", "✗", "✘", "未达标", "不达标", "不合格", "未通过", "不通过",
       "未完成", "超时", "fail"}  # fmt: skip
_HIDDEN = "***"  # for what reaches a person


def read_records(
    source: Any,
    *,
    header: int | None = None,
    sheet: str | int | None = None,
    date: str | None = None,
    value: str | None = None,
    day_first: bool | None = None,
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
    table = opened.table.rename(columns=str)
    meant = Meant(table, opened.name)
    columns = {name: meant.column(name, told) for name, told in (("date", date), ("value", value))}
    report = Report(pd.Series(table.index, index=range(len(table))))
    days_raw, raw = (table[columns[name]].reset_index(drop=True) for name in ("date", "value"))
    days = read_dates(days_raw.where(~is_blank(days_raw)), day_first=day_first, name=columns["date"])
    words = raw.astype(str).map(normalise)
    figures = raw.astype(object).where(~words.isin(_YES), 1).where(~words.isin(_NO), 0)
    figures = read_figures(figures.where(~is_blank(raw)))
    lengths = read_lengths(raw.where(~is_blank(raw))) if figures.isna().any() else None
    if lengths is not None:
        figures = lengths
    said = [*meant.said, *said_of_calendars(days, columns["date"])]
    if lengths is not None:
        said.append(sentence("intake.lengths", column=columns["value"]))
    said += said_of_marks(raw, figures, columns["value"])
    opened = replace(opened, doubts=[*opened.doubts, *said])
    opened = _with_order(opened, day_first, days_raw)
    opened = _with_strays(opened, days, days_raw, report)
    bare = _bare_percents(raw, figures)
    report.add(bare & days.notna(), columns["value"], raw, "intake.bare_percent")
    report.add(days.isna(), columns["date"], days_raw, "intake.bad_day")
    report.add(figures.isna() & days.notna(), columns["value"], raw, "intake.bad_figure")
    good = days.notna() & figures.notna() & ~bare
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
    column: str | None = None,
    day_first: bool | None = None,
) -> Intake:
    """Read comments, one a row; a day and labels given by hand are taken along where there are any.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. A column for the text (意见, comment, …), or the only one that asks for it or
        holds sentences; optionally 日期 (date), 维度 (dimension) and 语气 (tone).
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook.
    column : str, optional
        Which column holds the comments, by its header or a part of it.
    day_first : bool, optional
        Whether 01/03/2026 is 1 March; where left out, the whole column decides.

    Returns
    -------
    Intake
        Its table has the columns text, date, dimension and tone; what is not given is missing. A label that is none
        is reported and left empty; the comment counts all the same. What says that there is nothing to say, 无 or N/A,
        is no comment; numbers and addresses that reach a person are hidden.

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
    meant = Meant(table, opened.name)
    column = meant.column("comment", column)
    opened = replace(opened, doubts=[*opened.doubts, *meant.said])
    rows = pd.Series(table.index, index=range(len(table)))
    table = table.reset_index(drop=True)
    report = Report(rows)
    blank = is_blank(table[column])
    texts = table[column].astype(str).str.strip().where(~blank)
    idle = texts.map(_says_nothing).astype(bool) & ~blank
    reached = texts.str.contains(WITHIN, na=False) & ~idle
    for some, key in ((idle, "no_comment"), (reached, "hidden_contacts")):
        if some.any() and not blank.all():
            said = t(f"intake.{key}", count=int(some.sum()), row=rows[some].iloc[0])
            opened = replace(opened, doubts=[*opened.doubts, said])
    blank |= idle
    made = pd.DataFrame({"text": texts.str.replace(WITHIN, _HIDDEN, regex=True)})
    made["date"], made["dimension"], made["tone"] = pd.NaT, None, None
    if date := by_name("date", table.columns):
        made["date"] = read_dates(table[date].where(~is_blank(table[date])), day_first=day_first, name=date)
        opened = replace(opened, doubts=[*opened.doubts, *said_of_calendars(made["date"], date)])
        opened = _with_strays(_with_order(opened, day_first, table[date]), made["date"], table[date], report)
        report.add(made["date"].isna() & ~is_blank(table[date]), date, table[date], "intake.bad_comment_day")
    else:
        opened = _with_order(opened, day_first)
    for name in ("dimension", "tone"):
        if given := by_name(name, table.columns):
            known = _labels(name)
            made[name] = table[given].map(lambda value, known=known: known.get(normalise(value)))
            wrong = made[name].isna() & ~is_blank(table[given])
            names = sorted({t(f"intake.label.{name}.{code}") for code in known.values()})
            report.add(wrong, given, table[given], "intake.bad_label", names=listing(names))
    if blank.all():
        raise DataError("intake.no_comments", file=opened.name, column=column)
    kept = made[~blank].reset_index(drop=True)
    became = {column: "comment"}
    became |= {
        there: name for name in ("date", "dimension", "tone") if (there := by_name(name, table.columns))
    }
    return _made(kept, report, opened, became, int(blank.sum()))


def _with_strays(opened: Opened, days: pd.Series, raw: pd.Series, report: Report) -> Opened:
    """Say which days are years away from all others."""
    far = strays(days)
    if not far.any():
        return opened
    first = int(far.to_numpy().argmax())
    said = t("intake.stray_days", column=raw.name, count=int(far.sum()), row=int(report.rows.iloc[first]),
             value=f"{days.iloc[first]:%Y-%m-%d}")  # fmt: skip
    return replace(opened, doubts=[*opened.doubts, said])


def _bare_percents(raw: pd.Series, figures: pd.Series) -> pd.Series:
    """Whether a figure lacks the sign that others of its column have: 88 beside 85%."""
    signed = raw.astype(str).str.contains("[%％]")
    return ~signed & (figures > 1) & bool(signed.any())


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


def _says_nothing(text: Any) -> bool:
    """Whether a comment says that there is none, or nothing at all."""
    return normalise(text) in {
        normalise(one) for lang in LANGUAGES for one in t("intake.no_comments_words", lang=lang).split("|")
    }
