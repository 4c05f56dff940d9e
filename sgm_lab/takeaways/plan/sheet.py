"""What a goal plan and a goal card say, in the order they say it; docx and HTML only set it.

A value that is still empty is "", and both kinds of file draw a line to fill in there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ... import smart
from ...errors import ArgumentError
from ...goals import Attainment
from ...i18n import get_language, t
from ...paper.blocks import MARK, Bar, Fact, Grid
from ...paper.style import day
from ...terms import ATTAINMENT
from .shape import Plan, PlannedGoal

__all__ = [
    "GoalSheet",
    "Verdict",
    "amount",
    "attained",
    "goal_bar",
    "goal_sheet",
    "plan_facts",
    "register",
    "score_line",
    "together",
]

_ROWS_TO_FILL = 3


@dataclass(frozen=True)
class Verdict:
    """One SMART criterion: ``verdict`` is met, weak or missing."""

    name: str
    verdict: str
    word: str
    reason: str


@dataclass(frozen=True)
class GoalSheet:
    """One goal as it is set."""

    heading: str
    statement: str
    facts: Sequence[Fact]
    bar: Bar | None
    measures: Grid
    raci: Grid
    gas: Grid | None
    evaluation: Sequence[Fact]
    review: Sequence[Verdict]
    score: str
    attainment: str


def _say(name: str, /, **values: Any) -> str:
    return t(f"takeaways.{name}", **values)


def _label(name: str) -> str:
    return t(f"takeaways.field.{name}")


def amount(value: float | None, unit: str) -> str:
    """Write a level with its unit; nothing where there is no level yet."""
    if value is None:
        return ""
    written = f"{value:.10g}" if abs(value) < 1e10 else f"{value:,.0f}"
    return f"{written}{unit}" if unit in ("%", "％") else _say("amount", value=written, unit=unit).strip()


def plan_facts(plan: Plan) -> list[Fact]:
    """Head of a plan: organisation, owner, date."""
    return [
        Fact(_label("organisation"), plan.organisation, 1),
        Fact(_label("plan_owner"), plan.owner),
        Fact(_label("date"), day(plan.date) if plan.date else ""),
    ]


def attained(goal: PlannedGoal) -> Attainment | None:
    """How far the goal has been reached; None without an actual value or a way to measure it by."""
    if goal.now is None:
        return None
    try:
        return goal.as_goal().attainment(goal.now)
    except ArgumentError:
        return None


def goal_bar(goal: PlannedGoal) -> Bar | None:
    """Return the way from baseline to target; nothing where there is none."""
    if goal.baseline is None or goal.target is None or goal.baseline == goal.target:
        return None
    ends = amount(goal.baseline, goal.unit), amount(goal.target, goal.unit)
    done = attained(goal)
    if done is None:
        return Bar(*ends)
    reached = min(
        1.25, max(-0.25, float(done))
    )  # far outside, the figure says how far and the mark stays in sight
    low, high = min(0.0, reached), max(1.0, reached)
    start, end, at = ((place - low) / (high - low) for place in (0.0, 1.0, reached))
    actual = _say("now", value=amount(done.actual, goal.unit))
    return Bar(*ends, start, end, actual, at, done.verdict, done.sentence())


def _attainment(goal: PlannedGoal) -> str:
    """Say how far the goal has been reached, or what is lacking to tell."""
    if goal.now is None:
        return ""
    if goal.baseline is None or goal.target is None or goal.baseline == goal.target:
        return _say("no_way")
    try:
        return goal.as_goal().attainment(goal.now).sentence()
    except (
        ArgumentError
    ) as problem:  # a result of another kind than the goal's: what to do is in the sentence
        return str(problem)


def _measures(goal: PlannedGoal) -> Grid:
    rows = [(m.action, m.owner, day(m.due) if m.due else "") for m in goal.measures]
    if goal.first_step:
        rows.insert(0, (_say("first_step_row", step=goal.first_step), goal.owner, ""))
    head = [_say(f"grid.{name}") for name in ("action", "who", "by")]
    return Grid(_label("measures"), head, rows or [("", "", "")] * _ROWS_TO_FILL, (6, 2.4, 2.4))


def _raci(goal: PlannedGoal) -> Grid:
    rows = [(row.activity, row.R, row.A, row.C, row.I) for row in goal.raci]
    head = [_say(f"grid.{name}") for name in ("activity", "R", "A", "C", "I")]
    notes = [problem.text() for row in goal.raci for problem in row.problems()]
    return Grid(_label("raci"), head, rows or [("",) * 5] * _ROWS_TO_FILL, (3.4, 2, 2, 2, 2), notes)


def _gas(goal: PlannedGoal) -> Grid | None:
    """Levels of attainment, the one reached marked; nothing where none is agreed."""
    if goal.gas is None:
        return None
    head = [_say(f"grid.{name}") for name in ("level", "seen")]
    rows = []
    for name, level in ATTAINMENT.items():
        mark = MARK["met"] if goal.gas.reached == level else ""
        rows.append((f"{_say(f'level.{name}')} {mark}".strip(), getattr(goal.gas, name)))
    return Grid(_say("gas"), head, rows, (3, 8))


def together(plan: Plan) -> Grid | None:
    """Departments that make up a common goal, and whether they add up; nothing where there are none."""
    common = plan.cascade
    if common is None or not common.departments:
        return None
    weighted = common.how == "weighted"
    head = [_say(f"grid.{name}") for name in ("department", "promised", *(["share"] if weighted else []))]
    rows = [
        (d.department, amount(d.target, common.unit),
         *([f"{d.weight:.0%}" if d.weight and d.weight <= 1 else amount(d.weight, "")] if weighted else []))
        for d in common.departments
    ]  # fmt: skip
    combined = common.combined()
    title = _say("together_named", name=common.name) if common.name else _say("together")
    return Grid(
        title, head, rows, (5, 3, 2) if weighted else (5, 3), [combined.sentence()] if combined else ()
    )


def register(plan: Plan) -> Grid:
    """Return the goals of a plan, a row each: what, from where to where, by when, who answers, how well it is said."""
    rows = []
    for at, goal in enumerate(plan.goals, 1):
        ends = [amount(level, goal.unit) or "?" for level in (goal.baseline, goal.target)]
        way = "" if ends == ["?", "?"] else _say("from_to", baseline=ends[0], target=ends[1])
        found = (
            smart.review(goal.statement, goal=goal.as_goal(), lang=get_language()) if goal.statement else None
        )
        due = day(goal.due) if goal.due else ""
        rows.append((f"{at}", goal.statement, way, due, goal.owner, f"{found.score}" if found else ""))
    head = [
        _say("deck.number"),
        _say("goal"),
        _say("deck.way"),
        _label("due"),
        _label("owner"),
        _label("score"),
    ]
    return Grid(_say("goals_listed", n=len(rows)), head, rows, (0.7, 7, 2.3, 1.9, 2, 0.9))


def score_line(plan: Plan) -> str:
    """Score of all goals whose level reached is known; nothing where none is."""
    score = plan.score()
    n = sum(g.gas is not None and g.gas.reached is not None for g in plan.goals)
    return "" if score is None else _say("gas_said", score=score, n=n)


def goal_sheet(goal: PlannedGoal, heading: str) -> GoalSheet:
    """Put one goal into words."""
    linked = _say("feature", name=goal.feature) if goal.feature else ""
    dimension = _say("dimension", name=goal.dimension_name()) if goal.dimension else ""
    span = [day(d) if d else "" for d in (goal.start, goal.due)]
    facts = [
        Fact(_label("why"), goal.why, 2),
        Fact(_label("linked"), "\n".join(filter(None, (linked, dimension))), 1),
        Fact(_label("metric"), _say("metric", metric=goal.metric, unit=goal.unit) if goal.unit and goal.metric
             else goal.metric or goal.unit),
        Fact(_label("source"), goal.source),
        Fact(_label("baseline"), amount(goal.baseline, goal.unit)),
        Fact(_label("target"), amount(goal.target, goal.unit)),
        Fact(_label("start"), span[0]),
        Fact(_label("due"), span[1]),
        Fact(_label("owner"), goal.owner, 1),
    ]  # fmt: skip
    review: list[Verdict] = []
    score = ""
    if goal.statement:
        found = smart.review(goal.statement, goal=goal.as_goal(), lang=get_language())
        review = [
            Verdict(t(f"smart.criterion.{name}"), c.verdict, t(f"smart.verdict.{c.verdict}"), c.reason)
            for name, c in found.criteria.items()
        ]
        score = _say("score", score=found.score)
    return GoalSheet(
        heading=heading,
        statement=goal.statement,
        facts=facts,
        bar=goal_bar(goal),
        measures=_measures(goal),
        raci=_raci(goal),
        gas=_gas(goal),
        evaluation=[Fact(_label("evaluation"), goal.evaluation, 2)],
        review=review,
        score=score,
        attainment=_attainment(goal),
    )
