"""Kano figures around a survey: stated importance, patterns of careless answers, how precise how many answers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import FuncFormatter, NullLocator, PercentFormatter

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, CATEGORY, INK, QUIET, WRONG
from ..numbers import listed
from .fitting import Size
from .kano import Labels, lead, named
from .plane import draw_plane
from .theme import Chart, start, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["answer_patterns", "margin_curve", "stated_importance"]


@themed
def stated_importance(
    table: pd.DataFrame, *, title: str, labels: Labels = None, subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw what people say is important against how strongly their answers ask for it.

    Parameters
    ----------
    table : pandas.DataFrame
        Index feature; columns importance, ci_low, ci_high, total_strength and category.

    Raises
    ------
    DataError
        If no feature has both.
    """
    shown = table.dropna(subset=["importance", "total_strength"])
    if shown.empty:
        raise DataError("errors.empty", what=t("charts.what_importance"))
    names = named(shown.index, labels)
    x, y = (shown[column].to_numpy(dtype=float) for column in ("importance", "total_strength"))
    low, high = (np.where(np.isnan(end), x, end) for end in (shown["ci_low"].to_numpy(dtype=float),
                                                              shown["ci_high"].to_numpy(dtype=float)))  # fmt: skip
    alt = listed(
        t("charts.importance_alt", feature=n, importance=f"{i:.1f}", strength=f"{s:.0%}")
        for n, i, s in zip(names, x, y, strict=True)
    )
    figure, ax = start(title, subtitle, size=size, height=5.0, alt=alt)
    kinds = [lead(category) for category in shown["category"]]
    room = 0.1 * max(0.5, float(high.max() - low.min()))
    limits = (float(low.min()) - room, float(high.max()) + room), (-0.03, 1.05)
    places = {"loud": (1, 0), "both": (1, 1), "quiet": (0, 1), "neither": (0, 0)}
    corner = [(*at, t(f"charts.importance_{name}"), QUIET) for name, at in places.items()]
    draw_plane(ax, x, y, names=names, kinds=kinds, marks=CATEGORY, limits=limits,
               cross=(float(x.mean()), float(y.mean())), corners=corner,
               axes=(t("charts.importance_x"), t("charts.importance_y")))  # fmt: skip
    ax.hlines(y, low, high, color=QUIET, linewidth=0.8, alpha=0.7)
    ax.yaxis.set_major_formatter(PercentFormatter(1, 0))
    return figure


@themed
def answer_patterns(
    patterns: pd.DataFrame,
    *,
    title: str,
    max_q: float,
    max_run: float,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw how respondents answered: longest run of one pair against contradictions.

    Parameters
    ----------
    patterns : pandas.DataFrame
        Columns run and q (shares of a respondent's answers), people, flag; one row a combination, so that a
        million respondents draw as fast as a hundred.
    max_q, max_run : float
        Limits, drawn as lines.

    Raises
    ------
    DataError
        If there is nobody.
    """
    if patterns.empty:
        raise DataError("errors.empty", what=t("charts.what_respondents"))
    people, flagged = patterns["people"].to_numpy(dtype=float), patterns["flag"].to_numpy(dtype=bool)
    alt = t("charts.patterns_alt", flagged=int(people[flagged].sum()), n=int(people.sum()))
    figure, ax = start(title, subtitle, size=size, alt=alt)
    area = 14 + 500 * people / people.max()
    for chosen, color, marker in ((~flagged, QUIET, "o"), (flagged, WRONG, "X")):
        ax.scatter(patterns["run"][chosen], patterns["q"][chosen], s=area[chosen], color=color, marker=marker,
                   alpha=0.65, linewidths=0)  # fmt: skip
    top = max(0.4, float(patterns["q"].max()) + 0.06, max_q + 0.06)
    ax.set(
        xlim=(-0.03, 1.06), ylim=(-0.03, top), xlabel=t("charts.patterns_x"), ylabel=t("charts.patterns_y")
    )
    ax.axvline(max_run, color=INK, linewidth=0.9, linestyle="--")
    ax.axhline(max_q, color=INK, linewidth=0.9, linestyle="--")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, 0))
    return figure


@themed
def margin_curve(
    margins: pd.DataFrame,
    *,
    title: str,
    wanted: tuple[int, float],
    now: tuple[int, float] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw how the margin of Better and Worse shrinks as more people answer.

    Parameters
    ----------
    margins : pandas.DataFrame
        Columns n and margin (half the width of the interval), in order of n.
    wanted, now : (n, margin)
        The plan, and the answers there are.
    subtitle : str
        What was assumed.
    """
    alt = t("charts.margin_alt", n=wanted[0], margin=f"{wanted[1]:.1%}")
    figure, ax = start(title, subtitle, size=size, alt=alt)
    ax.plot(margins["n"], margins["margin"], color=ACCENT)
    low, high = float(margins["n"].min()), float(margins["n"].max())
    points: list[tuple[tuple[int, float], str, str, Any]] = [(wanted, "wanted", ACCENT, "o")]
    if now is not None and low <= now[0] <= high:
        points.append((now, "now", INK, "D"))
    for (n, margin), key, color, marker in points:
        ax.plot(n, margin, marker, color=color, markersize=8)
        right = n > (low * high) ** 0.5
        ax.annotate(t(f"charts.margin_{key}", n=n, margin=f"{margin:.1%}"), (n, margin), (-8 if right else 8, 7),
                    textcoords="offset points", ha="right" if right else "left", color=color, fontsize=9.5)  # fmt: skip
    ax.set_xscale("log")
    ticks = [
        n for n in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000) if low <= n <= high
    ]
    ax.set_xticks(ticks, [f"{n:,}" for n in ticks])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set(
        xlabel=t("charts.margin_x"),
        ylabel=t("charts.margin_y"),
        ylim=(0, float(margins["margin"].max()) * 1.1),
    )
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"±{value:.0%}"))
    ax.yaxis.grid(True)
    return figure
