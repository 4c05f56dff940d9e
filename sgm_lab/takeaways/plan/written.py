"""What stands in each row of a plan: what its goals say to it, then the notes; the same on paper, page and slide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...i18n import t
from ...paper.blocks import Fact
from ...paper.style import day
from .notes import source_name
from .rows import ROWS, name, number

if TYPE_CHECKING:
    from .shape import Plan, PlannedGoal

__all__ = ["Line", "row_facts", "rows_written", "written"]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a row, and where it was written: nothing where it is a goal's field or the learner's own line."""

    text: str
    source: str = ""

    def said(self) -> str:
        """Return it with where it was written."""
        where = source_name(self.source)
        return t("takeaways.from_said", text=self.text, source=where) if where else self.text


def written(plan: Plan, *, listed: bool = False) -> dict[str, list[Line]]:
    """Return the lines of every row; a row without any is empty.

    Where goals are ``listed`` elsewhere, a row only says of how many something stands there.
    """
    several = len(plan.goals) > 1
    found: dict[str, list[Line]] = {row: [] for row in ROWS}
    for at, goal in enumerate(plan.goals, 1):
        for row, text in _of_goal(goal):
            said = t("takeaways.of_goal", number=at, text=text) if several else text
            found[row].append(Line(said))
    if listed:
        told = {row: [Line(t("takeaways.listed", n=len(own)))] for row, own in found.items() if own}
        found |= told
    combined = plan.cascade.combined() if plan.cascade else None
    if combined:
        found["who"].append(Line(combined.sentence()))
    for row in ROWS:
        found[row] += [Line(note.text, note.source) for note in plan.rows.get(row, ())]
    return found


def rows_written(plan: Mapping[str, Any]) -> int:
    """Return in how many rows of a plan something is written; the plan as plain data.

    >>> rows_written({"rows": {"cost": "6 hours a week"}})
    1
    """
    from .reading import read_plan

    return sum(map(bool, written(read_plan(plan)).values()))


def _of_goal(goal: PlannedGoal) -> Iterator[tuple[str, str]]:
    """Yield what a goal says to which row."""
    from .sheet import amount

    linked = [
        goal.why,
        t("takeaways.feature", name=goal.feature) if goal.feature else "",
        t("takeaways.dimension", name=goal.dimension_name()) if goal.dimension else "",
    ]
    if needs := t("labs.comma").join(filter(None, linked)):
        yield "need", needs
    if goal.statement:
        yield "goal", goal.statement
    base = [
        _field("metric", goal.metric) if goal.baseline is not None else "",
        _field("baseline", amount(goal.baseline, goal.unit)),
        _field("source", goal.source),
    ]
    if goal.baseline is not None or goal.source:
        yield "baseline", t("labs.comma").join(filter(None, base))
    who = [
        _field("owner", goal.owner),
        *(_fact(row.activity or "____", f"A {row.A or '____'} · R {row.R or '____'}") for row in goal.raci),
        *(
            _fact(one.action, " · ".join(filter(None, (one.owner, day(one.due) if one.due else ""))))
            for one in goal.measures
        ),
    ]
    if said := "\n".join(filter(None, who)):
        yield "who", said
    if goal.evaluation:
        yield "measure", goal.evaluation


def _field(field: str, value: str) -> str:
    return _fact(t(f"takeaways.field.{field}"), value)


def _fact(label: str, value: str) -> str:
    return t("takeaways.fact", label=label, value=value) if value else ""


def row_facts(plan: Plan, *, listed: bool = False) -> list[Fact]:
    """Return the rows with their numbers; what is written twice stands where it is first, an empty row is lines."""
    first: dict[str, str] = {}
    facts = []
    for row, lines in written(plan, listed=listed).items():
        said = []
        for line in lines:
            if line.source and line.source in first:
                said.append(
                    t("takeaways.see_row", source=source_name(line.source), number=number(first[line.source]))
                )
            else:
                said.append(line.said())
        first |= {
            line.source: row
            for line in lines
            if line.source.startswith("exercise:") and line.source not in first
        }
        label = t("takeaways.row_label", number=number(row), name=name(row))
        facts.append(Fact(label, "\n".join(said), 2))
    return facts
