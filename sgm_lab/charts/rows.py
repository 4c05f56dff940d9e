"""The frame of every figure with one row a name: names at the left, values at the right, room for each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from ..look import INK, QUIET
from .fitting import Size, fitted, row_height
from .theme import Chart, start

__all__ = ["rows"]


def rows(
    title: str,
    subtitle: str,
    size: Size,
    names: Sequence[str],
    *,
    alt: str,
    axis: str = "",
    right: Sequence[str] = (),
    height: float = 1.5,
    least: float = 0.42,
    edge: float = 0.5,
    grid: bool = True,
) -> tuple[Chart, Axes]:
    """Begin a figure with one row a name, and texts right of the rows.

    ``height`` is that beside the rows and ``least`` that of a row of one line, in inches; the axes reach ``edge``
    beyond the middle of the last row.
    """
    names = fitted(names, size)
    tall = height + row_height(names, least) * len(names)
    figure, ax = start(
        title, subtitle, size=size, height=tall, left=names, right=[f"{r} " for r in right], alt=alt
    )
    ax.set(ylim=(len(names) - edge, edge - 1), xlabel=axis)
    ax.set_yticks(np.arange(len(names)), names, color=INK)
    for y, text in enumerate(right):
        ax.text(1.02, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=9, color=QUIET)
    if grid:
        ax.xaxis.grid(True)
    ax.spines["left"].set_visible(False)
    return figure, ax
