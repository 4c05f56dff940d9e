"""Training matrix: the gap customers feel → whose skills fall short → which course first, within how many hours."""

from __future__ import annotations

import copy
import html
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, servqual, training
from ..errors import SgmError
from ..i18n import t
from ..paper import markup
from ..paper.markup import paragraph
from . import uploads
from .base import Download, Lab, State
from .controls import Action, Choice, Column, Control, Number, Points, Rows, Upload
from .source import case_options, problem_table
from .tables import XLSX, sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TrainingMatrix", "TrainingResult"]

_STEPS = ("result", "team", "skills", "gaps")
_MOST_PEOPLE, _MOST_SKILLS = 40, 12  # that can be edited by hand
_MOST_ROWS = 8  # of the courses and of the plan shown
_MOST_HOURS = 5000


@dataclass(frozen=True)
class TrainingResult:
    """Needs, and what fits into the hours.

    Attributes
    ----------
    courses, staff, cells : pandas.DataFrame
        As `training.needs` has them.
    plan : pandas.DataFrame
        As `training.schedule`.
    gaps : pandas.DataFrame
        Index dimension; columns gap, weight, urgency.
    missing : pandas.DataFrame
        Ratings that are missing.
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


class TrainingMatrix(Lab):
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

    name: ClassVar[str] = "training"
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "upload": None,
        "step": "result",
        "weights": dict.fromkeys(training.DIMENSIONS, 20),
        "budget": 40,
        "team": [],
        "skills": [],
        "gaps": [],
        "line": "",  # which team `team` and `skills` belong to
        "survey": "",  # which survey `gaps` belong to
    }

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._tables: dict[str, training.StaffTable] = {}
        self._found: tuple[State, training.Needs] | None = None
        super().__init__(key=key, **state)

    # ---- where team and gaps come from ----

    @property
    def read(self) -> training.StaffTable | None:
        """What was read of the learner's own table.

        Raises
        ------
        DataError
            If it is not here or cannot be read.
        """
        kept = self.state["upload"]
        if not kept:
            return None
        if kept["file"] not in self._tables:
            self._tables = {kept["file"]: training.read_staff(uploads.read(self._book, kept))}
        return self._tables[kept["file"]]

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Read the file first: one that cannot be read changes nothing, and says why."""
        read = training.read_staff((name, content))
        kept = uploads.keep(self._book, name, content)
        self._tables = {kept["file"]: read}
        self.set(upload=kept)

    def _given(self) -> pd.DataFrame:
        """The team as it was uploaded, or the case's simulated one."""
        return training.sample(self.state["case"]) if self.read is None else self.read.table

    @property
    def by_hand(self) -> bool:
        """Whether the team is small enough to be edited here."""
        return bool(self.state["skills"])

    def settle(self) -> None:
        """Fill team, skills and gaps anew where another file or case was chosen."""
        state = self.state
        state["upload"] = Upload("upload").settle(state["upload"])
        if state["case"] not in cases.names():
            state["case"] = cases.names()[0]
        try:
            _ = self.read
        except SgmError as error:
            state["upload"] = None
            self.notice = str(error)
        line = state["upload"]["file"] if state["upload"] else state["case"]
        if state["line"] != line and (state["line"] or not state["team"] or not state["skills"]):
            state["team"], state["skills"] = _as_rows(self._given())
        if state["survey"] != state["case"] and (state["survey"] or not state["gaps"]):
            measured = _measured(state["case"])
            state["gaps"] = [
                {"dimension": name, "gap": round(measured[name], 2)} for name in training.DIMENSIONS
            ]
        state |= {"line": line, "survey": state["case"]}
        if state["step"] in ("team", "skills") and not self.by_hand:
            state["step"] = "result"
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

    # ---- the lab ----

    def controls(self) -> list[Control]:
        """Return the controls of the step."""
        state = self.state
        steps = [step for step in _STEPS if self.by_hand or step in ("result", "gaps")]
        made: list[Control] = [
            Choice("case", case_options()),
            Upload("upload"),
            Choice("step", [(self.w(f"step_{step}"), step) for step in steps], buttons=True),
        ]
        dimensions = [(t(f"common.dimension.{name}"), name) for name in training.DIMENSIONS]
        if state["step"] == "team":
            columns = [Column("staff", "text", wide=True)]
            columns += [Column(f"k{k}", "number", low=0, high=4) for k in range(1, len(state["skills"]) + 1)]
            made.append(Rows("team", columns, most=_MOST_PEOPLE))
        elif state["step"] == "skills":
            columns = [
                Column("skill", "text", wide=True),
                Column("dimension", "choice", options=dimensions),
                Column("required", "number", low=0, high=4),
                Column("hours", "number", low=0, high=100),
            ]
            made.append(Rows("skills", columns, most=_MOST_SKILLS, add=False))
        elif state["step"] == "gaps":
            columns = [
                Column("dimension", "choice", options=dimensions),
                Column("gap", "number", low=-6, high=6, step=0.1),
            ]
            made.append(Rows("gaps", columns, most=len(dimensions), add=False))
        else:
            made += [Points("weights", dimensions), Number("budget", 0, _MOST_HOURS, step=5)]
        return made

    def _face(self, control: Control) -> dict[str, Any]:
        if control.name != "team":
            return super()._face(control)
        made = control.face() | {
            "name": "team",
            "kind": control.kind,
            "label": self.w("team"),
            "help": self.w("team_help"),
            "value": self.state["team"],
        }
        names = [self.w("team_staff"), *(skill["skill"] for skill in self.state["skills"])]
        for column, name in zip(made["columns"], names, strict=True):
            column["label"] = name
        return made

    def actions(self) -> list[Action]:
        """Return the button for the template."""
        return [Action("template")]

    def do_template(self) -> Download:
        """Return a filled-in example, as `receive` reads it."""
        return Download(
            f"{self.w('action_template')}.xlsx", XLSX, sheet(training.template(self.state["case"]))
        )

    def compute(self) -> TrainingResult:
        """Rank people and courses, and fill the hours."""
        import pandas as pd

        gaps = {row["dimension"]: row["gap"] for row in self.state["gaps"] if row["gap"] is not None}
        weights = self.state["weights"]
        found = self._needs(gaps, weights)
        plan = training.schedule(found, self.state["budget"])
        rows = {
            name: {
                "gap": gap,
                "weight": weights[name],
                "urgency": weights[name] / 100 * max(0.0, -gap),
            }
            for name, gap in gaps.items()
        }
        table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("dimension")
        return TrainingResult(found.courses, found.staff, found.cells, plan, table, found.missing, found)

    def _needs(self, gaps: dict[str, float], weights: dict[str, float]) -> training.Needs:
        """Needs of the team; kept while only the hours change, since a large team takes a second."""
        rests_on = {name: value for name, value in self.state.items() if name not in ("budget", "step")}
        if self._found is None or self._found[0] != rests_on:
            self._found = copy.deepcopy(rests_on), training.needs(self.table(), gaps, weights)
        return self._found[1]

    def sentence(self, result: TrainingResult) -> str:
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
                      budget=self.state["budget"], places=len(chosen), share=share, missing=missing)  # fmt: skip

    def figure(self, result: TrainingResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw the matrix."""
        return charts.training_matrix(result.needs, subtitle=self._source(len(result.staff)), size=size)

    def _source(self, people: int) -> str:
        title = cases.load(self.state["case"]).title()
        if self.state["upload"]:
            return self.w("source_own", file=self.state["upload"]["name"], case=title, n=people)
        return self.w("source", case=title, n=people)

    def draw(self, result: TrainingResult, *, phone: bool = False) -> str:
        """Return the matrix, the courses in order, and who goes within the hours."""
        shown = charts.Responsive(self.figure, result) if phone else self.figure(result)
        tables = self._courses(result) + self._plan(result) + self._missing(result)
        return f"{self._preview()}{shown.html()}{tables}{self._how()}"

    def _courses(self, result: TrainingResult) -> str:
        heads = [
            self.w(f"head_{head}")
            for head in ("course", "dimension", "people", "levels", "hours", "priority")
        ]
        rows = [
            [
                name,
                t(f"common.dimension.{row['dimension']}"),
                row["people"],
                f"{row['levels']:.0f}",
                f"{row['hours']:g}",
                f"{row['priority']:.2f}",
            ]
            for name, row in result.courses.head(_MOST_ROWS).to_dict("index").items()
        ]
        return markup.table(self.w("caption_courses"), heads, rows)

    def _plan(self, result: TrainingResult) -> str:
        if result.plan.empty:
            return ""
        heads = [self.w(f"head_{head}") for head in ("person", "course", "short", "hours", "total", "fits")]
        rows = [
            [row["staff"], row["skill"], f"{row['short']:.0f}", f"{row['hours']:g}",
             f"{row['total']:g}" if row["chosen"] else "–", self.w("fits" if row["chosen"] else "later")]
            for row in result.plan.head(_MOST_ROWS).to_dict("records")
        ]  # fmt: skip
        more = len(result.plan) - len(rows)
        after = paragraph(self.w("plan_more", n=more)) if more > 0 else ""
        return markup.table(self.w("caption_plan", budget=self.state["budget"]), heads, rows) + after

    def _missing(self, result: TrainingResult) -> str:
        if result.missing.empty:
            return ""
        named = [
            self.w("missing_one", staff=row["staff"], skill=row["skill"])
            for row in result.missing.head(8).to_dict("records")
        ]
        return paragraph(self.w("missing_list", n=len(result.missing), names=t("labs.comma").join(named)))

    def _how(self) -> str:
        body = paragraph(self.w("how_formula")) + paragraph(self.w("how_limits"))
        return f'<details class="sgm-read"><summary>{html.escape(self.w("how"))}</summary>{body}</details>'

    def _preview(self) -> str:
        read = self.read
        if read is None:
            return ""
        parts = [paragraph(line) for line in [read.summary(), *read.notes]]
        if not self.by_hand:
            parts.append(paragraph(self.w("too_large", people=_MOST_PEOPLE, skills=_MOST_SKILLS)))
        if len(read.problems):
            parts.append(markup.blocks(problem_table(read.problems)))
        opened = " open" if len(read.problems) or read.notes else ""
        summary = html.escape(t("labs.source.read"))
        return f'<details class="sgm-read"{opened}><summary>{summary}</summary>{"".join(parts)}</details>'


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
