"""What was read of a file, what was left out, and why: as a section and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..errors import plainly
from ..i18n import has, t
from ..intake import Intake
from ..paper.blocks import Block, Cell, Fact, Facts, Note, Table
from ..paper.style import flat, shortened
from ._document import Section
from ._survey import Survey

__all__ = ["became", "checked", "data_of_reading", "fates", "noted", "problems"]

_MOST_COLUMNS, _MOST_PROBLEMS = 40, 12  # shown; --json has every one
_MOST_NOTED = 1000  # cells, see `Intake.problems`
_CELL = 60
_LEFT_OUT = "left out"


def checked(survey: Survey, said: Callable[[Any], str] = plainly) -> Section:
    """What the file is, how much of it counts, and what was left out.

    Parameters
    ----------
    survey : Survey
    said : callable
        Gives the face of a sentence: the plain one, for a report goes to people who write no code.
    """
    read = survey.read
    rows: dict[str, Any] = {"read": read.rows_read, "left_out": read.rows_left_out, "blank": read.rows_blank}
    facts = [
        Fact(t("report.fact.file"), survey.name),
        Fact(t("report.fact.kind"), survey.kind_named),
        Fact(t("report.fact.people"), f"{survey.people:,}"),
        Fact(t("report.fact.rows"), t("report.rows", **rows)),
    ]
    shown: list[Block] = [Facts(facts)]
    shown += noted(read, said)
    left = read.columns[read.columns["became"] == _LEFT_OUT] if len(read.columns) else read.columns
    shown += fates(left, t("report.caption.columns_left_out"))
    shown += problems(survey, _MOST_PROBLEMS)
    shown += survey.not_split()
    return Section(t("report.title.checked"), said(read.summary()), shown, t("report.speech.checked"))


def noted(read: Intake, said: Callable[[Any], str]) -> list[Note]:
    """What was noticed of a file besides what its summary says."""
    summary = read.summary()
    return [Note(said(note)) for note in dict.fromkeys(read.notes) if note not in summary]


def fates(columns: Any, caption: str, most: int = _MOST_COLUMNS) -> Iterator[Table | Note]:
    """Table: every column, what it became, of what, and why; a heading under which nothing would stand is left out."""
    if not len(columns):
        return
    told = [
        (_cut(column), became(code), _cut(of), _cut(why, 200))
        for column, code, of, why in columns[["column", "became", "of", "why"]]
        .head(most)
        .itertuples(index=False)
    ]
    named = ("column", "became", "of", "why")
    kept = [at for at in range(len(named)) if any(row[at] for row in told)]
    heads = [t(f"intake.face.{named[at]}") for at in kept]
    yield Table(caption, heads, [[row[at] for at in kept] for row in told])
    if more := len(columns) - most:
        yield from [Note(t("report.more_rows", n=more), "quiet-note")] if more > 0 else []


def problems(survey: Survey, most: int) -> Iterator[Table | Note]:
    """Table: the answers that were not counted, the same ones together, and what to do."""
    found = survey.read.problems
    if not len(found):
        return
    alike = _alike(found)
    first = alike.head(most).to_dict("records")
    rows: list[list[Cell]] = [
        [
            _cut(one["value"]),
            int(one["times"]),
            str(one["row"]),
            _cut(one["column"]),
            _cut(one["problem"], 200),
        ]
        for one in first
    ]
    names = ("value", "times", "row", "column", "problem")
    yield Table(t("labs.source.problems"), [t(f"report.problem.{name}") for name in names], rows)
    if more := len(alike) - len(first):
        cells = len(found) - sum(one["times"] for one in first)
        yield Note(t("report.more_problems", n=more, cells=cells), "quiet-note")
    if len(found) >= _MOST_NOTED:
        yield Note(t("report.problems_cut", n=_MOST_NOTED), "quiet-note")


def _alike(problems: Any) -> Any:
    """One row for what is wrong in the same way: its first place, and how often."""
    said = [
        one["problem"].replace(str(one["row"]), "", 1).replace(f"“{one['column']}”", "", 1)
        for one in problems.to_dict("records")
    ]
    named = problems.assign(said=said, times=1)
    kinds = named.groupby(["value", "said"], sort=False, dropna=False)
    first = kinds.agg({"row": "first", "column": "first", "problem": "first", "times": "sum"}).reset_index()
    return first.sort_values("times", ascending=False, kind="stable", ignore_index=True)


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
