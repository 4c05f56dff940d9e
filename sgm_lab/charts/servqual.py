"""SERVQUAL figures: expectation against perception, importance against performance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError
from ..i18n import t, worded
from ..look import DIMENSION, QUIET, Mark
from ..numbers import adding, listed
from .fitting import Size, minus, one_line
from .plane import draw_plane
from .rows import points, rows
from .theme import Chart, careful, start, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["gaps", "importance_performance"]

_NAMED = 3  # attributes the title of the importance–performance figure names


def label_of(name: Any, labels: Mapping[Any, str] | None) -> str:
    if labels and name in labels:
        return str(labels[name])
    return worded("common.dimension", name)


def mark_of(name: Any, dimensions: Mapping[Any, str] | None) -> Mark:
    return DIMENSION.get(str((dimensions or {}).get(name, name)), Mark(QUIET, "o"))


@themed
def gaps(
    table: pd.DataFrame,
    *,
    labels: Mapping[Any, str] | None = None,
    dimensions: Mapping[Any, str] | None = None,
    title: str = "",
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw expectation (hollow), perception (filled) and the gap between, largest gap on top.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.servqual.gaps` returns it, by dimension or item.
    labels : mapping, optional
        Item or dimension → label; dimensions have labels of their own.
    dimensions : mapping, optional
        Item → dimension, for the colours of items.
    title : str
        Instead of the one that names the largest gap.
    """
    shown = table.dropna(subset=["gap"]).sort_values("gap", kind="stable")
    # One respondent has a gap but no interval: the band is then empty.
    shown = shown.fillna({"ci_low": shown["gap"], "ci_high": shown["gap"]})
    if shown.empty:
        raise DataError("errors.empty", what=t("charts.what_gaps"))
    names = [label_of(name, labels) for name in shown.index]
    worst = shown.to_dict("records")[0]
    if not title:
        told = dict(zip(("expectation", "perception", "gap"), adding(worst["expectation"], worst["perception"]),
                        strict=True))  # fmt: skip
        title = t("charts.gaps_title", name=one_line(names[0]), **told)
    if worst["gap"] >= 0:
        title = t("charts.gaps_title_none")
    title = careful(title, shown.get("n"))
    alt = listed(
        t("charts.gaps_alt", name=one_line(n), expectation=e, perception=p, gap=g)
        for n, e, p, g in zip(names, shown["expectation"], shown["perception"], shown["gap"], strict=True)
    )
    right = [
        minus(
            t("charts.gaps_value", gap=row["gap"], low=row["ci_low"], high=row["ci_high"])
            if size == "page"
            else f"{row['gap']:+.2f}"
        )
        for row in shown.to_dict("records")
    ]
    axis = t("charts.gaps_axis" if size == "page" else "charts.gaps_axis_short")
    figure, ax = rows(title, subtitle, size, names, axis=axis, right=right, alt=alt)
    marks = [mark_of(name, dimensions) for name in shown.index]
    expected, perceived = (shown[side].to_numpy(dtype=float) for side in ("expectation", "perception"))
    half = (shown["ci_high"] - shown["ci_low"]).to_numpy(dtype=float) / 2
    points(
        ax,
        perceived,
        marks,
        low=perceived - half,
        high=perceived + half,
        before=expected,
        width=5,
        alpha=0.25,
    )
    low, high = float((perceived - half).min()), max(float(expected.max()), float(perceived.max()))
    pad = max(0.15, 0.06 * (high - low))
    ax.set_xlim(low - pad, high + pad)
    return figure


@themed
def importance_performance(
    table: pd.DataFrame,
    *,
    labels: Mapping[Any, str] | None = None,
    dimensions: Mapping[Any, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw importance against performance, with the four quadrants named.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.servqual.importance_performance` returns it; ``attrs["cross"]`` holds the cross.
    """
    rows = table.dropna(subset=["importance", "performance"])
    if rows.empty:
        raise DataError("errors.empty", what=t("charts.what_gaps"))
    cross = rows.attrs.get("cross") or table.attrs["cross"]
    names = [label_of(name, labels) for name in rows.index]
    weak = rows["performance"].where(rows["quadrant"] == "concentrate").set_axis(names).dropna()
    first = list(weak.sort_values(kind="stable").index)
    said = "ipa_none" if not first else "ipa_title" if len(first) <= _NAMED else "ipa_title_many"
    title = t(f"charts.{said}", names=t("charts.comma").join(first[:_NAMED]), count=len(first))
    alt = listed(
        t("charts.ipa_alt", name=n, importance=i, performance=p)
        for n, i, p in zip(names, rows["importance"], rows["performance"], strict=True)
    )
    figure, ax = start(title, subtitle, size=size, height=5.0, alt=alt)
    x, y = rows["performance"].to_numpy(dtype=float), rows["importance"].to_numpy(dtype=float)
    cross_x, cross_y = float(cross["performance"]), float(cross["importance"])
    reach_x = max(0.15, float(np.abs(x - cross_x).max()) * 1.25)
    reach_y = max(0.15, float(np.abs(y - cross_y).max()) * 1.25)
    kinds = [str((dimensions or {}).get(name, name)) for name in rows.index]
    places = {"concentrate": (0, 1), "keep_up": (1, 1), "low_priority": (0, 0), "overkill": (1, 0)}
    draw_plane(
        ax, x, y, names=names, kinds=kinds, marks={kind: DIMENSION.get(kind, Mark(QUIET, "o")) for kind in kinds},
        limits=((cross_x - reach_x, cross_x + reach_x), (cross_y - reach_y, cross_y + reach_y)),
        cross=(cross_x, cross_y), corners=[(*at, t(f"charts.ipa_{key}"), QUIET) for key, at in places.items()],
        axes=(t("charts.ipa_x"), t("charts.ipa_y")),
    )  # fmt: skip
    return figure
