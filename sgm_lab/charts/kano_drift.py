"""Kano figures over groups: categories side by side (waves or segments), and one feature's way through the plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import ListedColormap

from ..errors import DataError
from ..i18n import t
from ..look import CATEGORY, INK, QUIET, RULE
from ..numbers import listed
from .fitting import Size
from .grid import grid
from .kano import Labels, corners, lead, letters, named, span
from .plane import draw_plane
from .theme import Chart, start, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["category_grid", "drift_path"]


@themed
def category_grid(
    categories: pd.DataFrame,
    shares: pd.DataFrame,
    *,
    title: str,
    labels: Labels = None,
    groups: Mapping[Any, str] | None = None,
    marked: Sequence[Any] = (),
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw the category of each feature in each group, side by side.

    Parameters
    ----------
    categories : pandas.DataFrame
        Letters ("M", a tie "M/O", or missing), one row a feature, one column a group.
    shares : pandas.DataFrame
        Share of answers in that category, same shape.
    marked : sequence
        Features to point out, with a line below and above.

    Raises
    ------
    DataError
        If there is no feature or no group.
    """
    if not categories.size:
        raise DataError("errors.empty", what=t("charts.what_counts"))
    names = named(categories.index, labels)
    heads = [str((groups or {}).get(name, name)) for name in categories.columns]
    alt = listed(
        t("charts.grid_alt", feature=name, categories=t("charts.arrow").join(_shown(c) for c in row))
        for name, row in zip(names, categories.itertuples(index=False), strict=True)
    )
    cells, values = categories.to_numpy(dtype=object), shares.to_numpy(dtype=float)
    short = (size == "phone" and cells.shape[1] > 3) or cells.shape[1] > 7
    kinds, texts = np.full(cells.shape, np.nan), np.full(cells.shape, "", dtype=object)
    for at, cell in np.ndenumerate(cells):
        if letters(cell):
            kinds[at] = list(CATEGORY).index(lead(cell))
            texts[at] = cell if short else f"{cell} {values[at]:.0%}"
    chosen = [row for row, feature in enumerate(categories.index) if feature in marked]
    figure, ax = grid(
        title, subtitle, size, names, heads, kinds, texts, alt=alt, limits=(-0.5, len(CATEGORY) - 0.5),
        cmap=ListedColormap([mark.color for mark in CATEGORY.values()]),
        quiet=set(range(len(names))).difference(chosen) if chosen else (),
    )  # fmt: skip
    for row in chosen:
        ax.hlines([row, row + 1], 0, cells.shape[1], color=INK, linewidth=0.8, clip_on=False)
    return figure


def _shown(category: Any) -> str:
    return "/".join(t(f"common.category.{letter}") for letter in letters(category)) or "–"


@themed
def drift_path(
    waves: pd.DataFrame,
    *,
    title: str,
    others: pd.DataFrame | None = None,
    labels: Labels = None,
    groups: Mapping[Any, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw the way of one feature through the Better/Worse plane, wave after wave, with intervals.

    Parameters
    ----------
    waves : pandas.DataFrame
        As `sgm_lab.kano.classify` returns it for the feature, one row a wave in order of time.
    others : pandas.DataFrame, optional
        The other features in the last wave, shown faintly for comparison; index feature.

    Raises
    ------
    DataError
        If no wave has a Better and Worse.
    """
    table = waves.dropna(subset=["better", "worse"])
    if table.empty:
        raise DataError("errors.empty", what=t("charts.what_counts"))
    heads = [str((groups or {}).get(name, name)) for name in table.index]
    x, y = -table["worse"].to_numpy(dtype=float), table["better"].to_numpy(dtype=float)
    low_x, high_x = -table["worse_high"].to_numpy(dtype=float), -table["worse_low"].to_numpy(dtype=float)
    low_y, high_y = (table[column].to_numpy(dtype=float) for column in ("better_low", "better_high"))
    alt = listed(
        t("charts.quadrant_alt", feature=head, better=f"{b:.2f}", worse=f"{-h:.2f}")
        for head, b, h in zip(heads, y, x, strict=True)
    )
    beside = None if others is None else others.dropna(subset=["better", "worse"])
    if beside is not None and len(beside):
        subtitle = t("charts.path_subtitle", line=subtitle) if subtitle else t("charts.path_others")
    figure, ax = start(title, subtitle, size=size, height=5.0, alt=alt)
    leads = [lead(category) for category in table["category"]]
    wide_x, wide_y = [low_x.min(), high_x.max()], [low_y.min(), high_y.max()]
    if beside is not None and len(beside):
        wide_x += [float(-beside["worse"].max()), float(-beside["worse"].min())]
        wide_y += [float(beside["better"].min()), float(beside["better"].max())]
    limits = span(min(wide_x), max(wide_x), 0.5), span(min(wide_y), max(wide_y), 0.5)
    draw_plane(ax, x, y, names=[f"{head} {letter}" for head, letter in zip(heads, leads, strict=True)], kinds=leads,
               marks=CATEGORY, limits=limits, cross=(0.5, 0.5), corners=corners(),
               axes=(t("charts.worse_axis"), t("charts.better_axis")))  # fmt: skip
    ax.hlines(y, low_x, high_x, color=QUIET, linewidth=0.9)
    ax.vlines(x, low_y, high_y, color=QUIET, linewidth=0.9)
    for start_at, end_at in zip(zip(x, y, strict=True), list(zip(x, y, strict=True))[1:], strict=False):
        if np.hypot(end_at[0] - start_at[0], end_at[1] - start_at[1]) > 0.01:
            arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.4, "shrinkA": 6, "shrinkB": 6}
            ax.annotate("", end_at, start_at, arrowprops=arrow, zorder=2)
    if beside is not None and len(beside):
        ax.scatter(-beside["worse"], beside["better"], s=22, color=RULE, zorder=0)
    return figure
