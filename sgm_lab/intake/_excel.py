"""Open a sheet of Excel: only the cells that exist are read, however large the sheet says it is."""

from __future__ import annotations

import io
import warnings
import zipfile
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

from ..errors import DataError, listing
from ..extras import needs
from ..i18n import LANGUAGES, t
from . import _limits as limits
from ._header import headed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["from_excel"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old .xls files, and of all that have a password
_LAST = 16_384  # column of Excel, XFD
_PASSWORD = "EncryptedPackage".encode("utf-16-le")

Rows = dict[int, dict[int, Any]]  # row → column → value, both counted from 1, as a person sees them
Area = tuple[int, int, int, int]  # first column, first row, last column, last row


@needs("openpyxl")
def from_excel(content: bytes, name: str, sheet: str | int | None) -> tuple[pd.DataFrame, list[str]]:
    """Read one sheet as a table, with merged cells filled.

    Raises
    ------
    DataError
        If the file is locked, old, damaged or too large, if it lacks the sheet, or the sheet holds no answers.
    """
    import pandas as pd

    if content.startswith(_OLE):
        raise DataError("files.locked" if _PASSWORD in content else "files.old_excel", file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            limits.check_zip(archive, name)
    except zipfile.BadZipFile as cause:
        raise DataError("files.damaged", file=name) from cause
    title, rows, areas = _cells(content, name, sheet)
    notes = _fill(rows, areas, name)
    rows = {row: cells for row, cells in sorted(rows.items()) if any(map(_holds, cells.values()))}
    if not rows:
        raise DataError("files.empty_sheet", file=name, sheet=title)
    first, *others = rows
    limits.check_columns(max(column for column, value in rows[first].items() if _holds(value)), name)
    head = headed(
        ["" if value is None else str(value) for value in _wide(rows[first], max(rows[first]))], name
    )
    further = ((row, column) for row in others for column in rows[row] if column > len(head))
    beside = [(row, column) for row, column in further if column <= _LAST and _holds(rows[row][column])]
    if beside:
        notes.append(
            t("files.note_beside", file=name, cells=listing([_coordinate(*place) for place in beside]))
        )
        others = [row for row in others if any(_holds(rows[row].get(at)) for at in range(1, len(head) + 1))]
    limits.check_cells(len(head) * len(others), name)
    body = [["" if value is None else value for value in _wide(rows[row], len(head))] for row in others]
    return pd.DataFrame(body, columns=head, index=others, dtype=object), notes


def _cells(content: bytes, name: str, wanted: str | int | None) -> tuple[str, Rows, list[Area]]:
    """Title, cells and merged areas of a sheet; openpyxl's own rows would run to the last that is claimed."""
    import openpyxl
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet._reader import WorkSheetParser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out: rules, pictures, printers
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        page = _page([one for one in book.worksheets if isinstance(one, ReadOnlyWorksheet)], name, wanted)
        rows: Rows = {}
        with page._get_source() as source:
            parser = WorkSheetParser(
                source,
                page._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for number, cells in parser.parse():
                kept = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
                if kept:
                    rows.setdefault(number, {}).update(kept)
        book.close()
    for number, row in rows.items():
        for value in row.values():
            if isinstance(value, str) and len(value) > limits.LETTERS:
                limits.too_long(name, number, len(value))
    areas = (
        []
        if parser.merged_cells is None
        else [one.bounds for one in map(_range, parser.merged_cells.mergeCell)]
    )
    return page.title, rows, areas


def _range(merged: Any) -> Any:
    from openpyxl.worksheet.cell_range import CellRange

    return CellRange(merged.ref)


def _page(pages: list[Any], name: str, wanted: str | int | None) -> Any:
    """Return the sheet that is asked for: by name, by place, or the answers of a survey workbook of ours."""
    titles = [page.title for page in pages]
    if wanted is None:
        ours = {t("takeaways.survey.sheet_answers", lang) for lang in LANGUAGES}
        wanted = next((title for title in titles if title in ours), 0)
    if isinstance(wanted, int) and -len(pages) <= wanted < len(pages):
        return pages[wanted]
    if wanted in titles:
        return pages[titles.index(str(wanted))]
    if not pages:
        raise DataError("files.damaged", file=name)
    raise DataError("files.no_sheet", file=name, sheet=wanted, sheets=titles)


def _fill(rows: Rows, areas: list[Area], name: str) -> list[str]:
    """Write the value of a merged cell, kept in its corner only, into every cell of a row that exists; and say so."""
    if not areas:
        return []
    there = sorted(row for row, cells in rows.items() if any(map(_holds, cells.values())))
    last = max((max(cells) for cells in rows.values()), default=0)
    count = 0
    for left, top, right, bottom in areas:
        value = rows.get(top, {}).get(left)
        across = range(left, min(right, last) + 1)
        down = there[bisect_left(there, top) : bisect_right(there, bottom)]
        count += len(across) * len(down)
        limits.check_cells(count, name, limits.SHEET_CELLS)
        for row in down:
            rows[row].update(dict.fromkeys(across, value))
    named = [f"{_coordinate(top, left)}:{_coordinate(bottom, right)}" for left, top, right, bottom in areas]
    return [t("files.note_merged", file=name, area=listing(named))]


def _coordinate(row: int, column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


def _holds(value: Any) -> bool:
    return value is not None and bool(str(value).strip())


def _wide(cells: dict[int, Any], width: int) -> list[Any]:
    return [cells.get(column) for column in range(1, width + 1)]
