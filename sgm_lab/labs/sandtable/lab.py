"""服务经营沙盘: eight quarters of a service organisation, step by step: goals, budget, report, review."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from ... import simulate
from ...errors import SgmError
from ...i18n import t
from ...simulate import Aim, Run
from ..base import Download, Lab, State
from ..controls import Action, Choice, Control, Number, Points
from ..source import case_options
from ..views import Field, View, Viewed, number, pick
from .found import Explained
from .looks import LOOKS
from .steps import Goals, Plan, Reported, Reviewed, Start

__all__ = ["Sandtable"]

_AREAS = tuple(simulate.INHERITED)
_MOST_GOALS = 4
_MOST_ROOMS = 9999


def _target(lab: Any, name: str) -> Control:
    return Number(name, *simulate.target_limits(lab.state["metric"]))


def _due(lab: Any, name: str) -> Control:
    left = range(len(lab.state["spends"]) + 1, simulate.QUARTERS + 1)
    return Choice(
        name, [(lab.w("due_option", quarter=q), q) for q in left or [simulate.QUARTERS]], buttons=True
    )


def _look(lab: Any, name: str) -> Control:
    looks = LOOKS.get(lab.state["step"], LOOKS["report"])
    return pick(*looks, buttons=True)(lab, name)


def _share(name: str, start: Mapping[str, int], options: Any) -> Field:
    """Points shared among options; shown while they are what is being shared."""
    return Field(start, lambda lab, name: Points(name, options(lab)), lambda lab: lab.state["share"] == name)


class Sandtable(Viewed):
    """The business sandbox, played step by step.

    Parameters
    ----------
    case : str
        Name of the case.
    room : int
        Class number (课堂编号): the same number is the same market for everybody.
    mode : {"practice", "class"}
        Whether a quarter can be taken back.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    switch: ClassVar[str] = "step"
    # Played so far: goals set, what each quarter was spent on, how often it was begun; `aimed` is the metric that
    # the target was set for. The result of a game that is over is kept for the class report.
    defaults: ClassVar[State] = {"aimed": "", "goals": (), "spends": (), "attempt": 1, "result": None}
    views: ClassVar[dict[str, type[View]]] = {
        "start": Start, "goals": Goals, "plan": Plan, "report": Reported, "review": Reviewed,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        "case": Field("healthcare", lambda lab, name: Choice(name, case_options())),
        "room": Field(1, number(1, _MOST_ROOMS)),
        "mode": Field("practice", pick("practice", "class", buttons=True)),
        "metric": Field(
            "satisfaction",
            lambda lab, name: Choice(name, [(simulate.metric_label(one), one) for one in simulate.METRICS]),
        ),
        "target": Field(lambda lab: lab.suggested(), _target),
        "due": Field(0, _due),  # 0, which is never offered, is the next quarter
        "share": Field("areas", pick("areas", "features", "standards", buttons=True)),
        "areas": _share(
            "areas", simulate.INHERITED, lambda lab: [(t(f"simulate.area.{one}"), one) for one in _AREAS]
        ),
        "features": _share(
            "features", {}, lambda lab: [(label, one) for one, label in lab.market.labels().items()]
        ),
        "standards": _share(
            "standards", {}, lambda lab: [(t(f"common.dimension.{one}"), one) for one in simulate.DIMENSIONS]
        ),
        "look": Field("", _look),
    }

    @classmethod
    def begins(cls) -> State:
        """Begin with a year to reach the first goal in."""
        return super().begins() | {"due": 4}

    def _switch(self) -> list[Control]:
        # No learner chooses the step, so it has no words: the buttons lead on, and no step comes before what has
        # to be decided or played for it.
        return [Choice(self.switch, [(step, step) for step in self.views])]

    def controls(self) -> list[Control]:
        """Return what the present step asks."""
        return super().controls()[1:]

    # ---- the game ----

    @property
    def market(self) -> simulate.Market:
        """The market of the case and class number."""
        return simulate.market(self.state["case"], self.state["room"])

    @property
    def run(self) -> Run:
        """The game so far."""
        return _play(self.state["case"], self.state["room"], json.dumps(self.state["spends"], sort_keys=True))

    @property
    def aims(self) -> tuple[Aim, ...]:
        """The goals that were set."""
        return tuple(Aim.from_dict(goal) for goal in self.state["goals"])

    @property
    def money(self) -> dict[str, float]:
        """What the three tables of points come to, line by line, in 10 000 yuan."""
        return simulate.shared_budget(self.state["areas"], self.state["features"], self.state["standards"])

    def reviewed(self) -> simulate.Review:
        """Explain the game, which is over."""
        state = self.state
        return _review(state["case"], state["room"], json.dumps(state["spends"], sort_keys=True),
                       json.dumps(state["goals"]))  # fmt: skip

    def draft(self) -> Aim:
        """Return the goal as it is set; its baseline is the latest report."""
        state = self.state
        return Aim(
            state["metric"], state["target"], state["due"], min(len(state["spends"]), state["due"] - 1)
        )

    def suggested(self) -> float:
        """Return the target that a goal begins with."""
        return simulate.suggested_target(self.state["metric"], self.run.reports[-1])

    # ---- state ----

    def settle(self) -> None:
        """Bring everything in order, shown or not: a workbook may come from anywhere."""
        state = self.state
        state["step"] = self._switch()[0].settle(state["step"])
        state["attempt"] = Number("attempt", 1, 10_000).settle(state["attempt"])
        self._order("case", "room")  # the market
        state["spends"] = self._spends(state["spends"]) if state["step"] != "start" else []
        played = len(state["spends"])
        if state["step"] == "review" and played < simulate.QUARTERS:
            state["step"] = "report"
        if state["step"] == "report" and not played:
            state["step"] = "plan"
        if state["step"] in ("plan", "goals") and played >= simulate.QUARTERS:
            state["step"] = "report"
        state["result"] = round(self.run.result, 1) if played == simulate.QUARTERS else None
        state["goals"] = [] if state["step"] == "start" else self._goals(state["goals"], played)
        self._order("metric")
        if state["aimed"] != state["metric"]:
            state["aimed"], state["target"] = state["metric"], self.suggested()
        super().settle()

    def _order(self, *names: str) -> None:
        for name in names:
            self.state[name] = self.fields[name].settle(self, name, self.state[name])

    def _spends(self, kept: Any) -> list[dict[str, float]]:
        """Quarters that can be played in this market; at the first that cannot, the game begins there again."""
        good: list[dict[str, float]] = []
        market = self.market
        for spend in list(kept)[: simulate.QUARTERS] if isinstance(kept, list) else []:
            try:
                good.append(simulate.check_spend(market, dict(spend)))
            except (SgmError, TypeError, ValueError):
                break
        return good

    def _goals(self, kept: Any, played: int) -> list[dict[str, Any]]:
        good = []
        for goal in list(kept)[:_MOST_GOALS] if isinstance(kept, list) else []:
            try:
                aim = Aim.from_dict(goal)
            except (SgmError, KeyError, TypeError):
                continue
            if aim.since <= played:
                good.append(aim.to_dict())
        return good

    def set(self, **changes: Any) -> None:
        """Change controls; a target given stands for the metric it was given with."""
        if "target" in changes:
            changes["aimed"] = changes.get("metric", self.state["metric"])
        super().set(**changes)

    def undo(self) -> None:
        """Go one change back; in class a quarter that has been played stays played."""
        if not self._may_undo():
            self.say(self.w("class_undo"))
            return
        super().undo()

    def _may_undo(self) -> bool:
        if not self._past:
            return False
        back = self._past[-1]
        same = back["attempt"] == self.state["attempt"]
        return not (
            same and self.state["mode"] == "class" and len(back["spends"]) < len(self.state["spends"])
        )

    def start_over(self) -> None:
        """Begin again; the log keeps count of how often."""
        attempt = self.state["attempt"] + bool(self.state["spends"])
        before = self.state
        self.state = json.loads(json.dumps(self.start)) | {"attempt": attempt}
        self.settle()
        self._changed(before)

    def frame(self) -> dict[str, Any]:
        """Return what stands around the result; in class, undo ends at the last quarter played."""
        return super().frame() | {"can_undo": self._may_undo()}

    # ---- buttons ----

    def actions(self) -> list[Action]:
        """Return the buttons of the present step; one of them is the next thing to do."""
        step, played = self.state["step"], len(self.state["spends"])
        if step == "start":
            return [Action("begin", primary=True)]
        if step == "goals":
            some = bool(self.state["goals"])
            drop = [Action("drop_goal")] if some else []
            return [Action("keep_goal", primary=not some), *drop, Action("to_plan", primary=some)]
        if step == "plan":
            return [Action("play", primary=True), Action("to_goals")]
        back = [Action("undo_quarter")] if self.state["mode"] == "practice" else []
        if step == "report" and played < simulate.QUARTERS:
            return [Action("to_plan", primary=True), Action("to_goals"), *back]
        if step == "report":
            return [Action("to_review", primary=True), *back]
        return [Action("log", primary=True), Action("to_report")]

    def do_begin(self) -> None:
        """Take over: on to the goals."""
        self.set(step="goals")

    def do_keep_goal(self) -> None:
        """Keep the goal that is set; its baseline is the latest report."""
        aim = self.draft()
        aim.goal(self.run.reports)  # says so where there is no way to cover
        kept = [
            goal for goal in self.state["goals"] if (goal["metric"], goal["due"]) != (aim.metric, aim.due)
        ]
        if len(kept) >= _MOST_GOALS:
            self.say(self.w("goals_full", most=_MOST_GOALS))
            return
        self.set(goals=[*kept, aim.to_dict()])

    def do_drop_goal(self) -> None:
        """Take the last goal back; in class only one that was set this quarter."""
        last = self.state["goals"][-1]
        if self.state["mode"] == "class" and last["since"] < len(self.state["spends"]):
            self.say(self.w("class_goal"))
            return
        self.set(goals=self.state["goals"][:-1])

    def do_to_plan(self) -> None:
        """On to the budget; not before there is a goal."""
        if not self.state["goals"]:
            self.say(self.w("no_goal"))
            return
        self.set(step="plan", share="areas")

    def do_to_goals(self) -> None:
        """Set another goal, or see those there are."""
        self.set(step="goals")

    def do_play(self) -> None:
        """Play the quarter with the budget as it is shared."""
        self.set(spends=[*self.state["spends"], self.money], step="report", look="opinion")

    def do_undo_quarter(self) -> None:
        """Take the last quarter back and share its budget again."""
        spends = self.state["spends"][:-1]
        goals = [goal for goal in self.state["goals"] if goal["since"] <= len(spends)]
        self.set(spends=spends, goals=goals, step="plan")

    def do_to_review(self) -> None:
        """On to the review."""
        self.set(step="review", look="causes")

    def do_to_report(self) -> None:
        """Back to the last report."""
        self.set(step="report", look="opinion")

    def do_log(self) -> Download:
        """Return the whole game as JSON: decisions, goals, what was seen, what was true, the review."""
        found = self.compute()
        game = found.run
        log = game.to_dict() | {
            "mode": self.state["mode"],
            "attempt": self.state["attempt"],
            "goals": self.state["goals"],
            "reports": [seen.to_dict() for seen in game.reports],
        }
        if isinstance(found, Explained):
            done = found.review
            log |= {
                "result": round(done.result, 4),
                "surplus": round(done.surplus, 4),
                "states": list(game.states),
                "causes": done.causes.round(4).to_dict("index"),
                "rivals": done.rivals.round(4).to_dict("index"),
                "verdicts": [None if became is None else became.verdict for _, became in done.goals],
            }
        content = json.dumps(log, ensure_ascii=False, indent=1, sort_keys=True).encode(
            "utf-8", "backslashreplace"
        )
        return Download(f"{self.w('log_name', room=self.state['room'])}.json", content)

    def static(self) -> str:
        """Return the worked version: a game that is over, unless one is under way."""
        if self.state["spends"]:
            return super().static()
        worked = type(self)(key=self.key.partition(":")[2] or None, **self.start)
        plan = simulate.FIXED["even_areas"](self.market, [])
        goal = {"metric": "satisfaction", "target": self.suggested(), "due": 4, "since": 0}
        worked.state |= {
            "step": "review",
            "spends": [plan] * simulate.QUARTERS,
            "goals": [goal],
            "look": "causes",
        }
        worked.settle()
        return Lab.static(worked)


@lru_cache(64)
def _play(case: str, room: int, spends: str) -> Run:
    decided: Sequence[Mapping[str, float]] = json.loads(spends)
    return simulate.play(simulate.market(case, room), decided)


@lru_cache(16)
def _review(case: str, room: int, spends: str, goals: str) -> simulate.Review:
    aims = [Aim.from_dict(goal) for goal in json.loads(goals)]
    return simulate.review(_play(case, room, spends), aims)
