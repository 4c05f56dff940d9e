"""Which column of a list holds the days, the figures or the comments: as told, by its name, or by what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..dates import read_dates
from ..errors import DataError, did_you_mean, listing, sentence
from ..i18n import LANGUAGES, t
from ._amounts import read_amounts
from ._answers import code_of
from ._cells import is_blank, is_number, normalise, once
from ._figures import read_figures, read_lengths, yes_or_no
from ._files import ALL
from ._names import accepted, column_named, names, plain

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Meant", "by_name", "likely"]

_LOOK = 200  # rows that tell what a column holds
_MOSTLY = 0.8
_SENTENCE = 5  # letters of a comment, in the middle of all
_CHOICE = 60  # letters of the longest answer of a scale
_ACROSS = 3  # headers that are days or months
_DIFFERENT = 0.5  # share of comments that are not one of the others


class Meant:
    """The columns of one list: each found once, with what has to be said of how it was found.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns are texts.
    file : str
        Name for error messages.
    """

    def __init__(self, table: pd.DataFrame, file: str) -> None:
        self.table, self.file = table, file
        self.found: dict[str, str] = {}
        self.said: list[str] = []

    def column(self, name: str, told: str | None = None) -> str:
        """Return the column of days, figures or comments.

        Raises
        ------
        DataError
            If there is none, or several could be meant, with the argument that says which.
        """
        column = self._told(name, told) if told is not None else self._sought(name)
        self.found[name] = column
        return column

    def comments(self, told: str | Sequence[str] | None) -> list[str]:
        """Return the columns of comments: those that are told, else all that ask for them, with what has to be said.

        Raises
        ------
        DataError
            If there is none.
        """
        if told is not None and not (told == ALL and ALL not in self.table.columns):
            named = [told] if isinstance(told, str) else list(told)
            return list(dict.fromkeys(self._told("comment", one) for one in named))
        called = by_name("comment", self.table.columns)
        worded = [
            one
            for one in self.table.columns
            if one == called
            or (_speaks_of(one, "comment") and _holds(self.table[one], "comment", strict=False))
            or (_speaks_of(one, "asking") and _holds(self.table[one], "comment", strict=True))
        ]
        others = [
            one for one in self.table.columns
            if one not in worded and not _is_known(one) and _holds(self.table[one], "comment", strict=True)
        ]  # fmt: skip
        if told == ALL and (worded or others):
            return [one for one in self.table.columns if one in (*worded, *others)]
        if not worded:
            return [self._sought("comment")]
        read, beside = ([called], [one for one in worded if one != called]) if called else (worded, [])
        if len(read) > 1:
            self.said.append(sentence("intake.comments_all", columns=listing(read), first=read[0]))
        if beside or others:
            left = [*beside, *others]
            self.said.append(
                sentence("intake.comments_left", column=listing(read), others=listing(left), first=left[0])
            )
        return read

    def _told(self, name: str, told: str) -> str:
        column = column_named(told, self.table.columns)
        if column is None:
            raise DataError("intake.column_told_one", file=self.file, column=told, argument=_ARGUMENTS[name],
                            columns=list(self.table.columns), hint=did_you_mean(told, self.table.columns))  # fmt: skip
        return column

    def _sought(self, name: str) -> str:
        named = by_name(name, self.table.columns)
        free = [one for one in self.table.columns if one not in self.found.values()]
        worded = [
            one for one in free if _speaks_of(one, name) and _holds(self.table[one], name, strict=False)
        ]
        if named:
            return named
        if len(worded) == 1:
            return worded[0]
        fitting = worded or [
            one for one in free if not _is_known(one) and _holds(self.table[one], name, strict=True)
        ]
        if len(fitting) == 1:
            self._say("intake.meant_one", name, fitting[0])
            return fitting[0]
        if name == "date" and not fitting:
            self._refuse_without_year(free)
        across = [one for one in self.table.columns if _is_period(one)]
        if name == "date" and not fitting and len(across) >= _ACROSS:
            raise DataError("intake.days_across", file=self.file, columns=across)
        shown, *others = t(f"intake.record.{name}").split("|")
        what = t(f"intake.record_missing_is.{name}")
        spoken = [one for one in free if _speaks_of(one, name)]
        guess = (
            fitting or spoken or [one for one in free if not _is_known(one)] or list(self.table.columns)
        )[0]
        call = f'{_ARGUMENTS[name]}="{guess}"'
        key = "intake.record_several" if fitting else "intake.record_missing"
        raise DataError(key, file=self.file, column=shown, columns=fitting or list(self.table.columns), what=what,
                        others=others[:3], call=call)  # fmt: skip

    def _refuse_without_year(self, free: list[str]) -> None:
        """Say what is missing of months and weeks that name no year."""
        for column in free:
            cells = self.table[column][~is_blank(self.table[column])].head(_LOOK).astype(str)
            named = _speaks_of(column, "date") or not cells.map(is_number).any()
            if named and len(cells) and cells.map(_is_period).mean() >= _MOSTLY:
                raise DataError("intake.days_no_year", file=self.file, column=column, value=cells.iloc[0])

    def _say(self, key: str, name: str, column: str) -> None:
        what = t(f"intake.record_missing_is.{name}")
        self.said.append(sentence(key, column=column, what=what, argument=_ARGUMENTS[name]))


_ARGUMENTS = {"date": "date", "value": "value", "comment": "column"}


def by_name(name: str, columns: Any) -> str | None:
    """Return the column that is called one of the accepted names, the first of these first."""
    forms: dict[str, str] = {}
    for column in columns:
        for form in (normalise(column), normalise(plain(str(column))[1])):
            forms.setdefault(form, str(column))
    known = [normalise(one) for lang in LANGUAGES for one in t(f"intake.record.{name}", lang=lang).split("|")]
    return next((forms[one] for one in known if one in forms), None)


def likely(table: pd.DataFrame, name: str) -> list[str]:
    """Return the columns that may hold days, figures or comments, the likeliest first."""
    called, heads = by_name(name, table.columns), list(map(str, table.columns))
    worded = [one for one in heads if _speaks_of(one, name) and _holds(table[one], name, strict=False)]
    holding = [one for one in heads if not _is_known(one) and _holds(table[one], name, strict=True)]
    return list(dict.fromkeys([*([called] if called else []), *worded, *holding]))


def _is_period(column: str) -> bool:
    """Whether a header is a day, a month or a quarter: 2026-01, 3月, Q1."""
    if re.fullmatch(
        r"\d{1,2}\s*月|第\s*\d{1,2}\s*[周週]|[Ww](?:eek\s*)?\d{1,2}|第?[一二三四1-4]季度?|[QqＱ][1-4]|[一二三四五六七八九十]{1,2}月",
        column.strip(),
    ):
        return True
    import pandas as pd

    return not column.isdigit() and _days(pd.Series([column]))


def _speaks_of(column: str, name: str) -> bool:
    text = normalise(column)
    return any(
        one in text for lang in LANGUAGES for one in t(f"intake.record_word.{name}", lang=lang).split("|")
    )


def _is_known(column: str) -> bool:
    """Whether a column is called a respondent or a place in the file, or is what a survey tool adds."""
    form = normalise(column)
    return form in names("respondent") or form in accepted("aside")


def _holds(values: pd.Series, name: str, *, strict: bool) -> bool:
    """Whether a column holds days, figures or comments; ``strict`` where its header says nothing of it."""
    cells = values[~is_blank(values)].head(_LOOK)
    if cells.empty:
        return False
    figures = once(cells, is_number).astype(bool)
    if name == "comment":
        texts = cells.astype(str)
        long = texts.str.len().median() >= _SENTENCE and texts.nunique() >= _DIFFERENT * len(texts)
        chosen = any(_is_chosen(one) for one in texts.unique() if len(one) <= _CHOICE)
        return not figures.any() and not _days(cells) and (not strict or bool(long and not chosen))
    if name == "date":
        return _days(cells) and not (strict and figures.any())
    if strict and figures.all() and re.fullmatch(r"(?i).*(?:id|编号|序号|号)", normalise(values.name)):
        return False
    if _days(cells):
        return False
    clocks = cells.astype(str).str.contains(":").any()  # a time of day, where the header says nothing
    lengths = not (strict and clocks) and read_lengths(cells) is not None
    if lengths or float(read_figures(yes_or_no(cells)).notna().mean()) >= _MOSTLY:
        return True
    amounts = read_amounts(cells, str(values.name))  # 约30分钟, 5-10, 30+
    written = not strict or bool(cells.astype(str).str.contains(r"\d").any())  # 三楼 is no amount
    return written and float((amounts.figures.notna() | amounts.bound | amounts.odd).mean()) >= _MOSTLY


def _is_chosen(text: str) -> bool:
    """Whether a text is an answer of a scale, and nobody's own words."""
    return code_of(text, "kano") is not None or any(code_of(text, "servqual", most=most) for most in (5, 7))


def _days(cells: pd.Series) -> bool:
    try:
        return float(read_dates(cells).notna().mean()) >= _MOSTLY
    except DataError:  # days all the same, of which it is only open which stands first
        return True
