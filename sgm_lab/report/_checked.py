"""What was read of a file, what was left out, and why: as a section and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..i18n import has, t
from ..paper.blocks import Block, Fact, Facts, Note, Table
from ..paper.style import flat, shortened
from ._document import Section
from ._survey import Survey

__all__ = ["became", "checked", "data_of_reading", "fates", "problems"]

_MOST_COLUMNS, _MOST_PROBLEMS = 40, 12  # shown; the spreadsheet of a check has all
_CELL = 60
_LEFT_OUT = "left out"


def checked(survey: Survey) -> Section:
    """What the file is, how much of it counts, and what was left out."""
    read = survey.read
    summary = read.summary()
    rows: dict[str, Any] = {"read": read.rows_read, "left_out": read.rows_left_out, "blank": read.rows_blank}
    facts = [
        Fact(t("report.fact.file"), survey.name),
        Fact(t("report.fact.kind"), t(f"report.kind.{survey.kind}")),
        Fact(t("report.fact.people"), f"{survey.people:,}"),
        Fact(t("report.fact.rows"), t("report.rows", **rows)),
    ]
    shown: list[Block] = [Facts(facts)]
    shown += [Note(note) for note in dict.fromkeys(read.notes) if note not in summary]
    left = read.columns[read.columns["became"] == _LEFT_OUT] if len(read.columns) else read.columns
    shown += fates(left, t("report.caption.columns_left_out"))
    shown += problems(survey, _MOST_PROBLEMS)
    return Section(t("report.title.checked"), str(summary), shown, t("report.speech.checked"))


def fates(columns: Any, caption: str, most: int = _MOST_COLUMNS) -> Iterator[Table | Note]:
    """Table: every column, what it became, of what, and why."""
    if not len(columns):
        return
    rows = [
        [_cut(column), became(code), _cut(of), _cut(why, 200)]
        for column, code, of, why in columns[["column", "became", "of", "why"]]
        .head(most)
        .itertuples(index=False)
    ]
    yield Table(caption, [t(f"intake.face.{name}") for name in ("column", "became", "of", "why")], rows)
    if more := len(columns) - most:
        yield from [Note(t("report.more_rows", n=more), "quiet-note")] if more > 0 else []


def problems(survey: Survey, most: int) -> Iterator[Table | Note]:
    """Table: the answers that were not counted, and what to do."""
    found = survey.read.problems
    if not len(found):
        return
    names = ("row", "column", "value", "problem")
    rows = [
        [str(one["row"]), _cut(one["column"]), _cut(one["value"]), _cut(one["problem"], 200)]
        for one in found.head(most).to_dict("records")
    ]
    yield Table(t("labs.source.problems"), [t(f"labs.source.problem_{name}") for name in names], rows)
    if more := max(0, len(found) - most):
        yield Note(t("report.more_rows", n=more), "quiet-note")


def became(code: Any) -> str:
    """What a column became, in words."""
    key = f"report.became.{str(code).replace(' ', '_')}"
    return t(key) if has(key) else str(code)


def _cut(value: Any, most: int = _CELL) -> str:
    return "" if value is None or value != value else shortened(flat(str(value)), most)


def data_of_reading(survey: Survey) -> dict[str, Any]:
    """Return what was read as plain data."""
    read = survey.read
    return {
        "kind": survey.kind,
        "file": survey.name,
        "respondents": survey.people,
        "rows_read": read.rows_read,
        "rows_left_out": read.rows_left_out,
        "rows_blank": read.rows_blank,
        "summary": str(read.summary()),
        "notes": [str(note) for note in read.notes],
        "columns": _records(read.columns, ("column", "became", "of", "why")),
        "problems": _records(read.problems, ("row", "column", "value", "problem")),
    }


def _records(table: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            name: int(one[name]) if name == "row" and str(one[name]).isdigit() else _text(one[name])
            for name in names
        }
        for one in table.to_dict("records")
    ]


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)
