"""Step "gas": five levels for each goal agreed beforehand, and one score for all of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import goals
from ...i18n import t
from ...paper.markup import paragraph, table
from ..controls import Action, Control
from . import picture
from .listed import LEVELS, levels_rows, named, scores_rows

if TYPE_CHECKING:
    from ...charts import Chart, Size
    from ..smart import SmartStudio

__all__ = ["Scaled", "actions", "compute", "controls", "draw", "figure", "sentence", "suggested"]

_STEPS = (0.0, 0.5, 1.0, 1.5, 2.0)  # share of the way from baseline to target at each level


def _w(key: str, /, **values: Any) -> str:
    return t(f"lab_smart.{key}", **values)


@dataclass(frozen=True)
class Scaled:
    """Goals with an outcome, and the score they make."""

    names: list[str]
    levels: list[int]
    weights: list[float]
    score: float | None
    open: int
    unset: int


def controls(lab: SmartStudio) -> list[Control]:
    """Return the levels and the outcomes, one goal a row."""
    return [levels_rows(), scores_rows()] if lab.state["goals"] else []


def actions(lab: SmartStudio) -> list[Action]:
    """Fill empty levels from the figures."""
    return [Action("suggest", primary=True)] if lab.state["goals"] else []


def suggested(lab: SmartStudio) -> list[dict[str, Any]]:
    """Return the levels, the empty ones filled: 0 is the target, −2 where it began, the others evenly between."""
    made = []
    for row, figures in zip(lab.state["levels"], lab.state["figures"], strict=True):
        start, aim = figures["baseline"], figures["target"]
        filled = dict(row)
        if start is not None and aim is not None and start != aim:
            for name, share in zip(LEVELS, _STEPS, strict=True):
                level = start + share * (aim - start)
                if figures["unit"] in ("%", "％"):
                    level = min(max(level, 0.0), 100.0)
                filled[name] = row[name] or _level(level, figures["unit"])
        made.append(filled)
    return made


def _level(value: float, unit: str) -> str:
    return _w("amount", value=f"{round(value, 2):g}".replace("-", "−"),
              unit=unit if unit in ("", "%") else _w("say_unit", unit=unit))  # fmt: skip


def compute(lab: SmartStudio) -> Scaled | None:
    """Score the goals that have an outcome."""
    state = lab.state
    if not state["goals"]:
        return None
    labels = {name: label for label, name in named(state)}
    scored = [row for row in state["scores"] if row["reached"] != ""]
    levels, weights = [row["reached"] for row in scored], [row["weight"] or 1.0 for row in scored]
    score = goals.gas_t(levels, weights) if scored else None
    unset = sum(not all(row[k].strip() for k in LEVELS) for row in state["levels"])
    return Scaled([labels[row["id"]] for row in scored], levels, weights, score,
                  len(state["scores"]) - len(scored), unset)  # fmt: skip


def sentence(lab: SmartStudio, result: Scaled | None) -> str:
    """Say what the score means, or what is still to be agreed."""
    if result is None:
        return _w("gas_empty")
    if result.score is None:
        return _w("gas_unset", n=result.unset) if result.unset else _w("gas_waiting")
    word = "above" if result.score > 50.5 else "below" if result.score < 49.5 else "even"
    said = _w("gas_said", n=len(result.levels), score=f"{result.score:.1f}", says=_w(f"gas_{word}"))
    return said + (_w("gas_open", n=result.open) if result.open else "")


def figure(lab: SmartStudio, result: Scaled | None, size: Size) -> Chart | None:
    """Draw where each goal came out."""
    if result is None or result.score is None:
        return None
    from ... import charts

    return charts.attainment_scale(result.levels, result.names, result.score,
                                   subtitle=_w("gas_line", n=len(result.levels)), size=size)  # fmt: skip


def draw(lab: SmartStudio, result: Scaled | None, phone: bool) -> str:
    """Return the figure, the levels agreed, and how the score is made."""
    if result is None:
        return ""
    drawn = picture(lab, result, phone)
    labels = {name: label for label, name in named(lab.state)}
    rows = [[labels[row["id"]], *(row[k].strip() or "–" for k in LEVELS)] for row in lab.state["levels"]]
    agreed = table(_w("gas_caption"), [_w("list_head_id"), *(_w(f"levels_{k}") for k in LEVELS)], rows)
    return drawn + agreed + paragraph(_w("gas_how"), "sgm-advice")
