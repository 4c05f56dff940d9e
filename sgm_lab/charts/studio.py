"""Figures of the SMART studio: history and target, department goals against the company's, goal attainment scaling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from ..i18n import t
from ..look import ACCENT, PAPER, QUIET, RIGHT, RULE, TINT, WASH, WRONG, Mark
from ..numbers import listed, number
from .fitting import Size, short
from .rows import bars, points, rows
from .theme import Chart, start, themed
from .times import beside

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
    usual_months = np.array([m not in special for m in months])
    ax.plot(steps, y, color=QUIET, linewidth=1.2, zorder=2)
    ax.plot(steps[usual_months], y[usual_months], "o", color=ACCENT, markersize=5, zorder=3)
    ax.plot(steps[~usual_months], y[~usual_months], "o", color=WRONG, markersize=9, markerfacecolor="none",
            markeredgewidth=1.8, zorder=3)  # fmt: skip
    for at in steps[~usual_months]:
        ax.annotate(t("charts.studio_special"), (at, y[at]), (0, 10), textcoords="offset points", ha="center",
                    color=WRONG, fontsize=9)  # fmt: skip
    low, high = float(y.min()), float(y.max())
    low, high = min(low, baseline - (usual or 0)), max(high, baseline + (usual or 0))
    if target is not None:
        low, high = min(low, target), max(high, target)
        ax.axhline(target, color=ACCENT, linewidth=1.6)
    pad = 0.14 * ((high - low) or 1.0)
    ax.set(xlim=(-0.5, len(y) - 0.5), ylim=(low - pad, high + pad))
    levels = [baseline] if target is None else [baseline, target]
    beside(ax, list(zip(levels, ends, (QUIET, ACCENT), strict=False)))
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
    values = [*result.parts.values(), result.combined, result.company]
    below = len(result.parts)
    begun = np.cumsum([0.0, *values[:below]]) if result.how == "sum" else np.zeros(below + 1)
    shares = [t("charts.studio_weight", share=share) for share in (result.weights or {}).values()] or [
        ""
    ] * below
    texts = [f"{value:.4g}{unit}{share}" for value, share in zip(values, [*shares, "", ""], strict=True)]
    bars(ax, values, [*[TINT] * below, ACCENT, QUIET], texts, left=[*begun[:below], 0.0, 0.0], outward=True)
    if not result.adds_up:
        left, width = result.combined, result.company - result.combined
        ax.barh(below, width, left=left, height=0.6, color=PAPER, edgecolor=WRONG, hatch="////", linewidth=1)
    ax.axvline(result.company, color=QUIET, linewidth=1, linestyle="--", zorder=0)
    ax.axvline(0, color=RULE, linewidth=1, zorder=0)
    reach = np.array([0.0, result.company, result.combined, begun[-1], *result.parts.values()])
    span = float(reach.max() - reach.min()) or 1.0
    room = 0.3 if size == "page" else 0.5
    ax.set_xlim(
        float(reach.min()) - (room * span if reach.min() < 0 else 0.02 * span),
        float(reach.max()) + (room * span if reach.max() > 0 else 0.02 * span),
    )
    ax.xaxis.set_major_locator(MaxNLocator(5))
    return figure


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
