"""A goal plan from plain data, with errors that name the field."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, NoReturn, TypeVar

from ...errors import DataError, SgmError, did_you_mean
from ...estimate import KINDS, Estimate, Kind
from ...goals import Month
from ...i18n import LANGUAGES, has, t
from ...paper.style import clean
from ...terms import DIMENSIONS
from .rows import ROWS
from .shape import LEVELS, Department, Draft, Levels, Measure, Note, Plan, PlannedGoal, RaciRow, Together

__all__ = ["read_goal", "read_plan"]

R = TypeVar("R")


def read_plan(data: Any) -> Plan:
    """Read a plan from plain data; see `sgm_lab.takeaways.goal_plan` for its shape."""
    plan: Plan = _record(Plan, data, "", _PLAN)
    return plan


def read_goal(data: Any, path: str = "") -> PlannedGoal:
    """Read one goal; ``path`` is where it stands in the plan."""
    goal: PlannedGoal = _record(PlannedGoal, data, path, _GOAL)
    if goal.start and goal.due and goal.due < goal.start:
        _wrong("due_before_start", _at(path, "due"), start=goal.start, due=goal.due)
    return goal


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _wrong(reason: str, path: str, **words: Any) -> NoReturn:
    """Raise, naming the field as people know it and as it stands in the data."""
    last = path.rpartition(".")[2].partition("[")[0]
    key = f"takeaways.field.{last}"
    raise DataError(f"takeaways.plan.{reason}", field=t(key) if has(key) else last, path=path, **words)


def _record(kind: Callable[..., Any], data: Any, path: str, readers: Mapping[str, Callable[..., Any]]) -> Any:
    if not isinstance(data, Mapping):
        _wrong("not_a_record", path or "plan", kind=type(data).__name__)
    for name in data:
        if name not in readers:
            _wrong("unknown", _at(path, str(name)), known=list(readers), hint=did_you_mean(name, readers))
    given = {name: value for name, value in data.items() if value is not None}
    return kind(**{name: readers[name](value, _at(path, name)) for name, value in given.items()})


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        _wrong("not_text", path, value=value)
    text = clean(value)
    return text if text.strip() else ""


def _number(value: Any, path: str) -> float | None:
    """Read a number, or the text of one as a form gives it; an empty text is an empty field."""
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        _wrong("not_a_number", path, value=value)
    try:
        number = float(unicodedata.normalize("NFKC", value) if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        number = float("nan")
    if not abs(number) < 1e15:
        _wrong("not_a_number", path, value=value)
    return number


def _date(value: Any, path: str) -> dt.date | None:
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    if isinstance(value, str) and not value.strip():
        return None
    try:
        return dt.date.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        _wrong("not_a_date", path, value=value)


def _dimension(value: Any, path: str) -> str:
    """Read a dimension by its key or by its name in either language."""
    text = _text(value, path).strip()
    names = {t(f"common.dimension.{name}", lang).lower(): name for name in DIMENSIONS for lang in LANGUAGES}
    names |= {name: name for name in DIMENSIONS}
    if text and text.lower() not in names:
        known = [t(f"common.dimension.{name}") for name in DIMENSIONS]
        _wrong("not_a_dimension", path, value=text, known=known, hint=did_you_mean(text, names))
    return names[text.lower()] if text else ""


def _actual(value: Any, path: str) -> float | Estimate | None:
    """Read what was reached: a number, or an estimate as a record of value, low, high and n."""
    if isinstance(value, Estimate):
        return value
    if not isinstance(value, Mapping):
        return _number(value, path)
    parts = dict.fromkeys(("value", "low", "high", "n"), _number)
    found = _record(dict, value, path, parts | {"method": _text, "kind": _kind})
    for name in parts:
        if found.get(name) is None:
            _wrong("lacking", _at(path, name))
    if not found["low"] <= found["value"] <= found["high"]:
        _wrong("interval", path, low=found["low"], value=found["value"], high=found["high"])
    return Estimate(
        found["value"], found["low"], found["high"], int(found["n"]),
        method=found.get("method", ""), kind=found.get("kind", ""),
    )  # fmt: skip


def _kind(value: Any, path: str) -> Kind:
    """Read what kind of value an estimate is."""
    if value not in KINDS:
        _wrong("not_a_kind", path, value=value, known=[kind for kind in KINDS if kind])
    kind: Kind = value
    return kind


def _each(read: Callable[[Any, str], R]) -> Callable[[Any, str], tuple[R, ...]]:
    def read_all(value: Any, path: str) -> tuple[R, ...]:
        if isinstance(value, str | bytes) or not isinstance(value, Sequence):
            _wrong("not_a_list", path, value=value)
        return tuple(read(entry, f"{path}[{number}]") for number, entry in enumerate(value))

    return read_all


def _past(value: Any, path: str) -> float:
    number = _number(value, path)
    if number is None:
        _wrong("not_a_number", path, value=value)
    return number


def _month(value: Any, path: str) -> Month:
    found = _record(dict, value, path, {"month": _as_it_is, "value": _number, "n": _number, "sd": _number})
    for name in ("month", "value"):
        if found.get(name) is None:
            _wrong("lacking", _at(path, name))
    try:
        return Month(**found)
    except SgmError as problem:
        _wrong("month", path, problem=problem)


def _as_it_is(value: Any, path: str) -> Any:
    return value


def _measure(value: Any, path: str) -> Measure:
    """Read a measure: a record, or only what is to be done."""
    if isinstance(value, str):
        return Measure(_text(value, path))
    measure: Measure = _record(Measure, value, path, {"action": _text, "owner": _text, "due": _date})
    return measure


def _raci(value: Any, path: str) -> RaciRow:
    row: RaciRow = _record(RaciRow, value, path, {f.name: _text for f in fields(RaciRow)})
    return row


def _levels(value: Any, path: str) -> Levels:
    readers = dict.fromkeys(LEVELS, _text) | {"weight": _number, "reached": _number}
    levels: Levels = _record(Levels, value, path, readers)
    if levels.reached is not None and not -2 <= levels.reached <= 2:
        _wrong("not_a_level", _at(path, "reached"), value=levels.reached)
    if levels.weight is not None and levels.weight <= 0:
        _wrong("not_a_weight", _at(path, "weight"), value=levels.weight)
    return levels


def _department(value: Any, path: str) -> Department:
    readers = {"department": _text, "target": _number, "weight": _number}
    department: Department = _record(Department, value, path, readers)
    return department


def _together(value: Any, path: str) -> Together:
    readers = dict.fromkeys(("name", "how", "better", "unit"), _text)
    together: Together = _record(
        Together, value, path, readers | {"company": _number, "departments": _each(_department)}
    )
    return together


def _draft(value: Any, path: str) -> Draft:
    draft = _record(dict, value, path, {"text": _text, "score": _number})
    return Draft(draft.get("text", ""), None if draft.get("score") is None else round(draft["score"]))


def _note(value: Any, path: str) -> Note:
    """Read a note: a record, or only its text."""
    if isinstance(value, str):
        return Note(_text(value, path))
    note: Note = _record(Note, value, path, {"text": _text, "source": _text})
    return note


def _notes(value: Any, path: str) -> tuple[Note, ...]:
    given = [value] if isinstance(value, str) else value
    return tuple(note for note in _each(_note)(given, path) if note.text)


def _by_row(value: Any, path: str) -> dict[str, tuple[Note, ...]]:
    found = _record(dict, value, path, dict.fromkeys(ROWS, _notes))
    return {row: found[row] for row in ROWS if found.get(row)}


_GOAL: dict[str, Callable[[Any, str], Any]] = {f.name: _text for f in fields(PlannedGoal)} | {
    "dimension": _dimension,
    "baseline": _number,
    "target": _number,
    "history": _each(_past),
    "start": _date,
    "due": _date,
    "measures": _each(_measure),
    "raci": _each(_raci),
    "actual": _actual,
    "months": _each(_month),
    "gas": _levels,
}
_PLAN: dict[str, Callable[[Any, str], Any]] = {
    "title": _text,
    "organisation": _text,
    "owner": _text,
    "date": _date,
    "goals": _each(read_goal),
    "cascade": _together,
    "drafts": _each(_draft),
    "rows": _by_row,
}
