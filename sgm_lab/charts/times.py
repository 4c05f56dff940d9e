"""Lines over time or another measure: drawn by seaborn, named at their ends, clear of one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from .statistical import named, sns

__all__ = ["beside", "line"]


def line(ax: Axes, x: Any, y: Any, **look: Any) -> None:
    """Draw values with their points in the order given; ``units`` part them into several lines."""
    with named(ax):
        sns.lineplot(
            x=x, y=y, estimator=None, sort=False, legend=False, ax=ax, marker="o", markeredgewidth=0, **look
        )


def beside(
    ax: Axes, ends: Sequence[tuple[float, str, str]], *, x: float | None = None, size: float = 9.5
) -> list[float]:
    """Write texts right of the axes, or from ``x`` on, each at its level or as near as leaves all of them clear.

    Call it when the limits are set. Where they would run out at the top, all stand lower.

    Parameters
    ----------
    ax : Axes
    ends : sequence of (level, text, colour)
    x : float, optional
        Where the texts begin, in units of the axis; by default at its end.
    size : float
        Of the letters, in points.

    Returns
    -------
    list of float
        Heights at which the texts stand, in the order of their levels.
    """
    low, high = ax.get_ylim()
    apart = 1.35 * size * (high - low) / (ax.bbox.height * 72 / ax.figure.dpi)
    places: list[float] = []
    ordered = sorted(ends)
    for level, _, _ in ordered:
        places.append(max(level, places[-1] + apart) if places else level)
    over = max(0.0, places[-1] - high) if places else 0.0
    for place, (_, text, color) in zip(places, ordered, strict=True):
        ax.annotate(
            text, (1 if x is None else x, place - over), (0 if x is not None else 6, 0), textcoords="offset points",
            xycoords=("axes fraction" if x is None else "data", "data"), annotation_clip=False, va="center",
            color=color, fontsize=size,
        )  # fmt: skip
    return [place - over for place in places]
