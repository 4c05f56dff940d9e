"""What each kind of exercise has beside what all have: one reader a kind, from its TOML table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .. import labs
from ..errors import DataError, did_you_mean
from .fields import Fields, form
from .numbers import normalise
from .records import Category, Item, Option, PairSlip, Slip, Tolerance

__all__ = ["READERS"]

_CRITERIA = ("specific", "measurable", "achievable", "relevant", "time_bound")
_VERDICTS = ("weak", "met")


def _options(row: Fields, take: Callable[[list[str]], tuple[str, ...]]) -> dict[str, Any]:
    """Take the options and which are right; a wrong one must come with its reason."""
    found = [
        (
            one,
            Option(one.identifier(), one.text("text"), one.maybe_text("feedback"), one.maybe_text("missed")),
        )
        for one in row.tables("options", 2)
    ]
    names = [option.id for _, option in found]
    row.unique("options", names)
    right = take(names)
    for one, option in found:
        if option.id not in right:
            one.text("feedback")
    return {"options": tuple(option for _, option in found), "answer": right}


def _single(row: Fields) -> dict[str, Any]:
    made = _options(row, lambda names: (row.one_of("answer", names),))
    return {**made, "answer": made["answer"][0]}


def _multiple(row: Fields) -> dict[str, Any]:
    made = _options(row, lambda names: row.some_of("answer", names))
    if len(made["answer"]) == len(made["options"]):
        row.fail("answer", form("some_wrong"))
    return made


def _not_negative(value: float) -> bool:
    return value >= 0


def _tolerance(row: Fields) -> Tolerance:
    if not row.has("tolerance"):
        return Tolerance()
    if not isinstance(row.table["tolerance"], dict):
        return Tolerance(absolute=row.number("tolerance", "positive", _not_negative))
    inner = row.inner("tolerance")
    sizes = {
        name: inner.number(name, "positive", _not_negative)
        for name in ("absolute", "relative")
        if inner.has(name)
    }
    inner.done()
    if not sizes:
        row.fail("tolerance", form("positive"))
    return Tolerance(**sizes)


def _slip(one: Fields, names: Mapping[str, float]) -> Slip:
    written, formula = one.has("value"), one.has("formula")
    if written == formula:
        one.fail("value", form("value_or_formula"))
    value = one.number("value", "number") if written else one.calculated("formula", names)
    return Slip(value, one.text("feedback"))


def _number(row: Fields) -> dict[str, Any]:
    given = row.numbers("given", "number", lambda _: True)
    answer, tolerance = row.calculated("answer", given), _tolerance(row)
    slips = tuple(_slip(one, {**given, "answer": answer}) for one in row.tables("slips"))
    for place, slip in enumerate(slips, 1):
        if tolerance.holds(slip.value, answer):
            raise DataError(
                "exercises.bad.slip_right",
                file=row.file,
                id=row.id,
                field=f"slips[{place}]",
                value=slip.value,
            )
    others = row.numbers("other_units", "factor", lambda factor: factor != 0)
    return {
        "answer": answer,
        "tolerance": tolerance,
        "feedback": row.text("feedback"),
        "unit": row.maybe_text("unit"),
        "unit_words": row.strings("unit_words"),
        "other_units": {normalise(name): factor for name, factor in others.items()},
        "slips": slips,
    }


def _sort(row: Fields) -> dict[str, Any]:
    heaps = tuple(Category(one.identifier(), one.text("text")) for one in row.tables("categories", 2))
    names = [heap.id for heap in heaps]
    row.unique("categories", names)
    items = tuple(
        Item(
            one.identifier(),
            one.text("text"),
            one.one_of("answer", names),
            one.text("feedback"),
            one.text_map("feedback_for", names),
        )
        for one in row.tables("items", 2)
    )
    row.unique("items", (item.id for item in items))
    return {"categories": heaps, "items": items}


def _pair(one: Fields, answer: tuple[str, ...]) -> PairSlip:
    slip = PairSlip(one.one_of("first", answer), one.one_of("second", answer), one.text("feedback"))
    if answer.index(slip.first) <= answer.index(slip.second):
        one.fail("first", form("wrong_pair"))
    return slip


def _order(row: Fields) -> dict[str, Any]:
    items = tuple(Item(one.identifier(), one.text("text")) for one in row.tables("items", 3))
    shown = [item.id for item in items]
    row.unique("items", shown)
    answer = row.some_of("answer", shown)
    if len(answer) != len(shown):
        row.fail("answer", form("all_of", choices=shown))
    if list(answer) == shown:
        row.fail("answer", form("not_shown_order"))
    slips = tuple(_pair(one, answer) for one in row.tables("slips"))
    return {"items": items, "answer": answer, "feedback": row.text("feedback"), "slips": slips}


def _goal(row: Fields) -> dict[str, Any]:
    wanted = row.scalars("criteria", least=1)
    inner = row.inner("criteria")
    for name in wanted:
        if name not in _CRITERIA:
            row.fail("criteria", form("one_of", choices=_CRITERIA), did_you_mean(name, _CRITERIA), name)
        # One sentence alone never proves that a goal can be reached, so "met" would be a task nobody can do.
        inner.one_of(name, ("weak",) if name == "achievable" else _VERDICTS)
    return {"criteria": wanted, "model": row.text("model")}


def _lab(row: Fields) -> dict[str, Any]:
    lab = row.one_of("lab", sorted(labs.LABS))
    goal = row.scalars("goal", least=1)
    steps = row.text_map("steps", goal)
    if unsaid := [name for name in goal if name not in steps]:
        row.fail("goal", form("step"), value=unsaid)
    start = row.scalars("start")
    return {"lab": lab, "goal": goal, "steps": steps, "feedback": row.text("feedback"), "start": start}


def _reflection(row: Fields) -> dict[str, Any]:
    made: dict[str, Any] = {"model": row.text("model")}
    if row.has("least"):
        made["least"] = int(row.number("least", "whole", lambda n: n == int(n) and 1 <= n <= 500))
    return made


READERS: dict[str, Callable[[Fields], dict[str, Any]]] = {
    "single": _single,
    "multiple": _multiple,
    "number": _number,
    "sort": _sort,
    "order": _order,
    "goal": _goal,
    "lab": _lab,
    "reflection": _reflection,
}
