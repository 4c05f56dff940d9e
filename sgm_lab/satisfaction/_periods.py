"""A measure over time: from single records to days, from days to periods, and a level with its interval.

Counts first: `daily` is the only part that sees single records; n, sum and sum of squares of each day are enough for
every period, interval and control chart after it.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import in_memory, opened
from ..dates import read_dates
from ..errors import ArgumentError, DataError
from ..estimate import Estimate
from ..i18n import t
from ..inference import mean_interval
from ._indices import csat, nps
from ._net import Nps

__all__ = ["How", "Period", "daily", "level", "periods", "step_of"]

How = Literal["mean", "share", "nps"]
Period = Literal["day", "week", "month", "quarter", "half", "year"]
_SPANS: dict[str, tuple[str, int]] = {  # span of pandas, and how many of them one period is
    "day": ("D", 1), "week": ("W", 1), "month": ("M", 1), "quarter": ("Q", 1), "half": ("Q", 2), "year": ("Q", 4),
}  # fmt: skip
_STARTS: dict[Period, set[int]] = {"year": {1}, "half": {1, 7}, "quarter": {1, 4, 7, 10}}  # months
_ENOUGH = 3  # days that tell of periods
_COLUMNS = ["n", "total", "squares"]


def daily(days: Any, values: npt.ArrayLike | pd.Series | None = None) -> pd.DataFrame:
    """Sum up single records by day.

    Parameters
    ----------
    days : array-like of dates, shape (records,)
        Time of each record; the hour is dropped. Or, without `values`, a table of two columns, day and figure: of any
        library or engine (Polars, DuckDB, Ibis, PySpark …), and summed up where it lives.
    values : array-like of float, shape (records,)
        One figure a record: minutes, points, 1 or 0 for a share, 1, 0 or −1 for an NPS. Missing ones do not count.

    Returns
    -------
    pandas.DataFrame
        Index day, columns n, total, squares (the sum of the squares). Figures of no day are left out, and
        ``attrs["notes"]`` says how many.

    Raises
    ------
    DataError
        If nothing is left, or a day or a figure cannot be read.
    ArgumentError
        If there is not one figure a day.

    Examples
    --------
    >>> daily(["2025-01-01", "2025-01-01", "2025-01-02"], [1, 0, 1])["total"].tolist()
    [1.0, 1.0]
    """
    if values is None:
        return _daily_there(opened(days))
    given = pd.Series(days).reset_index(drop=True)
    raw = pd.Series(values).reset_index(drop=True)
    if len(given) != len(raw):
        raise ArgumentError("satisfaction.daily_lengths", days=len(given), values=len(raw))
    read = read_dates(given, name="days")
    figures = pd.to_numeric(raw, errors="coerce").astype(float)
    for what, column, wrong in (
        ("day", given, (read.isna() & given.notna()).to_numpy(bool)),
        ("figure", raw, ~np.isfinite(figures.to_numpy()) & raw.notna().to_numpy()),
    ):
        for at in np.flatnonzero(wrong)[:1]:
            raise DataError(f"errors.{what}", row=int(at) + 1, value=str(column.iloc[at]))
    frame = pd.DataFrame({"day": read.dt.normalize(), "value": figures}).dropna(subset="value")
    return _sums(nw.from_native(frame))


def _daily_there(frame: Any) -> pd.DataFrame:
    """Sum up records in a table of two columns, whose engine knows the first as days."""
    columns = frame.collect_schema()
    if len(columns) != 2:
        raise ArgumentError("satisfaction.daily_columns", columns=columns.names())
    (when, kind), (what, figure) = columns.items()
    if kind != nw.Date and kind != nw.Datetime:
        raise DataError("errors.engine_kind", column=when, kind=str(kind))
    if not figure.is_numeric():
        raise DataError("errors.engine_kind", column=what, kind=str(figure))
    day = nw.col(when) if kind == nw.Date else nw.col(when).dt.truncate("1d")
    value = nw.col(what).cast(nw.Float64)
    rows = frame.select(day.alias("day"), value.alias("value"))
    return _sums(rows.filter(~nw.col("value").is_null(), ~nw.col("value").is_nan()))


def _sums(rows: Any) -> pd.DataFrame:
    squared = rows.with_columns((nw.col("value") * nw.col("value")).alias("square"))
    sums = squared.group_by("day", drop_null_keys=False).agg(
        nw.len().alias("n"), nw.col("value").sum().alias("total"), nw.col("square").sum().alias("squares")
    )
    table = in_memory(sums)
    dated = table["day"].notna()
    if not dated.any():
        raise DataError("errors.empty", what="values")
    days = table[dated].assign(day=pd.to_datetime(table["day"][dated])).sort_values("day").set_index("day")
    without = int(table["n"][~dated].sum())
    days.attrs["notes"] = [t("errors.missing_group", column="day", count=without)] if without else []
    return days


def periods(table: pd.DataFrame, by: Period = "month") -> pd.DataFrame:
    """Add days up to periods.

    Parameters
    ----------
    table : pandas.DataFrame
        As `daily` returns it.
    by : {"day", "week", "month", "quarter", "half", "year"}
        Weeks begin on Monday, quarters and half years are those of the calendar. A period without records between
        others stays, with n 0 and no value, so that a chart does not join what lies about it; a day without records,
        such as a Sunday, is left out.

    Returns
    -------
    pandas.DataFrame
        Index label (``2025-07``, ``2025Q3``, ``2025H2``, ``2025``, or the first day of the week), columns n, total,
        squares, value (the mean).

    Raises
    ------
    ArgumentError
        If there is no such period.

    Examples
    --------
    >>> periods(daily(["2025-01-31", "2025-02-01"], [10, 20]), "month")["value"].tolist()
    [10.0, 20.0]
    >>> list(periods(daily(["2025-05-31", "2025-10-01"], [10, 20]), "quarter").index)
    ['2025Q2', '2025Q3', '2025Q4']
    """
    if by not in _SPANS:
        raise ArgumentError("errors.choice", name="by", value=by, choices=list(_SPANS))
    freq, many = _SPANS[by]
    spans = pd.DatetimeIndex(table.index).to_period(freq)
    places = spans.asi8 // many
    sums = table[_COLUMNS].groupby(places).sum()
    if by != "day" and len(sums):
        sums = sums.reindex(range(int(places.min()), int(places.max()) + 1), fill_value=0)
    begins = [pd.Period(ordinal=int(place) * many, freq=freq).start_time for place in sums.index]
    labels = pd.Index([_label(start, by) for start in begins], name=by)
    return sums.set_axis(labels).assign(value=(sums["total"] / sums["n"].where(sums["n"] > 0)).to_numpy())


def _label(start: pd.Timestamp, by: Period) -> str:
    if by == "quarter":
        return f"{start.year}Q{start.quarter}"
    if by == "half":
        return f"{start.year}H{1 + start.quarter // 3}"
    return start.strftime({"month": "%Y-%m", "year": "%Y"}.get(by, "%Y-%m-%d"))


def step_of(table: pd.DataFrame) -> Period:
    """Return how far apart the records are where they are those of quarters, half years or years; else ``"month"``.

    >>> step_of(daily(["2025-01-01", "2025-04-01", "2025-10-01"], [1, 2, 3]))
    'quarter'
    """
    days = pd.DatetimeIndex(table.index)
    if len(days) < _ENOUGH or set(days.day) != {1}:
        return "month"
    return next((by for by, months in _STARTS.items() if set(days.month) <= months), "month")


def level(table: pd.DataFrame, how: How = "mean", confidence: float = 0.95) -> Estimate:
    """Return the level of a measure over all rows, with its interval.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of `daily` or `periods`.
    how : {"mean", "share", "nps"}
        What the figures are.
    confidence : float

    Returns
    -------
    Estimate
        Mean with its t interval, share with Wilson's, or `Nps`; missing where there are no records.

    Notes
    -----
    s² = (Σx² − n·x̄²)/(n−1). Of an NPS, Σx = p − d and Σx² = p + d, so the sums give the counts back.

    Examples
    --------
    >>> share = level(daily(["2025-01-01"] * 4, [1, 1, 1, 0]), "share")
    >>> share.value, round(share.low, 3), round(share.high, 3)
    (0.75, 0.301, 0.954)
    """
    n, total, squares = (float(table[column].sum()) for column in _COLUMNS)
    if how == "share":
        return csat(count=round(total), n=round(n), confidence=confidence)
    if how == "nps":
        promoters, detractors = round((squares + total) / 2), round((squares - total) / 2)
        score: Nps = nps(promoters=promoters, passives=round(n) - promoters - detractors, detractors=detractors,
                         confidence=confidence)  # fmt: skip
        return score
    mean = total / n if n else math.nan
    variance = max(squares - n * mean**2, 0.0) / (n - 1) if n > 1 else math.nan
    low, high = mean_interval(mean, math.sqrt(variance), n, confidence)
    return Estimate(mean, float(low), float(high), int(n), confidence, "t", "mean")
