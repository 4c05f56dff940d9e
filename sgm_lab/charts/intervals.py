"""Groups side by side: one estimate with its interval a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..errors import DataError
from ..i18n import t
from ..look import GROUPS, QUIET, RULE
from ..numbers import listed
from .fitting import Size, minus
from .rows import points, rows
from .theme import Chart, themed

if TYPE_CHECKING:
    from ..estimate import Estimate

__all__ = ["estimates"]


@themed
def estimates(
    values: Mapping[str, Estimate],
    *,
    form: Literal["share", "points", "number", "score"] = "share",
    title: str = "",
    reference: float | None = None,
    scale: tuple[float, float] | None = None,
    name: str = "",
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw one estimate a group with its interval and n, in the order given.

    Parameters
    ----------
    values : mapping of str to Estimate
        Label → estimate, for instance of `sgm_lab.satisfaction`.
    form : {"share", "points", "number", "score"}
        How values are written: 0.42 as 42%, as 42 (net promoter score), as it is, with as many
        decimals for all, or with one decimal.
    title : str
        The answer; without one, the title names the highest and the lowest group.
    reference : float, optional
        A value to compare with, such as that of all people; drawn as a line.
    scale : (float, float), optional
        Ends of the axis; by default what the values take up.
    name : str
        What the axis shows.

    Raises
    ------
    DataError
        If no group has a value.
    """
    shown = {label: one for label, one in values.items() if not one.missing}
    if not shown:
        raise DataError("errors.empty", what=t("charts.what_groups"))

    spans = [end for one in shown.values() for end in (one.low, one.value, one.high) if end == end]
    # Three figures of the largest one, and as many decimals for all: 13.0 to 15.4.
    places = int(np.clip(2 - np.floor(np.log10(max(map(abs, spans)) or 1.0)), 0, 4))

    def write(value: float) -> str:
        return t(f"charts.form_{form}", value=value, points=round(value * 100), places=places)

    ranked = sorted(shown, key=lambda label: shown[label].value)
    ends = {"low": ranked[0], "high": ranked[-1]}
    said = {end: write(shown[label].value) for end, label in ends.items()}
    title = title or t(
        "charts.groups_title",
        high=ends["high"],
        high_value=said["high"],
        low=ends["low"],
        low_value=said["low"],
    )
    texts = [
        t("charts.groups_value", value=write(one.value), low=write(one.low), high=write(one.high), n=one.n)
        if one.low == one.low
        else t("charts.groups_value_alone", value=write(one.value), n=one.n)
        for one in shown.values()
    ]
    alt = listed(f"{label} {text}" for label, text in zip(shown, texts, strict=True))
    beside = texts if size == "page" else [write(one.value) for one in shown.values()]
    figure, ax = rows(title, subtitle, size, list(shown), axis=name, right=beside, alt=alt)
    known = [] if reference is None else [reference]
    for value in known:
        ax.axvline(value, color=QUIET, linewidth=0.9, linestyle="--", zorder=0)
    middles, lows, highs = zip(*((one.value, one.low, one.high) for one in shown.values()), strict=True)
    points(ax, middles, [GROUPS[0]] * len(shown), low=lows, high=highs, width=4, alpha=0.3)
    first, last = scale or (min([*spans, *known]), max([*spans, *known]))
    pad = 0.06 * (last - first) or 0.05
    ax.set_xlim(first - pad, last + pad)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5 if size == "page" or scale else 4))
    plain = scale is not None or form == "number"
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: minus(f"{value:g}") if plain else write(value))
    )
    ax.spines["bottom"].set_color(RULE)
    return figure
