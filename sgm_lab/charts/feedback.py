"""Comment figures: how themes run over the months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, DIMENSION, QUIET, RULE, Mark
from ..numbers import listed
from .fitting import Size, short
from .theme import Chart, start, themed
from .times import beside

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
    if order[_MOST:]:
        ax.plot(steps, wide[order[_MOST:]], color=RULE, linewidth=1)
    marks = [DIMENSION.get(name, Mark(QUIET if at else ACCENT, "o")) for at, name in enumerate(shown)]
    for name, mark in zip(shown, marks, strict=True):
        ax.plot(steps, wide[name], color=mark.color, marker=mark.marker, markersize=4, linewidth=1.6)
    every = max(1, -(-len(ticks) // (7 if size == "page" else 4)))
    ax.set_xticks(steps[::every], ticks[::every])
    ax.set(
        xlim=(-0.3, len(wide) - 0.9), ylabel=t("charts.themes_axis"), ylim=(0, 1.08 * wide.to_numpy().max())
    )
    last = zip(wide[shown].iloc[-1], shown, marks, strict=True)
    beside(ax, [(float(end), short(names[name], size), mark.color) for end, name, mark in last])
    ax.yaxis.grid(True)
    return figure
