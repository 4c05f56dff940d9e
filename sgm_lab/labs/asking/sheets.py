"""A file as it is asked about: one of its sheets, or all that have the same columns as the waves of one survey."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ...errors import DataError
from ...intake import Intake, Opened, open_table
from ...intake._sheets import as_waves, open_all

__all__ = ["ALL", "Given", "first_opened", "joined", "pages_of", "read_pages"]

Given = tuple[str, bytes]  # name and content of a file
ALL = "all"  # the sheets with the same columns; a sheet that is called so is itself


def first_opened(given: Given, how: Mapping[str, Any]) -> Opened:
    """Open a file: its first sheet, with the names of the others; where that is empty, the one that was chosen."""
    try:
        return open_table(given)
    except DataError:
        if not how.get("sheet"):
            raise
        opened = open_table(given, how["sheet"])
        return replace(opened, others=[opened.sheet])


def pages_of(given: Given, sheet: str) -> list[Opened]:
    """Open a sheet; or all that have the same columns."""
    return open_all(given, None) if sheet == ALL else [open_table(given, sheet)]


def joined(pages: list[Opened]) -> Opened:
    """Return one table of all pages, to ask about."""
    import pandas as pd

    if len(pages) == 1:
        return pages[0]
    return replace(pages[0], table=pd.concat([page.table for page in pages], ignore_index=True))


def read_pages(pages: list[Opened], read: Callable[[Opened], Intake]) -> Intake:
    """Read a page; of several each is a wave, and its rows are named by its sheet."""
    return read(pages[0]) if len(pages) == 1 else as_waves(pages, read)
