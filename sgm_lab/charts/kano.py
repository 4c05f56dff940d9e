"""Kano figures: tallies, Better/Worse quadrant, continuous plane, satisfaction curves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from ..errors import DataError
from ..i18n import t
from ..look import CATEGORY, PAPER, QUIET, RULE
from ..numbers import listed
from .fitting import SIZES, Size, short
from .fitting import width as width_of
from .plane import Corner, draw_plane
from .rows import rows
from .theme import Chart, careful, start, themed
from .times import beside

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["continuous_plane", "quadrant", "satisfaction_curves", "tallies"]

Labels = Mapping[str, str] | None


def named(index: Any, labels: Labels) -> list[str]:
    return [str((labels or {}).get(name, name)) for name in index]


def letters(category: Any) -> list[str]:
    """Letters of a category: one, several for a tie, none where there were no answers."""
    return str(category).split("/") if category == category and category is not None else []


def lead(category: Any) -> str:
    """First letter of a category; a tie takes the colour of its first letter."""
    return next(iter(letters(category)), "Q")


@cache
def _outline(letter: str) -> Path:
    """Outline of a letter, centred, as a marker."""
    outline = TextPath((0, 0), letter, size=1)
    box = outline.get_extents()
    middle = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
    return Path((outline.vertices - middle) / box.height, outline.codes)


@themed
def tallies(
    counts: pd.DataFrame,
    classified: pd.DataFrame,
    *,
    labels: Labels = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw how many answers fall into each category, one bar a feature.

    Parameters
    ----------
    counts : pandas.DataFrame
        As `sgm_lab.kano.tally` returns it: index feature, columns M O A I R Q.
    classified : pandas.DataFrame
        As `sgm_lab.kano.classify` returns it, same index.
    """
    if counts.empty:
        raise DataError("errors.empty", what=t("charts.what_counts"))
    counts = counts[list(CATEGORY)]  # a weighted tally has more columns
    order = {letter: rank for rank, letter in enumerate(CATEGORY)}
    table = classified.assign(_rank=[order[lead(c)] for c in classified["category"]])
    table = table.sort_values(["_rank", "total_strength"], ascending=[True, False], kind="stable")
    shares = counts.loc[table.index, list(CATEGORY)].div(counts.loc[table.index].sum(axis=1), axis=0)
    leads = [lead(c) for c in table["category"]]
    title = t("charts.tallies_title", features=len(table), M=leads.count("M"), O=leads.count("O"),
              A=leads.count("A"), I=leads.count("I"))  # fmt: skip
    title += "".join(t(f"charts.tallies_{k}", count=leads.count(k)) for k in "RQ" if k in leads)
    title = careful(title, counts.sum(axis=1))
    alt = listed(
        t("charts.tallies_alt", feature=name, category=category, share=f"{top:.0%}")
        for name, category, top in zip(
            named(table.index, labels), table["category"], shares.max(axis=1), strict=True
        )
    )
    names = named(table.index, labels)
    ends = [
        "/".join(t(f"common.category.{letter}") for letter in letters(c)) or "–" for c in table["category"]
    ]
    figure, ax = rows(
        title, subtitle, size, names, right=ends, alt=alt, height=1.35, least=0.29, edge=0.4, grid=False
    )
    for text, own in zip(ax.texts[len(names) :], leads, strict=True):
        text.set_color(CATEGORY[own].color)
    places = np.arange(len(table))
    left = np.zeros(len(table))
    for letter, mark in CATEGORY.items():
        width = shares[letter].to_numpy(dtype=float)
        boxes = [[(x, y - 0.36), (x + w, y - 0.36), (x + w, y + 0.36), (x, y + 0.36)]
                 for x, w, y in zip(left, width, places, strict=True)]  # fmt: skip
        ax.add_collection(PolyCollection(boxes, facecolors=mark.color, edgecolors=PAPER, linewidths=0.8))
        # Each segment carries its letter (a marker: drawn once, used often); the leading one its share as well.
        leading = np.array([own == letter for own in leads])
        seen = (width >= 0.045) & ~leading
        ax.scatter(
            (left + width / 2)[seen],
            places[seen],
            s=36,
            marker=_outline(letter),
            color=PAPER,
            linewidths=0,
            zorder=3,
        )
        for row in places[leading & (width > 0)]:
            ax.text(left[row] + width[row] / 2, row, f"{letter} {width[row]:.0%}", color=PAPER, ha="center",
                    va="center", fontsize=8.5)  # fmt: skip
        left += width
    ax.set(xlim=(0, 1), xticks=[])
    ax.spines["bottom"].set_visible(False)
    key = [f"{letter} {t(f'common.category.{letter}')}" for letter in CATEGORY]
    half = 3 if width_of("    ".join(key)) * 9 > 72 * SIZES[size][0] else len(key)
    lines = ("    ".join(part) for part in (key[:half], key[half:]) if part)
    ax.set_xlabel("\n".join(lines), fontsize=9, labelpad=6)
    return figure


@themed
def quadrant(
    classified: pd.DataFrame,
    *,
    labels: Labels = None,
    subtitle: str = "",
    cross: tuple[float, float] = (0.5, 0.5),
    size: Size = "page",
) -> Chart:
    """Draw the Better/Worse quadrant with intervals.

    Parameters
    ----------
    classified : pandas.DataFrame
        As `sgm_lab.kano.classify` returns it.
    cross : (float, float), default (0.5, 0.5)
        Where the lines cross: |Worse| and Better.
    """
    table = classified.dropna(subset=["better", "worse"])
    if table.empty:
        raise DataError("errors.empty", what=t("charts.what_counts"))
    names = named(table.index, labels)
    hurt, better = -table["worse"].to_numpy(dtype=float), table["better"].to_numpy(dtype=float)
    title = t("charts.quadrant_title", hurt=names[int(hurt.argmax())], please=names[int(better.argmax())])
    title = careful(title, table.get("n"))
    alt = listed(
        t("charts.quadrant_alt", feature=n, better=f"{b:.2f}", worse=f"{-h:.2f}")
        for n, b, h in zip(names, better, hurt, strict=True)
    )
    figure, ax = start(title, subtitle, size=size, height=5.0, alt=alt)
    low_x, high_x = -table["worse_high"].to_numpy(dtype=float), -table["worse_low"].to_numpy(dtype=float)
    low_y, high_y = (table[column].to_numpy(dtype=float) for column in ("better_low", "better_high"))
    leads = [lead(category) for category in table["category"]]
    limits = span(low_x.min(), high_x.max(), cross[0]), span(low_y.min(), high_y.max(), cross[1])
    draw_plane(ax, hurt, better, names=[f"{n} {c}" for n, c in zip(names, table["category"], strict=True)], kinds=leads,
               marks=CATEGORY, limits=limits, cross=cross, corners=corners(),
               axes=(t("charts.worse_axis"), t("charts.better_axis")))  # fmt: skip
    ax.hlines(better, low_x, high_x, color=QUIET, linewidth=0.7, alpha=0.6)
    ax.vlines(hurt, low_y, high_y, color=QUIET, linewidth=0.7, alpha=0.6)
    return figure


def corners() -> list[Corner]:
    """Name and colour of the four quadrants."""
    places = {"A": (0, 1), "O": (1, 1), "I": (0, 0), "M": (1, 0)}
    return [(*at, t(f"charts.corner_{letter}"), CATEGORY[letter].color) for letter, at in places.items()]


def span(low: float, high: float, cross: float) -> tuple[float, float]:
    """Limits that hold the data and the cross, within 0 to 1 and a little air."""
    low, high = min(low, cross - 0.15), max(high, cross + 0.15)
    pad = 0.08 * (high - low)
    return max(-0.03, low - pad), min(1.03, high + pad)


@themed
def continuous_plane(
    scores: pd.DataFrame, *, labels: Labels = None, subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw the DuMouchel plane: mean functional against mean dysfunctional score, cut at 2.

    Parameters
    ----------
    scores : pandas.DataFrame
        As `sgm_lab.kano.continuous` returns it.
    """
    table = scores.dropna(subset=["functional", "dysfunctional"])
    if table.empty:
        raise DataError("errors.empty", what=t("charts.what_scores"))
    names = named(table.index, labels)
    spread = table["functional_sd"].fillna(0) + table["dysfunctional_sd"].fillna(0)
    title = careful(t("charts.plane_title", feature=names[int(spread.to_numpy().argmax())]), table.get("n"))
    alt = listed(
        t("charts.plane_alt", feature=n, functional=f"{f:.1f}", dysfunctional=f"{d:.1f}")
        for n, f, d in zip(names, table["functional"], table["dysfunctional"], strict=True)
    )
    figure, ax = start(title, subtitle, size=size, height=5.0, alt=alt)
    x, y = table["dysfunctional"].to_numpy(dtype=float), table["functional"].to_numpy(dtype=float)
    half_x, half_y = (
        table[f"{side}_sd"].to_numpy(dtype=float) / 2 for side in ("dysfunctional", "functional")
    )
    low = min(-0.3, float(x.min()) - 0.3, float(y.min()) - 0.3)
    draw_plane(ax, x, y, names=names, kinds=[lead(category) for category in table["category"]], marks=CATEGORY,
               limits=((low, 4.1), (low, 4.1)), cross=(2, 2), corners=corners(),
               axes=(t("charts.plane_x"), t("charts.plane_y")))  # fmt: skip
    # Half a standard deviation each way: enough to see which means hide two camps, without a thicket of lines.
    ax.hlines(y, x - half_x, x + half_x, color=RULE, linewidth=1, zorder=0)
    ax.vlines(x, y - half_y, y + half_y, color=RULE, linewidth=1, zorder=0)
    return figure


@themed
def satisfaction_curves(
    classified: pd.DataFrame, *, labels: Labels = None, subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw satisfaction against degree of fulfilment for the features that carry a curve (M, O, A).

    Parameters
    ----------
    classified : pandas.DataFrame
        As `sgm_lab.kano.classify` returns it; a handful of rows reads best.
    """
    from ..kano import satisfaction_curve

    table = classified[[lead(c) in "MOA" for c in classified["category"]]].dropna(subset=["better", "worse"])
    if table.empty:
        raise DataError("charts.no_curve")
    names = named(table.index, labels)
    steepest = int((table["better"] - table["worse"]).to_numpy().argmax())
    x = np.linspace(0, 1, 41)
    alt = listed(
        t("charts.curve_alt", feature=n, top=f"{b:.2f}") for n, b in zip(names, table["better"], strict=True)
    )
    title = careful(t("charts.curve_title", feature=names[steepest]), table.get("n"))
    figure, ax = start(
        title, subtitle, size=size, right=[f"{short(name, size)} M " for name in names], alt=alt
    )
    kinds = [lead(category) for category in table["category"]]
    curves = [
        np.asarray(satisfaction_curve(better, worse, kind, x), dtype=float)
        for better, worse, kind in zip(table["better"], table["worse"], kinds, strict=True)
    ]
    for curve, mark in zip(curves, map(CATEGORY.__getitem__, kinds), strict=True):
        ax.plot(x, curve, color=mark.color, marker=mark.marker, markevery=10, markersize=4.5)
    ax.set(xlim=(0, 1), ylim=(-1.02, 1.02), xlabel=t("charts.curve_x"), ylabel=t("charts.curve_y"))
    ax.axhline(0, color=RULE, linewidth=1, zorder=0)
    ax.set_xticks([0, 0.5, 1], [t("charts.curve_none"), t("charts.curve_half"), t("charts.curve_full")])
    ax.set_yticks([-1, -0.5, 0, 0.5, 1])
    ends = sorted(
        (float(curve[-1]), f"{short(name, size)} {kind}", CATEGORY[kind].color)
        for curve, name, kind in zip(curves, names, kinds, strict=True)
    )
    leaders = [
        [(1, end), (1.018, place)] for (end, *_), place in zip(ends, beside(ax, ends, size=9), strict=True)
    ]
    ax.add_collection(LineCollection(leaders, colors=RULE, linewidths=0.6, clip_on=False), autolim=False)
    return figure
