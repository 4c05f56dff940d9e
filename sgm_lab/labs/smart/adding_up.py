"""Step "cascade": do the departments' goals add up to the company's, and what is missing?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ... import goals, numbers
from ...errors import DataError, SgmError
from ...paper.blocks import Block, Note, Table
from ..base import State
from ..controls import Action, Choice, Column, Control, Rows, Text
from . import examples
from .step import Step
from .writing import number

__all__ = ["AddingUp", "as_plan"]


class _Departments(Rows):
    """Departments keep their volume while it is not asked for."""

    def take(self, value: Any) -> list[dict[str, Any]]:
        """Take the rows, and the volumes beside them."""
        return _with_weights(super().take(value), value)

    def settle(self, value: Any) -> list[dict[str, Any]]:
        """Keep the rows, and the volumes beside them."""
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        return _with_weights(super().settle(rows), rows)


def _with_weights(made: list[dict[str, Any]], given: Any) -> list[dict[str, Any]]:
    for row, before in zip(made, given, strict=False):
        weight = before.get("weight")
        good = isinstance(weight, int | float) and not isinstance(weight, bool)
        row.setdefault("weight", weight if good else None)
    return made


def _combined(state: State) -> goals.Cascade | None:
    company = number(state["company"])
    rows = [r for r in state["departments"] if isinstance(r, dict) and r.get("target") is not None]
    if company is None or not rows:
        return None
    names = [str(row.get("department") or "").strip() or f"#{n}" for n, row in enumerate(rows, 1)]
    for name in names:
        if names.count(name) > 1:
            raise DataError("goals.department_twice", name=name)
    how, unit = state["how"], state["company_unit"].strip() or None
    parts = dict(zip(names, (row["target"] for row in rows), strict=True))
    weights: dict[str, Any] | None = None
    if how == "weighted":
        weights = dict(zip(names, (row.get("weight") for row in rows), strict=True))
        lacking = [name for name, weight in weights.items() if not weight]
        if lacking:
            raise DataError("lab_smart.no_weight", names=lacking)
    if how == "sum" and company == 0:
        raise DataError("lab_smart.no_change")
    better = None if how == "sum" else state["better"]
    return goals.cascade(company, parts, how=how, weights=weights, better=better, unit=unit)


class AddingUp(Step):
    """Do the departments' goals add up to the company's?"""

    writes = "who"

    pictured, lacks = True, "cascade_empty"

    def controls(self) -> list[Control]:
        """Return the company's goal, how departments combine, and the departments."""
        how = self.at["how"]
        made: list[Control] = [
            Text("cascade_name", rows=1),
            Choice("how", [(self.w(f"how_{name}"), name) for name in ("sum", "weighted", "mean")]),
            Text("company", rows=1),
            Text("company_unit", rows=1),
        ]
        if how != "sum":
            made.append(Choice("better", [(self.w(f"better_{name}"), name) for name in ("higher", "lower")]))
        columns = [Column("department"), Column("target", "number", step=0.01)]
        if how == "weighted":
            columns.append(Column("weight", "number", low=0, step=0.01))
        return [*made, _Departments("departments", columns)]

    def actions(self) -> list[Action]:
        """Offer an example while there is nothing."""
        return [] if self.at["departments"] else [Action("example", primary=True)]

    def example(self) -> dict[str, Any]:
        """Return four departments whose promises fall short."""
        return examples.cascade()

    def compute(self) -> goals.Cascade | None:
        """Combine the departments and compare with the company."""
        return _combined(self.at)

    def says(self, found: goals.Cascade) -> str:
        """Say whether they add up, and what is missing."""
        name = self.at["cascade_name"].strip()
        return (self.w("cascade_lead", name=name) if name else "") + found.sentence()

    def shows(self, found: goals.Cascade) -> Iterator[Block]:
        """The departments against the company, what to do about a gap, and what each department brings."""
        from ... import charts

        name = self.at["cascade_name"].strip()
        yield self.drawn(charts.cascade, found, subtitle=name)
        if not found.adds_up:
            yield Note(self.w(f"cascade_hint_{found.how}"), "advice")
        heads = [self.w("departments_department"), self.w("departments_target")]
        heads += [self.w("cascade_share")] if found.weights else []
        rows = [
            [name, numbers.number(value), *([f"{found.weights[name]:.0%}"] if found.weights else [])]
            for name, value in found.parts.items()
        ]
        yield Table(self.w("cascade_caption"), heads, rows)


def as_plan(state: State) -> dict[str, Any]:
    """Return the cascade in the shape of the goal plan; nothing where it is none of one's own."""
    try:
        result = _combined(state)
    except SgmError:
        return {}
    if result is None or examples.is_cascade(state):
        return {}
    departments = [
        {"department": name, "target": value, "weight": round(result.weights.get(name, 0.0), 6)}
        if result.weights
        else {"department": name, "target": value}
        for name, value in result.parts.items()
    ]
    return {"name": state["cascade_name"].strip(), "how": result.how, "better": result.better,
            "company": result.company, "unit": result.unit or "", "departments": departments}  # fmt: skip
