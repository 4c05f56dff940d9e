"""A table as a spreadsheet to download and fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sheet"]


def sheet(table: pd.DataFrame) -> bytes:
    """Return a table as an .xlsx file with one sheet; what is missing stays empty."""
    from ..paper import excel

    book = excel.start()
    page = excel.sheet(book, "1", [18] * len(table.columns))
    clean = table.astype(object).where(table.notna(), None)
    excel.table(page, 1, [str(name) for name in table.columns], clean.to_numpy().tolist())
    return excel.content(book)
