"""Further SERVQUAL figures: groups, waves, weights, SERVPERF, zone of tolerance, reliability, the five gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, FAINT, GROUPS, INK, PAPER, QUIET, RULE, Mark
from ..numbers import listed
from .fitting import Size, axis_name, fitted, minus, one_line, row_height, short
from .servqual import label_of, mark_of
from .theme import Chart, start, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["gap_change", "gap_groups", "gaps_model", "performance", "reliability", "score_parts", "zones"]


def _frame(
    title: str,
    subtitle: str,
    size: Size,
    names: Sequence[str],
    axis: str,
    alt: str,
    right: Sequence[str] = (),
) -> tuple[Chart, Axes]:
    """Begin a figure with one row a name, and texts right of the rows."""
    names = fitted(names, size)
    height = 1.5 + row_height(names) * len(names)
    figure, ax = start(
        title, subtitle, size=size, height=height, left=names, right=[f"{r} " for r in right], alt=alt
    )
    ax.set(ylim=(len(names) - 0.5, -0.5), xlabel=axis_name(axis, size))
    ax.set_yticks(np.arange(len(names)), names, color=INK)
    for y, text in enumerate(right):
        ax.text(1.02, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=9, color=QUIET)
    ax.xaxis.grid(True)
    ax.spines["left"].set_visible(False)
    return figure, ax


def _rows(table: pd.DataFrame, column: str) -> pd.DataFrame:
    rows = table.dropna(subset=[column])
    if rows.empty:
        raise DataError("errors.empty", what=t("charts_servqual.what"))
    return rows


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _listed(names: Sequence[str]) -> str:
    return t("charts.comma").join(names[:3])


def _dot(ax: Axes, y: float, row: Mapping[str, Any], column: str, mark: Mark, *, faint: bool = False) -> None:
    """Draw a value with its interval; one answer has no interval."""
    low, high = row["ci_low"], row["ci_high"]
    if low == low:
        ax.plot([low, high], [y, y], color=mark.color, linewidth=2.2, alpha=0.45, solid_capstyle="butt")
    ax.plot(row[column], y, mark.marker, color=mark.color, markersize=7.5, alpha=0.5 if faint else 1)


@themed
def gap_groups(
    table: pd.DataFrame,
    *,
    groups: Mapping[Any, str] | None = None,
    labels: Mapping[Any, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw the gap of each dimension or item for several groups side by side.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.servqual.gaps` returns it with one column in ``by``.
    """
    rows = _rows(table, "gap")
    wide = rows["gap"].unstack()  # noqa: PD010
    spread = (wide.max(axis=1) - wide.min(axis=1)).sort_values(ascending=False, kind="stable")
    wide = (
        wide[sorted(wide.columns, key=list(groups).index)]
        if groups and set(wide.columns) <= set(groups)
        else wide
    )
    order, named = list(spread.index), {g: str((groups or {}).get(g, g)) for g in wide.columns}
    names = [label_of(name, labels) for name in order]
    first = wide.loc[order[0]].dropna()
    if len(first) > 1:
        low, high = first.idxmin(), first.idxmax()
        title = t("charts_servqual.groups_title", name=one_line(names[0]), low_group=named[low], low=abs(first[low]),
                  high_group=named[high], high=abs(first[high]))  # fmt: skip
    else:
        title = t("charts_servqual.groups_title_one", name=names[0])
    alt = listed(
        t("charts_servqual.groups_alt", name=label_of(key[0], labels), group=named[key[1]], value=value)
        for key, value in zip(rows.index.tolist(), rows["gap"], strict=True)
    )
    figure, ax = _frame(title, subtitle, size, names, t("charts_servqual.groups_axis"), alt)
    step = 0.62 / max(1, len(named))
    found: dict[Any, Any] = rows.to_dict("index")
    for place, group in enumerate(wide.columns):
        mark = GROUPS[place % len(GROUPS)]
        for y, name in enumerate(order):
            if (name, group) in found:
                _dot(ax, y + (place - (len(named) - 1) / 2) * step, found[name, group], "gap", mark)
        ax.plot([], [], mark.marker, color=mark.color, label=short(named[group], size))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3 if size == "page" else 2, frameon=False, fontsize=9,
              borderaxespad=0.1, handletextpad=0.2, columnspacing=1.2)  # fmt: skip
    room = 0.24 * -(-len(named) // (3 if size == "page" else 2))
    tall = figure.get_size_inches()[1]
    figure.set_size_inches(figure.get_size_inches()[0], tall + room)
    box = figure.subplotpars
    figure.subplots_adjust(
        bottom=box.bottom * tall / (tall + room), top=1 - ((1 - box.top) * tall + room) / (tall + room)
    )
    for text in figure.texts:
        text.set_y(1 - (1 - text.get_position()[1]) * tall / (tall + room))
    return figure


@themed
def gap_change(
    table: pd.DataFrame,
    *,
    labels: Mapping[Any, str] | None = None,
    dimensions: Mapping[Any, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw each gap before and after, those that truly changed in colour.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.servqual.compare` returns it.
    """
    rows = _rows(table, "change").sort_values("change", ascending=False, kind="stable")
    names = [label_of(name, labels) for name in rows.index]
    sure = (rows["p_holm"] < 0.05).tolist()
    changed = [one_line(name) for name, s in zip(names, sure, strict=True) if s]
    title = (
        t("charts_servqual.change_title", names=_listed(changed))
        if changed
        else t("charts_servqual.change_none")
    )
    before, after = table.attrs["waves"]
    records = _records(rows)
    alt = listed(
        t("charts_servqual.change_alt", name=one_line(name), before=row["before"], after=row["after"])
        for name, row in zip(names, records, strict=True)
    )
    key = "charts_servqual.change_axis" if size == "page" else "charts_servqual.change_axis_short"
    figure, ax = _frame(title, subtitle, size, names, t(key, before=before, after=after), alt,
                        [_range(r, "change", size) for r in records])  # fmt: skip
    for y, (name, row) in enumerate(zip(rows.index, records, strict=True)):
        mark = mark_of(name, dimensions) if sure[y] else Mark(FAINT, mark_of(name, dimensions).marker)
        ax.plot([row["before"], row["after"]], [y, y], color=mark.color, linewidth=2, alpha=0.5, zorder=1)
        ax.plot(row["before"], y, mark.marker, color=mark.color, markerfacecolor=PAPER, markersize=8)
        ax.plot(row["after"], y, mark.marker, color=mark.color, markersize=8)
    return figure


def _range(row: Mapping[str, Any], column: str, size: Size, *, sign: bool = True) -> str:
    """Value with its interval; the value alone on a phone or where there is no interval."""
    value = row[column]
    if size == "phone" or row["ci_low"] != row["ci_low"]:
        return minus(f"{value:+.2f}" if sign else f"{value:.2f}")
    key = "charts_servqual.range" if sign else "charts_servqual.plain_range"
    return minus(t(key, value=value, low=row["ci_low"], high=row["ci_high"]))


@themed
def score_parts(
    table: pd.DataFrame, *, labels: Mapping[Any, str] | None = None, subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw what each dimension contributes to the weighted gap, beside its part with equal weights.

    Parameters
    ----------
    table : pandas.DataFrame
        Index dimension; columns points, gap, part (weight × gap), equal (gap / number of dimensions).
    """
    rows = _rows(table, "part").sort_values("part", kind="stable")
    names, records = [label_of(name, labels) for name in rows.index], _records(rows)
    alt = listed(
        t("charts_servqual.parts_alt", name=name, points=row["points"], value=row["part"])
        for name, row in zip(names, records, strict=True)
    )
    right = [
        minus(t("charts_servqual.parts_value", points=r["points"], gap=r["gap"], value=r["part"]) if size == "page"
              else f"{r['part']:+.2f}") for r in records
    ]  # fmt: skip
    key = "charts_servqual.parts_axis" if size == "page" else "charts_servqual.parts_axis_short"
    title = t("charts_servqual.parts_title", name=names[0])
    figure, ax = _frame(title, subtitle, size, names, t(key), alt, right)
    for y, (name, row) in enumerate(zip(rows.index, records, strict=True)):
        mark = mark_of(name, None)
        ax.barh(y, row["part"], height=0.4, color=mark.color, alpha=0.85)
        ax.plot(row["equal"], y, mark.marker, color=mark.color, markerfacecolor=PAPER, markersize=7)
    ax.axvline(0, color=RULE, linewidth=1)
    return figure


@themed
def performance(
    table: pd.DataFrame,
    *,
    labels: Mapping[Any, str] | None = None,
    dimensions: Mapping[Any, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw mean perception (SERVPERF), lowest on top.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.servqual.performance` returns it.
    """
    rows = _rows(table, "perception").sort_values("perception", kind="stable")
    names, records = [label_of(name, labels) for name in rows.index], _records(rows)
    title = t("charts_servqual.performance_title", name=one_line(names[0]), value=records[0]["perception"])
    right = [_range(row, "perception", size, sign=False) for row in records]
    alt = _said(names, rows["perception"])
    figure, ax = _frame(title, subtitle, size, names, t("charts_servqual.performance_axis"), alt, right)
    for y, (name, row) in enumerate(zip(rows.index, records, strict=True)):
        _dot(ax, y, row, "perception", mark_of(name, dimensions))
    return figure


def _said(names: Sequence[str], values: Any) -> str:
    return listed(
        t("charts_servqual.row_alt", name=one_line(name), value=value)
        for name, value in zip(names, values, strict=True)
    )


@themed
def zones(
    table: pd.DataFrame,
    *,
    labels: Mapping[Any, str] | None = None,
    dimensions: Mapping[Any, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw the zone of tolerance as a band and perception as a point in, below or above it.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.servqual.zone_of_tolerance` returns it.
    """
    rows = _rows(table, "adequacy").sort_values("adequacy", kind="stable")
    names, records = [label_of(name, labels) for name in rows.index], _records(rows)
    out = {zone: [one_line(n) for n, r in zip(names, records, strict=True) if r["zone"] == zone]
           for zone in ("below", "above")}  # fmt: skip
    if out["below"]:
        title = t("charts_servqual.zone_title_below", names=_listed(out["below"]))
    elif out["above"]:
        title = t("charts_servqual.zone_title_above", names=_listed(out["above"]))
    else:
        title = t("charts_servqual.zone_title_in")
    alt = listed(
        t(
            "charts_servqual.zone_alt",
            name=one_line(name),
            **{k: row[k] for k in ("adequate", "desired", "perceived")},
        )
        for name, row in zip(names, records, strict=True)
    )
    right = [t(f"servqual.zone_short.{row['zone']}") for row in records]
    figure, ax = _frame(title, subtitle, size, names, t("charts_servqual.zone_axis"), alt, right)
    for y, (name, row) in enumerate(zip(rows.index, records, strict=True)):
        mark = mark_of(name, dimensions)
        ax.barh(
            y,
            row["desired"] - row["adequate"],
            left=row["adequate"],
            height=0.5,
            color=mark.color,
            alpha=0.22,
        )
        shift = row["perceived"] - row["adequacy"]
        limits = {"ci_low": row["adequacy_low"] + shift, "ci_high": row["adequacy_high"] + shift}
        _dot(ax, y, row | limits, "perceived", mark)
    ax.autoscale_view(scaley=False)
    return figure


@themed
def reliability(
    table: pd.DataFrame, *, labels: Mapping[Any, str] | None = None, subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw alpha of each dimension with its interval and the usual marks at .70 and .95.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.servqual.reliability` returns it.
    """
    rows = _rows(table, "alpha").sort_values("alpha", kind="stable")
    rows = rows.assign(ci_low=rows["low"], ci_high=rows["high"])
    names, records = [label_of(name, labels) for name in rows.index], _records(rows)
    weak = [name for name, row in zip(names, records, strict=True) if row["alpha"] < 0.7]
    title = (
        t("charts_servqual.alpha_title_weak", names=_listed(weak))
        if weak
        else t("charts_servqual.alpha_title_good")
    )
    key = "charts_servqual.alpha_axis" if size == "page" else "charts_servqual.alpha_axis_short"
    figure, ax = _frame(title, subtitle, size, names, t(key), _said(names, rows["alpha"]),
                        [_range(r, "alpha", size, sign=False) for r in records])  # fmt: skip
    for y, (name, row) in enumerate(zip(rows.index, records, strict=True)):
        _dot(ax, y, row, "alpha", mark_of(name, None))
    for limit in (0.7, 0.95):
        ax.axvline(limit, color=QUIET, linewidth=1, linestyle=(0, (3, 3)))
    ax.set_xlim(min(0.5, float(np.nanmin(rows["low"])) - 0.05), 1.0)
    return figure


# ---- the five gaps ----

# Name → middle of its box, on a field of 10 × 10; half width and half height are the same for all.
_BOXES = {
    "sources": (4.0, 9.6), "expected": (4.0, 8.25), "perceived": (4.0, 6.4), "delivery": (4.0, 4.3),
    "promise": (8.7, 4.3), "standards": (4.0, 2.45), "belief": (4.0, 0.6),
}  # fmt: skip
_HALF = {"page": (1.6, 0.42), "phone": (1.62, 0.38)}
_BETWEEN = {2: ("belief", "standards"), 3: ("standards", "delivery"), 5: ("perceived", "expected")}


@themed
def gaps_model(gap: int, *, label: str = "", subtitle: str = "", size: Size = "page") -> Chart:
    """Draw the model of five gaps with one of them lit.

    Parameters
    ----------
    gap : int
        1–5: knowledge, standards, delivery, communication, customer.
    label : str
        Name of that gap.
    subtitle : str
        What it means.

    References
    ----------
    Parasuraman, Zeithaml & Berry (1985), *J. Marketing* 49(4):41–50.
    """
    title = t("charts_servqual.model_title", gap=gap, label=label)
    height = 5.2 if size == "page" else 5.6
    figure, ax = start(title, subtitle, size=size, height=height, alt=t("charts_servqual.model_alt", gap=gap))
    box = figure.subplotpars
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.02, top=box.top + 0.02)
    ax.set(xlim=(0, 10.4), ylim=(0, 10))
    ax.axis("off")
    half_x, half_y = _HALF[size]
    lit = {1: ("expected", "belief"), 4: ("delivery", "promise"), **_BETWEEN}[gap]
    ax.plot([0.1, 10.3], [5.35, 5.35], color=QUIET, linewidth=0.9, linestyle=(0, (4, 4)))
    for text, y in (("customer", 5.55), ("provider", 5.15)):
        ax.text(10.3, y, t(f"charts_servqual.model_{text}"), color=QUIET, fontsize=9, ha="right",
                va="bottom" if y > 5.35 else "top")  # fmt: skip
    for name, (x, y) in _BOXES.items():
        if name == "sources":
            ax.text(
                x, y, t("charts_servqual.model_sources"), ha="center", va="center", fontsize=9, color=QUIET
            )
            continue
        on = name in lit
        ax.add_patch(FancyBboxPatch((x - half_x, y - half_y), 2 * half_x, 2 * half_y, zorder=2,
                                    boxstyle="round,pad=0,rounding_size=0.12", facecolor=PAPER,
                                    edgecolor=ACCENT if on else FAINT, linewidth=1.8 if on else 1.0))  # fmt: skip
        ax.text(x, y, t(f"charts_servqual.model_{name}"), ha="center", va="center", zorder=3, fontsize=10,
                color=ACCENT if on else INK)  # fmt: skip
    arrow = {"arrowstyle": "-|>", "color": FAINT, "linewidth": 1, "shrinkA": 0, "shrinkB": 1}
    middle, aside = _BOXES["delivery"][0], _BOXES["promise"][0]
    ax.annotate("", xy=(middle, 8.25 + half_y), xytext=(middle, 9.35), arrowprops=arrow)
    ax.annotate("", xy=(middle - 0.9, 6.4 - half_y), xytext=(middle - 0.9, 4.3 + half_y), arrowprops=arrow)
    ax.plot([aside, aside], [4.3 + half_y, 6.4], color=FAINT, linewidth=1)
    ax.annotate("", xy=(middle + half_x, 6.4), xytext=(aside, 6.4), arrowprops=arrow)
    for number in range(1, 6):
        _gap(ax, number, number == gap, half_x, half_y)
    return figure


def _gap(ax: Axes, number: int, on: bool, half_x: float, half_y: float) -> None:
    """Draw one gap: a double arrow between its two boxes, with its number."""
    color, width = (ACCENT, 2.4) if on else (QUIET, 1.1)
    style = {"arrowstyle": "<|-|>", "color": color, "linewidth": width, "shrinkA": 1, "shrinkB": 1}
    if number == 1:
        x, low, high = 0.9, _BOXES["belief"][1], _BOXES["expected"][1]
        ax.plot(
            [4 - half_x, x, x, 4 - half_x], [high, high, low, low], color=color, linewidth=width, zorder=1
        )
        at = (x, 3.6)
    elif number == 4:
        ax.annotate("", xy=(8.7 - half_x, 4.3), xytext=(4 + half_x, 4.3), arrowprops=style)
        at = ((4 + 8.7) / 2, 4.3 - half_y - 0.32)
    else:
        lower, upper = (_BOXES[name][1] for name in _BETWEEN[number])
        ax.annotate("", xy=(4.4, upper - half_y), xytext=(4.4, lower + half_y), arrowprops=style)
        at = (4.4 + 0.62, (lower + upper) / 2)
    ax.text(*at, str(number), ha="center", va="center", fontsize=10, color=PAPER if on else QUIET, zorder=4,
            bbox={"boxstyle": "circle,pad=0.28", "facecolor": ACCENT if on else PAPER, "edgecolor": color})  # fmt: skip
