"""Which course first, and who goes within the hours; the steps differ in what can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ... import cases, charts, training
from ...i18n import t
from ...paper.blocks import Block, Folded, Note, Table
from ..views import View

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WhatIsAsked", "WhatIsFelt", "WhoCan", "WhoFirst"]

_MOST_ROWS = 8  # of the courses and of the plan shown


@dataclass(frozen=True)
class TrainingResult:
    """Needs, and what fits into the hours.

    Attributes
    ----------
    courses, staff, cells, missing : pandas.DataFrame
        As `training.needs` has them.
    plan : pandas.DataFrame
        As `training.schedule`.
    gaps : pandas.DataFrame
        As `training.urgency`.
    needs : Needs
        All of it, for the figure.
    """

    courses: pd.DataFrame
    staff: pd.DataFrame
    cells: pd.DataFrame
    plan: pd.DataFrame
    gaps: pd.DataFrame
    missing: pd.DataFrame
    needs: training.Needs


class WhoFirst(View):
    """Which course first, and who goes within the hours?"""

    asks: ClassVar[tuple[str, ...]] = ("weights", "budget")
    writes: ClassVar[str] = "cost"

    def compute(self) -> TrainingResult:
        """Rank people and courses, and fill the hours."""
        gaps = {row["dimension"]: row["gap"] for row in self.at["gaps"] if row["gap"] is not None}
        found = self.lab.ranked(gaps)
        plan = training.schedule(found, self.at["budget"])
        table = training.urgency(gaps, self.at["weights"])
        return TrainingResult(found.courses, found.staff, found.cells, plan, table, found.missing, found)

    def says(self, result: TrainingResult) -> str:
        """Say the worst gap, the first course and person, and how far the hours go."""
        missing = self.w("missing", n=len(result.missing)) if len(result.missing) else ""
        if result.plan.empty:
            return self.w("sentence_calm", missing=missing)
        course, worst = result.courses.iloc[0].to_dict(), result.gaps["gap"].idxmin()
        chosen = result.plan[result.plan["chosen"]]
        share = chosen["priority"].sum() / result.plan["priority"].sum()
        return self.w("sentence", dimension=t(f"common.dimension.{worst}"), gap=abs(float(result.gaps["gap"].min())),
                      skill=result.courses.index[0], of=t(f"common.dimension.{course['dimension']}"),
                      people=int(course["people"]), hours=float(course["hours"]), person=result.staff.index[0],
                      budget=self.at["budget"], places=len(chosen), share=share, missing=missing)  # fmt: skip

    def shows(self, result: TrainingResult) -> Iterator[Block]:
        """The matrix, the courses in order, and who goes within the hours."""
        yield self.drawn(charts.training_matrix, result.needs, subtitle=self._line(len(result.staff)))
        rows = [
            [name, t(f"common.dimension.{row['dimension']}"), row["people"], f"{row['levels']:.0f}",
             f"{row['hours']:g}", f"{row['priority']:.2f}"]
            for name, row in result.courses.head(_MOST_ROWS).to_dict("index").items()
        ]  # fmt: skip
        yield Table(self.w("caption_courses"),
                    self.heads("course", "dimension", "people", "levels", "hours", "priority"), rows)  # fmt: skip
        if not result.plan.empty:
            yield from self._plan(result.plan)
        if not result.missing.empty:
            named = [
                self.w("missing_one", staff=row["staff"], skill=row["skill"])
                for row in result.missing.head(8).to_dict("records")
            ]
            yield Note(self.w("missing_list", n=len(result.missing), names=t("labs.comma").join(named)))
        yield Folded(self.w("how"), [Note(self.w("how_formula")), Note(self.w("how_limits"))])

    def _line(self, people: int) -> str:
        title, kept = cases.load(self.at["case"]).title(), self.at["upload"]
        if kept:
            return self.w("source_own", file=kept["name"], case=title, n=people)
        return self.w("source", case=title, n=people)

    def _plan(self, plan: pd.DataFrame) -> Iterator[Block]:
        rows = [
            [row["staff"], row["skill"], f"{row['short']:.0f}", f"{row['hours']:g}",
             f"{row['total']:g}" if row["chosen"] else "–", self.w("fits" if row["chosen"] else "later")]
            for row in plan.head(_MOST_ROWS).to_dict("records")
        ]  # fmt: skip
        yield Table(self.w("caption_plan", budget=self.at["budget"]),
                    self.heads("person", "course", "short", "hours", "total", "fits"), rows)  # fmt: skip
        if len(plan) > len(rows):
            yield Note(self.w("plan_more", n=len(plan) - len(rows)))


class WhoCan(WhoFirst):
    """What is each person able to do?"""

    asks: ClassVar[tuple[str, ...]] = ("team",)


class WhatIsAsked(WhoFirst):
    """Which skills are there, and how much of each is asked?"""

    asks: ClassVar[tuple[str, ...]] = ("skills",)


class WhatIsFelt(WhoFirst):
    """How large is the gap that customers feel?"""

    asks: ClassVar[tuple[str, ...]] = ("gaps",)
