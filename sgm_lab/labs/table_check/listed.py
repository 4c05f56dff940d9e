"""What the columns of a printed table are, where it has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...i18n import t
from ...intake import Opened, open_table
from ...intake.named import Said
from ...kano import LETTERS
from ...published import COLUMNS, check, columns_of
from ..asking import ListKind, renamed

__all__ = ["PRINTED", "read_printed"]

_ROW = "row"  # what names the rows


def read_printed(source: Any) -> Said:
    """Read a printed table; one that says nothing twice is refused.

    Raises
    ------
    DataError
        If it cannot be opened, or holds nothing to compare.
    """
    import pandas as pd

    page = open_table(source)
    check(page.table)
    return Said(page.table, pd.DataFrame(), list(page.notes), len(page.table), 0)


def _read_told(page: Opened, of: Mapping[str, list[str]]) -> Said:
    return read_printed(renamed(page, {there[0]: _head(role) for role, there in of.items() if role != _ROW}))


def _head(role: str) -> str:
    """Return the first heading that is known for a column."""
    if role in LETTERS:
        return role
    return t(f"kano.column.{role}" if role == "n" else f"published.column.{role}").split("|")[0]


def _word(role: str) -> str:
    if role == _ROW:
        return t("lab_table_check.names_rows")
    if role in LETTERS:
        return t("lab_table_check.people_of", category=t(f"kano.category.{role}"))
    return t(f"lab_table_check.is_{role}")


def _guess(page: Opened) -> dict[str, list[str]]:
    found = {name: [str(column)] for name, column in columns_of(page.table).items()}
    free = [column for column in map(str, page.table.columns) if [column] not in found.values()]
    return found | {_ROW: free[:1]}


PRINTED = ListKind("printed", (_ROW, *COLUMNS, *LETTERS), (), _read_told, _guess, worded=_word)
