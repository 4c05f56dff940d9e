"""What logs and comments have in common: days to look at again, and the result put together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..dates import order_matters, strays
from ..errors import sentence
from ..i18n import t
from ._cells import is_blank
from ._columns import Fates
from ._files import Opened, left_sheets
from ._intake import Intake
from ._report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["made_of", "with_order", "with_strays"]


def with_strays(opened: Opened, days: pd.Series, raw: pd.Series, report: Report) -> Opened:
    """Say which days are years away from all others."""
    far = strays(days)
    if not far.any():
        return opened
    first = int(far.to_numpy().argmax())
    said = t("intake.stray_days", column=raw.name, count=int(far.sum()), row=int(report.rows.iloc[first]),
             value=f"{days.iloc[first]:%Y-%m-%d}")  # fmt: skip
    return replace(opened, doubts=[*opened.doubts, said])


def with_order(opened: Opened, day_first: bool | None, days: pd.Series | None = None) -> Opened:
    """Say that the order of day and month was told, yet nothing hangs on it."""
    if day_first is None or (days is not None and order_matters(days.where(~is_blank(days)))):
        return opened
    return replace(opened, notes=[*opened.notes, sentence("intake.order_idle", file=opened.name)])


def made_of(
    table: pd.DataFrame, report: Report, opened: Opened, given: dict[str, str], left_out: int
) -> Intake:
    """Put together what was read, with what each column became and which sheets were not read."""
    fates = Fates(list(map(str, opened.table.columns)))
    for column, name in given.items():
        fates.set(column, name, "name")
    said = [*opened.doubts, *left_sheets(opened)]
    notes = [*opened.notes, *(one for one in said if one not in opened.notes)]
    columns = fates.table("left out")
    return Intake(table, report.table(), notes, len(table), left_out, said, columns=columns)
