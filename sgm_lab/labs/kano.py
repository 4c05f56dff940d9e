"""Kano lab: from answers to categories, how certain they are, where rules and groups disagree, and what to do.

Each view shows the settings that matter for it; the views themselves are in ``_kano_views.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from .. import charts, kano
from ..errors import ArgumentError
from ..i18n import t
from ..paper import markup
from ._kano_data import Limits, tallied
from ._kano_views import VIEWS, View
from .base import State
from .controls import Action, Choice, Control, Number
from .source import SurveyLab

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KanoLab", "KanoResult"]

_RULES = ("mode", "moai", "blauth", "quadrant")
_NUMBERS: dict[str, Control] = {
    control.name: control
    for control in (
        Number("threshold", 0, 30),
        Number("max_q", 5, 100, 5),
        Number("max_run", 30, 100, 5),
        Number("margin", 1, 30),
        Number("parts", 1, 20),
        Number("reply", 1, 100),
    )
}
_CROSSES = {"half": 0.5, "mean": "mean", "median": "median"}


@dataclass(frozen=True)
class KanoResult:
    """Counts, classification and certainty of one choice of people, and what the view adds to them."""

    counts: pd.DataFrame
    classified: pd.DataFrame
    certainty: pd.DataFrame
    respondents: int
    source: str
    scores: pd.DataFrame | None = None
    rules: pd.DataFrame | None = None
    importance: pd.DataFrame | None = None
    groups: pd.DataFrame | None = None
    careless: pd.DataFrame | None = None
    changes: pd.DataFrame | None = None
    plan: pd.DataFrame | None = None


class KanoLab(SurveyLab):
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

    name: ClassVar[str] = "kano"
    prepared: ClassVar[Mapping[str, Sequence[Any]]] = dict.fromkeys(
        ("case", "segment", "wave", "table", "rule"), ()
    )
    survey: ClassVar[Literal["kano"]] = "kano"
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "upload": None,
        "segment": "all",
        "wave": 0,
        "table": "berger",
        "rule": "mode",
        "view": "tallies",
        "people": "all",
        "by": "wave",
        "threshold": 6,
        "cross": "half",
        "max_q": 25,
        "max_run": 75,
        "margin": 10,
        "parts": 1,
        "reply": 60,
        "level": 95,
    }

    def _all(self) -> dict[str, Control]:
        """Every control; a view shows those that matter for it."""
        source = self.source
        made: list[Control] = [
            Choice("view", [(self.w(f"view_{name}"), name) for name in VIEWS], buttons=True),
            Choice("by", [(self.by_label(column), column) for column in self._columns()]),
            Choice("segment", source.segments()),
            Choice("wave", [(t("labs.source.wave_option", wave=w), w) for w in source.waves()]),
            Choice("table", [(self.w(f"table_{name}"), name) for name in ("berger", "pouliot")]),
            Choice("rule", [(self.w(f"rule_{name}"), name) for name in _RULES]),
            Choice("cross", [(self.w(f"cross_{name}"), name) for name in _CROSSES]),
            Choice("people", [(self.w(f"people_{name}"), name) for name in ("all", "careful")]),
            Choice("level", [(self.w("level_option", level=level), level) for level in (90, 95, 99)]),
        ]
        return _NUMBERS | {control.name: control for control in made}

    def controls(self) -> list[Control]:
        """Return the source, the view, and the settings that matter for it."""
        made = self._all()
        wanted = [*self._view.settings]
        if "rule" in wanted and self.state["rule"] == "moai":
            wanted.insert(wanted.index("rule") + 1, "threshold")
        if "rule" in wanted and self.state["rule"] == "quadrant" and "cross" not in wanted:
            wanted.insert(wanted.index("rule") + 1, "cross")
        if self._view is VIEWS["groups"]:
            wanted.remove("wave" if self.state["by"] == "wave" else "segment")
        return [*self.source_controls(), made["view"], *(made[name] for name in wanted)]

    def every_control(self) -> list[Control]:
        """Return the source and every setting."""
        return [*self.source_controls(), *self._all().values()]

    def settle(self) -> None:
        """Bring every setting in order, also those that the view does not show."""
        for name in ("view", "rule", "by"):  # `controls` goes by them
            if not isinstance(self.state[name], str):
                self.state[name] = self.defaults[name]
        for name, number in _NUMBERS.items():  # back to what is usual, not to the low end
            try:
                self.state[name] = number.take(self.state[name])
            except ArgumentError:
                self.state[name] = self.defaults[name]
        super().settle()
        for name, control in self._all().items():
            self.state[name] = control.settle(self.state[name])

    def actions(self) -> list[Action]:
        """Return the button for the template."""
        return self.source_actions()

    @property
    def _view(self) -> View:
        return VIEWS.get(str(self.state["view"]), VIEWS["tallies"])

    @property
    def cross(self) -> Any:
        """Where the quadrant's lines lie, as the methods take it."""
        return _CROSSES[self.state["cross"]]

    @property
    def threshold(self) -> float:
        """Share of all answers below which two categories are close."""
        return float(self.state["threshold"]) / 100

    @property
    def strict(self) -> tuple[str, float, float]:
        """Limits beyond which answers look careless."""
        return self.state["table"], self.state["max_q"] / 100, self.state["max_run"] / 100

    @property
    def limits(self) -> Limits:
        """Limits in force: none where everybody counts."""
        return self.strict if self.state["people"] == "careful" else None

    def _columns(self) -> list[str]:
        """What the answers can be split by; a survey in one wave without segments still names the wave."""
        columns = list(self.source.groups())
        return ["wave", *columns] if len(self.source.waves()) > 1 or not columns else columns

    def by_label(self, column: str) -> str:
        """Label of a column that splits the answers."""
        return self.w("by_wave") if column == "wave" else self.source.column_labels()[column]

    def compute(self) -> KanoResult:
        """Tally and classify the chosen people's answers, and add what the view needs."""
        state, source = self.state, self.source
        counts, certainty, people = tallied(
            source, state["segment"], state["wave"], state["table"], self.limits
        )
        classified = kano.classify(counts, rule=state["rule"], threshold=self.threshold, cross=self.cross)
        line = source.line(people, state["segment"], state["wave"])
        if self.limits is not None:
            line = self.w("line_careful", line=line)
        return self._view.add(self, KanoResult(counts, classified, certainty, people, line))

    def sentence(self, result: KanoResult) -> str:
        """Say what the view shows."""
        return self._view.sentence(self, result)

    def figure(self, result: KanoResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw the figure of the chosen view."""
        return self._view.figure(self, result, size)

    def draw(self, result: KanoResult, *, phone: bool = False) -> str:
        """Return preview, figure and table of the chosen view."""
        shown = charts.Responsive(self.figure, result) if phone else self.figure(result)
        return f"{markup.blocks(self.preview())}{shown.html()}{self._view.table(self, result)}"
