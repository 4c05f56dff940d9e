"""Figures of the SMART studio: history and target, department goals against the company's, goal attainment scaling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from ..i18n import t
from ..look import ACCENT, INK, PAPER, QUIET, RIGHT, RULE, TINT, WASH, WRONG, Mark
from ..numbers import listed, number
from .fitting import Size, short
from .rows import points, rows
from .theme import Chart, start, themed

if TYPE_CHECKING:
    from ..goals import Cascade

__all__ = ["attainment_scale", "cascade", "history"]


@themed
def history(
    values: Sequence[float],
    *,
    months: Sequence[str],
    title: str,
    baseline: float,
    target: float | None = None,
    usual: float | None = None,
    special: Sequence[str] = (),
    unit: str = "",
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw a measure month by month with its baseline, what it usually moves by, and the target.

    Parameters
    ----------
    values : sequence of float
    months : sequence of str
        Labels, one a value.
    baseline : float
        Level from which the goal starts.
    target : float, optional
    usual : float, optional
        Usual change from month to month; a band of this size is drawn around the baseline.
    special : sequence of str
        Months with a special cause: drawn, marked, and not part of the band.
    unit : str
    """
    y = np.asarray(values, dtype=float)
    steps = np.arange(len(y))
    unit = short(unit, 6)
    alt = listed(
        t("charts.studio_month", month=m, value=f"{v:.1f}{unit}") for m, v in zip(months, y, strict=True)
    )
    ends = [t("charts.studio_baseline", value=f"{baseline:.1f}{unit}")]
    if target is not None:
        ends.append(t("charts.studio_target", value=f"{target:g}{unit}"))
    figure, ax = start(title, subtitle, size=size, left=["000.0"], right=ends, alt=alt)
    if usual:
        ax.axhspan(baseline - usual, baseline + usual, color=WASH, linewidth=0, zorder=0)
    ax.axhline(baseline, color=QUIET, linewidth=1, linestyle="--")
    ax.plot(steps, y, color=QUIET, linewidth=1.2, zorder=2)
    usual_months = np.array([m not in special for m in months])
    ax.plot(steps[usual_months], y[usual_months], "o", color=ACCENT, markersize=5, zorder=3)
    ax.plot(steps[~usual_months], y[~usual_months], "o", color=WRONG, markersize=9, markerfacecolor="none",
            markeredgewidth=1.8, zorder=3)  # fmt: skip
    for at in steps[~usual_months]:
        ax.annotate(t("charts.studio_special"), (at, y[at]), (0, 10), textcoords="offset points", ha="center",
                    color=WRONG, fontsize=9)  # fmt: skip
    low, high = float(y.min()), float(y.max())
    low, high = min(low, baseline - (usual or 0)), max(high, baseline + (usual or 0))
    at_right = [baseline]
    if target is not None:
        low, high = min(low, target), max(high, target)
        ax.axhline(target, color=ACCENT, linewidth=1.6)
        at_right.append(target)
    pad = 0.14 * ((high - low) or 1.0)
    ax.set(xlim=(-0.5, len(y) - 0.5), ylim=(low - pad, high + pad))
    least = 0.075 * (high - low + 2 * pad)
    places = list(at_right)
    if len(places) == 2 and abs(places[0] - places[1]) < least:
        places[1] = places[0] + (least if places[1] >= places[0] else -least)
    for place, text, color in zip(places, ends, (QUIET, ACCENT), strict=False):
        ax.annotate(text, (1, place), (5, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                    va="center", color=color, fontsize=9.5)  # fmt: skip
    every = 1 if size == "page" and len(y) <= 12 else max(1, -(-len(y) // 6))
    ax.set_xticks(steps[::every], [short(str(m), 6) for m in months][::every])
    ax.yaxis.set_major_locator(MaxNLocator(5))
    return figure


@themed
def cascade(result: Cascade, *, subtitle: str = "", size: Size = "page") -> Chart:
    """Draw department goals against the company's: contributions end to end for a sum, else levels side by side.

    Parameters
    ----------
    result : Cascade
        As `sgm_lab.goals.cascade` gives it.
    """
    names = [*result.parts, t("charts.studio_combined"), t("charts.studio_company")]
    unit = short(result.unit or "", 6)
    title = t("charts.studio_adds_up" if result.adds_up else "charts.studio_short",
              shortfall=result.missing_text())  # fmt: skip
    figure, ax = rows(title, subtitle, size, names, alt=result.sentence(), height=1.6, edge=0.4, grid=False)
    begun = 0.0
    for y, value in enumerate(result.parts.values()):
        left = begun if result.how == "sum" else 0.0
        ax.barh(y, value, left=left, height=0.55, color=TINT)
        begun += value if result.how == "sum" else 0.0
        share = (
            "" if not result.weights else t("charts.studio_weight", share=list(result.weights.values())[y])
        )
        _beside(ax, left, value, y, f"{value:.4g}{unit}{share}")
    below = len(result.parts)
    ax.barh(below, result.combined, height=0.55, color=ACCENT)
    ax.barh(below + 1, result.company, height=0.55, color=QUIET)
    _beside(ax, 0.0, result.combined, below, f"{result.combined:.4g}{unit}")
    _beside(ax, 0.0, result.company, below + 1, f"{result.company:.4g}{unit}")
    if not result.adds_up:
        left, width = result.combined, result.company - result.combined
        ax.barh(below, width, left=left, height=0.55, color=PAPER, edgecolor=WRONG, hatch="////", linewidth=1)
    ax.axvline(result.company, color=QUIET, linewidth=1, linestyle="--", zorder=0)
    ax.axvline(0, color=RULE, linewidth=1, zorder=0)
    reach = np.array([0.0, result.company, result.combined, begun, *result.parts.values()])
    span = float(reach.max() - reach.min()) or 1.0
    room = 0.3 if size == "page" else 0.5
    ax.set_xlim(
        float(reach.min()) - (room * span if reach.min() < 0 else 0.02 * span),
        float(reach.max()) + (room * span if reach.max() > 0 else 0.02 * span),
    )
    ax.xaxis.set_major_locator(MaxNLocator(5))
    return figure


def _beside(ax: object, left: float, value: float, y: int, text: str) -> None:
    """Write a bar's value at its far end."""
    end = left + value
    ax.annotate(  # type: ignore[attr-defined]
        text, (end, y), (5 if value >= 0 else -5, 0), textcoords="offset points", va="center",
        ha="left" if value >= 0 else "right", fontsize=9, color=INK,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
    )  # fmt: skip


@themed
def attainment_scale(
    levels: Sequence[float], names: Sequence[str], score: float, *, subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw where each goal came out from −2 to +2, and the T score they make.

    Parameters
    ----------
    levels : sequence of float
        Outcome of each goal, −2 to 2.
    names : sequence of str
        Label of each.
    score : float
        As `sgm_lab.goals.gas_t` gives it.
    """
    key = "above" if score > 50.5 else "below" if score < 49.5 else "even"
    title = t(f"charts.studio_t_{key}", score=score)
    alt = listed(
        t("charts.studio_level", name=n, level=number(x, "+g")) for n, x in zip(names, levels, strict=True)
    )
    axis = t("charts.studio_scale")
    figure, ax = rows(title, subtitle, size, names, axis=axis, alt=alt, height=1.8, least=0.45, edge=0.4)
    ax.axvline(0, color=QUIET, linewidth=1, linestyle="--", zorder=0)
    marks = [Mark(RIGHT, "o") if level >= 0 else Mark(WRONG, "s") for level in levels]
    points(ax, levels, marks, low=np.minimum(levels, 0), high=np.maximum(levels, 0), width=4, size=72)
    ax.set_xlim(-2.4, 2.4)
    ax.set_xticks(range(-2, 3), ["−2", "−1", "0", "+1", "+2"])
    return figure
