"""Expectation and disconfirmation: the model as a curve, and what answers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, INK, PAPER, QUIET, RULE
from ..numbers import adding, listed
from .fitting import Size
from .theme import Chart, start, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["disconfirmation_bins", "disconfirmation_curve"]


@themed
def disconfirmation_curve(
    curve: pd.DataFrame,
    now: pd.DataFrame,
    before: pd.DataFrame | None = None,
    *,
    scale: tuple[float, float] = (1, 7),
    subtitle: str = "",
    names: tuple[str, str] | None = None,
    size: Size = "page",
) -> Chart:
    """Draw satisfaction over perception at one expectation, with the present point and where it came from.

    Parameters
    ----------
    curve : pandas.DataFrame
        As `sgm_lab.satisfaction.disconfirm` returns it for one expectation and many perceptions.
    now, before : pandas.DataFrame
        The same for one perception each; ``before`` may be left out.
    scale : tuple
        Lowest and highest answer.
    subtitle : str
        Which weights are assumed.
    names : tuple of str, optional
        What ``before`` and ``now`` are called in the figure.
    """
    here = now.iloc[0]
    after = "curve_here" if before is None else "curve_after"
    start_name, here_name = names or (t("charts_servqual.curve_start"), t(f"charts_servqual.{after}"))
    gap = float(here["disconfirmation"])
    key = "met" if abs(gap) < 0.05 else "over" if gap > 0 else "short"
    title = t(f"charts_servqual.curve_title_{key}", value=here["satisfaction"], **dict(zip(
        ("perception", "expectation", "gap"), adding(here["felt"], here["expectation"], 2), strict=True)))  # fmt: skip
    figure, ax = start(title, subtitle, size=size, alt=t("charts_servqual.curve_alt"))
    ax.plot(curve["perception"], curve["satisfaction"], color=QUIET)
    expected = float(here["expectation"])
    ax.axvline(expected, color=RULE, linewidth=1.2)
    side = expected < (scale[0] + scale[1]) / 2
    ax.text(expected + (0.08 if side else -0.08), scale[0] + 0.1, t("charts_servqual.curve_expectation"), fontsize=9,
            color=QUIET, ha="left" if side else "right")  # fmt: skip
    if before is not None:
        was = before.iloc[0]
        ax.annotate("", xy=(here["perception"], here["satisfaction"]), xytext=(was["perception"], was["satisfaction"]),
                    arrowprops={"arrowstyle": "-|>", "color": ACCENT, "shrinkA": 6, "shrinkB": 6})  # fmt: skip
        ax.plot(
            was["perception"], was["satisfaction"], "o", color=ACCENT, markerfacecolor=PAPER, markersize=9
        )
        ax.annotate(start_name, (was["perception"], was["satisfaction"]), xytext=(-9, 9),
                    textcoords="offset points", ha="right", fontsize=9.5, color=QUIET)  # fmt: skip
    ax.plot(here["perception"], here["satisfaction"], "o", color=ACCENT, markersize=9)
    ax.annotate(here_name, (here["perception"], here["satisfaction"]), xytext=(9, -13),
                textcoords="offset points", fontsize=9.5, color=INK)  # fmt: skip
    low, high = scale
    ax.set(xlim=(low - 0.1, high + 0.25), ylim=(low - 0.1, high + 0.1), xlabel=t("charts_servqual.curve_x"),
           ylabel=t("charts_servqual.curve_y"))  # fmt: skip
    ax.set_xticks(np.arange(low, high + 1))
    ax.set_yticks(np.arange(low, high + 1))
    ax.grid(True)
    return figure


@themed
def disconfirmation_bins(
    table: pd.DataFrame, *, outcome: str, subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw the mean outcome of each bin of disconfirmation with its interval and number of people.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.satisfaction.disconfirmation_bins` returns it.
    outcome : str
        What the outcome is called.
    """
    rows = table.dropna(subset=["outcome"])
    if rows.empty:
        raise DataError("errors.empty", what=t("charts_servqual.what"))
    records = rows.to_dict("records")
    first, last = records[0], records[-1]
    apart = first["ci_high"] < last["ci_low"]  # bins without an interval compare false
    key = "bins_title_up" if apart else "bins_title_flat"
    title = t(f"charts_servqual.{key}", outcome=outcome, first=last["outcome"], last=first["outcome"])
    alt = listed(
        t("charts_servqual.bins_alt", gap=row["gap"], n=int(row["n"]), value=row["outcome"])
        for row in records
    )
    figure, ax = start(title, subtitle, size=size, alt=alt)
    x = rows["gap"].to_numpy(dtype=float)
    known = rows["ci_low"].notna().to_numpy()
    ax.vlines(
        x[known], rows["ci_low"][known], rows["ci_high"][known], color=ACCENT, linewidth=2.2, alpha=0.45
    )
    ax.plot(x, rows["outcome"], color=ACCENT, linewidth=0.6, marker="o", markersize=8, zorder=3)
    tops = rows["ci_high"].fillna(rows["outcome"])
    for at, top, row in zip(x, tops, records, strict=True):
        ax.annotate(t("charts_servqual.bins_n", n=int(row["n"])), (at, top), xytext=(0, 5), textcoords="offset points",
                    ha="center", fontsize=9, color=QUIET)  # fmt: skip
    ax.axvline(0, color=RULE, linewidth=1.2)
    ax.margins(x=0.09, y=0.16)
    ax.set(
        xlabel=t("charts_servqual.bins_x"),
        ylabel=t("charts_servqual.bins_y", outcome=outcome) if size == "page" else "",
    )
    ax.yaxis.grid(True)
    return figure
