"""Lines over time or another measure: drawn by seaborn, named at their ends, clear of one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from .statistical import named, sns

__all__ = ["beside", "leaps", "line"]

_JUMP = 1.9  # steps of the usual length; from 1 February to 1 April are 59 days


def leaps(labels: Sequence[Any]) -> NDArray[np.bool_]:
    """Whether a period was left out before each point, where the labels are days a step apart.

    A weekday on which there is never a point is no day left out.

    >>> leaps(["2026-01-05", "2026-01-12", "2026-01-26", "2026-02-02"]).tolist()
    [False, False, True, False]
    >>> leaps(["2026-01-08", "2026-01-09", "2026-01-12", "2026-01-13"]).tolist()
    [False, False, False, False]
    """
    none = np.zeros(len(labels), bool)
    days = pd.to_datetime(pd.Series(list(map(str, labels)), dtype=object), format="%Y-%m-%d", errors="coerce")
    steps = days.diff().dt.days.iloc[1:]
    if steps.isna().any() or len(steps) < 2 or steps.min() <= 0:
        return none
    usual = steps.mode().iloc[0]
    if usual == 1:
        open_on = set(days.dt.weekday)
        steps = pd.Series([
            1 + sum(day.weekday() in open_on for day in pd.date_range(one, other, inclusive="neither"))
            for one, other in pairwise(days)
        ])  # fmt: skip
    return np.concatenate([none[:1], steps.to_numpy() > _JUMP * usual])


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
