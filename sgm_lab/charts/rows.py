"""The frame of every figure with one row a name: names at the left, values at the right, room for each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..look import INK, PAPER, QUIET, Mark
from .fitting import SIZES, TICK, Size, fitted, row_height, wrapped
from .statistical import dots
from .theme import Chart, sides, start

__all__ = ["bars", "points", "rows"]


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
    names, right = fitted(names, size), [f"{text} " for text in right]
    before, after = sides(size, names, right)
    axes = SIZES[size][0] * 72 - before - after
    below = wrapped(axis, int((axes + 2 * min(before, after)) / TICK), 2)  # it stands centred below the axes
    tall = height + row_height(names, least) * len(names) + 0.17 * (len(below) - 1)
    figure, ax = start(title, subtitle, size=size, height=tall, left=names, right=right, alt=alt)
    if len(below) > 1:
        figure.subplots_adjust(bottom=figure.subplotpars.bottom + 13 / 72 / figure.get_figheight())
    ax.set(ylim=(len(names) - edge, edge - 1), xlabel="\n".join(below))
    ax.set_yticks([])  # names are texts: matplotlib lays out what stands at ticks twice
    across = ax.get_yaxis_transform()
    for y, name in enumerate(names):
        ax.annotate(name, (0, y), (-6, 0), xycoords=across, textcoords="offset points", color=INK, fontsize=TICK - 0.5,
                    va="center", ha="right")  # fmt: skip
    for y, text in enumerate(right):
        ax.annotate(text, (1, y), (7, 0), xycoords=across, textcoords="offset points", color=QUIET, fontsize=9,
                    va="center")  # fmt: skip
    if grid:
        ax.xaxis.grid(True)
    ax.spines["left"].set_visible(False)
    return figure, ax


def points(
    ax: Axes,
    value: Any,
    marks: Sequence[Mark],
    *,
    low: Any = None,
    high: Any = None,
    before: Any = None,
    at: Any = None,
    hollow: Any = False,
    size: float = 58.0,
    width: float = 2.2,
    alpha: float = 0.45,
) -> None:
    """Draw a point a row, with its interval where there is one, and where it came from: hollow, joined by a line.

    Parameters
    ----------
    ax : Axes
    value : array_like
        One number a row.
    marks : sequence of Mark
        Colour and marker of each.
    low, high : array_like, optional
        Ends of the interval; a row without one may have missing values there.
    before : array_like, optional
        Drawn hollow, with a line to the value.
    at : array_like, optional
        Places of the rows; by default one below the other.
    hollow : array_like of bool
        Which of the values are drawn hollow.
    """
    x = np.asarray(value, dtype=float)
    y = np.arange(len(x), dtype=float) if at is None else np.asarray(at, dtype=float)
    colors = np.array([mark.color for mark in marks])
    if before is not None:
        was = np.asarray(before, dtype=float)
        ax.hlines(y, was, x, colors=list(colors), linewidth=2, alpha=0.5, zorder=1)
    if low is not None:
        ends = np.column_stack([np.asarray(end, dtype=float) for end in (low, high)])
        known = np.isfinite(ends).all(axis=1)
        ax.hlines(
            y[known], ends[known, 0], ends[known, 1], colors=list(colors[known]), linewidth=width, alpha=alpha
        )
    if before is not None:
        open_ = np.repeat([True, False], len(x))
        dots(ax, np.append(was, x), np.append(y, y), [*marks, *marks], hollow=open_, size=size)
    else:
        dots(ax, x, y, marks, hollow=hollow, size=size)


def bars(
    ax: Axes,
    widths: Any,
    colors: Sequence[str],
    texts: Sequence[str],
    *,
    left: Any = 0.0,
    inks: Sequence[str] = (),
    outward: bool = False,
) -> None:
    """Draw a bar a row, from ``left`` on, and write its text at its right end, or at the one away from ``left``."""
    begin, end = np.broadcast_to(left, np.shape(widths)), np.add(left, widths)
    ax.barh(np.arange(len(end)), widths, left=left, height=0.6, color=list(colors))
    for y, (one, other, text) in enumerate(zip(begin, end, texts, strict=True)):
        back = outward and other < one
        ax.annotate(
            text, (other if outward else max(one, other), y), (-4 if back else 4, 0), textcoords="offset points",
            va="center", ha="right" if back else "left", fontsize=9, color=inks[y] if inks else INK,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip
