"""Further SERVQUAL figures: groups, waves, weights, SERVPERF, zone of tolerance, reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError
from ..i18n import t
from ..look import FAINT, PAPER, QUIET, RIGHT, RULE, WRONG, Mark
from ..numbers import listed
from .fitting import Size, minus, one_line, short
from .grid import grid
from .rows import points, rows
from .servqual import label_of, mark_of
from .statistical import sns
from .theme import Chart, careful, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["gap_change", "gap_groups", "performance", "reliability", "score_parts", "zones"]


def _rows(table: pd.DataFrame, column: str) -> pd.DataFrame:
    shown = table.dropna(subset=[column])
    if shown.empty:
        raise DataError("errors.empty", what=t("charts_servqual.what"))
    return shown


def _records(shown: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in shown.to_dict("records")]


def _listed(names: Sequence[str]) -> str:
    return t("charts.comma").join(names[:3])


@themed
def gap_groups(
    table: pd.DataFrame,
    *,
    groups: Mapping[Any, str] | None = None,
    labels: Mapping[Any, str] | None = None,
    title: str = "",
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw the gap of each dimension or item in each group, with half of its interval; the wider, the darker.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.servqual.gaps` returns it with one column in ``by``.
    title : str
        What groups were found to differ in; without it, the largest difference is named, which may be chance.
    """
    shown = _rows(table, "gap")
    wide = shown["gap"].unstack()  # noqa: PD010
    spread = (wide.max(axis=1) - wide.min(axis=1)).sort_values(ascending=False, kind="stable")
    wide = (
        wide[sorted(wide.columns, key=list(groups).index)]
        if groups and set(wide.columns) <= set(groups)
        else wide
    )
    order, named = list(spread.index), {g: str((groups or {}).get(g, g)) for g in wide.columns}
    names = [label_of(name, labels) for name in order]
    first = wide.loc[order[0]].dropna()
    if not title and len(first) > 1:
        low, high = first.idxmin(), first.idxmax()
        title = t("charts_servqual.groups_title", name=one_line(names[0]), low_group=named[low], low=abs(first[low]),
                  high_group=named[high], high=abs(first[high]))  # fmt: skip
    elif not title:
        title = t("charts_servqual.groups_title_one", name=names[0])
    alt = listed(
        t("charts_servqual.groups_alt", name=label_of(key[0], labels), group=named[key[1]], value=value)
        for key, value in zip(shown.index.tolist(), shown["gap"], strict=True)
    )
    half = ((shown["ci_high"] - shown["ci_low"]) / 2).unstack().loc[order, wide.columns]  # noqa: PD010
    values, joint = wide.loc[order].to_numpy(dtype=float), " " if size == "page" and len(named) <= 4 else "\n"
    texts = np.full(values.shape, "", dtype=object)
    for at, wider in np.ndenumerate(half.to_numpy(dtype=float)):
        texts[at] = minus(f"{values[at]:+.2f}") + (f"{joint}±{wider:.2f}" if wider == wider else "")
    reach = float(np.nanmax(np.abs(values))) or 1.0
    return grid(title, subtitle, size, names, list(named.values()), values, texts, least=0.42, limits=(-reach, reach),
                cmap=sns.blend_palette([WRONG, PAPER, RIGHT], as_cmap=True), alt=alt,
                key=t("charts_servqual.groups_key"))[0]  # fmt: skip


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
    shown = _rows(table, "change").sort_values("change", ascending=False, kind="stable")
    names = [label_of(name, labels) for name in shown.index]
    sure = (shown["p_holm"] < 0.05).tolist()
    changed = [one_line(name) for name, s in zip(names, sure, strict=True) if s]
    title = (
        t("charts_servqual.change_title", names=_listed(changed))
        if changed
        else t("charts_servqual.change_none")
    )
    before, after = (short(str(wave), 8) for wave in table.attrs["waves"])
    records = _records(shown)
    alt = listed(
        t("charts_servqual.change_alt", name=one_line(name), before=row["before"], after=row["after"])
        for name, row in zip(names, records, strict=True)
    )
    key = "charts_servqual.change_axis" if size == "page" else "charts_servqual.change_axis_short"
    figure, ax = rows(title, subtitle, size, names, axis=t(key, before=before, after=after), alt=alt,
                      right=[_range(r, "change", size) for r in records])  # fmt: skip
    own = [mark_of(name, dimensions) for name in shown.index]
    marks = [mark if s else Mark(FAINT, mark.marker) for mark, s in zip(own, sure, strict=True)]
    points(ax, shown["after"], marks, before=shown["before"])
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
    shown = _rows(table, "part").sort_values("part", kind="stable")
    names, records = [label_of(name, labels) for name in shown.index], _records(shown)
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
    figure, ax = rows(title, subtitle, size, names, axis=t(key), alt=alt, right=right)
    marks, at = [mark_of(name, None) for name in shown.index], np.arange(len(shown))
    ax.barh(at, shown["part"], height=0.4, color=[mark.color for mark in marks], alpha=0.85)
    points(ax, shown["equal"], marks, hollow=True, size=48)
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
    shown = _rows(table, "perception").sort_values("perception", kind="stable")
    names, records = [label_of(name, labels) for name in shown.index], _records(shown)
    title = t("charts_servqual.performance_title", name=one_line(names[0]), value=records[0]["perception"])
    title = careful(title, shown.get("n"))
    right = [_range(row, "perception", size, sign=False) for row in records]
    alt = _said(names, shown["perception"])
    figure, ax = rows(
        title, subtitle, size, names, axis=t("charts_servqual.performance_axis"), alt=alt, right=right
    )
    marks = [mark_of(name, dimensions) for name in shown.index]
    points(ax, shown["perception"], marks, low=shown["ci_low"], high=shown["ci_high"])
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
    shown = _rows(table, "adequacy").sort_values("adequacy", kind="stable")
    names, records = [label_of(name, labels) for name in shown.index], _records(shown)
    out = {zone: [one_line(n) for n, r in zip(names, records, strict=True) if r["zone"] == zone]
           for zone in ("below", "above")}  # fmt: skip
    if out["below"]:
        title = t("charts_servqual.zone_title_below", names=_listed(out["below"]))
    elif out["above"]:
        title = t("charts_servqual.zone_title_above", names=_listed(out["above"]))
    else:
        title = t("charts_servqual.zone_title_in")
    title = careful(title, shown.get("n"))
    alt = listed(
        t(
            "charts_servqual.zone_alt",
            name=one_line(name),
            **{k: row[k] for k in ("adequate", "desired", "perceived")},
        )
        for name, row in zip(names, records, strict=True)
    )
    key = "charts_servqual.zone_axis" if size == "page" else "charts_servqual.zone_axis_short"
    right = [t(f"servqual.zone_short.{row['zone']}") for row in records]
    figure, ax = rows(title, subtitle, size, names, axis=t(key), alt=alt, right=right)
    marks, at = [mark_of(name, dimensions) for name in shown.index], np.arange(len(shown))
    width = shown["desired"] - shown["adequate"]
    ax.barh(at, width, left=shown["adequate"], height=0.5, color=[mark.color for mark in marks], alpha=0.22)
    shift = shown["perceived"] - shown["adequacy"]
    points(
        ax, shown["perceived"], marks, low=shown["adequacy_low"] + shift, high=shown["adequacy_high"] + shift
    )
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
    shown = _rows(table, "alpha").sort_values("alpha", kind="stable")
    shown = shown.assign(ci_low=shown["low"], ci_high=shown["high"])
    names, records = [label_of(name, labels) for name in shown.index], _records(shown)
    weak = [name for name, row in zip(names, records, strict=True) if row["alpha"] < 0.7]
    title = (
        t("charts_servqual.alpha_title_weak", names=_listed(weak))
        if weak
        else t("charts_servqual.alpha_title_good")
    )
    key = "charts_servqual.alpha_axis" if size == "page" else "charts_servqual.alpha_axis_short"
    figure, ax = rows(title, subtitle, size, names, axis=t(key), alt=_said(names, shown["alpha"]),
                      right=[_range(r, "alpha", size, sign=False) for r in records])  # fmt: skip
    marks = [mark_of(name, None) for name in shown.index]
    points(ax, shown["alpha"], marks, low=shown["low"], high=shown["high"])
    for limit in (0.7, 0.95):
        ax.axvline(limit, color=QUIET, linewidth=1, linestyle=(0, (3, 3)))
    ax.set_xlim(min(0.5, float(np.nanmin(shown["low"])) - 0.05), 1.0)
    return figure
