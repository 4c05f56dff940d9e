"""Rows of a table that are no respondents: notes, sums, tries of the form; and those that lack their name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from ..errors import listing, sentence
from ..i18n import LANGUAGES, t
from ._cells import is_blank, normalise, once, to_number
from ._columns import Fates

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["people_only", "with_names_below"]

_SHOWN = 20  # letters of a note that are shown
_LAST = 200  # rows at the end in which notes are looked for: the table may have millions
_NOTE = 8  # letters that are more than a respondent's name, where they are twice as many as in any other
_COUNT = "n"  # under sums and means, the number of people; alone it may be a name
_KINDS = {"status", "response type"}  # columns in which a survey tool says what kind of answer a row is
_NUMBERED = re.compile(r"[\d_\-# ]+$")
_CODES = {1, 2, 8, 9, 17}  # of Qualtrics: preview, test, spam
_QUALTRICS = {"distributionchannel", "distribution channel"}


def people_only(table: pd.DataFrame, meaning: dict[str, str], fates: Fates) -> pd.DataFrame:
    """Leave out rows that are notes, sums, means, previews and tests; and say so."""
    column = next((column for column, name in meaning.items() if name == "respondent"), None)
    table = _without_tries(table, fates)
    table = _without_sums(_without_notes(table, column, fates), column, fates)
    if column is not None:
        tried = table[column][once(table[column], _is_try).astype(bool)]
        if len(tried):
            fates.doubts.append(sentence("intake.tried_rows", rows=_listed(tried)))
    return table


def with_names_below(table: pd.DataFrame, meaning: dict[str, str], unit: str, fates: Fates) -> pd.DataFrame:
    """Give rows without a respondent the one above, where each stands once over equally many features or items."""
    column = next((column for column, name in meaning.items() if name == "respondent"), None)
    asked = next((column for column, name in meaning.items() if name == unit), None)
    blank = is_blank(table[column]) if column is not None else None
    if blank is None or asked is None or not blank.any() or blank.iloc[0]:
        return table
    person = (~blank).cumsum()
    each = table.groupby(person)[asked]
    sizes = each.size()
    if sizes.min() < sizes.max() or each.nunique().ne(sizes).any():
        return table
    fates.doubts.append(sentence("intake.filled_rows", column=column, count=int(blank.sum())))
    return table.assign(**{str(column): table[column].mask(blank).ffill()})


def _without_tries(table: pd.DataFrame, fates: Fates) -> pd.DataFrame:
    """Leave out what the survey tool itself calls a preview, a test or spam."""
    names = {normalise(column) for column in table.columns}
    for column in table.columns:
        if normalise(column) not in _KINDS:
            continue
        tried = once(table[column], lambda value: normalise(value) in _tries(), False).astype(bool)
        if names & _QUALTRICS:
            tried |= once(table[column], to_number).isin(_CODES)
        if tried.any() and not tried.all():
            rows = _listed(table[column][tried])
            fates.doubts.append(sentence("intake.try_rows", column=column, rows=rows))
            table = table[~tried]
    return table


def _without_sums(table: pd.DataFrame, column: str | None, fates: Fates) -> pd.DataFrame:
    if column is None:
        return table
    totals = _words("totals") | {_COUNT}
    kept = len(table)
    while kept and normalise(table[column].iloc[kept - 1]) in totals:
        kept -= 1
    ends = _sum_ends()  # of a group, between its people and the next ones
    sums = once(table[column], lambda name: isinstance(name, str) and name.endswith(ends)).astype(bool)
    if kept and not table[column].iloc[kept:].map(normalise).eq(_COUNT).all():
        sums.iloc[kept:] = True
    if not sums.any() or sums.all():
        return table
    fates.doubts.append(t("intake.total_rows", rows=_listed(table[column][sums])))
    return table[~sums]


def _without_notes(table: pd.DataFrame, column: str | None, fates: Fates) -> pd.DataFrame:
    """Leave out the last rows that hold a note in one cell and nothing else."""
    column = column or table.columns[0]
    begins = tuple(_words("notes"))
    kept, first = len(table), max(1, len(table) - _LAST)
    others = table.columns.drop(column)
    while len(others) and kept > first and is_blank(table[others].iloc[kept - 1]).all():
        kept -= 1
    if kept == len(table):
        return table
    names = [len(str(one)) for one in table[column].iloc[:kept]]
    long = max(_NOTE, 2 * max(names, default=0))
    while kept < len(table):  # the first that reads like a note, or stands apart from the table
        cell = _folded(table[column].iloc[kept])
        apart = kept and table.index[kept] - table.index[kept - 1] > 1
        if cell.startswith(begins) or len(cell) >= long or apart:
            break
        kept += 1
    if kept < len(table):
        said = table[column].iloc[kept:]
        fates.doubts.append(t("intake.note_rows", rows=_listed(said)))
    return table.iloc[:kept]


def _listed(said: pd.Series) -> str:
    return listing(f"{row} ({str(one)[:_SHOWN]})" for row, one in said.items())


def _words(key: str) -> set[str]:
    return {normalise(one) for lang in LANGUAGES for one in t(f"intake.{key}", lang=lang).split("|")}


@cache
def _sum_ends() -> tuple[str, ...]:
    """How the name of a sum ends, as it is written: millions of rows are looked at."""
    words = _words("subtotals")
    forms = {form for word in words for form in (word, word.capitalize(), word.upper())}
    return tuple(form + mark for form in forms for mark in ("", ":", "："))


@cache
def _tries() -> set[str]:
    return _words("tries")


def _is_try(name: Any) -> bool:
    # First the number: people differ in it, and in what stands before it they do not.
    stem = _NUMBERED.sub("", str(name))
    return bool(stem) and _NUMBERED.sub("", normalise(stem)) in _tries()


def _folded(value: Any) -> str:
    return unicodedata.normalize("NFKC", str(value)).casefold().strip()
