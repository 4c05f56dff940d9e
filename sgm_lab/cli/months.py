"""Command ``month``: last month's plan, this month's figures, what has changed, and will each goal be reached."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError
from ..estimate import Estimate
from ..i18n import t
from .options import Answer, Given

if TYPE_CHECKING:
    from ..goals import Track
    from ..takeaways.plan.shape import PlannedGoal

__all__ = ["month"]


def month(given: Given) -> Answer:
    """Add the month's figures to the plan, and look at it."""
    from ..report import Report, Section
    from ..takeaways import add_months, open_plan
    from ..takeaways.monthly import followed, goal_blocks, monthly_said, name_of, page_blocks

    place, *figures = given.files
    register = _register(given["register"], given.files)
    plan = open_plan(place)
    if figures:
        given.step(t("cli.step.file", file=figures[0].name))
        plan = add_months(plan, figures[0], new=not plan.get("goals"))
    found = followed(plan)
    page = Section(t("takeaways.monthly.caption"), monthly_said(found), page_blocks(found, ""))
    each = [
        Section(name_of(at, goal), seen.sentence(), list(goal_blocks(goal, seen)))
        for at, (goal, seen) in enumerate(found, 1)
    ]
    if register is not None:
        from ..takeaways import goal_register_xlsx

        register.write_bytes(goal_register_xlsx(plan))
    line = t("labs.comma").join(one.name for one in given.files)
    data = {"file": place.name, "goals": [_data(goal, seen) for goal, seen in found]}
    worse = any(seen.variation == "worsening" for _, seen in found)
    title = t("cli.month.name", name=plan.get("title") or t("takeaways.plan_title"))
    return Answer(Report(title, line, [page, *each]), data, worse or not any(seen.last for _, seen in found))


def _register(place: Path | None, files: list[Path]) -> Path | None:
    """Where the plan is kept for next month; refused before any work where that cannot be."""
    if place is None:
        return None
    if place.suffix.lower() != ".xlsx":
        raise ArgumentError("cli.wrong.ending", file=place.name, endings=[".xlsx"])
    if not place.resolve().parent.is_dir():
        raise ArgumentError("cli.wrong.folder", folder=str(place.parent))
    if place.resolve() in [one.resolve() for one in files]:
        raise ArgumentError("cli.wrong.same_file", file=place.name)
    return place


def _data(goal: PlannedGoal, seen: Track) -> dict[str, Any]:
    last, reached = seen.last, seen.attainment
    level = last.level(goal.unit) if last else None
    made = level if isinstance(level, Estimate) else None
    return {
        "goal": goal.statement or goal.metric,
        "metric": goal.metric,
        "unit": goal.unit,
        "month": last.month if last else None,
        "value": last.value if last else None,
        "low": made.low if made else None,
        "high": made.high if made else None,
        "n": last.n if last else None,
        "variation": seen.variation,
        "assurance": seen.assurance,
        "attainment": reached.value if reached and math.isfinite(reached.value) else None,
        "verdict": reached.verdict if reached else None,
        "said": seen.sentence(),
    }
