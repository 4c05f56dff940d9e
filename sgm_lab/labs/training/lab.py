"""The training matrix: where team and gaps come from, and what can be edited of them."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from ... import cases, servqual, training
from ...i18n import t
from ...paper.blocks import Block
from ..asking import source_key
from ..base import State
from ..brought import FileLab
from ..controls import Column, Control, Points, Rows
from ..readings import reading
from ..tables import sheet
from ..views import Field, View, number
from .listed import SKILLS
from .views import WhatIsAsked, WhatIsFelt, WhoCan, WhoFirst

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TrainingMatrix"]

_MOST_PEOPLE, _MOST_SKILLS = 40, 12  # that can be edited by hand
_MOST_HOURS = 5000


def _dimensions() -> list[tuple[str, str]]:
    return [(t(f"common.dimension.{name}"), name) for name in training.DIMENSIONS]


def _skills(lab: Any, name: str) -> Control:
    columns = [
        Column("skill", "text", wide=True),
        Column("dimension", "choice", options=_dimensions()),
        Column("required", "number", low=0, high=4),
        Column("hours", "number", low=0, high=100),
    ]
    return Rows(name, columns, most=_MOST_SKILLS, add=False)


def _team(lab: Any, name: str) -> Control:
    skills = [
        Column(f"k{k}", "number", low=0, high=4, label=skill["skill"])
        for k, skill in enumerate(lab.state["skills"], 1)
    ]
    return Rows(name, [Column("staff", "text", wide=True), *skills], most=_MOST_PEOPLE)


def _gaps(lab: Any, name: str) -> Control:
    columns = [
        Column("dimension", "choice", options=_dimensions()),
        Column("gap", "number", low=-6, high=6, step=0.1),
    ]
    return Rows(name, columns, most=len(training.DIMENSIONS), add=False)


class TrainingMatrix(FileLab):
    """Staff × skill, ranked by skill gap × weight × service gap.

    Parameters
    ----------
    case : str
        Name of the case: its SERVQUAL gaps, and its simulated team where none was uploaded.
    step : {"result", "team", "skills", "gaps"}
        What can be changed: weights and hours, levels, skills, or the gaps themselves.
    weights : dict
        Dimension → points out of 100.
    budget : int
        Hours of staff time, all people together.
    team, skills, gaps : list of dict
        Rows of the three tables; filled from case or upload where empty.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    list_kind = SKILLS
    switch: ClassVar[str] = "step"
    choice: ClassVar[str] = ""  # the team may be one's own, the survey is the case's
    data_first: ClassVar[bool] = True
    # `line` is the team that `team` and `skills` belong to, `survey` the survey of `gaps`.
    defaults: ClassVar[State] = {"case": "healthcare", "line": "", "survey": ""}
    views: ClassVar[dict[str, type[View]]] = {
        "result": WhoFirst, "team": WhoCan, "skills": WhatIsAsked, "gaps": WhatIsFelt,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        "weights": Field(
            dict.fromkeys(training.DIMENSIONS, 20), lambda lab, name: Points(name, _dimensions())
        ),
        "budget": Field(40, number(0, _MOST_HOURS, 5)),
        "skills": Field([], _skills),
        "team": Field([], _team),
        "gaps": Field([], _gaps),
    }

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._found: tuple[State, training.Needs] | None = None
        super().__init__(key=key, **state)

    # ---- where team and gaps come from ----

    def reads(self, source: Any) -> Any:
        """Read a team's skill table."""
        return training.read_staff(source)

    def offered(self) -> list[str]:
        """Return the steps; what cannot be edited by hand is not offered."""
        return [step for step in self.views if self.by_hand or step in ("result", "gaps")]

    def _given(self) -> pd.DataFrame:
        """The team as it was uploaded, or the case's simulated one."""
        table: pd.DataFrame = self.read.table if self.own else training.sample(self.state["case"])
        return table

    @property
    def by_hand(self) -> bool:
        """Whether the team is small enough to be edited here."""
        return bool(self.state["skills"])

    def settle(self) -> None:
        """Fill team, skills and gaps anew where another file or case was chosen."""
        self.settle_source()
        state = self.state
        line = source_key(state["upload"]) if state["upload"] else state["case"]
        if state["line"] != line and (state["line"] or not state["team"] or not state["skills"]):
            state["team"], state["skills"] = _as_rows(self._given())
        if state["survey"] != state["case"] and (state["survey"] or not state["gaps"]):
            measured = _measured(state["case"])
            state["gaps"] = [
                {"dimension": name, "gap": round(measured[name], 2)} for name in training.DIMENSIONS
            ]
        state |= {"line": line, "survey": state["case"]}
        super().settle()

    def table(self) -> pd.DataFrame:
        """Return one row a person and skill, as the learner has set it."""
        import pandas as pd

        if not self.by_hand:
            return self._given()
        rows = [
            {
                "staff": person["staff"].strip(),
                "skill": skill["skill"].strip(),
                "dimension": skill["dimension"],
                "required": 3 if skill["required"] is None else skill["required"],
                "present": person.get(f"k{k}"),
                "hours": skill["hours"],
            }
            for person in self.state["team"]
            if person["staff"].strip()
            for k, skill in enumerate(self.state["skills"], 1)
            if skill["skill"].strip() and skill["dimension"]
        ]
        made = pd.DataFrame(rows, columns=["staff", "skill", "dimension", "required", "present", "hours"])
        made["present"] = pd.to_numeric(made["present"])
        return made

    def template(self) -> bytes:
        """Return a filled-in example."""
        return sheet(training.template(self.state["case"]))

    def ranked(self, gaps: dict[str, float]) -> training.Needs:
        """Needs of the team; kept while only the hours change, since a large team takes a second."""
        rests_on = {name: value for name, value in self.state.items() if name not in ("budget", "step")}
        if self._found is None or self._found[0] != rests_on:
            found = training.needs(self.table(), gaps, self.state["weights"])
            self._found = copy.deepcopy(rests_on), found
        return self._found[1]

    def preview(self) -> list[Block]:
        """Say what was read of the learner's team, and where it is too large to be edited here."""
        large = [] if self.by_hand else [self.w("too_large", people=_MOST_PEOPLE, skills=_MOST_SKILLS)]
        return reading(self.read, *large)


@lru_cache(8)
def _measured(case: str) -> dict[str, float]:
    """Gap of each dimension in the last wave of a case's survey."""
    found = cases.load(case)
    answers = found.servqual
    gaps = servqual.gaps(answers[answers["wave"] == found.waves("servqual")[-1]])["gap"]
    return {str(name): float(gap) for name, gap in gaps.items()}


def _as_rows(table: pd.DataFrame) -> tuple[list[State], list[State]]:
    """Rows of the team and of the skills, for editing.

    Nothing where that would be too much, or where people differ in what is asked of them.
    """
    skills = table.drop_duplicates("skill")
    differ = bool(table.groupby("skill")[["required", "hours"]].nunique().gt(1).any(axis=None))
    if differ or len(skills) > _MOST_SKILLS or table["staff"].nunique() > _MOST_PEOPLE:
        return [], []
    place = {skill: f"k{k}" for k, skill in enumerate(skills["skill"], 1)}
    team: dict[str, State] = {}
    for row in table.to_dict("records"):
        person = team.setdefault(row["staff"], {"staff": row["staff"], **dict.fromkeys(place.values())})
        person[place[row["skill"]]] = None if row["present"] != row["present"] else int(row["present"])
    asked = [
        {
            "skill": row["skill"],
            "dimension": row["dimension"],
            "required": int(row["required"]),
            "hours": float(row["hours"]),
        }
        for row in skills.to_dict("records")
    ]
    return list(team.values()), asked
