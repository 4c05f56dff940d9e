"""The explorer: its fields, and its views."""

from __future__ import annotations

from typing import Any, ClassVar

from ...i18n import worded
from ..base import State
from ..controls import Choice, Named
from ..servqual.scaled import SCALE, ServqualSurvey
from ..servqual.views import dimensions
from ..surveyed import SEGMENT, waves
from ..views import Field, View, Viewed, slider
from .answers import TRUST, Answers, outcomes
from .groups import Groups
from .model import Model

__all__ = ["DisconfirmationExplorer"]


def _splits(lab: Any, name: str) -> Named:
    waves = [(lab.w("split_wave"), "wave")] if len(lab.source.waves()) > 1 else []
    return Named(name, [*waves, *lab.source.column_options()] or [(lab.w("split_none"), "none")])


def _dimension(lab: Any, name: str) -> Choice:
    some = [(worded("common.dimension", one), one) for one in dimensions(lab.source)]
    return Choice(name, [(lab.w("dimension_all"), "all"), *some])


def _has_waves(lab: Any) -> bool:
    by_wave = lab.state["view"] == "groups" and lab.state["split"] == "wave"
    return len(lab.source.waves()) > 1 and not by_wave


class DisconfirmationExplorer(ServqualSurvey, Viewed):
    """Oliver's model with sliders, and the answers of a case beside it.

    Parameters
    ----------
    case : str
        Name of the case.
    view : {"model", "answers", "groups"}
        The model, the relation in the answers, or expectation against perception by group.
    dimension : str
        Dimension the people are looked at in, or ``"all"``.
    promise, improve : float
        By how much expectation and perception are raised, in points.
    loss, pull : float
        Assumptions of the model: how many times as much a point below expectation weighs; how far what is felt is drawn
        to what was expected.
    outcome : str
        ``"item:<number>"`` (its perception) or ``"column:<name>"`` of one's own file.
    segment, wave, split, scale
        As in the SERVQUAL lab.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    data: ClassVar[tuple[str, ...]] = ("scale",)
    data_first: ClassVar[bool] = True
    defaults: ClassVar[State] = {"case": "healthcare", "upload": None}
    views: ClassVar[dict[str, type[View]]] = {"model": Model, "answers": Answers, "groups": Groups}
    fields: ClassVar[dict[str, Field]] = {
        "scale": SCALE,
        "split": Field("wave", _splits),
        "segment": SEGMENT,
        "wave": Field(0, waves, _has_waves),
        "dimension": Field("reliability", _dimension),
        "outcome": Field(f"item:{TRUST}", outcomes),
        "promise": Field(1.0, slider(-2, 2, 0.1)),
        "improve": Field(0.0, slider(-2, 2, 0.1)),
        "loss": Field(2.0, slider(1, 4, 0.1)),
        "pull": Field(0.0, slider(-0.5, 0.8, 0.1)),
    }
