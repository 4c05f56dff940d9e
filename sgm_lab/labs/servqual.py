"""SERVQUAL lab: where perception falls short of expectation, for whom, since when, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal

from .. import charts, intake, servqual
from ..paper import markup
from . import _servqual_model as model
from ._servqual_gaps import ByGroup, Gaps, OverWaves, Performance
from ._servqual_view import ServqualResult, View
from ._servqual_weighing import ImportancePerformance, Reliability, Weights, Zones
from .base import State
from .controls import Action, Choice, Control
from .source import OWN, SurveyLab

__all__ = ["ServqualLab", "ServqualResult"]

VIEWS: dict[str, type[View]] = {
    "gaps": Gaps,
    "groups": ByGroup,
    "waves": OverWaves,
    "weights": Weights,
    "performance": Performance,
    "zone": Zones,
    "reliability": Reliability,
    "ipa": ImportancePerformance,
    "model": model.FiveGaps,
    "standard": model.Standard,
}
SCALES = {"1-7": (1, 7), "1-5": (1, 5), "1-9": (1, 9), "1-10": (1, 10)}
_MOST_STANDARDS = 20


class ServqualLab(SurveyLab):
    """The SERVQUAL analysis of a case or of one's own answers, live.

    Parameters
    ----------
    case : str
        Name of the case.
    view : {"gaps", "groups", "waves", "weights", "performance", "zone", "reliability", "ipa", "model", "standard"}
        What is looked at; each view has only the controls that matter to it.
    segment, wave, before, split
        Who: a segment as ``"<column>=<value>"`` or ``"all"``; wave (0 = the last); the wave before, to compare with;
        column whose values stand side by side.
    level, dimension
        ``"dimension"`` or ``"item"``; one dimension to look into, or ``"all"``.
    weights : dict
        Dimension → points, 100 in all.
    importance, cross : str
        Importance from ``"points"``, ``"expectation"`` or ``"derived"``; cross at ``"mean"``, ``"median"`` or
        ``"scale"``.
    side : {"perception", "expectation", "gap"}
        Which answers reliability is about.
    tolerance : float
        How far below the expectation is still acceptable, where nobody asked.
    gap : int
        Gap of the five-gaps model.
    item, behaviour, measure, target, who, check, due
        The service standard being written.
    standards : list of dict
        Standards kept: item, name, text, check, and the parts.
    scale : {"1-7", "1-5", "1-9", "1-10"}
        Of one's own answers; the cases have 1–7.
    """

    name: ClassVar[str] = "servqual"
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    prepared: ClassVar[Mapping[str, Sequence[Any]]] = {
        "view": ("gaps", "weights"),
        **dict.fromkeys(("case", "segment", "wave", "level", "dimension", "weights"), ()),
    }
    survey: ClassVar[Literal["servqual"]] = "servqual"
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "upload": None,
        "scale": "1-7",
        "view": "gaps",
        "segment": "all",
        "wave": 0,
        "before": 0,
        "split": "",
        "level": "dimension",
        "dimension": "all",
        "weights": dict.fromkeys(servqual.DIMENSIONS, 20),
        "importance": "expectation",
        "cross": "mean",
        "side": "perception",
        "tolerance": 1.0,
        "gap": 5,
        "item": 0,
        **dict.fromkeys(model.FIELDS, ""),
        "due": "",
        "standards": (),
    }

    @property
    def view_shown(self) -> View:
        """The view in use."""
        name = self.state["view"]
        return (VIEWS.get(name, Gaps) if isinstance(name, str) else Gaps)(self)

    @property
    def scale(self) -> tuple[int, int]:
        """Lowest and highest answer of the source in use."""
        return SCALES.get(str(self.state["scale"]), (1, 7)) if self.state["case"] == OWN else (1, 7)

    @property
    def asked_scale(self) -> tuple[int, int]:
        """The scale that was chosen."""
        return SCALES.get(str(self.state["scale"]), (1, 7))

    def read_answers(self, given: Any, **how: Any) -> intake.Intake:
        """Read a file on the scale that was chosen."""
        return intake.read_servqual(given, scale=self.asked_scale, **how)

    def source_key(self, key: str) -> str:
        """Another scale reads the same file anew."""
        return f"{key}@{self.state['scale']}"

    def controls(self) -> Iterator[Control]:
        """Yield source and view, then what the view needs."""
        yield from self.source_controls()
        if self.state["case"] == OWN:
            yield Choice("scale", [(self.w(f"scale_{name.replace('-', '_')}"), name) for name in SCALES])
        yield Choice("view", [(self.w(f"view_{name}"), name) for name in VIEWS], buttons=True)
        yield from self.view_shown.controls()

    def settle(self) -> None:
        """Put the state in order; the standard begins at the item with the largest gap."""
        kept = self.state["standards"]
        known = {"name", "text", "check"}
        good = [s for s in kept if isinstance(s, dict) and known <= set(s)] if isinstance(kept, list) else []
        self.state["standards"] = good[:_MOST_STANDARDS]
        super().settle()

    def actions(self) -> list[Action]:
        """Keep and example beside a standard; the template elsewhere."""
        if self.state["view"] == "standard":
            return [Action("keep", primary=True), Action("example")]
        return self.source_actions()

    def compute(self) -> ServqualResult:
        """Work out what the view shows."""
        return self.view_shown.compute()

    def sentence(self, result: ServqualResult) -> str:
        """Say it in plain words."""
        return self.view_shown.sentence(result)

    def figure(self, result: ServqualResult, *, size: charts.Size = "page") -> charts.Chart | None:
        """Draw the view's figure."""
        return self.view_shown.chart(result, size)

    def draw(self, result: ServqualResult, *, phone: bool = False) -> str:
        """Return figure and tables of the view."""
        chart = self.figure(result)
        shown = ""
        if chart is not None:
            shown = chart.html(self.figure(result, size="phone") if phone else None)
        return f"{markup.blocks(self.preview())}{shown}{self.view_shown.details(result)}"

    def do_keep(self) -> None:
        """Keep the standard as it is written."""
        view = model.Standard(self)
        text = view.written()
        if not text:
            self.say(self.w("keep_empty"))
            return
        entry = {"item": self.state["item"], "name": view.names()[self.state["item"]], "text": text,
                 **view.parts(), "due": self.state["due"]}  # fmt: skip
        if entry in self.state["standards"]:
            return
        if len(self.state["standards"]) >= _MOST_STANDARDS:
            self.say(self.w("keep_full", most=_MOST_STANDARDS))
            return
        self.set(standards=[*self.state["standards"], entry])

    def do_example(self) -> None:
        """Write an example into the fields; undo brings back what was there."""
        view = model.Standard(self)
        self.set(item=model.worst_item(view), **view.example())
