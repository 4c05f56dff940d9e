"""服务经营沙盘: eight quarters of a service organisation, step by step: goals, budget, report, review."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, simulate
from ..errors import SgmError
from ..i18n import t
from ..simulate import Aim, Run
from . import _sandtable
from .base import Download, Lab, State
from .controls import Action, Choice, Control, Number, Points

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Sandtable", "SandtableResult"]

STEPS = ("start", "goals", "plan", "report", "review")
_AREAS = ("features", "standards", "training", "process", "survey", "reserve")
_LOOKS = {
    "report": ("opinion", "books", "kano", "gaps"),
    "review": ("causes", "satisfied", "rivals", "opinion", "books"),
}
_MOST_GOALS = 4
_MOST_ROOMS = 9999
# Limits and step of a target, and what a first goal asks for: plus (or times, for waits and customers) the baseline.
_TARGETS: Mapping[str, tuple[float, float, float]] = {
    "satisfaction": (1, 100, 1),
    "loyalty": (1, 100, 1),
    "gap": (-6, 6, 0.1),
    "wait": (0, 999, 1),
    "customers": (1, 999, 1),
    "total": (-5000, 5000, 10),
}


@dataclass(frozen=True)
class SandtableResult:
    """Where a game stands; its tables go into the spreadsheet."""

    step: str
    run: Run
    aims: tuple[Aim, ...]
    draft: Aim
    review: simulate.Review | None
    history: pd.DataFrame
    decisions: pd.DataFrame
    goals: pd.DataFrame
    causes: pd.DataFrame | None
    lines: pd.DataFrame | None
    rivals: pd.DataFrame | None


class Sandtable(Lab):
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

    name: ClassVar[str] = "sandtable"
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    defaults: ClassVar[State] = {
        "step": "start",
        "case": "healthcare",
        "room": 1,
        "mode": "practice",
        "metric": "satisfaction",
        "target": 70,
        "aimed": "",
        "due": 4,
        "goals": [],
        "share": "areas",
        "areas": dict(simulate.INHERITED),
        "features": {},
        "standards": {},
        "spends": [],
        "look": "opinion",
        "attempt": 1,
    }

    # ---- state ----

    @property
    def market(self) -> simulate.Market:
        """The market of the case and class number."""
        return simulate.market(self.state["case"], self.state["room"])

    @property
    def run(self) -> Run:
        """The game so far."""
        return _play(self.state["case"], self.state["room"], json.dumps(self.state["spends"], sort_keys=True))

    @property
    def money(self) -> dict[str, float]:
        """What the three tables of points come to, line by line, in 10 000 yuan."""
        areas = self.state["areas"]
        money = {name: float(areas[name]) for name in ("training", "process", "survey")}
        for area, kind in (("features", "feature"), ("standards", "dimension")):
            for name, points in self.state[area].items():
                money[f"{kind}:{name}"] = areas[area] * points / 100
        return {line: round(amount, 4) for line, amount in money.items() if amount}

    def settle(self) -> None:
        """Bring everything in order, shown or not: a workbook may come from anywhere."""
        state = self.state
        if state["step"] not in STEPS:
            state["step"] = "start"
        state["attempt"] = Number("attempt", 1, 10_000).settle(state["attempt"])
        self._settle(self._case(), self._room(), self._mode())
        state["spends"] = self._spends(state["spends"]) if state["step"] != "start" else []
        played = len(state["spends"])
        if state["step"] == "review" and played < simulate.QUARTERS:
            state["step"] = "report"
        if state["step"] == "report" and not played:
            state["step"] = "plan"
        if state["step"] in ("plan", "goals") and played >= simulate.QUARTERS:
            state["step"] = "report"
        state["goals"] = [] if state["step"] == "start" else self._goals(state["goals"], played)
        self._settle(self._metric())
        if state["aimed"] != state["metric"]:
            state["aimed"], state["target"] = state["metric"], self._suggested()
        self._settle(self._target(), self._due(), self._share(), *self._points(), self._look(state["step"]))

    def _settle(self, *controls: Control) -> None:
        for control in controls:
            self.state[control.name] = control.settle(self.state[control.name])

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

    def _suggested(self) -> float:
        """Target to begin with: a step from where things stand that takes some doing."""
        metric = self.state["metric"]
        now = float(simulate.measured(metric, self.run.reports[-1]))
        found = {
            "satisfaction": round(100 * now + 10),
            "loyalty": round(100 * now + 3),
            "gap": round(now + 0.5, 1),
            "wait": round(now * 0.8),
            "customers": round(now * 1.15),
            "total": round(now / 10 + 20) * 10,
        }[metric.partition(":")[0]]
        low, high, _ = _TARGETS[metric.partition(":")[0]]
        return min(max(found, low), high)

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

    # ---- controls, a few each step ----

    def controls(self) -> list[Control]:
        """Return the controls of the present step."""
        step = self.state["step"]
        if step == "start":
            return [self._case(), self._room(), self._mode()]
        if step == "goals":
            return [self._metric(), self._target(), self._due()]
        if step == "plan":
            shown = next(one for one in self._points() if one.name == self.state["share"])
            return [self._share(), shown]
        return [self._look(step)]

    def _case(self) -> Choice:
        return Choice("case", [(cases.load(name).title(), name) for name in cases.names()])

    def _room(self) -> Number:
        return Number("room", 1, _MOST_ROOMS)

    def _mode(self) -> Choice:
        return Choice(
            "mode", [(self.w(f"mode_{name}"), name) for name in ("practice", "class")], buttons=True
        )

    def _metric(self) -> Choice:
        return Choice("metric", [(simulate.metric_label(name), name) for name in simulate.METRICS])

    def _target(self) -> Number:
        low, high, step = _TARGETS[self.state["metric"].partition(":")[0]]
        return Number("target", low, high, step)

    def _due(self) -> Choice:
        left = range(len(self.state["spends"]) + 1, simulate.QUARTERS + 1)
        return Choice(
            "due", [(self.w("due_option", quarter=q), q) for q in left or [simulate.QUARTERS]], buttons=True
        )

    def _share(self) -> Choice:
        return Choice(
            "share", [(self.w(f"share_{n}"), n) for n in ("areas", "features", "standards")], buttons=True
        )

    def _points(self) -> list[Points]:
        labels = self.market.labels()
        return [
            Points("areas", [(t(f"simulate.area.{name}"), name) for name in _AREAS]),
            Points("features", [(labels[name], name) for name in self.market.features]),
            Points("standards", [(t(f"common.dimension.{name}"), name) for name in simulate.DIMENSIONS]),
        ]

    def _look(self, step: str) -> Choice:
        names = _LOOKS.get(step, _LOOKS["report"])
        return Choice("look", [(self.w(f"look_{name}"), name) for name in names], buttons=True)

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
        aim = self._draft()
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
        result = self.compute()
        game = result.run
        log = game.to_dict() | {
            "mode": self.state["mode"],
            "attempt": self.state["attempt"],
            "goals": self.state["goals"],
            "reports": [seen.to_dict() for seen in game.reports],
        }
        if result.review is not None:
            found = result.review
            log |= {
                "result": round(found.result, 4),
                "surplus": round(found.surplus, 4),
                "states": list(game.states),
                "causes": found.causes.round(4).to_dict("index"),
                "rivals": found.rivals.round(4).to_dict("index"),
                "verdicts": [None if done is None else done.verdict for _, done in found.goals],
            }
        content = json.dumps(log, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")
        return Download(f"{self.w('log_name', room=self.state['room'])}.json", "application/json", content)

    # ---- result ----

    def _draft(self) -> Aim:
        played = len(self.state["spends"])
        return Aim(
            self.state["metric"], self.state["target"], self.state["due"], min(played, self.state["due"] - 1)
        )

    def compute(self) -> SandtableResult:
        """Play what has been decided; the review only once the eight quarters are over."""
        game = self.run
        aims = tuple(Aim.from_dict(goal) for goal in self.state["goals"])
        found = None
        if self.state["step"] == "review":
            found = _review(game.market.case, game.market.seed, json.dumps(self.state["spends"], sort_keys=True),
                            json.dumps(self.state["goals"]))  # fmt: skip
        lines = {line: _sandtable.line_label(game.market, line) for line in game.market.lines}
        return SandtableResult(
            step=self.state["step"],
            run=game,
            aims=aims,
            draft=self._draft(),
            review=found,
            history=game.history(truth=found is not None),
            decisions=game.decisions().rename(columns=lines),
            goals=_sandtable.goals_frame(aims, game),
            causes=None
            if found is None
            else found.causes.rename(index=lambda name: t(f"simulate.cause.{name}")),
            lines=None if found is None else found.lines.rename(index=lines),
            rivals=None
            if found is None
            else found.rivals.rename(index=lambda name: t(f"simulate.player.{name}")),
        )

    def sentence(self, result: SandtableResult) -> str:
        """Say what to do now, or how the quarter went."""
        return _sandtable.sentence(self, result)

    def figure(self, result: SandtableResult, *, size: charts.Size = "page") -> charts.Chart | None:
        """Draw the figure looked at; there is none before the first quarter."""
        if result.step not in _LOOKS:
            return None
        return _sandtable.figure(self.state["look"], result, size)

    def exports(self) -> list[str]:
        """A picture only where there is a figure."""
        return [kind for kind in super().exports() if kind != "png" or self.state["step"] in _LOOKS]

    def draw(self, result: SandtableResult, *, phone: bool = False) -> str:
        """Return the page of the present step."""
        drawn = ""
        if result.step in _LOOKS:
            look = self.state["look"]
            chart = _sandtable.figure(look, result, "page")
            drawn = chart.html(_sandtable.figure(look, result, "phone") if phone else None)
        return _sandtable.page(self, result, drawn)

    def static(self) -> str:
        """Return the worked version: a game that is over, unless one is under way."""
        if self.state["spends"]:
            return super().static()
        worked = type(self)(key=self.key.partition(":")[2] or None, **self.start)
        plan = simulate.FIXED["even_areas"](self.market, [])
        goal = {"metric": "satisfaction", "target": self._suggested(), "due": 4, "since": 0}
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
