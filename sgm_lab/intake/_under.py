"""Tables that stand under each other: with the same columns they are one; another kind of table is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import Sentence, listing, sentence
from ._cells import is_blank, is_number, normalise
from ._names import is_known

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["one_table"]

_FEWEST = 3  # cells of a row that may be a header
_SHOWN = 3  # names of columns


def one_table(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Sentence]]:
    """Return the table without headers that come again, and what stands below a header of its own; and say so.

    >>> import pandas as pd
    >>> pasted = pd.DataFrame({"编号": [1, "编号", 2], "叫号": [5, "叫号", 4]})
    >>> one_table(pasted)[0]["叫号"].tolist()
    [5, 4]
    """
    if len(table) < 2 or table.index.dtype.kind != "i" or not len(table.columns):
        return table, []
    said = []
    again = _again(table)
    if again:
        rows = [row for row in _with_titles(table, again) if row in table.index]
        said.append(sentence("files.note_header_again", rows=listing(again)))
        table = table.drop(index=rows)
    if (below := _other_table(table)) is not None:
        names = [str(cell) for cell in table.loc[below] if str(cell).strip()]
        start = min(_with_titles(table, [below]))
        said.append(sentence("files.note_other_table", row=start, names=listing(names[:_SHOWN])))
        table = table.loc[: start - 1]
    return table, said


def _again(table: pd.DataFrame) -> list[int]:
    """Rows that say what the header says, and no more."""
    rows: list[int] | None = None
    for column in table.columns:
        cells = table[column] if rows is None else table.loc[rows, column]
        if cells.dtype != object:
            if rows is None:  # a column of numbers holds no header
                return []
            continue
        same = cells.astype(str).str.strip().eq(str(column).strip()) | (is_blank(cells) & (rows is not None))
        rows = list(cells.index[same])
        if not rows:
            return []
    return [row for row in rows or [] if _filled(table, row) >= min(2, len(table.columns))]


def _filled(table: pd.DataFrame, row: int) -> int:
    cells: Any = table.loc[row]
    return int((~is_blank(cells)).sum())


def _with_titles(table: pd.DataFrame, rows: list[int]) -> list[int]:
    """Add the row above each, where it is a title: one cell alone."""
    at = {row: place for place, row in enumerate(table.index)}
    above = [table.index[at[row] - 1] for row in rows if at[row]]
    return [*rows, *(row for row in above if _filled(table, row) == 1 and row not in rows)]


def _other_table(table: pd.DataFrame) -> int | None:
    """Row below an empty one that names the columns of another table."""
    places = [place for place, step in enumerate(table.index.to_series().diff()) if step > 1]
    for place in places:
        for row in table.index[place : place + 2]:  # or below a title of its own
            cells = {
                column: cell
                for column, cell in table.loc[row].items()
                if str(cell).strip() not in ("", "nan")
            }
            first = next(iter(cells.values()), "")
            named = is_known(str(first)) or normalise(first) == normalise(table.columns[0])
            if len(cells) < _FEWEST or not named or any(map(is_number, cells.values())):
                continue
            above = table.iloc[:place]
            if not any(above[column].eq(cell).any() for column, cell in cells.items()):
                return int(row)
    return None
