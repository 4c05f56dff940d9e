"""Cells of a sheet that are shown in percent: Excel keeps 0.6 where everybody reads 60%."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

__all__ = ["percent_cells"]


def percent_cells(file: Path, sheet: str, columns: Collection[str]) -> set[tuple[int, str]]:
    """Return the cells below some headings that are shown in percent, as row and heading.

    Parameters
    ----------
    file : Path
        A workbook of Excel; of any other file nothing is known.
    sheet : str
        Name of the sheet.
    columns : collection of str
        Headings, all of one row.
    """
    if file.suffix.lower() not in (".xlsx", ".xlsm"):
        return set()
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True)
    try:
        heads: list[str] = []
        found = set()
        for number, row in enumerate(book[sheet].iter_rows() if sheet in book.sheetnames else (), 1):
            if not heads:
                texts = [str(cell.value).strip() for cell in row]
                heads = texts if set(columns) <= set(texts) else []
                continue
            cells = zip(heads, row, strict=False)
            shown = {head for head, cell in cells if "%" in str(getattr(cell, "number_format", ""))}
            found |= {(number, head) for head in shown & set(columns)}
    finally:
        book.close()
    return found
