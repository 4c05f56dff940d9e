"""seaborn, for the charts that stand on it; imported from here, so that it comes without ``scipy.stats``.

seaborn takes one thing from there, a density, and nothing here draws one: waiting for its import would double the
time until the first figure. Whoever does draw a density gets SciPy's then.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..look import PAPER, Mark

__all__ = ["dots", "sns"]


@contextmanager
def _density_for_later() -> Iterator[None]:
    """Let ``scipy.stats`` be a name with one function in it while seaborn is imported."""
    if "scipy.stats" in sys.modules or "seaborn" in sys.modules or not _has_scipy():
        yield
        return
    later = ModuleType("scipy.stats")
    later.gaussian_kde = _gaussian_kde  # type: ignore[attr-defined]
    sys.modules["scipy.stats"] = later
    try:
        yield
    finally:
        del sys.modules["scipy.stats"]


def _has_scipy() -> bool:
    """Look without importing: a page takes an attempt to import for a wish, and fetches it."""
    try:
        importlib.metadata.distribution("scipy")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _gaussian_kde(*given: Any, **options: Any) -> Any:
    from scipy import stats

    return stats.gaussian_kde(*given, **options)


with _density_for_later():
    import seaborn as sns


@contextmanager
def named(ax: Axes) -> Iterator[None]:
    """Give axes without a name one meanwhile: seaborn would name them, and lay all ticks out to see whether to."""
    without = [axis for axis in (ax.xaxis, ax.yaxis) if not axis.get_label_text()]
    for axis in without:
        axis.set_label_text(" ")
    yield
    for axis in without:
        axis.set_label_text("")


def dots(
    ax: Axes,
    x: Any,
    y: Any,
    marks: Sequence[Mark],
    *,
    hollow: Any = False,
    size: float = 58.0,
    line: float = 0.0,
) -> None:
    """Draw points, each with its mark, all at once; hollow ones in outline, others with a rim of ``line``."""
    kinds = list(dict.fromkeys(marks))
    if not kinds:
        return
    how: dict[str, Any] = {"color": kinds[0].color, "marker": kinds[0].marker}
    if len(kinds) > 1:  # telling kinds apart takes half as long again; of a type that seaborn need not guess
        own = pd.Categorical([kinds.index(mark) for mark in marks], range(len(kinds)))
        how = {"hue": own, "style": own, "palette": [kind.color for kind in kinds],
               "markers": [kind.marker for kind in kinds]}  # fmt: skip
    with named(ax):
        sns.scatterplot(
            x=x, y=y, s=size, ax=ax, legend=False, zorder=3, edgecolor=PAPER, linewidth=line, **how
        )
    if np.any(hollow):
        outline, colors = np.broadcast_to(hollow, len(marks)), [mark.color for mark in marks]
        drawn = ax.collections[-1]
        drawn.set(edgecolor=colors, linewidth=1.3, facecolor=np.where(outline, PAPER, colors))
