"""The frame of every figure of cells: names at the left, heads above, a text in each cell, seaborn's heatmap below."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..look import INK, PAPER, QUIET, RULE
from .fitting import SIZES, SMALL, TICK, Size, fitted, row_height, short, wrapped
from .statistical import sns
from .theme import Chart, sides, start

__all__ = ["grid"]

_DARK = 0.215  # luminance of a ground below which white reads better on it than ink


def grid(
    title: str,
    subtitle: str,
    size: Size,
    names: Sequence[str],
    heads: Sequence[str],
    values: Any,
    texts: Any,
    *,
    cmap: Any,
    limits: tuple[float, float],
    alt: str,
    key: str = "",
    quiet: Collection[int] = (),
    least: float = 0.3,
    lines: int = 3,
) -> tuple[Chart, Axes]:
    """Draw rows of cells, each in the colour of its value and with its text; a cell without a value is left out.

    Parameters
    ----------
    title, subtitle, size, alt
        As for `sgm_lab.charts.theme.start`.
    names, heads : sequence of str
        Of rows and of columns.
    values, texts : array_like
        A number and a text for each cell.
    cmap : colormap
        Colours of the values between ``limits``.
    key : str
        What a cell says, at the foot.
    quiet : collection of int
        Rows whose name stands back.
    least : float
        Inches of a row of one line.
    lines : int
        Lines that a name may take.
    """
    names = fitted(names, size, lines=lines)
    foot = wrapped(key, 56 if size == "page" else 33, 3) if key else []
    width = SIZES[size][0] * 72
    shown, upright = _heads(heads, (width - sum(sides(size, names))) / len(heads))
    deep = max(len(head) * 4.8 if upright else (head.count("\n") + 1) * 10.5 for head in shown) + 2
    low = 10 + 12.5 * len(foot)
    height = 0.85 + row_height(names, least) * len(names) + (deep + low) / 72
    figure, ax = start(title, subtitle, size=size, height=height, left=names, alt=alt)
    sns.heatmap(
        values, vmin=limits[0], vmax=limits[1], cmap=cmap, cbar=False, ax=ax, linewidths=0.8, linecolor=RULE,
        xticklabels=[], yticklabels=[],
    )  # fmt: skip
    (mesh,) = ax.collections
    mesh.update_scalarmappable()
    grounds = map(tuple, np.asarray(mesh.get_facecolor()).tolist())
    for ((y, x), text), ground in zip(np.ndenumerate(texts), grounds, strict=True):
        if text:
            ax.text(x + 0.5, y + 0.5, text, color=_on(ground), ha="center", va="center", fontsize=9)
    # Texts, not tick labels, which matplotlib lays out twice.
    beside, above = ax.get_yaxis_transform(), ax.get_xaxis_transform()
    for y, name in enumerate(names):
        ax.annotate(name, (0, y + 0.5), (-6, 0), xycoords=beside, textcoords="offset points", fontsize=TICK,
                    color=QUIET if y in quiet else INK, ha="right", va="center")  # fmt: skip
    for x, head in enumerate(shown):
        ax.annotate(
            head, (x + 0.5, 1), (0, 3), xycoords=above, textcoords="offset points", color=INK,
            fontsize=8.5, ha="center", va="bottom", rotation=90 * upright, linespacing=1.15,
        )  # fmt: skip
    tall = figure.get_size_inches()[1] * 72
    figure.subplots_adjust(top=figure.subplotpars.top - deep / tall, bottom=low / tall)
    figure.text(8 / width, 7 / tall, "\n".join(foot), fontsize=SMALL - 1, color=QUIET, linespacing=1.3)
    return figure, ax


@cache
def _on(ground: tuple[float, float, float, float]) -> str:
    """Ink or paper, whichever reads better."""
    return INK if ground[3] == 0 or sns.utils.relative_luminance(ground) > _DARK else PAPER


def _heads(names: Sequence[str], room: float) -> tuple[list[str], bool]:
    """Break the names of the columns to the room there is; Latin words that do not fit stand upright."""
    letters = max(2, int(room / 9))
    names = [short(name, 4 * letters) for name in names]
    if all(ord(max(name, default="一")) > 0x2E7F for name in names):
        return [
            "\n".join(textwrap.wrap(name, -(-len(name) // -(-len(name) // letters)))) if name else ""
            for name in names
        ], False
    longest = max((len(word) for name in names for word in name.split()), default=0)
    if longest * 5.0 > room:
        return [short(name, 15) for name in names], True
    return [textwrap.fill(name, max(1, int(room / 5.0))) for name in names], False
