"""Tables of text, and of web pages: rows and columns as they stand, below their header."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from ..i18n import t
from . import _limits as limits
from ._cells import is_blank
from ._encoding import decode
from ._header import FIRST, find_header
from ._separator import one_sign, separator
from ._web import rows_of_page

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["from_page", "from_text"]

_FEWEST = 2  # rows of a page's table


def from_text(content: bytes, name: str, header: int | None) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Read a table of text, whatever it is written in and parted by; with notes, and those that should be looked at."""
    text, notes, doubts = decode(content, name)
    if not text.strip():
        raise DataError("files.empty_file", file=name)
    delimiter = separator(text)
    limits.check_text(text, delimiter, name)
    text, mended = one_sign(text, delimiter)
    if mended:
        said = t("files.note_other_sign", count=len(mended), row=mended[0])
        notes, doubts = [*notes, said], [*doubts, said]
    frame = _plain_cells(text, delimiter)
    if frame is None:
        table, more = _quoted_cells(text, delimiter, name, header)
    else:
        table, more = _below_header(frame, name, header)
    return table, [*notes, *more], doubts


def _plain_cells(text: str, delimiter: str) -> pd.DataFrame | None:
    """Read text without quotation marks, the quick way; ``None`` where its rows are not all alike."""
    import pandas as pd

    if '"' in text or not delimiter.isascii():
        return None
    how: Any = {
        "sep": delimiter,
        "header": None,
        "dtype": object,
        "na_filter": False,
        "quoting": csv.QUOTE_NONE,
    }
    try:
        frame: pd.DataFrame = pd.read_csv(io.BytesIO(text.encode()), skip_blank_lines=False, **how)
    except ValueError:  # a row longer than the first, or nothing to read: said by the careful reader
        return None
    frame.index = frame.index + 1
    return frame.fillna("") if frame.iloc[:, -1].isna().any() else frame  # short rows lack their last cell


def _below_header(frame: pd.DataFrame, name: str, header: int | None) -> tuple[pd.DataFrame, list[str]]:
    """Drop empty rows and take the first of the others as header; rows keep their number."""
    import numpy as np

    doubtful = frame[is_blank(frame[frame.columns[0]])]
    empty = np.logical_and.reduce([is_blank(doubtful[column]).to_numpy() for column in frame])
    rows = frame.drop(index=doubtful.index[empty])
    if rows.empty:
        raise DataError("files.empty_file", file=name)
    head, used, notes = find_header(rows.head(FIRST).values.tolist(), name, header)
    body = rows.iloc[used:]
    for column in list(frame.columns)[len(head) :]:
        over = ~is_blank(body[column])
        if over.any():
            number = next(int(row) for row in body.index[over])
            cells = [bool(str(cell).strip()) for cell in body.loc[number]]
            got = len(cells) - cells[::-1].index(True)
            raise DataError("files.row_too_long", file=name, row=number, got=got, expected=len(head))
    return body[list(frame.columns)[: len(head)]].set_axis(head, axis=1), notes


def _quoted_cells(text: str, delimiter: str, name: str, header: int | None) -> tuple[pd.DataFrame, list[str]]:
    """Read text with quotation marks or uneven rows, strictly."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as cause:
        raise DataError("files.csv_broken", file=name) from cause
    return _from_rows(rows, name, header)


def from_page(content: bytes, name: str, header: int | None) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Read the largest table of a web page."""
    text, notes, doubts = decode(content, name)
    rows = rows_of_page(text)
    if sum(any(row) for row in rows) < _FEWEST:
        raise DataError("files.is_web", file=name)
    limits.check_columns(max(map(len, rows)), name)
    table, more = _from_rows(rows, name, header)
    return table, [*notes, *more], doubts


def _from_rows(rows: list[list[str]], name: str, header: int | None) -> tuple[pd.DataFrame, list[str]]:
    """Make a table of rows, which keep their numbers."""
    import pandas as pd

    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not numbered:
        raise DataError("files.empty_file", file=name)
    head, used, notes = find_header([row for _, row in numbered[:FIRST]], name, header)
    body, width = numbered[used:], len(head)
    for number, row in body:
        if len(row) > width and any(map(str.strip, row[width:])):
            raise DataError("files.row_too_long", file=name, row=number, got=len(row), expected=width)
    limits.check_cells(width * len(body), name)
    cells = [row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for _, row in body]
    return pd.DataFrame(cells, columns=head, index=[number for number, _ in body], dtype=object), notes
