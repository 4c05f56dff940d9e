"""The evaluation lab: its fields, and what they begin with."""

from __future__ import annotations

from typing import Any, ClassVar

from ... import goals
from ..base import State
from ..controls import Choice, Control, Text
from ..logs import Log, LogLab
from ..views import Field, View, number, pick, slider
from .asked import INDICES, HowMany, WhichIndex
from .months import DidItHelp, IsItMet
from .signals import SignalOrNoise

__all__ = ["EvaluationLab"]

_LONG = ("quarter", "half", "year")
_SPREAD = 0.1  # of the level, how far the first target lies from the baseline


def _months(lab: Any, after_first: bool = False) -> list[tuple[str, str]]:
    months = lab.log.months()
    return [(month, month) for month in (months[1:] or months if after_first else months)]


def _first(lab: Any) -> float:
    log: Log = lab.log
    return float(log.level(log.months()[:3]).value) * log.scale


def _aim(lab: Any) -> float:
    first, log = _first(lab), lab.log
    aim = first + (-_SPREAD if log.lower_is_better else _SPREAD) * abs(first)
    return round(min(aim, 99.0) if log.how == "share" else aim, 1)


def _paste(lab: Any, name: str) -> Control:
    return Text(name, rows=2)


def _middle(lab: Any) -> str:
    months: list[str] = lab.log.months()
    return months[len(months) // 2 if len(months) > 1 else -1]


class EvaluationLab(LogLab):
    """Evaluate a goal on a case's log, or on one's own.

    Parameters
    ----------
    view : {"verdict", "chart", "change", "plan", "indices"}
        Which question is asked.
    month : str
        Month to be judged, as ``"2025-12"``; of a log by quarters the quarter, ``"2025Q4"``.
    baseline, target : float
        Of the goal, in the unit of the measure.
    by : {"month", "week", "quarter", "half", "year"}
        Points of the control chart.
    rules : {"western_electric", "nelson", "beyond_3_sigma"}
        Which signals count.
    clean : {"no", "yes"}
        Whether points beyond the limits are left out of the limits (phase I).
    cut : str
        First month after the change.
    share, margin, wanted, response : int
        Plan of a survey, in percent: level expected, margin, level hoped for, how many answer.
    scores_csat, scores_nps, scores_ces, scores_acsi : str
        Answers of one's own, pasted in any way.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    defaults: ClassVar[State] = {"goal_for": ""}
    views: ClassVar[dict[str, type[View]]] = {
        "verdict": IsItMet, "chart": SignalOrNoise, "change": DidItHelp, "plan": HowMany, "indices": WhichIndex,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        **LogLab.fields,
        "month": Field(lambda lab: lab.log.months()[-1], lambda lab, name: Choice(name, _months(lab))),
        "baseline": Field(lambda lab: round(_first(lab), 1), number(-1e6, 1e6, 0.1)),
        "target": Field(_aim, number(-1e6, 1e6, 0.1)),
        "by": Field(lambda lab: lab.log.step, pick("month", "week", "quarter", "half", "year")),
        "rules": Field("western_electric", pick("western_electric", "nelson", "beyond_3_sigma")),
        "clean": Field("no", pick("no", "yes")),
        "cut": Field(_middle, lambda lab, name: Choice(name, _months(lab, after_first=True))),
        "share": Field(80, slider(1, 99)),
        "margin": Field(5, slider(1, 20)),
        "wanted": Field(85, slider(1, 99)),
        "response": Field(30, slider(1, 100)),
        **{f"scores_{name}": Field("", _paste) for name in INDICES},
    }

    def settle(self) -> None:
        """A new measure brings its own baseline and target."""
        super().settle()
        if self.state["goal_for"] not in ("", self.log.key):
            by = self.log.step if self.log.step != "month" or self.state["by"] in _LONG else self.state["by"]
            self.state |= {"baseline": round(_first(self), 1), "target": _aim(self), "by": by}
        self.state["goal_for"] = self.log.key

    @property
    def goal(self) -> goals.Goal:
        """The goal as it is set."""
        log, at = self.log, self.state
        return goals.Goal(log.label, log.label, log.unit, float(at["baseline"]), float(at["target"]))
