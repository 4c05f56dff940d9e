"""Comment figures: how themes run over the months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, DIMENSION, QUIET, RULE
from ..numbers import listed
from .fitting import Size, short
from .theme import Chart, start, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["themes_over_time"]

_MOST = 4  # lines that are named; the rest stay in the background


@themed
def themes_over_time(
    table: pd.DataFrame,
    *,
    by: str = "dimension",
    labels: Mapping[str, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw how often each theme was named in each period; the most frequent carry their name.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.feedback.trend` returns it: period, ``by``, count.
    by : str
        Name of the column of themes.

    Raises
    ------
    DataError
        If there is nothing to draw.
    """
    if table.empty:
        raise DataError("errors.empty", what=t("charts.what_counts"))
    wide = table.pivot_table(index="period", columns=by, values="count", aggfunc="sum").fillna(0)
    totals = {str(name): int(wide[name].to_numpy().sum()) for name in wide.columns}
    order = sorted(totals, key=lambda name: -totals[name])
    names = {name: str((labels or {}).get(name, name)) for name in order}
    peak = wide[order[0]].idxmax()
    ticks = [f"{period:%Y-%m}" for period in wide.index]
    title = t(
        "charts.themes_title", name=names[order[0]], period=f"{peak:%Y-%m}", count=int(wide[order[0]].max())
    )
    alt = listed(f"{names[name]} {totals[name]}" for name in order)
    shown = order[:_MOST]
    figure, ax = start(
        title, subtitle, size=size, right=[short(names[name], size) for name in shown], alt=alt
    )
    steps = np.arange(len(wide))
    for name in order[_MOST:]:
        ax.plot(steps, wide[name], color=RULE, linewidth=1)
    ends: list[float] = []
    last = {str(name): float(wide[name].to_numpy()[-1]) for name in wide.columns}
    gap = max(1.0, float(wide.to_numpy().max())) * 0.075
    for name in sorted(shown, key=lambda name: last[name]):
        mark = DIMENSION.get(name)
        color = mark.color if mark else (ACCENT if name == order[0] else QUIET)
        ax.plot(
            steps, wide[name], color=color, marker=mark.marker if mark else "o", markersize=4, linewidth=1.6
        )
        at = max(last[name], (ends[-1] + gap) if ends else 0.0)  # names never overlap
        ends.append(at)
        ax.annotate(short(names[name], size), (1, at), (7, 0), xycoords=("axes fraction", "data"),
                    textcoords="offset points", color=color, va="center", fontsize=9.5)  # fmt: skip
    every = max(1, -(-len(ticks) // (7 if size == "page" else 4)))
    ax.set_xticks(steps[::every], ticks[::every])
    ax.set(
        xlim=(-0.3, len(wide) - 0.9),
        ylabel=t("charts.themes_axis"),
        ylim=(0, max(wide.to_numpy().max(), *ends) + gap),
    )
    ax.yaxis.grid(True)
    return figure
