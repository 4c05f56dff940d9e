"""A file as it is asked about: one of its sheets, or all that have the same columns as the waves of one survey."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...errors import DataError
from ...intake import Intake, Opened, open_table
from ...intake._sheets import as_waves, open_all
from ...intake._sniff import EXCEL, TEXT, WEB, kind_of

__all__ = [
    "ALL",
    "HEADERS",
    "Given",
    "first_opened",
    "has_header_rows",
    "header_of",
    "joined",
    "pages_of",
    "read_pages",
]

Given = tuple[str, bytes]  # name and content of a file
HEADERS = (1, 2, 3)  # rows that names of columns can take
_HEADS = {"files.two_headers", "files.same_column_or_two"}  # said where they may take two
ALL = "all"  # the sheets with the same columns; a sheet that is called so is itself


def first_opened(given: Given, how: Mapping[str, Any]) -> tuple[Opened, DataError | None]:
    """Open a file: its first sheet, with the names of the others; where that is empty, the one that was chosen.

    Where the names of its columns may take two rows it is opened so, with the doubt.
    """
    try:
        return open_table(given), None
    except DataError as error:
        if error.key in _HEADS:
            return open_table(given, None, 2), error
        if not how.get("sheet"):
            raise
        opened = open_table(given, how["sheet"])
        return replace(opened, others=[opened.sheet]), None


def has_header_rows(given: Given) -> bool:
    """Whether names of columns stand in rows, so that it can be said how many."""
    return kind_of(given[1], given[0], Path(given[0]).suffix.lower())[0] in (EXCEL, TEXT, WEB)


def header_of(how: Mapping[str, Any]) -> int | None:
    """Return the number of header rows that was told, whatever a workbook holds."""
    told = how.get("header")
    return told if told in HEADERS and not isinstance(told, bool) else None


def pages_of(given: Given, sheet: str, header: int | None) -> list[Opened]:
    """Open a sheet; or all that have the same columns."""
    return open_all(given, header) if sheet == ALL else [open_table(given, sheet or None, header)]


def joined(pages: list[Opened]) -> Opened:
    """Return one table of all pages, to ask about."""
    import pandas as pd

    if len(pages) == 1:
        return pages[0]
    return replace(pages[0], table=pd.concat([page.table for page in pages], ignore_index=True))


def read_pages(pages: list[Opened], read: Callable[[Opened], Intake]) -> Intake:
    """Read a page; of several each is a wave, and its rows are named by its sheet."""
    return read(pages[0]) if len(pages) == 1 else as_waves(pages, read)
