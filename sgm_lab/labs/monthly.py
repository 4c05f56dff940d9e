"""Monthly review: last month's plan, this month's figures, what has changed and whether each goal will be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from .. import takeaways
from ..errors import DataError
from ..goals import month_of
from ..i18n import get_language, t
from ..intake import Opened
from ..intake._meant import likely
from ..paper.blocks import Block, Note
from ..takeaways.monthly import MonthFigures, followed, month_columns, monthly_said, read_months
from ..takeaways.plan.rows import arrow
from .asking import AsksList, ListKind, first_of, renamed
from .base import Download, State
from .controls import Action, Choice, Column, Control, Rows, Text, Upload
from .views import Field, View, Viewed

if TYPE_CHECKING:
    from ..goals import Track

__all__ = ["MonthlyReview"]

_MOST = 400  # figures
_ROUNDS = 40


class Review(View):
    """Which goals have changed, and will they be reached?"""

    asks = ("upload", "figures", "about", "guess")
    writes: ClassVar[str] = "pdca"

    def compute(self) -> list[tuple[Any, Track]]:
        """Follow every goal.

        Raises
        ------
        DataError
            If a month or a figure cannot be used: says which.
        """
        return followed(self.lab.plan())

    def says(self, found: list[tuple[Any, Track]]) -> str:
        """Count what changed and what will be reached."""
        return monthly_said(found)

    def shows(self, found: list[tuple[Any, Track]]) -> Iterator[Block]:
        """The page of the month, and the rounds that were made from it."""
        if not found:
            return
        if self.at["opened"]:
            yield Note(self.w("opened", name=self.at["opened"]["name"]), "quiet-note")
        yield from takeaways.monthly_blocks(self.lab.plan())
        for one in self.at["rounds"]:
            yield Note(one["hypothesis"], head=self.w("round", measure=one["measure"] or one["goal"]))


def _figures(lab: Any, name: str) -> Control:
    known = {label: key for label, key in lab.goals()}
    old = {str(row.get("goal")) for row in lab.state[name] or () if isinstance(row, dict) and row.get("goal")}
    options = [*known.items(), *((key[:30], key) for key in sorted(old - set(known.values())))]
    columns = [
        Column("goal", "choice", options),
        Column("month"),
        Column("value", "number", step=0.1),
        Column("n", "number", low=1),
        Column("sd", "number", low=0, step=0.1),
    ]
    return Rows(name, columns, most=_MOST)


def _about(lab: Any, name: str) -> Control:
    return Choice(name, [(lab.w("about_none"), ""), *lab.goals()])


def _read_told(page: Opened, of: Mapping[str, list[str]]) -> MonthFigures:
    names = {there[0]: t(f"takeaways.register.month_{one}") for one, there in of.items()}
    return read_months(renamed(page, names))


def _guess(page: Opened) -> dict[str, list[str]]:
    called = {one: [there] for one, there in month_columns(page.table.columns).items()}
    days = called.get("month") or first_of(likely(page.table, "date"))
    figures = called.get("value") or first_of(likely(page.table, "value"), days, *called.values())
    return called | {"month": days, "value": figures}


_MONTHS = ListKind("months", ("goal", "month", "value", "n", "sd"), ("month", "value"), _read_told, _guess)


class MonthlyReview(AsksList, Viewed):
    """Follow the goals of a plan month by month.

    Parameters
    ----------
    figures : list of dict
        Rows of ``goal`` (its sentence, or its measure), ``month``, ``value``, ``n`` and ``sd``.
    about, guess : str
        The goal that the next round of improvement is for, and what is to be changed.
    """

    travels: ClassVar[bool] = True
    gathers: ClassVar[bool] = True
    # `opened` is a plan that came in a file; `rounds` are those made here.
    defaults: ClassVar[State] = {"opened": None, "rounds": ()}
    views: ClassVar[dict[str, type[View]]] = {"review": Review}
    fields: ClassVar[dict[str, Field]] = {
        "upload": Field(None, lambda lab, name: Upload(name, (".xlsx", ".json", ".csv"))),
        "figures": Field((), _figures),
        "about": Field("", _about),
        "guess": Field("", lambda lab, name: Text(name, 2)),
    }

    def settle(self) -> None:
        """Keep only what has its form."""
        state = self.state
        opened = state["opened"]
        if not (isinstance(opened, dict) and isinstance(opened.get("plan"), dict)):
            state["opened"] = None
        rounds = state["rounds"] if isinstance(state["rounds"], list) else []
        state["rounds"] = [_texts(one) for one in rounds if isinstance(one, dict)][-_ROUNDS:]
        super().settle()

    def own(self) -> dict[str, Any]:
        """Return the plan without the figures entered here: that of the file, or of the workbook."""
        if self.state["opened"]:
            return dict(self.state["opened"]["plan"])
        if self._book is None:  # a page that is built shows nobody's workbook
            return {"goals": []}
        return takeaways.plan_from_workbook(self._book)

    def plan(self) -> dict[str, Any]:
        """Return the plan with the figures entered here."""
        own = self.own()
        bare = {**own, "goals": [{k: v for k, v in goal.items() if k != "months"} for goal in own["goals"]]}
        filled = [
            row for row in self.state["figures"] if row["goal"] and row["month"] and row["value"] is not None
        ]
        known = {key for _, key in self._named(bare)}
        return takeaways.add_months(bare, [row for row in filled if row["goal"] in known])

    @staticmethod
    def _named(plan: dict[str, Any]) -> list[tuple[str, str]]:
        keys = [
            str(goal.get("statement") or goal.get("metric") or "").strip() for goal in plan.get("goals") or []
        ]
        return [(f"{at} {key[:28]}", key) for at, key in enumerate(keys, 1) if key]

    def goals(self) -> list[tuple[str, str]]:
        """Return label and key of each goal."""
        return self._named(self.own())

    list_kind = _MONTHS

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Open a plan, or add the figures of a table, whose columns are asked where they are not understood."""
        try:
            plan = takeaways.open_plan((name, content), lang=get_language())
        except DataError as error:
            if error.key not in _NO_PLAN:
                raise
            super().receive(control, name, content)
        else:
            self._open(name, plan)

    def read_answers(self, given: Any, **how: Any) -> MonthFigures:
        """Read figures by month."""
        return read_months(given)

    def take(self, kept: State, read: MonthFigures) -> None:
        """Add figures to the goals; without any goal, what the table measures becomes one."""
        own = self.plan()
        found = takeaways.add_months(own, read.rows, new=not own["goals"])
        if own["goals"]:
            self.set(figures=_rows_of(found))
        else:
            self._open(str(kept["name"]), found)

    def _open(self, name: str, plan: dict[str, Any]) -> None:
        before = self.state
        self.state = {
            **before,
            "opened": {"name": name, "plan": plan},
            "figures": _rows_of(plan),
            "about": "",
        }
        self.settle()
        self._changed(before)

    def exports(self) -> list[str]:
        """The page of the month also as slides."""
        return ["pptx", *super().exports()]

    # ---- buttons ----

    def actions(self) -> list[Action]:
        """Write the next round, take the register along, go back to the own plan."""
        back = [Action("own")] if self.state["opened"] else []
        return [Action("round", primary=True), Action("template"), *back]

    def do_round(self) -> None:
        """Make a round of improvement from where the goal stands."""
        keys = [key for _, key in self.goals()]
        if self.state["about"] not in keys or not self.state["guess"].strip():
            self.say(self.w("guess_first"))
            return
        plan = self.plan()
        at = keys.index(self.state["about"]) + 1
        made = takeaways.monthly_round(plan, at, self.state["guess"])
        self.set(rounds=[*self.state["rounds"], _texts(made)], guess="")
        self.say(self.w("round_made", goes=arrow(["pdca"])))

    def do_template(self) -> Download:
        """Return the plan with all figures as a goal register."""
        content = takeaways.goal_register_xlsx(self.plan(), lang=get_language())
        return Download(f"{t('takeaways.register.sheet_goals')}.xlsx", content)

    def do_own(self) -> None:
        """Go back to the plan of the workbook."""
        before = self.state
        self.state = {**before, "opened": None, "about": ""}
        self.settle()
        self._changed(before)


_NO_PLAN = ("takeaways.register.none", "takeaways.register.no_workbook", "files.damaged")
_ROUND = ("goal", "hypothesis", "measure", "unit", "target", "found", "act", "next")


def _texts(given: dict[str, Any]) -> dict[str, str]:
    """A round as it is kept: texts only."""
    return {name: given[name] if isinstance(given.get(name), str) else "" for name in _ROUND}


def _rows_of(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Figures of a plan as rows."""
    return [
        {"goal": str(goal.get("statement") or goal.get("metric") or "").strip(), **one, "month": month_of(one["month"])}
        for goal in plan["goals"]
        for one in goal.get("months") or []
    ]  # fmt: skip
