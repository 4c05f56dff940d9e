"""Service-line figures: waits before and after, the queue over the day, the stations in a row, one more person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import MaxNLocator

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, INK, PAPER, QUIET, RULE, WRONG, Mark
from ..numbers import listed
from .fitting import Size, short
from .rows import points, rows
from .theme import Chart, start, themed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["more_staff", "queue_day", "stations", "waits"]

_BUSY = 0.9  # share of the time on duty from which a station is marked
_DOTS = 24  # people drawn in a queue at most


def minutes(value: float) -> str:
    """Write minutes as precisely as they deserve.

    >>> minutes(34.4), minutes(2.52), minutes(-0.04)
    ('34', '2.5', '0.0')
    """
    return f"{value:.0f}" if abs(value) >= 20 else f"{value + 0.0 if abs(value) >= 0.05 else 0.0:.1f}"


def clock(minute: float) -> str:
    """Time of day of a minute after midnight.

    >>> clock(495), clock(1455)
    ('8:15', '24:15')
    """
    return f"{int(minute) // 60}:{int(minute) % 60:02d}"


def cells(table: pd.DataFrame) -> dict[Any, dict[str, float]]:
    """Return a table of numbers by row and column, faster than pandas does."""
    columns = [str(column) for column in table.columns]
    return {
        row: dict(zip(columns, values, strict=True))
        for row, values in zip(table.index, table.to_numpy(float).tolist(), strict=True)
    }


def _changed(before: float, after: float, low: float, high: float) -> str:
    """Which way a mean went, as far as its interval says."""
    return "same" if low <= 0 <= high or before == after else "down" if after < before else "up"


@themed
def waits(
    before: pd.DataFrame,
    after: pd.DataFrame | None = None,
    change: pd.DataFrame | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    name: str = "",
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw the mean wait at each station before (hollow) and after (filled), with intervals.

    Parameters
    ----------
    before, after : pandas.DataFrame
        As `sgm_lab.process.waits` returns them; without ``after`` only the present state is drawn.
    change : pandas.DataFrame, optional
        As `sgm_lab.process.compare` returns it: needed where there is an ``after``.
    labels : mapping, optional
        Row of the tables → label; a row without one is not drawn.
    name : str
        What the recorded wait is called.
    """
    kept = [str(row) for row in before.index if labels is None or row in labels]
    if not kept:
        raise DataError("errors.empty", what=t("charts_process.what_waits"))
    shown = [(labels or {}).get(row, row) for row in kept]
    main = "recorded" if "recorded" in before.index else kept[0]
    tables = [cells(table) for table in (before, after) if table is not None]
    old = tables[0]
    if after is None or change is None:
        title = t("charts_process.waits_now", name=name, before=minutes(old[main]["mean"]))
        texts = [minutes(old[row]["mean"]) for row in kept]
    else:
        moved = cells(change)
        step = moved[main, "mean"]
        way = _changed(step["before"], step["after"], step["low"], step["high"])
        title = t(f"charts_process.waits_{way}", name=name, before=minutes(step["before"]),
                  after=minutes(step["after"]))  # fmt: skip
        steps = [moved[row, "mean"] for row in kept]
        key = "charts_process.waits_step" if size == "page" else "charts_process.waits_step_short"
        texts = [
            t(key, change=signed(s["change"]), low=signed(s["low"]), high=signed(s["high"])) for s in steps
        ]
    alt = listed(f"{label} {text}" for label, text in zip(shown, texts, strict=True))
    key = ("waits_axis" if size == "page" else "waits_axis_short") if after is not None else "waits_axis_now"
    figure, ax = rows(
        title, subtitle, size, shown, axis=t(f"charts_process.{key}"), alt=alt, height=1.7, least=0.46
    )
    states, count = len(tables), len(kept)
    low, mean, high = np.array(
        [[table[row][c] for table in tables for row in kept] for c in ("low", "mean", "high")]
    )
    top = max(np.nanmax(mean), np.nanmax(high, initial=0.0)) or 1.0
    marks = [*[Mark(QUIET, "o")] * count * (states - 1), *[Mark(ACCENT, "o")] * count]
    at = np.add.outer([0.0] if states == 1 else [-0.12, 0.12], np.arange(count)).ravel()
    points(ax, mean, marks, low=low, high=high, at=at, hollow=[mark.color == QUIET for mark in marks], width=5,
           alpha=0.25)  # fmt: skip
    for y, text in enumerate(texts):
        ax.text(top * 1.05, y, text, va="center", fontsize=9, color=QUIET)
    room = 1.65 if size == "page" and change is not None else 1.45
    ax.set_xlim(-0.02 * top, room * top)
    ax.set_xticks([tick for tick in MaxNLocator(6).tick_values(0, top) if tick <= top * 1.02])
    return figure


def signed(value: float) -> str:
    """Write a change in minutes with its sign.

    >>> signed(-3.2), signed(0.01)
    ('−3.2', '0.0')
    """
    text = minutes(abs(value))
    return text if text == "0.0" else f"{'−' if value < 0 else '+'}{text}"


@themed
def queue_day(
    before: pd.Series,
    after: pd.Series | None = None,
    *,
    name: str = "",
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw how many people wait over the day, before and after.

    Parameters
    ----------
    before, after : pandas.Series
        As `sgm_lab.process.queue` returns them.
    name : str
        Where they wait.
    """
    if before.empty:
        raise DataError("errors.empty", what=t("charts_process.what_queue"))
    before, after = _trimmed(before), None if after is None else _trimmed(after)
    old, new = float(before.max()), None if after is None else float(after.max())
    when = clock(float(before.idxmax()))  # type: ignore[arg-type]
    title = t("charts_process.queue_now", name=name, when=when, before=minutes(old))
    if after is not None and new is not None:
        title = t("charts_process.queue_change", name=name, when=when, before=minutes(old), after=minutes(new),
                  then=clock(float(after.idxmax())))  # type: ignore[arg-type]  # fmt: skip
    hours = {int(minute) // 60: value for minute, value in before.items()}  # type: ignore[call-overload]
    alt = listed(f"{hour}:00 {value:.0f}" for hour, value in hours.items())
    figure, ax = start(title, subtitle, size=size, height=3.4, left=["000  "], alt=alt)
    step = float(before.index[1] - before.index[0]) if len(before) > 1 else 15.0
    runs = [(before, QUIET, "--", "line_before"), (after, ACCENT, "-", "line_after")]
    if after is None:
        runs = [(before, ACCENT, "-", "line_now")]
    top, until = max(old, new or 0.0, 1.0), 0.0
    for run, color, style, key in runs:
        if run is not None:
            x, y = run.index.to_numpy(float) + step / 2, run.to_numpy(float)
            ax.plot(x, y, style, color=color)
            if color == ACCENT:
                ax.fill_between(x, y, color=ACCENT, alpha=0.08, linewidth=0)
            near = key == "line_after" and abs(y.max() - old) < 0.14 * top
            ax.annotate(t(f"charts_process.{key}"), (x[y.argmax()], y.max() - (0.02 * top if near else 0)),
                        (4, -11 if near else 3), textcoords="offset points", color=color, fontsize=9)  # fmt: skip
            until = max(until, x[-1] + step / 2)
    first = float(before.index[0])
    every = 120 if size == "page" and until - first < 1000 else 240
    ticks = np.arange(np.ceil(first / 60) * 60, until + 1, every)
    ax.set_xticks(ticks, [clock(tick) for tick in ticks])
    ax.set(xlim=(first, until), ylim=(0, 1.18 * top), ylabel=t("charts_process.queue_axis"))
    ax.yaxis.grid(True)
    return figure


def _trimmed(line: pd.Series) -> pd.Series:
    """Without the long tail after the last that can be seen."""
    seen = np.flatnonzero(line.to_numpy(float) >= 0.01 * float(line.max()))
    return line.iloc[: int(seen[-1]) + 2] if len(seen) else line


@themed
def stations(
    table: pd.DataFrame,
    staff: Mapping[str, Sequence[int]],
    *,
    labels: Mapping[str, str] | None = None,
    subtitle: str = "",
    size: Size = "page",
) -> Chart:
    """Draw the stations in the order people pass them: who waits before each, how long, and how busy it is.

    Parameters
    ----------
    table : pandas.DataFrame
        As `sgm_lab.process.waits` returns it.
    staff : mapping
        Station → people on duty in each block, in the order of the line.
    """
    known = cells(table)
    rows = [(name, known[name]) for name in staff if name in known]
    if not rows:
        raise DataError("errors.empty", what=t("charts_process.what_waits"))
    named = {name: str((labels or {}).get(name, name)) for name, _ in rows}
    worst = max(rows, key=lambda row: row[1]["mean"])
    title = t("charts_process.stations_title", name=named[worst[0]], minutes=minutes(worst[1]["mean"]))
    said = [
        t("charts_process.station_alt", name=named[name], wait=minutes(row["mean"]), queue=f"{row['queue']:.1f}",
          staff=_roster(staff[name]), busy=row["utilisation"])
        for name, row in rows
    ]  # fmt: skip
    across = size == "page"
    count = len(rows)
    figure, ax = start(title, subtitle, size=size, height=2.1 if across else 1.0 + 0.92 * count,
                       alt=listed(said))  # fmt: skip
    width, tall = figure.get_size_inches()
    figure.subplots_adjust(left=10 / 72 / width, right=1 - 10 / 72 / width, bottom=8 / 72 / tall)
    ax.set_axis_off()
    ax.set(xlim=(0, count), ylim=(0.2, 0.9)) if across else ax.set(xlim=(0, 1), ylim=(count, 0))
    for k, (name, row) in enumerate(rows):
        x, y = (k + 0.46, 0.3) if across else (0.5, k + 0.24)
        wide, high = (0.5, 0.42) if across else (0.46, 0.56)
        busy = row["utilisation"] >= _BUSY
        box = FancyBboxPatch((x, y), wide, high, boxstyle="round,pad=0,rounding_size=0.03", linewidth=2 if busy else 1,
                             edgecolor=WRONG if busy else ACCENT, facecolor=PAPER, mutation_aspect=1.0)  # fmt: skip
        ax.add_patch(box)
        middle, centre = x + wide / 2, y + high / 2
        lines = [
            short(named[name], 9),
            t("charts_process.station_staff", staff=_roster(staff[name])),
            t(
                "charts_process.station_full" if busy else "charts_process.station_busy",
                busy=row["utilisation"],
            ),
        ]
        for place, text in zip((0.28, 0.0, -0.28) if across else (0.32, 0.0, -0.3), lines, strict=True):
            at = centre + (place if across else -place) * high
            points = 8.5 if place <= 0 else 10.5 if len(text) < 11 else 9
            color = INK if place > 0 else QUIET
            ax.text(middle, at, text, ha="center", va="center", fontsize=points, color=color)
        before = (k + 0.22, 0.51) if across else (0.24, k + 0.52)
        _people(ax, before, row["queue"], across)
        wait = t("charts_process.station_wait", wait=minutes(row["mean"]))
        strong = name == worst[0]
        ax.text(before[0], before[1] + (0.27 if across else -0.34), wait, ha="center", va="center", fontsize=9.5,
                color=ACCENT if strong else QUIET)  # fmt: skip
        tail, tip = ((k + 0.4, 0.51), (k + 0.455, 0.51)) if across else ((0.44, k + 0.52), (0.495, k + 0.52))
        ax.annotate("", tip, tail, arrowprops={"arrowstyle": "-|>", "color": QUIET, "linewidth": 1})
    return figure


def _people(ax: Any, centre: tuple[float, float], queue: float, across: bool) -> None:
    """Draw a dot for each person waiting on average; more than there is room for end in a plus."""
    shown = min(_DOTS, round(queue))
    if not shown:
        return
    per_row = 6
    dx, dy = (0.052, 0.075) if across else (0.052, 0.085)
    place = np.arange(shown)
    rows = (shown - 1) // per_row + 1
    xs = centre[0] + (place % per_row - (min(shown, per_row) - 1) / 2) * dx
    ys = centre[1] + (place // per_row - (rows - 1) / 2) * dy
    ax.plot(xs, ys, "o", color=ACCENT, markersize=4.2, markeredgewidth=0)
    if queue > _DOTS:
        ax.text(centre[0], centre[1] - (0.2 if across else -0.26), t("charts_process.queue_more", n=f"{queue:.0f}"),
                ha="center", va="center", fontsize=8.5, color=QUIET)  # fmt: skip


def _roster(staff: Sequence[int]) -> str:
    """People on duty, block by block; one number where it is the same all day."""
    numbers = [str(int(people)) for people in staff]
    return numbers[0] if len(set(numbers)) == 1 else "–".join(numbers)


@themed
def more_staff(
    table: pd.DataFrame, *, name: str = "", station: str = "", subtitle: str = "", size: Size = "page"
) -> Chart:
    """Draw how the mean wait falls with each person more at one station.

    Parameters
    ----------
    table : pandas.DataFrame
        Index people more than before (0 first); columns mean, low, high in minutes.
    name, station : str
        What the wait is called, and where the people are added.
    """
    if len(table) < 2:
        raise DataError("errors.empty", what=t("charts_process.what_waits"))
    means = table["mean"].to_numpy(float)
    saved = means[:-1] - means[1:]
    title = t("charts_process.more_title" if len(saved) > 1 else "charts_process.more_title_one", station=station,
              first=minutes(saved[0]), second=minutes(saved[-1]), n=len(saved))  # fmt: skip
    alt = listed(f"+{n}: {minutes(m)}" for n, m in zip(table.index, means, strict=True))
    figure, ax = start(title, subtitle, size=size, height=3.2, left=["000  "], alt=alt)
    steps = np.arange(len(table))
    ax.bar(steps, means, color=[QUIET, *[ACCENT] * (len(table) - 1)], width=0.56, alpha=0.85)
    ax.vlines(steps, table["low"].to_numpy(float), table["high"].to_numpy(float), color=INK, linewidth=1.5)
    top = float(table["high"].max()) or 1.0
    for step, mean, high in zip(range(len(means)), means, table["high"].to_numpy(float), strict=True):
        ax.text(step, high + 0.02 * top, minutes(mean), ha="center", va="bottom", fontsize=10, color=INK)
    names = [
        t("charts_process.more_now") if n == 0 else t("charts_process.more_people", n=n) for n in table.index
    ]
    ax.set_xticks(steps, names, color=INK)
    ax.set(ylim=(0, 1.15 * top), ylabel=t("charts_process.more_axis"))
    ax.spines["left"].set_color(RULE)
    return figure
