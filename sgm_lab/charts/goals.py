"""Goal and control figures: attainment with its interval, control charts with named signals, Pareto."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from ..dates import leaps
from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, PARTLY, QUIET, RIGHT, RULE, SOFT, WRONG
from ..numbers import listed
from .fitting import Size, axis_name, minus, short
from .rows import bars, rows
from .theme import Chart, start, themed
from .times import beside, line

if TYPE_CHECKING:
    import pandas as pd

    from ..control import ControlChart
    from ..estimate import Estimate
    from ..goals import Goal

__all__ = ["attainment", "control_chart", "pareto"]

_NAMED = 6  # signals written out; all are circled
# Where a signal may be written, points from its own: away from the centre line first, then elsewhere, then farther.
_PLACES = ((0, 15), (0, -15), (10, 4), (-10, 4), (10, -6), (-10, -6), (0, 30), (14, 24), (-14, 24), (0, -30), (14, -24),
           (-14, -24), (0, 48), (0, -48), (24, 44), (-24, 44), (24, -44), (-24, -44), (0, 70), (0, -70))  # fmt: skip
_VERDICT = {"met": RIGHT, "not_met": WRONG, "not_enough_evidence": PARTLY}


@themed
def attainment(goal: Goal, actual: float | Estimate, *, subtitle: str = "", size: Size = "page") -> Chart:
    """Draw baseline, target and the actual value with its interval on one line.

    Parameters
    ----------
    goal : Goal
        With baseline and target.
    actual : float or Estimate
        What was reached; an estimate is brought to the goal's unit.
    """
    result = goal.attainment(actual)
    reached = goal.in_unit(actual)
    value, low, high = reached.value, reached.low, reached.high
    baseline, target = float(goal.baseline or 0.0), float(goal.target or 0.0)
    unit = short(goal.unit or "", 6)
    figure, ax = start(result.sentence(), subtitle, size=size, height=2.6 if size == "page" else 3.3)
    color = _VERDICT[result.verdict]
    ax.plot([baseline, target], [0, 0], color=RULE, linewidth=8, solid_capstyle="round", zorder=0)
    ax.plot([low, high], [0, 0], color=color, linewidth=3.5, zorder=2)
    ax.plot(value, 0, "o", color=color, markersize=10, zorder=3)
    for at, key, up in ((baseline, "baseline", 1), (target, "target", 1), (value, "actual", -1)):
        text = t(f"charts.goal_{key}", value=minus(f"{at:.4g}") + unit)
        shade = color if key == "actual" else QUIET
        ax.annotate(
            text, (at, 0), (0, 20 * up), textcoords="offset points", ha="center", va="center", color=shade
        )
    for at in (baseline, target):
        ax.plot([at, at], [-0.14, 0.14], color=QUIET, linewidth=1)
    reach = max(baseline, target, high) - min(baseline, target, low) or 1.0
    ax.set(
        xlim=(min(baseline, target, low) - 0.16 * reach, max(baseline, target, high) + 0.16 * reach),
        ylim=(-1, 1),
    )
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return figure


@themed
def control_chart(
    chart: ControlChart,
    *,
    x: Sequence[Any] | None = None,
    name: str = "",
    target: float | None = None,
    notes: Mapping[int, str] | None = None,
    title: str = "",
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw a control chart with every signal named; a chart of shares reads in per cent, a gap stays a gap.

    Parameters
    ----------
    chart : ControlChart
        As `sgm_lab.control` returns it.
    x : sequence, optional
        Labels of the points, for instance months; by default those the chart was made with.
    name : str
        What was measured.
    target : float, optional
        Level aimed at, drawn as a line of its own: limits say what the process does, a target what is wanted.
    notes : mapping, optional
        Point → a letter or two drawn at the foot of the chart, for instance a decision.
    title : str
        What the chart answers; by default the points that stand out, or that none does.
    """
    points = np.asarray(chart.points, dtype=float)
    ticks = [short(str(label), 8) for label in (chart.labels if x is None else x)]
    flagged = sorted({signal.point for signal in chart.signals})
    shown = t("charts.comma").join(ticks[i] for i in flagged[:4]) + ("…" if len(flagged) > 4 else "")
    key = "charts.control_title" if flagged else "charts.control_calm"
    title = title or t(key, name=name or t("charts.control_value"), points=shown)
    alt = listed(signal.text().rstrip("。.") for signal in chart.signals[:6])
    figure, ax = start(title, subtitle, size=size, left=["0.000  "], alt=alt)
    share = chart.kind in ("p", "p_prime")  # read in per cent, as the text gives them
    fine = share and np.nanmax(points) < 0.1
    written = ("{:.2%}" if fine else "{:.0%}" if share else "{:.3g}").format
    steps = np.arange(len(points))
    center, lower, upper = (np.broadcast_to(np.asarray(v, dtype=float), points.shape)
                            for v in (chart.center, chart.lower, chart.upper))  # fmt: skip
    ax.fill_between(steps, lower, upper, step="mid", color=SOFT, linewidth=0, zorder=0)
    for limit, style in ((upper, "-"), (lower, "-"), (center, "--")):
        ax.step(steps, limit, where="mid", color=QUIET, linewidth=0.9, linestyle=style)
    stretches = np.cumsum(np.isnan(points) | leaps(chart.labels))  # a line for each between gaps
    line(ax, steps, points, units=stretches, color=ACCENT, markersize=5, linewidth=1.4)
    seen: dict[int, list[str]] = {}
    for signal in chart.signals:
        seen.setdefault(signal.point, []).append(t(f"charts.rule_{signal.rule}"))
    for point in flagged:
        ax.plot(
            point, points[point], "o", color=WRONG, markersize=9, markerfacecolor="none", markeredgewidth=1.8
        )
    room = 330 if size == "page" else 175  # points, for labels of 5.5 points a letter and a gap
    ends = [
        (float(limit[~np.isnan(limit)][-1]), label, QUIET)
        for limit, label in ((upper, "upper"), (center, "center"), (lower, "lower"))
    ]
    aim = [] if target is None else [float(target)]
    for level in aim:
        ax.plot([-0.5, len(points) - 0.5], [level, level], color=RIGHT, linewidth=1.2, linestyle=":")
        ends.append((level, "target", RIGHT))
    for point, note in (notes or {}).items():
        ax.axvline(point, color=PARTLY, linewidth=0.8, zorder=0)
        ax.annotate(short(note, 6), (point, 0), (0, 3), xycoords=("data", "axes fraction"), textcoords="offset points",
                    fontsize=8.5, color=PARTLY, ha="center", va="bottom")  # fmt: skip
    every = max(1, int(-(-len(ticks) * (max(map(len, ticks)) * 5.5 + 9) // room)))
    ax.set_xticks(steps[::every], ticks[::every])
    ax.set(
        xlim=(-0.5, len(points) + (1.5 if size == "page" else 3) * len(points) / 14),
        xlabel="",
        ylabel=axis_name(name, "phone"),
    )
    low, high = min([np.nanmin([lower, points]), *aim]), max([np.nanmax([upper, points]), *aim])
    reach = high - low or 1.0
    ax.set_ylim(low - 0.14 * reach, high + 0.18 * reach)
    said = [
        (level, t(f"charts.control_{label}", value=minus(written(level))), color)
        for level, label, color in ends
    ]
    beside(ax, said, x=len(points) - 0.4, size=8.5)
    if share:
        ax.yaxis.set_major_formatter(lambda value, _: minus(f"{100 * value:.3g}%"))
    names = {point: "\n".join(dict.fromkeys(seen[point])) for point in flagged}
    _name_signals(ax, points, (center, lower, upper), names)
    return figure


def _name_signals(ax: Axes, points: Any, lines: Sequence[Any], signals: Mapping[int, str]) -> None:
    """Write the signals beside their points, clear of lines and of other texts; a run of the same one is named once."""
    steps = np.arange(len(points))
    edges = np.repeat(steps, 2) + np.tile([-0.5, 0.5], len(points))
    drawn = [(steps, points), *((edges, np.repeat(line, 2)) for line in lines)]
    paths = [Path(ax.transData.transform(np.column_stack(one))) for one in drawn]
    room = Bbox.from_extents(ax.bbox.x0, ax.bbox.y0, ax.figure.bbox.x1, ax.bbox.y1)
    taken = [text.get_window_extent() for text in ax.texts]
    said: dict[str, int] = {}
    for point, text in list(signals.items())[:_NAMED]:
        if point - said.get(text, -9) > 3:
            up = 1 if points[point] >= lines[0][point] else -1
            for across, along in _PLACES:
                note = ax.annotate(
                    text, (point, points[point]), (across, up * along), textcoords="offset points", fontsize=8.5,
                    color=WRONG, ha=("right", "center", "left")[int(np.sign(across)) + 1], va="center",
                    arrowprops={"arrowstyle": "-", "color": WRONG, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 5},
                )  # fmt: skip
                note.get_window_extent()  # puts it in its place; this is the extent with the line to its point
                own = Text.get_window_extent(note).padded(1.5)
                inside = room.contains(own.x0, own.y0) and room.contains(own.x1, own.y1)
                hit = any(path.intersects_bbox(own, filled=False) for path in paths) or own.count_overlaps(
                    taken
                )
                if inside and not hit:
                    taken.append(own)
                    break
                note.remove()  # where no place is free, the ring and the alternative text are left
        said[text] = point


@themed
def pareto(
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    name: str = "",
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw categories by count, with the running share written on each bar (one axis only).

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.control.pareto` returns it: category, count, share, cumulative.
    name : str
        What was counted.
    """
    if table.empty:
        raise DataError("errors.empty", what=t("charts.what_counts"))
    names = [str((labels or {}).get(v, v)) for v in table["category"]]
    counts, cumulative = table["count"].to_numpy(dtype=float), table["cumulative"].to_numpy(dtype=float)
    few = int(np.searchsorted(cumulative, 0.8 - 1e-9) + 1)
    title = t(
        "charts.pareto_title",
        few=few,
        share=cumulative[few - 1],
        names=t("charts.comma").join(names[: min(few, 3)]),
    )
    alt = listed(f"{n} {c:.0f}" for n, c in zip(names, counts, strict=True))
    figure, ax = rows(title, subtitle, size, names, axis=name, alt=alt, height=1.4, least=0.34, grid=False)
    colors = [ACCENT if i < few else RULE for i in range(len(names))]
    texts = [t("charts.pareto_bar", count=c, share=s) for c, s in zip(counts, cumulative, strict=True)]
    bars(ax, counts, colors, texts, inks=[QUIET] * len(texts))
    ax.set_xlim(0, counts.max() * (1.3 if size == "page" else 1.9))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    return figure
