"""Read the spreadsheet of a case: every cell as what it should be, and one sentence for each that is not."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from sgm_lab.i18n import t

from .layout import FACTS, LEVEL, SHEETS, Column, name_of, numbered

__all__ = ["Filled", "Row", "read"]

LARGEST = 30_000_000  # bytes
_CODE = re.compile(r"[a-z][a-z0-9_]{1,30}")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: .*)?")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?::\d{2})?")


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet, what stands in its cells by column and number, and by heading (skills)."""

    at: int
    cells: Mapping[tuple[str, int], Any]
    others: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.cells.get((key, 0))

    def of(self, key: str, number: int) -> Any:
        """Return the cell of a column that stands several times."""
        return self.cells.get((key, number))


@dataclass
class Filled:
    """What stands in a spreadsheet: facts, the rows of each sheet, and what is wrong."""

    facts: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def wrong(self, sheet: str, key: str, row: int = 0, column: str = "", **values: Any) -> None:
        """Note a mistake: the sheet, the row, the column, and what to do."""
        where = t(f"case_sheet.at.{'cell' if column else 'row' if row else 'sheet'}",
                  sheet=t(f"case_sheet.sheet.{sheet}"), row=row, column=column)  # fmt: skip
        self.problems.append(
            t("case_sheet.problem", where=where, what=t(f"case_sheet.wrong.{key}", **values))
        )


def read(file: Path) -> Filled:
    """Read a filled template; whatever is wrong with it is in `Filled.problems`."""
    from openpyxl import load_workbook

    found = Filled()
    if not os.path.lexists(file):
        found.problems.append(t("case_sheet.not_there", file=file))
        return found
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError
        book = load_workbook(file, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, BadZipFile):
        found.problems.append(t("case_sheet.no_sheet", file=file.name))
        return found
    try:
        sheets = {page.title.strip(): page for page in book.worksheets}
        for sheet in ("facts", *SHEETS):
            page = sheets.get(t(f"case_sheet.sheet.{sheet}"))
            if page is None:
                found.problems.append(t("case_sheet.absent", sheet=t(f"case_sheet.sheet.{sheet}")))
                continue
            lines = [[_text(cell) for cell in line] for line in page.iter_rows(values_only=True)]
            if sheet == "facts":
                _facts(found, lines)
            else:
                _table(found, sheet, lines)
    finally:
        book.close()
    return found


def _text(cell: Any) -> Any:
    """Return a cell with texts and whole numbers as people write them; an empty one is None."""
    if isinstance(cell, str):
        return (unicodedata.normalize("NFKC", cell).strip() and cell.strip()) or None
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _facts(found: Filled, lines: Iterable[list[Any]]) -> None:
    given = {str(line[0]): (at, line[1]) for at, line in enumerate(lines, 1) if len(line) > 1 and line[0]}
    for column in FACTS:
        name = name_of(column)
        at, value = given.get(name, (0, None))
        found.facts[column.key] = _cell(found, "facts", at, name, column, value)


def _table(found: Filled, sheet: str, lines: list[list[Any]]) -> None:
    heads = [str(head).strip() if head is not None else "" for head in (lines[0] if lines else [])]
    known = {name_of(*one): one for one in numbered(sheet)}
    for name, (column, _) in known.items():
        if column.needed and name not in heads:
            found.wrong(sheet, "no_column", name=name)
    free = sheet == "skills"
    for head in heads:
        if head and head not in known and not free:
            found.wrong(sheet, "strange", name=head)
    for head in sorted({head for head in heads if head and heads.count(head) > 1}):
        found.wrong(sheet, "twice", name=head)
    rows = []
    for at, line in enumerate(lines[1:], 2):
        if all(value is None for value in line):
            continue
        cells, others = {}, {}
        for head, value in zip(heads, line, strict=False):
            if head in known:
                column, number = known[head]
                cells[column.key, number] = _cell(found, sheet, at, head, column, value)
            elif head and free:
                others[head] = _cell(found, sheet, at, head, LEVEL, value)
        rows.append(Row(at, cells, others))
    if not rows:
        found.wrong(sheet, "empty")
    found.rows[sheet] = rows


def _cell(found: Filled, sheet: str, row: int, head: str, column: Column, value: Any) -> Any:
    """Return a cell as what it should be; None where it is empty or wrong."""
    if value is None:
        if column.needed:
            found.wrong(sheet, "blank", row, head)
        return None
    if (read := _AS[column.kind](column, value)) is None:
        told = {"value": str(value)[:40], "least": f"{column.least:g}", "most": f"{column.most:g}"}
        names = t("errors.list_separator").join(t(f"case_sheet.choice.{one}") for one in column.choice)
        found.wrong(sheet, f"kind_{column.kind}", row, head, names=names, **told)
    return read


def _number(column: Column, value: Any) -> float | None:
    try:
        number = float(unicodedata.normalize("NFKC", str(value)))
    except ValueError:
        return None
    return number if column.least <= number <= column.most else None


def _whole(column: Column, value: Any) -> int | None:
    number = _number(column, value)
    return int(number) if number is not None and number == int(number) else None


def _answer(column: Column, value: Any) -> int | None:
    """Return the code of an answer to a Kano question, written as a number or in words."""
    said = {t(f"common.answer.{code}"): code for code in range(1, 6)}
    return said.get(str(value)) or _whole(column, value)


def _date(_: Column, value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date(*map(int, match.groups())).isoformat() if (match := _DAY.fullmatch(str(value))) else None
    except ValueError:
        return None


def _clock(_: Column, value: Any) -> str | None:
    if isinstance(value, time | datetime):
        return f"{value:%H:%M}"
    match = _CLOCK.fullmatch(str(value))
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return f"{int(match[1]):02}:{match[2]}"


def _yes(_: Column, value: Any) -> int | None:
    said = {t("case_sheet.choice.yes"): 1, t("case_sheet.choice.no"): 0, "1": 1, "0": 0}
    return said.get(str(value))


def _choice(column: Column, value: Any) -> str | None:
    said = {t(f"case_sheet.choice.{one}"): one for one in column.choice}
    return said.get(str(value))


def _code(_: Column, value: Any) -> str | None:
    return str(value) if _CODE.fullmatch(str(value)) else None


_AS = {
    "text": lambda _, value: str(value)[:2000],
    "number": _number,
    "whole": _whole,
    "answer": _answer,
    "date": _date,
    "clock": _clock,
    "yes": _yes,
    "choice": _choice,
    "code": _code,
}
