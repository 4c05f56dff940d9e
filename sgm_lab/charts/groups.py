"""Segments: how each group differs from the others, feature by feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError
from ..i18n import t
from ..look import GROUPS, QUIET, RULE
from ..numbers import listed, number
from .fitting import Size, short
from .rows import points, rows
from .theme import Chart, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["segments"]

_MOST_ROWS = 10


@themed
def segments(
    table: pd.DataFrame,
    *,
    labels: Mapping[Any, str],
    names: Mapping[Any, str],
    title: str,
    axis: str,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw each group's mean less that of the others with its interval, the features that part them most on top.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.segments.describe` returns it.
    names : mapping of int to str
        Group → label.
    axis : str
        What the axis shows.

    Raises
    ------
    DataError
        If there is no group.
    """
    if table.empty:
        raise DataError("errors.empty", what=t("charts.what_groups"))
    wide = table.reset_index().pivot_table(index="name", columns="segment", values="difference", sort=False)
    shown = list(wide.abs().max(axis=1).sort_values(ascending=False, kind="stable").index[:_MOST_ROWS])
    texts = [labels.get(name, str(name)) for name in shown]
    alt = listed(
        t("charts.segments_alt", name=text, groups=t("charts.comma").join(
            f"{names[s]} {number(table.loc[(s, name), 'difference'], '+.2f')}" for s in wide.columns))
        for text, name in zip(texts, shown, strict=True)
    )  # fmt: skip
    figure, ax = rows(title, subtitle, size, texts, axis=axis, alt=alt, least=0.4, grid=False,
                      height=2.0 + (0.22 * len(names) if size == "phone" else 0.0))  # fmt: skip
    spread = np.linspace(-0.22, 0.22, len(wide.columns)) if len(wide.columns) > 1 else [0.0]
    marks = {segment: GROUPS[at % len(GROUPS)] for at, segment in enumerate(wide.columns)}
    own = table.loc[[(segment, name) for segment in wide.columns for name in shown]]
    points(ax, own["difference"], [mark for mark in marks.values() for _ in shown], low=own["difference_low"],
           high=own["difference_high"], at=np.add.outer(spread, np.arange(len(shown))).ravel(), width=1.4, alpha=0.6,
           size=44)  # fmt: skip
    for segment, mark in marks.items():
        ax.plot([], [], mark.marker, color=mark.color, markersize=6.5, label=short(names[segment], size))
    ax.axvline(0, color=QUIET, linewidth=1, zorder=0)
    ax.hlines(
        range(len(shown)), 0, 1, transform=ax.get_yaxis_transform(), color=RULE, linewidth=0.5, zorder=0
    )
    ax.set_ylim(len(shown) - 0.4, -0.6 - (0.7 if size == "page" else 0.55 * len(names)))
    ax.legend(loc="upper right", ncols=len(names) if size == "page" else 1, frameon=False, fontsize=9,
              borderaxespad=0.1, handletextpad=0.2, columnspacing=1.0)  # fmt: skip
    return figure
