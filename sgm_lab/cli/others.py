"""Commands on other files: ``goals`` of a plan, the workbooks of a ``class``, a ``case``."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, SgmError
from ..i18n import get_language, t
from ..numbers import is_real
from .options import Answer, Given
from .percent import percent_cells
from .typed import typed

if TYPE_CHECKING:
    from ..exercises.classes.surveys import Surveyed
    from ..exercises.classes.tests import Sat
    from ..report import Section

__all__ = ["case", "classes", "goals"]

_FIELDS = ("statement", "metric", "unit", "baseline", "target", "actual", "start", "due", "owner")
_NUMBERS = ("baseline", "target", "actual")
_MOST = 15


def goals(given: Given) -> Answer:
    """Review every goal of a plan, a workbook or a table, and say how far it is reached."""
    from ..paper.blocks import Block, Cell, Note, Table, Tagged
    from ..report import Report, Section
    from ..smart import review

    file = given.files[0]
    sections: list[Section] = []
    data: list[dict[str, Any]] = []
    for number, one in enumerate(_goals_of(file, given["sheet"]), 1):
        text = str(one.get("statement") or "").strip()
        if not text:
            continue
        judged = review(text)
        rows: list[list[Cell]] = [
            [t(f"lab_smart.criterion_{name}"), Tagged(t(f"lab_smart.verdict_{found.verdict}"), (found.verdict,)),
             found.advice or found.reason]
            for name, found in judged.criteria.items()
        ]  # fmt: skip
        heads = [t(f"cli.head.{name}") for name in ("criterion", "verdict", "advice")]
        reached, why = _attained(one)
        shown: list[Block] = [Table(t("cli.goals.review", score=judged.score), heads, rows)]
        shown.append(Note(reached.sentence() if reached is not None else why))
        sections.append(Section(t("cli.goals.title", number=number), text, shown))
        data.append(
            {
                "statement": text,
                "score": judged.score,
                "verdicts": {name: found.verdict for name, found in judged.criteria.items()},
                "attainment": _number(reached.value if reached is not None else None),
                "verdict": reached.verdict if reached is not None else None,
            }
        )
    if not data:
        raise DataError("cli.goals.none", file=file.name)
    wrong = any(verdict == "missing" for one in data for verdict in one["verdicts"].values())
    return Answer(
        Report(t("cli.goals.name", n=len(data)), file.name, sections),
        {"file": file.name, "goals": data},
        wrong,
    )


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _attained(one: Mapping[str, Any]) -> tuple[Any, str]:
    """How far a goal is reached, or what that takes."""
    from ..goals import Goal

    actual = one.get("actual")
    if actual is None:
        return None, t("cli.goals.no_actual")
    fields = {name: one[name] for name in _FIELDS if one.get(name) not in (None, "") and name != "actual"}
    try:
        return Goal(**fields).attainment(_estimate(actual)), ""
    except SgmError as error:
        return None, typed(error)


def _estimate(actual: Any) -> Any:
    from ..estimate import Estimate

    return Estimate(**actual) if isinstance(actual, Mapping) else actual


def _goals_of(file: Path, sheet: str | int | None) -> Iterable[Mapping[str, Any]]:
    """Goals of a plan or workbook in JSON, or of a table with a goal a row."""
    if file.suffix.lower() != ".json":
        return _from_table(file, sheet)
    from ..intake import content_of
    from ..workbook import text_of

    try:
        data = json.loads(text_of(content_of(file)))
    except ValueError as error:
        raise DataError("files.unreadable", file=file.name) from error
    if isinstance(data, Mapping) and "schema" in data:
        return _from_workbook(file)
    found = data.get("goals") if isinstance(data, Mapping) else data
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise DataError("cli.goals.none", file=file.name)
    return found


def _from_workbook(file: Path) -> Iterable[Mapping[str, Any]]:
    """Read a copy: whoever looks at a workbook does not write into it."""
    from ..takeaways import plan_from_workbook
    from ..workbook import loads, open_book

    loads(file.read_bytes())  # refused in a sentence where it is none
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copyfile(file, Path(folder) / "workbook.json")
        found: list[Mapping[str, Any]] = plan_from_workbook(open_book(copy))["goals"]
        return found


def _from_table(file: Path, sheet: str | int | None) -> Iterable[Mapping[str, Any]]:
    from ..intake import open_table

    opened = open_table(file, sheet)
    table = opened.table
    named = {name: t(f"cli.column.{name}").split("|") for name in _FIELDS}
    columns = {
        name: next((one for one in table.columns if str(one).strip().casefold() in known), None)
        for name, known in named.items()
    }
    if columns["statement"] is None:
        raise DataError(
            "cli.goals.no_column", file=file.name, names=named["statement"], columns=list(table.columns)
        )
    heads = {name: str(columns[name]).strip() for name in _NUMBERS if columns[name] is not None}
    in_percent = percent_cells(file, opened.sheet, heads.values()) if heads else set()
    rows = []
    for place, row in table.iterrows():
        values = {name: row[column] for name, column in columns.items() if column is not None}
        values = {name: value for name, value in values.items() if value == value and value not in (None, "")}
        for name in _NUMBERS:
            if name in values:
                written = values[name]
                values[name] = _figure(written, columns[name], place)
                if (place, heads[name]) in in_percent and is_real(written):
                    values[name] = round(100 * values[name], 10)
                    values.setdefault("unit", "%")
        rows.append({name: value if name in _NUMBERS else str(value) for name, value in values.items()})
    return rows


def _figure(value: Any, column: Any, row: Any) -> float:
    from .._typed import read_number

    if is_real(value):
        return float(value)
    found = read_number(str(value))
    if found is None or found[1] not in ("", "%"):
        raise DataError("cli.goals.no_figure", column=column, row=row, value=value)
    return found[0]


def _tests(found: Sequence[Sat]) -> list[Section]:
    """Return what the tests before and after say, where somebody sat one."""
    from ..exercises.classes.tests import course_tests, verdict
    from ..paper.blocks import Note
    from ..report import Section

    if not found:
        return []
    full = len(course_tests(get_language())[1])
    return [Section(t("exercises.classroom.tests"), "", [Note(one) for one in verdict(found, full)])]


def _surveys(found: Iterable[Surveyed]) -> list[Section]:
    """Return what the class answered about its own course, as the class report has it."""
    from ..exercises.classes.surveys import cells, heads, told
    from ..paper.blocks import Block, Cell, Note, Table
    from ..report import Section

    made = []
    for one in found:
        title = f"{t(f'exercises.classroom.surveys_{one.method}')} · {one.id}"
        shown: list[Block] = [Note(sentence) for sentence in told(one, get_language())]
        rows: list[list[Cell]] = [list(cells(one.method, row, get_language())) for row in one.rows]
        if rows:
            shown.append(Table(title, heads(one.method, get_language()), rows))
        made.append(Section(title, "", shown))
    return made


def _compared(found: Sequence[Sat]) -> dict[str, Any] | None:
    from ..exercises.classes.tests import shift

    made = {name: None if value != value else value for name, value in asdict(shift(found)).items()}
    return made if found else None


def _nobody(place: Path, left_out: Sequence[str]) -> DataError:
    """Return why there is no class: nothing was handed in, or nothing of it is a workbook."""
    if not left_out:
        return DataError("exercises.classroom.no_files", folder=place.name)
    return DataError("exercises.classroom.none_read", why="\n".join(left_out[:_MOST]))


def classes(given: Given) -> Answer:
    """Read the workbooks of a folder or zip: who is how far, and what most got wrong."""
    from ..exercises.classes import read_class, read_folder
    from ..paper.blocks import Cell, Note, Table
    from ..report import Report, Section

    place = given.files[0]
    given.step(t("cli.step.file", file=place.name))
    result = read_class([place]) if place.is_file() else read_folder(place)
    if not result.learners:
        raise _nobody(place, result.left_out)
    rows: list[list[Cell]] = [[one.name, one.done, one.total, one.first, one.last] for one in result.learners]
    heads = [t(f"cli.head.{name}") for name in ("name", "done", "total", "first", "last")]
    missed = sorted(result.counts, key=lambda one: (-one.common_mistake_n, one.id))
    wrong: list[list[Cell]] = [
        [one.id, one.attempted, one.right, one.common_mistake_n, one.common_mistake]
        for one in missed[:_MOST]
        if one.common_mistake_n
    ]
    heads_wrong = [t(f"cli.head.{name}") for name in ("exercise", "attempted", "right", "count", "mistake")]
    sections = [
        Section(t("cli.class.people"), "", [Table(t("cli.class.people"), heads, rows)]),
        Section(
            t("cli.class.mistakes"), "", [Table(t("cli.class.mistakes"), heads_wrong, wrong)] if wrong else []
        ),
        *_surveys(result.surveys),
        *_tests(result.tests),
        Section(t("cli.class.notes"), "", [Note(one) for one in [*result.left_out, *result.notes]]),
    ]
    data = {
        "learners": [
            {"name": one.name, "done": one.done, "total": one.total, "first": one.first, "last": one.last}
            for one in result.learners
        ],
        "exercises": [
            {
                "id": one.id,
                "attempted": one.attempted,
                "right": one.right,
                "partly": one.partly,
                "wrong": one.wrong,
            }
            for one in result.counts
        ],
        "surveys": [asdict(one) for one in result.surveys],
        "tests": _compared(result.tests),
        "left_out": list(result.left_out),
        "notes": list(result.notes),
    }
    made = Report(t("cli.class.name", n=len(result.learners)), place.name, sections)
    return Answer(made, data, bool(result.left_out))


def case(given: Given) -> Answer:
    """Describe a case, and read each of its tables."""
    from ..cases import load
    from ..paper.blocks import Cell, Note, Table
    from ..report import Report, Section

    place = given.files[0]
    try:
        found = load(str(place) if not place.is_dir() else place)
    except ArgumentError as error:
        raise DataError(error.key, **error.values) from error
    rows: list[list[Cell]] = []
    data, bad = [], []
    for name, resource in found.resources.items():
        try:
            table = found.table(name)
        except SgmError as error:
            bad.append(typed(error))
            continue
        rows.append([name, len(table), t("labs.comma").join(map(str, table.columns))])
        data.append({"name": name, "rows": len(table), "columns": list(map(str, table.columns)),
                     "path": str(resource.get("path", ""))})  # fmt: skip
    heads = [t(f"cli.head.{name}") for name in ("table", "rows", "columns")]
    sections = [Section(found.title(), "", [Table(t("cli.case.tables"), heads, rows), *map(Note, bad)])]
    made = Report(t("cli.case.name", name=found.title()), found.name, sections)
    return Answer(
        made, {"name": found.name, "title": found.title(), "tables": data, "problems": bad}, bool(bad)
    )
