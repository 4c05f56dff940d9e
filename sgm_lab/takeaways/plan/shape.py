"""The shape of a goal plan: what it is made of; `reading` makes it of plain data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ... import goals as methods
from ...errors import SgmError
from ...estimate import Estimate
from ...goals import Goal, Month, RaciProblem, raci
from ...i18n import t
from ...terms import ATTAINMENT

__all__ = ["LEVELS", "Department", "Draft", "Levels", "Measure", "Note", "Plan", "PlannedGoal", "RaciRow", "Together",
           "people_of"]  # fmt: skip

_BETWEEN = re.compile("[、,，;；/\n]+")  # people in one cell


@dataclass(frozen=True)
class Measure:
    """One thing that will be done."""

    action: str = ""
    owner: str = ""
    due: dt.date | None = None


@dataclass(frozen=True)
class RaciRow:
    """Who does (R), answers for (A), is consulted on (C) and informed of (I) one activity."""

    activity: str = ""
    R: str = ""
    A: str = ""
    C: str = ""
    I: str = ""  # noqa: E741 — the letter is the name

    def problems(self) -> tuple[RaciProblem, ...]:
        """Check a row in which somebody is named; people are separated by 、 or commas."""
        cells = people_of(self)
        return raci({self.activity or "____": cells}) if cells else ()


def people_of(row: RaciRow) -> dict[str, str]:
    """Return the letters of each person named in a row.

    >>> people_of(RaciRow("回访", R="客服、质控", A="客服"))
    {'客服': 'RA', '质控': 'R'}
    """
    cells: dict[str, str] = {}
    for letter in "RACI":
        for who in filter(None, map(str.strip, _BETWEEN.split(getattr(row, letter)))):
            cells[who] = cells.get(who, "") + letter
    return cells


#: Levels of goal attainment scaling, from much less than expected to much more.
LEVELS = tuple(ATTAINMENT)


@dataclass(frozen=True)
class Levels:
    """What would be seen at each level of attainment, −2 to 2, and the level reached."""

    m2: str = ""
    m1: str = ""
    p0: str = ""
    p1: str = ""
    p2: str = ""
    weight: float | None = None
    reached: float | None = None


@dataclass(frozen=True)
class Department:
    """What a department has promised towards a common goal."""

    department: str = ""
    target: float | None = None
    weight: float | None = None


@dataclass(frozen=True)
class Together:
    """A common goal and the departments that make it up."""

    name: str = ""
    how: str = "sum"
    better: str = ""
    company: float | None = None
    unit: str = ""
    departments: tuple[Department, ...] = ()

    def combined(self) -> methods.Cascade | None:
        """Put the departments together; None while figures are lacking."""
        try:
            parts = {d.department: d.target for d in self.departments if d.target is not None}
            weights = {d.department: d.weight for d in self.departments if d.weight} or None
            how: Any = self.how or "sum"
            better: Any = self.better or None
            return methods.cascade(self.company or 0.0, parts, how=how, unit=self.unit or None,
                                   weights=weights if how == "weighted" else None,
                                   better=None if how == "sum" and self.company else better)  # fmt: skip
        except SgmError:
            return None


@dataclass(frozen=True)
class Draft:
    """A goal sentence kept while practising."""

    text: str
    score: int | None = None


@dataclass(frozen=True)
class Note:
    """What is written in a row of the plan, and where: see `plan.notes`."""

    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class PlannedGoal:
    """One goal; every field may still be empty."""

    statement: str = ""
    why: str = ""
    feature: str = ""
    dimension: str = ""
    metric: str = ""
    unit: str = ""
    source: str = ""
    baseline: float | None = None
    target: float | None = None
    history: tuple[float, ...] = ()
    start: dt.date | None = None
    due: dt.date | None = None
    owner: str = ""
    first_step: str = ""
    measures: tuple[Measure, ...] = ()
    raci: tuple[RaciRow, ...] = ()
    evaluation: str = ""
    actual: float | Estimate | None = None
    months: tuple[Month, ...] = ()
    gas: Levels | None = None

    def as_goal(self) -> Goal:
        """Return the goal's record, for review and attainment."""
        linked = " · ".join(filter(None, (self.feature, self.dimension_name(), self.why)))
        return Goal(self.statement.strip() or "…", self.metric or None, self.unit or None, self.baseline,
                    self.target, self.start, self.due, self.owner or None, history=self.history,
                    linked_to=linked or None)  # fmt: skip

    @property
    def now(self) -> float | Estimate | None:
        """Level reached: the one said, else that of the latest month."""
        if self.actual is not None or not self.months:
            return self.actual
        return max(self.months, key=lambda one: one.month).level(self.unit)

    def dimension_name(self) -> str:
        """Name of the SERVQUAL dimension in the language in use."""
        return t(f"common.dimension.{self.dimension}") if self.dimension else ""


@dataclass(frozen=True)
class Plan:
    """A goal plan."""

    title: str = ""
    organisation: str = ""
    owner: str = ""
    date: dt.date | None = None
    goals: tuple[PlannedGoal, ...] = ()
    cascade: Together | None = None
    drafts: tuple[Draft, ...] = ()
    rows: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)

    def score(self) -> float | None:
        """T score of the goals whose level reached is known (Kiresuk & Sherman 1968)."""
        known = [g.gas for g in self.goals if g.gas is not None and g.gas.reached is not None]
        if not known:
            return None
        return methods.gas_t([g.reached or 0.0 for g in known], [g.weight or 1.0 for g in known])
