"""Labels beside points that do not collide."""

from __future__ import annotations

from collections.abc import Sequence

import textalloc
from matplotlib.axes import Axes

from .theme import INK, QUIET

__all__ = ["place_labels"]


def place_labels(
    ax: Axes, x: Sequence[float], y: Sequence[float], labels: Sequence[str], size: float = 9.5
) -> None:
    """Write each label near its point, clear of the points and of one another, with a thin line where it moved.

    Axis limits must be final: the places are worked out in pixels.
    """
    if not labels:
        return
    textalloc.allocate(
        ax,
        list(x),
        list(y),
        list(labels),
        x_scatter=list(x),
        y_scatter=list(y),
        textsize=size,
        textcolor=INK,
        linecolor=QUIET,
        linewidth=0.5,
        min_distance=0.012,
        max_distance=0.22,
        margin=0.004,
        nbr_candidates=120,
        draw_all=True,
        priority_strategy="largest",
    )
