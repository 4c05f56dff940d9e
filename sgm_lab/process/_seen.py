"""What a log says of a line: its waits, with intervals that rest on the days, and when people come."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ..errors import DataError
from ..estimate import Estimate
from ._run import Array
from ._waits import ratio

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["arrivals", "observed", "per_block"]


def observed(log: pd.DataFrame, *, within: float, edges: tuple[float, ...]) -> pd.DataFrame:
    """What a log says of the wait, with intervals that rest on the days.

    Parameters
    ----------
    log : pandas.DataFrame
        Columns date, minute, wait.
    within : float
        Minutes that a wait should not exceed.
    edges : tuple of float
        Limits of the blocks, in minutes after midnight.

    Returns
    -------
    pandas.DataFrame
        Index mean, within, block_1, block_2, … (mean of those who came in the block), median, p90; columns value, low,
        high, n (days). Median and P90 carry no interval; a log without clock has no blocks.

    Raises
    ------
    DataError
        If the log has no row.
    """
    import pandas as pd

    if log.empty:
        raise DataError("process.empty_log")
    found: dict[str, Estimate] = {
        "mean": _by_day(log, log["wait"]),
        "within": _by_day(log, (log["wait"] <= within).astype(float)),
    }
    if log["minute"].notna().any():
        for number, (since, until) in enumerate(pairwise(edges), 1):
            some = log[log["minute"].between(since, until, inclusive="left")]
            if len(some):
                found[f"block_{number}"] = _by_day(some, some["wait"])
    for name, share in (("median", 0.5), ("p90", 0.9)):
        value = float(log["wait"].quantile(share))
        found[name] = Estimate(value, np.nan, np.nan, int(log["date"].nunique()))
    rows = {name: {"value": e.value, "low": e.low, "high": e.high, "n": e.n} for name, e in found.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def _by_day(log: pd.DataFrame, values: pd.Series) -> Estimate:
    days = values.groupby(log["date"]).agg(["sum", "count"]).to_numpy(float)
    return ratio(days[:, 0], days[:, 1])


def arrivals(log: pd.DataFrame, edges: tuple[float, ...]) -> tuple[float, ...]:
    """Share of the people who come in each hour; even over the opening hours where the log has no clock."""
    hours = np.zeros(24)
    known = log["minute"].dropna()
    if len(known):
        counts = np.bincount((known // 60).astype(int), minlength=24)
        hours[: len(counts)] = counts
    else:
        start = np.arange(24) * 60.0
        hours = np.clip(np.minimum(start + 60, edges[-1]) - np.maximum(start, edges[0]), 0, None)
    return tuple(float(x) for x in hours / hours.sum())


def per_block(hours: tuple[float, ...], edges: tuple[float, ...]) -> Array:
    """People an hour in each block, from people in each hour."""
    total = np.concatenate([[0.0], np.cumsum(hours)])
    at = np.interp(np.asarray(edges) / 60, np.arange(25), total)
    at[0], at[-1] = 0.0, total[-1]  # outside the opening hours: of the block next to them
    rates: Array = np.diff(at) / np.diff(edges) * 60
    return rates
