"""SERVQUAL lab: where perception falls short of expectation, for whom, since when, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from ... import servqual
from ..base import State
from ..controls import Action, Choice, Day, Named, Points, Text
from ..surveyed import SEGMENT, wave_options, waves
from ..views import Field, View, Viewed, pick, slider
from .acting import PARTS, FiveGaps, Standard, gap_options, item_options
from .gaps import ByGroup, Gaps, OverWaves, Performance
from .scaled import SCALE, ServqualSurvey
from .views import dimension_label, dimensions
from .weighing import ImportancePerformance, Reliability, Weights, Zones

__all__ = ["ServqualLab"]

_MOST_STANDARDS = 20
_ALONE = ("performance", "reliability")  # views that perceptions alone are enough for


def _asked(lab: Any, name: str) -> bool:
    return name in lab.shown.asks and lab.fields[name].when(lab)


def _later(start: Any, options: Callable[[Any], Sequence[tuple[str, Any]]]) -> Callable[[Any, str], Choice]:
    """Return a choice that stays open until a view asks for it."""
    return lambda lab, name: Named(name, [*([] if _asked(lab, name) else [("", start)]), *options(lab)])


def _columns(lab: Any) -> list[tuple[str, str]]:
    options: list[tuple[str, str]] = lab.source.column_options()
    return options


def _dimensions(lab: Any, name: str) -> Choice:
    none = "dimension_none" if lab.state["view"] == "reliability" else "dimension_all"
    return Choice(name, [(lab.w(none), "all"), *((dimension_label(d), d) for d in dimensions(lab.source))])


def _weights(lab: Any, name: str) -> Points:
    """Share points among the dimensions of the source; those of another source wait as they are."""
    given = lab.state[name]
    here = dimensions(lab.source)
    known = dict.fromkeys([*servqual.DIMENSIONS, *here])
    kept = [one for one in known if isinstance(given, Mapping) and one in given]
    wanted = here if _asked(lab, name) else kept or servqual.DIMENSIONS
    return Points(name, [(dimension_label(one), one) for one in wanted])


def _sides(lab: Any, name: str) -> Choice:
    sides = ("perception",) if lab.source.alone else ("perception", "expectation", "gap")
    return Choice(name, [(lab.w(f"{name}_{one}"), one) for one in sides], buttons=True)


def _crosses(lab: Any, name: str) -> Choice:
    middle = ["scale"] if lab.state["importance"] == "expectation" else []
    return Choice(name, [(lab.w(f"cross_{one}"), one) for one in ("mean", "median", *middle)])


def _wave_counts(lab: Any) -> bool:
    return len(lab.source.waves()) > (2 if lab.state["view"] == "waves" else 1)


def _by_points(lab: Any) -> bool:
    return bool(lab.state["view"] == "ipa" and lab.state["importance"] == "points")


class ServqualLab(ServqualSurvey, Viewed):
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
    scale : {"1-7", "1-5", "1-9", "1-10", "0-10"}
        Of one's own answers; the cases have 1–7.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    prepared: ClassVar[Mapping[str, Sequence[Any]]] = {
        "view": ("gaps", "weights"),
        **dict.fromkeys(("case", "segment", "wave", "level", "dimension", "weights"), ()),
    }
    data: ClassVar[tuple[str, ...]] = ("scale",)
    perceptions_do: ClassVar[bool] = True
    data_first: ClassVar[bool] = True
    defaults: ClassVar[State] = {"case": "healthcare", "upload": None, "standards": ()}
    views: ClassVar[dict[str, type[View]]] = {
        "gaps": Gaps, "groups": ByGroup, "waves": OverWaves, "weights": Weights, "performance": Performance,
        "zone": Zones, "reliability": Reliability, "ipa": ImportancePerformance, "model": FiveGaps,
        "standard": Standard,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        "scale": SCALE,
        "split": Field("", _later("", _columns), lambda lab: bool(_columns(lab))),
        "segment": SEGMENT,
        "before": Field(0, _later(0, lambda lab: wave_options(lab.source)), _wave_counts),
        "wave": Field(0, waves, _wave_counts),
        "level": Field("dimension", pick("dimension", "item", buttons=True), lambda lab: not _by_points(lab)),
        "dimension": Field(
            "all", _dimensions, lambda lab: lab.state["view"] != "gaps" or lab.state["level"] == "item"
        ),
        "side": Field("perception", _sides, lambda lab: not lab.source.alone),
        "importance": Field("expectation", pick("points", "expectation", "derived")),
        "cross": Field("mean", _crosses),
        "weights": Field(
            dict.fromkeys(servqual.DIMENSIONS, 20),
            _weights,
            lambda lab: lab.state["view"] == "weights" or _by_points(lab),
        ),
        "tolerance": Field(1.0, slider(0.5, 3, 0.1), lambda lab: lab.assumed),
        "gap": Field(5, lambda lab, name: Choice(name, gap_options(lab), buttons=True)),
        "item": Field(0, _later(0, item_options)),
        **{part: Field("", lambda lab, name: Text(name, rows=1)) for part in PARTS},
        "due": Field("", lambda lab, name: Day(name)),
    }

    def offered(self) -> list[str]:
        """Return the views; without expectations those that do without."""
        return [name for name in self.views if name in _ALONE or not self.source.alone]

    @property
    def assumed(self) -> bool:
        """Whether the adequate level was not asked and has to be assumed."""
        return "adequate" not in self.source.answers

    def settle(self) -> None:
        """Put the state in order, with the standards that were kept."""
        kept = self.state["standards"]
        known = {"name", "text", "check"}
        good = [s for s in kept if isinstance(s, dict) and known <= set(s)] if isinstance(kept, list) else []
        self.state["standards"] = good[:_MOST_STANDARDS]
        super().settle()

    def actions(self) -> list[Action]:
        """Keep and example beside a standard; the template elsewhere."""
        if self.state["view"] == "standard":
            return [Action("keep", primary=True), Action("example")]
        return super().actions()

    def do_keep(self) -> None:
        """Keep the standard as it is written."""
        view = Standard(self)
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
        view = Standard(self)
        self.set(item=view.worst(), **view.example())
