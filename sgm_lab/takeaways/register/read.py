"""The register read back as a plan, with what was changed and entered in it."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import DataError, SgmError
from ...extras import needs
from ...goals import month_of
from ...i18n import LANGUAGES, Language, use_language
from ..plan.reading import read_plan
from ..plan.rows import ROWS
from .shape import FIELDS, FORMAT, HEAD, LAST_GOAL, TYPED, column, say

if TYPE_CHECKING:
    pass

__all__ = ["plan_from_register"]


class _NewerError(DataError):
    """The file is of a later edition: read as an earlier one, something of it would be lost in silence."""


_FILE = "register.xlsx"
_NO_BOOK = ("files.sheet_idle", "files.damaged")  # a table in text, or nothing of Excel's at all
_NO_SHEET = (
    "?"  # no sheet can be called so: the reader of tables checks the file, and names the sheets there are
)


@needs("openpyxl")
def plan_from_register(
    source: str | Path | bytes | tuple[str, bytes], *, lang: Language | None = None
) -> dict[str, Any]:
    """Read a goal register back as a plan, with what was changed and entered in it.

    Parameters
    ----------
    source : path, bytes or (name, bytes)
        What `goal_register_xlsx` made, edited with any spreadsheet program or not.
    lang : {"zh", "en"}, optional
        Language of error messages; that of the file by default.

    Returns
    -------
    dict
        A plan, checked; each goal with its ``months``.

    Raises
    ------
    DataError
        If it is no register, or a cell cannot be used: says which.
    """
    from openpyxl import load_workbook

    from ...intake import check_size, content_of

    if isinstance(source, bytes):
        source = _FILE, source
    file, content = source if isinstance(source, tuple) else (Path(source).name, content_of(Path(source)))
    check_size(content, file)
    spoken = _language(content, file)
    with use_language(lang or spoken):
        book = load_workbook(io.BytesIO(content), data_only=True)
        plan = _rest(book, spoken)
        goals = _goals(book[say("sheet_goals", spoken)], plan.get("goals") or [], spoken)
        by_number = dict(goals)
        for one in by_number.values():
            one.pop("months", None)
        for at, month in _months(book, spoken):
            if at not in by_number:
                raise DataError(
                    "takeaways.register.no_goal", number=at, month=month["month"], known=list(by_number)
                )
            by_number[at].setdefault("months", []).append(month)
        plan["goals"] = list(by_number.values())
        _rows(book, plan, spoken)
        read_plan(plan)
        return plan


def _language(content: bytes, file: str) -> Language:
    """Return the language of the file, which the name of its sheet of goals tells, once it may be opened at all."""
    from ...intake import open_table

    sheets: list[str] = []
    try:
        open_table((file if file.endswith(".xlsx") else _FILE, content), sheet=_NO_SHEET)
    except SgmError as error:
        cut = error.key == "files.damaged" and content.startswith(b"PK")  # Excel's, and not whole
        if cut or error.key not in (*_NO_BOOK, "files.no_sheet"):
            raise DataError(error.key, **{**error.values, "file": file}) from error
        sheets = list(error.values.get("sheets", []))
    for lang in LANGUAGES:
        if say("sheet_goals", lang) in sheets:
            return lang
    raise DataError(f"takeaways.register.{'none' if sheets else 'no_workbook'}", file=file, sheets=sheets)


def _texts(page: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows below the headings that hold anything, with their numbers."""
    from ...paper import excel

    for row in page.iter_rows(min_row=HEAD + 1):
        values = [excel.read(cell.value) if isinstance(cell.value, str) else cell.value for cell in row]
        if any(value not in (None, "") for value in values):
            yield row[0].row, values


def _place(page: Any, heads: Sequence[str]) -> list[int]:
    """Columns of these headings: somebody may have moved them."""
    from ...paper import excel

    named = [excel.read(cell.value).strip() for cell in page[HEAD]]
    lacking = [head for head in heads if head not in named]
    if lacking:
        raise DataError("takeaways.register.no_column", sheet=page.title, names=lacking, row=HEAD)
    return [named.index(head) for head in heads]


def _rest(book: Any, lang: Language) -> dict[str, Any]:
    """What the hidden sheet holds of the plan; without it the cells are all there is."""
    from ...paper import excel

    name = say("sheet_data", lang)
    if name not in book.sheetnames:
        return {}
    text = "".join(excel.read(cell.value) for (cell,) in book[name].iter_rows(min_row=2, max_col=1))
    try:
        found = dict(json.loads(text))
        if found.pop("format", 1) > FORMAT:
            raise _NewerError("takeaways.register.newer")
        read_plan(found)
    except _NewerError:
        raise
    except (TypeError, ValueError, DataError):
        return {}
    return found


def _goals(page: Any, known: Sequence[Any], lang: Language) -> Iterator[tuple[int, dict[str, Any]]]:
    with use_language(lang):
        places = _place(page, [column(one) for one in ("number", *FIELDS)])
    used = 0
    for row, values in _texts(page):
        at, *cells = (values[place] if place < len(values) else None for place in places)
        if all(cell in (None, "") for cell in cells):
            continue
        at = _whole(at, page.title, row) if at not in (None, "") else used + 1
        used = max(used, at)
        kept = dict(known[at - 1]) if 0 < at <= len(known) else {}
        for field, cell in zip(FIELDS, cells, strict=True):
            kept.pop(field, None)
            if cell not in (None, ""):
                kept[field] = _cell(field, cell)
        yield at, kept


def _cell(field: str, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if field in ("baseline", "target") or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return f"{value:g}"
    return value


def _months(book: Any, lang: Language) -> Iterator[tuple[int, dict[str, Any]]]:
    page = book[say("sheet_months", lang)] if say("sheet_months", lang) in book.sheetnames else None
    if page is None:
        return
    places = _place(page, [say(f"month_{one}", lang) for one in TYPED])
    for row, values in _texts(page):
        at, month, value, *more = (values[place] if place < len(values) else None for place in places)
        if value in (None, ""):
            continue
        for what, cell in (("goal", at), ("month", month)):
            if cell in (None, ""):
                raise DataError(
                    "takeaways.register.lacking", sheet=page.title, row=row, column=say(f"month_{what}")
                )
        found: dict[str, Any] = {"month": month_of(month), "value": _figure(value, page.title, row)}
        for what, cell in zip(("n", "sd"), more, strict=True):
            if cell not in (None, ""):
                found[what] = _figure(cell, page.title, row)
        yield _whole(at, page.title, row), found


def _figure(value: Any, sheet: str, row: int) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as cause:
        raise DataError(
            "takeaways.register.no_figure", sheet=sheet, row=row, value=str(value)[:40]
        ) from cause


def _whole(value: Any, sheet: str, row: int) -> int:
    figure = _figure(value, sheet, row)
    if not figure.is_integer() or not 1 <= figure <= LAST_GOAL:
        raise DataError("takeaways.register.no_figure", sheet=sheet, row=row, value=str(value)[:40])
    return int(figure)


def _rows(book: Any, plan: dict[str, Any], lang: Language) -> None:
    """Rows of the plan as they stand in the file; a text that was not touched keeps where it came from."""
    name = say("sheet_rows", lang)
    if name not in book.sheetnames:
        return
    page = book[name]
    places = _place(page, [say(f"row_{one}", lang) for one in ("number", "text")])
    before = {row: [vars(note) for note in notes] for row, notes in read_plan(plan).rows.items()}
    found: dict[str, list[dict[str, str]]] = {}
    for row, values in _texts(page):
        at, text = (values[place] if place < len(values) else None for place in places)
        if text in (None, "") or at in (None, ""):
            continue
        place = _whole(at, page.title, row)
        if place > len(ROWS):
            raise DataError("takeaways.register.no_figure", sheet=page.title, row=row, value=str(at)[:40])
        own = ROWS[place - 1]
        kept = next((one for one in before.get(own, ()) if one["text"] == str(text)), None)
        found.setdefault(own, []).append(dict(kept) if kept else {"text": str(text), "source": ""})
    if found or "rows" in plan:
        plan["rows"] = {row: found[row] for row in ROWS if row in found}
