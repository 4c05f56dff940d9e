"""Kano lab: from answers to categories, how certain they are, where rules and groups disagree, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from ..base import State
from ..controls import Choice, Named
from ..surveyed import RULE, TABLE, SurveyLab, segments, waves
from ..views import Field, View, Viewed, number, pick
from .asking import Careless, Planner
from .compared import Groups, Importance, Rules
from .views import CROSSES, Curves, Plane, Quadrant, Tallies

__all__ = ["KanoLab"]


def _columns(lab: Any, name: str) -> Named:
    """Offer what the answers can be split by; a survey in one wave without segments still names the wave."""
    columns = list(lab.source.groups())
    waves = ["wave"] if len(lab.source.waves()) > 1 or not columns else []
    return Named(name, [(lab.by_label(column), column) for column in waves + columns])


def _rule(rule: str, *views: str) -> Callable[[Any], bool]:
    """Whether a setting counts: with its rule, and in the views that use it by whatever rule."""
    return lambda lab: lab.state["rule"] == rule or lab.state["view"] in views


class KanoLab(SurveyLab, Viewed):
    """The Kano analysis of a case or of one's own survey, live.

    Parameters
    ----------
    case : str
        Name of the case.
    segment : str
        ``"all"`` or ``"<column>=<value>"``.
    wave : int
        Wave of the survey; 0 = the last one.
    table : {"berger", "pouliot"}
        Evaluation table.
    rule : {"mode", "moai", "blauth", "quadrant"}
        Classification rule.
    view : {"tallies", "quadrant", "rules", "groups", "plane", "curves", "importance", "careless", "planner"}
        What is looked at.
    people : {"all", "careful"}
        Everybody, or without those whose answers look careless.
    by : str
        For the view of groups: ``"wave"``, or a segment column.
    threshold : int
        Percent of all answers below which two categories count as close (rule moai).
    cross : {"half", "mean", "median"}
        Where the quadrant's lines lie.
    max_q, max_run : int
        Percent of contradictory answers, and of one unbroken run, from which a respondent looks careless.
    margin, parts, reply, level : int
        Planner: margin in percentage points, groups to be told apart, percent who answer, confidence level.
    """

    prepared: ClassVar[Mapping[str, Sequence[Any]]] = dict.fromkeys(
        ("case", "segment", "wave", "table", "rule"), ()
    )
    survey: ClassVar[Literal["kano"]] = "kano"
    data_first: ClassVar[bool] = True
    defaults: ClassVar[State] = {"case": "healthcare", "upload": None}
    views: ClassVar[dict[str, type[View]]] = {
        "tallies": Tallies, "quadrant": Quadrant, "rules": Rules, "groups": Groups, "plane": Plane, "curves": Curves,
        "importance": Importance, "careless": Careless, "planner": Planner,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        "by": Field("wave", _columns),
        "segment": Field(
            "all",
            segments,
            lambda lab: lab.state["view"] != "groups" or lab.state["by"] == "wave",
        ),
        "wave": Field(0, waves, lambda lab: lab.state["view"] != "groups" or lab.state["by"] != "wave"),
        "table": TABLE,
        "rule": RULE,
        "threshold": Field(6, number(0, 30), _rule("moai", "rules")),
        "cross": Field("half", pick(*CROSSES), _rule("quadrant", "quadrant", "rules")),
        "people": Field("all", pick("all", "careful")),
        "max_q": Field(25, number(5, 100, 5)),
        "max_run": Field(75, number(30, 100, 5)),
        "margin": Field(10, number(1, 30)),
        "parts": Field(1, number(1, 20)),
        "reply": Field(60, number(1, 100)),
        "level": Field(
            95,
            lambda lab, name: Choice(
                name, [(lab.w("level_option", level=level), level) for level in (90, 95, 99)]
            ),
        ),
    }

    def by_label(self, column: str) -> str:
        """Label of a column that splits the answers."""
        return self.w("by_wave") if column == "wave" else self.source.column_labels()[column]
