"""What stands under a table and is no answer: notes, sums and means."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from ..errors import listing
from ..i18n import LANGUAGES, t
from ._answers import is_blank, normalise
from ._columns import Fates

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["without_below"]

_LONGEST_NOTE = 20  # letters of a note that are shown


def without_below(table: pd.DataFrame, meaning: dict[str, str], fates: Fates) -> pd.DataFrame:
    """Leave out the last rows where they are notes, or sums and means in place of a respondent; and say so."""
    column = next((column for column, name in meaning.items() if name == "respondent"), None)
    totals = {normalise(one) for lang in LANGUAGES for one in t("intake.totals", lang=lang).split("|")}
    table = _without_notes(table, column, fates)
    kept = len(table)
    while column is not None and kept and normalise(table[column].iloc[kept - 1]) in totals:
        kept -= 1
    if kept and kept < len(table):
        said = table[column].iloc[kept:]
        fates.doubts.append(
            t("intake.total_rows", rows=listing(f"{row} ({one})" for row, one in said.items()))
        )
        return table.iloc[:kept]
    return table


def _without_notes(table: pd.DataFrame, column: str | None, fates: Fates) -> pd.DataFrame:
    """Leave out the last rows that hold a note in one cell and nothing else; and say so."""
    column = column or table.columns[0]
    begins = tuple(one for lang in LANGUAGES for one in t("intake.notes", lang=lang).split("|"))
    kept = len(table)
    while kept > 1 and _folded(table[column].iloc[kept - 1]).startswith(begins):
        if not is_blank(table.iloc[kept - 1].drop(column)).all():
            break
        kept -= 1
    if kept < len(table):
        said = table[column].iloc[kept:]
        shown = listing(f"{row} ({str(one)[:_LONGEST_NOTE]})" for row, one in said.items())
        fates.doubts.append(t("intake.note_rows", rows=shown))
    return table.iloc[:kept]


def _folded(value: Any) -> str:
    return unicodedata.normalize("NFKC", str(value)).casefold().strip()
