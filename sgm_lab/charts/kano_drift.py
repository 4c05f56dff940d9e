"""Kano figures over groups: categories side by side (waves or segments), and one feature's way through the plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import PolyCollection

from ..errors import DataError
from ..i18n import t
from ..look import CATEGORY, INK, PAPER, QUIET, RULE
from ..numbers import listed
from .fitting import Size, fitted, row_height
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
    rows_of = fitted(names, size)
    height = 1.15 + row_height(rows_of, 0.29) * len(names)
    figure, ax = start(title, subtitle, size=size, height=height, left=rows_of, alt=alt)
    figure.subplots_adjust(bottom=6 / 72 / height)  # the heads of the columns stand inside the axes
    rows, columns = categories.shape
    cells = categories.to_numpy(dtype=object)
    values = shares.to_numpy(dtype=float)
    short = (size == "phone" and columns > 3) or columns > 7
    for letter, mark in CATEGORY.items():
        at = [
            (y, x)
            for y in range(rows)
            for x in range(columns)
            if letters(cells[y, x]) and lead(cells[y, x]) == letter
        ]
        boxes = [
            [(x + 0.03, y - 0.4), (x + 0.97, y - 0.4), (x + 0.97, y + 0.4), (x + 0.03, y + 0.4)]
            for y, x in at
        ]
        ax.add_collection(PolyCollection(boxes, facecolors=mark.color, edgecolors=PAPER, linewidths=0.6))
        for y, x in at:
            text = str(cells[y, x]) if short else f"{cells[y, x]} {values[y, x]:.0%}"
            ax.text(x + 0.5, y, text, color=PAPER, ha="center", va="center", fontsize=8.5)
    for row, (feature, name) in enumerate(zip(categories.index, rows_of, strict=True)):
        chosen = feature in marked
        ax.text(-0.04, row, name, color=INK if chosen or not marked else QUIET, va="center", ha="right")
        if chosen:
            ax.hlines([row - 0.5, row + 0.5], 0, columns, color=INK, linewidth=0.8)
    for column, head in enumerate(heads):
        ax.text(
            column + 0.5,
            rows - 0.35,
            _broken(head, columns, size),
            color=QUIET,
            ha="center",
            va="top",
            fontsize=9,
        )
    ax.set(xlim=(0, columns), ylim=(rows + 0.9, -0.6))
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    return figure


def _broken(text: str, columns: int, size: Size) -> str:
    """Break the head of a narrow column over two lines."""
    room = int((30 if size == "page" else 16) / columns)
    return text if len(text) <= room else f"{text[:room]}\n{text[room : 2 * room]}"


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
