"""A plane of named points with a cross and four named corners: the shape of four of our figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import textalloc
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from ..look import INK, PAPER, QUIET, RULE, Mark
from .crowd import crowded, key_below
from .fitting import short
from .statistical import sns

__all__ = ["Corner", "draw_plane"]

Corner = tuple[int, int, str, str]
"""Right (0/1), top (0/1), text, colour."""

Limits = tuple[float, float]
_LINES = 4  # that stand for a corner's name, which labels keep clear of
_MARKER = 0.025  # share of the plane that half a mark and a little air take
_AIR = 0.15  # of its height, between a label and a corner's name


def draw_plane(
    ax: Axes,
    x: Any,
    y: Any,
    *,
    names: Sequence[str],
    kinds: Sequence[str],
    marks: Mapping[str, Mark],
    limits: tuple[Limits, Limits],
    cross: tuple[float, float],
    corners: Sequence[Corner],
    axes: tuple[str, str],
) -> None:
    """Draw the points with the mark of their kind, each named without collisions, or numbered where names are too many.

    Labels are placed while the axes hold nothing but the names of the corners, which they keep clear of: placing them
    draws the figure once to measure texts.
    """
    assert isinstance(ax.figure, Figure)
    FigureCanvasAgg(ax.figure)  # measures texts at once, which a figure without a canvas does by being drawn
    labels = list(map(short, names))
    if crowded(ax, labels):
        key_below(ax, names)
        labels = [str(number) for number in range(1, len(names) + 1)]
    ax.set(xlim=limits[0], ylim=limits[1], xlabel=axes[0], ylabel=axes[1])
    ax.set_xticks([])
    ax.set_yticks([])
    keys = [
        ax.text(0.012 + 0.976 * right, 0.012 + 0.976 * top, text, transform=ax.transAxes, fontsize=9, color=color,
                ha="right" if right else "left", va="top" if top else "bottom", zorder=2.5,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
        for right, top, text, color in corners
    ]  # fmt: skip
    _make_room(ax, x, y, keys)
    view = ax.get_xlim(), ax.get_ylim()
    _place_labels(ax, x, y, labels, keys)
    sns.scatterplot(
        x=x, y=y, hue=kinds, style=kinds, s=64, ax=ax, legend=False, zorder=3, edgecolor=PAPER,
        palette={kind: mark.color for kind, mark in marks.items()},
        markers={kind: mark.marker for kind, mark in marks.items()},
    )  # fmt: skip
    ax.set(xlim=view[0], ylim=view[1])
    ax.axvline(cross[0], color=RULE, linewidth=1, zorder=0)
    ax.axhline(cross[1], color=RULE, linewidth=1, zorder=0)
    ax.set_xticks(_ticks(*limits[0]))
    ax.set_yticks(_ticks(*limits[1]))


def _ticks(low: float, high: float) -> list[float]:
    """Return three or four round numbers within the limits."""
    values = np.asarray(MaxNLocator(4, steps=[1, 2.5, 5, 10]).tick_values(low, high))
    return [float(value) for value in values if low <= value <= high]


def _make_room(ax: Axes, x: Any, y: Any, keys: Sequence[Text]) -> None:
    """Raise or lower the end of the plane where a point would lie under the name of a corner."""
    for key in keys:
        low, high = ax.get_ylim()
        box, air = _box(ax, key), _MARKER * (high - low)
        wide = _MARKER * (ax.get_xlim()[1] - ax.get_xlim()[0])
        under = [
            float(b)
            for a, b in zip(x, y, strict=True)
            if box.x0 - wide < a < box.x1 + wide and box.y0 - air < b < box.y1 + air
        ]
        if not under:
            continue
        top = key.get_verticalalignment() == "top"
        rest = 1 - (high - box.y0 if top else box.y1 - low) / (high - low) - _MARKER
        if top:
            ax.set_ylim(low, low + (max(under) - low) / rest)
        else:
            ax.set_ylim(high - (high - min(under)) / rest, high)


def _place_labels(ax: Axes, x: Any, y: Any, labels: Sequence[str], keys: Sequence[Text]) -> None:
    """Write each name near its point, clear of points, keys and one another, with a thin line where it moved."""
    boxes = [_box(ax, key) for key in keys]
    lines = [
        ((box.x0, box.x1), (box.y0 + part * box.height,) * 2)
        for box in boxes
        for part in np.linspace(0, 1, _LINES)
    ]
    found = textalloc.allocate(
        ax,
        list(x),
        list(y),
        list(labels),
        x_scatter=list(x),
        y_scatter=list(y),
        x_lines=[list(line[0]) for line in lines],
        y_lines=[list(line[1]) for line in lines],
        textsize=9.5,
        textcolor=INK,
        linecolor=QUIET,
        linewidth=0.5,
        min_distance=0.012,
        max_distance=0.22,
        margin=0.008,
        nbr_candidates=80,
        draw_all=True,
        priority_strategy="largest",
    )
    middle = sum(ax.get_ylim()) / 2
    written: Any = found[2]
    for label in filter(None, written):  # where there was no room it was written all the same
        own = _box(ax, label)
        for box in boxes:
            if own.overlaps(box):
                down = box.y0 > middle
                gap = own.height * _AIR
                move = box.y0 - own.y1 - gap if down else box.y1 - own.y0 + gap
                label.set_y(label.get_position()[1] + move)
                own = _box(ax, label)


def _box(ax: Axes, text: Text) -> Bbox:
    """Where a text stands, in the values of the axes."""
    return text.get_window_extent().transformed(ax.transData.inverted())
