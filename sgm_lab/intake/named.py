"""A table of one's own whose columns a method names in its words: found, checked cell by cell, reported alike.

A method says which columns it takes (``<words>.column.<name>``, every accepted heading separated by ``|``, the first
the one shown) and what is wrong with a cell (``<words>.problem.<key>``); all else stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError
from ..i18n import LANGUAGES, t
from ._figures import minutes_of, read_figures, said_of_marks
from ._files import open_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NamedColumns", "Said", "headings", "problem_rows"]

_MOST_REPORTED = 1000


# No `Intake`, which may be unsettled and tells what became of every column: here the columns are named by the method,
# others are not read, and a method's own report (`TeamAnswers`) adds to this one. Both together would be longer.
@dataclass(frozen=True)
class Said:
    """What was read of a table, and what could not be.

    Attributes
    ----------
    table : pandas.DataFrame
        As the method takes it.
    problems : pandas.DataFrame
        row (as the spreadsheet shows it), column, value, problem (a sentence). At most 1,000 rows.
    notes : list of str
        What was noticed about the file as a whole.
    rows_read, rows_left_out : int
        Rows that count, and those that do not.
    """

    table: pd.DataFrame
    problems: pd.DataFrame
    notes: list[str]
    rows_read: int
    rows_left_out: int

    def summary(self) -> str:
        """One sentence: how much was read, how much was left out."""
        key = "files.rows" if self.rows_left_out else "files.rows_clean"
        return t(key, read=self.rows_read, left_out=self.rows_left_out)


def headings(words: str, column: str) -> list[str]:
    """Accepted headings of a column; the first is the one shown."""
    key = f"{words}.column.{column}"
    names = [name for lang in LANGUAGES for name in t(key, lang=lang).split("|")]
    return list(dict.fromkeys([t(key).split("|")[0], *names, column]))


def problem_rows(problems: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put what is wrong in the order of the file."""
    import pandas as pd

    empty = pd.DataFrame(columns=["row", "column", "value", "problem"])
    said = pd.concat(problems).sort_values("row", kind="stable") if problems else empty
    return said.head(_MOST_REPORTED).reset_index(drop=True)


class NamedColumns:
    """One table while it is read.

    Parameters
    ----------
    source
        See `sgm_lab.intake.open_table`.
    words : str
        Where the method's words stand.
    columns, needed : sequence of str
        Columns that are known, and those that must be there.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a column, or has one twice.
    """

    def __init__(self, source: Any, words: str, columns: Sequence[str], needed: Sequence[str]) -> None:
        self.opened = open_table(source)
        self.words = words
        there = list(self.opened.table.columns)
        accepted = {name.casefold(): column for column in columns for name in headings(words, column)}
        found = {c: accepted[c.strip().casefold()] for c in there if c.strip().casefold() in accepted}
        missing = [headings(words, column)[0] for column in needed if column not in found.values()]
        if missing or len(set(found.values())) < len(found):
            key = "files.columns_missing" if missing else "files.columns_twice"
            raise DataError(key, file=self.opened.name, missing=missing, columns=there)
        self.given = self.opened.table.rename(columns=found)
        self.bad = np.zeros(len(self.given), bool)
        self._heads = {column: name for name, column in found.items()}
        self._problems: list[pd.DataFrame] = []
        self._said: list[str] = []

    def heading(self, column: str) -> str:
        """Return what a column is called in the file, or would be."""
        return self._heads.get(column) or headings(self.words, column)[0]

    def text(self, column: str) -> pd.Series[str]:
        """Cells without the space around them; an empty text where there is nothing, or no such column."""
        import pandas as pd

        if column not in self.given:
            return pd.Series("", index=self.given.index, dtype=object)
        cells = self.given[column]
        return cells.astype(object).astype(str).str.strip().where(cells.notna(), "")

    def number(self, column: str) -> pd.Series[float]:
        """Cells as numbers, as people write them; what is none is missing."""
        import pandas as pd

        if column not in self.given:
            return pd.Series(np.nan, index=self.given.index)
        cells = self.given[column]
        if pd.api.types.is_numeric_dtype(cells):
            return cells.astype(float)
        text = self.text(column)
        figures = read_figures(text.where(text != ""))
        said = said_of_marks(text, figures, self.heading(column))
        self._said += [one for one in said if one not in self._said]
        return figures

    def minutes(self, column: str) -> pd.Series[float]:
        """Cells as minutes, written as a number or as a length of time: 5, 5分钟, 90秒."""
        return self.text(column).map(minutes_of).astype(float).fillna(self.number(column))

    def report(self, wrong: Any, column: str, key: str, *, drop: bool) -> None:
        """Say what is wrong with some cells of rows that still count; with ``drop`` they count no longer."""
        import pandas as pd

        some = np.asarray(wrong, bool) & ~self.bad
        at = np.flatnonzero(some)[:_MOST_REPORTED]
        if len(at):
            head = self.heading(column)
            cells = (
                self.given[column].iloc[at] if column in self.given else pd.Series("", index=range(len(at)))
            )
            values = cells.astype(object).where(cells.notna(), "").astype(str).str.strip().to_numpy()
            said = t(f"{self.words}.problem.{key}")
            self._problems.append(
                pd.DataFrame({"row": self.given.index[at], "column": head, "value": values, "problem": said})
            )
        if drop:
            self.bad |= some

    def read(self, table: pd.DataFrame) -> Said:
        """Return the rows that count.

        Raises
        ------
        DataError
            If there is none.
        """
        kept = table[~self.bad].reset_index(drop=True)
        if kept.empty:
            error = DataError(f"{self.words}.nothing_read", file=self.opened.name)
            problems = problem_rows(self._problems)
            if problems.empty:
                raise error
            raise DataError(
                "files.nothing_first",
                first=error,
                **{str(name): value for name, value in problems.iloc[0].items()},
            )
        return Said(
            kept,
            problem_rows(self._problems),
            [*self.opened.notes, *self._said],
            len(kept),
            int(self.bad.sum()),
        )
