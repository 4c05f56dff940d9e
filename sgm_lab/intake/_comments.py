"""Read comments, one a row, or of several questions a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..dates import read_dates, said_of_days
from ..errors import DataError, listing, sentence
from ..i18n import LANGUAGES, keys, t
from ._aside import WITHIN
from ._cells import is_blank, normalise
from ._files import open_table
from ._intake import Intake
from ._lists import made_of, with_order, with_strays
from ._meant import Meant, by_name
from ._names import accepted
from ._report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_comments"]

_HIDDEN = "***"  # for what reaches a person


def read_comments(
    source: Any,
    *,
    header: int | None = None,
    sheet: str | int | None = None,
    column: str | Sequence[str] | None = None,
    day_first: bool | None = None,
    zone: str | None = None,
) -> Intake:
    """Read comments, one a row; a day and labels given by hand are taken along where there are any.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. A column for the text (意见, comment, …), else those that ask for it, or
        the only one that holds sentences; optionally 日期 (date), 维度 (dimension) and 语气 (tone).
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook.
    column : str or list of str, optional
        Which column holds the comments, by its header or a part of it; or several, or ``"all"`` that do.
    day_first : bool, optional
        Whether 01/03/2026 is 1 March; where left out, the whole column decides.
    zone : str, optional
        Where the clock hangs, as ``"Asia/Shanghai"`` or ``"+08:00"``; see `sgm_lab.dates.read_dates`.

    Returns
    -------
    Intake
        Its table has the columns text, date, dimension and tone; what is not given is missing. Of several columns
        it has question too, the header that each comment stood under. A label that is none
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
    columns = meant.comments(column)
    opened = replace(opened, doubts=[*opened.doubts, *meant.said])
    table = pd.concat([table.assign(_text=table[one], _question=one) for one in columns])
    table = table.sort_index(kind="stable")
    rows = pd.Series(table.index, index=range(len(table)))
    table = table.reset_index(drop=True)
    report = Report(rows)
    blank = is_blank(table["_text"])
    texts = table["_text"].astype(str).str.strip().where(~blank)
    idle = texts.map(_says_nothing).astype(bool) & ~blank
    reached = texts.str.contains(WITHIN, na=False) & ~idle
    for some, key in ((idle, "no_comment"), (reached, "hidden_contacts")):
        if some.any() and not blank.all():
            said = t(f"intake.{key}", count=int(some.sum()), row=rows[some].iloc[0])
            opened = replace(opened, doubts=[*opened.doubts, said])
    blank |= idle
    made = pd.DataFrame({"text": texts.str.replace(WITHIN, _HIDDEN, regex=True)})
    made["date"], made["dimension"], made["tone"] = pd.NaT, None, None
    if len(columns) > 1:
        made["question"] = table["_question"]
    named = by_name("date", table.columns)
    date = named or _stamp(opened.table)
    days = _days(table[date], named is not None, day_first=day_first, zone=zone, name=date) if date else None
    if date and days is None:
        opened = replace(opened, doubts=[*opened.doubts, sentence("intake.comment_days_open", column=date)])
    elif date and days is not None:
        made["date"] = days
        opened = replace(opened, doubts=[*opened.doubts, *said_of_days(days, date)])
        opened = with_strays(with_order(opened, day_first, table[date]), made["date"], table[date], report)
        report.add(made["date"].isna() & ~is_blank(table[date]), date, table[date], "intake.bad_comment_day")
    else:
        opened = with_order(opened, day_first)
    for name in ("dimension", "tone"):
        if given := by_name(name, table.columns):
            known = _labels(name)
            made[name] = table[given].map(lambda value, known=known: known.get(normalise(value)))
            wrong = made[name].isna() & ~is_blank(table[given])
            names = sorted({t(f"intake.label.{name}.{code}") for code in known.values()})
            report.add(wrong, given, table[given], "intake.bad_label", names=listing(names))
    if blank.all():
        raise DataError("intake.no_comments", file=opened.name, column=listing(columns))
    kept = made[~blank].reset_index(drop=True)
    became = dict.fromkeys(columns, "comment") | ({date: "date"} if date and days is not None else {})
    became |= {there: name for name in ("dimension", "tone") if (there := by_name(name, table.columns))}
    return made_of(kept, report, opened, became, int(blank.sum()))


def _stamp(table: pd.DataFrame) -> str | None:
    """Return the column in which a survey tool writes when somebody answered."""
    known = accepted("aside")
    return next((one for one in table.columns if known.get(normalise(one)) == "time"), None)


def _days(raw: pd.Series, named: bool, **how: Any) -> pd.Series | None:
    """Read the days; None where a tool's own can be read two ways, for nothing but their order hangs on them."""
    try:
        return read_dates(raw.where(~is_blank(raw)), **how)
    except DataError:
        if named:
            raise
        return None


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
