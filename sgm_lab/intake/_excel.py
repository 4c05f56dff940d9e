"""Open a sheet of Excel: only the cells that exist are read, however large the sheet says it is."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, Any

from ..errors import DataError, listing
from ..extras import needs
from ..i18n import LANGUAGES, t
from . import _limits as limits
from ._header import FIRST, find_header

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Page", "from_excel"]

_LAST = 16_384  # column of Excel, XFD
_SHEETS = 30  # that are looked into for something to read
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)[ />]")

Rows = dict[int, dict[int, Any]]  # row → column → value, both counted from 1, as a person sees them
Area = tuple[int, int, int, int]  # first column, first row, last column, last row


@dataclass(frozen=True)
class Page:
    """One sheet as a table, with its title, the titles of the others, and what was noticed."""

    table: pd.DataFrame
    notes: list[str]
    doubts: list[str]
    title: str
    others: list[str]


@needs("openpyxl")
def from_excel(content: bytes, name: str, sheet: str | int | None, header: int | None = None) -> Page:
    """Read one sheet as a table, with merged cells filled.

    Raises
    ------
    DataError
        If the file is damaged or too large, if it lacks the sheet, or the sheet holds no answers.
    """
    import pandas as pd

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            limits.check_zip(archive, name)
    except zipfile.BadZipFile as cause:
        raise DataError("files.damaged", file=name) from cause
    title, others, rows, areas, unworked, hidden = _cells(content, name, sheet)
    notes = _fill(rows, areas, name)
    doubts = []
    if unworked:
        doubts.append(t("files.note_formulas", file=name, cells=listing(unworked)))
    rows = {row: cells for row, cells in sorted(rows.items()) if any(map(_holds, cells.values()))}
    if not rows:
        key = "files.empty_sheet_here" if others else "files.empty_sheet"
        raise DataError(key, file=name, sheet=title, others=others, first=next(iter(others), ""))
    first = [_wide(rows[row], max(rows[row])) for row in list(rows)[:FIRST]]
    head, used, said = find_header(first, name, header)
    others_rows = list(rows)[used:]
    if out_of_sight := [row for row in others_rows if row in hidden]:
        count = len(out_of_sight)
        doubts.append(t("files.note_hidden_rows", file=name, count=count, row=out_of_sight[0]))
    further = ((row, column) for row in others_rows for column in rows[row] if column > len(head))
    beside = [(row, column) for row, column in further if column <= _LAST and _holds(rows[row][column])]
    if beside:
        doubts.append(
            t("files.note_beside", file=name, cells=listing([_coordinate(*place) for place in beside]))
        )
        others_rows = [
            row for row in others_rows if any(_holds(rows[row].get(at)) for at in range(1, len(head) + 1))
        ]
    limits.check_cells(len(head) * len(others_rows), name)
    body = [["" if value is None else value for value in _wide(rows[row], len(head))] for row in others_rows]
    table = pd.DataFrame(body, columns=head, index=others_rows, dtype=object)
    return Page(table, [*notes, *said, *doubts], doubts, title, others)


def _cells(
    content: bytes, name: str, wanted: str | int | None
) -> tuple[str, list[str], Rows, list[Area], list[str], set[int]]:
    """Title, other sheets, cells, merged areas, formulas never worked out, and rows that are hidden.

    openpyxl's own rows would run to the last that is claimed.
    """
    import openpyxl
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    unworked: list[str] = []

    class Parser(WorkSheetParser):  # type: ignore[misc]
        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                unworked.append(_coordinate(cell["row"], cell["column"]))
            return cell

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out: rules, pictures, printers
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        pages = [one for one in book.worksheets if isinstance(one, ReadOnlyWorksheet)]
        page = _page(pages, name, wanted)
        rows: Rows = {}
        with page._get_source() as source:
            parser = Parser(
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
        others = [] if page.title in _ours() else _filled(pages, page)
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
    hidden = {int(row) for row, how in parser.row_dimensions.items() if how.get("hidden") in ("1", "true")}
    return page.title, others, rows, areas, unworked, hidden


def _ours() -> set[str]:
    """Titles of the sheet for the answers in a survey workbook of ours, whose other sheets hold none."""
    return {t("takeaways.survey.sheet_answers", lang) for lang in LANGUAGES}


def _filled(pages: list[Any], but: Any) -> list[str]:
    """Titles of the other sheets that hold something; many may be one and the same part of the file."""
    holds: dict[str, bool] = {}
    for page in pages[:_SHEETS]:
        path = page._worksheet_path
        if path not in holds:
            with page._get_source() as source:
                holds[path] = _FILLED.search(source.read()) is not None
    return [page.title for page in pages[:_SHEETS] if page is not but and holds[page._worksheet_path]]


def _range(merged: Any) -> Any:
    from openpyxl.worksheet.cell_range import CellRange

    return CellRange(merged.ref)


def _page(pages: list[Any], name: str, wanted: str | int | None) -> Any:
    """Return the sheet that is asked for, by name or place; else the answers of a workbook of ours, or the first.

    A sheet that is hidden is not the first: a template, or last year's answers.
    """
    titles = [page.title for page in pages]
    if wanted is None:
        seen = [page.title for page in pages if page.sheet_state == "visible"]
        wanted = next((title for title in titles if title in _ours()), next(iter(seen), 0))
    place = None if isinstance(wanted, bool) or not isinstance(wanted, Integral) else int(wanted)
    if place is not None and 0 <= place < len(pages):
        return pages[place]
    if wanted in titles:
        return pages[titles.index(str(wanted))]
    if not pages:
        raise DataError("files.damaged", file=name)
    key = "files.no_sheet" if place is None else "files.no_sheet_at"
    raise DataError(key, file=name, sheet=wanted, sheets=titles, last=len(titles) - 1)


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
