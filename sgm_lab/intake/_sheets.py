"""Several sheets of one workbook: those with the same columns are the waves of one survey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..errors import DataError, listing
from ..i18n import t
from . import _limits as limits
from ._files import ALL, Opened, open_table
from ._intake import Intake
from ._order import in_order

__all__ = ["SHEETLESS", "as_waves", "only_one", "open_all"]


def open_all(source: Any, header: int | None) -> list[Opened]:
    """Open the sheets of a workbook that have the columns of most of them; a sheet that is called "all" is itself."""
    try:
        return [open_table(source, ALL, header)]
    except DataError as error:
        if error.key != "files.no_sheet":
            raise
        titles = list(map(str, error.values["sheets"]))
    pages: list[Opened] = []
    left: list[str] = []
    cells = 0
    for title in titles:
        try:
            page = open_table(source, title, header)
        except DataError as error:
            if error.key not in _BARE:
                raise
            left.append(title)  # a cover, or nothing
            continue
        cells += page.table.size
        limits.check_cells(cells, page.name, limits.SHEET_CELLS)
        pages.append(page)
    if not pages:
        raise DataError("files.no_rows", file=source[0] if isinstance(source, tuple) else source)
    alike = [[page for page in pages if set(page.table.columns) == set(one.table.columns)] for one in pages]
    pages, every = max(alike, key=len), pages  # a cover with words on it may stand first
    left = [title for title in titles if title in left or any(page.sheet == title for page in every)]
    left = [title for title in left if all(page.sheet != title for page in pages)]
    if left:
        said = t("intake.sheets_left", sheets=listing(left))
        pages[0] = replace(pages[0], notes=[*pages[0].notes, said], doubts=[*pages[0].doubts, said])
    return pages


def only_one(
    source: Any, header: int | None, error: DataError, read: Callable[[Opened], Intake]
) -> Intake | None:
    """Read the only other sheet that can be, where the first is a cover; None where there are none or several."""
    others = list(map(str, error.values["others"]))
    found: list[Intake] = []
    for title in others[:_MOST_TRIED]:
        rest = [str(error.values["sheet"]), *(one for one in others if one != title)]
        try:
            found.append(read(replace(open_table(source, title, header), others=rest)))
        except DataError:
            continue
    return found[0] if len(found) == 1 else None


#: What is said of a first sheet that holds no survey.
SHEETLESS = {"files.other_sheets", "files.no_rows_here", "files.empty_sheet_here"}
_MOST_TRIED = 12  # sheets
_BARE = {
    "files.no_rows",
    "files.no_rows_here",
    "files.empty_sheet",
    "files.empty_sheet_here",
    "files.no_header",
}


def as_waves(pages: list[Opened], read: Callable[[Opened], Intake], *, listed: bool = False) -> Intake:
    """Read each sheet and put them together: as waves in the order that their names mean, or with those of the file.

    Where the names mean none, or the pages were ``listed`` by the caller, in the order in which they stand.
    """
    import pandas as pd

    given = [page.sheet for page in pages]
    meant = (in_order(given) if len(set(given)) == len(given) else None) or given
    if not listed:
        pages = sorted(pages, key=lambda page: meant.index(page.sheet))
    parts = [read(page) for page in pages]
    own = [set(part.answers["wave"]) if "wave" in part.answers else set() for part in parts]
    kept = all(own) and len(set().union(*own)) == sum(map(len, own))
    tables = [
        part.answers if kept else part.answers.assign(wave=number) for number, part in enumerate(parts, 1)
    ]
    nameless = not any("respondent" in set(part.columns["became"]) for part in parts)
    if nameless:  # a row of one sheet is not the person of the same row in another
        tables = [
            table.assign(respondent=[f"{number}-{one}" for one in table["respondent"]])
            for number, table in enumerate(tables, 1)
        ]
    order = list(dict.fromkeys(one for table in tables for one in table.attrs.get("order", [])))
    for table in tables:
        table.attrs = {"order": order} if order else {}  # alike, or putting them together drops it
    problems = [
        part.problems.assign(
            column=[f"{page.sheet}!{column}" for column in part.problems["column"]],
            problem=[t("intake.on_sheet", sheet=page.sheet, problem=one) for one in part.problems["problem"]],
        )
        for page, part in zip(pages, parts, strict=True)
    ]
    titles = listing(page.sheet for page in pages)
    other = "waves_against" if listed else "waves_ordered"
    key = "own_waves" if kept else "waves" if meant == given else other
    told = t(f"intake.sheets_{key}", sheets=titles, meant=listing(meant))
    doubts = [t("intake.sheets_waves_lost", sheets=titles)] if any(own) and not kept else []
    doubts += [told] if key == other else []
    doubts += [t("intake.sheets_no_ids")] if nameless else []
    return Intake(
        pd.concat(tables, ignore_index=True),
        pd.concat([one for one in problems if len(one)] or problems[:1], ignore_index=True),
        [*dict.fromkeys([told, *doubts]), *dict.fromkeys(note for part in parts for note in part.notes)],
        sum(part.rows_read for part in parts),
        sum(part.rows_left_out for part in parts),
        doubts + list(dict.fromkeys(doubt for part in parts for doubt in part.doubts)),
        next((part.unsettled for part in parts if part.unsettled), ""),
        parts[0].columns,
        rows_blank=sum(part.rows_blank for part in parts),
    )
