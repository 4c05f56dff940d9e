"""Figures of the business sandbox: what customers say quarter by quarter, the books, what drove it, who did better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, INK, PAPER, PARTLY, QUIET, RIGHT, RULE, WRONG
from ..numbers import listed, number, signed
from .fitting import Size
from .rows import bars, rows
from .theme import Chart, start, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sandtable_books", "sandtable_causes", "sandtable_opinion", "sandtable_rivals"]

_LAST = 8  # quarters of a game
_ROOM: dict[Size, float] = {
    "page": 0.14,
    "phone": 0.24,
}  # right of the bars for figures, in parts of their reach
_LINES = {"satisfaction": (ACCENT, "o"), "loyalty": (PARTLY, "s")}


def _quarters(ax: Axes, news: Mapping[int, str]) -> None:
    """Quarters along the foot; those with a shock carry a mark."""
    names = [t("simulate.chart.opening")]
    names += [
        t("simulate.chart.quarter_news" if q in news else "simulate.chart.quarter", quarter=q)
        for q in range(1, _LAST + 1)
    ]
    ax.set_xticks(range(_LAST + 1), names)


def _by_quarter(history: pd.DataFrame) -> Iterator[tuple[int, Mapping[str, float]]]:
    rows = history.to_dict("records")
    return zip(
        map(int, history.index), ({str(k): float(v) for k, v in row.items()} for row in rows), strict=True
    )


def _money(ax: Axes, low: float, high: float, size: Size) -> None:
    """Draw zero, and leave room beyond the longest bar for its value."""
    reach = high - low or 1.0
    ax.axvline(0, color=INK, linewidth=0.9)
    ax.set_xlim(low - 0.03 * reach, high + _ROOM[size] * reach)
    ax.xaxis.set_major_formatter(lambda value, _: number(value, ",.0f"))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5 if size == "page" else 4))


def _check(history: pd.DataFrame) -> None:
    if history.empty:
        raise DataError("errors.empty", what=t("simulate.chart.what_history"))


@themed
def sandtable_opinion(
    history: pd.DataFrame,
    *,
    targets: Sequence[tuple[str, int, float]] = (),
    news: Mapping[int, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw satisfaction and loyalty as the surveys saw them, with intervals, and the goals set.

    Parameters
    ----------
    history : pandas.DataFrame
        As `sgm_lab.simulate.Run.history` returns it.
    targets : sequence of (metric, quarter, share)
        Goals on ``"satisfaction"`` or ``"loyalty"``, as a share.
    news : mapping, optional
        Quarter → what happened in it.

    Raises
    ------
    DataError
        If the history is empty.
    """
    _check(history)
    happened = dict(news or {})
    first, last = history.iloc[0], history.iloc[-1]
    key = "simulate.chart.opinion_title" if len(history) > 1 else "simulate.chart.opinion_first"
    title = t(
        key,
        quarter=int(history.index[-1]),
        now=last["satisfaction"],
        low=last["satisfaction_low"],
        high=last["satisfaction_high"],
        before=first["satisfaction"],
    )
    said = [
        t(
            "simulate.chart.opinion_alt",
            quarter=t("simulate.chart.quarter_long", quarter=q) if q else t("simulate.chart.opening"),
            satisfaction=row["satisfaction"],
            loyalty=row["loyalty"],
        )
        for q, row in _by_quarter(history)
    ]
    said += [t("simulate.chart.happened", quarter=q, what=what) for q, what in happened.items()]
    labels = {name: t(f"simulate.chart.{name}") for name in _LINES}
    room = max(labels.values(), key=len) if size == "page" else ""
    figure, ax = start(title, subtitle, size=size, left=["100%"], right=[room], alt=listed(said))
    for at, (name, (color, marker)) in enumerate(_LINES.items()):
        x = history.index.to_numpy(dtype=float) + (0.06 if at else -0.06)
        y = history[name].to_numpy(dtype=float)
        spread = np.vstack([y - history[f"{name}_low"], history[f"{name}_high"] - y])
        ax.errorbar(x, y, yerr=spread, color=color, marker=marker, markersize=5.5, linewidth=1.6,
                    elinewidth=1.1, capsize=3)  # fmt: skip
        if f"{name}_true" in history:
            ax.plot(x, history[f"{name}_true"], color=color, linewidth=0.9, linestyle=":")
    _name_lines(ax, history, labels, size)
    for name, quarter, share in targets:
        color = _LINES[name][0]
        ax.plot(quarter, share, marker="_", color=color, markersize=22, markeredgewidth=2.2)
        ax.annotate(t("simulate.chart.target", value=share), (quarter, share), (-14, 6), textcoords="offset points",
                    ha="center", va="bottom", fontsize=8.5, color=color, zorder=5,
                    bbox={"color": PAPER, "alpha": 0.85, "pad": 0.6})  # fmt: skip
    _quarters(ax, happened)
    low = min(history["satisfaction_low"].min(), history["loyalty_low"].min(), *(s for *_, s in targets), 1)
    ax.set(xlim=(-0.4, _LAST + 0.4), ylim=(max(0.0, np.floor(low * 10 - 1) / 10), 1.06))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}" if value <= 1 else "")
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6))
    ax.grid(axis="y")
    return figure


def _name_lines(ax: Axes, history: pd.DataFrame, labels: Mapping[str, str], size: Size) -> None:
    """Name each line once, beside its end on the page and at the foot on a phone; say what dotted lines are."""
    foot = 0.02
    if "satisfaction_true" in history:
        ax.text(foot, 0.02, t("simulate.chart.truth_key"), transform=ax.transAxes, fontsize=8.5, color=QUIET)
    for name, (color, marker) in _LINES.items():
        if size == "page":
            end = float(history[name].iloc[-1])
            ax.annotate(labels[name], (_LAST + 0.45, end), annotation_clip=False, va="center", fontsize=9.5,
                        color=color)  # fmt: skip
        else:
            text = f"{'●' if marker == 'o' else '■'} {labels[name]}"
            ax.text(foot, 0.08, text, transform=ax.transAxes, fontsize=9, color=color)
            foot += 0.3


@themed
def sandtable_books(
    history: pd.DataFrame,
    *,
    news: Mapping[int, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw the surplus of each quarter as bars and what has come together so far as a line, in one unit.

    Parameters
    ----------
    history : pandas.DataFrame
        As `sgm_lab.simulate.Run.history` returns it.
    news : mapping, optional
        Quarter → what happened in it.

    Raises
    ------
    DataError
        If no quarter has been played.
    """
    played = history[history.index > 0]
    _check(played)
    happened = dict(news or {})
    total = float(played["total"].iloc[-1])
    title = t(
        "simulate.chart.books_loss" if total < 0 else "simulate.chart.books_title",
        quarters=len(played),
        total=number(abs(total), ",.0f"),
        last=number(float(played["surplus"].iloc[-1]), ",.0f"),
    )
    said = [
        t(
            "simulate.chart.books_alt",
            quarter=q,
            surplus=number(row["surplus"], ",.0f"),
            total=number(row["total"], ",.0f"),
        )
        for q, row in _by_quarter(played)
    ]
    figure, ax = start(title, subtitle, size=size, left=["−1,000"], alt=listed(said))
    x, bars = played.index.to_numpy(dtype=float), played["surplus"].to_numpy(dtype=float)
    line = played["total"].to_numpy(dtype=float)
    ax.bar(x, bars, width=0.55, color=[WRONG if bar < 0 else RULE for bar in bars])
    ax.plot([0, *x], [0, *line], color=ACCENT, marker="o", markersize=5)
    ax.axhline(0, color=INK, linewidth=0.9)
    reach = max(line.max(), bars.max(), 0) - min(line.min(), bars.min(), 0) or 1.0
    up = 1 if total >= 0 else -1
    ax.annotate(t("simulate.chart.so_far", total=number(total, ",.0f")), (x[-1], line[-1]), (0, 10 * up),
                textcoords="offset points", ha="right" if x[-1] > 5 else "left", va="bottom" if up > 0 else "top",
                fontsize=9, color=ACCENT)  # fmt: skip
    ax.text(0.02, 0.02, t("simulate.chart.books_key"), transform=ax.transAxes, fontsize=8.5, color=QUIET)
    _quarters(ax, happened)
    low, high = min(line.min(), bars.min(), 0), max(line.max(), bars.max(), 0)
    ax.set(xlim=(-0.4, _LAST + 0.4), ylim=(low - 0.2 * reach, high + 0.2 * reach))
    ax.yaxis.set_major_formatter(lambda value, _: number(value, ",.0f"))
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6))
    return figure


@themed
def sandtable_causes(
    causes: pd.DataFrame, *, what: str = "result", subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw how a result came about: from nothing done to what was reached, one step a cause.

    Parameters
    ----------
    causes : pandas.DataFrame
        As `sgm_lab.simulate.review` returns it: index cause, ``start`` first.
    what : {"result", "surplus", "satisfaction"}
        Which column.

    Raises
    ------
    DataError
        If there is no cause.
    """
    if causes.empty:
        raise DataError("errors.empty", what=t("simulate.chart.what_causes"))
    begin = float(causes[what]["start"])
    steps = causes.drop(index="start")[what].astype(float)
    steps = steps[steps.abs() > 0.05].sort_values(ascending=False)
    end = begin + float(steps.sum())
    best = t("simulate.cause.none") if steps.empty else t(f"simulate.cause.{steps.index[0]}")
    worst = steps[steps < 0]
    title = t(
        f"simulate.chart.causes_{'title' if worst.empty else 'both'}_{'share' if what == 'satisfaction' else 'money'}",
        best=best,
        gain=signed(float(steps.iloc[0]), ",.0f") if len(steps) else "0",
        worst=t(f"simulate.cause.{worst.index[-1]}") if len(worst) else "",
        loss=signed(float(worst.iloc[-1]), ",.0f") if len(worst) else "",
        end=number(end, ",.0f"),
    )
    names = [
        t("simulate.cause.start"),
        *(t(f"simulate.cause.{cause}") for cause in steps.index),
        t("simulate.chart.end"),
    ]
    values = [begin, *steps, end]
    texts = [number(begin, ",.0f"), *(signed(step, ",.0f") for step in steps), number(end, ",.0f")]
    alt = listed(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    if size == "phone":
        names[0] = t("simulate.chart.start_short")
    figure, ax = rows(title, subtitle, size, names, axis=t(f"simulate.chart.{what}_axis"), alt=alt, height=1.6,
                      least=0.36, grid=False)  # fmt: skip
    at = np.concatenate([[0.0], begin + np.cumsum([0.0, *steps])[:-1], [0.0]])
    edges = [0.0, *at, *np.add(at, values)]
    low, high = min(edges), max(edges)
    colors = [QUIET, *(RIGHT if step > 0 else WRONG for step in steps), QUIET]
    bars(ax, values, colors, texts, left=at)
    tips = np.add(at, values)[:-1]
    ax.vlines(tips, np.arange(len(tips)) - 0.3, np.arange(len(tips)) + 1.3, color=QUIET, linewidth=0.6)
    _money(ax, low, high, size)
    return figure


@themed
def sandtable_rivals(rivals: pd.DataFrame, *, subtitle: str = "", size: Size = "page") -> Chart:
    """Draw a result among those of reference strategies in the same market.

    Parameters
    ----------
    rivals : pandas.DataFrame
        As in `sgm_lab.simulate.Review`: index player, ``you`` among them, column ``result``.

    Raises
    ------
    DataError
        If the learner is not among them.
    """
    if "you" not in rivals.index:
        raise DataError("errors.empty", what=t("simulate.chart.what_rivals"))
    table = rivals["result"].astype(float).sort_values(ascending=False)
    place = int((table > table["you"]).sum()) + 1
    ahead = table.index[place - 2] if place > 1 else None
    key = "simulate.chart.rivals_title" if ahead else "simulate.chart.rivals_first"
    title = t(key, place=place, of=len(table), result=number(float(table["you"]), ",.0f"),
              ahead=t(f"simulate.player.{ahead}") if ahead else "")  # fmt: skip
    names = [t(f"simulate.player.{name}") for name in table.index]
    alt = listed(f"{n} {number(v, ',.0f')}" for n, v in zip(names, table, strict=True))
    figure, ax = rows(title, subtitle, size, names, axis=t("simulate.chart.result_axis"), alt=alt, height=1.6,
                      least=0.36, grid=False)  # fmt: skip
    low, high = min(0.0, table.min()), max(0.0, table.max())
    mine = [ACCENT if name == "you" else QUIET for name in table.index]
    bars(
        ax,
        table,
        [RULE if ink == QUIET else ink for ink in mine],
        [number(v, ",.0f") for v in table],
        inks=mine,
    )
    _money(ax, low, high, size)
    return figure
